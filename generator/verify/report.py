"""What a verification found, as text for people and as JSON for machines."""

from __future__ import annotations

import json
import shlex
import sys
from collections import Counter
from collections.abc import Sequence

from generator.errors import counted, printable
from generator.verify.results import CaseResult, SampleResult, State

_FORMAT = 1
# Failed cells of one sample that are told in full; the others mostly fail alike.
_SHOWN = 3
_MARKS = {State.PASSED: "ok", State.FAILED: "FAIL", State.KNOWN: "known", State.NOT_RUN: "-"}


def failures(proofs: Sequence[SampleResult], arguments: Sequence[str]) -> list[str]:
    """Tell of each failed cell: which it is, every difference, and the command that repeats it.

    Arguments:
        proofs: all samples.
        arguments: of the command, without those that choose samples and cases.
    """
    found = []
    several = len({proof.job.api.file for proof in proofs}) > 1
    for proof in proofs:
        job = proof.job
        choice = ["--lang", job.target.id, "--operation", job.operation.id]
        where = f"{job.target.id} {job.operation.id}"
        program = f" {job.caller.program}" if job.caller else ""
        if several:  # ids are unique within a spec alone; the last --spec counts
            choice = ["--spec", job.api.file, *choice]
            where = f"{job.target.id} {job.api.folder} {job.operation.id}"
        ran = f" ({printable(proof.toolchain)})" if proof.toolchain else ""
        cells = [cell for cell in proof.cells if cell.state is State.FAILED]
        for cell in cells[:_SHOWN]:
            lines = [f"FAIL {where}{program} {cell.case}{ran}"]
            for fault in cell.faults:
                first, *more = fault.splitlines() or [""]
                # A CI takes a line that begins with :: for a command, white space aside.
                lines += [f"  {printable(first)}", *(f"    | {printable(line)}" for line in more)]
            case = [] if cell.case in ("published", "build") else ["--case", cell.case]
            lines.append(f"  repeat: gen verify {shlex.join([*arguments, *choice, *case])}")
            found.append("\n".join(lines))
        if more_cells := [cell.case for cell in cells[_SHOWN:]]:
            lines = [f"FAIL {where}{program}{ran}, {len(more_cells)} more: {', '.join(more_cells)}"]
            lines.append(f"  repeat: gen verify {shlex.join([*arguments, *choice])}")
            found.append("\n".join(lines))
    return found


def table(proofs: Sequence[SampleResult]) -> str:
    """Draw a row a target and a column a kind of case, over all operations; then the toolchains."""
    found = dict.fromkeys(cell.column for proof in proofs for cell in proof.cells)
    statuses = sorted(column for column in found if column.isdigit())
    columns = ["published", "build", *statuses, *(c for c in found if not c.isdigit())]
    columns = list(dict.fromkeys(columns))
    targets = list(dict.fromkeys(proof.job.target.id for proof in proofs))
    rows = [["", *columns]]
    for target in targets:
        cells = [c for proof in proofs if proof.job.target.id == target for c in proof.cells]
        rows.append(
            [target, *(_mark([c for c in cells if c.column == column]) for column in columns)]
        )
    lines = _aligned(rows)
    notes = [[target, _ran_on([p for p in proofs if p.job.target.id == target])]
             for target in targets]  # fmt: skip
    return "\n".join([*lines, "", *_aligned(notes)])


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _mark(cells: Sequence[CaseResult]) -> str:
    """Give the worst of some cells; where all passed, and some earlier, that is in brackets."""
    for state in (State.FAILED, State.KNOWN, State.NOT_RUN):
        if any(cell.state is state for cell in cells):
            return _MARKS[state]
    if not cells:
        return ""
    return "(ok)" if any(cell.earlier for cell in cells) else _MARKS[State.PASSED]


def _ran_on(proofs: Sequence[SampleResult]) -> str:
    told = []
    for proof in proofs:
        if proof.toolchain:
            versions = ", ".join(f"{name} {version}" for name, version in proof.versions.items())
            told.append(f"{proof.toolchain}: {versions}" if versions else proof.toolchain)
        else:
            told += [f"not run: {c.reason}" for c in proof.cells if c.state is State.NOT_RUN][:1]
    counts = Counter(told)
    if len(counts) > 1:
        told = [f"{note} ({counted(number, 'sample')})" for note, number in counts.items()]
    return printable("; ".join(dict.fromkeys(told)))


def summary(proofs: Sequence[SampleResult]) -> str:
    """Count the cells in one line."""
    cells = [cell for proof in proofs for cell in proof.cells]
    counts = Counter(cell.state for cell in cells)
    words = {
        State.PASSED: "passed",
        State.KNOWN: "failed as known",
        State.FAILED: "failed",
        State.NOT_RUN: "not run",
    }
    told = [f"{counts[state]} {word}" for state, word in words.items() if counts[state]]
    earlier = sum(cell.earlier for cell in cells if cell.state is State.PASSED)
    if earlier:
        told[0] += f" ({earlier} of them earlier, and nothing changed since)"
    programs = sum(proof.job.caller is not None for proof in proofs)
    rows = [(len(proofs) - programs, "sample"), (programs, "client program"), (len(cells), "cell")]
    sizes = ", ".join(counted(number, what) for number, what in rows if number)
    return f"{sizes}: {', '.join(told)}"


def as_json(proofs: Sequence[SampleResult], version: str, stage: str) -> str:
    """Give the whole report as JSON.

    Arguments:
        proofs: all samples.
        version: of gen.
        stage: "local" or "published".
    """
    samples = [
        {
            "path": proof.job.caller.folder if proof.job.caller else proof.job.path,
            **({"program": proof.job.caller.program} if proof.job.caller else {}),
            "sha256": proof.sha256,
            "api": proof.job.api.id,
            "version": proof.job.api.version,
            "operation": proof.job.operation.id,
            "target": proof.job.target.id,
            "toolchain": proof.toolchain or None,
            "versions": dict(proof.versions),
            "cells": [_cell(cell) for cell in proof.cells],
        }
        for proof in proofs
    ]
    counts = Counter(cell.state for proof in proofs for cell in proof.cells)
    made = {
        "format": _FORMAT,
        "gen": version,
        "interpreter": sys.version.split()[0],
        "platform": sys.platform,
        "stage": stage,
        "counts": {str(state): counts[state] for state in State},
        "samples": samples,
    }
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _cell(cell: CaseResult) -> dict[str, object]:
    row: dict[str, object] = {"case": cell.case, "state": str(cell.state)}
    if cell.earlier:
        row["earlier"] = True
    if cell.faults:
        row["differences"] = list(cell.faults)
    if cell.reason:
        row["reason"] = cell.reason
    return row
