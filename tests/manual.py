"""The manual: README and the pages of docs/, and the commands that they show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.support import ROOT

# Text by path below the repository's top folder.
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
}
MANUAL = "\n".join(PAGES.values())


def outside_code(text: str) -> str:
    """Give a page without its blocks of code."""
    return re.sub(r"(?ms)^ *(`{3,})[^`\n]*\n.*?^ *\1 *$", "", text)


def console_blocks(text: str) -> list[str]:
    """List what a page shows of a terminal."""
    return re.findall(r"(?ms)^```console\n(.*?)^```$", text)


def commands(text: str) -> Iterator[str]:
    """List the calls of gen that a page shows, as `gen` and arguments."""
    yield from re.findall(r"`(?:\.venv/bin/)?(gen [^`\n]*)`", outside_code(text))
    for block in console_blocks(text):
        yield from re.findall(r"(?m)^\$ (gen\b.*)", block)
