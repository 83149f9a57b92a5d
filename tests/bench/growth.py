"""How `gen render` grows with a document's operations and with the number of APIs.

    python -m tests.bench.growth [--runs N] [--times N ...] [--apis N ...] [--plot FILE]
    python -m tests.bench.growth --draw

Renders GitHub's document with several times its operations, then as many APIs of the shipped spec,
then parts of both. Each run is a whole process with empty caches. Prints the tables of
docs/performance.md, and draws the plot beside it. With `--draw`, it draws the table that the page
has. Processor seconds, user and system, are those of all processes of a run, so other work on the
machine changes them little. MiB is the memory of the largest process.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path

from tests.bench.fleet import GEN, ROOT, make_fleet
from tests.bench.growth_plot import HEAD, Row, draw_growth, format_row, read_growth
from tests.bench.openapi import DOCUMENT, multiply

PAGE = ROOT / "docs/performance.md"
OPERATION = "repos-get"
JOBS = 4


def render(name: str, folder: Path, options: Sequence[str], runs: int) -> str:
    """Run `gen render` in a folder several times, without caches; print a row of the least it took.

    Arguments:
        name: what is rendered, for the row.
        folder: the working folder; its `out` is emptied before and after.
        options: options of `gen render`.
        runs: how many times.

    Returns:
        The row, as Markdown.
    """
    cache = folder.parent / "cache"
    env = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(cache)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package is compiled
    rows = []
    for _ in range(runs):
        shutil.rmtree(folder / "out", ignore_errors=True)
        shutil.rmtree(cache, ignore_errors=True)
        rows.append(run(name, [*GEN, "render", *options], folder, env))
    shutil.rmtree(folder / "out", ignore_errors=True)
    seconds, peak = min(row.seconds for row in rows), min(row.peak for row in rows)
    line = format_row(Row(name, rows[0].files, seconds, peak))
    print(line, flush=True)
    return line


def run(name: str, command: list[str], folder: Path, env: dict[str, str]) -> Row:
    """Run a process, and read how many files it made from its last line."""
    with subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        messages = process.stderr.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    total = re.search(r"^([\d,]+) files?: ", messages, re.M)
    if process.returncode or total is None:
        raise SystemExit(f"{' '.join(command)[:200]} failed:\n{messages[-2000:]}")
    files = int(total[1].replace(",", ""))
    return Row(name, files, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def write_document(file: Path, times: int) -> None:
    """Write GitHub's document with several times its operations."""
    if times == 1:
        shutil.copy(DOCUMENT, file)
        return
    file.write_text(json.dumps(multiply(json.loads(DOCUMENT.read_bytes()), times)), "utf-8")


def operations(file: Path) -> list[str]:
    """Return the ids of a document's operations."""
    command = [*GEN, "list", "operations", "--spec", str(file)]
    lines = subprocess.check_output(command, cwd=ROOT, text=True).splitlines()
    return [line.split()[0] for line in lines]


def measure_times(folder: Path, times: Sequence[int], runs: int) -> Iterator[str]:
    """Render GitHub's document with several times its operations."""
    for number in times:
        file = folder / f"github{number}.json"
        # Elsewhere, since a process counts as its own the memory that its parent had at most.
        writer = get_context("spawn").Process(target=write_document, args=(file, number))
        writer.start()
        writer.join()
        yield render(f"{number} × GitHub's document", folder, ["--spec", str(file)], runs)


def measure_apis(folder: Path, counts: Sequence[int], runs: int) -> Iterator[str]:
    """Render as many APIs of the shipped spec."""
    for count in counts:
        fleet = make_fleet(folder / f"{count}", count, True)
        yield render(f"{count} × the shipped spec", fleet.folder, [], runs)


def measure_parts(folder: Path, apis: int, runs: int) -> None:
    """Render parts of both, as a user would split the work."""
    file = folder / "github.json"
    write_document(file, 1)
    document = ["--spec", str(file)]
    share = ",".join(operations(file)[::JOBS])
    render(f"GitHub's document, `--operation {OPERATION}`", folder,
           [*document, "--operation", OPERATION], runs)  # fmt: skip
    render(f"GitHub's document, one of {JOBS} jobs: `--operation` with every {JOBS}th operation",
           folder, [*document, "--operation", share], runs)  # fmt: skip
    render("GitHub's document, `--lang python`", folder, [*document, "--lang", "python"], runs)
    fleet = make_fleet(folder / "parts", apis, True)
    one = str(fleet.specs[0].relative_to(fleet.folder))
    render(f"{apis} APIs, `--spec {one}`", fleet.folder, ["--spec", one], runs)
    for spec in fleet.specs[apis // JOBS :]:
        spec.unlink()
    render(f"{apis} APIs, one of {JOBS} jobs: `--spec` with a folder of {apis // JOBS}",
           fleet.folder, [], runs)  # fmt: skip


def main(arguments: list[str]) -> None:
    """Measure everything, print the tables and draw the plot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="the least of N runs counts")
    parser.add_argument("--times", type=int, nargs="+", default=[1, 2, 4, 10])
    parser.add_argument("--apis", type=int, nargs="+", default=[1, 10, 40, 400])
    parser.add_argument("--plot", type=Path, default=ROOT / "docs/growth.svg")
    parser.add_argument("--draw", action="store_true", help="draw the docs' table, measure nothing")
    asked = parser.parse_args(arguments)
    if asked.draw:
        asked.plot.write_text(draw_growth(read_growth(PAGE.read_text("utf-8"))), "utf-8")
        return
    if not DOCUMENT.exists():
        parents = str(DOCUMENT).partition("/node_modules/")[0]
        subprocess.run(
            ["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=parents, check=True
        )
    # In memory where there is room: disks differ more than what is measured.
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=memory) as name:
        folder = Path(name, "work")
        folder.mkdir()
        print(HEAD)
        lines = [*measure_times(folder, asked.times, asked.runs)]
        lines += measure_apis(folder, asked.apis, asked.runs)
        print(f"\n{HEAD}")
        measure_parts(folder, max(asked.apis), asked.runs)
    asked.plot.write_text(draw_growth(read_growth("\n".join(lines))), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
