"""What is wrong with a request, and where."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from generator.model.statuses import reason_phrase
from generator.model.structs import Struct
from generator.verify.expected.cases import Answer

PROBLEM_TYPE = "application/problem+json"
# The most faults that are found in a request.
MOST_FAULTS = 50
_MOST_SHOWN = 120


class Fault(Struct, frozen=True):
    """One thing that is wrong with a request.

    Attributes:
        status: the status of the answer if nothing else is wrong, such as 415.
        where: the place: `path`, `query`, `header`, `cookie` or `body`.
        name: the name of the parameter, the header, the form field or the part; may be empty.
        pointer: a JSON pointer (RFC 6901) to the value in the body or the parameter; may be empty.
        what: what is wrong, without a full stop.
    """

    status: int
    where: str
    name: str
    pointer: str
    what: str

    @property
    def text(self) -> str:
        """The fault on one line, with its place."""
        words = (self.where, self.name, self.pointer)
        return f"{' '.join(word for word in words if word)}: {self.what}"

    def members(self) -> dict[str, str]:
        """Return the fault as members of a JSON object, without those that are empty."""
        rows = {"in": self.where, "name": self.name, "pointer": self.pointer, "detail": self.what}
        return {name: _utf8(text) for name, text in rows.items() if text}


def problem_answer(
    status: int,
    detail: str,
    faults: Sequence[Fault] = (),
    fields: Iterable[tuple[str, str]] = (),
    **members: Any,
) -> Answer:
    """Make an answer that is a problem document (RFC 9457).

    Arguments:
        status: the status.
        detail: what is wrong, in a sentence.
        faults: each thing that is wrong.
        fields: further headers of the answer.
        members: further members of the document.
    """
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": reason_phrase(status),
        "status": status,
        "detail": _utf8(detail),
        **members,
    }
    if faults:
        document["errors"] = [fault.members() for fault in faults]
    body = json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
    return Answer(status, body, (("Content-Type", PROBLEM_TYPE), *fields))


def format_value(value: object) -> str:
    """Write a value for a message, at most 120 characters of it."""
    if isinstance(value, (dict, list)):  # may be too long to write out whole
        name = "member" if isinstance(value, dict) else "item"
        return f"{'an object' if name == 'member' else 'an array'} of {len(value)} {name}s"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        text = f"{value:g}" if isinstance(value, float) else _integer(value)
    elif isinstance(value, str):
        text = json.dumps(value[: _MOST_SHOWN + 1], ensure_ascii=False)
    else:
        text = json.dumps(value) if value is None or isinstance(value, bool) else str(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def _integer(value: int) -> str:
    """Write an integer, which may have too many digits for Python to write."""
    return str(value) if abs(value) < 10**40 else f"{float(value):g}" if value < 10**300 else "…"


def pointer_token(key: str | int) -> str:
    """Return a member's name or an item's index as the last part of a JSON pointer."""
    text = str(key).replace("~", "~0").replace("/", "~1")
    return "/" + (text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…")


def _utf8(text: str) -> str:
    """Replace characters that UTF-8 does not have: halves of surrogate pairs."""
    return text.encode(errors="backslashreplace").decode()
