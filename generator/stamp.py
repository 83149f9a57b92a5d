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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from generator.beside import Beside
from generator.errors import GenError
from generator.source import Folder
from generator.tools import digest, tools
from generator.usercache import cache_folder, keep, recall
from generator.writing import Facts, facts

# Nanoseconds within which two edits may have one time on a file system.
_TICK = 2_500_000_000
_MOST = 200
# Bytes of a stamp; a row is about 100.
_MOST_BYTES = 1 << 26
_FORMAT = 3
# What a file raises that can't be read, or is something else.
_ODD = (
    OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, GenError,
)  # fmt: skip
Row = list[int | str]


class Watched(Folder):
    """A folder that notes what is read from it."""

    seen: dict[str, str]

    def __init__(self, root: Path, chosen: str = "") -> None:
        super().__init__(root, chosen)
        self.seen = {}
        self._begun: dict[str, Beside[tuple[bytes | None, str]]] = {}

    def begin(self, path: str) -> None:
        """Begin to read a file that `read` will be asked for."""
        self._begun[path] = Beside(lambda: self._read(path))

    def read(self, path: str) -> bytes | None:
        """Give a file's bytes, or None if there is no such file."""
        begun = self._begun.pop(path, None)
        data, sha256 = self._read(path) if begun is None else begun.result()
        self.seen[f"file {self.root / path}"] = sha256
        return data

    def _read(self, path: str) -> tuple[bytes | None, str]:
        data = super().read(path)
        return data, digest(data)

    def names(self, folder: str = "") -> list[str]:
        """Give the sorted names in `folder` that are not hidden."""
        found = super().names(folder)
        self.seen[f"names {self.root / folder}"] = digest("\0".join(found).encode())
        return found


def rows(
    folder: Path, digests: Mapping[str, str], known: Mapping[str, Facts] | None = None
) -> bytes:
    """Give what a stamp says of files: size, time and mode, and of new ones their SHA-256.

    Arguments:
        folder: the output folder.
        digests: the SHA-256 of what must stand there, by path; an edit since is then found.
        known: what the file system said of those that were written just now.

    Returns:
        An object of JSON: of each operation's folder, its files with their rows. That of a file
        that can't be looked at is as of none.
    """
    recent, written = time.time_ns() - _TICK, known or {}
    made: dict[str, list[str]] = {}
    for path, sha256 in digests.items():
        cut = path.rfind("/", 0, max(path.rfind("/"), 0)) + 1
        size, changed, mode = written.get(path) or _facts(f"{folder}/{path}")
        more = f',"{sha256}"' if changed > recent else ""
        row = f"{_quoted(path[cut:])}:[{size},{changed},{mode}{more}]"
        made.setdefault(path[:cut], []).append(row)
    groups = [f"{_quoted(front)}:{{{','.join(beside)}}}" for front, beside in made.items()]
    return f"{{{','.join(groups)}}}".encode()


_quoted = json.encoder.encode_basestring_ascii


def _facts(place: str) -> Facts:
    try:
        return facts(os.lstat(place))
    except OSError:
        return -1, -1, -1


def _paths(outputs: Iterable[Mapping[str, Mapping[str, Row]]]) -> Iterator[tuple[str, Row]]:
    """Give the paths of what `rows` gave."""
    for made in outputs:
        for front, beside in made.items():
            yield from ((front + name, row) for name, row in beside.items())


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
    """

    def __init__(
        self, facts: Sequence[object], folder: Path, templates: Iterable[str], spec: Path
    ) -> None:
        self.folder = folder
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
            data = recall(self.place, self.name, _MOST_BYTES)
            if data is None:
                return None
            read = json.loads(data)  # imported faster than msgspec
            if read["format"] != _FORMAT or read["tools"] != tools(self.templates):
                return None
            if read["root"] != self._root():
                return None  # such as what a run left that was killed
            rows = list(_paths(read["outputs"]))
            if all(_now(name) == seen for name, seen in read["inputs"].items()) and all(
                self._is_as_it_was(path, row) for path, row in rows
            ):
                count, told = int(read["count"]), str(read["told"])
                self._settle(read, rows)
                return count, told
        return None

    def _settle(self, read: dict[str, object], rows: Iterable[tuple[str, Row]]) -> None:
        """Keep what was read once more, so that files that are old by now are not read again."""
        since = time.time_ns() - _TICK
        old = [row for _, row in rows if len(row) > 3 and int(row[1]) <= since]
        if old and self.place is not None:
            for row in old:
                del row[3:]
            keep(self.place, self.name, json.dumps(read).encode(), _MOST)

    def _is_as_it_was(self, path: str, row: Row) -> bool:
        place = f"{self.folder}/{path}"
        if list(facts(os.lstat(place))) != row[:3]:
            return False
        return len(row) == 3 or _sha256(place) == row[3]

    def save(self, inputs: dict[str, str], outputs: Iterable[bytes], count: int, told: str) -> None:
        """Keep the stamp of a run that has ended.

        Arguments:
            inputs: what was read, as `Watched` notes it.
            outputs: the `rows` of all that is as it has to be, the manifest included.
            count: how many files the run made.
            told: what it said of what it did not make.
        """
        if self.place is None:
            return
        with suppress(OSError):
            made = {"format": _FORMAT, "tools": tools(self.templates), "inputs": inputs,
                    "root": self._root(), "count": count, "told": told}  # fmt: skip
            head = json.dumps(made).encode()[:-1]
            data = b'%b, "outputs": [%b]}' % (head, b", ".join(outputs))
            keep(self.place, self.name, data, _MOST)

    def _root(self) -> list[str]:
        """Give the names of what stands in the output folder itself."""
        return sorted(path.name for path in self.folder.iterdir())


def _now(name: str) -> str:
    """Tell what is there now of something that was read."""
    kind, _, path = name.partition(" ")
    place = Path(path)
    if kind == "names":
        return digest("\0".join(Folder(place).names()).encode())
    return digest(Folder(place.parent, place.name).read(place.name))
