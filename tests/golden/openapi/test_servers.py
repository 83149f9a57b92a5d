"""Which host and path samples call: servers of the document, of paths and of operations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.model.api import Api
from generator.model.text import reveal
from generator.openapi.unsupported import Unsupported
from generator.rendering.request import bind, make_request
from generator.spec.loader import load

_OK = {"200": {"description": "ok"}}


def read(folder: Path, servers: Any, *paths: dict[str, Any]) -> tuple[Api, list[str]]:
    """Read a document with an operation a, b … for each path item; return it and its losses."""
    items = {
        f"/{name}": {"get": {"operationId": name, "responses": _OK}} | item
        for name, item in zip("abcdef", paths or ({},), strict=False)
    }
    document = {"openapi": "3.0.3", "info": {"title": "S", "version": "1"}, "paths": items}
    document |= {} if servers is None else {"servers": servers}
    (folder / "api.json").write_text(json.dumps(document), "utf-8")
    unsupported = Unsupported()
    (api,) = load(folder / "api.json", unsupported)
    return api, [f"{item.kind}: {item.what}" for item in unsupported]


def urls(api: Api, **more: str) -> list[str]:
    """Return the URL that the samples of each operation call."""
    requests = (make_request(api, o, bind(api, **more)) for o in api.operations)
    return [request.endpoint + reveal(request.path) for request in requests]


def operation(*servers: Any) -> dict[str, Any]:
    return {"get": {"operationId": "x", "responses": _OK, "servers": [*servers]}}


@pytest.mark.parametrize(
    ("server", "url"),
    [
        ({"url": "https://up.example.com/u"}, "https://up.example.com/u/b"),
        ({"url": "https://up.example.com"}, "https://up.example.com/b"),
        ({"url": "https://a.example.com/v2/"}, "https://a.example.com/v2/b"),
        ({"url": "/v2"}, "https://a.example.com/v2/b"),
        ({"url": "v2"}, "https://a.example.com/v2/b"),
        ({"url": "/"}, "https://a.example.com/b"),
        ({"url": "https://a.example.com/v1"}, "https://a.example.com/v1/b"),
    ],
)
def test_samples_call_the_server_of_their_operation(tmp_path: Path, server: Any, url: str) -> None:
    api, losses = read(tmp_path, [{"url": "https://a.example.com/v1"}], {}, operation(server))
    assert urls(api) == ["https://a.example.com/v1/a", url]
    assert losses == []


def test_samples_call_the_server_of_their_path(tmp_path: Path) -> None:
    item = {"servers": [{"url": "https://up.example.com"}]}
    api, losses = read(tmp_path, [{"url": "https://a.example.com/v1"}], item)
    assert (urls(api), losses) == (["https://up.example.com/a"], [])


def test_an_endpoint_of_the_user_is_called_by_all_operations(tmp_path: Path) -> None:
    own = operation({"url": "https://up.example.com/u"})
    api, _ = read(tmp_path, [{"url": "https://a.example.com/v1"}], {}, own)
    mine = urls(api, endpoint="https://my.example.com")
    assert mine == ["https://my.example.com/v1/a", "https://my.example.com/u/b"]


def test_servers_of_an_operation_with_another_path_follow_the_region(tmp_path: Path) -> None:
    def servers(path: str) -> list[dict[str, str]]:
        return [{"url": f"https://{host}.example.com{path}"} for host in ("eu", "us")]

    api, losses = read(tmp_path, servers("/v1"), {}, operation(*servers("/v2")))
    assert urls(api, region="us-example-com") == [
        "https://us.example.com/v1/a",
        "https://us.example.com/v2/b",
    ]
    assert losses == []


def test_an_operation_with_a_host_of_its_own_is_in_no_region(tmp_path: Path) -> None:
    servers: list[Any] = [{"url": f"https://{host}.example.com"} for host in ("eu", "us")]
    api, _ = read(tmp_path, servers, {}, operation({"url": "https://up.example.com"}))
    assert urls(api, region="us-example-com") == [
        "https://us.example.com/a",
        "https://up.example.com/b",
    ]
    assert api.regions_of(api.operations[1]) == ()


def test_further_servers_of_an_operation_are_reported(tmp_path: Path) -> None:
    own = operation({"url": "https://up.example.com"}, {"url": "https://down.example.com"})
    api, losses = read(tmp_path, [{"url": "https://a.example.com"}], own)
    assert urls(api) == ["https://up.example.com/a"]
    assert losses == ["servers of an operation: samples call the first"]


@pytest.mark.parametrize(
    ("url", "called", "kind"),
    [
        ("//a.example.com/api", "https://a.example.com/api/a", "server"),
        ("a.example.com/v1", "https://a.example.com/v1/a", "server"),
        ("localhost:8080/v1", "https://localhost:8080/v1/a", "server"),
        ("backend:8080", "https://backend:8080/a", "server"),
        ("10.0.0.1/v1", "https://10.0.0.1/v1/a", "server"),
        ("/v1", "https://api.example.com/v1/a", "servers"),
        ("v1", "https://api.example.com/v1/a", "servers"),
        ("v1.0/x", "https://api.example.com/v1.0/x/a", "servers"),
        ("./v1", "https://api.example.com/v1/a", "servers"),
        ("", "https://api.example.com/a", "servers"),
        ("https://a.example.com//v1", "https://a.example.com//v1/a", ""),
    ],
)
def test_a_server_without_scheme_or_host_is_reported(
    tmp_path: Path, url: str, called: str, kind: str
) -> None:
    api, losses = read(tmp_path, [{"url": url}])
    assert urls(api) == [called]
    assert [loss.partition(":")[0] for loss in losses] == [kind] * bool(kind)
    assert all("--endpoint" in loss for loss in losses)


def test_a_document_without_servers_says_so(tmp_path: Path) -> None:
    absent: tuple[Any, ...] = (None, [])
    for servers in absent:
        api, losses = read(tmp_path, servers)
        assert urls(api) == ["https://api.example.com/a"]
        what = "no server names a host; samples call https://api.example.com; give it by --endpoint"
        assert losses == [f"servers: {what}"]


@pytest.mark.parametrize(
    ("url", "values", "called"),
    [
        ("https://{t}.example.com", {"t": "demo"}, "https://demo.example.com/a"),
        ("https://{t}example.com", {"t": ""}, "https://example.com/a"),
        ("https://x.example.com{p}", {"p": "/v1/x"}, "https://x.example.com/v1/x/a"),
        ("https://x.example.com/{p}", {"p": "/v1/x"}, "https://x.example.com/v1/x/a"),
        ("https://x.example.com/{p}/y", {"p": ""}, "https://x.example.com/y/a"),
        ("{s}/v1", {"s": "https://x.example.com"}, "https://x.example.com/v1/a"),
        ("{s}://x.example.com", {"s": "https"}, "https://x.example.com/a"),
    ],
)
def test_variables_have_their_default(
    tmp_path: Path, url: str, values: dict[str, str], called: str
) -> None:
    variables = {name: {"default": value} for name, value in values.items()}
    api, losses = read(tmp_path, [{"url": url, "variables": variables}])
    assert urls(api) == [called]
    is_open = next(iter(values)) != "s"
    assert [loss.partition(":")[0] for loss in losses] == ["server variable"] * is_open


def test_a_variable_of_paths_makes_no_regions(tmp_path: Path) -> None:
    variables = {"p": {"default": "/v1", "enum": ["/v1", "/v2"]}}
    api, losses = read(tmp_path, [{"url": "https://x.example.com{p}", "variables": variables}])
    assert (urls(api), api.regions) == (["https://x.example.com/v1/a"], ())
    assert len(losses) == 1
