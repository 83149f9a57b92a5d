"""Typed parameters, bodies and answers from the spec to the request, and what targets can't do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.model.api import Api, Operation
from generator.model.messages import BODY
from generator.model.text import Text, reveal
from generator.model.values import Object, Value, plain
from generator.rendering.capabilities import needed_capabilities
from generator.rendering.request import Binding, bind, make_request
from generator.review.model_diff import model_differences
from generator.review.sentences import plain as sentence
from generator.spec.loader import load
from tests.system.cli.conftest import gen

SPEC: dict[str, Any] = {
    "api": {"id": "shop", "title": "Shop", "version": "v1"},
    "endpoint": "https://shop.example.com",
    "schemas": {
        "item": {
            "fields": {
                "name": {"description": "A name.", "required": True, "example": "Ann"},
                "size": {"description": "A size.", "type": "integer", "default": 3},
                "tags": {"description": "Tags.", "items": {"enum": ["x", "y"]}},
            }
        }
    },
    "operations": {
        "make": {
            "title": "Make",
            "summary": "Make an item.",
            "method": "POST",
            "path": "/items/{id}",
            "parameters": {
                "id": {"type": "integer", "description": "An id.", "example": 7},
                "dry": {"in": "query", "type": "boolean", "description": "Dry.", "required": True,
                        "example": True},
                "joined": {"in": "query", "items": "string", "explode": False, "required": True,
                           "description": "Joined.", "example": ["a b", "c"]},
                "each": {"in": "query", "items": "integer", "required": True,
                         "description": "Each.", "example": [1, 2]},
                "maybe": {"in": "query", "type": "number", "description": "Maybe."},
            },
            "body": {"schema": "item"},
            "responses": {201: {"description": "Made.", "body": {"schema": "item"}}},
        },
        "list": {
            "title": "List",
            "summary": "List items.",
            "method": "GET",
            "path": "/items",
            "responses": {200: {"description": "All.", "body": {"items": {"schema": "item"}}}},
        },
        "gone": {
            "title": "Gone",
            "summary": "Remove all.",
            "method": "DELETE",
            "path": "/items",
            "responses": {204: "Gone."},
        },
    },
}  # fmt: skip


def api_of(tmp_path: Path, **operation: Any) -> Api:
    spec = yaml.safe_load(yaml.safe_dump(SPEC, sort_keys=False))
    spec["operations"]["make"] |= operation
    file = tmp_path / "shop.yaml"
    file.write_text(yaml.safe_dump(spec, sort_keys=False), "utf-8")
    return load(file)[0]


def make(tmp_path: Path, **operation: Any) -> Operation:
    return api_of(tmp_path, **operation).operations[0]


def test_what_is_sent_is_required_and_what_is_answered_is_all(tmp_path: Path) -> None:
    body = make(tmp_path).body
    assert body is not None
    assert plain(body.schema.sent()) == {"name": "Ann"}
    assert plain(body.schema.answered()) == {"name": "Ann", "size": 3, "tags": ["x"]}


def test_an_example_of_the_whole_may_send_more(tmp_path: Path) -> None:
    example = {"name": "Bo", "size": 4}
    body = make(tmp_path, body={"schema": "item", "example": example}).body
    assert body is not None
    assert plain(body.schema.sent()) == example


def test_lists_are_joined_or_repeated(tmp_path: Path) -> None:
    api = api_of(tmp_path)
    request = make_request(api, api.operations[0], bind(api))
    text = "".join(reveal(piece.text) for piece in request.url)
    assert text.endswith("?dry=true&joined=a%20b,c&each=1&each=2")


def test_a_binding_has_values_of_its_own(tmp_path: Path) -> None:
    api = api_of(tmp_path)
    values: dict[str, Value] = {
        "each": (Text("9"),),
        "joined": Text("x,y"),
        "maybe": 0.5,
        BODY: Object(((Text("name"), Text("Z")),)),
    }
    request = make_request(api, api.operations[0], Binding("https://x", 3, values))
    text = "".join(reveal(piece.text) for piece in request.url)
    assert text.endswith("&joined=x,y&each=9&maybe=0.5")
    assert request.body is not None
    assert plain(request.body.value) == {"name": "Z"}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"schema": "item"}, {"json-body"}),
        ({"type": "file", "example": "a.bin"}, {"file-body"}),
        (
            {
                "mediaType": "application/x-www-form-urlencoded",
                "fields": {"a": {"description": "A.", "required": True, "items": "string",
                                 "example": ["x", "y"]}},
            },
            {"form-body", "repeated-fields"},
        ),
        (
            {
                "mediaType": "multipart/form-data",
                "fields": {
                    "a": {"description": "A.", "required": True, "example": "x",
                          "mediaType": "text/csv"},
                    "b": {"description": "B.", "mediaType": "image/png", "type": "file",
                          "required": True, "example": "b.png"},
                },
            },
            {"multipart-body", "typed-fields"},
        ),
        (
            {
                "mediaType": "multipart/form-data",
                "fields": {"b": {"description": "B.", "required": True, "type": "file",
                                 "mediaType": "image/png", "example": "b.png"},
                           "c": {"description": "Not sent.", "mediaType": "text/csv"}},
            },
            {"multipart-body"},
        ),
    ],
)  # fmt: skip
def test_shapes_are_what_is_sent_and_what_comes_back(
    body: dict[str, Any], found: set[str], tmp_path: Path
) -> None:
    api = api_of(tmp_path, body=body)
    assert set(needed_capabilities(api, api.operations[0])) == {*found, "text-result"}


TARGETS = """
title: Own
encoders: {string: [{open: "'", close: "'"}]}
targets:
  own:
    title: Own
    template: own.txt.jinja
    file: own.txt
    fence: text
"""


def own(tmp_path: Path) -> list[str]:
    """Make a language that can do plain calls alone; give the words that choose it."""
    (tmp_path / "templates/own").mkdir(parents=True)
    (tmp_path / "templates/own/language.yaml").write_text(TARGETS, "utf-8")
    (tmp_path / "templates/own/own.txt.jinja").write_text("{{ operation.id|word }}\n", "utf-8")
    api_of(tmp_path)
    return ["--spec", str(tmp_path / "shop.yaml"), "--templates", str(tmp_path / "templates"),
            "--lang", "own"]  # fmt: skip


def test_what_a_target_can_not_do_is_told_and_not_made(tmp_path: Path) -> None:
    words = own(tmp_path)
    done = gen("render", *words, "--out", str(tmp_path / "out"))
    made = sorted(file.parent.parent.name for file in (tmp_path / "out").rglob("own.txt"))
    assert (done.code, made) == (0, ["gone"])
    todo = "describe it otherwise, or add {} to shapes in its language.yaml"
    json, text = todo.format("json-body"), todo.format("text-result")
    place = (tmp_path / "shop.yaml").as_posix()
    assert [line.replace(place, "") for line in done.err.splitlines()][:-1] == [
        f":25:12: own can't send a body of JSON, and makes no sample of make; {json}",
        f":25:12: own can't show what comes back, and makes no sample of make; {text}",
        f":69:12: own can't show what comes back, and makes no sample of list; {text}",
    ]


def test_lint_reports_it_and_finds_nothing_wrong(tmp_path: Path) -> None:
    done = gen("lint", *own(tmp_path))
    assert done.code == 0
    assert done.out.count("own can't") == 3
    assert done.err == "1 spec, 3 operations: 3 things not made\n"


@pytest.mark.parametrize(
    ("setting", "fault"),
    [
        ("id=seven", "'seven' is no integer"),
        ("id=7.5", "'7.5' is no integer"),
        ("dry=yes", "'yes' is no boolean"),
        ("maybe=x", "'x' is no number"),
        ("each=1,b", "'b' is no integer"),
    ],
)
def test_a_setting_has_the_type_of_its_parameter(setting: str, fault: str, tmp_path: Path) -> None:
    api_of(tmp_path)
    words = ["--spec", str(tmp_path / "shop.yaml"), "--lang", "python", "--out", str(tmp_path)]
    done = gen("render", *words, "--set", setting)
    assert (done.code, done.out) == (2, "")
    assert f"--set {setting}: {fault}; choose another value" in done.err


def test_a_setting_of_a_list_is_joined_by_commas(tmp_path: Path) -> None:
    api_of(tmp_path)
    words = ["--spec", str(tmp_path / "shop.yaml"), "--lang", "python", "--out", str(tmp_path)]
    done = gen("render", *words, "--operation", "make", "--set", "each=5,6", "--set", "joined=p,q")
    assert done.code == 0, done.err
    text = (tmp_path / "shop/v1/make/python/make.py").read_text("utf-8")
    assert "?dry=true&joined=p,q&each=5&each=6" in text


def told(old: Api, new: Api) -> list[tuple[str, bool]]:
    found = model_differences(old, new)
    assert found == [] or found[-1].step == new
    return [(sentence(difference.phrase), difference.breaking) for difference in found]


FIELD = {"description": "More.", "example": "m"}


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"more": FIELD}, [("field more added to schema item", False)]),
        (
            {"more": {**FIELD, "required": True}},
            [("required field more added to schema item", True)],
        ),
        ({"name": None}, [("field name of schema item is gone", True)]),
        (
            {"name": {"description": "The name.", "required": True, "example": "Ann"}},
            [
                (
                    'field name of schema item reworded: description "A name." is now "The name."',
                    False,
                )
            ],
        ),
        (
            {"name": {"description": "A name.", "example": "Ann"}},
            [("field name of schema item is not required any more", False)],
        ),
        (
            {"size": {"description": "A size.", "type": "integer", "default": 3, "maximum": 9}},
            [("field size of schema item changed: maximum added", True)],
        ),
        (
            {"size": {"description": "A size.", "type": "number", "default": 3}},
            [('field size of schema item changed: type "integer" is now "number"', True)],
        ),
        (
            {"tags": {"description": "Tags.", "items": {"enum": ["x"]}}},
            [("field tags[] of schema item changed: values", True)],
        ),
        (
            {"tags": {"description": "Tags.", "items": {"enum": ["x", "y", "z"]}}},
            [("field tags[] of schema item changed: values", False)],
        ),
    ],
)
def test_a_schema_that_changes_is_told_once(
    edit: dict[str, Any], said: list[tuple[str, bool]], tmp_path: Path
) -> None:
    old = api_of(tmp_path)
    spec = yaml.safe_load((tmp_path / "shop.yaml").read_text("utf-8"))
    fields = spec["schemas"]["item"]["fields"]
    for name, row in edit.items():
        if row is None:
            del fields[name]
        else:
            fields[name] = row
    (tmp_path / "shop.yaml").write_text(yaml.safe_dump(spec, sort_keys=False), "utf-8")
    assert told(old, load(tmp_path / "shop.yaml")[0]) == said


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        ({"method": "POST", "body": {"type": "file", "example": "a.bin"}},
         [("body of make is application/octet-stream now", True)]),
        ({"body": {"schema": "item", "description": "New."}},
         [("body of make reworded: description added", False)]),
        ({"responses": {201: "Made."}},
         [("response 201 of make has no body any more", True)]),
        ({"responses": {201: {"description": "Made.", "body": {"schema": "item"},
                              "headers": {"X-A": {"description": "A.", "example": "a"}}}}},
         [("headers of response 201 of make changed", False)]),
    ],
)  # fmt: skip
def test_what_an_operation_carries_is_told(
    operation: dict[str, Any], said: list[tuple[str, bool]], tmp_path: Path
) -> None:
    assert told(api_of(tmp_path), api_of(tmp_path, **operation)) == said


def test_a_parameter_that_is_required_now_breaks_callers(tmp_path: Path) -> None:
    parameters = {**SPEC["operations"]["make"]["parameters"]}
    parameters["maybe"] = {**parameters["maybe"], "required": True, "example": 1.5}
    assert told(api_of(tmp_path), api_of(tmp_path, parameters=parameters)) == [
        ("parameter maybe of make changed: example added", False),
        ("parameter maybe of make is required now", True),
    ]
