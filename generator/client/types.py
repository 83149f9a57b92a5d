"""The types of values in a client: scalars, arrays, and a class for each object that has fields.

A client is a generated library that calls a whole API. In the code, a class for an object is a
record, and the class for an answer with headers is an outcome.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.client.limits import format_limits
from generator.client.scalars import FORMATS, can_read
from generator.model.api import Operation
from generator.model.messages import ResponseHeader
from generator.model.schema import SCALARS, Schema, Type
from generator.model.structs import Struct, field
from generator.model.text import Text, reveal
from generator.model.values import Value


class ClientType(Struct, frozen=True, eq=False):
    """The type of a value in a client.

    Attributes:
        schema: how the spec describes the value.
        item: the type of the array's items; None if the value is no array.
        record: the class of the object; None if the value is no object with fields.
        choices: the named list of allowed values; None if there is no such list.
        values: the type of the members of an object without fields; None if any will do.
        prefix: the types of the first items of an array, if they differ.
        union: the named alternatives of the value; None if there are none, or without a name.
        alternatives: the types of which the value has one; empty if it has a single type.
    """

    schema: Schema
    item: ClientType | None = None
    record: ClassType | None = None
    choices: Choices | None = None
    values: ClientType | None = None
    prefix: tuple[ClientType, ...] = ()
    union: UnionType | None = None
    alternatives: tuple[ClientType, ...] = ()

    @property
    def parts(self) -> tuple[ClientType, ...]:
        """The types of the parts of the value: of items, of members, or of alternatives."""
        inner = (self.item, self.values)
        return (*(p for p in inner if p is not None), *self.prefix, *self.alternatives)

    @property
    def type(self) -> str:
        """The name of the type in the spec, such as "integer"."""
        return self.schema.type.value

    @property
    def is_open(self) -> bool:
        """Whether the value is an object whose fields the spec does not describe."""
        return self.schema.type is Type.OBJECT and self.record is None and not self.has_parts

    @property
    def has_parts(self) -> bool:
        """Whether the value is a union, an array of different items, or has typed members."""
        is_union = self.union is not None or bool(self.alternatives)
        return is_union or self.values is not None or bool(self.prefix)

    @property
    def format(self) -> str:
        """The format of a text that has a type of its own, such as `date`; empty for other values.

        The formats are those of `scalars.FORMATS`. A text whose own example is not of its format
        stays a text, since answers may not be of it either.
        """
        schema = self.schema
        if schema.type is not Type.STRING or schema.format is None or schema.enum:
            return ""
        name, example = reveal(schema.format), schema.example
        if name not in FORMATS or (isinstance(example, Text) and not can_read(name, example)):
            return ""
        return name

    @property
    def allows_null(self) -> bool:
        """Whether the value may be null, as the spec or its example says."""
        return self.schema.nullable or self.schema.is_null

    @property
    def constant(self) -> Value:
        """The only value that is allowed; None if there are several, or null is one."""
        schema = self.schema
        is_one = len(schema.enum) == 1 and schema.type in SCALARS and not self.allows_null
        return schema.enum[0] if is_one else None

    @property
    def has_records(self) -> bool:
        """Whether the value is an object of a class, or an array that contains such objects."""
        if self.record is not None or self.union is not None:
            return True
        return any(part.has_records for part in self.parts)

    @property
    def is_converted(self) -> bool:
        """Whether the value, or a part of it, has another type in the client than in JSON."""
        if self.record is not None or self.format or self.union is not None or self.prefix:
            return True
        return any(part.is_converted for part in self.parts)

    @property
    def is_literal(self) -> bool:
        """Whether the value must be in a list of allowed values that has no name."""
        has_class = self.choices is not None or self.has_parts
        return bool(self.schema.enum) and not has_class and self.type != Type.NUMBER

    @property
    def words(self) -> frozenset[str]:
        """The features that code for an argument or field of this type needs.

        They are some of `literal`, `array`, `open`, `class`, `file` and `any`, and a word for
        each type of `FORMATS`; for an array, also those of its items.
        """
        flags = {
            "literal": self.is_literal,
            "array": self.item is not None,
            "open": self.is_open,
            "class": any(thing is not None for thing in (self.record, self.choices, self.union)),
            "file": self.schema.type is Type.FILE,
            "any": self.schema.type is Type.ANY or self.schema.is_null,
            "union": self.union is not None,
            "map": self.values is not None,
            "alternatives": bool(self.alternatives),
        }
        within = frozenset[str]().union(*(part.words for part in self.parts))
        formats = {FORMATS[self.format]} if self.format else set[str]()
        return within | formats | {word for word, is_set in flags.items() if is_set}

    @property
    def result_words(self) -> frozenset[str]:
        """The features that code for a result of this type needs.

        For an array, they are the `words` of its items. For other types, there is at most one:
        `class` for an object of a class, `any` for any JSON value or an object with any fields,
        or the word of a type of `FORMATS`.
        """
        if self.item is not None:
            return self.item.words
        if self.format:
            return frozenset([FORMATS[self.format]])
        if self.has_parts:
            return self.words - {"map"} if self.values is not None else self.words
        is_any = self.is_open or self.schema.type is Type.ANY
        return frozenset(["class"] if self.record else ["any"] if is_any else [])


class Member(Struct, frozen=True, eq=False):
    """A field of a class.

    Attributes:
        name: the name of the field in the API.
        description: what the spec says about the field.
        required: whether each object must have the field.
        shape: the type of the field's values.
        deprecated: whether callers should no longer use the field.
    """

    name: Text
    description: Text
    required: bool
    shape: ClientType
    deprecated: bool = False

    @property
    def limits(self) -> Text | None:
        """The limits and default of the field in words; None if there are neither."""
        return format_limits(self.shape.schema)

    @property
    def is_unset(self) -> bool:
        """Whether the field has a value of its own for "not there", since None is null."""
        return not self.required and self.shape.allows_null


class ClassType(Struct, frozen=True, eq=False):
    """A class of the client for objects whose fields the spec describes.

    Attributes:
        title: the words of the class's name, such as `face rectangle`.
        members: the fields, in the order of the spec.
    """

    title: Text
    members: list[Member] = field(default_factory=list)

    @property
    def heading(self) -> Text:
        """The title with a capital and a full stop, for the documentation of the class."""
        text = reveal(self.title)
        return Text(f"{text[0].upper()}{text[1:]}.")


class Choices(Struct, frozen=True, eq=False):
    """A named list of allowed values: the `enum` of a schema that has a name.

    Attributes:
        title: the words of the list's name.
        schema: the schema that has the values.
    """

    title: Text
    schema: Schema


class UnionType(Struct, frozen=True, eq=False):
    """A named type of a client: the alternatives of a value.

    Attributes:
        title: the words of the type's name.
        schema: the schema that has the alternatives.
        kinds: their types by name, in the order of the spec.
    """

    title: Text
    schema: Schema
    kinds: list[tuple[Text, ClientType]] = field(default_factory=list)

    @property
    def shapes(self) -> list[ClientType]:
        """The types of the alternatives, each once."""
        return unlike([kind for _, kind in self.kinds])

    @property
    def has_tags(self) -> bool:
        """Whether a field tells which of the alternatives, all of them classes, a value is."""
        are_classes = all(kind.record is not None for _, kind in self.kinds)
        return self.schema.discriminator is not None and are_classes


class ResponseClass(Struct, frozen=True, eq=False):
    """A class of the client for answers of an operation that have documented headers.

    Attributes:
        title: the words of the class's name.
        operation: the operation whose answers these are.
        headers: the documented headers of successful answers.
        content: the type of the answer's body; None if answers have no body.
    """

    title: Text
    operation: Operation
    headers: tuple[ResponseHeader, ...]
    content: ClientType | None


def unlike(shapes: Iterable[ClientType]) -> list[ClientType]:
    """Return types without those that are the same in a client as one before."""
    different: dict[object, ClientType] = {}
    for shape in shapes:
        different.setdefault(_key(shape), shape)
    return list(different.values())


def _key(shape: ClientType) -> tuple[object, ...]:
    """Return a key that is equal for parts that are the same in a client."""
    own = (shape.schema.type, shape.schema.enum, shape.format, id(shape.record), id(shape.union))
    return (*own, *map(_key, shape.parts))
