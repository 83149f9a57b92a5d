"""Named examples of a document: which samples there are, and which settings choose."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.config.discovery import find_config
from generator.errors import ProblemsError
from generator.model.api import Api, Operation
from generator.model.values import plain
from generator.openapi.unsupported import Unsupported
from generator.pipeline import read_inputs
from generator.spec.loader import load, load_text
from generator.spec.samples.fitting import without_unfit_examples
from generator.spec.writer import write_spec

CARD = {"summary": "By card", "description": "The usual way.", "value": {"kind": "card"}}
BODY = {"type": "object", "required": ["kind"], "properties": {
    "kind": {"type": "string"}, "iban": {"type": "string"},
}}  # fmt: skip


def document(**operation: Any) -> dict[str, Any]:
    put = {
        "operationId": "pay", "summary": "Pay", "responses": {"204": {"description": "Done."}},
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"},
             "examples": {"card": {"value": "c1"}, "bank_transfer": {"value": "b/1"}}},
            {"name": "expand", "in": "query", "schema": {"type": "array", "items": {
                "type": "string"}}, "examples": {"bank_transfer": {"value": ["a", "b"]}}},
            {"name": "debug", "in": "query", "schema": {"type": "boolean"}},
        ],
        "requestBody": {"content": {
            "application/json": {"schema": BODY, "examples": {
                "card": CARD, "bank_transfer": {"$ref": "#/components/examples/bank"},
            }},
            "multipart/form-data": {"schema": {"type": "object", "properties": {
                "picture": {"type": "string", "contentMediaType": "image/png"}}}},
        }},
        **operation,
    }  # fmt: skip
    bank = {"summary": "By bank", "value": {"kind": "bank", "iban": "DE1"}}
    return {
        "openapi": "3.1.0", "info": {"title": "Pay", "version": "1"},
        "servers": [{"url": "https://pay.example.com"}], "paths": {"/payments/{id}": {"put": put}},
        "components": {"examples": {"bank": bank}},
    }  # fmt: skip


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def read(project: Path, content: dict[str, Any], toml: str = "") -> Operation:
    (project / "api.json").write_text(json.dumps(content), "utf-8")
    (project / "gen.toml").write_text(f'spec = "api.json"\n{toml}', "utf-8")
    (api,) = read_inputs("api.json", (), None, find_config()).apis
    return api.operations[0]


def sent(operation: Operation) -> dict[str, dict[str, Any]]:
    return {
        variant.id: {name or "body": plain(value) for name, value in variant.sent.items()}
        for variant in operation.variants
    }


def test_examples_of_the_body_and_of_parameters_that_share_a_name_are_one(project: Path) -> None:
    operation = read(project, document())
    assert sent(operation) == {
        "card": {"id": "c1", "body": {"kind": "card"}},
        "bank-transfer": {"id": "b/1", "expand": ["a", "b"], "body": {
            "kind": "bank", "iban": "DE1",
        }},
    }  # fmt: skip
    titles = [(plain(v.title), v.description and plain(v.description)) for v in operation.variants]
    assert titles == [("By card", "The usual way."), ("By bank", None)]


def test_one_example_is_the_operations_own(project: Path) -> None:
    only = {"content": {"application/json": {"schema": BODY, "examples": {"card": CARD}}}}
    operation = read(project, document(requestBody=only, parameters=document()["paths"][
        "/payments/{id}"]["put"]["parameters"][2:]))  # fmt: skip
    assert operation.examples == ()
    assert operation.body is not None
    assert plain(operation.body.schema.sent()) == {"kind": "card"}


def test_settings_choose_examples_and_media_types(project: Path) -> None:
    assert list(sent(read(project, document(), '[openapi]\nexamples = "first"\n'))) == [""]
    for name in ("bank_transfer", "bank-transfer"):
        table = f"[openapi.examples]\npay = ['{name}', 'card']\n"
        assert list(sent(read(project, document(), table))) == ["bank-transfer", "card"]
    multipart = "[openapi]\nmediaTypes = ['multipart/form-data']\n"
    operation = read(project, document(), multipart)
    assert operation.body is not None and operation.body.media_type == "multipart/form-data"
    by_operation = "[openapi.mediaTypes]\npay = ['multipart/form-data']\n"
    assert read(project, document(), by_operation).body == operation.body


def test_names_in_the_settings_that_no_document_has_are_errors(project: Path) -> None:
    toml = (
        "[openapi.examples]\npay = ['crad']\nbuy = ['card']\n"
        "[openapi.mediaTypes]\npay = ['multipart/formdata']\n"
        "[openapi.credentials]\npya = ['key']\n"
    )
    with pytest.raises(ProblemsError) as error:
        read(project, document(), toml)
    assert str(error.value).split("\n") == [
        "gen.toml:3:8: operation pay has no example crad; did you mean card?",
        "gen.toml:4:1: no OpenAPI document has an operation buy; use pay",
        "gen.toml:6:8: no request of an OpenAPI document has the media type multipart/formdata; "
        "did you mean multipart/form-data?",
        "gen.toml:8:1: no OpenAPI document has an operation pya; did you mean pay?",
        "gen.toml:8:8: no OpenAPI document has a security scheme key; there is none yet",
    ]


@pytest.mark.parametrize("value", ['"some"', "3", '["card"]'])
def test_settings_of_a_wrong_kind_are_errors(project: Path, value: str) -> None:
    with pytest.raises(ProblemsError, match=r"gen\.toml:3:12: "):
        read(project, document(), f"[openapi]\nexamples = {value}\n")


def test_ids_are_unique_in_file_names_and_none_is_reserved(project: Path) -> None:
    names = ["Sample", "a 1", "a-1", "a1", "日本", "???"]
    examples = {name: {"value": {"kind": name}} for name in names}
    content = {"application/json": {"schema": BODY, "examples": examples}}
    operation = read(project, document(requestBody={"content": content}, parameters=[]))
    ids = [variant.id for variant in operation.variants]
    assert len({id_.replace("-", "") for id_ in ids}) == len(names)
    assert "sample" not in ids


def test_too_many_examples_for_the_size_are_left_out_with_a_word(project: Path) -> None:
    big = {"kind": "x" * 5000}
    refs = {f"e{n}": {"$ref": "#/components/examples/big"} for n in range(400)}
    content = {"application/json": {"schema": BODY, "examples": refs}}
    made = document(requestBody={"content": content}, parameters=[])
    made["components"]["examples"]["big"] = {"value": big}
    (project / "api.json").write_text(json.dumps(made), "utf-8")
    unsupported = Unsupported()
    (api,) = load(project / "api.json", unsupported)
    assert api.operations[0].examples == ()
    what = next(item.what for item in unsupported if item.kind == "examples")
    assert what.endswith("samples show the first example")


def imported(api: Api) -> Api:
    return load_text(write_spec(api), "spec.yaml")[0]


def test_import_writes_examples_and_leaves_out_what_no_spec_allows(project: Path) -> None:
    content = document()
    content["components"]["examples"]["bank"]["value"]["unknown"] = 7
    (project / "api.json").write_text(json.dumps(content), "utf-8")
    api, left_out = without_unfit_examples(load(project / "api.json")[0])
    assert [(operation.id, variant.id) for operation, variant in left_out] == [
        ("pay", "bank-transfer")
    ]
    assert imported(api).operations[0].examples == api.operations[0].examples
    (project / "api.json").write_text(json.dumps(document()), "utf-8")
    whole = load(project / "api.json")[0]
    assert imported(whole).operations[0].examples == whole.operations[0].examples
