"""A program is found in the folders of PATH alone: a file of the current folder is none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.system.programs import absolute_folders, find_program
from generator.verify.process import execute, search_path
from generator.verify.toolchain import ChosenToolchain, choose_toolchain, missing_programs
from tests.support import sample_targets


@pytest.fixture
def mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a program named `tool` writes, which the current folder and one below it have."""
    place, folder = tmp_path / "ran", tmp_path / "checkout"
    (folder / "below").mkdir(parents=True)
    for file in (folder / "tool", folder / "below/tool", folder / "sh"):
        file.write_text(f"#!/bin/sh\necho ran > '{place}'\n", "utf-8")
        file.chmod(0o755)
    monkeypatch.chdir(folder)
    return place


FRONTS = ["", ".", "below", "./below", "../checkout", ".:", "below::"]


@pytest.mark.parametrize("front", FRONTS)
def test_a_file_of_the_current_folder_is_no_program(
    front: str, mark: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = os.pathsep.join([front, os.defpath])
    assert find_program("tool", path) is None
    assert find_program("tool", front) is None
    found = find_program("sh", path)
    assert found is not None and os.path.isabs(found)  # noqa: PTH117
    monkeypatch.setenv("PATH", path)
    assert missing_programs(["tool"]) == ["tool"]
    with pytest.raises(FileNotFoundError):
        execute(["tool"])
    assert not mark.exists()


@pytest.mark.parametrize("front", FRONTS)
def test_what_a_step_starts_finds_none_there_either(
    front: str, mark: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step runs in a folder with files that a spec names."""
    monkeypatch.setenv("PATH", os.pathsep.join([front, os.environ["PATH"]]))
    assert execute(["sh", "-c", "tool"], cwd=Path.cwd()).exit == 127
    assert not mark.exists()


@pytest.mark.parametrize("name", ["./tool", "below/tool", "../checkout/tool", "tool/"])
def test_a_program_with_a_folder_in_front_is_absolute(name: str, mark: Path) -> None:
    assert find_program(name) is None
    assert find_program(str(Path(name).resolve())) == str(Path(name).resolve())
    with pytest.raises(FileNotFoundError):
        execute([name])
    assert not mark.exists()


def test_the_order_of_path_stays() -> None:
    assert absolute_folders("/b:.:/a::c:/b") == "/b:/a:/b"
    assert not absolute_folders("") and not absolute_folders(".")
    assert all(map(os.path.isabs, search_path().split(os.pathsep)))


@pytest.mark.parametrize(
    "file", ["requests.py", "requests/__init__.py", "py_compile.py", "sitecustomize.py", "json.py"]
)
def test_no_module_of_the_current_folder_is_run_to_ask_for_versions(
    file: str, mark: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(file).parent.mkdir(exist_ok=True)
    Path(file).write_text(f"open({str(mark)!r}, 'w')\n", "utf-8")
    # Versions are remembered by the PATH.
    monkeypatch.setenv("PATH", os.pathsep.join([os.environ["PATH"], str(tmp_path)]))
    targets = [t for t in sample_targets() if any("import" in str(c) for c in t.toolchains)]
    assert targets
    chosen = [choose_toolchain(target) for target in targets]
    assert not mark.exists()
    # Python's own samples are asked about with an import, and can be run wherever these tests are.
    assert any(isinstance(toolchain, ChosenToolchain) for toolchain in chosen)
