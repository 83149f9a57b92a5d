"""Forty APIs: how long edits take to render and to review, and the first screen of each report.

    python -m tests.bench.fleet [--apis N] [EDIT...]

Makes specs from the shipped one that differ in their ids, with one region table for all or a table
for each, and renders them. Then it makes edits, each from the same start: `gen diff` against the
last commit, then `gen render`. Machines are noisy: look at the ratio to `import click, jinja2,
yaml`, not at the seconds.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GEN = [sys.executable, "-m", "generator"]
FORMATS = {"text": "diff", "stat": "stat", "json": "json", "markdown": "md", "github": "github"}
# Lines of the Markdown that a reviewer reads without scrolling.
SCREEN = 24


@dataclass(frozen=True)
class Fleet:
    """A folder with specs: one for each API, and a region table for all or for each."""

    folder: Path
    is_shared: bool

    @property
    def specs(self) -> list[Path]:
        return sorted((self.folder / "spec").glob("face*.yaml"))

    @property
    def tables(self) -> list[Path]:
        return sorted((self.folder / "spec").glob("regions*.yaml"))

    def replace(self, files: list[Path], pattern: str, new: str) -> None:
        """Replace the first match of a pattern in files."""
        for file in files:
            text, number = re.subn(pattern, new, file.read_text("utf-8"), count=1, flags=re.M)
            assert number == 1, f"{pattern} is not in {file}"
            file.write_text(text, "utf-8")


def region_added(fleet: Fleet) -> None:
    fleet.replace(fleet.tables, "^japaneast:", "israelcentral: Israel Central\njapaneast:")


def region_removed(fleet: Fleet) -> None:
    fleet.replace(fleet.tables, "^uksouth:.*\n", "")


def region_renamed(fleet: Fleet) -> None:
    fleet.replace(fleet.tables, "^uksouth: .*", "uksouth: United Kingdom South")


def default_changed(fleet: Fleet) -> None:
    fleet.replace(fleet.specs, "^defaultRegion: .*", "defaultRegion: westeurope")


def endpoint_of_one(fleet: Fleet) -> None:
    fleet.replace(fleet.specs[:1], "^endpoint: .*", "endpoint: https://{region}.face.example.com")


def error_reworded(fleet: Fleet) -> None:
    fleet.replace(fleet.specs[:3], "Session Id is not found\\.", "There is no such session.")


def template_changed(fleet: Fleet) -> None:
    template = fleet.folder / "mine/ruby/sample.rb.jinja"
    fleet.replace([template], "require 'net/http'", "require 'net/http' # Ruby's own")


EDITS: dict[str, Callable[[Fleet], None]] = {
    function.__name__.replace("_", "-"): function
    for function in (region_added, region_removed, region_renamed, default_changed,
                     endpoint_of_one, error_reworded, template_changed)
}  # fmt: skip


def make_fleet(folder: Path, count: int, is_shared: bool) -> Fleet:
    """Write the specs, and a template of the user's own."""
    (folder / "spec").mkdir(parents=True)
    text = (ROOT / "spec/face-v1.1-preview.1.yaml").read_text("utf-8")
    for number in range(1, count + 1):
        id_ = f"face{number:03}"
        table = "regions.yaml" if is_shared else f"regions{number:03}.yaml"
        shutil.copy(ROOT / "spec/regions.yaml", folder / "spec" / table)
        spec = text.replace("  id: face\n", f"  id: {id_}\n", 1)
        spec = spec.replace("regions: regions.yaml\n", f"regions: {table}\n", 1)
        (folder / f"spec/{id_}.yaml").write_text(spec, "utf-8")
    mine = folder / "mine/ruby"
    mine.mkdir(parents=True)
    shutil.copy(ROOT / "templates/ruby/sample.rb.jinja", mine)
    return Fleet(folder, is_shared)


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def run(folder: Path, command: list[str]) -> tuple[str, float, float]:
    """Run a process; give what it said on stdout, its seconds, and the processor's."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder.parent / "cache")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    made = subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert made.returncode in (0, 1), made.stderr.decode()
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return made.stdout.decode(), seconds, processor


def peak() -> int:
    """The most memory that one process has had so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def show(name: str, seconds: float, processor: float, base: float) -> None:
    ratio = seconds / base
    print(f"  {name:28} {seconds:7.2f} s {processor:7.2f} s of a processor {ratio:7.1f} x imports")


def bench(fleet: Fleet, edits: list[str], base: float) -> None:
    folder, options = fleet.folder, ["--templates", "mine"]
    _, seconds, processor = run(folder, [*GEN, "render", *options])
    show("first render", seconds, processor, base)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Start")
    show("render, no change", *run(folder, [*GEN, "render", *options])[1:], base)
    for name in edits:
        print(f"\n{name}")
        EDITS[name](fleet)
        reports = {kind: folder.parent / f"report.{suffix}" for kind, suffix in FORMATS.items()}
        wanted = [f"--format={kind}={file}" for kind, file in reports.items()]
        show("diff, Markdown alone", *run(folder, [*GEN, "diff", *options, wanted[3]])[1:], base)
        show("diff, all five formats", *run(folder, [*GEN, "diff", *options, *wanted])[1:], base)
        said, seconds, processor = run(folder, [*GEN, "render", *options])
        show("render", seconds, processor, base)
        sizes = (f"{kind} {file.stat().st_size:,}" for kind, file in reports.items())
        print(f"  files: {len(said.splitlines()):,}; bytes: {', '.join(sizes)}; {peak()} MiB")
        for line in reports["markdown"].read_text("utf-8").split("\n")[:SCREEN]:
            print(f"  | {line[:160]}")
        print(f"  | {reports['github'].read_text('utf-8').rstrip()}")
        git(folder, "checkout", "--quiet", ".")
        git(folder, "clean", "--quiet", "-fd")
        run(folder, [*GEN, "render", *options])  # so that gen remembers the start


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("edits", nargs="*", metavar="EDIT", help=f"of {', '.join(EDITS)}")
    parser.add_argument("--apis", type=int, default=40)
    options = parser.parse_args(arguments)
    imports = [sys.executable, "-c", "import click, jinja2, yaml"]
    with tempfile.TemporaryDirectory() as temporary:
        base = min(run(Path(temporary) / ".", imports)[1] for _ in range(5))
        for is_shared in (True, False):
            print(f"\n{options.apis} APIs, {'one table' if is_shared else 'a table for each'}")
            work = Path(temporary) / f"{'one' if is_shared else 'each'}" / "work"
            edits = options.edits or list(EDITS)
            if not is_shared:  # the other edits don't touch a table
                edits = [name for name in edits if name.startswith("region")]
            bench(make_fleet(work, options.apis, is_shared), edits, base)


if __name__ == "__main__":
    main(sys.argv[1:])
