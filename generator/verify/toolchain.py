"""Choose the toolchain of a target, and build and run samples with it.

A toolchain is one way to build and run samples, such as those in Java. language.yaml lists its
programs and its steps. A step is a command: a list of words with placeholders such as `{file}`.
"""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator.languages.target import Target, Toolchain, fill_pattern
from generator.languages.toolchain_grammar import PLATFORMS
from generator.model.structs import replace
from generator.system import interrupts
from generator.system.programs import find_program
from generator.verify.process import Result, execute, search_path
from generator.verify.systems import system_names

# Environment variables in which a machine may already name certification authorities.
_AUTHORITIES = (
    "CURL_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS",
    "REQUESTS_CA_BUNDLE",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
)


@dataclass(frozen=True, slots=True)
class ChosenToolchain:
    """A toolchain whose programs this machine has.

    Attributes:
        toolchain: the toolchain.
        versions: the versions of its compilers, interpreters and libraries, by name.
    """

    toolchain: Toolchain
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unavailable:
    """The reason why a sample can't run here.

    Attributes:
        reason: the reason in words, such as a program that is missing.
        is_other_platform: whether all toolchains of the target need another platform, such as
            Windows.
    """

    reason: str
    is_other_platform: bool


def choose_toolchain(
    target: Target, platform: str = sys.platform, systems: Sequence[str] | None = None
) -> ChosenToolchain | Unavailable:
    """Choose the first toolchain of a target that this machine has.

    Arguments:
        target: the target, which may have several toolchains.
        platform: the value of `sys.platform` to choose for.
        systems: the names of the system to choose for; None for the one that gen runs on.

    Returns:
        The toolchain and the versions of its parts, or the reason why this machine has none. The
        reason has the command that gets the first toolchain for which there is one.
    """
    if not target.toolchains:
        return Unavailable("its language.yaml names no toolchain", False)
    candidates = [t for t in target.toolchains if t.platform in (None, platform)]
    if not candidates:
        others = sorted({PLATFORMS[t.platform] for t in target.toolchains if t.platform})
        return Unavailable(" or ".join(others), True)
    names = system_names(platform) if systems is None else systems
    reasons, by_command, by_page = [], [], []
    for toolchain in candidates:
        lacking = missing_programs(toolchain.needs)
        versions = None if lacking else _read_versions(toolchain)
        if isinstance(versions, dict):
            return ChosenToolchain(toolchain, versions)
        needs = f"needs {versions or ', '.join(map(fill, lacking))}"
        reasons.append(f"{needs}: {toolchain.get}" if toolchain.get else needs)
        command = next(filter(None, map(toolchain.install.get, [*names, "any"])), "")
        if command:
            by_command.append(f"{needs}: {fill(command, interpreter=_quoted(sys.executable))}")
        elif "docs" in toolchain.install:
            by_page.append(f"{reasons[-1]}; {toolchain.install['docs']} says how")
    best = by_command[:1] or by_page[:1] or dict.fromkeys(reasons)
    return Unavailable(", or ".join(best), False)


def _quoted(path: str) -> str:
    """Quote the path of a program for a command line that people paste."""
    if sys.platform == "win32":
        return f'"{path}"' if " " in path else path
    return shlex.quote(path)


def missing_programs(programs: Sequence[str]) -> list[str]:
    """Return those of `programs` that no folder of `search_path` has."""
    return [name for name in programs if find_program(fill(name), search_path()) is None]


def _read_versions(toolchain: Toolchain) -> dict[str, str] | str:
    """Return the versions of a toolchain's parts, or the name of a part whose command fails."""
    versions = {}
    for name, step in toolchain.versions.items():
        version = _read_version(tuple(map(fill, step)), search_path())
        if version is None:
            return name
        versions[name] = version
    return versions


@cache
def _read_version(step: tuple[str, ...], path: str) -> str | None:
    """Run a version command, and return the first version number in its output.

    The command runs in an empty folder, since many programs read settings or code from the folder
    that they run in. Without a number, the result is the first line; None if the command fails.
    """
    try:
        with interrupts.temporary_folder("gen-versions-") as folder:
            result = execute(step, {"PATH": path}, timeout=30, cwd=folder)
    except OSError:
        return None
    if result.exit != 0:
        return None
    lines = (result.stdout or result.stderr).strip().splitlines()
    number = re.search(r"\d+(\.\d+)+\w*", lines[0] if lines else "")
    return number[0] if number else " ".join(lines[:1])


def fill_command(
    step: Sequence[str], file: Path, work: Path, places: Mapping[str, str] | None = None
) -> list[str]:
    """Fill in the placeholders of a step, and return the words of the command.

    Arguments:
        step: the words of the step in language.yaml.
        file: the sample's file, for `{file}`; the part of its name before the first dot is
            `{stem}`.
        work: the folder that the sample is compiled into, for `{work}`. It also stands for the
            folders that `places` lacks.
        places: folders that the sample shares with other samples: "shared" has the files of the
            step `once`, "built" has the sample if it was built together with others. None for no
            folders.
    """
    facts = {"file": str(file), "work": str(work), "stem": file.name.partition(".")[0]}
    facts |= {"built": str(work), "shared": str(work), **(places or {})}
    return [fill(word, **facts) for word in step]


def toolchain_environment(toolchain: Toolchain) -> dict[str, str | None]:
    """Return the environment variables that a toolchain sets; None removes a variable."""
    return {name: fill(value) or None for name, value in toolchain.env.items()}


def prepare_sample(toolchain: Toolchain, file: Path, work: Path) -> Result:
    """Compile a sample, or check its syntax.

    Returns:
        The exit code and output of the command; exit code 0 if the toolchain has no such command.

    Raises:
        OSError: if the program can't be started.
    """
    step = toolchain.build or toolchain.check
    if not step:
        return Result(0, "", "")
    work.mkdir(parents=True, exist_ok=True)
    return execute(fill_command(step, file, work), toolchain_environment(toolchain), cwd=work)


def build_faults(toolchain: Toolchain, file: Path, work: Path) -> list[str]:
    """Compile a sample, or check its syntax, and return what is wrong with it.

    Returns:
        A list with one message if the command fails or warns, else an empty list.
    """
    try:
        result = prepare_sample(toolchain, file, work)
    except OSError as error:
        return [f"it can't be built ({error.strerror or error})"]
    if result.exit == 0 and not result.stderr.strip():
        return []
    if result.exit is None:
        what = "it did not end, and was killed"
    else:
        what = "it warns" if result.exit == 0 else f"exit code {result.exit}"
    return [f"{what}: {(result.stderr + result.stdout).strip()}"]


def build_together(toolchain: Toolchain, files: Sequence[Path], folder: Path) -> bool:
    """Compile or check several samples with one command.

    Arguments:
        toolchain: a toolchain with the step `build_all`.
        files: the samples' files, no two with the same name.
        folder: a path at which nothing exists yet, for the folder of compiled files.

    Returns:
        True if the command succeeded and printed nothing. If False, each sample has to be built
        alone, which shows the faulty one.
    """
    folder.mkdir(parents=True)
    words = fill_command(toolchain.build_all, files[0], folder)
    step = [
        part
        for word in words
        for part in ([str(f) for f in files] if word == "{files}" else [word])
    ]
    try:
        result = execute(step, toolchain_environment(toolchain), cwd=folder)
    except OSError:
        return False
    return result.exit == 0 and not (result.stdout + result.stderr).strip()


def run_sample(
    toolchain: Toolchain,
    file: Path,
    work: Path,
    env: Mapping[str, str | None],
    timeout: float = 60,
    launcher: Sequence[str] = (),
    places: Mapping[str, str] | None = None,
) -> Result:
    """Run a built sample, and return its exit code and output.

    Arguments:
        toolchain: the toolchain that the sample was built with.
        file: the sample's file.
        work: the folder that the sample was compiled into and runs in.
        env: environment variables to set, such as those with credentials; None as a value removes
            the variable.
        timeout: the time limit in seconds.
        launcher: the words to put before the toolchain's command; may be empty.
        places: see `fill_command`.

    Raises:
        OSError: if the program can't be started.
    """
    work.mkdir(parents=True, exist_ok=True)
    step = [*launcher, *fill_command(toolchain.run, file, work, places)]
    return execute(step, {**toolchain_environment(toolchain), **env}, timeout, work)


def trust_authority(
    toolchain: Toolchain, authority: Path
) -> tuple[Toolchain, Sequence[str]] | None:
    """Change a toolchain so that the samples it runs trust a certification authority.

    Arguments:
        toolchain: the toolchain to change.
        authority: the file of the authority's certificate, in PEM.

    Returns:
        The changed toolchain, and a step to run once before a sample runs; the step may be empty.
        None if language.yaml does not say how to trust an authority.
    """
    trust = toolchain.trust
    if trust is None:
        return None
    facts = {"authority": str(authority)}
    env = dict.fromkeys(_AUTHORITIES, "")
    env |= {name: fill_pattern(value, facts) for name, value in trust.env.items()}
    words = [fill_pattern(word, facts) for word in trust.run or toolchain.run]
    trusting = replace(toolchain, env={**toolchain.env, **env}, run=tuple(words))
    return trusting, [fill_pattern(word, facts) for word in trust.prepare]


def fill(word: str, **facts: str) -> str:
    """Fill in the placeholders of one word of a step.

    Arguments:
        word: the word, such as `--out={work}`.
        facts: texts by placeholder. `{interpreter}` is the Python that runs gen.
    """
    return fill_pattern(word, {"interpreter": sys.executable} | facts)
