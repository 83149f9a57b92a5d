"""The comparison of rendered files with an output folder.

The folder's `manifest.json` lists the files that earlier runs wrote. It travels through pull
requests, so it is not trusted: it can only name files for removal. Such a file is removed only if
its path is one that gen can make, it is a regular file inside the folder that is reached through no
link, and its bytes have the hash in the manifest.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Protocol

from generator.model.structs import Struct
from generator.output.manifest import MANIFEST, ManifestRow, format_manifest, read_manifest

# Stands for the content of a path that is no regular file, such as a link, a pipe or a device.
NO_FILE = b"\0not a regular file"


class ChangeKind(StrEnum):
    """What a render does to a file."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    KEPT = "kept"


class Change(Struct, frozen=True, eq=False):
    """One file that differs from the rendered one.

    Two changes are equal if they have the same path, kind and `by_hand`.

    Attributes:
        path: the path relative to the output folder.
        kind: what a render does to the file. A file that is no longer rendered but was edited by
            hand is KEPT.
        by_hand: whether the file on disk is not the one that the last run wrote.
        old: the bytes on disk; None if there is no file.
        target: the id of the target in the manifest.
        operation: the id of the operation in the manifest.
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
        """Return the fields that changes are compared by."""
        return self.path, self.kind, self.by_hand


class Changes(Struct, frozen=True):
    """All changes that a render makes to an output folder.

    Attributes:
        changes: the files that differ, sorted by path.
        unchanged: the number of planned files that are on disk already.
        manifest: the manifest after the render.
        old_manifest: the manifest on disk; None if there is none.
        interim_manifest: the manifest while files are written, with old and new rows; empty if no
            file is written.
        gone: the paths in the old manifest that are no longer planned and not on disk.
        files: the bytes of the planned files, by path.
        digests: the SHA-256 of the planned files in hexadecimal, by path.
    """

    changes: tuple[Change, ...]
    unchanged: int
    manifest: bytes
    old_manifest: bytes | None
    interim_manifest: bytes
    gone: tuple[str, ...]
    files: Mapping[str, bytes]
    digests: Mapping[str, str]

    @property
    def manifest_differs(self) -> bool:
        """Whether the render changes the manifest."""
        return self.manifest != self.old_manifest

    def __bool__(self) -> bool:
        return bool(self.changes) or self.manifest_differs

    def counts(self) -> dict[ChangeKind, int]:
        """Count the changes by kind, in the order of the kinds, without those that have none."""
        counter = Counter(change.kind for change in self.changes)
        return {kind: counter[kind] for kind in ChangeKind if counter[kind]}


class Output(Protocol):
    """An output folder to compare with. Paths are relative to it."""

    def label(self, path: str) -> str:
        """Return a path as a user would write it, for messages."""

    def read_planned(self, path: str) -> bytes | None:
        """Read a planned file; None if it does not exist, `NO_FILE` if it is no regular file.

        Raises:
            OutputError: if a file could only be written there through a link or in place of a
                folder.
        """

    def read_orphan(self, path: str) -> bytes | None:
        """Read a file that is no longer planned; None if it is gone or can't be gen's."""

    def is_same_file(self, first: str, second: str) -> bool:
        """Check whether two paths are one file, as `A` and `a` are if names ignore case."""


def compare(
    files: Mapping[str, bytes],
    rows: Mapping[str, tuple[str, str]],
    out: Output,
    is_candidate: Callable[[ManifestRow], bool],
) -> Changes:
    """Compare rendered files with an output folder.

    Arguments:
        files: the bytes of each planned file, by its path relative to `out`.
        rows: the ids of target and operation of each planned file, by path.
        out: the output folder.
        is_candidate: checks whether a row of the manifest is in the scope of this run, so that its
            file is to be removed if it is not planned.

    Raises:
        OutputError: if a planned path can't be written safely, or something can't be read.
    """
    old_manifest = out.read_planned(MANIFEST)
    old: dict[str, ManifestRow] = {}
    changing: list[ManifestRow] = []
    if old_manifest is not None:
        old, changing = read_manifest(old_manifest, out.label(MANIFEST))
    ours = {(row.path, row.sha256) for row in (*old.values(), *changing)}
    changes: list[Change] = []
    gone: list[str] = []
    unchanged = 0
    new: dict[str, ManifestRow] = {}
    added: list[ManifestRow] = []
    changed: list[ManifestRow] = []
    for path, data in files.items():
        row = new[path] = ManifestRow(path, _hash(data), *rows[path])
        present = out.read_planned(path)
        if present is None:
            added.append(row)
            changes.append(_make_change(row, ChangeKind.ADDED))
        elif present == data:
            unchanged += 1
        else:
            changed.append(row)
            by_hand = (path, _hash(present)) not in ours
            changes.append(_make_change(row, ChangeKind.CHANGED, by_hand, present))
    planned = {path.casefold(): path for path in files} if old else {}
    for row in old.values():
        if row.path in files:
            continue
        twin = planned.get(row.path.casefold())
        if twin is not None and out.is_same_file(row.path, twin):
            continue  # the same file, on a file system that ignores case
        if not is_candidate(row):
            new[row.path] = row
            continue
        present = out.read_orphan(row.path)
        if present is None:
            gone.append(row.path)
        else:
            edited = (row.path, _hash(present)) not in ours
            changes.append(
                _make_change(
                    row, ChangeKind.KEPT if edited else ChangeKind.REMOVED, edited, present
                )
            )
    digests = {path: new[path].sha256 for path in files}
    manifest = format_manifest(new.values())
    during = manifest if added or changed else b""
    if during and (old or changing or unchanged):  # otherwise all files are new
        interim = {row.path: row for row in (*changed, *old.values(), *added)}
        changing += [row for row in changed if row.path in old]
        if changing or interim != new:  # otherwise it is the final manifest
            during = format_manifest(interim.values(), changing)
    return Changes(
        changes=tuple(sorted(changes, key=lambda change: change.path)),
        unchanged=unchanged,
        manifest=manifest,
        old_manifest=old_manifest,
        interim_manifest=during,
        gone=tuple(gone),
        files=files,
        digests=digests,
    )


def _make_change(
    row: ManifestRow, kind: ChangeKind, by_hand: bool = False, old: bytes | None = None
) -> Change:
    """Make the change of a row of the manifest."""
    return Change(row.path, kind, by_hand, old, row.target, row.operation)


def _hash(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
