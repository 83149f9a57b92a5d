"""A server that holds requests to the documented contract and answers as it is told.

It never reads a file: an answer is made of the spec alone.

Which answer it gives is its owner's choice, never the sample's. It records every request as it
came: the request line untouched, the field lines in order, the body.
"""

from __future__ import annotations

import re
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
from generator.model.api import Api, Credential, Operation, Scheme
from generator.model.messages import Where
from generator.model.text import Placeholder, reveal
from generator.verify.expected.cases import Answer, make_answer
from generator.verify.http_request import NoRequestError, RefusedError, read_request

# Connections at a time, each of which is a thread; more are closed at once.
_MAX_CONNECTIONS = 64
# Seconds for which the rest of a refused request is read.
_LINGER = 2


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """One request as it came; `target` is raw, names of field lines keep their case.

    `at` is when it was read, by the monotonic clock in seconds.
    """

    method: str
    target: str
    fields: tuple[tuple[str, str], ...]
    body: bytes
    at: float = field(default_factory=time.monotonic, compare=False)

    def field(self, name: str) -> list[str]:
        """Give the values of all field lines of a name, whatever its case."""
        return [value for given, value in self.fields if given.casefold() == name.casefold()]

    @property
    def segments(self) -> tuple[bytes, ...]:
        """The path's segments: split at each raw `/`, then decoded once."""
        path = re.sub("(?i)^https?://[^/?#]*", "", self.target).partition("?")[0]
        return tuple(unquote_to_bytes(segment) for segment in path.split("/")[1:])

    @property
    def query(self) -> tuple[tuple[bytes, bytes], ...]:
        """The query's names and values, decoded once; a `+` stays a plus sign."""
        query = self.target.partition("?")[2]
        pairs = (pair.partition("=") for pair in query.split("&") if pair)
        return tuple((unquote_to_bytes(name), unquote_to_bytes(value)) for name, _, value in pairs)


def _path_pieces(api: Api, operation: Operation) -> list[list[bytes]]:
    """Give what stands between the placeholders of each segment of the path.

    It is decoded, since clients differ in what they encode.
    """
    pieces = (api.base_path, *operation.path)
    path = "".join("\0" if isinstance(piece, Placeholder) else piece for piece in pieces)
    return [
        [unquote_to_bytes(literal) for literal in segment.split("\0")]
        for segment in path.split("/")[1:]
    ]


def _fits_pieces(pieces: list[bytes], segment: bytes) -> bool:
    """Say whether a segment is made of these pieces, with something between each two of them.

    Each piece is looked for where it can first stand, which leaves the most room for the rest; so
    no text takes longer than its length times the number of pieces.
    """
    first, *rest = pieces
    if not rest:
        return segment == first
    if not segment.startswith(first):
        return False
    at = len(first)
    for piece in rest[:-1]:
        found = segment.find(piece, at + 1)
        if found < 0:
            return False
        at = found + len(piece)
    return segment.endswith(rest[-1]) and len(segment) - len(rest[-1]) > at


def _success_answer(operation: Operation) -> Answer:
    return make_answer(operation.success)


@dataclass
class MockServer:
    """A server for some APIs, for use in a `with` block.

    Attributes:
        apis: whose operations exist; everything else is answered 404.
        address: host name or address, and port, to listen at; 0 is a free port.
        tls: the certificate, where the server speaks TLS.
        answer: what a request that keeps the contract is answered; if None, `choose` says so.
        choose: gives the answer of an operation; its first response of success if not given.
        observe: called with each request and its answer, in the thread that answers.
        received: every request so far, in order.
        records: whether requests are put there.
        patience: seconds that a client may take to send a request, or to take an answer.

    Raises:
        GenError: on entry, if the address can't be had.
    """

    apis: Sequence[Api]
    address: tuple[str, int] = ("127.0.0.1", 0)
    tls: ssl.SSLContext | None = None
    answer: Answer | None = None
    choose: Callable[[Operation], Answer] = _success_answer
    observe: Callable[[ReceivedRequest, Answer], None] | None = None
    received: list[ReceivedRequest] = field(default_factory=list)
    records: bool = True
    patience: float = 30

    def __enter__(self) -> MockServer:
        self._released = threading.Event()
        try:
            self._reserved = None if self.address[1] else _reserve_port(self.address[0])
        except OSError as error:
            raise self._deaf(error) from error
        if self._reserved is not None:
            self.address = (self.address[0], self._reserved.getsockname()[1])
        self._listen()
        return self

    def _deaf(self, error: OSError) -> GenError:
        what = f"{self.address[0]}:{self.address[1]}: can't listen here"
        return GenError(f"{what} ({error.strerror or error}); choose another port")

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
        handler = type("Handler", (_Handler,), {"owner": self})
        kind = _TcpServer if self._reserved is None else _SharingServer
        try:
            self._server = kind(self.address, handler)
        except OSError as error:
            raise self._deaf(error) from error
        self.address = (self.address[0], self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def _close(self) -> None:
        self._server.shutdown()
        # A program that is being started holds a copy of the socket for a moment: closing ours
        # alone would leave that one listening. (macOS does not know this for such a socket.)
        with suppress(OSError):
            self._server.socket.shutdown(socket.SHUT_RDWR)
        self._server.server_close()

    @contextmanager
    def refuse_connections(self) -> Iterator[None]:
        """Refuse connections for a while."""
        self._close()
        try:
            yield
        finally:
            self._listen()

    @property
    def endpoint(self) -> str:
        """Scheme, host and port."""
        return f"{'https' if self.tls else 'http'}://{self.address[0]}:{self.address[1]}"

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the server stops, or for some seconds; say whether it did."""
        return self._released.wait(timeout)

    def respond(self, request: ReceivedRequest) -> Answer:
        """Judge a request by the contract, and choose its answer."""
        found = list(self._operations(request))
        if not found:
            return _text_answer(404, "no operation of this API has this method and path")
        # Operations may share method and path, and differ in what they take.
        fit = [
            o for o in found if o[1].body and o[1].body.media_type.lower() == _media_type(request)
        ]
        api, operation = (fit or found)[0]
        for credential in api.secrets(operation):
            if not _has_credential(request, credential):
                return self._error(operation, 401, f"there is no {reveal(credential.name)}")
        # A type without a body, which some clients add, is none.
        if request.body and operation.body is None:
            return self._error(operation, 415, "this operation takes no body")
        if operation.body is not None and _media_type(request) != operation.body.media_type.lower():
            return self._error(operation, 415, f"this operation takes {operation.body.media_type}")
        return self.answer or self.choose(operation)

    def _operations(self, request: ReceivedRequest) -> Iterable[tuple[Api, Operation]]:
        given = request.segments
        for api in self.apis:
            for operation in api.operations:
                wanted = _path_pieces(api, operation)
                if operation.method == request.method and len(wanted) == len(given):
                    pairs = zip(wanted, given, strict=True)
                    if all(_fits_pieces(pieces, segment) for pieces, segment in pairs):
                        yield api, operation

    def _error(self, operation: Operation, status: int, why: str) -> Answer:
        for row in operation.errors:
            if row.status == status:
                return make_answer(row)
        return _text_answer(status, why)


def _has_credential(request: ReceivedRequest, credential: Credential) -> bool:
    """Say whether a request has something where a credential goes."""
    name = reveal(credential.name)
    if credential.where is Where.QUERY:
        return any(key == name.encode() and value for key, value in request.query)
    if credential.where is Where.COOKIE:
        cookies = ";".join(request.field("Cookie")).split(";")
        return any(cookie.strip().removeprefix(f"{name}=") != cookie.strip() for cookie in cookies)
    scheme = "" if credential.scheme is Scheme.RAW else f"{credential.scheme} "
    given = "".join(request.field(name)[:1])
    return given.casefold().startswith(scheme) and len(given) > len(scheme)


def _media_type(request: ReceivedRequest) -> str:
    """Give the media type of a request without its parameters."""
    return "".join(request.field("Content-Type")[:1]).partition(";")[0].strip().lower()


def _text_answer(status: int, text: str) -> Answer:
    return Answer(status, f"{text}\n".encode(), (("Content-Type", "text/plain; charset=utf-8"),))


def _reserve_port(host: str) -> socket.socket | None:
    """Take a free port, which stays ours while nobody listens; None where that is not possible.

    The option to share it is set behind `bind`, which else might choose one that is shared already.
    """
    if not hasattr(socket, "SO_REUSEPORT"):
        return None
    made = socket.socket()
    made.bind((host, 0))
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    return made


class _TcpServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128
    block_on_close = False

    def __init__(self, *words: Any) -> None:
        self._free = threading.BoundedSemaphore(_MAX_CONNECTIONS)
        super().__init__(*words)

    def process_request(self, request: Any, client_address: Any) -> None:
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a connection that broke, as in a TLS handshake that is refused."""


class _SharingServer(_TcpServer):
    """Listens at a port that a socket which does not listen keeps."""

    allow_reuse_port = True


class _Handler(socketserver.BaseRequestHandler):
    """Reads one request and closes the connection behind the answer."""

    owner: MockServer

    def setup(self) -> None:
        if self.owner.tls is not None:
            self.request.settimeout(self.owner.patience)
            self.request = self.owner.tls.wrap_socket(self.request, server_side=True)

    def finish(self) -> None:
        if self.owner.tls is not None:  # its socket took the place of the one that is closed
            self.request.close()

    def handle(self) -> None:
        try:
            request = ReceivedRequest(*read_request(self.request, self.owner.patience))
        except RefusedError as error:
            self._refuse(_text_answer(error.status, error.why))
            return
        except (OSError, NoRequestError):
            return  # a client that hung up or sent no HTTP: nothing was received
        if self.owner.records:
            self.owner.received.append(request)
        answer = self.owner.respond(request)
        if self.owner.observe is not None:
            with suppress(OSError):  # whoever was told is gone
                self.owner.observe(request, answer)
        if answer.silent:
            self.owner.wait()
            return
        with suppress(OSError):  # the client did not wait for the answer
            self._send(answer, request.method != "HEAD")

    def _send(self, answer: Answer, has_body: bool = True) -> None:
        self.request.settimeout(self.owner.patience)
        self.request.sendall(answer.head() + (answer.body if has_body else b""))

    def _refuse(self, answer: Answer) -> None:
        """Answer a request that was not read to its end.

        What is left of it is read for a moment: else the system resets the connection, and the
        client may lose the answer (RFC 9112, 9.6).
        """
        with suppress(OSError):
            self._send(answer)
            self.request.shutdown(socket.SHUT_WR)
            end = time.monotonic() + _LINGER
            while (left := end - time.monotonic()) > 0:
                self.request.settimeout(left)
                if not self.request.recv(65536):
                    return
