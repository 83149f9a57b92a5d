"""How samples write arrays and objects in each place and style, and which they can't write."""

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

LIST = {"type": "array", "items": {"type": "string"}}
OBJECT = {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "string"}}}
MEMBERS = {"a": 1, "b": "x,y"}


def sent(folder: Path, row: dict[str, Any], version: str = "3.1.0") -> tuple[str, list[str]]:
    """Return the target and the fields of the request, and what is reported.

    The target is empty if no sample is made.
    """
    parameter = {"name": "p", "required": True, **row}
    path = "/a/{p}" if row["in"] == "path" else "/a"
    answer = {"responses": {"200": {"description": "Ok."}}}
    document: dict[str, Any] = {
        "info": {"title": "S", "version": "1"},
        "paths": {path: {"get": {"operationId": "get", "parameters": [parameter], **answer}},
                  "/b": {"get": answer}},
    }  # fmt: skip
    if version == "2.0":
        document |= {"swagger": "2.0", "host": "a.example.com"}
    else:
        document |= {"openapi": version, "servers": [{"url": "https://a.example.com"}]}
    (folder / "api.json").write_text(json.dumps(document), "utf-8")
    unsupported = Unsupported()
    (api,) = load(folder / "api.json", unsupported)
    losses = [f"{item.kind}: {item.what}" for item in unsupported]
    operation = next((row for row in api.operations if row.id == "get"), None)
    if operation is None:
        return "", losses
    request = make_request(api, operation, bind(api))
    pieces = [
        reveal(piece.value.value) if isinstance(piece.value, Variable) else reveal(piece.text)
        for piece in request.url
    ]
    fields = [f" {reveal(f.name)}: {reveal(f.value)}" for f in request.headers if f.value]
    return "".join([*pieces, *fields]).removeprefix("https://a.example.com/a"), losses


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ({"in": "query", "schema": LIST, "example": ["a b", "c,d"]}, "?p=a%20b&p=c%2Cd"),
        ({"in": "query", "explode": False, "schema": LIST, "example": ["a b", "c,d", "e&f"]},
         "?p=a%20b,c%2Cd,e%26f"),
        ({"in": "query", "style": "pipeDelimited", "explode": False, "schema": LIST,
          "example": ["a,b", "c"]}, "?p=a%2Cb%7Cc"),
        ({"in": "query", "style": "spaceDelimited", "schema": LIST, "example": ["a", "b+c"]},
         "?p=a%20b%2Bc"),
        ({"in": "query", "explode": False, "schema": OBJECT, "example": MEMBERS},
         "?p=a,1,b,x%2Cy"),
        ({"in": "query", "schema": OBJECT, "example": MEMBERS}, "?a=1&b=x%2Cy"),
        ({"in": "query", "style": "deepObject", "schema": OBJECT, "example": MEMBERS},
         "?p%5Ba%5D=1&p%5Bb%5D=x%2Cy"),
        ({"in": "path", "schema": LIST, "example": ["a/b", "c,d"]}, "/a%2Fb,c%2Cd"),
        ({"in": "path", "schema": OBJECT, "example": MEMBERS}, "/a,1,b,x%2Cy"),
        ({"in": "path", "explode": True, "schema": OBJECT, "example": MEMBERS}, "/a=1,b=x%2Cy"),
        ({"in": "path", "style": "label", "schema": LIST, "example": ["a", "b"]}, "/.a,b"),
        ({"in": "path", "style": "label", "explode": True, "schema": LIST, "example": ["a", "b"]},
         "/.a.b"),
        ({"in": "path", "style": "label", "schema": OBJECT, "example": MEMBERS}, "/.a,1,b,x%2Cy"),
        ({"in": "path", "style": "label", "explode": True, "schema": OBJECT, "example": MEMBERS},
         "/.a=1.b=x%2Cy"),
        ({"in": "path", "style": "label", "schema": {"type": "string"}, "example": "a"}, "/.a"),
        ({"in": "path", "style": "matrix", "schema": LIST, "example": ["a", "b"]}, "/;p=a,b"),
        ({"in": "path", "style": "matrix", "explode": True, "schema": LIST, "example": ["a", "b"]},
         "/;p=a;p=b"),
        ({"in": "path", "style": "matrix", "schema": OBJECT, "example": MEMBERS},
         "/;p=a,1,b,x%2Cy"),
        ({"in": "path", "style": "matrix", "explode": True, "schema": OBJECT, "example": MEMBERS},
         "/;a=1;b=x%2Cy"),
        ({"in": "path", "style": "matrix", "schema": {"type": "string"}, "example": "a"}, "/;p=a"),
        ({"in": "header", "schema": LIST, "example": ["a b", "c"]}, " p: a b,c"),
        ({"in": "header", "schema": OBJECT, "example": {"a": 1, "b": "x"}}, " p: a,1,b,x"),
        ({"in": "header", "explode": True, "schema": OBJECT, "example": {"a": 1, "b": "x"}},
         " p: a=1,b=x"),
        ({"in": "cookie", "explode": False, "schema": LIST, "example": ["a", "b,c"]},
         " Cookie: p=a,b%2Cc"),
        ({"in": "cookie", "explode": False, "schema": OBJECT, "example": MEMBERS},
         " Cookie: p=a,1,b,x%2Cy"),
        ({"in": "query", "content": {"application/json": {"schema": {"type": "string"},
                                                          "example": "hi"}}}, "?p=%22hi%22"),
        ({"in": "query", "content": {"application/vnd.a+json": {"schema": OBJECT,
                                                                "example": '{"a": 1}'}}},
         "?p=%7B%22a%22%3A%201%7D"),
        ({"in": "query", "content": {"text/plain": {"schema": {"type": "string"},
                                                    "example": "hi"}}}, "?p=hi"),
        ({"in": "query", "allowReserved": True, "schema": {"type": "string"},
          "example": "https://x.example.com/a?b=c&d#e f+g"},
         "?p=https://x.example.com/a?b=c%26d%23e%20f%2Bg"),
        ({"in": "query", "allowReserved": True, "explode": False, "schema": LIST,
          "example": ["a/b", "c,d"]}, "?p=a/b,c%2Cd"),
    ],
)  # fmt: skip
def test_what_a_document_says_is_what_is_sent(
    tmp_path: Path, row: dict[str, Any], text: str
) -> None:
    assert sent(tmp_path, row) == (text, [])


_NO_SAMPLE = "no sample is made of the operation"
_COOKIES = "style: OpenAPI does not define form with explode here; samples send a cookie for each"


@pytest.mark.parametrize(
    ("row", "text", "losses"),
    [
        ({"in": "query", "style": "pipeDelimited", "explode": True, "schema": LIST,
          "example": ["a", "b"]}, "?p=a&p=b",
         ["explode: OpenAPI does not define it for pipeDelimited; samples write form"]),
        ({"in": "cookie", "schema": LIST, "example": ["a", "b"]}, " Cookie: p=a; p=b", [_COOKIES]),
        ({"in": "cookie", "schema": OBJECT, "example": {"a": 1, "b": "x"}}, " Cookie: a=1; b=x",
         [_COOKIES]),
        ({"in": "query", "style": "pipeDelimited", "explode": False, "schema": LIST,
          "example": ["a|b"]}, "",
         [f"parameter: a value has '|' in it, which separates values here; {_NO_SAMPLE}"]),
        ({"in": "query", "style": "spaceDelimited", "explode": False, "schema": LIST,
          "example": ["a b"]}, "",
         [f"parameter: a value has ' ' in it, which separates values here; {_NO_SAMPLE}"]),
        ({"in": "path", "style": "label", "explode": True, "schema": LIST, "example": ["1.5"]}, "",
         [f"parameter: a value has '.' in it, which separates values here; {_NO_SAMPLE}"]),
        ({"in": "header", "schema": LIST, "example": ["a,b"]}, "",
         [f"parameter: a value has ',' in it, which separates values here; {_NO_SAMPLE}"]),
        ({"in": "query", "style": "deepObject", "schema": LIST, "example": ["a"]}, "",
         [f"parameter: OpenAPI does not define deepObject for an array; {_NO_SAMPLE}"]),
        ({"in": "header", "style": "form", "schema": LIST, "example": ["a"]}, "",
         [f"parameter: no sample writes the style form in its header; {_NO_SAMPLE}"]),
        ({"in": "query", "schema": {"type": "array", "items": OBJECT}, "example": [MEMBERS]}, "",
         [f"parameter: no style writes an array of objects or arrays; {_NO_SAMPLE}"]),
        ({"in": "path", "schema": OBJECT, "example": {"a": {"c": 1}}}, "",
         [f"parameter: no style writes an object with objects or arrays in it; {_NO_SAMPLE}"]),
        ({"in": "header", "schema": {"type": "string"}, "example": "ä"}, "",
         [f"parameter: a header value is printable ASCII; {_NO_SAMPLE}"]),
        ({"in": "header", "allowReserved": True, "schema": {"type": "string"}, "example": "a"},
         " p: a", ["allowReserved: it says nothing about parameters outside of the query; "
                   "it is left out"]),
        ({"in": "query", "required": False, "style": "deepObject", "schema": LIST,
          "example": ["a"]}, "",
         ["parameter: OpenAPI does not define deepObject for an array; it is left out"]),
    ],
)  # fmt: skip
def test_what_samples_write_otherwise_is_reported(
    tmp_path: Path, row: dict[str, Any], text: str, losses: list[str]
) -> None:
    assert sent(tmp_path, row) == (text, losses)


@pytest.mark.parametrize(
    ("row", "text", "losses"),
    [
        ({"style": "cookie", "schema": {"type": "string"}, "example": "abc"}, " Cookie: p=abc", []),
        ({"style": "cookie", "schema": {"type": "string"}, "example": "a b"}, "",
         [f"parameter: the style cookie percent-encodes nothing, and its value needs that; "
          f"{_NO_SAMPLE}"]),
        ({"style": "cookie", "schema": LIST, "example": ["a", "b"]}, " Cookie: p=a; p=b", []),
    ],
)  # fmt: skip
def test_the_style_cookie_encodes_nothing(
    tmp_path: Path, row: dict[str, Any], text: str, losses: list[str]
) -> None:
    assert sent(tmp_path, {"in": "cookie", **row}, "3.2.0") == (text, losses)


@pytest.mark.parametrize(
    ("row", "text", "losses"),
    [
        ({"in": "query"}, "?p=a,b", []),
        ({"in": "query", "collectionFormat": "csv"}, "?p=a,b", []),
        ({"in": "query", "collectionFormat": "ssv"}, "?p=a%20b", []),
        ({"in": "query", "collectionFormat": "pipes"}, "?p=a%7Cb", []),
        ({"in": "query", "collectionFormat": "multi"}, "?p=a&p=b", []),
        ({"in": "path", "collectionFormat": "csv"}, "/a,b", []),
        ({"in": "header", "collectionFormat": "csv"}, " p: a,b", []),
        ({"in": "query", "collectionFormat": "tsv"}, "",
         [f"parameter: no sample writes the style tsv in its query; {_NO_SAMPLE}"]),
        ({"in": "path", "collectionFormat": "pipes"}, "",
         [f"parameter: no sample writes the style pipeDelimited in its path; {_NO_SAMPLE}"]),
        ({"in": "header", "collectionFormat": "multi"}, "",
         [f"parameter: no sample writes the style multi in its header; {_NO_SAMPLE}"]),
    ],
)  # fmt: skip
def test_collection_formats(
    tmp_path: Path, row: dict[str, Any], text: str, losses: list[str]
) -> None:
    whole = {"type": "array", "items": {"type": "string"}, "x-example": ["a", "b"], **row}
    assert sent(tmp_path, whole, "2.0") == (text, losses)


@pytest.mark.parametrize("name", ["Content-Range", "proxy-x", "Sec-Token", "a b"])
def test_a_required_header_that_not_every_client_sends_makes_no_sample(
    tmp_path: Path, name: str
) -> None:
    row = {"in": "header", "name": name, "schema": {"type": "string"}, "example": "a"}
    what = f"parameter: not every client sends the header {name}"
    assert sent(tmp_path, row) == ("", [f"{what}; {_NO_SAMPLE}"])
    assert sent(tmp_path, {**row, "required": False}) == ("", [f"{what}; it is left out"])


@pytest.mark.parametrize("name", ["Content-Length", "host", "Expect", "accept"])
def test_a_required_header_that_every_client_writes_is_left_out(tmp_path: Path, name: str) -> None:
    row = {"in": "header", "name": name, "schema": {"type": "string"}, "example": "a"}
    target, losses = sent(tmp_path, row)
    assert " Accept:" not in target
    assert len(losses) == 1 and losses[0].endswith("; it is left out")


def test_an_empty_value_is_sent_where_it_may_be_empty(tmp_path: Path) -> None:
    text = {"schema": {"type": "string"}, "example": ""}
    allowed, _ = sent(tmp_path, {"in": "query", "allowEmptyValue": True, **text})
    assert allowed == "?p="
    assert sent(tmp_path, {"in": "query", **text}) == ("?p=", [])


def test_an_object_with_more_names_than_its_schema_sends_them_all(tmp_path: Path) -> None:
    schema = {**OBJECT, "additionalProperties": {"type": "string"}}
    row = {"in": "query", "style": "deepObject", "schema": schema, "example": {"a": 1, "c": "d"}}
    target, losses = sent(tmp_path, row)
    assert target == "?p%5Ba%5D=1&p%5Bc%5D=d"
    assert "parameter: names are open: samples have those of the example" in losses
