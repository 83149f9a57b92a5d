"""Values that samples send, judged by a JSON Schema validator that is not ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.model.values import plain
from generator.openapi.unsupported import Unsupported
from generator.spec.loader import load
from generator.spec.writer import write_spec

HUGE = 11111111111111111111111111111111111111111111
TEXT, WHOLE = {"type": "string"}, {"type": "integer"}


def pet(**more: Any) -> dict[str, Any]:
    """Make an object schema that has a name in it."""
    return {"type": "object", "required": ["name"], "properties": {"name": TEXT, **more}}


SCHEMAS: dict[str, Any] = {
    "Cat": pet(kind={"type": "string"}, claws=WHOLE),
    "Dog": {"allOf": [{"$ref": "#/components/schemas/Base"}, pet(bark=WHOLE)]},
    "Base": {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": TEXT},
        "discriminator": {"propertyName": "kind", "mapping": {"hound": "Dog"}},
    },
    "Kitten": pet(kind={"type": "string"}),
    "Level": {"type": "integer", "minimum": 1, "maximum": 9},
}
REF = "#/components/schemas/"
ANY_OF = {"anyOf": [{"$ref": f"{REF}Cat"}, {"$ref": f"{REF}Dog"}]}

# A schema, the example in the content or none, and the value that samples send.
NONE = object()
CASES: dict[str, tuple[Any, Any, Any]] = {
    "a long integer": ({"type": "integer", "example": 5224666563250046117}, NONE,
                       5224666563250046117),
    "a huge integer": ({"type": "integer"}, HUGE, HUGE),
    "a huge one in any value": ({}, {"a": [-HUGE]}, {"a": [-HUGE]}),
    "a large minimum": ({"type": "integer", "minimum": 2**53 + 1}, NONE, 2**53 + 1),
    "an empty text": (pet(name={"type": "string", "example": ""}), NONE, {"name": ""}),
    "zero and false": ({"type": "object", "required": ["a", "b"], "properties": {
        "a": {"type": "integer", "example": 0}, "b": {"type": "boolean", "example": False}}},
        NONE, {"a": 0, "b": False}),
    "null": (pet(name={"type": ["string", "null"], "examples": [None]}), NONE, {"name": None}),
    "a list without items": ({"type": "array", "items": TEXT, "example": []}, NONE, []),
    "an enum of several types": ({"enum": ["auto", 1, None], "examples": [1]}, NONE, 1),
    "null in an enum": ({"type": "object", "required": ["a"], "properties": {
        "a": {"enum": ["x", None], "examples": [None]}}}, NONE, {"a": None}),
    "a constant": ({"const": 7}, NONE, 7),
    "a constant object": ({"const": {"a": 1}}, NONE, {"a": 1}),
    "a tuple": ({"type": "array", "prefixItems": [WHOLE, {"const": "x"}]}, NONE, [1, "x"]),
    "a tuple without a type": ({"prefixItems": [{"enum": [4]}], "minItems": 3, "items": TEXT},
                               NONE, [4, "example", "example"]),
    "the second alternative": ({"oneOf": [WHOLE, TEXT]}, "seven", "seven"),
    "another alternative's object": ({"anyOf": [pet(age=TEXT), {
        "type": "object", "required": ["id"], "properties": {"id": WHOLE}}]},
        {"id": 3}, {"id": 3}),
    "an alternative that differs in a type": ({"oneOf": [
        {"type": "object", "properties": {"a": TEXT}},
        {"type": "object", "properties": {"a": WHOLE}}]}, {"a": 7}, {"a": 7}),
    "an alternative within an object": (pet(owner={"oneOf": [pet(), {"enum": [5, 6]}]}),
                                        {"name": "Rex", "owner": 6}, {"name": "Rex", "owner": 6}),
    "a discriminator with a mapping": ({**ANY_OF, "discriminator": {
        "propertyName": "kind", "mapping": {"kitty": f"{REF}Cat", "dog": f"{REF}Dog"}}},
        NONE, {"name": "name", "kind": "kitty"}),
    "a discriminator without a mapping": (
        {**ANY_OF, "discriminator": {"propertyName": "kind"}}, NONE,
        {"name": "name", "kind": "Cat"}),
    "a discriminator of an alternative that lacks it": ({
        "oneOf": [{"$ref": f"{REF}Cat"}], "discriminator": {"propertyName": "sort"}},
        NONE, {"name": "name", "sort": "Cat"}),
    "a discriminator of a base": ({"$ref": f"{REF}Base"}, NONE, {"kind": "hound", "name": "name"}),
    "null alone": ({"type": "null"}, NONE, None),
    "null as a constant": ({"const": None}, NONE, None),
    "items that are null": ({"type": "array", "items": {"type": "null"}, "minItems": 2}, NONE,
                            [None, None]),
    "a tuple that is cut": ({"prefixItems": [WHOLE, WHOLE], "maxItems": 1}, NONE, [1]),
    "a name without a property": ({"type": "object", "required": ["a"],
                                   "additionalProperties": WHOLE}, NONE, {"a": 1}),
    "a schema that extends one": ({"$ref": f"{REF}Dog"}, NONE, {"kind": "hound", "name": "name"}),
    "limits beside a reference": ({"$ref": f"{REF}Level", "minimum": 4}, NONE, 4),
    "an enum beside a reference": ({"$ref": f"{REF}Level", "enum": [3]}, NONE, 3),
    "a property of two parts": ({"allOf": [pet(), {
        "properties": {"name": {"enum": ["Rex"]}}}]}, NONE, {"name": "Rex"}),
    "limits of two parts": ({"allOf": [{"type": "integer", "minimum": 2}, {"minimum": 5}]},
                            NONE, 5),
    "a part of a property that only answers have": ({"type": "object", "properties": {
        "name": TEXT, "id": {"allOf": [WHOLE, {"allOf": [{"readOnly": True}]}]}}},
        NONE, {"name": "name"}),
    "JSON in a text": (pet(), '{"name": "Rex"}', {"name": "Rex"}),
}  # fmt: skip


def document(schema: Any, example: Any) -> dict[str, Any]:
    """Make a document with one body."""
    content = {"schema": schema, **({} if example is NONE else {"example": example})}
    operation = {
        "operationId": "send",
        "requestBody": {"required": True, "content": {"application/json": content}},
        "responses": {"204": {"description": "Done."}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Values", "version": "1"},
        "servers": [{"url": "https://values.example.com"}],
        "paths": {"/values": {"post": operation}},
        "components": {"schemas": SCHEMAS},
    }


def sent(path: Path) -> tuple[Any, list[str]]:
    """Return the value that samples of a document or spec send, and what is not supported."""
    unsupported = Unsupported()
    (api,) = load(path, unsupported)
    (operation,) = api.operations
    assert operation.body is not None
    return plain(operation.body.schema.sent()), [f"{i.kind}: {i.what}" for i in unsupported]


@pytest.mark.parametrize("case", CASES)
def test_values_are_what_the_document_says(case: str, tmp_path: Path) -> None:
    schema, example, expected = CASES[case]
    path = tmp_path / "document.json"
    path.write_text(json.dumps(document(schema, example)), "utf-8")
    value, unsupported = sent(path)
    assert json.dumps(value) == json.dumps(expected)
    validator = Draft202012Validator({**schema, "components": {"schemas": SCHEMAS}})
    assert validator.is_valid(value)
    # A message says that an example is wrong only where the validator says so.
    is_wrong = example is not NONE and not validator.is_valid(example)
    assert is_wrong == any(row.startswith("example") for row in unsupported), unsupported
    (api,) = load(path, Unsupported())
    spec = tmp_path / "spec.yaml"
    spec.write_text(write_spec(api), "utf-8")
    assert json.dumps(sent(spec)[0]) == json.dumps(expected)


def test_a_discriminator_tells_alternatives_apart_that_allow_the_same(tmp_path: Path) -> None:
    schema = {
        "oneOf": [{"$ref": f"{REF}Cat"}, {"$ref": f"{REF}Kitten"}],
        "discriminator": {"propertyName": "kind"},
    }
    path = tmp_path / "document.json"
    path.write_text(json.dumps(document(schema, NONE)), "utf-8")
    value, unsupported = sent(path)
    assert value == {"name": "name", "kind": "Cat"}
    assert not any(row.startswith(("value", "example")) for row in unsupported)


@pytest.mark.parametrize(
    ("schema", "example"), [(WHOLE, "x"), (pet(), {"name": 1.5, "more": [1]}), (TEXT, None)]
)
def test_a_wrong_example_is_reported(schema: Any, example: Any, tmp_path: Path) -> None:
    path = tmp_path / "document.json"
    schema = {**schema, "additionalProperties": False} if "properties" in schema else schema
    path.write_text(json.dumps(document(schema, example)), "utf-8")
    assert not Draft202012Validator(schema).is_valid(example)
    assert any(row.startswith("example") for row in sent(path)[1])
