"""Compiler of regular expressions: turns the tree of Python's parser into instructions.

A node is an element of the tree, such as a character or a repetition. The kind of a node is its
name in the parser, such as `MAX_REPEAT`.
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
    at_word_boundary,
)

# The most instructions of one pattern, counting each copy.
MOST_INSTRUCTIONS = 10_000
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_SETS = ("LITERAL", "NOT_LITERAL", "ANY", "IN")
_MATCH: Instruction = (Op.MATCH, None, None)


class PatternError(Exception):
    """A regular expression that is invalid or not supported.

    Arguments:
        what: what is wrong, as the first half of a message.
        todo: what the author should do, as the second half.
    """

    def __init__(self, what: str, todo: str = "make it simpler") -> None:
        super().__init__(what)
        self.todo = todo


def _unsupported(name: str) -> PatternError:
    """Return the error for a node that is not supported."""
    return PatternError(f"{name} is not supported in regular expressions")


def compile_tree(tree: Any, flags: int) -> CompiledPattern:
    """Compile a parsed regular expression.

    Arguments:
        tree: the nodes of the regular expression, each with a kind and a value.
        flags: the flags of `re` that apply to the whole expression.

    Raises:
        PatternError: if the compiled expression is too large, or a node is not supported.
    """
    groups = sorted(set(_groups_in_use(tree)))
    compiler = _Compiler({group: 2 * index for index, group in enumerate(groups)})
    return CompiledPattern([*compiler.sequence(tree, flags), _MATCH], 2 * len(groups))


def subtrees(name: str, value: Any) -> list[Any]:
    """Return the trees that a node contains. There are none for a node such as a character.

    Arguments:
        name: the kind of the node, such as `BRANCH`.
        value: the value of the node, whose form depends on the kind.
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
    """Return the set of the characters that a node matches.

    Arguments:
        name: the kind of the node: `LITERAL`, `NOT_LITERAL`, `ANY` or `IN`.
        value: the value of the node, whose form depends on the kind.
        flags: the flags of `re` that apply to the node.

    Raises:
        PatternError: if the node is not supported.
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
    """Return the predicate of a category."""
    if word not in CATEGORIES:
        raise _unsupported(word)
    return CATEGORIES[word][is_ascii]


def _groups_in_use(tree: Any) -> Iterator[int]:
    """Return the numbers of the groups that a backreference or a condition refers to."""
    for kind, value in tree:
        name = str(kind)
        if name == "GROUPREF":
            yield value
        elif name == "GROUPREF_EXISTS":
            yield value[0]
        for part in subtrees(name, value):
            yield from _groups_in_use(part)


class _Compiler:
    """Makes the instructions of each node. Jumps are relative, so that instructions can be copied.

    Arguments:
        slots: for each group that is referred to, the slot that holds its start. The next slot
            holds its end.
    """

    def __init__(self, slots: dict[int, int]) -> None:
        self.slots = slots

    def sequence(self, tree: Any, flags: int) -> list[Instruction]:
        """Compile nodes that follow each other."""
        code: list[Instruction] = []
        for kind, value in tree:
            code += self.node(str(kind), value, flags)
            _check_size(len(code))
        return code

    def node(self, name: str, value: Any, flags: int) -> list[Instruction]:
        """Compile one node."""
        if name in _SETS:
            return [(Op.CHARACTER, character_set(name, value, flags), None)]
        if name == "AT":
            return [(Op.ANCHOR, _anchor(str(value), flags), None)]
        if name == "BRANCH":
            return _alternatives([self.sequence(branch, flags) for branch in value[1]])
        if name in _REPEATS:
            low, high, inner = value
            code = _repeat(self.sequence(inner, flags), low, high, name == "MIN_REPEAT")
            return _atomic(code) if name == "POSSESSIVE_REPEAT" else code
        if name == "ATOMIC_GROUP":
            return _atomic(self.sequence(value, flags))
        if name == "SUBPATTERN":
            return self._group(value, flags)
        if name in ("ASSERT", "ASSERT_NOT"):
            return self._assertion(value, name == "ASSERT_NOT", flags)
        if name == "GROUPREF":
            folds = bool(flags & re.ASCII) if flags & re.IGNORECASE else None
            return [(Op.BACKREFERENCE, self.slots[value], folds)]
        if name == "GROUPREF_EXISTS":
            group, then, other = value
            yes, no = self.sequence(then, flags), self.sequence(other or (), flags)
            front = (Op.JUMP_UNLESS_SET, self.slots[group], len(yes) + 2)
            return [front, *yes, (Op.JUMP, len(no) + 1, None), *no]
        if name == "FAILURE":
            return [(Op.CHARACTER, CharacterSet([]), None)]
        raise _unsupported(name)

    def _group(self, value: Any, flags: int) -> list[Instruction]:
        """Compile a group."""
        group, added_flags, removed_flags, inner = value
        if added_flags & (re.ASCII | re.UNICODE):
            flags &= ~re.ASCII
        code = self.sequence(inner, (flags | added_flags) & ~removed_flags)
        slot = self.slots.get(group)
        if slot is None:
            return code
        return [(Op.SAVE, slot, None), *code, (Op.SAVE, slot + 1, None)]

    def _assertion(self, value: Any, is_not: bool, flags: int) -> list[Instruction]:
        """Compile a lookahead or a lookbehind."""
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
    """Raise a `PatternError` if there are too many instructions."""
    if size > MOST_INSTRUCTIONS:
        raise PatternError("this regular expression repeats too much")


def _atomic(code: list[Instruction]) -> list[Instruction]:
    """Make instructions of an atomic group: no backtracking into it."""
    return [(Op.ATOMIC, len(code) + 2, None), *code, _MATCH]


def _alternatives(branches: list[list[Instruction]]) -> list[Instruction]:
    """Make instructions that try alternatives in order."""
    *front, last = branches
    size = sum(len(branch) + 2 for branch in front) + len(last)
    _check_size(size)
    code: list[Instruction] = []
    for branch in front:
        code.append((Op.SPLIT, 1, len(branch) + 2))
        code += branch
        code.append((Op.JUMP, size - len(code), None))
    return code + last


def _repeat(code: list[Instruction], low: int, high: int, is_lazy: bool) -> list[Instruction]:
    """Make instructions that repeat others from `low` to `high` times.

    A single character takes one or two instructions. Anything else is copied as often as needed.
    """
    if not code or high == 0:
        return []
    is_unlimited = str(high) == "MAXREPEAT"
    if len(code) == 1 and code[0][0] is Op.CHARACTER:
        characters = code[0][1]
        most = low if is_unlimited else high
        front: list[Instruction] = [(Op.REPEAT, characters, (low, most, is_lazy))]
        front = code * most if low == most <= 1 else front
        if is_unlimited:
            front.append((Op.LAZY_MANY if is_lazy else Op.MANY, characters, None))
        return front
    _check_size(len(code) * low)
    copies = code * low
    size = len(code) + 1
    if is_unlimited:
        ways = (size + 1, 1) if is_lazy else (1, size + 1)
        return [*copies, (Op.SPLIT, *ways), *code, (Op.JUMP, -size, None)]
    _check_size(len(copies) + size * (high - low))
    for remaining in range(high - low, 0, -1):
        ways = (size * remaining, 1) if is_lazy else (1, size * remaining)
        copies.append((Op.SPLIT, *ways))
        copies += code
    return copies


def _anchor(name: str, flags: int) -> Any:
    r"""Return the predicate of an anchor, such as `^` and `\b`."""
    if name in ("AT_BOUNDARY", "AT_NON_BOUNDARY"):
        words = CharacterSet([], [_category("WORD", bool(flags & re.ASCII))])
        return at_word_boundary(words, name == "AT_BOUNDARY")
    is_multiline = bool(flags & re.MULTILINE)
    predicates = {
        "AT_BEGINNING": at_line_start if is_multiline else at_start,
        "AT_BEGINNING_STRING": at_start,
        "AT_END": at_line_end if is_multiline else at_end,  # as in ECMA-262, not as in Python
        "AT_END_STRING": at_end,
    }
    if name not in predicates:
        raise _unsupported(name)
    return predicates[name]
