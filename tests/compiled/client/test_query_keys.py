"""A key in the query is sent, and nothing shows it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from generator.verify.mock_server import MockServer

from .made import KINDS, TOY, classes, files_of, imported, read
from .test_secrets import ANSWERS, KEY, failure, texts

kinds = pytest.mark.parametrize("kind", KINDS)
HEADER = "  X-Key: {description: The key., env: TOY_KEY}\n"
CREDENTIAL = "credentials:\n  key: {description: The key., env: TOY_KEY, in: query, name: a key}\n"
SPEC = CREDENTIAL + TOY.replace(HEADER, "")


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The client of a toy whose key is in the query, imported."""
    with imported(files_of(SPEC), tmp_path_factory.mktemp("toy")) as package:
        yield package


@kinds
@pytest.mark.parametrize("case", [*ANSWERS, "refused"])
def test_nothing_that_is_said_has_the_key(
    toy: Any,
    kind: str,
    case: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    with MockServer([read(SPEC)]) as server:
        server.answer, options = ANSWERS.get(case, (None, {}))
        if case == "refused":
            with server.refuse_connections():
                error = failure(toy, kind, endpoint=server.endpoint, key=KEY)
        else:
            error = failure(toy, kind, endpoint=server.endpoint, key=KEY, **options)
            asked = [request.target for request in server.received]
            wanted = f"/toy/v1/things/a?view=b&a%20key={KEY}"
            assert asked == ([] if case.startswith(("no-h", "no-s")) else [wanted])
    assert (error is None) == (case == "success")
    for text in texts(error, toy):
        assert KEY not in text
    for record in caplog.records:
        assert KEY not in record.getMessage() and KEY not in repr(vars(record))
    assert KEY not in "".join(capfd.readouterr())


def test_an_answer_keeps_no_key(toy: Any) -> None:
    answers: list[httpx.Response] = []
    brought = httpx.Client(
        params={"own": "1"},
        transport=httpx.MockTransport(lambda request: httpx.Response(200, text=str(request.url))),
        event_hooks={"response": [answers.append]},
    )
    plain, _ = classes("toy", toy)
    with plain(endpoint="https://a.example", key="a&b ä", http_client=brought) as client:
        client.find(thing="a", view="b")
        client.get()
    assert [str(answer.request.url) for answer in answers] == [
        "https://a.example/toy/v1/things/a?own=1&view=b",
        "https://a.example/toy/v1/things?own=1",
    ]


def test_a_key_has_any_characters(toy: Any) -> None:
    asked: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.raw_path)
        assert request.url.query == request.url.raw_path.partition(b"?")[2]
        return httpx.Response(200)

    plain, _ = classes("toy", toy)
    brought = httpx.Client(transport=httpx.MockTransport(answer))
    with plain(endpoint="https://a.example", key="a&b ä\n", http_client=brought) as client:
        client.get()
    assert asked == [b"/toy/v1/things?a%20key=a%26b%20%C3%A4%0A"]
    with pytest.raises(ValueError, match="TOY_KEY"):
        plain(endpoint="https://a.example", key="")


def test_another_timeout_is_that_of_some_calls(toy: Any) -> None:
    asked: list[Any] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.extensions["timeout"]["read"])
        return httpx.Response(200)

    plain, _ = classes("toy", toy)
    brought = httpx.Client(transport=httpx.MockTransport(answer))
    with plain(endpoint="https://a.example", key="k", http_client=brought, timeout=3) as client:
        with client.with_timeout(120) as patient:
            patient.get()
        client.get()
    assert asked == [120, 3]
