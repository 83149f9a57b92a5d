"""Formats: what fits them, what does not, and what gen does not know."""

from __future__ import annotations

import pytest

from generator.model.formats import _FORMATS, format_fault

FITTING = [
    ("date", "2024-02-29"),
    ("date-time", "2026-01-31t12:00:00.5+01:00"),
    ("date-time", "2016-12-31T23:59:60Z"),
    ("time", "12:00:00.123456789Z"),
    ("email", "a.b+c@example.co.uk"),
    ("ipv6", "::1"),
    ("uri", "urn:isbn:0451450523"),
    ("uuid", "123E4567-E89B-12D3-A456-426614174000"),
    ("colour", "anything"),
]
UNFIT = [
    ("date", "2026-02-30"),
    ("date", "20260201"),
    ("date", "31.01.2026"),
    ("date-time", "2026-01-02"),
    ("date-time", "2026-01-02 12:00:00Z"),
    ("date-time", "2026-01-02T12:00:00"),
    ("date-time", "2026-01-02T25:00:00Z"),
    ("time", "12:00"),
    ("email", "jane"),
    ("ipv4", "256.0.0.1"),
    ("ipv6", ":::"),
    ("uri", "/a/b"),
    ("uuid", "7"),
    ("date", "२०२६-०१-०१"),
]


@pytest.mark.parametrize(("format_", "text"), FITTING)
def test_what_fits_is_no_fault(format_: str, text: str) -> None:
    assert format_fault(format_, text) is None


@pytest.mark.parametrize(("format_", "text"), UNFIT)
def test_what_does_not_fit_is_a_fault(format_: str, text: str) -> None:
    fault = format_fault(format_, text)
    assert fault is not None and fault[0] == f"{text!r} is no {format_}"


@pytest.mark.parametrize("format_", _FORMATS)
def test_the_text_that_a_message_suggests_fits(format_: str) -> None:
    assert format_fault(format_, _FORMATS[format_][1]) is None
