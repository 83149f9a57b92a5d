"""Read one HTTP/1.1 request strictly, within limits of size and time (RFC 9112).

A request that two programs could read in different ways is refused, never repaired.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

MAX_BODY = 16 * 1024 * 1024
_MAX_LINE = 64 * 1024
_MAX_FIELDS = 256
_MAX_HEAD = 64 * 1024
# The most bytes of sizes, extensions and line ends around the data of a body in chunks.
_MAX_FRAMING = 256 * 1024
_READ = 64 * 1024
_TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # RFC 9110, section 5.6.2
_REQUEST_LINE = re.compile(rf"({_TOKEN}) ([^ \r\n]+) HTTP/([0-9])\.([0-9])")
_FIELD = re.compile(rf"({_TOKEN}):([^\0\r\n]*)")


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """One request as it arrived at the mock server.

    Attributes:
        method: the HTTP method, such as `GET`.
        target: the target in the request line, such as `/pets?limit=3`, not decoded.
        fields: the names and values of the headers in order; names keep their case.
        body: the bytes of the body; empty if there was none.
        at: the time when the request had been read, in seconds of the monotonic clock.
    """

    method: str
    target: str
    fields: tuple[tuple[str, str], ...]
    body: bytes
    at: float = field(default_factory=time.monotonic, compare=False)

    def field(self, name: str) -> list[str]:
        """Return the values of all headers with this name in any case; empty if there are none."""
        return [value for key, value in self.fields if key.casefold() == name.casefold()]

    def without(self, pairs: Sequence[tuple[bytes, bytes]]) -> ReceivedRequest:
        """Return the same request without some names and values of the query."""
        path, _, query = self.target.partition("?")
        texts = query.split("&") if query else []
        kept = [t for t, pair in zip(texts, self.query, strict=False) if pair not in pairs]
        target = f"{path}?{'&'.join(kept)}" if kept else path
        return replace(self, target=target)

    @property
    def segments(self) -> tuple[bytes, ...]:
        """The segments of the path, split at each `/` and then percent-decoded once."""
        path = re.sub("(?i)^https?://[^/?#]*", "", self.target).partition("?")[0]
        return tuple(unquote_to_bytes(segment) for segment in path.split("/")[1:])

    @property
    def query(self) -> tuple[tuple[bytes, bytes], ...]:
        """The names and values in the query, percent-decoded once; a `+` stays a plus sign."""
        query = self.target.partition("?")[2]
        pairs = (pair.partition("=") for pair in query.split("&") if pair)
        return tuple((unquote_to_bytes(name), unquote_to_bytes(value)) for name, _, value in pairs)


class NoRequestError(ValueError):
    """What arrived is no HTTP request, or it ended too early to be answered."""


class RefusedError(ValueError):
    """A request that the server refuses.

    Arguments:
        status: the HTTP status of the answer, such as 413.
        why: the reason, for the body of the answer; a sentence without a full stop.

    Attributes:
        method: the method of the request; empty if its first line was not read.
        target: the target of the request; empty if its first line was not read.
        fields: the headers that were read.
    """

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why
        self.method = self.target = ""
        self.fields: tuple[tuple[str, str], ...] = ()


class HttpRequest(NamedTuple):
    """A request as the client sent it; the names of its headers keep their case."""

    method: str
    target: str
    fields: tuple[tuple[str, str], ...]
    body: bytes


class _Stream:
    """Reads from a connection, for at most so many seconds."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self._connection = connection
        self._end = time.monotonic() + seconds
        self._data = bytearray()

    def _fill(self) -> None:
        """Receive more bytes, or raise an error at the end of the time."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        data = self._connection.recv(_READ)
        if not data:
            raise NoRequestError("the client hung up")
        self._data += data

    def line(self, most: int, status: int) -> str:
        """Read a line, and return it without the CRLF at its end (RFC 9112, section 2.2).

        Arguments:
            most: the most bytes that the line may have.
            status: the HTTP status of the refusal if the line is longer.
        """
        start = 0
        while (end := self._data.find(b"\n", start)) < 0:
            start = len(self._data)
            if start > most:
                raise RefusedError(status, f"a line has more than {most} bytes")
            self._fill()
        if end > most:
            raise RefusedError(status, f"a line has more than {most} bytes")
        line = bytes(self._data[: end + 1])
        del self._data[: end + 1]
        if not line.endswith(b"\r\n") or b"\r" in line[:-2]:
            raise RefusedError(400, "a line does not end in CR LF (RFC 9112, 2.2)")
        return line[:-2].decode("latin-1")

    def exactly(self, size: int) -> bytes:
        """Read exactly `size` bytes."""
        while len(self._data) < size:
            self._fill()
        data = bytes(self._data[:size])
        del self._data[:size]
        return data

    def proceed(self) -> None:
        """Send 100 Continue, for which the client waits before it sends the body.

        See RFC 9110, section 10.1.1.
        """
        self._connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")


def read_request(connection: socket.socket, seconds: float) -> HttpRequest:
    """Read one HTTP request from a connection.

    Arguments:
        connection: the socket that is connected with the client.
        seconds: the most seconds that reading the whole request may take.

    Raises:
        NoRequestError: if the bytes are not HTTP, if they end too early, or if no request line
            comes in time.
        RefusedError: if the request is ambiguous or too large, is not HTTP/1, or if its headers and
            body do not come in time.
        OSError: if the connection breaks.
    """
    stream = _Stream(connection, seconds)
    try:
        method, target, is_old = _read_request_line(stream)
    except TimeoutError:
        raise NoRequestError("nothing came") from None
    fields: tuple[tuple[str, str], ...] = ()
    try:
        try:
            fields = _read_field_lines(stream)
            body = _read_body(stream, fields, is_old)
        except TimeoutError:
            why = f"the request took longer than {seconds:g} seconds"
            raise RefusedError(408, why) from None
    except RefusedError as error:
        error.method, error.target, error.fields = method, target, fields
        raise
    return HttpRequest(method, target, fields, body)


def _read_request_line(stream: _Stream) -> tuple[str, str, bool]:
    """Read the request line; return method, target and whether it is HTTP/1.0."""
    try:
        match = _REQUEST_LINE.fullmatch(stream.line(_MAX_LINE, 414))
    except RefusedError as error:
        if error.status == 414:
            raise
        match = None
    if match is None:
        raise NoRequestError("this is no line of HTTP")
    method, target, major, minor = match.groups()
    if major != "1":
        raise RefusedError(505, "this server speaks HTTP/1.1")
    is_usual = target.startswith("/") or re.match(r"(?i)https?://[^/?#]", target)
    if not (is_usual or method == "CONNECT" or (method, target) == ("OPTIONS", "*")):
        raise RefusedError(400, "the target is in none of the forms of RFC 9112, 3.2")
    return method, target, minor == "0"


def _read_field_lines(stream: _Stream) -> tuple[tuple[str, str], ...]:
    """Read the headers, and the empty line after them (RFC 9112, section 5)."""
    fields: list[tuple[str, str]] = []
    size = 0
    while line := stream.line(_MAX_HEAD, 431):
        size += len(line)
        if size > _MAX_HEAD or len(fields) == _MAX_FIELDS:
            most = f"{_MAX_FIELDS} field lines, or {_MAX_HEAD} bytes of them"
            raise RefusedError(431, f"a request has at most {most}")
        match = _FIELD.fullmatch(line)
        if match is None:
            raise RefusedError(400, "a field line is not NAME: VALUE (RFC 9112, 5)")
        fields.append((match[1], match[2].strip(" \t")))
    return tuple(fields)


def _read_body(stream: _Stream, fields: tuple[tuple[str, str], ...], is_old: bool) -> bytes:
    """Read the body; refuse a request whose body length is ambiguous (RFC 9112, section 6.3)."""

    def values(name: str) -> list[str]:
        return [value for key, value in fields if key.lower() == name]

    lengths, codings = values("content-length"), values("transfer-encoding")
    if len(values("host")) > 1:
        raise RefusedError(400, "there is more than one Host (RFC 9112, 3.2)")
    if len(lengths) > 1 or (lengths and codings):
        raise RefusedError(400, "the length of the body is said twice (RFC 9112, 6.3)")
    if codings and (is_old or len(codings) > 1 or codings[0].lower() != "chunked"):
        status = 400 if is_old or "chunked" in "".join(codings).lower() else 501
        raise RefusedError(status, "chunked is the one transfer coding (RFC 9112, 6.1)")
    size = _read_length(lengths[0], 10) if lengths else 0
    if size > MAX_BODY:
        raise _too_large()
    expected = [value.lower() for value in values("expect")]
    if expected not in ([], ["100-continue"]):
        raise RefusedError(417, "100-continue is the one expectation (RFC 9110, 10.1.1)")
    if expected and not is_old and (size or codings):
        stream.proceed()
    return _read_chunks(stream) if codings else stream.exactly(size)


def _read_length(text: str, base: int) -> int:
    """Read a length of digits alone, for lenient parsers also read `+5`, `0x5` and `5_0`."""
    digits = "[0-9]" if base == 10 else "[0-9A-Fa-f]"
    if re.fullmatch(f"{digits}+", text):
        # A number of more than 16 digits is too large unless they begin with zeros.
        return int(text[-16:], base) if not text[:-16].strip("0") else MAX_BODY + 1
    if re.match(rf"[\s+]*{digits}", text):
        raise RefusedError(400, "a length is not digits alone (RFC 9112, 6.3 and 7.1)")
    raise NoRequestError("a length is no number")


def _too_large() -> RefusedError:
    """Return the refusal of a body that is too large."""
    return RefusedError(413, f"a body has at most {MAX_BODY} bytes")


def _read_chunks(stream: _Stream) -> bytes:
    """Read a body in chunks (RFC 9112, section 7.1), and ignore extensions and trailers."""
    body = bytearray()
    framing = 0
    while True:
        line = stream.line(_MAX_FRAMING, 400)
        framing += len(line) + 4
        # Small chunks are fine as long as there is not much more framing than data.
        if framing > _MAX_FRAMING + 8 * len(body):
            raise RefusedError(400, "the chunks have too much beside their data")
        size, separator, _ = line.partition(";")
        length = _read_length(size.rstrip(" \t") if separator else size, 16)
        if len(body) + length > MAX_BODY:
            raise _too_large()
        if not length:
            _read_field_lines(stream)
            return bytes(body)
        body += stream.exactly(length)
        if stream.exactly(2) != b"\r\n":
            raise RefusedError(400, "a chunk is longer than its size (RFC 9112, 7.1)")
