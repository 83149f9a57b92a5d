"""Objects and arrays in forms: the fields that samples send for each style."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.model.text import reveal
from generator.openapi.unsupported import Unsupported
from generator.rendering.body import make_body
from generator.spec.loader import load
from tests.golden.openapi.test_references import write

POINT = {"type": "object", "properties": {"x": {"type": "integer"}, "y": {"type": "integer"}}}
MAP = {"type": "object", "additionalProperties": {"type": "string"}}
WORDS = {"type": "array", "items": {"type": "string"}}
ROWS = {"type": "array", "items": {"type": "object", "properties": {"price": {"type": "string"}}}}


def fields(
    folder: Path, schema: dict[str, Any], encoding: dict[str, Any], value: Any
) -> tuple[list[tuple[str, str]], list[str]]:
    media = {
        "schema": {"type": "object", "properties": {"a": schema, "z": {"type": "string"}}},
        "encoding": {"a": encoding},
        "example": {"a": value, "z": "last"},
    }
    body = {"content": {"application/x-www-form-urlencoded": media}}
    answers = {"204": {"description": "Done."}}
    operation = {"operationId": "a", "requestBody": body, "responses": answers}
    unsupported = Unsupported()
    (api,) = load(write(folder, {"/a": {"post": operation}}), unsupported)
    sent = api.operations[0].body
    assert sent is not None
    pairs = [(reveal(name), reveal(text)) for name, text in make_body(sent, {}).pairs]
    return pairs, [kind for kind, _ in unsupported.counts()]


DEEP = {"style": "deepObject", "explode": True}


@pytest.mark.parametrize(
    ("schema", "encoding", "value", "sent"),
    [
        (POINT, DEEP, {"x": 1, "y": 2}, [("a[x]", "1"), ("a[y]", "2")]),
        (MAP, DEEP, {"k e": "v"}, [("a[k e]", "v")]),
        ({"anyOf": [MAP, {"enum": [""]}]}, DEEP, {"k": "v"}, [("a[k]", "v")]),
        (ROWS, DEEP, [{"price": "p"}] * 2, [("a[0][price]", "p"), ("a[1][price]", "p")]),
        (WORDS, DEEP, ["b", "c"], [("a[0]", "b"), ("a[1]", "c")]),
        (POINT, {"style": "form"}, {"x": 1, "y": 2}, [("x", "1"), ("y", "2")]),
        (POINT, {"explode": True}, {"x": 1, "y": 2}, [("x", "1"), ("y", "2")]),
        (POINT, {"explode": False}, {"x": 1, "y": 2}, [("a", "x,1,y,2")]),
        (POINT, {"style": "pipeDelimited"}, {"x": 1, "y": 2}, [("a", "x|1|y|2")]),
        (WORDS, {"explode": False}, ["b", "c"], [("a", "b,c")]),
        (WORDS, {}, ["b", "c"], [("a", "b"), ("a", "c")]),
        (POINT, {}, {"x": 1, "y": 2}, [("a", '{"x": 1, "y": 2}')]),
    ],
)  # fmt: skip
def test_a_form_has_the_fields_of_the_style(
    tmp_path: Path,
    schema: dict[str, Any],
    encoding: dict[str, Any],
    value: Any,
    sent: list[tuple[str, str]],
) -> None:
    pairs, kinds = fields(tmp_path, schema, encoding, value)
    if encoding:
        assert pairs == [*sent, ("z", "last")]
        assert "structure in a form" not in kinds
    else:
        assert ("structure in a form" in kinds) == (schema is POINT)


def test_a_structure_without_a_style_is_reported(tmp_path: Path) -> None:
    assert "structure in a form" in fields(tmp_path, ROWS, {"style": "form"}, [{"price": "p"}])[1]
    assert "style" in fields(tmp_path, ROWS, DEEP, [{"price": "p"}])[1]
