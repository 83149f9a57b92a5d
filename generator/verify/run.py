"""Runs samples: each compiled once, run once for every case, judged by what arrived and by what
it did."""

from __future__ import annotations

import hashlib
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, CancelledError, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from generator.errors import GenError, one_of
from generator.model import Api
from generator.plan import Job
from generator.target import Toolchain
from generator.verify.answers import Case, cases
from generator.verify.cache import Cache, key
from generator.verify.outcome import judge
from generator.verify.printed import clear, facts, saved_faults
from generator.verify.program import kill_all
from generator.verify.proof import Cell, Proof, State
from generator.verify.raised import raised
from generator.verify.server import Received
from generator.verify.stage import Scene, Stage
from generator.verify.toolchain import Absent, Chosen, choose, run
from generator.verify.wire import differences, wanted

# Seconds that a run may take, and that one may take on top of twice its own time limit: clients
# may wait as long again for the other side to end TLS.
_LONGEST = 60
_GRACE = 15
# Seconds by which it may give up late.
_SLACK = 4
# How many runs may wait for an answer that never comes, for each that may do something.
_WAITING = 8


@dataclass(frozen=True)
class Settings:
    """How a verification is done.

    Attributes:
        jobs: how many programs run at a time.
        trusted: whether steps and templates of the user's own folders may run.
        cases: ids or columns of the only cases to run; None for all.
        out: the output folder whose files must be what is rendered; None for no such check.
        cache: what passed before.
        progress: called behind each cell.
        patient: whether all cases are run, whatever failed.
    """

    jobs: int
    trusted: bool = False
    cases: frozenset[str] | None = None
    out: Path | None = None
    cache: Cache | None = None
    progress: Callable[[], None] = lambda: None
    patient: bool = True


def keys_of(api: Api) -> dict[str, str]:
    """Choose a value for each credential's variable: no two alike, with what clients may mangle."""
    return {c.env: f"v3rify/+=:-._~ {c.env}" for c in api.credentials}


def count(jobs: Sequence[Job], stage: Stage, settings: Settings) -> int:
    """Count the cells there will be."""
    return sum(len(_cases(job, stage, settings)) + 2 for job in jobs)


def _cases(job: Job, stage: Stage, settings: Settings) -> list[Case]:
    listed = cases(job.api, job.operation, stage.is_tls(job), not stage.is_exact)
    chosen = settings.cases
    return [c for c in listed if chosen is None or c.id in chosen or c.column in chosen]


def verify(
    jobs: Sequence[Job], published: Mapping[str, bytes], stage: Stage, settings: Settings
) -> list[Proof]:
    """Run samples.

    Arguments:
        jobs: the samples as they are published.
        published: their bytes by path, and those of the clients that they call.
        stage: where they run.
        settings: how.

    Raises:
        GenError: if a case that was asked for does not exist, or a sample can't be rendered.
    """
    if settings.cases is not None:
        every = replace(settings, cases=None)
        found = [case for job in jobs for case in _cases(job, stage, every)]
        known = {case.id for case in found} | {case.column for case in found}
        known |= {"published", "build"}  # which every run has
        for id_ in sorted(settings.cases - known):
            raise GenError(f"--case {id_}: there is no such case; {one_of(known, id_)}")
    stage.prepare(jobs)
    with (
        tempfile.TemporaryDirectory(prefix="gen-verify-") as folder,
        ThreadPoolExecutor(min(len(jobs) or 1, settings.jobs * _WAITING)) as pool,
    ):
        gate = _Gate(settings.jobs)
        # Submitted first, hence not waited for by what would keep them from being run.
        choices = {
            target: pool.submit(choose, target)
            for target in dict.fromkeys(job.target for job in jobs)
            if target.is_builtin or settings.trusted
        }
        futures = [
            pool.submit(
                _Sample(job, published, stage, settings, gate).prove,
                Path(folder, str(number)),
                choices.get(job.target),
            )
            for number, job in enumerate(jobs)
        ]
        try:
            pending = set(futures)
            while pending:  # a signal is seen between two waits
                done, pending = wait(pending, timeout=0.2, return_when=FIRST_EXCEPTION)
                for future in done:
                    future.result()
            proofs = [future.result() for future in futures]
        except BaseException:
            gate.closed.set()
            pool.shutdown(wait=False, cancel_futures=True)
            begun: list[Future[Any]] = [*choices.values(), *futures]
            while not all(future.done() for future in begun):
                kill_all()
                time.sleep(0.05)
            raise
    if settings.cache is not None:
        settings.cache.save()
    return proofs


@dataclass
class _Gate:
    """Lets only so many programs run at a time; those that wait for an answer count little.

    When `closed` is set, what runs is ended, and nothing more is begun.
    """

    jobs: int
    closed: threading.Event = field(default_factory=threading.Event)
    working: threading.Semaphore = field(init=False)
    waiting: threading.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self.working = threading.Semaphore(self.jobs)
        self.waiting = threading.Semaphore(self.jobs * _WAITING)


class _Sample:
    """One sample on its way through all cases."""

    def __init__(
        self,
        job: Job,
        published: Mapping[str, bytes],
        stage: Stage,
        settings: Settings,
        gate: _Gate,
    ) -> None:
        self.job = job
        self.published = published
        self.stage = stage
        self.settings = settings
        self.gate = gate
        self.cells: list[Cell] = []
        self.keys = keys_of(job.api)

    def prove(self, folder: Path, choice: Future[Chosen | Absent] | None) -> Proof:
        """Run the sample in a folder of its own, with a toolchain, which is None if not trusted."""
        chosen = self._fit(choice)
        todo = _cases(self.job, self.stage, self.settings)
        with ExitStack() as stack:
            scene = self.stage.open(self.job, self.published, folder, stack)
            faults = self.stage.faults(self.job, self.published, scene, self.settings.out)
            self._add(Cell("published", "published", _state(faults), tuple(faults)))
            if isinstance(chosen, Absent):
                self._skip(todo, chosen)
            elif faults and self.stage.is_exact:
                self._skip(todo, Absent("it is not what is published", False))
            else:
                self._run(todo, chosen, scene)
        proven = b"".join(self.published[path] for path in self.job.published)
        digest = hashlib.sha256(proven).hexdigest()
        if isinstance(chosen, Absent):
            return Proof(self.job, digest, "", {}, tuple(self.cells))
        name, versions = chosen.toolchain.name, chosen.versions
        return Proof(self.job, digest, name, versions, tuple(self.cells))

    def _fit(self, choice: Future[Chosen | Absent] | None) -> Chosen | Absent:
        if choice is None:
            return Absent("needs --trust: its templates are not built in", False)
        chosen = choice.result()
        if isinstance(chosen, Chosen):
            reason = self.stage.unfit(self.job, chosen.toolchain)
            return Absent(reason, False) if reason else chosen
        return chosen

    def _add(self, cell: Cell) -> None:
        self.cells.append(cell)
        self.settings.progress()

    def _skip(self, todo: Sequence[Case], absent: Absent, build: bool = True) -> None:
        columns = [("build", "build")] if build else []
        for id_, column in [*columns, *((case.id, case.column) for case in todo)]:
            self._add(
                Cell(id_, column, State.NOT_RUN, (), absent.reason, elsewhere=absent.elsewhere)
            )

    def _run(self, todo: Sequence[Case], chosen: Chosen, scene: Scene) -> None:
        cache = self.settings.cache
        scenes = {case.id: _scene(case, scene) for case in todo}
        keys = {case.id: self._key(chosen, scenes[case.id], case) for case in todo}
        build = self._key(chosen, scene, None)
        if cache is not None and build in cache and all(k in cache for k in keys.values()):
            self._add(Cell("build", "build", State.PASSED, earlier=True))
            for case in todo:
                self._add(self._earlier(chosen.toolchain, case))
            return
        with self.gate.working:
            toolchain, faults = scene.prepare(chosen.toolchain)
        self._add(Cell("build", "build", _state(faults), tuple(faults)))
        if cache is not None:
            cache.note(build, not faults)
        if faults:
            self._skip(todo, Absent("it was not built", False), build=False)
            return
        for number, case in enumerate(todo):
            if self.gate.closed.is_set():
                raise CancelledError
            if cache is not None and keys[case.id] in cache:
                self._add(self._earlier(chosen.toolchain, case))
                continue
            cell = self._case(toolchain, case, scenes[case.id])
            self._add(cell)
            if cache is not None:
                cache.note(keys[case.id], cell.state is not State.FAILED)
            if cell.state is State.FAILED and not self.settings.patient:
                self._skip(todo[number + 1 :], Absent("another failed", False), build=False)
                return

    def _key(self, chosen: Chosen, scene: Scene, case: Case | None) -> str:
        toolchain = chosen.toolchain
        steps = (toolchain.env, toolchain.build, toolchain.check, toolchain.run, toolchain.trust)
        values = case.values if case else {}
        contract = wanted(self.job.api, self.job.operation, values, self.keys)
        expect = sorted(self.job.target.expect.items())
        depends = (scene.identity(), self.job.file, self.stage.name, steps, dict(toolchain.known))
        said = None if case is None else self._facts(case)
        return key((*depends, dict(chosen.versions), contract, case, said, expect))

    @staticmethod
    def _earlier(toolchain: Toolchain, case: Case) -> Cell:
        reason = toolchain.known.get(case.id, "")
        state = State.KNOWN if reason else State.PASSED
        return Cell(case.id, case.column, state, reason=reason, earlier=True)

    def _case(self, toolchain: Toolchain, case: Case, scene: Scene) -> Cell:
        faults = tuple(self._faults(toolchain, case, scene))
        reason = toolchain.known.get(case.id, "")
        if not reason:
            return Cell(case.id, case.column, _state(faults), faults)
        if faults:
            return Cell(case.id, case.column, State.KNOWN, faults, reason)
        gone = f"it passes, but language.yaml knows it to fail: {reason}"
        return Cell(case.id, case.column, State.FAILED, (gone,), reason)

    def _faults(self, toolchain: Toolchain, case: Case, scene: Scene) -> list[str]:
        server = scene.server
        server.answer = case.answer
        server.received.clear()
        silent = case.answer.silent and case.network == "up"
        with ExitStack() as stack:
            stack.enter_context(self.gate.waiting if silent else self.gate.working)
            if case.values:
                _, faults = scene.prepare(toolchain)
                if faults:
                    return faults
            if case.network == "refused":
                stack.enter_context(server.refusing())
            elif case.network == "untrusted":
                stack.enter_context(scene.untrusted())
            env: dict[str, str | None] = {**self.keys, **case.keys}
            longest = 2 * scene.limit + _GRACE if silent else _LONGEST
            clear(self.job.operation, scene.work)
            start = time.monotonic()
            try:
                result = run(toolchain, scene.file, scene.work, env, longest, scene.launcher)
            except OSError as error:
                return [f"{toolchain.run[0]}: can't be started ({error.strerror or error})"]
            end = time.monotonic()
        expected = wanted(self.job.api, self.job.operation, case.values, self.keys)
        faults = differences(server.received, expected, case.requests)
        faults += judge(self.job.target, case.outcome, result, self._facts(case))
        own = self.job.target.expect.get(case.outcome)
        taken = own is not None and own.exit == 0  # for an answer like any other
        outcome = "success" if taken else case.outcome
        faults += saved_faults(self.job.operation, case.answer, outcome, scene.work)
        if any(value in result.stdout + result.stderr for value in self.keys.values()):
            faults.append("it prints the key")
        if silent and result.exit is not None:
            faults += self._patience(scene, end - start, server.received, end)
        return faults

    def _patience(
        self, scene: Scene, took: float, received: Sequence[Received], end: float
    ) -> list[str]:
        """Judge when a sample gave up; what it takes to start does not count as too long."""
        waited = end - received[0].at if received else took
        longest = (2 if self.stage.is_tls(self.job) else 1) * scene.limit + _SLACK
        if took >= scene.limit and waited <= longest:
            return []
        return [f"it gave up after {min(took, waited):.1f} s, expected {scene.limit} s"]

    def _facts(self, case: Case) -> dict[str, str]:
        """Give what language.yaml may name in its expectations."""
        operation, caller = self.job.operation, self.job.caller
        is_head = operation.method == "HEAD"
        return {
            **facts(operation, case.answer),
            "env": next(iter(case.keys), ""),
            "raised": raised(self.job.api, caller, case.answer, is_head) if caller else "",
        }


def _scene(case: Case, scene: Scene) -> Scene:
    """Give the scene of a case: the sample's own, or that with the case's values."""
    return scene.vary(case.values) if case.values and scene.vary else scene


def _state(faults: Sequence[str]) -> State:
    return State.FAILED if faults else State.PASSED
