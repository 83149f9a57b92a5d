"""Which cells were green before, so that what did not change is not run again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from generator.system.cache import cache_folder, read_cached, write_cached
from generator.system.package import PACKAGE

_FILE = "verify.json"
# Beyond this the oldest are forgotten; a row is 70 bytes.
_MOST = 50_000
_MOST_BYTES = 1 << 23
# Files, one for each working folder.
_MOST_FILES = 50


class Cache:
    """The keys of cells that passed; a file that can't be read or written is as good as none.

    Arguments:
        folder: as `cache_folder` gives it; None if there is none.
        used: whether it is; else it knows nothing, and learns all the same.
        name: of the file in the folder.
    """

    def __init__(self, folder: Path | None, used: bool = True, name: str = _FILE) -> None:
        self.folder = folder
        self.name = name
        self.used = used
        self.known: dict[str, None] = {}
        data = None if folder is None else read_cached(folder, name, _MOST_BYTES)
        if data is None:
            return
        with suppress(ValueError, RecursionError):
            read = json.loads(data)
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
        if self.folder is not None:
            rows = list(self.known)[-_MOST:]
            write_cached(self.folder, self.name, json.dumps({"green": rows}).encode(), _MOST_FILES)


def user_cache(inputs: Iterable[Path], used: bool) -> Cache:
    """Give the cache of the working folder, which is in the user's cache.

    Arguments:
        inputs: files and folders of the run, in which no cache may be.
        used: see `Cache`.
    """
    name = hashlib.sha256(os.fsencode(Path.cwd())).hexdigest()
    return Cache(cache_folder("verify", inputs), used, name)


def make_cell_key(facts: Iterable[object]) -> str:
    """Make the key of a cell of all that its result depends on, the code of gen included.

    Arguments:
        facts: values whose `repr` tells them apart.
    """
    text = "\0".join([_code_digest(), *map(repr, facts)])
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


@cache
def _code_digest() -> str:
    digest = hashlib.sha256()
    for file in sorted(PACKAGE.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
