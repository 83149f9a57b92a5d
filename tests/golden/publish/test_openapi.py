"""The OpenAPI document: valid to its readers, true to the spec, and safe for what is in it."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from openapi_spec_validator import OpenAPIV31SpecValidator

from generator.model.api import Operation
from generator.model.messages import ApiError
from generator.model.schema import LIMITS, Schema
from generator.model.text import reveal
from generator.openapi.unsupported import Unsupported
from generator.spec.loader import load
from tests.golden.publish.site import FACE, SCRIPTS, SHIPPED, hostile_spec, published
from tests.support import ROOT

HERE = Path(__file__).parent
REDOCLY = ROOT / ".toolchains/npm/node_modules/.bin/redocly"
SPECS = [
    SHIPPED,
    ROOT / "tests/mutants/extra.yaml",
    ROOT / "tests/compiled/wire/shapes.yaml",
    ROOT / "tests/compiled/wire/bodies.yaml",
    HERE / "cases/page.yaml",
    *sorted((ROOT / "tests/golden/cases").glob("*/spec.yaml")),
]


def name(spec: Path) -> str:
    return spec.relative_to(ROOT).as_posix()


def file(spec: Path) -> Path:
    (found,) = published("openapi", spec).rglob("openapi.json")
    return found


def document(spec: Path = SHIPPED) -> dict[str, Any]:
    made = json.loads(file(spec).read_bytes())
    assert isinstance(made, dict)
    return made


def operations(made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    rows = (row for path in made["paths"].values() for row in path.values())
    return {row["operationId"]: row for row in rows}


@pytest.mark.parametrize("spec", SPECS, ids=name)
def test_it_is_valid(spec: Path) -> None:
    OpenAPIV31SpecValidator(document(spec)).validate()


@pytest.mark.parametrize("spec", SPECS, ids=name)
def test_its_examples_are_what_its_schemas_say(spec: Path) -> None:
    made = document(spec)
    schemas = made.get("components", {}).get("schemas", {})
    tried = 0

    def check(schema: dict[str, Any], value: object) -> None:
        nonlocal tried
        tried += 1
        whole = {**schema, "components": {"schemas": schemas}}
        Draft202012Validator(whole).validate(value)

    def visit(node: object) -> None:
        if isinstance(node, list):
            for item in node:
                visit(item)
        if isinstance(node, dict):
            if "schema" in node:
                if "example" in node:
                    check(node["schema"], node["example"])
                for example in node.get("examples", {}).values():
                    check(node["schema"], example["value"])
            elif isinstance(node.get("examples"), list):
                for example in node["examples"]:
                    check(node, example)
            for key, child in node.items():
                if key not in ("example", "examples"):
                    visit(child)

    visit(made)
    assert tried or spec.parent.name in ("availability", "fields", "methods", "obtain", "public")


def test_redocly_accepts_them_all() -> None:
    if not REDOCLY.exists():
        pytest.skip("needs redocly: make toolchains")
    quiet = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "CI": "true"}
    words = [str(REDOCLY), "lint", "--format=json", "--extends=recommended"]
    # Of what a spec of tests has or leaves out on purpose; paths are the API's own.
    # Names that are not ASCII are beyond Redocly, which doesn't find them in a path.
    lax = ["no-server-example.com", "operation-4xx-response", "no-path-trailing-slash",
           "path-parameters-defined"]  # fmt: skip
    skips = [word for rule in lax for word in ("--skip-rule", rule)]
    environment = {**os.environ, **quiet}

    def ran(*more: str) -> str:
        done = subprocess.run(
            [*words, *more], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    ran(*skips, *(str(file(spec)) for spec in SPECS))
    told = {problem["ruleId"] for problem in json.loads(ran(str(file(SHIPPED))))["problems"]}
    assert told == {"info-license"}  # of which a spec says nothing


def test_operations_with_one_method_and_path_are_one() -> None:
    detect = operations(document())["detect"]
    assert "detect-from-url" not in operations(document())
    assert list(detect["requestBody"]["content"]) == [
        "application/octet-stream", "application/json"
    ]  # fmt: skip
    labels = [sample["label"] for sample in detect["x-codeSamples"]]
    assert [label for label in labels if label.startswith("Python")] == [
        "Python", "Python: with their attributes", "Python: from URL",
        "Python: from URL, with their attributes",
    ]  # fmt: skip
    assert len(labels) == len({*labels})
    assert {"invalid-image", "invalid-url"} <= set(
        detect["responses"]["400"]["content"]["application/json"]["examples"]
    )
    created = operations(document())["create-liveness-with-verify-session"]
    content = created["requestBody"]["content"]
    assert list(content) == ["application/json", "multipart/form-data"]
    parts = content["multipart/form-data"]
    assert parts["encoding"] == {
        "Parameters": {"contentType": "text/plain, application/json"},
        "VerifyImage": {"contentType": "image/jpeg"},
    }
    assert parts["schema"]["properties"]["VerifyImage"]["format"] == "binary"


def test_its_samples_are_the_published_ones() -> None:
    found = {}
    for row in operations(document()).values():
        for sample in row["x-codeSamples"]:
            found[sample["source"]] = sample["lang"]
    files = [p for p in (ROOT / "out" / FACE).glob("*/*/*") if "reference" not in p.parts]
    files = [p for p in files if "python-client" not in p.parts]
    assert {p.read_text("utf-8") for p in files} == set(found)
    assert set(found.values()) == {
        "Shell", "Batch", "C#", "Go", "Java", "JavaScript", "Kotlin", "Objective-C", "PHP",
        "Python", "Ruby", "TypeScript",
    }  # fmt: skip


def test_it_says_what_the_spec_says() -> None:
    made = document()
    (server,) = made["servers"]
    assert server["url"] == "https://{region}.api.cognitive.microsoft.com/face/v1.1-preview.1"
    assert server["variables"]["region"]["default"] == "norwayeast"
    assert len(server["variables"]["region"]["enum"]) == 32
    assert made["security"] == [{"Ocp-Apim-Subscription-Key": []}]
    gone = operations(made)["delete-liveness-with-verify-session"]
    assert gone["parameters"][0]["required"] is True
    assert list(gone["responses"]) == ["200", "400", "401", "403", "404", "415", "429"]
    assert gone["responses"]["429"]["headers"]["Retry-After"]["example"] == 26
    assert "content" not in gone["responses"]["200"]
    assert "requestBody" not in gone
    detected = operations(made)["detect"]["parameters"]
    attributes = next(p for p in detected if p["name"] == "returnFaceAttributes")
    assert attributes["explode"] is False
    assert attributes["schema"]["items"]["$ref"] == "#/components/schemas/face-attribute"


def test_regions_with_hosts_of_their_own_are_servers() -> None:
    made = document(HERE / "cases/page.yaml")
    assert [server["url"] for server in made["servers"]] == [
        "https://{region}.shop.example/shop", "https://shop.example.org/shop"
    ]  # fmt: skip
    row = operations(made)["get-everything"]
    constant = next(p for p in row["parameters"] if p["name"] == "X-Version")
    assert constant["schema"] == {"type": "string", "const": "2"}
    assert row["responses"]["404"]["description"] == "- It was there.\n- It never was."


def test_paths_that_differ_in_names_alone_are_one(tmp_path: Path) -> None:
    spec = tmp_path / "s.yaml"
    spec.write_text(
        """
api: {id: s, title: S, version: v1}
endpoint: https://api.example.org
operations:
  one:
    {title: One, summary: Put., method: PUT, path: "/a/{x}", parameters: {x: {description: X.,
     example: "1"}}, responses: {200: Fine.}}
  two:
    {title: Two, summary: Drop., method: DELETE, path: "/a/{y}", parameters: {y: {description: Y.,
     example: "1"}}, responses: {200: Fine.}}
  three:
    {title: Three, summary: Put it., method: PUT, path: "/a/{z}", parameters: {z: {description: Z.,
     example: "1"}, q: {in: query, description: Q., required: true, example: "1"}},
     body: {fields: {a: {description: A., example: a}}}, responses: {200: Else.}}
""",
        "utf-8",
    )
    made = document(spec)
    OpenAPIV31SpecValidator(made).validate()
    assert list(made["paths"]) == ["/a/{x}"]
    row = made["paths"]["/a/{x}"]
    assert [p["name"] for p in row["delete"]["parameters"]] == ["x"]
    assert [(p["name"], p.get("required")) for p in row["put"]["parameters"]] == [
        ("x", True), ("q", None)
    ]  # fmt: skip
    assert row["put"]["responses"]["200"]["description"] == "Fine.\n\nElse."


def test_hostile_values_come_back_as_they_are_and_mean_nothing(tmp_path: Path) -> None:
    spec = tmp_path / "bad.yaml"
    spec.write_text(hostile_spec(), "utf-8")
    assert load(spec)
    made = document(spec)
    OpenAPIV31SpecValidator(made).validate()
    assert made["info"]["title"] == SCRIPTS[0]
    row = operations(made)["first-one"]
    assert {p["name"] for p in row["parameters"]} == {*SCRIPTS, "thing", "X-Constant"}
    fields = row["requestBody"]["content"]["application/json"]["schema"]["properties"]
    assert list(fields) == list(SCRIPTS)
    told = [row["description"], made["components"]["securitySchemes"]["X-Key"]["description"]]
    told += [p["description"] for p in row["parameters"]]
    told += [field["description"] for field in fields.values()]
    told += [answer["description"] for answer in row["responses"].values()]
    texts = []
    for text in told:
        html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)
        assert set(re.findall(r"<(\w+)", html)) <= {"p", "ul", "li"}, text
        texts.append(html)
    assert len(set(texts)) > len(SCRIPTS)


def test_errors_of_ranges_and_their_codes_come_back_as_they_were() -> None:
    spec = ROOT / "tests/golden/openapi/cases/errors/document.yaml"
    (was,), (now,) = load(spec), load(file(spec))

    def rows(errors: tuple[ApiError, ...]) -> list[tuple[Any, ...]]:
        facts = (
            (e.status, e.code, e.description, e.message, e.retry_after, e.headers, e.body)
            for e in errors
        )
        return sorted(facts, key=lambda row: (str(row[0]), reveal(row[1] or "")))

    for before, after in zip(was.operations, now.operations, strict=True):
        assert rows(before.errors) == rows(after.errors)
    ranges = operations(document(spec))["get-ranges"]["responses"]
    assert list(ranges) == ["200", "404", "503", "4XX", "5XX", "default"]


@pytest.mark.parametrize("case", ["bodies", "everything", "formats", "latest", "plain"])
def test_what_documents_say_comes_back(case: str) -> None:
    """Texts, limits, defaults, tags, headers and names are those of the document."""
    (document_,) = (ROOT / "tests/golden/openapi/cases" / case).glob("document.*")
    (was,), (now,) = load(document_, Unsupported()), load(file(document_), Unsupported())
    assert (was.description, was.tags, was.docs) == (now.description, now.tags, now.docs)
    after = {operation.id: operation for operation in now.operations}
    for before in was.operations:
        assert facts_of(before) == facts_of(after[before.id])


def test_operations_that_a_fragment_tells_apart_are_not_one() -> None:
    spec = ROOT / "tests/golden/openapi/judged/paths.yaml"
    (was,), (now,) = load(spec, Unsupported()), load(file(spec), Unsupported())
    after = {operation.id: operation.fragment for operation in now.operations}
    assert any(after.values())
    assert {o.id: o.fragment for o in was.operations if o.fragment}.items() <= after.items()


def facts_of(operation: Operation) -> list[Any]:
    """What a document says about an operation, besides examples."""
    names = ("name", "where", "description", "required", "deprecated", "style", "explode")
    facts: list[Any] = [operation.description, operation.tags, operation.deprecated]
    for parameter in operation.parameters:
        facts += [*(getattr(parameter, name) for name in names), limits_of(parameter.schema)]
    facts += [(r.status, r.description, r.headers, r.other_headers) for r in operation.responses]
    contents = (operation.body, *(r.content for r in operation.responses))
    for content in filter(None, contents):
        facts += [content.kind, content.media_type, content.schema.name]
        for row in content.schema.rows:
            field = row.field
            facts += [row.path, field.description, field.required, field.deprecated]
            facts.append(limits_of(field.schema))
    return facts


def limits_of(schema: Schema) -> tuple[Any, ...]:
    """The keywords of a schema that limit its values, and its default."""
    limits = (getattr(schema, name) for pair in LIMITS for _, name in pair.keywords)
    return (schema.enum, schema.default, schema.pattern, schema.format, *limits)


def test_it_reads_as_expected() -> None:
    """Golden: what an engineer reviews."""
    for form in ("openapi", "overlay"):
        (made,) = published(form, HERE / "cases/page.yaml").rglob(f"{form}.json")
        golden = HERE / f"cases/page/{form}.json"
        if os.environ.get("GEN_GOLDEN") == "write":
            golden.parent.mkdir(parents=True, exist_ok=True)
            golden.write_bytes(made.read_bytes())
        assert golden.exists(), "run make golden, and read what it wrote"
        assert made.read_text("utf-8") == golden.read_text("utf-8")
