"""Runs action.yml as GitHub's runner does: expressions, environment files, bash, annotations."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from tests.support import ROOT
from tests.system.tools.repositories import Repository

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
# The only form of expression that action.yml may have: a name in a context.
EXPRESSION = re.compile(r"\$\{\{ *((?:inputs|github|steps)(?:\.[\w-]+)+) *\}\}")
_COMMAND = re.compile(r"::([\w-]+)(?: ([^\n]*?))?::(.*)")


@dataclass(frozen=True)
class Annotation:
    """What GitHub shows beside a line of a file."""

    level: str
    file: str
    line: str
    title: str
    message: str


@dataclass(frozen=True)
class Outcome:
    """How the steps ended."""

    code: int
    log: str
    summary: str
    outputs: Mapping[str, str]

    @property
    def annotations(self) -> list[Annotation]:
        """What the log asks GitHub to show; any other command is a fault."""
        made = []
        for name, properties, message in commands(self.log):
            assert name in ("error", "warning", "notice"), (name, message)
            file, line, title = (properties.get(key, "") for key in ("file", "line", "title"))
            made.append(Annotation(name, file, line, title, message))
        return made

    def of(self, level: str) -> list[Annotation]:
        """Give the annotations of a level."""
        return [annotation for annotation in self.annotations if annotation.level == level]


def commands(log: str) -> list[tuple[str, dict[str, str], str]]:
    """Give the workflow commands of a log, as a runner finds them.

    One begins a line, blanks aside; the old form `##[name]` stands anywhere in one.
    """
    found, resume = [], ""
    for line in re.split(r"\r\n|\r|\n", log):
        match = _COMMAND.match(line.lstrip())
        if resume:
            if match and match[1] == resume:
                resume = ""
            continue
        if match and match[1] == "stop-commands":
            resume = match[3]
            continue
        if match is None:
            assert "##[" not in line, line
        else:
            properties = dict(
                item.partition("=")[::2] for item in (match[2] or "").split(",") if item
            )
            decoded = {key: unquote(value) for key, value in properties.items()}
            found.append((match[1], decoded, unquote(match[3])))
    assert not resume, "commands were stopped and never resumed"
    return found


@dataclass
class Runner:
    """A machine that runs the action in checkouts.

    Attributes:
        folder: for what the machine itself holds.
        action: the action's own checkout.
        path: what steps have put in front of the PATH.
    """

    folder: Path
    action: Path
    path: list[str] = field(default_factory=list)

    def run(
        self,
        checkout: Repository,
        steps: Sequence[Mapping[str, Any]],
        inputs: Mapping[str, str] | None = None,
        event: str = "push",
        base: str = "",
        env: Mapping[str, str] | None = None,
    ) -> Outcome:
        """Run steps of the action in a checkout.

        Arguments:
            checkout: where the workflow is.
            steps: which.
            inputs: what the workflow gives; the others have their defaults.
            event: what the workflow was started by.
            base: the commit that a pull request names as its base.
            env: what else the workflow sets.
        """
        assert set(inputs or {}) <= set(ACTION["inputs"])
        contexts: dict[str, Any] = {"inputs": {}, "steps": {}, "github": {"event": {}}}
        if base:
            contexts["github"]["event"] = {"pull_request": {"base": {"sha": base}}}
        for name, facts in ACTION["inputs"].items():
            default = evaluated(facts["default"], contexts)
            contexts["inputs"][name] = (inputs or {}).get(name, default)
        variables = {
            **checkout.env,
            **(env or {}),
            "GITHUB_ACTION_PATH": str(self.action),
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": event,
            "GITHUB_SHA": checkout.git("rev-parse", "HEAD"),
            "GITHUB_WORKSPACE": str(checkout.folder),
            "RUNNER_TEMP": str(self.folder / "temp"),
        }
        (self.folder / "temp").mkdir(parents=True, exist_ok=True)
        code, log, summary = 0, "", ""
        for step in steps:
            code, said, files = self._step(step, contexts, variables, checkout.folder)
            log += said
            summary += files["STEP_SUMMARY"]
            self.path[:0] = files["PATH"].splitlines()
            given = dict(line.partition("=")[::2] for line in files["OUTPUT"].splitlines())
            contexts["steps"][step.get("id", "")] = {"outputs": given}
            assert files["ENV"] == ""
            if code:
                break
        values = {name: made["value"] for name, made in ACTION["outputs"].items()}
        outputs = {name: evaluated(value, contexts) for name, value in values.items()}
        return Outcome(code, log, summary, outputs)

    def _step(
        self,
        step: Mapping[str, Any],
        contexts: Mapping[str, Any],
        variables: Mapping[str, str],
        workspace: Path,
    ) -> tuple[int, str, dict[str, str]]:
        assert set(step) <= {"id", "name", "shell", "env", "run", "working-directory"}
        files = {name: self.folder / name for name in ("ENV", "OUTPUT", "PATH", "STEP_SUMMARY")}
        for file in files.values():
            file.write_bytes(b"")
        script = self.folder / "script.sh"
        script.write_text(step["run"], "utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=workspace / evaluated(step.get("working-directory", "."), contexts),
            env={
                **variables,
                **{name: evaluated(value, contexts) for name, value in step["env"].items()},
                **{f"GITHUB_{name}": str(file) for name, file in files.items()},
                "PATH": os.pathsep.join([*self.path, variables["PATH"]]),
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=300,
        )
        texts = {name: file.read_bytes().decode("utf-8") for name, file in files.items()}
        # A runner reads two pipes: what stops commands in one may come too late for the other.
        return done.returncode, (done.stdout + done.stderr).decode("utf-8"), texts


def evaluated(text: str, contexts: Mapping[str, Any]) -> str:
    """Give a text with each expression replaced by what it names, or by nothing."""

    def value(match: re.Match[str]) -> str:
        found: Any = contexts
        for name in match[1].split("."):
            found = found.get(name, {})
        return found if isinstance(found, str) else ""

    made = EXPRESSION.sub(value, text)
    assert "${{" not in EXPRESSION.sub("", text), f"no name in a context: {text}"
    return made
