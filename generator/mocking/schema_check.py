"""Check a value against a rule, and name all faults with their places."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from generator.errors import counted
from generator.mocking.faults import MOST_FAULTS, format_value, pointer_token
from generator.mocking.rules import CLEAR_FORMATS, Rule, type_name
from generator.model.formats import FORMATS, applies_to
from generator.model.schema import Type
from generator.openapi.schemas.validity import is_same
from generator.patterns.expressions import Steps, TooManyStepsError

# The most rules that are checked for one value, and the most characters that patterns look at.
# What is beyond is allowed.
_MOST_STEPS = 200_000
_MOST_CHARACTERS = 200_000
# The most levels of a value and of its rules together.
_DEEPEST = 150
# The longest text whose format is checked.
_LONGEST = 10_000
_SIZES: tuple[tuple[Any, str, str], ...] = (
    (str, "Length", "character"),
    (list, "Items", "item"),
    (dict, "Properties", "member"),
)


class FileBytes:
    """Stands for the bytes of a file in a form, whose content is not looked at."""


# A JSON pointer, and what is wrong there.
SchemaFault = tuple[str, str]


def schema_faults(rule: Rule, value: Any) -> list[SchemaFault]:
    """Return what is wrong with a value, at most `MOST_FAULTS` faults.

    Arguments:
        rule: the values that are allowed.
        value: the value, as one of Python's json module, or `FileBytes`.
    """
    return SchemaCheck().check(rule, value)


class _TooMuchError(Exception):
    """The check needs more steps than it may take."""


class SchemaCheck:
    """Checks values, with limits for all of them together."""

    def __init__(self) -> None:
        self._steps = _MOST_STEPS
        self._characters = _MOST_CHARACTERS
        # How often something was called allowed that could not be checked.
        self._doubts = 0

    @property
    def is_exhausted(self) -> bool:
        """Whether the limits are used up, so that further values are called allowed."""
        return self._steps <= 0 or self._characters <= 0

    def check(self, rule: Rule, value: Any) -> list[SchemaFault]:
        """Return what is wrong with a value; nothing if that takes too many steps to find out."""
        try:
            return self._check(rule, value, "", frozenset(), 0)[:MOST_FAULTS]
        except (_TooMuchError, RecursionError):
            return []

    def _check(
        self, rule: Rule, value: Any, at: str, read_only: frozenset[str], depth: int
    ) -> list[SchemaFault]:
        """Return what is wrong with a value at a pointer.

        Arguments:
            rule: the rule.
            value: the value.
            at: the JSON pointer of the value.
            read_only: the names that are never required, as other rules of this value say.
            depth: the number of rules around this one.
        """
        self._steps -= 1
        if self._steps < 0 or depth > _DEEPEST:
            raise _TooMuchError
        if rule.never:
            return [(at, "this must not be here")]
        if value is None and rule.nullable:
            return []
        self._doubts += rule.has_doubt
        if isinstance(value, FileBytes):
            return self._check_file(rule, at, depth)
        if fault := _type_fault(rule, value):
            return [(at, fault)]
        if rule.read_only or rule.all_of or rule.reference:
            read_only |= {name for part in rule.parts() for name in part.read_only}
        faults = [(at, what) for what in (_enum_fault(rule, value), *self._limits(rule, value))
                  if what]  # fmt: skip
        for part in (*([rule.reference] if rule.reference else ()), *rule.all_of):
            faults += self._check(part, value, at, read_only, depth + 1)
        for key, parts in (("anyOf", rule.any_of), ("oneOf", rule.one_of)):
            if parts:
                faults += self._alternatives(rule, key, parts, value, at, read_only, depth)
        if rule.excluded is not None:
            before = self._doubts
            inner = self._check(rule.excluded, value, at, read_only, depth + 1)
            if not inner and self._doubts == before:
                faults.append((at, "this has the form that `not` excludes"))
        if isinstance(value, dict):
            faults += self._members(rule, value, at, read_only, depth)
        elif isinstance(value, list):
            faults += self._items(rule, value, at, depth)
        return list(dict.fromkeys(faults[: 2 * MOST_FAULTS]))

    def _check_file(self, rule: Rule, at: str, depth: int) -> list[SchemaFault]:
        """Check that a rule allows a file. Its content is not looked at."""
        if depth == 0 and not (rule.possible_types() & {"string"} or rule.allows_file()):
            return [(at, "this is a file; a file is not documented here")]
        return []

    def _limits(self, rule: Rule, value: Any) -> list[str]:
        """Check the keywords that limit a scalar or a size, the pattern and the format."""
        faults = []
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            faults += _number_faults(rule, value)
        for kind, suffix, unit in _SIZES:
            least, most = rule.limits.get(f"min{suffix}"), rule.limits.get(f"max{suffix}")
            if isinstance(value, kind) and (least is not None or most is not None):
                size = len(value)
                if least is not None and size < least:
                    faults.append(f"this has {counted(size, unit)}, and needs {least} at least")
                if most is not None and size > most:
                    faults.append(f"this has {counted(size, unit)}, and may have {most} at most")
        if isinstance(value, str) and rule.pattern is not None:
            compiled, pattern = rule.pattern
            self._characters -= len(value)
            try:
                if self._characters < 0:
                    self._doubts += 1
                elif not compiled.search(value, Steps()):
                    faults.append(f"{format_value(value)} does not match {format_value(pattern)}")
            except TooManyStepsError:
                self._doubts += 1
        if rule.format in CLEAR_FORMATS and not _has_format(rule.format, value):
            faults.append(f"{format_value(value)} is no {rule.format}")
        return faults

    def _alternatives(
        self,
        rule: Rule,
        key: str,
        parts: list[Rule],
        value: Any,
        at: str,
        read_only: frozenset[str],
        depth: int,
    ) -> list[SchemaFault]:
        """Check `anyOf` or `oneOf`. If none fits, the faults are those of the nearest one."""
        if rule.discriminator and isinstance(value, dict):
            member, mapping = rule.discriminator
            word = value.get(member)
            name = mapping.get(word, word) if isinstance(word, str) else None
            named = [part for part in parts if name and rule.names.get(id(part)) == name]
            if named:
                return self._check(named[0], value, at, read_only, depth + 1)
        before = self._doubts
        nearest: list[SchemaFault] | None = None
        fitting = 0
        for part in parts:
            faults = self._check(part, value, at, read_only, depth + 1)
            fitting += not faults
            if key == "anyOf" and not faults:
                return []
            if nearest is None or _distance(faults, at) < _distance(nearest, at):
                nearest = faults
        if fitting == 1 or nearest is None:
            return []
        if fitting:
            if self._doubts > before:
                return []
            return [(at, f"this fits {fitting} of the forms of oneOf, and must fit one alone")]
        if len(parts) == 1:
            return nearest
        return [(p, f"{what} (nearest of {len(parts)} documented forms)") for p, what in nearest]

    def _members(
        self, rule: Rule, value: dict[str, Any], at: str, read_only: frozenset[str], depth: int
    ) -> list[SchemaFault]:
        """Check the keywords of objects."""
        faults = [
            (at + pointer_token(name), "this is required, and is not there")
            for name in rule.required
            if name not in value and name not in read_only
        ]
        for name, names in rule.dependent.items():
            if name in value:
                faults += [
                    (at + pointer_token(other), f"this is required beside {name}, and is not there")
                    for other in names
                    if other not in value
                ]
        if not (rule.properties or rule.patterns or rule.additional):
            return faults
        for name, member in value.items():
            place = at + pointer_token(name)
            rules = [rule.properties[name]] if name in rule.properties else []
            rules += [inner for pattern, inner in rule.patterns if self._matches(pattern, name)]
            if not rules and rule.additional is not None:
                if rule.additional.never:
                    faults.append(
                        (place, f"no member of this name is documented{_near(rule, name)}")
                    )
                    continue
                rules = [rule.additional]
            for inner in rules:
                faults += self._check(inner, member, place, frozenset(), depth + 1)
            if len(faults) > MOST_FAULTS:
                break
        return faults

    def _matches(self, pattern: Any, name: str) -> bool:
        """Say whether a member's name matches a pattern; true if that takes too many steps."""
        self._characters -= len(name)
        if self._characters < 0:
            raise _TooMuchError
        try:
            return bool(pattern.search(name, Steps()))
        except TooManyStepsError:
            raise _TooMuchError from None

    def _items(self, rule: Rule, value: list[Any], at: str, depth: int) -> list[SchemaFault]:
        """Check the keywords of arrays."""
        faults: list[SchemaFault] = []
        if rule.unique:
            faults += [
                (at + pointer_token(i), "this is there twice") for i in self._repeated(value)
            ]
        for index, item in enumerate(value):
            inner = rule.prefix[index] if index < len(rule.prefix) else rule.items
            if inner is not None:
                place = at + pointer_token(index)
                faults += self._check(inner, item, place, frozenset(), depth + 1)
            if len(faults) > MOST_FAULTS:
                break
        return faults

    def _repeated(self, items: list[Any]) -> list[int]:
        """Return the indexes of items that equal an earlier one."""
        seen: set[tuple[bool, Any]] = set()
        others: list[Any] = []
        indexes = []
        for index, item in enumerate(items):
            if isinstance(item, (dict, list)):
                self._steps -= len(others)
                if self._steps < 0:
                    self._doubts += 1
                    break
                is_there = any(is_same(item, other) for other in others)
                others.append(item)
            else:
                key = isinstance(item, bool), item
                is_there = key in seen
                seen.add(key)
            if is_there:
                indexes.append(index)
        return indexes[:MOST_FAULTS]


def _type_fault(rule: Rule, value: Any) -> str:
    """Check `type`."""
    if rule.types is None:
        return ""
    name = type_name(value)
    if name in rule.types or (name == "integer" and "number" in rule.types):
        return ""
    if rule.is_file and isinstance(value, str):
        return ""
    *first, last = sorted(rule.types)
    return f"{format_value(value)} is no {', '.join(first)}{' or ' if first else ''}{last}"


def _enum_fault(rule: Rule, value: Any) -> str:
    """Check `enum` and `const`."""
    allowed = list(rule.const) or rule.enum
    if allowed is None or any(is_same(value, item) for item in allowed):
        return ""
    most = 12
    words = ", ".join(map(format_value, allowed[:most])) + (", …" if len(allowed) > most else "")
    return f"{format_value(value)} is not {'one of ' if len(allowed) > 1 else ''}{words}"


def _number_faults(rule: Rule, value: int | float) -> list[str]:
    """Check the keywords that limit a number."""
    limits, faults = rule.limits, []
    low, high = limits.get("minimum"), limits.get("maximum")
    above, below = limits.get("exclusiveMinimum"), limits.get("exclusiveMaximum")
    step = limits.get("multipleOf")
    if low is not None and value < low:
        faults.append(f"{format_value(value)} is less than the minimum, {low}")
    if high is not None and value > high:
        faults.append(f"{format_value(value)} is more than the maximum, {high}")
    if above is not None and value <= above:
        faults.append(f"{format_value(value)} must be more than {above}")
    if below is not None and value >= below:
        faults.append(f"{format_value(value)} must be less than {below}")
    if step is not None and not _is_multiple(value, step):
        faults.append(f"{format_value(value)} is no multiple of {step}")
    return faults


def _is_multiple(value: int | float, step: int | float) -> bool:
    """Say whether a number is a multiple of another, as their decimal digits say."""
    if step <= 0:
        return True
    if isinstance(value, int) and isinstance(step, int):
        return value % step == 0
    try:
        return Decimal(repr(value)) % Decimal(repr(step)) == 0
    except (InvalidOperation, ValueError):  # the numbers differ too much, or are infinite
        return True


def _has_format(name: str, value: Any) -> bool:
    """Say whether a value has a clear format; true for values of types that have no such format."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return True
    if isinstance(value, str) and len(value) > _LONGEST:
        return True
    type_ = Type.STRING if isinstance(value, str) else Type.INTEGER
    check = FORMATS[name].is_valid
    return check is None or not applies_to(name, type_) or check(value)


def _near(rule: Rule, name: str) -> str:
    """Return a hint at a documented name that differs in case, or little; may be empty."""
    from difflib import get_close_matches

    names = get_close_matches(name[:100], list(rule.properties)[:500], 1)
    return f"; did you mean {names[0]}?" if names else ""


def _distance(faults: list[SchemaFault], at: str) -> tuple[bool, int]:
    """Return how far a value is from a form: one of another type is the farthest."""
    is_other = any(place == at and " is no " in what for place, what in faults)
    return is_other, len(faults)
