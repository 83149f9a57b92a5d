"""Ids, identifiers in the case of a language, and names that are all different."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from generator.model.rules import is_device_name
from generator.model.text import Code

# Ids have 64 characters at most; a number finds room behind it.
_LONGEST = 60


def as_id(name: str, usual: str) -> str:
    """Make an id of a name: words in lower case with hyphens between them.

    Arguments:
        name: any text.
        usual: the id of what has no word in its name; put in front of one that begins otherwise
            than ids do.
    """
    made = in_case(name, "kebab")[:_LONGEST].strip("-")
    if not made:
        return usual
    if not made[0].isalpha():
        made = f"{usual}-{made}"[:_LONGEST].strip("-")
    return f"{made}-{usual}" if is_device_name(made) else made


_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
# A constant's digits stay with what they follow: EASTUS2.
_CONSTANT_WORDS = re.compile(r"(?:[A-Z]+(?![a-z])|[A-Z]?[a-z]+)[0-9]*|[0-9]+")
# Words in lower case, and what makes one thing of all that may be between two of them.
_SIMPLE = re.compile(r"[a-z]+(?:[-_/. ][a-z]+)*")
_APART = str.maketrans("_/. ", "----")
_DIGIT = re.compile("[0-9]")
CASES = ("snake", "camel", "pascal", "kebab", "constant")
_JOINTS = {"snake": "_", "kebab": "-"}


@lru_cache(maxsize=65536)
def in_case(name: str, case: str) -> str:
    """Write the words of `name` in a case.

    Arguments:
        name: an identifier, a header name, any text; only ASCII letters and digits count.
        case: "snake", "camel", "pascal", "kebab" or "constant".

    Returns:
        Letters, digits and the joint of the case; perhaps empty, perhaps with a digit first.
    """
    if case in _JOINTS:
        return _JOINTS[case].join(_words(name))
    return in_cases(name)[case]


def in_cases(name: str) -> dict[str, str]:
    """Write the words of `name` in every case."""
    words = _words(name)
    pascal = "".join(map(str.capitalize, words))
    first = words[0] if words else ""
    snake = "_".join(words)
    constant = "_".join(_CONSTANT_WORDS.findall(name)) if _DIGIT.search(name) else snake
    return {
        "snake": snake,
        "camel": first + pascal[len(first) :],
        "pascal": pascal,
        "kebab": "-".join(words),
        "constant": constant.upper(),
    }


def _words(name: str) -> list[str]:
    if _SIMPLE.fullmatch(name):  # as most ids are
        return name.translate(_APART).split("-")
    return [word.lower() for word in _WORDS.findall(name)]


class UniqueNames:
    """Names that are all different: one that is taken gets the first number that is free.

    Choosing many names of one stem takes time in proportion to their number.

    Arguments:
        taken: names that are taken from the beginning.
        fold: gives what two names must differ in, such as `str.casefold`.
    """

    def __init__(self, taken: Iterable[str] = (), fold: Callable[[str], str] = str) -> None:
        self._taken = set(map(fold, taken))
        self._fold = fold
        self._next: dict[tuple[str, str], int] = {}

    def __contains__(self, name: str) -> bool:
        return self._fold(name) in self._taken

    def choose(self, name: str, joint: str = "") -> str:
        """Give a name that is free, and take it.

        Arguments:
            name: the name to have, if it is free.
            joint: what stands between the name and its number.
        """
        made, number = name, self._next.get((name, joint), 2)
        while self._fold(made) in self._taken:
            made = f"{name}{joint}{number}"
            number += 1
        self._next[name, joint] = number
        self._taken.add(self._fold(made))
        return made


@lru_cache(maxsize=4096)
def identifiers(
    wanted: tuple[str, ...],
    case: str,
    taken: frozenset[str],
    clash: str,
    ignore_case: bool = False,
) -> tuple[Code, ...]:
    """Choose an identifier for each wanted name, all different and none of them taken.

    Arguments:
        wanted: names as the API has them, any text.
        case: the language's case for local variables.
        taken: reserved words, and names that the template itself uses.
        clash: what is put behind a name that is taken.
        ignore_case: whether the language takes `Path` and `path` for the same.
    """
    names = UniqueNames(taken, str.casefold if ignore_case else str)
    chosen = []
    for name in wanted:
        made = in_case(name, case) or "value"
        if made[0].isdigit():
            made = in_case(f"value {made}", case)
        chosen.append(Code(names.choose(made + clash if made in names else made)))
    return tuple(chosen)
