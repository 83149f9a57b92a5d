"""Where values are put, and what may be refused there: the closed list, and nothing else.

The rules are written anew here, of plain words, so that they can contradict the reader's.
"""

from __future__ import annotations

import string
from enum import StrEnum

from .values import TOKEN


class Slot(StrEnum):
    """A place for a value."""

    PATH_VALUE = "path value"
    PATH_NAME = "path name"
    PATH_TEXT = "path text"
    QUERY_VALUE = "query value"
    QUERY_NAME = "query name"
    HEADER_VALUE = "header value"
    HEADER_NAME = "header name"
    CONSTANT = "constant header value"
    CONSTANT_NAME = "constant header name"
    COMMENT = "summary, as a comment"
    SENTENCE = "success sentence"
    BODY = "error body"
    TITLE = "titles and note"
    DESCRIPTION = "descriptions"
    REGION = "region name"
    ENDPOINT = "endpoint"
    HOST = "host of an endpoint"
    ERROR_CODE = "error code"
    ERROR_MESSAGE = "error message"
    ERROR_MEANING = "error description"


# What a sample sends, is told, or prints; the others are on pages alone.
IN_SAMPLES = (
    *(Slot.PATH_VALUE, Slot.PATH_NAME, Slot.PATH_TEXT, Slot.QUERY_VALUE, Slot.QUERY_NAME),
    *(Slot.HEADER_VALUE, Slot.HEADER_NAME, Slot.CONSTANT, Slot.CONSTANT_NAME),
    *(Slot.COMMENT, Slot.SENTENCE, Slot.BODY),
)
# Where all values of an operation stand in one text.
JOINED = (Slot.COMMENT, Slot.SENTENCE, Slot.BODY, Slot.TITLE)


class Reason(StrEnum):
    """Why a value may be refused.

    NUL in bash, and line breaks in cmd, need not be: where they can stand, they are encoded.
    """

    CMD = '" or ! in cmd'
    HEADER = "control, non-ASCII or edge space in a header value"
    SEGMENT = "empty, . or .. as a path segment"
    ENDPOINT = "no endpoint"
    NAME = "a name or id outside its pattern"
    KEPT = "a header that clients keep for themselves or for a body"
    BLANK = "a text or name of nothing but white space"
    SURROGATE = "half of a surrogate pair"
    YAML = "a raw control character in YAML"


def refusal(slot: Slot, text: str) -> Reason | None:
    """Say why the reader has to refuse a text in a slot; None if it has to take it."""
    match slot:
        case Slot.PATH_VALUE | Slot.PATH_TEXT:
            return Reason.SEGMENT if text in ("", ".", "..") else None
        case Slot.HEADER_VALUE | Slot.CONSTANT:
            plain = all(" " <= c <= "~" for c in text) and not set(text[:1] + text[-1:]) & {" "}
            return None if plain else Reason.HEADER
        case Slot.HEADER_NAME | Slot.CONSTANT_NAME:
            if not (1 <= len(text) <= 256 and set(text) <= set(TOKEN)):
                return Reason.NAME
            return Reason.KEPT if is_kept(text) else None
        case Slot.ENDPOINT | Slot.HOST:
            return None if is_endpoint(text) else Reason.ENDPOINT
        case Slot.PATH_NAME if "{" in text or "}" in text:
            return Reason.NAME
        case Slot.QUERY_VALUE | Slot.ERROR_MESSAGE:
            return None
    return None if text.strip() else Reason.BLANK


def is_kept(name: str) -> bool:
    """Say whether some client leaves out a header of this name, or writes it itself."""
    low = name.casefold()
    kept = {"connection", "expect", "host", "keep-alive", "te", "trailer", "transfer-encoding"}
    kept |= {"upgrade", "allow", "expires", "last-modified", "__proto__"}
    return low in kept or low.startswith(("content-", "proxy-", "sec-")) or low.endswith("-")


def is_endpoint(text: str) -> bool:
    """Say whether a text is http://host or https://host, perhaps with a port."""
    scheme, separator, rest = text.partition("://")
    host, colon, port = rest.partition(":")
    letters = string.ascii_letters + string.digits
    return (
        scheme in ("http", "https")
        and bool(separator)
        and bool(host)
        and set(host) <= set(letters + "._~-")
        and (not colon or (1 <= len(port) <= 5 and set(port) <= set(string.digits)))
    )


def refusal_by_target(target: str, slot: Slot, text: str) -> Reason | None:
    """Say why a target has to refuse what the reader took; None if it has to take it."""
    headers = (Slot.HEADER_NAME, Slot.HEADER_VALUE, Slot.CONSTANT, Slot.CONSTANT_NAME)
    if target == "curl-cmd" and slot in headers and ('"' in text or "!" in text):
        return Reason.CMD
    return None
