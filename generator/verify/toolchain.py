"""What checks, builds and runs a sample, as its `language.yaml` says."""

from __future__ import annotations

import contextlib
import difflib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import IO

from generator.language import Outcome, Target, Toolchain, builtin_templates
from generator.language_grammar import PLATFORMS

# What a run does unless language.yaml says otherwise.
DEFAULTS = {
    "success": Outcome(exit=0, stdout="{sentence}\n", stderr=""),
    "error": Outcome(exit=None, stdout="", stderr="HTTP {status}: {body}\n"),
    "redirect": Outcome(exit=None, stdout="", stderr="HTTP {status}: {body}\n"),
    "noKey": Outcome(exit=None, stdout="", stderr="{env}", lines=1),
    "noAnswer": Outcome(exit=None, stdout="", stderr="No answer: ", lines=1),
}
# Where stderr is all of what is said, unless language.yaml names a part of it.
_WHOLE = ("success", "error", "redirect")

# Variables by which a machine may already name authorities of its own.
_AUTHORITIES = (
    "CURL_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS",
    "REQUESTS_CA_BUNDLE",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
)

# Bytes of a program's output that are read; one that prints for ever is not held in memory.
_MOST = 1 << 20

_running: set[subprocess.Popen[bytes]] = set()


# A proxy would stand between a sample and the server; the locale decides what some print.
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"} | {
    name: None
    for stem in ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
    for name in (stem, stem.upper())
}


@dataclass(frozen=True, slots=True)
class Result:
    """What a program did; texts are UTF-8, what is not is replaced.

    `exit` is the exit code, or minus the number of the signal that ended it; None if it had to be
    killed after its time.
    """

    exit: int | None
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A toolchain that this machine has, with the versions of what it consists of."""

    toolchain: Toolchain
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Absent:
    """Why a target can't be run here; `elsewhere` if it belongs to another platform."""

    reason: str
    elsewhere: bool


def choose(target: Target, platform: str = sys.platform) -> Chosen | Absent:
    """Choose the first toolchain of a target that this machine has."""
    if not target.toolchains:
        return Absent("its language.yaml names no toolchain", False)
    here = [t for t in target.toolchains if t.platform in (None, platform)]
    if not here:
        names = sorted({PLATFORMS[t.platform] for t in target.toolchains if t.platform})
        return Absent(" or ".join(names), True)
    absent = []
    for toolchain in here:
        lacking = missing(toolchain.needs)
        versions = None if lacking else _versions(toolchain)
        if isinstance(versions, dict):
            return Chosen(toolchain, versions)
        absent.append(f"needs {versions or ', '.join(lacking)}")
        if toolchain.get:
            absent[-1] += f": {toolchain.get}"
    return Absent(", or ".join(dict.fromkeys(absent)), False)


def missing(programs: Sequence[str]) -> list[str]:
    """Give those of `programs` that are not on the search path."""
    return [name for name in programs if shutil.which(_fill(name), path=search_path()) is None]


def search_path() -> str:
    """Give the PATH of all steps: in a checkout, what `make toolchains` installed comes first."""
    installed = builtin_templates().parent / ".toolchains" / "bin"
    path = os.environ.get("PATH", os.defpath)
    return f"{installed}{os.pathsep}{path}" if installed.is_dir() else path


def _versions(toolchain: Toolchain) -> dict[str, str] | str:
    """Give the version of each part of a toolchain, or the name of the first that can't tell it."""
    found = {}
    for name, step in toolchain.versions.items():
        said = _version(tuple(map(_fill, step)), search_path())
        if said is None:
            return name
        found[name] = said
    return found


@cache
def _version(step: tuple[str, ...], path: str) -> str | None:
    """Give the first thing that looks like a version in what a command says."""
    try:
        said = execute(step, {"PATH": path}, timeout=30)
    except OSError:
        return None
    if said.exit != 0:
        return None
    lines = (said.stdout or said.stderr).strip().splitlines()
    number = re.search(r"\d+(\.\d+)+\w*", lines[0] if lines else "")
    return number[0] if number else " ".join(lines[:1])


def command(step: Sequence[str], file: Path, work: Path) -> list[str]:
    """Fill in the placeholders of a step of language.yaml."""
    stem = file.name.partition(".")[0]
    return [_fill(word, file=str(file), work=str(work), stem=stem) for word in step]


def execute(
    arguments: Sequence[str],
    env: Mapping[str, str | None] | None = None,
    timeout: float = 120,
    cwd: Path | None = None,
) -> Result:
    """Run a program, and end all that it started if it takes too long.

    Arguments:
        arguments: the program and its arguments; no shell reads them.
        env: what to change in this process's environment; None removes a variable.
        timeout: seconds after which it is killed.
        cwd: where it runs.

    Raises:
        OSError: if it can't be started.
    """
    environment = dict(os.environ)
    for name, value in {**_ENVIRONMENT, "PATH": search_path(), **(env or {})}.items():
        if value is None:
            environment.pop(name, None)
        else:
            environment[name] = value
    program = shutil.which(arguments[0], path=environment["PATH"]) or arguments[0]
    # Files, no pipes: the end of a pipe comes when the last child has closed it, or never.
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        with subprocess.Popen(
            [program, *arguments[1:]],
            env=environment,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
        ) as process:
            _running.add(process)
            try:
                code: int | None = process.wait(timeout)
            except subprocess.TimeoutExpired:
                code = None
            finally:
                _kill(process)  # with what it started and left behind
                _running.discard(process)
        return Result(code, _read(stdout), _read(stderr))


def kill_all() -> None:
    """End all programs that run, in whatever thread that is waited for."""
    for process in tuple(_running):
        _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read(_MOST).decode(errors="replace")


def environment(toolchain: Toolchain) -> dict[str, str | None]:
    """Give the environment variables that a toolchain asks for."""
    return {name: _fill(value) or None for name, value in toolchain.env.items()}


def prepare(toolchain: Toolchain, file: Path, work: Path) -> Result:
    """Check or compile a sample; give what the tool said, with 0 if there was nothing to do."""
    step = toolchain.build or toolchain.check
    if not step:
        return Result(0, "", "")
    work.mkdir(parents=True, exist_ok=True)
    return execute(command(step, file, work), environment(toolchain), cwd=work)


def build_faults(toolchain: Toolchain, file: Path, work: Path) -> list[str]:
    """Prepare a sample; say what is wrong with it. A warning is a fault, too."""
    try:
        said = prepare(toolchain, file, work)
    except OSError as error:
        return [f"it can't be built ({error.strerror or error})"]
    if said.exit == 0 and not said.stderr.strip():
        return []
    if said.exit is None:
        what = "it did not end, and was killed"
    else:
        what = "it warns" if said.exit == 0 else f"exit code {said.exit}"
    return [f"{what}: {(said.stderr + said.stdout).strip()}"]


def run(
    toolchain: Toolchain,
    file: Path,
    work: Path,
    env: Mapping[str, str | None],
    timeout: float = 60,
    launcher: Sequence[str] = (),
) -> Result:
    """Run a sample that was prepared; arguments as for `execute`, `launcher` stands before them."""
    work.mkdir(parents=True, exist_ok=True)
    step = [*launcher, *command(toolchain.run, file, work)]
    return execute(step, {**environment(toolchain), **env}, timeout, work)


def trusting(toolchain: Toolchain, authority: Path) -> tuple[Toolchain, Sequence[str]] | None:
    """Make a toolchain trust an authority.

    Arguments:
        toolchain: any toolchain.
        authority: the certificate in PEM.

    Returns:
        The toolchain, and the step that prepares for it, which may be empty; None if its
        language.yaml does not say how.
    """
    trust = toolchain.trust
    if trust is None:
        return None
    facts = {"authority": str(authority)}
    env = dict.fromkeys(_AUTHORITIES, "")
    env |= {name: _filled(value, facts) for name, value in trust.env.items()}
    words = [_filled(word, facts) for word in trust.run or toolchain.run]
    made = replace(toolchain, env={**toolchain.env, **env}, run=tuple(words))
    return made, [_filled(word, facts) for word in trust.prepare]


def judge(target: Target, outcome: str, result: Result, facts: Mapping[str, str]) -> list[str]:
    """Compare what a run did with what language.yaml and `DEFAULTS` expect.

    Arguments:
        target: the sample's target.
        outcome: "success", "error", "redirect", "noKey" or "noAnswer".
        result: what the run did.
        facts: values of {sentence}, {status}, {body}, {head} and {env}.

    Returns:
        Every difference, in words; none if all is as expected.
    """
    default = DEFAULTS[outcome]
    own = target.expect.get(outcome, Outcome())
    code = own.exit if own.exit is not None else default.exit
    faults = []
    if result.exit is None:
        faults.append("it did not end, and was killed")
    elif code is None and result.exit == 0:
        faults.append("exit code 0, expected another")
    elif code is not None and result.exit != code:
        faults.append(f"exit code {result.exit}, expected {code}")
    stdout = _filled(own.stdout if own.stdout is not None else default.stdout, facts)
    if not _same(result.stdout, stdout):
        faults.append(_difference("stdout", result.stdout, stdout))
    stderr = _filled(own.stderr if own.stderr is not None else default.stderr, facts)
    if outcome in _WHOLE and own.stderr is None:
        if not _same(result.stderr, stderr):
            faults.append(_difference("stderr", result.stderr, stderr))
    elif _lines(stderr) not in _lines(result.stderr):
        faults.append(_difference("stderr", result.stderr, stderr))
    elif not _lines(result.stderr).endswith("\n") and outcome not in _WHOLE:
        faults.append(f"stderr {result.stderr!r} does not end its line")
    most = own.lines or default.lines
    if most and len(result.stderr.splitlines()) > most:
        what = "a message and no stack trace" if most == 1 else f"{most} lines at most"
        faults.append(f"stderr {result.stderr!r}, expected {what}")
    return faults


def _same(came: str, expected: str) -> bool:
    """Compare texts; how many line ends are at the end does not matter, whether there are does."""
    here, there = _lines(expected), _lines(came)
    return here.rstrip("\n") == there.rstrip("\n") and here.endswith("\n") == there.endswith("\n")


def _difference(name: str, came: str, expected: str) -> str:
    """Tell two texts apart: in a line if each is one, else line by line."""
    here, there = (_lines(text).splitlines() for text in (expected, came))
    if len(here) <= 1 and len(there) <= 1:
        return f"{name} {came!r}, expected {expected!r}"
    lines = [line for line in difflib.ndiff(here, there) if line[0] != "?" and line.rstrip() != "-"]
    return "\n".join([f"{name} differs; - is expected, + came:", *lines])


def _lines(text: str) -> str:
    """Take away what differs by platform: CRLF."""
    return text.replace("\r\n", "\n")


def _fill(word: str, **facts: str) -> str:
    """Fill in placeholders; {interpreter} is the one that runs this."""
    return _filled(word, {"interpreter": sys.executable, **facts})


def _filled(pattern: str | None, facts: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: facts.get(match[1], match[0]), pattern or "")
