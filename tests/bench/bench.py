"""Whole processes, timed and compared with the bare imports that they can't do without.

    python tests/bench/bench.py [RUNS]

Prints a Markdown table. Machines are noisy: look at the ratio, not at the seconds.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GEN = [str(Path(sys.executable).with_name("gen"))]


def main(runs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cases = {
            "python": [sys.executable, "-c", ""],
            "import click, jinja2, yaml": [sys.executable, "-c", "import click, jinja2, yaml"],
            "gen --help": [*GEN, "--help"],
            "gen list regions": [*GEN, "list", "regions"],
            "gen render, no change": [*GEN, "render", "--check"],
            "gen render, everything": [*GEN, "render", "--out", folder],
            "gen publish, html": [*GEN, "publish", "--format", "html", "--out", folder],
            "gen diff, no change": [*GEN, "diff"],
            "gen diff, all added": [*GEN, "diff", "--exit-zero", "--out", folder],
        }
        seconds: dict[str, list[float]] = {name: [] for name in cases}
        for _ in range(runs + 1):
            for name, command in cases.items():
                for file in Path(folder).rglob("*"):
                    if file.is_file():
                        file.unlink()
                start = time.perf_counter()
                subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
                seconds[name].append(time.perf_counter() - start)
    base = statistics.median(seconds["import click, jinja2, yaml"][1:])
    print("| process | median, ms | of the bare imports |")
    print("| --- | ---: | ---: |")
    for name, taken in seconds.items():
        median = statistics.median(taken[1:])
        print(f"| {name} | {median * 1000:.0f} | {median / base:.2f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
