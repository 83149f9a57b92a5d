"""Several runs on one output folder at a time: some may give up, none may write what is wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tests.system.robust.fork import Order
from tests.system.robust.support import (
    GEN,
    MANIFEST,
    Forker,
    Result,
    Shop,
    Tree,
    is_hidden,
    tree,
    whole_faults,
)

SHOP = Shop(operations=("get", "drop", "list"), targets=("curl", "ruby", "reference"))
SMALL = Shop(operations=("get",), targets=("curl", "ruby")), Shop(operations=("put",))
STATES = SHOP, replace(SHOP, default="there"), replace(SHOP, operations=("get", "put"))
AT_ONCE = 4


class Reader:
    """Keeps reading an output folder, and remembers what it never should have seen."""

    def __init__(self, out: Path, states: list[Tree]) -> None:
        self.out = out
        self.states = states
        self.rounds = 0
        self.faults: set[str] = set()

    def read(self) -> None:
        """Read everything once; files come and go meanwhile."""
        self.rounds += 1
        now: Tree = {}
        for folder, _, names in os.walk(self.out):
            for name in names:
                path = Path(folder, name)
                with suppress(FileNotFoundError):
                    now[path.relative_to(self.out).as_posix()] = path.read_bytes()
        self.faults.update(whole_faults(now, {}, *self.states))

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Keep reading meanwhile."""
        ended = threading.Event()

        def keep_reading() -> None:
            while not ended.is_set():
                self.read()

        thread = threading.Thread(target=keep_reading)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
            self.read()


def clean(work: Path, forker: Forker, *shops: Shop) -> list[Tree]:
    """Give what each state makes; there is a working folder for each, and one output folder."""
    made = []
    for number, shop in enumerate(shops or STATES):
        folder = work / f"state{number}"
        folder.mkdir()
        shop.write(folder)
        assert forker.render(folder, "--out", "clean").code == 0
        made.append(tree(folder / "clean"))
    return made


def ended_well(result: Result) -> bool:
    """Say whether a run did its work, or said in a line why not."""
    return result.code == 0 or result.is_told


@pytest.mark.parametrize(
    ("other", "half"), [(0, 40), (1, None)], ids=["one that is killed", "one of another spec"]
)
def test_a_run_that_another_one_overtakes_writes_nothing_wrong(
    tmp_path: Path, forker: Forker, other: int, half: int | None
) -> None:
    """Stopped before each of its changes; the other one ends, or dies while it writes a file."""
    states = clean(tmp_path, forker, *SMALL)
    works = [tmp_path / "state0", tmp_path / f"state{other}"]
    out = tmp_path / "out"
    changes = forker.render(works[0], "--out", "../out").changes
    dies = [number for number, change in enumerate(changes) if change.startswith("open ")][1]
    for number, change in enumerate(changes):
        shutil.rmtree(out)
        arguments = ("render", "--out", "../out")
        orders = [
            Order(arguments, str(works[0]), die_at=number, stop=True),
            Order(arguments, str(works[1]), die_at=dies if half else None, half=half),
        ]
        forker.start(orders)
        overtaken, overtaking = forker.results()
        assert ended_well(overtaken), (change, overtaken)
        assert ended_well(overtaking) or half, (change, overtaking)
        assert whole_faults(tree(out), {}, *states) == [], change
        assert forker.render(works[0], "--out", "../out").code == 0
        assert whole_faults(tree(out), states[0]) == [], change
        assert [path for path in tree(out) if is_hidden(path)] == [], change


@pytest.mark.parametrize("seed", range(4))
def test_runs_of_one_spec_at_a_time_write_what_one_writes(
    tmp_path: Path, forker: Forker, seed: int
) -> None:
    states = clean(tmp_path, forker)
    work = tmp_path / "state0"
    reader = Reader(work / "out", states[:1])
    with reader.reading():
        forker.start(
            Order(arguments=("render",), cwd=str(work), pauses=seed * AT_ONCE + number)
            for number in range(AT_ONCE)
        )
        results = forker.results()
    assert reader.faults == set()
    assert [result for result in results if not ended_well(result)] == []
    assert forker.render(work).code == 0
    assert tree(work / "out") == states[0]


@pytest.mark.parametrize("seed", range(4))
def test_runs_of_several_specs_at_a_time_write_whole_files_of_theirs(
    tmp_path: Path, forker: Forker, seed: int
) -> None:
    states = clean(tmp_path, forker)
    out = tmp_path / "out"
    reader = Reader(out, states)
    with reader.reading():
        for turn in range(2):
            forker.start(
                Order(
                    arguments=("render", "--out", "../out"),
                    cwd=str(tmp_path / f"state{number % len(STATES)}"),
                    pauses=(seed * 2 + turn) * AT_ONCE + number,
                )
                for number in range(AT_ONCE)
            )
            results = forker.results()
            assert [result for result in results if not ended_well(result)] == []
    assert reader.faults == set()
    last = tmp_path / f"state{seed % len(STATES)}"
    assert forker.render(last, "--out", "../out").code == 0
    now = tree(out)
    assert whole_faults(now, states[seed % len(STATES)]) == []
    assert [path for path in now if is_hidden(path)] == []


def test_processes_started_together_write_what_one_writes(tmp_path: Path, forker: Forker) -> None:
    states = clean(tmp_path, forker)
    reader = Reader(tmp_path / "out", states)
    with reader.reading():
        started = [
            subprocess.Popen(
                [GEN, "render", "--out", "../out"],
                cwd=tmp_path / f"state{number % len(STATES)}",
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for number in range(AT_ONCE)
        ]
        said = [process.communicate() for process in started]
    results = [
        Result(process.returncode, out, err)
        for process, (out, err) in zip(started, said, strict=True)
    ]
    assert [result for result in results if not ended_well(result)] == []
    assert reader.faults == set()
    assert reader.rounds > 1
    assert forker.render(tmp_path / "state0", "--out", "../out").code == 0
    assert tree(tmp_path / "out").keys() >= {MANIFEST}
    assert whole_faults(tree(tmp_path / "out"), states[0]) == []
