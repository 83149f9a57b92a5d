"""Errors of openapi-core in words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from openapi_core.casting.schemas.exceptions import CastError
from openapi_core.deserializing.styles.exceptions import EmptyQueryParameterValue
from openapi_core.validation.request.exceptions import SecurityValidationError
from openapi_core.validation.schemas.exceptions import InvalidSchemaValue

from generator.verify.oracle_process.readers import is_json

# The most characters of a value that a message shows, and the most faults of one value.
_SHOWN = 200
_MOST = 5


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it was raised from."""
    at: BaseException | None = error
    while at is not None:
        yield at
        at = at.__cause__


def is_of_values(error: Exception) -> bool:
    """Say whether an error is about a value that its schema does not allow."""
    return any(isinstance(cause, (InvalidSchemaValue, CastError)) for cause in causes(error))


def error_messages(
    error: Exception, media_type: str = "", fields: Collection[str] = ()
) -> list[str]:
    """Return an error in words, with what it was raised from; nothing if openapi-core is wrong.

    Arguments:
        error: the error.
        media_type: the media type of the request's body; empty if the error is of no body.
        fields: the names of the fields of a form that was sent.
    """
    if isinstance(error, SecurityValidationError):
        return ["the credentials are none that the document asks for"]
    # An empty text is a value like others, if the schema allows it. `allowEmptyValue` is about what
    # may stand in place of a parameter that is left out (OpenAPI 3.1.1, section 4.8.12.2).
    if any(isinstance(cause, EmptyQueryParameterValue) for cause in causes(error)):
        return []
    found: list[str] = []
    for cause in causes(error):
        if isinstance(cause, InvalidSchemaValue):
            name = found[0] if found else "a value"
            rows = [row for row in cause.schema_errors if not _is_wrong(row, media_type, fields)]
            return [
                f"{name}: {cut(getattr(row, 'message', str(row)))}{_place(row)}"
                for row in rows[:_MOST]
            ]
        text = cut(str(cause).partition(": Value ")[0])
        if text and text not in found:
            found.append(text)
    return [": ".join(found[:1] + found[-1:] if len(found) > 1 else found)]


def _is_wrong(error: Exception, media_type: str, fields: Collection[str]) -> bool:
    """Say whether openapi-core is wrong about a value that does not fit its schema.

    These are all cases, each with its reason:

    - A body that is no JSON, form or text, such as XML: openapi-core does not read it, and holds
      its bytes against the schema of what they mean.
    - A number or boolean in a form: each field of a form is text, which openapi-core makes a number
      of in parameters alone.
    - A field of a form that is required and sent: openapi-core leaves out those that no property
      describes, or only a property in `allOf`.
    """
    if not media_type:
        return False
    is_form = media_type.startswith("multipart/") or media_type.endswith("x-www-form-urlencoded")
    if not is_form:
        is_text = media_type.startswith("text/") and media_type != "text/xml"
        return not is_text and not is_json(media_type)
    if getattr(error, "validator", "") == "required" and not getattr(error, "absolute_path", ()):
        message = str(getattr(error, "message", ""))
        return any(message.startswith(f"{name!r} ") for name in fields)
    instance, wanted = getattr(error, "instance", None), getattr(error, "validator_value", "")
    if getattr(error, "validator", "") != "type" or not isinstance(instance, str):
        return False
    types = {wanted} if isinstance(wanted, str) else set(wanted)
    return any(re.fullmatch(pattern, instance) for kind, pattern in _AS_TEXT if kind in types)


# How a form writes values that are no text.
_AS_TEXT = (
    ("integer", "-?[0-9]+"),
    ("number", r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?"),
    ("boolean", "true|false"),
)


def _place(error: Exception) -> str:
    """Return where in a value an error is; empty for the value itself."""
    path = "".join(f"/{step}" for step in getattr(error, "absolute_path", ()))
    return f" at {path}" if path else ""


def cut(text: str) -> str:
    """Return a text on one line, cut if it is long."""
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
