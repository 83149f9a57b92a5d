"""Example values: read from a document, fitted to a schema, or invented.

To match a regular expression takes steps, which are limited.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from generator.model.budget import Budget
from generator.model.formats import FORMATS
from generator.model.schema import SCALARS, Schema, Type, fits
from generator.model.structs import replace
from generator.model.text import Text, reveal
from generator.model.values import Object, Value
from generator.openapi.schemas.keywords import Keywords
from generator.openapi.schemas.made_values import request_value
from generator.patterns.expressions import (
    MAX_LENGTH,
    Steps,
    TooManyStepsError,
    make_matching_text,
    try_compile,
)

# The most levels of an example. A spec may be nested a little deeper.
_DEEPEST = 40
# The largest double-precision number (IEEE 754).
_LARGEST = 1.7976931348623157e308


def scalar_converter(type_: Type) -> Callable[[Any], Value]:
    """Return the function that converts a JSON value to a scalar of a type.

    The function accepts usual mistakes of authors, such as a number in quotes. It returns None if
    it can't convert a value.

    Arguments:
        type_: string, integer, number or boolean.
    """
    return _CONVERTERS[type_]


def _string(value: Any) -> Value:
    """Convert a JSON value to a string. None if it is not a scalar."""
    if isinstance(value, bool):
        return Text("true" if value else "false")
    if isinstance(value, (int, float)):
        return Text(repr(value))
    return Text(value) if isinstance(value, str) else None


def _integer(value: Any) -> Value:
    """Convert a JSON value to an integer. None if it is not one."""
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,40}", value):
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _number(value: Any) -> Value:
    """Convert a JSON value to a number. None if it is not one, or too large for a float."""
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", value):
        return float(value)
    if isinstance(value, float):
        return value if abs(value) <= _LARGEST else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _boolean(value: Any) -> Value:
    """Convert a JSON value to a boolean. None if it is not one."""
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value)
    return value if isinstance(value, bool) else None


_CONVERTERS: dict[Type, Callable[[Any], Value]] = {
    Type.STRING: _string,
    Type.INTEGER: _integer,
    Type.NUMBER: _number,
    Type.BOOLEAN: _boolean,
}


def read_value(value: Any, depth: int = 0) -> Value:
    """Convert any JSON value to a value of the model.

    Arrays and objects below 40 levels are replaced by an empty object.

    Arguments:
        value: a value of Python's json module.
        depth: the number of arrays and objects around the value.
    """
    if depth > _DEEPEST and isinstance(value, (dict, list)):
        return Object()
    if isinstance(value, dict):
        rows = ((Text(str(name)), read_value(item, depth + 1)) for name, item in value.items())
        return Object(tuple(rows))
    if isinstance(value, list):
        return tuple(read_value(item, depth + 1) for item in value)
    if isinstance(value, str):
        return Text(value)
    return min(max(value, -_LARGEST), _LARGEST) if isinstance(value, float) else value


def json_type(value: Any) -> str:
    """Return the JSON Schema type of a JSON value. It is empty for null."""
    kinds = {bool: "boolean", str: "string", int: "integer", float: "number"}
    return {**kinds, list: "array", dict: "object"}.get(type(value), "")


def enum_types(keywords: Keywords) -> set[str]:
    """Return the JSON Schema types of the values of `enum`."""
    return {json_type(value) for value in keywords.get("enum", list) or [] if value is not None}


_FORMATS = {
    "date": "2025-01-31",
    "date-time": "2025-01-31T12:00:00Z",
    "datetime": "2025-01-31T12:00:00Z",
    "time": "12:00:00Z",
    "duration": "P1D",
    "decimal": "1.50",
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
# Texts that match many patterns. They are easier to read than an invented text.
_COMMON_TEXTS = (
    "example", "Example", "EXAMPLE", "example.com", "https://example.com", "ann@example.com", "a",
    "A", "1", "12", "123", "1234", "12345", "123456", "1.0", "1.0.0", "v1", "US", "USD", "en",
    "en-US", "+15555550100", "2025-01-31", "2025-01-31T12:00:00Z", "12:00", "12:00:00", "#ff0000",
    "ff0000", "192.0.2.1", "192.0.2.0/24", "123e4567-e89b-12d3-a456-426614174000", "/example",
)  # fmt: skip


def example_text(hint: str, limits: dict[str, Any], steps: Steps | None = None) -> str | None:
    """Invent a text.

    Arguments:
        hint: a word for the text, such as the name of its field.
        limits: the keywords `format`, `pattern`, `minLength` and `maxLength`, as far as the schema
            has them.
        steps: the steps that may be taken to match the pattern. None allows `STEPS` of them.

    Returns:
        The text. None if no text that fits is found.

    Raises:
        TooManyStepsError: if the pattern takes too many steps to match.
    """
    least, most = limits.get("minLength") or 0, limits.get("maxLength")
    if least > MAX_LENGTH or (most is not None and most < least):
        return None
    format_, pattern = limits.get("format"), limits.get("pattern")
    row = FORMATS.get(format_ or "")
    preferred = _FORMATS.get(format_ or "", (row and row.example) or hint or "example")

    def fits(candidate: str) -> bool:
        return len(candidate) >= least and (most is None or len(candidate) <= most)

    steps = steps or Steps()
    compiled_pattern = try_compile(pattern) if pattern is not None else None
    if pattern is None or compiled_pattern is None:
        return preferred if fits(preferred) else _resize(preferred, least, most)
    candidates = [
        preferred,
        preferred.lower(),
        preferred.upper(),
        *_COMMON_TEXTS,
        _resize(preferred, least, most),
    ]
    match = next((c for c in candidates if fits(c) and compiled_pattern.search(c, steps)), None)
    if match is not None:
        return match
    text = make_matching_text(pattern, least)
    return (
        text if text is not None and fits(text) and compiled_pattern.search(text, steps) else None
    )


def _resize(text: str, least: int, most: int | None) -> str:
    """Repeat or cut a text so that its length is within limits."""
    if len(text) < least:
        text = (text * (least // len(text) + 1))[:least]
    return text if most is None else text[:most]


def example_number(limits: dict[str, Any], whole: bool, first: int = 1) -> int | float | None:
    """Invent a number.

    Arguments:
        limits: the keywords `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum` and
            `multipleOf`, as far as the schema has them. The exclusive ones are numbers.
        whole: whether the number must be an integer.
        first: the number to try before others, 1 or 0.

    Returns:
        The number. None if no number that fits is found.
    """
    low, high = limits.get("minimum"), limits.get("maximum")
    above, below = limits.get("exclusiveMinimum"), limits.get("exclusiveMaximum")
    step = limits.get("multipleOf")

    def fits(value: float) -> bool:
        return (
            (low is None or value >= low)
            and (high is None or value <= high)
            and (above is None or value > above)
            and (below is None or value < below)
            and (not step or abs(value / step - round(value / step)) < 1e-9)
        )

    bounds = [bound for bound in (low, above, high, below) if bound is not None]
    candidates: list[float] = [first, 1 - first]
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


def fit_example(
    schema: Schema, example: Any, budget: Budget, steps: dict[str, Steps] | None = None
) -> tuple[Schema, Value, bool]:
    """Convert an example to a value of the model. Loosen the schema if the example contradicts it.

    Arguments:
        schema: the schema in the document.
        example: the example in the document, as a JSON value.
        budget: limits the work that the document causes.
        steps: the remaining steps for each pattern. This function adds an entry for each pattern
            that it matches. A pattern that takes too many steps is ignored, and its remaining steps
            are negative.

    Returns:
        - the schema: the same object, or another one that allows the example;
        - the value, in which missing required fields are added;
        - whether the example contradicts the schema or lacks a required field.

    Raises:
        BudgetError: if the example is too large.
    """
    budget.example(example)
    steps = {} if steps is None else steps
    result = _fit(schema, example, budget, steps)
    budget.match(sum(counter.taken for counter in steps.values()))
    return result


def _fit(
    schema: Schema, example: Any, budget: Budget, steps: dict[str, Steps]
) -> tuple[Schema, Value, bool]:
    """Do the work of `fit_example` for one value within the example."""
    if schema.type is Type.ANY:
        return _fit_any(schema, read_value(example))
    if schema.type is Type.OBJECT and isinstance(example, dict):
        return _fit_object(schema, example, budget, steps)
    if schema.type is Type.ARRAY and isinstance(example, list) and schema.items is not None:
        rows = [_fit(schema.items, item, budget, steps) for item in example]
        value = tuple(row[1] for row in rows)
        items_schema = schema
        if any(row[2] or row[0] is not schema.items for row in rows):
            items_schema = replace(schema, items=_any_schema(next(iter(value), None)))
        if not fits(value, items_schema):
            items_schema = replace(items_schema, min_items=None, max_items=None)
        return items_schema, value, any(row[2] for row in rows)
    if example is None:
        return replace(schema, example=None, is_null=True), None, True
    scalar = scalar_converter(schema.type)(example) if schema.type in SCALARS else None
    if scalar is None:
        return _any_schema(read_value(example)), read_value(example), True
    try:
        if not fits(scalar, schema, steps.setdefault(reveal(schema.pattern or ""), Steps())):
            return Schema(schema.type, default=schema.default, example=scalar), scalar, True
    except TooManyStepsError:
        return _fit(replace(schema, pattern=None), example, budget, steps)
    return schema, scalar, False


def _any_schema(example: Value) -> Schema:
    """Make a schema that allows any value."""
    return replace(OPEN, example=Object() if example is None else example)


def _fit_any(schema: Schema, value: Value) -> tuple[Schema, Value, bool]:
    """Fit a value of any type, of which only an enum says more."""
    if not schema.enum or value in schema.enum or (value is None and schema.nullable):
        return schema, value, False
    return replace(schema, enum=()), value, True


def _fit_object(
    schema: Schema, example: dict[str, Any], budget: Budget, steps: dict[str, Steps]
) -> tuple[Schema, Value, bool]:
    """Do the work of `_fit` for an object."""
    budget.read(len(schema.fields))
    fields = {reveal(field.name): field for field in schema.fields}
    if not fields:
        return schema, read_value(example), False
    contradicts = False
    changed: dict[str, Schema] = {}
    members: list[tuple[Text, Value]] = []
    for name, item in example.items():
        if name not in fields:
            return replace(schema, name=None, fields=()), read_value(example), True
        fitted, value, item_contradicts = _fit(fields[name].schema, item, budget, steps)
        contradicts = contradicts or item_contradicts
        if fitted is not fields[name].schema:
            changed[name] = fitted
        members.append((fields[name].name, value))
    for name, field in fields.items():
        if field.required and name not in example:
            members.append((field.name, request_value(field.schema, budget)))
            contradicts = True
    if changed:
        changed_fields = (
            replace(field, schema=changed.get(reveal(field.name), field.schema))
            for field in schema.fields
        )
        schema = replace(schema, name=None, fields=tuple(changed_fields))
    return schema, Object(tuple(members)), contradicts


def is_json_text(text: str) -> bool:
    """Say whether a text is JSON."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
