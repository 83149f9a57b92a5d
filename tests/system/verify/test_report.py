"""A report counts and draws what there is, and its lines are the report's own."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from generator.model import structs
from generator.verify.report import (
    as_json,
    format_failures,
    format_faults,
    format_speeds,
    format_summary,
    format_table,
    format_targets,
)
from generator.verify.results import CaseResult, SampleResult, State
from tests.system.verify.toy import Toy

PASSED, FAILED, KNOWN, NOT_RUN = State.PASSED, State.FAILED, State.KNOWN, State.NOT_RUN
EVIL = "\x1b[2J\n::error::x\r\x85\u2028\u202e"


def cell(case: str, state: State = PASSED, column: str = "", **keys: object) -> CaseResult:
    return CaseResult(case, column or case, state, **keys)  # type: ignore[arg-type]


@pytest.fixture
def proof(toy: Toy) -> SampleResult:
    """A proof without cells."""
    (job,), _, _ = toy.stage()
    return SampleResult(job, "0" * 64, "toy", {}, ())


def of(proof: SampleResult, *cells: CaseResult) -> SampleResult:
    return replace(proof, cells=cells)


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        ([cell("a")], "1 sample, 1 cell: 1 passed"),
        ([cell("a"), cell("b", FAILED)], "1 sample, 2 cells: 1 passed, 1 failed"),
        ([cell("a", KNOWN), cell("b", NOT_RUN)], "1 sample, 2 cells: 1 failed as known, 1 not run"),
        (
            [cell("a", is_cached=True), cell("b")],
            "1 sample, 2 cells: 2 passed (1 of them earlier, and nothing changed since)",
        ),
    ],
)
def test_a_summary_counts_by_state(proof: SampleResult, cells: list[CaseResult], line: str) -> None:
    assert format_summary([of(proof, *cells)]) == line


def test_a_summary_counts_what_failed_as_known_earlier_with_nothing_that_passed(
    proof: SampleResult,
) -> None:
    cells = [cell("a"), cell("b", KNOWN, is_cached=True), cell("c", KNOWN, is_cached=True)]
    line = format_summary([of(proof, *cells)])
    assert "1 passed" in line and "1 passed (2" not in line
    only = format_summary([of(proof, cell("b", KNOWN, is_cached=True))])
    assert "of them earlier" not in only.partition("failed as known")[0]


def test_a_table_shows_the_worst_of_what_shares_a_column(proof: SampleResult) -> None:
    cells = [
        cell("a", PASSED, "429"),
        cell("b", FAILED, "429"),
        cell("c", KNOWN, "500"),
        cell("d", NOT_RUN, "500"),
        cell("e", PASSED, "503", is_cached=True),
        cell("f", PASSED, "503"),
    ]
    assert format_table([of(proof, *cells)]).splitlines()[:2] == [
        "     published  build  429   500    503",
        "toy                    FAIL  known  (ok)",
    ]


def test_targets_come_first_by_what_became_of_them(proof: SampleResult) -> None:
    def other(id_: str, *cells: CaseResult, toolchain: str = "") -> SampleResult:
        target = structs.replace(proof.job.target, id=id_)
        job = structs.replace(proof.job, target=target)
        return replace(proof, job=job, cells=cells, toolchain=toolchain)

    missing = {"reason": "needs c: apt-get install c"}
    uncompared = cell("published", NOT_RUN, reason="there is no such file in out")
    results = [
        other("failing", uncompared, cell("200"), cell("404", FAILED), toolchain="f"),
        other("missing", uncompared, cell("build", NOT_RUN, **missing)),
        of(proof, uncompared, cell("200"), cell("421", KNOWN)),
        other("partly", cell("200"), cell("document", NOT_RUN, reason="no"), toolchain="p"),
        other("stale", cell("published", FAILED), cell("build", NOT_RUN, **missing)),
    ]
    assert format_targets(results).splitlines() == [
        "proven   toy      toy; 1 cell failed as known",
        "proven   partly   p; 1 cell not run: no",
        "not run  missing  needs c: apt-get install c",
        "failed   failing  1 of 3 cells; f",
        "failed   stale    1 of 2 cells; needs c: apt-get install c",
    ]
    rows = format_table(results).splitlines()[1:]
    assert [row.split()[0] for row in rows] == ["failing", "toy", "partly", "stale"]
    assert format_table(results[1:2]) == ""
    assert format_summary(results).endswith("3 passed, 1 failed as known, 2 failed, 3 not run, "
                                            "3 without a committed file")  # fmt: skip


def test_speeds_count_what_ran_now_in_the_processor_time_of_its_target(proof: SampleResult) -> None:
    """Committed files are compared, and do not run; what ran earlier took no time now."""
    cells = [cell("published"), cell("200"), cell("404", FAILED), cell("429", is_cached=True)]
    one = replace(of(proof, *cells), target_seconds=0.5)
    job = structs.replace(proof.job, target=structs.replace(proof.job.target, id="earlier"))
    earlier = replace(of(proof, cell("200", is_cached=True)), job=job, target_seconds=0.1)
    assert format_speeds([one, one, earlier]).splitlines() == [
        "     cells  processor seconds  cells a second",
        "toy  4      0.5                8.0",
    ]
    assert format_speeds([earlier]) == format_speeds([of(proof, *cells)]) == ""
    assert json.loads(as_json([one, earlier], "1.0", "local"))["targets"] == [
        {"target": "toy", "cells": 2, "processorSeconds": 0.5, "cellsPerSecond": 4.0},
        {"target": "earlier", "cells": 0, "processorSeconds": 0.1, "cellsPerSecond": None},
    ]
    unknown = json.loads(as_json([of(proof, *cells)], "1.0", "local"))["targets"]
    assert unknown == [
        {"target": "toy", "cells": 2, "processorSeconds": None, "cellsPerSecond": None}
    ]


def test_a_table_has_a_column_for_what_any_operation_has(proof: SampleResult) -> None:
    one, two = of(proof, cell("410"), cell("html")), of(proof, cell("404"), cell("html"))
    head, row, *_ = format_table([one, two]).splitlines()
    assert head.split()[-3:] == ["404", "410", "html"]
    assert row.split() == ["toy", "ok", "ok", "ok"]


def test_no_text_of_others_makes_a_line_or_moves_the_cursor(proof: SampleResult) -> None:
    """GitHub takes `::error::` for a command behind any white space, too."""
    bad = replace(
        of(proof, cell("a", FAILED, faults=(EVIL, f"x{EVIL}"))),
        toolchain=EVIL,
        versions={EVIL: EVIL},
    )
    absent = replace(of(proof, cell("a", NOT_RUN, reason=EVIL)), toolchain="")
    text = "\n".join(
        [
            *format_failures([bad], [], []),
            format_targets([bad]),
            format_targets([absent]),
            format_table([bad]),
            format_summary([bad]),
        ]
    )
    assert [line for line in text.split("\n") if not line.isprintable()] == []
    assert [line for line in text.split("\n") if line.lstrip().startswith("::")] == []


def test_no_failure_is_lost_however_many_there_are(proof: SampleResult) -> None:
    cells = [cell(f"case-{number}", FAILED, faults=(f"fault {number}",)) for number in range(9)]
    text = "\n".join(format_failures([of(proof, *cells)], ["--spec", "a b"], ["--trust"]))
    assert [number for number in range(9) if f"case-{number}" not in text] == []
    assert "repeat: gen verify --spec 'a b' --trust --lang toy --operation get" in text


def test_a_repeated_command_names_one_of_several_specs(proof: SampleResult) -> None:
    one = of(proof, cell("200", FAILED))
    api = structs.replace(proof.job.api, file="specs/b.yaml")
    two = replace(one, job=structs.replace(proof.job, api=api))
    texts = format_failures([one, two], ["--spec", "specs"], ["--trust"])
    assert texts[1].splitlines()[-1] == (
        "  repeat: gen verify --spec specs/b.yaml --trust --lang toy --operation get --case 200"
    )
    assert [text.count("--spec") for text in texts] == [1, 1]


def test_a_long_fault_is_cut_in_the_middle_with_a_count(proof: SampleResult) -> None:
    fault = "\n".join(["the build failed", *(f"line {number}" for number in range(300))])
    (text,) = format_failures([of(proof, cell("build", FAILED, faults=(fault,)))], [], [])
    lines = text.splitlines()
    assert lines[2] == "    | line 0"
    assert lines[31:34] == [
        "    | line 29",
        "    … 265 lines; --report writes all",
        "    | line 295",
    ]
    assert lines[-2] == "    | line 299"
    assert len(format_faults(["\n".join("x" * 37)])) == 37  # no line less, hence whole


def test_json_holds_any_text(proof: SampleResult) -> None:
    made = as_json([of(proof, cell("a", FAILED, faults=(EVIL,)))], "1.0", "local")
    (sample,) = json.loads(made)["samples"]
    assert sample["cells"] == [{"case": "a", "state": "failed", "differences": [EVIL]}]
