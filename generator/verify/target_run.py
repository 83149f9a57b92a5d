"""What the samples of a target share: the toolchain, and what is made once for all their runs."""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path

from generator.languages.target import Toolchain
from generator.verify.process import execute
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

# From how many runs on the step `once` saves more time than it takes.
_ONCE_FROM = 10
# From how many runs on it is worth while to start what starts them.
_WARM_FROM = 4
# Seconds that the step may take.
_LONGEST = 60


class TargetRun:
    """What the samples of a target share.

    Arguments:
        choice: the toolchain; None if the target is not trusted.
        shared: the folder that is theirs.
        runs: how many there will be.
        limiter: how much at a time.
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
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self._starter: WarmProcess | None = None
        self._is_warm = False

    def run_once_step(
        self, toolchain: Toolchain, copy: SampleCopy, env: Mapping[str, str | None]
    ) -> None:
        """Do the step `once` of a toolchain, where it saves time and was not done yet.

        It has to end with 0. If not, a run does as well without it, only more slowly.

        Arguments:
            toolchain: the toolchain, as it was prepared for the sample.
            copy: any of the samples, built, whose server gives the answer of success.
            env: the environment variables of that.
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
            if code != 0:  # half of what it makes may be worse than none
                shutil.rmtree(self.shared, ignore_errors=True)
                self.shared.mkdir(exist_ok=True)

    def warm_process(self, toolchain: Toolchain) -> WarmProcess | None:
        """Give what starts runs quickly; None where that is not to be had, or not worth it."""
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
        """End what was started for all."""
        if self._starter is not None:
            self._starter.close()
