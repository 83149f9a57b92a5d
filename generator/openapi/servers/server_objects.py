"""Reader of Server Objects: makes an endpoint and a base path of each.

An endpoint is a scheme and a host. A document has servers, and so can a path and an operation.
https://spec.openapis.org/oas/v3.1.1.html#server-object
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.model.hosts import ascii_authority, endpoint_fault
from generator.model.naming import as_id
from generator.model.structs import Struct
from generator.model.text import Placeholder, Text, split_placeholders
from generator.openapi import swagger
from generator.openapi.losses import report_server
from generator.openapi.parts import Parts
from generator.openapi.references import items
from generator.openapi.schemas.schema_reader import first_paragraph
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(.*)", re.DOTALL)
# The scheme and the host of a URL with variables.
_SCHEME_AND_HOST = re.compile(r"((?:[^{}/]|\{[^{}]*\})*)://((?:[^{}/?#]|\{[^{}]*\})*)")
_LEADING_VARIABLE = re.compile(r"\{([^{}]*)\}(?!://)")
_LABEL = r"(?:[A-Za-z0-9_-]+|\{[^{}]*\})"
# The beginning of a URL that names a host without a scheme: `//example.com`, `api.example.com/v1`,
# `127.0.0.1` or `backend:8080`.
_HOST_FIRST = re.compile(
    rf"//[^/]|(?:localhost|(?:{_LABEL}\.)+[A-Za-z]{{2,}}|[0-9]+(?:\.[0-9]+){{3}})(?=[:/?#]|$)"
    rf"|{_LABEL}(?:\.{_LABEL})*:(?:[0-9]+|\{{[^{{}}]*\}})(?=[/?#]|$)"
)
_TODO = "write https:// and the host, or give them by --endpoint"


class RawServer(Struct, frozen=True):
    """A server that samples can call.

    Attributes:
        at: its Server Object.
        url: its URL with variables.
        variables: its Server Variable Objects by name.
        endpoint: the scheme and the host, with the default values of the variables.
        base_path: the path after them, with the default values of the variables.
        description: its name or else its description, None if it has neither.
    """

    at: At
    url: str
    variables: dict[str, Any]
    endpoint: str
    base_path: str
    description: Text | None


class _ParsedUrl(Struct, frozen=True):
    """The parts of a URL (RFC 3986, section 3). `rest` is the query and the fragment."""

    endpoint: str
    base_path: str
    rest: str


def parse_url(url: str) -> _ParsedUrl | str:
    """Parse a URL. Return the reason instead if no sample can call it."""
    match = _URL.fullmatch(url)
    if match is None:
        return "it says no host"
    scheme = match[1].lower()
    if scheme not in ("http", "https"):
        return f"{scheme} is not HTTP"
    endpoint = f"{scheme}://{ascii_authority(match[2])}"
    fault = endpoint_fault(endpoint)
    return _ParsedUrl(endpoint, encode_base_path(match[3]), match[4]) if fault is None else fault


def region_variable(server: RawServer) -> str | None:
    """Return the variable in the host of a server that has several values; None without one."""
    for name in variable_names(split_url(server.url)[1]):
        # A value with a slash is more than a host.
        values = [v for v in enum_values(server.variables.get(name)) if "/" not in v]
        if len(values) > 1 and "/" not in (_default(server.variables, name) or ""):
            return name
    return None


def split_url(url: str) -> tuple[str, str, str]:
    """Split a URL with variables into its scheme, its host and port, and the rest."""
    match = _SCHEME_AND_HOST.match(url)
    return ("", "", url) if match is None else (match[1], match[2], url[match.end() :])


def list_servers(parts: Parts, owner: At, unsupported: Unsupported) -> Iterator[RawServer]:
    """Read the servers that samples can call, and report the others.

    Arguments:
        parts: reads the document.
        owner: the root of the document, an operation or a path.
        unsupported: the collection to which servers and variables are added that samples do not
            support.
    """
    is_swagger = _is_swagger(owner)
    objects = _server_objects(parts, owner)
    if is_swagger:
        schemes = [at.value for at in items(parts.lookup(owner, "schemes"))]
        if len(schemes) > 1 and ("http" in schemes or "https" in schemes):
            unsupported.add_note("schemes", owner.child("schemes"), "samples use one, best https")
    for at, server in objects:
        url = server.get("url") if isinstance(server, dict) else None
        if not isinstance(url, str):
            unsupported.add("server", at, f"it has no url; {_TODO}")
            continue
        if not is_swagger:
            report_server(at, unsupported)
        variables = _variables(server)
        url = _with_scheme(url.strip(" \t\r\n"), variables)
        has_scheme = not _HOST_FIRST.match(url)
        if not has_scheme:
            url = f"https://{url.removeprefix('//')}"
        parsed = parse_url(substitute(url, variables))
        if _is_relative(url):
            if len(objects) > 1:
                unsupported.add("another server", at, "it says no host")
        elif _LEADING_VARIABLE.match(url):
            what = "no sample calls it, since its variable has no default"
            unsupported.add("server", at, f"{what}; say one with scheme and host, or --endpoint")
        elif isinstance(parsed, str):
            unsupported.add("server", at, f"no sample calls it, since {parsed}; {_TODO}")
        else:
            if not has_scheme:
                what = "it has no scheme: samples call it by https; write it, or give --endpoint"
                unsupported.add("server", at, what)
            if parsed.rest:
                unsupported.add("server query", at, "samples leave out what follows its path")
            description = None
            if not is_swagger:
                description = first_paragraph(at, "name") or first_paragraph(at, "description")
            raw = RawServer(at, url, variables, parsed.endpoint, parsed.base_path, description)
            _report_variables(raw, unsupported)
            yield raw


def relative_base_path(parts: Parts, owner: At) -> str | None:
    """Return the path of the first server without a host. None if there is none.

    A variable for the host is left out.
    """
    for _, server in _server_objects(parts, owner):
        url = server.get("url") if isinstance(server, dict) else None
        if not isinstance(url, str):
            continue
        variables = _variables(server)
        url = _with_scheme(url.strip(" \t\r\n"), variables)
        path = _LEADING_VARIABLE.sub("", url, count=1) if _LEADING_VARIABLE.match(url) else url
        if _is_relative(path) and not _HOST_FIRST.match(path):
            return encode_base_path(substitute(path, variables))
    return None


def server_places(parts: Parts, owner: At) -> list[At]:
    """Return the places of all servers, also of those that samples can't call."""
    return [at for at, _ in _server_objects(parts, owner)]


def _is_swagger(owner: At) -> bool:
    return isinstance(owner.value.get("swagger"), (str, float))


def _server_objects(parts: Parts, owner: At) -> list[tuple[At, Any]]:
    """Return the Server Objects, with their places."""
    if _is_swagger(owner):
        return [*swagger.server_objects(owner)]
    return [(at, at.value) for at in items(parts.lookup(owner, "servers"))]


def _variables(server: Mapping[str, Any]) -> dict[str, Any]:
    """Return the Server Variable Objects of a server by name."""
    variables = server.get("variables")
    return variables if isinstance(variables, dict) else {}


def _report_variables(server: RawServer, unsupported: Unsupported) -> None:
    """Report the variables for which samples have one of several values."""
    _, host, path = split_url(server.url)
    missing, open_ = [], []
    for name in dict.fromkeys(variable_names(host + path)):
        if _default(server.variables, name) is None:
            missing.append(name)
        elif name != region_variable(server) and len(enum_values(server.variables[name])) != 1:
            open_.append(name)
    what = []
    if missing:
        verb = "have" if missing[1:] else "has"
        what.append(f"{_join(missing)} {verb} no default; samples show the name")
    if open_:
        what.append(f"samples have the default of {_join(open_)}")
    if what:
        todo = "give another host by --endpoint" if variable_names(host) else ""
        unsupported.add("server variable", server.at, "; ".join([*what, *filter(None, [todo])]))


def _join(names: list[str]) -> str:
    """Join names as in a sentence."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _is_relative(url: str) -> bool:
    """Say whether a URL is a path on the document's own host (RFC 3986, section 4.2)."""
    return not url.startswith(("//", "{")) and re.match(r"[^/?#]*:", url) is None


def _with_scheme(url: str, variables: dict[str, Any]) -> str:
    """Replace the variable that a URL begins with: its scheme, or its scheme and host."""
    scheme, _, _ = split_url(url)
    if "https" in enum_values(variables.get(scheme.strip("{}"))):
        return f"https{url.removeprefix(scheme)}"
    match = _LEADING_VARIABLE.match(url)
    value = _default(variables, match[1]) if match is not None else None
    return url if match is None or value is None else value + url[match.end() :]


def encode_base_path(path: str) -> str:
    """Percent-encode a base path, and remove dot segments and the final slash."""
    from urllib.parse import quote

    encoded = quote(path.partition("?")[0].partition("#")[0], safe="/%~!$&'()*+,;=:@")
    encoded = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", encoded)
    parts = [part for part in encoded.split("/") if part not in (".", "..")]
    text = "/".join(parts).rstrip("/")
    return text if text.startswith("/") or not text else f"/{text}"


def variable_names(text: str) -> list[str]:
    """Return the names of the variables in a text."""
    return [piece.name for piece in split_placeholders(text) if isinstance(piece, Placeholder)]


def enum_values(variable: Any) -> list[str]:
    """Return the values in a server variable's `enum`."""
    values = variable.get("enum") if isinstance(variable, dict) else None
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _default(variables: dict[str, Any], name: str) -> str | None:
    """Return the default value of a server variable. None if it has none."""
    variable = variables.get(name)
    value = variable.get("default") if isinstance(variable, dict) else None
    return str(value) if isinstance(value, (str, int, float)) else None


def substitute(
    text: str, variables: dict[str, Any], values: Mapping[str, str] | None = None
) -> str:
    """Replace each variable by its entry in `values`, else its default, else its name.

    A value that begins or ends with a slash, or is empty, adds no second slash to one beside it.
    """
    result = ""
    has_value = False
    for piece in split_placeholders(text):
        is_value = isinstance(piece, Placeholder)
        if isinstance(piece, str):
            value = piece
        else:
            known = (values or {}).get(piece.name)
            known = _default(variables, piece.name) if known is None else known
            value = as_id(piece.name, "example") if known is None else known
        is_joint = (is_value or has_value) and not result.endswith("://")
        result += value[1:] if is_joint and result.endswith("/") and value[:1] == "/" else value
        has_value = is_value
    return result
