"""From an OpenAPI document to files, beside other tools: whole processes, their time and memory.

    python tests/bench/openapi.py [RUNS]

The document is GitHub's, of the npm package @octokit/openapi; the others are in peers/package.json.
Prints a Markdown table. Machines are noisy: look at the ratio, not at the seconds. What peers do is
less: `peers/requests.mjs` says how little of the document most of them are given.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "tests/bench/peers"
DOCUMENT = PEERS / "node_modules/@octokit/openapi/generated/api.github.com.json"
GEN = [str(Path(sys.executable).with_name("gen")), "render"]
Run = tuple[float, float, str]


def run(command: list[str], env: dict[str, str]) -> Run:
    """Run a process: seconds, MiB at its peak, and what it printed."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        out = process.stdout.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024, out


def multiply(document: dict[str, Any], times: int) -> dict[str, Any]:
    """Make a document with several times as many operations."""
    paths = {
        f"/{number}{path}": item
        for number in range(times)
        for path, item in document["paths"].items()
    }
    return {**document, "paths": paths}


def prepare(folder: Path) -> None:
    """Write the documents."""
    import yaml

    shutil.copy(DOCUMENT, folder / "github.json")
    document = json.loads(DOCUMENT.read_bytes())
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text = yaml.dump(document, Dumper=dumper, sort_keys=False, allow_unicode=True)
    (folder / "github.yaml").write_text(text, "utf-8")
    (folder / "tenfold.json").write_text(json.dumps(multiply(document, 10)), "utf-8")


def lengths(folder: Path) -> tuple[int, int]:
    """Give how many samples there are, and how many characters each has on average."""
    count = size = 0
    for place, _, names in os.walk(folder):  # one after the other: there may be 100,000
        for name in names:
            if name != "manifest.json":
                count += 1
                size += len(Path(place, name).read_text("utf-8"))
    return count, round(size / count)


def main(runs: int) -> None:
    """Time everything, and print the table."""
    if not DOCUMENT.exists():
        subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=PEERS, check=True)
    # In memory where there is room: disks differ more than what is measured.
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=memory) as name:
        folder = Path(name)
        env = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
        # An installed package is compiled; where this is set, a checkout is compiled by each run.
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        # Elsewhere, since a process is told to have used at its peak what its parent did, too.
        subprocess.run([sys.executable, __file__, "--prepare", name], check=True)
        place = "files in memory" if memory else "files on a disk"
        versions = f"Python {platform.python_version()}, Node.js {_node()}"
        print(f"{_processor()}, {os.cpu_count()} processors, {platform.system()}, "
              f"{place}, {versions}; median of {runs}.\n")  # fmt: skip
        print("| process | seconds | MiB | languages | samples | characters a sample |")
        print("| --- | ---: | ---: | ---: | ---: | ---: |")

        def timed(what: str, command: list[str], out: Path, fresh: bool = True) -> float:
            taken: list[Run] = []
            for _ in range(runs + 1):
                if fresh:
                    shutil.rmtree(out, ignore_errors=True)
                    shutil.rmtree(folder / "cache/gen/stamps", ignore_errors=True)
                taken.append(run(command, env))
            seconds = statistics.median(row[0] for row in taken[1:])
            peak = max(row[1] for row in taken[1:])
            told = json.loads(taken[-1][2]) if taken[-1][2].startswith("{") else None
            count, length = lengths(out)
            languages = len(told["languages"]) if told else 8
            print(f"| {what} | {seconds:.2f} | {peak:.0f} | {languages} | {count:,} | {length} |",
                  flush=True)  # fmt: skip
            return seconds

        def gen(document: str, out: str, *more: str) -> list[str]:
            return [*GEN, "--spec", str(folder / document), "--out", str(folder / out), *more]

        once = timed("gen, JSON", gen("github.json", "json"), folder / "json")
        timed("gen, JSON, one process", gen("github.json", "one", "--jobs", "1"), folder / "one")
        timed("gen, JSON, no change", gen("github.json", "json"), folder / "json", fresh=False)
        timed("gen, YAML", gen("github.yaml", "yaml"), folder / "yaml")
        for script in ("oas-to-snippet", "snippetz", "readme-httpsnippet", "httpsnippet",
                       "postman"):  # fmt: skip
            out = folder / script
            command = ["node", str(PEERS / f"{script}.mjs"), str(DOCUMENT), str(out)]
            told = json.loads(run(command, env)[2])
            timed(f"{told['peer']} {told['version']}", command, out)
        ten = timed("gen, ten times the operations", gen("tenfold.json", "ten"), folder / "ten")
        print(f"\nTen times the operations take {ten / once:.1f} times as long.")


def _node() -> str:
    return subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip()


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        told = ""
    lines = [line for line in told.splitlines() if line.startswith("model name")]
    return lines[0].partition(":")[2].strip() if lines else platform.processor()


if sys.argv[1:2] == ["--prepare"]:
    prepare(Path(sys.argv[2]))
elif __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
