"""Exceptions, problems, and helpers to write messages.

A problem is a message for the user: what is wrong, where, and what to do about it. A mark is a
place in a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file.

    Attributes:
        file: the path of the file, as messages show it.
        line, column: the position in the file, counted from 1 as in editors.
    """

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def within(self, file: str) -> Mark:
        """Return the same line and column in another file."""
        return Mark(file, self.line, self.column)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One problem and its remedy, printed as `file:line:col: what is wrong; what to do`.

    A warning has `warning: ` behind its place. It is a problem that stops nothing.

    Attributes:
        mark: where the problem is; None if it is in no file.
        what: what is wrong.
        todo: what the user can do about the problem.
        is_warning: whether gen works with the input as it is.
    """

    mark: Mark | None
    what: str
    todo: str
    is_warning: bool = False

    def __str__(self) -> str:
        place = f"{self.mark}: " if self.mark else ""
        severity = "warning: " if self.is_warning else ""
        return printable(f"{place}{severity}{shortened(self.what)}; {shortened(self.todo)}")

    def as_error(self) -> Problem:
        """Return the same problem as an error."""
        return replace(self, is_warning=False)


# Problems after which a run ends, since nobody mends more at once.
_MOST_PROBLEMS = 1_000


class GenError(Exception):
    """An error that stops a run with exit code 2. Its `str()` is the message for the user.

    Arguments:
        lines: the lines of the message. Control characters in a line are escaped.
    """

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(map(printable, lines)))


class ProblemsError(GenError):
    """Several problems in specs, language folders or templates, as one error.

    Arguments:
        problems: at least one problem that is no warning. The message has each problem once, sorted
            by place.
        are_all: whether these are all problems. If not, the message says that there are more.

    Attributes:
        problems: the problems, each once, sorted by place.
    """

    def __init__(self, problems: Iterable[Problem], are_all: bool = True) -> None:
        self.problems = by_place(problems)
        more = [] if are_all else ["there are more problems; mend these first"]
        super().__init__(*map(str, self.problems), *more)


def by_place(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems sorted by place, each once. Those without a place come first."""
    return sorted(set(problems), key=lambda p: (_place(p.mark), p.what))


class Problems(list[Problem]):
    """A list of problems that stops the run when it has 1,000 errors.

    Attributes:
        errors: the number of problems that are no warnings.

    Raises:
        ProblemsError: by the call that adds the 1,000th error. It has all problems.
    """

    def __init__(self) -> None:
        super().__init__()
        self.errors = 0

    def append(self, problem: Problem) -> None:
        super().append(problem)
        self.errors += not problem.is_warning
        self._stop()

    def extend(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            super().append(problem)
            self.errors += not problem.is_warning
        self._stop()

    def __iadd__(self, problems: Iterable[Problem]) -> Problems:  # type: ignore[override,misc]
        self.extend(problems)
        return self

    def _stop(self) -> None:
        """Raise the problems if there are too many."""
        if self.errors >= _MOST_PROBLEMS:
            raise ProblemsError(self, are_all=False)


def _place(mark: Mark | None) -> tuple[str, int, int]:
    """Return the key that sorts problems by place; those without a place come first."""
    return (mark.file, mark.line, mark.column) if mark is not None else ("", 0, 0)


class OutputError(GenError):
    """The output folder can't be read or written. No file in the folder is half written."""


class OptionError(Exception):
    """An error in the value of an option of the command line."""


_PLAIN = bytes(range(0x20, 0x7F))


def is_printable_ascii(text: str, but: bytes = b"") -> bool:
    """Say whether a text has only characters from U+0020 to U+007E. This is fast for long texts.

    Arguments:
        text: the text to check.
        but: further characters that the text must not have, as ASCII bytes.
    """
    return not text.encode(errors="surrogatepass").translate(None, _PLAIN.translate(None, but))


def printable(text: str) -> str:
    r"""Escape control and other invisible characters of a text as `\n`, `\xNN` or `\uNNNN`.

    Messages quote names and values from specs. Without escapes, these could move the cursor of a
    terminal, start a new line in a log, or be invisible.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def shortened(text: str, most: int = 1_000) -> str:
    """Cut a long text for a message: to `most` characters and an ellipsis.

    A text of at most `most` characters is returned unchanged.
    """
    return text if len(text) <= most else f"{text[:most]}…"


def counted(number: int, noun: str) -> str:
    """Format a number with a noun, such as "1 file" or "3 files".

    Arguments:
        number: how many there are.
        noun: the noun in the singular; its plural must end in `s`.
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


# Most names that an unknown name is compared with, and most characters of one, to stay fast.
# A message lists so many names, more than there are targets.
_MOST_LISTED = 24
_MOST_NAMES = 200
_LONGEST_NAME = 80


def one_of(names: Iterable[str], got: str) -> str:
    """Suggest a name in place of an unknown one, for the second half of a message.

    Arguments:
        names: the names that exist.
        got: the unknown name that the user gave.

    Returns:
        A question with the most similar name, such as "did you mean java?". If no name is similar,
        a list of up to 12 of the names; or the remark that there is no name yet.
    """
    import difflib

    existing = sorted(names)
    folded = {name.casefold(): name for name in existing if len(name) <= _LONGEST_NAME}
    wanted, alike = got.casefold(), list(folded)
    if len(alike) > _MOST_NAMES:
        alike = [name for name in alike if name[:1] == wanted[:1]]
        alike = sorted(alike, key=lambda name: abs(len(name) - len(wanted)))[:_MOST_NAMES]
    similar: list[str] = []
    if len(got) <= _LONGEST_NAME:
        similar = difflib.get_close_matches(wanted, alike, n=1, cutoff=0.6)
    if similar and not got.isdigit():  # similar numbers are no typos
        return f"did you mean {folded[similar[0]]}?"
    if not existing:
        return "there is none yet"
    listed = ", ".join(existing[:_MOST_LISTED]) + (", …" if len(existing) > _MOST_LISTED else "")
    return f"use {'one of ' if len(existing) > 1 else ''}{listed}"
