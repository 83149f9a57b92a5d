"""The key is in the request while that is sent, and nowhere else."""

from __future__ import annotations

import logging
import traceback
from base64 import b64encode
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import anyio
import httpx
import pytest

from generator.verify.expected.cases import Answer
from generator.verify.mock_server import MockServer
from tests.support import ROOT

from .made import KINDS, TOY, call, classes, files_of, imported, read

KEY = "s3cr3t-0f-m1n3"
kinds = pytest.mark.parametrize("kind", KINDS)

TWO = """\
api: {id: toy, title: Two, version: v1}
endpoint: https://two.example.com
headers:
  X-First: {description: One., env: FIRST_KEY}
  X-Second: {description: Another., env: SECOND_KEY}
operations:
  get:
    title: Get
    summary: Get it.
    method: GET
    path: /
    responses: {200: Done.}
"""

# What is answered, and what a call is given.
ANSWERS: dict[str, tuple[Answer, dict[str, Any]]] = {
    "success": (Answer(200, b"done"), {}),
    "error": (Answer(404, b'{"error": {"code": "ThingNotFound", "message": "m"}}'), {}),
    "undocumented": (Answer(500, b"<p>"), {}),
    "busy": (Answer(429, b"", (("Retry-After", "3600"),)), {}),
    "redirect": (Answer(307, b"", (("Location", "https://evil.example/"),)), {}),
    "no-redirect": (Answer(307, b"", (("Location", "http://a:b/"),)), {}),
    "unreadable": (Answer(502, b"x", (("Content-Encoding", "gzip"),)), {}),
    "silence": (Answer(200, silent=True), {"timeout": 0.1}),
    "no-header": (Answer(200), {"arguments": {"thing": "a", "view": "b", "x_trace": "a\nb"}}),
    "no-segment": (Answer(200), {"arguments": {"thing": "..", "view": "b"}}),
}


def failure(package: Any, kind: str, **options: Any) -> Exception | None:
    """Call an operation; give what it raised."""
    options.setdefault("arguments", {"thing": "a", "view": "b"})
    try:
        call(package, kind, "find", **options)
    except Exception as error:
        return error
    return None


def texts(error: BaseException | None, package: Any) -> Iterator[str]:
    """Give all that an exception shows, and those behind it, with the locals of our own frames."""
    while error is not None:
        yield str(error)
        yield repr(error)
        yield repr(error.args)
        yield repr(vars(error))
        yield from frames(error.__traceback__, package)
        request = getattr(error, "_request", None)
        if request is not None:
            yield from fields(request)
        yield from texts(error.__cause__, package)
        error = error.__context__


def frames(trace: TracebackType | None, package: Any) -> Iterator[str]:
    own = [pair for pair in traceback.walk_tb(trace) if is_own(pair[0].f_code.co_filename, package)]
    for summary in traceback.StackSummary.extract(own, capture_locals=True):
        yield repr(summary.locals)
    for frame, _ in own:
        for value in frame.f_locals.values():
            if isinstance(value, httpx.Request):
                yield from fields(value)
            if isinstance(value, httpx.Response):
                for request in (value.request, value.next_request):
                    yield from fields(request)


def is_own(file: str, package: Any) -> bool:
    return file.startswith(package.__path__[0])


def fields(request: httpx.Request | None) -> Iterator[str]:
    if request is not None:
        yield str(request.headers.multi_items())
        yield str(request.url)
        yield repr(vars(request))


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
    with MockServer([read(TOY)]) as server:
        server.answer, options = ANSWERS.get(case, (None, {}))
        if case == "refused":
            with server.refuse_connections():
                error = failure(toy, kind, endpoint=server.endpoint, key=KEY)
        else:
            error = failure(toy, kind, endpoint=server.endpoint, key=KEY, **options)
            sent = [request.field("X-Key") for request in server.received]
            assert sent == ([] if case.startswith(("no-h", "no-s")) else [[KEY]])
    assert (error is None) == (case == "success")
    for text in texts(error, toy):
        assert KEY not in text
    assert any(record.name.startswith("httpcore") for record in caplog.records) or case in (
        "no-header",
        "no-segment",
    )
    for record in caplog.records:
        assert KEY not in record.getMessage() and KEY not in repr(vars(record))
    assert KEY not in "".join(capfd.readouterr())


@kinds
@pytest.mark.parametrize("case", ANSWERS)
def test_no_frame_of_a_call_has_the_key(toy: Any, kind: str, case: str) -> None:
    """Of httpx and what is below it, either: tools that report exceptions send locals along."""
    with MockServer([read(TOY)]) as server:
        server.answer, options = ANSWERS[case]
        error: BaseException | None = failure(
            toy, kind, endpoint=server.endpoint, key=KEY, **options
        )
    while error is not None:
        for frame, _ in traceback.walk_tb(error.__traceback__):
            if "key" not in frame.f_locals and "options" not in frame.f_locals:  # those of tests
                for name, value in frame.f_locals.items():
                    assert KEY not in shown(value), (frame.f_code.co_qualname, name)
        error = error.__context__


def shown(value: object) -> str:
    try:
        return repr(value)
    except AttributeError:  # of something that was half made
        return ""


@kinds
def test_no_answer_keeps_the_key(toy: Any, kind: str) -> None:
    """Nor does the request that came before it, or the httpx client that sent it."""
    seen: list[httpx.Response] = []

    async def asee(response: httpx.Response) -> None:
        seen.append(response)

    make: Any = httpx.Client if kind == "sync" else httpx.AsyncClient
    hook = seen.append if kind == "sync" else asee
    http_client = make(event_hooks={"response": [hook]})
    with MockServer([read(TOY)]) as server:
        for answer, options in ANSWERS.values():
            server.answer = answer
            failure(
                toy, kind, endpoint=server.endpoint, key=KEY, http_client=http_client, **options
            )
    assert len(seen) >= 5
    for response in seen:
        for request in (response.request, response.next_request):
            assert not any(KEY in text for text in fields(request)), response
    assert KEY not in repr(http_client.headers) + repr(vars(http_client))


def test_a_client_does_not_show_its_key(toy: Any) -> None:
    for client in (make(region="north", key=KEY) for make in classes("toy", toy)):
        for said in (repr(client), str(client), f"{client}", repr(vars(client)), ascii(client)):
            assert KEY not in said
        for part in vars(client).values():
            assert KEY not in repr(part) + str(part)
        if hasattr(client, "aclose"):
            anyio.run(client.aclose)
        else:
            client.close()


REFUSED = [
    f"{KEY}\n",
    f"{KEY}\r\nX-Evil: 1",
    f" {KEY}",
    f"{KEY} ",
    f"{KEY}\t",
    f"{KEY}é",
    f"{KEY}\N{EM SPACE}",
    f"{KEY}\x85",
    f"“{KEY}”",
]


def refusal(package: Any, number: int, **options: Any) -> ValueError:
    """Give what the making of a client raises; its number says whether it is for `await`."""
    with pytest.raises(ValueError) as caught:
        classes("toy", package)[number](region="north", **options)
    return caught.value


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("key", REFUSED, ids=ascii)
def test_a_key_that_no_header_can_carry(
    toy: Any, key: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors = [refusal(toy, number, key=key)]
    monkeypatch.setenv("TOY_KEY", key)
    errors.append(refusal(toy, number))
    for error in errors:
        assert "key" in str(error)
        said = [str(error), repr(error), repr(error.args), *traceback.format_exception(error)]
        assert not any(KEY in text for text in said)
        assert error.__cause__ is None and error.__context__ is None


def test_no_frame_of_a_refusal_has_the_key_of_the_environment(
    toy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tools that report exceptions send locals along; nobody above these frames has the key."""
    monkeypatch.setenv("TOY_KEY", f"{KEY}\n")
    assert not any(KEY in text for text in texts(refusal(toy, 0), toy))


@pytest.mark.parametrize(
    "options", [{"key": f"{KEY}\n"}, {"key": KEY, "endpoint": "https://a"}], ids=["key", "endpoint"]
)
def test_no_frame_of_a_refusal_has_the_key(toy: Any, options: dict[str, str]) -> None:
    assert not any(KEY in text for text in texts(refusal(toy, 0, **options), toy))


@pytest.mark.parametrize("options", [{}, {"key": "k", "region": "west"}])
def test_a_client_that_was_not_made_can_be_shown(toy: Any, options: dict[str, str]) -> None:
    """As tools do that show the locals of a traceback; some give up if one can't be."""
    with pytest.raises(ValueError) as caught:
        classes("toy", toy)[0](**options)
    traceback.TracebackException.from_exception(caught.value, capture_locals=True)


def test_a_key_with_spaces_within_is_one(toy: Any) -> None:
    with MockServer([read(TOY)]) as server:
        call(toy, "sync", "get", endpoint=server.endpoint, key=f"Bearer {KEY}~!")
    assert server.received[0].field("X-Key") == [f"Bearer {KEY}~!"]


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_key_names_its_variable(
    toy: Any, value: str | None, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if value is not None:
        monkeypatch.setenv("TOY_KEY", value)
    for given in ({}, {"key": None}, {"key": ""}):
        said = str(refusal(toy, number, **given))
        assert "TOY_KEY" in said and "\n" not in said


def test_of_two_keys_the_missing_one_is_named(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with imported(files_of(TWO), tmp_path) as package:
        make, _ = classes("toy", package)
        monkeypatch.setenv("FIRST_KEY", KEY)
        with pytest.raises(ValueError, match="SECOND_KEY") as caught:
            make()
        assert "FIRST_KEY" not in str(caught.value)
        assert not any(KEY in text for text in texts(caught.value, package))
        asked: list[httpx.Headers] = []

        def answer(request: httpx.Request) -> httpx.Response:
            asked.append(request.headers.copy())
            return httpx.Response(200)

        http_client = httpx.Client(transport=httpx.MockTransport(answer))
        make(second_key="given", http_client=http_client).get()
        assert (asked[0]["X-First"], asked[0]["X-Second"]) == (KEY, "given")


LOCKER = (ROOT / "tests/golden/cases/client-credentials/spec.yaml").read_text("utf-8")
LOGIN = b64encode(f"é:{KEY}".encode()).decode()
GIVEN = {"locker_token": KEY, "locker_login": f"é:{KEY}", "locker_session": KEY}
# What each method is given, and what it sends.
OPENED: dict[str, tuple[dict[str, Any], list[str], list[str]]] = {
    "with_token": ({}, [f"Bearer {KEY}"], []),
    "with_login": (
        {"name": "me", "theme": "a; b", "color": "c"},
        [f"Basic {LOGIN}"],
        ["theme=a%3B%20b"],
    ),
    "with_session": ({"size": 3}, [], [f"size=3; sid={KEY}"]),
    "with_both": ({}, [f"Bearer {KEY}"], [f"sid={KEY}"]),
    "with_none": ({}, [], []),
}


@kinds
@pytest.mark.parametrize("method", OPENED)
def test_each_operation_takes_its_own_credentials_and_keeps_none(
    tmp_path: Any, method: str, kind: str
) -> None:
    arguments, authorization, cookie = OPENED[method]
    seen: list[tuple[list[str], list[str]]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        told = request.headers.get_list
        seen.append((told("Authorization"), told("Cookie")))
        return httpx.Response(401, text="no")

    transport = httpx.MockTransport(answer)
    with imported(files_of(LOCKER), tmp_path) as package:
        plain, awaited = classes("locker", package)

        async def main() -> None:
            http_client = httpx.AsyncClient(transport=transport)
            await getattr(awaited(**GIVEN, http_client=http_client), method)(**arguments)

        with pytest.raises(package.LockerError) as caught:
            if kind == "sync":
                http_client = httpx.Client(transport=transport)
                getattr(plain(**GIVEN, http_client=http_client), method)(**arguments)
            else:
                anyio.run(main, backend=kind)
        assert seen == [(authorization, cookie)]
        for text in texts(caught.value, package):
            assert KEY not in text and LOGIN not in text


def test_what_a_request_had_before_a_secret_it_has_behind_it(tmp_path: Any) -> None:
    seen: list[httpx.Request] = []
    sent: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        sent.append(request.headers["Authorization"])
        return httpx.Response(200)

    own = {"Authorization": "mine", "Cookie": "mine=1"}
    http_client = httpx.Client(transport=httpx.MockTransport(answer), headers=own)
    with imported(files_of(LOCKER), tmp_path) as package:
        client = classes("locker", package)[0](**GIVEN, http_client=http_client)
        client.with_both()
        client.with_none()
    assert sent == [f"Bearer {KEY}", "mine"]
    for request in seen:
        assert {name: request.headers[name] for name in own} == own


def test_a_secret_is_asked_for_by_the_operation_that_takes_it(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    http_client = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200)))
    with imported(files_of(LOCKER), tmp_path) as package:
        make, _ = classes("locker", package)
        client = make(http_client=http_client)
        client.with_none()
        with pytest.raises(ValueError, match="LOCKER_TOKEN"):
            client.with_token()
        monkeypatch.setenv("LOCKER_TOKEN", KEY)
        client = make(http_client=http_client)
        client.with_token()
        with pytest.raises(ValueError, match="LOCKER_SESSION") as caught:
            client.with_both()
        assert not any(KEY in text for text in texts(caught.value, package))
        with pytest.raises(ValueError, match="locker_session has what no header can carry"):
            make(locker_session=f"{KEY}\n")
