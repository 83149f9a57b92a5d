"""Send a request as its file says, and nothing else."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from urllib.parse import quote, urlsplit

from generator.verify.http_file.parser import Message

# Methods of which a server expects a body (RFC 9110, section 8.6).
_WITH_BODY = ("POST", "PUT", "PATCH")
# The bytes of a file that are sent at once.
_BLOCK = 1 << 16
# ASCII that a URL may have; everything else is percent-encoded.
_URL = "!#$%&'()*+,/:;=?@[]~"


class NoAnswerError(Exception):
    """No answer came. The text says why, and has nothing of the request in it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer.

    Attributes:
        status: the status code.
        head: the status line and the headers.
        body: the body.
    """

    status: int
    head: str
    body: bytes


def send(message: Message, timeout: float | None) -> Answer:
    """Send a request, and wait for the answer. A redirect is an answer like any other.

    Arguments:
        message: the request.
        timeout: the most seconds to wait for the server each time; None for no limit.

    Raises:
        NoAnswerError: if the server does not answer.
        OSError: if a file can't be read.
    """
    url = urlsplit(message.url)
    target = quote(url._replace(scheme="", netloc="", fragment="").geturl(), safe=_URL) or "/"
    target = target if target.startswith("/") else f"/{target}"
    pieces = [(piece, _size(piece)) for piece in message.body or ()]
    try:
        if url.scheme == "https":
            context = ssl.create_default_context()
            connection: HTTPConnection = HTTPSConnection(
                url.netloc, timeout=timeout, context=context
            )
        else:
            connection = HTTPConnection(url.netloc, timeout=timeout)
        with closing(connection):
            _send_head(connection, message, target, sum(size for _, size in pieces))
            for piece, _ in pieces:
                for block in _blocks(piece):
                    connection.send(block)
            response = connection.getresponse()
            return Answer(response.status, _head(response), response.read())
    except (OSError, HTTPException) as error:
        if isinstance(error, OSError) and error.filename is not None:
            raise
        why = str(error) if isinstance(error, OSError) else type(error).__name__
        raise NoAnswerError(why or type(error).__name__) from error


def _send_head(connection: HTTPConnection, message: Message, target: str, size: int) -> None:
    """Send the request line and the headers."""
    names = {name.lower() for name, _ in message.headers}
    connection.putrequest(
        message.method, target, skip_host="host" in names, skip_accept_encoding=True
    )
    for name, value in message.headers:
        if name.lower() != "content-length":
            connection.putheader(name, value.encode())
    if message.body is not None or message.method in _WITH_BODY:
        connection.putheader("Content-Length", str(size))
    connection.endheaders()


def _size(piece: bytes | Path) -> int:
    """Return how many bytes a piece of a body has."""
    return len(piece) if isinstance(piece, bytes) else piece.stat().st_size


def _blocks(piece: bytes | Path) -> Iterator[bytes]:
    """Yield the bytes of a piece of a body."""
    if isinstance(piece, bytes):
        yield piece
        return
    with piece.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _head(response: HTTPResponse) -> str:
    """Return the status line and the headers of an answer, without the empty line behind them."""
    version = f"HTTP/{response.version / 10}"
    lines = [f"{version} {response.status} {response.reason}"]
    return "\n".join([*lines, *(f"{name}: {value}" for name, value in response.getheaders())])
