"""Limits of the values of a schema, such as `minLength`: read from its keywords."""

from __future__ import annotations

from typing import Any

from generator.errors import shortened
from generator.model.formats import applies_to, format_fault
from generator.model.schema import LENGTH_LIMITS, NUMBER_LIMITS, Limits, Schema, Type, article
from generator.model.structs import replace
from generator.model.text import Text, reveal
from generator.model.values import Value
from generator.openapi.schemas.keywords import Keywords
from generator.openapi.unsupported import Unsupported
from generator.patterns.expressions import try_compile
from generator.sources.document import At

# Limits of a larger magnitude are ignored: sums of them might be too large for a float.
LARGEST_LIMIT = 1e300
NO_PATTERN = "gen can't match this regular expression, or not in bounded time; it is left out"
# Keywords that limit the values of a scalar.
_LIMIT_KEYS = {"minLength", "maxLength", "pattern", "format", "minimum", "maximum"}


def scalar_limits(keywords: Keywords, type_: Type, unsupported: Unsupported) -> dict[str, Any]:
    """Return the limits of a scalar as arguments of `Schema`. Leave out contradictory limits.

    Arguments:
        keywords: the keywords of its schema.
        type_: string, integer, number or boolean.
        unsupported: the collection to which limits are added that are left out.
    """
    if keywords.values.keys().isdisjoint(_LIMIT_KEYS):
        return {}
    if type_ is Type.STRING:
        pattern = keywords.get("pattern", str)
        pattern_text = None
        if pattern and pattern.strip():
            if try_compile(pattern) is not None:
                pattern_text = Text(pattern)
            else:
                unsupported.add("pattern", keywords.values["pattern"], NO_PATTERN)
        limits = {**read_limits(keywords, LENGTH_LIMITS, unsupported), "pattern": pattern_text}
    elif type_ is Type.BOOLEAN:
        return {}
    else:
        limits = read_limits(keywords, NUMBER_LIMITS, unsupported)
    return {**limits, "format": _read_format(keywords, type_, unsupported)}


def _read_format(keywords: Keywords, type_: Type, unsupported: Unsupported) -> Text | None:
    """Return the format of a scalar. None if it has none, or one of other types."""
    name = keywords.get("format", str)
    if not name:
        return None
    at = keywords.values["format"]
    if not applies_to(name, type_):
        what = f"it says nothing about {article(type_)}; it is left out"
        unsupported.add_note("format", at, what)
        return None
    return Text(name, at)


def read_limits(keywords: Keywords, limits: Limits, unsupported: Unsupported) -> dict[str, Any]:
    """Read a pair of limits as arguments of `Schema`, without limits that contradict each other.

    Arguments:
        keywords: the keywords of the schema.
        limits: the keywords of the pair, and the arguments of `Schema` for them.
        unsupported: the collection to which limits are added that are left out.
    """
    values: dict[str, Any] = {}
    for keyword, attribute in limits.keywords:
        written = keywords.get(keyword, int, float)
        limit = keywords.size(keyword) if limits.unit else written
        is_too_large = limit is not None and abs(limit) > LARGEST_LIMIT
        values[attribute] = None if is_too_large else limit
        if written is not None and values[attribute] is None:
            what = f"no value can have this {keyword}; it is left out"
            unsupported.add("limits", keywords.values[keyword], what)
    least, most = values.values()
    if least is not None and most is not None and least > most:
        names = " and ".join(keyword for keyword, _ in limits.keywords)
        unsupported.add("limits", keywords.at, f"{names} contradict each other; both are left out")
        return dict.fromkeys(values)
    return values


def without_unfit_format(schema: Schema, at: At, unsupported: Unsupported) -> Schema:
    """Return a schema without its format, or that of its items, if its own values break it.

    In OpenAPI, a format is a note. Here, an example has the format that pages show.

    Arguments:
        schema: the schema.
        at: the place of the format or of the value, for the report.
        unsupported: the collection to which the format is added if it is left out.
    """
    changed = schema
    for value in (schema.example, schema.default, *schema.enum):
        changed = _without_unfit_format(changed, value, at, unsupported)
    return changed


def _without_unfit_format(schema: Schema, value: Value, at: At, unsupported: Unsupported) -> Schema:
    """Return a schema without its format, or that of its items, if a value breaks it."""
    if isinstance(value, tuple) and schema.items is not None:
        items = schema.items
        for item in value:
            items = _without_unfit_format(items, item, at, unsupported)
        return schema if items is schema.items else replace(schema, items=items)
    if schema.format is None or not isinstance(value, (Text, int, float)):
        return schema
    name = reveal(schema.format)
    plain_value = reveal(value) if isinstance(value, Text) else value
    if format_fault(name, plain_value) is None:
        return schema
    what = f"{shortened(str(plain_value), 80)!r} is no {name}; pages leave it out"
    unsupported.add_note("format", at, what)
    return replace(schema, format=None)
