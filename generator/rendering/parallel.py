"""Render in several processes, where the system can fork them.

Rendering is half of a large run. What a second processor buys is in docs/performance.md.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from generator.errors import ProblemsError
from generator.rendering.jobs import RenderJob
from generator.system import interrupts

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

# Fewer files than this are rendered before another process has begun.
MUCH = 1000
AnyJob = RenderJob
# Renders jobs; it calls its second argument with the number of jobs done since the last call.
RenderJobs = Callable[[Sequence[AnyJob], Callable[[int], None]], dict[str, bytes]]


def processors() -> int:
    """Give how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def render_in_parallel(
    jobs: Sequence[AnyJob], draw: RenderJobs, processes: int, progress: Callable[[int], None]
) -> dict[str, bytes]:
    """Render files, in several processes if they are many samples.

    Arguments:
        jobs: what to make.
        draw: renders some of it.
        processes: how many processes may share the work.
        progress: called with the number of jobs done since its last call.

    Returns:
        The files by path, in the order of the jobs.

    Raises:
        ProblemsError: with the problems of all jobs, as `draw` raises it.
    """
    # A page shows samples, and a client's files know each other: these can't be divided.
    can_divide = all(job.target.is_sample and job.wanted for job in jobs)
    if processes < 2 or len(jobs) <= MUCH or not can_divide or not hasattr(os, "fork"):
        return draw(jobs, progress)
    size = -(-len(jobs) // processes)
    parts = [jobs[start : start + size] for start in range(0, len(jobs), size)]
    helpers = [_Helper(part, draw) for part in parts[1:]]
    try:
        files = draw(parts[0], lambda count: progress(count * len(parts)))
        for helper in helpers:
            files |= helper.files()
    except ProblemsError:  # of one part; all parts are rendered here to find the others
        return draw(jobs, progress)
    finally:
        for helper in helpers:
            helper.end()
    return files


class _Helper:
    """A process that renders one part.

    Arguments:
        part: its jobs.
        draw: renders them.
    """

    def __init__(self, part: Sequence[AnyJob], draw: RenderJobs) -> None:
        from multiprocessing import get_context

        context = get_context("fork")
        self._part = part
        self._draw = draw
        self._answer, sender = context.Pipe(duplex=False)
        self._process = context.Process(target=_work, args=(part, draw, sender), daemon=True)
        with interrupts.hold():
            self._process.start()
            interrupts.register("process", str(self._process.pid))
        sender.close()

    def files(self) -> dict[str, bytes]:
        """Give the files; raises ProblemsError."""
        try:
            files: dict[str, bytes] = self._answer.recv()
        except (EOFError, OSError):  # it met a problem, or was killed: this process finds out
            return self._draw(self._part, lambda count: None)  # noqa: ARG005
        return files

    def end(self) -> None:
        """End the process."""
        self._answer.close()
        self._process.terminate()
        self._process.join()
        interrupts.unregister("process", str(self._process.pid))


def _work(part: Sequence[AnyJob], draw: RenderJobs, sender: Connection) -> None:
    """Render a part and send its files; send nothing where there is a problem."""
    interrupts.forked()
    try:
        files = draw(part, lambda count: None)  # noqa: ARG005
    except ProblemsError:
        return
    sender.send(files)
