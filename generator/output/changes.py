"""A rendered tree against what an output folder holds: which files differ, and the manifest.

The folder's `manifest.json` lists what earlier runs wrote. It travels through pull requests, so
nothing in it is believed that is not checked: it can only name a file for removal, and that file
goes only if it has a path such as gen makes, and is a regular file inside the folder, reached
through no link, with the very bytes that the manifest has the hash of.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Protocol

from generator.model.structs import Struct
from generator.output.manifest import MANIFEST, ManifestRow, _manifest, _read_manifest

# What stands where a file belongs and is none: a link, a pipe, a device.
NO_FILE = b"\0not a regular file"


class ChangeKind(StrEnum):
    """What happens to a file."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    KEPT = "kept"


class Change(Struct, frozen=True, eq=False):
    """One file that differs from the plan; equal are those of which the same happens to a file.

    `by_hand` says that the file on disk is not what the last run wrote. A file is KEPT when it is
    no longer made, but was edited by hand. `old` are the bytes that stand there, None if none do,
    and `target` and `operation` what the manifest says of it.
    """

    path: str
    kind: ChangeKind
    by_hand: bool = False
    old: bytes | None = None
    target: str = ""
    operation: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Change) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[str, ChangeKind, bool]:
        return self.path, self.kind, self.by_hand


class Changes(Struct, frozen=True):
    """What a render would do to an output folder.

    `unchanged` counts the planned files that are right already; `manifest` is what the manifest
    must hold afterwards, `old_manifest` what it holds, and `interim` what while files are written,
    empty if none are: old and new rows. `gone` are files that are no longer made, nor there.
    `digests` are the SHA-256 of `files`.
    """

    changes: tuple[Change, ...]
    unchanged: int
    manifest: bytes
    old_manifest: bytes | None
    interim: bytes
    gone: tuple[str, ...]
    files: Mapping[str, bytes]
    digests: Mapping[str, str]

    @property
    def manifest_differs(self) -> bool:
        """Whether the manifest has to be written."""
        return self.manifest != self.old_manifest

    def __bool__(self) -> bool:
        return bool(self.changes) or self.manifest_differs

    def counts(self) -> dict[ChangeKind, int]:
        """Count the changes of each kind that there is, in the order of the kinds."""
        found = Counter(change.kind for change in self.changes)
        return {kind: found[kind] for kind in ChangeKind if found[kind]}


class Output(Protocol):
    """What an output folder holds; paths are relative to it."""

    def label(self, path: str) -> str:
        """Give the path as a user would write it, for messages."""

    def planned(self, path: str) -> bytes | None:
        """Read what stands at a planned path: None if nothing does, `NO_FILE` if no file.

        Raises:
            OutputError: if no file can be put there without going through a link or removing a
                folder.
        """

    def orphan(self, path: str) -> bytes | None:
        """Read a file that is no longer made; None if it is gone or can't be our work."""

    def same(self, one: str, other: str) -> bool:
        """Say whether two paths are one file, as `A` and `a` are where case does not count."""


def compare(
    files: Mapping[str, bytes],
    rows: Mapping[str, tuple[str, str]],
    out: Output,
    is_candidate: Callable[[ManifestRow], bool],
) -> Changes:
    """Compare a rendered tree with an output folder.

    Arguments:
        files: the bytes of each planned file, by its path relative to `out`.
        rows: target and operation of each planned file.
        out: the output folder.
        is_candidate: says of a row of the manifest whether this run would have planned its file,
            had it still been made.

    Raises:
        OutputError: if a planned path can't be written safely, or something can't be read.
    """
    old_manifest = out.planned(MANIFEST)
    old: dict[str, ManifestRow] = {}
    changing: list[ManifestRow] = []
    if old_manifest is not None:
        old, changing = _read_manifest(old_manifest, out.label(MANIFEST))
    ours = {(row.path, row.sha256) for row in (*old.values(), *changing)}
    changes: list[Change] = []
    gone: list[str] = []
    unchanged = 0
    new: dict[str, ManifestRow] = {}
    added: list[ManifestRow] = []
    changed: list[ManifestRow] = []
    for path, data in files.items():
        row = new[path] = ManifestRow(path, _hash(data), *rows[path])
        there = out.planned(path)
        if there is None:
            added.append(row)
            changes.append(_change(row, ChangeKind.ADDED))
        elif there == data:
            unchanged += 1
        else:
            changed.append(row)
            by_hand = (path, _hash(there)) not in ours
            changes.append(_change(row, ChangeKind.CHANGED, by_hand, there))
    planned = {path.casefold(): path for path in files} if old else {}
    for row in old.values():
        if row.path in files:
            continue
        twin = planned.get(row.path.casefold())
        if twin is not None and out.same(row.path, twin):
            continue  # its name differs in case alone, where case does not count
        if not is_candidate(row):
            new[row.path] = row
            continue
        there = out.orphan(row.path)
        if there is None:
            gone.append(row.path)
        else:
            edited = (row.path, _hash(there)) not in ours
            changes.append(
                _change(row, ChangeKind.KEPT if edited else ChangeKind.REMOVED, edited, there)
            )
    digests = {path: new[path].sha256 for path in files}
    manifest = _manifest(new.values())
    during = manifest if added or changed else b""
    if during and (old or changing or unchanged):  # else all is new
        interim = {row.path: row for row in (*changed, *old.values(), *added)}
        changing += [row for row in changed if row.path in old]
        if changing or interim != new:  # which is often the same
            during = _manifest(interim.values(), changing)
    return Changes(
        changes=tuple(sorted(changes, key=lambda change: change.path)),
        unchanged=unchanged,
        manifest=manifest,
        old_manifest=old_manifest,
        interim=during,
        gone=tuple(gone),
        files=files,
        digests=digests,
    )


def _change(
    row: ManifestRow, kind: ChangeKind, by_hand: bool = False, old: bytes | None = None
) -> Change:
    return Change(row.path, kind, by_hand, old, row.target, row.operation)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
