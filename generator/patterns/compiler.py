"""Compile the tree of a regular expression, as Python's parser makes it, to a program.

The kinds of its nodes are read by their names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.patterns.characters import CATEGORIES, CharacterSet
from generator.patterns.matcher import (
    CompiledPattern,
    Instruction,
    Op,
    at_end,
    at_line_end,
    at_line_start,
    at_start,
    at_word_edge,
)

# Instructions of one program; what is repeated counts as often as it is.
MOST_INSTRUCTIONS = 10_000
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_SETS = ("LITERAL", "NOT_LITERAL", "ANY", "IN")
_MATCH: Instruction = (Op.MATCH, None, None)


class PatternError(Exception):
    """A regular expression that is none, or that is not supported.

    Arguments:
        what: what is wrong.
        todo: what to do.
    """

    def __init__(self, what: str, todo: str = "make it simpler") -> None:
        super().__init__(what)
        self.todo = todo


def _unsupported(name: str) -> PatternError:
    return PatternError(f"{name} is not supported in regular expressions")


def compile_tree(tree: Any, flags: int) -> CompiledPattern:
    """Compile a parsed regular expression.

    Arguments:
        tree: its nodes: rows of a kind and what belongs to it.
        flags: those of `re` that hold for all of it.

    Raises:
        PatternError: if something in it is not supported, or it is too large.
    """
    groups = sorted(set(_groups_in_use(tree)))
    compiler = _Compiler({group: 2 * index for index, group in enumerate(groups)})
    return CompiledPattern([*compiler.sequence(tree, flags), _MATCH], 2 * len(groups))


def subtrees(name: str, value: Any) -> list[Any]:
    """Give the trees that a node holds.

    Arguments:
        name: the kind of the node.
        value: what belongs to it.
    """
    if name in _REPEATS:
        return [value[2]]
    if name == "SUBPATTERN":
        return [value[3]]
    if name == "BRANCH":
        return list(value[1])
    if name in ("ASSERT", "ASSERT_NOT"):
        return [value[1]]
    if name == "GROUPREF_EXISTS":
        return [value[1], value[2] or ()]
    return [value] if name == "ATOMIC_GROUP" else []


def character_set(name: str, value: Any, flags: int) -> CharacterSet:
    """Make the set of characters that a node matches one of.

    Raises:
        PatternError: if something in it is not supported.
    """
    is_ascii = bool(flags & re.ASCII)
    folds = is_ascii if flags & re.IGNORECASE else None
    if name == "ANY":
        newline = ord("\n")
        return CharacterSet([] if flags & re.DOTALL else [(newline, newline)], negated=True)
    rows = value if name == "IN" else [(name.removeprefix("NOT_"), value)]
    ranges, categories, negated = [], {}, name == "NOT_LITERAL"
    for kind, item in rows:
        kind_name = str(kind)
        if kind_name == "NEGATE":
            negated = True
        elif kind_name == "LITERAL":
            ranges.append((item, item))
        elif kind_name == "RANGE":
            ranges.append(item)
        elif kind_name == "CATEGORY":
            word = str(item).removeprefix("CATEGORY_")
            has = _category(word.removeprefix("NOT_"), is_ascii)
            is_not = word.startswith("NOT_")
            categories[word] = (lambda c, has=has: not has(c)) if is_not else has
        else:
            raise _unsupported(kind_name)
    return CharacterSet(ranges, categories.values(), negated, folds)


def _category(word: str, is_ascii: bool) -> Any:
    if word not in CATEGORIES:
        raise _unsupported(word)
    return CATEGORIES[word][is_ascii]


def _groups_in_use(tree: Any) -> Iterator[int]:
    """Find the groups that something refers to."""
    for kind, value in tree:
        name = str(kind)
        if name == "GROUPREF":
            yield value
        elif name == "GROUPREF_EXISTS":
            yield value[0]
        for part in subtrees(name, value):
            yield from _groups_in_use(part)


class _Compiler:
    """Makes the instructions of each node; they are addressed by distance, so they can be copied.

    Arguments:
        slots: where the positions of groups are noted, for those that something refers to.
    """

    def __init__(self, slots: dict[int, int]) -> None:
        self.slots = slots

    def sequence(self, tree: Any, flags: int) -> list[Instruction]:
        code: list[Instruction] = []
        for kind, value in tree:
            code += self.node(str(kind), value, flags)
            _check_size(len(code))
        return code

    def node(self, name: str, value: Any, flags: int) -> list[Instruction]:
        if name in _SETS:
            return [(Op.CHARACTER, character_set(name, value, flags), None)]
        if name == "AT":
            return [(Op.PLACE, _place(str(value), flags), None)]
        if name == "BRANCH":
            return _alternatives([self.sequence(branch, flags) for branch in value[1]])
        if name in _REPEATS:
            low, high, inner = value
            code = _repeated(self.sequence(inner, flags), low, high, name == "MIN_REPEAT")
            return _alone(code) if name == "POSSESSIVE_REPEAT" else code
        if name == "ATOMIC_GROUP":
            return _alone(self.sequence(value, flags))
        if name == "SUBPATTERN":
            return self._group(value, flags)
        if name in ("ASSERT", "ASSERT_NOT"):
            return self._assertion(value, name == "ASSERT_NOT", flags)
        if name == "GROUPREF":
            folds = bool(flags & re.ASCII) if flags & re.IGNORECASE else None
            return [(Op.AGAIN, self.slots[value], folds)]
        if name == "GROUPREF_EXISTS":
            group, then, other = value
            yes, no = self.sequence(then, flags), self.sequence(other or (), flags)
            front = (Op.UNLESS, self.slots[group], len(yes) + 2)
            return [front, *yes, (Op.JUMP, len(no) + 1, None), *no]
        if name == "FAILURE":
            return [(Op.CHARACTER, CharacterSet([]), None)]
        raise _unsupported(name)

    def _group(self, value: Any, flags: int) -> list[Instruction]:
        group, more, fewer, inner = value
        if more & (re.ASCII | re.UNICODE):
            flags &= ~re.ASCII
        code = self.sequence(inner, (flags | more) & ~fewer)
        slot = self.slots.get(group)
        if slot is None:
            return code
        return [(Op.SAVE, slot, None), *code, (Op.SAVE, slot + 1, None)]

    def _assertion(self, value: Any, is_not: bool, flags: int) -> list[Instruction]:
        direction, inner = value
        back = 0
        if direction < 0:
            back, most = inner.getwidth()
            if back != most:
                what = "what this regular expression looks behind for has no fixed width"
                raise PatternError(what)
        code = self.sequence(inner, flags)
        return [(Op.LOOK, len(code) + 2, (back, is_not)), *code, _MATCH]


def _check_size(size: int) -> None:
    if size > MOST_INSTRUCTIONS:
        raise PatternError("this regular expression repeats too much")


def _alone(code: list[Instruction]) -> list[Instruction]:
    return [(Op.ATOMIC, len(code) + 2, None), *code, _MATCH]


def _alternatives(branches: list[list[Instruction]]) -> list[Instruction]:
    *front, last = branches
    size = sum(len(branch) + 2 for branch in front) + len(last)
    _check_size(size)
    code: list[Instruction] = []
    for branch in front:
        code.append((Op.SPLIT, 1, len(branch) + 2))
        code += branch
        code.append((Op.JUMP, size - len(code), None))
    return code + last


def _repeated(code: list[Instruction], low: int, high: int, is_lazy: bool) -> list[Instruction]:
    """Repeat instructions from one number of times to another.

    One character is repeated by one instruction, anything else by as many copies as it takes.
    """
    if not code or high == 0:
        return []
    is_free = str(high) == "MAXREPEAT"
    if len(code) == 1 and code[0][0] is Op.CHARACTER:
        characters = code[0][1]
        most = low if is_free else high
        front: list[Instruction] = [(Op.REPEAT, characters, (low, most, is_lazy))]
        front = code * most if low == most <= 1 else front
        return [*front, (Op.FEW if is_lazy else Op.MANY, characters, None)] if is_free else front
    _check_size(len(code) * low)
    made = code * low
    size = len(code) + 1
    if is_free:
        ways = (size + 1, 1) if is_lazy else (1, size + 1)
        return [*made, (Op.SPLIT, *ways), *code, (Op.JUMP, -size, None)]
    _check_size(len(made) + size * (high - low))
    for left in range(high - low, 0, -1):
        ways = (size * left, 1) if is_lazy else (1, size * left)
        made.append((Op.SPLIT, *ways))
        made += code
    return made


def _place(name: str, flags: int) -> Any:
    if name in ("AT_BOUNDARY", "AT_NON_BOUNDARY"):
        words = CharacterSet([], [_category("WORD", bool(flags & re.ASCII))])
        return at_word_edge(words, name == "AT_BOUNDARY")
    is_lines = bool(flags & re.MULTILINE)
    places = {
        "AT_BEGINNING": at_line_start if is_lines else at_start,
        "AT_BEGINNING_STRING": at_start,
        "AT_END": at_line_end if is_lines else at_end,  # as in ECMA-262, not as in Python
        "AT_END_STRING": at_end,
    }
    if name not in places:
        raise _unsupported(name)
    return places[name]
