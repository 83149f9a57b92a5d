"""The entries of a report: the files that differ."""

from __future__ import annotations

from functools import cached_property

from generator.model.structs import Struct
from generator.output.changes import NO_FILE, UNKNOWN_FILE, ChangeKind
from generator.review.patch import Delta, make_delta


class ReportEntry(Struct, frozen=True, dict=True):
    """One file that differs.

    Attributes:
        path: the file's path relative to the repository's top folder, else to the working folder.
        kind: whether the file is added, changed, removed or kept.
        old: the bytes at the revision to compare with, else on disk; None if there is no file.
        new: the bytes that are rendered; None if the file is not rendered.
        by_hand: whether the old bytes were edited by hand.
        target: the id of the file's target, such as `java`; empty for the manifest.
        operation: the id of the file's operation; empty if the file is about none.
        host: the old and the new endpoint if nothing else differs in the file; else None.
        api: the id and the version of the file's API; empty for the manifest.
        pairs: the old and the new endpoint of each region of that API whose endpoint changed.
    """

    path: str
    kind: ChangeKind
    old: bytes | None
    new: bytes | None
    by_hand: bool
    target: str
    operation: str
    host: tuple[str, str] | None
    api: str = ""
    pairs: tuple[tuple[str, str], ...] = ()

    @cached_property
    def delta(self) -> Delta:
        """The lines in which old and new bytes differ; none if the file is kept."""
        if self.old == UNKNOWN_FILE:
            return make_delta(None, None)
        old = None if self.old == NO_FILE else self.old
        return make_delta(old, old if self.kind is ChangeKind.KEPT else self.new)

    @property
    def has_lines(self) -> bool:
        """Whether the difference can be shown line by line."""
        return self.kind is not ChangeKind.KEPT and self.old not in (NO_FILE, UNKNOWN_FILE)

    @property
    def is_edit(self) -> bool:
        """Whether a file of ours gets other bytes."""
        return self.kind is ChangeKind.CHANGED and self.has_lines

    @property
    def note(self) -> str:
        """A remark about the file for the reader; empty if the difference explains itself."""
        if self.kind is ChangeKind.KEPT:
            return "no longer made, but edited by hand: remove it yourself"
        if self.old == NO_FILE:
            return "no regular file, replaced by one"
        if self.old == UNKNOWN_FILE:
            return "nobody has the old bytes, so its lines can't be compared"
        return "was edited by hand" if self.by_hand else ""
