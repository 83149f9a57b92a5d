"""Optional fields that samples send because the author of a spec or the settings choose them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.schema import Field, Schema
from generator.model.structs import Struct
from generator.model.text import reveal
from generator.model.values import Object, Value


class UnsentField(Struct, frozen=True):
    """A field with `send` that a value does not have.

    Attributes:
        field: the field.
        around: the optional field around it that the value does not have. None if an example of the
            object that the field belongs to lacks it.
    """

    field: Field
    around: Field | None = None


def unsent_fields(schema: Schema, value: Value) -> Iterator[UnsentField]:
    """Find the fields with `send` that a value lacks, at every depth.

    A schema with a name says the same wherever it is used. So its fields may be lacking where an
    optional field around them is.

    Arguments:
        schema: the schema of the value.
        value: what samples send.
    """
    if schema.items is not None and isinstance(value, tuple):
        for item in value:
            yield from unsent_fields(schema.items, item)
    if not isinstance(value, Object):
        return
    members = {reveal(name): member for name, member in value.members}
    for field in schema.fields:
        name = reveal(field.name)
        if name in members:
            yield from unsent_fields(field.schema, members[name])
        elif field.send:
            yield UnsentField(field)
        else:
            for inner in chosen_fields(field.schema):
                yield UnsentField(inner, field)


def chosen_fields(schema: Schema) -> Iterator[Field]:
    """Yield the fields with `send` at every depth, except for those of schemas with a name."""
    if schema.name is not None:
        return
    if schema.items is not None:
        yield from chosen_fields(schema.items)
    for field in schema.fields:
        if field.send:
            yield field
        yield from chosen_fields(field.schema)
