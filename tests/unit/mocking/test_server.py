"""The strict server as clients see it: headers, CORS, what is too large, and another spec."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.mocking.contracts import format_unchecked, load_contracts
from generator.mocking.judge import Verdict
from generator.mocking.server import StrictMockServer
from generator.openapi.unsupported import Unsupported
from generator.spec.loader import load
from generator.verify.http_request import MAX_BODY
from tests.support import ROOT

PETS = Path(__file__).parent / "pets.yaml"
JSON = {"X-Key": "k", "Content-Type": "application/json"}
Answered = tuple[int, http.client.HTTPMessage, bytes]


class Mock:
    """A server with the lines that it would print."""

    def __init__(self, path: Path) -> None:
        apis = load(path, Unsupported())
        self.lines: list[str] = []
        contracts = load_contracts(path, apis)[0]
        self.server = StrictMockServer(apis, contracts=contracts, on_verdict=self.note)

    def note(self, method: str, target: str, verdict: Verdict) -> None:
        self.lines.append(f"{method} {target} {verdict.answer.status} {verdict.remark}")

    def ask(
        self, method: str, path: str, fields: dict[str, str] | None = None, body: bytes = b""
    ) -> Answered:
        connection = http.client.HTTPConnection(*self.server.address, timeout=10)
        connection.request(method, path, body or None, fields or {})
        response = connection.getresponse()
        answer = response.status, response.headers, response.read()
        connection.close()
        return answer


@pytest.fixture
def mock() -> Iterator[Mock]:
    made = Mock(PETS)
    with made.server:
        yield made


def test_the_first_reason_is_in_a_header_and_on_the_line(mock: Mock) -> None:
    status, fields, _ = mock.ask("POST", "/v1/pets", JSON, '{"name": "Ünsäglich"}'.encode())
    what = "this has 9 characters, and may have 8 at most"
    assert (status, fields["Mock-Reason"]) == (400, f"body /name: {what}")
    assert mock.lines == [f"POST /v1/pets 400 body /name: {what}"]


def test_a_documented_error_is_the_answer_if_there_is_one() -> None:
    face = Mock(ROOT / "spec")
    with face.server:
        key = {"Ocp-Apim-Subscription-Key": "k", "Content-Type": "application/json"}
        status, _, body = face.ask("POST", "/face/v1.1-preview.1/detect", key, b'{"url": 3}')
        assert status == 400 and json.loads(body)["error"]["code"] == "InvalidURL"
        status, _, body = face.ask("POST", "/face/v1.1-preview.1/detect", {}, b'{"url": 3}')
        assert status == 401 and "error" in json.loads(body)
        assert face.lines[0].endswith("400 body /url: 3 is no string")


@pytest.mark.parametrize("origin", ["http://localhost:3000", "https://127.0.0.1", "http://[::1]:1"])
def test_pages_of_this_machine_may_call_it(mock: Mock, origin: str) -> None:
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "content-type, x-key",
    }
    status, fields, body = mock.ask("OPTIONS", "/v1/pets/7", asked)
    assert (status, body) == (204, b"")
    assert fields["Access-Control-Allow-Origin"] == origin
    assert fields["Access-Control-Allow-Methods"] == "DELETE, PUT"
    assert fields["Access-Control-Allow-Headers"] == "content-type, x-key"
    status, fields, _ = mock.ask("DELETE", "/v1/pets/x", {"Origin": origin})
    assert status == 400
    assert fields["Access-Control-Allow-Origin"] == origin
    assert fields["Access-Control-Expose-Headers"] == "Content-Type, Mock-Reason"
    assert fields["Vary"] == "Origin"


@pytest.mark.parametrize(
    "origin",
    ["http://example.com", "null", "http://localhost.example.com", "http://127.0.0.1.example.com",
     "file://localhost", "http://localhost@example.com", "http://local\x7fhost"],
)  # fmt: skip
def test_other_pages_may_not(mock: Mock, origin: str) -> None:
    asked = {"Origin": origin, "Access-Control-Request-Method": "PUT"}
    status, fields, _ = mock.ask("OPTIONS", "/v1/pets/7", asked)
    assert status == 403 and "Access-Control-Allow-Origin" not in fields
    status, fields, _ = mock.ask("DELETE", "/v1/pets/7", {"Origin": origin})
    assert status == 204 and "Access-Control-Allow-Origin" not in fields


def test_what_is_too_large_is_a_problem_and_a_line(mock: Mock) -> None:
    with socket.create_connection(mock.server.address, timeout=10) as connection:
        line = f"POST /v1/pets HTTP/1.1\r\nContent-Length: {MAX_BODY + 1}\r\n\r\n"
        connection.sendall(line.encode())
        connection.shutdown(socket.SHUT_WR)
        came = b"".join(iter(lambda: connection.recv(65536), b""))
    assert came.startswith(b"HTTP/1.1 413 ") and b"application/problem+json" in came
    assert mock.lines == [f"POST /v1/pets 413 request: a body has at most {MAX_BODY} bytes"]


def test_another_spec_can_take_the_place(mock: Mock) -> None:
    face = load(ROOT / "spec")
    mock.server.replace_apis(face, load_contracts(ROOT / "spec", face)[0])
    assert mock.ask("GET", "/v1/pets")[0] == 404
    assert mock.ask("PATCH", "/face/v1.1-preview.1/detect")[0] == 405


DOUBTS = """\
openapi: 3.1.0
info: {title: T, version: "1"}
servers: [{url: "https://a.example.com"}]
paths:
  /a:
    post:
      operationId: a
      requestBody:
        content:
          application/xml: {schema: {type: object}}
          application/json:
            schema:
              type: object
              properties:
                a: {type: string, pattern: "(?<n>a)\\\\k<n>"}
                b: {type: array, contains: {type: integer}}
              if: {required: [a]}
      responses: {"200": {description: Done.}}
"""


def test_what_is_not_checked_is_said_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(DOUBTS, "utf-8")
    apis = load(path, Unsupported())
    lines = format_unchecked(load_contracts(path, apis)[1])
    assert [line.replace(str(tmp_path), "") for line in lines] == [
        f"/a.yaml:{place}: gen mock does not check {what}"
        for place, what in (
            ("10:11", "the content of bodies of application/xml"),
            ("17:15", "if"),
            ("15:35", "a pattern that gen can't read"),
            ("16:34", "contains"),
        )
    ]
