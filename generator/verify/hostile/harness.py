"""Put values through reader, renderer, toolchain and mock server; find which one is at fault."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import quote

from generator.errors import ProblemsError
from generator.languages.language import Language, Layers
from generator.languages.target import Target, Toolchain
from generator.model.api import Api
from generator.model.messages import ApiError, Response
from generator.model.structs import replace
from generator.model.text import is_plain, reveal
from generator.model.values import plain
from generator.plan import make_plan
from generator.rendering.capabilities import needed_capabilities
from generator.rendering.jobs import Job
from generator.rendering.renderer import render
from generator.rendering.request import Binding
from generator.verify.expected.cases import make_answer
from generator.verify.expected.files import remove_saved_file, saved_faults
from generator.verify.expected.output import output_facts, output_faults
from generator.verify.expected.request import ExpectedRequest, expected_request, request_faults
from generator.verify.hostile.body_sheets import make_sheet
from generator.verify.hostile.reader import Admitted, RefusalOf, UnjustError, admit, judged, read
from generator.verify.hostile.report import Breach, HostileReport
from generator.verify.hostile.sheets import ENV, Sheet
from generator.verify.hostile.slots import KINDS, ON_PAGES, PARAMETERS, Slot
from generator.verify.hostile.values import Traps
from generator.verify.mock_server import MockServer
from generator.verify.stage import write_sent_files
from generator.verify.toolchain import (
    ChosenToolchain,
    Unavailable,
    build_faults,
    choose_toolchain,
    run_sample,
)

# Who is at fault where no target is asked yet.
READER = "reader"
# How much one operation holds: values, and bytes of the request's target, of code of one literal
# or of an argument; the values of a form or of parts stand one by one.
MOST, LARGEST = 120, 30_000
# Seconds that samples wait for an answer: this is no test of that.
LIMIT = 60
KEYS = {ENV: "h0stile/+=:-._~ key"}
# Headers of a body, which clients write as they like it; what they say is compared anyway.
OF_BODIES = {"content-length", "content-type", "expect", "transfer-encoding"}


def batches(values: Iterable[str], kind: str = PARAMETERS) -> Iterator[list[str]]:
    """Divide values among operations: many to one, within what a request line can hold."""
    # A literal of Java holds 64 KiB (JVM Specification, 4.4.7), and so does a method (4.7.3). The
    # test server takes 16 MiB of a body, and a file of a part has 70 kB.
    factor = 4 if kind in ("form", "list", "file") else 1
    most, largest = factor * MOST, factor * LARGEST
    batch: dict[str, None] = {}
    size = 0
    for value in values:
        length = 4 * len(quote(value, safe="")) + 40
        if len(batch) == most or (batch and size + length > largest):
            yield list(batch)
            batch, size = {}, 0
        if value not in batch:
            batch[value] = None
            size += length
    if batch:
        yield list(batch)


@dataclass
class Headers:
    """The headers that clients add themselves where all values are harmless, by target.

    Several harnesses with the same templates share them. A key is a target, whether there is a
    body, the method, and whether the sample sends Accept. The kind of a body changes no other
    headers than those of bodies, and to build a sample for each kind takes long.
    """

    names: dict[tuple[str, bool, str, bool], frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Trial:
    """A sample or a page of a sheet, to be judged.

    Attributes:
        admitted: the spec.
        target: what it is rendered for.
        chosen: the toolchain of the target, or why there is none.
        binding: the endpoint that it calls.
        job: the sample.
        data: its bytes.
        server: the server that it calls.
        folder: an empty folder for it.
    """

    admitted: Admitted
    target: Target
    chosen: ChosenToolchain | Unavailable
    binding: Binding
    job: Job
    data: bytes
    server: MockServer
    folder: Path


class HarmlessError(Exception):
    """A sample fails with values that nobody would call hostile. The arguments are the faults."""


class Harness:
    """Runs values; for one thread alone.

    Arguments:
        folder: for samples and traps; nothing but this harness writes there.
        languages: all languages.
        layers: the template folders that the languages come from.
        headers: what clients of these templates add.
        lenient: whether values are left out that language.yaml says to fail.
    """

    def __init__(
        self,
        folder: Path,
        languages: Mapping[str, Language],
        layers: Layers,
        headers: Headers,
        lenient: bool = True,
    ) -> None:
        self.folder = folder
        self.lenient = lenient
        self.layers = layers
        # An operation here holds far more values than a line of some interpreters can.
        self.languages = {
            id_: replace(
                language, targets=tuple(replace(t, longest_line=0) for t in language.targets)
            )
            for id_, language in languages.items()
        }
        self.traps = Traps(folder / "traps")
        self.traps.folder.mkdir(parents=True)
        self.traps.lay()
        self._headers = headers

    def run(
        self,
        values: Sequence[str],
        targets: Iterable[Target],
        number: int = 0,
        kind: str = PARAMETERS,
    ) -> HostileReport:
        """Run values in all slots of one operation; on a fault, find what causes it."""
        report = HostileReport()
        sheet = make_sheet(kind, values, number)
        try:
            admitted = admit(sheet)
        except UnjustError as error:
            report.breaches = _culprits(READER, self._read_faults, sheet, str(error))
            return report
        for target in targets:
            try:
                whats = self._prove(admitted, target, report)
            except UnjustError as error:
                whats = [str(error)]
            except HarmlessError as error:
                report.breaches.append(Breach(target.id, [], [], error.args))
                continue
            if whats:
                report.breaches += _culprits(target.id, partial(self.faults, target), sheet, *whats)
        return report

    def _read_faults(self, sheet: Sheet) -> list[str]:
        try:
            admit(sheet)
        except UnjustError as error:
            return [str(error)]
        return []

    def faults(self, target: Target, sheet: Sheet) -> list[str]:
        """Give all that is wrong with one target's sample or page of a spec."""
        try:
            return self._prove(admit(sheet), target, HostileReport())
        except (UnjustError, HarmlessError) as error:
            return list(map(str, error.args))

    def refusal_of(self, target: Target) -> RefusalOf | None:  # noqa: ARG002
        """Give what a target has to refuse; None if it may refuse what it likes."""
        return None

    def is_judged(
        self,
        target: Target,  # noqa: ARG002
        chosen: ChosenToolchain | Unavailable,
    ) -> bool:
        """Say whether what is rendered for a target can be judged here."""
        return isinstance(chosen, ChosenToolchain)

    def judge(self, trial: Trial) -> list[str]:
        """Say what is wrong with a sample, apart from what can be read in it."""
        assert isinstance(trial.chosen, ChosenToolchain)
        toolchain, folder = trial.chosen.toolchain, trial.folder
        usual = self._usual(trial.target, toolchain, trial.admitted.sheet)
        faults, names = self._executed(trial.job, trial.data, toolchain, trial.server, folder)
        odd = sorted(names - usual)
        return [*faults, *(f"header {name} came, but does not usually" for name in odd)]

    def _prove(self, admitted: Admitted, target: Target, report: HostileReport) -> list[str]:
        """Render for one target, and see what it does; gives all faults."""
        chosen = choose_toolchain(target)
        if not is_able(target, admitted.api) or not self.is_judged(target, chosen):
            return []
        if self.lenient and (sheet := without_known(admitted.sheet, target)) != admitted.sheet:
            admitted = Admitted(sheet, read(sheet))
        with (
            tempfile.TemporaryDirectory(dir=self.folder) as folder,
            MockServer([admitted.api]) as server,
        ):
            binding = Binding(server.endpoint, LIMIT)
            refusal_of = self.refusal_of(target)
            try:
                job, data = self.rendered(admitted.api, target, binding)
            except ProblemsError as error:
                made, refused = judged(admitted.sheet, error, refusal_of)
                assert made is not None
                admitted, server.apis = made, [made.api]
                for reason, count in refused.items():
                    report.refused[target.id, reason] += count
                job, data = self.rendered(admitted.api, target, binding)
            else:
                judged(admitted.sheet, None, refusal_of)
            place = Path(folder)
            trial = Trial(admitted, target, chosen, binding, job, data, server, place)
            faults = self._shown(trial) + _misread(job, admitted.sheet)
            try:
                faults += self.judge(trial)
            except HarmlessError as error:
                if not faults:
                    raise
                faults += error.args
            faults += [f"it ran: {path} appeared" for path in self.traps.sprung(place)]
        is_run = isinstance(chosen, ChosenToolchain) and not target.is_page
        counts = report.run if is_run else report.read
        for slot in KINDS[admitted.sheet.kind]:
            if slot not in ON_PAGES or target.is_page:
                used = (admitted.sheet.is_used(slot, i) for i in range(len(admitted.sheet.values)))
                counts[target.id, slot] += sum(used)
        return faults

    def rendered(self, api: Api, target: Target, binding: Binding) -> tuple[Job, bytes]:
        """Render a sample, or a page with those about the whole API behind it."""
        plan = make_plan([api], self.languages, lambda _: binding, [target.id])
        files = render(plan.files, self.languages, self.layers)
        job = next(job for job in plan.jobs if job.wanted)  # others are samples with a loop
        paths = [job.path, *(page.path for page in plan.api_pages)]
        return job, b"\n".join(files[path] for path in paths)

    def _shown(self, trial: Trial) -> list[str]:
        """Say what a file shows that it must not: what can't be seen, what was on the disk."""
        text = trial.data.decode()
        # A page shows samples of all languages.
        of_page = self.languages.values() if trial.target.is_page else ()
        shown = text
        for language in (self.languages[trial.target.language], *of_page):
            if language.indentation is not None:
                shown = re.sub(f"(?m)^(?:{re.escape(language.indentation.text)})+", "", shown)
        hidden = sorted({f"U+{ord(c):04X}" for c in shown if c != "\n" and not is_plain(c)})
        faults = [f"{', '.join(hidden)} stands in the file as it is"] if hidden else []
        return faults + (["the file has what it may not read"] if self._secret(text) else [])

    def _secret(self, *texts: str) -> bool:
        return any(self.traps.content in text for text in texts)

    def _usual(self, target: Target, toolchain: Toolchain, of: Sheet) -> frozenset[str]:
        """Give the headers that a client adds where all values are harmless.

        Raises:
            HarmlessError: if the sample fails with these values.
        """
        sheet = make_sheet(of.kind, ["x"], of.number, only=())
        api = read(sheet)
        asks = api.operations[0].result is not None  # for a media type, with Accept
        key = (target.id, sheet.kind != PARAMETERS, sheet.method, asks)
        if key not in self._headers.names:
            with (
                MockServer([api]) as server,
                tempfile.TemporaryDirectory(dir=self.folder) as folder,
            ):
                job, data = self.rendered(api, target, Binding(server.endpoint, LIMIT))
                faults, names = self._executed(job, data, toolchain, server, Path(folder))
            if faults:
                raise HarmlessError(*faults)
            self._headers.names[key] = names
        return self._headers.names[key]

    def _executed(
        self, job: Job, data: bytes, toolchain: Toolchain, server: MockServer, folder: Path
    ) -> tuple[list[str], frozenset[str]]:
        """Build a sample, run it against success and an error; give faults and added headers."""
        file, work = folder / job.file, folder / "work"
        file.write_bytes(data)
        work.mkdir()
        if faults := build_faults(toolchain, file, work):
            return faults, frozenset()
        write_sent_files(job, work)
        expected = wanted_request(job)
        own = {name.casefold() for name, _ in expected.fields}
        before, names = set(folder.rglob("*")), set()
        answers: list[tuple[str, Response | ApiError]]
        answers = [("success", job.operation.success), ("error", job.operation.errors[0])]
        # An error is told alike whatever was sent.
        for outcome, row in answers[: 1 if job.operation.body else 2]:
            server.answer = make_answer(row)
            server.received.clear()
            remove_saved_file(job.operation, work)
            try:
                result = run_sample(toolchain, file, work, dict(KEYS))
            except OSError as error:
                return [f"it can't be run ({error.strerror or error})"], frozenset()
            facts = {**job.target.wording, **output_facts(job.operation, server.answer), "env": ENV}
            faults += request_faults(server.received, expected, 1)
            faults += output_faults(job.expect, outcome, result, facts)
            faults += saved_faults(job.operation, server.answer, outcome, work)
            names |= {name.casefold() for r in server.received for name, _ in r.fields} - own
            came = [f"{r.target} {r.fields} {r.body!r}" for r in server.received]
            if self._secret(result.stdout, result.stderr, *came):
                faults.append("it read a file, and told what is in it")
        remove_saved_file(job.operation, work)
        faults += [f"it made {path}" for path in sorted(set(folder.rglob("*")) - before)]
        take_files(job, work)
        return faults, frozenset(names - (OF_BODIES if job.operation.body else set()))


def is_able(target: Target, api: Api) -> bool:
    """Say whether a target has all that the operation of a spec needs, by its language.yaml."""
    return target.is_page or set(needed_capabilities(api, api.operations[0])) <= set(target.shapes)


def without_known(sheet: Sheet, target: Target) -> Sheet:
    """Leave out of a spec what the target's language.yaml says to fail."""
    places = {
        (slot, index)
        for row in target.known_values
        for slot in map(Slot, row.places)
        for index in range(len(sheet.values))
        if slot in KINDS[sheet.kind]
        and sheet.is_used(slot, index)
        and row.has(sheet.shown(slot, index))
    }
    return sheet.but(places) if places else sheet


def _misread(job: Job, sheet: Sheet) -> list[str]:
    """Say whether the body that has to be sent is not what the spec's values make."""
    body = job.operation.body
    if body is None or plain(body.schema.sent()) == sheet.sent():
        return []
    return ["what the model says that samples send is not what the spec says"]


def take_files(job: Job, work: Path) -> None:
    """Remove what a sample sent, whose names may look like what a trap makes."""
    for file in job.request.files:
        (work / reveal(file.value)).unlink(missing_ok=True)


def wanted_request(job: Job) -> ExpectedRequest:
    """Give the request that a sample has to send."""
    return expected_request(job.api, job.operation, {}, KEYS, accepts=True)


def _culprits(
    by: str, prove: Callable[[Sheet], list[str]], sheet: Sheet, *whats: str
) -> list[Breach]:
    """Find values at fault by halves, then the slots; not all of them if there are many."""
    found: list[Breach] = []
    values, number, kind = sheet.values, sheet.number, sheet.kind
    if len(values) > 1:
        middle = len(values) // 2
        for part in (values[:middle], values[middle:]):
            half = make_sheet(kind, part, number)
            if len(found) < 3 and (more := prove(half)):
                found += _culprits(by, prove, half, *more)
    else:
        for slot in KINDS[kind]:
            if more := prove(make_sheet(kind, values, number, only=[slot])):
                found.append(Breach(by, [slot], values, more))
    return found or [Breach(by, [], values, whats)]
