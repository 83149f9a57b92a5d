"""Work that is shared by processes is what one would have done, whatever becomes of the others."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator import render as rendering
from generator import shares, stamp
from generator.errors import OutputError, ProblemsError
from generator.forked import Crew, _there
from generator.outfolder import OutFolder, apply
from generator.plan import ClientJob, Job, make_plan
from generator.request import bind
from generator.shares import Tree, drawn
from generator.spec import load
from generator.tree import compare
from tests.support import LAYERS, ROOT, languages

OWN = os.getpid()
HAS_FORK = hasattr(os, "fork")


class Adder:
    """A worker that keeps a number, and does as a function says."""

    def __init__(self, number: int, does: Callable[[int], object] = lambda number: number) -> None:
        self.number = number
        self.does = does

    def add(self, more: int) -> None:
        self.number += more

    def tell(self) -> object:
        return self.does(self.number)


def asked(does: Callable[[int], object], parts: list[int]) -> list[object]:
    """What workers tell after they have added to what they keep."""
    crew = Crew(lambda part: Adder(part, does), parts)
    crew.ask("add", 10)
    crew.ask("add", 1)
    told = crew.ask("tell")
    crew.end()
    crew.end()
    return told


def test_answers_come_back_in_the_order_of_the_parts() -> None:
    assert asked(lambda n: n * n, [1, 2, 3, 4]) == [144, 169, 196, 225]
    assert asked(lambda n: os.getpid() == OWN, [1, 2, 3]) == [True, not HAS_FORK, not HAS_FORK]


def test_a_crew_that_ends_has_no_process_left() -> None:
    crew = Crew(Adder, [1, 2, 3])
    crew.ask("add", 1)
    children = [process.child for process in _there]
    assert len(children) == 2 * HAS_FORK
    crew.end()
    for child in children:
        with pytest.raises(ChildProcessError):
            os.waitpid(child, os.WNOHANG)


def test_what_is_asked_of_those_who_left_is_done_here() -> None:
    crew = Crew(lambda part: Adder(part, lambda number: (number, os.getpid() == OWN)), [1, 2, 3])
    crew.ask("add", 10)
    assert crew.ask("tell")[1] == (12, not HAS_FORK)
    children = [process.child for process in _there]
    crew.leave()
    assert crew.ask("tell") == [(11, True), (12, True), (13, True)]
    crew.end()
    for child in children:
        with pytest.raises(ChildProcessError):
            os.waitpid(child, os.WNOHANG)


def dies(part: int) -> int:
    if os.getpid() != OWN:
        os.kill(os.getpid(), signal.SIGKILL)
    return part


def fails(part: int) -> int:
    if os.getpid() != OWN:
        raise ValueError("elsewhere")
    return part


def gives_what_cannot_be_sent(part: int) -> object:
    return part if os.getpid() == OWN else (lambda: part)


@pytest.fixture(autouse=True)
def nobody_left() -> Iterator[None]:
    """What goes on behind a test would keep the pipes of those who run it."""
    yield
    assert _there == []


@pytest.mark.skipif(not HAS_FORK, reason="there is no fork here")
@pytest.mark.parametrize("work", [dies, fails, gives_what_cannot_be_sent])
def test_what_another_process_does_not_do_is_done_here(
    work: Callable[[int], object], capfd: pytest.CaptureFixture[str]
) -> None:
    assert asked(work, [1, 2, 3]) == [12, 13, 14]


def test_what_fails_here_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        asked(lambda n: 1 // (n - 12), [1, 2])
    with pytest.raises(ZeroDivisionError):
        asked(lambda n: 1 // (n - 13), [1, 2])


def tree(
    jobs: tuple[Job | ClientJob, ...],
    processes: int,
    progress: Callable[[int], None] = lambda count: None,
) -> Tree:
    """Render jobs by several processes."""
    return drawn(
        jobs,
        lambda some, told: rendering.render(some, languages(), LAYERS, progress=told),
        processes,
        progress,
    )


def some_jobs() -> tuple[Job | ClientJob, ...]:
    apis = load(ROOT / "spec")
    samples = [t.id for language in languages().values() for t in language.targets if t.is_sample]
    return make_plan(apis, languages(), bind, samples).files


def test_a_tree_is_the_same_from_any_number_of_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "MUCH", 5)
    monkeypatch.setattr(rendering, "_STEP", 1)
    jobs = some_jobs()
    told: list[int] = []
    trees = [tree(jobs, n, told.append) for n in (1, 2, 3)]
    assert dict(trees[0]) == dict(trees[1]) == dict(trees[2])
    assert list(trees[0]) == list(trees[1])
    assert len(trees[0]) == len(trees[1]) == len(jobs)
    assert sum(told) >= 3 * len(jobs)


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): (p.read_bytes(), p.stat().st_mode) for p in found}


def written(jobs: tuple[Job | ClientJob, ...], processes: int, out: Path) -> object:
    """Render and write jobs; give what was done, and what a stamp knows of it."""
    made = tree(jobs, processes)
    rows = {job.path: (job.target.id, job.subject) for job in jobs}
    changes = compare(made, rows, OutFolder(out), lambda row: True, lambda: made.seen(out))
    apply(changes, out, made.write)
    known = json.loads(b"[%s]" % made.stamps(out))
    stamps = {path: row[0] for path, row in stamp._paths(known)}
    made.close()
    return changes.changes, changes.unchanged, changes.manifest, changes.interim, stamps


def test_a_folder_is_the_same_from_any_number_of_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shares, "MUCH", 5)
    jobs = some_jobs()
    done: list[list[object]] = []
    for processes in (1, 2, 3):
        out = tmp_path / str(processes)
        rows = [written(jobs, processes, out), written(jobs, processes, out)]
        for number, job in enumerate(jobs):
            if number % 3 == 0:
                (out / job.path).unlink()
            elif number % 3 == 1:
                (out / job.path).write_bytes(b"by hand")
        rows += [written(jobs, processes, out), files(out)]
        done.append(rows)
    assert done[0] == done[1] == done[2]


def test_what_stands_in_the_way_of_another_process_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shares, "MUCH", 5)
    jobs = some_jobs()
    (tmp_path / jobs[-1].path).mkdir(parents=True)
    for processes in (1, 2):
        with pytest.raises(OutputError, match="a file belongs here"):
            written(jobs, processes, tmp_path)
    (tmp_path / jobs[-1].path).rmdir()
    for processes in (1, 2):
        made = tree(jobs, processes)
        made.seen(tmp_path)
        (tmp_path / jobs[-1].path).mkdir(parents=True)
        with pytest.raises(OutputError, match=r"move this folder away|can't be written"):
            made.write(tmp_path, [job.path for job in jobs])
        shutil.rmtree(tmp_path)


def test_every_problem_is_told_from_any_number_of_processes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shares, "MUCH", 1)
    apis = load(ROOT / "tests/errors/hidden-key/spec.yaml")
    jobs = make_plan(apis, languages(), bind).files
    told = []
    for processes in (1, 2):
        with pytest.raises(ProblemsError) as raised:
            tree(jobs, processes)
        told.append(str(raised.value))
    assert told[0] == told[1]
