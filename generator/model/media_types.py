"""Media types and their parameters (RFC 9110, section 8.3.1)."""

from __future__ import annotations

import json
import re

from generator.errors import shortened
from generator.model.messages import Content, ContentKind
from generator.model.values import plain

_TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+"
_PARAMETER = re.compile(
    rf'[ \t]*;[ \t]*(?:({_TOKEN})=({_TOKEN}|"(?:[ !#-\[\]-~]|\\[ -~])*"))?[ \t]*'
)
# Charsets that write ASCII as ASCII does.
_LIKE_ASCII = re.compile(r"us-ascii|ascii|latin1|iso-8859-(1[0-6]|[1-9])|windows-125[0-8]")


def without_parameters(media_type: str) -> str:
    """Return a media type in lower case, without its parameters."""
    return media_type.partition(";")[0].strip().lower()


def read_parameters(media_type: str) -> dict[str, str] | None:
    """Read the parameters of a media type.

    Arguments:
        media_type: the media type, such as `text/plain; charset="utf-8"`.

    Returns:
        The values by name, in the order of the text. Names are in lower case, and values are as
        written, with their quotes. None if they are not as HTTP writes them, or a name is there
        twice.
    """
    parameters: dict[str, str] = {}
    rest = media_type.partition(";")
    text, at = rest[1] + rest[2], 0
    while at < len(text):
        match = _PARAMETER.match(text, at)
        if match is None or (match[1] and match[1].lower() in parameters):
            return None
        if match[1]:
            parameters[match[1].lower()] = match[2]
        at = match.end()
    return parameters


def write_media_type(media_type: str, parameters: dict[str, str]) -> str:
    """Write a media type as every client does: with a space behind each semicolon.

    Arguments:
        media_type: the media type without parameters.
        parameters: what `read_parameters` returns.
    """
    return "; ".join((media_type, *(f"{name}={value}" for name, value in parameters.items())))


def read_charset(media_type: str) -> str:
    """Return the charset that a media type names, in lower case; empty if it names none."""
    parameters = read_parameters(media_type) or {}
    return parameters.get("charset", "").strip('"').lower()


def is_utf8(media_type: str) -> bool:
    """Say whether a media type names UTF-8 as its charset, or no charset."""
    return read_charset(media_type) in ("", "utf-8", "utf8")


def has_known_charset(media_type: str) -> bool:
    """Say whether samples can write ASCII in the charset that a media type names."""
    return is_utf8(media_type) or _LIKE_ASCII.fullmatch(read_charset(media_type)) is not None


def charset_fault(content: Content) -> str:
    """Say why a body can't be sent in the charset that its media type names.

    Samples send UTF-8. Text of ASCII alone has the same bytes in most other charsets. The bytes of
    a file are those that its owner wrote.

    Arguments:
        content: the body.

    Returns:
        The reason. It is empty if the body can be sent.
    """
    if content.kind is ContentKind.FILE or is_utf8(content.media_type):
        return ""
    charset = shortened(read_charset(content.media_type), 40)
    if not has_known_charset(content.media_type):
        return f"samples can't write the charset {charset}"
    text = json.dumps(plain(content.schema.sent()), ensure_ascii=False)
    return "" if text.isascii() else f"samples can't write characters beyond ASCII in {charset}"
