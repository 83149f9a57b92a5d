r"""Sets of characters in regular expressions, such as `x`, `.`, `[a-z]` and `\d`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import lru_cache

# The number of answers for single characters that a set keeps.
_KEPT = 256
# The last code point of Unicode.
_LAST = 0x10FFFF

# The predicates of `\d`, `\s` and `\w`: for Unicode, and for ASCII only.
CATEGORIES: dict[str, tuple[Callable[[str], bool], Callable[[str], bool]]] = {
    "DIGIT": (str.isdecimal, lambda c: "0" <= c <= "9"),
    "SPACE": (str.isspace, lambda c: c in " \t\n\r\f\v"),
    "WORD": (
        lambda c: c.isalnum() or c == "_",
        lambda c: c.isascii() and (c.isalnum() or c == "_"),
    ),
}


@lru_cache(maxsize=1024)
def case_variants(character: str, is_ascii: bool) -> frozenset[str]:
    """Return a set of a character and the characters that differ from it only in case.

    Arguments:
        character: one character.
        is_ascii: whether only ASCII letters have a case. If so, others are returned alone.
    """
    if is_ascii and not character.isascii():
        return frozenset(character)
    upper, lower = character.upper(), character.lower()
    variants = (character, upper, lower, upper.lower(), lower.upper())
    return frozenset(c for c in variants if len(c) == 1 and (c.isascii() or not is_ascii))


class CharacterSet(dict[str, bool]):
    """A set of characters. `characters[c]` says whether the set has the character `c`.

    A character is in the set if it is in a range or a category; if `negated`, if it is in none.

    Arguments:
        ranges: the first and the last code point of each range.
        categories: functions that say whether a character belongs to a category, such as digits.
        negated: whether the set has all characters except these.
        folds: None if case matters. False if case is ignored. True if case is ignored, and only
            ASCII letters have a case.
    """

    def __init__(
        self,
        ranges: Iterable[tuple[int, int]],
        categories: Iterable[Callable[[str], bool]] = (),
        negated: bool = False,
        folds: bool | None = None,
    ) -> None:
        super().__init__()
        self._firsts: list[int] = []
        self._lasts: list[int] = []
        for first, last in sorted(ranges):
            if self._lasts and first <= self._lasts[-1] + 1:
                self._lasts[-1] = max(self._lasts[-1], last)
            else:
                self._firsts.append(first)
                self._lasts.append(last)
        self._categories = tuple(categories)
        self._negated = negated
        self._folds = folds

    def __missing__(self, character: str) -> bool:
        """Say whether the set has a character, and keep the answer."""
        characters = (character,) if self._folds is None else case_variants(character, self._folds)
        has = any(map(self._contains, characters)) is not self._negated
        if len(self) < _KEPT:
            self[character] = has
        return has

    def _contains(self, character: str) -> bool:
        """Say whether the ranges or categories have a character."""
        code = ord(character)
        index = bisect_right(self._firsts, code) - 1
        if index >= 0 and code <= self._lasts[index]:
            return True
        return any(has(character) for has in self._categories)

    def reaches_beyond(self, character: str) -> bool:
        """Say whether the set is negated, or has a range with code points after `character`.

        Categories do not count.
        """
        return self._negated or (bool(self._lasts) and self._lasts[-1] > ord(character))

    def examples(self) -> Iterable[str]:
        """Return the first character of each range, or of a negated set, the one after each range.

        The caller must check that the set has them.
        """
        if self._negated:
            return (chr(last + 1) for last in self._lasts if last < _LAST)
        return map(chr, self._firsts)
