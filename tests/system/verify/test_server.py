"""The server can go away and come back, tell what it does, and choose what it answers."""

from __future__ import annotations

import http.client
import socket
import subprocess
import threading
from collections.abc import Iterator

import pytest

from generator.errors import GenError
from generator.model.api import Operation
from generator.verify.expected.cases import Answer
from generator.verify.http_request import ReceivedRequest
from generator.verify.mock_server import MockServer
from tests.support import reference_api

PATH = "/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions/a"


@pytest.fixture
def server() -> Iterator[MockServer]:
    with MockServer([reference_api()]) as made:
        yield made


def status(server: MockServer, path: str = PATH, key: str = "k") -> int:
    """Ask once, and give the status."""
    connection = http.client.HTTPConnection(*server.address, timeout=10)
    try:
        connection.request("DELETE", path, headers={"Ocp-Apim-Subscription-Key": key})
        return connection.getresponse().status
    finally:
        connection.close()


def test_it_refuses_for_a_while_and_comes_back_at_its_port(server: MockServer) -> None:
    endpoint = server.endpoint
    for _ in range(3):
        with server.refuse_connections(), pytest.raises(ConnectionRefusedError):
            status(server)
        assert server.endpoint == endpoint
        assert status(server) == 200
    assert len(server.received) == 3


def test_nobody_else_gets_the_port_while_it_refuses(server: MockServer) -> None:
    with (
        server.refuse_connections(),
        socket.socket() as other,
        pytest.raises(OSError, match="in use"),
    ):
        other.bind(server.address)


def test_it_comes_back_when_what_ran_meanwhile_failed(server: MockServer) -> None:
    with pytest.raises(ZeroDivisionError), server.refuse_connections():
        raise ZeroDivisionError
    assert status(server) == 200


def test_a_port_that_is_taken_is_told(server: MockServer) -> None:
    host, port = server.address
    with pytest.raises(GenError) as caught, MockServer([reference_api()], (host, port)):
        pass
    message = str(caught.value)
    assert message.startswith(f"{host}:{port}: can't listen here (")
    assert message.endswith("; choose another port") and "\n" not in message


def test_every_request_is_observed_with_its_answer_before_that_is_sent() -> None:
    seen: list[tuple[ReceivedRequest, Answer, str]] = []

    def observe(request: ReceivedRequest, answer: Answer) -> None:
        seen.append((request, answer, threading.current_thread().name))

    with MockServer([reference_api()], observe=observe) as server:
        assert [status(server), status(server, "/x"), status(server, key="")] == [200, 404, 401]
        assert [request for request, _, _ in seen] == server.received
    assert [answer.status for _, answer, _ in seen] == [200, 404, 401]
    assert threading.current_thread().name not in {name for _, _, name in seen}


def test_it_answers_as_chosen_unless_an_answer_is_set(server: MockServer) -> None:
    asked: list[str] = []

    def choose(operation: Operation) -> Answer:
        asked.append(operation.id)
        return Answer(418)

    server.choose = choose
    assert status(server) == 418
    server.answer = Answer(204)
    assert status(server) == 204
    server.answer = None
    assert status(server) == 418
    assert asked == [reference_api().operations[0].id] * 2


def test_what_breaks_the_contract_is_not_answered_as_chosen(server: MockServer) -> None:
    server.answer = Answer(204)
    assert status(server, "/x") == 404
    assert status(server, key="") == 401


def test_many_at_once_are_all_answered_and_recorded(server: MockServer) -> None:
    codes: list[int] = []
    threads = [threading.Thread(target=lambda: codes.append(status(server))) for _ in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert codes == [200] * 32
    assert len(server.received) == 32


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\r\n",
        b"GET\r\n\r\n",
        b"GET / SPDY/3\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n",
        b"GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    ],
    ids=["nothing", "line", "word", "SPDY", "TLS", "length", "chunk", "less than nothing"],
)
def test_what_is_no_request_is_none_and_breaks_nothing(
    server: MockServer, said: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_connection(server.address, timeout=10) as connection:
        connection.sendall(said)
        if not said.endswith(b"\n"):
            connection.shutdown(socket.SHUT_WR)
        assert connection.recv(1) == b"", "the connection is closed at once, without a word"
    assert server.received == []
    assert status(server) == 200
    assert capfd.readouterr() == ("", "")


def test_it_ends_at_once_while_a_client_waits() -> None:
    with MockServer([reference_api()]) as server:
        server.answer = Answer(200, silent=True)
        client = http.client.HTTPConnection(*server.address, timeout=10)
        client.request("DELETE", PATH, headers={"Ocp-Apim-Subscription-Key": "k"})
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        client.getresponse()
    client.close()


def test_it_goes_away_and_comes_back_while_programs_are_started(server: MockServer) -> None:
    """A program that starts holds a copy of every open socket until it is another program."""
    over = threading.Event()

    def start_programs() -> None:
        while not over.is_set():
            subprocess.run(["true"], check=True, start_new_session=True)

    threads = [threading.Thread(target=start_programs) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(40):
            with server.refuse_connections(), pytest.raises(ConnectionRefusedError):
                status(server)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert status(server) == 200
