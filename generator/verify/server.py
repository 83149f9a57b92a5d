"""A server that holds requests to the documented contract and answers as it is told.

Which answer it gives is the test's choice, never the sample's. It records every request as it
came: the request line untouched, the field lines in order, the body.
"""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from urllib.parse import unquote_to_bytes

from generator.model import Api, ApiError, Operation, Response, Where
from generator.text import Placeholder, reveal

_MAX_LINE = 65536
_MAX_BODY = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it came; `target` is raw, names of field lines keep their case."""

    method: str
    target: str
    fields: tuple[tuple[str, str], ...]
    body: bytes

    def field(self, name: str) -> list[str]:
        """Give the values of all field lines of a name, whatever its case."""
        return [value for given, value in self.fields if given.casefold() == name.casefold()]

    @property
    def segments(self) -> tuple[bytes, ...]:
        """The path's segments: split at each raw `/`, then decoded once."""
        path = self.target.partition("?")[0]
        return tuple(unquote_to_bytes(segment) for segment in path.split("/")[1:])

    @property
    def query(self) -> tuple[tuple[bytes, bytes], ...]:
        """The query's names and values, decoded once; a `+` stays a plus sign."""
        query = self.target.partition("?")[2]
        pairs = (pair.partition("=") for pair in query.split("&") if pair)
        return tuple((unquote_to_bytes(name), unquote_to_bytes(value)) for name, _, value in pairs)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answers; with `silent`, it takes the request and says nothing."""

    status: int
    body: bytes = b""
    fields: tuple[tuple[str, str], ...] = ()
    silent: bool = False


def _segment_patterns(api: Api, operation: Operation) -> list[bytes]:
    """Give a pattern for each segment of the path, decoded: clients differ in what they encode."""
    pieces = (api.base_path, *operation.path)
    path = "".join("\0" if isinstance(piece, Placeholder) else piece for piece in pieces)
    return [
        b".+".join(re.escape(unquote_to_bytes(literal)) for literal in segment.split("\0"))
        for segment in path.split("/")[1:]
    ]


def documented(row: Response | ApiError) -> Answer:
    """Make the answer that the reference documents for a response or an error row."""
    if isinstance(row, Response):
        return Answer(row.status)
    fields = []
    if row.retry_after is not None:
        fields.append(("Retry-After", str(row.retry_after)))
    if row.body is None:
        return Answer(row.status, fields=tuple(fields))
    fields.append(("Content-Type", "application/json; charset=utf-8"))
    return Answer(row.status, reveal(row.body).encode(), tuple(fields))


@dataclass
class Server:
    """A server for some APIs on a free port of 127.0.0.1, for use in a `with` block.

    Attributes:
        apis: whose operations exist; everything else is answered 404.
        answer: what a request that keeps the contract is answered; if None, the operation's first
            documented response.
        received: every request so far, in order.
    """

    apis: Sequence[Api]
    answer: Answer | None = None
    received: list[Received] = field(default_factory=list)

    def __enter__(self) -> Server:
        handler = type("Handler", (_Handler,), {"owner": self})
        self._server = _TcpServer(("127.0.0.1", 0), handler)
        self._released = threading.Event()
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._released.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def endpoint(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def respond(self, request: Received) -> Answer:
        """Judge a request by the contract, and choose its answer."""
        found = list(self._operations(request))
        if not found:
            return _plain(404, "no operation of this API has this method and path")
        api, operation = found[0]
        for credential in api.credentials:
            if credential.where is Where.HEADER and not any(request.field(reveal(credential.name))):
                return self._error(operation, 401)
        # No operation takes a body yet; a type without one, which some clients add, is none.
        if request.body:
            return self._error(operation, 415)
        return self.answer or documented(operation.success)

    def _operations(self, request: Received) -> Iterable[tuple[Api, Operation]]:
        given = request.segments
        for api in self.apis:
            for operation in api.operations:
                wanted = _segment_patterns(api, operation)
                if operation.method == request.method and len(wanted) == len(given):
                    pairs = zip(wanted, given, strict=True)
                    if all(re.fullmatch(pattern, segment, re.DOTALL) for pattern, segment in pairs):
                        yield api, operation

    def _error(self, operation: Operation, status: int) -> Answer:
        for row in operation.errors:
            if row.status == status:
                return documented(row)
        return _plain(status, "the request does not keep the contract")

    def wait(self) -> None:
        """Hold a connection open without a word until the server stops."""
        self._released.wait()


def _plain(status: int, text: str) -> Answer:
    return Answer(status, f"{text}\n".encode(), (("Content-Type", "text/plain; charset=utf-8"),))


class _TcpServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128
    block_on_close = False


class _Handler(socketserver.StreamRequestHandler):
    """Reads one request (RFC 9112) and closes the connection behind the answer."""

    owner: Server
    timeout = 60

    def handle(self) -> None:
        try:
            request = self._read()
        except (OSError, ValueError):
            return  # a client that hung up or sent no HTTP: nothing was received
        if request is None:
            return
        self.owner.received.append(request)
        answer = self.owner.respond(request)
        if answer.silent:
            self.owner.wait()
            return
        lines = [f"HTTP/1.1 {answer.status} -"]
        lines += [f"{name}: {value}" for name, value in answer.fields]
        if answer.status != 204:
            lines.append(f"Content-Length: {len(answer.body)}")
        lines += ["Connection: close", "", ""]
        head = "\r\n".join(lines).encode("latin-1")
        try:
            self.wfile.write(head + (b"" if request.method == "HEAD" else answer.body))
        except OSError:
            return  # the client did not wait for the answer

    def _line(self) -> str:
        line = self.rfile.readline(_MAX_LINE)
        if not line.endswith(b"\n"):
            raise ValueError("no whole line came")
        return line.decode("latin-1").rstrip("\r\n")

    def _read(self) -> Received | None:
        method, _, rest = self._line().partition(" ")
        target, _, version = rest.rpartition(" ")
        if not version.startswith("HTTP/1."):
            raise ValueError("this is not HTTP/1.1")
        fields = []
        while line := self._line():
            name, _, value = line.partition(":")
            fields.append((name, value.strip(" \t")))
        request = Received(method, target, tuple(fields), b"")
        if "chunked" in "".join(request.field("Transfer-Encoding")).lower():
            body = self._chunks()
        else:
            length = int((request.field("Content-Length") or ["0"])[0])
            body = self.rfile.read(min(length, _MAX_BODY))
        return Received(method, target, tuple(fields), body)

    def _chunks(self) -> bytes:
        body = b""
        while size := int(self._line().partition(";")[0], 16):
            body += self.rfile.read(min(size, _MAX_BODY))
            self._line()
        while self._line():
            pass
        return body
