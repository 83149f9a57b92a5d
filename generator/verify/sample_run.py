"""One sample on its way: compiled once, run once for every case, and judged by what arrived and by
what it did."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from generator.languages.target import Toolchain
from generator.rendering.capabilities import needed_capabilities
from generator.rendering.jobs import Job
from generator.verify.cache import key
from generator.verify.expected.cases import Case, cases
from generator.verify.expected.output import (
    clear,
    expected_error,
    output_facts,
    output_faults,
    saved_faults,
)
from generator.verify.expected.request import expected_request, request_faults
from generator.verify.mock_server import Received
from generator.verify.process import Result
from generator.verify.results import CaseResult, SampleResult, State
from generator.verify.settings import Limiter, Settings, keys_of
from generator.verify.stage import Runner, SampleCopy
from generator.verify.target_run import TargetRun
from generator.verify.toolchain import Absent, ChosenToolchain, environment, run

# Seconds that a run may take, and that one may take on top of twice its own time limit: clients
# may wait as long again for the other side to end TLS.
_LONGEST = 60
_GRACE = 15
# Seconds by which it may give up late.
_SLACK = 4


def cases_of(job: Job, stage: Runner, settings: Settings) -> list[Case]:
    """List the cases that a sample is run in."""
    listed = cases(job.api, job.operation, stage.is_tls(job), not stage.is_exact)
    chosen, leaders = settings.cases, settings.leaders
    if leaders is not None and job.path not in leaders:
        listed = [case for case in listed if not case.is_of_network]
    return [c for c in listed if chosen is None or c.id in chosen or c.column in chosen]


def leaders_of(jobs: Iterable[Job]) -> frozenset[str]:
    """Choose the samples that run what a network brings: one of each kind of request.

    Templates know no more of an operation than its shapes when nothing, or nothing documented,
    comes back; so it is the same code for all samples of a kind.

    Arguments:
        jobs: all samples of a run.

    Returns:
        The paths of the first samples of each kind, for each target.
    """
    first: dict[object, str] = {}
    for job in jobs:
        program = job.caller.program if job.caller else ""
        is_head = job.operation.method == "HEAD"
        kind = (
            job.target.id,
            program,
            job.api.folder,
            is_head,
            frozenset(needed_capabilities(job.api, job.operation)),
        )
        first.setdefault(kind, job.path)
    return frozenset(first.values())


class SampleRun:
    """One sample; `open` first, then `prove`, and `close` in any case.

    Arguments:
        job: the sample as it is published.
        published: the bytes of all that is published, by path.
        stage: where it runs.
        settings: how.
        gate: how much at a time.
        team: what it shares with the other samples of its target.
        folder: a folder of its own, which is not there yet.
    """

    def __init__(
        self,
        job: Job,
        published: Mapping[str, bytes],
        stage: Runner,
        settings: Settings,
        gate: Limiter,
        team: TargetRun,
        folder: Path,
    ) -> None:
        self.job = job
        self.published = published
        self.stage = stage
        self.settings = settings
        self.gate = gate
        self.team = team
        self.folder = folder
        self.cells: list[CaseResult] = []
        self.env = keys_of(job.api)
        self.todo = cases_of(job, stage, settings)
        self.scenes: dict[str, SampleCopy] = {}
        self.keys: dict[str, str] = {}
        self.build_key = ""
        self.is_known = False
        self._is_proven = False
        self._stack = ExitStack()
        self._pause = ExitStack()

    def open(self) -> None:
        """Start the server, write the files, and look up what of it passed before."""
        self.chosen = self._fit()
        self.scene = self.stage.open(self.job, self.published, self.folder, self._stack)
        faults = self.stage.faults(self.job, self.published, self.scene, self.settings.out)
        self._add(CaseResult("published", "published", _state(faults), tuple(faults)))
        self.absent = self.chosen if isinstance(self.chosen, Absent) else None
        if self.absent is None and faults and self.stage.is_exact:
            self.absent = Absent("it is not what is published", False)
        if self.absent is not None or isinstance(self.chosen, Absent):
            return
        self.scenes = {case.id: _scene(case, self.scene) for case in self.todo}
        self.keys = {c.id: self._key(self.chosen, self.scenes[c.id], c) for c in self.todo}
        self.build_key = self._key(self.chosen, self.scene, None)
        cache = self.settings.cache
        if cache is not None:
            self.is_known = all(k in cache for k in (self.build_key, *self.keys.values()))

    def pause(self) -> None:
        """Have the server listen no more until the sample is proven: listening takes work."""
        self._pause.enter_context(self.scene.server.refusing())

    def close(self) -> None:
        """End the server, if there is one."""
        with self._stack, self._pause:
            pass

    def unbuilt(self) -> list[SampleCopy]:
        """Give the scenes whose files are to be built: the sample, and those with other values."""
        if self.absent is not None or self.is_known:
            return []
        cache = self.settings.cache
        other = [
            self.scenes[case.id]
            for case in self.todo
            if case.values and not (cache is not None and self.keys[case.id] in cache)
        ]
        return [self.scene, *(scene for scene in other if scene is not self.scene)]

    def prove(self) -> SampleResult:
        """Run the sample that is open in all its cases."""
        self._pause.close()
        if self.absent is not None or isinstance(self.chosen, Absent):
            self._skip(self.todo, self.absent or Absent("", False))
        elif self.is_known:
            self._add(CaseResult("build", "build", State.PASSED, earlier=True))
            for case in self.todo:
                self._add(self._earlier(self.chosen.toolchain, case))
        else:
            self._run(self.chosen.toolchain)
        proven = b"".join(self.published[path] for path in self.job.published)
        digest = hashlib.sha256(proven).hexdigest()
        cells = tuple(self._sorted())
        if isinstance(self.chosen, Absent):
            return SampleResult(self.job, digest, "", {}, cells)
        name, versions = self.chosen.toolchain.name, self.chosen.versions
        return SampleResult(self.job, digest, name, versions, cells)

    def _fit(self) -> ChosenToolchain | Absent:
        if self.team.choice is None:
            return Absent("needs --trust: its templates are not built in", False)
        chosen = self.team.choice.result()
        if isinstance(chosen, ChosenToolchain):
            reason = self.stage.unfit(self.job, chosen.toolchain)
            return Absent(reason, False) if reason else chosen
        return chosen

    def _add(self, cell: CaseResult) -> None:
        self.cells.append(cell)
        self.settings.progress()

    def _sorted(self) -> list[CaseResult]:
        """Give the cells in the order of the cases, whatever ran first."""
        order = {case.id: number for number, case in enumerate(self.todo)}
        return sorted(self.cells, key=lambda cell: order.get(cell.case, -1))

    def _skip(self, todo: Sequence[Case], absent: Absent, build: bool = True) -> None:
        columns = [("build", "build")] if build else []
        for id_, column in [*columns, *((case.id, case.column) for case in todo)]:
            self._add(
                CaseResult(
                    id_, column, State.NOT_RUN, (), absent.reason, elsewhere=absent.elsewhere
                )
            )

    def _run(self, chosen: Toolchain) -> None:
        cache = self.settings.cache
        with self.gate.working:
            self.gate.check()
            toolchain, faults = self.scene.prepare(chosen)
        self._add(CaseResult("build", "build", _state(faults), tuple(faults)))
        if cache is not None:
            cache.note(self.build_key, not faults)
        if faults:
            self._skip(self.todo, Absent("it was not built", False), build=False)
            return
        for scene in (self.scene, *self.scenes.values()):
            scene.places["shared"] = str(self.team.shared)
        self.scene.server.answer = self.todo[0].answer if self.todo else None
        self.team.make_once(toolchain, self.scene, self.env)
        todo = self._order()
        for number, case in enumerate(todo):
            self.gate.check()
            if cache is not None and self.keys[case.id] in cache:
                self._add(self._earlier(chosen, case))
                continue
            cell = self._case(toolchain, case, self.scenes[case.id])
            self._add(cell)
            if cache is not None:
                cache.note(self.keys[case.id], cell.state is not State.FAILED)
            if cell.state is State.FAILED and not self.settings.patient:
                self._skip(todo[number + 1 :], Absent("another failed", False), build=False)
                return

    def _order(self) -> list[Case]:
        """Give the cases in the order in which they run.

        Those that wait for an answer are early, when others have enough to do meanwhile; the first
        case is, if they come to nothing, the quickest way to learn that.
        """
        if not self.settings.patient:
            return self.todo
        first, rest = self.todo[:1], self.todo[1:]
        return [*first, *sorted(rest, key=lambda case: not _is_silent(case))]

    def _key(self, chosen: ChosenToolchain, scene: SampleCopy, case: Case | None) -> str:
        toolchain = chosen.toolchain
        builds = (toolchain.build, toolchain.check, toolchain.build_all)
        runs = (toolchain.run, toolchain.trust, toolchain.once, toolchain.warm)
        steps = (toolchain.env, builds, runs)
        values = case.values if case else {}
        contract = expected_request(self.job.api, self.job.operation, values, self.env)
        expect = sorted(self.job.target.expect.items())
        depends = (
            scene.identity(),
            self.job.file,
            self.stage.name,
            steps,
            dict(toolchain.known_failures),
        )
        said = None if case is None else self._facts(case)
        return key((*depends, dict(chosen.versions), contract, case, said, expect))

    @staticmethod
    def _earlier(toolchain: Toolchain, case: Case) -> CaseResult:
        reason = _exception(toolchain, case)
        state = State.KNOWN if reason else State.PASSED
        return CaseResult(case.id, case.column, state, reason=reason, earlier=True)

    def _case(self, toolchain: Toolchain, case: Case, scene: SampleCopy) -> CaseResult:
        faults = tuple(self._faults(toolchain, case, scene))
        reason = _exception(toolchain, case)
        if not reason:
            return CaseResult(case.id, case.column, _state(faults), faults)
        if faults:
            return CaseResult(case.id, case.column, State.KNOWN, faults, reason)
        gone = f"it passes, but language.yaml knows it to fail: {reason}"
        return CaseResult(case.id, case.column, State.FAILED, (gone,), reason)

    def _faults(self, toolchain: Toolchain, case: Case, scene: SampleCopy) -> list[str]:
        server = scene.server
        server.answer = case.answer
        silent = _is_silent(case)
        with ExitStack() as stack:
            stack.enter_context(self.gate.waiting if silent else self.gate.working)
            if case.values:
                _, faults = scene.prepare(toolchain)
                if faults:
                    return faults
            server.received.clear()
            if case.network == "refused":
                stack.enter_context(server.refusing())
            elif case.network == "untrusted":
                stack.enter_context(scene.untrusted())
            clear(self.job.operation, scene.work)
            env: dict[str, str | None] = {**self.env, **case.keys}
            longest = 2 * scene.limit + _GRACE if silent else _LONGEST
            start = time.monotonic()
            try:
                result = self._result(toolchain, scene, env, longest)
            except OSError as error:
                return [f"{toolchain.run[0]}: can't be started ({error.strerror or error})"]
            end = time.monotonic()
        expected = expected_request(self.job.api, self.job.operation, case.values, self.env)
        faults = request_faults(server.received, expected, case.requests)
        faults += output_faults(self.job.target, case.outcome, result, self._facts(case))
        own = self.job.target.expect.get(case.outcome)
        is_taken = own is not None and own.exit == 0  # for an answer like any other
        outcome = "success" if is_taken else case.outcome
        faults += saved_faults(self.job.operation, case.answer, outcome, scene.work)
        if any(value in result.stdout + result.stderr for value in self.env.values()):
            faults.append("it prints the key")
        if silent and result.exit is not None:
            faults += self._patience(scene, end - start, server.received, end)
        return faults

    def _result(
        self, toolchain: Toolchain, scene: SampleCopy, env: Mapping[str, str | None], longest: float
    ) -> Result:
        """Run the sample: the first time as its toolchain says, then warm, where that can be."""
        starter = self.team.starter(toolchain) if self._is_proven and not scene.launcher else None
        self._is_proven = True
        variables = {**environment(toolchain), **env}
        if starter is not None:
            warm = starter.execute(scene.file, variables, longest, scene.work)
            if warm is not None:
                return warm
        scene.server.received.clear()
        return run(toolchain, scene.file, scene.work, env, longest, scene.launcher, scene.places)

    def _patience(
        self, scene: SampleCopy, took: float, received: Sequence[Received], end: float
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
            **output_facts(operation, case.answer),
            "env": next(iter(case.keys), ""),
            "raised": expected_error(
                self.job.api, caller.classes, caller.base, case.answer, is_head
            )
            if caller
            else "",
        }


def _exception(toolchain: Toolchain, case: Case) -> str:
    """Give why a case, or all cases of its column, are known to fail; nothing if they are not."""
    return toolchain.known_failures.get(case.id) or toolchain.known_failures.get(case.column, "")


def _is_silent(case: Case) -> bool:
    """Say whether a run waits for an answer that never comes."""
    return case.answer.silent and case.network == "up"


def _scene(case: Case, scene: SampleCopy) -> SampleCopy:
    """Give the scene of a case: the sample's own, or that with the case's values."""
    return scene.vary(case.values) if case.values and scene.vary else scene


def _state(faults: Sequence[str]) -> State:
    return State.FAILED if faults else State.PASSED
