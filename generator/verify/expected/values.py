"""The values of expected requests and answers, computed from the examples in the spec.

The model has functions for templates that compute the same values. A fault in one of them would
change both the samples and what is expected of them, and no check would notice. So this module
implements the rules a second time, and calls none of those functions.
"""

from __future__ import annotations

import json
from typing import Any

from generator.model.api import Api, Operation
from generator.model.credentials import Credential
from generator.model.schema import Schema, Type
from generator.model.text import Text, reveal
from generator.model.values import Object, Value


def sent_value(schema: Schema) -> Value:
    """Return the value of a schema that samples send: its example, if there is one.

    Without an example, an object has its required fields and those with `send`, an array has one
    item, and a scalar is its default or the first value of its enum. None if the schema has none of
    these. What a schema contains of itself is left out as far as it may be.
    """
    return _make_value(schema, optional=False)


def answered_value(schema: Schema) -> Value:
    """Return the value of a schema that an answer has: its example, if there is one.

    Without an example, the value is made as in `sent_value`, but an object has all its fields.
    """
    return _make_value(schema, optional=True)


def _make_value(schema: Schema, optional: bool) -> Value:
    """Return a value of a schema, with or without optional fields."""
    if schema.example is not None:
        return schema.example
    if schema.is_null:
        return None
    if schema.type is Type.OBJECT:
        members: list[tuple[Text, Value]] = []
        for field in schema.fields:
            if field.required or field.send or (optional and field.schema.same_as is None):
                members.append((field.name, _make_value(field.schema, optional)))
        return Object(tuple(members))
    if schema.type is Type.ARRAY:
        if schema.items is None or (schema.items.same_as is not None and not schema.min_items):
            return ()
        item = _make_value(schema.items, optional)
        return (item,) if item is not None or schema.items.is_null else ()
    if schema.default is not None:
        return schema.default
    return next(iter(schema.enum), None)


def named_values(operation: Operation, sample: str) -> dict[str, Value]:
    """Return the values that the spec gives for one of an operation's samples.

    They come in place of the examples of parameters and of the body, which has the name `BODY`.

    Arguments:
        operation: the operation.
        sample: the id of the named example; empty for the first one, if the operation has any.

    Raises:
        LookupError: if the operation has no example of this name.
    """
    for number, example in enumerate(operation.examples):
        if example.id == sample or (number == 0 and not sample):
            return {reveal(name): value for name, value in example.values}
    if sample:
        raise LookupError(f"{operation.id} has no example {sample}")
    return {}


def format_scalar(value: Value) -> str:
    """Return a scalar as text for a URL, a header or a form, before any encoding.

    Arguments:
        value: a text, a number, true, false or null.

    Raises:
        TypeError: if the value is an array or an object.
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
    """Return a value of the model as Python's `json` module would read it (RFC 8259)."""
    if isinstance(value, Object):
        return {reveal(name): json_value(member) for name, member in value.members}
    if isinstance(value, tuple):
        return [json_value(item) for item in value]
    return reveal(value) if isinstance(value, Text) else value


def required_credentials(api: Api, operation: Operation) -> tuple[Credential, ...]:
    """Return the credentials that a request of an operation must carry.

    They are those that the operation names. If it names none, they are all those of the API.
    """
    own = operation.security
    return tuple(c for c in api.credentials if own is None or c in own)
