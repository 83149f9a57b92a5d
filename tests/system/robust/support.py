"""What the tests of robustness share: a shop to render, what a folder holds, commands to run."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from tests.support import ROOT
from tests.system.robust.fork import Order

MANIFEST = "manifest.json"
GEN = Path(sys.executable).with_name("gen")
Tree = dict[str, bytes | None]

OPERATION = """\
  {id}:
    title: {id}
    summary: {id} of an item.
    method: {method}
    path: /{id}/{{id}}
    parameters:
      id: {{description: Of the item., example: a}}
    responses: {{200: Done.}}
"""


@dataclass(frozen=True)
class Shop:
    """A state of a small spec; what it does not say is the same in all of them."""

    operations: tuple[str, ...] = ("get", "drop")
    targets: tuple[str, ...] = ("curl", "reference")
    regions: tuple[str, ...] = ("here", "there")
    default: str = "here"
    version: str = "v1"

    def write(self, folder: Path) -> None:
        """Make it the only spec of a working folder."""
        regions = ", ".join(f"{region}: {region.title()}" for region in self.regions)
        operations = "".join(
            OPERATION.format(id=name, method="DELETE" if name == "drop" else "GET")
            for name in self.operations
        )
        text = (
            f"api: {{id: shop, title: Shop, version: {self.version}}}\n"
            "endpoint: https://{region}.shop.example.com\n"
            "basePath: /shop/{version}\n"
            f"defaultRegion: {self.default}\n"
            f"regions: {{{regions}}}\n"
            "headers:\n"
            "  X-Key: {description: A key., env: SHOP_KEY}\n"
            f"operations:\n{operations}"
            f"publish: {{targets: [{', '.join(self.targets)}]}}\n"
        )
        file = folder / "spec/shop.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")


@dataclass(frozen=True)
class Result:
    """How a command ended, what it said, and what it changed or was about to."""

    code: int
    out: str
    err: str
    changes: tuple[str, ...] = ()

    @property
    def is_told(self) -> bool:
        """Whether it ended with 2 and a message of a line that says what to do."""
        lines = self.err.splitlines()
        return self.code == 2 and len(lines) == 1 and ": " in lines[0] and "; " in lines[0]


class Forker:
    """Runs commands of gen fast, and interferes with them: see `tests.system.robust.fork`.

    Arguments:
        launcher: a program and its arguments to start it with.
    """

    def __init__(self, launcher: Sequence[str] = ()) -> None:
        self.process = subprocess.Popen(
            [*launcher, sys.executable, "-m", "tests.system.robust.fork"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()

    def start(self, orders: Iterable[Order]) -> None:
        """Start commands at the same time."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps([asdict(order) for order in orders]).encode() + b"\n")
        self.process.stdin.flush()

    def results(self) -> list[Result]:
        """Wait for the commands that were started."""
        assert self.process.stdout
        read = json.loads(self.process.stdout.readline())
        return [Result(**{**result, "changes": tuple(result["changes"])}) for result in read]

    def run(self, order: Order) -> Result:
        """Run one command to its end."""
        self.start([order])
        (result,) = self.results()
        return result

    def render(self, cwd: Path, *arguments: str | Path, **how: int | bool | None) -> Result:
        """Run `gen render` in a folder, perhaps with what an order can hold besides."""
        words = ("render", *map(str, arguments))
        return self.run(Order(arguments=words, cwd=str(cwd), **how))  # type: ignore[arg-type]


def tree(folder: Path) -> Tree:
    """Give the bytes of each regular file below a folder, and None for what is no such file."""
    found: Tree = {}
    for path in folder.rglob("*"):
        mode = path.lstat().st_mode
        if not stat.S_ISDIR(mode):
            name = path.relative_to(folder).as_posix()
            found[name] = path.read_bytes() if stat.S_ISREG(mode) else None
    return found


def empty_folders(folder: Path) -> list[str]:
    """Give the folders with nothing in them."""
    return [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if not path.is_symlink() and path.is_dir() and not any(path.iterdir())
    ]


def modes(folder: Path) -> set[int]:
    """Give the modes of all files below a folder."""
    files = (path.lstat() for path in folder.rglob("*") if not path.is_dir())
    return {stat.S_IMODE(file.st_mode) for file in files}


def fingerprint(folder: Path) -> str:
    """Give one hash of paths, modes and bytes of all files below a folder."""
    made = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if not path.is_dir():
            mode, data = stat.S_IMODE(path.lstat().st_mode), path.read_bytes()
            name = path.relative_to(folder).as_posix()
            made.update(f"{name}\0{mode:o}\0{len(data)}\0".encode() + data)
    return made.hexdigest()


def is_hidden(path: str) -> bool:
    """Say whether a path is that of a file which no run has finished."""
    return any(part.startswith(".") for part in path.split("/"))


def whole_faults(now: Tree, *states: Tree) -> list[str]:
    """Say which files of an output folder are in none of the states that they may be in."""
    faults = []
    for path in sorted({*now, *(path for state in states for path in state)}):
        if path == MANIFEST or is_hidden(path):
            continue
        if path in now and all(path not in s or s[path] != now[path] for s in states):
            faults.append(f"{path} holds what it never should: {now[path]!r}")
        if path not in now and all(path in state for state in states):
            faults.append(f"{path} is gone")
    data = now.get(MANIFEST)
    if data is None:
        if all(MANIFEST in state for state in states):
            faults.append("the manifest is gone")
    else:
        try:
            json.loads(data)
        except ValueError as error:
            faults.append(f"the manifest is broken: {error}")
    return faults


def process(cwd: Path, *arguments: str | Path, **env: str) -> Result:
    """Run the installed command as a process; one that hangs fails."""
    made = subprocess.run(
        [GEN, *arguments],
        cwd=cwd,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
    )
    return Result(made.returncode, made.stdout.decode(), made.stderr.decode())
