"""Reader of the servers of operations: which regions of the API have an operation."""

from __future__ import annotations

from generator.model.api import Availability
from generator.model.text import Text
from generator.openapi.parts import Parts
from generator.openapi.servers import (
    ServerChoice,
    encode_base_path,
    list_servers,
    region_variable,
    regions_of_variable,
    relative_path,
)
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At


def read_availability(
    server: ServerChoice, parts: Parts, owner: At, unsupported: Unsupported
) -> Availability | None:
    """Read the regions in which operations are available from their own servers.

    Arguments:
        server: the servers of the API.
        parts: reads the document.
        owner: the Operation Object or Path Item Object, which has the key `servers`.
        unsupported: the collection to which servers are added that are not the API's.

    Returns:
        The regions that have these servers. None if these are all regions, or if none of the
        servers is that of a region.
    """
    at = owner.child("servers")
    hosts: dict[str, None] = {}
    is_odd = False
    for raw in list_servers(parts, owner, Unsupported()):
        is_odd = is_odd or raw.base_path != server.base_path
        if raw.base_path == server.base_path:
            variable, regions = region_variable(raw), None
            if variable is not None:
                regions = regions_of_variable(raw, variable, Unsupported()).regions
            hosts[raw.endpoint] = None
            hosts |= dict.fromkeys(region.endpoint for region in regions or ())
    ids = {region.endpoint: region.id for region in server.regions}
    known = [ids[host] for host in hosts if host in ids]
    if not known:
        _report_own_servers(server, parts, owner, unsupported)
        return None
    if is_odd or len(known) < len(hosts):
        what = "samples call those that are servers of the API"
        unsupported.add("servers of an operation", at, what)
    return None if len(known) == len(ids) else Availability(tuple(Text(id_, at) for id_ in known))


def _report_own_servers(
    server: ServerChoice, parts: Parts, owner: At, unsupported: Unsupported
) -> None:
    """Record the servers of an operation or path as unsupported if they are not the API's."""
    own = next(list_servers(parts, owner, unsupported), None)
    url = relative_path(owner, parts) if own is None else own.endpoint + own.base_path
    expected = server.base_path if own is None else server.origin + server.base_path
    if encode_base_path(url) != expected if own is None else url != expected:
        what = "samples call the API's server"
        unsupported.add("servers of an operation", owner.child("servers"), what)
