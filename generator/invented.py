"""Values for what has no example: such as its schema allows, and people can read.

What has a format gets a value that is reserved for documentation where there is one (RFC 2606,
RFC 5737, RFC 3849); other texts are called by what they are for.
"""

from __future__ import annotations

import re
import warnings
from typing import Any

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
# Longer than any value that somebody would read.
_LONGEST = 5_000


def text(hint: str, facts: dict[str, Any]) -> str | None:
    """Make a text.

    Arguments:
        hint: what it is for, such as the name of its field.
        facts: the keywords `format`, `pattern`, `minLength` and `maxLength`, where there are any.

    Returns:
        The text; None if there is none that the pattern allows, or none was found.
    """
    least, most = facts.get("minLength") or 0, facts.get("maxLength")
    if least > _LONGEST or (most is not None and most < least):
        return None
    format_, pattern = facts.get("format"), facts.get("pattern")
    wanted = _FORMATS.get(format_ or "", hint or "example")

    def fits(candidate: str) -> bool:
        return len(candidate) >= least and (most is None or len(candidate) <= most)

    if pattern is None:
        return wanted if fits(wanted) else _sized(wanted, least, most)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return wanted if fits(wanted) else _sized(wanted, least, most)
    candidates = [wanted, wanted.lower(), wanted.upper(), *_USUAL, _sized(wanted, least, most)]
    found = next((c for c in candidates if fits(c) and compiled.search(c)), None)
    if found is not None:
        return found
    made = _of_pattern(pattern, least)
    return made if made is not None and fits(made) and compiled.search(made) else None


def _sized(wanted: str, least: int, most: int | None) -> str:
    if len(wanted) < least:
        wanted = (wanted * (least // len(wanted) + 1))[:least]
    return wanted if most is None else wanted[:most]


def number(facts: dict[str, Any], whole: bool) -> int | float | None:
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


def _of_pattern(pattern: str, least: int) -> str | None:
    """Make a text that a regular expression matches, as far as its parts tell how."""
    from re import _constants, _parser  # type: ignore[attr-defined]

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = _parser.parse(pattern)
        made = "".join(_Writer(_constants, 0).parts(parsed))
        for repeats in range(1, 3) if len(made) < least else ():
            made = "".join(_Writer(_constants, least * repeats).parts(parsed))
            if len(made) >= least:
                break
    except (re.error, _UnknownError, RecursionError, OverflowError):
        return None
    return made


class _UnknownError(Exception):
    """A part of a regular expression for which no text is made."""


class _Writer:
    """Writes a text for each part of a parsed regular expression; repeats up to `more` times."""

    def __init__(self, constants: Any, more: int) -> None:
        self.c = constants
        self.more = more
        self.groups: dict[int, str] = {}

    def parts(self, parsed: Any) -> list[str]:
        return [self.part(kind, value) for kind, value in parsed]

    def part(self, kind: Any, value: Any) -> str:
        c = self.c
        if kind is c.LITERAL:
            return chr(value)
        if kind is c.NOT_LITERAL:
            return "b" if value == ord("a") else "a"
        if kind is c.ANY:
            return "a"
        if kind is c.IN:
            return self._one_of(value)
        if kind is c.BRANCH:
            return "".join(self.parts(value[1][0]))
        if kind is c.SUBPATTERN:
            made = "".join(self.parts(value[3]))
            self.groups[value[0]] = made
            return made
        if kind in (c.MAX_REPEAT, c.MIN_REPEAT) or kind is getattr(c, "POSSESSIVE_REPEAT", None):
            low, high, inner = value
            count = min(max(low, self.more), high, max(low, _LONGEST))
            return "".join("".join(self.parts(inner)) for _ in range(count))
        if kind is getattr(c, "ATOMIC_GROUP", None):
            return "".join(self.parts(value))
        if kind is c.GROUPREF:
            return self.groups.get(value, "")
        if kind in (c.AT, c.ASSERT, c.ASSERT_NOT):
            return ""  # whether it holds is seen when all is matched
        raise _UnknownError

    def _one_of(self, allowed: Any) -> str:
        for character in "a1A0xbZ_-. /:":
            if self._is_in(ord(character), allowed):
                return character
        for code in range(32, 0x250):
            if self._is_in(code, allowed):
                return chr(code)
        raise _UnknownError

    def _is_in(self, code: int, allowed: Any) -> bool:
        c, negated, found = self.c, False, False
        for kind, value in allowed:
            if kind is c.NEGATE:
                negated = True
            elif kind is c.LITERAL:
                found = found or code == value
            elif kind is c.RANGE:
                found = found or value[0] <= code <= value[1]
            elif kind is c.CATEGORY:
                found = found or bool(re.fullmatch(_CATEGORIES[str(value)], chr(code)))
            else:
                raise _UnknownError
        return found is not negated


_CATEGORIES = {
    "CATEGORY_DIGIT": r"\d",
    "CATEGORY_NOT_DIGIT": r"\D",
    "CATEGORY_SPACE": r"\s",
    "CATEGORY_NOT_SPACE": r"\S",
    "CATEGORY_WORD": r"\w",
    "CATEGORY_NOT_WORD": r"\W",
}
