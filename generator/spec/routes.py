"""Find operations with the same requests: same method, server, path and media type."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.errors import Problem
from generator.model.api import Api, Operation
from generator.model.hosts import split_server
from generator.model.media_types import without_parameters
from generator.model.structs import replace
from generator.model.text import Text, join_pieces, reveal
from generator.sources.yaml_schema import ParsedRecord
from generator.spec.contents import ContentReader

_Route = tuple[str, str, str, str]


def same_requests(values: ParsedRecord, contents: ContentReader) -> Iterator[Problem]:
    """Return a problem for each operation whose requests are those of an earlier operation.

    Arguments:
        values: the values of the spec's keys.
        contents: the reader of the bodies.
    """
    base = "" if values["basePath"] is None else reveal(values["basePath"])
    endpoint = "" if values["endpoint"] is None else reveal(values["endpoint"])
    first: dict[_Route, Text] = {}
    for id_, row in (values["operations"] or {}).items():
        if row is None or any(row[key] is None for key in ("method", "path")):
            continue
        method, path = reveal(row["method"]), reveal(row["path"])
        body = None if row["body"] is None else contents.read_body(row["body"], method)
        if (body is None and "body" in row) or (row["server"] is None and "server" in row):
            continue  # a problem makes it uncertain what is sent
        host, folder = endpoint, base
        if row["server"] is not None:
            own_host, folder = split_server(reveal(row["server"]))
            host = own_host or endpoint
        route = _route(method, host, folder, path, "" if body is None else body.media_type)
        other = first.setdefault(route, id_)
        if other is not id_:
            line = "" if other.mark is None else f", which is on line {other.mark.line}"
            what = f"{reveal(id_)} is {method} {path}, as is {reveal(other)}{line}"
            todo = (
                "correct the method or the path of one, or write # and a name behind the path of "
                "one; operations whose bodies have different media types can share them"
            )
            yield Problem(row.marks["method"], what, todo)


def with_fragments(api: Api) -> tuple[Api, list[tuple[Operation, Operation]]]:
    """Tell operations with the same requests apart, by a fragment behind the path.

    The fragment is the id of the operation. The first of several has none.

    Returns:
        The API, and each operation that has a new fragment with the first of these requests.
    """
    first: dict[_Route, Operation] = {}
    operations: list[Operation] = []
    changed: list[tuple[Operation, Operation]] = []
    for operation in api.operations:
        own = operation
        while (other := first.setdefault(_operation_route(api, own), own)) is not own:
            if own is operation:
                changed.append((operation, other))
            fragment = f"{own.fragment}-" if own.fragment.startswith(own.id) else own.id
            own = replace(own, fragment=fragment)
        operations.append(own)
    return replace(api, operations=tuple(operations)), changed


def _operation_route(api: Api, operation: Operation) -> _Route:
    """Return what tells the requests of an operation from those of others."""
    server = operation.server
    host = (server.endpoint if server else "") or join_pieces(api.endpoint)
    folder = api.base_path if server is None else server.base_path
    body = "" if operation.body is None else operation.body.media_type
    fragment = f"#{operation.fragment}" if operation.fragment else ""
    path = join_pieces(operation.path) + fragment
    return _route(operation.method, host, folder, path, body)


def _route(method: str, host: str, folder: str, path: str, media_type: str) -> _Route:
    """Return what tells requests apart. Names of path parameters make no difference."""
    whole = re.sub(r"\{[^{}]*\}", "{}", folder.rstrip("/") + path)
    return method, host.lower(), whole, without_parameters(media_type)
