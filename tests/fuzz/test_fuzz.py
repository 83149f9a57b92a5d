"""Some seconds of the fuzzer; `make fuzz SECONDS=600` is the same for longer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.fuzz.octets import change_bytes
from tests.fuzz.seeds import seeds
from tests.fuzz.trees import change, read_tree, write_json, write_yaml
from tests.support import EVERYTHING, ROOT

SECONDS = 30 if EVERYTHING else 12
SEED = 1
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="only where processes fork")


@needs_fork
def test_no_input_gets_gen_to_do_wrong(tmp_path: Path) -> None:
    """The inputs are the same each time; how many of them are run is up to the machine."""
    words = ["--seconds", str(SECONDS), "--seed", str(SEED), "--keep", str(tmp_path / "kept")]
    run = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", *words, "--no-shrink"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=SECONDS * 20,
    )  # fmt: skip
    print(run.stdout)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_seed_is_written_as_it_was_read() -> None:
    """Without a change, both ways to write a tree give what was read."""
    for seed in seeds():
        if seed.trees and seed.target in seed.files:
            root = read_tree(seed.files[seed.target])
            assert read_tree(write_json(root).encode()) == root, seed
            assert read_tree(write_yaml(root).encode()) == root, seed


def test_changes_depend_on_the_seed_alone() -> None:
    """The same seed makes the same input, so a failure can be repeated."""
    data = (ROOT / "spec/regions.yaml").read_bytes()
    for number in range(50):
        one, two = (
            change(Random(number), read_tree(data), [read_tree(data)]) for _ in range(2)
        )  # fmt: skip
        assert write_json(one) == write_json(two)
        assert change_bytes(Random(number), data, [data]) == change_bytes(
            Random(number), data, [data]
        )
