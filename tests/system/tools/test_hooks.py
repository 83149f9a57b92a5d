"""The hooks of .pre-commit-hooks.yaml, run by pre-commit itself in a user's repository."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support import ROOT
from tests.system.tools.repositories import Repository, Said
from tests.system.tools.workflows import BLOCKS, CONFIG

pytestmark = pytest.mark.xdist_group("tools-hooks")

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
HOOKS: list[dict[str, Any]] = yaml.safe_load(MANIFEST.read_text("utf-8"))
OLD, NEW = "australiaeast: Australia East", "australiaeast: Australia, the east"
PAGE = "out/face/v1.1-preview.1/reference/"


def pre_commit(user: Repository, *words: str | Path) -> Said:
    return user.run(sys.executable, "-m", "pre_commit", *words)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Where pre-commit keeps its environments, of which there is one for all hooks."""
    return {"PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit"))}


@pytest.fixture
def writer(user: Repository, clone: Repository, cache: dict[str, str]) -> Repository:
    """A user's repository where every commit runs gen-check and gen-lint."""
    writer = Repository(user.folder, {**user.env, **cache})
    config(writer, clone, {"gen-check": {}, "gen-lint": {}})
    writer.commit("Hooks")
    said = pre_commit(writer, "install")
    assert said.code == 0, said.text
    return writer


def config(user: Repository, clone: Repository, hooks: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the configuration of a user's repository."""
    listed = [{"id": id_, **changes} for id_, changes in hooks.items()]
    repo = {"repo": clone.folder.as_uri(), "rev": "v0.2.0", "hooks": listed}
    text = yaml.safe_dump({"repos": [repo]}, sort_keys=False)
    (user.folder / CONFIG).write_text(text, "utf-8")


def committed(user: Repository, *files: str) -> Said:
    """Commit files as a person does, with all hooks."""
    user.git("add", *files)
    return user.run("git", "commit", "--message", "Work")


def changed(user: Repository) -> list[str]:
    return user.git("status", "--short", "--untracked-files=all").splitlines()


def test_the_manifest_is_valid(env: dict[str, str]) -> None:
    done = pre_commit(Repository(ROOT, env), "validate-manifest", MANIFEST)
    assert (done.code, done.text) == (0, "")


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_looks_at_the_whole_repository_once(hook: Mapping[str, Any]) -> None:
    assert hook["entry"].startswith("gen ")
    assert (hook["pass_filenames"], hook["require_serial"]) == (False, True)
    assert hook["files"].startswith("^")
    assert hook["description"].endswith(".")


def test_a_commit_of_spec_and_samples_passes(writer: Repository) -> None:
    writer.edit("spec/regions.yaml", OLD, NEW)
    writer.render()
    said = committed(writer, "spec", "out")
    assert said.code == 0, said.text
    assert "gen render --check" in said.text and "Failed" not in said.text
    assert changed(writer) == []


def test_a_commit_of_the_spec_alone_is_stopped_and_each_file_named(writer: Repository) -> None:
    writer.edit("spec/regions.yaml", OLD, NEW)
    said = committed(writer, "spec")
    assert said.code == 1
    assert f"changed  {PAGE}" in said.text
    assert changed(writer) == ["M  spec/regions.yaml"]


def test_samples_that_were_rendered_and_not_added_do_not_count(writer: Repository) -> None:
    writer.edit("spec/regions.yaml", OLD, NEW)
    writer.render()
    said = committed(writer, "spec")
    assert said.code == 1
    assert f"changed  {PAGE}" in said.text
    assert any(line.startswith(" M out/") for line in changed(writer))


def test_a_faulty_spec_is_stopped_with_its_place(writer: Repository) -> None:
    writer.edit("spec/face-v1.1-preview.1.yaml", "method: DELETE", "method: DESTROY")
    said = committed(writer, "spec")
    assert said.code == 1
    assert said.text.count("spec/face-v1.1-preview.1.yaml:") == 2  # gen-check and gen-lint
    assert "exit code: 2" in said.text


def test_a_commit_of_other_files_runs_no_hook(writer: Repository) -> None:
    (writer.folder / "NOTES.md").write_text("Notes.\n", "utf-8")
    said = committed(writer, "NOTES.md")
    assert said.code == 0
    assert said.text.count("Skipped") == 2


def test_the_configuration_of_the_manual_renders_and_stops_the_commit_once(
    writer: Repository, clone: Repository
) -> None:
    text = BLOCKS[CONFIG]
    assert text.count("gen-samples==0.2.0") == 1
    text = text.replace("gen-samples==0.2.0", f"gen-samples @ git+{clone.folder.as_uri()}@v0.2.0")
    (writer.folder / CONFIG).write_text(text, "utf-8")
    writer.edit("spec/regions.yaml", OLD, NEW)
    first = committed(writer, "spec", CONFIG)
    assert first.code == 1
    assert "files were modified by this hook" in first.text
    assert any(line.startswith(f" M {PAGE}") for line in changed(writer))
    second = committed(writer, "out")
    assert second.code == 0, second.text
    assert changed(writer) == []


@pytest.mark.parametrize("files", [["api/spec", "api/out"], ["api/spec"]], ids=["both", "spec"])
def test_folders_of_other_names_are_arguments(
    writer: Repository, clone: Repository, files: Sequence[str]
) -> None:
    """The hook's own `files` would not match; the user's replaces it."""
    (writer.folder / "api").mkdir()
    writer.git("mv", "spec", "out", "api/")
    args = ["--spec=api/spec", "--out=api/out"]
    config(writer, clone, {"gen-check": {"args": args, "files": "^api/(spec|out)/"}})
    writer.commit("Moved")
    writer.edit("api/spec/regions.yaml", OLD, NEW)
    writer.render(*args)
    said = committed(writer, *files)
    assert "Skipped" not in said.text
    assert said.code == (0 if "api/out" in files else 1), said.text
