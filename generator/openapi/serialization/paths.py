"""How the path of an operation is written in a URL."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

_PATH_CHARACTERS = frozenset("!$&'()*+,;=:@/")
# A run of path characters (RFC 3986, section 3.3), a percent-encoded byte, a placeholder, or any
# other character.
_PIECE = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@/-]+|%[0-9A-Fa-f]{2}|\{[^{}]+\}|(?s:.)")
# A path that needs no encoding.
_PLAIN_PATH = re.compile(r"(?:/(?:[A-Za-z0-9_-]+|\{[A-Za-z0-9_-]+\}))+")


def encode_path(path: str) -> str:
    """Percent-encode a path (RFC 3986), but keep its placeholders."""
    if _PLAIN_PATH.fullmatch(path):
        return path
    pieces = _PIECE.findall(path)
    text = "".join(p if len(p) > 1 or p in _PATH_CHARACTERS else quote(p, safe="") for p in pieces)
    # Clients remove segments of dots (RFC 3986, section 5.2.4).
    parts = [part for part in text.split("/") if unquote(part) not in (".", "..")]
    text = "/".join(parts)
    return text if text.startswith("/") else f"/{text}"
