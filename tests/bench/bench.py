"""Whole processes, compared with the bare imports that they can't do without.

    python tests/bench/bench.py [RUNS]

Each process begins without caches, as in a CI, but for one that runs again. Prints a Markdown
table of processor time, user and system: other work on the machine changes it less than a clock's.
Machines are noisy all the same: look at the ratio, not at the seconds.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GEN = [str(Path(sys.executable).with_name("gen"))]
BARE = "import click, jinja2, yaml"
AGAIN = "gen render, again, with caches"


def run(command: list[str], cache: Path) -> float:
    """Run a process, and return the seconds of a processor that it took."""
    env = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package is compiled
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    return usage.ru_utime + usage.ru_stime


def main(runs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out, cache = Path(folder, "out"), Path(folder, "cache")
        cases = {
            "python": [sys.executable, "-c", ""],
            BARE: [sys.executable, "-c", BARE],
            "gen --help": [*GEN, "--help"],
            "gen list regions": [*GEN, "list", "regions"],
            "gen lint": [*GEN, "lint"],
            "gen diff, no change": [*GEN, "diff"],
            "gen diff, all added": [*GEN, "diff", "--exit-zero", "--out", str(out)],
            "gen publish, html": [*GEN, "publish", "--format", "html", "--out", str(out)],
            "gen render, everything": [*GEN, "render", "--out", str(out)],
            AGAIN: [*GEN, "render", "--out", str(out)],
        }
        seconds: dict[str, list[float]] = {name: [] for name in cases}
        for _ in range(runs + 1):
            for name, command in cases.items():
                if name != AGAIN:
                    shutil.rmtree(out, ignore_errors=True)
                    shutil.rmtree(cache, ignore_errors=True)
                seconds[name].append(run(command, cache))
    base = statistics.median(seconds[BARE][1:])
    print(f"{platform.system()}, Python {platform.python_version()}; median of {runs}.\n")
    print("| process | processor, ms | of the bare imports |")
    print("| --- | ---: | ---: |")
    for name, taken in seconds.items():
        median = statistics.median(taken[1:])
        print(f"| {name} | {median * 1000:.0f} | {median / base:.2f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
