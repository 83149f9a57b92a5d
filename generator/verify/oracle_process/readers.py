"""Read parameters and bodies where openapi-core 0.23 reads them wrongly.

Each function says in its docstring what openapi-core does.
"""

from __future__ import annotations

import email
import json
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from openapi_core.deserializing.styles import style_deserializers
from openapi_core.deserializing.styles.util import form_loads
from werkzeug.datastructures import ImmutableMultiDict

from generator.verify.oracle_process.requests import Sent


def _read_matrix(explode: bool, name: str, kind: str, location: Mapping[str, str]) -> Any:
    """Read style `matrix`: openapi-core looks for a parameter whose name begins with `;`."""
    rows = [part.partition("=")[::2] for part in _raw(location[name]).removeprefix(";").split(";")]
    if kind == "object" and explode:
        return {unquote(key): unquote(value) for key, value in rows}
    if kind == "array" and explode:
        return [unquote(value) for _, value in rows]
    return _split({unquote(key): value for key, value in rows}[name], ",", kind)


def _read_label(explode: bool, name: str, kind: str, location: Mapping[str, str]) -> Any:
    """Read style `label`: openapi-core looks for a parameter whose name begins with a dot."""
    text = _raw(location[name]).removeprefix(".")
    if kind == "object" and explode:
        return _read_members(text, ".")
    return _split(text, "." if explode else ",", kind)


def _read_simple(explode: bool, name: str, kind: str, location: Mapping[str, str]) -> Any:
    """Read style `simple`: openapi-core splits a value of a path that is decoded already."""
    text = location[name]
    if not isinstance(text, Sent):  # a header, in which nothing is encoded
        return style_deserializers["simple"](explode, name, kind, location)
    if kind == "object" and explode:
        return _read_members(text.raw, ",")
    return _split(text.raw, ",", kind)


def _read_spaced(explode: bool, name: str, kind: str, location: Mapping[str, str]) -> Any:
    """Read style `spaceDelimited`: openapi-core looks for `%20` after decoding."""
    return _read_delimited("%20", explode, name, kind, location)


def _read_piped(explode: bool, name: str, kind: str, location: Mapping[str, str]) -> Any:
    """Read style `pipeDelimited`: openapi-core does not know it with `explode`, as with `form`."""
    return _read_delimited("%7C", explode, name, kind, location)


def _read_delimited(
    delimiter: str, explode: bool, name: str, kind: str, location: Mapping[str, str]
) -> Any:
    if explode:
        return form_loads(explode, name, kind, location)
    text = _raw(location[name]).replace("|", "%7C").replace("%7c", "%7C")
    return _split(text, delimiter, kind)


def _read_form(explode: bool, name: str, kind: str, location: Mapping[str, str]) -> Any:
    """Read style `form`: openapi-core looks for an exploded object under its own name.

    It also splits values that are decoded already.
    """
    if explode and kind == "object":
        return dict(location)
    if kind in ("array", "object") and not explode:
        return _split(_raw(location[name]), ",", kind)
    return form_loads(explode, name, kind, location)


def _read_deep(_explode: bool, name: str, _kind: str, location: Mapping[str, str]) -> Any:
    """Read style `deepObject`: openapi-core knows only names of letters, and one level."""
    found: dict[str, Any] = {}
    for key, value in location.items():
        if key.startswith(f"{name}["):
            several = location.getlist(key) if isinstance(location, ImmutableMultiDict) else []
            *steps, last = re.findall(r"\[([^\]]*)\]", key[len(name) :])
            at = found
            for step in steps:
                at = at.setdefault(step, {})
            at[last] = several if len(several) > 1 else value
    if not found:
        raise KeyError(name)
    return _with_arrays(found)


def _with_arrays(value: Any) -> Any:
    """Make arrays of the objects whose names are the indexes of items."""
    if not isinstance(value, dict):
        return value
    items = {key: _with_arrays(item) for key, item in value.items()}
    return list(items.values()) if list(items) == [*map(str, range(len(items)))] else items


def _raw(text: str) -> str:
    """Return a value as it arrived."""
    return text.raw if isinstance(text, Sent) else text


def _split(raw: str, delimiter: str, kind: str) -> Any:
    """Split a value into an array, or into the names and values of an object, and decode those."""
    parts = [unquote(part) for part in raw.split(delimiter)]
    if kind == "object":
        return dict(zip(parts[::2], parts[1::2], strict=False))
    return parts if kind == "array" else unquote(raw)


def _read_members(raw: str, delimiter: str) -> dict[str, str]:
    """Read an object whose members are written as `name=value`."""
    pairs = [part.partition("=")[::2] for part in raw.split(delimiter)]
    return {unquote(name): unquote(value) for name, value in pairs}


STYLES = {
    **style_deserializers,
    "simple": _read_simple,
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
        lines = head.lstrip(b"\r\n").decode("utf-8", "surrogateescape")
        message = email.message_from_string(f"{lines}\r\n\r\n")
        name = message.get_param("name", header="content-disposition")
        for escape in ("%22", "%0D", "%0A"):  # HTML Living Standard, section 4.10.22.8
            name = str(name).replace(escape, unquote(escape))
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


def find_media_type(content_type: str, documented: Iterable[str]) -> str | None:
    """Find the documented media type of a body: openapi-core compares them as texts.

    Spaces, quotes, the case of names and the order of parameters mean nothing (RFC 9110, section
    8.3.1). A client chooses the boundary.

    Arguments:
        content_type: the Content-Type that was sent.
        documented: the media types of the document.

    Returns:
        The documented media type with the most parameters that were all sent. None if there is
        none; then a range such as `text/*` can be meant.
    """
    kind, sent = read_media_type(content_type)
    rows = [(text, *read_media_type(text)) for text in documented]
    fitting = [
        (len(parameters), text)
        for text, wanted, parameters in rows
        if wanted == kind
        and all(sent.get(key) == row for key, row in parameters.items() if key != "boundary")
    ]
    return max(fitting)[1] if fitting else None


def read_media_type(text: str) -> tuple[str, dict[str, str]]:
    """Read a media type: its name and its parameters, without their quotes."""
    header = email.message_from_string("")
    header["Content-Type"] = " ".join(text.split())
    pairs = header.get_params(failobj=[])[1:]
    parameters = {name.lower(): value for name, value in pairs}
    if "charset" in parameters:
        parameters["charset"] = parameters["charset"].lower()
    return header.get_content_type(), parameters


def is_json(media_type: str) -> bool:
    """Say whether a media type, or one of a list with commas, is JSON."""
    names = [one.partition(";")[0].strip().lower() for one in media_type.split(",")]
    return any(name == "application/json" or name.endswith("+json") for name in names)


def is_base64(value: object) -> bool:
    """Check the format `byte`: openapi-core fails where a text has characters beyond ASCII."""
    try:
        return not isinstance(value, str) or bool(b64decode(value, validate=True) or not value)
    except ValueError:
        return False
