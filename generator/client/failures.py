"""The errors that a spec documents, grouped so that a client has one error class for each group.

A failure is such a group: all documented errors with the same HTTP status and error code.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from generator.model.api import Api
from generator.model.follow_ups import JsonPath
from generator.model.statuses import ErrorStatus, status_order
from generator.model.structs import Struct
from generator.model.text import Text, reveal


class Failure(Struct, frozen=True):
    """All documented errors with the same status and error code; a client has one class for them.

    Attributes:
        status: the HTTP status code, or a range of them.
        code: the error code; None if the bodies of these answers have none.
        phrase: the reason phrase of the status, such as `Not Found`.
        label: the status as people read it, such as `any other status`.
        descriptions: what the spec says about each of these errors, without repetitions.
    """

    status: ErrorStatus
    code: Text | None
    phrase: str
    label: str
    descriptions: tuple[Text, ...]


# Places of code and message that are tried after the spec's own. Many APIs use them, and so do
# gateways in front of other APIs.
_USUAL_CODES: tuple[JsonPath, ...] = tuple(
    tuple(step if isinstance(step, int) else Text(step) for step in path)
    for path in (
        ("error", "code"), ("code",), ("errorCode",), ("error_code",), ("errors", 0, "code"),
    )
)  # fmt: skip
_USUAL_MESSAGES: tuple[JsonPath, ...] = tuple(
    tuple(step if isinstance(step, int) else Text(step) for step in path)
    for path in (
        ("error", "message"), ("message",), ("error_description",), ("detail",), ("msg",),
        ("errors", 0, "message"), ("error",), ("title",),
    )
)  # fmt: skip


def code_paths(api: Api) -> tuple[JsonPath, ...]:
    """Return where in the JSON body of an error answer a client looks for the error code.

    Returns:
        Paths of names and indexes, in the order in which they are tried: first those of the spec,
        then `error.code`, `code` and other usual places.
    """
    return tuple(dict.fromkeys(map(_without_marks, (*api.code_paths, *_USUAL_CODES))))


def message_paths(api: Api) -> tuple[JsonPath, ...]:
    """Return where in the JSON body of an error answer a client looks for the message.

    Returns:
        Paths of names and indexes, in the order in which they are tried: first those of the spec,
        then `error.message`, `message` and other usual places.
    """
    return tuple(dict.fromkeys(map(_without_marks, (*api.message_paths, *_USUAL_MESSAGES))))


def _without_marks(path: JsonPath) -> JsonPath:
    """Return a path as texts without marks and indexes, so that equal paths compare equal."""
    return tuple(step if isinstance(step, int) else Text(reveal(step)) for step in path)


def value_at(document: str, paths: Iterable[JsonPath]) -> str | None:
    """Return the first text or whole number that a JSON document has at one of several paths.

    Arguments:
        document: the text of the document.
        paths: paths of names and indexes, in the order in which they are tried.

    Returns:
        The value, a number as text. None if no path leads to a text or a whole number, or the
        document is not JSON.
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
    """Group the documented errors of an API by status and code, sorted by both, ranges last.

    An error has a code only if a client would find this code in the example of the error's body.
    """
    errors_by_failure: dict[tuple[ErrorStatus, str], list[Any]] = {}
    paths = code_paths(api)
    for error in api.errors:
        code_in_body = value_at(reveal(error.body), paths) if error.body else None
        code = error.code if error.code is not None and code_in_body == reveal(error.code) else None
        errors_by_failure.setdefault((error.status, reveal(code or "")), []).append((error, code))
    failures = []
    for _, rows in sorted(
        errors_by_failure.items(), key=lambda item: (status_order(item[0][0]), item[0][1])
    ):
        errors = [error for error, _ in rows]
        failures.append(
            Failure(
                status=errors[0].status,
                code=rows[0][1],
                phrase=errors[0].phrase,
                label=errors[0].label,
                descriptions=tuple(dict.fromkeys(error.description for error in errors)),
            )
        )
    return tuple(failures)
