"""Git repositories with the repository's own spec and output in them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import reference_checkout

Edit = Callable[[str, str, str], None]


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> str:
    """Run git in a folder and give what it says."""
    identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
    quiet = ["-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"]
    made = subprocess.run(
        ["git", *identity, *quiet, *arguments], cwd=folder, input=stdin, capture_output=True
    )
    assert made.returncode == 0, made.stderr.decode()
    return made.stdout.decode()


def commit(folder: Path, message: str = "Change") -> None:
    """Commit everything in a repository."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)


def tree(folder: Path) -> dict[str, bytes]:
    """Give the content of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def edit(file: str, old: str, new: str) -> None:
    """Replace a text that stands once in a file."""
    text = Path(file).read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    Path(file).write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, on its main branch, with the shipped spec and what is rendered from it."""
    folder = tmp_path / "work"
    folder.mkdir()
    for name in ("spec", "out"):
        shutil.copytree(reference_checkout() / name, folder / name)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "Start")
    monkeypatch.chdir(folder)
    return folder
