"""What a document may cause is bounded by its size, and what exceeds that is reported."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.errors import Problem, Problems, ProblemsError, one_of
from generator.model.api import Api
from generator.model.budget import MAX_VALUES, Budget, BudgetError
from generator.model.naming import UniqueNames
from generator.model.values import Object, plain
from generator.openapi.unsupported import Unsupported, read_all_responses
from generator.spec.loader import load
from tests.bench.shapes import SHAPES

# Runs a command with at most a gigabyte of memory.
_LIMITED = (
    "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30));"
    "from generator.__main__ import run; sys.argv[0] = 'gen'; run()"
)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_of_a_document_takes_much_more_than_its_size(shape: str, tmp_path: Path) -> None:
    """A document of 60 kB takes a second; what is unbounded takes hours and gigabytes."""
    text = SHAPES[shape](60_000)
    file = tmp_path / ("api.json" if text.startswith("{") else "api.yaml")
    file.write_text(text)
    command = [sys.executable, "-c", _LIMITED, "lint", "--spec", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode in (0, 2), done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 0 or re.search(rf"(?m)^{file}:\d+:\d+: .+; .+$", done.stderr)


def document(tmp_path: Path, schema: Any, schemas: dict[str, Any], **more: Any) -> Path:
    """Write a document with an operation that sends a schema, and one that sends nothing."""
    content = {"application/json": {"schema": schema, **more}}
    answers = {"200": {"description": "ok"}}
    value = {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": "https://a.example"}],
        "paths": {
            "/large": {
                "post": {
                    "operationId": "large",
                    "requestBody": {"required": True, "content": content},
                    "responses": answers,
                }
            },
            "/small": {"get": {"operationId": "small", "responses": answers}},
        },
        "components": {"schemas": schemas},
    }
    file = tmp_path / "api.json"
    file.write_text(json.dumps(value, indent=1))
    return file


def read(file: Path) -> tuple[Api, list[str]]:
    """Read a document, and what is not supported of it."""
    losses = Unsupported()
    (api,) = load(file, losses)
    read_all_responses([api])
    return api, [f"{loss.kind}: {loss.what}" for loss in losses]


def nested(depth: int, least: int) -> dict[str, Any]:
    """Make arrays of arrays."""
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(depth):
        schema = {"type": "array", "minItems": least, "items": schema}
    return schema


def web(layers: int, width: int, **more: Any) -> dict[str, Any]:
    """Make layers of objects, each of which has all of the next layer."""
    found: dict[str, Any] = {}
    for layer in range(layers):
        names = [f"L{layer + 1}x{n}" for n in range(width)] if layer + 1 < layers else []
        for n in range(width):
            properties = {name: {"$ref": f"#/components/schemas/{name}"} for name in names}
            found[f"L{layer}x{n}"] = {
                "type": "object",
                "properties": properties or {"end": {"type": "string"}},
                "required": [*properties],
                **more,
            }
    return found


FIRST = {"$ref": "#/components/schemas/L0x0"}
TOO_LARGE: dict[str, tuple[Any, dict[str, Any], dict[str, Any]]] = {
    "items": (nested(12, 30), {}, {}),
    "items in an object": (
        {"type": "object", "required": ["a"], "properties": {"a": nested(5, 40)}},
        {},
        {},
    ),
    "fields": (FIRST, web(9, 8), {}),
    "fields of an array": ({"type": "array", "minItems": 5, "items": FIRST}, web(9, 8), {}),
    "example": ({}, {}, {"example": list(range(MAX_VALUES + 1))}),
    "example of a schema": ({"example": {f"k{n}": n for n in range(MAX_VALUES)}}, {}, {}),
    "default": ({"type": "array", "items": {}, "default": [0] * (MAX_VALUES + 1)}, {}, {}),
    "members": (
        {"type": "object", "minProperties": 20, "additionalProperties": nested(4, 20)},
        {},
        {},
    ),
}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_a_request_that_is_too_large_is_reported_and_not_made(name: str, tmp_path: Path) -> None:
    schema, schemas, more = TOO_LARGE[name]
    api, losses = read(document(tmp_path, schema, schemas, **more))
    assert [operation.id for operation in api.operations] == ["small"]
    assert [loss for loss in losses if loss.startswith("operation: ")]


def test_without_any_other_operation_it_is_a_problem_with_its_place(tmp_path: Path) -> None:
    file = document(tmp_path, nested(12, 30), {})
    value = json.loads(file.read_text())
    del value["paths"]["/small"]
    file.write_text(json.dumps(value, indent=1))
    with pytest.raises(ProblemsError, match=r"api\.json:\d+:\d+: operation: one value of it"):
        load(file)


def test_optional_fields_without_end_are_cut_and_reported(tmp_path: Path) -> None:
    schemas = web(9, 8)
    for schema in schemas.values():
        schema["required"] = []
    api, losses = read(document(tmp_path, FIRST, schemas))
    assert {operation.id for operation in api.operations} == {"large", "small"}
    (body,) = [operation.body for operation in api.operations if operation.body is not None]
    assert Budget().rows(body.schema) <= MAX_VALUES
    assert [loss for loss in losses if loss.startswith("schema: its fields hold")]


def test_an_answer_that_is_too_large_is_reported_and_empty(tmp_path: Path) -> None:
    file = document(tmp_path, {}, web(9, 8))
    value = json.loads(file.read_text())
    operation = value["paths"]["/small"]["get"]
    for status in ("200", "404"):
        content = {"application/json": {"schema": FIRST}}
        operation["responses"][status] = {"description": "ok", "content": content}
    file.write_text(json.dumps(value))
    api, losses = read(file)
    (made,) = [operation for operation in api.operations if operation.id == "small"]
    answered = made.responses[0].content
    assert answered is not None and answered.schema.example == Object()
    assert made.errors[0].body is None
    assert len([loss for loss in losses if loss.startswith("answer: ")]) == 2


def test_a_part_that_many_lead_to_is_merged_once(tmp_path: Path) -> None:
    schemas: dict[str, Any] = {
        "D30": {"type": "object", "required": ["a"], "properties": {"a": {"example": 1}}}
    }
    for n in range(30):
        reference = {"$ref": f"#/components/schemas/D{n + 1}"}
        schemas[f"D{n}"] = {"allOf": [reference, reference]}
    api, _ = read(document(tmp_path, {"$ref": "#/components/schemas/D0"}, schemas))
    (body,) = [operation.body for operation in api.operations if operation.body is not None]
    assert plain(body.schema.sent()) == {"a": 1}


def test_what_is_left_out_does_not_depend_on_how_many_processes_read(tmp_path: Path) -> None:
    text = SHAPES["large-shared"](600_000)
    file = tmp_path / "api.json"
    file.write_text(text)
    trees = []
    for jobs in (1, 2):
        out = tmp_path / f"out{jobs}"
        command = [sys.executable, "-m", "generator", "render", "--lang", "curl,ruby,php,python"]
        command += ["--spec", str(file), "--out", str(out), "--jobs", str(jobs)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr
        trees.append((done.stderr, (out / "manifest.json").read_bytes()))
    assert trees[0] == trees[1]


SPEC = """\
api: {id: a, title: A, version: v1}
endpoint: https://a.example
credentials: {}
schemas:
%s
operations:
  send:
    title: Send
    summary: Sends.
    method: POST
    path: /send
    body: {description: What is sent., schema: s12}
    responses: {200: ok}
"""


@pytest.mark.parametrize("width", [2, 3, 5, 10, 30])
def test_schemas_of_a_spec_that_name_each_other_are_bounded(width: int, tmp_path: Path) -> None:
    lines = ["  s0: {type: string, example: x}"]
    for n in range(1, 13):
        field = f"{{schema: s{n - 1}, description: d, required: true}}"
        fields = ", ".join(f"f{k}: {field}" for k in range(width + 1))
        lines.append(f"  s{n}: {{fields: {{{fields}}}}}")
    file = tmp_path / "a.yaml"
    file.write_text(SPEC % "\n".join(lines))
    with pytest.raises(ProblemsError, match=r"a\.yaml:\d+:\d+: this holds more than 10,000"):
        load(file)


def test_names_of_one_stem_take_the_first_number_that_is_free() -> None:
    names = UniqueNames(["b", "b2"], str.casefold)
    assert [names.choose(name) for name in ("a", "A", "a", "B", "a2", "b3")] == [
        "a", "A2", "a3", "B3", "a22", "b32",
    ]  # fmt: skip
    assert len({names.choose("same", "-") for _ in range(50_000)}) == 50_000


def test_a_run_ends_at_as_many_problems_as_nobody_mends() -> None:
    problems = Problems()
    with pytest.raises(ProblemsError) as raised:
        for number in range(5_000):
            problems.append(Problem(None, f"what {number}", "todo"))
    lines = str(raised.value).splitlines()
    assert len(lines) == 1_001 and lines[-1] == "there are more problems; mend these first"
    with pytest.raises(ProblemsError):
        problems += [Problem(None, "one more", "todo")]


def test_a_message_quotes_the_beginning_of_a_long_text() -> None:
    assert len(str(Problem(None, "x" * 1_000_000, "y" * 1_000_000))) < 2_100


def test_a_name_is_compared_with_few_others() -> None:
    names = [f"name{number}" for number in range(100_000)]
    assert one_of(names, "nam5") == "did you mean name5?"
    assert one_of(["a" * 100_000, "ab"], "b" * 100_000) == f"use one of {'a' * 100_000}, ab"


def test_a_budget_grows_with_the_bytes_that_were_read() -> None:
    small, large = Budget(), Budget()
    large.grow(10_000_000)
    with pytest.raises(BudgetError, match="more steps than its size allows"):
        small.read(1_000_000)
    large.read(1_000_000)
