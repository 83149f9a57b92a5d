"""Reader of the servers of an OpenAPI document: makes the endpoint and the regions of the API.

An endpoint is a scheme and a host. A region is one of several hosts that serve the same API.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.errors import Mark, counted
from generator.model.api import Region
from generator.model.hosts import ascii_authority, endpoint_fault, is_loopback
from generator.model.naming import UniqueNames, as_id
from generator.model.rules import REGION_ID
from generator.model.structs import Struct
from generator.model.text import Placeholder, Text, join_pieces, reveal, split_placeholders
from generator.openapi import swagger
from generator.openapi.losses import report_server, report_server_name
from generator.openapi.parts import Parts
from generator.openapi.references import items
from generator.openapi.schemas import first_paragraph
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At

# The server of a document that names no host. The name is reserved for examples (RFC 2606).
_EXAMPLE_SERVER = "https://api.example.com"
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(.*)", re.DOTALL)
# The scheme and the host of a URL with variables.
_SCHEME_AND_HOST = re.compile(r"((?:[^{}/]|\{[^{}]*\})*)://((?:[^{}/?#]|\{[^{}]*\})*)")
_LEADING_VARIABLE = re.compile(r"\{([^{}]*)\}(?!://)")
# The most regions of one document.
_MOST_REGIONS = 1000
_TODO = "write https:// and the host alone"


class ServerChoice(Struct, frozen=True):
    """The servers that samples call. `Api` describes the fields that it shares with this class.

    Attributes:
        origin: the scheme and the host that samples call by default.
        cleartext: the Server Objects of `endpoint` and `regions` that are called without TLS.
            Servers on the reader's own machine are left out.
        at: the Server Object that `endpoint` comes from; None if there is none.
    """

    endpoint: tuple[str | Placeholder, ...]
    base_path: str
    regions: tuple[Region, ...] = ()
    default_region: str | None = None

    origin: str = _EXAMPLE_SERVER
    cleartext: tuple[At, ...] = ()
    at: At | None = None

    @property
    def marks(self) -> dict[str, Mark]:
        """The places of the fields that this class shares with `Api`."""
        names = ("endpoint", "base_path", "regions", "default_region")
        return {} if self.at is None else dict.fromkeys(names, self.at.mark)

    def report_cleartext(self, unsupported: Unsupported) -> None:
        """Record the servers without TLS: samples would send credentials to them unencrypted.

        Arguments:
            unsupported: the collection to which the servers are added.
        """
        for at in self.cleartext:
            what = "samples send secrets to it without encryption; write https:// if it has that"
            unsupported.add("server without TLS", at, what)


class _RawServer(Struct, frozen=True):
    """A server that samples can call.

    Attributes:
        at: its Server Object.
        url: its URL with variables.
        variables: its Server Variable Objects by name.
        endpoint: the scheme and the host, with the default values of the variables.
        base_path: the path after them, with the default values of the variables.
        description: its description, None if it has none.
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


def _parse_url(url: str) -> _ParsedUrl | str:
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


def read_servers(parts: Parts, root: At, unsupported: Unsupported) -> ServerChoice:
    """Read the servers of a document. Samples call the first server that they can call.

    Arguments:
        parts: reads the document.
        root: the root of the document.
        unsupported: the collection to which servers and variables are added that samples do not
            support.

    Returns:
        The choice. If no server has a host, it is a host that is reserved for examples.
    """
    servers = list(list_servers(parts, root, unsupported))
    if not servers:
        unsupported.add("servers", root, f"no server names a host; samples call {_EXAMPLE_SERVER}")
        return ServerChoice((_EXAMPLE_SERVER,), encode_base_path(relative_path(root, parts)))
    first = servers[0]
    variable = region_variable(first)
    for name in _variable_names(_split_url(first.url)[2]):
        if len(_enum_values(first.variables.get(name))) > 1:
            unsupported.add("server variable", first.at, f"samples have the default of {name}")
    if variable is None:
        return _regions_of_hosts(servers, unsupported)
    report_server_name(first.at, unsupported)
    for server in servers[1:]:
        unsupported.add("another server", server.at, "samples call the first")
    return regions_of_variable(first, variable, unsupported)


def region_variable(server: _RawServer) -> str | None:
    """Return the variable in the host of a server that has several values; None without one."""
    names = _variable_names(_split_url(server.url)[1])
    return next((n for n in names if len(_enum_values(server.variables.get(n))) > 1), None)


def regions_of_variable(
    server: _RawServer, variable: str, unsupported: Unsupported
) -> ServerChoice:
    """Make a region of each value of a variable in the host."""
    endpoints: dict[str, str] = {}
    reasons = []
    for value in _enum_values(server.variables[variable]):
        if len(endpoints) == _MOST_REGIONS:
            reasons.append(f"there are more than {_MOST_REGIONS}")
            continue
        parsed = _parse_url(_substitute(server.url, server.variables, {variable: value}))
        if isinstance(parsed, str):
            reasons.append(parsed)
        elif parsed.base_path != server.base_path:
            reasons.append("its paths begin otherwise than those of the default")
        else:
            endpoints[value] = parsed.endpoint
    if reasons:
        number = counted(len(reasons), "value")
        what = f"{number} of {variable} left out, the first since {reasons[0]}"
        unsupported.add("server region", server.at, what)
    if not endpoints:
        return _single_server(server)
    values_by_id: dict[str, str] = {}
    names = UniqueNames(filter(_is_id, endpoints))
    for value in endpoints:
        values_by_id[value if _is_id(value) else names.choose(_region_id(value), "-")] = value
    default = str(server.variables[variable].get("default", ""))
    default = default if default in endpoints else next(iter(endpoints))
    scheme, host, _ = _split_url(
        _substitute(server.url, server.variables, {variable: f"{{{variable}}}"})
    )
    pieces = split_placeholders(f"{scheme}://{host}".lower())
    pattern = tuple(p if isinstance(p, str) else Placeholder("region") for p in pieces)
    has_pattern = all(
        id_ == value and endpoints[value] == join_pieces(pattern, value)
        for id_, value in values_by_id.items()
    )
    regions = tuple(
        Region(id_, Text(value, server.at), endpoints[value]) for id_, value in values_by_id.items()
    )
    origin = endpoints[default]
    cleartext = (server.at,) if any(map(_is_cleartext, endpoints.values())) else ()
    default_region = next(id_ for id_, value in values_by_id.items() if value == default)
    return ServerChoice(
        pattern if has_pattern else (origin,),
        server.base_path,
        regions,
        default_region,
        origin,
        cleartext,
        server.at,
    )


def _is_cleartext(endpoint: str) -> bool:
    """Say whether an endpoint has no TLS and is not on the reader's own machine."""
    return endpoint.startswith("http:") and not is_loopback(endpoint)


def _single_server(server: _RawServer) -> ServerChoice:
    """Return the choice for an API that has one server."""
    cleartext = (server.at,) if _is_cleartext(server.endpoint) else ()
    return ServerChoice(
        (server.endpoint,),
        server.base_path,
        origin=server.endpoint,
        cleartext=cleartext,
        at=server.at,
    )


def _split_url(url: str) -> tuple[str, str, str]:
    """Split a URL with variables into its scheme, its host and port, and the rest."""
    match = _SCHEME_AND_HOST.match(url)
    return ("", "", url) if match is None else (match[1], match[2], url[match.end() :])


def list_servers(parts: Parts, root: At, unsupported: Unsupported) -> Iterator[_RawServer]:
    """Read the servers that samples can call, and report the others."""
    is_swagger = isinstance(root.value.get("swagger"), (str, float))
    objects: list[tuple[At, Any]] = [(at, at.value) for at in items(parts.lookup(root, "servers"))]
    if is_swagger:
        objects = [*swagger.server_objects(root)]
        schemes = [at.value for at in items(parts.lookup(root, "schemes"))]
        if len(schemes) > 1 and ("http" in schemes or "https" in schemes):
            unsupported.add_note("schemes", root.child("schemes"), "samples use one, best https")
    for at, server in objects:
        url = server.get("url") if isinstance(server, dict) else None
        if not isinstance(url, str):
            unsupported.add("server", at, f"it has no url; {_TODO}")
            continue
        if not is_swagger:
            report_server(at, unsupported)
        server_variables = server.get("variables")
        variables = server_variables if isinstance(server_variables, dict) else {}
        url = _with_scheme(url.strip(" \t\r\n"), variables)
        parsed = _parse_url(_substitute(url, variables))
        if _is_relative(url):
            if len(objects) > 1:
                unsupported.add("another server", at, "it says no host")
        elif _LEADING_VARIABLE.match(url):
            what = "no sample calls it, since its variable has no default"
            unsupported.add("server", at, f"{what}; say a default with scheme and host")
        elif isinstance(parsed, str):
            unsupported.add("server", at, f"no sample calls it, since {parsed}; {_TODO}")
        else:
            if parsed.rest:
                unsupported.add("server query", at, "samples leave out what follows its path")
            for name in _variable_names(_split_url(url)[1]):
                if _default(variables, name) is None:
                    what = f"{name} has no default; samples show its name"
                    unsupported.add("server variable", at, what)
            description = None
            if not is_swagger:
                description = first_paragraph(at, "name") or first_paragraph(at, "description")
            yield _RawServer(at, url, variables, parsed.endpoint, parsed.base_path, description)


def _is_relative(url: str) -> bool:
    """Say whether a URL is a path on the document's own host (RFC 3986, section 4.2)."""
    return url in ("", ".") or (url.startswith(("/", "./", "../")) and not url.startswith("//"))


def _with_scheme(url: str, variables: dict[str, Any]) -> str:
    """Replace the variable that a URL begins with: its scheme, or its scheme and host."""
    scheme, _, _ = _split_url(url)
    if "https" in _enum_values(variables.get(scheme.strip("{}"))):
        return f"https{url.removeprefix(scheme)}"
    match = _LEADING_VARIABLE.match(url)
    value = _default(variables, match[1]) if match is not None else None
    return url if match is None or value is None else value + url[match.end() :]


def _regions_of_hosts(servers: list[_RawServer], unsupported: Unsupported) -> ServerChoice:
    """Make a region of each server, as long as they differ in their hosts alone."""
    first = servers[0]
    regions: dict[str, Region] = {}
    endpoints: set[str] = set()
    ids = UniqueNames()
    cleartext = []
    for server in servers:
        if server.base_path != first.base_path:
            unsupported.add(
                "another server", server.at, "its paths begin otherwise than the first's"
            )
            continue
        if server.endpoint in endpoints:
            if server is not first:
                unsupported.add_note("another server", server.at, "it is there twice")
            continue
        if len(regions) == _MOST_REGIONS:
            unsupported.add("another server", server.at, f"there are more than {_MOST_REGIONS}")
            continue
        endpoints.add(server.endpoint)
        name = server.description or Text(server.endpoint.partition("://")[2], server.at)
        id_ = ids.choose(_region_id(reveal(name)), "-")
        regions[id_] = Region(id_, name, server.endpoint)
        if _is_cleartext(server.endpoint):
            cleartext.append(server.at)
    if len(regions) < 2:
        report_server_name(first.at, unsupported)
        return _single_server(first)
    default_region = next(iter(regions))
    origin = first.endpoint
    return ServerChoice(
        (origin,),
        first.base_path,
        tuple(regions.values()),
        default_region,
        origin,
        tuple(cleartext),
        first.at,
    )


def relative_path(root: At, parts: Parts) -> str:
    """Return the path of the first server without a host. A variable for the host is removed."""
    if isinstance(root.value.get("swagger"), (str, float)):
        base_path = root.value.get("basePath")
        return base_path if isinstance(base_path, str) else ""
    for at in items(parts.lookup(root, "servers")):
        server = at.value if isinstance(at.value, dict) else {}
        url, variables = server.get("url"), server.get("variables")
        if not isinstance(url, str):
            continue
        path = _LEADING_VARIABLE.sub("", url, count=1) if _LEADING_VARIABLE.match(url) else url
        if _is_relative(path):
            return _substitute(path, variables if isinstance(variables, dict) else {})
    return ""


def encode_base_path(path: str) -> str:
    """Percent-encode a base path, and remove dot segments and the final slash."""
    from urllib.parse import quote

    encoded = quote(path.partition("?")[0].partition("#")[0], safe="/%~!$&'()*+,;=:@")
    encoded = re.sub(r"/{2,}", "/", re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", encoded)).rstrip("/")
    parts = [part for part in encoded.split("/") if part not in ("", ".", "..")]
    return "".join(f"/{part}" for part in parts)


def _variable_names(text: str) -> list[str]:
    """Return the names of the variables in a text."""
    return [piece.name for piece in split_placeholders(text) if isinstance(piece, Placeholder)]


def _enum_values(variable: Any) -> list[str]:
    """Return the values in a server variable's `enum`."""
    values = variable.get("enum") if isinstance(variable, dict) else None
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _default(variables: dict[str, Any], name: str) -> str | None:
    """Return the default value of a server variable. None if it has none."""
    variable = variables.get(name)
    value = variable.get("default") if isinstance(variable, dict) else None
    return str(value) if isinstance(value, (str, int, float)) and value != "" else None


def _substitute(
    text: str, variables: dict[str, Any], values: Mapping[str, str] | None = None
) -> str:
    """Replace each variable by its entry in `values`, else its default, else its name."""
    result = ""
    for piece in split_placeholders(text):
        if isinstance(piece, str):
            result += piece
            continue
        value = (values or {}).get(piece.name)
        value = _default(variables, piece.name) if value is None else value
        result += as_id(piece.name, "example") if value is None else value
    return result


def _is_id(word: str) -> bool:
    """Say whether a word can be the id of a region."""
    return bool(re.fullmatch(REGION_ID.pattern, word))


def _region_id(text: str) -> str:
    """Make the id of a region. The id `all` is reserved."""
    id_ = as_id(text, "region")
    return "every" if id_ == "all" else id_
