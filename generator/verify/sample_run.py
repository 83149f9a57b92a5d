"""Verify one sample: build it once, run it once for each case, and check what it sends and prints.

A case is one situation, such as a documented answer. A cell is the result of one case.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from generator.errors import GenError
from generator.languages.target import Toolchain
from generator.model.text import reveal
from generator.rendering.jobs import Job
from generator.verify.cache import make_cell_key
from generator.verify.case_selection import select_cases
from generator.verify.compare import published_cell
from generator.verify.expectations import least_lines, make_expected, make_facts, sequence_faults
from generator.verify.expected.cases import Case
from generator.verify.expected.files import files_of, saved_faults
from generator.verify.expected.odd_values import without_line_ends
from generator.verify.expected.output import key_faults, output_faults
from generator.verify.http_request import ReceivedRequest
from generator.verify.mock_server import MockServer
from generator.verify.process import Result
from generator.verify.results import CaseResult, SampleResult, State
from generator.verify.settings import Limiter, Settings, make_keys
from generator.verify.stage import Runner, SampleCopy
from generator.verify.target_run import TargetRun
from generator.verify.toolchain import (
    ChosenToolchain,
    Unavailable,
    run_sample,
    toolchain_environment,
)
from generator.verify.warm_process import WarmProcess

# The time limit of a run in seconds. Where no answer comes, it is twice the sample's own time
# limit and _GRACE: clients may wait as long again for the server to end TLS.
_LONGEST = 60
_GRACE = 15
# Seconds by which a sample may exceed its own time limit. Where that limit is for the time in which
# no byte moves, curl looks back at the last five seconds.
_SLACK = 8


class SampleRun:
    """The verification of one sample: call `open`, then `prove`, and `close` in any case.

    Arguments:
        job: the sample.
        published: the bytes of all published files by path.
        runner: how the sample is run: rendered anew, or as the committed file.
        settings: the options of the verification.
        limiter: limits how many programs run at a time.
        target_run: what the sample shares with the other samples of its target.
        folder: a path at which nothing exists yet, for the files of this sample.
    """

    def __init__(
        self,
        job: Job,
        published: Mapping[str, bytes],
        runner: Runner,
        settings: Settings,
        limiter: Limiter,
        target_run: TargetRun,
        folder: Path,
    ) -> None:
        self.job = job
        self.published = published
        self.runner = runner
        self.settings = settings
        self.limiter = limiter
        self.target_run = target_run
        self.folder = folder
        self.cells: list[CaseResult] = []
        self.env = make_keys(job.api)
        self.cases = select_cases(job, runner, settings)
        self.copies: dict[str, SampleCopy] = {}
        self.keys: dict[str, str] = {}
        self.build_key = ""
        self.is_known = False
        self._is_proven = False
        self._has_asked = False
        self._starter: WarmProcess | None = None
        self._oracle = settings.oracles.get(job.api.folder)
        self._unjudged = self._oracle.unjudged if self._oracle else ""
        self._stack = ExitStack()
        self._pause = ExitStack()

    def open(self) -> None:
        """Start the mock server, write the files, and look up which cells passed before."""
        self.chosen = self._choose_toolchain()
        self.copy = self.runner.open(self.job, self.published, self.folder, self._stack)
        out = self.settings.out
        faults = self.runner.faults(self.job, self.published, self.copy, out)
        self._add(published_cell(out, self.job.published, faults))
        self.unavailable = self.chosen if isinstance(self.chosen, Unavailable) else None
        if self.unavailable is None and faults and self.runner.is_exact:
            self.unavailable = Unavailable("it is not what is published", False)
        if self.unavailable is not None or isinstance(self.chosen, Unavailable):
            return
        rows = [self._copy_for(case) for case in self.cases]
        self.cases = [case for case, _ in rows]
        self.copies = {case.id: copy for case, copy in rows}
        self.keys = {c.id: self._key(self.chosen, self.copies[c.id], c) for c in self.cases}
        self.build_key = self._key(self.chosen, self.copy, None)
        cache = self.settings.cache
        if cache is not None:
            self.is_known = all(k in cache for k in (self.build_key, *self.keys.values()))

    def _copy_for(self, case: Case) -> tuple[Case, SampleCopy]:
        """Return a case and the copy for it, without line ends in values where those can't be."""
        try:
            return case, self.copy.for_case(case)
        except GenError:
            if not case.values:
                raise
        case = replace(case, values=without_line_ends(case.values))
        return case, self.copy.for_case(case)

    def pause(self) -> None:
        """Stop the mock server from listening, which takes processor time, until `prove` runs."""
        self._pause.enter_context(self.copy.server.refuse_connections())

    def close(self) -> None:
        """Stop the mock server if `open` started it."""
        with self._stack, self._pause:
            pass

    def copies_to_build(self) -> list[SampleCopy]:
        """Return the copies to build, such as one with other values; none if nothing has to run."""
        if self.unavailable is not None or self.is_known:
            return []
        cache = self.settings.cache
        other = [
            self.copies[case.id]
            for case in self.cases
            if case.values and not (cache is not None and self.keys[case.id] in cache)
        ]
        return [self.copy, *(copy for copy in other if copy is not self.copy)]

    def prove(self) -> SampleResult:
        """Run the opened sample in the cases that can run, and return a result with all cells."""
        self._pause.close()
        if self.unavailable is not None or isinstance(self.chosen, Unavailable):
            self._skip(self.cases, self.unavailable or Unavailable("", False))
        elif self.is_known:
            self._add(CaseResult("build", "build", State.PASSED, is_cached=True))
            for case in self.cases:
                self._add(self._cached_result(self.chosen.toolchain, case))
        else:
            self._build_and_run(self.chosen.toolchain)
        self._add_document_cell()
        proven = b"".join(self.published[path] for path in self.job.proven)
        digest = hashlib.sha256(proven).hexdigest()
        cells = tuple(self._sorted())
        if isinstance(self.chosen, Unavailable):
            return SampleResult(self.job, digest, "", {}, cells)
        name, versions = self.chosen.toolchain.name, self.chosen.versions
        return SampleResult(self.job, digest, name, versions, cells)

    def _add_document_cell(self) -> None:
        """Add the cell that says whether the requests were judged by the API's document."""
        ran = [cell for cell in self.cells if cell.case not in ("published", "build")]
        if self._oracle is None or not ran:
            return
        cell = CaseResult("document", "document", State.PASSED)
        if all(other.state is State.NOT_RUN for other in ran):
            cell = replace(ran[0], case=cell.case, column=cell.column)
        elif self._unjudged:
            cell = replace(cell, state=State.NOT_RUN, reason=f"not judged: {self._unjudged}")
        elif all(other.is_cached for other in ran):
            cell = replace(cell, is_cached=True)
        self._add(cell)

    def _choose_toolchain(self) -> ChosenToolchain | Unavailable:
        """Return the target's toolchain, or why it can't run this sample."""
        if self.job.own is not None and not self.settings.trusted:
            return Unavailable("needs --trust: it is written by hand", False)
        if self.target_run.choice is None:
            return Unavailable("needs --trust: its templates are not built in", False)
        chosen = self.target_run.choice.result()
        if isinstance(chosen, ChosenToolchain):
            reason = self.runner.unfit_reason(self.job, chosen.toolchain)
            return Unavailable(reason, False) if reason else chosen
        return chosen

    def _add(self, cell: CaseResult) -> None:
        """Add a cell, and report progress."""
        self.cells.append(cell)
        self.settings.progress()

    def _sorted(self) -> list[CaseResult]:
        """Return the cells in the order of the cases, which ran in another order."""
        order = [case.id for case in self.cases]
        return sorted(self.cells, key=lambda c: order.index(c.case) if c.case in order else -1)

    def _skip(self, cases: Sequence[Case], unavailable: Unavailable, build: bool = True) -> None:
        """Add cells that did not run."""
        columns = [("build", "build")] if build else []
        for id_, column in [*columns, *((case.id, case.column) for case in cases)]:
            self._add(
                CaseResult(
                    id_,
                    column,
                    State.NOT_RUN,
                    (),
                    unavailable.reason,
                    is_other_platform=unavailable.is_other_platform,
                )
            )

    def _build_and_run(self, chosen: Toolchain) -> None:
        """Build the sample, and run the cases that did not pass before."""
        cache = self.settings.cache
        with self.limiter.working:
            self.limiter.check()
            toolchain, faults = self.copy.prepare(chosen)
        self._add(CaseResult("build", "build", State.of(faults), tuple(faults)))
        if cache is not None:
            cache.note(self.build_key, not faults)
        if faults:
            self._skip(self.cases, Unavailable("it was not built", False), build=False)
            return
        for copy in (self.copy, *self.copies.values()):
            copy.places["shared"] = str(self.target_run.shared)
        self.copy.server.answer = self.cases[0].answer if self.cases else None
        self.target_run.run_once_step(toolchain, self.copy, self.env)
        cases = self._order_cases()
        for number, case in enumerate(cases):
            self.limiter.check()
            if cache is not None and self.keys[case.id] in cache:
                self._add(self._cached_result(chosen, case))
                continue
            cell = self._run_case(toolchain, case, self.copies[case.id])
            self._add(cell)
            if cache is not None:
                cache.note(self.keys[case.id], cell.state is not State.FAILED and self._is_judged)
            if cell.state is State.FAILED and not self.settings.keep_going:
                self._skip(cases[number + 1 :], Unavailable("another failed", False), build=False)
                return

    def _order_cases(self) -> list[Case]:
        """Return the cases in the order in which they run.

        The first case stays first: if the sample does not work at all, it shows that quickest.
        The cases that wait for an answer come next, so that other samples can run meanwhile.
        """
        if not self.settings.keep_going:
            return self.cases
        first, rest = self.cases[:1], self.cases[1:]
        return [*first, *sorted(rest, key=lambda case: not case.gets_no_answer)]

    def _key(self, chosen: ChosenToolchain, copy: SampleCopy, case: Case | None) -> str:
        """Return the cache key of a case, or of the build if `case` is None."""
        toolchain = chosen.toolchain
        builds = (toolchain.build, toolchain.check, toolchain.build_all)
        runs = (toolchain.run, toolchain.trust, toolchain.once, toolchain.warm)
        steps = (toolchain.env, builds, runs)
        contract = make_expected(self.job, case, self.env)
        expect = sorted(self.job.expect.items())
        inputs = (
            copy.identity(),
            self.job.file,
            self.runner.name,
            steps,
            dict(toolchain.known_failures),
        )
        facts = None if case is None else make_facts(self.job, case)
        oracle = self._oracle.identity if self._oracle else ""
        return make_cell_key(
            (*inputs, dict(chosen.versions), contract, case, facts, expect, oracle)
        )

    @property
    def _is_judged(self) -> bool:
        """Whether the oracle has judged every request, or can't judge any."""
        return self._oracle is None or self._unjudged == self._oracle.unjudged

    @staticmethod
    def _cached_result(toolchain: Toolchain, case: Case) -> CaseResult:
        """Return the cell of a case that passed in an earlier run."""
        reason = toolchain.known_failure(case.id, case.column)
        state = State.KNOWN if reason else State.PASSED
        return CaseResult(case.id, case.column, state, reason=reason, is_cached=True)

    def _run_case(self, toolchain: Toolchain, case: Case, copy: SampleCopy) -> CaseResult:
        """Run a case, and return its cell."""
        faults = tuple(self._faults(toolchain, case, copy))
        reason = toolchain.known_failure(case.id, case.column)
        if not reason:
            return CaseResult(case.id, case.column, State.of(faults), faults)
        if faults:
            return CaseResult(case.id, case.column, State.KNOWN, faults, reason)
        fault = f"it passes, but language.yaml knows it to fail: {reason}"
        return CaseResult(case.id, case.column, State.FAILED, (fault,), reason)

    def _faults(self, toolchain: Toolchain, case: Case, copy: SampleCopy) -> list[str]:
        """Run a case, and return its faults."""
        server = copy.server
        is_silent = case.gets_no_answer
        with ExitStack() as stack:
            is_idle = is_silent or case.waits
            stack.enter_context(self.limiter.waiting if is_idle else self.limiter.working)
            other = stack.enter_context(MockServer([self.job.api])) if case.names_other else None
            case = case.at(copy.job.request.endpoint, other.endpoint if other else "")
            server.answer, server.script = case.answer, [step.answer for step in case.steps]
            if case.values:
                _, faults = copy.prepare(toolchain)
                if faults:
                    return faults
            server.received.clear()
            if case.network == "refused":
                stack.enter_context(server.refuse_connections())
            elif case.network == "untrusted":
                stack.enter_context(copy.untrusted())
            sent = [reveal(file.value) for file in self.job.request.files]
            stack.enter_context(files_of(case, self.job.operation, sent, copy.work))
            env = {**self.env, **case.keys}
            longest = 2 * copy.limit + _GRACE if is_silent else _LONGEST
            start = time.monotonic()
            try:
                result = self._execute(toolchain, copy, env, longest)
            except OSError as error:
                return [f"{toolchain.run[0]}: can't be started ({error.strerror or error})"]
            end = time.monotonic()
        faults = sequence_faults(server.received, make_expected(self.job, case, self.env), case)
        if other is not None and other.received:
            faults.append(f"{len(other.received)} requests went to another host, expected none")
        faults += self._oracle_faults(server.received, case)
        facts, lines = make_facts(self.job, case), least_lines(self.job, case)
        faults += output_faults(self.job.expect, case.outcome, result, facts, lines)
        declared = self.job.expect.get(case.outcome)
        # To curl, a redirect is a success.
        outcome = "success" if declared is not None and declared.exit == 0 else case.outcome
        faults += saved_faults(self.job.operation, case.answer, outcome, copy.work)
        faults += key_faults(result, self.env.values())
        if is_silent and result.exit is not None:
            faults += self._patience_faults(copy, end - start, server.received, end)
        return faults

    def _oracle_faults(self, received: Sequence[ReceivedRequest], case: Case) -> list[str]:
        """Let the oracle judge the requests that arrived, and return the faults."""
        faults: dict[str, None] = {}
        operation = self.job.operation
        if self._oracle is not None and not self._oracle.unjudged:
            for number, request in enumerate(received):
                # Hostile values are not those of the document, and neither are those of links.
                step = case.steps[number] if number < len(case.steps) else None
                request = request.without(step.query) if step and step.is_link else request
                is_documented = not case.values and not (number and step and step.query)
                verdict = self._oracle.judge(
                    request, self.job.request.endpoint, is_documented, operation.fragment
                )
                self._unjudged = self._unjudged or verdict.unjudged
                faults |= dict.fromkeys(f"the document: {fault}" for fault in verdict.faults)
        return list(faults)

    def _execute(
        self, toolchain: Toolchain, copy: SampleCopy, env: Mapping[str, str | None], longest: float
    ) -> Result:
        """Run the sample: first by its toolchain's command, later by a warm process if possible."""
        variables = {**toolchain_environment(toolchain), **env}
        starter = self._warm_process(toolchain, copy) if self._is_proven else None
        self._is_proven = True
        if starter is not None:
            warm = starter.execute(copy.file, variables, longest, copy.work)
            if warm is not None:
                return warm
        copy.server.received.clear()
        return run_sample(toolchain, copy.file, copy.work, env, longest, copy.launcher, copy.places)

    def _warm_process(self, toolchain: Toolchain, copy: SampleCopy) -> WarmProcess | None:
        """Return the warm process of the sample or of its target; None if there is none."""
        if copy.launcher:
            return None
        if not self._has_asked:
            self._has_asked = True
            about = self.copy, self.env, len(self.cases)
            self._starter = self.target_run.start_for_sample(toolchain, *about, self._stack)
        return self._starter or self.target_run.warm_process(toolchain)

    def _patience_faults(
        self, copy: SampleCopy, took: float, received: Sequence[ReceivedRequest], end: float
    ) -> list[str]:
        """Return a fault if a sample gave up too early or too late.

        The time that it takes to start does not count as too late.
        """
        waited = end - received[-1].at if received else took
        longest = (2 if self.runner.is_tls(self.job) else 1) * copy.limit + _SLACK
        if took >= copy.limit and waited <= longest:
            return []
        return [f"it gave up after {min(took, waited):.1f} s, expected {copy.limit} s"]
