"""Reader of the keywords of a schema that limit its values, such as `maximum` and `pattern`."""

from __future__ import annotations

from typing import Any

from generator.model.schema import LENGTH_LIMITS, NUMBER_LIMITS, Limits, Type
from generator.model.text import Text
from generator.openapi.keywords import Keywords
from generator.openapi.unsupported import Unsupported
from generator.patterns.expressions import try_compile

# Limits of a larger magnitude are ignored: sums of them might be too large for a float.
LARGEST_LIMIT = 1e300
NO_PATTERN = "gen can't match this regular expression, or not in bounded time; it is left out"

# Keywords that limit the values of a scalar.
_LIMIT_KEYS = {"minLength", "maxLength", "pattern", "format", "minimum", "maximum"}


def scalar_limits(keywords: Keywords, type_: Type, unsupported: Unsupported) -> dict[str, Any]:
    """Return the limits of a scalar as arguments of `Schema`. Leave out contradictory limits."""
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
        format_ = keywords.get("format", str)
        text_limits = {"pattern": pattern_text, "format": Text(format_) if format_ else None}
        return {**read_limits(keywords, LENGTH_LIMITS), **text_limits}
    if type_ is Type.BOOLEAN:
        return {}
    return read_limits(keywords, NUMBER_LIMITS)


def read_limits(keywords: Keywords, limits: Limits) -> dict[str, Any]:
    """Read a pair of limits as arguments of `Schema`, without limits that contradict each other."""
    values: dict[str, Any] = {}
    for keyword, attribute in limits.keywords:
        limit = keywords.size(keyword) if limits.unit else keywords.get(keyword, int, float)
        is_too_large = limit is not None and abs(limit) > LARGEST_LIMIT
        values[attribute] = None if is_too_large else limit
    least, most = values.values()
    if least is not None and most is not None and least > most:
        return dict.fromkeys(values)
    return values
