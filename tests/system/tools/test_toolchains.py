"""`make toolchains`: its languages are those of the templates, and its packages are pinned."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.support import ROOT, languages

TOOLCHAINS = ROOT / "tests/toolchains"
FILES = sorted((TOOLCHAINS / "languages").iterdir())


def _words(file: Path, key: str) -> list[str]:
    lines = file.read_text("utf-8").splitlines()
    return [word for line in lines if line.startswith(f"{key} ") for word in line.split()[1:]]


def test_names_are_languages() -> None:
    assert [file.name for file in FILES if file.name not in languages()] == []


def test_lines_are_known() -> None:
    keys = ("#", "apt", "apt-unless", "npm", "command", "build")
    for file in FILES:
        for line in file.read_text("utf-8").splitlines():
            assert line.split()[0] in keys, f"{file.name}: {line}"


def test_packages_of_npm_and_commands_belong_to_languages() -> None:
    pinned = json.loads((TOOLCHAINS / "package.json").read_text("utf-8"))["devDependencies"]
    assert {name for file in FILES for name in _words(file, "npm")} == set(pinned)
    commands = {path.name for path in (TOOLCHAINS / "bin").iterdir()}
    assert {name for file in FILES for name in _words(file, "command")} == commands
    for script in (name for file in FILES for name in _words(file, "build")):
        assert (TOOLCHAINS / script).is_file()


def test_an_unknown_name_is_told_before_anything_is_done(tmp_path: Path) -> None:
    call = [str(TOOLCHAINS / "install"), "--to", str(tmp_path / "t"), "php", "pyhton"]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("install: there is no language pyhton; there are: c csharp ")
    assert not (tmp_path / "t").exists()
