"""Sets of characters, as regular expressions write them: `x`, `.`, `[a-z]`, `\\d`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import lru_cache

# Of the answers for single characters, how many a set keeps.
_KEPT = 256
_LAST = 0x10FFFF

# What `\\d`, `\\s` and `\\w` mean: in Unicode, and in ASCII.
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
    """Give a character and those that differ from it in case alone.

    Arguments:
        character: the character.
        is_ascii: whether only letters of ASCII have a case.
    """
    if is_ascii and not character.isascii():
        return frozenset(character)
    upper, lower = character.upper(), character.lower()
    found = (character, upper, lower, upper.lower(), lower.upper())
    return frozenset(c for c in found if len(c) == 1 and (c.isascii() or not is_ascii))


class CharacterSet(dict[str, bool]):
    """A set of characters; indexing it says whether it has one.

    Arguments:
        ranges: code points of the first and the last character of each range.
        categories: functions that say whether a character is in the set, too.
        negated: whether it is all other characters.
        folds: None where case counts; else whether only letters of ASCII have a case.
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
        alike = (character,) if self._folds is None else case_variants(character, self._folds)
        has = any(map(self._holds, alike)) is not self._negated
        if len(self) < _KEPT:
            self[character] = has
        return has

    def _holds(self, character: str) -> bool:
        code = ord(character)
        index = bisect_right(self._firsts, code) - 1
        if index >= 0 and code <= self._lasts[index]:
            return True
        return any(has(character) for has in self._categories)

    def examples(self) -> Iterable[str]:
        """Give the first characters of its ranges, or behind them if it is all others."""
        if self._negated:
            return (chr(last + 1) for last in self._lasts if last < _LAST)
        return map(chr, self._firsts)
