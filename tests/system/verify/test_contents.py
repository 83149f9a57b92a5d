"""The server and its answers where something is carried: types tell operations apart."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator

import pytest

from generator.model.api import Operation
from generator.model.messages import ContentKind
from generator.model.text import Text, reveal
from generator.model.values import Object, plain
from generator.verify.expected.cases import Answer, make_answer
from generator.verify.expected.odd_values import odd_values
from generator.verify.expected.output import output_facts
from generator.verify.mock_server import MockServer
from tests.compiled.wire.test_shapes import bodies
from tests.support import face_api

FACE = "/face/v1.1-preview.1"


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    with MockServer([face_api()]) as made:
        yield made


def ask(
    server: MockServer, method: str, path: str, body: bytes = b"", type_: str = ""
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(*server.address, timeout=10)
    headers = {"Ocp-Apim-Subscription-Key": "k"} | ({"Content-Type": type_} if type_ else {})
    connection.request(method, FACE + path, body, headers)
    return connection.getresponse()


@pytest.mark.parametrize(
    ("type_", "status"),
    [
        ("application/json", 200),
        ("application/json; charset=utf-8", 200),
        ("application/octet-stream", 200),
        ("Application/Octet-Stream", 200),
        ("image/jpeg", 415),
        ("", 415),
    ],
)
def test_operations_of_one_path_are_told_apart_by_their_type(
    server: MockServer, type_: str, status: int
) -> None:
    assert ask(server, "POST", "/detect", b"x", type_).status == status


def test_an_answer_has_the_documented_content(server: MockServer) -> None:
    response = ask(server, "POST", "/detect", b"{}", "application/json")
    (face, *_) = json.loads(response.read())
    assert response.getheader("Content-Type") == "application/json; charset=utf-8"
    assert set(face["faceRectangle"]) == {"top", "left", "width", "height"}


def test_an_answer_has_the_documented_headers(server: MockServer) -> None:
    response = ask(server, "POST", "/largefacelists/a/train")
    assert response.status == 202
    assert (response.getheader("operation-Location") or "").startswith("https://")
    assert response.read() == b""


def test_a_body_where_none_is_documented_is_refused(server: MockServer) -> None:
    response = ask(server, "GET", "/largefacelists/a/training", b"x", "text/plain")
    assert response.status == 415


def test_every_text_is_odd_once_but_what_is_one_of_a_few() -> None:
    operations = {operation.id: operation for operation in bodies().operations}
    values = odd_values(operations["json-all"])
    body = plain(values[""])
    assert body["kind"] == "a b"
    assert body["big"] == 9007199254740991
    odd = body["text"]
    assert odd == body["rows"][0]["a"] == body["free"]["__proto__"]
    assert '"' in odd and "\\" in odd and "\n" in odd and "😀" in odd
    assert body["free"]["0"] == odd
    typed = odd_values(operations["typed"])
    assert typed["flag"] is False and typed["top"] == 1000
    assert typed["repeated"] == (Text("x"), Text("x"))
    assert "é" in plain(typed["joined"])[0]
    assert odd_values(operations["poll"]) == {}


def test_a_file_in_the_odd_request_has_an_odd_name() -> None:
    operations = {operation.id: operation for operation in bodies().operations}
    assert plain(odd_values(operations["file"])[""]) != "picture.png"
    value = odd_values(operations["multipart"])[""]
    assert isinstance(value, Object)
    assert plain(value)["VerifyImage"] == plain(odd_values(operations["file"])[""])


@pytest.mark.parametrize("operation", bodies().operations, ids=lambda o: o.id)
def test_what_is_printed_is_what_came(operation: Operation) -> None:
    answer = make_answer(operation.success)
    told = output_facts(operation, answer)
    result = operation.result
    if result is None:
        assert told["content"] == ""
    elif result.kind is ContentKind.FILE:
        assert told["sentence"].startswith("Saved ")
        assert told["content"] == ""
        assert len(answer.body) > 65_536
    else:
        names = {reveal(header.name) for header in operation.success.headers}
        fields = [f"{name}: {value}" for name, value in answer.fields if name in names]
        assert len(fields) == len(names)
        assert told["content"] == answer.body.decode()
        assert told["sentence"] == "\n".join([told["content"], *fields])
    for header in operation.success.headers:
        assert any(name == plain(header.name) for name, _ in answer.fields)


def test_an_error_is_printed_even_where_success_is_a_file() -> None:
    operation = next(o for o in bodies().operations if o.id == "download")
    assert output_facts(operation, Answer(404, b"gone"))["body"] == "gone"
