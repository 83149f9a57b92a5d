"""Numeric forms of a language.yaml: each is refused at its place, or writes a few digits."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import ProblemsError
from generator.languages.language import Layers
from generator.languages.loader import load_languages
from tests.support import ROOT

RUBY = ROOT / "templates/ruby"
FORM = "numeric: [{form: '\\u{{{:x}}}'}]"


def read(folder: Path, new: str) -> str:
    """Read the language with another numeric form; give what is wrong with it."""
    text = (RUBY / "language.yaml").read_text("utf-8")
    assert FORM in text
    place = folder / "ruby"
    place.mkdir()
    (place / "language.yaml").write_text(text.replace(FORM, new, 1), "utf-8")
    (place / "sample.rb.jinja").touch()
    try:
        load_languages(Layers([folder]))
    except ProblemsError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    "new",
    [
        "numeric: [{unit: utf16}]",
        "numeric: [{}]",
        "numeric: [{form: null}]",
        "numeric: [{form: []}]",
        "numeric: [{form: {a: b}}]",
        "numeric: [null]",
        "numeric: [7, []]",
        "numeric: [{below: 9}, {form: '{:x}'}]",
        "numeric: {form: '{:x}'}",
        "numeric: [{form: *missing}]",
    ],
)
def test_a_number_without_a_form_is_refused(tmp_path: Path, new: str) -> None:
    message = read(tmp_path, new)
    assert f"{tmp_path}/ruby/language.yaml:" in message
    assert all("; " in line for line in message.splitlines())


@pytest.mark.parametrize(
    "form",
    [
        "{:9999999999}",
        "{:>99999999x}",
        "{:.99999999f}",
        "{:0100d}",
        "{:{}}",
        "{0.real}",
        "{0.__class__}",
        "{a}",
        "{1}",
        "{!r}",
        "{:q}",
        "{:s}",
        "{:c}",
        "{",
        "}",
        "none",
        "{}{}",
    ],
)
def test_a_form_writes_one_number_of_few_digits(tmp_path: Path, form: str) -> None:
    message = read(tmp_path, f"numeric: [{{form: '{form}'}}]")
    assert f"{form!r} does not fit here; use text with one number, such as" in message


@pytest.mark.parametrize(
    "form", ["{}", "{0}", "{:x}", "{:02X}", "\\{:03o}", "<{:d}>", "{{{:08b}}}"]
)
def test_other_forms_are_read(tmp_path: Path, form: str) -> None:
    assert read(tmp_path, f"numeric: [{{form: '{form}'}}]") == ""
