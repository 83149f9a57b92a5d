"""What a request and an answer have to hold, by the spec alone.

The model has functions that tell the same to templates. A fault in one of those would change what
samples send and what is expected of them alike, and nobody would see it. So the rules are written
here once more, and nothing of the model is called.
"""

from __future__ import annotations

import json
from typing import Any

from generator.model.api import Api, Credential, Operation
from generator.model.schema import Schema, Type
from generator.model.text import Text, reveal
from generator.model.values import Object, Value


def sent_value(schema: Schema) -> Value:
    """Give the value that samples send: the example, else what is required."""
    return _make_value(schema, optional=False)


def answered_value(schema: Schema) -> Value:
    """Give the value of an answer: the example, else every field."""
    return _make_value(schema, optional=True)


def _make_value(schema: Schema, optional: bool) -> Value:
    if schema.example is not None:
        return schema.example
    if schema.type is Type.OBJECT:
        members: list[tuple[Text, Value]] = []
        for field in schema.fields:
            if field.required or optional:
                members.append((field.name, _make_value(field.schema, optional)))
        return Object(tuple(members))
    if schema.type is Type.ARRAY:
        if schema.items is None:
            return ()
        item = _make_value(schema.items, optional)
        return () if item is None else (item,)
    if schema.default is not None:
        return schema.default
    return next(iter(schema.enum), None)


def format_scalar(value: Value) -> str:
    """Write a scalar as it stands in a URL, a header or a form.

    Raises:
        TypeError: if it is an array or an object.
    """
    if isinstance(value, Text):
        return reveal(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (tuple, Object)):
        raise TypeError("only a scalar has a form outside of JSON")
    return json.dumps(value)


def json_value(value: Value) -> Any:
    """Give a value as Python's json module reads it (RFC 8259)."""
    if isinstance(value, Object):
        return {reveal(name): json_value(member) for name, member in value.members}
    if isinstance(value, tuple):
        return [json_value(item) for item in value]
    return reveal(value) if isinstance(value, Text) else value


def required_credentials(api: Api, operation: Operation) -> tuple[Credential, ...]:
    """Give the credentials that requests of an operation have to carry."""
    own = operation.security
    return tuple(c for c in api.credentials if own is None or c in own)
