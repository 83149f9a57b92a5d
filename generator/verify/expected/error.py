"""What a client has to raise for an answer, by the documented errors alone.

It shares no code with what renders the client: neither the places where a code and a message are
looked for, nor what reads them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.model.api import Api
from generator.model.messages import ApiError
from generator.model.text import reveal
from generator.verify.expected.cases import Answer

# Where a client looks behind the places of the API's own errors.
_USUAL = {"code": (("error", "code"), ("code",)), "message": (("error", "message"), ("message",))}
_Steps = tuple[str | int, ...]


def expected_error(
    api: Api,
    classes: Mapping[tuple[int, str | None], str],
    base: str,
    answer: Answer,
    is_head: bool,
) -> str:
    """Tell of the exception as the programs of clients do, a line each.

    Arguments:
        api: whose documented errors have classes.
        classes: the class of each documented status and code; of a status alone, with None.
        base: the class of what is not documented.
        answer: what the server answers.
        is_head: whether it answers HEAD, hence without a body.

    Returns:
        Name of the class, status, code, seconds of Retry-After and message; "-" is none.
    """
    body = "" if is_head else answer.body.decode(errors="replace")
    leaves = dict(_leaves(_read(body)))
    code = _documented(api, "code", answer.status, leaves, body)
    message = _documented(api, "message", answer.status, leaves, body)
    rows = [error for error in api.errors if error.status == answer.status]
    if code and any(error.code is not None and reveal(error.code) == code for error in rows):
        name = classes.get((answer.status, code), f"no class of {answer.status} {code}")
    else:
        name = classes.get((answer.status, None), base)
    wait = dict(answer.fields).get("Retry-After", "-")
    return "\n".join(
        [name, str(answer.status), code or "-", wait, body if message is None else message]
    )


def _documented(
    api: Api, what: str, status: int, leaves: Mapping[_Steps, str], body: str
) -> str | None:
    """Give the code or the message of a body; None if it has none.

    That is what the error of this very body has. Other bodies have it where the documented
    errors have theirs, or at one of the usual places.
    """
    for error in api.errors:
        own = _own(error, what)
        is_same = error.status == status and error.body is not None and reveal(error.body) == body
        if is_same and own and own in leaves.values():
            return own
    places = [place for error in api.errors for place in _places(error, what)]
    return next((leaves[place] for place in (*places, *_USUAL[what]) if place in leaves), None)


def _own(error: ApiError, what: str) -> str:
    text = error.code if what == "code" else error.message
    return "" if text is None else reveal(text)


def _places(error: ApiError, what: str) -> Iterator[_Steps]:
    """Give where a documented error has its code or message."""
    own = _own(error, what)
    if own and error.body is not None:
        leaves = _leaves(_read(reveal(error.body)))
        yield from (place for place, value in leaves if value == own)


def _read(body: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _leaves(value: Any, place: _Steps = ()) -> Iterator[tuple[_Steps, str]]:
    """Give each text and whole number of a JSON value with the keys that lead to it."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _leaves(member, (*place, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, (*place, index))
    elif isinstance(value, (str, int)) and not isinstance(value, bool):
        yield place, str(value)
