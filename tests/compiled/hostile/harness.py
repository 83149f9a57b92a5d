"""Puts values through reader, renderer, compilers and the wire; says what went wrong, and which
value is at fault."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import quote

import black  # noqa: F401, since two threads that import it at a time get half of it

from generator.errors import ProblemsError
from generator.languages.language import Layers
from generator.languages.loader import load_languages
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
from generator.verify.expected.output import (
    output_facts,
    output_faults,
    remove_saved_file,
    saved_faults,
)
from generator.verify.expected.request import ExpectedRequest, expected_request, request_faults
from generator.verify.mock_server import MockServer
from generator.verify.process import Result
from generator.verify.stage import write_sent_files
from generator.verify.toolchain import (
    ChosenToolchain,
    Unavailable,
    build_faults,
    choose_toolchain,
    run_sample,
)
from tests.support import LAYERS

from . import cmd, page
from .bodies import make_sheet
from .known import READER, without_known
from .reader import Admitted, UnjustError, admit, judged, read
from .report import Fault, Report
from .slots import KINDS, ON_PAGES, PARAMETERS, Reason, Slot
from .spec import ENV, Sheet
from .values import Traps

# How much one operation holds: values, and bytes of the request's target, of code of one literal
# or of an argument; the values of a form or of parts stand one by one.
MOST, LARGEST = 120, 30_000
# Seconds that samples wait for an answer: this is no test of that.
LIMIT = 60
KEYS = {ENV: "h0stile/+=:-._~ key"}
# The headers that clients add with the built-in templates, by target, whether there is a body,
# method, and whether the sample sends Accept. The kind of a body changes no other headers than
# those of bodies, and to build a sample for each kind takes long.
_USUAL: dict[tuple[str, bool, str, bool], frozenset[str]] = {}
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


class Harness:
    """Runs values; for one thread alone.

    Arguments:
        folder: for samples and traps; nothing but this harness writes there.
        layers: the templates; other ones than the built-in for tests of the harness alone.
        lenient: whether known faults are left out.
    """

    def __init__(self, folder: Path, layers: Layers = LAYERS, lenient: bool = True) -> None:
        self.folder = folder
        self.lenient = lenient
        self.layers = layers
        # An operation here holds far more values than a line of cmd can.
        self.languages = {
            id_: replace(
                language, targets=tuple(replace(t, longest_line=0) for t in language.targets)
            )
            for id_, language in load_languages(layers).items()
        }
        self.traps = Traps(folder / "traps")
        self.traps.folder.mkdir(parents=True)
        self.traps.lay()
        self._usual_names = _USUAL if layers is LAYERS else {}

    def targets(self) -> list[Target]:
        """Give every target, the page included; tests/compiled/client has the clients."""
        every = (t for language in self.languages.values() for t in language.targets)
        return [target for target in every if not target.is_client and not target.is_publication]

    def run(
        self,
        values: Sequence[str],
        targets: Iterable[Target],
        number: int = 0,
        kind: str = PARAMETERS,
    ) -> Report:
        """Run values in all slots of one operation; on a fault, find what causes it."""
        report = Report()
        sheet = make_sheet(kind, values, number)
        try:
            admitted, report.refused = self._admit(sheet)
        except UnjustError as error:
            report.faults = _culprits(READER, self._read_faults, sheet, str(error))
            return report
        for target in targets:
            try:
                whats = self._prove(admitted, target, report)
            except UnjustError as error:
                whats = [str(error)]
            if whats:
                found = _culprits(target.id, partial(self.faults, target), sheet, *whats)
                report.faults += found
        return report

    def _admit(self, sheet: Sheet) -> tuple[Admitted, Counter[Reason]]:
        return admit(without_known(sheet, READER) if self.lenient else sheet)

    def _read_faults(self, sheet: Sheet) -> list[str]:
        try:
            self._admit(sheet)
        except UnjustError as error:
            return [str(error)]
        return []

    def faults(self, target: Target, sheet: Sheet) -> list[str]:
        """Give all that is wrong with one target's sample or page of a spec."""
        try:
            return self._prove(self._admit(sheet)[0], target, Report())
        except UnjustError as error:
            return [str(error)]

    def _prove(self, admitted: Admitted, target: Target, report: Report) -> list[str]:
        """Render for one target, and see what it does; gives all faults."""
        if not is_able(target, admitted.api):
            return []
        chosen = choose_toolchain(target)
        is_read = target.is_page or target.id == "curl-cmd"
        if isinstance(chosen, Unavailable) and not is_read:
            return []
        if self.lenient and (sheet := without_known(admitted.sheet, target.id)) != admitted.sheet:
            admitted = Admitted(sheet, read(sheet))
        with (
            tempfile.TemporaryDirectory(dir=self.folder) as folder,
            MockServer([admitted.api]) as server,
        ):
            binding = Binding(server.endpoint, LIMIT)
            try:
                job, data = self._rendered(admitted.api, target, binding)
            except ProblemsError as error:
                made, refused = judged(admitted.sheet, error, target.id)
                assert made is not None
                admitted, server.apis = made, [made.api]
                report.refused += refused
                job, data = self._rendered(admitted.api, target, binding)
            else:
                judged(admitted.sheet, None, target.id)
            faults = self._shown(data, target) + _misread(job, admitted.sheet)
            if target.is_page:
                usual = self._harmless_page(admitted, target, binding)
                sheet = admitted.sheet
                texts = (sheet.in_cells(), sheet.by_harmless())
                faults += page.faults(data.decode(), usual, *texts)
            elif isinstance(chosen, ChosenToolchain):
                more, names = self._executed(job, data, chosen.toolchain, server, Path(folder))
                odd = names - self._usual(target, chosen.toolchain, admitted.sheet)
                faults += [*more, *(f"header {n} came, but does not usually" for n in sorted(odd))]
            else:
                faults += _interpreted(job, data, server, Path(folder))
            faults += [f"it ran: {path} appeared" for path in self.traps.sprung(Path(folder))]
        counts = report.read if is_read else report.run
        for slot in KINDS[admitted.sheet.kind]:
            if slot in ON_PAGES and not target.is_page:
                continue
            used = (admitted.sheet.is_used(slot, i) for i in range(len(admitted.sheet.values)))
            if not (slot is Slot.SENTENCE and target.language == "curl"):  # which prints none
                counts[target.id, slot] += sum(used)
        return faults

    def _rendered(self, api: Api, target: Target, binding: Binding) -> tuple[Job, bytes]:
        """Render a sample, or a page with those about the whole API behind it."""
        plan = make_plan([api], self.languages, lambda api: binding, [target.id])
        files = render(plan.files, self.languages, self.layers)
        job = next(job for job in plan.jobs if job.wanted)  # others are samples with a loop
        paths = [job.path, *(page.path for page in plan.api_pages)]
        return job, b"\n".join(files[path] for path in paths)

    def _harmless_page(self, admitted: Admitted, target: Target, binding: Binding) -> str:
        of = admitted.sheet
        sheet = make_sheet(of.kind, of.values, of.number, only=())
        return self._rendered(admit(sheet)[0].api, target, binding)[1].decode()

    def _shown(self, data: bytes, target: Target) -> list[str]:
        """Say what a file shows that it must not: what can't be seen, what was on the disk."""
        text = data.decode()
        indentation = self.languages[target.language].indentation
        if indentation is not None:
            text = re.sub(f"(?m)^(?:{re.escape(indentation.text)})+", "", text)
        hidden = sorted({f"U+{ord(c):04X}" for c in text if c != "\n" and not is_plain(c)})
        faults = [f"{', '.join(hidden)} stands in the file as it is"] if hidden else []
        return faults + (["the file has what it may not read"] if self._secret(text) else [])

    def _secret(self, *texts: str) -> bool:
        return any(self.traps.content in text for text in texts)

    def _usual(self, target: Target, toolchain: Toolchain, of: Sheet) -> frozenset[str]:
        """Give the headers that a client adds where all values are harmless."""
        sheet = make_sheet(of.kind, ["x"], of.number, only=())
        api = read(sheet)
        asks = api.operations[0].result is not None  # for a media type, with Accept
        key = (target.id, sheet.kind != PARAMETERS, sheet.method, asks)
        if key not in self._usual_names:
            with (
                MockServer([api]) as server,
                tempfile.TemporaryDirectory(dir=self.folder) as folder,
            ):
                job, data = self._rendered(api, target, Binding(server.endpoint, LIMIT))
                _, names = self._executed(job, data, toolchain, server, Path(folder))
            self._usual_names[key] = names
        return self._usual_names[key]

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
        expected = _wanted(job)
        own = {name.casefold() for name, _ in expected.fields}
        before, names = set(folder.rglob("*")), set()
        answers: list[tuple[str, Response | ApiError]]
        answers = [("success", job.operation.success), ("error", job.operation.errors[0])]
        # An error is told alike whatever was sent.
        for outcome, row in answers[: 1 if job.operation.body else 2]:
            server.answer = make_answer(row)
            server.received.clear()
            remove_saved_file(job.operation, work)
            result = run_sample(toolchain, file, work, dict(KEYS))
            said = output_facts(job.operation, server.answer) | {"env": ENV}
            faults += request_faults(server.received, expected, 1)
            faults += output_faults(job.target, outcome, result, said)
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


def _interpreted(job: Job, data: bytes, server: MockServer, folder: Path) -> list[str]:
    """Read a sample as Windows does; one with a body or an answer is what curl here sends."""
    try:
        if job.operation.body is None:
            received = cmd.interpret(data.decode(), KEYS, server.endpoint)
            return request_faults([received], _wanted(job), 1)
        arguments = cmd.arguments(data.decode(), KEYS)
    except cmd.UnreadableError as error:
        return [str(error)]
    if shutil.which("curl") is None:
        return []
    write_sent_files(job, folder)
    server.answer = make_answer(job.operation.success)
    done = subprocess.run(arguments, cwd=folder, capture_output=True, check=False)
    result = Result(done.returncode, done.stdout.decode(), done.stderr.decode())
    faults = request_faults(server.received, _wanted(job), 1)
    faults += output_faults(
        job.target, "success", result, output_facts(job.operation, server.answer)
    )
    faults += saved_faults(job.operation, server.answer, "success", folder)
    remove_saved_file(job.operation, folder)
    take_files(job, folder)
    return faults


def _wanted(job: Job) -> ExpectedRequest:
    return expected_request(job.api, job.operation, {}, KEYS, accepts=True)


def _culprits(
    by: str, prove: Callable[[Sheet], list[str]], sheet: Sheet, *whats: str
) -> list[Fault]:
    """Find values at fault by halves, then the slots; not all of them if there are many."""
    found: list[Fault] = []
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
                found.append(Fault(by, [slot], values, "; ".join(more)))
    return found or [Fault(by, [], values, "; ".join(whats))]
