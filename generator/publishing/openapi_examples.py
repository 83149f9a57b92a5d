"""Values and examples of an OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model.text import Text
from generator.model.values import Object, Value
from generator.publishing.openapi_schemas import NOTHING, make_object


def make_examples(rows: Iterable[tuple[str, Text | None, Value]]) -> list[tuple[str, Value]]:
    """Return the member `example` for a single example, `examples` by id if they differ."""
    present = [row for row in rows if row[2] is not NOTHING]
    if len({value for _, _, value in present}) < 2:
        return [("example", value) for _, _, value in present[:1]]
    examples = (
        (id_, make_object(("summary", summary or NOTHING), ("value", value)))
        for id_, summary, value in present
    )
    return [("examples", make_object(*examples))]


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
