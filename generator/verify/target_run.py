"""What the samples of one target share: the toolchain, a folder and a warm process.

A target is one kind of output of a language, such as samples in Java with OkHttp. A warm process
has loaded slow libraries already, and runs each sample in a fork of itself.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path

from generator.languages.target import Toolchain
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

    def run_once_step(
        self, toolchain: Toolchain, copy: SampleCopy, env: Mapping[str, str | None]
    ) -> None:
        """Run the step `once`, a command of the toolchain whose files make later runs faster.

        Only the first call for the target runs the command. It is not run at all if the toolchain
        has no such command, or if there are too few runs to save time. If the command fails, its
        files are removed, and the runs take longer without them.

        Arguments:
            toolchain: the toolchain, as `prepare` of a sample's copy returned it.
            copy: the built copy of any of the samples. Its mock server must have an answer.
            env: environment variables to set, such as those with credentials.
        """
        if not toolchain.once or self.runs < _ONCE_FROM:
            return
        with self._lock:
            if self.shared.is_dir():
                return
            self.shared.mkdir(parents=True)
            words = fill_command(toolchain.once, copy.file, copy.work, copy.places)
            variables = {**toolchain_environment(toolchain), **env}
            code: int | None = 1
            with self.limiter.working, contextlib.suppress(OSError):
                self.limiter.check()
                code = execute([*copy.launcher, *words], variables, _LONGEST, copy.work).exit
            if code != 0:  # an incomplete result may be worse than none
                shutil.rmtree(self.shared, ignore_errors=True)
                self.shared.mkdir(exist_ok=True)

    def warm_process(self, toolchain: Toolchain) -> WarmProcess | None:
        """Return the target's warm process; the first call starts it.

        Arguments:
            toolchain: the toolchain, which may describe a warm process.

        Returns:
            The process. None if the toolchain describes none, if the process can't be started, or
            if there are too few runs to save time.
        """
        if toolchain.warm is None or self.runs < _WARM_FROM:
            return None
        with self._starting:
            if not self._is_warm:
                self._is_warm = True
                folder = self.shared.with_name(f"{self.shared.name}-starter")
                with contextlib.suppress(OSError):
                    env = toolchain_environment(toolchain)
                    self._starter = WarmProcess(
                        toolchain.warm, folder, fill, env, self.limiter.check
                    )
            return self._starter

    def close(self) -> None:
        """End the warm process if `warm_process` started one."""
        if self._starter is not None:
            self._starter.close()
            self.meter.add(self._starter.seconds)
