"""The limits of values in words, for the documentation of a client."""

from __future__ import annotations

from generator.model.schema import LIMITS, Schema
from generator.model.text import Text, reveal
from generator.model.values import scalar_text


def format_limits(schema: Schema) -> Text | None:
    """Describe the limits and the default of a schema in words, such as "1 to 9; 5 if not given."

    Returns:
        None if the schema has neither limits nor a default.
    """
    phrases: list[str] = []
    for limits in LIMITS:
        phrases += _format_range(*limits.of(schema), f" {limits.unit}s" if limits.unit else "")
    if schema.pattern is not None:
        phrases.append(f"matching {reveal(schema.pattern)}")
    text = "; ".join(phrases)
    text = f"{text[:1].upper()}{text[1:]}"
    if schema.default is not None:
        items = schema.default if isinstance(schema.default, tuple) else (schema.default,)
        default = ", ".join(map(scalar_text, items)) or "none"
        text = f"{text}; {default} if not given" if text else f"If not given, {default}"
    return Text(f"{text}.") if text else None


def _format_range(least: float | None, most: float | None, unit: str) -> list[str]:
    """Describe a range of numbers; return an empty list if it has no bounds."""
    if least is None and most is None:
        return []
    if least is None or most is None:
        bound = "at most" if least is None else "at least"
        count = most if least is None else least
        return [f"{bound} {count}{unit.removesuffix('s') if count == 1 else unit}"]
    return [f"{least}{unit}" if least == most else f"{least} to {most}{unit}"]
