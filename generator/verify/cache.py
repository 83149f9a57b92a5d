"""Remember which cells passed, so that a later run skips those that have not changed.

A cell is one case of one sample.
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
    """The keys of cells that passed, kept in a file; a file that can't be read is ignored.

    Arguments:
        folder: the folder that `cache_folder` returned; None to keep no file.
        used: whether `in` finds the keys. If not, all cells run, and their results are recorded.
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
        """Record whether a cell passed."""
        self.passed.pop(key, None)
        if passed:
            self.passed[key] = None

    def save(self) -> None:
        """Write the newest keys to the file, in one step."""
        if self.folder is not None:
            rows = list(self.passed)[-_MOST:]
            write_cached(self.folder, self.name, json.dumps({"green": rows}).encode(), _MOST_FILES)


def user_cache(inputs: Iterable[Path], used: bool) -> Cache:
    """Return the cache of the current folder, whose file is in the user's cache folder.

    Arguments:
        inputs: files and folders of the run; a cache folder inside them is not used.
        used: see `Cache`.
    """
    name = hashlib.sha256(os.fsencode(Path.cwd())).hexdigest()
    return Cache(cache_folder("verify", inputs), used, name)


def make_cell_key(facts: Iterable[object]) -> str:
    """Return a hash of everything that a cell's result depends on, with gen's own code.

    Arguments:
        facts: the values it depends on; different values must have different `repr`s.
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
