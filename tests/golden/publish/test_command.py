"""The command: what it takes, what it refuses, what it leaves alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.output.manifest import HIDDEN_MANIFEST, MANIFEST
from tests.golden.publish.site import FACE, SHIPPED, published, run
from tests.support import ROOT

SPEC = str(ROOT / "tests/golden/cases/public/spec.yaml")


def publish(out: Path, *words: str, form: str = "html", spec: str = SPEC) -> str:
    made = run("publish", "--format", form, "--spec", spec, "--out", str(out), *words)
    assert made.exit_code == 0, made.output
    return made.output


def test_what_did_not_change_is_not_written(tmp_path: Path) -> None:
    assert "added" in publish(tmp_path)
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.html")}
    assert publish(tmp_path).endswith("nothing to do\n")
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.html")} == times


def test_formats_share_a_folder_and_keep_each_others_files(tmp_path: Path) -> None:
    publish(tmp_path)
    publish(tmp_path, form="overlay")
    publish(tmp_path, form="markdown")
    names = {path.suffix for path in tmp_path.rglob("*") if path.is_file()}
    assert names == {".html", ".json", ".md", ".txt"}
    assert publish(tmp_path).endswith("nothing to do\n")


def test_what_is_no_longer_made_is_removed(tmp_path: Path) -> None:
    spec = tmp_path / "spec"
    spec.mkdir()
    text = Path(SPEC).read_text("utf-8")
    (spec / "a.yaml").write_text(text, "utf-8")
    (spec / "b.yaml").write_text(text.replace("version: ", "version: x", 1), "utf-8")
    publish(tmp_path / "out", spec=str(spec))
    before = list((tmp_path / "out").glob("*/*/*.html"))
    (spec / "b.yaml").unlink()
    assert "removed" in publish(tmp_path / "out", spec=str(spec))
    assert len(list((tmp_path / "out").glob("*/*/*.html"))) == len(before) / 2
    assert "xv1" not in (tmp_path / "out/index.html").read_text("utf-8")


def test_check_writes_nothing_and_tells_by_its_exit_code(tmp_path: Path) -> None:
    words = ("publish", "--format", "html", "--spec", SPEC, "--out", str(tmp_path / "o"), "--check")
    made = run(*words)
    assert made.exit_code == 1
    assert "would be" in made.output
    assert not (tmp_path / "o").exists()
    publish(tmp_path / "o")
    assert run(*words).exit_code == 0


def test_lang_chooses_what_is_shown(tmp_path: Path) -> None:
    publish(tmp_path, "--lang", "ruby,python")
    text = next(p for p in tmp_path.rglob("*.html") if "index" not in p.name).read_text("utf-8")
    assert 'id="sample-ruby"' in text
    assert 'id="sample-php"' not in text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--format", "htm"), "--format htm: there is no such format; did you mean html?"),
        (("--format", "html", "--tabs", "mkdocs"), "html has no tabs of a site; leave it out"),
        (("--format", "markdown", "--tabs", "mkdoc"), "such tabs; did you mean mkdocs?"),
        (("--format", "html", "--lang", "reference"), "Reference page is no sample"),
        (("--format", "html", "--lang", "rubi"), "there is no such target; did you mean ruby?"),
        (("--format", "html", "--lang", "html"), "--lang html: there is no such target"),
        (("--format", "html", "--verified", "none.json"), "none.json: can't be read (No such"),
        (("--format", "html", "--verified", SPEC), "this is no JSON; write one with gen verify"),
        (("--out", "x"), "nothing says what to publish"),
        (("--format", "html"), "nothing says where html goes"),
    ],
)
def test_what_is_wrong_is_told(
    words: tuple[str, ...], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = () if "--out" in words or told.endswith("html goes") else ("--out", "o")
    made = run("publish", "--spec", SPEC, *words, *out)
    assert made.exit_code == 2
    assert told in made.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("out", ["out", "out/site", "./out/../out/site"])
def test_out_is_not_the_folder_of_the_samples(
    out: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = run("publish", "--spec", SPEC, "--format", "html", "--out", out)
    assert made.exit_code == 2
    assert "holds what gen render makes; name a folder of its own" in made.output
    assert list(tmp_path.iterdir()) == []


def test_publications_are_no_targets_of_render(tmp_path: Path) -> None:
    made = run("render", "--spec", SPEC, "--lang", "html", "--out", str(tmp_path / "o"))
    assert made.exit_code == 2
    assert "--lang html: there is no such target" in made.output
    listed = run("list", "formats").output.split("\n")
    assert [line.split()[0] for line in listed if line] == [
        "html", "llms", "markdown", "markdown-docfx", "markdown-docusaurus", "markdown-mkdocs",
        "markdown-sphinx", "openapi", "overlay",
    ]  # fmt: skip
    assert "html" not in run("list", "targets").output


def report(*rows: dict[str, object]) -> str:
    return json.dumps({"format": 1, "samples": rows})


def row(path: str, sha256: str, state: str = "passed") -> dict[str, object]:
    cells = [{"case": "published", "state": "passed"}, {"case": "200", "state": state}]
    versions = {"Ruby": "3.1.2 <b>", "other": "1"}
    return {"path": path, "sha256": sha256, "toolchain": "Ruby", "versions": versions,
            "cells": cells}  # fmt: skip


def test_a_sample_tells_what_it_was_proven_on_by_its_bytes(tmp_path: Path) -> None:
    import hashlib

    folder = ROOT / "out" / FACE
    first, second, third, fourth, *others = sorted(folder.glob("*/ruby/*"))
    path = {file: file.relative_to(ROOT / "out").as_posix() for file in (first, second, third)}
    sums = {file: hashlib.sha256(file.read_bytes()).hexdigest() for file in path}
    given = tmp_path / "report.json"
    not_run = row(
        fourth.relative_to(ROOT / "out").as_posix(),
        hashlib.sha256(fourth.read_bytes()).hexdigest(),
        "not run",
    )
    not_run["toolchain"] = None
    rows = [row(path[first], sums[first]), row(path[second], sums[first]),
            row(path[third], sums[third], "failed"), not_run]  # fmt: skip
    given.write_text(report(*rows), "utf-8")
    words = ("publish", "--format", "html", "--lang", "ruby", "--spec", str(SHIPPED), "--out")
    made = run(*words, str(tmp_path / "o"), "--verified", str(given))
    assert made.exit_code == 0, made.output
    said = f"1 changed since, 1 failed, {len(others)} not in a report, 1 not run"
    assert f"not shown as verified: {said}" in made.output

    def told(file: Path) -> str:
        page = tmp_path / "o" / FACE / f"{file.parent.parent.name}.html"
        return page.read_text("utf-8")

    proof = "Verified on Ruby (Ruby 3.1.2 &lt;b&gt;, other 1): 1 run against a server"
    assert proof in told(first)
    for file in (second, third, fourth):
        assert "Verified on" not in told(file)
        assert "Not verified" in told(file)
    assert "erified" not in (published("html") / FACE / "detect.html").read_text("utf-8")


def test_several_reports_tell_of_several_toolchains(tmp_path: Path) -> None:
    """As of Linux and a Mac; what failed on one of them is proven on none."""
    import hashlib

    file = sorted((ROOT / "out" / FACE).glob("*/ruby/*"))[0]
    path = file.relative_to(ROOT / "out").as_posix()
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    page = tmp_path / "o" / FACE / f"{file.parent.parent.name}.html"
    words = ["publish", "--format", "html", "--lang", "ruby", "--spec", str(SHIPPED), "--out",
             str(tmp_path / "o")]  # fmt: skip
    for number, state in enumerate(["passed", "passed", "failed"]):
        made = row(path, digest, state) | {"toolchain": f"Ruby {number % 2}"}
        given = tmp_path / f"{number}.json"
        given.write_text(report(made), "utf-8")
        words += ["--verified", str(given)]
        assert run(*words).exit_code == 0
        found = page.read_text("utf-8").count("Verified on Ruby")
        assert found == [1, 2, 0][number]


@pytest.mark.parametrize(
    "text",
    ["[]", "{}", '{"format": 2, "samples": []}', '{"format": 1}', '{"format": 1, "samples": [1]}',
     '{"format": 1, "samples": [{"path": "x"}]}', "[" * 100_000,
     '{"format": 1, "samples": {"a": 1}}',
     '{"format": 1, "samples": [{"path": "x", "sha256": "", "toolchain": "", "versions": [],'
     ' "cells": []}]}'],
)  # fmt: skip
def test_a_report_that_is_none_is_refused(text: str, tmp_path: Path) -> None:
    given = tmp_path / "r.json"
    given.write_text(text, "utf-8")
    made = run("publish", "--format", "html", "--spec", SPEC, "--out", str(tmp_path / "o"),
               "--verified", str(given))  # fmt: skip
    assert made.exit_code == 2, made.output
    assert made.output.startswith(f"{given}: ")
    assert "write one with gen verify --report FILE" in made.output
    assert not (tmp_path / "o").exists()


class TestFilesOfOthers:
    """A folder with files that gen did not make is refused, and none of them is ever replaced."""

    def refused(self, out: Path, *words: str) -> str:
        before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
        made = run("publish", "--format", "html", "--spec", SPEC, "--out", str(out), *words)
        assert made.exit_code == 2
        assert {p: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before
        return made.output

    @pytest.mark.parametrize("check", [(), ("--check",)])
    def test_the_folder_is_refused(self, check: tuple[str, ...], tmp_path: Path) -> None:
        for number in range(5):
            (tmp_path / f"{number}").mkdir()
            (tmp_path / f"{number}/page.html").write_text("mine", "utf-8")
        assert self.refused(tmp_path, *check) == (
            f"{tmp_path}: the folder has files that gen did not make: 0/page.html, 1/page.html, "
            "2/page.html and 2 more; name a folder of its own, or add --shared to leave them "
            "alone\n"
        )

    def test_a_folder_can_be_shared(self, tmp_path: Path) -> None:
        (tmp_path / "about.html").write_text("mine", "utf-8")
        publish(tmp_path, "--shared")
        assert (tmp_path / "about.html").read_text("utf-8") == "mine"
        assert "about.html; name" in self.refused(tmp_path)
        assert publish(tmp_path, "--shared").endswith("nothing to do\n")

    def test_no_file_of_others_is_replaced(self, tmp_path: Path) -> None:
        (tmp_path / "index.html").write_text("mine", "utf-8")
        (tmp_path / "about.html").write_text("mine", "utf-8")
        said = self.refused(tmp_path, "--shared")
        assert "this would replace files that gen did not make: index.html; move or" in said

    def test_hidden_files_and_links_to_folders(self, tmp_path: Path) -> None:
        (tmp_path / ".git").mkdir()
        (tmp_path / ".git/HEAD").write_text("x", "utf-8")
        (tmp_path / ".nojekyll").touch()
        publish(tmp_path)
        (tmp_path / "link").symlink_to(ROOT)
        assert "did not make: link; name" in self.refused(tmp_path)

    def test_what_a_run_made_is_known_without_a_manifest(self, tmp_path: Path) -> None:
        publish(tmp_path)
        (tmp_path / HIDDEN_MANIFEST).unlink()
        assert "manifest was rewritten" in publish(tmp_path)

    def test_samples_below_are_those_of_gen(self, tmp_path: Path) -> None:
        words = ("--spec", SPEC, "--lang", "curl", "--out", str(tmp_path / "samples"))
        assert run("render", *words).exit_code == 0
        publish(tmp_path)
        (tmp_path / "samples/more.txt").write_text("mine", "utf-8")
        assert "did not make: samples/more.txt; name" in self.refused(tmp_path)

    def test_a_folder_of_gen_render_is_refused(self, tmp_path: Path) -> None:
        words = ("--spec", SPEC, "--lang", "curl", "--out", str(tmp_path))
        assert run("render", *words).exit_code == 0
        said = self.refused(tmp_path, "--shared")
        assert said.endswith("gen render writes here, too; name a folder of its own\n")

    def test_settings_say_that_a_folder_is_shared(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "docs").mkdir()
        (tmp_path / "docs/about.md").write_text("mine", "utf-8")
        rows = '[[publish]]\nformat = "markdown"\nout = "docs"\n'
        (tmp_path / "gen.toml").write_text(rows, "utf-8")
        made = run("publish", "--spec", SPEC)
        assert made.exit_code == 2
        assert made.output.startswith("gen.toml:1:3: docs: the folder has files that gen did not")
        (tmp_path / "gen.toml").write_text(rows + "shared = true\n", "utf-8")
        assert run("publish", "--spec", SPEC).exit_code == 0
        assert "markdown in docs shared" in run("config").output


def test_a_folder_of_an_older_gen_is_taken_over(tmp_path: Path) -> None:
    spec = tmp_path / "spec"
    spec.mkdir()
    text = Path(SPEC).read_text("utf-8")
    (spec / "a.yaml").write_text(text, "utf-8")
    (spec / "b.yaml").write_text(text.replace("version: ", "version: x", 1), "utf-8")
    out = tmp_path / "out"
    publish(out, spec=str(spec))
    (out / HIDDEN_MANIFEST).rename(out / MANIFEST)
    check = run("publish", "--format", "html", "--spec", str(spec), "--out", str(out), "--check")
    assert (check.exit_code, (out / MANIFEST).exists()) == (1, True)
    (spec / "b.yaml").unlink()
    assert "removed" in publish(out, spec=str(spec))
    assert not (out / MANIFEST).exists()
    assert {json.loads(row.read_bytes())["format"] for row in out.glob(".*")} == {1}
    assert not list(out.glob("*/xv1*"))
    # It ran once more.
    (out / MANIFEST).write_bytes((out / HIDDEN_MANIFEST).read_bytes())
    assert "manifest was rewritten" in publish(out, spec=str(spec))
    assert not (out / MANIFEST).exists()


def test_a_manifest_of_another_program_stays(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text('{"name": "My app", "icons": []}', "utf-8")
    publish(tmp_path, "--shared")
    assert "My app" in (tmp_path / MANIFEST).read_text("utf-8")
