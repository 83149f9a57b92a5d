"""Schemas and the examples that a document gives for them, where one is not as the other says."""

from __future__ import annotations

from typing import Any

from generator.model.budget import MOST_VALUES, Budget, BudgetError
from generator.model.limits import fits
from generator.model.schema import SCALARS, Schema, Type
from generator.model.structs import replace
from generator.model.text import Text, reveal
from generator.model.values import Object, Value
from generator.openapi.example_values import coerced, read_value
from generator.patterns.expressions import Steps, TooManyStepsError

OPEN = Schema(Type.ANY)
# Values in an answer that is made up; beyond that, only what is required.
_ROOM = 300


def fit_example(
    schema: Schema, given: Any, budget: Budget, steps: dict[str, Steps] | None = None
) -> tuple[Schema, Value, bool]:
    """Make a schema that allows a value, the value, and say whether the schema was another.

    Arguments:
        schema: what a document says of the value.
        given: the value, as the document has it.
        budget: gets what is spent on both.
        steps: those that are left to match each pattern. A pattern that needs more is left out, and
            has less than none.

    Raises:
        BudgetError: if they are too large.
    """
    budget.example(given)
    steps = {} if steps is None else steps
    made = _fitting(schema, given, budget, steps)
    budget.match(sum(row.taken for row in steps.values()))
    return made


def _fitting(
    schema: Schema, given: Any, budget: Budget, steps: dict[str, Steps]
) -> tuple[Schema, Value, bool]:
    if schema.type is Type.ANY:
        return schema, read_value(given), False
    if schema.type is Type.OBJECT and isinstance(given, dict):
        return _fitting_object(schema, given, budget, steps)
    if schema.type is Type.ARRAY and isinstance(given, list) and schema.items is not None:
        rows = [_fitting(schema.items, item, budget, steps) for item in given]
        value = tuple(row[1] for row in rows)
        made = schema
        if any(row[2] or row[0] is not schema.items for row in rows):
            made = replace(schema, items=_any(next(iter(value), None)))
        if not fits(value, made):
            made = replace(made, min_items=None, max_items=None)
        return made, value, any(row[2] for row in rows)
    scalar = coerced(schema.type)(given) if schema.type in SCALARS else None
    if scalar is None:
        return _any(read_value(given)), read_value(given), given is not None
    try:
        if not fits(scalar, schema, steps.setdefault(reveal(schema.pattern or ""), Steps())):
            return Schema(schema.type, example=scalar), scalar, True
    except TooManyStepsError:
        return _fitting(replace(schema, pattern=None), given, budget, steps)
    return schema, scalar, False


def _any(example: Value) -> Schema:
    """Make a schema that allows anything; other values that are made of it have an example."""
    return replace(OPEN, example=Object() if example is None else example)


def _fitting_object(
    schema: Schema, given: dict[str, Any], budget: Budget, steps: dict[str, Steps]
) -> tuple[Schema, Value, bool]:
    budget.read(len(schema.fields))
    known = {reveal(field.name): field for field in schema.fields}
    if not known:
        return schema, read_value(given), False
    is_odd = False
    changed: dict[str, Schema] = {}
    members: list[tuple[Text, Value]] = []
    for name, item in given.items():
        if name not in known:
            return replace(schema, name=None, fields=()), read_value(given), True
        made, value, odd = _fitting(known[name].schema, item, budget, steps)
        is_odd = is_odd or odd
        if made is not known[name].schema:
            changed[name] = made
        members.append((known[name].name, value))
    for name, field in known.items():
        if field.required and name not in given:
            members.append((field.name, budget.sent(field.schema)))
            is_odd = True
    if changed:
        fields = (
            replace(field, schema=changed.get(reveal(field.name), field.schema))
            for field in schema.fields
        )
        schema = replace(schema, name=None, fields=tuple(fields))
    return schema, Object(tuple(members)), is_odd


def shown_schema(schema: Schema) -> Schema:
    """Give a schema of answers an example that has all its fields, but for what nobody reads on.

    Schemas refer to each other, so that an answer with all of them may have millions of fields.

    Raises:
        BudgetError: if what it requires is too much.
    """
    room = _ROOM

    def made(part: Schema) -> Value:
        nonlocal room
        room -= 1
        if room < -MOST_VALUES:
            what = f"it requires more than {MOST_VALUES:,} values"
            raise BudgetError(what, "give a shorter example, or require less")
        if part.example is not None:
            return part.example
        if part.type is Type.OBJECT:
            fields = [field for field in part.fields if field.required or room > 0]
            return Object(tuple((field.name, made(field.schema)) for field in fields))
        if part.type is Type.ARRAY and part.items is not None:
            item = made(part.items)
            return () if item is None else (item,)
        return part.sent()

    value = made(schema)
    return schema if value is None else replace(schema, example=value)
