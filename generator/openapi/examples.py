"""Examples of a schema: read from a document, made to fit, or made up where it has none."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from generator.model.budget import MAX_VALUES, Budget, BudgetError
from generator.model.schema import SCALARS, Schema, Type, fits
from generator.model.structs import replace
from generator.model.text import Text, reveal
from generator.model.values import MAX_SAFE_INTEGER, Object, Value
from generator.patterns.expressions import LONGEST, Steps, TooManyStepsError, text_of, usable

# Deeper than anybody reads, and less deep than a spec may be.
_DEEPEST = 40
# The largest number that there is in IEEE 754's double precision.
_LARGEST = 1.7976931348623157e308


def coerced(type_: Type) -> Callable[[Any], Value]:
    """Give what makes a value of JSON one of a type, as authors write it; None if it is none."""
    return _COERCED[type_]


def _string(value: Any) -> Value:
    if isinstance(value, bool):
        return Text("true" if value else "false")
    if isinstance(value, (int, float)):
        return Text(repr(value))
    return Text(value) if isinstance(value, str) else None


def _integer(value: Any) -> Value:
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,15}", value):
        return int(value)
    if isinstance(value, float) and value.is_integer() and abs(value) <= MAX_SAFE_INTEGER:
        return int(value)
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return value if is_whole and abs(value) <= MAX_SAFE_INTEGER else None


def _real(value: Any) -> Value:
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", value):
        return float(value)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if is_number and isinstance(value, int) and abs(value) > MAX_SAFE_INTEGER:
        return None
    return value if is_number and abs(value) <= _LARGEST else None


def _boolean(value: Any) -> Value:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value)
    return value if isinstance(value, bool) else None


_COERCED: dict[Type, Callable[[Any], Value]] = {
    Type.STRING: _string,
    Type.INTEGER: _integer,
    Type.NUMBER: _real,
    Type.BOOLEAN: _boolean,
}


def read_value(found: Any, depth: int = 0) -> Value:
    """Take a value of JSON as it is, but for what not every client can hold.

    That is numbers beyond `MAX_SAFE_INTEGER`, and what stands deeper than anybody reads.
    """
    if depth > _DEEPEST and isinstance(found, (dict, list)):
        return Object()
    if isinstance(found, dict):
        rows = ((Text(str(name)), read_value(item, depth + 1)) for name, item in found.items())
        return Object(tuple(rows))
    if isinstance(found, list):
        return tuple(read_value(item, depth + 1) for item in found)
    if isinstance(found, str):
        return Text(found)
    if isinstance(found, int) and abs(found) > MAX_SAFE_INTEGER:
        return MAX_SAFE_INTEGER if found > 0 else -MAX_SAFE_INTEGER
    return min(max(found, -_LARGEST), _LARGEST) if isinstance(found, float) else found


def json_type(value: Any) -> str:
    """Name the type of a value of JSON; empty for null."""
    kinds = {bool: "boolean", str: "string", int: "integer", float: "number"}
    return {**kinds, list: "array", dict: "object"}.get(type(value), "")


_FORMATS = {
    "date": "2025-01-31",
    "date-time": "2025-01-31T12:00:00Z",
    "datetime": "2025-01-31T12:00:00Z",
    "time": "12:00:00Z",
    "duration": "P1D",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
    "guid": "123e4567-e89b-12d3-a456-426614174000",
    "email": "ann@example.com",
    "idn-email": "ann@example.com",
    "hostname": "example.com",
    "idn-hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ip": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com",
    "url": "https://example.com",
    "iri": "https://example.com",
    "uri-reference": "/example",
    "byte": "ZXhhbXBsZQ==",
    "base64": "ZXhhbXBsZQ==",
    "regex": "^a$",
    "json-pointer": "/example",
}
# What patterns often ask for; the first that fits is easier to read than any that is made.
_USUAL = (
    "example", "Example", "EXAMPLE", "example.com", "https://example.com", "ann@example.com", "a",
    "A", "1", "12", "123", "1234", "12345", "123456", "1.0", "1.0.0", "v1", "US", "USD", "en",
    "en-US", "+15555550100", "2025-01-31", "2025-01-31T12:00:00Z", "12:00", "12:00:00", "#ff0000",
    "ff0000", "192.0.2.1", "192.0.2.0/24", "123e4567-e89b-12d3-a456-426614174000", "/example",
)  # fmt: skip


def example_text(hint: str, facts: dict[str, Any], steps: Steps | None = None) -> str | None:
    """Make a text.

    Arguments:
        hint: what it is for, such as the name of its field.
        facts: the keywords `format`, `pattern`, `minLength` and `maxLength`, where there are any.
        steps: those in which texts are matched; by default, those of one pattern.

    Returns:
        The text; None if there is none that the pattern allows, or none was found.

    Raises:
        TooManyStepsError: if there are not enough steps to match the pattern.
    """
    least, most = facts.get("minLength") or 0, facts.get("maxLength")
    if least > LONGEST or (most is not None and most < least):
        return None
    format_, pattern = facts.get("format"), facts.get("pattern")
    wanted = _FORMATS.get(format_ or "", hint or "example")

    def fits(candidate: str) -> bool:
        return len(candidate) >= least and (most is None or len(candidate) <= most)

    steps = steps or Steps()
    compiled = usable(pattern) if pattern is not None else None
    if pattern is None or compiled is None:
        return wanted if fits(wanted) else _sized(wanted, least, most)
    candidates = [wanted, wanted.lower(), wanted.upper(), *_USUAL, _sized(wanted, least, most)]
    found = next((c for c in candidates if fits(c) and compiled.search(c, steps)), None)
    if found is not None:
        return found
    made = text_of(pattern, least)
    return made if made is not None and fits(made) and compiled.search(made, steps) else None


def _sized(wanted: str, least: int, most: int | None) -> str:
    if len(wanted) < least:
        wanted = (wanted * (least // len(wanted) + 1))[:least]
    return wanted if most is None else wanted[:most]


def example_number(facts: dict[str, Any], whole: bool) -> int | float | None:
    """Make a number.

    Arguments:
        facts: the keywords `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum` and
            `multipleOf`, where there are any; the exclusive ones as numbers.
        whole: whether it is an integer.

    Returns:
        The number; None if there is none.
    """
    low, high = facts.get("minimum"), facts.get("maximum")
    above, below = facts.get("exclusiveMinimum"), facts.get("exclusiveMaximum")
    step = facts.get("multipleOf")

    def fits(value: float) -> bool:
        return (
            (low is None or value >= low)
            and (high is None or value <= high)
            and (above is None or value > above)
            and (below is None or value < below)
            and (not step or abs(value / step - round(value / step)) < 1e-9)
        )

    bounds = [bound for bound in (low, above, high, below) if bound is not None]
    candidates: list[float] = [1, 0]
    for bound in bounds:
        candidates += [bound, bound + 1, bound - 1, bound + 0.5, bound - 0.5]
    if len(bounds) == 2:
        candidates.append(sum(bounds) / 2)
    if step:
        candidates += [step, -step]
        for bound in bounds:
            candidates += [(bound // step + k) * step for k in (-1, 0, 1, 2)]
    for candidate in candidates:
        value = int(candidate) if float(candidate).is_integer() else candidate
        if fits(value) and (not whole or isinstance(value, int)):
            return value
    return None


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
        if room < -MAX_VALUES:
            what = f"it requires more than {MAX_VALUES:,} values"
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
