"""Whether a value fits the limits of its schema."""

from __future__ import annotations

from collections.abc import Iterator

from generator.errors import Mark, counted, one_of
from generator.model.schema import Schema, Type
from generator.model.text import Text, reveal
from generator.model.values import Value
from generator.patterns.expressions import Steps, compiled


def article(type_: Type) -> str:
    """Name a type in a sentence: an array."""
    return f"an {type_}" if type_[0] in "aio" else f"a {type_}"


def limit_fault(value: Value, schema: Schema, steps: Steps | None = None) -> tuple[str, str] | None:
    """Say what is wrong with a value of the right type, and what to do; None if nothing is.

    Arguments:
        value: the value.
        schema: what it has to be.
        steps: those that all values of this pattern share to be matched; one of them has its own.

    Raises:
        TooManyStepsError: if there are not enough steps to match the pattern.
    """
    if schema.enum and value not in schema.enum:
        words = [reveal(v) if isinstance(v, Text) else str(v) for v in schema.enum]
        given = reveal(value) if isinstance(value, Text) else str(value)
        return f"{given!r} is not among the values of enum", one_of(words, given)
    return _limit_fault(value, schema, steps)


def fits(value: Value, schema: Schema, steps: Steps | None = None) -> bool:
    """Say whether `limit_fault` finds nothing, for those who need not know what it is."""
    is_known = not schema.enum or value in schema.enum
    return is_known and _limit_fault(value, schema, steps) is None


def _limit_fault(value: Value, schema: Schema, steps: Steps | None) -> tuple[str, str] | None:
    """Say what is wrong with a value that is among those of an enum, if there is one."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        if schema.minimum is not None and value < schema.minimum:
            return f"{value} is less than the minimum, {schema.minimum}", "choose another"
        if schema.maximum is not None and value > schema.maximum:
            return f"{value} is more than the maximum, {schema.maximum}", "choose another"
    elif isinstance(value, tuple):
        return _size_fault(len(value), schema.min_items, schema.max_items, "item")
    elif isinstance(value, Text):
        text = reveal(value)
        pattern = None if schema.pattern is None else reveal(schema.pattern)
        if pattern is not None and not compiled(pattern).search(text, steps):
            return f"{text!r} does not match {pattern}", "choose another"
        return _size_fault(len(text), schema.min_length, schema.max_length, "character")
    return None


def _size_fault(
    size: int, least: int | None, most: int | None, noun: str
) -> tuple[str, str] | None:
    if least is not None and size < least:
        return f"this has {counted(size, noun)}, and needs {least} at least", "choose another"
    if most is not None and size > most:
        return f"this has {counted(size, noun)}, and may have {most} at most", "choose another"
    return None


def lacking(schema: Schema, mark: Mark | None, all_fields: bool) -> Iterator[Mark | None]:
    """Find the places of what would have to be sent or answered, but has no example."""
    if schema.example is not None:
        return
    if schema.type is Type.OBJECT:
        for field in schema.fields:
            if all_fields or field.required:
                yield from lacking(field.schema, field.name.mark, all_fields)
        if not schema.fields:
            yield mark
    elif schema.type is Type.ARRAY and schema.items is not None:
        yield from lacking(schema.items, mark, all_fields)
    elif schema.default is None and not schema.enum:
        yield mark
