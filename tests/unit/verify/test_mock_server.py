"""The server holds requests to the contract, and records them as they came."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator

import pytest

from generator.model.text import reveal
from generator.verify.expected.cases import Answer, make_answer
from generator.verify.mock_server import MockServer
from tests.support import reference_api

OPERATION = reference_api().operations[0]
PATH = "/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions/"
KEY = {"Ocp-Apim-Subscription-Key": "k"}


@pytest.fixture
def server() -> Iterator[MockServer]:
    with MockServer([reference_api()]) as made:
        yield made


def ask(
    server: MockServer,
    path: str,
    method: str = "DELETE",
    headers: dict[str, str] | None = None,
    body: bytes | None = None,
) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(server.endpoint.removeprefix("http://"), timeout=10)
    connection.request(method, path, body, KEY if headers is None else headers)
    response = connection.getresponse()
    answer = response.status, response.read()
    connection.close()
    return answer


def test_what_keeps_the_contract_is_answered_as_documented(server: MockServer) -> None:
    assert ask(server, f"{PATH}a") == (200, b"")


@pytest.mark.parametrize("row", OPERATION.errors, ids=lambda row: row.id)
def test_every_documented_error_can_be_answered(server: MockServer, row: object) -> None:
    server.answer = make_answer(row)  # type: ignore[arg-type]
    assert ask(server, f"{PATH}a") == (server.answer.status, server.answer.body)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"{PATH}a"),
        ("DELETE", PATH),
        ("DELETE", f"{PATH}a/b"),
        ("DELETE", f"{PATH}a/"),
        ("DELETE", PATH.replace("sessions", "session") + "a"),
        ("DELETE", f"/{PATH}a"),
        ("DELETE", PATH.replace("singleModal/", "singleModal%2F") + "a"),
    ],
)
def test_what_is_no_operation_is_answered_404(server: MockServer, method: str, path: str) -> None:
    assert ask(server, path, method)[0] == 404


@pytest.mark.parametrize("segment", ["a%2Fb", "%2e%2e", "%0A", "a?x=1", "%E6%97%A5"])
def test_a_segment_is_what_stands_between_raw_slashes(server: MockServer, segment: str) -> None:
    assert ask(server, f"{PATH}{segment}")[0] == 200


def test_clients_may_encode_more_than_they_must(server: MockServer) -> None:
    assert ask(server, f"{PATH}a".replace("sessions", "s%65ssions"))[0] == 200


@pytest.mark.parametrize("headers", [{}, {"Ocp-Apim-Subscription-Key": ""}])
def test_a_missing_key_is_the_documented_401(server: MockServer, headers: dict[str, str]) -> None:
    wanted = next(error for error in OPERATION.errors if error.status == 401)
    assert wanted.body is not None
    assert ask(server, f"{PATH}a", headers=headers) == (401, reveal(wanted.body).encode())


def test_a_body_is_the_documented_415(server: MockServer) -> None:
    """The page's own samples send `{body}`, and are answered so."""
    status, body = ask(server, f"{PATH}a", body=b"{body}")
    assert status == 415 and b"Invalid Media Type." in body


def test_a_request_is_recorded_as_it_came(server: MockServer) -> None:
    host, _, port = server.endpoint.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(
            f"DELETE {PATH}a%2fb?q=a%20b&r=+ HTTP/1.1\r\n".encode()
            + b"hOst: x\r\nX-A: 1\r\nx-a:  2 \r\nTransfer-Encoding: chunked\r\n\r\n"
            + b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"
        )
        assert connection.recv(12) == b"HTTP/1.1 401"
    (request,) = server.received
    assert request.method == "DELETE"
    assert request.target == f"{PATH}a%2fb?q=a%20b&r=+"
    assert request.segments[-1] == b"a/b"
    assert request.query == ((b"q", b"a b"), (b"r", b"+"))
    assert request.fields[:3] == (("hOst", "x"), ("X-A", "1"), ("x-a", "2"))
    assert request.field("x-A") == ["1", "2"]
    assert request.body == b"abcde"


def test_silence_lasts_until_the_client_gives_up(server: MockServer) -> None:
    server.answer = Answer(200, silent=True)
    connection = http.client.HTTPConnection(server.endpoint.removeprefix("http://"), timeout=0.3)
    connection.request("DELETE", f"{PATH}a", headers=KEY)
    with pytest.raises(TimeoutError):
        connection.getresponse()
    assert len(server.received) == 1
