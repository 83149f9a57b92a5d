"""The oracle judges requests by a document, and says what it can't judge by."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.verify.http_request import ReceivedRequest
from generator.verify.oracle import Oracle

HOST = "https://api.example.com"
PART = '--x\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n{}\r\n'
DOCUMENT = Path(__file__).with_name("oracle.yaml")


@pytest.fixture(scope="module")
def oracle() -> Iterator[Oracle]:
    made = Oracle(DOCUMENT)
    assert not made.unjudged
    yield made
    made.close()


def request(
    method: str, target: str, body: str = "", kind: str = "", **fields: str
) -> ReceivedRequest:
    rows = [(name.replace("_", "-"), value) for name, value in fields.items()]
    if kind:
        rows.append(("Content-Type", kind))
    return ReceivedRequest(method, target, tuple(rows), body.encode())


def post(body: str, kind: str, **fields: str) -> ReceivedRequest:
    return request("POST", "/things", body, kind, **fields)


MULTIPART = "multipart/form-data; boundary=x"
RIGHT: dict[str, ReceivedRequest] = {
    "a query": request("GET", "/v1/things?limit=5&key=k"),
    "pipes": request("GET", "/v1/things?limit=5&ids=1%7C2&key=k"),
    "nested values": request("GET", "/v2/things?limit=5&where%5Ba-b%5D%5Bc%5D=x&key=k"),
    "matrix and label": request("GET", "/v1/at/;place=here/.5?key=k"),
    "a date": request("GET", "/v1/things?limit=5&key=k", X_Since="2026-11-30"),
    "JSON": post('{"name": "ab", "on": true}', "application/json"),
    "JSON with a charset": post('{"name": "ab"}', "application/json; charset=utf-8"),
    "a number in a form": post("n=5", "application/x-www-form-urlencoded"),
    "XML": post("<thing/>", "application/xml"),
    "parts": post(
        PART.format("meta", "\r\nContent-Type: application/json", "{}")
        + PART.format("file", '; filename="a"\r\nContent-Type: image/png', "\x00")
        + PART.format("other", "", "no property describes it")
        + "--x--\r\n",
        MULTIPART,
    ),
    "no body": request("POST", "/things"),
    "a token": request("POST", "/things", Authorization="bearer abc"),
}
WRONG: dict[str, tuple[ReceivedRequest, str]] = {
    "a path": (request("GET", "/v1/thing?limit=5&key=k"), "Path not found"),
    "a method": (request("PUT", "/v1/things?key=k"), "Operation put not found"),
    "a stage": (request("GET", "/v3/things?limit=5&key=k"), "v3 is no value of the server's"),
    "a missing parameter": (
        request("GET", "/v1/things?key=k"),
        "Missing required query parameter: limit",
    ),
    "a text": (request("GET", "/v1/things?limit=many&key=k"), "limit"),
    "an item": (request("GET", "/v1/things?limit=5&ids=1%7Cx&key=k"), "ids"),
    "a comma": (request("GET", "/v1/things?limit=5&ids=1,2&key=k"), "ids"),
    "a parameter too much": (
        request("GET", "/v1/things?limit=5&more=1&key=k"),
        "no query parameter more is documented",
    ),
    "a header": (
        request("GET", "/v1/things?limit=5&key=k", X_Since="today"),
        "'today' is not a 'date'",
    ),
    "no key": (request("GET", "/v1/things?limit=5"), "the credentials are none"),
    "a body too much": (
        request("GET", "/v1/things?limit=5&key=k", "{}", "application/json"),
        "a body is sent, and none is documented",
    ),
    "a field": (post('{"on": true}', "application/json"), "'name' is a required property"),
    "a type": (post('{"name": "ab", "on": "yes"}', "application/json"), "'yes' is not of type"),
    "a length": (post('{"name": "a"}', "application/json"), "at /name"),
    "a media type": (post("{}", "text/plain"), "mimetype not found"),
    "a text that is too long": (post("a,b,c", "text/csv"), "'a,b,c' is too long"),
    "no JSON": (post("{", "application/json"), "Failed to deserialize"),
    "a word in a form": (post("n=many", "application/x-www-form-urlencoded"), "n"),
    "a required part": (post(PART.format("odd", "", "x") + "--x--\r\n", MULTIPART), "'other' is a"),
    "JSON as text": (
        post(PART.format("meta", "", "{}") + "--x--\r\n", MULTIPART),
        "part meta is text/plain, and application/json is documented",
    ),
    "a file's type": (
        post(
            PART.format("file", '; filename="a"\r\nContent-Type: text/csv', "a") + "--x--\r\n",
            MULTIPART,
        ),
        "part file is text/csv, and image/* is documented",
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_documented_has_no_fault(oracle: Oracle, name: str) -> None:
    sent = RIGHT[name]
    host = HOST if sent.target != "/things" else "https://other.example.com"
    verdict = oracle.judge(sent, host, with_values=True)
    assert (verdict.unjudged, verdict.faults) == ("", ())


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_documented_is_a_fault(oracle: Oracle, name: str) -> None:
    sent, what = WRONG[name]
    host = HOST if sent.target != "/things" else "https://other.example.com"
    verdict = oracle.judge(sent, host, with_values=True)
    assert not verdict.unjudged
    assert any(what in fault for fault in verdict.faults), verdict.faults


def test_the_server_of_an_operation_comes_before_that_of_the_document(oracle: Oracle) -> None:
    verdict = oracle.judge(request("POST", "/v1/things"), HOST, with_values=True)
    assert any("Server not found" in fault for fault in verdict.faults)


def test_hostile_values_are_not_held_against_schemas(oracle: Oracle) -> None:
    sent = request("GET", "/v1/things?limit=many&key=k")
    assert not oracle.judge(sent, HOST, with_values=False).faults
    sent = request("GET", "/v1/things?key=k")
    assert oracle.judge(sent, HOST, with_values=False).faults


def test_a_fragment_tells_operations_with_one_path_apart(oracle: Oracle) -> None:
    def faults(target: str, fragment: str) -> tuple[str, ...]:
        return oracle.judge(request("GET", target), HOST, True, fragment).faults

    assert not faults("/v1/files/a?key=k", "")
    assert not faults("/v1/files/a?key=k&fields=b", "link")
    assert faults("/v1/files/a?key=k", "link") == ("Missing required query parameter: fields",)
    assert faults("/v1/files/a?key=k&fields=b", "") == ("no query parameter fields is documented",)


def test_a_query_in_a_path_tells_operations_apart(oracle: Oracle) -> None:
    for query, fault in (("view=small&", None), ("view=big&", "no query parameter view")):
        sent = request("GET", f"/v1/files/a?{query}key=k")
        found = oracle.judge(sent, HOST, with_values=True).faults
        assert not found if fault is None else fault in found[0]


UNJUDGED: dict[str, tuple[Any, str]] = {
    "2.0": ({"swagger": "2.0", "paths": {}}, "openapi-core does not read Swagger 2.0"),
    "4.0": ({"openapi": "4.0.0", "paths": {}}, "openapi-core does not read OpenAPI 4.0.0"),
    "no object": ([], "the document is no object"),
}


@pytest.mark.parametrize("name", UNJUDGED)
def test_a_document_that_can_not_be_judged_by_says_why(name: str, tmp_path: Path) -> None:
    document, why = UNJUDGED[name]
    file = tmp_path / "api.json"
    file.write_text(json.dumps(document), "utf-8")
    oracle = Oracle(file)
    try:
        assert oracle.unjudged == why
        assert oracle.judge(request("GET", "/"), HOST, with_values=True).unjudged == why
    finally:
        oracle.close()


def test_no_file_out_of_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text('{"type": "integer"}', "utf-8")
    (tmp_path / "docs").mkdir()
    file = tmp_path / "docs/api.json"
    schema = {"$ref": "../secret.json"}
    parameter = {"in": "query", "name": "a", "required": True, "schema": schema}
    operation = {"parameters": [parameter], "responses": {}}
    paths = {"/a": {"get": operation}}
    file.write_text(json.dumps({"openapi": "3.1.0", "info": {}, "paths": paths}), "utf-8")
    oracle = Oracle(file)
    try:
        verdict = oracle.judge(request("GET", "/a?a=x"), HOST, with_values=True)
        assert "is not in the folder of the document" in verdict.unjudged
    finally:
        oracle.close()


def test_a_pattern_that_takes_for_ever_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.verify.oracle._TO_JUDGE", 1)
    file = tmp_path / "api.json"
    schema = {"type": "string", "pattern": "^(a+)+$"}
    parameter = {"in": "query", "name": "a", "required": True, "schema": schema}
    paths = {"/a": {"get": {"parameters": [parameter], "responses": {}}}}
    file.write_text(json.dumps({"openapi": "3.1.0", "info": {}, "paths": paths}), "utf-8")
    oracle = Oracle(file)
    try:
        hostile = request("GET", f"/a?a={'a' * 40}!")
        assert "more than 1 s" in oracle.judge(hostile, HOST, with_values=True).unjudged
        assert not oracle.judge(request("GET", "/a?a=aa"), HOST, with_values=True).faults
    finally:
        oracle.close()


SERVERS = {
    "https://a.example.com/v1": ("https://a.example.com/v1", "https://b.example.com/v1"),
    "https://{x}.example.com/{y}": ("https://a.example.com/v1", "https://a.example.org/v1"),
    "https://a.example.com/{path}": ("https://a.example.com/v1/v2", "https://b.example.com/v1"),
    "//a.example.com/v1": ("https://a.example.com/v1", "https://b.example.com/v1"),
    "a.example.com/v1/": ("https://a.example.com/v1", "https://a.example.com/v2"),
    "/v1": ("https://any.example.com/v1", "https://any.example.com/v2"),
    "./v1": ("http://any.example.com/v1", "http://any.example.com"),
    "/": ("https://any.example.com", "https://any.example.com/v1"),
}


@pytest.mark.parametrize("url", SERVERS)
def test_a_server_is_known_by_its_url(url: str, tmp_path: Path) -> None:
    file = tmp_path / "api.json"
    names = ("scheme", "host", "path", "x", "y")
    server = {"url": url, "variables": {name: {"default": "a"} for name in names}}
    document = {
        "openapi": "3.1.0",
        "info": {},
        "servers": [server],
        "paths": {"/a": {"get": {"responses": {}}}},
    }
    file.write_text(json.dumps(document), "utf-8")
    oracle = Oracle(file)
    try:
        for host, is_known in zip(SERVERS[url], (True, False), strict=True):
            verdict = oracle.judge(request("GET", "/a"), host, with_values=True)
            assert not verdict.unjudged
            assert any("Server not found" in fault for fault in verdict.faults) is not is_known
    finally:
        oracle.close()
