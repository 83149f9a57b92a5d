"""Requests as openapi-core asks for them, and the search for their operation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from jsonschema_path import SchemaPath
from openapi_core.datatypes import RequestParameters
from openapi_core.templating.paths.datatypes import PathOperation, PathOperationServer
from openapi_core.templating.paths.finders import APICallPathFinder
from openapi_core.templating.paths.iterators import TemplateServersIterator
from werkzeug.datastructures import Headers, ImmutableMultiDict


class _Parameters(RequestParameters):
    """The parameters of a request; values in paths are decoded as they are set."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "path":
            value = {key: unquote(text) for key, text in value.items()}
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
            query=ImmutableMultiDict(parse_qsl(parts.query, keep_blank_values=True)),
            header=headers,
            cookie=ImmutableMultiDict({name: unquote(value) for name, _, value in pairs}),
        )


class _Servers(TemplateServersIterator):
    """Finds the server of an operation: its own, else that of its path, else of the document."""

    def __call__(
        self,
        name: str,
        operations_iter: Iterator[PathOperation],
        spec: SchemaPath,
        base_url: str | None = None,
    ) -> Iterator[PathOperationServer]:
        """Yield each operation with the servers that fit."""
        for path, operation, result in operations_iter:
            nearest = operation if "servers" in operation else path
            one = iter([PathOperation(nearest, operation, result)])
            for found in super().__call__(name, one, spec, base_url=base_url):
                yield found._replace(path=path)


class PathFinder(APICallPathFinder):
    """Finds the operation of a request."""

    servers_iterator = _Servers()
