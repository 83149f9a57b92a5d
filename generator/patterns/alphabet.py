"""Say which characters the texts have that a regular expression matches."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from generator.patterns.characters import CharacterSet
from generator.patterns.compiler import PatternError, character_set, subtrees
from generator.patterns.expressions import parse_pattern

# The last ASCII character.
_LAST_ASCII = "\x7f"


@lru_cache(maxsize=512)
def matches_only(pattern: str, characters: str) -> bool:
    """Say whether every text that a pattern matches consists of certain characters only.

    Arguments:
        pattern: a regular expression of ECMA-262, where `\\d` and `\\w` are ASCII.
        characters: the allowed characters, all of them ASCII.

    Returns:
        False also if the pattern does not have to match from the first to the last character, or
        is too complicated to tell.
    """
    try:
        nodes = list(parse_pattern(pattern))
    except PatternError:
        return False
    if len(nodes) < 2 or not _is_at(nodes[0], "BEGINNING") or not _is_at(nodes[-1], "END"):
        return False
    return all(_has_only(str(kind), value, characters) for kind, value in nodes[1:-1])


def _is_at(node: tuple[Any, Any], edge: str) -> bool:
    """Say whether a node is the assertion for the beginning or the end of the text."""
    kind, value = node
    return str(kind) == "AT" and str(value) in (f"AT_{edge}", f"AT_{edge}_STRING")


def _has_only(name: str, value: Any, characters: str) -> bool:
    """Say whether a node matches only the given characters."""
    if name == "LITERAL":
        return chr(value) in characters
    if name == "IN":
        return _is_subset(character_set(name, value, 0), characters)
    if name in ("AT", "GROUPREF"):  # a group is looked at where it stands
        return True
    inner = subtrees(name, value)
    if not inner or name in ("ASSERT", "ASSERT_NOT", "GROUPREF_EXISTS"):
        return False
    return all(_has_only(str(kind), node, characters) for tree in inner for kind, node in tree)


def _is_subset(members: CharacterSet, characters: str) -> bool:
    """Say whether a set has only the given characters."""
    if members.reaches_beyond(_LAST_ASCII):
        return False
    ascii_characters = map(chr, range(ord(_LAST_ASCII) + 1))
    return all(c in characters for c in ascii_characters if members[c])
