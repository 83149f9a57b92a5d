"""Every published sample of the reference operation, compiled and run against every answer."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.text import reveal
from generator.verify.server import Answer, Server, documented
from generator.verify.toolchain import judge, run
from tests.support import Built, built, reference_api, sample_targets

OPERATION = reference_api().operations[0]
KEY = "0123456789abcdef0123456789abcdef"
HTML = b"<!DOCTYPE html>\n<title>502 Bad Gateway</title>\n"
TARGETS = [
    pytest.param(target, id=target.id, marks=pytest.mark.xdist_group(f"wire-{target.id}"))
    for target in sample_targets()
]


@pytest.fixture(scope="module", params=TARGETS)
def sample(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Built]:
    """The reference sample of one target with a time limit of two seconds."""
    folder: Path = tmp_path_factory.mktemp(request.param.id)
    with built(reference_api(), request.param, folder, OPERATION.id, timeout=2) as made:
        yield made


def facts(status: int, body: bytes) -> dict[str, str]:
    """What language.yaml may name in its expectations."""
    return {
        "sentence": reveal(OPERATION.responses[0].description),
        "status": str(status),
        "body": body.decode(),
        "env": "FACE_APIKEY",
    }


def check(sample: Built, outcome: str, answer: Answer, requests: int = 1) -> None:
    """Run the sample against an answer; compare what it did, and the request to the letter."""
    sample.server.answer = answer
    sample.server.received.clear()
    key = None if outcome == "noKey" else KEY
    result = run(sample.toolchain, sample.file, sample.work, {"FACE_APIKEY": key})
    assert judge(sample.target, outcome, result, facts(answer.status, answer.body)) == []
    assert len(sample.server.received) == requests
    for request in sample.server.received:
        assert request.method == "DELETE"
        assert request.target == (
            "/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions/"
            "b12e033e-bda7-4b83-a211-e721c661f30e"
        )
        assert request.field("Ocp-Apim-Subscription-Key") == [KEY]
        assert request.field("Content-Type") == []
        assert request.body == b""


@pytest.mark.parametrize("response", OPERATION.responses, ids=lambda r: str(r.status))
def test_success_prints_the_documented_sentence(sample: Built, response: object) -> None:
    check(sample, "success", documented(response))  # type: ignore[arg-type]


@pytest.mark.parametrize("row", OPERATION.errors, ids=lambda row: row.id)
def test_an_error_prints_status_and_body_as_they_came(sample: Built, row: object) -> None:
    """429 comes with Retry-After: a client that tries again by itself sends a second request."""
    check(sample, "error", documented(row))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "body", [HTML, b"", "naïve 日本 😀".encode()], ids=["html", "empty", "utf8"]
)
def test_an_answer_that_is_no_json_is_printed_too(sample: Built, body: bytes) -> None:
    fields = (("Content-Type", "text/html; charset=utf-8"),)
    check(sample, "error", Answer(502, body, fields))


def test_utf8_json_without_a_charset_arrives_whole(sample: Built) -> None:
    body = '{"error": {"code": "é", "message": "é"}}'.encode()
    check(sample, "error", Answer(400, body, (("Content-Type", "application/json"),)))


@pytest.mark.parametrize("status", [301, 302, 304, 307, 308])
def test_a_redirect_is_no_success_and_takes_the_key_nowhere(sample: Built, status: int) -> None:
    """Clients that follow send the key along, to whichever host the answer names."""
    with Server([reference_api()]) as other:
        fields = (("Location", f"{other.endpoint}/elsewhere"),)
        check(sample, "redirect", Answer(status, b"", fields))
        assert other.received == []


def test_without_a_key_nothing_is_sent(sample: Built) -> None:
    check(sample, "noKey", Answer(200), requests=0)


def test_an_empty_key_is_none(sample: Built) -> None:
    sample.server.received.clear()
    result = run(sample.toolchain, sample.file, sample.work, {"FACE_APIKEY": ""})
    assert judge(sample.target, "noKey", result, facts(0, b"")) == []
    assert sample.server.received == []


def test_a_server_that_says_nothing_ends_at_the_time_limit(sample: Built) -> None:
    check(sample, "noAnswer", Answer(200, silent=True))


def test_a_refused_connection_is_told_without_a_stack_trace(sample: Built, tmp_path: Path) -> None:
    with socket.socket() as reserved:  # bound but not listening: connections are refused
        reserved.bind(("127.0.0.1", 0))
        refused = f"http://127.0.0.1:{reserved.getsockname()[1]}"
        text = sample.file.read_text("utf-8").replace(sample.server.endpoint, refused)
        file = tmp_path / sample.file.name
        file.write_text(text, "utf-8")
        from generator.verify.toolchain import prepare

        assert prepare(sample.toolchain, file, tmp_path / "work").exit == 0
        result = run(sample.toolchain, file, tmp_path / "work", {"FACE_APIKEY": KEY})
    assert judge(sample.target, "noAnswer", result, facts(0, b"")) == []
    assert len(result.stderr.splitlines()) == 1


def test_an_endpoint_with_a_trailing_slash_works(sample: Built, tmp_path: Path) -> None:
    """The portal shows endpoints so; a cmd file, which joins no URLs, sends the slash twice."""
    text = sample.file.read_text("utf-8")
    file = tmp_path / sample.file.name
    file.write_text(text.replace(sample.server.endpoint, f"{sample.server.endpoint}/"), "utf-8")
    from generator.verify.toolchain import prepare

    assert prepare(sample.toolchain, file, tmp_path / "work").exit == 0
    sample.server.answer = Answer(200)
    sample.server.received.clear()
    result = run(sample.toolchain, file, tmp_path / "work", {"FACE_APIKEY": KEY})
    assert result.exit == 0, result.stderr
    assert [r.target.count("//") for r in sample.server.received] == [0]
