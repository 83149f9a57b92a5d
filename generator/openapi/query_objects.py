"""Reader of query parameters that are objects: makes what samples send of names and values.

An object whose fields are known and scalars is one parameter. Else each value of the example is a
parameter of its own. OpenAPI does not say how `deepObject` writes objects and arrays within it.
Most servers read `filter[a][b]=1`, and an array as a parameter that is repeated.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.model.schema import SCALARS, Field, Schema, Type
from generator.model.structs import replace
from generator.model.text import Text, reveal
from generator.model.values import plain
from generator.openapi.parts import RawExample, RawParameter
from generator.openapi.schemas.examples import json_type, read_value

_NAMES = "names are open: samples have those of the example"
_NESTED = "OpenAPI does not define nested values: samples write them as name[key][key]"
# The object that samples send if the document says nothing of a required one.
_ANY = {"key": "value"}


class QueryObject:
    """The parameters that samples have of one Parameter Object whose values are objects.

    Arguments:
        row: the Parameter Object.
        schema: its schema.
        example: its example; None if it has none outside of the schema.

    Attributes:
        reason: why samples can't send it; empty if they can.
        losses: a kind and a sentence for each thing that samples do not support.
        parts: the name, schema and example of each parameter.
    """

    def __init__(self, row: RawParameter, schema: Schema, example: RawExample | None) -> None:
        self.reason = ""
        self.losses: list[tuple[str, str]] = []
        self.parts: list[tuple[str, Schema, RawExample | None]] = []
        value = example.value if example is not None else None
        if not (isinstance(value, dict) and value):
            value = plain(schema.sent()) or plain(schema.answered()) or {}
        if not schema.fields and _has_null(value):
            self.losses.append(("example", "null has no place in a URL; it is left out"))
        is_flat = all(field.schema.type in SCALARS for field in schema.fields)
        names = {reveal(field.name) for field in schema.fields}
        has_nested = any(_is_nested(member) for member in value.values())
        if schema.fields and is_flat and not has_nested and value.keys() <= names:
            self.parts.append((row.name, schema, example))
        elif not value and not row.required:
            self.reason = "its object has neither fields nor an example"
        elif is_flat and not has_nested:
            self.losses.append(("parameter", _NAMES))
            self.parts += _open_parts(row, value or _ANY)
        elif row.style != "deepObject":
            self.reason = "no style writes an object with objects or arrays in it"
        else:
            self.losses.append(("style", _NESTED))
            try:
                self.parts += _flatten(row, row.name, value)
            except ValueError:
                self.reason = "it has an array of objects or arrays, which no style writes"


def _is_nested(value: Any) -> bool:
    """Say whether a value is no scalar."""
    return isinstance(value, (dict, list))


def _has_null(value: Any) -> bool:
    """Say whether null is a member of an object, at any depth."""
    return isinstance(value, dict) and any(v is None or _has_null(v) for v in value.values())


def _open_parts(
    row: RawParameter, value: dict[str, Any]
) -> list[tuple[str, Schema, RawExample | None]]:
    """Return the parameters for an object whose names are open."""
    if row.style == "deepObject":
        return list(_flatten(row, row.name, value))
    is_form = row.where in ("query", "cookie") and row.style in ("", "form", "cookie")
    if is_form and row.explode is not False:
        return [(str(k), _scalar(v), None) for k, v in value.items() if v is not None]
    fields = tuple(
        Field(Text(str(name), row.at), Text("", row.at), True, _scalar(member))
        for name, member in value.items()
        if member is not None and str(name).strip()
    )
    return [(row.name, Schema(Type.OBJECT, fields=fields), None)]


def _scalar(value: Any) -> Schema:
    """Return a schema for a scalar, with the scalar as its example."""
    type_ = json_type(value)
    is_scalar = type_ in [str(scalar) for scalar in SCALARS]
    return Schema(Type(type_) if is_scalar else Type.STRING, example=read_value(value))


def _flatten(
    row: RawParameter, name: str, value: dict[str, Any]
) -> Iterator[tuple[str, Schema, RawExample | None]]:
    """Yield a parameter for each value at any depth of an object.

    Raises:
        ValueError: if it has an array of objects or arrays.
    """
    for key, member in value.items():
        path = f"{name}[{key}]"
        if isinstance(member, dict):
            yield from _flatten(row, path, member)
        elif isinstance(member, list):
            if any(_is_nested(item) for item in member):
                raise ValueError(path)
            if member:
                items = replace(_scalar(member[0]), example=None)
                yield path, Schema(Type.ARRAY, items=items), RawExample(member, row.at)
        elif member is not None:
            yield path, _scalar(member), None
