"""`gen mock` as a process: what it prints where, what it answers, and how it ends."""

from __future__ import annotations

import http.client
import os
import re
import select
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.cli.conftest import gen, process
from tests.system.verify.processes import SOON, Running, running, wait_for
from tests.system.verify.toy import SPEC, Toy

pytestmark = pytest.mark.xdist_group("verify-mock")
TELLS = re.compile(
    r"(http://127\.0\.0\.1:(\d+)) answers 1 operation; Ctrl-C ends it\n"
    r"gen render --endpoint \1 --out DIR makes samples for it\n"
)


def read_line(pipe: int) -> str:
    """Read a line that has to come soon, byte by byte, since no more may come."""
    line = b""
    while not line.endswith(b"\n"):
        assert select.select([pipe], [], [], SOON)[0], f"no line came, but {line!r}"
        data = os.read(pipe, 1)
        assert data, f"the pipe was closed behind {line!r}"
        line += data
    return line.decode()


class Mock:
    """A mock that listens."""

    def __init__(self, gen: Running) -> None:
        assert gen.popen.stdout and gen.popen.stderr
        self.gen = gen
        self.out = gen.popen.stdout.fileno()
        told = "".join(read_line(gen.popen.stderr.fileno()) for _ in range(2))
        found = TELLS.fullmatch(told)
        assert found, told
        self.port = int(found[2])

    def ask(self, path: str = "/items/a", key: str = "k", method: str = "GET") -> tuple[int, bytes]:
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SOON)
        client.request(method, path, headers={"X-Key": key})
        response = client.getresponse()
        made = response.status, response.read()
        client.close()
        return made


@pytest.fixture
def mock(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Mock]:
    """A mock; a parameter is its further arguments."""
    (tmp_path / "toy.yaml").write_text(SPEC, "utf-8")
    more = getattr(request, "param", ())
    with running(tmp_path, "mock", "--spec", "toy.yaml", "--port", "0", *more) as made:
        yield Mock(made)


def test_every_request_is_a_line_at_once(mock: Mock) -> None:
    """A pipe is block-buffered unless told otherwise; who reads it would see nothing."""
    assert mock.ask() == (200, b"")
    assert read_line(mock.out) == "GET /items/a -> 200\n"
    assert mock.ask("/items/a?x=%20&y", method="DELETE")[0] == 405
    line = "DELETE /items/a?x=%20&y -> 405 (DELETE: this method is not documented here; GET is)\n"
    assert read_line(mock.out) == line
    assert mock.ask(key="")[0] == 401
    line = "GET /items/a -> 401 (header X-Key: this credential is required, and is not there)\n"
    assert read_line(mock.out) == line


@pytest.mark.parametrize("mock", [["--lenient"]], indirect=True)
def test_a_lenient_mock_checks_what_it_did(mock: Mock) -> None:
    assert mock.ask("/items/a", method="DELETE")[0] == 404
    assert read_line(mock.out) == "DELETE /items/a -> 404\n"
    assert mock.ask(key="")[0] == 401
    assert read_line(mock.out) == "GET /items/a -> 401\n"


def test_a_saved_spec_is_read_again(mock: Mock) -> None:
    assert mock.gen.popen.stderr
    err = mock.gen.popen.stderr.fileno()
    spec = mock.gen.folder / "toy.yaml"
    spec.write_text(SPEC.replace("/items", "/things"), "utf-8")
    assert read_line(err) == "read toy.yaml again: 1 operation\n"
    assert mock.ask("/things/a")[0] == 200
    assert mock.ask("/items/a")[0] == 404
    spec.write_text("api: {", "utf-8")
    assert read_line(err).startswith("toy.yaml:2:1: not YAML")
    assert mock.ask("/things/a")[0] == 200


def test_no_request_moves_the_cursor(mock: Mock) -> None:
    with socket.create_connection(("127.0.0.1", mock.port), timeout=SOON) as client:
        client.sendall(b"GET /\x1b[31m\x07\x9b\x85/\xe2\x80\xae::error:: HTTP/1.1\r\n\r\n")
        assert client.recv(12) == b"HTTP/1.1 404"
    line = read_line(mock.out)
    assert line.rstrip("\n").isprintable() and line.startswith("GET /\\x1b[31m\\x07")


@pytest.mark.parametrize(
    ("mock", "status"),
    [(["--answer", "410"], 410), (["--answer", "gone"], 410), (["--answer", "200"], 200)],
    indirect=["mock"],
)
def test_it_answers_as_it_is_told(mock: Mock, status: int) -> None:
    answered, body = mock.ask()
    assert answered == status
    assert (b"It is gone." in body) is (status == 410)
    assert mock.ask(key="")[0] == 401
    assert mock.ask("/else")[0] == 404


@pytest.mark.parametrize(
    ("name", "todo"),
    [("gonne", "did you mean gone?"), ("999", "use one of 200, 410, gone")],
)
def test_an_answer_that_nobody_has_is_told(toy: Toy, name: str, todo: str) -> None:
    toy.write()
    made = process("mock", "--spec", "toy.yaml", "--port", "0", "--answer", name, cwd=toy.folder)
    assert made.code == 2 and made.out == ""
    assert made.err == f"--answer {name}: no operation has this answer; {todo}\n"


def test_a_port_that_is_taken_is_told(mock: Mock) -> None:
    taken = str(mock.port)
    made = process("mock", "--spec", "toy.yaml", "--port", taken, cwd=mock.gen.folder)
    assert (made.code, made.out) == (2, "")
    (line,) = made.err.splitlines()
    assert line.startswith(f"127.0.0.1:{taken}: can't listen here (")
    assert mock.ask()[0] == 200


@pytest.mark.parametrize(
    "arguments",
    [
        ("--port", "65536"),
        ("--port", "-1"),
        ("--port", "http"),
        ("--spec", "none.yaml"),
        ("--spec", "broken.yaml"),
        ("--answer", ""),
    ],
)
def test_bad_arguments_are_told_without_a_traceback(toy: Toy, arguments: tuple[str, ...]) -> None:
    toy.write()
    (toy.folder / "broken.yaml").write_text("api: {", "utf-8")
    made = gen("mock", "--spec", "toy.yaml", "--port", "0", *arguments)
    assert made.code == 2 and made.err and made.out == ""


def test_ctrl_c_ends_it_at_once(mock: Mock) -> None:
    mock.ask()
    code, out, err, took = mock.gen.end(signal.SIGINT)
    assert (code, out, err) == (130, "GET /items/a -> 200\n", "")
    assert took < 30


def test_ctrl_c_ends_it_while_a_client_is_connected(mock: Mock) -> None:
    with socket.create_connection(("127.0.0.1", mock.port), timeout=SOON):
        code, _, err, took = mock.gen.end(signal.SIGINT)
    assert (code, err) == (130, "") and took < 30


def test_sigterm_ends_it_at_once_without_a_word(mock: Mock) -> None:
    code, out, err, took = mock.gen.end(signal.SIGTERM)
    assert code == 128 + signal.SIGTERM
    assert (out, err) == ("", "") and took < 30


def test_its_port_is_free_again_behind_it(mock: Mock) -> None:
    mock.ask()
    mock.gen.end(signal.SIGINT)
    with running(mock.gen.folder, "mock", "--spec", "toy.yaml", "--port", str(mock.port)) as made:
        assert Mock(made).ask()[0] == 200


def test_it_goes_on_answering_or_ends_when_nobody_reads_its_lines(mock: Mock) -> None:
    """As in `gen mock | head -1`: a server that accepts but never answers is neither."""
    assert mock.gen.popen.stdout
    mock.gen.popen.stdout.close()
    for _ in range(3):
        try:
            answered = mock.ask()[0]
        except OSError:
            wait_for(lambda: mock.gen.popen.poll() is not None)
            break
        assert answered == 200
    mock.gen.popen.stdout = None
