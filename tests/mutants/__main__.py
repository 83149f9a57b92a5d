"""Gives every template every fault, and counts what verify notices.

    python -m tests.mutants [--sample N/D | --tenth] [--seed S] [--lang TARGET,…]

Exits with 1 if that is too little of all, or if survivors.yaml is not what was found.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import time
from collections.abc import Sequence
from fractions import Fraction

from generator.verify.toolchain import Unavailable, choose_toolchain
from tests.mutants.mutate import sampled
from tests.mutants.score import GOAL, Score, merged
from tests.mutants.survivors import read
from tests.mutants.trial import Bench, trials
from tests.support import sample_targets


def _share(text: str) -> Fraction:
    if not re.fullmatch(r"[0-9]+/[1-9][0-9]*", text) or not 0 < Fraction(text) <= 1:
        raise argparse.ArgumentTypeError("write a part of all, such as 1/10")
    return Fraction(text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; gives the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutants", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--sample", type=_share, default=Fraction(1), metavar="N/D")
    parser.add_argument(
        "--tenth", dest="sample", action="store_const", const=Fraction(1, 10), help="--sample 1/10"
    )
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    parser.add_argument("--lang", default="", metavar="TARGET,…")
    given = parser.parse_args(arguments)

    asked = set(filter(None, given.lang.split(",")))
    known = {target.id for target in sample_targets()}
    if asked - known:
        parser.error(f"--lang: there is no target {min(asked - known)}")
    benches = []
    for target in sample_targets():
        chosen = choose_toolchain(target)
        if asked and target.id not in asked:
            continue
        if isinstance(chosen, Unavailable):
            print(f"{target.file.template}: not tried: {target.id} needs {chosen.reason}")
        else:
            benches.append(Bench(target))
    if given.sample != 1:
        print(f"{given.sample} of the mutants, --seed {given.seed}")

    listed = read()
    todo = [(b, m) for b in benches for m in sampled(b.mutants, given.sample, given.seed)]
    random.Random(given.seed).shuffle(todo)
    start = time.monotonic()
    verdicts = []
    for verdict in trials(todo, listed, os.cpu_count() or 1):
        verdicts.append(verdict)
        if sys.stderr.isatty():
            survived = sum(not v.noticed for v in verdicts)
            shown = f"\r{len(verdicts)}/{len(todo)} tried, {survived} not noticed "
            print(shown, end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    # Lines that are for targets that were not asked for change no sample here.
    shared = {t for b in benches for t in b.shared} if asked else set()
    verdicts = [v for v in merged(verdicts) if v.changed or v.mutant.template not in shared]
    score = Score(verdicts, [m for b in benches for m in b.mutants], listed)
    faults = score.faults()
    print(*faults, score.table(), sep="\n\n")
    print(f"{time.monotonic() - start:.0f} s")
    # Of a part, the share is chance; what the list leaves of all, a test computes.
    whole = given.sample == 1 and not asked
    return int(bool(faults) or (whole and score.percent < GOAL))


if __name__ == "__main__":
    sys.exit(main())
