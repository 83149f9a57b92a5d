"""A command that a signal ends at a random moment ends soon, and leaves nothing behind.

Moments are counted from when `gen` has taken charge of its signals: until then it is Python's own
start, whose Ctrl-C nothing can change.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.output.manifest import HIDDEN_MANIFEST
from tests.support import EVERYTHING, ROOT
from tests.system.robust.support import Shop, Tree, tree, whole_faults
from tests.system.verify.processes import Running, running, wait_for
from tests.system.verify.toy import Toy

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="/proc tells who handles signals on Linux alone"
)
# Operations enough for several processes to share their files.
MANY = Shop(operations=tuple(f"op-{number}" for number in range(260)), targets=("curl", "ruby"))
SMALL = Shop(targets=("curl", "python", "ruby"))
# Seconds in which a command has to end that has got a signal, and then all that it started.
SOON, GRACE = 30.0, 2.0


@dataclass(frozen=True)
class Command:
    """A command to interrupt.

    Arguments:
        arguments: of gen.
        kills: how often, in a run of everything; else it is a third, at moments of equal distance.
        spec: what it works on; None for the toy, which is verified.
        results: what it writes, each whole or not at all.
        code: its exit code if nobody interrupts it.
    """

    arguments: tuple[str, ...]
    kills: int
    spec: Shop | None = SMALL
    results: tuple[str, ...] = ()
    code: int = 0


TOY = ("verify", "--spec", "toy.yaml", "--templates", "templates", "--lang", "toy", "--trust")
DOCUMENT = ROOT / "tests/golden/openapi/cases/everything/document.yaml"
COMMANDS = {
    "render": Command(("render",), 30, results=("out",)),
    "render by processes": Command(("render", "--jobs", "3"), 20, MANY, ("out",)),
    "check": Command(("render", "--check"), 10, code=1),
    "lint": Command(("lint",), 10),
    "list": Command(("list", "operations", "--json"), 10),
    "diff": Command(("diff",), 20, code=1),
    "publish": Command(("publish", "--format", "html", "--out", "site"), 20, results=("site",)),
    "regions": Command(("regions", "add", "more", "More"), 10, results=("spec",)),
    "import": Command(("import", str(DOCUMENT), "--out", "made/spec.yaml"), 10, None, ("made",)),
    "verify": Command((*TOY, "--case", "200,gone,refused"), 50, None),
    "mock": Command(("mock", "--spec", "toy.yaml", "--port", "0"), 5, None, code=130),
    "preview": Command(("preview", "--spec", "toy.yaml", "--port", "0"), 5, None, code=130),
}


def test_there_are_two_hundred_moments() -> None:
    assert sum(command.kills for command in COMMANDS.values()) == 200


def moments(kills: int, chance: random.Random) -> list[float]:
    """Give moments from 0 to 1: one at random in each of as many parts of the time."""
    count = kills if EVERYTHING else -(-kills // 3)
    return [(number + chance.random()) / count for number in range(count)]


def prepare(folder: Path, command: Command) -> None:
    """Make a working folder in a repository of git."""
    folder.mkdir()
    (folder / "made").mkdir()
    if command.spec is None:
        Toy(folder).write()
    else:
        command.spec.write(folder)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)


def is_ready(gen: Running) -> bool:
    """Say whether it handles SIGTERM, or has ended."""
    if gen.popen.poll() is not None:
        return True
    with contextlib.suppress(OSError):
        status = Path(f"/proc/{gen.popen.pid}/status").read_text("ascii")
        caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
        return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1)
    return False


@contextlib.contextmanager
def ready(folder: Path, command: Command) -> Iterator[Running]:
    """Start a command in a process group of its own."""
    with running(folder, *command.arguments, session=True) as gen:
        wait_for(lambda: is_ready(gen), SOON)
        yield gen


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def whole(folder: Path, command: Command) -> dict[str, Tree]:
    """Give what the results are."""
    return {name: tree(folder / name) for name in command.results}


def undisturbed(folder: Path, command: Command) -> tuple[float, dict[str, Tree]]:
    """Give the seconds that a command takes, and what it makes."""
    prepare(folder, command)
    with ready(folder, command) as gen:
        start = time.monotonic()
        if command.code == 130:  # it ends when it is told to
            assert gen.popen.stderr
            assert b"Ctrl-C ends it" in gen.popen.stderr.readline() + gen.popen.stderr.readline()
            gen.popen.send_signal(signal.SIGINT)
        _, err = gen.popen.communicate(timeout=60)
        assert gen.popen.returncode == command.code, err.decode()
        return time.monotonic() - start, whole(folder, command)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in COMMANDS]
)
def test_a_signal_at_any_moment_leaves_nothing(name: str, tmp_path: Path) -> None:
    command = COMMANDS[name]
    chance = random.Random(name)
    undisturbed(tmp_path / "first", command)  # which fills the caches
    seconds, new = undisturbed(tmp_path / "second", command)
    faults: list[str] = []
    for number, moment in enumerate(moments(command.kills, chance)):
        folder = tmp_path / str(number)
        prepare(folder, command)
        old = whole(folder, command)
        with ready(folder, command) as gen:
            time.sleep(moment * seconds)
            what, codes = interrupt(gen, chance)
            found = list(ending(gen, {*codes, command.code}))
            for each, made in whole(folder, command).items():
                found += whole_faults(made, old[each], new[each]) if each == "out" else [
                    f"{each}/{path} is not whole" for path, data in made.items()
                    if data not in (old[each].get(path), new[each].get(path))
                ]  # fmt: skip
                temporary = [path for path in made if ".gen-" in path]
                found += [f"{p} is left" for p in temporary if not p.endswith(HIDDEN_MANIFEST)]
        faults += [f"{number}, {what}: {fault}" for fault in found]
        shutil.rmtree(folder)
    assert faults == []


def interrupt(gen: Running, chance: random.Random) -> tuple[str, set[int]]:
    """Send one or two signals; tell them, and the exit codes that they may make."""
    send: Callable[[int, int], None] = chance.choice([os.kill, os.killpg])
    numbers = chance.choices([signal.SIGINT, signal.SIGTERM], k=chance.choice([1, 1, 2]))
    for number in numbers:
        with contextlib.suppress(ProcessLookupError):
            if gen.popen.poll() is None:
                send(gen.popen.pid, number)
        time.sleep(chance.choice([0, 0.002, 0.05]))
    # Two that come at once come in any order.
    return f"{send.__name__} {[n.name for n in numbers]}", {128 + number for number in numbers}


def ending(gen: Running, codes: set[int]) -> Iterator[str]:
    """Wait for the end; give what is not as it has to be."""
    try:
        _, err = gen.popen.communicate(timeout=SOON)
    except subprocess.TimeoutExpired:
        yield "it did not end"
        return
    if gen.popen.returncode not in codes:
        yield f"exit code {gen.popen.returncode}"
    if b"Traceback" in err or b"Exception ignored" in err:
        yield err.decode("utf-8", "replace")
    if left := [path.name for path in gen.tmp.iterdir()]:
        yield f"temporary files {left}"
    end = time.monotonic() + GRACE
    while gen.left() and time.monotonic() < end:
        time.sleep(0.02)
    if left := [str(number) for number in gen.left()]:
        yield f"processes {left}"
