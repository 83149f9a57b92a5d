"""Samples that speak German, by a few lines of language.yaml: they are golden, and proven.

The sentences hold a quote, a backslash, a percent sign and letters beyond ASCII, which each
language has to escape. `make golden` rewrites the tree.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from generator.languages.target import Target
from generator.languages.wording import DEFAULTS
from tests.golden.cases.test_cases import tree
from tests.support import EVERYTHING, languages, sample_params, sample_targets, toolchain_for
from tests.system.cli.conftest import gen

HERE = Path(__file__).parent
SPEC, TEMPLATES = HERE / "spec.yaml", HERE / "templates"


def test_samples_say_what_a_language_yaml_says(tmp_path: Path) -> None:
    made = gen("render", "--spec", SPEC, "--templates", TEMPLATES, "--out", tmp_path)
    assert made.code == 0, made.err
    (tmp_path / "manifest.json").unlink()
    expected = HERE / "expected"
    if os.environ.get("GEN_GOLDEN") == "write":
        shutil.rmtree(expected, ignore_errors=True)
        shutil.copytree(tmp_path, expected)
    assert tree(tmp_path) == tree(expected)


# One of each sentence; what else a run can meet, test_published.py tries.
CASES = "200,201,204,redirect,no-key,refused"


@pytest.mark.parametrize("target", sample_params("wording"))
def test_samples_in_german_say_each_sentence(target: Target) -> None:
    toolchain_for(target)
    words = ("verify", "--spec", SPEC, "--templates", TEMPLATES, "--trust", "--lang", target.id)
    made = gen(*words, *(() if EVERYTHING else ("--case", CASES)))
    assert made.code == 0, made.out + made.err


@pytest.mark.parametrize("target", sample_targets(), ids=lambda target: target.id)
def test_a_built_in_language_says_all_of_its_sentences_itself(target: Target) -> None:
    """So that its language.yaml shows what a user can change."""
    own = (languages()[target.language].wording, (HERE.parents[2] / "templates"))
    folders = (target.language, *languages()[target.language].borrows)
    text = "".join((own[1] / f / "language.yaml").read_text("utf-8") for f in folders)
    assert set(DEFAULTS) <= set(own[0])
    assert all(f"\n  {key}: " in text for key in own[0])


FAULTS = """\
wording:
  noKeys: Set {env}.
  noKey: Set {envv} to {hint}.
  saved: "Two\\nlines"
  noAnswer: No {cause}
  KeyInUrl: a
targets: {python: {template: sample.py.jinja}}
"""


def test_faulty_sentences_are_told_with_their_places(tmp_path: Path) -> None:
    (tmp_path / "python").mkdir()
    file = tmp_path / "python/language.yaml"
    file.write_text(FAULTS, "utf-8")
    made = gen("render", "--spec", SPEC, "--templates", tmp_path, "--out", tmp_path / "out")
    assert made.code == 2
    assert [line.removeprefix(f"{file}:") for line in made.err.splitlines()] == [
        "2:3: no template says noKeys; did you mean noKey?",
        "3:10: noKey has no {envv}; did you mean {env}?",
        "4:10: 'Two\\nlines' does not fit here; use text on one line",
        "5:13: noAnswer has no {cause}; write it without",
        "6:3: 'KeyInUrl' does not fit here; use a word in camelCase",
    ]
    assert not (tmp_path / "out").exists()


def test_a_sentence_that_no_wording_has_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "python"
    folder.mkdir()
    template = '{% extends "builtin:python/sample.py.jinja" %}\n'
    template += '{% block header %}\n# {{ "hello"|say|comment }}\n{% endblock %}\n'
    (folder / "sample.py.jinja").write_text(template, "utf-8")
    words = ("render", "--spec", SPEC, "--lang", "python", "--templates", tmp_path)
    made = gen(*words, "--out", tmp_path / "out")
    assert made.code == 2
    assert "there is no sentence hello; add it to wording: in language.yaml" in made.err
    (folder / "language.yaml").write_text("wording: {hello: Grüße}\n", "utf-8")
    made = gen(*words, "--out", tmp_path / "out")
    assert made.code == 0, made.err
