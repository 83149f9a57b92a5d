"""Values of JSON as Python's json module has them → values that samples send."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from generator.shape import MOST
from generator.text import Text
from generator.values import Object, Type, Value

# Deeper than anybody reads, and less deep than a spec may be.
_DEEPEST = 40
# The largest number that there is in IEEE 754's double precision.
_LARGEST = 1.7976931348623157e308


def coerced(type_: Type) -> Callable[[Any], Value]:
    """Give what makes a value of JSON one of a type, as authors write it; None if it is none."""
    return _COERCED[type_]


def _string(value: Any) -> Value:
    if isinstance(value, bool):
        return Text("true" if value else "false")
    if isinstance(value, (int, float)):
        return Text(repr(value))
    return Text(value) if isinstance(value, str) else None


def _integer(value: Any) -> Value:
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,15}", value):
        return int(value)
    if isinstance(value, float) and value.is_integer() and abs(value) <= MOST:
        return int(value)
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return value if is_whole and abs(value) <= MOST else None


def _real(value: Any) -> Value:
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", value):
        return float(value)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if is_number and isinstance(value, int) and abs(value) > MOST:
        return None
    return value if is_number and abs(value) <= _LARGEST else None


def _boolean(value: Any) -> Value:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value)
    return value if isinstance(value, bool) else None


_COERCED: dict[Type, Callable[[Any], Value]] = {
    Type.STRING: _string,
    Type.INTEGER: _integer,
    Type.NUMBER: _real,
    Type.BOOLEAN: _boolean,
}


def value_of(found: Any, depth: int = 0) -> Value:
    """Take a value of JSON as it is, but for what not every client can hold.

    That is numbers beyond `MOST`, and what stands deeper than anybody reads.
    """
    if depth > _DEEPEST and isinstance(found, (dict, list)):
        return Object()
    if isinstance(found, dict):
        rows = ((Text(str(name)), value_of(item, depth + 1)) for name, item in found.items())
        return Object(tuple(rows))
    if isinstance(found, list):
        return tuple(value_of(item, depth + 1) for item in found)
    if isinstance(found, str):
        return Text(found)
    if isinstance(found, int) and abs(found) > MOST:
        return MOST if found > 0 else -MOST
    return min(max(found, -_LARGEST), _LARGEST) if isinstance(found, float) else found


def type_of(value: Any) -> str:
    """Name the type of a value of JSON; empty for null."""
    kinds = {bool: "boolean", str: "string", int: "integer", float: "number"}
    return {**kinds, list: "array", dict: "object"}.get(type(value), "")
