"""Hostile values in every slot of every language: what arrives is what was written, or the spec was
refused for a reason on the closed list; nothing runs, nothing is read, no header appears."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from _pytest.mark.structures import ParameterSet

from generator.languages.language import Layers
from generator.languages.target import KnownValue, Target
from generator.model import rules
from generator.system.package import builtin_templates
from generator.verify.hostile.body_sheets import MOST_FIELDS, make_sheet
from generator.verify.hostile.harness import KEYS, READER, batches, is_able
from generator.verify.hostile.reader import read
from generator.verify.hostile.report import HostileReport
from generator.verify.hostile.sheets import ENV, Sheet
from generator.verify.hostile.slots import KINDS, PARAMETERS, Slot
from generator.verify.hostile.values import (
    LONGEST,
    ODD_NAMES,
    Traps,
    always,
    stream,
    value,
)
from tests.support import (
    EVERYTHING,
    HOSTILE,
    has_proven_encoders,
    is_whole,
    languages,
    sample_targets,
    toolchain_for,
)

from . import cmd, page
from .strict import READ_TARGETS, StrictHarness

# How many generated values every run of the tests has; `make hostile` has more.
COUNT, FEWER = (60 if EVERYTHING else 20), 0
# Kinds of bodies that are part of another kind: of these, and of targets whose encoders another
# target proves, the strings and traps suffice.
_PART_OF_OTHERS = ("form", "parts")


def every_target() -> list[ParameterSet]:
    """Give all targets, pages included; the tests of one share a process."""
    return [
        pytest.param(target, id=target.id, marks=pytest.mark.xdist_group(f"hostile-{target.id}"))
        for language in languages().values()
        for target in language.targets
        if not target.is_client and not target.is_publication
    ]


def target_of(id_: str) -> Target:
    """Give a target by its id."""
    return next(t for language in languages().values() for t in language.targets if t.id == id_)


def demand(target: Target) -> None:
    """Skip the test if a target has no toolchain, unless it is judged by what is rendered."""
    if not target.is_page and target.id not in READ_TARGETS:
        toolchain_for(target)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder whose name is short, since many values hold it."""
    with tempfile.TemporaryDirectory(prefix="gen-") as name:
        yield Path(name)


each_target = pytest.mark.parametrize("target", every_target())


@each_target
def test_every_value_arrives_in_every_slot(target: Target, folder: Path) -> None:
    demand(target)
    harness = StrictHarness(folder)
    values = [*always(harness.traps), *stream(harness.traps, COUNT)]
    assert set(HOSTILE) <= set(values)
    report, many = HostileReport(), list(batches(values))
    if not (EVERYTHING or is_whole(target)):
        many = many[:1]
    for batch in many:
        report.add(harness.run(batch, [target]))
    assert not report.breaches, "\n".join(map(str, report.breaches))
    assert (report.run + report.read).total() > 5 * sum(map(len, many))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != PARAMETERS])
@each_target
def test_every_value_arrives_in_every_body(target: Target, kind: str, folder: Path) -> None:
    """A target that can't send such a body makes no sample of it."""
    demand(target)
    harness = StrictHarness(folder)
    values = [*always(harness.traps), *ODD_NAMES, *stream(harness.traps, FEWER)]
    report, many = HostileReport(), list(batches(dict.fromkeys(values), kind))
    if kind in _PART_OF_OTHERS or not is_whole(target) or has_proven_encoders(target):
        many = many if EVERYTHING else many[:1]
    for number, batch in enumerate(many):
        report.add(harness.run(batch, [target], number, kind))
    assert not report.breaches, "\n".join(map(str, report.breaches))
    if is_able(target, read(make_sheet(kind, ["x"]))):
        assert (report.run + report.read).total() > MOST_FIELDS / 2


KNOWN = [(target, row) for target in sample_targets() for row in target.known_values]


@pytest.mark.parametrize(("target", "row"), KNOWN, ids=lambda value: getattr(value, "id", None))
def test_what_is_known_to_fail_does(target: Target, row: KnownValue, folder: Path) -> None:
    """What is mended leaves the list."""
    demand(target)
    harness = StrictHarness(folder, lenient=False)
    for slot in map(Slot, row.places):
        kind = next(kind for kind, slots in KINDS.items() if slot in slots)
        sheet = make_sheet(kind, [row.text if row.is_whole else f"a{row.text}b"], only=[slot])
        assert harness.faults(target, sheet), f"{slot} is mended: take it off knownValues"


class TestStream:
    """Generated values."""

    def test_depend_on_seed_and_number_alone(self) -> None:
        traps = Traps(Path("/traps"))
        first = list(stream(traps, 50))
        assert first == [value(traps, 0, number) for number in range(50)]
        assert first != list(stream(traps, 50, seed=1))

    def test_are_text_and_not_long(self) -> None:
        for made in stream(Traps(Path("/t")), 3000):
            made.encode()
            assert len(made) < 6 * LONGEST

    def test_of_each_batch_fit_into_a_request(self) -> None:
        values = list(stream(Traps(Path("/traps")), 500))
        made = list(batches(values))
        assert {text for batch in made for text in batch} == set(values)
        for batch in made:
            query = [quote(text, safe="") for text in batch]
            assert len(Sheet(batch).path()) + 2 * len("&=".join(query)) < 40_000


def broken(folder: Path, file: str, right: str, wrong: str) -> Layers:
    """Give layers in which a template has one thing wrong."""
    text = (builtin_templates() / file).read_text("utf-8")
    assert right in text
    place = folder / "templates" / file
    place.parent.mkdir(parents=True)
    place.write_text(text.replace(right, wrong), "utf-8")
    return Layers([folder / "templates"])


OF_CREDENTIAL = "{% if header.credential %}{{ header.line|expression }}{% else %}"
# A template's fault, the values it is tried with, and what has to be said of them. None of these
# values does anything but to make or read a file of this test.
BROKEN = {
    "runs": (
        ("curl", "curl/bash.sh.jinja", "={{ input|expression }}"),
        '="{{ input.value|comment }}"',
        ("harmless", "$(touch CANARY)"),
        "it ran: ",
    ),
    "reads": (
        ("curl", "curl/bash.sh.jinja", "{{ header.line|expression }}"),
        OF_CREDENTIAL + '"{{ header.name|single }}: {{ header.value|comment }}"{% endif %}',
        ("harmless", "$(cat SECRET)"),
        "it read a file",
    ),
    "sends": (
        ("curl", "curl/bash.sh.jinja", "{{ header.line|expression }}"),
        OF_CREDENTIAL + "'{{ header.name|single }}: {{ header.value|comment }}'{% endif %}",
        ("harmless", "' --header 'X-Injected: 1"),
        "header X-Injected: '1', expected none",
    ),
    "mangles": (
        ("php", "php/base.php.jinja", "{{ input|expression }}"),
        "str_replace('%09', '%20', {{ input|expression }})",
        ("harmless", "a\tb"),
        "path ",
    ),
    "does not compile": (
        ("php", "php/base.php.jinja", "{{ input|expression }}"),
        "'{{ input.value|comment }}'",
        ("harmless", "it's"),
        "exit code 255",
    ),
    "prints": (
        ("php", "php/base.php.jinja", "echo {{ success.sentence|string }}"),
        "echo str_replace('sm', 'SM', {{ success.sentence|string }})",
        ("small",),
        "stdout 'SMall",
    ),
    "hides": (
        ("curl", "curl/bash.sh.jinja", "{{ header }}"),
        "# {{ operation.summary|fence('') }}",
        ("a\u202eb",),
        "U+202E stands in the file",
    ),
    "is another page": (
        ("reference", "reference/page.md.jinja", "{{ parameter.description|spans }}"),
        "{{ parameter.description|code }}",
        ("harmless", "a|b"),
        "expected 'a|b'",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_template_is_found(name: str, folder: Path) -> None:
    """A fault is said of the value that shows it, and of no other."""
    (id_, file, right), wrong, values, said = BROKEN[name]
    demand(target_of(id_))
    harness = StrictHarness(folder, broken(folder, file, right, wrong))
    (target,) = (target for target in harness.targets() if target.id == id_)
    tried = [harness.traps.fill(text) for text in values]
    report = harness.run(tried, [target])
    assert report.breaches
    for fault in report.breaches:
        assert fault.by == id_
        assert list(fault.values) == tried[-1:]
        assert len(fault.slots) == 1
    assert any(said in "; ".join(b.faults) for b in report.breaches), str(report.breaches[0])


@pytest.mark.parametrize(
    ("broken_check", "said"),
    [
        (lambda value: "", "path value '' is taken, but not to be"),
        (lambda value: "no" if value in ("", "a") else "", "refused, but may not be: "),
    ],
)
def test_a_broken_reader_is_found(
    broken_check: object, said: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "segment_fault", broken_check)
    report = StrictHarness(folder).run(["a", "", "b"], [])
    assert report.breaches
    assert all(fault.by == READER for fault in report.breaches)
    assert any(said in "; ".join(b.faults) for b in report.breaches)


class TestCmd:
    """The reader of samples for Windows cmd, which nothing here runs."""

    HEAD = 'set "endpoint=http://h:1"\nset "a=x%%2Fy"\n'

    def test_reads_what_samples_have(self) -> None:
        text = (
            f"@echo off\nrem Do it%%.\nrem\nsetlocal\n\n{self.HEAD}"
            f"if not defined {ENV} (echo Set {ENV} to your key.>&2 & exit /b 1)\n"
            "curl --include --max-time 3 ^\n  --request POST ^\n"
            '  --header "X: %HOSTILE_KEY%" ^\n  --header "Y;" ^\n  --header "Z: a\\\\" ^\n'
            '  "%endpoint%/%a%?q=%%20"\n'
        )  # fmt: skip
        made = cmd.interpret(text, KEYS, "http://h:1")
        assert (made.method, made.target) == ("POST", "/x%2Fy?q=%20")
        assert made.fields == (("X", KEYS["HOSTILE_KEY"]), ("Y", ""), ("Z", "a\\"))

    @pytest.mark.parametrize(
        "line",
        [
            "del /q *",
            "rem a & del /q *",
            "rem /?",
            'set "b=x" & del /q *',
            'set "b=%PATH%"',
            'set "b=100%"',
            'curl "%endpoint%/" & del /q *',
            'curl "%endpoint%/" > file',
            'curl --header "X: a\\" "%endpoint%/"',
            'curl --header "@file" "%endpoint%/"',
            'curl --header "X:" "%endpoint%/"',
            'curl --config file "%endpoint%/"',
            'curl "%endpoint%/{a,b}"',
            'curl "http://other/"',
            'curl "http://h:1.evil.com/"',
            'curl "%endpoint%/!a!"',
            'curl "%endpoint%/é"',
            'curl "%endpoint%/',
            'curl "%endpoint%/"\ncurl "%endpoint%/"',
            "",
        ],
    )
    def test_refuses_everything_else(self, line: str) -> None:
        with pytest.raises(cmd.UnreadableError):
            cmd.interpret(f"{self.HEAD}{line}\n", {}, "http://h:1")


@pytest.mark.parametrize("text", ["<b>x</b>", "![a](b)", "[a](b)", "<https://a.b>", "*a*", "- x"])
def test_a_page_with_more_than_text_is_found(text: str) -> None:
    assert page.faults(f"{text}\n", "x\n")


def test_a_page_has_every_slot(folder: Path) -> None:
    """But for an endpoint, which a harmless word is not; with a scheme it is."""
    harness, report = StrictHarness(folder), HostileReport()
    for kind in KINDS:
        report.add(harness.run(["harmless"], [target_of("reference")], kind=kind))
    assert not report.breaches
    assert {slot for (_, slot), count in report.read.items() if count} == set(Slot) - {
        Slot.ENDPOINT
    }
