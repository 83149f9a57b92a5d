"""Calls of a client, with and without asyncio, against a server: what arrives, and how often."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import anyio
import httpx
import pytest

from generator.verify.expected.cases import Answer
from generator.verify.http_request import ReceivedRequest
from generator.verify.mock_server import MockServer

from .made import KINDS, TOY, call, read

THING = {"thing": "a/b c", "view": "x&y"}
kinds = pytest.mark.parametrize("kind", KINDS)
pytestmark = pytest.mark.usefixtures("key")
# The most that a test waits for real.
SOON = 5.0


@pytest.fixture
def server() -> Iterator[MockServer]:
    with MockServer([read(TOY)]) as made:
        yield made


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that clients sleep, which they don't."""
    found: list[float] = []

    async def asleep(seconds: float) -> None:
        found.append(seconds)

    monkeypatch.setattr(time, "sleep", found.append)
    monkeypatch.setattr(anyio, "sleep", asleep)
    return found


def answering(server: MockServer, *answers: Answer) -> None:
    """Answer requests in turn, the last one again and again."""
    left = list(answers)
    server.choose = lambda _: left.pop(0) if len(left) > 1 else left[0]


def later(status: int, seconds: object) -> Answer:
    return Answer(status, b"later", (("Retry-After", str(seconds)),))


def only(server: MockServer) -> ReceivedRequest:
    (request,) = server.received
    return request


@kinds
def test_what_arrives(toy: Any, server: MockServer, kind: str) -> None:
    call(toy, kind, "find", endpoint=server.endpoint, arguments=THING)
    request = only(server)
    assert (request.method, request.target) == ("GET", "/toy/v1/things/a%2Fb%20c?view=x%26y")
    assert (request.field("X-Key"), request.field("X-Version")) == (["secret"], ["1"])
    assert request.field("X-Trace") == [] and request.body == b""


@kinds
def test_optional_arguments_are_sent_if_given(toy: Any, server: MockServer, kind: str) -> None:
    more = {"page": "", "x_trace": "t"}
    call(toy, kind, "find", endpoint=server.endpoint, arguments={**THING, **more})
    assert only(server).query == ((b"view", b"x&y"), (b"page", b""))
    assert only(server).field("X-Trace") == ["t"]


@kinds
@pytest.mark.parametrize("value", ["", ".", ".."])
def test_what_is_no_segment_is_refused(toy: Any, server: MockServer, kind: str, value: str) -> None:
    with pytest.raises(ValueError, match="thing"):
        call(toy, kind, "find", endpoint=server.endpoint, arguments={**THING, "thing": value})
    assert not server.received


@kinds
@pytest.mark.parametrize("value", ["...", "%2e%2e", "a/../b", "..;", "é日\U0001f600", "a\nb", "\\"])
def test_any_other_segment_arrives(toy: Any, server: MockServer, kind: str, value: str) -> None:
    call(toy, kind, "find", endpoint=server.endpoint, arguments={**THING, "thing": value})
    assert only(server).segments[-1] == value.encode()


@kinds
@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "\0", " a"])
def test_a_header_is_one_line(toy: Any, server: MockServer, kind: str, value: str) -> None:
    with pytest.raises((ValueError, httpx.LocalProtocolError)):
        call(toy, kind, "find", endpoint=server.endpoint, arguments={**THING, "x_trace": value})
    assert not server.received


@kinds
@pytest.mark.parametrize("method", ["post", "put", "patch"])
def test_no_body_has_a_length(toy: Any, server: MockServer, kind: str, method: str) -> None:
    call(toy, kind, method, endpoint=server.endpoint)
    assert only(server).field("Content-Length") == ["0"]
    assert only(server).field("Content-Type") == only(server).field("Transfer-Encoding") == []


@kinds
@pytest.mark.parametrize("method", ["get", "delete", "options", "head"])
def test_no_body_is_sent(toy: Any, server: MockServer, kind: str, method: str) -> None:
    call(toy, kind, method, endpoint=server.endpoint)
    assert only(server).field("Content-Length") in ([], ["0"])
    assert only(server).method == method.upper()


@kinds
@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("method", ["get", "put", "delete", "options", "head"])
def test_it_is_sent_once_more(
    toy: Any, server: MockServer, waits: list[float], kind: str, method: str, status: int
) -> None:
    answering(server, later(status, 7), later(status, 9), Answer(200))
    call(toy, kind, method, endpoint=server.endpoint)
    assert (waits, len(server.received)) == ([7, 9], 3)
    assert {request.field("X-Key")[0] for request in server.received} == {"secret"}
    assert len({(request.target, request.fields) for request in server.received}) == 1


@kinds
@pytest.mark.parametrize("retries", [0, 1, 2, 5])
def test_never_more_often_than_it_may(
    toy: Any, server: MockServer, waits: list[float], kind: str, retries: int
) -> None:
    answering(server, later(429, 1))
    with pytest.raises(toy.errors.TooManyRequestsError) as caught:
        call(toy, kind, "get", endpoint=server.endpoint, retries=retries)
    assert (len(server.received), len(waits)) == (retries + 1, retries)
    assert (caught.value.retry_after, caught.value.message) == (1, "later")


@kinds
@pytest.mark.parametrize("method", ["post", "patch"])
def test_what_is_not_safe_to_repeat_is_sent_once(
    toy: Any, server: MockServer, waits: list[float], kind: str, method: str
) -> None:
    answering(server, later(429, 1))
    with pytest.raises(toy.ToyError):
        call(toy, kind, method, endpoint=server.endpoint)
    assert (len(server.received), waits) == (1, [])


@kinds
@pytest.mark.parametrize("status", [301, 400, 401, 404, 408, 409, 500, 502, 504])
def test_other_answers_are_final(
    toy: Any, server: MockServer, waits: list[float], kind: str, status: int
) -> None:
    answering(server, later(status, 1))
    with pytest.raises(toy.ToyError) as caught:
        call(toy, kind, "get", endpoint=server.endpoint)
    assert (len(server.received), waits, caught.value.status) == (1, [], status)


@kinds
def test_a_wait_that_is_too_long_is_none(
    toy: Any, server: MockServer, waits: list[float], kind: str
) -> None:
    for most, asked in [(60, 61), (5, 6), (0, 1), (60, "Fri, 31 Dec 9999 23:59:59 GMT")]:
        server.received.clear()
        answering(server, later(429, asked), Answer(200))
        with pytest.raises(toy.errors.TooManyRequestsError):
            call(toy, kind, "get", endpoint=server.endpoint, max_wait=most)
        assert (len(server.received), waits) == (1, [])
    answering(server, later(429, 60), Answer(200))
    call(toy, kind, "get", endpoint=server.endpoint)
    assert waits == [60]


@kinds
@pytest.mark.parametrize("fields", [(), (("Retry-After", "soon"),), (("Retry-After", "0"),)])
def test_without_retry_after_the_wait_grows(
    toy: Any, server: MockServer, waits: list[float], kind: str, fields: tuple[tuple[str, str], ...]
) -> None:
    answering(server, Answer(503, b"", fields))
    for most in (60, 3, 0):
        del waits[:]
        with pytest.raises(toy.ToyError):
            call(toy, kind, "get", endpoint=server.endpoint, retries=12, max_wait=most)
        for attempt, wait in enumerate(waits):
            assert min(0.5 * 2 ** min(attempt, 6), most) <= wait <= min(2.0**attempt, most)
        assert len(waits) == 12


@kinds
def test_it_waits_for_real(toy: Any, server: MockServer, kind: str) -> None:
    answering(server, later(429, 1), Answer(200))
    call(toy, kind, "get", endpoint=server.endpoint)
    first, second = server.received
    assert 1 <= second.at - first.at < SOON


@kinds
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(toy: Any, server: MockServer, kind: str, status: int) -> None:
    make: Any = httpx.Client if kind == "sync" else httpx.AsyncClient
    brought = make(follow_redirects=True, verify=False)
    with MockServer([read(TOY)]) as other:
        there = f"{other.endpoint}/toy/v1/things"
        for place in ("/elsewhere", there, "http://a:b/"):
            answering(server, Answer(status, b"", (("Location", place),)))
            options = {"http_client": brought} if place == there else {}
            with pytest.raises((toy.ToyError, httpx.RemoteProtocolError)) as caught:
                call(toy, kind, "get", endpoint=server.endpoint, **options)
            assert getattr(caught.value, "status", status) == status
        assert len(server.received) == 3 and not other.received


@kinds
def test_an_answer_that_never_comes(toy: Any, server: MockServer, kind: str) -> None:
    answering(server, Answer(200, silent=True))
    start = time.monotonic()
    with pytest.raises(httpx.TimeoutException):
        call(toy, kind, "get", endpoint=server.endpoint, timeout=0.1)
    assert time.monotonic() - start < SOON and len(server.received) == 1


@kinds
def test_nobody_listens(toy: Any, server: MockServer, kind: str) -> None:
    with server.refuse_connections(), pytest.raises(httpx.ConnectError):
        call(toy, kind, "get", endpoint=server.endpoint)


@kinds
@pytest.mark.parametrize("status", [200, 404, 502])
def test_an_answer_that_cannot_be_read_is_told_as_one(
    toy: Any, server: MockServer, kind: str, status: int
) -> None:
    """Whatever is raised is what the documentation tells to catch."""
    answering(server, Answer(status, b"no gzip", (("Content-Encoding", "gzip"),)))
    try:
        call(toy, kind, "get", endpoint=server.endpoint)
    except (toy.ToyError, httpx.RequestError):
        return
    assert status == 200
