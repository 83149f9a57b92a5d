"""Format the results of a verification: as text for people, and as JSON for programs.

A cell is the result of one case for one sample. A case is one situation, such as a documented
answer.
"""

from __future__ import annotations

import json
import shlex
import sys
from collections import Counter
from collections.abc import Iterable, Sequence

from generator.errors import counted, printable, shortened
from generator.model.text import reveal
from generator.rendering.jobs import Job
from generator.verify.results import PUBLISHED, CaseResult, SampleResult, State

_FORMAT = 1
# The most failed cells of one sample that are printed in full; the others mostly fail alike.
_SHOWN = 3
# The most lines of one fault that are printed: its first ones, and its last ones.
_FIRST_LINES, _LAST_LINES = 30, 5
_MARKS = {State.PASSED: "ok", State.FAILED: "FAIL", State.KNOWN: "known", State.NOT_RUN: "-"}


def format_failures(
    results: Sequence[SampleResult], spec: Sequence[str], arguments: Sequence[str]
) -> list[str]:
    """Describe the failed cells, with their faults and the commands that repeat them.

    Arguments:
        results: the results of all samples.
        spec: words of the command line that name the specs. If there are several specs, each
            repeated command names one in their place, since ids are unique within a spec alone.
        arguments: other words that each repeated command needs. They choose no samples and no
            cases.

    Returns:
        A text of several lines for each failed cell. If a sample has more than three, one text
        names the further ones together.
    """
    messages = []
    several = len({result.job.api.file for result in results}) > 1
    for result in results:
        job = result.job
        chosen = ["--spec", job.api.file] if several else spec
        repeat = ["gen", "verify", *chosen, *arguments]
        repeat += ["--lang", job.target.id, "--operation", job.operation.id]
        where = f"{job.target.id} {job.operation.id}"
        program = f" {job.caller.program}" if job.caller else ""
        example = f" {job.variant.id}" if job.is_further else ""
        if several:
            where = f"{job.target.id} {job.api.folder} {job.operation.id}"
        toolchain = f" ({printable(result.toolchain)})" if result.toolchain else ""
        cells = [cell for cell in result.cells if cell.state is State.FAILED]
        for cell in cells[:_SHOWN]:
            lines = [f"FAIL {where}{example}{program} {cell.case}{toolchain}"]
            lines += format_faults(cell.faults)
            if job.own is not None:
                lines.append(f"  written by hand: {printable(reveal(job.own.file))}")
            case = [] if cell.case in (PUBLISHED, "build", "document") else ["--case", cell.case]
            lines.append(f"  repeat: {shlex.join([*repeat, *case])}")
            messages.append("\n".join(lines))
        if more_cells := [cell.case for cell in cells[_SHOWN:]]:
            lines = [
                f"FAIL {where}{example}{program}{toolchain}, {len(more_cells)} more: "
                f"{', '.join(more_cells)}"
            ]
            lines.append(f"  repeat: {shlex.join(repeat)}")
            messages.append("\n".join(lines))
    return messages


def format_faults(faults: Iterable[str]) -> list[str]:
    """Return the lines of faults: the first one of each, and those that it goes on with.

    Of a fault with very many lines, such as all that a compiler said, the middle is left out.
    """
    lines = []
    for fault in faults:
        first, *more = fault.splitlines() or [""]
        # A CI takes a line that begins with :: for a command, white space aside.
        texts = [f"    | {printable(shortened(line))}" for line in more]
        if (left_out := len(more) - _FIRST_LINES - _LAST_LINES) > 1:
            texts[_FIRST_LINES:-_LAST_LINES] = [f"    … {left_out} lines; --report writes all"]
        lines += [f"  {printable(shortened(first))}", *texts]
    return lines


def format_targets(results: Sequence[SampleResult]) -> str:
    """Return a line for each target: proven, not run or failed.

    Targets that are proven come first, each with the versions that it ran on. Those that did not
    run have the reason, and how to get what is missing.
    """
    lines: dict[str, list[list[str]]] = {"proven": [], "not run": [], "failed": []}
    for target, group in _by_target(results).items():
        cells = [cell for result in group for cell in result.cells]
        failed = [cell for cell in cells if cell.state is State.FAILED]
        notes = [_format_toolchains(group)]
        state = "failed" if failed else "proven" if _is_run(cells) else "not run"
        if failed:
            notes.insert(0, f"{len(failed)} of {counted(len(cells), 'cell')}")
        if known := sum(cell.state is State.KNOWN for cell in cells):
            notes.append(f"{counted(known, 'cell')} failed as known")
        if state == "proven" and (unrun := _unrun(cells)):
            notes.append(f"{counted(len(unrun), 'cell')} not run: {printable(unrun[0].reason)}")
        lines[state].append([state, target, "; ".join(notes)])
    return "\n".join(align_columns([row for rows in lines.values() for row in rows]))


def format_table(results: Sequence[SampleResult]) -> str:
    """Return a table of states: a row for each target that ran, and a column for each kind of case.

    A target is one kind of sample, such as Java with OkHttp. Each entry shows the worst state of
    all cells of this target and kind. The table is empty if no target ran.
    """
    used = dict.fromkeys(cell.column for result in results for cell in result.cells)
    statuses = sorted(column for column in used if column.isdigit())
    first = ["published", "build", *(c for c in ("document",) if c in used)]
    columns = list(dict.fromkeys([*first, *statuses, *(c for c in used if not c.isdigit())]))
    rows = [["", *columns]]
    for target, group in _by_target(results).items():
        cells = [cell for result in group for cell in result.cells]
        if _is_run(cells) or any(cell.state is State.FAILED for cell in cells):
            states = (_format_state([c for c in cells if c.column == name]) for name in columns)
            rows.append([target, *states])
    return "\n".join(align_columns(rows)) if len(rows) > 1 else ""


def _by_target(results: Sequence[SampleResult]) -> dict[str, list[SampleResult]]:
    """Return the results by the id of their target."""
    groups: dict[str, list[SampleResult]] = {}
    for result in results:
        groups.setdefault(result.job.target.id, []).append(result)
    return groups


def _unrun(cells: Sequence[CaseResult]) -> list[CaseResult]:
    """Return the cells that did not run, but for those of committed files."""
    return [cell for cell in cells if cell.state is State.NOT_RUN and cell.case != PUBLISHED]


def _is_run(cells: Sequence[CaseResult]) -> bool:
    """Return whether anything of a target ran; to compare its committed files does not count."""
    return any(cell.state is not State.NOT_RUN and cell.case != PUBLISHED for cell in cells)


def align_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Format rows as lines with aligned columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _format_state(cells: Sequence[CaseResult]) -> str:
    """Return the worst state of the cells; "(ok)" if all passed, and some in an earlier run."""
    for state in (State.FAILED, State.KNOWN, State.NOT_RUN):
        if any(cell.state is state for cell in cells):
            return _MARKS[state]
    if not cells:
        return ""
    return "(ok)" if any(cell.is_cached for cell in cells) else _MARKS[State.PASSED]


def _format_toolchains(results: Sequence[SampleResult]) -> str:
    """Describe the toolchains of a target's samples, or why they did not run."""
    notes = []
    for result in results:
        if result.toolchain:
            versions = ", ".join(f"{name} {version}" for name, version in result.versions.items())
            notes.append(f"{result.toolchain}: {versions}" if versions else result.toolchain)
        else:
            notes += [c.reason for c in _unrun(result.cells)][:1]
    counts = Counter(notes)
    if len(counts) > 1:
        notes = [f"{note} ({counted(number, 'sample')})" for note, number in counts.items()]
    return printable("; ".join(dict.fromkeys(notes)))


def _run_now(results: Sequence[SampleResult]) -> int:
    """Return how many cells ran now, and not in an earlier run; see `_is_run`."""
    cells = [cell for result in results for cell in result.cells if not cell.is_cached]
    return sum(_is_run([cell]) for cell in cells)


def format_speeds(results: Sequence[SampleResult]) -> str:
    """Return a table of how fast each target ran: its cells, and the processor time that they took.

    It has the targets of which a cell ran now, and is empty if there are none. On a system that
    does not tell the time of a program, it is empty, too.
    """
    rows = [["", "cells", "processor seconds", "cells a second"]]
    for target, group in _by_target(results).items():
        number, seconds = _run_now(group), group[0].target_seconds
        if number and seconds:
            rows.append([target, str(number), f"{seconds:.1f}", f"{number / seconds:.1f}"])
    return "\n".join(align_columns(rows)) if len(rows) > 1 else ""


def format_summary(results: Sequence[SampleResult]) -> str:
    """Return one line that counts the samples, the cells, and the cells in each state."""
    cells = [cell for result in results for cell in result.cells]
    counts = Counter(cell.state for cell in cells)
    words = {
        State.PASSED: "passed",
        State.KNOWN: "failed as known",
        State.FAILED: "failed",
        State.NOT_RUN: "not run",
    }
    uncompared = sum(c.state is State.NOT_RUN and c.case == PUBLISHED for c in cells)
    counts[State.NOT_RUN] -= uncompared
    parts = [f"{counts[state]} {word}" for state, word in words.items() if counts[state]]
    if uncompared:
        parts.append(f"{uncompared} without a committed file")
    cached = sum(cell.is_cached for cell in cells if cell.state is State.PASSED)
    if cached:
        parts[0] += f" ({cached} of them earlier, and nothing changed since)"
    programs = sum(result.job.caller is not None for result in results)
    rows = [(len(results) - programs, "sample"), (programs, "client program"), (len(cells), "cell")]
    sizes = ", ".join(counted(number, what) for number, what in rows if number)
    return f"{sizes}: {', '.join(parts)}"


def as_json(results: Sequence[SampleResult], version: str, stage: str) -> str:
    """Return the whole report as JSON.

    Arguments:
        results: the results of all samples.
        version: the version of gen that ran them.
        stage: the name of the runner, "local" or "published".
    """
    samples = [
        {
            "path": _path_of(result.job),
            **({"program": result.job.caller.program} if result.job.caller else {}),
            "sha256": result.sha256,
            "api": result.job.api.id,
            "version": result.job.api.version,
            "operation": result.job.operation.id,
            **({"example": result.job.variant.id} if result.job.variant.id else {}),
            "target": result.job.target.id,
            "toolchain": result.toolchain or None,
            "versions": dict(result.versions),
            "cells": [_cell_json(cell) for cell in result.cells],
        }
        for result in results
    ]
    counts = Counter(cell.state for result in results for cell in result.cells)
    report = {
        "format": _FORMAT,
        "gen": version,
        "interpreter": sys.version.split()[0],
        "platform": sys.platform,
        "stage": stage,
        "counts": {str(state): counts[state] for state in State},
        "targets": [_target_json(*item) for item in _by_target(results).items()],
        "samples": samples,
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _path_of(job: Job) -> str:
    """Return the path of what a run proves: of a sample, or of the folder of a client."""
    return job.path if job.caller is None or job.is_page_call else job.caller.folder


def _target_json(target: str, results: Sequence[SampleResult]) -> dict[str, object]:
    """Return how long a target's cells took as a JSON object."""
    number, seconds = _run_now(results), results[0].target_seconds
    return {
        "target": target,
        "cells": number,
        "processorSeconds": None if seconds is None else round(seconds, 2),
        "cellsPerSecond": round(number / seconds, 1) if number and seconds else None,
    }


def _cell_json(cell: CaseResult) -> dict[str, object]:
    """Return a cell as a JSON object."""
    row: dict[str, object] = {"case": cell.case, "state": str(cell.state)}
    if cell.is_cached:
        row["earlier"] = True
    if cell.faults:
        row["differences"] = list(cell.faults)
    if cell.reason:
        row["reason"] = cell.reason
    return row
