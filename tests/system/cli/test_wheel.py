"""The wheel, installed into an empty environment, renders what the checkout does."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.support import ROOT


def call(*words: object, cwd: Path) -> str:
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    return done.stdout


@pytest.mark.xdist_group("wheel")
def test_the_wheel_renders_in_an_empty_environment(tmp_path: Path) -> None:
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    call(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", tmp_path, ROOT, cwd=tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "venv", with_pip=True)
    scripts = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    call(scripts / "python", "-m", "pip", "--quiet", "install", wheel, cwd=tmp_path)
    # From an empty folder, so that neither the checkout's code nor its templates are near.
    work = tmp_path / "work"
    work.mkdir()
    call(scripts / "gen", "render", "--spec", ROOT / "spec", "--out", "out", cwd=work)
    made = {p.relative_to(work / "out"): p.read_bytes() for p in files(work / "out")}
    assert made == {p.relative_to(ROOT / "out"): p.read_bytes() for p in files(ROOT / "out")}
    assert call(scripts / "gen", "--version", cwd=work).startswith("gen, version ")


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
