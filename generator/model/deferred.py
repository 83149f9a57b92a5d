"""Values of the model that are read when they are first asked for.

Samples show no answers, and the schemas of answers are most of a large document.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Generic, TypeVar

Value = TypeVar("Value")
# One thread at a time: readers of one document share what they know of it.
_READING = RLock()


class Deferred(Generic[Value]):
    """A value that is read once, when it is first asked for.

    Arguments:
        read: reads it; what it raises is raised each time that somebody asks.
    """

    def __init__(self, read: Callable[[], Value]) -> None:
        self._read: Callable[[], Value] | None = read
        self._value: Value

    def get(self) -> Value:
        """Give the value."""
        with _READING:
            if self._read is not None:
                self._value = self._read()
                self._read = None
        return self._value
