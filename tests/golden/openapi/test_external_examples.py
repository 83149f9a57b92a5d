"""Examples in files beside the document: which are read, and what is said of the others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.model.values import plain
from generator.openapi.unsupported import Unsupported
from generator.spec.loader import load
from tests.golden.openapi.test_references import write

FILES = {
    "examples/one.json": b'{"a": "of a file"}',
    "examples/bad.json": b'{"a": [',
    "examples/rows.csv": "a,é\n".encode(),
    "examples/bytes.csv": b"\xff\xfe",
}


def read(folder: Path, media_type: str, file: str) -> tuple[Any, list[str]]:
    (folder / "docs/examples").mkdir(parents=True)
    for name, data in FILES.items():
        (folder / "docs" / name).write_bytes(data)
    (folder / "secret.json").write_text('{"a": "secret"}', "utf-8")
    (folder / "docs/link.json").symlink_to(folder / "secret.json")
    row = {"schema": {"type": "object", "properties": {"a": {"type": "string"}}}}
    body = {"content": {media_type: {**row, "examples": {"one": {"externalValue": file}}}}}
    answers = {"204": {"description": "Done."}}
    operation = {"operationId": "a", "requestBody": body, "responses": answers}
    unsupported = Unsupported()
    (api,) = load(write(folder / "docs", {"/a": {"post": operation}}), unsupported)
    sent = api.operations[0].body
    assert sent is not None
    said = [item.what for item in unsupported if item.kind == "externalValue"]
    return plain(sent.schema.sent()), said


@pytest.mark.parametrize(
    ("media_type", "file", "value"),
    [
        ("application/json", "examples/one.json", {"a": "of a file"}),
        ("application/json; v=2", "./examples/../examples/one.json#", {"a": "of a file"}),
        ("text/csv", "examples/rows.csv", "a,é\n"),
        ("application/xml", "examples/one.json", '{"a": "of a file"}'),
    ],
)
def test_a_file_beside_the_document_is_read(
    tmp_path: Path, media_type: str, file: str, value: Any
) -> None:
    assert read(tmp_path, media_type, file) == (value, [])


@pytest.mark.parametrize(
    ("media_type", "file", "said"),
    [
        ("application/json", "https://example.com/a.json", "it is no file here"),
        ("application/json", "//example.com/a.json", "it is no file here"),
        ("application/json", "../secret.json", "it is outside of the document's folder"),
        ("application/json", "/etc/hostname", "it is outside of the document's folder"),
        ("application/json", "link.json", "it is outside of the document's folder"),
        ("application/json", "examples/gone.json", "there is no file examples/gone.json"),
        ("application/json", "examples", "there is no file examples"),
        ("application/json", "examples/bad.json", "examples/bad.json: no JSON"),
        ("application/json", "a\0b", "there is no file"),
        ("text/csv", "examples/bytes.csv", "examples/bytes.csv is no text of UTF-8"),
        ("application/x-www-form-urlencoded", "examples/one.json", "for examples of JSON and text"),
    ],
)
def test_a_file_that_is_not_read_is_reported(
    tmp_path: Path, media_type: str, file: str, said: str
) -> None:
    value, messages = read(tmp_path, media_type, file)
    assert value != {"a": "secret"}
    assert len(messages) == 1
    assert said in messages[0]
    assert "samples show a value of the schema" in messages[0]
