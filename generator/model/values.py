"""JSON values (RFC 8259) of requests and answers, with their forms as text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from generator.model.structs import Struct
from generator.model.text import Text, reveal


class Object(Struct, frozen=True):
    """A JSON object: names and values in order, without duplicate names."""

    members: tuple[tuple[Text, Value], ...] = ()

    def get(self, name: str) -> Value:
        """Return the value of a name, None if the object does not have it."""
        return next((value for key, value in self.members if reveal(key) == name), None)


# None is null of JSON; a tuple is an array.
Scalar = Text | int | float | bool | None
Value = Scalar | tuple["Value", ...] | Object


def plain(value: Value) -> Any:
    """Convert a value to the types of Python's json module. Do not print the result unencoded."""
    if isinstance(value, Object):
        return {reveal(name): plain(member) for name, member in value.members}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return reveal(value) if isinstance(value, Text) else value


def json_text(value: Value) -> Text:
    """Write a value as JSON for people: indented by two spaces, without escapes for non-ASCII."""
    return Text(json.dumps(plain(value), ensure_ascii=False, indent=2))


def scalar_text(value: Value) -> str:
    """Write a scalar for a URL, a header or a form: as JSON does, but without quotes.

    Raises:
        TypeError: if it is an array or an object.
    """
    if isinstance(value, Text):
        return reveal(value)
    if isinstance(value, (tuple, Object)):
        raise TypeError("only a scalar has a form outside of JSON")
    return json.dumps(value)


def as_text(value: Value) -> Text:
    """Return a text as it is, and any other scalar as `scalar_text` writes it.

    Raises:
        TypeError: if it is an array or an object.
    """
    return value if isinstance(value, Text) else Text(scalar_text(value))


def map_texts(value: Value, change: Callable[[Text], Text]) -> Value:
    """Return a copy of a value with each text changed by a function; names stay the same."""
    if isinstance(value, Object):
        return Object(tuple((name, map_texts(member, change)) for name, member in value.members))
    if isinstance(value, tuple):
        return tuple(map_texts(item, change) for item in value)
    return change(value) if isinstance(value, Text) else value


_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
# The largest integer that all JSON parsers read exactly (RFC 8259, 6).
MAX_SAFE_INTEGER = 2**53 - 1


def read_number(text: str) -> int | float | None:
    """Parse a number of JSON (RFC 8259, 6).

    Returns:
        The number; None if the text is not a number, an integer beyond `MAX_SAFE_INTEGER` or a
        number that overflows a float.
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    if match[2] is None and match[3] is None:
        return int(text) if len(text) < 18 and abs(int(text)) <= MAX_SAFE_INTEGER else None
    value = float(text)
    return value if abs(value) < float("inf") else None
