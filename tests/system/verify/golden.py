"""What commands print, kept in `expected/`; `make golden` rewrites it, read it in the diff."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

from tests.system.cli.conftest import Result, gen

HERE = Path(__file__).parent / "expected"


def told(*arguments: str) -> str:
    """Run a command in this process, and write down all that it says and how it ends."""
    return said(gen(*arguments), *arguments)


def said(made: Result, *arguments: str) -> str:
    """Write down what a command said; versions, ports and times, which differ, are hidden."""
    text = f"$ gen {shlex.join(arguments)}\n{made.out}"
    if made.err:
        text += f"--- stderr\n{made.err}"
    text += f"--- exit code {made.code}\n"
    text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT", text)
    speeds = r"(?m)^ +cells  processor seconds  cells a second\n(\S+( +[\d.]+){3}\n)+"
    text = re.sub(speeds, "SPEED OF EACH TARGET\n", text)
    # The command is called `main` only where a test calls its function.
    text = text.replace("Usage: main ", "Usage: gen ").replace("'main ", "'gen ")
    return re.sub(r"(?m)(?<= )\d+(\.\d+)+\w*(?=(, |$))", "VERSION", text)


def check(name: str, *texts: str) -> None:
    """Compare texts with what is kept."""
    made = "\n".join(texts)
    file = HERE / f"{name}.txt"
    if os.environ.get("GEN_GOLDEN") == "write":
        HERE.mkdir(exist_ok=True)
        file.write_text(made, "utf-8")
    assert file.exists(), f"{file} is missing: run make golden and read what it wrote"
    assert made == file.read_text("utf-8")
