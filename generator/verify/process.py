"""Programs that are run: their environment, their end, and what they said."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Protocol

from generator.system import interrupts
from generator.system.package import builtin_templates
from generator.system.programs import absolute_folders, find_program

# Bytes of a program's output that are read; one that prints for ever is not held in memory.
_MOST = 1 << 20


class Process(Protocol):
    """What was started, in a session of its own."""

    @property
    def pid(self) -> int:
        """Number of the process, and of its group."""

    def wait(self, timeout: float | None = None) -> int:
        """Give the exit code; raise `subprocess.TimeoutExpired` after so many seconds."""

    def kill(self) -> None:
        """End it."""


_running: set[Process] = set()
# Where programs put their temporary files: the last of these, if there is one.
_folders: list[Path] = []

# A proxy would stand between a sample and the server; the locale decides what some print. The third
# one keeps Windows from running a file of the current folder in place of a program of PATH.
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
    """What a program did; texts are UTF-8, what is not is replaced.

    `exit` is the exit code, or minus the number of the signal that ended it; None if it had to be
    killed after its time.
    """

    exit: int | None
    stdout: str
    stderr: str


def search_path() -> str:
    """Give the PATH of all steps: in a checkout, what `make toolchains` installed comes first.

    What means the current folder is left out: a step runs in a folder that holds files of a spec.
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
    """Run a program, and end all that it started if it takes too long.

    Arguments:
        arguments: the program and its arguments; no shell reads them.
        env: what to change in this process's environment; None removes a variable.
        timeout: seconds after which it is killed.
        cwd: where it runs.

    Raises:
        OSError: if it can't be started.
    """
    environment = make_environment(env)
    words = [find_executable(arguments[0], environment), *arguments[1:]]
    with interrupts.hold(), ExitStack() as opened:  # such a file may have a name for a moment
        # Files, no pipes: the end of a pipe comes when the last child has closed it, or never.
        stdout = opened.enter_context(tempfile.TemporaryFile())
        stderr = opened.enter_context(tempfile.TemporaryFile())
        files = opened.pop_all()
    with files:
        begin = partial(
            subprocess.Popen,
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
        return Result(code, read_output(stdout), read_output(stderr))


@contextlib.contextmanager
def temporary_files_in(folder: Path) -> Iterator[None]:
    """Have all programs put their temporary files into a new folder.

    A compiler that is killed leaves some, and whoever removes the folder removes them.
    """
    folder.mkdir()
    _folders.append(folder)
    try:
        yield
    finally:
        _folders.remove(folder)


def make_environment(env: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """Give the environment that programs get, which `env` changes; None removes a variable."""
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
    """Give the path of a program that the PATH of an environment leads to.

    Raises:
        FileNotFoundError: if there is none.
    """
    found = find_program(program, environment["PATH"])
    if found is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), program)
    return found


def wait_for_program(process: Process, timeout: float, files: Sequence[IO[bytes]]) -> int | None:
    """Wait for a program, and end all that it started and left behind.

    Arguments:
        process: the program.
        timeout: seconds that it may take.
        files: what it writes to.

    Returns:
        Its exit code; None if its time is over, or it fills the disk.
    """
    _running.add(process)
    interrupts.register("group", str(process.pid))
    try:
        return _wait(process, timeout, files)
    finally:
        _kill(process)
        _running.discard(process)
        interrupts.unregister_process("group", process)


def _wait(process: Process, timeout: float, files: Sequence[IO[bytes]]) -> int | None:
    end = time.monotonic() + timeout
    while (left := end - time.monotonic()) > 0:
        try:
            return process.wait(min(left, 1))
        except subprocess.TimeoutExpired:
            if any(os.fstat(file.fileno()).st_size > 16 * _MOST for file in files):
                return None
    return None


def kill_all() -> None:
    """End all programs that run, in whatever thread that is waited for."""
    for process in tuple(_running):
        _kill(process)


def _kill(process: Process) -> None:
    if hasattr(os, "killpg"):
        # macOS says that a group of which nobody is left but the dead may not be signalled.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def read_output(file: IO[bytes]) -> str:
    """Give what a program wrote, or as much of it as is read of one that writes for ever."""
    file.seek(0)
    return file.read(_MOST).decode(errors="replace")
