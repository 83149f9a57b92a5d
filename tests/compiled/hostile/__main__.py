"""Runs generated values: `make hostile N=20000`.

It is `gen verify --hostile` with every page and with samples for Windows, which are read, and each
refusal has to be on a closed list.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from generator.verify.hostile import report as texts
from generator.verify.hostile.run import HostileSettings, run
from generator.verify.hostile.slots import KINDS
from tests.support import LAYERS, languages

from .strict import StrictHarness


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
    with tempfile.TemporaryDirectory(prefix="gen-") as folder:
        every = StrictHarness(Path(folder, "list")).targets()
    asked = arguments.lang or [target.id for target in every]
    if unknown := sorted(set(asked) - {target.id for target in every}):
        known = ", ".join(target.id for target in every)
        parser.error(f"there is no target {', '.join(unknown)}; use {known}")
    start = time.monotonic()

    def on_batch(done: int, of: int) -> None:
        print(f"{done} of {of} specs, {time.monotonic() - start:.0f} s", file=sys.stderr)

    settings = HostileSettings(
        jobs=arguments.jobs,
        generated=arguments.count,
        seed=arguments.seed,
        kinds=tuple(arguments.kind or KINDS),
        on_batch=on_batch,
    )
    targets = [target for target in every if target.id in asked]
    found = run(targets, languages(), LAYERS, settings, StrictHarness)
    lines = [
        texts.format_targets(found),
        texts.format_table(found),
        "\n".join(texts.format_notes(found)),
        *texts.format_breaches(found, "python -m tests.compiled.hostile"),
        f"{texts.format_summary(found)}, seed {arguments.seed}, {time.monotonic() - start:.0f} s",
    ]
    print("\n\n".join(filter(None, lines)))
    return 1 if found.breaches else 0


if __name__ == "__main__":
    sys.exit(main())
