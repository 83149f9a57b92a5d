"""Regular expressions of specs and documents: whether one matches a text, and texts that match.

Python's parser reads them. Programs of our own match them, so that the number of steps is bounded
whatever a pattern is. Patterns are those of ECMA-262, as in JSON Schema, as far as Python reads
them the same way. As there, `$` is the end of the text alone.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from itertools import chain
from typing import Any

from generator.patterns.characters import CharacterSet
from generator.patterns.compiler import PatternError, character_set, compile_tree, subtrees
from generator.patterns.matcher import CompiledPattern, Steps, TooManyStepsError

__all__ = [
    "MAX_LENGTH",
    "PatternError",
    "Steps",
    "TooManyStepsError",
    "compile_pattern",
    "make_matching_text",
    "try_compile",
]

# Longer than any value that somebody would read.
MAX_LENGTH = 5_000
# Characters of a text that is made up, where each of its parts is as long as wanted.
_MOST_CHARACTERS = 4 * MAX_LENGTH
# Longer, and deeper in brackets, than any pattern that somebody would read.
_LONGEST_PATTERN = 10_000
_DEEPEST = 50
_BRACKETS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*|\(\?#(?:\\.|[^)\\])*|[()]", re.DOTALL)


def compile_pattern(pattern: str) -> CompiledPattern:
    """Compile a pattern.

    Raises:
        PatternError: if it is no regular expression, or one that is not supported.
    """
    found = _compiled(pattern)
    if isinstance(found, tuple):
        raise PatternError(*found)
    return found


def try_compile(pattern: str) -> CompiledPattern | None:
    """Compile a pattern; None if it is not supported.

    ECMA-262 has some that Python has not.
    """
    found = _compiled(pattern)
    return None if isinstance(found, tuple) else found


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> CompiledPattern | tuple[str, str]:
    """Compile a pattern, or say what is wrong with it and what to do."""
    try:
        tree = _parsed(pattern)
        return compile_tree(tree, tree.state.flags)
    except PatternError as error:
        return str(error), error.todo


def _parsed(pattern: str) -> Any:
    """Parse a pattern.

    Raises:
        PatternError: if it is no regular expression, or one that is not supported.
    """
    from re import _parser  # type: ignore[attr-defined]

    if len(pattern) > _LONGEST_PATTERN:
        what = f"this regular expression has more than {_LONGEST_PATTERN:,} characters"
        raise PatternError(what)
    depth = deepest = 0
    for match in _BRACKETS.finditer(pattern):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        deepest = max(depth, deepest)
    if deepest > _DEEPEST:
        what = f"this regular expression has more than {_DEEPEST} brackets in each other"
        raise PatternError(what)
    try:
        with warnings.catch_warnings():  # of what Python may read otherwise some day
            warnings.simplefilter("ignore")
            return _parser.parse(pattern)
    except re.error as error:
        raise PatternError(f"no regular expression: {error}", "correct it") from None
    except (OverflowError, RecursionError, ValueError):  # by numbers that are too long, too
        raise PatternError("this regular expression repeats too much") from None


def make_matching_text(pattern: str, least: int) -> str | None:
    """Make a text that a regular expression matches, as far as its parts tell how.

    Arguments:
        pattern: a pattern that is usable.
        least: how many characters it is to have at least.

    Returns:
        The text, which may yet not match; None if there is a part of which none can be made, or
        if that takes too long.
    """
    steps = Steps()
    try:
        parsed = _parsed(pattern)
        text = _Writer(0, steps).parts(parsed)
        for repeats in range(1, 3) if len(text) < least else ():
            text = _Writer(least * repeats, steps).parts(parsed)
            if len(text) >= least:
                break
    except (PatternError, _UnknownError, TooManyStepsError):
        return None
    return text


class _UnknownError(Exception):
    """A part of a regular expression for which no text is made."""


class _Writer:
    """Writes a text for each part of a parsed regular expression; repeats up to `more` times."""

    def __init__(self, more: int, steps: Steps) -> None:
        self.more = more
        self.steps = steps
        self.groups: dict[int | None, str] = {}

    def parts(self, parsed: Any) -> str:
        texts, size = [], 0
        for kind, value in parsed:
            self.steps.take()
            texts.append(self.part(str(kind), value))
            size += len(texts[-1])
            self._check_size(size)
        return "".join(texts)

    def part(self, name: str, value: Any) -> str:
        if name == "LITERAL":
            return chr(value)
        if name in ("NOT_LITERAL", "ANY", "IN"):
            return self._one_of(character_set(name, value, 0))
        if name in ("AT", "ASSERT", "ASSERT_NOT"):
            return ""  # whether it holds is seen when all is matched
        if name == "GROUPREF":
            held: str = self.groups.get(value, "")
            return held
        inner = subtrees(name, value)
        if not inner or name == "GROUPREF_EXISTS":
            raise _UnknownError
        text = self.parts(inner[0])
        if name == "SUBPATTERN":
            self.groups[value[0]] = text
        elif name.endswith("_REPEAT"):
            low, high = value[:2]
            count = min(max(low, self.more), high, max(low, MAX_LENGTH))
            self._check_size(len(text) * count)
            text *= count
        return text

    def _check_size(self, size: int) -> None:
        if size > _MOST_CHARACTERS:
            raise _UnknownError

    def _one_of(self, allowed: CharacterSet) -> str:
        usual, latin = "a1A0xbZ_-. /:", map(chr, range(32, 0x250))
        for character in chain(usual, latin, allowed.examples()):
            self.steps.take()
            if allowed[character]:
                return character
        raise _UnknownError
