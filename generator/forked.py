"""Work in several processes at once, where a process can be forked: each does a part of it."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, BinaryIO, Generic, NoReturn, TypeVar

from generator import interrupts

Part = TypeVar("Part")
Worker = TypeVar("Worker")


def processors() -> int:
    """Give how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Crew(Generic[Worker]):
    """Workers that are asked for one thing after the other: the first is here, others elsewhere.

    Each of these is in a process of its own and keeps there what it made. A process that comes to
    nothing, for whatever reason, has all that it was asked for done here, where that reason shows
    itself.

    Arguments:
        make: makes the worker of a part.
        parts: what there is to do, at least one.
    """

    def __init__(self, make: Callable[[Part], Worker], parts: Sequence[Part]) -> None:
        self._make: Callable[[Any], Worker] = make
        self._parts = parts
        self._asked: list[tuple[str, tuple[object, ...]]] = []
        self._workers: list[Worker | _Process] = [make(parts[0])]
        for part in parts[1:]:
            if not hasattr(os, "fork"):
                self._workers.append(make(part))
                continue
            self._workers.append(_begun(make, part))

    def ask(self, name: str, *given: object) -> list[Any]:
        """Call a method of every worker.

        Arguments:
            name: the method.
            given: its arguments, which must be picklable, as what it gives must be.

        Returns:
            What each gives, in the order of the parts. If a worker here raises something, that is
            raised, and all others end.
        """
        try:
            done = self._done(name, given)
        except BaseException:
            self.end()
            raise
        self._asked.append((name, given))
        return done

    def _done(self, name: str, given: tuple[object, ...]) -> list[Any]:
        for worker in self._workers:
            if isinstance(worker, _Process):
                worker.send((name, given))
        done: list[Any] = [None] * len(self._workers)
        for number, worker in enumerate(self._workers):
            if not isinstance(worker, _Process):
                done[number] = getattr(worker, name)(*given)
        for number, worker in enumerate(self._workers):
            if isinstance(worker, _Process):
                try:
                    done[number] = worker.receive()
                except (EOFError, OSError, ValueError, pickle.UnpicklingError):
                    worker.end()
                    here = self._workers[number] = self._make(self._parts[number])
                    for past, its in self._asked:
                        getattr(here, past)(*its)
                    done[number] = getattr(here, name)(*given)
        return done

    def leave(self) -> None:
        """Let the other processes go without waiting for them; what they keep is lost."""
        for worker in self._workers:
            if isinstance(worker, _Process):
                worker.close()

    def end(self) -> None:
        """Let the other processes go; what they keep is lost."""
        for worker in self._workers:
            if isinstance(worker, _Process):
                worker.end()


class _Process:
    """A worker in another process.

    Arguments:
        child: its id.
        orders, answers: where it is asked, and where it answers.
    """

    def __init__(self, child: int, orders: BinaryIO, answers: BinaryIO) -> None:
        self.child = child
        self.orders = orders
        self.answers = answers
        _there.append(self)

    def send(self, order: object) -> None:
        with suppress(OSError, ValueError):  # it is gone, which shows when it has to answer
            pickle.dump(order, self.orders, protocol=pickle.HIGHEST_PROTOCOL)
            self.orders.flush()

    def receive(self) -> object:
        return pickle.load(self.answers)

    def end(self) -> None:
        if self in _there:
            _there.remove(self)
            self.close()
            os.waitpid(self.child, 0)
            interrupts.remove("process", str(self.child))

    def close(self) -> None:
        for file in (self.orders, self.answers):
            with suppress(OSError):  # what it was sent last can't be written any more
                file.close()


# Those of this process that have not ended. What another one begins must not hold their pipes open.
_there: list[_Process] = []


def _begun(make: Callable[[Part], object], part: Part) -> _Process:
    """Begin a process with the worker of a part."""
    its_orders, orders = os.pipe()
    answers, its_answers = os.pipe()
    with interrupts.hold():
        child = os.fork()
        if not child:
            _work(make, part, its_orders, its_answers, (orders, answers))
        interrupts.add("process", str(child))
    os.close(its_orders)
    os.close(its_answers)
    return _Process(child, os.fdopen(orders, "wb"), os.fdopen(answers, "rb"))


def _work(
    make: Callable[[Part], object],
    part: Part,
    its_orders: int,
    its_answers: int,
    unused: Sequence[int],
) -> NoReturn:
    """Be the process of a worker: do what is asked for until nobody asks any more."""
    status = 1
    try:
        interrupts.forked()
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        for end in unused:
            os.close(end)
        for other in _there:
            os.close(other.orders.fileno())
            os.close(other.answers.fileno())
        worker = make(part)
        with os.fdopen(its_orders, "rb") as read, os.fdopen(its_answers, "wb") as written:
            while read.peek(1):
                name, given = pickle.load(read)
                pickle.dump(getattr(worker, name)(*given), written, pickle.HIGHEST_PROTOCOL)
                written.flush()
        status = 0
    finally:
        os._exit(status)  # without what the parent would do at its end
