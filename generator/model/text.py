"""Texts from specs, which must be encoded before they are printed, and texts that are encoded.

An encoder writes a text for one place of the output, such as a string literal or a comment, so that
the text can't end that place early.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NoReturn, Protocol

from generator.errors import Mark
from generator.model.structs import Struct


class Marked(Protocol):
    """An object with a position in a file."""

    @property
    def mark(self) -> Mark:
        """The position of the object: the file, the line and the column."""


class Text:
    """Text from a spec, which must pass an encoder before it is printed.

    It is not a `str` on purpose: it can't be joined, formatted, iterated or printed. So code or a
    template that forgets the encoder fails at once. Encoders get the characters from `reveal`.

    Arguments:
        value: the characters.
        mark: the position of the text in the spec, for messages. It may also be an object that
            computes the position in its property `mark`. None if the text is in no file.
    """

    __slots__ = ("_mark", "_value")

    def __init__(self, value: str, mark: Mark | Marked | None = None) -> None:
        self._value = value
        self._mark = mark

    @property
    def mark(self) -> Mark | None:
        """The position of the text in the spec. None if the text is in no file."""
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
        """Refuse to be used like a string."""
        raise TypeError("text from a spec was used without an encoder")

    __str__ = __format__ = __iter__ = __len__ = __getitem__ = _refuse
    __add__ = __radd__ = __mod__ = __mul__ = __contains__ = _refuse


def reveal(text: Text | str) -> str:
    """Return the characters of a text, for encoders and checks only. Never print them.

    A `str` is returned as it is.
    """
    return text._value if isinstance(text, Text) else text


class Placeholder(Struct, frozen=True):
    """A name that stands in braces in a URL template, such as `{sessionId}`."""

    name: str


_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def first_paragraph(text: Text) -> Text:
    """Return the first paragraph of a text on one line."""
    paragraph = re.split(r"\n[ \t]*\n", reveal(text).strip(), maxsplit=1)[0]
    return Text(" ".join(paragraph.split()), text.mark)


def split_placeholders(template: str) -> tuple[str | Placeholder, ...]:
    """Split a URL template at its `{placeholders}` (RFC 6570, level 1 only).

    Arguments:
        template: a part of a URL. A brace without a partner is literal text.

    Returns:
        Literal texts, which are never empty, and placeholders, in the order of the template.
    """
    pieces: list[str | Placeholder] = []
    for index, piece in enumerate(_PLACEHOLDER.split(template)):
        if index % 2:
            pieces.append(Placeholder(piece))
        elif piece:
            pieces.append(piece)
    return tuple(pieces)


def partition_template(template: str, mark: str) -> tuple[str, str]:
    """Split a URL template at a character that is in no placeholder.

    Arguments:
        template: a part of a URL.
        mark: the character, such as `?` or `#`.

    Returns:
        The text in front of the character, and the text behind it. Without such a character, the
        template and an empty text.
    """
    masked = _PLACEHOLDER.sub(lambda match: " " * len(match[0]), template)
    at = masked.find(mark)
    return (template, "") if at < 0 else (template[:at], template[at + 1 :])


def join_pieces(pieces: Iterable[str | Placeholder], value: str | None = None) -> str:
    """Join the pieces of a URL template, as `split_placeholders` returns them.

    Arguments:
        pieces: literal text and placeholders.
        value: the text in place of each placeholder; None for its name in braces.
    """
    return "".join(
        piece if isinstance(piece, str) else f"{{{piece.name}}}" if value is None else value
        for piece in pieces
    )


# Unicode categories of plain characters: letters, numbers, punctuation and symbols.
_PLAIN_CATEGORIES = frozenset("LNPS")


class Code(str):
    """Text that can be printed, since an encoder has written it for its place in the output."""

    __slots__ = ()


def is_plain(character: str) -> bool:
    """Say whether a character may be written unescaped in source code for people.

    Plain characters are U+0020 to U+007E and, from U+00A0 on, letters, numbers, punctuation,
    symbols and combining marks (Mn, Mc). Invisible characters and those that change the direction
    of text are not plain. Unicode 3.2 decides, since Python has it in every version.
    """
    if character < "\x7f":
        return character >= " "
    if character < "\xa0":
        return False
    import unicodedata

    category = unicodedata.ucd_3_2_0.category(character)
    return category[0] in _PLAIN_CATEGORIES or category in ("Mn", "Mc")


class FieldMarks:
    """The places in a file of the fields that have no `Text` with a place of its own.

    As with texts, a place makes no difference: two APIs that differ in places alone are equal.

    Arguments:
        marks: the places by the field's name, such as `default_region`.
    """

    __slots__ = ("_marks",)

    def __init__(self, marks: Mapping[str, Mark] | None = None) -> None:
        self._marks = marks or {}

    def get(self, name: str) -> Mark | None:
        """Return the place of a field; None if it is not known."""
        return self._marks.get(name)

    def with_others(self, marks: Mapping[str, Mark]) -> FieldMarks:
        """Return these places, with others in place of those of the same fields."""
        return FieldMarks({**self._marks, **marks})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FieldMarks)

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "FieldMarks()"
