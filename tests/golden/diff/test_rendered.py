"""`gen diff` where `out/` is not in git: the old side is rendered again, or known by a manifest."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.golden.diff.conftest import commit, edit, git, tree
from tests.golden.diff.test_command import TEMPLATES, copy_ruby
from tests.golden.diff.test_formats import REGIONS, SPEC, default_region, region_added
from tests.system.cli.conftest import gen, write_spec

AGAIN = "out is not in git: main is rendered again to compare with it\n"


@pytest.fixture
def bare(repository: Path) -> Path:
    """A repository with the shipped spec, and without what is rendered from it."""
    shutil.rmtree("out")
    Path(".gitignore").write_text("out/\n*.json\n")
    commit(repository)
    return repository


def edited() -> None:
    """Make a change that breaks callers, and one of the samples' hosts."""
    edit(REGIONS, "uksouth: UK South\n", "")
    default_region()


def against(*arguments: str) -> Any:
    """Give the files and causes of a comparison with main."""
    result = gen("diff", "--against", "main", "--format", "json", "--exit-zero", *arguments)
    assert result.code == 0, result.err
    report = json.loads(result.out)
    return {key: report[key] for key in ("files", "causes", "breaking", "unchanged")}


# gen diff --rendered


def test_both_sides_are_rendered_to_what_the_folder_in_git_says(repository: Path) -> None:
    edited()
    in_git = gen("diff", "--against", "main")
    rendered = gen("diff", "--against", "main", "--rendered")
    assert (rendered.code, rendered.out, rendered.err) == (1, in_git.out, in_git.err)
    shutil.rmtree("out")
    assert gen("diff", "--against", "main", "--rendered").out == in_git.out


def test_a_folder_that_is_not_in_git_is_rendered_again(bare: Path) -> None:
    result = gen("diff", "--against", "main")
    assert (result.code, result.out, result.err) == (0, "", AGAIN + "nothing differs\n")
    region_added()
    result = gen("diff", "--against", "main", "--format", "stat")
    assert result.err == AGAIN
    assert result.lines[0] == (
        "region israelcentral added (spec/regions.yaml:13): reference page, client; no sample"
    )
    assert not Path("out").exists()


def test_a_folder_that_came_to_git_later_is_all_new(bare: Path) -> None:
    Path(".gitignore").unlink()
    gen("render", "--lang", "ruby")
    git(bare, "checkout", "--quiet", "-b", "mine")
    commit(bare)
    result = gen("diff", "--against", "main", "--lang", "ruby")
    assert result.err == "2 files added\n"
    assert gen("diff", "--against", "main", "--lang", "ruby", "--rendered").code == 0


def test_templates_of_the_revision_make_its_side(bare: Path) -> None:
    shutil.copytree(TEMPLATES / "ruby", "mine/ruby")
    commit(bare)
    edit("mine/ruby/sample.rb.jinja", "require 'net/http'", "require 'net/http' # Ruby's own")
    words = ["--templates", "mine", "--lang", "ruby"]
    report = against(*words)
    (cause,) = report["causes"]
    assert cause["what"] == "template ruby/sample.rb.jinja changed"
    assert len(cause["files"]) == 1
    assert [(row["added"], row["removed"]) for row in report["files"]] == [(1, 1), (1, 1)]


def test_nothing_of_the_revision_is_run(bare: Path) -> None:
    """Its templates are data, as today's are: they render in the sandbox."""
    shutil.copytree(TEMPLATES / "ruby", "mine/ruby")
    template = Path("mine/ruby/sample.rb.jinja")
    good = template.read_text("utf-8")
    template.write_text(good + "{{ ''.__class__.__mro__ }}\n", "utf-8")
    commit(bare)
    template.write_text(good, "utf-8")
    result = gen("diff", "--against", "main", "--templates", "mine", "--lang", "ruby")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(AGAIN + "main can't be rendered: main:mine/ruby/sample.rb.jinja:")


def test_a_template_of_the_revision_has_a_limit(bare: Path) -> None:
    shutil.copytree(TEMPLATES / "ruby", "mine/ruby")
    template = Path("mine/ruby/sample.rb.jinja")
    good = template.read_text("utf-8")
    template.write_text(good + "{# #}" * 300_000, "utf-8")
    commit(bare)
    template.write_text(good, "utf-8")
    result = gen("diff", "--against", "main", "--templates", "mine", "--lang", "ruby")
    assert result.code == 2
    assert "main:mine/ruby/sample.rb.jinja:1:1: the file is larger than 1 MiB" in result.err


def test_a_target_or_an_operation_that_was_not_there_is_new(bare: Path) -> None:
    copy_ruby(Path("mine/perl"))
    report = against("--templates", "mine", "--lang", "perl")
    assert {row["status"] for row in report["files"]} == {"added"}
    write_spec(Path("spec/shop.yaml"))
    report = against("--lang", "ruby", "--operation", "get-item")
    assert [row["status"] for row in report["files"]] == ["added", "added"]


def test_old_specs_that_can_not_be_read_can_not_be_rendered(bare: Path) -> None:
    text = Path(SPEC).read_text("utf-8")
    Path(SPEC).write_text(text.replace("timeout: 30", "timeout: x"), "utf-8")
    commit(bare)
    Path(SPEC).write_text(text, "utf-8")
    result = gen("diff", "--against", "main")
    assert result.code == 2
    assert "the specs of main can't be read: main:spec/face-" in result.err


def test_what_changed_alone_is_compared(bare: Path) -> None:
    edit(SPEC, "Session Id is not found.", "Session Id is unknown.")
    result = gen("diff", "--against", "main", "--changed", "--format", "stat")
    assert "changed since main: 1 of 1 operation, 1 of 1 API" in result.err
    assert result.lines[-1] == "2 files changed"
    assert result.out == gen("diff", "--against", "main", "--format", "stat").out


# gen manifest


def test_a_manifest_is_that_of_the_folder(repository: Path) -> None:
    before = tree(repository)
    result = gen("manifest")
    assert (result.code, result.err) == (0, "24 files listed\n")
    assert result.out.encode() == before["out/manifest.json"]
    assert gen("manifest", "list.json").out == ""
    assert tree(repository) == {**before, "list.json": before["out/manifest.json"]}


def test_a_manifest_has_what_the_options_name(repository: Path) -> None:
    where = ["--region", "westeurope", "--lang", "ruby"]
    gen("render", *where, "--out", "europe")
    result = gen("manifest", *where)
    assert result.out == Path("europe/manifest.json").read_text("utf-8")


def test_a_manifest_that_can_not_be_written_is_told(repository: Path) -> None:
    result = gen("manifest", "nowhere/list.json", "--lang", "ruby")
    assert (result.code, result.err.splitlines()[-1]) == (
        2,
        "nowhere/list.json: can't be written (No such file or directory); name another file",
    )


# gen diff --against-manifest


def test_a_manifest_says_what_the_folder_in_git_says(bare: Path) -> None:
    assert gen("manifest", "old.json").code == 0
    assert against("--against-manifest", "old.json")["files"] == []
    edited()
    assert against("--against-manifest", "old.json") == against("--rendered")


def test_bytes_that_nobody_has_are_told(bare: Path) -> None:
    gen("manifest", "old.json", "--lang", "ruby")
    rows = json.loads(Path("old.json").read_text("utf-8"))
    ruby = rows["files"][0]
    ruby["sha256"] = "0" * 64
    gone = {**ruby, "path": "face/v1.1-preview.1/old/ruby/old.rb", "operation": "old"}
    rows["files"].append(gone)
    Path("old.json").write_text(json.dumps(rows), "utf-8")
    words = ["diff", "--against", "main", "--against-manifest", "old.json", "--lang", "ruby"]
    note = "nobody has the old bytes, so its lines can't be compared"
    text = gen(*words)
    assert text.code == 1
    assert text.lines[:3] == [
        "# made by another version of gen, other options, or other specs than those of main: "
        "2 samples",
        f"# out/{ruby['path']}: {note}",
        f"# out/{gone['path']}: {note}",
    ]
    assert text.lines[3] == "diff --git a/out/manifest.json b/out/manifest.json"
    files = json.loads(gen(*words, "--format", "json").out)["files"]
    assert [(row["status"], row["added"], row["removed"], row["note"]) for row in files[:2]] == [
        ("changed", 0, 0, note),
        ("removed", 0, 0, note),
    ]
    assert f"`out/{ruby['path']}`: {note}" in gen(*words, "--format", "markdown").out
    assert f"|  0 ({note})" in " ".join(gen(*words, "--format", "stat").out.split()).replace(
        "| 0", "|  0"
    )
    notices = gen(*words, "--format", "github").lines
    assert len(notices) == 1 and "made by another version of gen" in notices[0]


def test_a_file_that_is_no_manifest_is_told(bare: Path) -> None:
    Path("old.json").write_text("[]")
    for file, message in {
        "old.json": (
            "old.json: this is not a manifest of gen; restore it, or remove it and render\n"
        ),
        "none.json": (
            "none.json: can't be read (No such file or directory); make it readable or name "
            "another\n"
        ),
    }.items():
        result = gen("diff", "--against", "main", "--against-manifest", file)
        assert (result.code, result.out, result.err) == (2, "", message)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--rendered"], "--rendered needs the revision, too: add --against REV"),
        (["--against-manifest=a"], "--against-manifest needs the revision, too: add --against REV"),
        (
            ["--against=main", "--rendered", "--against-manifest=a"],
            "--rendered and --against-manifest are two old sides: give one",
        ),
    ],
)
def test_options_that_need_others_are_told(
    words: list[str], message: str, repository: Path
) -> None:
    result = gen("diff", *words)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
