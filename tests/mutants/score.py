"""Counts verdicts, and says what is wrong: a fault nothing notices, or a list that is stale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.mutants.mutate import Key, Mutant
from tests.mutants.survivors import FILE, Survivor, unknown, written
from tests.mutants.trial import Verdict

GOAL = 95


def merged(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Keep one verdict a mutant: of the targets that share a template, one has to notice."""
    best: dict[Key, Verdict] = {}
    for verdict in verdicts:
        known = best.get(verdict.mutant.key)
        if known is None or (bool(verdict.noticed), verdict.changed) > (
            bool(known.noticed),
            known.changed,
        ):
            best[verdict.mutant.key] = verdict
    return list(best.values())


@dataclass(frozen=True)
class Score:
    """What was found of some mutants.

    Attributes:
        verdicts: of all that were tried.
        known: all mutants there are, tried or not.
        listed: the survivors that are known.
    """

    verdicts: Sequence[Verdict]
    known: Sequence[Mutant]
    listed: Mapping[Key, Survivor]

    def _kind(self, verdict: Verdict) -> str:
        survivor = self.listed.get(verdict.mutant.key)
        if verdict.noticed:
            return "stale" if survivor else "noticed"
        if survivor is None:
            return "survived"
        return "equivalent" if survivor.equivalent else "unseen"

    @property
    def percent(self) -> float:
        """How many of those that are not equivalent were noticed."""
        return _percent(Counter(map(self._kind, self.verdicts)))

    def faults(self) -> list[str]:
        """Say what has to be corrected: tests for unlisted survivors, or the list."""
        found = [
            f"not noticed, {_reach(v)}: {v.mutant}\n{written(v.mutant)}"
            for v in self.verdicts
            if self._kind(v) == "survived"
        ]
        found += [
            f"listed in {FILE.name}, but {v.noticed} notices: {v.mutant}"
            for v in self.verdicts
            if self._kind(v) == "stale"
        ]
        for template, line, becomes, nth in unknown(self.listed, self.known):
            change = "gone" if becomes is None else f"now {becomes}"
            found.append(f"{FILE.name}: there is no such mutant: {template}: {line} {change} {nth}")
        return found

    def table(self) -> str:
        """Draw a row a template, and one for all; behind it, which cells noticed how many."""
        columns = ["mutants", "noticed", "equivalent", "unseen", "survived", "stale"]
        rows = [["", *columns, "score"]]
        templates = list(dict.fromkeys(mutant.template for mutant in self.known))
        for template in [*templates, "all"]:
            chosen = [v for v in self.verdicts if template in (v.mutant.template, "all")]
            counts = Counter(map(self._kind, chosen))
            counts["mutants"] = len(chosen)
            cells = [str(counts[column]) for column in columns]
            rows.append([template, *cells, f"{_percent(counts):.1f} %"])
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [
            "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])])
            for row in rows
        ]
        return "\n".join([*lines, "", *self._totals(), "", *_by_cell(self.verdicts)])

    def _totals(self) -> list[str]:
        noticed = sum(bool(v.noticed) for v in self.verdicts)
        share = 100 * noticed / (len(self.verdicts) or 1)
        return [
            f"noticed of all: {share:.1f} %",
            f"noticed of those not equivalent: {self.percent:.1f} %, at least {GOAL} % wanted",
        ]


def _percent(counts: Mapping[str, int]) -> float:
    noticed = counts.get("noticed", 0) + counts.get("stale", 0)
    counted = noticed + counts.get("unseen", 0) + counts.get("survived", 0)
    return 100 * noticed / counted if counted else 100.0


def _reach(verdict: Verdict) -> str:
    return f"{verdict.changed} samples changed" if verdict.changed else "no sample changed"


def _by_cell(verdicts: Iterable[Verdict]) -> list[str]:
    cells = Counter(v.noticed.rpartition(" ")[2] for v in verdicts if v.noticed)
    return [f"{count:5} by {cell}" for cell, count in cells.most_common()]
