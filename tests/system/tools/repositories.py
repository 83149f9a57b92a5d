"""Repositories in a folder of their own: this one as people clone it, and one of a user of gen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support import ROOT, reference_checkout

_OURS = ("GIT_", "GITHUB_", "PRE_COMMIT", "PYTHON", "RUNNER_", "VIRTUAL_ENV")


@dataclass(frozen=True)
class Said:
    """How a program ended, and what it printed, stderr with stdout."""

    code: int
    text: str


def needs(*programs: str) -> None:
    """Skip a test visibly if a program is missing."""
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"needs {program}")


def environment(home: Path) -> dict[str, str]:
    """Give the environment of somebody who has set up nothing but where pip finds packages."""
    needs("git", "bash")
    real = Path.home()
    places = {"XDG_CONFIG_HOME": ".config", "XDG_CACHE_HOME": ".cache"}
    return {
        **{name: str(real / folder) for name, folder in places.items()},
        **{name: value for name, value in os.environ.items() if not name.startswith(_OURS)},
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "HOME": str(home),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{role}_NAME": "Writer" for role in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{role}_EMAIL": "writer@example.com" for role in ("AUTHOR", "COMMITTER")},
    }


def run(folder: Path, env: dict[str, str], *words: str | Path) -> Said:
    """Run a program in a folder."""
    done = subprocess.run(
        [str(word) for word in words],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=300,
    )
    return Said(done.returncode, done.stdout.decode("utf-8"))


@dataclass(frozen=True)
class Repository:
    """A git repository and the environment that its owner works in."""

    folder: Path
    env: dict[str, str]

    def run(self, *words: str | Path) -> Said:
        """Run a program in it."""
        return run(self.folder, self.env, *words)

    def git(self, *words: str | Path) -> str:
        """Run git, which must succeed, and give what it printed."""
        said = self.run("git", *words)
        assert said.code == 0, said.text
        return said.text.strip()

    def commit(self, message: str = "Work") -> str:
        """Commit all there is, hooks aside; give the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def render(self, *options: str | Path) -> None:
        """Render as its owner does at the desk."""
        said = self.run(Path(sys.executable).with_name("gen"), "render", *options)
        assert said.code == 0, said.text

    def edit(self, file: str, old: str, new: str) -> None:
        """Change one place of a file."""
        path = self.folder / file
        text = path.read_text("utf-8")
        assert text.count(old) == 1, (file, old)
        path.write_bytes(text.replace(old, new).encode())

    def copy(self, folder: Path) -> Repository:
        """Give the repository once more, somewhere else."""
        shutil.copytree(self.folder, folder, symlinks=True)
        return Repository(folder, self.env)


def created(folder: Path, env: dict[str, str]) -> Repository:
    """Make a repository of the files in a folder, and commit them."""
    repository = Repository(folder, env)
    repository.git("init", "--quiet", "--initial-branch=main")
    repository.commit()
    return repository


def clone_of_gen(folder: Path, env: dict[str, str]) -> Repository:
    """Make a repository of the working tree, with the changes that are not committed yet."""
    if not (ROOT / ".git").exists():
        pytest.skip("only a checkout of gen is cloned")
    words = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in set(Repository(ROOT, env).git(*words).split("\0")):
        source = ROOT / name
        if name and source.is_file() and not name.startswith("tests/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, folder / name)
    clone = created(folder, env)
    clone.git("tag", "v0.2.0")
    return clone


def user_of_gen(folder: Path, env: dict[str, str]) -> Repository:
    """Make a repository with the shipped spec and what is rendered of it."""
    shutil.copytree(reference_checkout() / "spec", folder / "spec")
    user = Repository(folder, env)
    user.render()
    return created(folder, env)
