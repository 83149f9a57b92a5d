"""Checker of JSON values against the schemas of a document, in the way of JSON Schema validators.

Messages that an example is wrong, and the choice among the alternatives of `oneOf` and `anyOf`,
rest on this check. Where the checker can't tell, it calls a value allowed.
"""

from __future__ import annotations

from typing import Any

from generator.openapi.references import References, items, members
from generator.openapi.schemas.discriminators import chosen_name, last_name
from generator.openapi.schemas.keywords import is_read_only
from generator.patterns.expressions import Steps, TooManyStepsError, try_compile
from generator.sources.document import At

# The most steps of one check. A larger value or schema is called allowed.
_MOST_STEPS = 20_000
# The most levels of nested schemas.
_DEEPEST = 60


class _UnknownError(Exception):
    """The checker can't tell whether a value is allowed."""


def is_allowed(at: At, value: Any, references: References) -> bool:
    """Say whether a Schema Object allows a value.

    Formats are not checked, and properties that are read-only are never required. References that
    can't be followed, and checks that take too many steps, allow any value.

    Arguments:
        at: the Schema Object.
        value: the value, as one of Python's json module.
        references: follows `$ref`. No problem is added to it.

    Raises:
        BudgetError: if the document takes too many steps to read.
    """
    try:
        return _Checker(references.quiet()).check(at, value, 0)
    except (_UnknownError, RecursionError):
        return True


class _Checker:
    """Checks one value."""

    def __init__(self, references: References) -> None:
        self.references = references
        self.left = _MOST_STEPS

    def check(self, at: At, value: Any, depth: int, whole: At | None = None) -> bool:
        """Say whether a schema allows a value.

        Arguments:
            at: the schema.
            value: the value.
            depth: the number of schemas around it.
            whole: the schema of which it is a part; None if it is the schema of the whole value.
        """
        whole = at if whole is None else whole
        self.left -= 1
        if self.left < 0 or depth > _DEEPEST:
            raise _UnknownError
        schema = at.value
        if isinstance(schema, bool):
            return schema
        if not isinstance(schema, dict):
            return True
        if "$ref" in schema:
            target = self.references.resolve(at)
            if target is None:
                raise _UnknownError
            if not self.references.has_siblings or len(schema) == 1:
                return self.check(target, value, depth + 1, whole)
            if not self.check(target, value, depth + 1, whole):
                return False
        if value is None and schema.get("nullable") is True:
            return True
        return (
            _has_type(schema, value)
            and self._is_named(schema, value)
            and _is_within_limits(schema, value)
            and self._fits_parts(at, value, depth, whole)
            and (not isinstance(value, dict) or self._fits_object(at, value, depth, whole))
            and (not isinstance(value, list) or self._fits_array(at, value, depth))
        )

    def _is_named(self, schema: dict[str, Any], value: Any) -> bool:
        """Check `enum` and `const`."""
        enum = schema.get("enum")
        if isinstance(enum, list):
            self.left -= len(enum)
            # A text equals no value of another type, and `in` is much faster.
            is_text = isinstance(value, str)
            if not (value in enum if is_text else any(is_same(value, item) for item in enum)):
                return False
        return "const" not in schema or is_same(value, schema["const"])

    def _fits_parts(self, at: At, value: Any, depth: int, whole: At) -> bool:
        """Check the schemas that a schema is composed of."""
        schema = at.value
        if "allOf" in schema and not all(
            self.check(part, value, depth + 1, whole) for part in items(at.child("allOf"))
        ):
            return False
        name = chosen_name(schema, value)
        for key in ("oneOf", "anyOf"):
            if key in schema:
                parts = list(items(at.child(key)))
                named = [part for part in parts if name and _reference_name(part.value) == name]
                if named and not self.check(named[0], value, depth + 1, whole):
                    return False
                if named:
                    continue
                count = sum(self.check(part, value, depth + 1, whole) for part in parts)
                if parts and (not count or (key == "oneOf" and count > 1)):
                    return False
        return "not" not in schema or not self.check(at.child("not"), value, depth + 1)

    def _fits_object(self, at: At, value: dict[str, Any], depth: int, whole: At) -> bool:
        """Check the keywords of objects."""
        schema = at.value
        properties = schema.get("properties")
        properties = properties if isinstance(properties, dict) else {}
        required = schema.get("required")
        missing = [
            name
            for name in (required if isinstance(required, list) else ())
            if isinstance(name, str) and name not in value
        ]
        for name in missing:
            if not any(self._is_read_only(part, name, depth) for part in (at, whole)):
                return False
        for name, child in members(at.child("properties") if properties else None):
            if name in value and not self.check(child, value[name], depth + 1):
                return False
        if "additionalProperties" not in schema or "patternProperties" in schema:
            return True
        rest = at.child("additionalProperties")
        return all(
            self.check(rest, item, depth + 1)
            for name, item in value.items()
            if name not in properties
        )

    def _is_read_only(self, at: At, name: str, depth: int) -> bool:
        """Say whether a schema, or one of its parts, says that only answers have a property."""
        self.left -= 1
        if self.left < 0 or depth > _DEEPEST:
            raise _UnknownError
        target = self.references.resolve(at)
        if target is None or not isinstance(target.value, dict):
            return False
        properties = target.value.get("properties")
        if isinstance(properties, dict) and name in properties:
            child = target.child("properties").child(name)
            if is_read_only((child,), self.references):
                return True
        parts = items(target.child("allOf")) if "allOf" in target.value else ()
        return any(self._is_read_only(part, name, depth + 1) for part in parts)

    def _fits_array(self, at: At, value: list[Any], depth: int) -> bool:
        """Check the keywords of arrays."""
        schema = at.value
        if schema.get("uniqueItems") is True:
            self.left -= len(value) ** 2
            if self.left < 0:
                raise _UnknownError
            if any(is_same(item, other) for i, item in enumerate(value) for other in value[:i]):
                return False
        first = list(items(at.child("prefixItems"))) if "prefixItems" in schema else []
        if not all(self.check(p, v, depth + 1) for p, v in zip(first, value, strict=False)):
            return False
        if "items" not in schema:
            return True
        each = at.child("items")
        return all(self.check(each, item, depth + 1) for item in value[len(first) :])


def is_same(first: Any, second: Any) -> bool:
    """Say whether two JSON values are equal: 1 equals 1.0, and true does not equal 1."""
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(is_same(first[k], second[k]) for k in first)
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(is_same, first, second))
    return isinstance(first, bool) == isinstance(second, bool) and bool(first == second)


def _reference_name(value: Any) -> str:
    """Return the name of the schema that a `$ref` leads to; empty without a `$ref`."""
    return last_name(value.get("$ref")) if isinstance(value, dict) else ""


def _has_type(schema: dict[str, Any], value: Any) -> bool:
    """Check `type`."""
    type_ = schema.get("type")
    types = type_ if isinstance(type_, list) else [type_]
    if "type" not in schema or "file" in types or not all(isinstance(row, str) for row in types):
        return True
    kinds: dict[type, set[str]] = {
        bool: {"boolean"},
        str: {"string"},
        int: {"integer", "number"},
        list: {"array"},
        dict: {"object"},
        type(None): {"null"},
    }
    if isinstance(value, float):
        return "number" in types or ("integer" in types and value.is_integer())
    kind = next((kinds[row] for row in kinds if isinstance(value, row)), set())
    return not kind.isdisjoint(types)


def _is_within_limits(schema: dict[str, Any], value: Any) -> bool:
    """Check the keywords that limit a scalar, or a number of items or members."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _is_number_within(schema, value)
    if isinstance(value, str):
        pattern = schema.get("pattern")
        compiled = try_compile(pattern) if isinstance(pattern, str) else None
        try:
            if compiled is not None and not compiled.search(value, Steps()):
                return False
        except TooManyStepsError as error:
            raise _UnknownError from error
    sizes = {str: "Length", list: "Items", dict: "Properties"}
    suffix = next((sizes[kind] for kind in sizes if isinstance(value, kind)), "")
    if not suffix:
        return True
    least, most = _number(schema, f"min{suffix}"), _number(schema, f"max{suffix}")
    size = len(value)
    return (least is None or size >= least) and (most is None or size <= most)


def _is_number_within(schema: dict[str, Any], value: float) -> bool:
    """Check the keywords that limit a number."""
    low, high = _number(schema, "minimum"), _number(schema, "maximum")
    above, below = _number(schema, "exclusiveMinimum"), _number(schema, "exclusiveMaximum")
    above = low if schema.get("exclusiveMinimum") is True else above  # OpenAPI 3.0
    below = high if schema.get("exclusiveMaximum") is True else below
    step = _number(schema, "multipleOf")
    if isinstance(step, int) and step > 0 and isinstance(value, int) and value % step:
        return False
    return (
        (low is None or value >= low)
        and (high is None or value <= high)
        and (above is None or value > above)
        and (below is None or value < below)
    )


def _number(schema: dict[str, Any], key: str) -> int | float | None:
    """Return the value of a keyword if it is a number."""
    value = schema.get(key)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return value if is_number else None
