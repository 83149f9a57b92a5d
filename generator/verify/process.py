"""Run programs with a time limit, and return their exit code and output.

A meter sums the processor time that programs take.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Protocol

from generator.system import interrupts
from generator.system.package import builtin_templates
from generator.system.programs import absolute_folders, find_program

# The most bytes of a program's output that are read, since a program may print without end.
_MOST = 1 << 20


class Process(Protocol):
    """A program that was started, in a session of its own."""

    @property
    def pid(self) -> int:
        """The id of the process, which is also the id of its process group."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait until the program ends, and return its exit code.

        Arguments:
            timeout: the most seconds to wait; None for no limit.

        Raises:
            subprocess.TimeoutExpired: after `timeout` seconds.
        """

    def kill(self) -> None:
        """Kill the program."""


class Meter:
    """Sums processor time, of programs and of threads. Threads may share it.

    Attributes:
        seconds: the processor seconds so far, user and system. None if this system can't tell them
            for a single program, as Windows.
    """

    def __init__(self) -> None:
        self.seconds = 0.0 if hasattr(os, "wait4") else None
        self._lock = threading.Lock()

    def add(self, seconds: float) -> None:
        """Add processor seconds."""
        with self._lock:
            if self.seconds is not None:
                self.seconds += seconds

    @contextlib.contextmanager
    def measure(self) -> Iterator[None]:
        """Add what the block takes: this thread's own time, and the programs that it executes."""
        token = _meter.set(self)
        start = time.thread_time()
        try:
            yield
        finally:
            self.add(time.thread_time() - start)
            _meter.reset(token)


# The meter of each thread that has one.
_meter: ContextVar[Meter | None] = ContextVar("meter", default=None)


class Program(subprocess.Popen[bytes]):
    """A program whose processor time is known at its end.

    Attributes:
        seconds: the processor seconds, user and system, that the program took with all programs
            whose end it waited for. 0 until it has ended, and on Windows.
    """

    seconds = 0.0

    def wait(self, timeout: float | None = None) -> int:
        """Wait until the program ends, and return its exit code; see `Process.wait`."""
        if not hasattr(os, "wait4"):
            return super().wait(timeout)
        end = None if timeout is None else time.monotonic() + timeout
        pause = 0.0005
        while self.returncode is None:
            try:
                pid, status, usage = os.wait4(self.pid, 0 if end is None else os.WNOHANG)
            except ChildProcessError:  # gen's own parent ignores SIGCHLD
                return super().wait(timeout)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
                self.seconds = usage.ru_utime + usage.ru_stime
            elif end is not None and time.monotonic() >= end:
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
            else:
                time.sleep(pause)
                pause = min(2 * pause, 0.05)
        return self.returncode


_running: set[Process] = set()
# Programs put their temporary files into the last of these folders, if there is one.
_folders: list[Path] = []

# The environment of all programs; None removes a variable. The locale changes what some programs
# print. The third variable keeps Windows from running a file of the current folder instead of a
# program on PATH. Proxies are removed, since a sample must reach the mock server directly.
_ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "LANG": "C.UTF-8",
    "NoDefaultCurrentDirectoryInExePath": "1",
} | {
    name: None
    for stem in ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
    for name in (stem, stem.upper())
}


@dataclass(frozen=True, slots=True)
class Result:
    """The exit code and output of a program.

    Attributes:
        exit: the exit code, or minus the number of the signal that ended the program. None if gen
            killed the program, because it took too long or printed too much.
        stdout: the first MiB of its standard output, decoded as UTF-8, with invalid bytes replaced.
        stderr: the first MiB of its standard error, decoded the same way.
    """

    exit: int | None
    stdout: str
    stderr: str


def search_path() -> str:
    """Return the folders that commands of toolchains are searched in, in the form of PATH.

    In a checkout of gen, the folder that `make toolchains` fills comes first. Relative folders are
    left out, since commands run in a folder with files whose names come from a spec.
    """
    installed = builtin_templates().parent / ".toolchains" / "bin"
    path = absolute_folders(os.environ.get("PATH", os.defpath))
    return f"{installed}{os.pathsep}{path}" if installed.is_dir() else path


def execute(
    arguments: Sequence[str],
    env: Mapping[str, str | None] | None = None,
    timeout: float = 120,
    cwd: Path | None = None,
) -> Result:
    """Run a program, and return its exit code and output.

    At its end, or after the time limit, all processes of its group are killed. The thread's meter
    gets its processor time.

    Arguments:
        arguments: the program and its arguments, which no shell interprets.
        env: environment variables to set; None as a value removes the variable.
        timeout: the time limit in seconds.
        cwd: the folder that the program runs in; None for the current folder.

    Raises:
        OSError: if the program can't be started.
    """
    environment = make_environment(env)
    words = [find_executable(arguments[0], environment), *arguments[1:]]
    with interrupts.hold(), ExitStack() as opened:  # a temporary file may have a name at first
        # Files instead of pipes: a pipe ends only when the last child has closed it, if ever.
        stdout = opened.enter_context(tempfile.TemporaryFile())
        stderr = opened.enter_context(tempfile.TemporaryFile())
        files = opened.pop_all()
    with files:
        begin = partial(
            Program,
            words,
            env=environment,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
        )
        with interrupts.running_program("group", begin) as process, process:
            code = wait_for_program(process, timeout, (stdout, stderr))
        if meter := _meter.get():
            meter.add(process.seconds)
        return Result(code, read_output(stdout), read_output(stderr))


@contextlib.contextmanager
def temporary_files_in(folder: Path) -> Iterator[None]:
    """Make all programs put their temporary files into one new folder, during the block.

    A compiler that is killed leaves files there. The caller removes them with the folder.

    Arguments:
        folder: a path at which nothing exists yet.
    """
    folder.mkdir()
    _folders.append(folder)
    try:
        yield
    finally:
        _folders.remove(folder)


def make_environment(env: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """Return the environment variables for a program.

    They are those of this process, with a fixed locale, with `search_path` as PATH, and without
    proxies.

    Arguments:
        env: further variables to set; None as a value removes the variable.
    """
    environment = dict(os.environ)
    for folder in _folders[-1:]:
        environment |= dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(folder))
    for name, value in {**_ENVIRONMENT, "PATH": search_path(), **(env or {})}.items():
        if value is None:
            environment.pop(name, None)
        else:
            environment[name] = value
    return environment


def find_executable(program: str, environment: Mapping[str, str]) -> str:
    """Find a program on the PATH of an environment, and return its path.

    Arguments:
        program: the program's name or its absolute path.
        environment: environment variables, including PATH.

    Raises:
        FileNotFoundError: if there is no such program.
    """
    path = find_program(program, environment["PATH"])
    if path is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), program)
    return path


def wait_for_program(process: Process, timeout: float, files: Sequence[IO[bytes]]) -> int | None:
    """Wait for a program, and then kill what is left of its process group.

    Arguments:
        process: a program that was started as the first process of its group.
        timeout: the time limit in seconds.
        files: the files that the program's output goes to.

    Returns:
        The exit code. None if the program takes longer than the time limit, or if one of the files
        grows beyond 16 MiB.
    """
    _running.add(process)
    interrupts.register("group", str(process.pid))
    try:
        return _wait(process, timeout, files)
    finally:
        _kill(process)
        _running.discard(process)
        interrupts.unregister_process("group", process)


def wait_for_run(
    process: Process, run: Process, timeout: float, files: Sequence[IO[bytes]]
) -> int | None:
    """Wait for one run of a program within a process that goes on after it.

    Arguments:
        process: the process, the first one of its group. It is killed at one of the limits.
        run: the run.
        timeout, files: see `wait_for_program`.

    Returns:
        The exit code of the run; None at one of the limits.
    """
    _running.add(process)
    try:
        code = _wait(run, timeout, files)
        if code is None:
            _kill(process)
        return code
    finally:
        _running.discard(process)


def _wait(process: Process, timeout: float, files: Sequence[IO[bytes]]) -> int | None:
    """Wait for a program; return its exit code, or None at one of the limits."""
    end = time.monotonic() + timeout
    while (left := end - time.monotonic()) > 0:
        try:
            return process.wait(min(left, 1))
        except subprocess.TimeoutExpired:
            if any(os.fstat(file.fileno()).st_size > 16 * _MOST for file in files):
                return None
    return None


def kill_all() -> None:
    """Kill all running programs, so that no thread waits for one any longer."""
    for process in tuple(_running):
        _kill(process)


def _kill(process: Process) -> None:
    """Kill the process group of a program."""
    if hasattr(os, "killpg"):
        # macOS forbids a signal to a group of dead processes alone.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def read_output(file: IO[bytes]) -> str:
    """Return the first MiB of a program's output as text.

    Arguments:
        file: the file that the output went to.
    """
    file.seek(0)
    return file.read(_MOST).decode(errors="replace")
