"""Query strings behind paths, as those of `x-ms-paths` have them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model.messages import Parameter, Where
from generator.model.schema import Schema
from generator.model.text import Text
from generator.sources.document import At


def query_pairs(query: str) -> Iterator[tuple[str, str]]:
    """Return the names and values in the query string of a path."""
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if name and name != "_overload":  # it only distinguishes operations, and is not sent
            yield name, value or "true"


def is_placeholder(value: str) -> bool:
    """Say whether a query value is a placeholder."""
    return bool(re.fullmatch(r"\{[^{}]+\}", value))


def constant_parameter(name: str, value: str, at: At) -> Parameter:
    """Make a query parameter that always has the same value."""
    word = Text(value, at)
    schema = Schema(enum=(word,), example=word)
    description = Text(f"Always {value}.")
    return Parameter(Text(name, at), Where.QUERY, description, True, schema)
