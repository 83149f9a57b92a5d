"""The comparison of rendered files with an output folder.

The folder's manifest lists the files that earlier runs wrote. A pull request can change the
manifest, so gen does not trust it: the manifest can only name files for removal. gen removes such a
file only if all of this is true:

- gen can make a file with this path.
- The path leads to a regular file inside the folder, through no link.
- The bytes of the file have the hash in the manifest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Protocol

from generator.errors import OutputError
from generator.model.structs import Struct
from generator.output.manifest import (
    MANIFEST,
    ManifestRow,
    format_manifest,
    read_manifest,
    sha256,
)

# Stands for the content of a path that is no regular file, such as a link, a pipe or a device.
NO_FILE = b"\0not a regular file"
# Stands for the content of a file of which only the hash is known, and that is another file today.
UNKNOWN_FILE = b"\0unknown bytes"


class ChangeKind(StrEnum):
    """What `gen render` does to a file in the output folder."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    KEPT = "kept"


class Change(Struct, frozen=True, eq=False):
    """A file of the output folder that is missing, left over, or differs from the rendered file.

    Two changes are equal if they have the same path, kind and `by_hand`.

    Attributes:
        path: the path of the file, relative to the output folder.
        kind: what `gen render` does to the file. A file that is no longer rendered, but was edited
            by hand, is KEPT.
        by_hand: whether the file on disk has other bytes than the manifest says gen wrote.
        old: the bytes of the file on disk; None if there is no file.
        target: the id of the target that makes the file.
        operation: the id of the operation that the file is about; empty if it is about a whole API.
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
    """All changes that `gen render` makes to an output folder.

    The planned files are those that the run has rendered.

    Attributes:
        changes: one change for each file that differs, sorted by path.
        unchanged: the number of planned files that are on disk with the same bytes.
        manifest: the bytes of the manifest after all files are written.
        old_manifest: the bytes of the manifest on disk; None if there is none.
        interim_manifest: the bytes of the manifest while files are written, which lists old and new
            files; empty if no file is written.
        gone: the paths of the old manifest that are no longer planned, and where there is no file
            that gen can have written.
        files: the bytes of the planned files, by path.
        digests: the SHA-256 of the planned files in hexadecimal, by path.
        manifest_name: the name of the manifest.
        replaced_manifest: the name of a manifest of an older gen, which is removed since the new
            one has its rows; empty if there is none.
    """

    changes: tuple[Change, ...]
    unchanged: int
    manifest: bytes
    old_manifest: bytes | None
    interim_manifest: bytes
    gone: tuple[str, ...]
    files: Mapping[str, bytes]
    digests: Mapping[str, str]
    manifest_name: str = MANIFEST
    replaced_manifest: str = ""

    @property
    def manifest_differs(self) -> bool:
        """Whether `gen render` changes the manifest."""
        return self.manifest != self.old_manifest or self.replaced_manifest != ""

    def __bool__(self) -> bool:
        return bool(self.changes) or self.manifest_differs

    def counts(self) -> dict[ChangeKind, int]:
        """Count the changes of each kind that has any, in the order of `ChangeKind`."""
        counter = Counter(change.kind for change in self.changes)
        return {kind: counter[kind] for kind in ChangeKind if counter[kind]}


class Output(Protocol):
    """An output folder that rendered files are compared with. Paths are relative to the folder."""

    def label(self, path: str) -> str:
        """Return the path of a file as a user would write it, for messages."""

    def read_planned(self, path: str) -> bytes | None:
        """Read the file on disk that a rendered file would replace.

        Returns:
            The bytes of the file. None if there is no file. `NO_FILE` if it is no regular file, or
            too large to be gen's. `UNKNOWN_FILE` if nobody has the bytes any more.

        Raises:
            OutputError: if the rendered file can't be written there, because a parent is a link or
                no folder, or because the path is a folder.
        """

    def read_orphan(self, path: str) -> bytes | None:
        """Read a file that an earlier run wrote, but this run does not render.

        Returns:
            The bytes of the file. None if there is no file, or gen can't have written what is
            there, such as a link. `UNKNOWN_FILE` if nobody has the bytes any more.
        """

    def is_same_file(self, first: str, second: str) -> bool:
        """Say whether two paths of the output folder lead to the same file.

        On a file system that ignores case, `A` and `a` do.
        """


def compare(
    files: Mapping[str, bytes],
    rows: Mapping[str, tuple[str, str]],
    out: Output,
    is_candidate: Callable[[ManifestRow], bool],
    manifest_name: str = MANIFEST,
) -> Changes:
    """Compare rendered files with an output folder.

    Arguments:
        files: the bytes of each rendered file, by its path relative to the output folder.
        rows: for each of these paths, the id of the file's target and the id of its operation.
        out: the output folder to compare with.
        is_candidate: says whether the file of a row of the manifest is within the limits of this
            run. Such a file is removed if it was not rendered. Files outside of these limits, such
            as those of other targets, are left alone.
        manifest_name: the name of the folder's manifest. If it is another than `manifest.json`, and
            an older gen left a `manifest.json` there, its rows are taken over.

    Raises:
        OutputError: if a file can't be written safely to its path, or something can't be read.
    """
    old_manifest = out.read_planned(manifest_name)
    listed = read_rows(out, manifest_name)
    old, changing = listed.rows, listed.changing
    ours = {(row.path, row.sha256) for row in (*old.values(), *changing)}
    changes: list[Change] = []
    gone: list[str] = []
    unchanged = 0
    new: dict[str, ManifestRow] = {}
    added: list[ManifestRow] = []
    changed: list[ManifestRow] = []
    for path, data in files.items():
        row = new[path] = ManifestRow(path, sha256(data), *rows[path])
        present = out.read_planned(path)
        if present is None:
            added.append(row)
            changes.append(_make_change(row, ChangeKind.ADDED))
        elif present == data:
            unchanged += 1
        else:
            changed.append(row)
            by_hand = present != UNKNOWN_FILE and (path, sha256(present)) not in ours
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
            edited = present != UNKNOWN_FILE and (row.path, sha256(present)) not in ours
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
        manifest_name=manifest_name,
        replaced_manifest=listed.replaced,
    )


class ListedRows(Struct, frozen=True):
    """What the manifests of a folder list.

    Attributes:
        rows: the rows by path.
        changing: further rows, see `read_manifest`.
        replaced: the name of an older manifest that some of the rows are from; empty for none.
    """

    rows: dict[str, ManifestRow]
    changing: list[ManifestRow]
    replaced: str = ""


def read_rows(out: Output, manifest_name: str) -> ListedRows:
    """Read the manifest of a folder, and one that an older gen left there by another name.

    Arguments:
        out: the folder.
        manifest_name: the name of the manifest.

    Raises:
        OutputError: if the manifest can't be read, or is none. A `manifest.json` that is none is a
            file of somebody else.
    """
    data = out.read_planned(manifest_name)
    rows: dict[str, ManifestRow] = {}
    changing: list[ManifestRow] = []
    if data is not None:
        rows, changing = read_manifest(data, out.label(manifest_name))
    older = None if manifest_name == MANIFEST else out.read_orphan(MANIFEST)
    if older is None:
        return ListedRows(rows, changing)
    try:
        older_rows, older_changing = read_manifest(older, out.label(MANIFEST))
    except OutputError:
        return ListedRows(rows, changing)
    # If a run was killed in between, or an older gen ran again, both may be about a file.
    twice = [row for path, row in older_rows.items() if path in rows]
    return ListedRows({**older_rows, **rows}, [*changing, *older_changing, *twice], MANIFEST)


def _make_change(
    row: ManifestRow, kind: ChangeKind, by_hand: bool = False, old: bytes | None = None
) -> Change:
    """Make the change of a row of the manifest."""
    return Change(row.path, kind, by_hand, old, row.target, row.operation)
