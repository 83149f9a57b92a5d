"""Formats: what fits them, what does not, and what gen does not know."""

from __future__ import annotations

import time

import pytest

from generator.model.formats import FORMATS, applies_to, format_fault
from generator.model.schema import Type
from generator.rendering.expressions import UNRESERVED

FITTING: list[tuple[str, str | int | float]] = [
    ("date", "2024-02-29"),
    ("date-time", "2026-01-31t12:00:00.5+01:00"),
    ("date-time", "2016-12-31T23:59:60Z"),
    ("date-time-local", "2026-01-31T12:00:00.5"),
    ("time", "12:00:00.123456789Z"),
    ("time-local", "23:59:59"),
    ("duration", "P1Y2M3DT4H5M6S"),
    ("duration", "PT36H"),
    ("duration", "P3W"),
    ("email", "a.b+c@example.co.uk"),
    ("email", '"ada lovelace"@example.com'),
    ("email", "ada@[192.0.2.1]"),
    ("idn-email", "ä@müller.example"),
    ("hostname", "xn--mller-kva.example"),
    ("hostname", "localhost"),
    ("ipv6", "::1"),
    ("ipv6", "::ffff:192.0.2.1"),
    ("uri", "urn:isbn:0451450523"),
    ("uri", "https://ada:x@[2001:db8::1]:8080/a;b=1/%20?q=/&r=?#top"),
    ("uri", "mailto:ada@example.com"),
    ("uri", "file:///etc/hosts"),
    ("uri", "https://example.com"),
    ("uri-reference", "/a/b?c=d"),
    ("uri-reference", "?page=2"),
    ("uri-reference", "a/b:c"),
    ("uri-reference", ""),
    ("iri", "https://müller.example/ä?ö#ü"),
    ("uri-template", "https://example.com/{id}{?q,page*}"),
    ("json-pointer", ""),
    ("json-pointer", "/a~1b/0"),
    ("relative-json-pointer", "0#"),
    ("uuid", "123E4567-E89B-12D3-A456-426614174000"),
    ("byte", "YQ=="),
    ("byte", ""),
    ("base64url", "_-8"),
    ("char", "ä"),
    ("char", "\n"),
    ("int32", 2**31 - 1),
    ("int32", -(2**31)),
    ("int32", 7.0),
    ("int64", 2**63 - 1),
    ("int64", "9223372036854775807"),
    ("uint8", 255),
    ("float", 1.5),
    ("double", 1e300),
    ("decimal", "-12.50"),
    ("http-date", "Sun, 06 Nov 1994 08:49:37 GMT"),
    ("password", "anything"),
    ("colour", "anything"),
    ("x-colour", "anything"),
]
UNFIT: list[tuple[str, str | int | float]] = [
    ("date", "2026-02-30"),
    ("date", "20260201"),
    ("date", "31.01.2026"),
    ("date-time", "2026-01-02"),
    ("date-time", "2026-01-02 12:00:00Z"),
    ("date-time", "2026-01-02T12:00:00"),
    ("date-time", "2026-01-02T25:00:00Z"),
    ("date-time-local", "2026-01-02T12:00:00Z"),
    ("time", "12:00"),
    ("time-local", "12:00:00Z"),
    ("duration", "P"),
    ("duration", "PT"),
    ("duration", "P1D2H"),
    ("duration", "1 day"),
    ("email", "jane"),
    ("email", "jane@"),
    ("email", "jane doe@example.com"),
    ("email", "a..b@example.com"),
    ("email", f"{'a' * 65}@example.com"),
    ("hostname", "a_b.example"),
    ("hostname", "-a.example"),
    ("hostname", f"{'a' * 64}.example"),
    ("hostname", ".".join(["a" * 60] * 5)),
    ("ipv4", "256.0.0.1"),
    ("ipv4", "1.2.3"),
    ("ipv6", ":::"),
    ("ipv6", "fe80::1%eth0"),
    ("uri", "/a/b"),
    ("uri", "https://example.com/a b"),
    ("uri", "https://example.com/ä"),
    ("uri", "https://example.com/%zz"),
    ("uri", "https://example.com/a\n"),
    ("uri-reference", "a b"),
    ("uri-reference", "//example.com:x"),
    ("iri", "https://example.com/a b"),
    ("uri-template", "/{id"),
    ("json-pointer", "a"),
    ("json-pointer", "/a~"),
    ("uuid", "7"),
    ("uuid", "123e4567-e89b-12d3-a456-42661417400g"),
    ("byte", "YQ"),
    ("byte", "_-8="),
    ("base64url", "+/8="),
    ("char", "ab"),
    ("char", ""),
    ("int32", 2**31),
    ("int32", 1.5),
    ("int64", "9223372036854775808"),
    ("int64", "seven"),
    ("uint8", -1),
    ("float", 1e39),
    ("decimal", "1,5"),
    ("http-date", "2026-01-31"),
    ("date", "२०२६-०१-०१"),
]


@pytest.mark.parametrize(("name", "value"), FITTING)
def test_what_fits_is_no_fault(name: str, value: str | int | float) -> None:
    assert format_fault(name, value) is None


@pytest.mark.parametrize(("name", "value"), UNFIT)
def test_what_does_not_fit_is_a_fault(name: str, value: str | int | float) -> None:
    fault = format_fault(name, value)
    assert fault is not None and fault[0] == f"{value!r} is no {name}"


@pytest.mark.parametrize("name", FORMATS)
def test_the_value_that_a_message_suggests_fits(name: str) -> None:
    known = FORMATS[name]
    is_text = Type.STRING in known.types
    value = known.example if is_text else float(known.example or "1")
    assert format_fault(name, value) is None
    assert (known.is_valid is None) == (known.example == "")
    assert not known.is_plain or set(known.example) <= set(UNRESERVED)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("word", ["a", "/", "%", "a.", "1", "-"])
def test_a_check_takes_little_time(name: str, word: str) -> None:
    text = word * 50_000
    start = time.perf_counter()
    if Type.STRING in FORMATS[name].types:
        format_fault(name, text)
        format_fault(name, f"https://{text}\n")
        format_fault(name, f"a@{text} ")
    assert time.perf_counter() - start < 2


def test_a_format_belongs_to_types() -> None:
    assert applies_to("uuid", Type.STRING) and not applies_to("uuid", Type.INTEGER)
    assert applies_to("int64", Type.STRING) and not applies_to("int32", Type.STRING)
    assert applies_to("binary", Type.FILE) and not applies_to("binary", Type.STRING)
    assert applies_to("colour", Type.STRING)
