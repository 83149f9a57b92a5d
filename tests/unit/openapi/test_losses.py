"""What is replaced, cut or made up is reported where an author wrote something."""

from __future__ import annotations

from typing import Any

import pytest

from .reading import read

Node = dict[str, Any]


def document(operation: Node | None = None, version: str = "3.1.0", **more: Any) -> Node:
    whole = {"operationId": "do", "responses": {"200": {"description": "Ok."}}, **(operation or {})}
    return {"openapi": version, "info": {"title": "A", "version": "1"},
            "servers": [{"url": "https://a.example.com"}], "paths": {"/a": {"post": whole}},
            **more}  # fmt: skip


def body(media_type: str = "application/json", **content: Any) -> Node:
    return document({"requestBody": {"content": {media_type: content}}})


def with_schema(**schema: Any) -> Node:
    """A body of which a field has the schema."""
    return body(schema={"type": "object", "properties": {"a": schema}})


def parameter(**row: Any) -> Node:
    return document({"parameters": [{"name": "p", "in": "query", "required": True} | row]})


def answer(status: str, **response: Any) -> Node:
    responses = {"200": {"description": "Ok."}, status: {"description": "Hm."} | response}
    return document({"responses": responses})


def swagger(operation: Node | None = None, **more: Any) -> Node:
    whole = {"responses": {"200": {"description": "Ok."}}, **(operation or {})}
    return {"swagger": "2.0", "info": {"title": "A", "version": "1"}, "host": "a.example.com",
            "paths": {"/a": {"post": whole}}, **more}  # fmt: skip


NULL = {"type": "null"}
TEXT = {"type": "string"}
NULL_TEXT = {"type": ["string", "null"], "example": None}
FILE = {"type": "string", "format": "binary"}
KEY = {"type": "apiKey", "in": "query", "name": "p"}
OBJECT_WITH = {"type": "object", "properties": {"b": TEXT}}
DEEP: Node = {"type": "object", "properties": {"leaf": TEXT}}
for _ in range(32):
    DEEP = {"type": "object", "properties": {"a": DEEP}}

SCHEMAS: list[tuple[str, Node]] = [
    ("type", with_schema(type="int")),
    ("type", with_schema(type=["string", "integer"])),
    ("enum", with_schema(type="integer", enum=[1, "two"])),
    ("enum", with_schema(type="boolean", enum=[True])),
    ("enum", with_schema(type="array", enum=[["a"]])),
    ("const", with_schema(type="string", enum=["a", "b"], const="b")),
    ("example", with_schema(type="integer", example="two")),
    ("example", with_schema(type="integer", example="two", default=2)),
    ("example", with_schema(type="object", properties={"b": TEXT}, example="b")),
    ("example", with_schema(type="array", items=TEXT, example="b")),
    ("example", with_schema(type="string", example=None)),
    ("example", with_schema(type="object", properties={"b": TEXT}, example=None)),
    ("example", body(schema=TEXT, example=None)),
    ("examples", with_schema(type="string", examples=["a", "b"])),
    ("default", with_schema(type="array", items=TEXT, example=["a"], default=["b"])),
    ("default", with_schema(type="string", example="a", default={"b": 1})),
    ("default", with_schema(type="integer", example=5, default=50, maximum=10)),
    ("default", body(schema={"type": "array", "items": TEXT, "default": ["a"]}, example=["b"])),
    ("minLength", with_schema(type="integer", minLength=2)),
    ("minLength", with_schema(type="string", minLength="2")),
    ("items", with_schema(type="string", items=TEXT)),
    ("properties", with_schema(type="string", properties={"b": TEXT})),
    ("properties", with_schema(type="object", properties={" ": TEXT})),
    ("format", with_schema(type="integer", format="uuid")),
    ("format", with_schema(type="string", format="int32")),
    ("format", with_schema(type="boolean", format="uuid")),
    ("limits", with_schema(type="string", minLength=5, maxLength=2)),
    ("limits", with_schema(type="integer", maximum=10**301)),
    ("limits", with_schema(type="string", minLength=-1)),
    ("additionalProperties", with_schema(**OBJECT_WITH, additionalProperties=TEXT)),
    ("required", with_schema(**OBJECT_WITH, required=["c"], additionalProperties=False)),
    ("required", with_schema(type="string", required=["c"])),
    ("allOf", with_schema(allOf=[{"type": "string", "pattern": "^a"}, {"pattern": "b$"}])),
    ("allOf", with_schema(allOf=[{"enum": ["a", "b"]}, {"enum": ["b", "c"]}])),
    ("allOf", with_schema(allOf=[OBJECT_WITH, {"properties": {"b": {"type": "integer"}}}])),
    ("allOf", with_schema(allOf=[TEXT, {"type": "integer"}])),
    ("anyOf", with_schema(**OBJECT_WITH, anyOf=[{"required": ["b"]}, {"required": ["c"]}])),
    ("description", body(schema={"type": "object", "description": "All of it."})),
    ("description", with_schema(type="array", items={"type": "string", "description": "One."})),
    ("schema", body(schema={"type": "object", "properties": {"a": False}})),
    ("schema", body(schema={"type": "object", "properties": {"a": "string"}})),
    ("schema", body(schema=DEEP)),
    ("$ref", document({"requestBody": {"content": {"application/json": {"schema": {
        "$ref": "#/components/schemas/A", "maxLength": 3}}}}}, "3.0.3",
        components={"schemas": {"A": TEXT}})),
    ("$ref", with_schema(**{"$ref": "#/components/schemas/Gone"})),
    ("discriminator", with_schema(**OBJECT_WITH, discriminator={"propertyName": "b"})),
    ("discriminator", with_schema(**OBJECT_WITH, discriminator={"mapping": {"a": "A"}})),
    ("discriminator", with_schema(**OBJECT_WITH, discriminator={
        "propertyName": "b", "mapping": {"a": "Gone"}})),
    ("discriminator", with_schema(**OBJECT_WITH, discriminator={
        "propertyName": "b", "mapping": {"a": "A", "c": "C"}})),
    ("discriminator", document(
        {"requestBody": {"content": {"application/json": {"schema": {
            "$ref": "#/components/schemas/A"}}}}},
        components={"schemas": {"A": {"type": "object", "discriminator": {"propertyName": "b"},
                                      "properties": {"b": {"enum": ["a"]}}}}})),
    ("defaultMapping", with_schema(**OBJECT_WITH, discriminator={
        "propertyName": "b", "defaultMapping": "A"})),
    ("prefixItems", with_schema(type="array", prefixItems=[TEXT])),
    ("prefixItems", with_schema(type="string", prefixItems=[TEXT])),
    ("title", document({"requestBody": {"content": {"application/json": {"schema": {
        "$ref": "#/components/schemas/A", "title": "An A"}}}}},
        components={"schemas": {"A": TEXT}})),
    ("value", body(schema={"type": "object", "required": ["a"], "properties": {
        "a": {"not": {"type": "string"}, "type": "string"}}})),
]  # fmt: skip
PARAMETERS: list[tuple[str, Node]] = [
    ("parameter", document({"parameters": [{"in": "query", "schema": TEXT}]})),
    ("parameter", document({"parameters": ["p"]})),
    ("parameter", document({"parameters": [{"name": "p", "in": "body", "schema": TEXT}]})),
    ("parameter", document({"parameters": [{"name": "p", "in": "query", "schema": TEXT}] * 1 + [
        {"name": "p", "in": "query", "schema": {"type": "integer"}}]})),
    ("parameter", document({"parameters": [{"name": "p", "in": "query", "schema": TEXT}]},
                           security=[{"key": []}], components={"securitySchemes": {"key": KEY}})),
    ("parameter", document({"parameters": [{"name": "p", "in": "path", "required": False,
                                            "schema": TEXT}]}, paths={})),
    ("parameter", parameter(**{"in": "querystring"}, required=False,
                            content={"text/plain": {"schema": TEXT}})),
    ("style", parameter(schema=TEXT, style="simple")),
    ("style", parameter(schema=TEXT, style="deepObject")),
    ("parameter", parameter(**{"in": "cookie"}, schema=TEXT, style="cookie", example="a b",
                            required=False)),
    ("allowReserved", parameter(**{"in": "header"}, schema=TEXT, allowReserved=True)),
    ("explode", parameter(schema=TEXT, explode=False)),
    ("explode", parameter(schema={"type": "array", "items": TEXT}, style="pipeDelimited",
                          explode=True)),
    ("example", parameter(schema={"type": "integer"}, example="two")),
    ("example", parameter(schema={"type": "array", "items": TEXT}, example=[{"a": 1}])),
    ("example", parameter(schema={"type": "string", "example": "a"}, example="b")),
    ("example", parameter(schema={"type": ["string", "null"], "example": None})),
    ("example", parameter(schema={"type": "null"})),
    ("example", parameter(schema={"type": ["integer", "null"]}, example=None)),
    ("example", parameter(schema={"type": "array", "items": NULL_TEXT})),
    ("example", parameter(schema={"type": "object", "required": ["b"],
                                  "properties": {"b": NULL_TEXT}})),
    ("example", parameter(schema=OBJECT_WITH, example={"b": None})),
    ("example", parameter(schema={"type": "object"}, example={"b": None, "c": 1})),
    ("examples", parameter(schema=TEXT, example="c", examples={"a": {"value": "a"}, "b": {}})),
    ("content", parameter(schema=TEXT, content={"application/json": {"schema": TEXT}})),
    ("another media type", parameter(content={"application/json": {}, "text/plain": {}})),
    ("description", parameter(schema={"type": "string", "description": "Hm."})),
    ("example", parameter(schema={"type": "object"}, example="a=b")),
    ("parameter", parameter(schema={"type": "object"}, example={"a": 1})),
    ("parameter", document({"parameters": [
        {"name": name, "in": "query", "schema": {"type": "object"}, "example": {"a": 1}}
        for name in ("p", "q")]})),
]  # fmt: skip
CONTENTS: list[tuple[str, Node]] = [
    ("media type", body("multipart/form-data; boundary=a", schema=OBJECT_WITH)),
    ("media type", body("image/*", schema=FILE)),
    ("media type", body("application/xml", schema={"type": "object"}, example="<a/>")),
    ("body", document({"requestBody": {"content": {}}})),
    ("encoding", body("multipart/form-data", schema=OBJECT_WITH,
                      encoding={"c": {"contentType": "text/plain"}})),
    ("encoding", body("application/x-www-form-urlencoded", schema=OBJECT_WITH,
                      encoding={"b": {"contentType": "text/plain"}})),
    ("contentType", body("multipart/form-data", schema={
        "type": "object", "properties": {"b": OBJECT_WITH}},
        encoding={"b": {"contentType": "application/xml"}})),
    ("contentType", body("multipart/form-data", schema=OBJECT_WITH,
                         encoding={"b": {"contentType": "text"}})),
    ("contentType", body("multipart/form-data", schema=OBJECT_WITH,
                         encoding={"b": {"contentType": "text/html; charset=latin1"}})),
    ("contentType", body("multipart/form-data", schema=OBJECT_WITH,
                         encoding={"b": {"contentType": "text/html, text/plain"}})),
    ("style", body("multipart/form-data", schema=OBJECT_WITH,
                   encoding={"b": {"style": "pipeDelimited"}})),
    ("style", body("application/x-www-form-urlencoded", schema=OBJECT_WITH,
                   encoding={"b": {"style": "deepObject"}})),
    ("explode", body("application/x-www-form-urlencoded", schema=OBJECT_WITH,
                     encoding={"b": {"explode": True}})),
    ("headers", body("multipart/form-data", schema=OBJECT_WITH,
                     encoding={"b": {"headers": {"X-A": {"schema": TEXT}}}})),
    ("properties", body("multipart/form-data", schema={
        "type": "object", "properties": {"b": TEXT, " ": TEXT}})),
    ("description", body("multipart/form-data", schema={**OBJECT_WITH, "description": "A form."})),
    ("additionalProperties", body("multipart/form-data", schema={
        **OBJECT_WITH, "additionalProperties": TEXT})),
    ("$ref", body("multipart/form-data", schema={
        "type": "object", "properties": {"b": TEXT, "c": {"$ref": "#/components/schemas/Gone"}}})),
    ("media type", body("application/xml", schema={"type": "object"}, example="<a/>")),
    ("contentMediaType", with_schema(type="string", contentMediaType="text/html")),
    ("contentEncoding", with_schema(type="string", contentEncoding="base64")),
    ("example", body("multipart/form-data", schema={
        "type": "object", "properties": {"b": NULL_TEXT}})),
    ("example", body("application/x-www-form-urlencoded", schema={
        "type": "object", "required": ["b"], "properties": {"b": NULL_TEXT}})),
    ("example", body("text/plain", schema=NULL_TEXT)),
    ("example", body("multipart/form-data", schema=OBJECT_WITH, example={"c": "d"})),
    ("example", body("multipart/form-data", schema=OBJECT_WITH, example="b=c")),
    ("example", body("multipart/form-data", schema=OBJECT_WITH, example={"b": {"c": 1}})),
    ("example", answer("201", content={"text/plain": {"example": 7}})),
    ("example", answer("400", content={"application/json": {"example": "No."}})),
    ("content", answer("204", content={"application/json": {"schema": TEXT}})),
    ("response", answer("9XX")),
    ("stream", answer("200", content={"text/event-stream": {"schema": TEXT}})),
    ("stream", answer("200", content={"application/x-ndjson": {"schema": TEXT}})),
    ("response", answer("2XX")),
    ("response header", answer("404", headers={"X-Rate": {"schema": TEXT}})),
    ("response header", answer("201", headers={"Location": {"schema": TEXT}})),
    ("error of another media type", answer("404", content={
        "application/json": {"schema": TEXT}, "application/problem+json": {"schema": TEXT}})),
    ("externalValue", body(schema=TEXT, examples={"a": {"externalValue": "gone.json"}})),
    ("serializedValue", body(schema=TEXT, examples={"a": {"serializedValue": '"a"'}})),
]  # fmt: skip
OTHERS: list[tuple[str, Node]] = [
    ("optional credentials", document(security=[{}, {"key": []}],
                                      components={"securitySchemes": {"key": KEY}})),
    ("alternative credentials", document(security=[{"key": []}, {"other": []}],
        components={"securitySchemes": {"key": KEY, "other": {**KEY, "name": "q"}}})),
    ("credentials", document(security=[{"key": []}, {"none": []}],
                             components={"securitySchemes": {"key": KEY}})),
    ("credentials", document(security=[{"key": []}, "key"],
                             components={"securitySchemes": {"key": KEY}})),
    ("scopes", document(security=[{"key": "read"}], components={"securitySchemes": {"key": KEY}})),
    ("scopes", document(security=[{"key": []}], components={"securitySchemes": {"key": {
        "type": "oauth2", "flows": {"password": {"tokenUrl": "https://a.example.com",
            "scopes": {f"s{number}": "" for number in range(31)}}}}}})),
    ("server variable", document(servers=[{"url": "https://a.example.com",
                                           "variables": {"a": {"default": "b"}}}])),
    ("server variable", document(servers=[{"url": "https://{a}.example.com",
                                           "variables": {"a": {"enum": ["b"], "default": "c"}}}])),
    ("server variable", document(servers=[{"url": "https://{a}.example.com",
                                           "variables": {"a": {"enum": ["1", 2]}}}])),
    ("server variable", document(servers=[{"url": "https://{a}.example.com"}])),
    ("another server", document(servers=[{"url": "https://a.example.com/v1"},
                                         {"url": "https://a.example.com/v2"}])),
    ("description", document(servers=[{"url": "https://a.example.com", "description": "Live"}])),
    ("schemes", swagger(schemes=["http", "https"])),
    ("schemes", swagger({"schemes": ["http"]})),
    ("style", swagger({"parameters": [{"name": "p", "in": "query", "type": "array", "items": TEXT,
                                       "required": True, "collectionFormat": "lines"}]})),
    ("parameter", swagger({"parameters": [{"name": "b", "in": "body", "schema": TEXT},
                                          {"name": "f", "in": "formData", "type": "string"}]})),
    ("another media type", swagger({"consumes": ["application/json"], "parameters": [
        {"name": "f", "in": "formData", "type": "string"}]})),
    ("$ref", {**document({"$ref": "#/x-operation"}), "x-operation": {"responses": {}}}),
    ("path", document(paths={"/a": {"get": {"responses": {}}}, "/b": 7})),
    ("path", document(paths={"/a#b": {"get": {"responses": {}}}})),
    ("path", document(paths={"/%2E/b": {"get": {"responses": {}}}})),
    ("operation", document(paths={"/a": {"get": {"responses": {}}, "put": 7}})),
    ("operation", document(paths={"/a": {"get": {"responses": {}},
                                         "put": {"$ref": "#/info/title"}}})),
    ("description", document({"servers": [{"url": "https://b.example.com", "description": "B"}]})),
    ("description", document(servers=[{"url": "/v1", "description": "Live"}])),
    ("path", document(paths={"/a/../b": {"get": {"responses": {}}}})),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "node"), [*SCHEMAS, *PARAMETERS, *CONTENTS, *OTHERS], ids=lambda row: str(row)[:20]
)
def test_it_is_reported(kind: str, node: Node) -> None:
    if not node["paths"]:  # a parameter of the path
        whole = document()["paths"]["/a"]["post"]
        row = {"name": "p", "in": "path", "required": False, "schema": TEXT}
        node["paths"] = {"/a/{p}": {"post": {**whole, "parameters": [row]}}}
    reading = read(node)
    assert reading.problems == []
    assert kind in reading.kinds


def test_a_document_without_losses_has_no_report() -> None:
    node = body(schema={"type": "object", "properties": {"a": {"type": "string", "default": "b"}}},
                example={"a": "c"})  # fmt: skip
    assert [row[:1] for row in read(node).items] == []
    same = {"deprecated": False, "tags": [], "description": ""}
    assert read(document(same)).items == []


@pytest.mark.parametrize("times", [1, 2])
def test_operation_ids_that_are_there_twice_are_reported(times: int) -> None:
    rows = {f"/{n}": {"get": {"operationId": "a", "responses": {"200": {"description": "."}}}}
            for n in range(times)}  # fmt: skip
    reading = read(document(paths=rows))
    assert ("operationId" in reading.kinds) == (times == 2)


@pytest.mark.parametrize(
    ("schema", "default"),
    [
        ({"type": "integer", "default": 20, "example": 5}, 20),
        ({"type": "integer", "default": 20}, 20),
        ({"type": "boolean", "default": False, "example": True}, False),
        ({"type": "string", "default": "b", "enum": ["a", "b"]}, "b"),
    ],
)
@pytest.mark.parametrize("own", [{}, {"example": 7}])
def test_defaults_of_parameters_are_kept(schema: Node, default: object, own: Node) -> None:
    row = {"name": "p", "in": "query", "required": True, "schema": schema, **own}
    node = document()
    node["paths"]["/a"]["post"]["parameters"] = [row]
    reading = read(node)
    assert "default" not in reading.kinds
    (operation,) = reading.model["operations"]
    assert operation["parameters"][0]["schema"]["default"] == default
