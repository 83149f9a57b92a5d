"""action.yml, run as on GitHub: in sync and drifted, on pull requests, shallow, hostile, faulty."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from tests.support import EVERYTHING, ROOT
from tests.system.tools.repositories import Repository, run
from tests.system.tools.runner import ACTION, EXPRESSION, Annotation, Outcome, Runner, commands

pytestmark = pytest.mark.xdist_group("tools-action")

INSTALL, COMPARE = ACTION["runs"]["steps"]
STEPS: list[dict[str, Any]] = [INSTALL, COMPARE]
OLD, NEW = "australiaeast: Australia East", "australiaeast: Australia, the east"
SPEC = "spec/face-v1.1-preview.1.yaml"
API = "out/face/v1.1-preview.1"
PAGE = f"{API}/reference/regions.md"
REGION_LIST = "out/face/v1.1-preview.1/python-client/face_client/_region.py"

CHANGED = {"changed": "true", "breaking": "false"}
SAME = {"changed": "false", "breaking": "false"}
NOTHING = {"changed": "", "breaking": ""}


@pytest.fixture(scope="module")
def runner(
    clone: Repository, shared_user: Repository, tmp_path_factory: pytest.TempPathFactory
) -> Runner:
    """A machine on which the first step was run, in a checkout that hides modules of Python."""
    folder = tmp_path_factory.mktemp("a runner's")
    runner = Runner(folder, clone.folder)
    trap = shared_user.copy(folder / "trap")
    for module in ("generator", "pip", "venv", "yaml"):
        (trap.folder / f"{module}.py").write_text("raise SystemExit('shadowed')\n", "utf-8")
    outcome = runner.run(trap, [INSTALL], env={"PYTHONPATH": str(trap.folder)})
    assert outcome.code == 0, outcome.log
    return runner


def compared(runner: Runner, checkout: Repository, **how: Any) -> Outcome:
    return runner.run(checkout, [COMPARE], **how)


def pull_request(user: Repository, base: str) -> None:
    """Merge the branch `work` as GitHub does for a pull request, and check that out."""
    user.git("checkout", "--quiet", "--detach", base)
    user.git("merge", "--quiet", "--no-ff", "--message", "Merge work into main", "work")
    user.git("update-ref", "refs/pull/1/merge", "HEAD")


def renamed_region(user: Repository) -> str:
    """Make a branch `work` that renames a region and renders; give the base."""
    base = user.git("rev-parse", "HEAD")
    user.git("checkout", "--quiet", "-b", "work")
    user.edit("spec/regions.yaml", OLD, NEW)
    user.render()
    user.commit("Rename a region")
    return base


def shallow(
    user: Repository, folder: Path, ref: str = "refs/pull/1/merge", depth: int = 1
) -> Repository:
    """Clone one commit, as actions/checkout does, or what else it is told to."""
    folder.mkdir()
    checkout = Repository(folder, user.env)
    checkout.git("init", "--quiet")
    checkout.git("remote", "add", "origin", user.folder.as_uri())
    refspec = f"+{ref}:refs/remotes/x"
    checkout.git("fetch", "--quiet", "--no-tags", f"--depth={depth}", "origin", refspec)
    checkout.git("checkout", "--quiet", "--detach", "refs/remotes/x")
    return checkout


# The file


def test_nothing_is_put_into_a_script() -> None:
    for step in STEPS:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"]


def test_every_input_is_used_and_described() -> None:
    used = {name for step in STEPS for name in EXPRESSION.findall(json.dumps(step))}
    assert {f"inputs.{name}" for name in ACTION["inputs"]} <= used
    for facts in (*ACTION["inputs"].values(), *ACTION["outputs"].values()):
        assert facts["description"].endswith((".", "compared."))


def test_what_is_installed_is_pinned_with_hashes() -> None:
    text = (ROOT / ".ci/action-requirements.txt").read_text("utf-8")
    rows = re.findall(r"(?m)^([a-z0-9-]+)==(\S+)(?: ;[^\\\n]*)? \\\n    --hash=sha256:", text)
    pinned = dict(rows)
    assert len(rows) == len(pinned) == len(re.findall(r"(?m)^[^ #]", text))
    facts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = facts["project"]
    wanted = [
        *facts["build-system"]["requires"],
        *project["dependencies"],
        *project["optional-dependencies"]["verify"],
    ]
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(pinned[requirement.name]), requirement
    assert "://" not in text


# The steps


def test_only_gen_itself_is_on_the_path_of_later_steps(runner: Runner, user: Repository) -> None:
    (folder,) = runner.path
    assert [path.stem for path in Path(folder).iterdir()] == ["gen"]
    env = {**user.env, "PATH": f"{folder}:{user.env['PATH']}"}
    said = run(user.folder, env, "bash", "-c", "gen --version")
    assert said.text.startswith("gen, version ")


def test_samples_in_sync_pass_silently(runner: Runner, user: Repository) -> None:
    outcome = compared(runner, user)
    assert outcome.code == 0, outcome.log
    assert (outcome.annotations, outcome.summary, outcome.outputs) == ([], "", NOTHING)


def test_a_module_of_the_workflows_own_hides_none_of_gens(runner: Runner, user: Repository) -> None:
    (user.folder / "generator.py").write_text("raise SystemExit('shadowed')\n", "utf-8")
    outcome = compared(runner, user, env={"PYTHONPATH": str(user.folder)})
    assert outcome.code == 0, outcome.log


def test_an_edited_spec_fails_and_is_annotated_where_it_was_edited(
    runner: Runner, user: Repository
) -> None:
    user.edit("spec/regions.yaml", OLD, NEW)
    outcome = compared(runner, user)
    assert outcome.code == 1
    (error,) = outcome.of("error")
    assert error.file == "spec/regions.yaml" and error.message.endswith(f"such as {REGION_LIST}")
    assert {annotation.level for annotation in outcome.annotations} == {"error"}
    assert f"+++ b/{PAGE}" in outcome.log
    assert "Australia, the east" in outcome.log


def test_a_pull_request_shows_what_it_changes_and_passes(runner: Runner, user: Repository) -> None:
    base = renamed_region(user)
    pull_request(user, base)
    outcome = compared(runner, user, event="pull_request", base=base)
    assert outcome.code == 0, outcome.log
    assert outcome.outputs == CHANGED
    assert "Australia, the east" in outcome.summary
    assert PAGE in outcome.summary
    assert {annotation.file for annotation in outcome.of("notice")} == {"spec/regions.yaml"}
    assert outcome.of("error") == []


def test_what_breaks_callers_is_a_warning_on_the_specs_line(
    runner: Runner, user: Repository
) -> None:
    base = user.git("rev-parse", "HEAD")
    user.git("checkout", "--quiet", "-b", "work")
    user.edit("spec/regions.yaml", f"{OLD}\n", "")
    user.render()
    user.commit("Remove a region")
    pull_request(user, base)
    outcome = compared(runner, user, event="pull_request", base=base)
    assert outcome.code == 0, outcome.log
    assert outcome.outputs == {"changed": "true", "breaking": "true"}
    assert "australiaeast" in "".join(annotation.message for annotation in outcome.of("warning"))
    assert {a.file.split("/")[0] for a in outcome.of("warning")} == {"spec"}


def test_a_pull_request_of_other_files_changes_nothing(runner: Runner, user: Repository) -> None:
    base = user.git("rev-parse", "HEAD")
    user.git("checkout", "--quiet", "-b", "work")
    (user.folder / "NOTES.md").write_text("Notes.\n", "utf-8")
    user.commit("Notes")
    pull_request(user, base)
    outcome = compared(runner, user, event="pull_request", base=base)
    assert (outcome.code, outcome.annotations) == (0, [])
    assert outcome.outputs == SAME


def test_a_drifted_pull_request_fails_and_shows_what_it_changes(
    runner: Runner, user: Repository
) -> None:
    base = user.git("rev-parse", "HEAD")
    user.git("checkout", "--quiet", "-b", "work")
    user.edit("spec/regions.yaml", OLD, NEW)
    user.commit("Rename a region, render nothing")
    pull_request(user, base)
    outcome = compared(runner, user, event="pull_request", base=base)
    assert outcome.code == 1
    assert {annotation.file for annotation in outcome.of("error")} == {"spec/regions.yaml"}
    assert outcome.outputs == CHANGED
    assert "Australia, the east" in outcome.summary


def test_a_shallow_clone_fetches_the_base_that_was_merged_and_not_an_older_one(
    runner: Runner, user: Repository, tmp_path: Path
) -> None:
    """The event's base may be older than what GitHub merged the pull request into."""
    older = renamed_region(user)
    user.git("checkout", "--quiet", "main")
    user.edit(SPEC, "timeout: 30", "timeout: 31")
    user.render()
    newer = user.commit("Somebody else's work")
    user.git("checkout", "--quiet", "work")
    user.git("merge", "--quiet", "--strategy-option=ours", "main")  # both touch the manifest
    user.render()
    user.commit("Merge main into work, and render")
    pull_request(user, newer)
    checkout = shallow(user, tmp_path / "checkout")
    outcome = compared(runner, checkout, event="pull_request", base=older)
    assert outcome.code == 0, outcome.log
    assert outcome.outputs == CHANGED
    assert "Australia, the east" in outcome.summary
    assert newer in outcome.summary.splitlines()[0]
    assert "timeout" not in outcome.summary
    assert checkout.git("rev-list", "--count", newer) == "1"


def test_two_commits_are_all_that_a_pull_request_needs(
    runner: Runner, user: Repository, tmp_path: Path
) -> None:
    base = renamed_region(user)
    pull_request(user, base)
    checkout = shallow(user, tmp_path / "checkout", depth=2)
    checkout.git("remote", "remove", "origin")
    outcome = compared(runner, checkout, event="pull_request", base=base)
    assert (outcome.code, outcome.outputs) == (0, CHANGED), outcome.log


def test_a_branch_of_origin_can_be_compared_with(
    runner: Runner, user: Repository, tmp_path: Path
) -> None:
    renamed_region(user)
    checkout = shallow(user, tmp_path / "checkout", "refs/heads/work")
    outcome = compared(runner, checkout, inputs={"against": "main"})
    assert outcome.code == 0, outcome.log
    assert outcome.outputs == CHANGED


def test_a_whole_clone_stays_whole(runner: Runner, user: Repository, tmp_path: Path) -> None:
    renamed_region(user)
    user.git("clone", "--quiet", "--branch=work", "--single-branch", ".", tmp_path / "checkout")
    checkout = Repository(tmp_path / "checkout", user.env)
    user.git("checkout", "--quiet", "main")
    user.commit("What the clone lacks")
    outcome = compared(runner, checkout, inputs={"against": "main"})
    assert outcome.outputs == CHANGED
    assert checkout.git("rev-parse", "--is-shallow-repository") == "false"


def test_a_base_that_cannot_be_had_is_a_warning(
    runner: Runner, user: Repository, tmp_path: Path
) -> None:
    base = renamed_region(user)
    pull_request(user, base)
    checkout = shallow(user, tmp_path / "checkout")
    checkout.git("remote", "set-url", "origin", (tmp_path / "gone").as_uri())
    outcome = compared(runner, checkout, event="pull_request", base=base)
    assert outcome.code == 0, outcome.log
    (warning,) = outcome.annotations
    assert (warning.level, warning.title) == ("warning", "gen")
    assert outcome.outputs == NOTHING
    assert base in outcome.log


def test_a_faulty_spec_fails_with_its_place(runner: Runner, user: Repository) -> None:
    base = user.git("rev-parse", "HEAD")
    user.git("checkout", "--quiet", "-b", "work")
    user.edit(SPEC, "method: DELETE", "method: DESTROY")
    user.commit("Break the spec")
    pull_request(user, base)
    line = (user.folder / SPEC).read_text("utf-8").split("DESTROY")[0].count("\n") + 1
    outcome = compared(runner, user, event="pull_request", base=base)
    assert outcome.code == 2
    assert outcome.log.count(f"{SPEC}:{line}:") == 1
    assert (outcome.summary, outcome.outputs) == ("", NOTHING)


def test_a_folder_of_a_repository_is_a_working_directory(runner: Runner, user: Repository) -> None:
    (user.folder / "docs api").mkdir()
    user.git("mv", "spec", "out", "docs api/")
    user.commit("Move")
    how = {"inputs": {"working-directory": "docs api"}}
    assert compared(runner, user, **how).code == 0
    user.edit("docs api/spec/regions.yaml", OLD, NEW)
    outcome = compared(runner, user, **how)
    assert outcome.code == 1
    assert {annotation.file for annotation in outcome.of("error")} == {"docs api/spec/regions.yaml"}


def test_the_settings_of_the_repository_are_in_force(runner: Runner, user: Repository) -> None:
    (user.folder / "docs api").mkdir()
    user.git("mv", "spec", "out", "docs api/")
    shutil.copytree(runner.action / "templates/ruby", user.folder / "mine/ruby")
    text = 'spec = "docs api/spec"\nout = "docs api/out"\ntemplates = ["mine"]\n'
    (user.folder / "gen.toml").write_text(text, "utf-8")
    user.commit("Settings")
    assert compared(runner, user).code == 0
    (template,) = (user.folder / "mine").rglob("sample.*.jinja")
    template.write_bytes(template.read_bytes() + b"\n")
    outcome = compared(runner, user)
    assert outcome.code == 1
    assert {a.file.split("/")[0] for a in outcome.of("error")} == {"mine"}


def test_templates_are_folders_one_a_line(runner: Runner, user: Repository) -> None:
    for language in ("ruby", "csharp"):
        folder = user.folder / "my own" / language
        shutil.copytree(runner.action / "templates" / language, folder / language)
        (template,) = folder.rglob("sample.*.jinja")
        template.write_bytes(template.read_bytes() + b"\n")
    inputs = {"templates": "my own/ruby\n\nmy own/csharp\n", "lang": "ruby,csharp,python"}
    outcome = compared(runner, user, inputs=inputs)
    assert outcome.code == 1
    assert {a.file.split("/")[-2] for a in outcome.of("error")} == {"ruby", "csharp"}


def test_only_some_targets_are_compared(runner: Runner, user: Repository) -> None:
    user.edit("spec/regions.yaml", OLD, NEW)  # which no sample shows
    assert compared(runner, user, inputs={"lang": "ruby, php"}).code == 0


# What a workflow gives is text: each input is tried with three of these, and each of these with
# three inputs.


HOSTILE = {
    "option": "--help",
    "file": "--format=json=pwned",
    "words": "'\"; touch pwned; \"' $(touch pwned) `touch pwned` \\ *",
    "lines": "a\n::error title=injected::x\n::set-output name=changed::true",
    "old-command": "##[set-output name=changed]true",
}
OF_GIT = {"program": "--upload-pack=touch pwned", "branch": "main:refs/heads/pwned"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(
            pytest.param(name, text, id=f"{name}-{id_}")
            for place, name in enumerate(("spec", "out", "lang", "templates", "against"))
            for number, (id_, text) in enumerate(HOSTILE.items())
            if EVERYTHING or (number - place) % len(HOSTILE) in (0, 2, 3)
        ),
        *(pytest.param("against", text, id=f"against-{id_}") for id_, text in OF_GIT.items()),
    ],
)
def test_an_input_is_text_whatever_it_holds(
    runner: Runner, shared_user: Repository, name: str, text: str
) -> None:
    outcome = compared(runner, shared_user, inputs={name: text})
    assert outcome.code == {"against": 0, "out": 1}.get(name, 2), outcome.log
    assert outcome.outputs == NOTHING
    assert "injected" not in {annotation.title for annotation in outcome.annotations}
    assert shared_user.git("status", "--short") == ""
    assert shared_user.git("branch", "--list", "pwned") == ""


def test_a_working_directory_that_looks_like_a_repository_is_none(
    runner: Runner, user: Repository, tmp_path: Path
) -> None:
    """A pull request can bring the files of a bare repository, whose settings name a program."""
    program = tmp_path / "trap.sh"
    program.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\n", "utf-8")
    program.chmod(0o755)
    docs = user.folder / "docs"
    for name in ("objects", "refs/heads"):
        (docs / name).mkdir(parents=True)
    user.git("mv", "spec", "out", "docs/")
    base = user.commit("Move")
    (docs / "HEAD").write_text("ref: refs/heads/main\n", "utf-8")
    (docs / "refs/heads/main").write_text("1" * 40, "utf-8")
    (docs / "config").write_text(
        "[core]\n\trepositoryformatversion = 1\n\tbare = false\n\tworktree = .\n"
        '[extensions]\n\tpartialClone = origin\n[remote "origin"]\n\turl = .\n'
        f"\tpromisor = true\n\tuploadpack = {program}\n",
        "utf-8",
    )
    user.commit("What a stranger brings")
    inputs = {"working-directory": "docs", "against": base}
    outcome = compared(runner, user, inputs=inputs, event="pull_request", base=base)
    assert outcome.code == 0, outcome.log
    assert outcome.outputs == SAME
    assert not (tmp_path / "ran").exists()


def test_odd_folders_are_found(runner: Runner, user: Repository) -> None:
    odd = '-my $(touch pwned)\'s "spec"'
    (user.folder / "spec").rename(user.folder / odd)
    (user.folder / "out").rename(user.folder / f"{odd} out")
    outcome = compared(runner, user, inputs={"spec": odd, "out": f"{odd} out"})
    assert outcome.code == 0, outcome.log
    assert not (user.folder / "pwned").exists()


def test_the_runner_of_these_tests_reads_commands_as_github_does() -> None:
    log = (
        "  ::error file=a%2Cb,line=3,title=t::50%25%0Aof\n::stop-commands::xyz\n::error::no\n"
        "::xyz::\r::notice::yes\n"
    )
    assert commands(log) == [
        ("error", {"file": "a,b", "line": "3", "title": "t"}, "50%\nof"),
        ("notice", {}, "yes"),
    ]
    outcome = Outcome(0, log, "", {})
    assert outcome.of("notice") == [Annotation("notice", "", "", "", "yes")]
