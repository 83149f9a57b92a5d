"""Texts that have a type of their own in a client: dates, times, UUIDs, numbers and bytes.

A client reads such a text as a value of that type, and writes the value as a text again. The same
rules are in the client's own code.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from generator.model.text import Text, reveal

# The word for each format's type, which templates test as a feature.
FORMATS = {
    "date": "date",
    "date-time": "date",
    "uuid": "uuid",
    "decimal": "decimal",
    "byte": "bytes",
}


def can_read(format_: str, text: Text) -> bool:
    """Say whether a client can read a text.

    Arguments:
        format_: one of the names of `FORMATS`.
        text: the text, such as an example.
    """
    return _rewrite(format_, reveal(text)) is not None


def is_read_exactly(format_: str, text: str) -> bool:
    """Say whether a client that reads a text writes the same text again.

    Arguments:
        format_: one of the names of `FORMATS`.
        text: the text, such as an example.
    """
    return _rewrite(format_, text) == text


def _rewrite(format_: str, text: str) -> str | None:
    """Read a text and write it again. None if it can't be read."""
    try:
        return _REWRITTEN[format_](text)
    except (ValueError, ArithmeticError):
        return None


def _rewrite_time(text: str) -> str:
    """Read a time of RFC 3339, and write it."""
    time = datetime.fromisoformat(text.upper())
    if time.tzinfo is None:
        time = time.replace(tzinfo=UTC)
    return time.isoformat().replace("+00:00", "Z")


_REWRITTEN: dict[str, Callable[[str], str]] = {
    "date": lambda text: date.fromisoformat(text).isoformat(),
    "date-time": _rewrite_time,
    "uuid": lambda text: str(UUID(text)),
    "decimal": lambda text: f"{Decimal(text):f}",
    "byte": lambda text: b64encode(b64decode(text, validate=True)).decode(),
}
