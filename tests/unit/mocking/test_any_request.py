"""Whatever arrives, the mock answers it: no traceback, no 500, in bounded time."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generator.mocking.multipart import NoPartsError, read_boundary, read_parts
from generator.mocking.rules import RuleCompiler
from generator.mocking.schema_check import schema_faults
from generator.mocking.texts import NoJsonError, read_json
from generator.sources.document import At, Document
from generator.verify.expected.cases import make_answer
from generator.verify.http_request import ReceivedRequest
from tests.unit.mocking.requests import documented_requests
from tests.unit.mocking.test_judge import JUDGE

REQUESTS = [
    request for route in JUDGE.routes for request in documented_requests(route.api, route.operation)
]
# What a header may have, as the server reads it.
FIELD = st.text(st.characters(max_codepoint=255, exclude_characters="\0\r\n"), max_size=40)
TARGET = st.text(st.characters(min_codepoint=33, max_codepoint=255), max_size=40)
NAMES = st.sampled_from(
    ["X-Key", "X-Trace", "Accept", "Content-Type", "Cookie", "Prefer", "Authorization", "Origin",
     "Content-Encoding", "Access-Control-Request-Method"]
)  # fmt: skip
TYPES = st.sampled_from(
    ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
     "multipart/form-data", "image/png", "text/plain; charset=utf-7", "a", ";", "*/*"]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
)


def status(request: ReceivedRequest) -> int:
    verdict = JUDGE.decide(request, lambda operation: make_answer(operation.success))
    verdict.answer.head()
    assert bool(verdict.faults) is (verdict.answer.status >= 400) or "Prefer" in str(request)
    return verdict.answer.status


@settings(max_examples=100, deadline=None)
@given(
    request=st.sampled_from(REQUESTS),
    query=TARGET,
    fields=st.lists(st.tuples(NAMES, FIELD), max_size=4),
    type_=TYPES,
    body=st.binary(max_size=80)
    | st.binary(max_size=40).map(lambda b: b"--x\r\n" + b + b"\r\n--x--"),
)
def test_malformed_requests_are_answered(
    request: ReceivedRequest, query: str, fields: list[tuple[str, str]], type_: str, body: bytes
) -> None:
    mine = [field for field in request.fields if field[0] != "Content-Type"]
    changed = (*mine, *fields, ("Content-Type", type_))
    target = f"{request.target}?{query}".replace(" ", "")
    assert 200 <= status(replace_request(request, target, changed, body)) < 500


@settings(max_examples=100, deadline=None)
@given(
    request=st.sampled_from([r for r in REQUESTS if r.body]),
    at=st.integers(0, 400),
    change=st.binary(max_size=3),
    cut=st.integers(0, 3),
)
def test_right_bodies_with_a_changed_byte_are_answered(
    request: ReceivedRequest, at: int, change: bytes, cut: int
) -> None:
    at %= len(request.body)
    body = request.body[:at] + change + request.body[at + cut :]
    assert 200 <= status(replace_request(request, request.target, request.fields, body)) < 500


def replace_request(
    request: ReceivedRequest, target: str, fields: tuple[tuple[str, str], ...], body: bytes
) -> ReceivedRequest:
    return ReceivedRequest(request.method, target, fields, body)


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()))
def test_bytes_are_json_or_have_a_reason(data: bytes) -> None:
    try:
        read_json(data)
    except NoJsonError as error:
        assert "\n" not in str(error)


def test_large_json_is_read_in_time() -> None:
    """Each takes one pass; a second one for each quote would take hours."""
    for body in (b"[" * 101 + b'"' + b'\\"' * 2_000_000, b"[" * 101 + b'"\\' * 2_000_000):
        with pytest.raises(NoJsonError):
            read_json(body)
    with pytest.raises(NoPartsError):
        read_boundary(';x="' * 15_000)
    assert len(read_json(b"[" + b"[]," * 100_000 + b"[]]")) == 100_001
    assert read_json(b"1" * 5_000) == float("inf")


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=60), before=st.booleans())
def test_bytes_are_parts_or_have_a_reason(data: bytes, before: bool) -> None:
    body = b"--x\r\nContent-Disposition: form-data; name=" + data if before else data
    try:
        read_parts(body + b"\r\n--x--", "x")
    except NoPartsError as error:
        assert "\n" not in str(error)


SCALARS: list[dict[str, Any]] = [
    {"type": "integer", "minimum": 1, "exclusiveMaximum": 9},
    {"type": "string", "maxLength": 2},
    {"type": ["string", "null"], "pattern": "a"},
    {"enum": [1, "a", None, True]},
    {"const": 0},
    {"type": "boolean"},
    {"not": {"type": "string"}},
    {"type": "number", "multipleOf": 3},
]
SCHEMAS = st.recursive(
    st.sampled_from([*SCALARS, {}]),
    lambda inner: st.one_of(
        st.builds(lambda s: {"type": "array", "items": s, "uniqueItems": True}, inner),
        st.builds(lambda s, t: {"anyOf": [s, t]}, inner, inner),
        st.builds(lambda s, t: {"oneOf": [s, t]}, inner, inner),
        st.builds(lambda s, t: {"allOf": [s, t], "type": "object"}, inner, inner),
        st.builds(
            lambda s, t, r: {"properties": {"a": s}, "additionalProperties": t, "required": r},
            inner,
            inner | st.booleans(),
            st.lists(st.sampled_from(["a", "b"]), max_size=2),
        ),
    ),
    max_leaves=6,
)
VALUES = st.recursive(
    st.sampled_from([None, True, False, 0, 1, 3, 9.0, 2.5, "", "a", "abc"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner)
    ),
    max_leaves=6,
)


@settings(max_examples=120, deadline=None)
@given(schema=SCHEMAS, value=VALUES)
def test_it_allows_what_json_schema_allows(schema: Any, value: Any) -> None:
    at = At(schema, Document("", "", schema))
    rule = RuleCompiler(lambda found: found, True, lambda mark, what: None).compile(at)
    wanted = Draft202012Validator(schema).is_valid(value)
    assert (not schema_faults(rule, value)) is wanted
