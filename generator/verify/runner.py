"""Runs samples: each compiled once, run once for every case, several at a time."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.errors import GenError, one_of
from generator.languages.target import Target
from generator.rendering.jobs import Job
from generator.system import interrupts
from generator.verify.batch import MOST, Batch
from generator.verify.process import kill_all, temporary_files_in
from generator.verify.results import SampleResult
from generator.verify.sample_run import SampleRun, select_cases
from generator.verify.settings import WAITING_PER_JOB, Limiter, Settings, make_keys
from generator.verify.stage import Runner
from generator.verify.target_run import TargetRun
from generator.verify.toolchain import choose_toolchain

__all__ = ["Settings", "count_cells", "make_keys", "verify"]


def count_cells(jobs: Sequence[Job], runner: Runner, settings: Settings) -> int:
    """Count the cells there will be."""
    return sum(len(select_cases(job, runner, settings)) + 2 for job in jobs)


def verify(
    jobs: Sequence[Job], published: Mapping[str, bytes], runner: Runner, settings: Settings
) -> list[SampleResult]:
    """Run samples.

    Arguments:
        jobs: the samples as they are published.
        published: their bytes by path, and those of the clients that they call.
        runner: where they run.
        settings: how.

    Raises:
        GenError: if a case that was asked for does not exist, or a sample can't be rendered.
    """
    if settings.cases is not None:
        every = replace(settings, cases=None)
        found = [case for job in jobs for case in select_cases(job, runner, every)]
        known = {case.id for case in found} | {case.column for case in found}
        known |= {"published", "build"}  # which every run has
        for id_ in sorted(settings.cases - known):
            raise GenError(f"--case {id_}: there is no such case; {one_of(known, id_)}")
    runner.prepare(jobs)
    with (
        interrupts.temporary_folder("gen-verify-") as folder,
        temporary_files_in(folder / "temporary"),
        ThreadPoolExecutor(min(len(jobs) or 1, settings.jobs * WAITING_PER_JOB)) as pool,
        ExitStack() as stack,
    ):
        limiter = Limiter(settings.jobs)
        runs = Counter({job.target: 0 for job in jobs})
        for job in jobs:
            runs[job.target] += len(select_cases(job, runner, settings))
        # Submitted first, hence not waited for by what would keep them from being run.
        target_runs = {
            target: TargetRun(
                pool.submit(choose_toolchain, target)
                if target.is_builtin or settings.trusted
                else None,
                Path(folder, f"shared-{number}"),
                total,
                limiter,
            )
            for number, (target, total) in enumerate(runs.items())
        }
        samples = [
            SampleRun(
                job,
                published,
                runner,
                settings,
                limiter,
                target_runs[job.target],
                Path(folder, str(n)),
            )
            for n, job in enumerate(jobs)
        ]
        for target_run in target_runs.values():
            stack.callback(target_run.close)
        for sample in samples:
            stack.callback(sample.close)
        batches = _make_batches(samples, Path(folder), limiter)
        futures = [
            pool.submit(_run_sample, sample, batch)
            for sample, batch in zip(samples, batches, strict=True)
        ]
        try:
            pending = set(futures)
            while pending:  # a signal is seen between two waits
                done, pending = wait(pending, timeout=0.2, return_when=FIRST_EXCEPTION)
                for future in done:
                    future.result()
            results = [future.result() for future in futures]
        except BaseException:
            limiter.closed.set()
            pool.shutdown(wait=False, cancel_futures=True)
            choices = [
                target_run.choice
                for target_run in target_runs.values()
                if target_run.choice is not None
            ]
            begun: list[Future[Any]] = [*choices, *futures]
            while not all(future.done() for future in begun):
                kill_all()
                time.sleep(0.05)
            raise
    if settings.cache is not None:
        settings.cache.save()
    return results


def _run_sample(sample: SampleRun, batch: Batch) -> SampleResult:
    batch.prepare()
    try:
        return sample.prove()
    finally:
        sample.close()


def _make_batches(samples: Sequence[SampleRun], folder: Path, limiter: Limiter) -> list[Batch]:
    """Give the batch of each sample: all of a target whose toolchains build many at once."""
    members: dict[Target, list[list[SampleRun]]] = {}
    found: dict[SampleRun, list[SampleRun]] = {}
    for sample in samples:
        target = sample.job.target
        lists = members.setdefault(target, [])
        is_joint = any(toolchain.build_all for toolchain in target.toolchains)
        if not lists or not is_joint or len(lists[-1]) == MOST:
            lists.append([])
        lists[-1].append(sample)
        found[sample] = lists[-1]
    made: dict[int, Batch] = {}
    for members_of in found.values():
        place = folder / f"batch-{len(made)}"
        made.setdefault(id(members_of), Batch(members_of, place, limiter))
    return [made[id(found[sample])] for sample in samples]
