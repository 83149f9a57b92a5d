"""The server of gen mock and gen verify: bounds, one meaning of each request, and no files."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from generator.verify.http_request import MAX_BODY
from generator.verify.mock_server import MockServer
from tests.support import reference_api
from tests.system.cli.conftest import gen

PATH = "/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions/a"
START = f"DELETE {PATH} HTTP/1.1\r\nOcp-Apim-Subscription-Key: k\r\n".encode()
HUNG = 20  # seconds by which an answer that never comes is told from one that is late


@pytest.fixture
def server() -> Iterator[MockServer]:
    with MockServer([reference_api()], patience=10) as made:
        yield made


def answered(server: MockServer, *pieces: bytes) -> bytes:
    """Send pieces of a request, and give all that comes back."""
    with socket.create_connection(server.address, timeout=HUNG) as connection:
        came = b""
        try:
            for piece in pieces:
                connection.sendall(piece)
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the server need not take all of it
        try:
            while data := connection.recv(65536):
                came += data
        except ConnectionError:
            pass
        return came


def status(server: MockServer, *pieces: bytes) -> int:
    """Give the status of the answer, 0 for a connection that is closed without one."""
    came = answered(server, *pieces)
    return int(came.split(b" ")[1]) if came else 0


TWICE = [
    b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    b"Content-Length: 1\r\ncontent-length: 1\r\n\r\na",
    b"Content-Length: 1, 2\r\n\r\nab",
    b"Content-Length: 1, 1\r\n\r\na",
    b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    b"Content-Length: +1\r\n\r\na",
    b"Content-Length: 0x1\r\n\r\na",
    b"Content-Length: 1_0\r\n\r\n0123456789",
    b"Content-Length: 1 0\r\n\r\n0123456789",
    b"Content-Length : 1\r\n\r\na",
    b" Content-Length: 1\r\n\r\na",
    b"X: a\r\n Content-Length: 1\r\n\r\na",
    b"X: a\nContent-Length: 1\r\n\r\na",
    b"X: a\rContent-Length: 1\r\n\r\na",
    b"X: a\0\r\n\r\n",
    b": a\r\n\r\n",
    b"X\r\n\r\n",
    b"X[]: a\r\n\r\n",
    b"Host: a\r\nHost: b\r\n\r\n",
]


@pytest.mark.parametrize("rest", TWICE)
def test_a_request_with_two_meanings_is_refused(server: MockServer, rest: bytes) -> None:
    assert status(server, START + rest) == 400
    assert server.received == []


@pytest.mark.parametrize("coding", [b"gzip", b"identity", b"", b"deflate"])
def test_another_transfer_coding_is_not_there(server: MockServer, coding: bytes) -> None:
    assert status(server, START + b"Transfer-Encoding: " + coding + b"\r\n\r\n") == 501


CHUNKED = START + b"Transfer-Encoding: Chunked\r\n\r\n"


@pytest.mark.parametrize(
    "chunks",
    [
        *(b"0x1\r\na\r\n0\r\n\r\n", b"+1\r\na\r\n0\r\n\r\n", b"1_\r\na\r\n0\r\n\r\n"),
        *(b" 1\r\na\r\n0\r\n\r\n", b"1 \r\na\r\n0\r\n\r\n", b"1\na\r\n0\r\n\r\n"),
        *(b"1\r\nab\r\n0\r\n\r\n", b"1\r\na\n0\r\n\r\n", b"1\r\na\r\n0\r\nX\r\n\r\n"),
        b"1;" + b"x" * 300_000 + b"\r\na\r\n0\r\n\r\n",
        (b"1;" + b"x" * 1000 + b"\r\na\r\n") * 2000,
    ],
)
def test_chunks_have_sizes_in_hex_and_little_else(server: MockServer, chunks: bytes) -> None:
    assert status(server, CHUNKED, chunks) == 400
    assert server.received == []


@pytest.mark.parametrize(
    "chunks",
    [
        b"A;x=y\r\n0123456789\r\n0\r\nX: y\r\n\r\n",
        b"1\r\na\r\n" * 20000 + b"000\r\n\r\n",
        b"1 ;x\r\na\r\n0\r\n\r\n",
    ],
)
def test_usual_chunks_are_read(server: MockServer, chunks: bytes) -> None:
    assert status(server, CHUNKED, chunks) == 415  # the operation takes no body
    assert server.received[0].body in (b"0123456789", b"a" * 20000, b"a")


@pytest.mark.parametrize(
    ("code", "pieces"),
    [
        (414, (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",)),
        (414, (b"GET /" + b"a" * 70_000,)),
        (431, (START, b"X: " + b"a" * 70_000 + b"\r\n\r\n")),
        (431, (START, b"X: a\r\n" * 300 + b"\r\n")),
        (431, (START, (b"X: " + b"a" * 1000 + b"\r\n") * 100 + b"\r\n")),
        (431, (CHUNKED, b"0\r\n", b"X: a\r\n" * 300 + b"\r\n")),
        (413, (START, b"Content-Length: %d\r\n\r\n" % (MAX_BODY + 1))),
        (413, (START, b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n")),
        (413, (CHUNKED, b"FFFFFFFFFFFFFFFF\r\n")),
        (413, (CHUNKED, b"%x\r\n" % (MAX_BODY + 1))),
        (413, (START, b"Expect: 100-continue\r\nContent-Length: 99999999999\r\n\r\n")),
        (417, (START, b"Expect: else\r\n\r\n")),
        (505, (b"GET / HTTP/2.0\r\n\r\n",)),
    ],
    ids=str,
)
def test_what_is_too_large_or_not_there_is_answered(
    server: MockServer, code: int, pieces: tuple[bytes, ...]
) -> None:
    assert status(server, *pieces) == code
    assert server.received == []


@pytest.mark.parametrize(
    "rest",
    [b"Content-Length: 5\r\n\r\nabc", b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc", b"X: a"],
)
def test_half_a_request_is_none(server: MockServer, rest: bytes) -> None:
    assert status(server, START + rest) == 0
    assert server.received == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (f"DELETE {PATH}", 200),
        (f"DELETE http://a.example:1{PATH}", 200),
        (f"DELETE HTTPS://a.example{PATH}?q=1", 200),
        ("OPTIONS *", 404),
        ("CONNECT a.example:443", 404),
        ("DELETE *", 400),
        ("DELETE a.example", 400),
        (f"DELETE {PATH[1:]}", 400),
        ("DELETE file:///etc/passwd", 400),
        ("DELETE http://", 400),
        ("DELETE ?", 400),
    ],
)
def test_targets_have_the_forms_of_http(server: MockServer, line: str, code: int) -> None:
    rest = b" HTTP/1.1\r\nOcp-Apim-Subscription-Key: k\r\n\r\n"
    assert status(server, line.encode() + rest) == code


@pytest.mark.parametrize(
    "path", ["/../../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/etc/passwd", "//etc/passwd",
             "/..%5c..%5cwindows%5cwin.ini", "/pyproject.toml", "/%00"]
)  # fmt: skip
def test_no_file_is_an_answer(server: MockServer, path: str) -> None:
    came = answered(server, f"GET {path} HTTP/1.1\r\n\r\n".encode())
    assert came.startswith(b"HTTP/1.1 404 ")
    assert came.endswith(b"\r\n\r\nno operation of this API has this method and path\n")


@pytest.mark.parametrize("front", [b"", b"G", START, START + b"X", CHUNKED + b"5\r\na"])
def test_a_slow_client_is_not_waited_for(front: bytes) -> None:
    with (
        MockServer([reference_api()], patience=0.5) as server,
        socket.create_connection(server.address, timeout=HUNG) as connection,
    ):
        connection.sendall(front)
        over = threading.Event()

        def drip() -> None:
            while not over.wait(0.1):
                try:
                    connection.sendall(b"x")
                except OSError:
                    return

        dripping = threading.Thread(target=drip)
        dripping.start()
        try:
            came = connection.recv(12)
        except ConnectionError:
            came = b""
        finally:
            over.set()
            dripping.join()
        assert came == (b"HTTP/1.1 408" if b"\r\n" in front else b"")
        assert server.received == []


def test_connections_are_bounded_and_others_are_served_again() -> None:
    with MockServer([reference_api()], patience=60) as server:
        before = threading.active_count()
        held = [socket.create_connection(server.address, timeout=HUNG) for _ in range(200)]
        closed = 0
        for connection in held[64:]:
            try:
                closed += connection.recv(1) == b""
            except ConnectionError:
                closed += 1
        assert closed == 136
        assert threading.active_count() - before <= 64
        for connection in held:
            connection.close()
        end = time.monotonic() + HUNG
        while not (came := status(server, START, b"\r\n")) and time.monotonic() < end:
            time.sleep(0.05)
        assert came == 200


def test_requests_need_not_be_kept(server: MockServer) -> None:
    server.records = False
    client = http.client.HTTPConnection(*server.address, timeout=HUNG)
    client.request("DELETE", PATH, headers={"Ocp-Apim-Subscription-Key": "k"})
    assert client.getresponse().status == 200
    client.close()
    assert server.received == []


@pytest.mark.parametrize("host", ["", "::1", "[::1]", "a b", "a@b", "-x", "127.1", "a..b", "a\x01"])
def test_a_host_that_is_none_is_refused(host: str) -> None:
    made = gen("mock", "--port", "0", "--host", host)
    assert made.code == 2 and made.out == ""
    assert made.err.startswith("--host ") and "; give a name or an IPv4 address" in made.err


@pytest.mark.parametrize("host", ["none.invalid", "192.0.2.1"])
@pytest.mark.parametrize("port", ["0", "8765"])
def test_a_host_that_is_elsewhere_is_refused(host: str, port: str) -> None:
    made = gen("mock", "--port", port, "--host", host)
    assert made.code == 2 and made.out == ""
    assert made.err.startswith(f"{host}:{port}: can't listen here (")
