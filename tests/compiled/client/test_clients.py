"""How a client is made: where it calls, with which httpx client, and who closes that."""

from __future__ import annotations

from typing import Any

import anyio
import httpx
import pytest

from generator.verify.mock_server import MockServer

from .made import KINDS, TOY, call, classes, files_of, imported, read

OPEN = """\
api: {id: toy, title: Open, version: v1}
endpoint: https://open.example.com
operations:
  get:
    title: Get
    summary: Get it.
    method: GET
    path: /
    responses: {200: Done.}
"""
kinds = pytest.mark.parametrize("kind", KINDS)
pytestmark = pytest.mark.usefixtures("key")


class Recorder(httpx.MockTransport):
    """Answers 200, and keeps what each request was."""

    def __init__(self) -> None:
        super().__init__(self.answer)
        self.asked: list[tuple[str, dict[str, str]]] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append((str(request.url), dict(request.headers)))
        return httpx.Response(200)


def brought(kind: str, **options: Any) -> Any:
    """Make an httpx client of the kind that a client takes."""
    return httpx.Client(**options) if kind == "sync" else httpx.AsyncClient(**options)


def where(package: Any, kind: str = "sync", **options: Any) -> str:
    """Give the URL of a call."""
    transport = Recorder()
    arguments = {"http_client": brought(kind, transport=transport), **options}
    call(package, kind, "get", **arguments)
    ((url, _),) = transport.asked
    return url


@kinds
def test_regions_and_endpoints(toy: Any, kind: str) -> None:
    for region in (toy.Region.NORTH, "north"):
        assert where(toy, kind, region=region) == "https://north.toy.example.com/toy/v1/things"
    assert where(toy, kind, region=toy.Region.SOUTH) == "https://south.example.org/toy/v1/things"
    for options in ({}, {"region": "north", "endpoint": "https://a.example"}, {"region": "west"}):
        with pytest.raises(ValueError):
            where(toy, kind, **options)


@pytest.mark.parametrize(
    ("endpoint", "url"),
    [
        ("https://a.example", "https://a.example/toy/v1/things"),
        ("https://a.example/", "https://a.example/toy/v1/things"),
        ("https://a.example//", "https://a.example/toy/v1/things"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/toy/v1/things"),
        ("http://[::1]:8080", "http://[::1]:8080/toy/v1/things"),
        ("https://a.example/gateway", "https://a.example/gateway/toy/v1/things"),
        ("https://a.example/x/y%20z/", "https://a.example/x/y%20z/toy/v1/things"),
    ],
)
def test_endpoints(toy: Any, endpoint: str, url: str) -> None:
    assert where(toy, endpoint=endpoint) == url


@pytest.mark.parametrize(
    "endpoint",
    [
        *(
            "",
            "a.example",
            "//a.example",
            "ftp://a.example",
            "https://",
            "https:///x",
            "https://a b",
        ),
        *("https://a.example?x=1", "https://a.example/#x", "https://u:p@a.example", "https://a\n"),
        *(
            "https://a.example\n",
            "https://a:port",
            "https://a:99999999",
            "https://:80",
            "https://\0",
        ),
        *("https://[", "https://xn--", "https://a/\0"),
    ],
)
def test_what_is_no_endpoint_is_refused(toy: Any, endpoint: str) -> None:
    """And at once, not by the first call."""
    plain, _ = classes("toy", toy)
    with pytest.raises(ValueError):
        plain(endpoint=endpoint).close()


@kinds
def test_an_http_client_of_yours(toy: Any, kind: str) -> None:
    transport = Recorder()
    http_client = brought(
        kind,
        transport=transport,
        headers={"X-Mine": "1", "X-Version": "mine", "User-Agent": "mine"},
        cookies={"c": "1"},
        base_url="https://base.example/",
        timeout=1,
    )
    call(toy, kind, "get", region="north", http_client=http_client)
    call(toy, kind, "get", region="north", http_client=http_client)
    assert len(transport.asked) == 2 and not http_client.is_closed
    for url, headers in transport.asked:
        assert url == "https://north.toy.example.com/toy/v1/things"
        assert (headers["x-mine"], headers["user-agent"], headers["cookie"]) == ("1", "mine", "c=1")
        assert (headers["x-key"], headers["x-version"]) == ("secret", "1")
    assert "x-key" not in http_client.headers


@kinds
def test_a_hook_of_yours_may_take_the_key_away(toy: Any, kind: str) -> None:
    """Such as where a gateway has another one to add."""
    transport = Recorder()

    def take(request: httpx.Request) -> None:
        del request.headers["X-Key"]

    async def atake(request: httpx.Request) -> None:
        take(request)

    hooks = {"request": [take if kind == "sync" else atake]}
    http_client = brought(kind, transport=transport, event_hooks=hooks)
    call(toy, kind, "get", region="north", http_client=http_client)
    ((_, headers),) = transport.asked
    assert "x-key" not in headers


@kinds
def test_a_query_of_yours_replaces_none_of_the_call(toy: Any, kind: str) -> None:
    transport = Recorder()
    http_client = brought(kind, transport=transport, params={"mine": "1"})
    arguments = {"thing": "a", "view": "all"}
    call(toy, kind, "find", region="north", http_client=http_client, arguments=arguments)
    ((url, _),) = transport.asked
    assert dict(httpx.URL(url).params)["view"] == "all"


@kinds
def test_credentials_of_yours_where_the_api_has_none(tmp_path: Any, kind: str) -> None:
    transport = Recorder()
    with imported(files_of(OPEN), tmp_path) as package:
        http_client = brought(kind, transport=transport, auth=("me", "mine"))
        call(package, kind, "get", http_client=http_client)
    ((url, headers),) = transport.asked
    assert url == "https://open.example.com/" and headers["authorization"].startswith("Basic ")


def test_ours_is_closed_by_with(toy: Any) -> None:
    plain, awaited = classes("toy", toy)
    with plain(region="north") as client:
        pass
    with pytest.raises(RuntimeError):
        client.get()
    client.close()
    with pytest.raises(KeyError), plain(region="north") as client:
        raise KeyError
    with pytest.raises(RuntimeError):
        client.get()

    async def main() -> None:
        async with awaited(region="north") as client:
            pass
        with pytest.raises(RuntimeError):
            await client.get()
        await client.aclose()

    anyio.run(main)


@kinds
def test_keys_come_from_arguments_first(
    toy: Any, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with MockServer([read(TOY)]) as server:
        call(toy, kind, "get", endpoint=server.endpoint, key="given")
        call(toy, kind, "get", endpoint=server.endpoint)
        with pytest.raises(ValueError, match="TOY_KEY"):  # it may well be another key by mistake
            call(toy, kind, "get", endpoint=server.endpoint, key="")
        monkeypatch.delenv("TOY_KEY")
        with pytest.raises(ValueError, match="TOY_KEY"):
            call(toy, kind, "get", endpoint=server.endpoint)
    assert [request.field("X-Key") for request in server.received] == [
        ["given"],
        ["secret"],
    ]


def test_clients_share_nothing(toy: Any) -> None:
    """Two clients with one httpx client have each their own key and time limit."""
    transport = Recorder()
    plain, _ = classes("toy", toy)
    with httpx.Client(transport=transport) as http_client:
        for number in range(4):
            made = plain(region="north", key=f"key-{number % 2}", http_client=http_client)
            made.get()
    assert [headers["x-key"] for _, headers in transport.asked] == ["key-0", "key-1"] * 2


def test_many_calls_at_once(toy: Any) -> None:
    with MockServer([read(TOY)]) as server:
        _, awaited = classes("toy", toy)

        async def main() -> None:
            async with (
                awaited(endpoint=server.endpoint) as client,
                anyio.create_task_group() as group,
            ):
                for number in range(20):
                    group.start_soon(find, client, str(number))

        async def find(client: Any, thing: str) -> None:
            await client.find(thing=thing, view="all")

        anyio.run(main)
    assert {request.segments[-1] for request in server.received} == {
        str(number).encode() for number in range(20)
    }
    assert all(request.field("X-Key") == ["secret"] for request in server.received)
