"""Media types of bodies: which of them samples use, and in whose place they use another."""

from __future__ import annotations

import re
from functools import lru_cache

from generator.model.messages import FORM_TYPE, MULTIPART_TYPE
from generator.model.rules import FIELD_VALUE


@lru_cache(maxsize=256)
def is_json(media_type: str) -> bool:
    """Say whether a media type is JSON (`application/json`, `application/*+json`) or `*/*`."""
    return bool(re.fullmatch(r"(application/(.+\+)?json|\*/\*)", media_type))


# Media types of events and of lines, which a server sends while it goes on.
_STREAMS = frozenset((
    "text/event-stream", "application/x-ndjson", "application/ndjson", "application/jsonl",
    "application/x-jsonlines", "application/json-seq", "application/stream+json",
))  # fmt: skip


def is_stream(media_type: str) -> bool:
    """Say whether content of a media type comes bit by bit, and may never end."""
    return media_type in _STREAMS


def rank(media_type: str) -> int:
    """Return how much a media type is preferred: the lowest number is the most preferred."""
    if media_type == "application/json":
        return 0
    if is_json(media_type):
        return 1
    return {FORM_TYPE: 2, MULTIPART_TYPE: 3}.get(
        media_type, 4 if media_type.startswith("text/") else 5
    )


def asked_media_type(media_type: str) -> str:
    """Return a media type with its parameters, if requests ask for it in the header Accept.

    It is empty if there are no parameters, or none but the charset, of which UTF-8 is the only one
    that samples read.
    """
    text = media_type.strip()
    parameters = text.partition(";")[2].lower().replace(" ", "").replace('"', "").strip(";")
    if parameters in ("", "charset=utf-8") or "*" in text.partition(";")[0]:
        return ""
    if '"' not in text:  # some clients write a space behind each semicolon
        text = "; ".join(part.strip() for part in text.split(";") if part.strip())
    return text if re.fullmatch(FIELD_VALUE.pattern, text) else ""


def file_media_type(media_type: str) -> str:
    """Return the media type of content that samples show as a file."""
    has_structure = is_json(media_type) or media_type in (FORM_TYPE, MULTIPART_TYPE)
    return "application/octet-stream" if has_structure else definite_type(media_type)


def definite_type(media_type: str) -> str:
    """Replace a media type range, such as `image/*`, by one of its media types."""
    if media_type == "*/*":
        return "application/octet-stream"
    family, _, kind = media_type.partition("/")
    usual = {
        "image": "image/png",
        "audio": "audio/mpeg",
        "video": "video/mp4",
        "text": "text/plain",
    }
    return usual.get(family, "application/octet-stream") if kind == "*" else media_type


@lru_cache(maxsize=256)
def is_binary(media_type: str) -> bool:
    """Say whether content of a media type is usually no text."""
    binary = r"(image|audio|video|font)/.*|application/(octet-stream|pdf|zip|gzip|x-tar)"
    return bool(re.fullmatch(binary, media_type))
