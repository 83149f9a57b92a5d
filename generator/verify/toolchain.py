"""What checks, builds, formats and runs a sample, as its `language.yaml` says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.language import Outcome, Target, Toolchain

# What a run does unless language.yaml says otherwise.
DEFAULTS = {
    "success": Outcome(exit=0, stdout="{sentence}\n", stderr=""),
    "error": Outcome(exit=None, stdout="", stderr="HTTP {status}: {body}"),
    "redirect": Outcome(exit=None, stdout="", stderr="HTTP {status}: {body}"),
    "noKey": Outcome(exit=None, stdout="", stderr="{env}"),
    "noAnswer": Outcome(exit=None, stdout="", stderr=""),
}


@dataclass(frozen=True, slots=True)
class Result:
    """What a program did; texts are UTF-8, what is not is replaced."""

    exit: int
    stdout: str
    stderr: str


def choose(target: Target, platform: str = sys.platform) -> Toolchain | str:
    """Choose the first toolchain of a target that this machine has.

    Returns:
        The toolchain, or the reason why there is none: "needs …", or "only …" if the target
        belongs to another platform.
    """
    here = [t for t in target.toolchains if t.platform in (None, platform)]
    if not here:
        names = sorted({t.name for t in target.toolchains})
        return f"only {', '.join(names)}" if names else "no toolchain is named in language.yaml"
    for toolchain in here:
        if not missing(toolchain.needs):
            return toolchain
    return f"needs {', '.join(missing(here[-1].needs))}"


def missing(programs: Sequence[str]) -> list[str]:
    """Give those of `programs` that are not on the PATH."""
    return [program for program in programs if shutil.which(program) is None]


def command(step: Sequence[str], file: Path, work: Path) -> list[str]:
    """Fill in the placeholders of a step of language.yaml."""
    facts = {"file": str(file), "work": str(work), "stem": file.name.partition(".")[0]}
    return [_filled(word, facts) for word in step]


def execute(
    arguments: Sequence[str],
    env: Mapping[str, str | None] | None = None,
    timeout: float = 120,
    cwd: Path | None = None,
) -> Result:
    """Run a program.

    Arguments:
        arguments: the program and its arguments; no shell reads them.
        env: what to change in this process's environment; None removes a variable.
        timeout: seconds after which the program is killed.
        cwd: where it runs.

    Raises:
        subprocess.TimeoutExpired: if it had to be killed.
    """
    environment = dict(os.environ)
    for name, value in (env or {}).items():
        if value is None:
            environment.pop(name, None)
        else:
            environment[name] = value
    done = subprocess.run(
        list(arguments),
        env=environment,
        cwd=cwd,
        timeout=timeout,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return Result(done.returncode, _text(done.stdout), _text(done.stderr))


def _text(data: bytes) -> str:
    return data.decode(errors="replace")


def prepare(toolchain: Toolchain, file: Path, work: Path) -> Result:
    """Check or compile a sample; give what the tool said, with 0 if there was nothing to do."""
    step = toolchain.build or toolchain.check
    if not step:
        return Result(0, "", "")
    work.mkdir(parents=True, exist_ok=True)
    return execute(command(step, file, work), cwd=work)


def run(
    toolchain: Toolchain, file: Path, work: Path, env: Mapping[str, str | None], timeout: float = 60
) -> Result:
    """Run a sample that was prepared; arguments as for `execute`."""
    work.mkdir(parents=True, exist_ok=True)
    return execute(command(toolchain.run, file, work), env, timeout, work)


def judge(target: Target, outcome: str, result: Result, facts: Mapping[str, str]) -> list[str]:
    """Compare what a run did with what language.yaml and `DEFAULTS` expect.

    Arguments:
        target: the sample's target.
        outcome: "success", "error", "redirect", "noKey" or "noAnswer".
        result: what the run did.
        facts: values of {sentence}, {status}, {body} and {env}.

    Returns:
        Every difference, in words; none if all is as expected.
    """
    default = DEFAULTS[outcome]
    own = target.expect.get(outcome, Outcome())
    code = own.exit if own.exit is not None else default.exit
    faults = []
    if code is None and result.exit == 0:
        faults.append("exit code 0, expected another")
    if code is not None and result.exit != code:
        faults.append(f"exit code {result.exit}, expected {code}")
    stdout = _filled(own.stdout if own.stdout is not None else default.stdout, facts)
    if _lines(stdout) != _lines(result.stdout):
        faults.append(f"stdout {result.stdout!r}, expected {stdout!r}")
    stderr = _filled(own.stderr if own.stderr is not None else default.stderr, facts)
    if _lines(stderr) not in _lines(result.stderr) or (outcome == "success" and result.stderr):
        faults.append(f"stderr {result.stderr!r}, expected {stderr!r}")
    if code != 0 and not result.stderr.strip():
        faults.append("nothing on stderr, expected a message")
    return faults


def _lines(text: str) -> str:
    """Take away what differs by platform: CRLF, and line ends at the end."""
    return text.replace("\r\n", "\n").rstrip("\n")


def _filled(pattern: str | None, facts: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: facts.get(match[1], match[0]), pattern or "")
