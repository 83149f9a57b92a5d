"""`gen diff` of OpenAPI documents: causes have their places, and each file its old lines."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.golden.diff.conftest import commit, edit, git
from tests.system.cli.conftest import gen

YAML = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: "https://pets.example.com"}]
paths:
  /pets/{id}:
    get:
      operationId: getPet
      summary: Get a pet
      parameters:
      - {name: id, in: path, required: true, schema: {type: string, example: rex}}
      responses:
        "200": {description: Here it is.}
"""
# As JSON, the response is in the line and the column that are told.
JSON = """\
{"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"},
"servers": [{"url": "https://pets.example.com"}], "paths": {"/pets/{id}": {"get": {
  "operationId": "getPet",
  "summary": "Get a pet",
  "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
  "responses": {"200": {"description": "Here it is."}}}}}}
"""


def start(folder: Path, name: str, text: str) -> None:
    """Commit a document, and what is rendered from it."""
    (folder / name).write_text(text, "utf-8")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    assert gen("render", "--spec", name).code == 0
    commit(folder, "Start")


@pytest.fixture(
    params=[("api.yaml", YAML, [12, 17]), ("api.json", JSON, [6, 25])], ids=lambda p: p[0]
)
def document(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, list[int]]:
    """A document in a repository, and where its response stands."""
    name, text, place = request.param
    monkeypatch.chdir(tmp_path)
    start(tmp_path, name, text)
    return name, place


def test_a_change_is_told_with_its_place_in_every_format(document: tuple[str, list[int]]) -> None:
    name, place = document
    assert gen("diff", "--spec", name).code == 0
    edit(name, "Here it is.", "There it is.")
    cause = 'response 200 of get-pet reworded: description "Here it is." is now "There it is."'
    for revision in ([], ["--against", "HEAD"]):
        told = gen("diff", "--spec", name, *revision)
        assert told.code == 1
        assert f"# {cause} ({name}:{place[0]}): 10 samples\n" in told.out
        assert "-puts 'Here it is.'\n+puts 'There it is.'\n" in told.out
        rows = json.loads(gen("diff", "--spec", name, "--format", "json", *revision).out)
        causes = [row for row in rows["causes"] if row["what"] == cause]
        assert [row["place"]["file"] for row in causes] == [name]
        assert [[row["place"]["line"], row["place"]["column"]] for row in causes] == [place]
        assert len(rows["causes"]) == 1
    for form in ("stat", "markdown", "github"):
        made = gen("diff", "--spec", name, "--format", form)
        assert made.code == 1 and "There it is." in made.out


def test_a_document_with_another_name_is_the_same_api(document: tuple[str, list[int]]) -> None:
    name, _ = document
    Path(name).rename(f"other-{name}")
    edit(f"other-{name}", "Here it is.", "There it is.")
    told = gen("diff", "--spec", f"other-{name}").out
    assert told.startswith("# response 200 of get-pet reworded: description")


def test_problems_are_annotations_with_their_places(document: tuple[str, list[int]]) -> None:
    name, _ = document
    shown = json.loads(JSON)
    shown["paths"]["/pets/{id}"]["get"]["parameters"] = [{"$ref": "#/components/parameters/id"}]
    Path(name).write_text(json.dumps(shown, indent=1), "utf-8")
    made = gen("diff", "--spec", name, "--format", "github")
    assert made.code == 2
    assert f"::error file={name},line=" in made.out


def test_what_several_processes_rendered_has_its_old_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = json.loads(JSON)
    only = shown["paths"].pop("/pets/{id}")["get"]
    for number in range(130):
        answers = {"200": {"description": f"Here is {number}."}}
        one = {**only, "operationId": f"getPet{number}", "responses": answers}
        shown["paths"][f"/pets{number}/{{id}}"] = {"get": one}
    start(tmp_path, "api.json", json.dumps(shown, indent=1))
    edit("api.json", "Here is 77.", "There is 77.")
    (told,) = {gen("diff", "--spec", "api.json", "--jobs", jobs).out for jobs in ("1", "2", "5")}
    assert told.startswith(
        '# response 200 of get-pet-77 reworded: description "Here is 77." is now'
    )
    assert "-puts 'Here is 77.'\n+puts 'There is 77.'\n" in told
    shutil.rmtree("out")
    told = gen("diff", "--spec", "api.json", "--jobs", "2", "--format", "stat").out
    assert told.startswith("not rendered yet, or removed by hand: 1,430 samples\n")
