"""Remember which cells passed, so that a later run skips those for which nothing has changed.

A cell is the result of one case of one sample. Its key is a hash of everything it depends on.
"""

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
# The most keys in a file, of about 70 bytes each; the oldest are dropped.
_MOST = 50_000
_MOST_BYTES = 1 << 23
# The most files in the cache, one for each working folder.
_MOST_FILES = 50


class Cache:
    """The keys of cells that passed, kept in a file. A file that can't be read counts as empty.

    Arguments:
        folder: the folder that `cache_folder` returned; None to keep no file.
        used: whether `in` finds keys. If not, all cells run, and their results are recorded anew.
        name: the name of the file in the folder.
    """

    def __init__(self, folder: Path | None, used: bool = True, name: str = _FILE) -> None:
        self.folder = folder
        self.name = name
        self.used = used
        self.passed: dict[str, None] = {}
        data = None if folder is None else read_cached(folder, name, _MOST_BYTES)
        if data is None:
            return
        with suppress(ValueError, RecursionError):
            content = json.loads(data)
            rows = content.get("green") if isinstance(content, dict) else None
            if isinstance(rows, list):
                self.passed = dict.fromkeys(row for row in rows if isinstance(row, str))

    def __contains__(self, key: str) -> bool:
        return self.used and key in self.passed

    def note(self, key: str, passed: bool) -> None:
        """Record the key of a cell that passed, or forget it.

        Arguments:
            key: the cell's key, from `make_cell_key`.
            passed: whether the cell passed. A failed cell's key is forgotten.
        """
        self.passed.pop(key, None)
        if passed:
            self.passed[key] = None

    def save(self) -> None:
        """Write the newest keys to the file, in one step. Without a folder, do nothing."""
        if self.folder is not None:
            rows = list(self.passed)[-_MOST:]
            write_cached(self.folder, self.name, json.dumps({"green": rows}).encode(), _MOST_FILES)


def user_cache(inputs: Iterable[Path], used: bool) -> Cache:
    """Return the cache of the current folder; its file is in the user's cache folder.

    Arguments:
        inputs: files and folders of the run, which may come from a stranger. If the user's cache
            folder is inside one of them, the cache has no file.
        used: see `Cache`.
    """
    name = hashlib.sha256(os.fsencode(Path.cwd())).hexdigest()
    return Cache(cache_folder("verify", inputs), used, name)


def make_cell_key(facts: Iterable[object]) -> str:
    """Return the key of a cell: a hash of the given facts and of gen's own code.

    Arguments:
        facts: the values that the cell's result depends on. Different values must have different
            `repr`s.
    """
    text = "\0".join([_code_digest(), *map(repr, facts)])
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


@cache
def _code_digest() -> str:
    """Return a hash of gen's own code."""
    digest = hashlib.sha256()
    for file in sorted(PACKAGE.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
