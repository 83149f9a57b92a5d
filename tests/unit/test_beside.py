"""Work beside a process's own."""

from __future__ import annotations

from threading import Event, Thread, current_thread
from typing import NoReturn

import pytest

from generator.beside import Beside


def refuse(thread: Thread) -> NoReturn:
    raise RuntimeError("can't start new thread")


def test_it_is_done_while_something_else_is() -> None:
    here, begun, go = current_thread(), Event(), Event()

    def work() -> Thread:
        begun.set()
        assert go.wait(10)
        return current_thread()

    beside = Beside(work)
    assert begun.wait(10)
    go.set()
    assert beside.result() is not here
    assert beside.result() is beside.result()


@pytest.mark.parametrize("has_threads", [True, False])
def test_what_it_raises_is_raised_to_who_waits(
    monkeypatch: pytest.MonkeyPatch, has_threads: bool
) -> None:
    if not has_threads:
        monkeypatch.setattr(Thread, "start", refuse)

    def work() -> NoReturn:
        raise OSError("gone")

    beside = Beside(work)
    with pytest.raises(OSError, match="gone"):
        beside.result()


def test_where_there_are_no_threads_it_is_done_when_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Thread, "start", refuse)
    done: list[Thread] = []
    beside = Beside(lambda: done.append(current_thread()))
    assert not done
    beside.result()
    assert done == [current_thread()]
