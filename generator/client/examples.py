"""Example values of a client: those of samples, with their types in the client."""

from __future__ import annotations

from generator.client.scalars import is_read_exactly
from generator.client.types import ClientType, Member
from generator.model.schema import Schema, Type
from generator.model.structs import Struct
from generator.model.text import Text, reveal
from generator.model.values import Object, Value, read_number, scalar_text


class Example(Struct, frozen=True, eq=False):
    """An example value with its type, so that templates can write the value as source code.

    Attributes:
        shape: the type of the value.
        value: the example value, converted to that type.
        members: the fields that the example has, each with its own example; empty unless the
            value is an object of a class.
        items: the example of each item; empty unless the value is an array.
        pairs: the name and example of each member of an object without fields.
    """

    shape: ClientType
    value: Value
    members: tuple[tuple[Member, Example], ...] = ()
    items: tuple[Example, ...] = ()
    pairs: tuple[tuple[Text, Example], ...] = ()

    @property
    def format(self) -> str:
        """The format of a text that is written as a value of its own type; empty for others.

        A text that the client would write in another way stays a text.
        """
        value, format_ = self.value, self.shape.format
        if format_ and isinstance(value, Text) and is_read_exactly(format_, reveal(value)):
            return format_
        return ""

    @property
    def words(self) -> frozenset[str]:
        """The features that source code of the value needs, as `ClientType.words` lists them."""
        inner = [*self.members, *self.pairs]
        within = [value.words for _, value in inner] + [item.words for item in self.items]
        own = self.shape.words if self.format else frozenset[str]()
        classes = frozenset(["class"]) if self.members or self.shape.record else frozenset[str]()
        return own.union(classes, *within)


def make_example(shape: ClientType, value: Value) -> Example:
    """Convert an example value to the type that the client has for it.

    Arguments:
        shape: the type to convert to.
        value: the value from the spec or from `--set`. A number or truth value may be written as a
            text. An array may be a text with commas between the items.
    """
    schema = shape.schema
    if shape.union is not None or shape.alternatives:
        return make_example(_alternative(shape, value), value)
    if isinstance(value, Object) and shape.values is not None:
        pairs = tuple((n, make_example(shape.values, v)) for n, v in value.members)
        return Example(shape, value, pairs=pairs)
    if isinstance(value, tuple) and shape.prefix:
        kinds = shape.prefix + (ClientType(Schema(Type.ANY)),) * len(value)
        return Example(shape, value, items=tuple(map(make_example, kinds, value)))
    if isinstance(value, Object) and shape.record is not None:
        values = {reveal(name): member for name, member in value.members}
        rows = tuple(
            (m, make_example(m.shape, values[reveal(m.name)]))
            for m in shape.record.members
            if reveal(m.name) in values
        )
        return Example(shape, value, members=rows)
    if shape.item is not None:
        if isinstance(value, Text):
            value = tuple(map(Text, reveal(value).split(",")))
        items = value if isinstance(value, tuple) else (value,)
        return Example(shape, items, items=tuple(make_example(shape.item, item) for item in items))
    if isinstance(value, Text) and schema.type in (Type.INTEGER, Type.NUMBER):
        number_value = read_number(reveal(value))
        value = value if number_value is None else number_value
    elif isinstance(value, Text) and schema.type is Type.BOOLEAN:
        value = {"true": True, "false": False}.get(reveal(value), value)
    elif schema.type in (Type.STRING, Type.FILE) and isinstance(value, (bool, int, float)):
        value = Text(scalar_text(value))
    return Example(shape, value)


def _alternative(shape: ClientType, value: Value) -> ClientType:
    """Return the type of the alternative that an example value has."""
    kinds = shape.union.kinds if shape.union is not None else []
    if isinstance(value, Object) and shape.union is not None:
        name = shape.schema.discriminator
        word = None if name is None else value.get(reveal(name))
        named = [kind for label, kind in kinds if isinstance(word, Text) and label == word]
        names = {reveal(key) for key, _ in value.members}
        whole = [kind for _, kind in kinds if _has_fields(kind, names)]
        objects = [kind for _, kind in kinds if kind.schema.type is Type.OBJECT]
        return next(iter([*named, *whole, *objects]), ClientType(Schema(Type.ANY)))
    types = {bool: Type.BOOLEAN, int: Type.INTEGER, float: Type.NUMBER, tuple: Type.ARRAY}
    type_ = types.get(type(value), Type.STRING)
    every = [*shape.alternatives, *(kind for _, kind in kinds)]
    return next((k for k in every if k.schema.type is type_), ClientType(Schema(Type.ANY)))


def _has_fields(shape: ClientType, names: set[str]) -> bool:
    """Say whether some names are those of a class, with all that are required."""
    if shape.record is None:
        return False
    members = {reveal(member.name): member.required for member in shape.record.members}
    return names <= members.keys() and names >= {n for n, required in members.items() if required}
