"""End a command cleanly on Ctrl-C, SIGTERM or SIGHUP, at any moment of its run.

A signal raises nothing here, for an exception can come between any two steps: in a `finally`, in
the middle of an import, in a thread's lock. Instead, the handler ends the process itself. It knows
from a list which programs run and which temporary folders there are. A program or a folder is begun
and put on the list within `hold()`, and so is each file written: a signal waits until that is done.

Threads could go on and make new folders while the handler removes the old ones. Therefore, where
there is something to remove, the process becomes another program (`caretaker`), which ends all
threads at once. A second caretaker watches from outside, in case somebody kills the process.

The list is kept by every process that calls `install`, as `gen` does. In others, such as a test
that calls a command, nothing is changed and signals do what they did.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    import subprocess

_SIGNALS = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    if hasattr(signal, name)
)
# Added to the number of a signal, it is the exit code of what the signal ended, as in a shell.
_EXIT = 128
# Seconds after which another signal ends the process even while something is held.
_FORCE_AFTER = 1.0
# Ends the escape sequence by which a progress bar hides the cursor of a terminal, and its line.
_SHOW_CURSOR = b"\x1b[?25h\n"


class StartedProcess(Protocol):
    """A program that was started."""

    @property
    def pid(self) -> int:
        """Number of the process."""


Process = TypeVar("Process", bound=StartedProcess)
Entry = tuple[str, str]


class _State:
    """What this process knows of its signals.

    Attributes:
        owner: the process that this belongs to; a copy that was just forked has another number.
        code: the exit code, once a signal has arrived.
        since: when that was.
        number: that signal.
        holds: how many blocks of `hold` are being executed, in all threads.
        entries: the list of what has to be removed at the end.
        is_copy: whether the process was forked by one that does more.
        is_ending: whether signals do nothing any more.
    """

    def __init__(self, is_copy: bool = False) -> None:
        self.is_copy = is_copy
        self.is_ending = False
        self.owner = os.getpid()
        self.code: int | None = None
        self.since = 0.0
        self.number = 0
        self.holds = 0
        self.entries: dict[Entry, None] = {}
        # The handler may interrupt its own thread within a block of it.
        self.lock = threading.RLock()
        self.depth = threading.local()
        self.caretaker: subprocess.Popen[bytes] | None = None


_state: _State | None = None


def install() -> None:
    """Take charge of the signals of this process, which is called first thing by its main thread.

    A signal that is ignored, as by `nohup`, stays so.
    """
    global _state
    _state = _State()
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _on_signal)
    import atexit

    atexit.register(_finish)  # before all others, hence called after them


def forked() -> None:
    """Begin anew in a process that was just forked: what its parent started is not its own."""
    global _state
    if _state is not None:
        _state = _State(is_copy=True)


@contextmanager
def hold() -> Iterator[None]:
    """Let signals wait until the block is done; it has to be short.

    Once a signal waits, no other thread gets into such a block any more.
    """
    state = _state
    if state is None:
        yield
        return
    depth = getattr(state.depth, "value", 0)
    while True:
        with state.lock:
            if state.code is None or depth:
                state.holds += 1
                break
        time.sleep(_FORCE_AFTER)  # till the process ends
    state.depth.value = depth + 1
    try:
        yield
    finally:
        state.depth.value = depth
        with state.lock:
            state.holds -= 1
            is_due = state.code is not None and not state.holds
        if is_due:
            _wake(state.number)


def _wake(number: int) -> None:
    """Have the main thread handle a signal, whatever it waits for."""
    if hasattr(signal, "pthread_kill"):
        main = threading.main_thread().ident
        assert main is not None
        signal.pthread_kill(main, number)
    else:
        signal.raise_signal(number)


def start_program(kind: str, begin: Callable[[], Process]) -> Process:
    """Start a program; call `unregister_process` when it has ended.

    Arguments:
        kind: `group` if it leads a process group of its own, which is killed at the end of this
            process; `server` if it also ends by itself once its stdin is closed; `process` if it
            ends cleanly on SIGTERM.
        begin: starts it.

    Returns:
        What `begin` returns.
    """
    with hold():
        process = begin()
        register(kind, str(process.pid))
    return process


@contextmanager
def running_program(kind: str, begin: Callable[[], Process]) -> Iterator[Process]:
    """Start a program that has ended when the block has; arguments are those of `start_program`."""
    process = start_program(kind, begin)
    try:
        yield process
    finally:
        unregister_process(kind, process)


def unregister_process(kind: str, process: StartedProcess) -> None:
    """Take a program that was started off the list."""
    unregister(kind, str(process.pid))


@contextmanager
def temporary_folder(prefix: str) -> Iterator[Path]:
    """Make a temporary folder, and remove it behind the block or when a signal ends the process.

    Raises:
        OSError: if it can't be made.
    """
    import shutil
    import tempfile

    with hold():
        folder = tempfile.mkdtemp(prefix=prefix)
        register("folder", folder)
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        unregister("folder", folder)


def register(kind: str, name: str) -> None:
    """Put something on the list of what is removed at the end of this process."""
    state = _state
    if state is None or (kind, name) in state.entries:
        return
    if kind != "process":
        start_caretaker()
    with hold():
        state.entries[kind, name] = None
        _report(state, "+", (kind, name))


def unregister(kind: str, name: str) -> None:
    """Take something off the list, if it is there."""
    state = _state
    if state is None or (kind, name) not in state.entries:
        return
    with hold():
        state.entries.pop((kind, name), None)
        _report(state, "-", (kind, name))


def start_caretaker() -> None:
    """Start the caretaker that removes what is left if this process is killed, if there is none.

    Call it before other threads begin; whatever can only be left for a moment needs none.
    """
    state = _state
    if state is None or state.is_copy or state.caretaker is not None or os.name != "posix":
        return
    import subprocess

    from generator.system import caretaker

    with hold(), suppress(OSError):  # then a run that is killed leaves what it leaves
        state.caretaker = subprocess.Popen(
            _command(caretaker.__file__),
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            bufsize=0,
        )


def _command(script: str, *arguments: str) -> list[str]:
    return [sys.executable, "-I", "-S", script, *arguments]


def _report(state: _State, sign: str, entry: Entry) -> None:
    """Report a change of the list to the caretaker."""
    if state.caretaker is not None and state.caretaker.stdin is not None:
        from generator.system.caretaker import format_line

        with suppress(OSError, ValueError):  # somebody killed it
            state.caretaker.stdin.write(format_line(sign, entry))


def _on_signal(number: int, frame: object) -> None:  # noqa: ARG001
    """End the process now, or have the last `hold` do so."""
    state = _state
    if state is None or state.owner != os.getpid():
        os._exit(_EXIT + number)  # a copy that was just forked, which owns nothing
    if state.is_ending:
        return
    with state.lock:
        if state.code is None:
            state.code = _EXIT + number
            state.since, state.number = time.monotonic(), number
        if state.holds and time.monotonic() - state.since < _FORCE_AFTER:
            return
    _end(state, state.code)


def _end(state: _State, code: int) -> None:
    """Remove all that is on the list, and end."""
    try:
        _ignore(state)
        with suppress(OSError):
            if not state.is_copy and os.isatty(2):
                os.write(2, _SHOW_CURSOR)
        entries = list(state.entries)
        if entries:
            from generator.system import caretaker

            if state.caretaker is not None:
                reading, writing = os.pipe()
                with suppress(OSError):
                    os.set_blocking(writing, False)
                    os.write(
                        writing, b"".join(caretaker.format_line("+", entry) for entry in entries)
                    )
                    os.dup2(reading, 0)
                    command = _command(caretaker.__file__, str(code))
                    os.execv(command[0], command)
            caretaker.clean_up(entries)
    finally:
        os._exit(code)


def _ignore(state: _State) -> None:
    """Let signals do nothing any more, here and in what this process becomes.

    Python complains of one that arrives in the moment in which its handler is taken away.
    """
    state.is_ending = True
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)


def _finish() -> None:
    """Let signals do nothing any more: the command is done, and Python takes itself apart."""
    state = _state
    if state is None or state.owner != os.getpid():
        return
    _ignore(state)
    if state.caretaker is not None:
        stdin: IO[bytes] | None = state.caretaker.stdin
        assert stdin is not None
        stdin.close()
        state.caretaker.wait()
