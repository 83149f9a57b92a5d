"""Compute the expected body of a request, and compare it with the bytes that arrived.

This module parses the bytes itself. A library that a client uses, too, could have the same fault as
the client.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from generator.model.messages import Content, ContentKind
from generator.model.schema import Field, Type
from generator.model.text import reveal
from generator.model.values import Object, Value
from generator.verify.expected.values import format_scalar, json_value

# The most bytes or characters of a body that a message shows.
_MOST_SHOWN = 300
# Bytes of a file that samples send: more than a client writes at once.
_FILE_SIZE = 70_000


@dataclass(frozen=True, slots=True)
class ExpectedPart:
    """An expected part of multipart/form-data.

    Attributes:
        name: the name of the form field.
        kind: "json" if `data` is a JSON value, "bytes" if it is bytes.
        data: the content of the part.
        file: the file name; None if the part is not sent as a file.
        media_type: the Content-Type of the part. None means any type for a file, and text/plain or
            no type for other parts.
    """

    name: str
    kind: str
    data: Any
    file: str | None = None
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class ExpectedBody:
    """The expected body of a request.

    Attributes:
        kind: "json", "text", "form", "multipart" or "file".
        media_type: the Content-Type, with the parameters that the document gives it.
        data: for "json" the JSON value; for "form" the pairs of name and text; for "multipart" each
            `ExpectedPart`; for "text" and "file" the bytes.
    """

    kind: str
    media_type: str
    data: Any


def file_bytes(name: str) -> bytes:
    """Return the content of a file that samples send.

    It has line ends, zeros and something like a boundary, which clients may handle wrongly.

    Arguments:
        name: the file's name. Files of different names have different bytes.
    """
    head = f"{name}\r\n--\r\n--boundary--\r\n\n\0\x1a".encode(errors="surrogatepass")
    block = hashlib.sha256(head).digest()
    return (head + block * (_FILE_SIZE // len(block)))[:_FILE_SIZE] + b"\r\n--"


def expected_body(content: Content, value: Value) -> ExpectedBody:
    """Return the expected body of a request.

    Arguments:
        content: the media type and schema of the body in the spec.
        value: the value that the sample sends.
    """
    kind = content.kind.value
    if content.kind is ContentKind.JSON:
        return ExpectedBody(kind, content.media_type, json_value(value))
    if content.kind is ContentKind.TEXT:
        return ExpectedBody(kind, content.media_type, format_scalar(value).encode())
    if content.kind is ContentKind.FILE:
        return ExpectedBody(kind, content.media_type, file_bytes(format_scalar(value)))
    members = {reveal(k): v for k, v in value.members} if isinstance(value, Object) else {}
    pairs: list[Any] = []
    for field in content.schema.fields:
        name = reveal(field.name)
        if name not in members:
            continue
        member = members[name]
        if content.kind is ContentKind.FORM:
            items = member if isinstance(member, tuple) else (member,)
            pairs += [(name, format_scalar(item)) for item in items]
        elif field.explode and isinstance(member, tuple) and field.schema.items:
            pairs += [_expected_part(field, field.schema.items.type, item) for item in member]
        else:
            pairs.append(_expected_part(field, field.schema.type, member))
    return ExpectedBody(kind, content.media_type, tuple(pairs))


def _expected_part(field: Field, type_: Type, value: Value) -> ExpectedPart:
    """Return the expected part for a value of a field."""
    name = reveal(field.name)
    if type_ is Type.FILE:
        file = format_scalar(value)
        return ExpectedPart(name, "bytes", file_bytes(file), file, field.media_type)
    if type_ in (Type.OBJECT, Type.ARRAY, Type.ANY):
        return ExpectedPart(name, "json", json_value(value), None, field.media_type)
    return ExpectedPart(name, "bytes", format_scalar(value).encode(), None, field.media_type)


def body_faults(types: Sequence[str], body: bytes, expected: ExpectedBody) -> list[str]:
    """Return a message for each difference between the body that arrived and the expected one.

    Arguments:
        types: the values of all Content-Type headers of the request.
        body: the bytes that arrived.
        expected: the body that should have arrived.
    """
    if len(types) != 1:
        return [f"header Content-Type: {list(types) or 'none'}, expected {expected.media_type!r}"]
    parameters = _media_type(types[0])[1]
    faults = _type_faults(types[0], expected)
    if faults:
        return faults
    if expected.kind == "json":
        return _json_faults(body, expected.data, "body")
    if expected.kind == "form":
        return _form_faults(body, expected.data)
    if expected.kind == "multipart":
        return _multipart_faults(body, parameters.get("boundary", ""), expected.data)
    return _byte_faults(body, expected.data, "body")


def _type_faults(line: str, expected: ExpectedBody) -> list[str]:
    """Compare the Content-Type of a body with the expected one."""
    media_type, parameters = _media_type(line)
    wanted_type, wanted = _media_type(expected.media_type)
    faults = []
    if media_type != wanted_type or any(parameters.get(name) != wanted[name] for name in wanted):
        faults.append(f"header Content-Type: {line!r}, expected {expected.media_type!r}")
    # No RFC defines a charset for multipart/form-data, but some clients send one.
    allowed = {"boundary", "charset"} if expected.kind == "multipart" else {"charset"}
    if extra := set(parameters) - allowed - set(wanted):
        faults.append(f"header Content-Type: {line!r}, expected no {', '.join(sorted(extra))}")
    if "charset" not in wanted and parameters.get("charset", "utf-8").lower() != "utf-8":
        faults.append(f"header Content-Type: {line!r}, expected UTF-8")
    return faults


def _media_type(line: str) -> tuple[str, dict[str, str]]:
    """Split a Content-Type (RFC 9110, section 8.3.1) into type and parameters."""
    media_type, _, rest = line.partition(";")
    pairs = re.findall(r'\s*([^=;\s]+)=(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))\s*(?:;|$)', rest)
    return media_type.strip().lower(), {
        name.lower(): re.sub(r"\\(.)", r"\1", quoted) if quoted else bare
        for name, quoted, bare in pairs
    }


def _unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make the dict of a JSON object, and refuse a name that appears twice."""
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a name stands twice")
    return members


def _json_faults(body: bytes, expected: Any, where: str) -> list[str]:
    """Compare JSON with the expected value."""
    try:
        actual = json.loads(body.decode(), object_pairs_hook=_unique_names)
    except (ValueError, RecursionError) as error:
        return [f"{where} {_format_bytes(body)} is no JSON ({error})"]
    if _is_same_json(actual, expected):
        return []
    texts = [json.dumps(value, ensure_ascii=False)[:_MOST_SHOWN] for value in (actual, expected)]
    return [f"{where} {texts[0]}, expected {texts[1]}"]


def _is_same_json(first: Any, second: Any) -> bool:
    """Return whether two JSON values are equal: 1 equals 1.0, but true does not equal 1."""
    if isinstance(first, bool) or isinstance(second, bool):
        return first is second
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(
            _is_same_json(first[k], second[k]) for k in first
        )
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(_is_same_json, first, second))
    return bool(type(first) is type(second) or isinstance(first, (int, float))) and bool(
        first == second
    )


def _form_faults(body: bytes, expected: Iterable[tuple[str, str]]) -> list[str]:
    """Compare a form (URL Standard, section 5.1).

    The order counts only among pairs of the same name.
    """
    if re.search(rb"[^A-Za-z0-9*._~%+&=!'()-]", body):
        return [f"body {_format_bytes(body)} is no form; expected percent-encoding"]
    pairs = [pair.partition(b"=") for pair in body.replace(b"+", b" ").split(b"&") if pair]
    actual = [(unquote_to_bytes(name), unquote_to_bytes(value)) for name, _, value in pairs]
    wanted = [(name.encode(), value.encode()) for name, value in expected]
    if sorted(actual, key=lambda p: p[0]) == sorted(wanted, key=lambda p: p[0]):
        return []
    return [f"form {_format_pairs(actual)}, expected {_format_pairs(wanted)}"]


def _format_pairs(pairs: Sequence[tuple[bytes, bytes]]) -> str:
    """Format the pairs of a form for messages."""
    return (
        " & ".join(f"{_format_bytes(name)}={_format_bytes(value)}" for name, value in pairs)
        or "none"
    )


def _byte_faults(actual: bytes, expected: bytes, where: str) -> list[str]:
    """Compare bytes."""
    if actual == expected:
        return []
    if len(actual) != len(expected):
        return [
            f"{where} of {len(actual)} bytes ({_format_bytes(actual)}), expected {len(expected)}"
        ]
    at = next(i for i, pair in enumerate(zip(actual, expected, strict=True)) if pair[0] != pair[1])
    texts = _format_bytes(actual[at:]), _format_bytes(expected[at:])
    return [f"{where} differs at byte {at}: {texts[0]}, expected {texts[1]}"]


def _multipart_faults(body: bytes, boundary: str, expected: Sequence[ExpectedPart]) -> list[str]:
    """Compare multipart/form-data (RFC 7578) part by part."""
    if not re.fullmatch(r"[A-Za-z0-9'()+_,./:=? -]{0,69}[A-Za-z0-9'()+_,./:=?-]", boundary):
        return [f"boundary {boundary!r} is none (RFC 2046, 5.1.1)"]
    mark = b"\r\n--" + boundary.encode()
    pieces = (b"\r\n" + body).split(mark)
    if len(pieces) < 2 or pieces[0] or pieces[-1].rstrip(b" \t\r\n") != b"--":
        return [
            f"body {_format_bytes(body)} is not multipart; expected parts and a closing boundary"
        ]
    faults = []
    actual = pieces[1:-1]
    if len(actual) != len(expected):
        faults.append(f"{len(actual)} parts, expected {len(expected)}")
    for piece, part in zip(actual, expected, strict=False):
        faults += _part_faults(piece, part)
    return faults


def _part_faults(piece: bytes, expected: ExpectedPart) -> list[str]:
    """Compare a part of multipart/form-data."""
    where = f"part {expected.name!r}"
    head, blank, data = piece.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    if not blank or lines[0].strip(b" \t"):
        return [f"{where}: no field lines and a blank line, but {_format_bytes(piece)}"]
    fields: dict[str, bytes] = {}
    for line in lines[1:]:
        name, _, value = line.partition(b":")
        fields[name.decode("latin-1").lower()] = value.strip(b" \t")
    faults = []
    disposition = fields.get("content-disposition", b"")
    if not disposition.lower().startswith(b"form-data"):
        faults.append(
            f"{where}: Content-Disposition {_format_bytes(disposition)}, expected form-data"
        )
    if expected.name not in _spellings(disposition, "name"):
        faults.append(
            f"{where}: Content-Disposition {_format_bytes(disposition)}, expected that name"
        )
    names = _spellings(disposition, "filename")
    if expected.file is None and names:
        faults.append(f"{where}: it is sent as a file, {_format_bytes(disposition)}; expected none")
    elif expected.file is not None and expected.file not in names:
        faults.append(
            f"{where}: {_format_bytes(disposition)}, expected the file name {expected.file!r}"
        )
    faults += [
        f"{where}: {fault}" for fault in _part_type_faults(fields.get("content-type"), expected)
    ]
    if expected.kind == "json":
        return faults + _json_faults(data, expected.data, where)
    if expected.file is None and data == re.sub(rb"\r\n?|\n", b"\r\n", expected.data):
        return faults  # text lines end in CRLF (HTML, section 4.10.22.8) if clients do as browsers
    return faults + _byte_faults(data, expected.data, where)


def _part_type_faults(line: bytes | None, expected: ExpectedPart) -> list[str]:
    """Compare the type of a part; without a type, it is text/plain (RFC 7578, section 4.4)."""
    actual, parameters = _media_type((line or b"text/plain").decode("latin-1"))
    wanted = expected.media_type
    if wanted is None and expected.file is not None:
        return []
    if actual != (wanted or "text/plain").lower():
        return [f"Content-Type {actual!r}, expected {wanted or 'text/plain, or none'!r}"]
    if parameters.get("charset", "utf-8").lower() not in ("utf-8", "us-ascii"):
        return [f"Content-Type {(line or b'').decode('latin-1')!r}, expected UTF-8"]
    return []


def _spellings(disposition: bytes, parameter: str) -> set[str]:
    """Return all possible meanings of a parameter of Content-Disposition.

    Clients write names in five ways: as RFC 7578 says, percent-encoded as browsers do, with
    backslashes as in RFC 9110, as RFC 8187 says, and, against RFC 2231, as in mail (RFC 2047).
    """
    text = disposition.decode("utf-8", "surrogateescape")
    spellings: set[str] = set()
    for value in _parameter_values(text, parameter):
        spellings.add(value)
        bare = re.sub(r"\\(.)", r"\1", value)
        spellings |= {bare, bare.replace("%22", '"')}
        spellings.add(re.sub(r"%(22|0[DdAa])", lambda m: chr(int(m[1], 16)), value))
        spellings.add(re.sub(r"%(22|0[DdAa]|25)", lambda m: chr(int(m[1], 16)), value))
        if value.startswith("=?"):
            spellings |= _mail_words(value)
    for value in _parameter_values(text, f"{parameter}*"):
        if match := re.fullmatch(r"utf-8''([^;\s]+)", value, re.IGNORECASE):
            spellings.add(unquote(match[1]))
    return spellings


# A value in quotes: first where a backslash escapes the next character, then where it does not.
_QUOTED = (r'"(?:[^"\\]|\\.)*"', r'"[^"]*"')


def _parameter_values(text: str, name: str) -> Iterator[str]:
    """Return the values of a parameter, for both ways to read quoted values."""
    for quoted in _QUOTED:
        row = rf"\s*([^\s=;\"]+)=({quoted}|[^\";]*)\s*"
        if re.fullmatch(rf"[^;]*(?:;{row})*;?", text, re.DOTALL):
            for key, value in re.findall(f";{row}", text, re.DOTALL):
                if key.lower() == name:
                    yield value[1:-1] if value.startswith('"') else value


def _mail_words(value: str) -> set[str]:
    """Decode a name that is written as in mail (RFC 2047); return nothing if it is not."""
    try:
        pieces = decode_header(value)
        return {"".join(p.decode(c or "ascii") if isinstance(p, bytes) else p for p, c in pieces)}
    except (LookupError, ValueError, HeaderParseError):
        return set()


def _format_bytes(data: bytes) -> str:
    """Format bytes for messages, at most `_MOST_SHOWN` of them."""
    text = repr(data[:_MOST_SHOWN].decode(errors="backslashreplace"))
    return text if len(data) <= _MOST_SHOWN else f"{text}…"
