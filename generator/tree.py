"""A rendered tree against an output folder: compare, then apply without ever leaving half a file.

The folder's `manifest.json` lists what earlier runs wrote. It travels through pull requests, so
nothing in it is believed that is not checked: it can only name a file for removal, and that file
goes only if it is a regular file inside the folder, reached through no link, with the very bytes
that the manifest has the hash of.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from generator.errors import OutputError

MANIFEST = "manifest.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """What the manifest says of one file."""

    path: str
    sha256: str
    target: str
    operation: str


class Kind(StrEnum):
    """What happens to a file."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Change:
    """One file that differs from the plan.

    `by_hand` says that the file on disk is not what the last run wrote. A file is KEPT when it is
    no longer made, but was edited by hand.
    """

    path: str
    kind: Kind
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """What a render would do to an output folder.

    `unchanged` counts the planned files that are right already; `manifest` is what the manifest
    must hold afterwards, `manifest_differs` whether it does not yet.
    """

    changes: tuple[Change, ...]
    unchanged: int
    manifest: bytes
    manifest_differs: bool
    files: Mapping[str, bytes] = field(repr=False)

    def __bool__(self) -> bool:
        return bool(self.changes) or self.manifest_differs

    def count(self, kind: Kind) -> int:
        """Count the changes of a kind."""
        return sum(change.kind is kind for change in self.changes)


def compare(
    files: Mapping[str, bytes],
    rows: Mapping[str, tuple[str, str]],
    out: Path,
    is_candidate: Callable[[Row], bool],
) -> Changes:
    """Compare a rendered tree with an output folder.

    Arguments:
        files: the bytes of each planned file, by its path relative to `out`.
        rows: target and operation of each planned file.
        out: the output folder; it need not exist.
        is_candidate: says of a row of the manifest whether this run would have planned its file,
            had it still been made.

    Raises:
        OutputError: if a planned path can't be written safely, or something can't be read.
    """
    old = _read_manifest(out)
    changes: list[Change] = []
    unchanged = 0
    new = {}
    for path, data in files.items():
        digest = hashlib.sha256(data).hexdigest()
        new[path] = Row(path, digest, *rows[path])
        there = _planned(out, path)
        if there is None:
            changes.append(Change(path, Kind.ADDED))
        elif there == data:
            unchanged += 1
        else:
            known = old.get(path)
            by_hand = known is None or hashlib.sha256(there).hexdigest() != known.sha256
            changes.append(Change(path, Kind.CHANGED, by_hand))
    planned = {path.casefold(): path for path in files}
    for row in old.values():
        if row.path in files:
            continue
        twin = planned.get(row.path.casefold())
        if twin is not None and _same_file(out / row.path, out / twin):
            continue  # its name differs in case alone, where case does not count
        if not is_candidate(row):
            new[row.path] = row
            continue
        there = _orphan(out, row.path)
        if there is not None:
            edited = hashlib.sha256(there).hexdigest() != row.sha256
            changes.append(Change(row.path, Kind.KEPT if edited else Kind.REMOVED, edited))
    manifest = _manifest(new.values())
    differs = _planned(out, MANIFEST) != manifest
    ordered = tuple(sorted(changes, key=lambda change: change.path))
    return Changes(ordered, unchanged, manifest, differs, files)


def apply(changes: Changes, out: Path) -> None:
    """Make the output folder what was planned.

    Each file is replaced in one step, the manifest last, so that a run that is killed leaves old
    or new files, never half ones, and the next run mends the rest.

    Raises:
        OutputError: if something can't be written or removed.
    """
    for change in changes.changes:
        if change.kind in (Kind.ADDED, Kind.CHANGED):
            _replace(out, change.path, changes.files[change.path])
    for change in changes.changes:
        if change.kind is Kind.REMOVED:
            _remove(out, change.path)
    if changes.manifest_differs:
        _replace(out, MANIFEST, changes.manifest)


def _manifest(rows: Iterable[Row]) -> bytes:
    lines = [
        json.dumps({name: getattr(row, name) for name in Row.__slots__}, ensure_ascii=False)
        for row in sorted(rows)
    ]
    body = ",\n".join(lines)
    return f'{{"format": {_FORMAT}, "files": [\n{body}\n]}}\n'.encode()


def _read_manifest(out: Path) -> dict[str, Row]:
    """Read the rows that can be believed so far; a manifest that is none has no rows."""
    data = _planned(out, MANIFEST)
    if data is None:
        return {}
    fault = f"{out / MANIFEST}: this is not a manifest of gen; restore it, or remove it and render"
    try:
        read = json.loads(data)
        rows = [Row(**{name: row[name] for name in Row.__slots__}) for row in read["files"]]
        # Joined and encoded, as only text is that a manifest can hold again: no half surrogates.
        "".join(getattr(row, name) for row in rows for name in Row.__slots__).encode()
        known = read["format"] == _FORMAT
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise OutputError(fault) from error
    if not known:
        raise OutputError(fault)
    return {row.path: row for row in rows if _is_inside(row.path)}


def _is_inside(path: str) -> bool:
    """Say whether `path` is relative and stays below the folder on every platform."""
    parts = path.split("/")
    if len(path) > 4096 or any(part in ("", ".", "..") or len(part) > 255 for part in parts):
        return False
    return not re.search(r"[\\:\0]", path)


def _links(out: Path, path: str) -> Path | None:
    """Give the first link or non-folder on the way from `out` to the file, None if it is clear."""
    way = out
    for part in path.split("/")[:-1]:
        way = way / part
        try:
            mode = way.lstat().st_mode
        except FileNotFoundError:
            return None
        if not stat.S_ISDIR(mode):
            return way
    return None


def _planned(out: Path, path: str) -> bytes | None:
    """Read what stands at a planned path; None if a new file goes there.

    Raises:
        OutputError: if no file can be put there without going through a link or removing a folder.
    """
    place = out / path
    try:
        if out.exists() and not out.is_dir():
            raise OutputError(f"{out}: this is not a folder; remove it or name another --out")
        blocker = _links(out, path)
        if blocker is not None:
            raise OutputError(f"{blocker}: a folder belongs here; move what stands here away")
        mode = place.lstat().st_mode
        if stat.S_ISDIR(mode):
            raise OutputError(f"{place}: a file belongs here; move this folder away")
        # A link is replaced, not followed: what it points to is not ours.
        return place.read_bytes() if stat.S_ISREG(mode) else b"\0not a regular file"
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _fault(place, "read", error) from error


def _orphan(out: Path, path: str) -> bytes | None:
    """Read a file that is no longer made; None if it is gone or can't be our work."""
    place = out / path
    try:
        if _links(out, path) is None and stat.S_ISREG(place.lstat().st_mode):
            return place.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _fault(place, "read", error) from error
    return None


def _same_file(one: Path, other: Path) -> bool:
    """Say whether two paths are one file, as `A` and `a` are where case does not count."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def _replace(out: Path, path: str, data: bytes) -> None:
    place = out / path
    temporary = place.with_name(f".{place.name}.gen-part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(temporary, flags, 0o600), "wb") as file:
            file.write(data)
        temporary.chmod(0o644)
        temporary.replace(place)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise _fault(place, "written", error) from error


def _remove(out: Path, path: str) -> None:
    """Remove a file, and the folders that are empty without it."""
    place = out / path
    try:
        place.unlink(missing_ok=True)
        for folder in place.parents:
            if folder == out or any(folder.iterdir()):
                break
            folder.rmdir()
    except OSError as error:
        raise _fault(place, "removed", error) from error


def _fault(place: Path, done: str, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(f"{place}: can't be {done} ({reason}); mend that and run again")
