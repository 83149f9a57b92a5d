"""What the samples of one target share: the toolchain, a folder and a warm process.

A target is one kind of output of a language, such as samples in Java with OkHttp. A warm process
has loaded slow libraries already. It runs each sample of the target in a fork of itself, or one
sample again and again.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from pathlib import Path

from generator.languages.target import Toolchain, fill_pattern
from generator.verify.process import Meter, execute
from generator.verify.settings import Limiter
from generator.verify.stage import SampleCopy
from generator.verify.toolchain import (
    ChosenToolchain,
    Unavailable,
    fill,
    fill_command,
    toolchain_environment,
)
from generator.verify.warm_process import WarmProcess

# The step `once` saves time from this many runs on.
_ONCE_FROM = 10
# A warm process saves time from this many runs on.
_WARM_FROM = 4
# The time limit of the step `once` in seconds.
_LONGEST = 60


class TargetRun:
    """What the samples of one target share during a verification.

    Arguments:
        choice: the toolchain that this machine has for the target, or the reason why it has none.
            Another thread finds it out. None if the target's templates are not trusted.
        shared: a path at which nothing exists yet, for the folder that the step `once` fills.
        runs: how many times samples of this target will run in all.
        limiter: limits how many programs run at a time.

    Attributes:
        meter: sums the processor time of all samples of the target.
    """

    def __init__(
        self,
        choice: Future[ChosenToolchain | Unavailable] | None,
        shared: Path,
        runs: int,
        limiter: Limiter,
    ) -> None:
        self.choice = choice
        self.shared = shared
        self.runs = runs
        self.limiter = limiter
        self.meter = Meter()
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self._starter: WarmProcess | None = None
        self._is_warm = False
        self._is_warm_built = False

    def run_once_step(
        self, toolchain: Toolchain, copy: SampleCopy, env: Mapping[str, str | None]
    ) -> None:
        """Run the step `once`, a command of the toolchain whose files make later runs faster.

        This also compiles the program of the warm process. Only the first call for the target does
        anything. Nothing is done if the toolchain has no such commands, or if there are too few
        runs to save time. If a command fails, its files are removed, and the runs take longer
        without them.

        Arguments:
            toolchain: the toolchain, as `prepare` of a sample's copy returned it.
            copy: the built copy of any of the samples. Its mock server must have an answer.
            env: environment variables to set, such as those with credentials.
        """
        warm = toolchain.warm
        if self.runs < _ONCE_FROM:
            return
        with self._lock:
            if self.shared.is_dir():
                return
            self.shared.mkdir(parents=True)
            if warm is not None and warm.build:
                starter = self.shared / Path(warm.name).name
                starter.write_bytes(warm.program)
                build = [fill_pattern(word, {"starter": str(starter)}) for word in warm.build]
                self._is_warm_built = self._run(build, toolchain, copy, env)
            if toolchain.once and not self._run(toolchain.once, toolchain, copy, env):
                # an incomplete result may be worse than none
                shutil.rmtree(self.shared, ignore_errors=True)
                self.shared.mkdir(exist_ok=True)
                self._is_warm_built = False

    def _run(
        self,
        command: Sequence[str],
        toolchain: Toolchain,
        copy: SampleCopy,
        env: Mapping[str, str | None],
    ) -> bool:
        """Run a command whose files the samples share, and return whether it worked."""
        words = fill_command(command, copy.file, copy.work, copy.places)
        variables = {**toolchain_environment(toolchain), **env}
        with self.limiter.working, contextlib.suppress(OSError):
            self.limiter.check()
            return execute([*copy.launcher, *words], variables, _LONGEST, copy.work).exit == 0
        return False

    def warm_process(self, toolchain: Toolchain) -> WarmProcess | None:
        """Return the target's warm process; the first call starts it.

        Arguments:
            toolchain: the toolchain, which may describe a warm process.

        Returns:
            The process. None if the toolchain describes none for the target, if the process can't
            be started, or if there are too few runs to save time.
        """
        warm = toolchain.warm
        if warm is None or warm.each_sample or self.runs < _WARM_FROM:
            return None
        with self._starting:
            if not self._is_warm:
                self._is_warm = True
                folder = self.shared.with_name(f"{self.shared.name}-starter")
                with contextlib.suppress(OSError):
                    env = toolchain_environment(toolchain)
                    self._starter = WarmProcess(warm, folder, fill, env, self.limiter.check)
            return self._starter

    def start_for_sample(
        self,
        toolchain: Toolchain,
        copy: SampleCopy,
        env: Mapping[str, str | None],
        runs: int,
        stack: ExitStack,
    ) -> WarmProcess | None:
        """Start a warm process for a single sample.

        Arguments:
            toolchain: the toolchain, which may describe a warm process.
            copy: the built copy of the sample.
            env: environment variables to set, such as those with credentials.
            runs: how often the sample will run.
            stack: the process ends when this stack is closed.

        Returns:
            The process. None if the toolchain describes none for samples, if the process can't be
            started, or if there are too few runs to save time.
        """
        warm = toolchain.warm
        if warm is None or not warm.each_sample or runs < _WARM_FROM:
            return None
        if warm.build and not self._is_warm_built:
            return None

        def fill_word(word: str) -> str:
            return fill_command([word], copy.file, copy.work, copy.places)[0]

        variables = {**toolchain_environment(toolchain), **env}
        with contextlib.suppress(OSError):
            folder = copy.work.with_name(f"{copy.work.name}-starter")
            process = WarmProcess(warm, folder, fill_word, variables, self.limiter.check, copy.work)
            stack.callback(lambda: self.meter.add(process.seconds))
            stack.enter_context(process)
            return process
        return None

    def close(self) -> None:
        """End the warm process if `warm_process` started one."""
        if self._starter is not None:
            self._starter.close()
            self.meter.add(self._starter.seconds)
