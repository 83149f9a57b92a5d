"""Work beside a process's own: what waits for the system need not hold it up."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Beside(Generic[Made]):
    """Work that is begun at once, in a thread where there are threads.

    It has to end before this process makes another one, which would have only half of it.

    Arguments:
        work: what to do; it may raise any Exception.
    """

    def __init__(self, work: Callable[[], Made]) -> None:
        self._work = work
        self._made: list[Made] = []
        self._fault: Exception | None = None
        self._thread = Thread(target=self._run)
        with suppress(RuntimeError):  # there are none
            self._thread.start()

    def _run(self) -> None:
        try:
            self._made.append(self._work())
        except Exception as fault:  # for who waits for it
            self._fault = fault

    def result(self) -> Made:
        """Wait for what the work gives; raises what it raised."""
        if self._thread.ident is None:
            return self._work()
        self._thread.join()
        if self._fault is not None:
            raise self._fault
        return self._made[0]
