"""What `gen import` does with formats that the examples of a document break."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from generator.cli.main import main
from generator.spec.loader import load_text

PET = {
    "type": "object",
    "required": ["born"],
    "properties": {
        "born": {"type": "string", "format": "date"},
        "tags": {"type": "array", "items": {"type": "string", "format": "uuid"}},
        "size": {"type": "integer", "format": "int32"},
    },
}
CONTENT = {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}
GIVEN = {"born": "yesterday", "tags": ["a", "b"], "size": 3}


def test_an_import_leaves_out_formats_that_an_example_of_the_whole_breaks(tmp_path: Path) -> None:
    body = {"content": {"application/json": {**CONTENT["application/json"], "example": GIVEN}}}
    answer = {"description": "The pet.", "content": CONTENT}
    operation = {"operationId": "set", "requestBody": body, "responses": {"200": answer}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "v1"},
        "servers": [{"url": "https://example.com"}],
        "paths": {"/pet": {"put": operation}},
        "components": {"schemas": {"Pet": PET}},
    }
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(document, indent=1), "utf-8")
    result = CliRunner().invoke(main, ["import", str(file)])
    assert result.exit_code == 0, result.stderr
    assert [line.partition(": ")[2] for line in result.stderr.splitlines()[:2]] == [
        "format date is left out; 'yesterday' is no date",
        "format uuid is left out; 'a' is no uuid",
    ]
    assert all(line.startswith(f"{file}:") for line in result.stderr.splitlines()[:2])
    assert "format: date" not in result.stdout and "format: int32" in result.stdout
    operation_ = load_text(result.stdout, "spec.yaml")[0].operations[0]
    assert operation_.body is not None and operation_.result is not None
    # The schema is the same in the request and in the answer.
    assert operation_.body.schema.name == operation_.result.schema.name == "pet"
    assert operation_.body.schema.fields == operation_.result.schema.fields
