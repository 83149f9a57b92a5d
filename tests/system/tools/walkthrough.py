"""Walks through a page as its reader does: types its commands, makes its edits, pushes.

In a page that is walked through

- a block `console` has commands after `$ `, and what they print. `…` stands for any text of a
  line; alone in a line, for any lines;
- a block `diff` that begins with the name of a file in a comment is an edit of this file;
- a block `text` behind a `git push` is what the step of the workflow printed that failed. A push
  without one passes the check.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.system.tools.repositories import Said

_BLOCK = re.compile(r"(?ms)^```(console|diff|text)\n(.*?)^```$")
_COMMAND = re.compile(r"(?m)^\$ (.*)\n((?:(?!\$ ).*\n)*)")
_END = "end of the command:"
# Words a minute.
_READING = 200


@dataclass(frozen=True)
class Step:
    """One thing that a page has its reader do or see.

    Attributes:
        kind: `command`, `edit` or `log`.
        text: the command, the edit or the log.
        output: what the page says that the command prints.
        place: where the output begins in the page.
    """

    kind: str
    text: str
    output: str = ""
    place: int = 0


def read_steps(page: str) -> Iterator[Step]:
    """List the steps of a page in their order."""
    for block in _BLOCK.finditer(page):
        kind, text = block.groups()
        if kind == "console":
            for command in _COMMAND.finditer(text):
                place = block.start(2) + command.start(2)
                yield Step("command", command[1], command[2], place)
        else:
            yield Step("edit" if kind == "diff" else "log", text, text, block.start(2))


def is_printed(expected: str, text: str) -> bool:
    """Say whether a text is what a page shows, in which `…` stands for what varies."""
    lines = (
        r"(?:.*\n)*" if line == "…\n" else re.escape(line).replace("…", ".*")
        for line in expected.splitlines(keepends=True)
    )
    return re.fullmatch("".join(lines), text) is not None


def edit(folder: Path, text: str) -> None:
    """Make an edit: replace the lines that it shows by those that it shows with plus signs."""
    name, *lines = text.splitlines(keepends=True)
    assert re.fullmatch(r"# \S+\n", name), f"{name!r}: name the file in a comment"
    path = folder / name[2:].strip()
    old = "".join(line[1:] for line in lines if line[0] in " -")
    new = "".join(line[1:] for line in lines if line[0] in " +")
    before = path.read_text("utf-8")
    assert before.count(old) == 1, f"{path.name} does not have once:\n{old}"
    path.write_text(before.replace(old, new), "utf-8")


def minutes_to_read(text: str) -> float:
    """Say how long somebody reads a text, what it shows of a terminal included."""
    return len([word for word in text.split() if re.search(r"\w", word)]) / _READING


class Terminal:
    """A shell that keeps its folder and its variables from one command to the next."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        """Open it.

        Arguments:
            folder: where it begins.
            env: its environment.
        """
        self._shell = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=folder,
            env=dict(env),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.seconds = 0.0

    def run(self, command: str) -> Said:
        """Run a command, which reads nothing, and count its seconds."""
        started = time.monotonic()
        assert self._shell.stdin and self._shell.stdout
        self._shell.stdin.write(f"{{ {command}\n}} < /dev/null; echo; echo '{_END}' $?\n")
        self._shell.stdin.flush()
        text = ""
        for line in self._shell.stdout:
            if line.startswith(_END):
                self.seconds += time.monotonic() - started
                return Said(int(line.removeprefix(_END)), text.removesuffix("\n"))
            text += line
        raise AssertionError(f"the shell ended at: {command}\n{text}")

    def close(self) -> None:
        """Close it."""
        self._shell.communicate()
