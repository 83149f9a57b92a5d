"""A harness that holds every refusal of a built-in target against a closed list, and reads pages
and samples for Windows, which nothing here runs."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import partial
from pathlib import Path

from generator.languages.language import Layers
from generator.languages.loader import load_languages
from generator.languages.target import Target
from generator.model.text import is_plain
from generator.verify.expected.cases import make_answer
from generator.verify.expected.files import remove_saved_file, saved_faults
from generator.verify.expected.output import output_facts, output_faults
from generator.verify.expected.request import request_faults
from generator.verify.hostile.body_sheets import make_sheet
from generator.verify.hostile.harness import (
    KEYS,
    Harness,
    Headers,
    Trial,
    take_files,
    wanted_request,
)
from generator.verify.hostile.reader import RefusalOf, admit
from generator.verify.hostile.slots import Refusal, Slot
from generator.verify.process import Result
from generator.verify.stage import write_sent_files
from generator.verify.toolchain import ChosenToolchain, Unavailable
from tests.support import LAYERS, languages

from . import cmd, page, powershell

_HEADERS = Headers()
# Targets that run on Windows alone, whose samples are read here.
READ_TARGETS = {"curl-cmd", "powershell"}


class StrictHarness(Harness):
    """Runs values; for one thread alone.

    Arguments:
        folder: for samples and traps; nothing but this harness writes there.
        layers: the templates; other ones than the built-in for tests of the harness alone.
        lenient: whether known faults are left out.
    """

    def __init__(self, folder: Path, layers: Layers = LAYERS, lenient: bool = True) -> None:
        is_usual = layers is LAYERS
        known = languages() if is_usual else load_languages(layers)
        super().__init__(folder, known, layers, _HEADERS if is_usual else Headers(), lenient)

    def targets(self) -> list[Target]:
        """Give every target, the page included; tests/compiled/client has the clients."""
        every = (t for language in self.languages.values() for t in language.targets)
        return [target for target in every if not target.is_client and not target.is_publication]

    def refusal_of(self, target: Target) -> RefusalOf:
        return partial(refusal_by_target, target.id)

    def is_judged(self, target: Target, chosen: ChosenToolchain | Unavailable) -> bool:
        return target.is_page or target.id in READ_TARGETS or super().is_judged(target, chosen)

    def judge(self, trial: Trial) -> list[str]:
        if trial.target.is_page:
            usual = self._harmless_page(trial)
            sheet = trial.admitted.sheet
            return page.faults(trial.data.decode(), usual, sheet.in_cells(), sheet.by_harmless())
        if isinstance(trial.chosen, ChosenToolchain):
            return super().judge(trial)
        return _interpreted(trial)

    def _harmless_page(self, trial: Trial) -> str:
        of = trial.admitted.sheet
        sheet = make_sheet(of.kind, of.values, of.number, only=())
        return self.rendered(admit(sheet).api, trial.target, trial.binding)[1].decode()


def _interpreted(trial: Trial) -> list[str]:
    """Read a sample as Windows does; one with a body or an answer is what curl here sends."""
    job, text, server, folder = trial.job, trial.data.decode(), trial.server, trial.folder
    if job.target.id == "powershell":
        return _simulated(trial)
    try:
        if job.operation.body is None:
            received = cmd.interpret(text, KEYS, server.endpoint)
            return request_faults([received], wanted_request(job), 1)
        arguments = cmd.arguments(text, KEYS)
    except cmd.UnreadableError as error:
        return [str(error)]
    if shutil.which("curl") is None:
        return []
    write_sent_files(job, folder)
    server.answer = make_answer(job.operation.success)
    done = subprocess.run(arguments, cwd=folder, capture_output=True, check=False)
    result = Result(done.returncode, done.stdout.decode(), done.stderr.decode())
    faults = request_faults(server.received, wanted_request(job), 1)
    facts = output_facts(job.operation, server.answer)
    faults += output_faults(job.target.expect, "success", result, facts)
    faults += saved_faults(job.operation, server.answer, "success", folder)
    remove_saved_file(job.operation, folder)
    take_files(job, folder)
    return faults


def _simulated(trial: Trial) -> list[str]:
    job, folder = trial.job, trial.folder
    write_sent_files(job, folder)
    answer = make_answer(job.operation.success)
    try:
        made, result = powershell.run(
            trial.data.decode(), KEYS, trial.server.endpoint, answer, folder
        )
    except powershell.UnreadableError as error:
        return [str(error)]
    faults = request_faults([made], wanted_request(job), 1)
    faults += output_faults(
        job.target.expect, "success", result, output_facts(job.operation, answer)
    )
    faults += saved_faults(job.operation, answer, "success", folder)
    remove_saved_file(job.operation, folder)
    take_files(job, folder)
    return faults


def refusal_by_target(target: str, slot: Slot, text: str) -> Refusal | None:
    """Say why a target has to refuse what the reader took; None if it has to take it."""
    headers = (Slot.HEADER_NAME, Slot.HEADER_VALUE, Slot.CONSTANT, Slot.CONSTANT_NAME)
    names = (Slot.PART_NAME, Slot.PART_FILE_NAME)
    files = (Slot.PART_FILE, Slot.BODY_FILE, Slot.OUTPUT)
    ends = (Slot.PATH_VALUE, Slot.SENTENCE, Slot.PART_TEXT, Slot.PART_TYPED)
    if target == "c" and "\0" in text and slot in ends:
        return Refusal.END
    if target == "curl":
        if "\0" in text and slot in (*names, Slot.FORM_VALUE, Slot.FORM_ITEM, Slot.PART_TEXT):
            return Refusal.CURL
        if "\0" in text and slot is Slot.PART_TYPED:
            return Refusal.CURL
        if ("=" in text and slot in names) or (set(text) & set('"\\') and slot is Slot.PART_FILE):
            return Refusal.CURL
    if target == "http":
        shown = text.replace("\n", "") if slot in (Slot.PART_TEXT, Slot.PART_TYPED) else text
        is_odd = "{{" in text or not all(map(is_plain, shown))
        if slot in names:
            return Refusal.HTTP if is_odd else None
        if slot in files:
            return Refusal.HTTP if is_odd or text.strip() != text else None
        if slot in (Slot.PART_TEXT, Slot.PART_TYPED):
            lost = re.search(r"(?m)^\s*(#|//|<[@>\s]|>[>\s]|```)|\n\n\n", text)
            return Refusal.HTTP if is_odd or lost or not text or text.strip() != text else None
        return None
    if target == "curl-cmd":
        never = '"!'
        never += {Slot.PART_FILE: ";,", Slot.PART_TYPED: "&|<>^()\\"}.get(slot, "")
        never += "=" if slot in names else ""
        in_quotes = (*names, *files, Slot.PART_TEXT, Slot.PART_TYPED)
        printable = slot not in in_quotes or all(" " <= c <= "~" for c in text)
        if slot in (*headers, Slot.MEDIA_TYPE, *in_quotes):
            return None if printable and not set(never) & set(text) else Refusal.CMD
    return None
