"""End a command cleanly on Ctrl-C, SIGTERM or SIGHUP, at any moment of its run.

The signal handler raises no exception, since an exception could come between any two steps: in a
`finally`, in the middle of an import, in a thread's lock. Instead, the handler ends the process
itself. The list tells it which programs run and which temporary folders exist. gen starts a program
or makes a folder, and puts it on the list, within one `hold()` block. gen writes each file within
such a block, too. A signal waits until the block is done.

Threads could make new folders while the handler removes the old ones. Therefore, if the list has
entries, the process turns into another program (`caretaker`), which ends all threads at once. A
second caretaker runs beside the process, in case the process itself is killed.

Only a process that calls `install` keeps a list, as `gen` does. In other processes, such as a test
that calls a command, these functions keep no list, and signals have their usual effect.
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
# A process that a signal ends has this plus the signal's number as its exit code, as in a shell.
_EXIT = 128
# Seconds after which a second signal ends the process even within a `hold` block.
_FORCE_AFTER = 1.0
# Shows the cursor of a terminal again, which a progress bar hides, and ends the bar's line.
_SHOW_CURSOR = b"\x1b[?25h\n"


class StartedProcess(Protocol):
    """A program that was started."""

    @property
    def pid(self) -> int:
        """The id of the process."""


Process = TypeVar("Process", bound=StartedProcess)
Entry = tuple[str, str]


class _State:
    """The list of programs and folders, and the state of signals in this process.

    Attributes:
        is_copy: whether another process of gen forked this one.
        is_ending: whether signals are ignored from now on.
        owner: the id of the process that this state belongs to. A process that was just forked
            has another id.
        code: the exit code, once a signal has arrived.
        since: the time when it arrived, in seconds of the monotonic clock.
        number: the number of that signal.
        holds: how many `hold` blocks are running in all threads.
        entries: the list of programs and folders to remove at the end; the values mean nothing.
        lock: protects `code` and `holds`.
        depth: how many `hold` blocks are running in the current thread.
        caretaker: the second caretaker, once it runs.
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
        # Reentrant, since the handler may interrupt a thread that has the lock.
        self.lock = threading.RLock()
        self.depth = threading.local()
        self.caretaker: subprocess.Popen[bytes] | None = None


_state: _State | None = None


def install() -> None:
    """Install the signal handler, and begin with an empty list.

    The main thread must call this function before anything else. A signal that is already ignored,
    for example by `nohup`, stays ignored.
    """
    global _state
    _state = _State()
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _on_signal)
    import atexit

    atexit.register(_finish)  # the first to be registered is the last to be called


def forked() -> None:
    """Begin with an empty list in a process that was just forked; its parent keeps the old list."""
    global _state
    if _state is not None:
        _state = _State(is_copy=True)


@contextmanager
def hold() -> Iterator[None]:
    """Make signals wait until the block is done. The block must be short.

    Once a signal waits, no other thread can enter such a block. After a second, a further signal
    ends the process even within a block.
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
        time.sleep(_FORCE_AFTER)  # wait until the process ends
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
    """Send a signal to the main thread, which ends what it waits for."""
    if hasattr(signal, "pthread_kill"):
        main = threading.main_thread().ident
        assert main is not None
        signal.pthread_kill(main, number)
    else:
        signal.raise_signal(number)


def start_program(kind: str, begin: Callable[[], Process]) -> Process:
    """Start a program and put it on the list.

    Call `unregister_process` when the program has ended.

    Arguments:
        kind: what the caretaker does with the program; see `register`.
        begin: starts the program.

    Returns:
        The process that `begin` returns.
    """
    with hold():
        process = begin()
        register(kind, str(process.pid))
    return process


@contextmanager
def running_program(kind: str, begin: Callable[[], Process]) -> Iterator[Process]:
    """Start a program, and keep it on the list during the block, within which it must end.

    Arguments:
        kind: what the caretaker does with the program; see `register`.
        begin: starts the program.
    """
    process = start_program(kind, begin)
    try:
        yield process
    finally:
        unregister_process(kind, process)


def unregister_process(kind: str, process: StartedProcess) -> None:
    """Remove a program that has ended from the list.

    Arguments:
        kind: the kind that `start_program` was given.
        process: the program.
    """
    unregister(kind, str(process.pid))


@contextmanager
def temporary_folder(prefix: str) -> Iterator[Path]:
    """Make a temporary folder, and remove it after the block or when a signal ends the process.

    Arguments:
        prefix: the first characters of the folder's name.

    Raises:
        OSError: if the folder can't be made.
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
    """Put a program or folder on the list, to be ended or removed when this process ends.

    Arguments:
        kind: `group` for a program that leads its own process group, which is killed; `server` if
            that program also ends by itself once its stdin is closed; `process` for a program that
            ends cleanly on SIGTERM; `folder` for a folder.
        name: a process id, or the path of a folder.
    """
    state = _state
    if state is None or (kind, name) in state.entries:
        return
    if kind != "process":
        start_caretaker()
    with hold():
        state.entries[kind, name] = None
        _report(state, "+", (kind, name))


def unregister(kind: str, name: str) -> None:
    """Remove a program or folder from the list, if it is there.

    Arguments:
        kind: the kind that `register` was given.
        name: the process id or the path that `register` was given.
    """
    state = _state
    if state is None or (kind, name) not in state.entries:
        return
    with hold():
        state.entries.pop((kind, name), None)
        _report(state, "-", (kind, name))


def start_caretaker() -> None:
    """Start the caretaker, a process that cleans up if this process is killed.

    If it runs already, on Windows, and in a process that was forked or keeps no list, nothing is
    started. Call this function before other threads start. `register` calls it for all kinds but
    `process`.
    """
    state = _state
    if state is None or state.is_copy or state.caretaker is not None or os.name != "posix":
        return
    import subprocess

    from generator.system import caretaker

    with hold(), suppress(OSError):  # without a caretaker, nothing cleans up after a killed run
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
    """Return a command that runs a script in an isolated Python."""
    return [sys.executable, "-I", "-S", script, *arguments]


def _report(state: _State, sign: str, entry: Entry) -> None:
    """Send a change of the list to the caretaker, if it runs."""
    if state.caretaker is not None and state.caretaker.stdin is not None:
        from generator.system.caretaker import format_line

        with suppress(OSError, ValueError):  # the caretaker was killed
            state.caretaker.stdin.write(format_line(sign, entry))


def _on_signal(number: int, frame: object) -> None:  # noqa: ARG001
    """End the process, now or at the end of the last `hold` block."""
    state = _state
    if state is None or state.owner != os.getpid():
        os._exit(_EXIT + number)  # a process that was just forked, whose list is empty
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
    """Remove all programs and folders on the list, and end the process."""
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
    """Block signals from now on, here and in the program that this process turns into.

    The handler stays installed: Python prints an error if a signal arrives while it is removed.
    """
    state.is_ending = True
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)


def _finish() -> None:
    """Block signals and end the caretaker, since the command is done and Python shuts down."""
    state = _state
    if state is None or state.owner != os.getpid():
        return
    _ignore(state)
    if state.caretaker is not None:
        stdin: IO[bytes] | None = state.caretaker.stdin
        assert stdin is not None
        stdin.close()
        state.caretaker.wait()
