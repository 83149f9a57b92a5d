"""Write schemas for OpenAPI 3.1, which follow JSON Schema (draft 2020-12)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from generator.model.schema import (
    ITEM_LIMITS,
    LENGTH_LIMITS,
    NUMBER_LIMITS,
    Field,
    Limits,
    Schema,
    Type,
)
from generator.model.structs import replace
from generator.model.text import Text, reveal
from generator.model.values import Object, Value

# Stands for a member to leave out, since None is JSON's null.
NOTHING = Object(((Text("nothing"), None),))


def make_object(*members: tuple[Text | str, Value]) -> Object:
    """Make a JSON object from names and values; members with the value `NOTHING` are left out."""
    return Object(
        tuple(
            (name if isinstance(name, Text) else Text(name), value)
            for name, value in members
            if value is not NOTHING
        )
    )


class SchemaComponents:
    """Writes schemas, and collects those with a name as components of the document.

    Arguments:
        prose: writes a description as CommonMark.
    """

    def __init__(self, prose: Callable[[Text | None], Value]) -> None:
        self._prose = prose
        self._shared: dict[str, Value] = {}
        self._open: list[str] = []  # the names of the schemas that are written just now

    def components(self) -> Object | None:
        """Return the schemas that were collected so far, by name; None if there are none."""
        return make_object(*self._shared.items()) if self._shared else None

    def write(self, schema: Schema, with_example: bool = True) -> Value:
        """Write a schema, and collect it as a component if it has a name.

        Arguments:
            schema: the schema to write.
            with_example: whether to put the example into the schema, for places where OpenAPI has
                no other member for the example. A component always has its example.

        Returns:
            A reference to the component. A schema without a name, or with the name of a component
            that differs, is returned itself.
        """
        if schema.name is None:
            return self._members(schema, with_example)
        if schema.nullable:
            # The component is the same for places that allow null and for those that do not.
            value = self.write(replace(schema, nullable=False), with_example)
            return make_object(("anyOf", (value, make_object(("type", Text("null"))))))
        self._open.append(schema.name)
        body = self._members(schema, True)
        self._open.remove(schema.name)
        component = self._shared.setdefault(schema.name, body)
        # The same name can stand for a schema that differs in this place, which is then inline.
        # Where the place has the example, that of the component makes no difference.
        is_same = component == body or (
            not with_example and _without_examples(component) == _without_examples(body)
        )
        return _reference(schema.name) if is_same else self._members(schema, with_example)

    def error_reference(self, schema: Value) -> Value:
        """Collect the schema of an error's body as a component.

        Returns:
            A reference to the component. Equal schemas share one component.
        """
        number = 1
        while True:
            name = "error" if number == 1 else f"error-{number}"
            if self._shared.setdefault(name, schema) == schema:
                return _reference(name)
            number += 1

    def _members(self, schema: Schema, with_example: bool) -> Object:
        """Write a schema inline."""
        if schema.same_as is not None and schema.same_as in (*self._open, *self._shared):
            return _reference(schema.same_as)
        if schema.alternatives:
            return self._alternatives(schema, with_example)
        if schema.type is Type.FILE:
            return make_object(("type", Text("string")), ("format", Text("binary")))
        required = tuple(field.name for field in schema.fields if field.required)
        fields = [(field.name, self._field(field)) for field in schema.fields]
        return make_object(
            ("type", _types(schema)),
            ("format", Text("password") if schema.secret and _is_text(schema)
                       else _value_or_nothing(schema.format)),
            ("enum", (*schema.enum, *((None,) if _allows_null(schema) else ())) if schema.enum
                     else NOTHING),
            ("default", _value_or_nothing(schema.default)),
            *_limits(NUMBER_LIMITS, schema),
            *_limits(LENGTH_LIMITS, schema),
            ("pattern", _value_or_nothing(schema.pattern)),
            *_limits(ITEM_LIMITS, schema),
            ("prefixItems", tuple(map(self.write, schema.prefix)) or NOTHING),
            ("items", self.write(schema.items) if schema.items and not schema.prefix else NOTHING),
            ("additionalProperties", self.write(schema.values) if schema.values else NOTHING),
            ("required", required or NOTHING),
            ("properties", make_object(*fields) if fields else NOTHING),
            ("examples", (schema.example,) if with_example and _has_example(schema)
                         else NOTHING),
        )  # fmt: skip

    def _alternatives(self, schema: Schema, with_example: bool) -> Object:
        """Write a schema with alternatives inline."""
        kinds = [self.write(row.schema) for row in schema.alternatives]
        pairs = zip(schema.alternatives, kinds, strict=True)
        mapping = [(row.name, _target(kind)) for row, kind in pairs if _target(kind) is not None]
        discriminator = make_object(
            ("propertyName", _value_or_nothing(schema.discriminator)),
            ("mapping", make_object(*mapping) if mapping else NOTHING),
        )
        null = make_object(("type", Text("null")))
        return make_object(
            ("anyOf", (*dict.fromkeys(kinds), *((null,) if _allows_null(schema) else ()))),
            ("discriminator", discriminator if schema.discriminator else NOTHING),
            ("examples", (schema.example,) if with_example and _has_example(schema)
                         else NOTHING),
        )  # fmt: skip

    def _field(self, field: Field) -> Value:
        """Write the schema of a field, with the field's description."""
        write = self.write(field.schema)
        assert isinstance(write, Object)
        members = make_object(
            ("description", self._prose(field.description) or NOTHING),
            ("deprecated", True if field.deprecated else NOTHING),
            ("readOnly", True if field.read_only else NOTHING),
        ).members
        return Object((*write.members[:1], *members, *write.members[1:]))


def _without_examples(schema: Value) -> Value:
    """Return a schema without the example of the whole."""
    assert isinstance(schema, Object)
    return Object(tuple(row for row in schema.members if row[0] != Text("examples")))


def _reference(name: str) -> Object:
    """Make a reference to a schema among the components."""
    return make_object(("$ref", Text(f"#/components/schemas/{name}")))


def _target(schema: Value) -> Value:
    """Return what a reference leads to. None if a schema is no reference."""
    return schema.get("$ref") if isinstance(schema, Object) else None


def _limits(limits: Limits, schema: Schema) -> Iterator[tuple[str, Value]]:
    """Write a pair of limits."""
    for keyword, attribute in limits.keywords:
        yield keyword, _value_or_nothing(getattr(schema, attribute))


def _has_example(schema: Schema) -> bool:
    """Check whether a schema has an example, which may be null."""
    return schema.example is not None or schema.is_null


def _types(schema: Schema) -> Value:
    """Write the type of a schema, and null beside it if that is allowed."""
    if schema.type is Type.ANY:
        return NOTHING
    type_ = Text(schema.type.value)
    return (type_, Text("null")) if _allows_null(schema) else type_


def _allows_null(schema: Schema) -> bool:
    """Check whether null is allowed, or is the example."""
    return schema.nullable or schema.is_null


def _is_text(schema: Schema) -> bool:
    """Check whether the type of a schema is string."""
    return schema.type is Type.STRING


def _value_or_nothing(value: Value) -> Value:
    """Return a value; `NOTHING` in place of None."""
    return NOTHING if value is None else value


class ExampleSchema:
    """Makes the schema of a JSON value: its type, and the members or items that it has.

    Arguments:
        only: the texts that are the only ones allowed, by their paths in the value. Then the other
            texts, numbers and booleans are examples. None for types alone.
    """

    def __init__(self, only: Mapping[tuple[str | int, ...], Text] | None = None) -> None:
        self._only = only

    def write(self, value: Value, path: tuple[str | int, ...] = ()) -> Object:
        """Make the schema of a value; `path` leads to it in the whole."""
        if isinstance(value, Object):
            fields = [(n, self.write(member, (*path, reveal(n)))) for n, member in value.members]
            names = tuple(name for name, _ in fields)
            return make_object(("type", Text("object")), ("required", names or NOTHING),
                        ("properties", make_object(*fields) if fields else NOTHING))  # fmt: skip
        if isinstance(value, tuple):
            items = self.write(value[0], (*path, 0)) if value else NOTHING
            return make_object(("type", Text("array")), ("items", items))
        if value is None:
            return make_object(("type", Text("null")))
        only = None if self._only is None else self._only.get(path)
        is_example = self._only is not None and only is None
        return make_object(
            ("type", Text(_json_type(value))),
            ("const", NOTHING if only is None else only),
            ("examples", (value,) if is_example else NOTHING),
        )


def _json_type(value: Value) -> str:
    """Return the JSON Schema type of a text, a number or a boolean."""
    kinds: tuple[tuple[type, str], ...] = (
        (Text, "string"), (bool, "boolean"), (int, "integer"), (float, "number"),
    )  # fmt: skip
    return next(name for kind, name in kinds if isinstance(value, kind))
