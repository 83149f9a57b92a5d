"""Do work in several processes, on systems that can fork: render jobs, above all.

A job is one file to render.

Rendering is half of a large run. docs/performance.md has measurements with two processors.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from generator.errors import Problem, ProblemsError
from generator.rendering.jobs import PlannedJob
from generator.system import interrupts

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

# One process renders up to this many jobs sooner than a second process can start.
MAX_SERIAL_JOBS = 1000
Item = TypeVar("Item")
Result = TypeVar("Result")


class Share(NamedTuple):
    """What some jobs have made.

    Attributes:
        files: the bytes of the files by path.
        skipped: a problem for each value for which a sample is left out, since its language can't
            write that value.
        digests: for paths of files, digests of what they are made from; empty if nobody asked.
    """

    files: dict[str, bytes]
    skipped: list[Problem]
    digests: Mapping[str, str]


# Renders jobs. It calls its second argument with the number of jobs done since the last call.
RenderJobs = Callable[[Sequence[PlannedJob], Callable[[int], None]], Share]


def processor_count() -> int:
    """Return the number of processors that this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def render_in_parallel(
    jobs: Sequence[PlannedJob],
    render: RenderJobs,
    processes: int,
    on_progress: Callable[[int], None],
) -> Share:
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
        What all jobs have made. The files are in the order of the jobs.

    Raises:
        ProblemsError: if any job has problems. The error has the problems of all jobs.
    """
    if processes < 2 or len(jobs) <= MAX_SERIAL_JOBS or not hasattr(os, "fork"):
        return _in_order(jobs, [render(jobs, on_progress)])
    parts = _divide(jobs, processes)

    def render_part(part: Sequence[PlannedJob]) -> Share:
        if part is not parts[0]:  # another process shows no progress
            return render(part, lambda count: None)  # noqa: ARG005
        return render(part, lambda count: on_progress(count * len(parts)))

    try:
        shares = map_parts(parts, render_part)
    except ProblemsError:  # has the problems of one part; rendering all jobs reports all
        shares = [render(jobs, on_progress)]
    return _in_order(jobs, shares)


def _in_order(jobs: Sequence[PlannedJob], shares: Sequence[Share]) -> Share:
    """Join shares to one, with the files in the order of the jobs."""
    files = {path: data for share in shares for path, data in share.files.items()}
    return Share(
        {job.path: files[job.path] for job in jobs if job.path in files},
        [problem for share in shares for problem in share.skipped],
        {path: made_from for share in shares for path, made_from in share.digests.items()},
    )


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


@contextmanager
def in_background(work: Callable[[], Result], is_long: bool) -> Iterator[Callable[[], Result]]:
    """Begin some work in another process, while this one does something else.

    Arguments:
        work: the function. Its result is sent from one process to the other. If that is not
            possible, or if the function raises an error, this process calls it again.
        is_long: whether the work takes longer than to start a process. Otherwise, and if the system
            can't fork, this process does it when the result is needed.

    Yields:
        A function that waits for the result and returns it, or raises what `work` raises.
    """
    if not is_long or not hasattr(os, "fork"):
        yield work
        return
    helper = _Helper[None, Result]((), lambda part: work())  # noqa: ARG005
    try:
        yield helper.result
    finally:
        helper.end()


def divide(items: Sequence[Item], processes: int) -> list[Sequence[Item]]:
    """Divide items into parts of about the same size: at least one part, one for each process."""
    count = min(processes, len(items)) if hasattr(os, "fork") else 1
    size = -(-len(items) // max(1, count))
    return [items[start : start + size] for start in range(0, len(items), size or 1)] or [items]


def _divide(jobs: Sequence[PlannedJob], processes: int) -> list[Sequence[PlannedJob]]:
    """Divide jobs into parts of about the same size, at most one for each process."""
    if all(job.target.is_sample and job.wanted for job in jobs):
        return divide(jobs, processes)
    of_api: dict[int, list[PlannedJob]] = {}
    for job in jobs:
        of_api.setdefault(id(job.api), []).append(job)
    parts: list[list[PlannedJob]] = [[] for _ in range(min(processes, len(of_api)))]
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
