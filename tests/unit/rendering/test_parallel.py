"""Files that several processes render are those of one, whatever becomes of the others."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from generator.errors import ProblemsError
from generator.plan import make_plan
from generator.rendering import parallel, renderer
from generator.rendering.jobs import PlannedJob
from generator.rendering.parallel import Share, render_in_parallel
from generator.rendering.request import bind
from generator.spec.loader import load
from tests.support import LAYERS, ROOT, languages, reference_spec

OWN = os.getpid()


def draw(jobs: Sequence[PlannedJob], on_progress: Callable[[int], None]) -> Share:
    return Share(renderer.render(jobs, languages(), LAYERS, on_progress=on_progress), [], {})


def some_jobs() -> tuple[PlannedJob, ...]:
    apis = load(ROOT / "spec")
    samples = [t.id for language in languages().values() for t in language.targets if t.is_sample]
    return make_plan(apis, languages(), bind, samples).files


def test_files_are_the_same_from_any_number_of_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "MAX_SERIAL_JOBS", 5)
    monkeypatch.setattr(renderer, "_PROGRESS_STEP", 1)
    jobs = some_jobs()
    done: list[int] = []
    trees = [render_in_parallel(jobs, draw, count, done.append)[0] for count in (1, 2, 3)]
    assert trees[0] == trees[1] == trees[2]
    assert list(trees[0]) == list(trees[1]) == list(trees[2])
    assert len(trees[0]) == len(jobs)
    assert sum(done) >= 3 * len(jobs)
    assert multiprocessing.active_children() == []


def test_pages_and_clients_of_an_api_stay_with_its_samples(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(parallel, "MAX_SERIAL_JOBS", 5)
    text = reference_spec()
    (tmp_path / "regions.yaml").write_bytes((ROOT / "spec/regions.yaml").read_bytes())
    for id_ in ("one", "two", "three"):
        (tmp_path / f"{id_}.yaml").write_text(text.replace("id: face", f"id: {id_}", 1), "utf-8")
    jobs = make_plan(load(tmp_path), languages(), bind).files
    assert not all(job.target.is_sample for job in jobs)
    parts: list[set[str]] = []

    def watched(part: Sequence[PlannedJob], on_progress: Callable[[int], None]) -> Share:
        parts.append({job.api.id for job in part})
        return draw(part, on_progress)

    alone = draw(jobs, lambda count: None).files
    for processes in (2, 3, 4):
        files = render_in_parallel(jobs, watched, processes, lambda count: None).files
        assert list(files.items()) == [(job.path, alone[job.path]) for job in jobs]
    assert [len(part) for part in parts] == [2, 1, 1]


def dies(jobs: Sequence[PlannedJob], on_progress: Callable[[int], None]) -> Share:
    if os.getpid() != OWN:
        os.kill(os.getpid(), signal.SIGKILL)
    return draw(jobs, on_progress)


def fails(jobs: Sequence[PlannedJob], on_progress: Callable[[int], None]) -> Share:
    if os.getpid() != OWN:
        raise MemoryError
    return draw(jobs, on_progress)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.parametrize("work", [dies, fails])
def test_what_another_process_does_not_do_is_done_here(
    work: parallel.RenderJobs, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(parallel, "MAX_SERIAL_JOBS", 5)
    jobs = some_jobs()
    files = render_in_parallel(jobs, work, 3, lambda count: None)
    assert files == draw(jobs, lambda count: None)
    assert capfd.readouterr() == ("", "")
    assert multiprocessing.active_children() == []


def test_every_problem_is_reported_from_any_number_of_processes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parallel, "MAX_SERIAL_JOBS", 1)
    apis = load(ROOT / "tests/golden/errors/cmd/spec.yaml")
    jobs = make_plan(apis, languages(), bind).files
    reports = []
    for processes in (1, 2):
        with pytest.raises(ProblemsError) as raised:
            render_in_parallel(jobs, draw, processes, lambda count: None)
        reports.append(str(raised.value))
    assert reports[0] == reports[1]
