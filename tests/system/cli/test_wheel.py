"""The wheel, installed into an empty environment, renders what the checkout does."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from generator.config.starter import HOOK, WORKFLOW
from tests.support import ROOT


def call(*words: object, cwd: Path) -> str:
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment in which the wheel alone is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    call(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("gen_samples-*.whl")
    venv.create(folder / "venv", with_pip=True)
    scripts = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    call(scripts / "python", "-m", "pip", "--quiet", "install", wheel, cwd=folder)
    return scripts


@pytest.mark.xdist_group("wheel")
def test_the_wheel_renders_in_an_empty_environment(scripts: Path, tmp_path: Path) -> None:
    # From an empty folder, so that neither the checkout's code nor its templates are near.
    work = tmp_path / "work"
    work.mkdir()
    call(scripts / "gen", "render", "--spec", ROOT / "spec", "--out", "out", cwd=work)
    made = {p.relative_to(work / "out"): p.read_bytes() for p in files(work / "out")}
    assert made == {p.relative_to(ROOT / "out"): p.read_bytes() for p in files(ROOT / "out")}
    assert call(scripts / "gen", "--version", cwd=work).startswith("gen, version ")
    assert call(scripts / "python", "-m", "pip", "show", "gen-samples", cwd=work)


@pytest.mark.xdist_group("wheel")
def test_the_wheel_takes_an_empty_folder_to_samples_pages_and_causes(
    scripts: Path, tmp_path: Path
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    gen = scripts / "gen"
    made = call(gen, "init", "--yes", "--workflow", "--hook", cwd=work)
    assert made.split() == [
        *("added", "spec/example.yaml", "added", "gen.toml", "added", WORKFLOW, "added", HOOK),
        *("added", ".gitignore"),
    ]
    assert '"gen-samples==' in (work / WORKFLOW).read_text("utf-8")
    assert len(call(gen, "render", cwd=work).splitlines()) == 22
    assert len(call(gen, "publish", cwd=work).splitlines()) == 9
    call("git", "init", "--quiet", cwd=work)
    call("git", "add", "--all", cwd=work)
    who = ("-c", "user.name=n", "-c", "user.email=e@example.com")
    call("git", *who, "commit", "--quiet", "--message", "Samples", cwd=work)
    assert call(gen, "diff", cwd=work) == ""
    assert call("git", "status", "--short", cwd=work) == ""
    assert '"leaveOut"' in call(gen, "schema", "config", cwd=work)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
