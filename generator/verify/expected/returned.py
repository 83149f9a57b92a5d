"""What a client's program prints of the value that a call returns.

The client reads texts of some formats as values of Python, and the program writes them again. So
the same moment or UUID may be printed in another way than it was answered. This module computes how
from RFC 3339 and RFC 9562, and shares nothing with the client's code or its templates.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from generator.model.api import Operation
from generator.model.messages import ContentKind
from generator.model.schema import Schema
from generator.model.text import Text, reveal

_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d+))?(?:([Zz])|([+-]\d\d:\d\d))?", re.ASCII
)
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def returned_text(operation: Operation, sentence: str) -> str:
    """Return what a program prints of the value that a client returns.

    JSON is written again with its names in order. Of a list in pages, the client returns the items.

    Arguments:
        operation: the operation that the client calls.
        sentence: what a sample of the operation prints.
    """
    result, paging = operation.result, operation.paging
    if result is None or result.kind is not ContentKind.JSON or operation.method == "HEAD":
        return sentence
    try:
        value = json.loads(sentence)
    except ValueError:
        return sentence
    value = _rewritten(value, result.schema, {})
    if paging is not None and paging.items is not None and not operation.success.headers:
        value = value.get(reveal(paging.items))
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)


def _rewritten(
    value: Any, schema: Schema, above: Mapping[str, Schema], tried: frozenset[str] = frozenset()
) -> Any:
    """Return a value of JSON as the client writes it.

    Arguments:
        value: the value that was answered.
        schema: what describes it.
        above: the named schemas that contain this one, by name.
        tried: the names of those that describe this very value, as a schema may be its own
            alternative.
    """
    if schema.same_as in tried:
        return value
    if schema.same_as is not None:
        schema = above.get(schema.same_as, schema)
    if schema.name is not None:
        above, tried = {**above, schema.name: schema}, tried | {schema.name}
    for alternative in schema.alternatives:
        value = _rewritten(value, alternative.schema, above, tried)
    if isinstance(value, str):
        rewrite = _REWRITTEN.get(reveal(schema.format)) if schema.format else None
        if rewrite is None or not _is_readable(schema, rewrite):
            return value
        return rewrite(value) or value
    if isinstance(value, dict):
        known = {reveal(field.name): field.schema for field in schema.fields}
        return {
            name: _rewritten(member, inner, above) if inner is not None else member
            for name, member in value.items()
            for inner in [known.get(name, schema.values)]
        }
    if isinstance(value, list):
        schemas = _item_schemas(schema)
        return [
            item if inner is None else _rewritten(item, inner, above)
            for item, inner in zip(value, schemas, strict=False)
        ]
    return value


def _item_schemas(schema: Schema) -> Iterator[Schema | None]:
    """Yield the schema of each item of an array, without an end."""
    yield from schema.prefix
    while True:
        yield schema.items


def _is_readable(schema: Schema, rewrite: Callable[[str], str | None]) -> bool:
    """Say whether the schema's own example is of its format; else the client keeps texts."""
    example = schema.example
    return not isinstance(example, Text) or rewrite(reveal(example)) is not None


def _rewritten_time(text: str) -> str | None:
    """Write a time of RFC 3339 with as few digits behind the second as it needs: 0, 3 or 6."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    day, time, digits, _, offset = match.groups()
    digits = ((digits or "") + "000000")[:6]
    fraction = "" if digits == "000000" else f".{digits[:3] if digits.endswith('000') else digits}"
    zone = "Z" if offset in (None, "+00:00", "-00:00") else offset
    return f"{day}T{time}{fraction}{zone}"


def _rewritten_uuid(text: str) -> str | None:
    """Write a UUID in small letters (RFC 9562, section 4)."""
    return text.lower() if _UUID.fullmatch(text) else None


_REWRITTEN: Mapping[str, Callable[[str], str | None]] = {
    "date-time": _rewritten_time,
    "uuid": _rewritten_uuid,
}
