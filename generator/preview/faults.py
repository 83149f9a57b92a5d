"""Faults of inputs, as a preview shows them: each with the line that it is in."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from generator.errors import GenError, Mark, OptionError, ProblemsError, printable
from generator.model.structs import Struct

# Whatever can be wrong with the inputs. Other errors are bugs of gen.
INPUT_ERRORS = (GenError, OptionError, OSError, RecursionError, MemoryError)
# Most characters of a line that are shown before the fault, and behind its place.
_BEFORE, _BEHIND = 100, 200


class Fault(Struct, frozen=True):
    """One fault.

    Attributes:
        text: the message, as commands print it: `file:line:col: what is wrong; what to do`.
        line: the line of the file, or the part of it that has the fault; None if the fault is in no
            line.
        column: where the fault is in `line`, counted from 1.
    """

    text: str
    line: str | None = None
    column: int = 1

    def as_json(self) -> dict[str, str | int | None]:
        """Return the fault as an object of JSON."""
        return {"text": self.text, "line": self.line, "column": self.column}


def make_faults(
    error: BaseException, read_lines: Callable[[str], list[bytes]]
) -> tuple[Fault, ...]:
    """Return all faults that an error tells of.

    Arguments:
        error: one of `INPUT_ERRORS`.
        read_lines: returns the lines of a file; none if there is no such file.
    """
    if isinstance(error, ProblemsError):
        lines_of = cache(read_lines)

        @cache
        def line_at(file: str, number: int) -> str | None:
            lines = lines_of(file)
            return lines[number - 1].decode("utf-8", "replace") if number <= len(lines) else None

        faults = [
            Fault(str(problem))
            if problem.mark is None
            else _make_fault(str(problem), problem.mark, line_at)
            for problem in error.problems
        ]
        # The last line of the message may say that there are more.
        return (*faults, *map(Fault, str(error).splitlines()[len(faults) :]))
    if isinstance(error, RecursionError):
        return (Fault("something is nested too deep; flatten the spec or the template"),)
    if isinstance(error, MemoryError):
        return (Fault("there is not enough memory; split the spec, or give gen more of it"),)
    return tuple(Fault(printable(line)) for line in str(error).splitlines())


def _make_fault(text: str, mark: Mark, line_at: Callable[[str, int], str | None]) -> Fault:
    """Make a fault at a place, with the part of the line around it."""
    line = line_at(mark.file, mark.line)
    if line is None:
        return Fault(text)
    start = max(0, mark.column - 1 - _BEFORE)
    part = line[start : mark.column - 1 + _BEHIND]
    # Each invisible character becomes one that is visible, so that columns stay.
    visible = "".join(c if c.isprintable() else " " if c == "\t" else "\ufffd" for c in part)
    return Fault(text, visible, mark.column - start)
