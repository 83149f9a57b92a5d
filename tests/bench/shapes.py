"""Time and memory of `gen lint` against the size of documents that are built to be slow.

Each shape is a way to make a reader do more than a document's size suggests. A row compares it
with a plain document of the same size: `python -m tests.bench.shapes [SHAPE...] [--size BYTES...]`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

SIZES = (325_000, 650_000, 1_300_000)
Shape = Callable[[int], str]


def _document(paths: dict[str, Any], schemas: dict[str, Any] | None = None) -> str:
    return json.dumps(
        {
            "openapi": "3.0.3",
            "info": {"title": "Shapes", "version": "1"},
            "servers": [{"url": "https://a.example"}],
            "paths": paths,
            "components": {"schemas": schemas or {}},
        }
    )


def _get(id_: str, **more: Any) -> dict[str, Any]:
    return {"get": {"operationId": id_, "responses": {"200": {"description": "ok"}}, **more}}


def _post(id_: str, schema: Any, **media: Any) -> dict[str, Any]:
    body = {"required": True, "content": {"application/json": {"schema": schema, **media}}}
    answers = {"200": {"description": "ok"}}
    return {"post": {"operationId": id_, "requestBody": body, "responses": answers}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _users(schema: str, size: int) -> dict[str, Any]:
    """Give operations that all send one schema, about as many as fit a size."""
    return {f"/p{n}": _post(f"o{n}", _ref(schema)) for n in range(max(1, size // 260))}


def plain(size: int) -> str:
    """Operations as people write them, 200 bytes each: what the others are compared with."""
    return _document({f"/things{n}/{{id}}": _plain(n) for n in range(size // 200)})


def _plain(number: int) -> dict[str, Any]:
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    return _get(f"getThing{number}", parameters=[parameter])


def nested_items(size: int) -> str:
    """Arrays of arrays, each with at least 30 items, in every operation."""
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(12):
        schema = {"type": "array", "minItems": 30, "items": schema}
    count = size // (len(json.dumps(schema)) + 230)
    return _document({f"/p{n}": _post(f"o{n}", schema) for n in range(count)})


def required_web(size: int) -> str:
    """Schemas that require eight others, in layers."""
    layers, schemas = 10, {}
    for layer in range(layers):
        names = [f"S{layer + 1}x{n}" for n in range(8)] if layer + 1 < layers else []
        for n in range(8):
            properties: dict[str, Any] = {name: _ref(name) for name in names} or {
                "end": {"type": "string"}
            }
            schemas[f"S{layer}x{n}"] = {
                "type": "object",
                "required": list(properties),
                "properties": properties,
            }
    return _document(_users("S0x0", size), schemas)


def optional_web(size: int) -> str:
    """The same, but nothing is required."""
    document = json.loads(required_web(size))
    for schema in document["components"]["schemas"].values():
        del schema["required"]
    return json.dumps(document)


def answer_web(size: int) -> str:
    """The same in answers of success and of failure."""
    document = json.loads(required_web(size))
    for item in document["paths"].values():
        content = item["post"].pop("requestBody")["content"]
        for status in ("200", "400"):
            item["post"]["responses"][status] = {"description": "ok", "content": content}
    return json.dumps(document)


def diamonds(size: int) -> str:
    """Schemas that are all of the next one, twice, 40 deep."""
    schemas: dict[str, Any] = {"D40": {"type": "object", "properties": {"a": {"type": "string"}}}}
    for n in range(40):
        schemas[f"D{n}"] = {"allOf": [_ref(f"D{n + 1}"), _ref(f"D{n + 1}")]}
    return _document(_users("D0", size), schemas)


def alternatives(size: int) -> str:
    """The same with oneOf and anyOf."""
    schemas: dict[str, Any] = {"D40": {"type": "object", "properties": {"a": {"type": "string"}}}}
    for n in range(40):
        key = ("oneOf", "anyOf", "allOf")[n % 3]
        schemas[f"D{n}"] = {key: [_ref(f"D{n + 1}"), _ref(f"D{n + 1}"), {"type": "string"}]}
    return _document(_users("D0", size), schemas)


def wide_base(size: int) -> str:
    """Many schemas that are all of one with many parts."""
    count = size // 3 // 60
    parts = [{"properties": {f"p{n}": {"type": "string"}}} for n in range(count)]
    schemas: dict[str, Any] = {"Base": {"allOf": parts}}
    paths = {}
    for n in range(size // 2 // 330):
        schemas[f"S{n}"] = {"allOf": [_ref("Base"), {"properties": {"own": {"type": "string"}}}]}
        paths[f"/p{n}"] = _post(f"o{n}", _ref(f"S{n}"))
    return _document(paths, schemas)


def long_chain(size: int) -> str:
    """Schemas each of which is all of the next, as many as fit."""
    count = size // 4 // 60
    schemas: dict[str, Any] = {f"S{count}": {"type": "string"}}
    paths = {}
    for n in range(count):
        schemas[f"S{n}"] = {"allOf": [_ref(f"S{n + 1}")]}
        paths[f"/p{n}"] = _post(f"o{n}", _ref(f"S{n}"))
    return _document(paths, schemas)


def large_shared(size: int) -> str:
    """One large schema, all required, sent by every operation."""
    names = [f"field{n}" for n in range(size // 2 // 60)]
    properties = {name: {"type": "string", "example": "x"} for name in names}
    schemas = {"Large": {"type": "object", "required": names, "properties": properties}}
    return _document(_users("Large", size // 2), schemas)


def large_example(size: int) -> str:
    """One large example, shown by every operation."""
    schemas = {"Large": {"type": "object", "example": {f"k{n}": n for n in range(size // 2 // 16)}}}
    return _document(_users("Large", size // 2), schemas)


def long_text(size: int) -> str:
    """One long description of a parameter that every operation has."""
    about = "word " * (size // 2 // 5)
    document = json.loads(_document({}))
    document["components"]["parameters"] = {
        "p": {"name": "p", "in": "query", "required": True, "description": about,
              "schema": {"type": "string", "example": "x" * (size // 8)}}
    }  # fmt: skip
    reference = {"$ref": "#/components/parameters/p"}
    count = size // 3 // 160
    document["paths"] = {f"/p{n}": _get(f"o{n}", parameters=[reference]) for n in range(count)}
    return json.dumps(document)


def many_parameters(size: int) -> str:
    """Parameters of one path item, of a referenced list, that all operations have."""
    document = json.loads(_document({}))
    count = size // 2 // 130
    document["components"]["parameters"] = {
        f"p{n}": {"name": f"p{n}", "in": "query", "required": True, "schema": {"type": "string"}}
        for n in range(count)
    }
    item: dict[str, Any] = {
        "parameters": [{"$ref": f"#/components/parameters/p{n}"} for n in range(count)]
    }
    document["x-item"] = {**item, **_get("get")}
    document["paths"] = {f"/p{n}": {"$ref": "#/x-item"} for n in range(size // 4 // 40)}
    return json.dumps(document)


def many_answers(size: int) -> str:
    """One table of answers with a large body each, that every operation has."""
    document = json.loads(_document({}))
    answers = {
        str(code): {
            "description": f"e{code}",
            "content": {"application/json": {"example": {"code": f"c{code}", "m": "x" * 2000}}},
        }
        for code in range(400, 600)
    }
    answers["200"] = {"description": "ok"}
    document["x-answers"] = answers
    count = (size - 400_000) // 120 if size > 450_000 else 200
    document["paths"] = {
        f"/p{n}": {"get": {"operationId": f"o{n}", "responses": {"$ref": "#/x-answers"}}}
        for n in range(count)
    }
    return json.dumps(document)


def own_errors(size: int) -> str:
    """Errors of one status, each with a description of its own."""
    count = size // 170
    return _document(
        {
            f"/p{n}": {
                "get": {
                    "operationId": f"o{n}",
                    "responses": {
                        "200": {"description": "ok"},
                        "400": {"description": f"bad {n}"},
                    },
                }
            }
            for n in range(count)
        }
    )


def enum(size: int) -> str:
    """One enum with as many words as fit, as a parameter."""
    words = [f"word{n}" for n in range(size // 14)]
    parameter = {"name": "p", "in": "query", "required": True,
                 "schema": {"type": "string", "minLength": 1, "enum": words}}  # fmt: skip
    return _document({"/p": _get("o", parameters=[parameter])})


def enum_shared(size: int) -> str:
    """One long enum, in a parameter of every operation."""
    words = [f"word{n}" for n in range(size // 2 // 14)]
    document = json.loads(_document({}))
    document["components"]["schemas"]["Word"] = {"type": "string", "enum": words}
    parameter = {"name": "p", "in": "query", "required": True, "schema": _ref("Word")}
    count = size // 2 // 200
    document["paths"] = {f"/p{n}": _get(f"o{n}", parameters=[parameter]) for n in range(count)}
    return json.dumps(document)


def same_id(size: int) -> str:
    """Operations of one id."""
    return _document({f"/things{n}": _get("same") for n in range(size // 110)})


def same_schema_name(size: int) -> str:
    """Schemas whose names become one id."""
    names = [f"S{'.' * (n % 50 + 1)}{'-' * (n // 50)}" for n in range(min(size // 80, 20_000))]
    count = sum(1 for _ in _fitting(names, size))
    schemas = {
        name: {"type": "object", "properties": {"a": {"type": "string"}}} for name in names[:count]
    }
    return _document({"/p": _post("o", _ref(names[0]))}, schemas)


def _fitting(names: list[str], size: int) -> Iterator[str]:
    room = size
    for name in names:
        room -= len(name) + 60
        if room < 0:
            return
        yield name


def many_hosts(size: int) -> str:
    """As many servers as fit."""
    document = json.loads(_document({"/p": _get("o")}))
    document["servers"] = [
        {"url": f"https://h{n}.example", "description": "same"} for n in range(size // 60)
    ]
    return json.dumps(document)


def long_path(size: int) -> str:
    """One path with as many parameters as fit."""
    count = size // 60
    names = [f"p{n}" for n in range(count)]
    parameters = [{"name": name, "in": "path", "required": True} for name in names]
    path = "".join(f"/{{{name}}}" for name in names)
    return _document({path: _get("o", parameters=parameters)})


def patterns(size: int) -> str:
    """Parameters with patterns that take for ever to match by backtracking."""
    forms = ("^(a|a)*$", "^(a+){10}$", "^a*a*a*a*a*a*a*b$", "^(a?){40}a{40}$", "^(a(?:a)*)*$")
    parameters = [
        {"name": f"p{n}", "in": "query", "required": True, "example": f"{'a' * 40}!{n}",
         "schema": {"type": "string", "pattern": f"{forms[n % len(forms)][:-1]}{n}$"}}
        for n in range(size // 160)
    ]  # fmt: skip
    paths = {}
    for n in range(0, len(parameters), 10):
        paths[f"/p{n}"] = _get(f"o{n}", parameters=parameters[n : n + 10])
    return _document(paths)


def aliases(size: int) -> str:
    """YAML: a list of aliases of lists of aliases, as an example."""
    lines = ["x0: &x0 [a, a, a, a, a, a, a, a, a, a]"]
    lines += [f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]" for n in range(1, 6)]
    body = "{application/json: {schema: {}, example: *x5}}"
    return _yaml(lines, body, size)


def alias_schemas(size: int) -> str:
    """YAML: schemas by aliases, ten properties each."""
    lines = ["x0: &x0 {type: string}"]
    for n in range(1, 7):
        names = [f"p{k}" for k in range(10)]
        properties = ", ".join(f"{name}: *x{n - 1}" for name in names)
        required = ", ".join(names)
        lines.append(f"x{n}: &x{n} {{type: object, required: [{required}], "
                     f"properties: {{{properties}}}}}")  # fmt: skip
    return _yaml(lines, "{application/json: {schema: *x6}}", size)


def _yaml(lines: list[str], body: str, size: int) -> str:
    head = ["openapi: 3.0.3", "info: {title: Shapes, version: '1'}",
            "servers: [{url: 'https://a.example'}]", *lines, "paths:"]  # fmt: skip
    rows = [
        f"  /p{n}: {{post: {{operationId: o{n}, requestBody: {{required: true, content: {body}}}, "
        "responses: {'200': {description: ok}}}}"
        for n in range(size // 170)
    ]
    return "\n".join([*head, *rows]) + "\n"


def yaml_losses(size: int) -> str:
    """YAML: operations each of which has something that is not supported."""
    head = ["openapi: 3.0.3", "info: {title: Shapes, version: '1'}",
            "servers: [{url: 'https://a.example'}]", "paths:"]  # fmt: skip
    rows = [
        f"  /things{n}:\n    get:\n      operationId: getThing{n}\n      callbacks: {{}}\n"
        "      responses:\n        '200':\n          description: ok"
        for n in range(size // 130)
    ]
    return "\n".join([*head, *rows]) + "\n"


def yaml_list(size: int) -> str:
    """YAML: servers as many as fit, in one list."""
    rows = [f"  - url: http://user@h{n}.example" for n in range(size // 32)]
    head = ["openapi: 3.0.3", "info: {title: Shapes, version: '1'}", "servers:"]
    path = "paths: {/p: {get: {operationId: o, responses: {'200': {description: ok}}}}}"
    return "\n".join([*head, "  - url: https://a.example", *rows, path]) + "\n"


def one_line_losses(size: int) -> str:
    """JSON on one line that is not ASCII, with something unsupported in each operation."""
    paths = {f"/é{n}": _get(f"o{n}", callbacks={}, summary="é") for n in range(size // 150)}
    return _document(paths).replace("\\u00e9", "é")


def deep_object(size: int) -> str:
    """Objects in objects, as deep as a document may be, one beside the other."""
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(60):
        schema = {"type": "object", "required": ["a"], "properties": {"a": schema}}
    count = size // (len(json.dumps(schema)) + 230)
    return _document({f"/p{n}": _post(f"o{n}", schema) for n in range(count)})


SHAPES: dict[str, Shape] = {
    shape.__name__.replace("_", "-"): shape
    for shape in (
        nested_items, required_web, optional_web, answer_web, diamonds, alternatives, wide_base,
        long_chain, large_shared, large_example, long_text, many_parameters, many_answers,
        own_errors, enum, enum_shared, same_id, same_schema_name, many_hosts, long_path, patterns,
        aliases, alias_schemas, deep_object, yaml_losses, yaml_list, one_line_losses,
    )
}  # fmt: skip


def measure(text: str, folder: Path, limit: float) -> tuple[float, float, int]:
    """Run `gen lint` on a document: CPU seconds, MiB at the most, exit code (-9 at the limit)."""
    file = folder / ("api.json" if text.startswith("{") else "api.yaml")
    file.write_text(text)
    command = [str(Path(sys.executable).with_name("gen")), "lint", "--spec", str(file)]
    began = time.monotonic()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        while True:
            done, status, usage = os.wait4(process.pid, os.WNOHANG)
            if done:
                break
            if time.monotonic() - began > limit:
                process.kill()
                _, status, usage = os.wait4(process.pid, 0)
                break
            time.sleep(0.02)
    process.returncode = os.waitstatus_to_exitcode(status)
    file.unlink()
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("shapes", nargs="*", choices=[[], *SHAPES])
    parser.add_argument("--size", type=int, action="append", help="bytes; repeatable")
    parser.add_argument("--limit", type=float, default=60, help="seconds for one run")
    parser.add_argument("--keep", type=Path, help="write the documents into this folder instead")
    asked = parser.parse_args()
    chosen = {name: SHAPES[name] for name in asked.shapes or SHAPES}
    sizes = tuple(asked.size or SIZES)
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
        for name, shape in {"plain": plain, **chosen}.items():
            text = shape(sizes[-1])
            ending = "json" if text.startswith("{") else "yaml"
            (asked.keep / f"{name}.{ending}").write_text(text)
        return
    print("| shape | bytes | CPU seconds | times plain | MiB | times plain | exit code |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            text = plain(size)
            seconds, memory, code = measure(text, Path(folder), asked.limit * 5)
            print(f"| plain | {len(text):,} | {seconds:.2f} | 1.0 | {memory:.0f} | 1.0 | {code} |")
            for name, shape in chosen.items():
                text = shape(size)
                own, most, code = measure(text, Path(folder), asked.limit)
                print(
                    f"| {name} | {len(text):,} | {own:.2f} | {own / seconds:.1f} | {most:.0f} |"
                    f" {most / memory:.1f} | {code} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
