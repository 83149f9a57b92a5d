"""Read a body of multipart/form-data (RFC 7578, RFC 2046)."""

from __future__ import annotations

import re
from urllib.parse import unquote

from generator.model.structs import Struct

# The most parts of a body, and the most bytes of the headers of one.
_MOST_PARTS = 1_000
_MOST_HEAD = 16_384
_BOUNDARY = re.compile(r"[A-Za-z0-9'()+_,./:=? -]{0,69}[A-Za-z0-9'()+_,./:=?-]")
_PARAMETER = re.compile(
    r';\s*([^\s=;"]+)\s*=\s*("[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[^";]*)', re.DOTALL
)


class Part(Struct, frozen=True):
    """A part of a body.

    Attributes:
        names: the names that the field can have, since clients write special characters in
            different ways; empty if it has none.
        is_file: whether it has a file name.
        media_type: its Content-Type; empty if it has none.
        data: its bytes.
    """

    names: tuple[str, ...]
    is_file: bool
    media_type: str
    data: bytes


class NoPartsError(ValueError):
    """A body is not multipart. The message says why."""


def read_boundary(content_type: str) -> str:
    """Return the boundary that a Content-Type names.

    Raises:
        NoPartsError: if it names none, or one that can't be.
    """
    parameters = {name.lower(): value for name, value in _PARAMETER.findall(content_type)}
    boundary: str = parameters.get("boundary", "").strip().strip('"')
    if not _BOUNDARY.fullmatch(boundary):
        raise NoPartsError("its Content-Type names no boundary (RFC 2046, 5.1.1)")
    return boundary


def read_parts(body: bytes, boundary: str) -> list[Part]:
    """Read the parts of a body.

    Raises:
        NoPartsError: if the body is not multipart, or has too many parts.
    """
    mark = b"\r\n--" + boundary.encode()
    pieces = (b"\r\n" + body).split(mark, _MOST_PARTS + 1)
    if len(pieces) > _MOST_PARTS + 1:
        raise NoPartsError(f"it has more than {_MOST_PARTS} parts, which this mock does not read")
    if len(pieces) < 2 or pieces[-1][:2] != b"--":
        raise NoPartsError("it does not end in its boundary and two hyphens (RFC 2046, 5.1.1)")
    return [_read_part(piece, number) for number, piece in enumerate(pieces[1:-1], 1)]


def _read_part(piece: bytes, number: int) -> Part:
    """Read a part: what stands between two boundaries."""
    head, blank, data = piece.partition(b"\r\n\r\n")
    start, _, lines = head.partition(b"\r\n")
    if not blank or start.strip(b" \t") or len(head) > _MOST_HEAD:
        raise NoPartsError(f"part {number} has no headers and a blank line behind them")
    fields: dict[str, str] = {}
    for line in lines.decode("utf-8", "replace").split("\r\n"):
        name, _, value = line.partition(":")
        fields[name.strip().lower()] = value.strip()
    disposition = fields.get("content-disposition", "")
    parameters = {key.lower(): value for key, value in _PARAMETER.findall(disposition)}
    is_file = not {"filename", "filename*"}.isdisjoint(parameters)
    return Part(_names(parameters), is_file, fields.get("content-type", ""), data)


def _names(parameters: dict[str, str]) -> tuple[str, ...]:
    """Return the names that a Content-Disposition can mean (RFC 7578, 4.2; RFC 8187)."""
    raw = parameters.get("name", "").strip()
    names = []
    if raw:
        quoted = raw[1:-1] if raw.startswith('"') else raw
        bare = re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL)
        for name in (quoted, bare):
            names += [_decoded(name, "22|0[DdAa]"), _decoded(name, "22|0[DdAa]|25"), name]
    extended = parameters.get("name*", "")
    if extended.lower().startswith("utf-8''"):
        names.insert(0, unquote(extended[7:].strip()))
    return tuple(dict.fromkeys(name for name in names if name))


def _decoded(name: str, codes: str) -> str:
    """Decode some characters of a name that are percent-encoded."""
    return re.sub(f"%({codes})", lambda match: chr(int(match[1], 16)), name)
