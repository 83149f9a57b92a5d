"""A small shop to run the commands in, and two ways to run them: in this process and as one."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.main import main

SHOP = """\
api: {id: shop, title: Shop, version: VERSION}
endpoint: https://{region}.shop.example.com
basePath: /shop/{version}
defaultRegion: here
regions: {here: Here, there: There}
headers:
  X-Key: {description: A key., env: SHOP_KEY}
operations:
  get-item:
    title: Get
    summary: Get an item.
    method: GET
    path: /items/{id}
    parameters:
      id: {description: Of the item., example: a}
      X-Trace: {in: header, description: A trace.}
    responses: {200: Done.}
  drop-item:
    title: Drop
    summary: Drop an item.
    method: DELETE
    path: /items/{id}
    parameters:
      id: {description: Of the item., example: a}
    responses: {200: Done.}
publish: {targets: [python, ruby, reference]}
"""


@dataclass(frozen=True)
class Result:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """What it said on stdout, by lines."""
        return self.out.splitlines()


def gen(*arguments: str | Path) -> Result:
    """Run a command in this process; an exception that the command does not expect is raised."""
    made = CliRunner().invoke(main, list(map(str, arguments)), catch_exceptions=False)
    return Result(made.exit_code, made.stdout, made.stderr)


def process(*arguments: str | bytes | Path, cwd: Path | None = None, **env: str) -> Result:
    """Run the installed command."""
    program = Path(sys.executable).with_name("gen")
    made = subprocess.run(
        [program, *arguments],
        cwd=cwd,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
    )
    return Result(made.returncode, made.stdout.decode("utf-8"), made.stderr.decode("utf-8"))


def write_spec(file: Path, version: str = "v1", old: str = "", new: str = "") -> None:
    """Write the shop's spec, perhaps with something else in one place."""
    text = SHOP.replace("VERSION", version)
    if old:
        assert text.count(old) == 1
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text.replace(old, new) if old else text, "utf-8")


def snapshot(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """Give content, inode and time of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): (
            path.read_bytes(),
            path.stat().st_ino,
            path.stat().st_mtime_ns,
        )
        for path in folder.rglob("*")
        if path.is_file()
    }


def rendered(out: Path) -> set[str]:
    """Give the last three parts of each rendered file's path, without the manifest."""
    return {"/".join(path.split("/")[-3:-1]) for path in snapshot(out) if "/" in path}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the shop's spec at the default place."""
    monkeypatch.chdir(tmp_path)
    write_spec(tmp_path / "spec/shop.yaml")
    return tmp_path
