"""Find what gen does wrong with inputs changed at random: `python -m tests.fuzz --help`."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import yaml

from tests.fuzz.octets import change_bytes
from tests.fuzz.runner import MIB, Outcome, Runner, faults, remove
from tests.fuzz.seeds import Command, Seed, more_seeds, seeds
from tests.fuzz.trees import (
    MOST,
    Node,
    change,
    change_gently,
    read_tree,
    slots,
    write_json,
    write_yaml,
)

# What a seed is taken for, among 100 runs or so.
_WEIGHTS = {"spec": 24, "openapi": 34, "regions": 14, "manifest": 6, "stamp": 3, "report": 4,
            "language": 8, "template": 7}  # fmt: skip
_SHAPES = (
    "outside",
    "zero",
    "loop",
    "nowhere",
    "pipe",
    "folder",
    "large",
    "folder outside",
    "random",
)
_LONGEST = 2 * MIB
_TRIES = 60


@dataclass(frozen=True)
class Trial:
    """One input: a seed, what its changed file holds, and the command.

    Attributes:
        data: the bytes of the changed file, None if it is something else.
        shape: what stands in its place, if it is no file.
    """

    seed: Seed
    data: bytes | None
    shape: str | None
    command: Command


@cache
def _tree(data: bytes) -> Node | None:
    try:
        return read_tree(data)
    except (yaml.YAMLError, UnicodeDecodeError):
        return None


class Fuzzer:
    """Makes trials, each from its number alone, and runs them.

    Arguments:
        runner: runs gen.
        seed: what decides on all.
        every: the seeds.
        shapes: how many percent of the trials have something that is no file.
    """

    def __init__(self, runner: Runner, seed: int, every: Sequence[Seed], shapes: float) -> None:
        self.runner, self.seed, self.shapes = runner, seed, shapes
        self.kinds: dict[str, list[Seed]] = {}
        for one in every:
            self.kinds.setdefault(one.kind, []).append(one)

    def trial(self, number: int, kinds: Sequence[str]) -> Trial:
        """Make a trial, and the folder that it is run in.

        Arguments:
            number: which one.
            kinds: the kinds of files that may be changed.
        """
        random = Random(f"{self.seed} {number}")
        kind = random.choices(kinds, [_WEIGHTS[kind] for kind in kinds])[0]
        seed = random.choice(self.kinds[kind])
        command = random.choice(seed.commands)
        self.runner.clear(dict(seed.files))
        for first in seed.before:
            self.runner.run(first)
        whole = self._target(seed).read_bytes()
        if random.random() * 100 < self.shapes:
            return Trial(seed, None, random.choice(_SHAPES), command)
        return Trial(seed, self._changed(random, seed, whole), None, command)

    def _changed(self, random: Random, seed: Seed, whole: bytes) -> bytes:
        others = [one.files[one.target] for one in self.kinds[seed.kind] if one.target in one.files]
        root = _tree(whole) if random.random() < seed.trees else None
        data = whole
        if root is not None:
            root = deepcopy(root)
            near = [tree for tree in map(_tree, others) if tree is not None]
            step = random.choice((change, change_gently))
            for _ in range(random.choice((1, 1, 1, 1, 1, 2, 3, 6))):
                if len(slots(root)) > MOST:
                    break
                root = step(random, root, near)
            is_json = seed.target.endswith(".json") or random.random() < 0.2
            text = (
                write_json(root)
                if is_json or seed.kind in ("stamp", "report")
                else write_yaml(root)
            )
            data = text.encode("utf-8", "surrogatepass")
        if root is None or random.random() < 0.05:
            for _ in range(random.choice((1, 1, 2, 4))):
                data = change_bytes(random, data, others)
        return data if len(data) <= _LONGEST else data[:_LONGEST]

    def _target(self, seed: Seed) -> Path:
        places = (self.runner.folder, self.runner.own)  # the cache is beside the inputs
        return next(path for place in places for path in sorted(place.glob(seed.target)))

    def put(self, trial: Trial) -> None:
        """Put what a trial changes into the folder, as its seed left it."""
        place, outside = self._target(trial.seed), self.runner.secret
        if trial.data is not None:
            place.write_bytes(trial.data)
            return
        remove(place)
        links = {"outside": outside, "zero": Path("/dev/zero"), "loop": Path(place.name),
                 "nowhere": Path("missing"), "random": Path("/dev/urandom")}  # fmt: skip
        if trial.shape == "pipe":
            os.mkfifo(place)
        elif trial.shape == "folder":
            place.mkdir()
        elif trial.shape == "large":
            place.write_bytes(b"a: b\n")
            os.truncate(place, 8192 * MIB)
        elif trial.shape == "folder outside":
            remove(place.parent)
            place.parent.symlink_to(outside.parent)
        else:
            place.symlink_to(links[trial.shape or ""])

    def run(self, trial: Trial) -> tuple[Outcome, list[str]]:
        """Run a trial that has been put in its place, and what must succeed behind it."""
        before = self.runner.tree()
        outcome = self.runner.run(trial.command)
        after = self.runner.tree()
        is_output = trial.seed.kind in ("manifest", "stamp")
        same = after if is_output else before
        found = list(faults(outcome, trial.command, self.runner.limit, same, after))
        if (
            self.runner.secret.read_text().count("\n") != 2
            or len(list(self.runner.secret.parent.iterdir())) != 1
        ):
            found.append(f"{trial.command[0]}: writes outside of the folder")
        if outcome.code == 0 and not found:
            commands = trial.seed.after.get(trial.command, ())
            for number, command in enumerate(commands, 1):
                behind = self.runner.run(command)
                if behind.code == 0:
                    continue
                if number == len(commands):
                    found.append(f"{trial.command[0]}: {command[0]} fails behind it")
                    outcome = behind
                break
        return outcome, found

    def again(self, trial: Trial) -> tuple[Outcome, list[str]]:
        """Run a trial in a new folder."""
        self.runner.clear(dict(trial.seed.files))
        for first in trial.seed.before:
            self.runner.run(first)
        self.put(trial)
        return self.run(trial)

    def smaller(self, trial: Trial, fault: str) -> Trial:
        """Leave out lines, then characters, as long as the fault stays."""
        tries = 0
        for separator in (b"\n", b",", b""):
            assert trial.data is not None
            parts = (
                trial.data.split(separator)
                if separator
                else [trial.data[i : i + 1] for i in range(len(trial.data))]
            )
            size = max(1, len(parts) // 2)
            while size and tries < _TRIES:
                at = 0
                while at < len(parts) and tries < _TRIES:
                    fewer = parts[:at] + parts[at + size :]
                    one = Trial(trial.seed, separator.join(fewer), None, trial.command)
                    tries += 1
                    if fault in self.again(one)[1]:
                        parts, trial = fewer, one
                    else:
                        at += size
                size //= 2
        return trial


def _kept(
    folder: Path, number: int, trial: Trial, fault: str, outcome: Outcome, fuzzer: Fuzzer
) -> Path:
    """Keep the folder of a failure, with what was printed."""
    place = folder / str(number)
    shutil.rmtree(place, ignore_errors=True)
    fuzzer.runner.clear(dict(trial.seed.files))
    for first in trial.seed.before:
        fuzzer.runner.run(first)
    fuzzer.put(trial)
    if trial.shape in (None, "loop", "nowhere", "folder"):
        left_out = shutil.ignore_patterns("cache", "home", "tmp")
        shutil.copytree(fuzzer.runner.folder, place, symlinks=True, ignore=left_out)
    place.mkdir(parents=True, exist_ok=True)
    (place / "failure.txt").write_text(
        f"{fault}\n{trial.seed.kind} {trial.seed.name} {trial.shape or ''}\n"
        f"gen {shlex.join(trial.command)}\nexit code {outcome.code}, signal {outcome.signal}\n\n"
        f"{outcome.stderr[-6000:]}\n",
        "utf-8", "backslashreplace",
    )  # fmt: skip
    return place


def fuzz(arguments: argparse.Namespace, root: Path) -> int:
    """Run trials until the time is over, print what failed, and give how many faults there were."""
    every = (*seeds(), *(one for folder in arguments.seeds for one in more_seeds(folder)))
    fuzzer = Fuzzer(
        Runner(root / "scratch", arguments.limit), arguments.seed, every, arguments.shapes
    )
    kinds = arguments.kind or list(_WEIGHTS)
    keep = arguments.keep or Path(tempfile.gettempdir()) / f"gen-fuzz-{os.getpid()}"
    kind_of: Counter[str] = Counter()
    failures: dict[str, tuple[int, Path]] = {}
    times: Counter[str] = Counter()
    slowest, largest, runs = (0.0, 0), (0, 0), 0
    start = time.monotonic()
    numbers: Iterable[int] = range(arguments.first, sys.maxsize)
    if arguments.run is not None:
        numbers = [arguments.run]
    for number in numbers:
        passed = time.monotonic() - start
        if passed > arguments.seconds or runs >= arguments.runs:
            break
        trial = fuzzer.trial(number, kinds)
        fuzzer.put(trial)
        outcome, found = fuzzer.run(trial)
        runs += 1
        state = "stopped" if outcome.code is None else f"exit {outcome.code}"
        kind_of[f"{trial.seed.kind} {trial.command[0]} {state}"] += 1
        slowest = max(slowest, (outcome.seconds, number))
        largest = max(largest, (outcome.memory, number))
        for fault in found:
            times[fault] += 1
            if fault in failures:
                continue
            if trial.data is not None and arguments.shrink and outcome.seconds < 2:
                trial = fuzzer.smaller(trial, fault)
                outcome, _ = fuzzer.again(trial)
            failures[fault] = number, _kept(keep, number, trial, fault, outcome, fuzzer)
            print(f"FAIL {fault}\n  kept: {failures[fault][1]}", flush=True)
    passed = time.monotonic() - start
    pace = runs / max(passed, 0.001)
    print(f"seed {arguments.seed}: {runs} runs in {passed:.0f} s, {pace:.1f} a second")
    print(f"slowest: run {slowest[1]}, {slowest[0]:.1f} s")
    print(f"largest: run {largest[1]}, {largest[0] // MIB} MiB")
    for name, count in sorted(kind_of.items()):
        print(f"{count:6} {name}")
    words = ["--seed", str(arguments.seed), *(f"--kind={kind}" for kind in arguments.kind or ())]
    words += [f"--seeds={folder}" for folder in arguments.seeds]
    words += [f"--shapes={arguments.shapes:g}"]
    for fault, (number, place) in failures.items():
        print(f"FAIL {fault}: {times[fault]} times")
        print(f"  repeat: python -m tests.fuzz {shlex.join([*words, '--run', str(number)])}")
        print(f"  kept: {place}")
    if arguments.json:
        arguments.json.write_text(json.dumps({"runs": runs, "failures": sorted(failures)}), "utf-8")
    return len(failures)


def main() -> None:
    """Read the arguments, and fuzz."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="how long to go on")
    parser.add_argument("--runs", type=int, default=sys.maxsize, help="how many runs at most")
    parser.add_argument(
        "--seed", type=int, default=int(time.time()), help="what decides on all inputs"
    )
    parser.add_argument("--run", type=int, help="one run alone, by its number")
    parser.add_argument("--first", type=int, default=0, help="the number of the first run")
    parser.add_argument(
        "--kind", action="append", choices=list(_WEIGHTS), help="what to change; repeatable"
    )
    parser.add_argument(
        "--seeds", action="append", type=Path, default=[], help="a folder of more documents"
    )
    parser.add_argument("--keep", type=Path, help="where to keep the inputs of failures")
    parser.add_argument("--limit", type=int, default=10, help="seconds that a run may take")
    parser.add_argument(
        "--shapes", type=float, default=3, help="percent of runs with no regular file"
    )
    parser.add_argument("--json", type=Path, help="a file to write the kinds of failures into")
    parser.add_argument(
        "--no-shrink", dest="shrink", action="store_false", help="keep inputs as they are"
    )
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    # Not TemporaryDirectory, which every run that ends would remove, since it has forked from here.
    root = Path(tempfile.mkdtemp(prefix="gen-fuzz-"))
    try:
        failures = fuzz(arguments, root)
    finally:
        shutil.rmtree(root, ignore_errors=True)
    sys.exit(min(failures, 1))


if __name__ == "__main__":
    main()
