"""Bodies as clients' libraries write them are taken, and every byte of what they carry counts."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
import requests
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from urllib3.fields import RequestField
from urllib3.filepost import encode_multipart_formdata

from generator.verify.expected.body import ExpectedBody, ExpectedPart, body_faults
from generator.verify.hostile.slots import is_file
from tests.compiled.encoders.texts import texts

Built = tuple[str, bytes]


def names() -> st.SearchStrategy[str]:
    """Give names that parts may have."""
    return texts().filter(
        lambda name: name.strip() and not any(c < " " or "\x7f" <= c <= "\x9f" for c in name)
    )


def parts() -> st.SearchStrategy[list[ExpectedPart]]:
    fields = st.builds(ExpectedPart, names(), st.just("bytes"), texts().map(str.encode))
    files = st.builds(
        ExpectedPart,
        names(),
        st.just("bytes"),
        st.binary(max_size=40),
        names().filter(is_file),
        st.sampled_from([None, "image/png"]),
    )
    return st.lists(st.one_of(fields, files), min_size=1, max_size=5)


def by_requests(wanted: list[ExpectedPart]) -> Built:
    rows: list[Any] = []
    for part in wanted:
        row = (part.file, part.data)
        rows.append((part.name, (*row, part.media_type) if part.media_type else row))
    made = requests.Request("POST", "http://x/", files=rows).prepare()
    assert isinstance(made.body, bytes)
    return str(made.headers["Content-Type"]), made.body


def by_httpx(wanted: list[ExpectedPart]) -> Built:
    rows: list[Any] = []
    for part in wanted:
        row = (part.file, part.data)
        type_ = "text/plain" if part.file is None else part.media_type
        rows.append((part.name, (*row, type_) if type_ else row))
    made = httpx.Request("POST", "http://x/", files=rows)
    return made.headers["Content-Type"], made.read()


def by_urllib3(wanted: list[ExpectedPart]) -> Built:
    rows = []
    for part in wanted:
        row = RequestField(part.name, part.data, filename=part.file)
        row.make_multipart(content_type=part.media_type)
        rows.append(row)
    body, type_ = encode_multipart_formdata(rows)
    return type_, body


LIBRARIES = [by_requests, by_httpx, by_urllib3]


@pytest.mark.parametrize("library", LIBRARIES)
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(wanted=parts(), change=st.data())
@example(wanted=[ExpectedPart('";filename="x', "bytes", b"a")], change=None)
@example(wanted=[ExpectedPart("%22", "bytes", b"a", "%0D\\", None)], change=None)
def test_parts_are_taken_and_every_byte_counts(library: Any, wanted: Any, change: Any) -> None:
    expected = ExpectedBody("multipart", "multipart/form-data", tuple(wanted))
    type_, body = library(wanted)
    assert body_faults([type_], body, expected) == []
    for part in wanted if change is not None else ():
        begins = [
            i for i in range(len(body)) if body.startswith(b"\r\n\r\n" + part.data + b"\r\n--", i)
        ]
        if part.data and len(begins) == 1:
            at = begins[0] + 4 + change.draw(st.integers(0, len(part.data) - 1))
            byte = (body[at] + change.draw(st.integers(1, 255))) % 256
            other = body[:at] + bytes([byte]) + body[at + 1 :]
            assert body_faults([type_], other, expected) != []


@pytest.mark.parametrize("library", LIBRARIES)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(wanted=parts(), name=names())
def test_another_name_is_noticed(library: Any, wanted: list[ExpectedPart], name: str) -> None:
    """Unless it is spelled alike: a percent sign stands for itself, or for what is encoded."""
    type_, body = library(wanted)
    first = wanted[0]
    plain = not {"%", "\\", '"'} & set(name + first.name) and "=?" not in first.name
    if plain and name != first.name:
        rest = (
            ExpectedPart(name, first.kind, first.data, first.file, first.media_type),
            *wanted[1:],
        )
        assert body_faults([type_], body, ExpectedBody("multipart", "multipart/form-data", rest))


@settings(max_examples=100, deadline=None)
@given(pairs=st.lists(st.tuples(texts().filter(bool), texts()), max_size=5), plus=st.booleans())
def test_forms_are_taken(pairs: list[tuple[str, str]], plus: bool) -> None:
    body = urlencode(pairs) if plus else urlencode(pairs, quote_via=quote)
    media_type = "application/x-www-form-urlencoded"
    expected = ExpectedBody("form", media_type, tuple(pairs))
    assert body_faults([media_type], body.encode(), expected) == []
    other = ExpectedBody("form", media_type, (*pairs, ("one more", "")))
    assert body_faults([media_type], body.encode(), other) != []


@settings(max_examples=100, deadline=None)
@given(data=st.binary(min_size=1, max_size=60), at=st.integers(0), byte=st.integers(0, 255))
def test_every_byte_of_a_file_counts(data: bytes, at: int, byte: int) -> None:
    at %= len(data)
    other = data[:at] + bytes([byte]) + data[at + 1 :]
    faults = body_faults(["image/png"], other, ExpectedBody("file", "image/png", data))
    assert bool(faults) == (other != data)
