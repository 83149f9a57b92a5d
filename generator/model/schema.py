"""Schemas of values, as far as samples, documents and clients need them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from generator.errors import Mark, counted, one_of
from generator.model.structs import Struct
from generator.model.text import Text, reveal
from generator.model.values import Object, Value
from generator.patterns.expressions import Steps, compiled


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


def article(type_: Type) -> str:
    """Name a type in a sentence: an array."""
    return f"an {type_}" if type_[0] in "aio" else f"a {type_}"


def limit_fault(value: Value, schema: Schema, steps: Steps | None = None) -> tuple[str, str] | None:
    """Say what is wrong with a value of the right type, and what to do; None if nothing is.

    Arguments:
        value: the value.
        schema: what it has to be.
        steps: those that all values of this pattern share to be matched; one of them has its own.

    Raises:
        TooManyStepsError: if there are not enough steps to match the pattern.
    """
    if schema.enum and value not in schema.enum:
        words = [reveal(v) if isinstance(v, Text) else str(v) for v in schema.enum]
        given = reveal(value) if isinstance(value, Text) else str(value)
        return f"{given!r} is not among the values of enum", one_of(words, given)
    return _limit_fault(value, schema, steps)


def fits(value: Value, schema: Schema, steps: Steps | None = None) -> bool:
    """Say whether `limit_fault` finds nothing, for those who need not know what it is."""
    is_known = not schema.enum or value in schema.enum
    return is_known and _limit_fault(value, schema, steps) is None


def _limit_fault(value: Value, schema: Schema, steps: Steps | None) -> tuple[str, str] | None:
    """Say what is wrong with a value that is among those of an enum, if there is one."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        if schema.minimum is not None and value < schema.minimum:
            return f"{value} is less than the minimum, {schema.minimum}", "choose another"
        if schema.maximum is not None and value > schema.maximum:
            return f"{value} is more than the maximum, {schema.maximum}", "choose another"
    elif isinstance(value, tuple):
        return _size_fault(len(value), schema.min_items, schema.max_items, "item")
    elif isinstance(value, Text):
        text = reveal(value)
        pattern = None if schema.pattern is None else reveal(schema.pattern)
        if pattern is not None and not compiled(pattern).search(text, steps):
            return f"{text!r} does not match {pattern}", "choose another"
        return _size_fault(len(text), schema.min_length, schema.max_length, "character")
    return None


def _size_fault(
    size: int, least: int | None, most: int | None, noun: str
) -> tuple[str, str] | None:
    if least is not None and size < least:
        return f"this has {counted(size, noun)}, and needs {least} at least", "choose another"
    if most is not None and size > most:
        return f"this has {counted(size, noun)}, and may have {most} at most", "choose another"
    return None


def missing_examples(schema: Schema, mark: Mark | None, all_fields: bool) -> Iterator[Mark | None]:
    """Find the places of what would have to be sent or answered, but has no example."""
    if schema.example is not None:
        return
    if schema.type is Type.OBJECT:
        for field in schema.fields:
            if all_fields or field.required:
                yield from missing_examples(field.schema, field.name.mark, all_fields)
        if not schema.fields:
            yield mark
    elif schema.type is Type.ARRAY and schema.items is not None:
        yield from missing_examples(schema.items, mark, all_fields)
    elif schema.default is None and not schema.enum:
        yield mark
