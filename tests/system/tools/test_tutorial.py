"""The tutorial, walked through by a new user: outside of this repository, with the wheel alone."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from generator.config.starter import WORKFLOW
from tests.support import ROOT
from tests.system.tools.repositories import Repository, Said, run
from tests.system.tools.runner import commands
from tests.system.tools.walkthrough import (
    Step,
    Terminal,
    edit,
    is_printed,
    minutes_to_read,
    read_steps,
)

pytestmark = pytest.mark.xdist_group("tools-tutorial")

PAGE = ROOT / "docs/tutorial.md"
REMOTE = "https://github.com/OWNER/shop-samples.git"
# How many minutes a reader needs up to the end of the first command that begins so.
LIMITS = {
    "gen render": 2,
    "gen verify": 5,
    "gen publish": 10,
    "git push --quiet --set-upstream origin asia": 15,
}
# How many of them gen and pip take, on a machine without other work.
WAITING = 0.5


def shown_log(log: str) -> str:
    """Give a log as GitHub shows it: of the commands in it, errors alone, by their messages."""
    commands(log)  # are well formed
    log = re.sub(r"(?m)^::error .*?::", "Error: ", log)
    return re.sub(r"(?m)^::.*\n", "", log)


@dataclass(frozen=True)
class GitHub:
    """What has the repository, and checks each branch that is pushed as a pull request.

    Attributes:
        folder: for its files.
        env: the environment of its machines.
    """

    folder: Path
    env: dict[str, str]

    @property
    def origin(self) -> Repository:
        """The repository."""
        return Repository(self.folder / "origin.git", self.env)

    def create(self) -> None:
        """Create the repository, which is empty."""
        self.origin.folder.mkdir(parents=True)
        self.origin.git("init", "--quiet", "--bare", "--initial-branch=main")

    def check(self, branch: str) -> Said:
        """Run the workflow for a pull request of a branch: its steps up to the first that fails."""
        place = self.folder / f"runs-{len(list(self.folder.glob('runs-*')))}"
        merge = Repository(place / "merge", self.env)
        Repository(self.folder, self.env).git("clone", "--quiet", self.origin.folder, merge.folder)
        merge.git("merge", "--quiet", "--no-ff", "--message", "Merge", f"origin/{branch}")
        work, venv = place / "work", place / "venv"
        merge.git("clone", "--quiet", "--depth=2", merge.folder.as_uri(), work)
        assert run(place, self.env, sys.executable, "-m", "venv", venv).code == 0
        env = {
            **self.env,
            "PATH": os.pathsep.join([str(venv / "bin"), self.env["PATH"]]),
            "GITHUB_STEP_SUMMARY": str(place / "summary.md"),
        }
        workflow = yaml.safe_load((work / WORKFLOW).read_text("utf-8"))
        said = Said(0, "")
        for step in workflow["jobs"]["check"]["steps"]:
            if "run" in step:
                said = run(work, env, "bash", "-eo", "pipefail", "-c", step["run"])
                if said.code:
                    break
        assert (place / "summary.md").read_text("utf-8").startswith("### `out/`"), said.text
        return Said(said.code, shown_log(said.text))


def places_without_gen() -> str:
    """Give the PATH without the folders that have a gen, which a new user does not."""
    folders = os.environ["PATH"].split(os.pathsep)
    return os.pathsep.join(folder for folder in folders if not (Path(folder) / "gen").exists())


@pytest.fixture
def reader(env: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The environment of somebody who gets gen as a wheel, and to whose GitHub `git push` leads."""
    words = ("pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", "wheels", ROOT)
    said = run(tmp_path, env, sys.executable, "-m", *words)
    assert said.code == 0, said.text
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python3").symlink_to(Path(sys.executable).resolve())
    return {
        **env,
        "PATH": os.pathsep.join([str(tmp_path / "bin"), places_without_gen()]),
        "PIP_FIND_LINKS": str(tmp_path / "wheels"),
        "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{(tmp_path / 'github/origin.git').as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": REMOTE,
    }


@pytest.fixture
def terminal(reader: dict[str, str], tmp_path: Path) -> Iterator[Terminal]:
    """The reader's terminal, in an empty folder."""
    (tmp_path / "reader").mkdir()
    terminal = Terminal(tmp_path / "reader", reader)
    yield terminal
    terminal.close()


def test_each_command_prints_what_the_page_shows(
    terminal: Terminal, reader: dict[str, str], tmp_path: Path
) -> None:
    """`GEN_GOLDEN=write` puts into the page what is printed; read it in the diff."""
    page = PAGE.read_text("utf-8")
    github = GitHub(tmp_path / "github", reader)
    github.create()
    limits, checked = dict(LIMITS), Said(0, "")
    wrong: list[tuple[Step, str]] = []
    for step in read_steps(page):
        if step.kind == "edit":
            edit(Path(terminal.run("pwd").text.strip()), step.text)
            continue
        if step.kind == "log":
            assert checked.code == 1, f"the page shows how a check failed: {step.text}"
            said, checked = checked, Said(0, "")
        else:
            assert checked.code == 0, f"a check failed, and the page says nothing: {checked.text}"
            said = terminal.run(step.text)
        if step.text.startswith("git push"):
            branch = terminal.run("git branch --show-current").text.strip()
            checked = github.check(branch) if branch != "main" else checked
        if not is_printed(step.output, said.text):
            wrong.append((step, said.text))
        for command in [command for command in limits if step.text.startswith(command)]:
            read = minutes_to_read(page[: step.place])
            print(f"{step.text}: {read:.1f} min to read, {terminal.seconds:.0f} s to wait")
            assert read + WAITING <= limits.pop(command), step.text
    assert limits == {}
    if os.environ.get("GEN_GOLDEN") == "write":
        for step, text in reversed(wrong):
            end = step.place + len(step.output)
            page = page[: step.place] + text + page[end:]
        PAGE.write_text(page, "utf-8")
    for step, text in wrong:
        print(f"$ {step.text}\n{text}")
    assert [step.text for step, _ in wrong] == []
