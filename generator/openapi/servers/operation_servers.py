"""Reader of the servers of operations: which host an operation has, and in which regions it is."""

from __future__ import annotations

from generator.model.api import Availability
from generator.model.messages import Server
from generator.model.text import Text
from generator.openapi.losses import report_server_name
from generator.openapi.parts import Parts
from generator.openapi.servers.api_servers import (
    ServerChoice,
    is_cleartext,
    regions_of_variable,
    report_cleartext,
)
from generator.openapi.servers.server_objects import (
    RawServer,
    list_servers,
    region_variable,
    relative_base_path,
    server_places,
)
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At


def read_own_servers(
    choice: ServerChoice, parts: Parts, owner: At, has_secrets: bool, unsupported: Unsupported
) -> tuple[Server | None, Availability | None]:
    """Read the servers of an operation or of a path.

    Servers that are the API's say in which regions it is available. They may have another path.
    If there is none of the API's, samples call the first.

    Arguments:
        choice: the servers of the API.
        parts: reads the document.
        owner: the Operation Object or Path Item Object, which has the key `servers`.
        has_secrets: whether requests have credentials.
        unsupported: the collection to which servers are added that samples can't call.

    Returns:
        The server; None if it is that of the API. And the regions that have it; None if these are
        all regions of the API, or none.
    """
    servers = list(list_servers(parts, owner, unsupported))
    places = server_places(parts, owner)
    for at in places:
        report_server_name(at, unsupported)
    if not servers:
        path = relative_base_path(parts, owner)
        if path is not None:
            return (None if path == choice.base_path else Server("", path)), None
        if places:
            what = "samples can't call them, and call the API's server; write https:// and the host"
            unsupported.add("servers of an operation", owner.child("servers"), what)
        return None, None
    first = servers[0]
    hosts: dict[str, At] = {}
    for raw in servers:
        if raw.base_path == first.base_path:
            hosts |= dict.fromkeys(_hosts(raw), raw.at)
    ids = {region.endpoint: region.id for region in choice.regions}
    known = [ids[host] for host in hosts if host in ids]
    is_of_api = bool(known) or (not ids and first.endpoint == choice.origin)
    endpoint = "" if is_of_api else first.endpoint
    called = [raw for raw in servers if _is_called(raw, first, ids if known else {})]
    for raw in servers:
        if raw not in called:
            what = f"samples call {'those that are servers of the API' if known else 'the first'}"
            unsupported.add("servers of an operation", raw.at, what)
    if not is_of_api and has_secrets and is_cleartext(first.endpoint):
        report_cleartext(first.at, unsupported)
    is_same = is_of_api and first.base_path == choice.base_path
    server = None if is_same else Server(endpoint, first.base_path)
    if not known or len(known) == len(ids):
        return server, None
    at = owner.child("servers")
    return server, Availability(tuple(Text(id_, at) for id_ in known))


def _hosts(raw: RawServer) -> list[str]:
    """Return the endpoints of a server: one, or one for each value of a variable in its host."""
    variable = region_variable(raw)
    regions = () if variable is None else regions_of_variable(raw, variable, Unsupported()).regions
    return list(dict.fromkeys([raw.endpoint, *(region.endpoint for region in regions)]))


def _is_called(raw: RawServer, first: RawServer, ids: dict[str, str]) -> bool:
    """Say whether samples can call a server, with each host that it has."""
    if raw is first and not ids:
        return len(_hosts(raw)) == 1
    return raw.base_path == first.base_path and all(host in ids for host in _hosts(raw))
