"""How readers get the secrets of a document, as the settings say it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.config.reader import read_config
from generator.errors import ProblemsError
from generator.model.messages import Obtain
from generator.model.text import Text
from generator.sources.source import Folder
from generator.spec.loader import load_files, load_text
from generator.spec.writer import write_spec

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "v1"},
    "servers": [{"url": "https://example.com"}],
    "components": {
        "securitySchemes": {
            "petKey": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "petToken": {"type": "http", "scheme": "bearer"},
        }
    },
    "security": [{"petKey": [], "petToken": []}],
    "paths": {"/a": {"get": {"operationId": "a", "responses": {"204": {"description": "A."}}}}},
}


def read(tmp_path: Path, *lines: str) -> Any:
    (tmp_path / "openapi.json").write_text(json.dumps(DOCUMENT), "utf-8")
    text = "\n".join(['spec = "."', "[openapi.obtain]", *lines])
    (tmp_path / "gen.toml").write_text(text, "utf-8")
    config = read_config(tmp_path, tmp_path)
    assert config is not None
    settings = config.settings_for(config.spec)
    return load_files(Folder(tmp_path), ["openapi.json"], settings=settings)[0]


def test_secrets_are_obtained_as_the_settings_say(tmp_path: Path) -> None:
    api = read(tmp_path, 'petKey = "Ask us."', 'petToken = {command = "pets print-token"}')
    key, token = api.credentials
    assert key.obtain == Obtain(Text("Ask us."), None)
    assert token.obtain == Obtain(None, Text("pets print-token"))
    copy = load_text(write_spec(api), "spec.yaml")[0]
    assert [c.obtain for c in copy.credentials] == [key.obtain, token.obtain]


def test_a_scheme_that_no_document_has_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match=r"no OpenAPI document has a security scheme petkey"):
        read(tmp_path, 'petkey = "Ask us."')
