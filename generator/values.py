"""Values that samples send and answers have, JSON's (RFC 8259), and what is said of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

from generator.struct import Struct
from generator.text import Text, reveal


class Object(Struct, frozen=True):
    """A JSON object: names and values in order, no name twice."""

    members: tuple[tuple[Text, Value], ...] = ()

    def get(self, name: str) -> Value:
        """Give the value of a name, None if there is none."""
        return next((value for key, value in self.members if reveal(key) == name), None)


# None is JSON's null; an array is a tuple.
Scalar = Text | int | float | bool | None
Value = Scalar | tuple["Value", ...] | Object


def plain(value: Value) -> Any:
    """Give a value as Python's json module has it; for encoders, servers and checks."""
    if isinstance(value, Object):
        return {reveal(name): plain(member) for name, member in value.members}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return reveal(value) if isinstance(value, Text) else value


def json_text(value: Value) -> Text:
    """Write a value as JSON that people read: two spaces a level, UTF-8 as it is."""
    return Text(json.dumps(plain(value), ensure_ascii=False, indent=2))


def scalar_text(value: Value) -> str:
    """Write a scalar as it stands in a URL, a header or a form: as JSON does, without quotes.

    Raises:
        TypeError: if it is an array or an object.
    """
    if isinstance(value, Text):
        return reveal(value)
    if isinstance(value, (tuple, Object)):
        raise TypeError("only a scalar has a form outside of JSON")
    return json.dumps(value)


def mapped(value: Value, change: Callable[[Text], Text]) -> Value:
    """Give a value with all its texts, but no names, changed."""
    if isinstance(value, Object):
        return Object(tuple((name, mapped(member, change)) for name, member in value.members))
    if isinstance(value, tuple):
        return tuple(mapped(item, change) for item in value)
    return change(value) if isinstance(value, Text) else value


class Type(StrEnum):
    """What a value is; OpenAPI's names, `file` for bytes on disk, `any` for any of JSON."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    ARRAY = "array"
    OBJECT = "object"
    FILE = "file"
    ANY = "any"


SCALARS = (Type.STRING, Type.INTEGER, Type.NUMBER, Type.BOOLEAN)


class Schema(Struct, frozen=True):
    """What may stand in a place; keywords of JSON Schema 2020-12, None where nothing is said.

    `name` is its id among the spec's schemas, if it has one. An object without `fields` may have
    any. `example` is what samples send and answers have; of a file, its name. `secret` is what
    nobody may log.
    """

    type: Type = Type.STRING
    name: str | None = None
    enum: tuple[Value, ...] = ()
    default: Value = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: Text | None = None
    min_items: int | None = None
    max_items: int | None = None
    items: Schema | None = None
    fields: tuple[Field, ...] = ()
    secret: bool = False
    example: Value = None

    def sent(self) -> Value:
        """Give what samples send: the example, else what is required, with its examples."""
        return self._made(all_fields=False)

    def answered(self) -> Value:
        """Give what answers have: the example, else all fields, with their examples."""
        return self._made(all_fields=True)

    @property
    def words(self) -> Text:
        """What it is, in words: array of integer."""
        return Text(f"array of {reveal(self.items.words)}" if self.items else str(self.type))

    @property
    def rows(self) -> tuple[Row, ...]:
        """All that it holds, however deep, as the rows of a table."""
        return tuple(self._rows(""))

    def _rows(self, path: str) -> Iterator[Row]:
        if self.items is not None:
            yield from self.items._rows(f"{path}[]")
        for field in self.fields:
            name = f"{path}.{reveal(field.name)}" if path else reveal(field.name)
            yield Row(Text(name), field)
            yield from field.schema._rows(name)

    def _made(self, all_fields: bool) -> Value:
        if self.example is not None:
            return self.example
        if self.type is Type.OBJECT:
            fields = (field for field in self.fields if all_fields or field.required)
            return Object(tuple((f.name, f.schema._made(all_fields)) for f in fields))
        if self.type is Type.ARRAY:
            item = None if self.items is None else self.items._made(all_fields)
            return () if item is None else (item,)
        if self.default is not None:
            return self.default
        return self.enum[0] if self.enum else None


class Row(Struct, frozen=True):
    """A field, and its path from the whole: `owner.name`, `tags[].id`."""

    path: Text
    field: Field


class Field(Struct, frozen=True):
    """A member of an object, a field of a form or a part of multipart/form-data.

    `media_type` is what a part says that it is (RFC 7578, 4.4), None if it says nothing.
    """

    name: Text
    description: Text
    required: bool
    schema: Schema
    media_type: str | None = None
