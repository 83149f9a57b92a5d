"""What is read of a .http file, what is sent, and what is printed."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

import pytest

from generator.verify.expected.cases import Answer
from generator.verify.http_file.__main__ import main
from generator.verify.http_file.parser import (
    HttpFileError,
    Message,
    fill_request,
    read_requests,
)
from generator.verify.http_request import ReceivedRequest
from generator.verify.mock_server import MockServer


class AnyServer(MockServer):
    """A server that gives its answer to each request."""

    def respond(self, request: ReceivedRequest) -> Answer:
        assert self.answer is not None
        return self.answer


def messages(folder: Path, text: str, **environment: str) -> list[Message]:
    """Write a file, and give its requests with their values."""
    (folder / "a.http").write_text(text, "utf-8")
    return [fill_request(request, environment) for request in read_requests(folder / "a.http")]


def test_a_file_has_several_requests_and_variables(tmp_path: Path) -> None:
    first, second = messages(
        tmp_path,
        """\
@host = https://api.test
@base = {{host}}/v1

### One
# a comment
// another
GET {{base}}/things/{{ id }}?key={{KEY}} HTTP/1.1
Authorization: Bearer {{KEY}}

### Two
post {{base}}/things
Content-Type: application/json
# a comment

{
  "a": "{{id}}"
  // a comment

}

###
""",
        id="7",
        KEY="a b&c",
    )
    assert first == Message(
        "GET",
        "https://api.test/v1/things/7?key=a%20b%26c",
        (("Authorization", "Bearer a b&c"),),
        None,
    )
    assert second.method == "POST"
    assert second.body == (b'{\n  "a": "7"\n\n}',)


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        ("Basic {{LOGIN}}", b"ann:pa:ss"),
        ("Basic ann pa:ss", None),
        ("Basic ann pass", b"ann:pass"),
        ("Basic YW5uOnBhc3M=", None),
    ],
)
def test_a_login_is_encoded(value: str, sent: bytes | None, tmp_path: Path) -> None:
    text = f"GET http://a/\nAuthorization: {value}\n"
    (message,) = messages(tmp_path, text, LOGIN="ann:pa:ss")
    encoded = value if sent is None else f"Basic {base64.b64encode(sent).decode()}"
    if value == "Basic ann pa:ss":
        encoded = f"Basic {base64.b64encode(b'ann pa:ss').decode()}"
    assert message.headers == (("Authorization", encoded),)


def test_bodies_have_the_line_ends_of_their_kind(tmp_path: Path) -> None:
    (tmp_path / "face.jpg").write_bytes(b"face")
    form, parts, file = messages(
        tmp_path,
        """\
POST http://a/
Content-Type: application/x-www-form-urlencoded

a=1
&b=2
###
POST http://a/
Content-Type: multipart/form-data; boundary=x

--x
Content-Disposition: form-data; name="a"

1
--x--
###
POST http://a/

< ./face.jpg
""",
    )
    assert form.body == (b"a=1&b=2",)
    assert parts.body == (b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--',)
    assert file.body == (b"", tmp_path / "face.jpg", b"")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ": it has no request; write one, such as GET https://…"),
        ("### a\n# b\n", ": it has no request; write one, such as GET https://…"),
        ("GET\n", ":1: this is no request; write METHOD URL HTTP/1.1"),
        ("\nGET /a\n", ":2: this is no URL; write one with http:// or https://"),
        ("GET http://a/\nno header\n", ":2: this is no header; write Name: value"),
        ("GET http://a/\nA b: c\n", ":2: this is no header; write Name: value"),
        ("GET http://a/\nA: b\0\n", ":2: a value can't have control characters; remove them"),
        ("GET http://a/\nA: {{BREAK}}\n", ":2: a value here has control characters; remove them"),
        ("GET http://a/{{KEY}}\n", ":1: {{KEY}} has no value; Set KEY to it."),
        ("GET http://a/{{EMPTY}}\n", ":1: {{EMPTY}} has no value; Set EMPTY to it."),
        ("GET http://a/{{$guid}}\n", ":1: {{$guid}} is not supported; use {{NAME}}"),
        ("@a = {{a}}\nGET http://a/{{a}}\n", ":2: a variable has itself in its value"),
        ("# @timeout soon\nGET http://a/\n", ":1: soon is no time; write a number of seconds"),
        ("POST http://a/\n\n< x.bin\n", ":3: there is no file x.bin; put it beside a.http"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(HttpFileError) as error:
        messages(tmp_path, text, EMPTY="", BREAK="a\r\nB: c")
    assert str(error.value) == f"{tmp_path / 'a.http'}{said}"


def test_a_file_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(HttpFileError, match="No such file"):
        read_requests(tmp_path / "b.http")
    (tmp_path / "c.http").write_bytes(b"\xff")
    with pytest.raises(HttpFileError, match="not UTF-8"):
        read_requests(tmp_path / "c.http")


@pytest.mark.parametrize(
    ("answer", "code", "out", "said"),
    [
        (Answer(200, b"fine", (("A", "b"),)), 0, "fine", "HTTP/1.1 200 OK\nA: b\n"),
        (Answer(204), 0, "", "HTTP/1.1 204 No Content\n"),
        (Answer(307, b"", (("Location", "/b"),)), 1, "", "HTTP 307: \n"),
        (Answer(404, b"none"), 1, "", "HTTP 404: none\n"),
    ],
)
def test_an_answer_is_printed(
    answer: Answer,
    code: int,
    out: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.chdir(tmp_path)
    with AnyServer([]) as server:
        server.answer = answer
        text = f"# @timeout 5\nPOST {server.endpoint}/a?b=%20#c\nX-Y: é\n"
        Path("a.http").write_text(text, "utf-8")
        monkeypatch.setattr(sys, "argv", ["http_file", "a.http"])
        assert main() == code
        (request,) = server.received
    assert (request.method, request.target) == ("POST", "/a?b=%20")
    assert list(request.fields[1:]) == [
        ("X-Y", "é".encode().decode("latin-1")),
        ("Content-Length", "0"),
    ]
    printed = capfdbinary.readouterr()
    assert printed.out.decode() == out
    assert printed.err.decode().startswith(said)


def test_no_answer_names_no_url(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KEY", "secret")
    with AnyServer([]) as server, server.refuse_connections():
        Path("a.http").write_text(f"GET {server.endpoint}/a?b={{{{KEY}}}}\n", "utf-8")
        monkeypatch.setattr(sys, "argv", ["http_file", "a.http"])
        assert main() == 1
    said = capfd.readouterr().err
    assert said.startswith("No answer: ") and "refused" in said and "secret" not in said


def test_an_answer_is_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with AnyServer([]) as server:
        server.answer = Answer(200, b"\0picture")
        Path("a.http").write_text(f"# @output b.png\nGET {server.endpoint}/\n", "utf-8")
        monkeypatch.setattr(sys, "argv", ["http_file", "a.http"])
        assert main() == 0
    assert Path("b.png").read_bytes() == b"\0picture"
