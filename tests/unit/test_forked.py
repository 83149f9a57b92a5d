"""Work that is shared by processes is what one would have done, whatever becomes of the others."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest

from generator import render as rendering
from generator.errors import ProblemsError
from generator.forked import in_parts
from generator.plan import make_plan
from generator.render import render
from generator.request import bind
from generator.spec import load
from tests.support import LAYERS, ROOT, languages

OWN = os.getpid()


def test_parts_come_back_in_their_order() -> None:
    assert in_parts(lambda n: n * n, [1, 2, 3, 4]) == [1, 4, 9, 16]
    assert in_parts(lambda n: os.getpid() == OWN, [1, 2]) == [True, not hasattr(os, "fork")]


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


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.parametrize("work", [dies, fails, gives_what_cannot_be_sent])
def test_what_another_process_does_not_do_is_done_here(
    work: Callable[[int], object], capfd: pytest.CaptureFixture[str]
) -> None:
    assert in_parts(work, [1, 2, 3]) == [1, 2, 3]


def test_what_fails_here_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        in_parts(lambda n: 1 // n, [1, 0])


def test_a_tree_is_the_same_from_any_number_of_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "_MUCH", 5)
    monkeypatch.setattr(rendering, "_STEP", 1)
    apis = load(ROOT / "spec")
    samples = [t.id for language in languages().values() for t in language.targets if t.is_sample]
    jobs = make_plan(apis, languages(), bind, samples).files
    told: list[int] = []
    trees = [
        render(jobs, languages(), LAYERS, processes=n, progress=told.append) for n in (1, 2, 3)
    ]
    assert trees[0] == trees[1] == trees[2]
    assert list(trees[0]) == list(trees[1])
    assert sum(told) >= 3 * len(jobs)


def test_every_problem_is_told_from_any_number_of_processes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rendering, "_MUCH", 1)
    apis = load(ROOT / "tests/errors/hidden-key/spec.yaml")
    jobs = make_plan(apis, languages(), bind).files
    told = []
    for processes in (1, 2):
        with pytest.raises(ProblemsError) as raised:
            render(jobs, languages(), LAYERS, processes=processes)
        told.append(str(raised.value))
    assert told[0] == told[1]
