"""Values that try to break out of every place of a spec, on static pages and in documents."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from openapi_spec_validator.schemas import schema_v31

from generator.model.text import is_plain
from generator.output.manifest import HIDDEN_MANIFEST
from generator.verify.hostile.body_sheets import make_sheet
from generator.verify.hostile.reader import admit
from generator.verify.hostile.slots import KINDS, PARAMETERS
from tests.support import HOSTILE

from .site import SCRIPTS, Shown, published

VALUES = [*HOSTILE, *SCRIPTS]
# Targets whose shapes most kinds of bodies fit; what a value can't be in is not made in it.
LANG = "python,php,csharp"


def made(kind: str, form: str, folder: Path, is_hostile: bool) -> dict[str, str]:
    """Publish a sheet, with hostile values or harmless ones; gives the files by name."""
    values, only = (VALUES, None) if is_hostile else (HOSTILE[2:6], ())
    sheet = make_sheet(kind, values, list(KINDS).index(kind), only)
    spec = folder / f"{kind}-{is_hostile}.yaml"
    spec.write_text(admit(sheet).sheet.text(), "utf-8")
    out = published(form, spec, "--lang", LANG)
    files = (path for path in out.rglob("*") if path.is_file() and path.name != HIDDEN_MANIFEST)
    return {path.name: path.read_text("utf-8") for path in files}


@pytest.mark.parametrize("kind", KINDS)
def test_pages_have_no_element_more_and_nothing_that_is_not_seen(kind: str, tmp_path: Path) -> None:
    found = made(kind, "html", tmp_path, is_hostile=True)
    usual = made(kind, "html", tmp_path, is_hostile=False)
    assert set(found) == set(usual)
    pages = {name: text for name, text in found.items() if name.endswith(".html")}
    for name, text in pages.items():
        page, other = Shown(text), Shown(usual[name])
        kinds = {(tag, *sorted(given)) for tag, given in other.elements}
        # A sheet has a row for each value; what rows consist of is the same. Many are folded.
        assert {(tag, *sorted(given)) for tag, given in page.elements} <= kinds | {
            ("details",),
            ("span", "class"),
        }
        assert text.count("<script") == usual[name].count("<script")
        seen = "".join(page.text)
        assert {c for c in seen if not is_plain(c)} <= {"\n"}
        for tag, given in page.elements:
            if tag == "a":
                address = given.get("href") or "#main"
                assert re.fullmatch(r"([a-z0-9-]+(\.search)?\.html(\.md)?)?(#[\w.-]+)?", address)


@pytest.mark.parametrize("kind", KINDS)
def test_documents_are_valid_and_hold_each_value(kind: str, tmp_path: Path) -> None:
    (text,) = made(kind, "openapi", tmp_path, is_hostile=True).values()
    document = json.loads(text)
    Draft202012Validator(dict(schema_v31)).validate(document)
    if kind != PARAMETERS:  # names in a path are read as a format of Python's there
        OpenAPIV31SpecValidator(document).validate()
    assert all(is_plain(c) or c == "\n" for c in text)
    held = json.dumps(document, ensure_ascii=False)
    for value in SCRIPTS[:8]:
        assert json.dumps(value, ensure_ascii=False)[1:-1] in held
    (text,) = made(kind, "overlay", tmp_path, is_hostile=True).values()
    assert json.loads(text)["actions"]
