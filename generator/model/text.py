"""Text from a spec, which can't be printed unless an encoder wrote it for its place."""

from __future__ import annotations

import re
from typing import NoReturn, Protocol

from generator.errors import Mark
from generator.model.structs import Struct


class Marked(Protocol):
    """What stands somewhere."""

    @property
    def mark(self) -> Mark:
        """Where."""


class Text:
    """Text from a spec, which must pass an encoder before it is printed anywhere.

    It is no `str` on purpose: it can't be joined, formatted, iterated or printed, so code or a
    template that forgets to encode it fails at once. `reveal` gives the characters to an encoder.

    Arguments:
        value: the characters, as the spec has them.
        mark: where they stand, for messages, or what has a `mark` should anybody ask.
    """

    __slots__ = ("_mark", "_value")

    def __init__(self, value: str, mark: Mark | Marked | None = None) -> None:
        self._value = value
        self._mark = mark

    @property
    def mark(self) -> Mark | None:
        """Where they stand."""
        mark = self._mark
        return mark if mark is None or isinstance(mark, Mark) else mark.mark

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return f"<spec text of {len(self._value)} characters>"

    def _refuse(self, *_: object) -> NoReturn:
        raise TypeError("text from a spec was used without an encoder")

    __str__ = __format__ = __iter__ = __len__ = __getitem__ = _refuse
    __add__ = __radd__ = __mod__ = __mul__ = __contains__ = _refuse


def reveal(text: Text | str) -> str:
    """Give the characters of `text`; for encoders and for checks, never for printing."""
    return text._value if isinstance(text, Text) else text


class Placeholder(Struct, frozen=True):
    """A name in braces within a URL template, such as `{sessionId}`."""

    name: str


_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def split_placeholders(template: str) -> tuple[str | Placeholder, ...]:
    """Split a URL template (RFC 6570, level 1 only) at its `{placeholders}`.

    Arguments:
        template: the text; a brace that belongs to no pair stays part of a literal piece.

    Returns:
        Literal pieces, never empty, and placeholders, in order.
    """
    pieces: list[str | Placeholder] = []
    for index, piece in enumerate(_PLACEHOLDER.split(template)):
        if index % 2:
            pieces.append(Placeholder(piece))
        elif piece:
            pieces.append(piece)
    return tuple(pieces)


# Unicode 3.2 never changes, so the same text is written the same way by every Python.
_PLAIN_CATEGORIES = frozenset("LNPS")


class Code(str):
    """Text that an encoder made for its place in the output."""

    __slots__ = ()


def is_plain(character: str) -> bool:
    """Say whether a character may stand for itself in source code that people read.

    U+0020 to U+007E, and from U+00A0 on letters, numbers, punctuation, symbols and marks that
    take part in a line (Mn, Mc), by Unicode 3.2: nothing invisible, nothing that turns the
    direction of a line.
    """
    if character < "\x7f":
        return character >= " "
    if character < "\xa0":
        return False
    import unicodedata

    category = unicodedata.ucd_3_2_0.category(character)
    return category[0] in _PLAIN_CATEGORIES or category in ("Mn", "Mc")
