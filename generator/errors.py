"""Exceptions, problems with their places, and helpers to write messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file. Lines and columns count from 1, as in editors."""

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

    Attributes:
        mark: the place; None if it is in no file.
        what: what is wrong.
        todo: what to do about it.
    """

    mark: Mark | None
    what: str
    todo: str

    def __str__(self) -> str:
        place = f"{self.mark}: " if self.mark else ""
        return printable(f"{place}{shortened(self.what)}; {shortened(self.todo)}")


# Problems after which a run ends, since nobody mends more at once.
_MOST_PROBLEMS = 1_000


class GenError(Exception):
    """An error that stops a run with exit code 2; `str()` is the message for the user.

    Arguments:
        lines: the lines of the message; control characters in them are escaped.
    """

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(map(printable, lines)))


class ProblemsError(GenError):
    """Problems in specs, language folders or templates, all of them in one error.

    Arguments:
        problems: at least one problem. They are listed once each, in the order of their places.
        are_all: whether the list is complete; otherwise the message says that there are more.
    """

    def __init__(self, problems: Iterable[Problem], are_all: bool = True) -> None:
        self.problems = sorted(set(problems), key=lambda p: (_place(p.mark), p.what))
        more = [] if are_all else ["there are more problems; mend these first"]
        super().__init__(*map(str, self.problems), *more)


class Problems(list[Problem]):
    """A list of problems that ends the run when it has 1,000.

    Raises:
        ProblemsError: from the call that adds the last one.
    """

    def append(self, problem: Problem) -> None:
        super().append(problem)
        self._stop()

    def extend(self, problems: Iterable[Problem]) -> None:
        super().extend(problems)
        self._stop()

    def __iadd__(self, problems: Iterable[Problem]) -> Problems:  # type: ignore[override,misc]
        self.extend(problems)
        return self

    def _stop(self) -> None:
        """Raise the problems if there are too many."""
        if len(self) >= _MOST_PROBLEMS:
            raise ProblemsError(self, are_all=False)


def _place(mark: Mark | None) -> tuple[str, int, int]:
    """Return the key that sorts problems by place; those without a place come first."""
    return (mark.file, mark.line, mark.column) if mark is not None else ("", 0, 0)


class OutputError(GenError):
    """An error of the output folder: it can't be read or written. All files in it are whole."""


class OptionError(Exception):
    """An error in the value of an option of the command line."""


_PLAIN = bytes(range(0x20, 0x7F))


def is_printable_ascii(text: str, but: bytes = b"") -> bool:
    """Check whether a text has no characters but those from U+0020 to U+007E; fast for long texts.

    Arguments:
        text: the text.
        but: characters of that range that the text must not have either.
    """
    return not text.encode(errors="surrogatepass").translate(None, _PLAIN.translate(None, but))


def printable(text: str) -> str:
    r"""Write control and other invisible characters of a text as `\xNN` or `\uNNNN`.

    Messages quote names and values from specs. These must not move the cursor of a terminal, start
    a new line in a CI log, or be invisible.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def shortened(text: str, most: int = 1_000) -> str:
    """Cut a text to `most` characters and an ellipsis: a value in a message can have any length."""
    return text if len(text) <= most else f"{text[:most]}…"


def counted(number: int, noun: str) -> str:
    """Format a number with its noun, in the plural unless the number is 1."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


# Most names that an unknown name is compared with, and most characters of one, to stay fast.
_MOST_NAMES = 200
_LONGEST_NAME = 80


def one_of(names: Iterable[str], got: str) -> str:
    """Suggest a name in place of an unknown one, as the end of a "what to do".

    Arguments:
        names: the names that exist.
        got: the unknown name.

    Returns:
        A question with the most similar name if there is one, else a list of up to 12 names.
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
    listed = ", ".join(existing[:12]) + (", …" if len(existing) > 12 else "")
    return f"use {'one of ' if len(existing) > 1 else ''}{listed}"
