"""Resources that the samples of one target share: the toolchain, a folder and a warm process."""

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

# The step `once` saves time from this many runs on.
_ONCE_FROM = 10
# A warm process saves time from this many runs on.
_WARM_FROM = 4
# The time limit of the step `once` in seconds.
_LONGEST = 60


class TargetRun:
    """The resources that the samples of one target share.

    Arguments:
        choice: the future choice of the toolchain; None if the target is not trusted.
        shared: a path for the folder that they share.
        runs: the number of runs of all these samples.
        limiter: limits how many programs run at a time.
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
        """Run the step `once` of a toolchain if it saves time, unless another sample did.

        If the step fails, its files are removed, and the runs take longer without them.

        Arguments:
            toolchain: the toolchain, as it was prepared for the sample.
            copy: any of the samples, built, whose server answers with success.
            env: the environment variables of the sample's run.
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
        """Return the process that starts runs quickly, which the first call starts.

        Returns:
            The process; None if the toolchain has none, if it can't be started, or if there are
            too few runs.
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
        """End the warm process if it was started."""
        if self._starter is not None:
            self._starter.close()
