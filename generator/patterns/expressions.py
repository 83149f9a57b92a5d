"""Regular expressions in specs and documents: compile them, and make texts that they match.

Python's parser reads the patterns, and `matcher` matches them, so that the number of steps is
limited for every pattern. A step is a small unit of work, such as to compare one character.
Patterns are those of ECMA-262, as in JSON Schema 2020-12, as far as Python reads them in the same
way. As in ECMA-262, `$` matches only at the end of the text.
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
    "parse_pattern",
    "try_compile",
]

# The largest minimum length for which an example is made. Nobody reads a longer value.
MAX_LENGTH = 5_000
# The most characters of all parts of a text that is made.
_MOST_CHARACTERS = 4 * MAX_LENGTH
# The most characters of a pattern, and the most levels of its brackets.
_LONGEST_PATTERN = 10_000
_DEEPEST = 50
_BRACKETS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*|\(\?#(?:\\.|[^)\\])*|[()]", re.DOTALL)


def compile_pattern(pattern: str) -> CompiledPattern:
    """Compile a pattern.

    Raises:
        PatternError: if the pattern is invalid or not supported.
    """
    result = _compile(pattern)
    if isinstance(result, tuple):
        raise PatternError(*result)
    return result


def try_compile(pattern: str) -> CompiledPattern | None:
    """Compile a pattern. None if the pattern is invalid or not supported.

    ECMA-262 has some constructs that Python does not have.
    """
    result = _compile(pattern)
    return None if isinstance(result, tuple) else result


@lru_cache(maxsize=512)
def _compile(pattern: str) -> CompiledPattern | tuple[str, str]:
    """Compile a pattern, or return what is wrong and what to do."""
    try:
        tree = parse_pattern(pattern)
        return compile_tree(tree, tree.state.flags)
    except PatternError as error:
        return str(error), error.todo


def parse_pattern(pattern: str) -> Any:
    """Parse a pattern into the tree of Python's parser.

    Raises:
        PatternError: if it is invalid or too large.
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
        with warnings.catch_warnings():  # a future Python may read some patterns differently
            warnings.simplefilter("ignore")
            return _parser.parse(pattern)
    except re.error as error:
        raise PatternError(f"no regular expression: {error}", "correct it") from None
    except (OverflowError, RecursionError, ValueError):  # ValueError: a number is too long
        raise PatternError("this regular expression repeats too much") from None


def make_matching_text(pattern: str, least: int) -> str | None:
    """Try to make a text that a regular expression matches. The caller must check that it does.

    Arguments:
        pattern: a pattern that can be compiled.
        least: the wanted number of characters.

    Returns:
        A text, which may be shorter. It may not match, because assertions are ignored. None if no
        text can be made for a part of the pattern, or if that takes too many steps.
    """
    steps = Steps()
    try:
        parsed = parse_pattern(pattern)
        text = _TextMaker(0, steps).parts(parsed)
        for factor in range(1, 3) if len(text) < least else ():
            text = _TextMaker(least * factor, steps).parts(parsed)
            if len(text) >= least:
                break
    except (PatternError, _UnknownError, TooManyStepsError):
        return None
    return text


class _UnknownError(Exception):
    """Raised for a part of a regular expression for which no text can be made."""


class _TextMaker:
    """Writes a text for each node of a parsed regular expression.

    Arguments:
        repeats: the least number of repetitions, where the pattern allows them.
        steps: the steps that may be taken.
    """

    def __init__(self, repeats: int, steps: Steps) -> None:
        self.repeats = repeats
        self.steps = steps
        self.groups: dict[int | None, str] = {}

    def parts(self, parsed: Any) -> str:
        """Write the text of nodes that follow each other."""
        texts, size = [], 0
        for kind, value in parsed:
            self.steps.take()
            texts.append(self.part(str(kind), value))
            size += len(texts[-1])
            self._check_size(size)
        return "".join(texts)

    def part(self, name: str, value: Any) -> str:
        """Write the text of one node."""
        if name == "LITERAL":
            return chr(value)
        if name in ("NOT_LITERAL", "ANY", "IN"):
            return self._choose(character_set(name, value, 0))
        if name in ("AT", "ASSERT", "ASSERT_NOT"):
            return ""  # the caller matches the whole text, which checks assertions
        if name == "GROUPREF":
            text: str = self.groups.get(value, "")
            return text
        inner = subtrees(name, value)
        if not inner or name == "GROUPREF_EXISTS":
            raise _UnknownError
        text = self.parts(inner[0])
        if name == "SUBPATTERN":
            self.groups[value[0]] = text
        elif name.endswith("_REPEAT"):
            low, high = value[:2]
            count = min(max(low, self.repeats), high, max(low, MAX_LENGTH))
            self._check_size(len(text) * count)
            text *= count
        return text

    def _check_size(self, size: int) -> None:
        """Stop if the text is too long."""
        if size > _MOST_CHARACTERS:
            raise _UnknownError

    def _choose(self, allowed: CharacterSet) -> str:
        """Choose a readable character of a set."""
        common, latin = "a1A0xbZ_-. /:", map(chr, range(32, 0x250))
        for character in chain(common, latin, allowed.examples()):
            self.steps.take()
            if allowed[character]:
                return character
        raise _UnknownError
