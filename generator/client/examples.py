"""Example values of a client: those of samples, with their types in the client."""

from __future__ import annotations

from generator.client.scalars import is_read_exactly
from generator.client.types import ClientType, Member
from generator.model.schema import Type
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
    """

    shape: ClientType
    value: Value
    members: tuple[tuple[Member, Example], ...] = ()
    items: tuple[Example, ...] = ()

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
        within = [value.words for _, value in self.members] + [item.words for item in self.items]
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
