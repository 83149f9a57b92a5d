"""Phrases about specs, and their output as text or Markdown.

A phrase is a sentence, or a part of one, that keeps values from specs apart from words. So each
format can quote and escape the values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from generator.errors import printable
from generator.model.structs import Struct, replace
from generator.model.text import Placeholder, Text, join_pieces, reveal

# Characters of a quoted text that are shown, and characters before the first difference in it.
_LONGEST = 72
_CONTEXT = 24


class Name(Struct, frozen=True):
    """A value in a phrase that text shows as it is, such as an id, a code or a path."""

    text: str


class Quote(Struct, frozen=True):
    """A value in a phrase that text shows in double quotes, such as a description."""

    text: str


# A sentence or a part of one, without a full stop.
Phrase = tuple[str | Name | Quote, ...]


class SchemaPlace(Struct, frozen=True):
    """Where a schema is used.

    Attributes:
        phrase: the parameter, body, response or named schema, in words.
        is_sent: whether requests use the schema.
        path: the path of the field in it, such as `user.tags[]`; empty for the whole.
    """

    phrase: Phrase
    is_sent: bool
    path: str = ""

    @property
    def subject(self) -> Phrase:
        """The words that name the place."""
        return ("field ", Name(self.path), " of ", *self.phrase) if self.path else self.phrase

    def below(self, name: str) -> SchemaPlace:
        """Return the place of a field in this one."""
        return replace(self, path=f"{self.path}.{name}" if self.path else name)

    @property
    def items(self) -> SchemaPlace:
        """The place of the items in this one."""
        return replace(self, path=f"{self.path}[]")


def plain(phrase: Phrase) -> str:
    """Format a phrase as text on one line, with control characters escaped."""
    words = (f'"{word.text}"' if isinstance(word, Quote) else _word_text(word) for word in phrase)
    return printable("".join(words))


def markdown(phrase: Phrase) -> str:
    """Format a phrase as Markdown, with every value in a code span, so that none acts as markup."""
    return "".join(word if isinstance(word, str) else code_span(word.text) for word in phrase)


def code_span(text: str) -> str:
    """Format text as a code span on one line (CommonMark 0.31, section 6.1).

    A code span can't be empty: it has a space if the text is empty.
    """
    visible = printable(text) or " "
    longest = max(map(len, re.findall("`+", visible)), default=0)
    fence = "`" * (longest + 1)
    # A space keeps a backtick apart from the fence; CommonMark strips one at both ends.
    pad = " " if visible.startswith(("`", " ")) or visible.endswith(("`", " ")) else ""
    return f"{fence}{pad}{visible}{pad}{fence}"


def _word_text(word: str | Name | Quote) -> str:
    """Return a word or value of a phrase as text."""
    return word if isinstance(word, str) else word.text


def amount(number: int, noun: str) -> str:
    """Format a number, which may be large, with a noun, such as `7,200 samples`.

    Arguments:
        number: how many there are.
        noun: the noun in the singular; its plural must end in `s`.
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listed(values: Sequence[str], most: int, noun: str) -> Phrase:
    """List values as `a, b and c`, or as `a and 7 more places` if there are more than `most`.

    Arguments:
        values: the values.
        most: the most values to name.
        noun: what a value is, in the singular.
    """
    if len(values) > most:
        return (Name(values[0]), f" and {len(values) - 1:,} more {noun}s")
    words: list[str | Name | Quote] = []
    for number, value in enumerate(values):
        if number:
            words.append(" and " if number == len(values) - 1 else ", ")
        words.append(Name(value))
    return tuple(words)


def from_to(front: Phrase, old: object, new: object) -> Phrase:
    """Return a phrase that says from which value to which other value something changed.

    Arguments:
        front: the words before the values.
        old: the old value; None if something was added.
        new: the new value; None if something is gone.

    Returns:
        The words and both values, or the words with "added" or "is gone". `front` alone if a value
        can't be shown on one line.
    """
    if old is None or new is None:
        return (*front, " is gone" if new is None else " added")
    before, after = _format_value(old), _format_value(new)
    if before is None or after is None:
        return front
    first, second = _excerpts(before, after)
    kind = Name if isinstance(old, int) and isinstance(new, int) else Quote
    return (*front, " ", kind(first), " is now ", kind(second))


def _format_value(value: object) -> str | None:
    """Format a value on one line; None if it has no such form."""
    if isinstance(value, tuple):
        if not all(isinstance(piece, (str, Placeholder)) for piece in value):
            return None
        return join_pieces(value)
    if isinstance(value, (bool, int, float)):
        return json.dumps(value)
    return reveal(value) if isinstance(value, (Text, str)) else None


def _common_length(first: str, second: str) -> int:
    """Count the characters of the beginning that two texts share."""
    pairs = zip(first, second, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(first), len(second)))


def _excerpts(old: str, new: str) -> tuple[str, str]:
    """Cut two long texts to the part where they differ."""
    if max(len(old), len(new)) <= _LONGEST:
        return old, new
    front = _common_length(old, new)
    back = _common_length(old[front:][::-1], new[front:][::-1])
    start, end = max(front - _CONTEXT, 0), max(back - _CONTEXT, 0)

    def excerpt(text: str) -> str:
        cut = text[start : len(text) - end]
        is_cut = end or len(cut) > _LONGEST
        return f"{'…' if start else ''}{cut[:_LONGEST].strip(' ')}{'…' if is_cut else ''}"

    return excerpt(old), excerpt(new)
