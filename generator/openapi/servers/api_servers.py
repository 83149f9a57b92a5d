"""Reader of the servers of an API: makes the endpoint and the regions of the API.

An endpoint is a scheme and a host. A region is one of several hosts that serve the same API.
"""

from __future__ import annotations

import re

from generator.errors import Mark, counted
from generator.model.api import Region
from generator.model.hosts import is_loopback
from generator.model.naming import UniqueNames, as_id
from generator.model.rules import REGION_ID
from generator.model.settings import KnownNames, Named
from generator.model.structs import Struct
from generator.model.text import Placeholder, Text, join_pieces, reveal, split_placeholders
from generator.openapi.losses import report_server_name
from generator.openapi.parts import Parts
from generator.openapi.servers.server_objects import (
    RawServer,
    enum_values,
    list_servers,
    parse_url,
    region_variable,
    relative_base_path,
    server_places,
    split_url,
    substitute,
)
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At

# The server of a document that names no host. The name is reserved for examples (RFC 2606).
_EXAMPLE_SERVER = "https://api.example.com"
# The most regions of one document.
_MOST_REGIONS = 1000


class ServerChoice(Struct, frozen=True):
    """The servers that samples call. `Api` describes the fields that it shares with this class.

    Attributes:
        origin: the scheme and the host that samples call by default.
        cleartext: the Server Objects of `endpoint` and `regions` that are called without TLS.
            Servers on the reader's own machine are left out.
        at: the Server Object that `endpoint` comes from; None if there is none.
        place: the place of the settings that `endpoint` comes from; None if there is none.
    """

    endpoint: tuple[str | Placeholder, ...]
    base_path: str
    regions: tuple[Region, ...] = ()
    default_region: str | None = None

    origin: str = _EXAMPLE_SERVER
    cleartext: tuple[At, ...] = ()
    at: At | None = None
    place: Mark | None = None

    @property
    def marks(self) -> dict[str, Mark]:
        """The places of the fields that this class shares with `Api`."""
        names = ("endpoint", "base_path", "regions", "default_region")
        mark = self.place if self.at is None else self.at.mark
        return {} if mark is None else dict.fromkeys(names, mark)

    def report_cleartext(self, unsupported: Unsupported) -> None:
        """Record the servers without TLS: samples would send credentials to them unencrypted.

        Arguments:
            unsupported: the collection to which the servers are added.
        """
        for at in self.cleartext:
            report_cleartext(at, unsupported)


def report_cleartext(at: At, unsupported: Unsupported) -> None:
    """Record a server without TLS, to which samples send credentials."""
    what = "samples send secrets to it without encryption; write https:// if it has that"
    unsupported.add("server without TLS", at, what)


def read_servers(
    parts: Parts,
    root: At,
    unsupported: Unsupported,
    wanted: Named | None,
    known: KnownNames,
) -> ServerChoice:
    """Read the servers of a document. Samples call the first server that they can call.

    Arguments:
        parts: reads the document.
        root: the root of the document.
        unsupported: the collection to which servers and variables are added that samples do not
            support.
        wanted: the URL of the server that samples call in place of the first. If the document
            names no host, its host. None for the first.
        known: gets the URLs of the servers.

    Returns:
        The choice. If no server has a host, it is a host that is reserved for examples.
    """
    servers = list(list_servers(parts, root, unsupported))
    known.servers.update(server.url for server in servers)
    url = parse_url(wanted.name) if wanted is not None else ""
    if wanted is not None and not servers and not isinstance(url, str):
        known.has_server = True
        base_path = url.base_path or relative_base_path(parts, root) or ""
        cleartext = (root,) if is_cleartext(url.endpoint) else ()
        return ServerChoice(
            (url.endpoint,), base_path, origin=url.endpoint, cleartext=cleartext, place=wanted.mark
        )
    if not isinstance(url, str):
        parts_of_url = url.endpoint, url.base_path
        chosen = [raw for raw in servers if (raw.endpoint, raw.base_path) == parts_of_url]
        known.has_server |= bool(chosen)
        servers = [*chosen, *(raw for raw in servers if raw not in chosen)]
    if not servers:
        what = f"no server names a host; samples call {_EXAMPLE_SERVER}; give it by --endpoint"
        places = server_places(parts, root)
        unsupported.add("servers", places[0] if places else root, what)
        if not isinstance(root.value.get("swagger"), (str, float)):
            for at in places:
                report_server_name(at, unsupported)
        return ServerChoice((_EXAMPLE_SERVER,), relative_base_path(parts, root) or "")
    first = servers[0]
    variable = region_variable(first)
    if variable is None:
        return _regions_of_hosts(servers, unsupported)
    report_server_name(first.at, unsupported)
    for server in servers[1:]:
        unsupported.add("another server", server.at, "samples call the first")
    return regions_of_variable(first, variable, unsupported)


def regions_of_variable(server: RawServer, variable: str, unsupported: Unsupported) -> ServerChoice:
    """Make a region of each value of a variable in the host."""
    endpoints: dict[str, str] = {}
    reasons = []
    for value in enum_values(server.variables[variable]):
        if len(endpoints) == _MOST_REGIONS:
            reasons.append(f"there are more than {_MOST_REGIONS}")
            continue
        parsed = parse_url(substitute(server.url, server.variables, {variable: value}))
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
    scheme, host, _ = split_url(
        substitute(server.url, server.variables, {variable: f"{{{variable}}}"})
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
    cleartext = (server.at,) if any(map(is_cleartext, endpoints.values())) else ()
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


def is_cleartext(endpoint: str) -> bool:
    """Say whether an endpoint has no TLS and is not on the reader's own machine."""
    return endpoint.startswith("http:") and not is_loopback(endpoint)


def _single_server(server: RawServer) -> ServerChoice:
    """Return the choice for an API that has one server."""
    cleartext = (server.at,) if is_cleartext(server.endpoint) else ()
    return ServerChoice(
        (server.endpoint,),
        server.base_path,
        origin=server.endpoint,
        cleartext=cleartext,
        at=server.at,
    )


def _regions_of_hosts(servers: list[RawServer], unsupported: Unsupported) -> ServerChoice:
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
        if is_cleartext(server.endpoint):
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


def _is_id(word: str) -> bool:
    """Say whether a word can be the id of a region."""
    return bool(re.fullmatch(REGION_ID.pattern, word))


def _region_id(text: str) -> str:
    """Make the id of a region. The id `all` is reserved."""
    id_ = as_id(text, "region")
    return "every" if id_ == "all" else id_
