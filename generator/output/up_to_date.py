"""What a run saw and left: if all of it is as it was, the same run has nothing to do.

A stamp is kept in the user's cache, outside of the output folder. It is believed for what was
written some time before it; what was written just then, which an edit could follow within one
tick of the file system's clock, is read once more.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from generator.errors import GenError
from generator.output.changes import Changes
from generator.output.manifest import MANIFEST
from generator.system.cache import cache_folder, digest, fingerprint, read_cached, write_cached

# Nanoseconds within which two edits may have one time on a file system.
_TICK = 2_500_000_000
_MOST = 200
# Bytes of a stamp; a row is about 100.
_MOST_BYTES = 1 << 26
_FORMAT = 4
# What a file raises that can't be read, or is something else.
_ODD = (
    OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, GenError,
)  # fmt: skip


# What the file system says of a file: bytes, time of the last change in nanoseconds, mode. Behind
# them stands the SHA-256 of a file that was written so recently that the time alone tells nothing.
Row = list[int | str]


def _rows(folder: Path, digests: Mapping[str, str]) -> dict[str, Row]:
    """Give the rows of files.

    Arguments:
        folder: the output folder.
        digests: the SHA-256 of what must stand there, by path; an edit since is then found.

    Raises:
        OSError: if one is gone by now.
    """
    recent = time.time_ns() - _TICK
    rows: dict[str, Row] = {}
    for path, sha256 in digests.items():
        row = rows[path] = _facts(f"{folder}/{path}")
        if int(row[1]) > recent:
            row.append(sha256)
    return rows


def _facts(place: str) -> Row:
    found = os.lstat(place)
    return [found.st_size, found.st_mtime_ns, found.st_mode]


def _sha256(place: str) -> str:
    with open(place, "rb") as file:  # noqa: PTH123
        return hashlib.sha256(file.read()).hexdigest()


class Stamp:
    """The stamp of one run.

    Arguments:
        facts: what tells the run from others: its options, in any form that `repr` tells apart.
        folder: the output folder.
        templates: folders of templates besides the built-in ones.
        spec: the spec, or the folder of specs. No stamp is kept in it, in the output folder or in
            one of the templates.
        read_again: gives what is there now of something that was read, by its name.
    """

    def __init__(
        self,
        facts: Sequence[object],
        folder: Path,
        templates: Iterable[str],
        spec: Path,
        read_again: Callable[[str], str],
    ) -> None:
        self.folder = folder
        self.read_again = read_again
        whole = [os.path.realpath(folder), str(Path.cwd()), sys.version, *map(repr, facts)]
        self.name = digest("\0".join(whole).encode(errors="surrogatepass"))
        self.templates = tuple(map(Path, templates))
        self.place = cache_folder("stamps", (folder, spec, *self.templates))

    def told(self) -> tuple[int, str] | None:
        """Give how many files the run made and what it told, if it would do nothing now."""
        if self.place is None:
            return None
        with suppress(*_ODD):  # as of what is no stamp at all
            if not self.folder.is_dir():
                return None
            data = read_cached(self.place, self.name, _MOST_BYTES)
            if data is None:
                return None
            read = json.loads(data)  # imported faster than msgspec
            if read["format"] != _FORMAT or read["tools"] != fingerprint(self.templates):
                return None
            if read["root"] != self._root():
                return None  # such as what a run left that was killed
            rows: dict[str, Row] = read["outputs"]
            if all(self.read_again(name) == seen for name, seen in read["inputs"].items()) and all(
                self._is_as_it_was(path, row) for path, row in rows.items()
            ):
                count, told = int(read["count"]), str(read["told"])
                self._settle(read, rows.values())
                return count, told
        return None

    def _settle(self, read: dict[str, object], rows: Iterable[Row]) -> None:
        """Keep what was read once more, so that files that are old by now are not read again."""
        since = time.time_ns() - _TICK
        old = [row for row in rows if len(row) > 3 and int(row[1]) <= since]
        if old and self.place is not None:
            for row in old:
                del row[3:]
            write_cached(self.place, self.name, json.dumps(read).encode(), _MOST)

    def _is_as_it_was(self, path: str, row: Row) -> bool:
        place = f"{self.folder}/{path}"
        if _facts(place) != row[:3]:
            return False
        return len(row) == 3 or _sha256(place) == row[3]

    def save(self, inputs: Mapping[str, str], changes: Changes, told: str) -> None:
        """Keep the stamp of a run that has ended.

        Arguments:
            inputs: what was read, as `WatchedFolder` notes it.
            changes: what it did to the output folder.
            told: what it said of what it did not make.
        """
        if self.place is None:
            return
        with suppress(OSError):
            manifest = {MANIFEST: hashlib.sha256(changes.manifest).hexdigest()}
            stamp = {
                "format": _FORMAT,
                "tools": fingerprint(self.templates),
                "inputs": inputs,
                "root": self._root(),
                "count": len(changes.files),
                "told": told,
                "outputs": _rows(self.folder, {**changes.digests, **manifest}),
            }
            write_cached(self.place, self.name, json.dumps(stamp).encode(), _MOST)

    def _root(self) -> list[str]:
        """Give the names of what stands in the output folder itself."""
        return sorted(path.name for path in self.folder.iterdir())
