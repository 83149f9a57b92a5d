"""Finish a rendered text: write what can only be written when the whole text is known.

While a template runs, it leaves marks in the text. A mark is a character that no encoder writes.
When the template has ended, `finish` replaces the marks:

- JSON values, which are written on one line or on several, by the room that is left;
- the block of imports, which gets the lines that the rest of the template has asked for;
- indentation, where language.yaml wants another one than the templates have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from generator.languages.language import Indentation
from generator.model.text import Code
from generator.rendering.layout import VALUE, GuardError, columns

# The lines of the block of imports stand between two such lines.
_IMPORTS = "\x1c\n"
# Ends the header of a sample: what stands in front of the code that documentation includes.
_HEADER_END = "\x19"

# Writes a value. Its arguments are the spaces in front of the line, the column at which the value
# begins, and how many columns have to stay free behind it.
WriteValue = Callable[[int, int, int], str]


class Pending:
    """What a template has left to be written when the whole text is known.

    Attributes:
        values: writes each JSON value, by its number.
        uses: the lines of imports that are needed, as keys.
        depth: how many columns deeper the lines stand that the template is printing.
    """

    def __init__(self) -> None:
        self.values: list[WriteValue] = []
        self.uses: dict[str, None] = {}
        self.depth = 0

    def clear(self) -> None:
        """Forget everything, before the next file."""
        self.values.clear()
        self.uses.clear()
        self.depth = 0

    def use(self, line: str) -> None:
        """Ask for a line of imports."""
        self.uses[line] = None

    def add_value(self, line: str, write: WriteValue) -> Code:
        """Return the mark of a JSON value.

        Arguments:
            line: the value on one line.
            write: writes the value by the room that is left.
        """
        self.values.append(write)
        return Code(f"\x1a{len(self.values) - 1}\x1b{line}\x1a")


class Finished(NamedTuple):
    """A finished text.

    Attributes:
        text: the text without marks.
        header: the number of lines in front of the code that documentation includes.
    """

    text: str
    header: int


def mark_imports(lines: str) -> str:
    """Return the marks around the lines of the block of imports."""
    return f"{_IMPORTS}{lines}{_IMPORTS}"


def mark_header(lines: Iterable[str]) -> Code:
    """Return the lines of a header, with the mark of its end."""
    return Code("".join(f"{line}\n" for line in lines) + _HEADER_END)


def finish(
    text: str,
    pending: Pending,
    order: Sequence[str] = (),
    indentation: Indentation | None = None,
    is_sample: bool = False,
) -> Finished:
    """Replace the marks in a rendered text.

    Arguments:
        text: what a template has printed.
        pending: what the template has left to be written.
        order: what lines of imports begin with, in the order of their groups; the lines of a group
            are sorted. Lines that begin otherwise come last.
        indentation: how lines are indented; None to leave them as the templates have them.
        is_sample: whether the text is a sample, which never has two empty lines in a row.

    Raises:
        GuardError: if the template has several blocks of imports, or needs one and has none.
    """
    if "\x1c" in text or pending.uses:
        text = _write_imports(text, pending.uses, order)
    if "\x1a" in text:
        text = "\n".join(
            _write_values(line, pending.values) if "\x1a" in line else line
            for line in text.split("\n")
        )
    if is_sample:
        text = re.sub("\n{3,}", "\n\n", text)
    before, mark, after = text.partition(_HEADER_END)
    if mark:
        text = before + after.removeprefix("\n")
    if indentation is not None:
        text = re.sub("(?m)^ +", lambda match: _indent(match[0], indentation), text)
    return Finished(text, before.count("\n") if mark else 0)


def _write_imports(text: str, uses: Iterable[str], order: Sequence[str]) -> str:
    """Sort the lines of imports; leave out the empty line behind the block if it has none.

    Raises:
        GuardError: if there is not exactly one block of imports.
    """
    parts = text.split(_IMPORTS)
    if len(parts) == 1:
        line = next(iter(uses))
        raise GuardError(f"nothing prints {line.strip()!r}: there is no {{% imports %}}")
    if len(parts) > len(("before", "lines", "after")):
        raise GuardError("there is more than one {% imports %}")
    before, lines, after = parts
    wanted = {line for line in (*lines.split("\n"), *uses) if line}
    ranks = {
        line: [line.startswith(start) for start in (*order, "")].index(True) for line in wanted
    }
    block = "".join(f"{line}\n" for line in sorted(wanted, key=lambda line: (ranks[line], line)))
    return before + (block + after if block else after.removeprefix("\n"))


def _write_values(line: str, values: Sequence[WriteValue]) -> str:
    """Write the values that begin in a line."""
    # Texts alternate with the number of a value and the value on one line.
    first, *rest = VALUE.split(line)
    texts, numbers, lines = rest[2::3], rest[::3], rest[1::3]
    behind = [0]  # the columns behind each value, the last one first
    for text, flat in zip(reversed(texts), reversed(lines), strict=True):
        behind.append(behind[-1] + columns(text) + columns(flat))
    pieces = [first]
    depth, column = _start(first)
    for at, (number, text) in enumerate(zip(numbers, texts, strict=True)):
        room = behind[len(texts) - 1 - at] + columns(text)
        written = values[int(number)](depth, column, room) + text
        pieces.append(written)
        if "\n" in written:
            depth, column = _start(written.rpartition("\n")[2])
        else:
            column += columns(written)
    return "".join(pieces)


def _start(line: str) -> tuple[int, int]:
    """Return the number of spaces that a line begins with, and its columns."""
    return len(line) - len(line.lstrip(" ")), columns(line)


def _indent(spaces: str, indentation: Indentation) -> str:
    """Write the indentation of a line."""
    levels, rest = divmod(len(spaces), indentation.width)
    return indentation.text * levels + " " * rest
