"""`--changed`: a run works on what the changes since a revision reach, and on nothing else."""

from __future__ import annotations

import json
import random
import re
import shutil
from contextlib import chdir
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import generator.cli.verify
from tests.golden.diff.conftest import commit, edit, git, tree
from tests.golden.diff.test_random import EDITS, SPEC, Spec, written
from tests.support import EVERYTHING, ROOT
from tests.system.cli.conftest import gen, write_spec

API_IDS = ("depot", "shop", "store")
NOTHING = "(specs and templates are the same)\n"
SHOP, STORE = "spec/shop.yaml", "spec/store.yaml"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two APIs of two operations, rendered and committed."""
    folder = tmp_path / "work"
    write_spec(folder / SHOP)
    write_spec(folder / STORE, "v1", "id: shop", "id: store")
    monkeypatch.chdir(folder)
    assert gen("render").code == 0
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder)
    return folder


def fetch_in_store() -> None:
    """Change one operation of one API."""
    edit(STORE, "summary: Get an item.", "summary: Fetch an item.")


REWORDED = (
    "changed since HEAD: 1 of 4 operations, 1 of 2 APIs (store v1: operation get-item reworded: "
    'summary "Get an item." is now "Fetch an item.")\n'
)


# gen render


def test_an_operation_that_changed_is_rendered_and_nothing_else(repository: Path) -> None:
    fetch_in_store()
    page = "out/store/v1/get-item/reference/reference.md"
    result = gen("render", "--changed")
    assert (result.code, result.lines) == (0, [f"changed  {page}"])
    assert result.err == REWORDED + "4 files: 1 changed\n"
    assert gen("render").err == "14 files: nothing to do\n"


def test_nothing_is_rendered_if_nothing_changed(repository: Path) -> None:
    result = gen("render", "--changed")
    assert (result.code, result.out) == (0, "")
    assert result.err == (
        f"changed since HEAD: 0 of 4 operations, 0 of 2 APIs {NOTHING}0 files: nothing to do\n"
    )


def test_the_check_compares_what_is_reached(repository: Path) -> None:
    fetch_in_store()
    Path("out/shop/v1/get-item/ruby/get_item.rb").write_text("mine")
    before = tree(repository)
    result = gen("render", "--changed", "--check")
    assert (result.code, len(result.lines)) == (1, 1)
    assert tree(repository) == before
    gen("render", "--changed")
    assert gen("render", "--changed", "--check").code == 0


def test_what_all_operations_share_reaches_all_of_them(repository: Path) -> None:
    edit(STORE, "defaultRegion: here", "defaultRegion: there")
    err = gen("render", "--changed").err
    assert err.startswith("changed since HEAD: 2 of 4 operations, 1 of 2 APIs (store v1: default ")
    assert err.endswith("7 files: 6 changed\n")


def test_an_operation_that_is_gone_is_removed_and_no_other(repository: Path) -> None:
    text = Path(STORE).read_text("utf-8")
    Path(STORE).write_text(re.sub(r"(?s)  drop-item:.*(?=publish:)", "", text), "utf-8")
    stray = Path("out/shop/v1/drop-item/python/drop_item.py")
    stray.write_text("mine")
    result = gen("render", "--changed")
    assert [line.split()[0] for line in result.lines] == ["removed"] * 3
    assert all("out/store/v1/drop-item/" in line for line in result.lines)
    assert stray.read_text() == "mine"
    assert len(json.loads(Path("out/manifest.json").read_bytes())["files"]) == 11


def test_an_api_that_is_added_or_gone_is_reached(repository: Path) -> None:
    write_spec(Path("spec/depot.yaml"), "v1", "id: shop", "id: depot")
    Path(STORE).unlink()
    result = gen("render", "--changed")
    assert "2 of 4 operations, 1 of 2 APIs (API depot v1 added, and 1 more)" in result.err
    assert result.err.endswith("7 files: 7 added, 7 removed\n")
    assert gen("render").err == "14 files: nothing to do\n"


def test_a_template_reaches_everything(repository: Path) -> None:
    shutil.copytree(ROOT / "templates/ruby", "mine/ruby")
    words = ["render", "--changed", "HEAD", "--templates", "mine"]
    result = gen(*words)
    assert "changed since HEAD: 4 of 4 operations, 2 of 2 APIs (template ruby/" in result.err
    assert result.err.endswith(" more)\n14 files: nothing to do\n")
    commit(repository)
    assert gen(*words).err.startswith("changed since HEAD: 0 of 4 operations, 0 of 2 APIs")
    edit("mine/ruby/language.yaml", "  title: Ruby\n", "  title: The Ruby\n")
    assert "(template ruby/language.yaml changed)" in gen(*words).err


def test_a_template_folder_elsewhere_may_have_changed(repository: Path) -> None:
    shutil.copytree(ROOT / "templates/ruby", repository.parent / "mine/ruby")
    err = gen("render", "--changed", "--templates", "../mine").err
    assert "4 of 4 operations, 2 of 2 APIs (../mine is not in the repository)" in err


def test_gen_itself_reaches_everything_where_it_is_in_the_repository(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = repository / "generator"
    (package / "cli").mkdir(parents=True)
    (package / "cli/main.py").write_text("a = 1\n")
    commit(repository)
    monkeypatch.setattr("generator.review.baseline.PACKAGE", package)
    words = ["render", "--changed", "HEAD"]
    assert gen(*words).err.startswith(
        "changed since HEAD: 0 of 4 operations, 0 of 2 APIs (specs and templates are the same)\n"
    )
    (package / "cli/main.py").write_text("a = 2\n")
    assert "4 of 4 operations, 2 of 2 APIs (gen itself changed)\n" in gen(*words).err


def test_an_installed_gen_is_compared_by_what_it_makes(repository: Path) -> None:
    manifest = Path("out/manifest.json")
    rows = json.loads(manifest.read_bytes())
    (first,) = (row for row in rows["files"] if row["path"].startswith("shop/v1/get-item/python/"))
    first["sha256"] = "0" * 64
    manifest.write_text(json.dumps(rows), "utf-8")
    commit(repository, "As an older gen made it")
    fetch_in_store()
    err = gen("render", "--changed").err
    assert err.startswith(
        "changed since HEAD: 4 of 4 operations, 2 of 2 APIs (gen makes other bytes of HEAD than "
        f"are listed there, such as {first['path']})\n"
    )


def test_without_a_manifest_gen_is_taken_for_the_same(repository: Path) -> None:
    shutil.rmtree("out")
    commit(repository)
    fetch_in_store()
    first, _ = gen("render", "--changed", "HEAD").err.split("\n", 1)
    assert first == REWORDED.removesuffix("\n") + "; gen is taken for the same version"


def test_a_template_that_shows_other_operations_is_rendered_for_all(repository: Path) -> None:
    folder = Path("mine/reference")
    folder.mkdir(parents=True)
    (folder / "page.md.jinja").write_text(
        '{% extends "builtin:reference/page.md.jinja" %}\n{% block within %}'
        "{% for other in api.operations %}{{ other.summary|text }}{% endfor %}{% endblock %}\n"
    )
    gen("render", "--templates", "mine")
    commit(repository)
    fetch_in_store()
    result = gen("render", "--changed", "--templates", "mine")
    assert result.err.endswith("5 files: 2 changed\n")
    assert gen("render", "--templates", "mine").err == "14 files: nothing to do\n"


def test_a_number_that_is_written_otherwise_is_a_change(repository: Path) -> None:
    more = "      X-Count: {in: query, type: number, required: true, description: N., example: 1}\n"
    edit(STORE, "      X-Trace:", f"{more}      X-Trace:")
    gen("render", "--changed")
    commit(repository)
    edit(STORE, "example: 1}", "example: 1.0}")
    result = gen("render", "--changed")
    assert "1 of 4 operations, 1 of 2 APIs (store v1: a number is written otherwise)" in result.err
    assert gen("render").err == "14 files: nothing to do\n"


def test_what_is_edited_rendered_and_reverted_is_rendered_again(repository: Path) -> None:
    fetch_in_store()
    gen("render", "--changed")
    git(repository, "checkout", "spec")
    result = gen("render", "--changed")
    assert "1 of 4 operations, 1 of 2 APIs (the manifest says otherwise of 1 file)" in result.err
    assert gen("render").err == "14 files: nothing to do\n"


def test_a_spec_that_was_committed_and_not_rendered_is_reached(repository: Path) -> None:
    first = git(repository, "rev-parse", "HEAD")[:10]
    fetch_in_store()
    commit(repository, "Forgot to render")
    assert gen("render", "--changed").err.startswith(
        f"changed since {first}: 1 of 4 operations, 1 of 2 APIs"
    )
    assert gen("render").err == "14 files: nothing to do\n"


def test_a_revision_can_be_named(repository: Path) -> None:
    git(repository, "checkout", "--quiet", "-b", "mine")
    fetch_in_store()
    gen("render", "--changed")
    commit(repository)
    assert gen("render", "--changed").err.startswith("changed since HEAD: 0 of 4 operations")
    for revision in ("main", "main...", "HEAD~1"):
        err = gen("render", "--changed", revision).err
        assert err.startswith(f"changed since {revision}: 1 of 4 operations")


def test_a_fresh_folder_gets_what_is_reached(repository: Path) -> None:
    fetch_in_store()
    err = gen("render", "--changed", "--out", "preview").err
    assert err.endswith("4 files: 4 added\n")


def test_targets_and_operations_limit_it_further(repository: Path) -> None:
    edit(STORE, "defaultRegion: here", "defaultRegion: there")
    words = ["render", "--changed", "--lang", "ruby", "--operation", "get-item"]
    assert gen(*words).lines == ["changed  out/store/v1/get-item/ruby/get_item.rb"]


def test_old_specs_that_can_not_be_read_reach_everything(repository: Path) -> None:
    text = Path(STORE).read_text("utf-8")
    Path(STORE).write_text("api: [", "utf-8")
    commit(repository)
    Path(STORE).write_text(text, "utf-8")
    err = gen("render", "--changed", "HEAD").err
    assert "HEAD: 4 of 4 operations, 2 of 2 APIs (the specs of HEAD can't be read: HEAD:spec" in err


ERRORS = {
    ("--changed", "nowhere"): (
        "--changed: nowhere: {} has no such revision; name a commit, branch or tag; in a shallow "
        "clone, git fetch it first, or leave out --changed\n"
    ),
    ("--changed", ""): (
        "--changed: an empty name: {} has no such revision; name a commit, branch or tag; in a "
        "shallow clone, git fetch it first, or leave out --changed\n"
    ),
}


@pytest.mark.parametrize(
    "command", [["render"], ["diff"], ["verify"], ["publish", "--format=html"]]
)
@pytest.mark.parametrize("words", ERRORS, ids=lambda words: words[1] or "empty")
def test_a_revision_that_is_none_is_an_error(
    command: list[str], words: tuple[str, str], repository: Path
) -> None:
    out = ["--out", "site"] if command[0] == "publish" else []
    before = tree(repository)
    result = gen(*command, *out, *words)
    assert (result.code, result.out, result.err) == (2, "", ERRORS[words].format(repository))
    assert tree(repository) == before


def test_without_git_it_is_an_error(repository: Path) -> None:
    shutil.rmtree(".git")
    result = gen("render", "--changed")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("--changed: spec: this is not a git repository; run git init ")
    assert result.err.endswith(", or leave out --changed\n")


def test_without_a_commit_it_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_spec(tmp_path / SHOP)
    git(tmp_path, "init", "--quiet")
    assert "--changed: HEAD: " in gen("render", "--changed").err


# gen diff


def test_a_diff_of_what_changed_is_the_diff_of_these_files(repository: Path) -> None:
    fetch_in_store()
    Path("out/shop/v1/get-item/ruby/get_item.rb").write_text("mine")
    whole, changed = gen("diff").out, gen("diff", "--changed")
    parts = whole.split("diff --git ")
    assert len(parts) == 4  # the page, the edited sample, and the manifest
    assert changed.out.split("diff --git ")[1:] == [
        part for part in parts[1:] if not part.startswith("a/out/shop/")
    ]
    assert changed.err == REWORDED + "2 files changed\n"


def test_a_diff_against_a_revision_takes_that_revision(repository: Path) -> None:
    git(repository, "checkout", "--quiet", "-b", "mine")
    fetch_in_store()
    gen("render")
    commit(repository)
    result = gen("diff", "--against", "main", "--changed", "--format", "stat")
    assert result.err == REWORDED.replace("HEAD", "main")
    assert result.out == gen("diff", "--against", "main", "--format", "stat").out
    assert gen("diff", "--against", "main", "--changed", "HEAD").code == 0


# gen verify


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the samples and programs that gen verify would run."""
    paths: list[str] = []

    def note(samples: list[Any], *rest: Any) -> list[Any]:
        paths.extend(sample.path for sample in samples)
        return []

    monkeypatch.setattr(generator.cli.verify, "run_samples", note)
    return paths


def test_samples_of_operations_that_changed_are_run(repository: Path, run: list[str]) -> None:
    edit(SHOP, "reference]", "reference, python-client]")
    edit(STORE, "reference]", "reference, python-client]")
    gen("render")
    commit(repository)
    fetch_in_store()
    result = gen("verify", "--changed")
    assert result.err.startswith(REWORDED)
    places = {path.rpartition("/")[0] for path in run}
    assert places == {
        f"store/v1/get-item/{target}" for target in ("python", "ruby", "python-client")
    }


def test_nothing_is_run_if_nothing_changed(repository: Path, run: list[str]) -> None:
    result = gen("verify", "--changed", "--strict", "--report", "report.json")
    assert (result.code, result.out, run) == (0, "", [])
    assert result.err.endswith("\nnothing to run\n")
    assert json.loads(Path("report.json").read_text("utf-8"))["samples"] == []


# gen publish


@pytest.mark.parametrize(
    ("form", "pages"),
    [
        ("markdown", ["store/v1/README.md", "store/v1/get-item.md"]),
        # The first one searches all APIs.
        ("html", ["index.html", "store/v1/drop-item.html", "store/v1/get-item.html",
                  "store/v1/index.html", "store/v1/index.search.html"]),
    ],
)  # fmt: skip
def test_pages_that_show_what_changed_are_published(
    repository: Path, form: str, pages: list[str]
) -> None:
    words = ["publish", "--format", form, "--out"]
    for folder in ("site", "whole"):
        assert gen(*words, folder).code == 0
    edit(STORE, "title: Get", "title: Fetch")
    result = gen(*words, "site", "--changed")
    # A list of the API's operations is made anew, and so is each page that has one.
    changed = [line.split()[1] for line in result.lines]
    beside = (".html.md", "llms.txt")
    shown = [path for path in changed if not path.endswith(beside)]
    assert shown == [f"site/{page}" for page in pages]
    gen(*words, "whole")
    assert tree(repository / "site") == tree(repository / "whole")


def test_a_site_with_an_api_more_has_links_in_all_pages_of_the_others(repository: Path) -> None:
    words = ["publish", "--format", "html", "--out", "site"]
    Path(STORE).rename("store.yaml")
    gen(*words)
    commit(repository)
    Path("store.yaml").rename(STORE)
    gen(*words, "--changed")
    assert gen(*words).err == "16 files: nothing to do\n"


def test_results_of_verify_belong_to_no_revision(repository: Path) -> None:
    Path("report.json").write_text(gen("verify", "--lang", "python", "--report", "report.json").out)
    gen("verify", "--changed", "--report", "report.json")
    words = ["publish", "--format", "markdown", "--out", "site", "--verified", "report.json"]
    err = gen(*words, "--changed").err
    assert "4 of 4 operations, 2 of 2 APIs (--verified shows what was run, which no revis" in err


# Edits at random


def write_apis(specs: dict[str, Spec], folder: Path) -> None:
    """Write the specs, each as the edits of `test_random` write the only one."""
    scratch = folder.parent / "scratch"
    scratch.mkdir(exist_ok=True)
    shutil.rmtree(folder / "spec", ignore_errors=True)
    (folder / "spec").mkdir()
    for id_, spec in specs.items():
        with chdir(scratch):
            written(spec)
        shutil.copy(scratch / "spec/shop.yaml", folder / f"spec/{id_}.yaml")


def edit_at_random(specs: dict[str, Spec], rng: random.Random, scratch: Path) -> None:
    """Make one edit of one spec; rarely, an API is gone or added."""
    if rng.random() < 0.1 and len(specs) > 1:
        del specs[rng.choice(list(specs))]
        return
    if rng.random() < 0.1 and len(specs) < len(API_IDS):
        id_ = rng.choice([id_ for id_ in API_IDS if id_ not in specs])
        specs[id_] = new_spec(id_)
        return
    with chdir(scratch):
        while rng.choice(EDITS)(specs[rng.choice(list(specs))], rng) is None:
            pass


def new_spec(id_: str) -> Spec:
    spec = deepcopy(SPEC)
    spec["api"]["id"] = id_
    return spec


# A round renders and publishes all APIs twice.
ROUNDS = 3 if EVERYTHING else 1


@pytest.mark.parametrize("edits", [1, 2, 4], ids=["one", "two", "four"])
def test_a_run_of_what_changed_leaves_what_a_whole_run_leaves(
    edits: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: Any
) -> None:
    rng = random.Random(request.node.name)
    work, scratch = tmp_path / "work", tmp_path / "scratch"
    work.mkdir()
    specs = {id_: new_spec(id_) for id_ in API_IDS}
    write_apis(specs, work)
    monkeypatch.chdir(work)
    assert gen("render").code == 0
    sites = ("markdown", "html", "openapi")
    for form in sites:
        assert gen("publish", "--format", form, "--out", form).code == 0
    git(work, "init", "--quiet", "--initial-branch", "main")
    commit(work)
    for _ in range(ROUNDS):
        for _ in range(edits):
            edit_at_random(specs, rng, scratch)
        write_apis(specs, work)
        reports = [
            json.loads(gen("diff", "--format", "json", "--exit-zero", *words).out)
            for words in ([], ["--changed"])
        ]
        assert reports[0]["files"] == reports[1]["files"]
        assert reports[0]["causes"] == reports[1]["causes"]
        shutil.rmtree(tmp_path / "whole", ignore_errors=True)
        shutil.copytree(work, tmp_path / "whole")
        for place, words in ((work, ["--changed"]), (tmp_path / "whole", [])):
            monkeypatch.chdir(place)
            assert gen("render", *words).code == 0
            for form in sites:
                assert gen("publish", "--format", form, "--out", form, *words).code == 0
        monkeypatch.chdir(work)
        for folder in ("out", *sites):
            assert tree(work / folder) == tree(tmp_path / "whole" / folder)
        commit(work)
