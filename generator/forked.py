"""Work in several processes at once, where a process can be forked: each does a part of it."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Sequence
from typing import TypeVar

Part = TypeVar("Part")
Done = TypeVar("Done")


def processors() -> int:
    """Give how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_parts(work: Callable[[Part], Done], parts: Sequence[Part]) -> list[Done]:
    """Do the first part here and each other one in a process of its own.

    A process that comes to nothing, for whatever reason, has its part done here, where that reason
    shows itself.

    Arguments:
        work: what to do; what it gives must be picklable, and is all that comes back.
        parts: what to do it with, at least one.
    """
    if not hasattr(os, "fork"):
        return [work(part) for part in parts]
    others = [_begun(work, part) for part in parts[1:]]
    try:
        done = [work(parts[0])]
    except BaseException:
        for child, pipe in others:  # which can't write any more, and end
            os.close(pipe)
            os.waitpid(child, 0)
        raise
    results = [_ended(child, pipe) for child, pipe in others]
    for part, data in zip(parts[1:], results, strict=True):
        done.append(pickle.loads(data) if data else work(part))
    return done


def _ended(child: int, pipe: int) -> bytes:
    """Wait for the end of a process; give its result, nothing if it came to none."""
    with os.fdopen(pipe, "rb") as file:
        data = file.read()
    _, status = os.waitpid(child, 0)
    return data if status == 0 else b""


def _begun(work: Callable[[Part], Done], part: Part) -> tuple[int, int]:
    """Begin a part in another process; give its id, and where its result comes from."""
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        return child, reader
    status = 1
    try:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.close(reader)
        data = pickle.dumps(work(part), protocol=pickle.HIGHEST_PROTOCOL)
        with os.fdopen(writer, "wb") as file:
            file.write(data)
        status = 0
    finally:
        os._exit(status)  # without what the parent would do at its end
    raise AssertionError("a process went on behind its end")
