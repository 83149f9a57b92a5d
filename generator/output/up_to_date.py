"""Stamps: a run can end at once if its inputs and outputs are as the previous run left them.

If only some inputs differ, a large run takes files that it would make again from the folder.

A stamp describes a run that has ended. It is kept in the user's cache, not in the output folder. It
has the size, the time of the last change and the mode of each output file. If a file was written
just before the stamp, an edit could leave its time unchanged, so the stamp has its hash, too.

Beside the stamp of a large run, a second one has the hash of each file, and a digest of what the
file was made from.
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
from typing import Any

from generator.errors import GenError
from generator.output.changes import Changes
from generator.system.cache import cache_folder, digest, fingerprint, read_cached, write_cached
from generator.system.regular_files import read_regular

# Nanoseconds within which two edits may get the same time from a file system.
_TICK = 2_500_000_000
_MOST_STAMPS = 200
# Most bytes of a stamp; a file has about 150.
_MOST_BYTES = 1 << 26
_FORMAT = 4
# Errors from a stamp that can't be read or has another content.
_UNREADABLE = (
    OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, GenError,
)  # fmt: skip


# A file's size in bytes, time of the last change in nanoseconds, and mode. If the file was written
# so recently that its time alone proves nothing, its SHA-256 follows.
StatusRow = list[int | str]


def _file_rows(folder: Path, digests: Mapping[str, str]) -> dict[str, StatusRow]:
    """Return the status of output files.

    Arguments:
        folder: the output folder.
        digests: the SHA-256 of each file that was written, by path.

    Raises:
        OSError: if a file is gone already.
    """
    recent = time.time_ns() - _TICK
    rows: dict[str, StatusRow] = {}
    for path, sha256 in digests.items():
        row = rows[path] = _file_status(f"{folder}/{path}")
        if int(row[1]) > recent:
            row.append(sha256)
    return rows


def _file_status(place: str) -> StatusRow:
    """Return size, time and mode of a file."""
    status = os.lstat(place)
    return [status.st_size, status.st_mtime_ns, status.st_mode]


def _sha256(place: str) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal."""
    with open(place, "rb") as file:  # noqa: PTH123
        return hashlib.sha256(file.read()).hexdigest()


class Stamp:
    """The stamp of one run.

    If the user's cache is inside the folder of the spec, the output folder or a folder of
    templates, no stamp is kept.

    Arguments:
        options: the options of the run. The next run with the same options and output folder
            finds this stamp.
        folder: the path of the output folder.
        templates: the paths of the user's template folders.
        spec: the path of the spec, or of the folder of specs.
        read_again: takes the name of an input, and returns the state that the input has now.
    """

    def __init__(
        self,
        options: Sequence[object],
        folder: Path,
        templates: Iterable[str],
        spec: Path,
        read_again: Callable[[str], str],
    ) -> None:
        self.folder = folder
        self.read_again = read_again
        whole = [os.path.realpath(folder), str(Path.cwd()), sys.version, *map(repr, options)]
        self.name = digest("\0".join(whole).encode(errors="surrogatepass"))
        self.templates = tuple(map(Path, templates))
        self.place = cache_folder("stamps", (folder, spec, *self.templates))

    def unchanged_run(self) -> tuple[int, str] | None:
        """Check whether inputs and outputs are as the previous run with these options left them.

        Returns:
            The number of files that the previous run rendered, and its messages about samples that
            it did not make. None if there is no stamp, or if an input or output has changed.
        """
        with suppress(*_UNREADABLE):
            stamp = self._read(self.name)
            if stamp is None or not self.folder.is_dir():
                return None
            if stamp["root"] != self._root_names():
                return None  # a killed run may have left temporary files
            rows: dict[str, StatusRow] = stamp["outputs"]
            if all(self.read_again(name) == seen for name, seen in stamp["inputs"].items()) and all(
                self._is_unchanged(path, row) for path, row in rows.items()
            ):
                count, message = int(stamp["count"]), str(stamp["told"])
                self._drop_old_hashes(stamp, rows.values())
                return count, message
        return None

    def known_files(self, digests: Mapping[str, str]) -> dict[str, bytes]:
        """Read the output files that the previous run made from what this run makes them from.

        Arguments:
            digests: by path, a digest of what this run makes the file from.

        Returns:
            The bytes of these files by path. Files that were edited since then are left out.
        """
        known: dict[str, bytes] = {}
        with suppress(*_UNREADABLE):
            made = self._read(f"{self.name}-made")
            for path, made_from in digests.items():
                row = made["files"].get(path) if made else None
                if row is None or row[0] != made_from:
                    continue
                with suppress(OSError):
                    data = read_regular(f"{self.folder}/{path}")
                    if hashlib.sha256(data).hexdigest() == row[1]:
                        known[path] = data
        return known

    def _read(self, name: str) -> Any:
        """Read a stamp that these tools wrote; None if there is none."""
        data = None if self.place is None else read_cached(self.place, name, _MOST_BYTES)
        stamp = None if data is None else json.loads(data)  # json loads faster than msgspec
        if not stamp or stamp["format"] != _FORMAT:
            return None
        return stamp if stamp["tools"] == fingerprint(self.templates) else None

    def _drop_old_hashes(self, stamp: dict[str, object], rows: Iterable[StatusRow]) -> None:
        """Save the stamp without the hashes of old files, so that they are not read again."""
        since = time.time_ns() - _TICK
        old = [row for row in rows if len(row) > 3 and int(row[1]) <= since]
        if old and self.place is not None:
            for row in old:
                del row[3:]
            write_cached(self.place, self.name, json.dumps(stamp).encode(), _MOST_STAMPS)

    def _is_unchanged(self, path: str, row: StatusRow) -> bool:
        """Check whether an output file still has the status of its row."""
        place = f"{self.folder}/{path}"
        if _file_status(place) != row[:3]:
            return False
        return len(row) == 3 or _sha256(place) == row[3]

    def save(
        self,
        inputs: Mapping[str, str],
        changes: Changes,
        message: str,
        digests: Mapping[str, str],
    ) -> None:
        """Save the stamp of a run that has ended. Without a cache to write to, do nothing.

        Arguments:
            inputs: the state that each input had when the run read it, by the input's name; see
                `WatchedFolder`.
            changes: the changes that the run made to the output folder.
            message: the run's messages about samples that it did not make.
            digests: by path, a digest of what the file was made from; see `known_files`.
        """
        if self.place is None:
            return
        with suppress(OSError):
            manifest = {changes.manifest_name: hashlib.sha256(changes.manifest).hexdigest()}
            stamp = {
                "format": _FORMAT,
                "tools": fingerprint(self.templates),
                "inputs": inputs,
                "root": self._root_names(),
                "count": len(changes.files),
                "told": message,
                "outputs": _file_rows(self.folder, {**changes.digests, **manifest}),
            }
            write_cached(self.place, self.name, json.dumps(stamp).encode(), _MOST_STAMPS)
            files = {
                path: [made_from, changes.digests[path]]
                for path, made_from in digests.items()
                if path in changes.digests
            }
            if files:
                # An unchanged run reads the stamp alone, in half of the time.
                made = {"format": _FORMAT, "tools": stamp["tools"], "files": files}
                name = f"{self.name}-made"
                write_cached(self.place, name, json.dumps(made).encode(), _MOST_STAMPS)

    def _root_names(self) -> list[str]:
        """Return the sorted names in the output folder, without those in folders below it."""
        return sorted(path.name for path in self.folder.iterdir())
