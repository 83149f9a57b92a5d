"""Runs generated values: `make hostile N=20000`.

The known strings and traps come first. Each fault is printed when it is found, with the smallest
value that causes it. At the end come all faults again, and how many values were run in each slot
of each target.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

from generator.verify.toolchain import Unavailable, choose_toolchain

from .harness import Harness, batches
from .known import KNOWN
from .report import Report
from .slots import KINDS, PARAMETERS, Slot
from .values import always, value


class _Run:
    """A run by several threads, each with a harness of its own."""

    def __init__(self, arguments: argparse.Namespace, folder: Path) -> None:
        self.arguments = arguments
        self.folder = folder
        self.report = Report()
        self.values = 0
        self.lock = Lock()

    def work(self, worker: int) -> None:
        """Run this worker's share of the values; the first one's are the known ones, too."""
        harness = Harness(self.folder / str(worker))
        asked = self.arguments.lang
        targets = [t for t in harness.targets() if not asked or t.id in asked]
        for kind in self.arguments.kind or KINDS:
            for number, batch in enumerate(batches(self._values(harness, worker), kind)):
                report = harness.run(batch, targets, number, kind)
                with self.lock:
                    self.report.add(report)
                    print(*map(str, report.faults), sep="\n", end="", file=sys.stderr)
                    self.values += len(batch) if kind == PARAMETERS else 0
                    done = f"{self.values} values, {self.report.run.total()} executions"
                    print(f"{done}, {len(self.report.faults)} faults", file=sys.stderr)

    def _values(self, harness: Harness, worker: int) -> Iterator[str]:
        if worker == 0:
            yield from always(harness.traps)
        for number in range(worker, self.arguments.count, self.arguments.jobs):
            yield value(harness.traps, self.arguments.seed, number)


def main(words: Sequence[str] | None = None) -> int:
    """Run the command; gives its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.compiled.hostile", description=__doc__)
    parser.add_argument("--count", type=int, default=2000, help="values to generate")
    parser.add_argument("--seed", type=int, default=0, help="another one gives other values")
    parser.add_argument("--lang", type=lambda text: text.split(","), help="targets; all if not set")
    parser.add_argument(
        "--kind", choices=tuple(KINDS), action="append", help="the kinds of bodies; all if not set"
    )
    parser.add_argument("--jobs", type=int, default=2, help="threads")
    arguments = parser.parse_args(words)
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="gen-hostile-") as folder:
        run = _Run(arguments, Path(folder))
        ids = [target.id for target in Harness(Path(folder, "list")).targets()]
        if unknown := sorted(set(arguments.lang or ()) - set(ids)):
            parser.error(f"there is no target {', '.join(unknown)}; use {', '.join(ids)}")
        with ThreadPoolExecutor(arguments.jobs) as pool:
            list(pool.map(run.work, range(arguments.jobs)))
        absent = _absent(Harness(Path(folder, "last")), arguments.lang)
    print("\n".join(_told(run, absent, time.monotonic() - start)))
    return 1 if run.report.faults else 0


def _absent(harness: Harness, asked: Sequence[str] | None) -> list[str]:
    found = []
    for target in harness.targets():
        chosen = choose_toolchain(target)
        if (
            isinstance(chosen, Unavailable)
            and not target.is_page
            and (not asked or target.id in asked)
        ):
            found.append(f"{target.id} is not run: {chosen.reason}")
    return found


def _told(run: _Run, absent: Sequence[str], took: float) -> Iterator[str]:
    report = run.report
    counts = {**report.run, **report.read}
    ids = list(dict.fromkeys(target for target, _ in counts))
    rows = [["", *ids]]
    for slot in Slot:
        if any(counts.get((id_, slot)) for id_ in ids):
            rows.append([slot, *(str(counts.get((id_, slot), "")) for id_ in ids)])
    yield from _aligned(rows)
    yield ""
    yield from _aligned([[f"refused: {why}", str(n)] for why, n in report.refused.most_common()])
    yield ""
    yield from absent
    yield from (f"left out: {row.by}, {', '.join(row.slots)}: {row.why}" for row in KNOWN)
    yield from ("", *map(str, report.faults), "") if report.faults else ("",)
    read = f"{report.read.total()} read without being run, {report.refused.total()} refused"
    done = (
        f"{run.values} values, seed {run.arguments.seed}: {report.run.total()} executions, {read}"
    )
    yield f"{done}, {len(report.faults)} faults, {took:.0f} s"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


if __name__ == "__main__":
    sys.exit(main())
