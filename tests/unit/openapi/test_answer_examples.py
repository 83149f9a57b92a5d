"""Named examples of answers: which pages show, and what becomes of them in a spec."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from generator.model.api import Api
from generator.model.text import reveal
from generator.model.values import plain
from generator.pipeline import read_inputs
from generator.spec.loader import load, load_text
from generator.spec.writer import write_spec

TWO = {"two": {"summary": "Two", "description": "Both.", "value": [1, 2]}, "none": {"value": []}}


def read(path: Path, media_type: str = "application/json", **content: Any) -> Api:
    answer = {"description": "Fine.", "content": {media_type: content}}
    get = {"operationId": "get", "summary": "Get", "responses": {"200": answer}}
    path.write_text(json.dumps({
        "openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/x": {"get": get}},
        "servers": [{"url": "https://example.com"}],
    }), "utf-8")  # fmt: skip
    return load(path)[0]


def rows(api: Api) -> list[tuple[str, str, Any]]:
    (response,) = api.operations[0].responses
    return [(reveal(e.id), reveal(e.title), plain(e.value)) for e in response.examples]


def test_several_are_kept_and_samples_have_the_first(tmp_path: Path) -> None:
    api = read(tmp_path / "a.json", schema={"type": "array"}, examples=TWO)
    assert rows(api) == [("two", "Two", [1, 2]), ("none", "none", [])]
    (response,) = api.operations[0].responses
    assert response.content is not None
    assert plain(response.content.schema.answered()) == [1, 2]
    (again,) = load_text(write_spec(api), "again.yaml")
    assert rows(again) == rows(api)
    about = again.operations[0].responses[0].examples[0].description
    assert about is not None
    assert reveal(about) == "Both."


def test_nothing_is_reported_where_all_are_shown(tmp_path: Path) -> None:
    read(tmp_path / "a.json", schema={"type": "array"}, examples=TWO)
    inputs = read_inputs(str(tmp_path / "a.json"), ())
    assert "examples" not in str(inputs.unsupported)


def test_one_is_no_choice(tmp_path: Path) -> None:
    assert rows(read(tmp_path / "a.json", examples={"one": {"value": 1}})) == []


def test_a_text_shows_texts_alone(tmp_path: Path) -> None:
    examples = {"a": {"value": "x"}, "b": {"value": 1}, "c": {"value": "y"}}
    found = rows(read(tmp_path / "a.json", "text/plain", examples=examples))
    assert found == [("a", "a", "x"), ("c", "c", "y")]


def test_an_answer_of_bytes_has_none(tmp_path: Path) -> None:
    assert rows(read(tmp_path / "a.json", "image/png", examples=TWO)) == []
