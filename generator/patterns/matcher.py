"""Matcher of regular expressions that takes a limited number of steps.

A pattern is compiled to a list of instructions, which run over a text with their own stack. To try
an instruction at a position of the text takes a step. No pair of an instruction and a position is
tried twice. So a run takes at most as many steps as there are instructions times characters. This
is the method of RE2's BitState: https://swtch.com/~rsc/regexp/regexp2.html

If the pattern has backreferences, the contents of groups belong to such a pair. Then there can be
too many pairs, and the run ends when its steps are used up. The limit is a number of steps, not a
time, so that whether a text matches is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum, auto
from typing import Any

from generator.patterns.characters import CharacterSet, case_variants

# The steps that all runs with one pattern may take together, and the steps that are added for each
# character of a text. Patterns that people write take a tenth of that.
STEPS = 30_000
STEPS_PER_CHARACTER = 100
# The number of answers that a pattern keeps, and the longest text that it keeps an answer for.
_MAX_KEPT = 64


class TooManyStepsError(Exception):
    """Matching a text takes more steps than are allowed."""


class Steps:
    """Counts down the steps, which are units of work, that may be taken.

    Arguments:
        left: the number of steps that may be taken at first.
    """

    __slots__ = ("_allowed", "left")

    def __init__(self, left: int = STEPS) -> None:
        self._allowed = self.left = left

    @property
    def taken(self) -> int:
        """The number of steps that were taken so far."""
        return self._allowed - self.left

    def add(self, count: int) -> None:
        """Allow more steps."""
        self._allowed += count
        self.left += count

    def take(self, count: int = 1) -> None:
        """Take steps from those that are left.

        Raises:
            TooManyStepsError: if not enough steps are left. All later calls then raise it, too,
                unless steps are added.
        """
        self.left -= count
        if self.left < 0:
            raise TooManyStepsError


class Op(IntEnum):
    """The kinds of instructions. An instruction is a kind and two operands."""

    # Match one character of a set.
    CHARACTER = auto()
    # Match any number of characters of a set: as many as possible, or as few as possible.
    MANY = auto()
    LAZY_MANY = auto()
    # Match a limited number of characters of a set: the least, the most, and whether to prefer few.
    REPEAT = auto()
    # Check a position with a predicate of the text and the position.
    ANCHOR = auto()
    # Jump by a distance. SPLIT has two: it tries the first, then the second.
    JUMP = auto()
    SPLIT = auto()
    # Record a position in a slot; match the text of a group again; jump unless a group has matched.
    SAVE = auto()
    BACKREFERENCE = auto()
    JUMP_UNLESS_SET = auto()
    # Run the following instructions up to MATCH separately: a lookaround, or an atomic group.
    LOOK = auto()
    ATOMIC = auto()
    MATCH = auto()


Instruction = tuple[Op, Any, Any]
Groups = tuple[int, ...]
_Pair = tuple[int, int, Groups]


class CompiledPattern:
    """A compiled regular expression.

    Arguments:
        code: the instructions, the last of which is MATCH.
        slots: the number of positions that a run records: the start and the end of each group that
            a backreference or a condition refers to.
    """

    __slots__ = ("_answers", "code", "slots")

    def __init__(self, code: list[Instruction], slots: int) -> None:
        self.code = code
        self.slots = slots
        self._answers: dict[str, tuple[bool, int]] = {}

    def search(self, text: str, steps: Steps | None = None) -> bool:
        """Say whether the pattern matches anywhere in a text.

        Arguments:
            text: the text to search.
            steps: the steps that this search may take, which several searches may share.
                `STEPS_PER_CHARACTER` more are added for each character. None gives this search its
                own.

        Raises:
            TooManyStepsError: if there are not enough steps.
        """
        steps = steps or Steps()
        steps.take(0)
        steps.add(STEPS_PER_CHARACTER * (len(text) + 1))
        if text in self._answers:
            matches, count = self._answers[text]
            steps.take(count)  # the same as without the kept answer
            return matches
        before = steps.left
        op, predicate, _ = self.code[0]
        last = 0 if op is Op.ANCHOR and predicate is at_start else len(text)
        run = _Run(self.code, text, steps, 1 + self.slots)
        matches = run.match((0, 0, (-1,) * self.slots), last) is not None
        if len(text) <= _MAX_KEPT and len(self._answers) < _MAX_KEPT:
            self._answers[text] = matches, before - steps.left
        return matches


class _Run:
    """One run of the instructions over a text.

    Arguments:
        code: the instructions.
        text: the text.
        steps: the steps that may be taken.
        price: the steps that one instruction takes. They grow with the number of slots.
    """

    def __init__(self, code: list[Instruction], text: str, steps: Steps, cost: int) -> None:
        self.code = code
        self.text = text
        self.steps = steps
        self.cost = cost
        self.results: dict[_Pair, tuple[int, Groups] | None] = {}

    def match(self, begin: _Pair, last: int) -> tuple[int, Groups] | None:
        """Run up to MATCH.

        Arguments:
            begin: the first instruction, the position, and the group positions.
            last: the last position at which the match may begin.

        Returns:
            The end of the preferred match, and the group positions at its end. None if there is no
            match.
        """
        code, text, size, cost = self.code, self.text, len(self.text), self.cost
        steps, visited = self.steps, set[_Pair]()
        # Each entry is a pair to try, and the last position at which to try it.
        stack = [(*begin, last)]
        while stack:
            pc, at, groups, last = stack.pop()
            if at != last:
                stack.append((pc, at + 1 if at < last else at - 1, groups, last))
            while True:
                op, first, second = code[pc]
                steps.left -= cost
                if steps.left < 0:
                    raise TooManyStepsError
                if op is Op.CHARACTER:
                    if at >= size or not first[text[at]]:
                        break
                    at += 1
                    pc += 1
                    continue
                pair = (pc, at, groups)
                if pair in visited:
                    break
                visited.add(pair)
                if op is Op.MANY:
                    if at < size and first[text[at]]:
                        stack.append((pc + 1, at, groups, at))
                        at += 1
                    else:
                        pc += 1
                elif op is Op.SPLIT:
                    stack.append((pc + second, at, groups, at))
                    pc += first
                elif op is Op.JUMP:
                    pc += first
                elif op is Op.ANCHOR:
                    if not first(text, at):
                        break
                    pc += 1
                elif op is Op.LAZY_MANY:
                    if at < size and first[text[at]]:
                        stack.append((pc, at + 1, groups, at + 1))
                    pc += 1
                elif op is Op.REPEAT:
                    low, high, is_lazy = second
                    end = self._run_end(first, at, min(size, at + high))
                    if end < at + low:
                        break
                    begin_at, last = (at + low, end) if is_lazy else (end, at + low)
                    if begin_at != last:
                        after = begin_at + 1 if is_lazy else begin_at - 1
                        stack.append((pc + 1, after, groups, last))
                    at = begin_at
                    pc += 1
                elif op is Op.MATCH:
                    return at, groups
                elif op is Op.SAVE:
                    groups = (*groups[:first], at, *groups[first + 1 :])
                    pc += 1
                elif op is Op.JUMP_UNLESS_SET:
                    pc += 1 if groups[first + 1] >= 0 else second
                elif op is Op.BACKREFERENCE:
                    end = self._match_group(groups[first], groups[first + 1], at, second)
                    if end < 0:
                        break
                    at = end
                    pc += 1
                else:
                    result = self._match_inner(pair, *(second if op is Op.LOOK else (0, False)))
                    if result is None:
                        break
                    end, groups = result
                    at = at if op is Op.LOOK else end
                    pc += first
        return None

    def _run_end(self, characters: CharacterSet, at: int, most: int) -> int:
        """Return the position after the longest run of characters of a set, up to `most`."""
        text, end = self.text, at
        while end < most and characters[text[end]]:
            self.steps.take()
            end += 1
        return end

    def _match_group(self, start: int, end: int, at: int, folds: bool | None) -> int:
        """Match the text of a group again.

        Arguments:
            start: the start of the group.
            end: the end of the group, negative if the group has matched nothing.
            at: the position to match at.
            folds: None if case matters; else whether only ASCII letters have a case.

        Returns:
            The position after the text. -1 if it does not match, or the group has matched nothing.
        """
        size = end - start
        if end < 0 or at + size > len(self.text):
            return -1
        self.steps.take(size)
        text, group_text = self.text[at : at + size], self.text[start:end]
        if folds is None:
            return at + size if text == group_text else -1
        pairs = zip(text, group_text, strict=True)
        is_equal = all(case_variants(a, folds) & case_variants(b, folds) for a, b in pairs)
        return at + size if is_equal else -1

    def _match_inner(self, pair: _Pair, back: int, is_not: bool) -> tuple[int, Groups] | None:
        """Match a lookaround or an atomic group, once for each position and state of the groups.

        Arguments:
            pair: the LOOK or ATOMIC instruction, the position, and the group positions.
            back: the number of characters before the position at which it begins.
            is_not: whether it must not match.
        """
        pc, at, groups = pair
        if pair not in self.results:
            result = None if at < back else self.match((pc + 1, at - back, groups), at - back)
            if is_not:
                result = (at, groups) if result is None else None
            self.results[pair] = result
        return self.results[pair]


def at_start(text: str, at: int) -> bool:  # noqa: ARG001
    """Say whether a position is the start of a text."""
    return at == 0


def at_end(text: str, at: int) -> bool:
    """Say whether a position is the end of a text."""
    return at == len(text)


def at_line_start(text: str, at: int) -> bool:
    """Say whether a position is the start of a line."""
    return at == 0 or text[at - 1] == "\n"


def at_line_end(text: str, at: int) -> bool:
    """Say whether a position is the end of a line."""
    return at == len(text) or text[at] == "\n"


def at_word_boundary(words: CharacterSet, is_boundary: bool) -> Callable[[str, int], bool]:
    """Return the function that finds out whether a position of a text is a word boundary.

    Arguments:
        words: the characters that words consist of.
        is_boundary: what the function returns for a word boundary. It returns the opposite for any
            other position.
    """

    def holds(text: str, at: int) -> bool:
        before = at > 0 and words[text[at - 1]]
        return (before is not (at < len(text) and words[text[at]])) is is_boundary

    return holds
