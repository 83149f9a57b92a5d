"""The documented errors of an API, grouped as a client raises them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from generator.model.api import Api, JsonPath
from generator.model.structs import Struct
from generator.model.text import Text, reveal


class Failure(Struct, frozen=True):
    """A documented status and error code, for which a client has one error class.

    Attributes:
        status: the status code.
        code: the error code; None if the answer's body has none.
        phrase: the reason phrase of the status.
        descriptions: the descriptions of all documented errors with this status and code.
    """

    status: int
    code: Text | None
    phrase: str
    descriptions: tuple[Text, ...]


# Places of code and message that are tried after the spec's own. Many APIs use them, and so do
# gateways in front of other APIs.
_USUAL_CODES: tuple[JsonPath, ...] = (("error", "code"), ("code",))
_USUAL_MESSAGES: tuple[JsonPath, ...] = (("error", "message"), ("message",))


def code_paths(api: Api) -> tuple[JsonPath, ...]:
    """Return the places where a client looks for an error's code, those of the spec first."""
    return tuple(dict.fromkeys(map(_without_marks, (*api.code_paths, *_USUAL_CODES))))


def message_paths(api: Api) -> tuple[JsonPath, ...]:
    """Return the places where a client looks for an error's message, those of the spec first."""
    return tuple(dict.fromkeys(map(_without_marks, (*api.message_paths, *_USUAL_MESSAGES))))


def _without_marks(path: JsonPath) -> JsonPath:
    """Return a path as texts without marks and indexes, so that equal paths compare equal."""
    return tuple(step if isinstance(step, int) else Text(reveal(step)) for step in path)


def value_at(document: str, paths: Iterable[JsonPath]) -> str | None:
    """Return the first text or whole number that a JSON document has at one of several places.

    Arguments:
        document: the document.
        paths: the places in order.

    Returns:
        The value as text; None if no place has one, or the document is not JSON.
    """
    try:
        root = json.loads(document)
    except (ValueError, RecursionError):
        return None
    for path in paths:
        value: Any = root
        for step in path:
            key = step if isinstance(step, int) else reveal(step)
            exists = (
                key in value
                if isinstance(value, dict)
                else isinstance(value, list) and isinstance(key, int) and key < len(value)
            )
            value = value[key] if exists else None
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            return str(value)
    return None


def list_failures(api: Api) -> tuple[Failure, ...]:
    """List the documented failures of an API, sorted by status and code."""
    errors_by_failure: dict[tuple[int, str], list[Any]] = {}
    for error in api.errors:
        code_in_body = value_at(reveal(error.body), code_paths(api)) if error.body else None
        code = error.code if error.code is not None and code_in_body == reveal(error.code) else None
        errors_by_failure.setdefault((error.status, reveal(code or "")), []).append((error, code))
    failures = []
    for _, rows in sorted(errors_by_failure.items()):
        errors = [error for error, _ in rows]
        failures.append(
            Failure(
                status=errors[0].status,
                code=rows[0][1],
                phrase=errors[0].phrase,
                descriptions=tuple(dict.fromkeys(error.description for error in errors)),
            )
        )
    return tuple(failures)
