"""The pipelines of the manual: their YAML is valid, and their commands do what they are for."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.manual import MANUAL
from tests.support import ROOT
from tests.system.tools.repositories import Repository, run
from tests.system.tools.runner import ACTION
from tests.system.tools.workflows import BLOCKS, CONFIG, WORKFLOWS

pytestmark = pytest.mark.xdist_group("tools-workflows")


def steps(workflow: dict[Any, Any]) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job["steps"]


def test_there_is_one_for_pull_requests_one_to_publish_and_one_for_a_mac() -> None:
    assert len(WORKFLOWS) >= 3
    assert any("pull_request" in str(w[True]) for w in WORKFLOWS.values())
    assert any("push" in str(w[True]) for w in WORKFLOWS.values())
    machines = [job["runs-on"] for w in WORKFLOWS.values() for job in w["jobs"].values()]
    assert "macos-latest" in machines


@pytest.mark.parametrize("schema", ["vendor.github-actions", "vendor.github-workflows"])
def test_github_takes_them(schema: str, tmp_path: Path, env: dict[str, str]) -> None:
    files = [ROOT / "action.yml"]
    if schema == "vendor.github-workflows":
        files = [tmp_path / Path(name).name for name in WORKFLOWS]
        for file, name in zip(files, WORKFLOWS, strict=True):
            file.write_text(BLOCKS[name], "utf-8")
        files += (ROOT / ".github/workflows").glob("*.yml")
    check = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema)
    said = run(tmp_path, env, *check, *files)
    assert said.code == 0, said.text


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_do_what_it_does_and_no_more(name: str) -> None:
    workflow = WORKFLOWS[name]
    pushes = "git push" in BLOCKS[name]
    (job,) = workflow["jobs"].values()
    granted = {**workflow, **job}["permissions"]
    assert granted == {"contents": "write" if pushes else "read"}
    for step in steps(workflow):
        assert "${{" not in step.get("run", "")
        if "actions/checkout@" in step.get("uses", ""):
            assert pushes or step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("name", WORKFLOWS)
def test_the_action_and_the_commands_have_what_is_given(name: str, env: dict[str, str]) -> None:
    for step in steps(WORKFLOWS[name]):
        if step.get("uses", "").startswith("OWNER/gen@"):
            assert set(step.get("with", {})) <= set(ACTION["inputs"])
        for line in step.get("run", "").splitlines():
            if line.startswith("gen "):
                said = run(ROOT, env, *shlex.split(line), "--help")
                assert said.code == 0, said.text


def test_the_hooks_of_the_manual_are_there(tmp_path: Path, env: dict[str, str]) -> None:
    (repo,) = yaml.safe_load(BLOCKS[CONFIG])["repos"]
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    known = {hook["id"]: hook for hook in hooks}
    for hook in repo["hooks"]:
        same = set(hook) - {"additional_dependencies"}
        assert {key: known[hook["id"]][key] for key in same} == {key: hook[key] for key in same}
    assert [hook["id"] for hook in hooks if hook["id"] not in MANUAL] == []
    (tmp_path / CONFIG).write_text(BLOCKS[CONFIG], "utf-8")
    said = run(tmp_path, env, sys.executable, "-m", "pre_commit", "validate-config", CONFIG)
    assert (said.code, said.text) == (0, "")


def test_what_is_published_is_what_is_committed(user: Repository) -> None:
    (command,) = re.findall(r"- run: (gen render .*--out site/.*)", MANUAL)
    said = user.run("bash", "-euc", command)
    assert said.code == 0, said.text
    folder = user.folder / command.split("--out ")[1]
    assert files(folder) == files(user.folder / "out")


def test_a_branch_that_was_edited_in_a_browser_is_rendered_and_pushed(
    user: Repository, tmp_path: Path
) -> None:
    (workflow,) = (w for name, w in WORKFLOWS.items() if "git push" in BLOCKS[name])
    user.git("checkout", "--quiet", "-b", "regions")
    user.edit("spec/regions.yaml", "australiaeast: Australia East", "australiaeast: Down Under")
    user.commit("Edit in a browser")
    user.git("checkout", "--quiet", "main")
    user.git(
        "clone", "--quiet", "--depth=1", "--branch=regions", user.folder.as_uri(), tmp_path / "c"
    )
    checkout = Repository(tmp_path / "c", user.env)
    for _ in range(2):  # the second time there is nothing to do
        for step in steps(workflow):
            if "run" in step and "pip install" not in step["run"]:
                said = checkout.run("bash", "-eo", "pipefail", "-c", step["run"])
                assert said.code == 0, said.text
    assert user.git("log", "--format=%s", "main..regions").split("\n") == [
        "Render",
        "Edit in a browser",
    ]
    user.git("checkout", "--quiet", "regions")
    gen = Path(sys.executable).with_name("gen")
    assert user.run(gen, "render", "--check").code == 0


def test_a_pull_request_is_compared_where_samples_are_not_in_git(
    user: Repository, tmp_path: Path
) -> None:
    (workflow,) = (w for name, w in WORKFLOWS.items() if "gen manifest" in BLOCKS[name])
    user.git("rm", "--quiet", "-r", "out")
    user.commit("Samples are no longer in git")
    user.git("checkout", "--quiet", "-b", "regions")
    user.edit("spec/regions.yaml", "australiaeast: Australia East", "australiaeast: Down Under")
    user.commit("Rename a region")
    user.git("checkout", "--quiet", "main")
    user.git("merge", "--quiet", "--no-ff", "--message", "Merge", "regions")
    place = tmp_path / "c"
    user.git("clone", "--quiet", "--depth=2", user.folder.as_uri(), place)
    summary = tmp_path / "summary"
    checkout = Repository(place, {**user.env, "GITHUB_STEP_SUMMARY": str(summary)})
    for step in steps(workflow):
        if "run" in step and "pip install" not in step["run"]:
            said = checkout.run("bash", "-eo", "pipefail", "-c", step["run"])
            assert said.code == 0, said.text
    assert "region `australiaeast` renamed" in summary.read_text("utf-8")
    assert (place / "samples.json").read_bytes() == (place / "out/manifest.json").read_bytes()


def files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
