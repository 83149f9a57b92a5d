"""Schemas of the model → those of OpenAPI 3.1, which are JSON Schema 2020-12."""

from __future__ import annotations

from collections.abc import Callable

from generator.model.schema import Field, Schema, Type
from generator.model.text import Text
from generator.model.values import Object, Value

# Stands for a member that is not there, where None is JSON's null.
NOTHING = Object(((Text("nothing"), None),))


def made(*members: tuple[Text | str, Value]) -> Object:
    """Make an object of its members but those that are not there."""
    return Object(
        tuple(
            (name if isinstance(name, Text) else Text(name), value)
            for name, value in members
            if value is not NOTHING
        )
    )


class SchemaComponents:
    """Writes schemas; those with a name once, and references to them.

    Arguments:
        words: what writes a description.
    """

    def __init__(self, words: Callable[[Text], Text]) -> None:
        self._words = words
        self._shared: dict[str, Value] = {}

    def shared(self) -> Object | None:
        """Give the schemas that were referred to so far, by name; None if there are none."""
        return made(*self._shared.items()) if self._shared else None

    def written(self, schema: Schema, with_example: bool = True) -> Value:
        """Write a schema.

        Arguments:
            schema: the schema.
            with_example: whether its example is part of it, for what has no other place for one.
        """
        if schema.name is None:
            return self._members(schema, with_example)
        body = self._members(schema, True)
        known = self._shared.setdefault(schema.name, body)
        # The same name with something else said of it in this place.
        return _reference(schema.name) if known == body else self._members(schema, with_example)

    def error(self, body: Value) -> Value:
        """Give a reference to the schema of an error's body, which is told by an example."""
        shape = _shape(body)
        number = 1
        while True:
            name = "error" if number == 1 else f"error-{number}"
            if self._shared.setdefault(name, shape) == shape:
                return _reference(name)
            number += 1

    def _members(self, schema: Schema, with_example: bool) -> Object:
        if schema.type is Type.FILE:
            return made(("type", Text("string")), ("format", Text("binary")))
        required = tuple(field.name for field in schema.fields if field.required)
        fields = [(field.name, self._field(field)) for field in schema.fields]
        return made(
            ("type", NOTHING if schema.type is Type.ANY else Text(schema.type.value)),
            ("format", Text("password") if schema.secret and _is_text(schema) else NOTHING),
            ("enum", schema.enum or NOTHING),
            ("default", _or_nothing(schema.default)),
            ("minimum", _or_nothing(schema.minimum)),
            ("maximum", _or_nothing(schema.maximum)),
            ("minLength", _or_nothing(schema.min_length)),
            ("maxLength", _or_nothing(schema.max_length)),
            ("pattern", _or_nothing(schema.pattern)),
            ("minItems", _or_nothing(schema.min_items)),
            ("maxItems", _or_nothing(schema.max_items)),
            ("items", self.written(schema.items) if schema.items else NOTHING),
            ("required", required or NOTHING),
            ("properties", made(*fields) if fields else NOTHING),
            ("examples", (schema.example,) if with_example and schema.example is not None
                         else NOTHING),
        )  # fmt: skip

    def _field(self, field: Field) -> Value:
        written = self.written(field.schema)
        assert isinstance(written, Object)
        description = (Text("description"), self._words(field.description))
        return Object((*written.members[:1], description, *written.members[1:]))


def _reference(name: str) -> Object:
    return made(("$ref", Text(f"#/components/schemas/{name}")))


def _is_text(schema: Schema) -> bool:
    return schema.type is Type.STRING


def _or_nothing(value: Value) -> Value:
    return NOTHING if value is None else value


def _shape(value: Value) -> Object:
    """Say of a JSON value what it is, and what it has."""
    if isinstance(value, Object):
        fields = [(name, _shape(member)) for name, member in value.members]
        names = tuple(name for name, _ in fields)
        return made(("type", Text("object")), ("required", names or NOTHING),
                    ("properties", made(*fields) if fields else NOTHING))  # fmt: skip
    if isinstance(value, tuple):
        return made(("type", Text("array")), ("items", _shape(value[0]) if value else NOTHING))
    if isinstance(value, bool):
        return made(("type", Text("boolean")))
    if value is None:
        return made(("type", Text("null")))
    if isinstance(value, Text):
        return made(("type", Text("string")))
    return made(("type", Text("integer" if isinstance(value, int) else "number")))
