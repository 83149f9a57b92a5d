"""Errors of openapi-core in words."""

from __future__ import annotations

from collections.abc import Iterator

from openapi_core.validation.request.exceptions import InvalidSecurity
from openapi_core.validation.schemas.exceptions import InvalidSchemaValue

# The most characters of a value that a message shows, and the most faults of one value.
_SHOWN = 200
_MOST = 5


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it was raised from."""
    at: BaseException | None = error
    while at is not None:
        yield at
        at = at.__cause__


def is_of_values(error: Exception) -> bool:
    """Say whether an error is about a value that its schema does not allow."""
    return any(isinstance(cause, InvalidSchemaValue) for cause in _causes(error))


def error_messages(error: Exception) -> list[str]:
    """Return an error in words, with what it was raised from."""
    if isinstance(error, InvalidSecurity):
        return ["the credentials are none that the document asks for"]
    found: list[str] = []
    for cause in _causes(error):
        if isinstance(cause, InvalidSchemaValue):
            name = found[0] if found else "a value"
            return [
                f"{name}: {cut(getattr(row, 'message', str(row)))}{_place(row)}"
                for row in list(cause.schema_errors)[:_MOST]
            ]
        text = cut(str(cause))
        if text and text not in found:
            found.append(text)
    return [": ".join(found[:1] + found[-1:] if len(found) > 1 else found)]


def _place(error: Exception) -> str:
    """Return where in a value an error is; empty for the value itself."""
    path = "".join(f"/{step}" for step in getattr(error, "absolute_path", ()))
    return f" at {path}" if path else ""


def cut(text: str) -> str:
    """Return a text on one line, cut if it is long."""
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
