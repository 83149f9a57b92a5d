"""Check texts against formats of JSON Schema 2020-12 (validation, section 7.3).

A format is a note there, and no rule. So what does not fit is a warning.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from datetime import date, datetime

_TIME = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_EMAIL = r"[^@\s]+@[^@\s]+"
_URI = r"[A-Za-z][A-Za-z0-9+.-]*:\S+"
_UUID = r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"


def format_fault(format_: str, text: str) -> tuple[str, str] | None:
    """Check a text against a format.

    Arguments:
        format_: the name of the format, such as `date-time`.
        text: the text, such as an example.

    Returns:
        What is wrong and what to do. None if nothing is wrong, or if gen does not know the format.
    """
    if format_ not in _FORMATS:
        return None
    is_valid, example = _FORMATS[format_]
    if is_valid(text):
        return None
    return f"{text!r} is no {format_}", f"write it like {example}, or choose another format"


def _matcher(pattern: str) -> Callable[[str], bool]:
    """Return a test whether a regular expression matches a whole text."""
    compiled = re.compile(pattern, re.ASCII)
    return lambda text: compiled.fullmatch(text) is not None


def _reader(pattern: str, read: Callable[[str], object]) -> Callable[[str], bool]:
    """Return a test whether a text matches a regular expression, and a function can read it."""
    matches = _matcher(pattern)

    def is_valid(text: str) -> bool:
        try:
            return matches(text) and read(text) is not None
        except ValueError:
            return False

    return is_valid


def _read_time(text: str) -> datetime:
    """Read a time of RFC 3339, with or without a date. 60 seconds are a leap second."""
    time = text.upper().rpartition("T")[2].replace(":60", ":59")
    day = text[:10] if "T" in text.upper() else "2000-01-01"
    return datetime.fromisoformat(f"{day}T{re.sub(r'[.][0-9]+', '', time)}")


# For each format, the test of a text and a text that passes it.
_FORMATS: dict[str, tuple[Callable[[str], bool], str]] = {
    "date": (_reader(_DATE, date.fromisoformat), "2026-01-31"),
    "date-time": (_reader(f"{_DATE}[Tt]{_TIME}", _read_time), "2026-01-31T12:00:00Z"),
    "email": (_matcher(_EMAIL), "ada@example.com"),
    "ipv4": (_reader("[0-9.]+", ipaddress.IPv4Address), "192.0.2.1"),
    "ipv6": (_reader("[0-9A-Fa-f:.]+", ipaddress.IPv6Address), "2001:db8::1"),
    "time": (_reader(_TIME, _read_time), "12:00:00Z"),
    "uri": (_matcher(_URI), "https://example.com/a"),
    "uuid": (_matcher(_UUID), "123e4567-e89b-12d3-a456-426614174000"),
}
