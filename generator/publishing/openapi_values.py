"""Schemas, values and headers of an OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from generator.model.messages import ResponseHeader
from generator.model.text import Text, reveal
from generator.model.values import Object, Value
from generator.publishing.openapi_schemas import NOTHING, make_object


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


def header_objects(
    headers: Iterable[ResponseHeader], describe: Callable[[Text], Value]
) -> list[tuple[Text | str, Value]]:
    """Make the Header Objects of an answer, each with its name. Case makes no other name.

    Arguments:
        headers: the headers of the answer.
        describe: writes a description.
    """
    unique: dict[str, ResponseHeader] = {}
    for header in headers:
        unique.setdefault(reveal(header.name).casefold(), header)
    return [
        (header.name, make_object(
            ("description", describe(header.description)),
            ("schema", make_object(("type", Text("string")))),
            ("example", header.example or NOTHING),
        ))
        for header in unique.values()
    ]  # fmt: skip
