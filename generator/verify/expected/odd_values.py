"""Values with characters that languages, URLs and forms treat specially."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.model.api import Operation
from generator.model.messages import BODY, Parameter, Where
from generator.model.schema import Schema, Type
from generator.model.text import Text, reveal
from generator.model.values import Object, Value, map_texts
from generator.verify.expected.values import named_values, sent_value

# A value that readers may put in for a parameter; in a path it must arrive as one segment.
_ODD_URL_TEXT = Text("a b/?#%&+=é")
# A body may have any character.
_ODD_BODY_TEXT = Text("a b/?#%&+=é\"'\\\n<$x>{y}\u2028😀")
# The same without line ends and emoji, for languages that can't escape them.
_ODD_LINE = Text("a b/?#%&+=é\"'\\<$x>{y}")
_ODD_FILE_NAME = Text("a b's +é&;=.jpg")
# A header may have ASCII alone (RFC 9110, section 5.5).
_ODD_HEADER_TEXT = Text("a b/?#%&+=")


def odd_values(operation: Operation, sample: str = "") -> dict[str, Value]:
    """Return values with special characters, which must arrive unchanged.

    Arguments:
        operation: the operation that the sample calls.
        sample: the id of the named example that the sample sends; empty for the first, if any.

    Returns:
        A value for each parameter by its name, and for the body by `BODY`. The body is left out if
        it has no text to replace.
    """
    values = {reveal(p.name): _odd_parameter(p) for p in operation.parameters}
    if operation.body is not None:
        text = _ODD_BODY_TEXT
        if re.search('charset="?(?!utf-?8)', operation.body.media_type.lower()):  # for ASCII alone
            text = Text("".join(filter(str.isascii, reveal(text))))
        schema = operation.body.schema
        sent = named_values(operation, sample).get(BODY, sent_value(schema))
        values[BODY] = _odd_value(schema, sent, text)
        if values[BODY] == sent:
            del values[BODY]
    return values


def without_line_ends(values: Mapping[str, Value]) -> dict[str, Value]:
    """Return odd values in which each text of a body is on one line."""

    def shorten(text: Text) -> Text:
        return _ODD_LINE if reveal(text) == reveal(_ODD_BODY_TEXT) else text

    return {name: map_texts(value, shorten) for name, value in values.items()}


def _odd_parameter(parameter: Parameter) -> Value:
    """Return the odd value of a parameter."""
    text = _ODD_HEADER_TEXT if parameter.where is Where.HEADER else _ODD_URL_TEXT
    schema = parameter.schema
    if schema.type is Type.ARRAY and schema.items is not None:
        item = _odd_value(schema.items, sent_value(schema.items), text)
        sent = sent_value(schema)
        return (item, item) if item is not None else sent if isinstance(sent, tuple) else ()
    value = _odd_value(schema, sent_value(schema), text)
    if value is None:  # an optional parameter needs no example
        return True if schema.type is Type.BOOLEAN else schema.minimum or 1
    return value


def _odd_value(schema: Schema, value: Value, text: Text) -> Value:
    """Return a value in which `text` replaces each text, except values of an enum."""
    if schema.type is Type.FILE:
        return _ODD_FILE_NAME
    if isinstance(value, Object) and schema.fields:
        schemas = {reveal(field.name): field.schema for field in schema.fields}
        rows = (
            (name, _odd_value(schemas[reveal(name)], member, text))
            for name, member in value.members
        )
        return Object(tuple(rows))
    if isinstance(value, tuple) and schema.items is not None:
        return tuple(_odd_value(schema.items, item, text) for item in value)
    if schema.enum:
        return value
    if value is None and schema.type is Type.STRING:
        return text
    return map_texts(value, lambda _: text)
