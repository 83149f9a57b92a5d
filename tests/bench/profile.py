"""Time, processor and memory of each stage of `gen render`, in one process without caches.

    python -m tests.bench.profile [DOCUMENT ...]

Prints a Markdown table for the shipped spec and, where `npm ci` put it below
`tests/golden/openapi/real/node_modules`, for GitHub's document. Each stage is a call that
`gen render` makes, too. Memory is the most that the process had up to the stage's end.
"""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.rendering.formatter import FormatCode

ROOT = Path(__file__).resolve().parents[2]
GITHUB = (
    ROOT / "tests/golden/openapi/real/node_modules/@octokit/openapi/generated/api.github.com.json"
)
STAGES = ("start", "read", "plan", "render", "format", "compare", "write")
# What a process imports before it knows what to do.
START = "import generator.cli.main, generator.pipeline, jinja2, msgspec, yaml"
Row = tuple[float, float, float]


class Clock:
    """Adds up what stages take.

    Arguments:
        spec: what is rendered.
    """

    def __init__(self, spec: Path) -> None:
        self.spec = spec
        self.rows: dict[str, Row] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count a block as part of a stage."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.add(name, time.perf_counter() - wall, time.process_time() - cpu)

    def add(self, name: str, wall: float, cpu: float) -> None:
        """Add seconds to a stage."""
        before = self.rows.get(name, (0.0, 0.0, 0.0))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self.rows[name] = before[0] + wall, before[1] + cpu, peak


def start(clock: Clock) -> None:
    """Run a process that only imports."""
    wall = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", START], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    clock.rows["start"] = time.perf_counter() - wall, cpu, after.ru_maxrss / 1024


def timed(clock: Clock, format_: FormatCode) -> FormatCode:
    """Give a formatter whose time is counted."""

    def run(text: str, spec: Path, is_done: Callable[[str], bool] | None = None) -> str:
        with clock.stage("format"):
            return format_(text, spec, is_done)

    return run


def stages(clock: Clock) -> None:
    """Go the way of `gen render`, one stage after the other."""
    from generator.output.changes import compare
    from generator.output.folder import OutputFolder, apply_changes, lock_folder
    from generator.pipeline import read_languages
    from generator.plan import make_plan
    from generator.rendering import formatter
    from generator.rendering.renderer import render
    from generator.rendering.request import bind
    from generator.spec.loader import load

    own = dict(formatter.FORMATTERS)
    formatter.FORMATTERS.update({name: timed(clock, run) for name, run in own.items()})
    with clock.stage("read"):
        apis = load(clock.spec)
        layers, languages = read_languages(())
    with clock.stage("plan"):
        plan = make_plan(apis, languages, bind)
    with clock.stage("render"):
        files = render(plan.files, languages, layers)
    formatter.FORMATTERS.update(own)
    wall, cpu, _ = clock.rows.get("format", (0.0, 0.0, 0.0))
    clock.add("render", -wall, -cpu)  # formatting is a part of it, and a stage of its own
    rows = {job.path: (job.target.id, job.subject) for job in plan.files}
    with tempfile.TemporaryDirectory() as folder, lock_folder(Path(folder)):
        with clock.stage("compare"):
            changes = compare(files, rows, OutputFolder(Path(folder)), lambda row: True)
        with clock.stage("write"):
            apply_changes(changes, Path(folder))


def profile(spec: Path) -> None:
    """Print the table of one spec."""
    clock = Clock(spec)
    start(clock)
    stages(clock)
    print(f"\n{spec.name}, {os.cpu_count()} processors, Python {platform.python_version()}\n")
    print("| stage | wall s | CPU s | MiB |\n| --- | ---: | ---: | ---: |")
    for name in STAGES:
        wall, cpu, peak = clock.rows.get(name, (0.0, 0.0, 0.0))
        print(f"| {name} | {wall:.3f} | {cpu:.3f} | {peak:.0f} |")
    wall, cpu = (sum(row[number] for row in clock.rows.values()) for number in (0, 1))
    print(f"| all | {wall:.3f} | {cpu:.3f} | {max(row[2] for row in clock.rows.values()):.0f} |")


def main() -> None:
    """Profile each document in a process of its own, whose memory is its own."""
    if len(sys.argv) == 2:
        profile(Path(sys.argv[1]))
        return
    specs = [Path(name) for name in sys.argv[1:]] or [ROOT / "spec", GITHUB]
    with tempfile.TemporaryDirectory() as cache:
        for spec in specs:
            if not spec.exists():
                print(f"\n{spec.name}: not here; run npm ci in tests/golden/openapi/real")
                continue
            env = {**os.environ, "XDG_CACHE_HOME": cache}
            command = [sys.executable, "-m", "tests.bench.profile", str(spec)]
            subprocess.run(command, check=True, cwd=ROOT, env=env)


if __name__ == "__main__":
    main()
