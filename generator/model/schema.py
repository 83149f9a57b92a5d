"""Schemas of values (a subset of JSON Schema 2020-12), and checks of values against them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from generator.errors import Mark, counted, one_of
from generator.model.structs import Struct
from generator.model.text import Text, reveal
from generator.model.values import Object, Value
from generator.patterns.expressions import Steps, compile_pattern


class Type(StrEnum):
    """The type of a value: names of JSON Schema, `file` for a file, `any` for any JSON value."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    ARRAY = "array"
    OBJECT = "object"
    FILE = "file"
    ANY = "any"


SCALARS = (Type.STRING, Type.INTEGER, Type.NUMBER, Type.BOOLEAN)


class Limits(NamedTuple):
    """A pair of keywords that limit a value from below and from above.

    To read, write, check and compare a new pair, add its two attributes to `Schema`, a row to
    `LIMITS`, and what is measured to `_limit_fault`.

    Attributes:
        least, most: the keywords, as JSON Schema 2020-12 and the spec language spell them.
        least_attribute, most_attribute: the attributes of `Schema` that hold them.
        types: the types of values that they limit.
        unit: the thing that is counted, in the singular; empty where a number itself is limited.
    """

    least: str
    most: str
    least_attribute: str
    most_attribute: str
    types: tuple[Type, ...]
    unit: str

    @property
    def keywords(self) -> tuple[tuple[str, str], ...]:
        """The keywords, each with its attribute."""
        return (self.least, self.least_attribute), (self.most, self.most_attribute)

    def of(self, schema: Schema) -> tuple[Any, Any]:
        """Return the two limits of a schema, None for one that it does not have."""
        return getattr(schema, self.least_attribute), getattr(schema, self.most_attribute)


NUMBER_LIMITS = Limits("minimum", "maximum", "minimum", "maximum", (Type.INTEGER, Type.NUMBER), "")
LENGTH_LIMITS = Limits(
    "minLength", "maxLength", "min_length", "max_length", (Type.STRING,), "character"
)
ITEM_LIMITS = Limits("minItems", "maxItems", "min_items", "max_items", (Type.ARRAY,), "item")
LIMITS = (NUMBER_LIMITS, LENGTH_LIMITS, ITEM_LIMITS)


class Schema(Struct, frozen=True):
    """A schema, with keywords of JSON Schema 2020-12; a keyword that is not set is None or empty.

    Attributes:
        type: the type of the value.
        name: its id among the schemas of the spec, None if it has none.
        enum: the only allowed values; empty for any.
        default: the value that the API uses if a request has none.
        minimum, maximum: limits of a number, which are allowed themselves.
        min_length, max_length: limits of a text, in characters.
        pattern: regular expression that a text must contain a match of.
        min_items, max_items: limits of an array, in items.
        items: the schema of an array's items.
        fields: the fields of an object; an object without them may have any.
        secret: whether the value is secret, so that it must not be logged.
        example: the value in samples and example answers; for a file, its name.
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
        """Return the value in samples: the example, else required fields with their examples."""
        return self._make_value(all_fields=False)

    def answered(self) -> Value:
        """Return the value of example answers: the example, else all fields with their examples."""
        return self._make_value(all_fields=True)

    @property
    def words(self) -> Text:
        """The type in words, such as "array of integer"."""
        return Text(f"array of {reveal(self.items.words)}" if self.items else str(self.type))

    @property
    def rows(self) -> tuple[FieldRow, ...]:
        """All fields at any depth, as rows of a table."""
        return tuple(self._rows(""))

    def _rows(self, path: str) -> Iterator[FieldRow]:
        """Iterate over the rows of all fields below a path."""
        if self.items is not None:
            yield from self.items._rows(f"{path}[]")
        for field in self.fields:
            name = f"{path}.{reveal(field.name)}" if path else reveal(field.name)
            yield FieldRow(Text(name), field)
            yield from field.schema._rows(name)

    def _make_value(self, all_fields: bool) -> Value:
        """Make an example value, with all or only the required fields of objects."""
        if self.example is not None:
            return self.example
        if self.type is Type.OBJECT:
            fields = (field for field in self.fields if all_fields or field.required)
            return Object(tuple((f.name, f.schema._make_value(all_fields)) for f in fields))
        if self.type is Type.ARRAY:
            item = None if self.items is None else self.items._make_value(all_fields)
            return () if item is None else (item,)
        if self.default is not None:
            return self.default
        return self.enum[0] if self.enum else None


class FieldRow(Struct, frozen=True):
    """A field, with its path from the outermost value, such as `owner.name` or `tags[].id`."""

    path: Text
    field: Field


class Field(Struct, frozen=True):
    """A member of an object, a field of a form or a part of multipart/form-data.

    Attributes:
        name: its name.
        description: its description in the spec.
        required: whether an object must have it.
        schema: the schema of its value.
        media_type: the Content-Type of a part (RFC 7578, 4.4), None if it has none.
    """

    name: Text
    description: Text
    required: bool
    schema: Schema
    media_type: str | None = None


def article(type_: Type) -> str:
    """Return the name of a type with its article, such as "an array"."""
    return f"an {type_}" if type_[0] in "aio" else f"a {type_}"


def limit_fault(value: Value, schema: Schema, steps: Steps | None = None) -> tuple[str, str] | None:
    """Check a value of the right type against the limits of its schema.

    Arguments:
        value: the value.
        schema: the schema.
        steps: steps for matching patterns, shared by several values; None to give this value its
            own.

    Returns:
        What is wrong and what to do; None if nothing is wrong.

    Raises:
        TooManyStepsError: if there are not enough steps to match the pattern.
    """
    if schema.enum and value not in schema.enum:
        words = [reveal(v) if isinstance(v, Text) else str(v) for v in schema.enum]
        text = reveal(value) if isinstance(value, Text) else str(value)
        return f"{text!r} is not among the values of enum", one_of(words, text)
    return _limit_fault(value, schema, steps)


def fits(value: Value, schema: Schema, steps: Steps | None = None) -> bool:
    """Say whether a value of the right type is within the limits; faster than `limit_fault`."""
    is_in_enum = not schema.enum or value in schema.enum
    return is_in_enum and _limit_fault(value, schema, steps) is None


def _limit_fault(value: Value, schema: Schema, steps: Steps | None) -> tuple[str, str] | None:
    """Check a value against all limits but `enum`; see `limit_fault`."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        if schema.minimum is not None and value < schema.minimum:
            return f"{value} is less than the minimum, {schema.minimum}", "choose another"
        if schema.maximum is not None and value > schema.maximum:
            return f"{value} is more than the maximum, {schema.maximum}", "choose another"
    elif isinstance(value, tuple):
        return _size_fault(len(value), ITEM_LIMITS, schema)
    elif isinstance(value, Text):
        text = reveal(value)
        pattern = None if schema.pattern is None else reveal(schema.pattern)
        if pattern is not None and not compile_pattern(pattern).search(text, steps):
            return f"{text!r} does not match {pattern}", "choose another"
        return _size_fault(len(text), LENGTH_LIMITS, schema)
    return None


def _size_fault(size: int, limits: Limits, schema: Schema) -> tuple[str, str] | None:
    """Say what is wrong with the length of a text or an array, and what to do."""
    least, most = limits.of(schema)
    length = counted(size, limits.unit)
    if least is not None and size < least:
        return f"this has {length}, and needs {least} at least", "choose another"
    if most is not None and size > most:
        return f"this has {length}, and may have {most} at most", "choose another"
    return None


def missing_examples(schema: Schema, mark: Mark | None, all_fields: bool) -> Iterator[Mark | None]:
    """Find values that need an example, but have none.

    Arguments:
        schema: the schema of the whole value.
        mark: its place in the spec.
        all_fields: whether all fields of objects need one, or only the required ones.

    Returns:
        The places of these values.
    """
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
