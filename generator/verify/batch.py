"""Samples of one target that are built together: most compilers take longer to start than to
compile one sample."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from generator.verify.sample_run import SampleRun
from generator.verify.settings import Limiter
from generator.verify.stage import SampleCopy
from generator.verify.toolchain import ChosenToolchain, build_together

# How many samples are built together at most; each holds a port meanwhile.
MOST = 32


class Batch:
    """Samples of one target.

    Arguments:
        samples: the samples; one that is alone is built alone.
        folder: for what is compiled; it is not there yet.
        gate: how much at a time.
    """

    def __init__(self, samples: Sequence[SampleRun], folder: Path, gate: Limiter) -> None:
        self.samples = samples
        self.folder = folder
        self.gate = gate
        self._lock = threading.Lock()
        self._is_ready = False
        self._error: BaseException | None = None

    def prepare(self) -> None:
        """Open the samples, and build them together, once for all that ask for it."""
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
        for sample in self.samples:
            sample.open()
            if len(self.samples) > 1:
                sample.pause()
        if len(self.samples) > 1:
            self._build()

    def _build(self) -> None:
        todo = [sample for sample in self.samples if sample.unbuilt()]
        chosen = todo[0].chosen if len(todo) > 1 else None
        if not isinstance(chosen, ChosenToolchain) or not chosen.toolchain.build_all:
            return
        for number, group in enumerate(_groups([s for sample in todo for s in sample.unbuilt()])):
            folder = self.folder / str(number)
            with self.gate.working:
                self.gate.check()
                files = [scene.file for scene in group]
                is_built = build_together(chosen.toolchain, files, folder)
            for scene in group if is_built else ():
                scene.places["built"] = str(folder)


def _groups(scenes: Sequence[SampleCopy]) -> list[list[SampleCopy]]:
    """Divide scenes into groups in which no two files have the same name."""
    groups: list[dict[str, SampleCopy]] = []
    for scene in scenes:
        name = scene.file.name.casefold()
        free = next((group for group in groups if name not in group), None)
        if free is None:
            groups.append({name: scene})
        else:
            free[name] = scene
    return [list(group.values()) for group in groups]
