"""Requests as openapi-core asks for them, and the search for their operation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from jsonschema_path import SchemaPath
from openapi_core.datatypes import RequestParameters
from openapi_core.templating.paths.datatypes import PathOperation, PathOperationServer
from openapi_core.templating.paths.finders import APICallPathFinder
from openapi_core.templating.paths.iterators import TemplateServersIterator
from werkzeug.datastructures import Headers, ImmutableMultiDict


class Sent(str):
    """A percent-decoded value, which knows how it arrived.

    openapi-core decodes values before it splits them. Then a comma in an item is taken for one
    between items.

    Attributes:
        raw: the value as it arrived.
    """

    raw: str

    @classmethod
    def from_raw(cls, raw: str) -> Sent:
        """Percent-decode a value."""
        sent = cls(unquote(raw))
        sent.raw = raw
        return sent


class _Parameters(RequestParameters):
    """The parameters of a request; values in paths are decoded as they are set."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "path":
            value = {key: Sent.from_raw(text) for key, text in value.items()}
        super().__setattr__(name, value)


class Request:
    """A request, with the properties that openapi-core asks for."""

    def __init__(
        self, method: str, url: str, fields: list[tuple[str, str]], body: bytes | None
    ) -> None:
        parts = urlsplit(url, allow_fragments=False)
        self.method = method.lower()
        self.host_url = f"{parts.scheme}://{parts.netloc}"
        self.path = parts.path
        self.body = body
        headers = Headers(fields)
        self.content_type = headers.get("Content-Type", "")
        pairs = [part.strip().partition("=") for part in headers.get("Cookie", "").split(";")]
        self.parameters: RequestParameters = _Parameters(
            query=ImmutableMultiDict(_query_pairs(parts.query)),
            header=headers,
            cookie=ImmutableMultiDict([(name, Sent.from_raw(value)) for name, _, value in pairs]),
        )


def _query_pairs(query: str) -> list[tuple[str, str]]:
    """Return the names and values of a query, in which a plus is a space."""
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    return [
        (unquote(name.replace("+", " ")), Sent.from_raw(value.replace("+", "%20")))
        for name, _, value in pairs
    ]


def _servers(owner: SchemaPath) -> list[SchemaPath]:
    """Return the Server Objects of an operation, a path or a document."""
    rows = owner / "servers"
    return [rows / index for index in range(len(rows.read_value()))] if rows.exists() else []


def _pattern(url: str) -> str:
    """Make a pattern of the URL of a server; its variables are the groups, in their order.

    A URL without a scheme or host takes them from where the document stands (RFC 3986, section
    4.2), which nobody knows here. What begins like a host is taken for one, too.
    """
    if re.match(r"[^/]*:|\{", url):  # a scheme, or a variable that may hold one
        start, rest = "", url
    elif url.startswith("//"):
        start, rest = "https?:", url
    else:
        rest = url.lstrip("./")
        start = "https?://(?:[^/?#]*/)?" if rest else "https?://[^/?#]*"
    pieces = re.split(r"(/?\{[^{}]*\})", rest.rstrip("/"))
    for number, piece in enumerate(pieces):
        # A value can begin with the slash that stands in front of its variable.
        slash = "/?" if piece.startswith("/") else ""
        pieces[number] = f"{slash}([^?#]*?)" if number % 2 else re.escape(piece)
    return start + "".join(pieces) + "/?"


class _Servers(TemplateServersIterator):
    """Finds the server of an operation: its own, else that of its path, else of the document."""

    def __call__(
        self,
        name: str,
        operations_iter: Iterator[PathOperation],
        spec: SchemaPath,
        base_url: str | None = None,  # noqa: ARG002 (openapi-core gives it)
    ) -> Iterator[PathOperationServer]:
        """Yield each operation with the servers that fit."""
        nothing = SchemaPath.from_dict({"url": "/"})
        for path, operation, result in operations_iter:
            base = name.rsplit(result.resolved, 1)[0]
            rows = _servers(operation) or _servers(path) or _servers(spec) or [nothing]
            for row in rows:
                url = str((row / "url").read_value())
                match = re.fullmatch(_pattern(url), base)
                if match is not None:
                    values = dict(
                        zip(re.findall(r"\{([^{}]*)\}", url), match.groups(), strict=True)
                    )
                    yield PathOperationServer(path, operation, row, result, values)


class PathFinder(APICallPathFinder):
    """Finds the operation of a request."""

    servers_iterator = _Servers()
