"""What hostile values did to the samples of some targets, as text for people and as JSON."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.errors import counted, printable
from generator.languages.target import Target
from generator.verify.hostile.slots import Slot
from generator.verify.report import align_columns, format_faults
from generator.verify.toolchain import ChosenToolchain, Unavailable

_FORMAT = "hostile-1"
# The most faults, and values, that are printed of one breach.
_MOST_FAULTS, _MOST_VALUES = 6, 3


@dataclass(frozen=True)
class Breach:
    """Something that must not happen, and the smallest input that was found to cause it.

    Attributes:
        by: the id of the target, or who else is at fault.
        slots: the places; all of them if empty.
        values: the values; empty if every value causes it.
        faults: what happened.
    """

    by: str
    slots: Sequence[Slot]
    values: Sequence[str]
    faults: Sequence[str]

    def __str__(self) -> str:
        values = ", ".join(map(ascii, self.values[:_MOST_VALUES])) or "any value"
        values += ", …" if len(self.values) > _MOST_VALUES else ""
        slots = ", ".join(self.slots) or "all places"
        faults = list(dict.fromkeys(self.faults))
        lines = [f"FAIL {self.by} {slots}: {values}", *format_faults(faults[:_MOST_FAULTS])]
        if more := len(faults) - _MOST_FAULTS:
            lines += [f"  {counted(more, 'further fault')}"] if more > 0 else []
        return "\n".join(lines)


@dataclass
class HostileReport:
    """What was done, by target and slot; what was refused; what went wrong.

    Attributes:
        run: how many values went through a compiler or interpreter and arrived, or not.
        read: how many were judged by what was rendered.
        refused: how many a target refused, and why. What no spec can hold is not counted.
        breaches: what went wrong.
        targets: all targets that were chosen.
        toolchains: by the id of a target, what ran it, or why nothing did.
        unfinished: the ids of targets with so many breaches that the rest was left out.
    """

    run: Counter[tuple[str, Slot]] = field(default_factory=Counter)
    read: Counter[tuple[str, Slot]] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    breaches: list[Breach] = field(default_factory=list)
    targets: Sequence[Target] = ()
    toolchains: Mapping[str, ChosenToolchain | Unavailable] = field(default_factory=dict)
    unfinished: set[str] = field(default_factory=set)

    def add(self, other: HostileReport) -> None:
        """Add what another run did."""
        self.run += other.run
        self.read += other.read
        self.refused += other.refused
        self.breaches += other.breaches

    @property
    def unrun(self) -> list[Target]:
        """The targets that could run on this platform, but did not."""
        found = []
        for target in self.targets:
            chosen = self.toolchains[target.id]
            if isinstance(chosen, Unavailable) and not chosen.is_other_platform:
                found.append(target)
        return found


def format_targets(report: HostileReport) -> str:
    """Return a line for each target: proven, not run or failed, and why."""
    rows: dict[str, list[list[str]]] = {"proven": [], "not run": [], "failed": []}
    for target in report.targets:
        chosen = report.toolchains[target.id]
        state = _state(report, target.id)
        if isinstance(chosen, Unavailable):
            note = chosen.reason
        else:
            versions = ", ".join(f"{name} {number}" for name, number in chosen.versions.items())
            note = ": ".join(filter(None, (chosen.toolchain.name, versions)))
        rows[state].append([state, target.id, printable(note)])
    return "\n".join(align_columns([row for group in rows.values() for row in group]))


def _state(report: HostileReport, id_: str) -> str:
    """Return the word for what became of a target."""
    if any(breach.by == id_ for breach in report.breaches):
        return "failed"
    return "not run" if isinstance(report.toolchains[id_], Unavailable) else "proven"


def format_table(report: HostileReport) -> str:
    """Return how many values were tried in each place: a row a place, and a column a target."""
    counts = report.run + report.read
    ids = list(dict.fromkeys(id_ for id_, _ in counts))
    if not ids:
        return ""
    rows = [["", *ids]]
    for slot in Slot:
        if any(counts[id_, slot] for id_ in ids):
            rows.append([slot, *(str(counts[id_, slot] or "-") for id_ in ids)])
    return "\n".join(align_columns(rows))


def format_notes(report: HostileReport) -> list[str]:
    """Return lines about what was refused or left out, and why."""
    lines = [
        f"refused by {by}: {printable(why)} ({counted(count, 'value')})"
        for (by, why), count in sorted(report.refused.items())
    ]
    for target in report.targets:
        lines += [
            f"left out of {target.id}: {', '.join(row.places)} "
            f"{'that is' if row.is_whole else 'with'} {row.text!a}: "
            f"{printable(row.why)}"
            for row in target.known_values
        ]
    return lines


def format_breaches(report: HostileReport, repeat: str) -> list[str]:
    """Return a text for each breach, with the value that causes it.

    Arguments:
        report: the report.
        repeat: the command that runs the target again, without its `--lang`.
    """
    texts = []
    for breach in report.breaches:
        lines = [str(breach)]
        if breach.by in {target.id for target in report.targets}:
            lines.append(f"  repeat: {repeat} --lang {breach.by}")
        texts.append("\n".join(lines))
    if report.unfinished:
        ids = ", ".join(sorted(report.unfinished))
        texts.append(f"{ids}: further values are not tried until these faults are mended")
    return texts


def format_summary(report: HostileReport) -> str:
    """Return one line that counts values, refusals and faults."""
    parts = [f"{counted(report.run.total(), 'value')} put into samples and run"]
    if report.read:
        parts.append(f"{report.read.total()} read without being run")
    parts.append(f"{report.refused.total()} refused")
    parts.append(counted(len(report.breaches), "fault"))
    return ", ".join(parts)


def as_json(report: HostileReport, version: str) -> str:
    """Return the whole report as JSON.

    Arguments:
        report: the report.
        version: the version of gen that ran the samples.
    """
    targets = []
    for target in report.targets:
        chosen = report.toolchains[target.id]
        row: dict[str, object] = {"target": target.id, "state": _state(report, target.id)}
        if isinstance(chosen, Unavailable):
            row["reason"] = chosen.reason
        else:
            row |= {"toolchain": chosen.toolchain.name, "versions": dict(chosen.versions)}
        row["values"] = {s: n for s in Slot if (n := report.run[target.id, s])}
        targets.append(row)
    document = {
        "format": _FORMAT,
        "gen": version,
        "platform": sys.platform,
        "targets": targets,
        "refused": [
            {"by": by, "why": why, "values": count}
            for (by, why), count in sorted(report.refused.items())
        ],
        "faults": [
            {
                "by": b.by,
                "places": list(b.slots),
                "values": list(b.values),
                "differences": list(b.faults),
            }
            for b in report.breaches
        ],
    }
    return json.dumps(document, indent=2) + "\n"
