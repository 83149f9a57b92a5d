"""Specs that `gen import` makes of documents send the same requests."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.model.api import Api
from generator.rendering.request import bind, make_request
from generator.spec.loader import load
from generator.spec.routes import without_same_requests
from generator.spec.writer import write_spec

FOLDER = Path(__file__).parent / "judged"


@pytest.mark.parametrize(
    "name", sorted(file.name for file in FOLDER.glob("*.yaml") if file.name != "known.yaml")
)
def test_an_import_sends_the_same_requests(name: str, tmp_path: Path) -> None:
    (api,) = load(FOLDER / name)
    imported_as_it_is(api, tmp_path)


# Examples that are not what their schemas say: in parts of a form, and of no type with an enum.
ODD = """\
openapi: 3.1.0
info: {title: Odd, version: v1}
servers: [{url: https://api.example.com}]
paths:
  /parts:
    post:
      operationId: sendParts
      requestBody:
        content:
          multipart/form-data:
            schema:
              type: object
              required: [rows, one]
              properties:
                rows:
                  type: array
                  items: {type: object, properties: {id: {type: integer}}}
                  example: [null, {id: 2}]
                one: {type: object, properties: {id: {type: integer}}, example: [1]}
      responses: {'200': {description: Done.}}
  /any:
    post:
      operationId: sendAny
      requestBody:
        content:
          application/json:
            schema: {type: object, required: [kind], properties: {kind: {enum: [small, 7]}}}
            example: {kind: {a: 1}}
      responses: {'200': {description: Done.}}
"""


def test_examples_that_no_schema_allows_are_imported_too(tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text(ODD, "utf-8")
    (api,) = load(tmp_path / "odd.yaml")
    imported_as_it_is(api, tmp_path)


def imported_as_it_is(api: Api, tmp_path: Path) -> None:
    api, _ = without_same_requests(api)
    (tmp_path / "spec.yaml").write_text(write_spec(api), "utf-8")
    (other,) = load(tmp_path / "spec.yaml")
    assert [o.id for o in other.operations] == [o.id for o in api.operations]
    for before, after in zip(api.operations, other.operations, strict=True):
        assert make_request(api, before, bind(api)) == make_request(other, after, bind(other))
