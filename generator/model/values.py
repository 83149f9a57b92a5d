"""JSON values (RFC 8259) of requests and answers, and how they are written as text.

A string is a `Text`, an array is a tuple, an object is an `Object`, and null is None.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from generator.model.structs import Struct
from generator.model.text import Text, reveal


class Object(Struct, frozen=True):
    """A JSON object: pairs of a name and a value, in order. No two pairs have the same name."""

    members: tuple[tuple[Text, Value], ...] = ()

    def get(self, name: str) -> Value:
        """Return the value of a member. None if the object has no member of that name."""
        return next((value for key, value in self.members if reveal(key) == name), None)


# None is null of JSON; a tuple is an array.
Scalar = Text | int | float | bool | None
Value = Scalar | tuple["Value", ...] | Object


def plain(value: Value) -> Any:
    """Convert a value to the types of Python's json module, such as dict, list and str.

    Do not print the result unencoded: its texts are those of a spec.
    """
    if isinstance(value, Object):
        return {reveal(name): plain(member) for name, member in value.members}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return reveal(value) if isinstance(value, Text) else value


def json_text(value: Value) -> Text:
    """Write a value as JSON for people: indented by two spaces, without escapes for non-ASCII."""
    return Text(json.dumps(plain(value), ensure_ascii=False, indent=2))


def scalar_text(value: Value) -> str:
    """Write a scalar for a URL, a header or a form: a text as it is, anything else as JSON does.

    Raises:
        TypeError: if the value is an array or an object.
    """
    if isinstance(value, Text):
        return reveal(value)
    if isinstance(value, (tuple, Object)):
        raise TypeError("only a scalar has a form outside of JSON")
    return json.dumps(value)


def as_text(value: Value) -> Text:
    """Return a text as it is, and any other scalar as `scalar_text` writes it.

    Raises:
        TypeError: if the value is an array or an object.
    """
    return value if isinstance(value, Text) else Text(scalar_text(value))


def largest_integer(value: Value) -> int:
    """Return the largest magnitude of the integers in a value, at any depth; 0 without one."""
    if isinstance(value, Object):
        return max((largest_integer(member) for _, member in value.members), default=0)
    if isinstance(value, tuple):
        return max(map(largest_integer, value), default=0)
    return abs(value) if isinstance(value, int) else 0


def map_texts(value: Value, change: Callable[[Text], Text]) -> Value:
    """Return a copy of a value in which `change` replaced each text.

    Names of members are not changed.

    Arguments:
        value: the value to copy.
        change: returns the new text for a text.
    """
    if isinstance(value, Object):
        return Object(tuple((name, map_texts(member, change)) for name, member in value.members))
    if isinstance(value, tuple):
        return tuple(map_texts(item, change) for item in value)
    return change(value) if isinstance(value, Text) else value


_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
# The largest integer that all JSON parsers read exactly (RFC 8259, section 6).
MAX_SAFE_INTEGER = 2**53 - 1
# The largest integer that fits 64 bits with a sign.
MAX_LONG_INTEGER = 2**63 - 1
# The most digits of an integer. Python reads a few more.
_MAX_DIGITS = 4000


def read_number(text: str) -> int | float | None:
    """Parse a number as JSON writes numbers (RFC 8259, section 6).

    Returns:
        The number. None if the text is not a number, if it is an integer of more than 4,000 digits,
        or if it has a point or an exponent and is too large for a float.
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    if match[2] is None and match[3] is None:
        return int(text) if len(text) <= _MAX_DIGITS else None
    value = float(text)
    return value if abs(value) < float("inf") else None
