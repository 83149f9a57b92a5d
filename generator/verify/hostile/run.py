"""Run hostile values through the samples of targets, several at a time."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

from generator.errors import GenError, one_of
from generator.languages.language import Language, Layers
from generator.languages.target import Target
from generator.system import interrupts
from generator.verify.hostile.harness import Harness, Headers, batches
from generator.verify.hostile.report import HostileReport
from generator.verify.hostile.slots import KINDS, PARAMETERS, Slot
from generator.verify.hostile.values import ODD_NAMES, always, stream
from generator.verify.process import kill_all, temporary_files_in
from generator.verify.toolchain import ChosenToolchain, Unavailable, choose_toolchain

# A target with so many faults gets no further values.
_MOST_BREACHES = 10

# Makes the harness of a worker, in a folder of its own.
MakeHarness = Callable[[Path], Harness]


@dataclass(frozen=True)
class HostileSettings:
    """The options of a run.

    Attributes:
        jobs: how many samples are built or run at a time.
        trusted: whether samples of templates that are not built in may run.
        generated: how many values are generated, besides those that are tried in every run.
        seed: another one gives other generated values.
        kinds: the kinds of specs, such as those with a form.
        on_batch: called after each spec with how many of how many are done.
    """

    jobs: int
    trusted: bool = False
    generated: int = 0
    seed: int = 0
    kinds: Sequence[str] = tuple(KINDS)
    on_batch: Callable[[int, int], None] = lambda _done, _of: None


def run(
    targets: Sequence[Target],
    languages: Mapping[str, Language],
    layers: Layers,
    settings: HostileSettings,
    make_harness: MakeHarness | None = None,
) -> HostileReport:
    """Put hostile values into every place of specs, and run the samples of them.

    Arguments:
        targets: the targets whose samples are run.
        languages: all languages.
        layers: the template folders that the languages come from.
        settings: the options of the run.
        make_harness: makes what runs the values; None for one that takes every refusal of a target
            which has a place.

    Returns:
        What happened. Targets that can't run here are named with the reason.

    Raises:
        GenError: if a language.yaml names a place that there is not.
    """
    _check_places(targets)
    headers = Headers()

    def make_usual(folder: Path) -> Harness:
        return Harness(folder, languages, layers, headers)

    with (
        interrupts.temporary_folder("gen-") as folder,  # a short name, since many values have it
        temporary_files_in(folder / "temporary"),
        ThreadPoolExecutor(settings.jobs) as pool,
    ):
        report = HostileReport(targets=targets, toolchains=_choose(targets, settings.trusted))
        work = _Work(report, settings, make_harness or make_usual, folder)
        futures = [pool.submit(work.do, number) for number in range(settings.jobs)]
        try:
            while not all(future.done() for future in futures):
                wait(futures, timeout=0.2)
            for future in futures:
                future.result()
        except BaseException:
            work.stop()
            _end(futures)
            raise
    report.breaches.sort(key=lambda breach: (breach.by, breach.slots, breach.values))
    return report


def _end(futures: Sequence[Future[None]]) -> None:
    """Kill all programs until the workers have noticed that they are to stop."""
    while not all(future.done() for future in futures):
        kill_all()
        time.sleep(0.05)


def _check_places(targets: Sequence[Target]) -> None:
    """Report places in language.yaml that there are not."""
    for target in targets:
        for name in (name for row in target.known_values for name in row.places):
            if name not in list(Slot):
                what = f"{target.id}: knownValues of its language.yaml name the place {name}"
                raise GenError(f"{what}, which there is not; {one_of(list(Slot), name)}")


def _choose(targets: Sequence[Target], trusted: bool) -> dict[str, ChosenToolchain | Unavailable]:
    """Return the toolchain of each target, or why it is not run."""
    untrusted = Unavailable("needs --trust: its templates are not built in", False)
    return {
        target.id: choose_toolchain(target) if target.is_builtin or trusted else untrusted
        for target in targets
    }


class _Work:
    """What is to be done: specs of each kind, which workers take one by one.

    Each worker has a folder with traps of its own, whose paths stand in the values; they are all of
    one length, so that the values are divided alike.
    """

    def __init__(
        self,
        report: HostileReport,
        settings: HostileSettings,
        make_harness: MakeHarness,
        folder: Path,
    ) -> None:
        self.report = report
        self.settings = settings
        self.make_harness = make_harness
        self.folder = folder
        self._lock = threading.Lock()
        self._is_stopped = threading.Event()
        self._tasks: SimpleQueue[tuple[str, int]] | None = None
        self._counts = Counter(done=0, of=0)

    def stop(self) -> None:
        """Have the workers begin nothing new."""
        self._is_stopped.set()

    def do(self, worker: int) -> None:
        """Do the tasks of one worker."""
        harness = self.make_harness(self.folder / f"{worker:03}")
        made = {kind: self._batches(harness, kind) for kind in self.settings.kinds}
        tasks = self._share(made)
        while not self._is_stopped.is_set():
            try:
                kind, number = tasks.get_nowait()
            except Empty:
                return
            targets = [t for t in self.report.targets if self._is_wanted(t)]
            if not targets:
                return
            report = harness.run(made[kind][number], targets, number, kind)
            with self._lock:
                self.report.add(report)
                self._counts["done"] += 1
                self.settings.on_batch(self._counts["done"], self._counts["of"])

    def _batches(self, harness: Harness, kind: str) -> list[list[str]]:
        traps = harness.traps
        odd = () if kind == PARAMETERS else ODD_NAMES
        generated = stream(traps, self.settings.generated, self.settings.seed)
        return list(batches(dict.fromkeys([*always(traps), *odd, *generated]), kind))

    def _share(self, made: Mapping[str, Sequence[object]]) -> SimpleQueue[tuple[str, int]]:
        """Return the tasks, which the first worker writes down."""
        with self._lock:
            if self._tasks is None:
                self._tasks = SimpleQueue()
                for kind, parts in made.items():
                    self._counts["of"] += len(parts)
                    for number in range(len(parts)):
                        self._tasks.put((kind, number))
            return self._tasks

    def _is_wanted(self, target: Target) -> bool:
        """Return whether a target gets further values."""
        if not (target.is_builtin or self.settings.trusted):
            return False
        breaches = [breach for breach in self.report.breaches if breach.by == target.id]
        if any(not breach.values for breach in breaches) or len(breaches) >= _MOST_BREACHES:
            self.report.unfinished.add(target.id)
            return False
        return True
