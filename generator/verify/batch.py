"""Build several samples of one target by one run of the compiler.

Most compilers take longer to start than to compile one sample.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from generator.verify.sample_run import SampleRun
from generator.verify.settings import Limiter
from generator.verify.stage import SampleCopy
from generator.verify.toolchain import ChosenToolchain, build_together

# The most samples that are built together; each keeps a port until it has run.
MOST = 32


class Batch:
    """Samples of one target that are built together.

    Arguments:
        samples: the samples, at most `MOST`. A single sample is not built by the batch, but when it
            is verified.
        folder: a path at which nothing exists yet, for the folder of compiled files.
        limiter: limits how many programs run at a time.
    """

    def __init__(self, samples: Sequence[SampleRun], folder: Path, limiter: Limiter) -> None:
        self.samples = samples
        self.folder = folder
        self.limiter = limiter
        self._lock = threading.Lock()
        self._is_ready = False
        self._error: BaseException | None = None

    def prepare(self) -> None:
        """Open all samples of the batch and build them together, unless an earlier call did.

        Raises:
            BaseException: the error of the first call. Each later call raises the same error again.
        """
        with self._lock:
            if self._error is not None:
                raise self._error
            if not self._is_ready:
                try:
                    self._open()
                except BaseException as error:
                    self._error = error
                    raise
                self._is_ready = True

    def _open(self) -> None:
        """Open all samples, then build them together."""
        for sample in self.samples:
            sample.open()
            if len(self.samples) > 1:
                sample.pause()
        if len(self.samples) > 1:
            self._build()

    def _build(self) -> None:
        """Build the samples that did not pass before, if the toolchain can build several."""
        todo = [sample for sample in self.samples if sample.copies_to_build()]
        chosen = todo[0].chosen if len(todo) > 1 else None
        if not isinstance(chosen, ChosenToolchain) or not chosen.toolchain.build_all:
            return
        for number, group in enumerate(
            _group_by_name([s for sample in todo for s in sample.copies_to_build()])
        ):
            folder = self.folder / str(number)
            with self.limiter.working:
                self.limiter.check()
                files = [copy.file for copy in group]
                is_built = build_together(chosen.toolchain, files, folder)
            for copy in group if is_built else ():
                copy.places["built"] = str(folder)


def _group_by_name(copies: Sequence[SampleCopy]) -> list[list[SampleCopy]]:
    """Divide samples into groups in which no two files have the same name, ignoring case."""
    groups: list[dict[str, SampleCopy]] = []
    for copy in copies:
        name = copy.file.name.casefold()
        free = next((group for group in groups if name not in group), None)
        if free is None:
            groups.append({name: copy})
        else:
            free[name] = copy
    return [list(group.values()) for group in groups]
