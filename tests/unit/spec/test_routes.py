"""Operations with the same requests: told apart on import, refused in a spec."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.main import main
from generator.spec.loader import load

GET: dict[str, object] = {"responses": {"204": {"description": "ok"}}}
FORM: dict[str, object] = {
    "content": {"application/x-www-form-urlencoded": {"schema": {"properties": {"a": {}}}}}
}


def document(paths: dict[str, dict[str, object]]) -> str:
    info = {"title": "T", "version": "1"}
    servers = [{"url": "https://example.com/v1"}]
    return json.dumps({"openapi": "3.1.0", "info": info, "servers": servers, "paths": paths})


@pytest.mark.parametrize(
    ("paths", "named"),
    [
        ({"/a/{x}": {"get": GET}, "/a/{y}": {"get": GET, "put": GET}}, ["get-a-y"]),
        ({"/a": {"get": GET}, "/a/": {"get": GET}, "/b": {"get": GET}}, []),
        (
            {
                "/a/{x}": {"get": GET},
                "/a/{y}": {"get": {**GET, "servers": [{"url": "https://b.example.com/v1"}]}},
                "/a/{z}": {"get": {**GET, "servers": [{"url": "https://example.com/v1"}]}},
            },
            ["get-a-z"],
        ),
        ({"/a/{x}": {"get": GET}, "/a/{x}#more": {"get": GET}}, []),
        ({"/a/{x}#b": {"get": GET}, "/a/{y}#b": {"get": GET}}, ["get-a-y-b"]),
        ({"/a/{x}": {"put": GET}, "/a/{y}": {"put": {**GET, "requestBody": FORM}}}, []),
    ],
)
def test_import_tells_apart_what_no_server_can(
    paths: dict[str, dict[str, object]], named: list[str], tmp_path: Path
) -> None:
    file, spec = tmp_path / "openapi.json", tmp_path / "spec.yaml"
    file.write_text(document(paths), "utf-8")
    result = CliRunner().invoke(main, ["import", str(file), "--out", str(spec)])
    assert result.exit_code == 0, result.output
    lines = [line for line in result.stderr.splitlines() if " behind # in its path" in line]
    assert [line.split(": ")[1].split(" ")[0] for line in lines] == named
    operations = [operation for item in paths.values() for operation in item]
    assert len(load(spec)[0].operations) == len(operations)
    assert CliRunner().invoke(main, ["lint", "--spec", str(spec)]).exit_code == 0
