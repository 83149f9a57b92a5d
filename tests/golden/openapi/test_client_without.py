"""One operation that the Python client can't call leaves out its method, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.cli.main import main

QUERY_KEY = {"type": "apiKey", "in": "query", "name": "key"}
DEEP = {
    "name": "filter",
    "in": "query",
    "required": True,
    "style": "deepObject",
    "schema": {"type": "object", "properties": {"a": {"type": "string"}}},
}
PIPES = {
    "name": "ids",
    "in": "query",
    "required": True,
    "style": "pipeDelimited",
    "explode": False,
    "schema": {"type": "array", "items": {"type": "string"}},
}


@pytest.mark.parametrize(
    "more",
    [
        {"security": [{"query": []}], "parameters": [DEEP]},
        {"parameters": [DEEP]},
        {"parameters": [PIPES]},
    ],
)
def test_a_client_leaves_out_what_it_cannot_call(more: dict[str, Any], tmp_path: Path) -> None:
    answers = {"responses": {"204": {"description": "Done."}}}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Keys", "version": "1"},
        "servers": [{"url": "https://keys.example.com"}],
        "paths": {
            "/a": {"get": {"operationId": "listThings", **answers}},
            "/b": {"get": {"operationId": "findThings", **answers, **more}},
        },
        "components": {"securitySchemes": {"query": QUERY_KEY}},
    }
    spec = tmp_path / "document.json"
    spec.write_text(json.dumps(document), "utf-8")
    words = ["render", "--spec", str(spec), "--lang", "python-client", "--out", str(tmp_path)]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    assert "python-client can't send" in result.stderr
    assert "makes no method for find-things" in result.stderr
    folder = tmp_path / "keys/1/python-client"
    code = (folder / "keys_client/_client.py").read_text("utf-8")
    assert "def list_things(" in code and "def find_things(" not in code
    assert "There is no method for find-things" in code
    assert "- `find-things`" in (folder / "README.md").read_text("utf-8")
    assert "KEY" not in (folder / "README.md").read_text("utf-8")
