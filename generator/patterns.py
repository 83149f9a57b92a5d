"""Regular expressions: a text that one matches, and whether to match one takes for ever."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import Any

# Longer than any value that somebody would read.
LONGEST = 5_000


@lru_cache(maxsize=4096)
def usable(pattern: str) -> re.Pattern[str] | None:
    """Compile a pattern; None if Python can't, or if to match it can take for ever.

    ECMA-262, whose patterns those of JSON Schema are, has some that Python has not.
    """
    try:
        with warnings.catch_warnings():  # of what Python may read otherwise some day
            warnings.simplefilter("ignore")
            if _is_endless(_parsed(pattern), False):
                return None
            return re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return None


def _parsed(pattern: str) -> Any:
    from re import _parser  # type: ignore[attr-defined]

    return _parser.parse(pattern)


def _is_endless(parts: Any, within: bool) -> bool:
    """Say whether a repeat is all that a repeat repeats: there are 2^n ways to match n characters.

    Arguments:
        parts: what the pattern is made of.
        within: whether that is repeated any number of times.
    """
    from re import _constants as c  # type: ignore[attr-defined]

    rows = list(parts)
    needed = [row for row in rows if not _can_be_empty(row, c)]
    for kind, value in rows:
        is_alone = not needed or (len(needed) == 1 and needed[0] == (kind, value))
        if kind in (c.MAX_REPEAT, c.MIN_REPEAT):
            is_free = value[1] is c.MAXREPEAT
            if is_free and within and is_alone:
                return True
            if _is_endless(value[2], is_free or (within and is_alone)):
                return True
        elif kind is c.SUBPATTERN:
            if _is_endless(value[3], within and is_alone):
                return True
        elif kind is c.BRANCH:
            if any(_is_endless(branch, within and is_alone) for branch in value[1]):
                return True
        elif kind in (c.ASSERT, c.ASSERT_NOT) and _is_endless(value[1], False):
            return True
    return False


def _can_be_empty(row: tuple[Any, Any], c: Any) -> bool:
    kind, value = row
    if kind in (c.MAX_REPEAT, c.MIN_REPEAT):
        return value[0] == 0 or all(_can_be_empty(part, c) for part in value[2])
    if kind is c.SUBPATTERN:
        return all(_can_be_empty(part, c) for part in value[3])
    if kind is c.BRANCH:
        return any(all(_can_be_empty(part, c) for part in branch) for branch in value[1])
    return kind in (c.AT, c.ASSERT, c.ASSERT_NOT)


def text_of(pattern: str, least: int) -> str | None:
    """Make a text that a regular expression matches, as far as its parts tell how.

    Arguments:
        pattern: a pattern that is usable.
        least: how many characters it is to have at least.

    Returns:
        The text, which may yet not match; None if there is a part of which none can be made.
    """
    from re import _constants  # type: ignore[attr-defined]

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = _parsed(pattern)
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
            count = min(max(low, self.more), high, max(low, LONGEST))
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
