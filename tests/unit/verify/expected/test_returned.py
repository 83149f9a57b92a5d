"""What a client's program prints where it reads texts as values of Python."""

from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec import structs

from generator.model.api import Operation
from generator.model.messages import Content, ContentKind
from generator.model.schema import Alternative, Field, Schema, Type
from generator.model.text import Text
from generator.verify.expected.returned import returned_text
from tests.support import face_api

TIME = Schema(format=Text("date-time"))
UUID = Schema(format=Text("uuid"))


def field(name: str, schema: Schema) -> Field:
    return Field(Text(name), Text(""), True, schema)


def operation(schema: Schema) -> Operation:
    detect = next(o for o in face_api().operations if o.id == "detect-from-url")
    content = Content(ContentKind.JSON, "application/json", schema)
    responses = tuple(structs.replace(r, content=content) for r in detect.responses)
    return structs.replace(detect, responses=responses)


def returned(schema: Schema, value: Any) -> Any:
    return json.loads(returned_text(operation(schema), json.dumps(value)))


@pytest.mark.parametrize(
    ("answered", "printed"),
    [
        ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z"),
        ("2026-01-31T12:00:00.000Z", "2026-01-31T12:00:00Z"),
        ("2026-01-31T12:00:00.120Z", "2026-01-31T12:00:00.120Z"),
        ("2026-01-31T12:00:00.1Z", "2026-01-31T12:00:00.100Z"),
        ("2026-01-31T12:00:00.1234567Z", "2026-01-31T12:00:00.123456Z"),
        ("2026-01-31t12:00:00-00:00", "2026-01-31T12:00:00Z"),
        ("2026-01-31T12:00:00+05:30", "2026-01-31T12:00:00+05:30"),
        ("2026-01-31T12:00:00", "2026-01-31T12:00:00Z"),
        ("soon", "soon"),
    ],
)
def test_a_time_has_as_few_digits_as_it_needs(answered: str, printed: str) -> None:
    assert returned(TIME, answered) == printed


def test_a_field_whose_own_example_is_no_time_stays_a_text() -> None:
    schema = Schema(format=Text("date-time"), example=Text("soon"))
    assert returned(schema, "2026-01-31T12:00:00.000Z") == "2026-01-31T12:00:00.000Z"


def test_texts_are_found_at_every_depth() -> None:
    zeros = "2026-01-31T12:00:00.0Z"
    inner = Schema(Type.ARRAY, items=Schema(Type.OBJECT, values=TIME))
    fields = (
        field("list", inner),
        field("pair", Schema(Type.ARRAY, prefix=(UUID, TIME))),
        field("text", Schema()),
        field("tree", Schema(Type.OBJECT, same_as="node")),
    )
    node = Schema(Type.OBJECT, name="node", fields=fields)
    value = {"list": [{"a": zeros}], "pair": ["A" * 8 + "-1111-1111-1111-111111111111", zeros]}
    value |= {"text": zeros, "more": zeros}
    time = "2026-01-31T12:00:00Z"
    expected = {"list": [{"a": time}], "pair": ["a" * 8 + "-1111-1111-1111-111111111111", time]}
    expected |= {"text": zeros, "more": zeros}
    itself = Alternative(Text("itself"), Schema(Type.OBJECT, same_as="choice"))
    alternatives = (Alternative(Text("node"), node), itself)
    choice = Schema(Type.OBJECT, name="choice", alternatives=alternatives)
    for schema in (node, choice):
        assert returned(schema, {**value, "tree": value}) == {**expected, "tree": expected}
