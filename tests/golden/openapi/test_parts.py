"""Documents whose operations are made by several processes, which is to show nowhere."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.system.cli.conftest import Result, gen
from tests.system.robust.support import tree

# Each makes eight samples; so many that they are shared.
MANY = 140
Edit = Callable[[dict[str, Any]], None]


def document() -> dict[str, Any]:
    """Make a document with schemas, credentials, errors and losses that operations share."""
    paths = {f"/things{number}/{{id}}": {"patch": operation(number)} for number in range(MANY)}
    schemas = {
        "Thing": {
            "type": "object",
            "required": ["name", "next"],
            "properties": {
                "name": {"type": "string", "minLength": 3},
                "next": {"$ref": "#/components/schemas/Thing"},
                "kind": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
            },
        },
        "Fault": {
            "type": "object",
            "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
        },
    }
    schemes = {
        "first": {"type": "apiKey", "in": "header", "name": "X-First"},
        "second": {"type": "http", "scheme": "bearer"},
    }
    return {
        "openapi": "3.0.3",
        "info": {"title": "Many things", "version": "1"},
        "servers": [{"url": "https://things.example.com/v1"}],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": schemes},
    }


def operation(number: int) -> dict[str, Any]:
    """Make one of many operations; the latter half takes another credential."""
    about = {"schema": {"$ref": "#/components/schemas/Thing"}}
    fault = {"schema": {"$ref": "#/components/schemas/Fault"}}
    return {
        "operationId": f"changeThing{number % 100}",  # some of which collide
        "summary": f"Change thing {number}",
        "deprecated": number % 50 == 7,
        "security": [{"first" if number < MANY // 2 else "second": []}],
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "tags", "in": "query", "required": True, "style": "pipeDelimited",
             "schema": {"type": "array", "items": {"type": "string", "example": "a"}}},
        ],
        "requestBody": {"content": {"application/json": about}},
        "responses": {
            "200": {"description": "It is.", "content": {"application/json": about},
                    "headers": {"X-Rate": {"schema": {"type": "integer"}}}},
            "404": {"description": f"No {number}.", "content": {"application/json": fault}},
        },
    }  # fmt: skip


def written(told: dict[str, Any]) -> str:
    """Write a document; give its name."""
    Path("api.json").write_text(json.dumps(told, indent=1), "utf-8")
    return "api.json"


def made(jobs: int, *more: str) -> tuple[Result, dict[str, bytes]]:
    """Render into a folder of its own: what was told, with the same name of that, and the files."""
    folder = Path(f"out{jobs}")
    result = gen("render", "--spec", "api.json", "--out", folder, "--jobs", str(jobs), *more)
    told = result.out.replace(f"out{jobs}/", "out/")
    files = {path: data or b"" for path, data in tree(folder).items()} if folder.is_dir() else {}
    return Result(result.code, told, result.err), files


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, and a cache of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.mark.parametrize(
    "more",
    [(), ("--check",), ("--lang", "curl,python,ruby,php,java,reference,html"),
     ("--lang", "all,python-client"), ("--operation", "change-thing-7"),
     ("--endpoint", "https://other.example.com")],
    ids=lambda more: " ".join(more) or "all",
)  # fmt: skip
def test_files_and_messages_are_those_of_one_process(more: tuple[str, ...]) -> None:
    written(document())
    first, wanted = made(1, *more)
    for jobs in (2, 3, 7):
        told, files = made(jobs, *more)
        assert (told, files) == (first, wanted)
    if not more:
        assert len(files) == 11 * MANY + 1
        assert " more; gen lint prints all" in first.err


def test_what_is_there_is_the_same_from_any_number_of_processes() -> None:
    written(document())
    assert gen("render", "--spec", "api.json", "--jobs", "1").code == 0
    result = gen("render", "--spec", "api.json", "--jobs", "3", "--check")
    assert (result.code, result.out) == (0, "")
    Path("out/many-things/1/change-thing-9/curl/change-thing-9.sh").write_text("edited\n", "utf-8")
    result = gen("render", "--spec", "api.json", "--jobs", "3")
    assert result.out.split("\n")[0].startswith("changed  out/many-things/1/change-thing-9/curl/")
    assert "(was edited by hand)" in result.out
    told = document()
    del told["paths"]["/things99/{id}"]
    written(told)
    result = gen("render", "--spec", "api.json", "--jobs", "2")
    assert [line.split()[0] for line in result.lines] == ["removed"] * 11


def broken_reference(told: dict[str, Any]) -> None:
    for number in (3, MANY - 3):
        told["paths"][f"/things{number}/{{id}}"]["patch"]["requestBody"] = {
            "$ref": f"#/components/requestBodies/None{number}"
        }


def no_operation(told: dict[str, Any]) -> None:
    for path in list(told["paths"]):  # one name twice, of which no sample is made
        told["paths"][f"{path}/{{id}}"] = told["paths"].pop(path)


def unholdable(told: dict[str, Any]) -> None:
    for number in (3, MANY - 3):
        schema = {"type": "string", "example": 'a"b'}  # which cmd of Windows can't
        row = {"name": "X-Own", "in": "header", "required": True, "schema": schema}
        told["paths"][f"/things{number}/{{id}}"]["patch"]["parameters"].append(row)


@pytest.mark.parametrize("edit", [broken_reference, no_operation, unholdable])
def test_all_that_is_wrong_is_told_whoever_finds_it(edit: Edit) -> None:
    told = document()
    edit(told)
    written(told)
    more = ("--lang", "all,curl-cmd") if edit is unholdable else ()
    first, files = made(1, *more)
    assert (first.code, bool(files)) == ((0, True) if edit is unholdable else (2, False))
    assert len(first.err.splitlines()) >= (1 if edit is no_operation else 2)
    for jobs in (2, 5):
        assert made(jobs, *more) == (first, files)


def test_other_files_are_read_and_watched() -> None:
    told = document()
    for number in (0, MANY - 1):
        told["paths"][f"/things{number}/{{id}}"]["patch"]["requestBody"] = {
            "$ref": "bodies.json#/Body"
        }
    written(told)
    schema = {"type": "string", "example": "first"}
    body = {"Body": {"content": {"application/json": {"schema": schema}}}}
    Path("bodies.json").write_text(json.dumps(body), "utf-8")
    first, wanted = made(1)
    assert made(2) == (first, wanted)
    assert gen("render", "--spec", "api.json", "--out", "out2", "--jobs", "2").lines == []
    Path("bodies.json").write_text(json.dumps(body).replace("first", "second"), "utf-8")
    result = gen("render", "--spec", "api.json", "--out", "out2", "--jobs", "2")
    assert len(result.lines) == 22, "of the two operations that refer to it"


def test_paths_in_other_files_are_shared_too() -> None:
    told = document()
    folder = Path("paths")
    folder.mkdir()
    for number, (path, item) in enumerate(told["paths"].items()):
        text = json.dumps(item).replace('"#/', '"../api.json#/')
        (folder / f"{number}.json").write_text(text, "utf-8")
        told["paths"][path] = {"$ref": f"paths/{number}.json"}
    written(told)
    first, wanted = made(1)
    assert len(wanted) == 11 * MANY + 1
    assert "paths/7.json:" in first.err
    assert made(2) == (first, wanted)


def test_a_process_that_is_killed_has_its_part_done_by_another(tmp_path: Path) -> None:
    written(document())
    _, wanted = made(1)
    code = """
import os, sys
from generator.rendering.renderer import Renderer
main, old = os.getpid(), Renderer.render
def render(*given):
    if os.getpid() != main:
        open(f"gone-{os.getpid()}", "w").close()
        os._exit(9)
    return old(*given)
Renderer.render = render
from generator.__main__ import run
sys.argv[0] = "gen"
run()
"""
    command = ("render", "--spec", "api.json", "--out", "killed", "--jobs", "3")
    subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True)
    assert len(list(tmp_path.glob("gone-*"))) == 2, "else nobody was killed"
    assert tree(Path("killed")) == wanted
