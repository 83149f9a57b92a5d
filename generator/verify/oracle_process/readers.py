"""Read parameters and bodies where openapi-core 0.23 reads them wrongly.

Each function says in its docstring what openapi-core does.
"""

from __future__ import annotations

import email
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from openapi_core.deserializing.styles import style_deserializers
from openapi_core.deserializing.styles.util import form_loads
from werkzeug.datastructures import ImmutableMultiDict


def _read_matrix(explode: bool, name: str, kind: str, location: Mapping[str, str]) -> Any:
    """Read style `matrix`: openapi-core looks for a parameter whose name begins with `;`."""
    rows = [part.partition("=")[::2] for part in location[name].removeprefix(";").split(";")]
    if kind == "object" and explode:
        return dict(rows)
    if kind == "array" and explode:
        return [value for _, value in rows]
    return _split(dict(rows)[name], ",", kind)


def _read_label(explode: bool, name: str, kind: str, location: Mapping[str, str]) -> Any:
    """Read style `label`: openapi-core looks for a parameter whose name begins with a dot."""
    text = location[name].removeprefix(".")
    if kind == "object" and explode:
        return dict(part.split("=", 1) for part in text.split("."))
    return _split(text, "." if explode else ",", kind)


def _read_spaced(explode: bool, name: str, kind: str, location: Mapping[str, str]) -> Any:
    """Read style `spaceDelimited`: openapi-core looks for `%20` after decoding."""
    return _read_delimited(" ", explode, name, kind, location)


def _read_piped(explode: bool, name: str, kind: str, location: Mapping[str, str]) -> Any:
    """Read style `pipeDelimited`: openapi-core does not know it with `explode`, as with `form`."""
    return _read_delimited("|", explode, name, kind, location)


def _read_delimited(
    delimiter: str, explode: bool, name: str, kind: str, location: Mapping[str, str]
) -> Any:
    return (
        form_loads(explode, name, kind, location)
        if explode
        else _split(location[name], delimiter, kind)
    )


def _read_form(explode: bool, name: str, kind: str, location: Mapping[str, str]) -> Any:
    """Read style `form`: openapi-core looks for an exploded object under its own name."""
    if explode and kind == "object":
        return dict(location)
    return form_loads(explode, name, kind, location)


def _read_deep(_explode: bool, name: str, _kind: str, location: Mapping[str, str]) -> Any:
    """Read style `deepObject`: openapi-core knows only names of letters, and one level."""
    found: dict[str, Any] = {}
    for key, value in location.items():
        if key.startswith(f"{name}["):
            *steps, last = re.findall(r"\[([^\]]*)\]", key[len(name) :])
            at = found
            for step in steps:
                at = at.setdefault(step, {})
            at[last] = value
    if not found:
        raise KeyError(name)
    return found


def _split(text: str, delimiter: str, kind: str) -> Any:
    """Split a text into an array, or into the names and values of an object."""
    parts = text.split(delimiter)
    if kind == "object":
        return dict(zip(parts[::2], parts[1::2], strict=False))
    return parts if kind == "array" else text


STYLES = {
    **style_deserializers,
    "matrix": _read_matrix,
    "label": _read_label,
    "spaceDelimited": _read_spaced,
    "pipeDelimited": _read_piped,
    "form": _read_form,
    "deepObject": _read_deep,
}


def _read_text(value: bytes, **_: str) -> str:
    """Read bytes as text: openapi-core gives bytes, which are no string for a schema of 3.1."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _read_json(value: bytes, **_: str) -> Any:
    """Read JSON of every media type of JSON: openapi-core knows two."""
    return json.loads(value)


class _Parts(ImmutableMultiDict[str, bytes]):
    """The parts of a body: openapi-core takes an array that is left out for an empty one."""

    def getlist(self, key: str, type: Any = None) -> Any:  # noqa: A002
        if key not in self:
            raise KeyError(key)
        return super().getlist(key, type)


def _read_multipart(value: bytes, boundary: str = "", **_: str) -> Any:
    """Read multipart/form-data: openapi-core changes the bytes of files."""
    return _Parts([(name, data) for name, _, data in parts(value, boundary)])


def parts(body: bytes, boundary: str) -> Iterator[tuple[str, str, bytes]]:
    """Yield the name, media type and bytes of each part of a multipart body (RFC 7578)."""
    for part in (b"\r\n" + body).split(f"\r\n--{boundary}".encode()):
        head, blank, data = part.partition(b"\r\n\r\n")
        if not blank:
            continue
        message = email.message_from_bytes(head.lstrip(b"\r\n") + b"\r\n\r\n")
        name = message.get_param("name", header="content-disposition")
        yield str(name), message.get_content_type() if "content-type" in message else "", data


def field_names(body: bytes, content_type: str) -> set[str]:
    """Return the names of the fields of a form; none if a body is no form."""
    header = email.message_from_string(f"Content-Type: {content_type}\n\n")
    if header.get_content_type() == "application/x-www-form-urlencoded":
        text = body.decode("utf-8", "replace")
        return {name for name, _ in parse_qsl(text, keep_blank_values=True)}
    boundary = header.get_boundary() if header.get_content_maintype() == "multipart" else None
    return {name for name, _, _ in parts(body, boundary)} if boundary else set()


class MediaTypes(dict[str, Any]):
    """The functions that read bodies and parts, for any media type."""

    def __contains__(self, name: object) -> bool:
        return name != "application/x-www-form-urlencoded"

    def __getitem__(self, name: str) -> Any:
        if name.startswith("multipart/"):
            return _read_multipart
        return _read_json if is_json(name) else _read_text


def is_json(media_type: str) -> bool:
    """Say whether a media type, or one of a list with commas, is JSON."""
    names = [one.partition(";")[0].strip().lower() for one in media_type.split(",")]
    return any(name == "application/json" or name.endswith("+json") for name in names)
