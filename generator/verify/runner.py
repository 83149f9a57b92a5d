"""Verify several samples at a time: build each sample, and run it once for each of its cases.

A case is one situation, such as a documented answer. The result of one case for one sample is a
cell.
"""

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
from generator.verify.case_selection import select_cases
from generator.verify.process import kill_all, temporary_files_in
from generator.verify.results import SampleResult
from generator.verify.sample_run import SampleRun
from generator.verify.settings import WAITING_PER_JOB, Limiter, Settings, make_keys
from generator.verify.stage import Runner
from generator.verify.target_run import TargetRun
from generator.verify.toolchain import choose_toolchain

__all__ = ["Settings", "count_cells", "make_keys", "verify"]


def count_cells(jobs: Sequence[Job], runner: Runner, settings: Settings) -> int:
    """Return the number of cells that `verify` will report, for the progress bar.

    Arguments:
        jobs: the samples to verify.
        runner: how samples are run; some cases need a server with TLS, or other values.
        settings: the options of the verification, which may exclude cases.
    """
    return sum(
        len(select_cases(job, runner, settings)) + 2 + (job.api.folder in settings.oracles)
        for job in jobs
    )


def verify(
    jobs: Sequence[Job], published: Mapping[str, bytes], runner: Runner, settings: Settings
) -> list[SampleResult]:
    """Run samples in their cases, and return one result for each sample.

    Arguments:
        jobs: the samples and client programs to run.
        published: the bytes that `gen render` makes, by path: of each sample, and of the clients
            that the client programs call.
        runner: how samples are run: rendered anew, or as the committed files.
        settings: the options of the verification, such as the cases to run.

    Returns:
        The results in the order of `jobs`.

    Raises:
        GenError: if `settings.cases` names a case that no sample has, if a sample can't be
            rendered, or if the runner can't be prepared.
    """
    if settings.cases is not None:
        every = replace(settings, cases=None)
        listed = [case for job in jobs for case in select_cases(job, runner, every)]
        names = {case.id for case in listed} | {case.column for case in listed}
        names |= {"published", "build", "document"}  # which every run has
        for id_ in sorted(settings.cases - names):
            raise GenError(f"--case {id_}: there is no such case; {one_of(names, id_)}")
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
        # The pool gets these first, since samples wait for them, and could fill the pool.
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
            while pending:  # short waits, so that a signal is handled in between
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
            unfinished: list[Future[Any]] = [*choices, *futures]
            while not all(future.done() for future in unfinished):
                kill_all()
                time.sleep(0.05)
            raise
    if settings.cache is not None:
        settings.cache.save()
    # Known now that the warm processes have ended.
    seconds = {target: target_run.meter.seconds for target, target_run in target_runs.items()}
    return [replace(result, target_seconds=seconds[result.job.target]) for result in results]


def _run_sample(sample: SampleRun, batch: Batch) -> SampleResult:
    """Prepare the batch of a sample, verify the sample, and stop its mock server."""
    with sample.target_run.meter.measure():
        batch.prepare()
        try:
            return sample.prove()
        finally:
            sample.close()


def _make_batches(samples: Sequence[SampleRun], folder: Path, limiter: Limiter) -> list[Batch]:
    """Return the batch of each sample.

    Samples of one target share a batch if one of its toolchains can build several at once.
    """
    members: dict[Target, list[list[SampleRun]]] = {}
    batch_members: dict[SampleRun, list[SampleRun]] = {}
    for sample in samples:
        target = sample.job.target
        lists = members.setdefault(target, [])
        is_joint = any(toolchain.build_all for toolchain in target.toolchains)
        if not lists or not is_joint or len(lists[-1]) == MOST:
            lists.append([])
        lists[-1].append(sample)
        batch_members[sample] = lists[-1]
    batches: dict[int, Batch] = {}
    for members_of in batch_members.values():
        place = folder / f"batch-{len(batches)}"
        batches.setdefault(id(members_of), Batch(members_of, place, limiter))
    return [batches[id(batch_members[sample])] for sample in samples]
