"""The target of requests: paths with odd parts, parameters of one name, objects in the query."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.model.text import reveal
from generator.openapi.unsupported import Unsupported
from generator.rendering.expressions import Variable
from generator.rendering.request import bind, make_request
from generator.spec.loader import load


def target(folder: Path, path: str, *parameters: dict[str, Any]) -> tuple[str, list[str]]:
    """Return the path and query of the request, empty if no sample is made, and the losses."""
    operations = {path: {"get": {"operationId": "get", "parameters": [*parameters],
                                 "responses": {"200": {"description": "ok"}}}},
                  "/other": {"get": {"responses": {"200": {"description": "ok"}}}}}  # fmt: skip
    document = {"openapi": "3.0.3", "info": {"title": "S", "version": "1"},
                "servers": [{"url": "https://a.example.com"}], "paths": operations}  # fmt: skip
    (folder / "api.json").write_text(json.dumps(document), "utf-8")
    unsupported = Unsupported()
    (api,) = load(folder / "api.json", unsupported)
    losses = [f"{item.kind}: {item.what}" for item in unsupported]
    operation = next((o for o in api.operations if o.id == "get"), None)
    if operation is None:
        return "", losses
    request = make_request(api, operation, bind(api))
    pieces = [
        reveal(p.value.value) if isinstance(p.value, Variable) else reveal(p.text)
        for p in request.url
    ]
    return "".join(pieces).removeprefix("https://a.example.com"), losses


def query(**more: Any) -> dict[str, Any]:
    return {"name": "f", "in": "query", "required": True, "schema": {"type": "object"}} | more


_OPEN = "parameter: names are open: samples have those of the example"
_MEMBERS = "additionalProperties: no page says what members without a name of their own may be"
_NESTED = "style: OpenAPI does not define nested values: samples write them as name[key][key]"


@pytest.mark.parametrize(
    ("parameter", "sent", "losses"),
    [
        (query(style="deepObject", example={"a": "x,y", "b c": 1}),
         "f%5Ba%5D=x%2Cy&f%5Bb%20c%5D=1", [_OPEN]),
        (query(style="deepObject", schema={"type": "object", "example": {"on": True}}),
         "f%5Bon%5D=true", [_OPEN]),
        (query(style="deepObject",
               schema={"type": "object", "additionalProperties": {"type": "integer"}}),
         "f%5Bexample%5D=1", [_OPEN, _MEMBERS]),
        (query(style="deepObject"), "f%5Bkey%5D=value", [_OPEN]),
        (query(example={"a": 1, "b": "x"}), "a=1&b=x", [_OPEN]),
        (query(style="deepObject", example={"a": {"b": {"c": 1}}, "l": ["x", "y"]}),
         "f%5Ba%5D%5Bb%5D%5Bc%5D=1&f%5Bl%5D=x&f%5Bl%5D=y", [_NESTED]),
        (query(style="deepObject", schema={"type": "object", "required": ["at"], "properties": {
            "at": {"type": "object", "required": ["gt"], "properties": {
                "gt": {"type": "integer", "example": 5}}}}}),
         "f%5Bat%5D%5Bgt%5D=5", [_NESTED]),
        (query(style="deepObject", schema={"type": "object", "required": ["a"], "properties": {
            "a": {"type": "string", "example": "x"}}}), "f%5Ba%5D=x", []),
    ],
)  # fmt: skip
def test_an_object_in_the_query_is_never_its_own_name(
    tmp_path: Path, parameter: dict[str, Any], sent: str, losses: list[str]
) -> None:
    assert target(tmp_path, "/p", parameter) == (f"/p?{sent}", losses)


def test_an_optional_object_of_which_nothing_is_known_is_left_out(tmp_path: Path) -> None:
    sent, losses = target(tmp_path, "/p", query(style="deepObject", required=False))
    assert sent == "/p"
    assert losses == ["parameter: its object has neither fields nor an example; it is left out"]


@pytest.mark.parametrize(
    "parameter",
    [
        query(example={"a": {"b": 1}}),
        query(style="deepObject", example={"a": [{"b": 1}]}),
    ],
)
def test_an_object_that_no_style_writes_makes_no_sample(
    tmp_path: Path, parameter: dict[str, Any]
) -> None:
    sent, losses = target(tmp_path, "/p", parameter)
    assert sent == ""
    assert len(losses) == 1
    assert losses[0].endswith("; no sample is made of the operation")


def test_a_fragment_of_a_path_is_not_sent(tmp_path: Path) -> None:
    sent, losses = target(tmp_path, "/p#share")
    assert sent == "/p"
    assert losses == ["path: #share is never sent (RFC 3986, section 3.5)"]


@pytest.mark.parametrize("path", ["/a//b", "//a", "/a/b/", "/a/%2F/b"])
def test_a_path_is_sent_as_it_is_written(tmp_path: Path, path: str) -> None:
    assert target(tmp_path, path) == (path, [])


def test_two_parameters_of_one_name_are_not_mixed_up(tmp_path: Path) -> None:
    def parameter(where: str, required: bool) -> dict[str, Any]:
        return {"name": "id", "in": where, "required": required,
                "schema": {"type": "string"}, "example": where}  # fmt: skip

    path = parameter("path", required=True)
    for order in ([path, parameter("query", required=False)],
                  [parameter("query", required=False), path]):  # fmt: skip
        sent, losses = target(tmp_path, "/p/{id}", *order)
        assert (sent, losses) == ("/p/path", ["parameter: another has this name; it is left out"])
    sent, losses = target(tmp_path, "/p/{id}", path, parameter("query", required=True))
    assert sent == ""
    assert losses == ["parameter: another has this name; no sample is made of the operation"]
