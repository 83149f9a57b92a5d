"""Values that samples send and answers have, JSON's (RFC 8259), and what is said of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from generator.model.structs import Struct
from generator.model.text import Text, reveal


class Object(Struct, frozen=True):
    """A JSON object: names and values in order, no name twice."""

    members: tuple[tuple[Text, Value], ...] = ()

    def get(self, name: str) -> Value:
        """Give the value of a name, None if there is none."""
        return next((value for key, value in self.members if reveal(key) == name), None)


# None is JSON's null; an array is a tuple.
Scalar = Text | int | float | bool | None
Value = Scalar | tuple["Value", ...] | Object


def plain(value: Value) -> Any:
    """Give a value as Python's json module has it; for encoders, servers and checks."""
    if isinstance(value, Object):
        return {reveal(name): plain(member) for name, member in value.members}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return reveal(value) if isinstance(value, Text) else value


def json_text(value: Value) -> Text:
    """Write a value as JSON that people read: two spaces a level, UTF-8 as it is."""
    return Text(json.dumps(plain(value), ensure_ascii=False, indent=2))


def scalar_text(value: Value) -> str:
    """Write a scalar as it stands in a URL, a header or a form: as JSON does, without quotes.

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
    """Give a value with all its texts, but no names, changed."""
    if isinstance(value, Object):
        return Object(tuple((name, map_texts(member, change)) for name, member in value.members))
    if isinstance(value, tuple):
        return tuple(map_texts(item, change) for item in value)
    return change(value) if isinstance(value, Text) else value


_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
# Beyond them, readers of JSON differ on a whole number (RFC 8259, 6).
MAX_SAFE_INTEGER = 2**53 - 1


def read_number(text: str) -> int | float | None:
    """Read a number of JSON (RFC 8259, 6); None if it is none, or one that readers differ on."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    if match[2] is None and match[3] is None:
        return int(text) if len(text) < 18 and abs(int(text)) <= MAX_SAFE_INTEGER else None
    value = float(text)
    return value if abs(value) < float("inf") else None
