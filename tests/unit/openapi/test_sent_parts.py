"""What the settings let samples of a document send, in every kind of body."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.config.reader import read_config
from generator.errors import ProblemsError
from generator.model.api import Api
from generator.model.values import plain
from generator.sources.source import Folder
from generator.spec.loader import load_files

TEXT = {"type": "string"}
OWNER = {"type": "object", "required": ["name"], "properties": {"name": TEXT, "mail": TEXT}}
TAGS = {"type": "array", "items": {"type": "object", "properties": {"k": TEXT}}}
PET = {
    "type": "object",
    "required": ["name"],
    "properties": {"kind": TEXT, "name": TEXT, "owner": OWNER, "tags": TAGS, "rows": TAGS},
}


def read(tmp_path: Path, content: dict[str, Any], send: list[str]) -> Api:
    operation = {
        "operationId": "add",
        "requestBody": {"content": content},
        "responses": {"204": {"description": "Done."}},
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "v1"},
        "servers": [{"url": "https://example.com"}],
        "paths": {"/pets": {"post": operation}},
    }
    (tmp_path / "openapi.json").write_text(json.dumps(document), "utf-8")
    lines = ['spec = "."', "[openapi]", f"send = {{add = {json.dumps(send)}}}"]
    (tmp_path / "gen.toml").write_text("\n".join(lines), "utf-8")
    config = read_config(tmp_path, tmp_path)
    assert config is not None
    settings = config.settings_for(config.spec)
    return load_files(Folder(tmp_path), ["openapi.json"], settings=settings)[0]


def sent(tmp_path: Path, content: dict[str, Any], send: list[str]) -> Any:
    body = read(tmp_path, content, send).operations[0].body
    assert body is not None
    return plain(body.schema.sent())


PLACES = [
    (["body.kind"], {"kind": "kind", "name": "name"}),
    (["body.owner.mail"], {"name": "name", "owner": {"name": "name", "mail": "mail"}}),
    (["body.owner.name"], {"name": "name", "owner": {"name": "name"}}),
    (["body.tags"], {"name": "name", "tags": [{"k": "k"}]}),
    (["body.rows[].k", "body.tags"], {"name": "name", "tags": [{"k": "k"}], "rows": [{"k": "k"}]}),
]


@pytest.mark.parametrize("media_type", ["application/json", "multipart/form-data"])
@pytest.mark.parametrize(("send", "value"), PLACES)
def test_a_field_is_sent_with_what_is_around_it(
    send: list[str], value: object, media_type: str, tmp_path: Path
) -> None:
    assert sent(tmp_path, {media_type: {"schema": PET}}, send) == value


def test_a_field_is_added_to_an_example_of_the_document(tmp_path: Path) -> None:
    given = {"name": "Ada", "tags": [], "rows": [{"k": "a"}, {}]}
    content = {"application/json": {"schema": PET, "example": given}}
    value = sent(tmp_path, content, ["body.tags[].k", "body.rows[].k", "body.owner"])
    assert value == {
        "name": "Ada",
        "owner": {"name": "name"},
        "tags": [{"k": "k"}],
        "rows": [{"k": "a"}, {"k": "k"}],
    }


def test_a_field_of_items_is_sent_where_an_array_is_the_body(tmp_path: Path) -> None:
    array = {"type": "array", "items": PET}
    value = sent(tmp_path, {"application/json": {"schema": array}}, ["body[].kind"])
    assert value == [{"kind": "kind", "name": "name"}]


def test_a_name_with_a_dot_is_one_name(tmp_path: Path) -> None:
    schema = {"type": "object", "required": ["a"], "properties": {"a": TEXT, "a.b": TEXT}}
    value = sent(tmp_path, {"application/json": {"schema": schema}}, ["body.a.b"])
    assert value == {"a": "a", "a.b": "a.b"}


def test_a_body_of_text_has_no_fields(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match=r"operation add has no body[.]kind"):
        read(tmp_path, {"text/plain": {"schema": TEXT}}, ["body.kind"])
