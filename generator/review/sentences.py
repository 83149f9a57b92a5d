"""Sentences about specs: words of ours, and values that are told apart wherever they are shown."""

from __future__ import annotations

import json
import re

from generator.errors import printable
from generator.model.structs import Struct
from generator.model.text import Placeholder, Text, reveal

# Characters that a quoted text is cut to, and how many of them stand in front of what differs.
_LONGEST = 72
_CONTEXT = 24


class Name(Struct, frozen=True):
    """An id, a code, a path: one word within a sentence."""

    text: str


class Quote(Struct, frozen=True):
    """A text within a sentence."""

    text: str


# A sentence without its full stop.
Said = tuple[str | Name | Quote, ...]


def plain(said: Said) -> str:
    """Give a sentence for a terminal or a log; no value in it can act there."""
    words = (f'"{word.text}"' if isinstance(word, Quote) else _bare(word) for word in said)
    return printable("".join(words))


def markdown(said: Said) -> str:
    """Give a sentence in Markdown, with every value in a code span, where nothing has a meaning."""
    return "".join(word if isinstance(word, str) else code_span(word.text) for word in said)


def code_span(text: str) -> str:
    """Give text as a code span (CommonMark 0.31, 6.1), on one line and not empty."""
    shown = printable(text) or " "
    longest = max(map(len, re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    # Spaces at both ends are taken away; they keep a backtick apart from the fence.
    pad = " " if shown.startswith(("`", " ")) or shown.endswith(("`", " ")) else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _bare(word: str | Name | Quote) -> str:
    return word if isinstance(word, str) else word.text


def from_to(front: Said, old: object, new: object) -> Said:
    """Say what a value was and what it is, where each can be said in a line."""
    if old is None or new is None:
        return (*front, " is gone" if new is None else " added")
    before, after = _shown(old), _shown(new)
    if before is None or after is None:
        return front
    first, second = _excerpts(before, after)
    kind = Name if isinstance(old, int) and isinstance(new, int) else Quote
    return (*front, " ", kind(first), " is now ", kind(second))


def _shown(value: object) -> str | None:
    if isinstance(value, tuple):
        if not all(isinstance(piece, (str, Placeholder)) for piece in value):
            return None
        return "".join(p if isinstance(p, str) else f"{{{p.name}}}" for p in value)
    if isinstance(value, (bool, int, float)):
        return json.dumps(value)
    return reveal(value) if isinstance(value, (Text, str)) else None


def _alike(one: str, other: str) -> int:
    """Count the characters that two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _excerpts(old: str, new: str) -> tuple[str, str]:
    """Cut two long texts to where they differ."""
    if max(len(old), len(new)) <= _LONGEST:
        return old, new
    front = _alike(old, new)
    back = _alike(old[front:][::-1], new[front:][::-1])
    start, end = max(front - _CONTEXT, 0), max(back - _CONTEXT, 0)

    def excerpt(text: str) -> str:
        cut = text[start : len(text) - end]
        is_cut = end or len(cut) > _LONGEST
        return f"{'…' if start else ''}{cut[:_LONGEST].strip(' ')}{'…' if is_cut else ''}"

    return excerpt(old), excerpt(new)
