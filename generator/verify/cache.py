"""Which cells were green before, so that what did not change is not run again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from generator import interrupts

FOLDER = ".gen"
_FILE = "verify.json"
# Beyond this the oldest are forgotten; a row is 70 bytes.
_MOST = 50_000


class Cache:
    """The keys of cells that passed; a file that can't be read or written is as good as none.

    Arguments:
        folder: where it is kept; the folder tells git to ignore it.
        used: whether it is; else it knows nothing, and learns all the same.
    """

    def __init__(self, folder: Path, used: bool = True) -> None:
        self.file = folder / _FILE
        self.used = used
        self.known: dict[str, None] = {}
        with suppress(OSError, ValueError, RecursionError):
            read = json.loads(self.file.read_text("utf-8"))
            rows = read.get("green") if isinstance(read, dict) else None
            if isinstance(rows, list):
                self.known = dict.fromkeys(row for row in rows if isinstance(row, str))

    def __contains__(self, key: str) -> bool:
        return self.used and key in self.known

    def note(self, key: str, passed: bool) -> None:
        """Learn how a cell's run ended."""
        self.known.pop(key, None)
        if passed:
            self.known[key] = None

    def save(self) -> None:
        """Write what is known, in one step."""
        rows = list(self.known)[-_MOST:]
        temporary = self.file.with_suffix(f".{os.getpid()}.part")
        data = json.dumps({"green": rows}, indent=0)
        with interrupts.hold():
            with suppress(OSError):
                self.file.parent.mkdir(parents=True, exist_ok=True)
                (self.file.parent / ".gitignore").write_text("*\n", "utf-8")
                temporary.write_text(data, "utf-8")
                temporary.replace(self.file)
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def key(facts: Iterable[object]) -> str:
    """Make the key of a cell of all that its result depends on, this package's code included.

    Arguments:
        facts: values whose `repr` tells them apart.
    """
    text = "\0".join([_code(), *map(repr, facts)])
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


@cache
def _code() -> str:
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
