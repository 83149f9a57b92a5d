"""What checks, builds and runs a sample, as its `language.yaml` says."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator.languages.grammar import PLATFORMS
from generator.languages.target import Target, Toolchain, fill_pattern
from generator.model.structs import replace
from generator.system import interrupts
from generator.system.programs import find_program
from generator.verify.process import Result, execute, search_path

# Variables by which a machine may already name authorities of its own.
_AUTHORITIES = (
    "CURL_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS",
    "REQUESTS_CA_BUNDLE",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
)


@dataclass(frozen=True, slots=True)
class ChosenToolchain:
    """A toolchain that this machine has, with the versions of what it consists of."""

    toolchain: Toolchain
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Why a target can't be run here; `elsewhere` if it belongs to another platform."""

    reason: str
    is_other_platform: bool


def choose_toolchain(target: Target, platform: str = sys.platform) -> ChosenToolchain | Unavailable:
    """Choose the first toolchain of a target that this machine has."""
    if not target.toolchains:
        return Unavailable("its language.yaml names no toolchain", False)
    here = [t for t in target.toolchains if t.platform in (None, platform)]
    if not here:
        names = sorted({PLATFORMS[t.platform] for t in target.toolchains if t.platform})
        return Unavailable(" or ".join(names), True)
    absent = []
    for toolchain in here:
        lacking = missing_programs(toolchain.needs)
        versions = None if lacking else _read_versions(toolchain)
        if isinstance(versions, dict):
            return ChosenToolchain(toolchain, versions)
        absent.append(f"needs {versions or ', '.join(lacking)}")
        if toolchain.get:
            absent[-1] += f": {toolchain.get}"
    return Unavailable(", or ".join(dict.fromkeys(absent)), False)


def missing_programs(programs: Sequence[str]) -> list[str]:
    """Give those of `programs` that are not on the search path."""
    return [name for name in programs if find_program(fill(name), search_path()) is None]


def _read_versions(toolchain: Toolchain) -> dict[str, str] | str:
    """Give the version of each part of a toolchain, or the name of the first that can't tell it."""
    found = {}
    for name, step in toolchain.versions.items():
        said = _read_version(tuple(map(fill, step)), search_path())
        if said is None:
            return name
        found[name] = said
    return found


@cache
def _read_version(step: tuple[str, ...], path: str) -> str | None:
    """Give the first thing that looks like a version in what a command says.

    It runs in an empty folder: many programs read settings or code from the folder they run in.
    """
    try:
        with interrupts.temporary_folder("gen-versions-") as folder:
            said = execute(step, {"PATH": path}, timeout=30, cwd=folder)
    except OSError:
        return None
    if said.exit != 0:
        return None
    lines = (said.stdout or said.stderr).strip().splitlines()
    number = re.search(r"\d+(\.\d+)+\w*", lines[0] if lines else "")
    return number[0] if number else " ".join(lines[:1])


def fill_command(
    step: Sequence[str], file: Path, work: Path, places: Mapping[str, str] | None = None
) -> list[str]:
    """Fill in the placeholders of a step of language.yaml.

    Arguments:
        step: the words of the step.
        file: the sample.
        work: the folder that it is compiled into, unless it was compiled with others.
        places: folders that it shares with others, by the placeholders that stand for them.
    """
    facts = {"file": str(file), "work": str(work), "stem": file.name.partition(".")[0]}
    facts |= {"built": str(work), "shared": str(work), **(places or {})}
    return [fill(word, **facts) for word in step]


def toolchain_environment(toolchain: Toolchain) -> dict[str, str | None]:
    """Give the environment variables that a toolchain asks for."""
    return {name: fill(value) or None for name, value in toolchain.env.items()}


def prepare_sample(toolchain: Toolchain, file: Path, work: Path) -> Result:
    """Check or compile a sample; give what the tool said, with 0 if there was nothing to do."""
    step = toolchain.build or toolchain.check
    if not step:
        return Result(0, "", "")
    work.mkdir(parents=True, exist_ok=True)
    return execute(fill_command(step, file, work), toolchain_environment(toolchain), cwd=work)


def build_faults(toolchain: Toolchain, file: Path, work: Path) -> list[str]:
    """Prepare a sample; say what is wrong with it. A warning is a fault, too."""
    try:
        said = prepare_sample(toolchain, file, work)
    except OSError as error:
        return [f"it can't be built ({error.strerror or error})"]
    if said.exit == 0 and not said.stderr.strip():
        return []
    if said.exit is None:
        what = "it did not end, and was killed"
    else:
        what = "it warns" if said.exit == 0 else f"exit code {said.exit}"
    return [f"{what}: {(said.stderr + said.stdout).strip()}"]


def build_together(toolchain: Toolchain, files: Sequence[Path], folder: Path) -> bool:
    """Check or compile several samples into one new folder; say whether all is well.

    If not, each has to be built alone, which tells whose fault that is.
    """
    folder.mkdir(parents=True)
    words = fill_command(toolchain.build_all, files[0], folder)
    step = [
        part
        for word in words
        for part in ([str(f) for f in files] if word == "{files}" else [word])
    ]
    try:
        said = execute(step, toolchain_environment(toolchain), cwd=folder)
    except OSError:
        return False
    return said.exit == 0 and not (said.stdout + said.stderr).strip()


def run_sample(
    toolchain: Toolchain,
    file: Path,
    work: Path,
    env: Mapping[str, str | None],
    timeout: float = 60,
    launcher: Sequence[str] = (),
    places: Mapping[str, str] | None = None,
) -> Result:
    """Run a sample that was prepared; arguments as for `execute` and `fill_command`.

    `launcher` stands before the command.
    """
    work.mkdir(parents=True, exist_ok=True)
    step = [*launcher, *fill_command(toolchain.run, file, work, places)]
    return execute(step, {**toolchain_environment(toolchain), **env}, timeout, work)


def trust_authority(
    toolchain: Toolchain, authority: Path
) -> tuple[Toolchain, Sequence[str]] | None:
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
    env |= {name: fill_pattern(value, facts) for name, value in trust.env.items()}
    words = [fill_pattern(word, facts) for word in trust.run or toolchain.run]
    made = replace(toolchain, env={**toolchain.env, **env}, run=tuple(words))
    return made, [fill_pattern(word, facts) for word in trust.prepare]


def fill(word: str, **facts: str) -> str:
    """Fill in the placeholders of a word; {interpreter} is the one that runs this."""
    return fill_pattern(word, {"interpreter": sys.executable, **facts})
