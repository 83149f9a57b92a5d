"""What can go wrong, as few classes as there are places that catch them differently."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file; lines and columns count from 1, as editors do."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def within(self, file: str) -> Mark:
        """Give the same place in a file by another name."""
        return Mark(file, self.line, self.column)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault and its remedy, printed as `file:line:col: what is wrong; what to do`."""

    mark: Mark | None
    what: str
    todo: str

    def __str__(self) -> str:
        place = f"{self.mark}: " if self.mark else ""
        return printable(f"{place}{shortened(self.what)}; {shortened(self.todo)}")


_MOST_PROBLEMS = 1_000


class GenError(Exception):
    """Anything that stops a run with exit code 2; `str()` is the message for the user.

    Arguments:
        lines: its lines; what they quote can't start another or act on a terminal.
    """

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(map(printable, lines)))


class ProblemsError(GenError):
    """The spec, a language folder or a template is at fault; every problem found is listed.

    Arguments:
        problems: at least one; shown in the order of their places, each once.
        are_all: whether there are no others.
    """

    def __init__(self, problems: Iterable[Problem], are_all: bool = True) -> None:
        self.problems = sorted(set(problems), key=lambda p: (_place(p.mark), p.what))
        more = [] if are_all else ["there are more problems; mend these first"]
        super().__init__(*map(str, self.problems), *more)


class Problems(list[Problem]):
    """The problems of one run: it ends at as many as nobody mends at once.

    Raises:
        ProblemsError: from whatever adds the last.
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
        if len(self) >= _MOST_PROBLEMS:
            raise ProblemsError(self, are_all=False)


def _place(mark: Mark | None) -> tuple[str, int, int]:
    return (mark.file, mark.line, mark.column) if mark is not None else ("", 0, 0)


class OutputError(GenError):
    """The output folder can't be read or written as planned; what is written is whole files."""


class OptionError(Exception):
    """An option of the command line can't be used as it is given."""


_PLAIN = bytes(range(0x20, 0x7F))


def is_printable_ascii(text: str, but: bytes = b"") -> bool:
    """Say whether a text, perhaps a long one, is of characters from U+0020 to U+007E alone.

    Arguments:
        text: the text, which may have any characters.
        but: those that it may not have all the same.
    """
    return not text.encode(errors="surrogatepass").translate(None, _PLAIN.translate(None, but))


def printable(text: str) -> str:
    r"""Give `text` with control and other invisible characters written as `\xNN` or `\uNNNN`.

    Messages quote names and values from specs: none of them may move the cursor of a terminal,
    start a line of its own in a CI log, or hide itself.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def shortened(text: str, most: int = 1_000) -> str:
    """Give a text, or its beginning if it has more than `most` characters.

    A message may quote a value of any length; nobody reads it to the end.
    """
    return text if len(text) <= most else f"{text[:most]}…"


def counted(number: int, noun: str) -> str:
    """Give a number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


# Names that are compared with one that is unknown, and how long they are: a person chose them.
_MOST_NAMES = 200
_LONGEST_NAME = 80


def one_of(names: Iterable[str], got: str) -> str:
    """Give the end of a "what to do": the nearest name if one is near, else all of them."""
    import difflib

    known = sorted(names)
    folded = {name.casefold(): name for name in known if len(name) <= _LONGEST_NAME}
    wanted, alike = got.casefold(), list(folded)
    if len(alike) > _MOST_NAMES:
        alike = [name for name in alike if name[:1] == wanted[:1]]
        alike = sorted(alike, key=lambda name: abs(len(name) - len(wanted)))[:_MOST_NAMES]
    near: list[str] = []
    if len(got) <= _LONGEST_NAME:
        near = difflib.get_close_matches(wanted, alike, n=1, cutoff=0.6)
    if near and not got.isdigit():  # one number is not meant for another
        return f"did you mean {folded[near[0]]}?"
    if not known:
        return "there is none yet"
    shown = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return f"use {'one of ' if len(known) > 1 else ''}{shown}"
