"""Operations and paths that are references, and references that lead nowhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.errors import ProblemsError
from generator.model.text import reveal
from generator.model.values import plain
from generator.openapi.unsupported import Unsupported
from generator.rendering.request import bind, make_request
from generator.spec.loader import load

_OPERATION = {
    "operationId": "make",
    "parameters": [{"name": "q", "in": "query", "required": True, "example": "x",
                    "schema": {"type": "string"}}],
    "responses": {"200": {"description": "ok"}},
}  # fmt: skip


def write(folder: Path, paths: dict[str, Any], **more: Any) -> Path:
    document = {"openapi": "3.0.3", "info": {"title": "S", "version": "1"},
                "servers": [{"url": "https://a.example.com"}], "paths": paths, **more}  # fmt: skip
    (folder / "api.json").write_text(json.dumps(document), "utf-8")
    return folder / "api.json"


@pytest.mark.parametrize(
    "paths",
    [
        {"/a/{id}": {"get": {"$ref": "ops/make.json"}}},
        {"/a/{id}": {"get": {"$ref": "#/x-operations/make"}}},
        {"/a/{id}": {"get": {"$ref": "ops/chain.json#/one"}}},
        {"/a/{id}": {"$ref": "ops/item.json"}},
    ],
)
def test_an_operation_can_be_a_reference(tmp_path: Path, paths: dict[str, Any]) -> None:
    shared = [{"name": "id", "in": "path", "required": True, "example": "1",
               "schema": {"type": "string"}}]  # fmt: skip
    for item in paths.values():
        if "get" in item:
            item["parameters"] = shared
    (tmp_path / "ops").mkdir()
    for name, value in {
        "make": _OPERATION,
        "chain": {"one": {"$ref": "#/two"}, "two": {"$ref": "make.json"}},
        "item": {"parameters": shared, "get": {"$ref": "make.json"}},
    }.items():
        (tmp_path / f"ops/{name}.json").write_text(json.dumps(value), "utf-8")
    unsupported = Unsupported()
    path = write(tmp_path, paths, **{"x-operations": {"make": _OPERATION}})
    (api,) = load(path, unsupported)
    (operation,) = api.operations
    request = make_request(api, operation, bind(api))
    assert operation.id == "make"
    assert reveal(request.url_template) == "GET https://a.example.com/a/{id}?q={q}"
    assert unsupported.counts() == []


def test_an_operation_that_is_no_object_is_reported(tmp_path: Path) -> None:
    unsupported = Unsupported()
    load(write(tmp_path, {"/a": {"get": _OPERATION, "put": None}}), unsupported)
    assert unsupported.counts() == [("operation", 1)]


def test_an_operation_that_leads_nowhere_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match="leads nowhere"):
        load(write(tmp_path, {"/a": {"get": {"$ref": "#/gone"}}}))


_BODY = """info: {title: T, version: "1"}
servers: [{url: "https://a.example.com"}]
paths: {/a: {get: {operationId: a, responses: {"200": {description: ok}}}}}
"""


@pytest.mark.parametrize(
    "text",
    [
        f"---\nopenapi: 3.0.3\n{_BODY}",
        f"\ufeff%YAML 1.2\n--- # first\n\n# second\nopenapi: 3.0.3\n{_BODY}",
        "---\n" + "".join(f"  {line}\n" for line in f"openapi: 3.0.3\n{_BODY}".splitlines()),
        "{" + ", ".join(f"openapi: 3.0.3\n{_BODY}".splitlines()) + "}\n",
        "--- { # a comment\n" + ", ".join(f'{_BODY}"openapi": 3.0.3'.splitlines()) + "}\n",
    ],
)
def test_a_yaml_document_begins_as_yaml_can(tmp_path: Path, text: str) -> None:
    (tmp_path / "api.yaml").write_text(text, "utf-8")
    (api,) = load(tmp_path / "api.yaml")
    assert [operation.id for operation in api.operations] == ["a"]


def test_a_key_within_a_spec_makes_it_no_document(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text("api:\n  openapi: 3.0.3\n", "utf-8")
    with pytest.raises(ProblemsError, match=r"openapi is not known here|unknown"):
        load(tmp_path / "api.yaml")


def _body(required: list[str], kind: dict[str, Any]) -> dict[str, Any]:
    schema = {"type": "object", "required": required,
              "properties": {"name": {"type": "string", "example": "x"}, "kind": kind}}  # fmt: skip
    return {"/a": {"post": {"requestBody": {"content": {"application/json": {"schema": schema}}},
                            "responses": {"200": {"description": "ok"}}}}}  # fmt: skip


@pytest.mark.parametrize(
    "kind",
    [
        {"$ref": "#/components/schemas/Gone"},
        {"type": "array", "items": {"$ref": "#/components/schemas/Gone"}},
        {"$ref": "#/components/schemas/Chain"},
    ],
)
def test_a_reference_that_no_request_needs_may_lead_nowhere(
    tmp_path: Path, kind: dict[str, Any]
) -> None:
    schemas = {"Chain": {"$ref": "#/components/schemas/Gone"}}
    unsupported = Unsupported()
    path = write(tmp_path, _body(["name"], kind), components={"schemas": schemas})
    (api,) = load(path, unsupported)
    (operation,) = api.operations
    assert operation.body is not None
    assert plain(operation.body.schema.sent()) == {"name": "x"}
    assert unsupported.counts() == [("$ref", 1)]
    path = write(tmp_path, _body(["name", "kind"], kind), components={"schemas": schemas})
    with pytest.raises(ProblemsError, match="leads nowhere"):
        load(path)


def test_a_reference_that_one_of_two_requests_needs_is_an_error(tmp_path: Path) -> None:
    thing = {"type": "object", "required": ["kind"],
             "properties": {"kind": {"$ref": "#/components/schemas/Gone"}}}  # fmt: skip
    reference = {"$ref": "#/components/schemas/Thing"}
    for required in (["name"], ["kind"]):
        paths = _body(["name"], reference)
        paths["/b"] = _body(required, reference)["/a"]
        path = write(tmp_path, paths, components={"schemas": {"Thing": thing}})
        if required == ["name"]:
            assert len(load(path)[0].operations) == 2
        else:
            with pytest.raises(ProblemsError, match="leads nowhere"):
                load(path)


def test_an_answer_that_leads_nowhere_is_reported(tmp_path: Path) -> None:
    gone = {"$ref": "#/components/responses/Gone"}
    operation = {"responses": {"200": {"description": "ok"}, "404": gone}}
    unsupported = Unsupported()
    load(write(tmp_path, {"/a": {"get": operation}}), unsupported)
    assert unsupported.counts() == [("$ref", 1)]
