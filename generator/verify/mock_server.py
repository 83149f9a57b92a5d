"""A mock server of an API, which checks requests against the spec and gives documented answers.

No request can choose its answer: the code that starts the server does. The server records each
request as it arrived: the unchanged request line, the headers in order, and the body. It reads no
file, since it makes its answers from the model of the API alone.
"""

from __future__ import annotations

import errno
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import unquote_to_bytes

from generator.errors import GenError
from generator.model.api import Api, Operation
from generator.model.credentials import Credential, Scheme
from generator.model.messages import ApiError, Where
from generator.model.statuses import documented_statuses
from generator.model.text import Placeholder, reveal
from generator.verify.expected.cases import Answer, make_answer
from generator.verify.http_request import (
    NoRequestError,
    ReceivedRequest,
    RefusedError,
    read_request,
)

# The most connections at a time, each with its own thread; further ones are closed at once.
_MAX_CONNECTIONS = 64
# The most seconds for which the rest of a refused request is read.
_LINGER = 2


def path_pieces(api: Api, operation: Operation) -> list[list[bytes]]:
    """Return the texts around the placeholders of each segment of an operation's path.

    They are decoded, since clients differ in the characters that they encode.
    """
    pieces = ((operation.server or api).base_path, *operation.path)
    path = "".join("\0" if isinstance(piece, Placeholder) else piece for piece in pieces)
    return [
        [unquote_to_bytes(literal) for literal in segment.split("\0")]
        for segment in path.split("/")[1:]
    ]


def fits_pieces(pieces: list[bytes], segment: bytes) -> bool:
    """Return whether a segment has these pieces in order, with other text between each two.

    The search takes the first place for each piece, which leaves the most room for the others. So
    its time is at most the segment's length times the number of pieces.
    """
    first, *rest = pieces
    if not rest:
        return segment == first
    if not segment.startswith(first):
        return False
    at = len(first)
    for piece in rest[:-1]:
        start = segment.find(piece, at + 1)
        if start < 0:
            return False
        at = start + len(piece)
    return segment.endswith(rest[-1]) and len(segment) - len(rest[-1]) > at


def _success_answer(operation: Operation) -> Answer:
    """Return the answer of an operation's first response of success."""
    return make_answer(operation.success)


@dataclass
class MockServer:
    """A mock server of APIs, which runs during a `with` block.

    Attributes:
        apis: the APIs. A request that matches none of their operations gets 404.
        address: the host name or IP address to listen at, and the port; port 0 means any free port.
        tls: the TLS context with the server's certificate; None for HTTP without TLS.
        answer: the answer to each correct request; None to let `choose` choose it.
        choose: returns the answer to a correct request of an operation. By default, it is what the
            spec documents for the first response of success.
        observe: called with each request and its answer, in the thread that answers it; None to
            call nothing.
        received: all requests so far, in the order in which they arrived.
        script: the answers to correct requests in turn, the last one again and again; empty to
            give `answer` to each.
        records: whether requests are added to `received`.
        patience: the most seconds that a client may take to send a request, or to read an answer.

    Raises:
        GenError: on entry to the block, if the server can't listen at the address.
    """

    apis: Sequence[Api]
    address: tuple[str, int] = ("127.0.0.1", 0)
    tls: ssl.SSLContext | None = None
    answer: Answer | None = None
    choose: Callable[[Operation], Answer] = _success_answer
    observe: Callable[[ReceivedRequest, Answer], None] | None = None
    received: list[ReceivedRequest] = field(default_factory=list)
    script: Sequence[Answer] = ()
    records: bool = True
    patience: float = 30

    def __enter__(self) -> MockServer:
        self._released = threading.Event()
        try:
            self._reserved = None if self.address[1] else _reserve_port(self.address[0])
        except OSError as error:
            raise self._listen_error(error) from error
        if self._reserved is not None:
            self.address = (self.address[0], self._reserved.getsockname()[1])
        self._listen()
        return self

    def _listen_error(self, error: OSError) -> GenError:
        """Return the error if the server can't listen."""
        what = f"{self.address[0]}:{self.address[1]}: can't listen here"
        why = "another program does" if error.errno == errno.EADDRINUSE else error.strerror or error
        return GenError(f"{what} ({why}); choose another port")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._released.set()
        self._close()
        if self._reserved is not None:
            self._reserved.close()

    def _listen(self) -> None:
        """Start listening, in a thread."""
        handler = type("Handler", (_Handler,), {"owner": self})
        kind = _TcpServer if self._reserved is None else _SharingServer
        try:
            self._server = kind(self.address, handler)
        except OSError as error:
            raise self._listen_error(error) from error
        self.address = (self.address[0], self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def _close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        # A program that is just being started has a copy of the socket, which would go on
        # listening if this one were only closed. (macOS can't shut down a listening socket.)
        with suppress(OSError):
            self._server.socket.shutdown(socket.SHUT_RDWR)
        self._server.server_close()

    @contextmanager
    def refuse_connections(self) -> Iterator[None]:
        """Stop listening during the block, so that the system refuses connections to the port."""
        self._close()
        try:
            yield
        finally:
            self._listen()

    @property
    def endpoint(self) -> str:
        """The base URL of the server: scheme, host and port."""
        return f"{'https' if self.tls else 'http'}://{self.address[0]}:{self.address[1]}"

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the server stops.

        Arguments:
            timeout: the most seconds to wait; None for no limit.

        Returns:
            True if the server stopped, False after `timeout` seconds.
        """
        return self._released.wait(timeout)

    def respond(self, request: ReceivedRequest) -> Answer:
        """Check a request against the spec, and return the answer to it.

        Returns:
            404 if no operation has this method and path, 401 if a credential is missing, and 415 if
            the body is not what the operation takes. Otherwise `answer`, or what `choose` returns.
        """
        matches = list(self._operations(request))
        if not matches:
            return text_answer(404, "no operation of this API has this method and path")
        # Operations may share method and path, and differ in the media type of their body.
        with_media_type = [
            o for o in matches if o[1].body and _bare(o[1].body.media_type) == _media_type(request)
        ]
        api, operation = (with_media_type or matches)[0]
        missing = [
            [credential for credential in way if not _has_credential(request, credential)]
            for way in api.ways_in(operation)
        ]
        if all(missing):
            return self._error(operation, 401, f"there is no {reveal(missing[0][0].name)}")
        # Some clients add a Content-Type without a body, which counts as no body.
        if request.body and operation.body is None:
            return self._error(operation, 415, "this operation takes no body")
        if operation.body is not None and _media_type(request) != _bare(operation.body.media_type):
            return self._error(operation, 415, f"this operation takes {operation.body.media_type}")
        if self.script:
            return self.script[min(len(self.received), len(self.script)) - 1]
        return self.answer or self.choose(operation)

    def refuse(self, error: RefusedError) -> Answer:
        """Return the answer to a request that was not read to its end."""
        return text_answer(error.status, error.why)

    def _operations(self, request: ReceivedRequest) -> Iterable[tuple[Api, Operation]]:
        """Return the operations that a request's method and path match."""
        segments = request.segments
        for api in self.apis:
            for operation in api.operations:
                path = path_pieces(api, operation)
                if operation.method == request.method and len(path) == len(segments):
                    pairs = zip(path, segments, strict=True)
                    if all(fits_pieces(pieces, segment) for pieces, segment in pairs):
                        yield api, operation

    def _error(self, operation: Operation, status: int, why: str) -> Answer:
        """Return the error that documents a status most exactly, else an answer of plain text."""
        return documented_error(operation.errors, status) or text_answer(status, why)


def documented_error(errors: Sequence[ApiError], status: int) -> Answer | None:
    """Return the first error that documents a status most exactly. None if none does.

    Arguments:
        errors: the errors to choose from.
        status: the status of the answer.
    """
    rows = {row.status: row for row in reversed(errors)}
    for documented in documented_statuses(status):
        if documented in rows:
            return make_answer(rows[documented], status)
    return None


def _has_credential(request: ReceivedRequest, credential: Credential) -> bool:
    """Return whether a request has a value in the place of a credential."""
    name = reveal(credential.name)
    if credential.where is Where.QUERY:
        return any(key == name.encode() and value for key, value in request.query)
    if credential.where is Where.COOKIE:
        cookies = ";".join(request.field("Cookie")).split(";")
        return any(cookie.strip().removeprefix(f"{name}=") != cookie.strip() for cookie in cookies)
    scheme = "" if credential.scheme is Scheme.RAW else f"{credential.scheme} "
    value = "".join(request.field(name)[:1])
    return value.casefold().startswith(scheme) and len(value) > len(scheme)


def _media_type(request: ReceivedRequest) -> str:
    """Return the media type of a request, without its parameters."""
    return _bare("".join(request.field("Content-Type")[:1]))


def _bare(media_type: str) -> str:
    """Return a media type without its parameters."""
    return media_type.partition(";")[0].strip().lower()


def text_answer(status: int, text: str) -> Answer:
    """Return an answer of plain text."""
    return Answer(status, f"{text}\n".encode(), (("Content-Type", "text/plain; charset=utf-8"),))


def _reserve_port(host: str) -> socket.socket | None:
    """Bind a socket to a free port, to keep the port while the server does not listen.

    SO_REUSEPORT is set after `bind`, which could otherwise choose a port that others share.

    Returns:
        The socket; None if the system has no SO_REUSEPORT.
    """
    if not hasattr(socket, "SO_REUSEPORT"):
        return None
    reserved = socket.socket()
    reserved.bind((host, 0))
    reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    return reserved


class _TcpServer(socketserver.ThreadingTCPServer):
    """A TCP server with a thread per connection, and a limit of connections."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128
    block_on_close = False

    def __init__(self, *words: Any) -> None:
        self._free = threading.BoundedSemaphore(_MAX_CONNECTIONS)
        super().__init__(*words)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Handle a connection, or close it if there are too many."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Handle a connection, and then make room for another one."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """Print nothing about a broken connection, such as a TLS handshake that the client ends."""


class _SharingServer(_TcpServer):
    """Listens at the port that the socket of `_reserve_port` keeps."""

    allow_reuse_port = True


class _Handler(socketserver.BaseRequestHandler):
    """Reads one request, answers it, and closes the connection."""

    owner: MockServer

    def setup(self) -> None:
        """Do the TLS handshake if the server uses TLS."""
        if self.owner.tls is not None:
            self.request.settimeout(self.owner.patience)
            self.request = self.owner.tls.wrap_socket(self.request, server_side=True)

    def finish(self) -> None:
        """Close the TLS connection."""
        if self.owner.tls is not None:  # the TLS socket replaced the one that the server closes
            self.request.close()

    def handle(self) -> None:
        """Read a request and answer it."""
        try:
            request = ReceivedRequest(*read_request(self.request, self.owner.patience))
        except RefusedError as error:
            self._refuse(self.owner.refuse(error))
            return
        except (OSError, NoRequestError):
            return  # the client hung up, or did not send HTTP
        if self.owner.records:
            self.owner.received.append(request)
        answer = self.owner.respond(request)
        if self.owner.observe is not None:
            with suppress(OSError):  # the reader of this output may be gone
                self.owner.observe(request, answer)
        if answer.silent:
            self.owner.wait()
            return
        with suppress(OSError):  # the client did not wait for the answer
            self._send(answer, request.method != "HEAD")

    def _send(self, answer: Answer, has_body: bool = True) -> None:
        """Send an answer, with its body unless the request is HEAD."""
        self.request.settimeout(self.owner.patience)
        self.request.sendall(answer.head() + (answer.body if has_body else b""))

    def _refuse(self, answer: Answer) -> None:
        """Answer a request that was not read to its end.

        The rest is read for a moment. Otherwise the system would reset the connection, and the
        client could lose the answer (RFC 9112, section 9.6).
        """
        with suppress(OSError):
            self._send(answer)
            self.request.shutdown(socket.SHUT_WR)
            end = time.monotonic() + _LINGER
            while (left := end - time.monotonic()) > 0:
                self.request.settimeout(left)
                if not self.request.recv(65536):
                    return
