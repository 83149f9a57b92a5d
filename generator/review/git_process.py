"""Runs git to read a repository: git starts no program that the repository names."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from generator.errors import GenError
from generator.system import interrupts
from generator.system.programs import find_program

# Variables of git that stay: where the settings of the user are, and what makes git stricter. The
# others lead a hook to its own repository, change how paths are read, or name programs.
_KEPT = ("GIT_CONFIG_", "GIT_TEST_ASSUME_DIFFERENT_OWNER")
# A partial clone must not get what it lacks: its settings name the program that does. Only git from
# 2.44 on knows the second variable; the first one stops every git. Nothing is written, not even an
# index that is read anew.
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
# An empty core.fsmonitor is none for every git; before 2.36, `false` was the name of a program.
_OPTIONS = (
    "--no-pager",
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.fsmonitor="),
)
TODO = (
    "run gen in a git repository that git can read; if it is a partial clone, first get all of it: "
    "git fetch --refetch --no-filter"
)


class NoRepositoryError(GenError):
    """A folder is in no git repository, or there is no git; `str()` says which."""


def run_git(
    root: Path, *arguments: str, stdin: str = "", env: Mapping[str, str] | None = None
) -> bytes:
    """Run git and give what it prints.

    Arguments:
        root: the folder that a message names.
        arguments: of git.
        stdin: what git reads.
        env: variables that this one command needs.

    Raises:
        NoRepositoryError: if there is no git, or it fails; the message has its first line.
    """
    program = find_program("git")
    if program is None:
        raise NoRepositoryError("git: can't be run (no folder of PATH has it); install it")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT)
    }

    def begin() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [program, *_OPTIONS, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**kept, **_ENVIRONMENT, **(env or {})},
        )

    try:
        with interrupts.running("process", begin) as process, process:
            out, err = process.communicate(stdin.encode())
    except OSError as error:
        raise NoRepositoryError(
            f"git: can't be run ({error.strerror or error}); install it"
        ) from error
    if process.returncode:
        said = " ".join(err.decode("utf-8", "replace").split())
        raise NoRepositoryError(f"{root}: git says {said or 'no'}; {TODO}")
    return out
