"""Run samples by a process that has already loaded slow libraries."""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from generator.languages.target import WarmStart, fill_pattern
from generator.system import interrupts
from generator.verify.process import (
    Program,
    Result,
    find_executable,
    make_environment,
    read_output,
    wait_for_program,
    wait_for_run,
)

# The most seconds until the process has loaded everything.
_READY = 30


class WarmProcess:
    """A process that has loaded slow libraries, and runs samples as often as it is told.

    It runs each sample in a fork of itself. Or it runs one sample again and again, and loads the
    sample's classes or modules anew each time.

    gen writes a line to the process for each run, and reads its replies as lines.
    `templates/python/starter.py` describes both. At the end of a `with` block, the process and all
    that it started are ended.

    Arguments:
        warm: the program of the process, and the command that starts it, from language.yaml.
        folder: a path at which nothing exists yet, for the folder of the program.
        fill: fills in the placeholders of the command, except `{starter}`, the path of the program.
        env: environment variables to set; None as a value removes the variable.
        cwd: the folder that the process runs in, and the only one that it runs samples in; None if
            a fork goes to the folder of its sample.
        check: called while gen waits for the process to get ready. It raises an error to give up.

    Raises:
        OSError: if the process can't be started, or does not get ready.
    """

    def __init__(
        self,
        warm: WarmStart,
        folder: Path,
        fill: Callable[[str], str],
        env: Mapping[str, str | None],
        check: Callable[[], None],
        cwd: Path | None = None,
    ) -> None:
        # On macOS, the library that looks up proxies does not work after a fork.
        if not warm.each_sample and (not hasattr(os, "fork") or sys.platform == "darwin"):
            raise OSError("this system knows no fork")
        folder.mkdir(parents=True)
        program = folder / Path(warm.name).name
        program.write_bytes(warm.program)
        words = [fill(fill_pattern(word, {"starter": str(program)})) for word in warm.run]
        environment = make_environment(env)
        self._folder = folder
        self._has_forks = not warm.each_sample
        self._cwd = cwd

        def start() -> Program:
            return Program(
                [find_executable(words[0], environment), *words[1:]],
                env=environment,
                cwd=cwd or folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

        self._process = interrupts.start_program("server", start)
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._runs: dict[str, _WarmRun] = {}
        self._is_ready = threading.Event()
        self._is_lost = False
        threading.Thread(target=self._listen, daemon=True).start()
        try:
            for _ in range(_READY * 10):
                if self._is_ready.wait(0.1):
                    break
                check()
            if self._is_lost or not self._is_ready.is_set():
                raise OSError("it does not get ready")
        except BaseException:
            self.close()
            raise

    @property
    def seconds(self) -> float:
        """The processor seconds that the process and its forks took; 0 until it is closed."""
        return self._process.seconds

    def __enter__(self) -> WarmProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def execute(
        self, file: Path, env: Mapping[str, str | None], timeout: float, cwd: Path
    ) -> Result | None:
        """Run a script in a fork of the process.

        Arguments:
            file: the path of the script.
            env: environment variables to set; None as a value removes the variable.
            timeout: the time limit in seconds.
            cwd: the folder that the script runs in.

        Returns:
            The exit code and output of the script. None if the script must be run in the usual way
            instead; part of it may have run already.
        """
        if self._cwd not in (None, cwd):
            return None
        with (
            tempfile.NamedTemporaryFile(dir=self._folder) as stdout,
            tempfile.NamedTemporaryFile(dir=self._folder) as stderr,
        ):
            fields = [os.fsencode(p) for p in (file, cwd, stdout.name, stderr.name)]
            fields += [
                os.fsencode(f"{name}={value}") for name, value in make_environment(env).items()
            ]
            number = str(next(self._numbers))
            request = " ".join([number, *(field.hex() for field in fields)])
            run = self._runs[number] = _WarmRun()
            try:
                if not self._is_begun(run, request):
                    return None
                code = self._wait(run, timeout, (stdout, stderr))
            finally:
                del self._runs[number]
            is_lost = run.is_lost and code is not None
            return None if is_lost else Result(code, read_output(stdout), read_output(stderr))

    def close(self) -> None:
        """End the process and all that it started."""
        with contextlib.suppress(OSError), self._lock:
            assert self._process.stdin is not None
            self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        interrupts.unregister_process("server", self._process)

    def _wait(self, run: _WarmRun, timeout: float, files: Sequence[IO[bytes]]) -> int | None:
        """Wait for the end of a run; return its exit code, or None if it was killed."""
        if self._has_forks:
            code = wait_for_program(run, timeout, files)
            run.end()
            return code
        return wait_for_run(self._process, run, timeout, files)

    def _is_begun(self, run: _WarmRun, request: str) -> bool:
        """Request a run, wait for the reply, and return whether the run has begun."""
        assert self._process.stdin is not None
        with self._lock:
            if self._is_lost:
                return False
            try:
                self._process.stdin.write(f"{request}\n".encode())
                self._process.stdin.flush()
            except (OSError, ValueError):
                return False
        run.begun.wait()
        return not run.is_lost

    def _listen(self) -> None:
        """Pass each line of the process to the run that it is about, until the process ends."""
        assert self._process.stdout is not None
        with self._process.stdout:
            for line in self._process.stdout:
                number, *words = line.decode("ascii", "replace").split() or [""]
                if number == "ready":
                    self._is_ready.set()
                elif run := self._runs.get(number):
                    run.learn(words)
        with self._lock:
            self._is_lost = True
            self._is_ready.set()
            for run in tuple(self._runs.values()):
                run.learn([])


class _WarmRun:
    """One run, which `wait_for_program` handles like a process of `subprocess`."""

    def __init__(self) -> None:
        self.pid = 0
        self.code = 0
        self.is_lost = False
        self.begun = threading.Event()
        self.ended = threading.Event()

    def learn(self, words: list[str]) -> None:
        """Handle a line about this run; no words mean that no more lines will come."""
        if words[:1] == ["started"]:
            self.pid = int(words[1])
        elif words[:1] == ["ended"]:
            self.code = int(words[1])
            self.ended.set()
        elif not self.ended.is_set():  # the script has to run in another way
            self.is_lost = True
            self.ended.set()
        self.begun.set()

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end, and return the exit code."""
        if not self.ended.wait(timeout):
            raise subprocess.TimeoutExpired("", timeout or 0)
        return self.code

    def kill(self) -> None:
        """Kill the run and all that it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, 9)

    def end(self) -> None:
        """Kill the run until it has ended, since a process can't be killed right after a fork."""
        while not self.ended.wait(0.05):
            self.kill()
