"""Documents and commands: what is read, what is refused, what `gen import` leaves behind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.cli.main import main
from generator.model.api import Api
from generator.model.text import reveal
from generator.model.values import plain
from generator.openapi.unsupported import Unsupported
from generator.rendering.request import bind, make_request
from generator.spec.loader import load
from tests.support import ROOT, query_of

HERE = Path(__file__).parent
EVERYTHING = HERE / "cases/everything/document.yaml"


def gen(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def write(folder: Path, document: dict[str, Any], name: str = "api.json") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps(document, indent=2), "utf-8")
    return folder / name


def document(**more: Any) -> dict[str, Any]:
    operation = {"operationId": "get", "summary": "Get", "responses": {"200": {"description": "."}}}
    return {"openapi": "3.1.0", "info": {"title": "A", "version": "v1"},
            "servers": [{"url": "https://a.example.com"}],
            "paths": {"/a": {"get": operation | more.pop("operation", {})}}, **more}  # fmt: skip


def test_a_document_stands_among_specs(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_bytes(
        (ROOT / "tests/golden/cases/public/spec.yaml").read_bytes()
    )
    write(tmp_path, document())
    (tmp_path / "spec.schema.json").write_bytes((ROOT / "spec/spec.schema.json").read_bytes())
    (tmp_path / "other.yaml").write_text("a: {type: string}\n", "utf-8")
    operation = {"parameters": [{"name": "q", "in": "query", "required": True,
                                 "schema": {"$ref": "other.yaml#/a"}}]}  # fmt: skip
    write(tmp_path, document(operation=operation))
    assert [api.id for api in load(tmp_path)] == ["a", "public"]


def test_two_documents_of_one_api_are_refused(tmp_path: Path) -> None:
    write(tmp_path, document(), "one.json")
    write(tmp_path, document(), "two.json")
    result = gen("lint", "--spec", tmp_path)
    assert result.exit_code == 2
    assert "a v1 is described twice, first at " in result.stderr


@pytest.mark.parametrize("anywhere", [False, True])
def test_references_stay_in_the_folder_unless_that_is_allowed(
    tmp_path: Path, anywhere: bool
) -> None:
    (tmp_path / "secret.json").write_text('{"example": "hunter2"}', "utf-8")
    folder = tmp_path / "api"
    operation = {"parameters": [
        {"name": n, "in": "query", "required": True, "schema": {"$ref": ref}}
        for n, ref in (("a", "../secret.json"), ("b", "link.json"))
    ]}  # fmt: skip
    file = write(folder, document(operation=operation))
    (folder / "link.json").symlink_to(tmp_path / "secret.json")
    result = gen("import", file, *(["--anywhere"] if anywhere else []))
    assert ("hunter2" in result.stdout) == anywhere
    assert result.exit_code == (0 if anywhere else 2)
    if not anywhere:
        assert result.stderr.count("is outside of the document's folder") == 2


def test_an_import_replaces_nothing_unless_it_is_told_to(tmp_path: Path) -> None:
    file = tmp_path / "made.yaml"
    file.write_text("mine", "utf-8")
    result = gen("import", EVERYTHING, "--out", file)
    assert (result.exit_code, file.read_text("utf-8")) == (2, "mine")
    assert "is there already" in result.stderr
    assert gen("import", EVERYTHING, "--out", file, "--force").exit_code == 0
    assert load(file)[0].id == "everything-api"
    assert [path.name for path in tmp_path.iterdir()] == ["made.yaml"]


@pytest.mark.parametrize("what", ["schema", "examples"])
def test_what_an_answer_refers_to_is_told_by_who_shows_it(tmp_path: Path, what: str) -> None:
    lost = {"$ref": "#/no"}
    content: dict[str, Any] = {"schema": {"type": "object"}}
    content |= {"schema": {"properties": {"a": lost}}} if what == "schema" else {what: {"a": lost}}
    answer = {"description": ".", "content": {"application/json": content}}
    file = write(tmp_path, document(operation={"responses": {"200": answer}}))
    out = ("--out", tmp_path / "out")
    assert gen("render", "--spec", file, "--lang", "all", *out).exit_code == 0
    shown = [gen("render", "--spec", file, "--lang", "reference", *out)]
    for result in (*shown, gen("lint", "--spec", file)):
        assert result.exit_code == 0
        what = "$ref: #/no leads nowhere: there is no no; samples are made without it"
        assert what in result.output


def test_a_faulty_document_leaves_nothing(tmp_path: Path) -> None:
    file = write(tmp_path, document(operation={"parameters": [{"$ref": "#/no"}]}))
    result = gen("import", file, "--out", tmp_path / "made.yaml")
    assert result.exit_code == 2
    assert result.stderr == f"{file}:23:11: #/no leads nowhere: there is no no; correct it\n"
    assert not (tmp_path / "made.yaml").exists()
    assert gen("import", tmp_path / "gone.json").exit_code == 2
    assert "has neither openapi: nor swagger:" in gen("import", ROOT / "spec/regions.yaml").stderr


def test_a_pattern_that_takes_for_ever_does_not(tmp_path: Path) -> None:
    schema = {"type": "string", "pattern": r"^([\w .-]*)*$", "example": "a" * 60 + "!"}
    operation = {"parameters": [{"name": "q", "in": "query", "required": True, "schema": schema}]}
    losses = Unsupported()
    load(write(tmp_path, document(operation=operation)), losses)
    assert losses.counts() == [("example", 1)]


def test_a_circle_ends(tmp_path: Path) -> None:
    node = {"type": "object", "required": ["next", "all"], "properties": {
        "next": {"$ref": "#/components/schemas/Node"},
        "all": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}},
        "name": {"type": "string"}}}  # fmt: skip
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Node"}}}}
    paths = {"/a": {"post": {"requestBody": body, "responses": {"200": {"description": ".",
             **body}}}}}  # fmt: skip
    file = write(tmp_path, document(paths=paths, components={"schemas": {"Node": node}}))
    api = load(file)[0]
    sent = api.operations[0].body
    assert sent is not None
    assert plain(sent.schema.sent()) == {"next": {}, "all": []}
    assert gen("lint", "--spec", file).exit_code == 0


def test_servers_become_regions(tmp_path: Path) -> None:
    servers = [{"url": "https://a.example.com/v1", "description": "Production"},
               {"url": "https://b.example.com/v1", "description": "Sandbox"},
               {"url": "https://c.example.com/v2"}]  # fmt: skip
    losses = Unsupported()
    api = load(write(tmp_path, document(servers=servers)), losses)[0]
    assert [(r.id, r.endpoint) for r in api.regions] == [
        ("production", "https://a.example.com"), ("sandbox", "https://b.example.com"),
    ]  # fmt: skip
    assert (api.default_region, api.base_path) == ("production", "/v1")
    assert losses.counts() == [("another server", 1)]


def test_many_losses_are_told_in_part_and_counted(tmp_path: Path) -> None:
    rows = [{"name": f"X-{n}", "in": "header", "schema": {"type": "object"}} for n in range(30)]
    file = write(tmp_path, document(operation={"parameters": rows}))
    out = ("--out", tmp_path / "out")
    lines = gen("render", "--spec", file, "--lang", "curl", *out).stderr.splitlines()
    assert len(lines) == 13
    assert lines[10] == "… and 20 more; gen lint prints all"
    assert lines[11] == "30 things not supported: 30 parameter"
    assert len(gen("lint", "--spec", file).stdout.splitlines()) == 31


def published(tmp_path: Path) -> Api:
    """What is read of the OpenAPI document that is published of the shipped spec."""
    assert gen("publish", "--format", "openapi", "--out", tmp_path).exit_code == 0
    (file,) = tmp_path.rglob("openapi.json")
    return load(file)[0]


def test_what_is_published_as_openapi_is_read_as_the_same_requests(tmp_path: Path) -> None:
    old, new = load(ROOT / "spec")[0], published(tmp_path)
    assert (old.endpoint, old.base_path) == (new.endpoint, new.base_path)
    assert {r.endpoint for r in old.regions} == {r.endpoint for r in new.regions}
    known = {operation.id: operation for operation in old.operations}
    for operation in new.operations:
        was = known[operation.id]
        before = make_request(old, was, bind(old))
        after = make_request(new, operation, bind(new))
        assert (before.method, reveal(before.path)) == (after.method, reveal(after.path))
        assert {name for name, _ in query_of(after)} <= {name for name, _ in query_of(before)}
        assert [h.name for h in after.headers] == [h.name for h in before.headers]
        assert (was.result is None) == (operation.result is None)
        bodies = [o.body for o in (was, operation) if o.body is not None]
        if {body.media_type for body in bodies} == {"application/json"}:
            assert len({str(plain(body.schema.sent())) for body in bodies}) == 1
        assert {e.status for e in was.errors} <= {e.status for e in operation.errors}


def imported(folder: Path, **more: Any) -> tuple[Api, Api]:
    """Read a document, and the spec that is imported of it."""
    file = write(folder, document(**more))
    result = gen("import", file, "--out", folder / "made.yaml", "--force")
    assert result.exit_code == 0, result.stderr
    return load(file)[0], load(folder / "made.yaml")[0]


def requests(api: Api) -> list[object]:
    """What the samples of an API send."""
    return [
        (r.method, r.url_template, r.url, r.headers, r.body and r.body.raw_value)
        for r in (make_request(api, operation, bind(api)) for operation in api.operations)
    ]


def test_what_others_wrote_is_imported_as_it_is_read(tmp_path: Path) -> None:
    stamp = {"type": "string", "pattern": "^[0-9]{4}$"}
    item = {
        "type": "object",
        "required": ["at", "tags"],
        "example": {"at": "now", "tags": [None]},
        "properties": {
            "at": stamp,
            "tags": {"type": "array", "items": {"type": "string"}},
            "word": {"type": "string", "enum": ["a", "abcdef"], "maxLength": 3},
        },
    }
    reference = {"$ref": "#/components/schemas/Item"}
    content = {"content": {"application/json": {"schema": reference, "example": {"word": "a"}}}}
    whole = {"content": {"application/json": {"schema": reference}}}
    answer = {"200": {"description": "."} | whole}
    both = {"security": [{"second": [], "first": []}], "responses": answer}
    paths = {
        "/a": {"post": both | {"requestBody": content}, "put": both | {"requestBody": whole}},
        "/b": {"get": {"security": [{"first": []}], "responses": answer}},
    }
    keys = {
        name: {"type": "apiKey", "in": "header", "name": f"X-{name}"}
        for name in ("first", "second")
    }
    read, back = imported(tmp_path, paths=paths, components={"schemas": {"Item": item},
                                                             "securitySchemes": keys})  # fmt: skip
    assert requests(read) == requests(back)
    assert [plain(o.success.content.schema.answered()) for o in read.operations
            if o.success.content] == [plain(o.success.content.schema.answered())
                                      for o in back.operations if o.success.content]  # fmt: skip


def test_a_query_behind_a_path_is_one(tmp_path: Path) -> None:
    rows = [
        {"name": "q", "in": "query", "required": True, "schema": {"type": "string"}},
        {"name": "n", "in": "path", "required": True, "schema": {"type": "integer"}},
    ]
    paths = {"/a?q={q}&size={n}&kind=b": {"get": {"parameters": rows, "responses": {}}}}
    read, back = imported(tmp_path, paths=paths)  # fmt: skip
    assert requests(read) == requests(back)
    request = make_request(read, read.operations[0], bind(read))
    assert query_of(request) == [("q", "q"), ("size", "1"), ("kind", "b")]


def test_json_in_a_folder_may_be_anything(tmp_path: Path) -> None:
    write(tmp_path, document())
    write(tmp_path, {"tools": {"openapi": "3.1.0", "swagger": "2.0"}}, "package.json")
    assert [api.id for api in load(tmp_path)] == ["a"]
    result = gen("lint", "--spec", tmp_path / "package.json")
    assert "has neither openapi: nor swagger:" in result.stderr


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("another media type", {"responses": {"200": {"description": ".", "content": {
            "application/json": {}, "text/csv": {}}}}}),
        ("discriminator", {"requestBody": {"content": {"application/json": {"schema": {
            "type": "object", "discriminator": {"propertyName": "kind"}}}}}}),
    ],
)  # fmt: skip
def test_nothing_is_lost_in_silence(kind: str, more: dict[str, Any], tmp_path: Path) -> None:
    losses = Unsupported()
    paths = {"/a": {"post": document(operation=more)["paths"]["/a"]["get"]}}
    load(write(tmp_path, document(paths=paths)), losses)
    assert losses.counts() == [(kind, 1)]


@pytest.mark.parametrize("command", ["render", "lint", "publish", "diff"])
def test_every_command_tells_what_is_not_supported(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    more = {"publish": ("--format", "markdown", "--out", "pages"), "diff": ("--exit-zero",)}
    result = gen(command, "--spec", EVERYTHING, *more.get(command, ()))
    assert result.exit_code == 0
    assert "things not supported: " in result.stdout + result.stderr


def test_regions_of_a_document_are_not_edited(tmp_path: Path) -> None:
    file = tmp_path / "api.yaml"
    data = EVERYTHING.read_text("utf-8").replace("other.yaml#/Meta", "#/components/schemas/Base")
    file.write_text(data, "utf-8")
    result = gen("regions", "add", "asia", "Asia", "--spec", file)
    assert result.exit_code == 2
    assert "this is an OpenAPI document, whose regions are servers; edit its servers" in (
        result.stderr
    )
    assert file.read_text("utf-8") == data


def test_the_name_of_a_document_stays_in_its_comment(tmp_path: Path) -> None:
    file = write(tmp_path, document(), "a\nbasePath: evil.json")
    result = gen("import", file)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == (
        "# Imported from a\\nbasePath: evil.json by gen import."
    )
