"""Objects and arrays in forms, where a style writes them as several fields.

OpenAPI defines `deepObject` for objects of scalars alone. APIs that use it for more, such as
Stripe's, read `items[0][price]=1`: a name for each step, and an index for each item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.model.budget import Budget
from generator.model.schema import SCALARS, Field, Schema, Type
from generator.model.structs import replace
from generator.model.text import Text, reveal
from generator.model.values import Object, Value, scalar_text
from generator.openapi.parts import RawEncoding
from generator.openapi.schemas.made_values import request_value

# The separators of an array that a form sends as one field, by its style.
SEPARATORS = {"form": ",", "": ",", "spaceDelimited": " ", "tsv": "\t", "pipeDelimited": "|"}
# What is sent of a required object if the document says nothing of it.
_ANY = Object(((Text("key"), Text("value")),))
_TYPES = {Text: Type.STRING, bool: Type.BOOLEAN, int: Type.INTEGER, float: Type.NUMBER}


def written_style(encoding: RawEncoding | None, schema: Schema) -> str:
    """Return how a style writes an object or an array otherwise than as a field for each item.

    Arguments:
        encoding: how the document says that the field is sent.
        schema: the schema of the field.

    Returns:
        `deepObject`, `form` for an object whose members are fields of their own, or the separator
        of what is sent as one field. It is empty if none of these writes it.
    """
    type_ = _structure(schema)
    if encoding is None or type_ is None:
        return ""
    if encoding.style == "deepObject":
        return encoding.style
    separator = SEPARATORS.get(encoding.style, ",")
    if type_ is Type.ARRAY:
        is_flat = schema.items is not None and schema.items.type in SCALARS
        return separator if is_flat and encoding.joins else ""
    is_flat = all(field.schema.type in SCALARS for field in schema.fields)
    if not is_flat or (encoding.style == "" and encoding.explode is None):
        return ""
    return separator if encoding.joins else "form"


def _structure(schema: Schema) -> Type | None:
    """Say whether the values of a schema are objects or arrays; None if they are neither."""
    if schema.type is not Type.ANY:
        return schema.type if schema.type in (Type.OBJECT, Type.ARRAY) else None
    if isinstance(schema.example, Object):
        return Type.OBJECT
    return Type.ARRAY if isinstance(schema.example, tuple) else None


def join_words(value: Value, separator: str) -> Text:
    """Join the items of an array, or the names and values of an object, to one text."""
    items = value if isinstance(value, tuple) else (value,)
    if isinstance(value, Object):
        items = tuple(word for member in value.members for word in member)
    return Text(separator.join(map(scalar_text, items)))


def has_inner_structure(schema: Schema) -> bool:
    """Say whether OpenAPI does not define `deepObject` for the values of a schema."""
    return _structure(schema) is Type.ARRAY or any(
        f.schema.type not in SCALARS for f in schema.fields
    )


def spread_objects(schema: Schema, styles: Mapping[str, str], budget: Budget) -> Schema:
    """Write the objects and arrays of a form as several fields.

    Arguments:
        schema: the form, with an example.
        styles: the styles of these fields, by their names.
        budget: limits the work that the document causes.

    Returns:
        The form, with a field for each value in them, and an example.
    """
    value = request_value(schema, budget)
    members = {reveal(name): v for name, v in value.members} if isinstance(value, Object) else {}
    fields: dict[str, Field] = {}
    sent: list[tuple[Text, Value]] = []
    for field in schema.fields:
        name = reveal(field.name)
        rows, is_sent = [(field, members.get(name))], name in members
        if name in styles:
            whole = members[name] if is_sent else request_value(field.schema, budget)
            if whole == Object() and field.required:
                whole = _ANY
            own = replace(field, read_only=False)
            if styles[name] in SEPARATORS.values():
                text = join_words(whole, styles[name])
                rows = [(replace(own, schema=Schema(example=text)), text)]
            else:
                rows = list(_inner_fields("" if styles[name] == "form" else name, own, whole))
        for inner, inner_value in rows:
            inner_name = reveal(inner.name)
            if inner_name in fields:
                continue
            fields[inner_name] = inner
            if is_sent:
                sent.append((inner.name, inner_value))
    return replace(schema, fields=tuple(fields.values()), example=Object(tuple(sent)))


def _inner_fields(name: str, field: Field, value: Value) -> Iterator[tuple[Field, Value]]:
    """Yield a field and its value for each scalar in a value."""
    schema = field.schema
    if isinstance(value, Object):
        inner_fields = {reveal(inner.name): inner for inner in schema.fields}
        for key, member in value.members:
            inner = inner_fields.get(reveal(key))
            described = inner or replace(field, schema=Schema(Type.ANY))
            described = replace(described, required=field.required)
            path = f"{name}[{reveal(key)}]" if name else reveal(key)
            yield from _inner_fields(path, described, member)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            described = replace(field, schema=schema.items or Schema(Type.ANY))
            yield from _inner_fields(f"{name}[{index}]", described, item)
    elif value is not None:
        text = Text(re.sub(r"[\x00-\x1f\x7f-\x9f]", "", name) or "field", field.name.mark)
        is_known = schema.type in SCALARS
        own = (
            replace(schema, example=value)
            if is_known
            else Schema(_TYPES[type(value)], example=value)
        )
        yield replace(field, name=text, schema=own), value
