"""Schemas of values, as far as samples, documents and clients need them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from generator.model.structs import Struct
from generator.model.text import Text, reveal
from generator.model.values import Object, Value


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
    def rows(self) -> tuple[FieldRow, ...]:
        """All that it holds, however deep, as the rows of a table."""
        return tuple(self._rows(""))

    def _rows(self, path: str) -> Iterator[FieldRow]:
        if self.items is not None:
            yield from self.items._rows(f"{path}[]")
        for field in self.fields:
            name = f"{path}.{reveal(field.name)}" if path else reveal(field.name)
            yield FieldRow(Text(name), field)
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


class FieldRow(Struct, frozen=True):
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
