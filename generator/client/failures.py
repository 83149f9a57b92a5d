"""The documented errors of an API, as its client raises them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from generator.model.api import Api, JsonPath
from generator.model.structs import Struct
from generator.model.text import Text, reveal


class Failure(Struct, frozen=True):
    """A documented status and code, which a client raises as one class.

    `code` is None where an answer's body has none.
    """

    status: int
    code: Text | None
    phrase: str
    descriptions: tuple[Text, ...]


# Where many APIs have code and message; some gateways in front of them do, whatever theirs is.
_USUAL_CODES: tuple[JsonPath, ...] = (("error", "code"), ("code",))
_USUAL_MESSAGES: tuple[JsonPath, ...] = (("error", "message"), ("message",))


def code_paths(api: Api) -> tuple[JsonPath, ...]:
    """Give the places where an error's code is looked for, the spec's own first."""
    return tuple(dict.fromkeys(map(_without_marks, (*api.code_paths, *_USUAL_CODES))))


def message_paths(api: Api) -> tuple[JsonPath, ...]:
    """Give the places where an error's message is looked for, the spec's own first."""
    return tuple(dict.fromkeys(map(_without_marks, (*api.message_paths, *_USUAL_MESSAGES))))


def _without_marks(path: JsonPath) -> JsonPath:
    """Make the same path equal, wherever it is from."""
    return tuple(step if isinstance(step, int) else Text(reveal(step)) for step in path)


def value_at(document: str, paths: Iterable[JsonPath]) -> str | None:
    """Give the first text or whole number that a JSON document has at one of some places."""
    try:
        root = json.loads(document)
    except (ValueError, RecursionError):
        return None
    for path in paths:
        found: Any = root
        for step in path:
            key = step if isinstance(step, int) else reveal(step)
            is_there = (
                key in found
                if isinstance(found, dict)
                else isinstance(found, list) and isinstance(key, int) and key < len(found)
            )
            found = found[key] if is_there else None
        if isinstance(found, (str, int)) and not isinstance(found, bool):
            return str(found)
    return None


def list_failures(api: Api) -> tuple[Failure, ...]:
    """List the documented failures, by status and code."""
    found: dict[tuple[int, str], list[Any]] = {}
    for error in api.errors:
        told = value_at(reveal(error.body), code_paths(api)) if error.body else None
        code = error.code if error.code is not None and told == reveal(error.code) else None
        found.setdefault((error.status, reveal(code or "")), []).append((error, code))
    made = []
    for _, rows in sorted(found.items()):
        errors = [error for error, _ in rows]
        made.append(
            Failure(
                status=errors[0].status,
                code=rows[0][1],
                phrase=errors[0].phrase,
                descriptions=tuple(dict.fromkeys(error.description for error in errors)),
            )
        )
    return tuple(made)
