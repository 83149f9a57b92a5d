"""Do work in several processes, on systems that can fork: render jobs, above all.

A job is one file to render.

Rendering is half of a large run. docs/performance.md has measurements with two processors.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar

from generator.errors import Problem, ProblemsError
from generator.rendering.jobs import RenderJob
from generator.system import interrupts

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

# One process renders up to this many jobs sooner than a second process can start.
MAX_SERIAL_JOBS = 1000
# Renders jobs. It calls its second argument with the number of jobs done since the last call.
# It returns the files by path, and why samples are left out.
Files = tuple[dict[str, bytes], list[Problem]]
Item = TypeVar("Item")
Result = TypeVar("Result")
RenderJobs = Callable[[Sequence[RenderJob], Callable[[int], None]], Files]


def processor_count() -> int:
    """Return the number of processors that this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def render_in_parallel(
    jobs: Sequence[RenderJob],
    render: RenderJobs,
    processes: int,
    on_progress: Callable[[int], None],
) -> Files:
    """Render jobs, in several processes if there are more than `MAX_SERIAL_JOBS`.

    Jobs are only divided if the system can fork. The jobs of an API stay together, unless each job
    is a sample: a page needs all of its samples, and the files of a client share names.

    Arguments:
        jobs: one job for each file.
        render: renders the jobs that it is called with, in this process or in a forked one.
        processes: the most processes to use.
        on_progress: called with the number of jobs done since the previous call, which is an
            estimate if several processes render.

    Returns:
        The bytes of the files by path, in the order of the jobs; and a problem for each value for
        which a sample is left out, since its language can't write that value.

    Raises:
        ProblemsError: if any job has problems. The error has the problems of all jobs.
    """
    if processes < 2 or len(jobs) <= MAX_SERIAL_JOBS or not hasattr(os, "fork"):
        return render(jobs, on_progress)
    parts = _divide(jobs, processes)

    def render_part(part: Sequence[RenderJob]) -> Files:
        if part is not parts[0]:  # another process shows no progress
            return render(part, lambda count: None)  # noqa: ARG005
        return render(part, lambda count: on_progress(count * len(parts)))

    files: dict[str, bytes] = {}
    skipped: list[Problem] = []
    try:
        for more_files, more_skipped in map_parts(parts, render_part):
            files |= more_files
            skipped += more_skipped
    except ProblemsError:  # has the problems of one part; rendering all jobs reports all
        return render(jobs, on_progress)
    return {job.path: files[job.path] for job in jobs if job.path in files}, skipped


def map_parts(
    parts: Sequence[Sequence[Item]], work: Callable[[Sequence[Item]], Result]
) -> list[Result]:
    """Call a function for each part of some work: each in a process of its own.

    This process does the first part.

    Arguments:
        parts: the parts, at least one. There must be only one if the system can't fork.
        work: the function. Its results are sent from one process to another.

    Returns:
        The results, in the order of the parts.
    """
    helpers = [_Helper(part, work) for part in parts[1:]]
    try:
        return [work(parts[0]), *(helper.result() for helper in helpers)]
    finally:
        for helper in helpers:
            helper.end()


def divide(items: Sequence[Item], processes: int) -> list[Sequence[Item]]:
    """Divide items into parts of about the same size: at least one part, one for each process."""
    count = min(processes, len(items)) if hasattr(os, "fork") else 1
    size = -(-len(items) // max(1, count))
    return [items[start : start + size] for start in range(0, len(items), size or 1)] or [items]


def _divide(jobs: Sequence[RenderJob], processes: int) -> list[Sequence[RenderJob]]:
    """Divide jobs into parts of about the same size, at most one for each process."""
    if all(job.target.is_sample and job.wanted for job in jobs):
        return divide(jobs, processes)
    of_api: dict[int, list[RenderJob]] = {}
    for job in jobs:
        of_api.setdefault(id(job.api), []).append(job)
    parts: list[list[RenderJob]] = [[] for _ in range(min(processes, len(of_api)))]
    for group in sorted(of_api.values(), key=len, reverse=True):
        min(parts, key=len).extend(group)
    return list(parts)


class _Helper(Generic[Item, Result]):
    """A child process that does a part of some work.

    Arguments:
        part: the part.
        work: does it.
    """

    def __init__(self, part: Sequence[Item], work: Callable[[Sequence[Item]], Result]) -> None:
        from multiprocessing import get_context

        context = get_context("fork")
        self._part = part
        self._work = work
        self._answer, sender = context.Pipe(duplex=False)
        self._process = context.Process(target=_send, args=(part, work, sender), daemon=True)
        with interrupts.hold():
            self._process.start()
            interrupts.register("process", str(self._process.pid))
        sender.close()

    def result(self) -> Result:
        """Wait for the result and return it; raise what `work` raises."""
        try:
            result: Result = self._answer.recv()
        except (EOFError, OSError):  # it had a problem, or was killed: work here
            return self._work(self._part)
        return result

    def end(self) -> None:
        """Stop the process."""
        self._answer.close()
        self._process.terminate()
        self._process.join()
        interrupts.unregister("process", str(self._process.pid))


def _send(
    part: Sequence[Item], work: Callable[[Sequence[Item]], object], sender: Connection
) -> None:
    """Do a part of some work and send the result; send nothing if anything goes wrong.

    The parent then does the part itself, and so meets the fault where it can be reported.
    """
    interrupts.forked()
    with suppress(Exception):
        sender.send(work(part))
