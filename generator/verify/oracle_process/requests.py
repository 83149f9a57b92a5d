"""Requests as openapi-core asks for them, and the search for their operation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from jsonschema_path import SchemaPath
from openapi_core.datatypes import RequestParameters
from openapi_core.templating.datatypes import TemplateResult
from openapi_core.templating.paths.datatypes import Path, PathOperation, PathOperationServer
from openapi_core.templating.paths.finders import APICallPathFinder
from openapi_core.templating.paths.iterators import TemplatePathsIterator, TemplateServersIterator
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
    """A request, with the properties that openapi-core asks for.

    `path` has the query and the fragment, too: both tell operations apart in some documents.
    """

    def __init__(
        self,
        method: str,
        url: str,
        fields: list[tuple[str, str]],
        body: bytes | None,
        fragment: str,
    ) -> None:
        parts = urlsplit(url, allow_fragments=False)
        self.method = method.lower()
        self.host_url = f"{parts.scheme}://{parts.netloc}"
        self.path = f"{parts.path}?{parts.query}#{fragment}"
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


def _server_pattern(url: str) -> str:
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


def _path_pattern(template: str) -> str:
    """Make a pattern of the path of an operation; its placeholders are the groups."""
    pieces = re.split(r"(\{[^{}]*\})", template)
    for number, piece in enumerate(pieces):
        literal = re.escape(quote(piece, safe="/%:@!$&'()*+,;="))
        pieces[number] = "([^/]*)" if number % 2 else literal
    return "".join(pieces) + "$"


@dataclass
class _PathResult(TemplateResult):
    """The values of a path's placeholders.

    Attributes:
        base: what stands before the path in the URL.
        query: the names and values that stand in the path as the document writes it.
    """

    base: str = ""
    query: tuple[str, ...] = ()


class _Servers(TemplateServersIterator):
    """Finds the server of an operation: its own, else that of its path, else of the document."""

    def __call__(
        self,
        name: str,  # noqa: ARG002 (openapi-core gives it)
        operations_iter: Iterator[PathOperation],
        spec: SchemaPath,
        base_url: str | None = None,  # noqa: ARG002 (openapi-core gives it)
    ) -> Iterator[PathOperationServer]:
        """Yield each operation with the servers that fit."""
        nothing = SchemaPath.from_dict({"url": "/"})
        for path, operation, result in operations_iter:
            rows = _servers(operation) or _servers(path) or _servers(spec) or [nothing]
            for row in rows:
                url = str((row / "url").read_value())
                match = re.fullmatch(_server_pattern(url), result.base)
                if match is not None:
                    values = dict(
                        zip(re.findall(r"\{([^{}]*)\}", url), match.groups(), strict=True)
                    )
                    yield PathOperationServer(path, operation, row, result, values)


# A path, a query and a fragment; names in braces can have any character.
_TEMPLATE = re.compile(r"((?:\{[^{}]*\}|[^?#])*)\??((?:\{[^{}]*\}|[^#])*)#?(.*)", re.DOTALL)


class _Paths(TemplatePathsIterator):
    """Finds the paths of a document that a request can have: the most exact one first."""

    def __call__(
        self,
        name: str,
        spec: SchemaPath,
        base_url: str | None = None,  # noqa: ARG002 (openapi-core gives it)
    ) -> Iterator[Path]:
        """Yield the paths that fit.

        Arguments:
            name: the URL of the request, and the fragment of its operation's path.
            spec: the document.
            base_url: not looked at.
        """
        url, _, fragment = name.partition("#")
        url, _, query = url.partition("?")
        sent = query.split("&")
        paths = []
        for template, item in (spec / "paths").str_items():
            parts = _TEMPLATE.match(template)
            assert parts is not None  # it matches any text
            bare, wanted_query, wanted_fragment = parts.groups()
            wanted = tuple(pair for pair in wanted_query.split("&") if pair)
            match = re.search(_path_pattern(bare), url)
            if match and all(pair in sent for pair in wanted):
                names = re.findall(r"\{([^{}]*)\}", bare)
                values = dict(zip(names, match.groups(), strict=True))
                rank = wanted_fragment != fragment, len(names), -len(wanted)
                result = _PathResult(bare, values, url[: match.start()], wanted)
                paths.append((rank, Path(item, result)))
        yield from (path for _, path in sorted(paths, key=lambda row: row[0]))


class PathFinder(APICallPathFinder):
    """Finds the operation of a request."""

    paths_iterator = _Paths("paths")
    servers_iterator = _Servers()
