"""`gen preview` in a real browser: edits by a script, and how long each takes to be seen.

    python -m tests.bench.preview [EDITS]
    python -m tests.bench.preview [EDITS] DOCUMENT.json OPERATION

The first edits a copy of this repository's spec, the second a copy of an OpenAPI document, in which
the operation's `summary` is changed. A third of the edits are faults. Times are from the save to
what the browser shows, with its own clock; "processor" is what gen itself needed meanwhile, which
is the time on a machine without other work, but for the browser. Between two edits, somebody looks
at the page for a moment. Prints a Markdown table.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
         "--disable-component-update", "--no-first-run", "--disable-quic"]  # fmt: skip
# Waits until the frame shows a page or, for a fault, the faults with a text, and gives the time.
# (Playwright's own way to wait is one that the policy of the frame forbids.)
PAGE_CALL = """async ([text, isFault]) => {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    const faults = document.getElementById("faults");
    const page = document.getElementById("page").contentDocument;
    if (faults.hidden !== isFault && page?.readyState === "complete" && page.querySelector("h1")) {
      const shown = isFault ? faults : page.body;
      if (shown.textContent.includes(text)) return Date.now();
    }
    await new Promise((done) => setTimeout(done, 5));
  }
  return 0;
}"""


@dataclass(frozen=True)
class Edit:
    """One edit: the bytes to save, what the browser shows then, and whether that is a fault."""

    data: bytes
    text: str
    is_fault: bool
    by_rename: bool


def spec_edits(data: bytes, number: int) -> Iterator[Edit]:
    """Edit the first title of an operation, put in a key that there is not, or break the YAML."""
    title = re.search(rb"(?m)^  detect:\n    title: (.*)$", data)
    assert title
    head, tail = data[: title.start(1)], data[title.end(1) :]
    for n in range(number):
        by_rename = n % 2 == 1
        if n % 3 < 2:
            yield Edit(b"%sDetection %d%s" % (head, n, tail), f"Detection {n}", False, by_rename)
        elif n % 2:
            bad = b"%sDetection\n    bogus%d: 1%s" % (head, n, tail)
            yield Edit(bad, f"unknown key 'bogus{n}'", True, by_rename)
        else:
            yield Edit(b'%s"Broken %d%s' % (head, n, tail), f'title: "Broken {n}', True, by_rename)


def document_edits(data: bytes, operation: str, number: int) -> Iterator[Edit]:
    """Edit the summary of an operation, or break the JSON there."""
    place = data.index(b'"operationId": "%s"' % operation.encode())
    start = data.rindex(b'"summary": "', 0, place) + len(b'"summary": ')
    end = data.index(b"\n", start)
    head, tail = data[:start], data[end:]
    for n in range(number):
        by_rename = n % 2 == 1
        if n % 3 < 2:
            yield Edit(b'%s"Summary %d",%s' % (head, n, tail), f"Summary {n}", False, by_rename)
        elif n % 2:
            yield Edit(b"%sbad%d,%s" % (head, n, tail), f'"summary": bad{n}', True, by_rename)
        else:
            yield Edit(b'%s"Broken %d,%s' % (head, n, tail), f'"Broken {n},', True, by_rename)


def save(file: Path, edit: Edit) -> float:
    """Save a file as one editor or another does, and return the time."""
    if edit.by_rename:
        other = file.with_name(f".{file.name}.swp")
        other.write_bytes(edit.data)
        now = time.time()
        other.replace(file)
    else:
        now = time.time()
        file.write_bytes(edit.data)
    return now


@contextlib.contextmanager
def preview(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `gen preview` in a folder, and give the process and its URL."""
    command = [sys.executable, "-P", "-m", "generator", "preview", "--port", "0", *arguments]
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    with (folder / "log").open("w+") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": path},
            stderr=log,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        try:
            end = time.monotonic() + 60
            while not (found := re.search("http://[^ ]*/", (folder / "log").read_text("utf-8"))):
                assert process.poll() is None and time.monotonic() < end, "it does not listen"
                time.sleep(0.05)
            yield process, found[0]
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 130


@contextlib.contextmanager
def browser_page() -> Iterator[Page]:
    """Open a page of a browser, in which nothing may go wrong."""
    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context()
        context.on("console", lambda message: faults.append(message.text))
        context.on("weberror", lambda error: faults.append(str(error.error)))
        yield context.new_page()
        browser.close()
    assert faults == [], faults


def memory(process: subprocess.Popen[str], key: str = "VmRSS") -> float:
    """Return the memory of a process in MB; `VmHWM` is the most that it had so far."""
    status = Path(f"/proc/{process.pid}/status").read_text("ascii")
    return int(re.findall(rf"{key}:\s+(\d+) kB", status)[0]) / 1024


def see(page: Page, edit: Edit) -> float:
    """Wait until the browser shows an edit, and return the time of its clock."""
    shown = float(page.evaluate(PAGE_CALL, [edit.text, edit.is_fault]))
    assert shown, f"the browser does not show {edit.text}"
    return shown / 1000


def api_folder(url: str) -> str:
    """Return the folder of the first API of a preview, as its first page names it."""
    with urllib.request.urlopen(url) as answer:
        found = re.search('href="([^"#]+)/index.html"', answer.read().decode())
    assert found
    return found[1]


def open_page(page: Page, url: str) -> None:
    """Open a page of a preview, and wait until it is there."""
    page.goto(url)
    assert page.evaluate(PAGE_CALL, ["", False])


def processor(process: subprocess.Popen[str]) -> float:
    """Return the seconds of a processor that a process has needed so far."""
    fields = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(
    file: Path,
    page: Page,
    edits: Iterator[Edit],
    pause: Callable[[], float] = lambda: 0,
    clock: Callable[[], float] = lambda: 0,
) -> tuple[list[float], list[float]]:
    """Save each edit, and return the seconds after which each was seen, and those of `clock`."""
    seconds, used = [], []
    for edit in edits:
        before = clock()
        seconds.append(-save(file, edit) + see(page, edit))
        used.append(clock() - before)
        time.sleep(pause())
    return seconds, used


def main(number: int, document: str = "", operation: str = "") -> None:
    make: Callable[[bytes], Iterator[Edit]]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if document:
            file = folder / Path(document).name
            shutil.copy(document, file)
            make = lambda data: document_edits(data, operation, number)  # noqa: E731
        else:
            shutil.copytree(ROOT / "spec", folder / "spec")
            file = next((folder / "spec").glob("face*.yaml"))
            make = lambda data: spec_edits(data, number)  # noqa: E731
        data = file.read_bytes()
        word = operation.replace("/", "-") if document else "detect"
        with preview(folder, "--spec", str(file.parent if not document else file)) as started:
            process, url = started
            with browser_page() as page:
                open_page(page, f"{url}{api_folder(url)}/{word}.html")
                before = memory(process)
                look = random.Random(1)
                seconds, used = measure(
                    file,
                    page,
                    make(data),
                    lambda: look.uniform(0.2, 2),
                    lambda: processor(process),
                )
            after, most = memory(process), memory(process, "VmHWM")
    titles = (
        "edits",
        "median, ms",
        "worst",
        "processor, median",
        "worst",
        "MiB before",
        "after",
        "most",
    )
    print(f"| file | {' | '.join(titles)} |")
    print(f"| --- |{' ---: |' * len(titles)}")
    times = (statistics.median(seconds), max(seconds), statistics.median(used), max(used))
    numbers = (len(seconds), *(time * 1000 for time in times), before, after, most)
    cells = " | ".join(f"{number:.0f}" for number in numbers)
    print(f"| {file.name}, {len(data):,} bytes | {cells} |")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    main(int(arguments.pop(0)) if arguments else 50, *arguments)
