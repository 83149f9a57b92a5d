"""Schemas and values of an OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model.text import Text
from generator.model.values import Object, Value
from generator.publishing.openapi_schemas import make_object


def any_of(schemas: Iterable[Value]) -> Value:
    """Combine different schemas with `anyOf`; return a single one unchanged."""
    different = list(dict.fromkeys(schemas))
    return different[0] if len(different) == 1 else make_object(("anyOf", tuple(different)))


def from_json(data: object) -> Value:
    """Turn a value of Python's json module into one of the model."""
    if isinstance(data, dict):
        return Object(tuple((Text(name), from_json(member)) for name, member in data.items()))
    if isinstance(data, list):
        return tuple(map(from_json, data))
    assert data is None or isinstance(data, (str, int, float))
    return Text(data) if isinstance(data, str) else data
