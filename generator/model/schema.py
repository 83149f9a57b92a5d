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
    """The type of a value.

    Most names are those of JSON Schema. `file` is a file, and `any` is any JSON value.
    """

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
        least_attribute, most_attribute: the attributes of `Schema` with the values of the keywords.
        types: the types of values that the pair limits.
        unit: what is counted, in the singular, such as `item`. It is empty if nothing is counted,
            because the value itself is the number that is limited.
    """

    least: str
    most: str
    least_attribute: str
    most_attribute: str
    types: tuple[Type, ...]
    unit: str

    @property
    def keywords(self) -> tuple[tuple[str, str], ...]:
        """The two keywords, each with the name of its attribute of `Schema`."""
        return (self.least, self.least_attribute), (self.most, self.most_attribute)

    def of(self, schema: Schema) -> tuple[Any, Any]:
        """Return the lower and the upper limit of a schema. A limit that is not set is None."""
        return getattr(schema, self.least_attribute), getattr(schema, self.most_attribute)


NUMBER_LIMITS = Limits("minimum", "maximum", "minimum", "maximum", (Type.INTEGER, Type.NUMBER), "")
LENGTH_LIMITS = Limits(
    "minLength", "maxLength", "min_length", "max_length", (Type.STRING,), "character"
)
ITEM_LIMITS = Limits("minItems", "maxItems", "min_items", "max_items", (Type.ARRAY,), "item")
LIMITS = (NUMBER_LIMITS, LENGTH_LIMITS, ITEM_LIMITS)


class Schema(Struct, frozen=True):
    """The values that are allowed somewhere, described by keywords of JSON Schema 2020-12.

    A keyword that is not set is None or empty.

    Attributes:
        type: the type of the values.
        name: the id of the schema among the reusable schemas of the spec. None if it has no id.
        enum: the only allowed values. If there are none, any value is allowed.
        default: the value that the API uses if a request has none.
        minimum, maximum: limits of a number, which are allowed themselves.
        min_length, max_length: limits of the number of characters of a text.
        pattern: a regular expression that must match somewhere in a text.
        format: what a text or a number is, such as `uuid`, `date-time` or `int64`.
        min_items, max_items: limits of the number of items of an array.
        items: the schema of each item of an array.
        fields: the fields of an object. If there are none, the object may have any fields.
        values: the schema of each member of an object that has no fields. None if any will do.
        prefix: the schemas of the first items of an array, which differ. `items` is any value then.
        alternatives: the schemas of which one describes a value. The other keywords describe the
            alternative that samples show.
        discriminator: the field whose value is the name of the alternative. None if there is none.
        same_as: the name of the schema that describes the value, and that this schema is a part
            of. None if it is no such part.
        nullable: whether null is allowed beside the values that the other keywords describe.
        secret: whether the value must not be logged.
        example: the value in samples and in example answers. For a file, it is the file's name.
        is_null: whether that value is null. Then `example` is None.
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
    format: Text | None = None
    min_items: int | None = None
    max_items: int | None = None
    items: Schema | None = None
    fields: tuple[Field, ...] = ()
    values: Schema | None = None
    prefix: tuple[Schema, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    discriminator: Text | None = None
    same_as: str | None = None
    nullable: bool = False
    secret: bool = False
    example: Value = None
    is_null: bool = False

    def sent(self) -> Value:
        """Return the value that samples send.

        Returns:
            The example. Without one, a value made of the example, default or first enum value of
            each schema in it; objects have only the fields that are sent. None if there is nothing
            to use. What a schema contains of itself is left out, as far as it may be.
        """
        return self._make_value(all_fields=False)

    def answered(self) -> Value:
        """Return the value of example answers.

        Returns:
            The same as `sent`, except that objects have all their fields.
        """
        return self._make_value(all_fields=True)

    @property
    def words(self) -> Text:
        """The type for people, such as "string", "string or null" or "array of integer"."""
        words = f"array of {reveal(self.items.words)}" if self.items else str(self.type)
        return Text(f"{words} or null" if self.nullable else words)

    @property
    def shown_format(self) -> Text | None:
        """The format behind `words`: for an array, that of its items. None if there is none."""
        return self.format if self.items is None else self.items.shown_format

    @property
    def rows(self) -> tuple[FieldRow, ...]:
        """Rows for all fields of the value, at any depth."""
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
        """Make an example value, with all fields of objects or only those that are sent."""
        if self.example is not None or self.is_null:
            return self.example
        if self.type is Type.OBJECT:
            fields = (
                field
                for field in self.fields
                if field.is_sent or (all_fields and not field.schema.same_as)
            )
            return Object(tuple((f.name, f.schema._make_value(all_fields)) for f in fields))
        if self.type is Type.ARRAY:
            if self.items is None or (self.items.same_as is not None and not self.min_items):
                return ()  # it would contain itself
            item = self.items._make_value(all_fields)
            return () if item is None and not self.items.is_null else (item,)
        if self.default is not None:
            return self.default
        return self.enum[0] if self.enum else None


class Alternative(Struct, frozen=True):
    """One of several schemas of a value.

    Attributes:
        name: the value of the discriminator, or without one a name to tell them apart.
        schema: the schema.
    """

    name: Text
    schema: Schema


class FieldRow(Struct, frozen=True):
    """A row of a table of fields: a field, and its path from the outermost value.

    Paths look like `owner.name` or `tags[].id`.
    """

    path: Text
    field: Field


class Field(Struct, frozen=True):
    """A member of an object, a field of a form or a part of multipart/form-data.

    Attributes:
        name: the key of the member, or the name of the form field or part.
        description: what it is for; empty if the spec does not say.
        required: whether it must always be there.
        schema: the values that it may have.
        media_type: the Content-Type of a part (RFC 7578, section 4.4). None if it has none.
        read_only: whether only answers have it, so that no example of a request may have it.
        explode: whether an array in multipart/form-data is sent as one part for each item. If not,
            it is one part of JSON.
        send: whether samples send it although it is not required.
        deprecated: whether callers should no longer use it.
    """

    name: Text
    description: Text
    required: bool
    schema: Schema
    media_type: str | None = None
    read_only: bool = False
    explode: bool = False
    send: bool = False
    deprecated: bool = False

    @property
    def is_sent(self) -> bool:
        """Whether a request of a sample has it, if no example of the whole says otherwise."""
        return self.required or self.send


def article(type_: Type) -> str:
    """Return the name of a type with its article, such as "a string" or "an array"."""
    return f"an {type_}" if type_[0] in "aio" else f"a {type_}"


def limit_fault(value: Value, schema: Schema, steps: Steps | None = None) -> tuple[str, str] | None:
    """Check a value against the limits of its schema. The type of the value must be right already.

    Values inside an array or an object are not checked.

    Arguments:
        value: the value to check.
        schema: the schema with the limits, such as `enum`, `maximum` and `pattern`.
        steps: the units of work that may be spent on matching the pattern. Several values may share
            them. None gives this value its own.

    Returns:
        What is wrong and what to do about it. None if nothing is wrong.

    Raises:
        TooManyStepsError: if matching the pattern takes more steps than that.
    """
    if schema.enum and value not in schema.enum:
        words = [reveal(v) if isinstance(v, Text) else str(v) for v in schema.enum]
        text = reveal(value) if isinstance(value, Text) else str(value)
        return f"{text!r} is not among the values of enum", one_of(words, text)
    return _limit_fault(value, schema, steps)


def fits(value: Value, schema: Schema, steps: Steps | None = None) -> bool:
    """Say whether `limit_fault` would find nothing wrong; faster, since it makes no message.

    `limit_fault` explains the arguments.

    Raises:
        TooManyStepsError: if there are not enough steps to match the pattern.
    """
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
    """Find the parts of a value for which its schema has no example and none can be made.

    Arguments:
        schema: the schema of the whole value.
        mark: the position of the whole value in the spec.
        all_fields: whether an example needs all fields of objects, or only those that are sent.

    Returns:
        The position of each such part: that of the field that contains it, else `mark`.
    """
    if schema.example is not None or schema.is_null:
        return
    if schema.type is Type.OBJECT:
        for field in schema.fields:
            if all_fields or field.is_sent:
                yield from missing_examples(field.schema, field.name.mark, all_fields)
        if not schema.fields:
            yield mark
    elif schema.type is Type.ARRAY and schema.items is not None:
        yield from missing_examples(schema.items, mark, all_fields)
    elif schema.default is None and not schema.enum:
        yield mark
