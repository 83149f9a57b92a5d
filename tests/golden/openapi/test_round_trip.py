"""Specs that `gen import` makes of documents are rendered to the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.main import main
from generator.model.api import Api
from generator.plan import make_plan
from generator.rendering.renderer import render
from generator.rendering.request import bind, make_request
from generator.spec.loader import load
from generator.spec.routes import with_fragments
from generator.spec.writer import write_spec
from tests.support import LAYERS, languages

FOLDER = Path(__file__).parent / "judged"
NAMES = ["lost", "odd", *sorted(f.name for f in FOLDER.glob("*.yaml") if f.name != "known.yaml")]


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


# What imports have lost before: null in an example, formats that an item breaks, paths that a
# fragment, a query or nothing tells apart, unions that contain themselves, and schemas that are cut
# elsewhere in another place.
LOST = """\
openapi: 3.1.0
info: {title: Lost, version: v1}
servers: [{url: https://api.example.com}]
paths:
  /nodes/{id}:
    parameters: [{in: path, name: id, required: true, schema: {type: string}, example: a}]
    get:
      operationId: getNode
      responses:
        '200':
          description: The node.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Node'}
              example: {id: null, sizes: [1, null], note: null}
  /nodes/{id}#shared link:
    parameters: [{in: path, name: id, required: true, schema: {type: string}, example: a}]
    get: {operationId: getLink, responses: {'200': {description: Done.}}}
  /nodes/{id}?view=small:
    parameters: [{in: path, name: id, required: true, schema: {type: string}, example: a}]
    get: {operationId: getView, responses: {'200': {description: Done.}}}
  /nodes/{node}:
    parameters: [{in: path, name: node, required: true, schema: {type: string}, example: b}]
    get: {operationId: getOther, responses: {'200': {description: Done.}}}
  /ones:
    get:
      operationId: getOne
      responses:
        '200':
          description: One.
          content: {application/json: {schema: {$ref: '#/components/schemas/One'}}}
  /nodes:
    post:
      operationId: addNode
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Node'}
            example: {id: a, note: null, rule: {kind: all, rules: []}}
      responses: {'200': {description: Done.}}
components:
  schemas:
    Node:
      type: object
      properties:
        id: {type: string, description: Its id.}
        sizes: {type: array, items: {type: integer}}
        urls: {type: array, items: {type: string, format: uri}, example: [example.com]}
        note: {type: [string, 'null'], description: About it.}
        rule: {$ref: '#/components/schemas/Rule'}
    Rule:
      oneOf: [{$ref: '#/components/schemas/All'}, {$ref: '#/components/schemas/One'}]
      discriminator:
        propertyName: kind
        mapping: {all: '#/components/schemas/All', one: '#/components/schemas/One'}
    All:
      type: object
      required: [kind, rules]
      properties:
        kind: {type: string}
        rules: {type: array, items: {$ref: '#/components/schemas/Rule'}}
    One:
      type: object
      required: [kind]
      properties: {kind: {type: string}, parent: {$ref: '#/components/schemas/Node'}}
"""


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The documents by name: those of `judged`, and what imports have lost before."""
    files = {file.name: file for file in FOLDER.glob("*.yaml") if file.name != "known.yaml"}
    for name, text in (("odd", ODD), ("lost", LOST)):
        files[name] = tmp_path_factory.mktemp("documents") / f"{name}.yaml"
        files[name].write_text(text, "utf-8")
    return files


@pytest.mark.parametrize("name", NAMES)
def test_an_import_renders_to_the_same_bytes(
    name: str, documents: dict[str, Path], tmp_path: Path
) -> None:
    spec = tmp_path / "spec.yaml"
    result = CliRunner().invoke(main, ["import", str(documents[name]), "--out", str(spec)])
    assert result.exit_code == 0, result.stderr
    assert rendered(spec) == rendered(documents[name])


def rendered(file: Path) -> dict[str, bytes]:
    """What is rendered of a spec or document: samples, pages and a client."""
    targets = ["curl", "python", "reference", "python-client"]
    return render(make_plan(load(file), languages(), bind, targets).files, languages(), LAYERS)


def imported_as_it_is(api: Api, tmp_path: Path) -> None:
    api, _ = with_fragments(api)
    (tmp_path / "spec.yaml").write_text(write_spec(api), "utf-8")
    (other,) = load(tmp_path / "spec.yaml")
    assert [o.id for o in other.operations] == [o.id for o in api.operations]
    for before, after in zip(api.operations, other.operations, strict=True):
        assert make_request(api, before, bind(api)) == make_request(other, after, bind(other))
