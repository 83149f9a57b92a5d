"""Samples call the host that a document names, or a host that nobody has, and that is reported."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from generator.errors import GenError, ProblemsError
from generator.model.api import Api
from generator.model.hosts import ascii_authority, authority_fault, endpoint_fault
from generator.openapi.unsupported import Unsupported
from generator.rendering.request import bind
from generator.spec.loader import load

NOBODY = "https://api.example.com"


def document(**more: Any) -> dict[str, Any]:
    operation = {"operationId": "x", "responses": {"200": {"description": "ok"}}}
    return {
        "openapi": "3.0.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/x": {"get": operation}},
    } | more


def read(folder: Path, made: dict[str, Any]) -> tuple[Api, list[tuple[str, str]]]:
    """Read a document; give the API, and the kind and sentence of each loss."""
    file = folder / "api.json"
    file.write_text(json.dumps(made), "utf-8")
    losses = Unsupported()
    api = load(file, losses)[0]
    return api, [(loss.kind, loss.what) for loss in losses]


def hosts(api: Api) -> set[str]:
    return {bind(api).endpoint, *(region.endpoint for region in api.regions)}


UNUSABLE = [
    "http://user:pass@host.example",
    "https://user@host.example",
    "https://:@host.example",
    "https://a.example@evil.example",
    "https://a.example\\@evil.example",
    "https://a.example\\.evil.example",
    "https://[::1]",
    "https://[::ffff:127.0.0.1]:8080",
    "https://[",
    "https://a.example:65536",
    "https://a.example:0",
    "https://a.example:0443",
    "https://a.example:http",
    "https://a.example:",
    "https://a.example:80:80",
    "https://a.example:٨٠",
    "https://..",
    "https://a..example",
    "https://.example",
    "https://a.example.",
    "https://-a.example",
    "https://a-.example",
    "https://",
    "https:///v1",
    "https://:8080",
    "https:a.example",
    "https:/a.example",
    "https://a b.example",
    "https://a\u00a0b.example",
    "https://a.exam\tple",
    "https://a.exam\nple",
    "https://a.example\u0000",
    "https://a.\u200bexample",
    "https://a.\u202eexample",
    f"https://{'a' * 64}.example",
    f"https://{'a.' * 125}example",
    "https://ex%61mple.example",
    "https://a.example%2f.evil.example",
    "https://127.1",
    "https://2130706433",
    "https://0x7f000001",
    "https://0177.0.0.1",
    "https://1.2.3.256",
    "https://faß.example",
    "https://ς.example",
    "https://a\u200db.example",
    "https://ｅｘａｍｐｌｅ.example",
    "https://a。example",
    "https://\u0301a.example",
    f"https://{'é' * 70}.example",
    "https://xn--é.example",
    "https://xn--zzzzzzzzzzzz99999999.example",
    "ftp://a.example",
    "wss://a.example",
    "file:///etc/passwd",
    "javascript://a.example/%0aalert(1)",
    "https://{open.example",
    "https://a.example{",
]


@pytest.mark.parametrize("url", UNUSABLE)
def test_a_server_that_no_sample_can_call_is_reported(url: str, tmp_path: Path) -> None:
    api, losses = read(tmp_path, document(servers=[{"url": url}]))
    assert hosts(api) == {NOBODY}
    assert {kind for kind, _ in losses} == {"server", "servers"}
    assert (
        "servers",
        f"no server names a host; samples call {NOBODY}; give it by --endpoint",
    ) in losses
    assert all("pass" not in what and "; " in what for _, what in losses)


@pytest.mark.parametrize("url", ["//a.example/v1", "a.example/v1"])
def test_a_host_without_a_scheme_is_called_by_https(url: str, tmp_path: Path) -> None:
    api, losses = read(tmp_path, document(servers=[{"url": url}]))
    assert (hosts(api), api.base_path) == ({"https://a.example"}, "/v1")
    ((kind, what),) = losses
    assert kind == "server" and what.startswith("it has no scheme: samples call it by https; ")


@pytest.mark.parametrize("url", UNUSABLE[:12])
def test_the_next_server_is_called(url: str, tmp_path: Path) -> None:
    servers = [{"url": url}, {"url": "https://b.example/v1"}]
    api, losses = read(tmp_path, document(servers=servers))
    assert hosts(api) == {"https://b.example"} and api.base_path == "/v1"
    assert [kind for kind, _ in losses] == ["server"]


@pytest.mark.parametrize(
    ("url", "endpoint"),
    [
        ("https://a.example/v1", "https://a.example"),
        ("HTTPS://A.Example:8443/v1", "https://a.example:8443"),
        (" https://a.example/v1\n", "https://a.example"),
        ("https://192.0.2.1:65535/v1", "https://192.0.2.1:65535"),
        ("https://bücher.example/v1", "https://xn--bcher-kva.example"),
        ("https://BÜCHER.example:1/v1", "https://xn--bcher-kva.example:1"),
        ("https://日本.example/v1", "https://xn--wgv71a.example"),
        ("https://xn--fa-hia.example/v1", "https://xn--fa-hia.example"),
        ("https://a_b.example/v1", "https://a_b.example"),
        ("https://localhost/v1", "https://localhost"),
    ],
)
def test_the_same_host_is_called(url: str, endpoint: str, tmp_path: Path) -> None:
    api, losses = read(tmp_path, document(servers=[{"url": url}]))
    assert (hosts(api), api.base_path, losses) == ({endpoint}, "/v1", [])


@pytest.mark.parametrize("rest", ["?key=1", "?", "#top", "/v1?a=b#c", "?@evil.example/", "#@evil"])
def test_what_follows_the_path_is_left_out_and_reported(rest: str, tmp_path: Path) -> None:
    api, losses = read(tmp_path, document(servers=[{"url": f"https://a.example{rest}"}]))
    assert hosts(api) == {"https://a.example"}
    assert [kind for kind, _ in losses] == ["server query"]


@pytest.mark.parametrize(
    "word", ["a@evil", "a:b", "a b", "..", "evil.example/", "\\", "[::1]", "-"]
)
@pytest.mark.parametrize("url", ["https://{h}.example", "https://x.{h}"])
def test_a_variable_is_a_part_of_a_host_alone(url: str, word: str, tmp_path: Path) -> None:
    variables = {"h": {"default": word}}
    api, losses = read(tmp_path, document(servers=[{"url": url, "variables": variables}]))
    (endpoint,) = hosts(api)
    # With a slash, the path of the URL begins there (OpenAPI 3.1, 4.8.5.2).
    assert endpoint == NOBODY or (word.endswith("/") and endpoint.endswith("evil.example"))
    assert losses or endpoint != NOBODY


def test_values_that_make_no_host_are_left_out(tmp_path: Path) -> None:
    values = ["eu", "us@evil", "a/b", "asia", "..", "[::1]"]
    variables = {"r": {"default": "eu", "enum": values}}
    url = "https://{r}.a.example"
    api, losses = read(tmp_path, document(servers=[{"url": url, "variables": variables}]))
    assert hosts(api) == {"https://eu.a.example", "https://asia.a.example"}
    ((kind, what),) = losses
    assert kind == "server region" and what.startswith("4 values of r left out")


def test_a_default_that_makes_no_host_is_reported(tmp_path: Path) -> None:
    variables = {"r": {"default": "us@evil", "enum": ["us@evil", "eu"]}}
    server = {"url": "https://{r}.a.example", "variables": variables}
    api, losses = read(tmp_path, document(servers=[server]))
    assert hosts(api) == {NOBODY} and [kind for kind, _ in losses] == ["server", "servers"]


def test_a_variable_without_a_default_is_reported(tmp_path: Path) -> None:
    api, losses = read(tmp_path, document(servers=[{"url": "https://{tenant}.example/v1"}]))
    assert hosts(api) == {"https://tenant.example"}
    assert [kind for kind, _ in losses] == ["server variable"]
    api, losses = read(tmp_path, document(servers=[{"url": "{endpoint}/v1"}]))
    assert (hosts(api), api.base_path) == ({NOBODY}, "/v1")
    assert [kind for kind, _ in losses] == ["server", "servers"]


@pytest.mark.parametrize(
    "more",
    [
        {"host": "user:pass@a.example"},
        {"host": "a.example:99999"},
        {"host": "https://a.example"},
        {"host": ""},
        {"host": 5},
        {"host": "[::1]"},
        {"host": "a.example", "schemes": ["ws"]},
        {"host": "a.example", "schemes": ["ftp", "wss"]},
        {"x-ms-parameterized-host": {"hostTemplate": "a.example@evil.example"}},
    ],
)
def test_a_host_of_swagger_that_no_sample_can_call_is_reported(
    more: dict[str, Any], tmp_path: Path
) -> None:
    made = document(**more) | {"swagger": "2.0"}
    del made["openapi"]
    api, losses = read(tmp_path, made)
    assert hosts(api) == {NOBODY}
    assert [kind for kind, _ in losses] == ["server", "servers"]


def test_a_host_of_swagger_has_its_place(tmp_path: Path) -> None:
    made = {"swagger": "2.0", "host": "a@b", **document()}
    del made["openapi"]
    (tmp_path / "api.json").write_text(json.dumps(made, indent=1), "utf-8")
    losses = Unsupported()
    load(tmp_path / "api.json", losses)
    assert [loss.mark.line for loss in losses] == [3, 3]


@pytest.mark.parametrize(
    ("url", "has_key", "is_reported"),
    [
        ("http://a.example", True, True),
        ("HTTP://a.example:80", True, True),
        ("http://a.example", False, False),
        ("https://a.example", True, False),
        ("http://localhost:8080", True, False),
        ("http://127.0.0.1", True, False),
        ("http://127.example", True, True),
    ],
)
def test_a_key_without_encryption_is_reported(
    url: str, has_key: bool, is_reported: bool, tmp_path: Path
) -> None:
    key = {"type": "apiKey", "in": "header", "name": "X-Key"}
    more = {"components": {"securitySchemes": {"k": key}}, "security": [{"k": []}] * has_key}
    _, losses = read(tmp_path, document(servers=[{"url": url}], **more))
    assert [kind for kind, _ in losses] == ["server without TLS"] * is_reported


@pytest.mark.parametrize("url", UNUSABLE[:8])
def test_an_operation_with_such_a_server_is_reported(url: str, tmp_path: Path) -> None:
    made = document(servers=[{"url": "https://a.example"}])
    made["paths"]["/x"]["get"]["servers"] = [{"url": url}]
    api, losses = read(tmp_path, made)
    assert hosts(api) == {"https://a.example"}
    assert [kind for kind, _ in losses] == ["server", "servers of an operation"]


SPEC = """\
api: {id: a, title: A, version: v1}
endpoint: ENDPOINT
operations: {x: {title: X, summary: X., method: GET, path: /x, responses: {200: Done.}}}
"""
REGIONS = "defaultRegion: n\nregions: {n: North, IDREGION}\n"
FAULTY = ["//a.example/v1", "a.example/v1", *(url for url in UNUSABLE if "{" not in url)]


@pytest.mark.parametrize("url", [*FAULTY, "HTTPS://a.example", "https://a.example/", "https://é.a"])
def test_a_spec_has_no_such_endpoint(url: str, tmp_path: Path) -> None:
    file = tmp_path / "spec.yaml"
    file.write_text(SPEC.replace("ENDPOINT", json.dumps(url)), "utf-8")
    with pytest.raises(ProblemsError, match=r"spec\.yaml:2:11: .*; use (scheme and host|https:)"):
        load(file)
    table = REGIONS.replace("IDREGION", f"s: {{name: S, endpoint: {json.dumps(url)}}}")
    file.write_text(SPEC.replace("ENDPOINT", "https://{region}.example") + table, "utf-8")
    with pytest.raises(ProblemsError, match=r"spec\.yaml:5:"):
        load(file)
    file.write_text(SPEC.replace("ENDPOINT", "https://a.example"), "utf-8")
    if not url.endswith("/"):  # which --endpoint takes away
        with pytest.raises(GenError, match="this is no endpoint"):
            bind(load(file)[0], endpoint=url)


@pytest.mark.parametrize(
    ("pattern", "id_"),
    [
        ("https://{region}", "s-"),
        ("https://a.{region}.example", "s_-"),
        ("https://a.0{region}", "xff"),
        ("https://{region}" + "a" * 10 + ".example", "s" * 60),
        ("https://" + "{region}." * 5 + "example", "s" * 60),
    ],
)
def test_each_region_of_a_spec_makes_a_host(pattern: str, id_: str, tmp_path: Path) -> None:
    file = tmp_path / "spec.yaml"
    table = REGIONS.replace("IDREGION", f"{id_}: S")
    file.write_text(SPEC.replace("ENDPOINT", f'"{pattern}"') + table, "utf-8")
    with pytest.raises(ProblemsError, match=r"spec\.yaml:5:21: .*; give the region an endpoint"):
        load(file)


@pytest.mark.parametrize(
    "servers",
    [
        [{"url": "https://" + "{a}" * 100_000}],
        [{"url": "https://" + "é." * 300_000}],
        [{"url": "https://" + "a." * 300_000}],
        [{"url": "{" * 300_000}],
        [{"url": ":" * 300_000 + "//"}],
        [{"url": f"https://a{i}.example", "description": "x"} for i in range(5000)],
        [
            {
                "url": "https://{r}.example",
                "variables": {
                    "r": {"default": "A", "enum": ["A", *("-" * i for i in range(3000))]}
                },
            }
        ],
    ],
    ids=["variables", "names", "dots", "braces", "colons", "servers", "values"],
)
def test_no_servers_take_long(servers: list[dict[str, Any]], tmp_path: Path) -> None:
    start = time.monotonic()
    api, losses = read(tmp_path, document(servers=servers))
    assert losses and len(api.regions) <= 1000
    assert time.monotonic() - start < 30


@pytest.mark.parametrize("host", ["a", "a.b-c.d", "1.2.3.4", "a1:1", "0.0.0.0:65535", "1a.0x.a"])
def test_usual_hosts_have_no_fault(host: str) -> None:
    assert authority_fault(host) is None and endpoint_fault(f"http://{host}") is None
    assert ascii_authority(host) == host
