"""Match regular expressions in a bounded number of steps.

A pattern becomes a program of a few kinds of instructions, and the program runs over a text with a
stack of its own. No pair of an instruction and a position is tried twice, so a run takes at most as
many steps as the program has instructions times the characters of the text. This is the method of
RE2's BitState: https://swtch.com/~rsc/regexp/regexp2.html

What groups hold is part of such a pair where something refers back to them. Then the pairs can be
too many, and the number of steps is what ends the run. It counts steps, never time: whether a text
matches is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum, auto
from typing import Any

from generator.patterns.characters import CharacterSet, case_variants

# Steps that all runs with one pattern may take together, and how many more each may take for every
# character of its text. Patterns that people write take a tenth of that.
STEPS = 30_000
STEPS_PER_CHARACTER = 100
# Answers that a program keeps, of texts that are not longer than that.
_KEPT = 64


class TooManyStepsError(Exception):
    """To match a text takes more steps than anybody waits for."""


class Steps:
    """Count steps down.

    Arguments:
        left: how many may be taken.
    """

    __slots__ = ("_allowed", "left")

    def __init__(self, left: int = STEPS) -> None:
        self._allowed = self.left = left

    @property
    def taken(self) -> int:
        """How many were taken."""
        return self._allowed - self.left

    def add(self, count: int) -> None:
        """Allow some more."""
        self._allowed += count
        self.left += count

    def take(self, count: int = 1) -> None:
        """Take some steps.

        Raises:
            TooManyStepsError: if there are not as many left.
        """
        self.left -= count
        if self.left < 0:
            raise TooManyStepsError


class Op(IntEnum):
    """Kinds of instructions; each has two operands."""

    # One of some characters.
    CHARACTER = auto()
    # Any number of some characters: as many as there are, or as few as will do.
    MANY = auto()
    FEW = auto()
    # From one number of some characters to another, and whether as few as will do.
    REPEAT = auto()
    # A place of the text, by a function of the text and the position.
    PLACE = auto()
    # Go on at a distance; or at the first of two, and at the second if that fails.
    JUMP = auto()
    SPLIT = auto()
    # Note a position; match what a group holds; go on at a distance unless a group holds something.
    SAVE = auto()
    AGAIN = auto()
    UNLESS = auto()
    # Run the instructions that follow, up to MATCH, on their own.
    LOOK = auto()
    ATOMIC = auto()
    MATCH = auto()


Instruction = tuple[Op, Any, Any]
Groups = tuple[int, ...]
_Pair = tuple[int, int, Groups]


class CompiledPattern:
    """A compiled regular expression.

    Arguments:
        code: its instructions, of which the last is MATCH.
        slots: how many positions it notes: two for each group that something refers to.
    """

    __slots__ = ("_answers", "code", "slots")

    def __init__(self, code: list[Instruction], slots: int) -> None:
        self.code = code
        self.slots = slots
        self._answers: dict[str, tuple[bool, int]] = {}

    def search(self, text: str, steps: Steps | None = None) -> bool:
        """Say whether it matches anywhere in a text.

        Arguments:
            text: the text.
            steps: what is left of those that several runs share; gets `STEPS_PER_CHARACTER` more
                for each character. By default, the run has its own.

        Raises:
            TooManyStepsError: if there are not enough steps.
        """
        steps = steps or Steps()
        steps.take(0)
        steps.add(STEPS_PER_CHARACTER * (len(text) + 1))
        if text in self._answers:
            matches, count = self._answers[text]
            steps.take(count)  # as many as it took then, so that nothing depends on what was kept
            return matches
        before = steps.left
        op, place, _ = self.code[0]
        last = 0 if op is Op.PLACE and place is at_start else len(text)
        run = _Run(self.code, text, steps, 1 + self.slots)
        matches = run.match((0, 0, (-1,) * self.slots), last) is not None
        if len(text) <= _KEPT and len(self._answers) < _KEPT:
            self._answers[text] = matches, before - steps.left
        return matches


class _Run:
    """Runs a program over one text.

    Arguments:
        code: the program.
        text: the text.
        steps: what is left of them.
        price: the steps that one instruction takes, which grow with what it has to compare.
    """

    def __init__(self, code: list[Instruction], text: str, steps: Steps, price: int) -> None:
        self.code = code
        self.text = text
        self.steps = steps
        self.price = price
        self.results: dict[_Pair, tuple[int, Groups] | None] = {}

    def match(self, begin: _Pair, last: int) -> tuple[int, Groups] | None:
        """Run up to MATCH.

        Arguments:
            begin: the instruction, the position and the groups to begin with.
            last: the last position to begin at.

        Returns:
            The position and the groups at the end of the match that is preferred, if there is one.
        """
        code, text, size, price = self.code, self.text, len(self.text), self.price
        steps, visited = self.steps, set[_Pair]()
        # Each is where to go on, and the last of the positions where to do so.
        stack = [(*begin, last)]
        while stack:
            pc, at, groups, last = stack.pop()
            if at != last:
                stack.append((pc, at + 1 if at < last else at - 1, groups, last))
            while True:
                op, first, second = code[pc]
                steps.left -= price
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
                elif op is Op.PLACE:
                    if not first(text, at):
                        break
                    pc += 1
                elif op is Op.FEW:
                    if at < size and first[text[at]]:
                        stack.append((pc, at + 1, groups, at + 1))
                    pc += 1
                elif op is Op.REPEAT:
                    low, high, is_lazy = second
                    end = self._end(first, at, min(size, at + high))
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
                elif op is Op.UNLESS:
                    pc += 1 if groups[first + 1] >= 0 else second
                elif op is Op.AGAIN:
                    end = self._again(groups[first], groups[first + 1], at, second)
                    if end < 0:
                        break
                    at = end
                    pc += 1
                else:
                    found = self._inner(pair, *(second if op is Op.LOOK else (0, False)))
                    if found is None:
                        break
                    end, groups = found
                    at = at if op is Op.LOOK else end
                    pc += first
        return None

    def _end(self, characters: CharacterSet, at: int, most: int) -> int:
        """Find where a run of some characters ends."""
        text, end = self.text, at
        while end < most and characters[text[end]]:
            self.steps.take()
            end += 1
        return end

    def _again(self, start: int, end: int, at: int, folds: bool | None) -> int:
        """Match what a group holds; `folds` is None where case counts, else whether of ASCII alone.

        Returns:
            The position behind it; -1 if it is not there, or the group holds nothing.
        """
        size = end - start
        if end < 0 or at + size > len(self.text):
            return -1
        self.steps.take(size)
        here, there = self.text[at : at + size], self.text[start:end]
        if folds is None:
            return at + size if here == there else -1
        pairs = zip(here, there, strict=True)
        return (
            at + size
            if all(case_variants(a, folds) & case_variants(b, folds) for a, b in pairs)
            else -1
        )

    def _inner(self, pair: _Pair, back: int, is_not: bool) -> tuple[int, Groups] | None:
        """Match an assertion, or what is never tried another way, once for each pair.

        Arguments:
            pair: the instruction in front of it, the position, the groups.
            back: how many characters before the position it begins.
            is_not: whether it must not match.
        """
        pc, at, groups = pair
        if pair not in self.results:
            found = None if at < back else self.match((pc + 1, at - back, groups), at - back)
            if is_not:
                found = (at, groups) if found is None else None
            self.results[pair] = found
        return self.results[pair]


def at_start(text: str, at: int) -> bool:  # noqa: ARG001
    """Say whether a position is the first of a text."""
    return at == 0


def at_end(text: str, at: int) -> bool:
    """Say whether a position is behind the last character of a text."""
    return at == len(text)


def at_line_start(text: str, at: int) -> bool:
    """Say whether a position is the first of a line."""
    return at == 0 or text[at - 1] == "\n"


def at_line_end(text: str, at: int) -> bool:
    """Say whether a position is behind the last character of a line."""
    return at == len(text) or text[at] == "\n"


def at_word_edge(words: CharacterSet, is_edge: bool) -> Callable[[str, int], bool]:
    """Make what says whether a word begins or ends at a position, or that none does.

    Arguments:
        words: the characters of words.
        is_edge: whether one has to.
    """

    def holds(text: str, at: int) -> bool:
        before = at > 0 and words[text[at - 1]]
        return (before is not (at < len(text) and words[text[at]])) is is_edge

    return holds
