"""An API with bodies, files, results and lists, and what its client is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import anyio
import httpx

from .made import classes

SPEC = """\
api: {id: shop, title: Shop, version: v1}
endpoint: https://shop.example.com
basePath: /s
schemas:
  item:
    fields:
      itemId: {description: Its id., required: true, example: "1"}
      "odd \\"name\\"": {description: An odd one., example: o}
      extra: {description: Its own field., example: e}
      int: {description: A number., type: integer, example: 1}
      isOpen: {description: Whether it is open., type: boolean, example: true}
      accessToken: {description: A token., secret: true, example: s3cret}
      madeBy:
        description: Who made it.
        fields: {name: {description: The name., required: true, example: Ann}}
      parts: {description: What it has., items: {schema: part}}
      free: {description: Anything., type: object, example: {a: [null]}}
  part: {fields: {size: {description: How big., type: number, example: 0.5}}}
  color: {enum: [red, green], default: red}
operations:
  typed:
    title: T
    summary: Send typed values.
    method: GET
    path: /typed/{n}/{ids}
    parameters:
      n: {description: N., type: number, example: 1.5}
      ids: {description: Ids., items: integer, example: [1, 2]}
      flag: {in: query, type: boolean, required: true, description: F., example: false}
      color: {in: query, schema: color, description: The color.}
      comma: {in: query, items: string, explode: false, description: Joined.}
      repeated: {in: query, items: {enum: [x, y]}, description: Repeated.}
      seconds: {in: query, type: integer, minimum: 60, maximum: 90, default: 60, description: S.}
      X-List: {in: header, items: integer, description: In a header.}
    responses: {200: Done.}
  change:
    title: C
    summary: Change an item.
    method: PATCH
    path: /items/{itemId}
    parameters: {itemId: {description: Its id., example: "1"}}
    body:
      mediaType: application/merge-patch+json
      fields:
        name: {description: Its name., required: true, example: n}
        itemId: {description: Its other id., example: "2"}
        part: {description: A part., schema: part}
        free: {description: Anything., type: object, example: {}}
    responses:
      200: {description: Changed., body: {schema: item}}
      204: Nothing changed.
  replace:
    title: R
    summary: Replace all items.
    method: PUT
    path: /items
    body: {items: {schema: part}, example: [{size: 1}]}
    responses:
      202: {description: Begun., headers: {Operation-Location: {description: Where., example: /o}}}
  form:
    title: F
    summary: Send a form.
    method: POST
    path: /form
    body:
      mediaType: application/x-www-form-urlencoded
      fields:
        tag: {description: T., items: string, required: true, example: [a]}
        count: {description: C., type: integer, example: 5}
    responses: {200: {description: Fine., body: {mediaType: text/plain, example: ok}}}
  upload:
    title: U
    summary: Send a file.
    method: PUT
    path: /file
    body: {mediaType: image/png, example: picture.png}
    responses: {200: {description: Back., body: {mediaType: image/png, example: p.png}}}
  attach:
    title: A
    summary: Send parts.
    method: PUT
    path: /parts
    body:
      mediaType: multipart/form-data
      fields:
        meta: {description: M., required: true, mediaType: application/json, schema: part}
        count: {description: C., type: integer, example: 1}
        image: {description: I., required: true, type: file, mediaType: image/jpeg, example: i.jpg}
        more: {description: More., type: file, example: more.bin}
    responses: {200: Fine.}
  list-items:
    title: L
    summary: List items.
    method: GET
    path: /items
    parameters:
      start: {in: query, description: S.}
      top: {in: query, type: integer, default: 2, description: T.}
    responses: {200: {description: A page., body: {items: {schema: item}}}}
    paging: {parameter: start, after: itemId, limit: top}
  list-parts:
    title: P
    summary: List parts.
    method: GET
    path: /parts
    parameters: {cursor: {in: query, description: C.}}
    responses:
      200:
        description: A page.
        body:
          fields:
            value: {description: The parts., required: true, items: {schema: part}}
            next: {description: The cursor., example: c}
    paging: {parameter: cursor, cursor: next, items: value}
  list-linked:
    title: Q
    summary: List parts by links.
    method: GET
    path: /linked
    parameters: {top: {in: query, type: integer, description: T.}}
    responses:
      200:
        description: A page.
        body:
          fields:
            value: {description: The parts., required: true, items: {schema: part}}
            link: {description: The next page., example: "https://shop.example.com/linked?page=2"}
    paging: {next: link, items: value}
"""


class Shop:
    """A client of the shop of one kind, with the requests that it sent.

    Arguments:
        package: the client's package.
        kind: one of KINDS.
        answers: what is answered in turn, the last one again and again.
        options: arguments of the client.
    """

    def __init__(self, package: Any, kind: str, *answers: httpx.Response, **options: Any) -> None:
        self.kind = kind
        self.asked: list[httpx.Request] = []
        self.bodies: list[bytes] = []
        self.sent: list[httpx.Headers] = []  # with the secrets, which requests lose behind it
        self.answers = list(answers) or [httpx.Response(200)]
        self.options = options
        self.plain, self.awaited = classes("shop", package)

    def _take(self, request: httpx.Request, body: bytes) -> httpx.Response:
        self.asked.append(request)
        self.sent.append(request.headers.copy())
        self.bodies.append(body)
        left = self.answers
        answer = left.pop(0) if len(left) > 1 else left[0]
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def _sync(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.SyncByteStream)
        return self._take(request, b"".join(request.stream))

    async def _async(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.AsyncByteStream)
        return self._take(request, b"".join([chunk async for chunk in request.stream]))

    def call(self, operation: str, /, most: int = 100, **arguments: Any) -> Any:
        """Call an operation; of a list, give at most so many items."""
        if self.kind == "sync":
            brought = httpx.Client(transport=_Transport(self._sync))
            with brought, self.plain(http_client=brought, **self.options) as client:
                result = getattr(client, operation)(**arguments)
                return _first(result, most) if hasattr(result, "__next__") else result
        return anyio.run(self._main, operation, most, arguments, backend=self.kind)

    async def _main(self, operation: str, most: int, arguments: dict[str, Any]) -> Any:
        async with httpx.AsyncClient(transport=_AsyncTransport(self._async)) as brought:
            client = self.awaited(http_client=brought, **self.options)
            result = getattr(client, operation)(**arguments)
            if not hasattr(result, "__anext__"):
                return await result
            found: list[Any] = []
            while len(found) < most:
                try:
                    found.append(await anext(result))
                except StopAsyncIteration:
                    break
            await result.aclose()
            return found


def _first(items: Iterable[Any], most: int) -> list[Any]:
    return [item for _, item in zip(range(most), items, strict=False)]


class _Transport(httpx.BaseTransport):
    """Has the bytes of a request asked for, as a connection does."""

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response]) -> None:
        self.handle_request = answer  # type: ignore[assignment, method-assign]


class _AsyncTransport(httpx.AsyncBaseTransport):
    def __init__(self, answer: Any) -> None:
        self.handle_async_request = answer  # type: ignore[method-assign]
