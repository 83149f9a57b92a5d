"""What differs and why, for people at a terminal and for programs: text, stat and JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from generator.errors import Mark, counted, printable
from generator.model.structs import Struct
from generator.output.changes import NO_FILE, ChangeKind, Changes
from generator.output.manifest import MANIFEST
from generator.review.patch import Delta, binary_patch, delta, patch
from generator.review.sentences import Said, plain
from generator.system.logs import is_safe_for_logs, log_line

if TYPE_CHECKING:
    from generator.languages.target import Target
    from generator.review.attribution import Cause
    from generator.review.causes import Explanation

_FORMAT = 1
# Columns of the graph of a stat.
_GRAPH = 40
_NOT_FOR_LOGS = (
    "shown as binary, since a line of it acts on a log or a terminal; "
    "gen diff --format text=FILE writes it as text"
)


class ReportEntry(Struct, frozen=True, dict=True):
    """One file that differs.

    Attributes:
        path: relative to the repository's top folder, else to the working folder.
        kind: what happens to it.
        old: its bytes as they are, None if it is not there.
        new: its bytes as they are to be, None if it is not made.
        by_hand: whether the old ones are an edit by hand.
        target: what it is, as manifests say; empty for the manifest itself.
        operation: of which operation it is; empty if of none.
        host: the endpoint that was replaced and by what, if nothing else differs.
    """

    path: str
    kind: ChangeKind
    old: bytes | None
    new: bytes | None
    by_hand: bool
    target: str
    operation: str
    host: tuple[str, str] | None

    @cached_property
    def delta(self) -> Delta:
        """What differs; nothing if the file is kept."""
        old = None if self.old == NO_FILE else self.old
        return delta(old, old if self.kind is ChangeKind.KEPT else self.new)

    @property
    def note(self) -> str:
        """What a reader has to know beside the difference."""
        if self.kind is ChangeKind.KEPT:
            return "no longer made, but edited by hand: remove it yourself"
        if self.old == NO_FILE:
            return "no regular file, replaced by one"
        return "was edited by hand" if self.by_hand else ""


class Reason(Struct, frozen=True):
    """One reason, with the paths of its entries and what they are in words."""

    said: Said
    breaking: bool
    mark: Mark | None
    kind: str
    paths: tuple[str, ...]
    what: str


class Report(Struct, frozen=True):
    """What differs, and why.

    Attributes:
        entries: the files that differ, sorted.
        unchanged: the number of files that don't.
        reasons: why; those that break callers come first.
        unknown: why there are no reasons, empty if there are.
        against: the revision that is compared with, None if the folder on disk is.
        commit: the hash of what the reasons go back to, empty if it is not known.
        shown: the output folder as the paths begin.
        hosts: endpoints that were replaced, and by what.
    """

    entries: tuple[ReportEntry, ...]
    unchanged: int
    reasons: tuple[Reason, ...]
    unknown: str
    against: str | None
    commit: str
    shown: str
    hosts: tuple[tuple[str, str], ...]

    @property
    def by_path(self) -> dict[str, list[int]]:
        """The numbers of the reasons of each entry, by its path."""
        found: dict[str, list[int]] = {entry.path: [] for entry in self.entries}
        for number, reason in enumerate(self.reasons):
            for path in reason.paths:
                found[path].append(number)
        return found

    @property
    def summary(self) -> str:
        """How many files differ and how, in a line."""
        counts = [(kind, sum(e.kind is kind for e in self.entries)) for kind in ChangeKind]
        told = [f"{number} {kind}" for kind, number in counts if number]
        if not told:
            return "nothing differs"
        first, *others = told
        number, kind = first.split(" ")
        return ", ".join([f"{counted(int(number), 'file')} {kind}", *others])


def make_report(
    changes: Changes,
    why: Explanation | None,
    unknown: str,
    against: str | None,
    commit: str,
    shown: str,
    targets: Mapping[str, Target],
    place: Callable[[str], str],
) -> Report:
    """Put together what formats tell.

    Arguments:
        changes: what differs.
        why: the causes, None if they are not known.
        unknown: why they are not.
        against: the revision that is compared with, None if the folder on disk is.
        commit: the hash of what the causes go back to, empty if it is not known.
        shown: the output folder as paths begin, without a slash at its end; may be empty.
        targets: what a run could make, by id.
        place: gives the file of a mark as paths are shown.
    """
    prefix = f"{shown}/" if shown else ""
    hosts = why.hosts if why else {}
    crlf = why.crlf if why else frozenset()
    entries = [
        ReportEntry(
            path=prefix + change.path,
            kind=change.kind,
            old=change.old,
            new=changes.files.get(change.path),
            # Without a manifest nobody knows.
            by_hand=change.by_hand and changes.old_manifest is not None and change.path not in crlf,
            target=change.target,
            operation=change.operation,
            host=hosts.get(change.path),
        )
        for change in changes.changes
    ]
    if changes.manifest_differs:
        kind = ChangeKind.ADDED if changes.old_manifest is None else ChangeKind.CHANGED
        manifest = changes.old_manifest, changes.manifest
        entries.append(ReportEntry(prefix + MANIFEST, kind, *manifest, False, "", "", None))
    of = {change.path: (targets.get(change.target), change.kind) for change in changes.changes}
    samples = any(target.is_sample for target in targets.values())
    reasons = [
        Reason(
            cause.said,
            cause.breaking,
            cause.mark and cause.mark.within(place(cause.mark.file) or cause.mark.file),
            cause.kind,
            tuple(prefix + path for path in cause.files),
            _files(cause, of, samples),
        )
        for cause in (why.causes if why else ())
        # What shows nowhere may have been rendered already, and then it is no news.
        if cause.files or cause.told or against is not None
    ]
    return Report(
        entries=tuple(sorted(entries, key=lambda entry: entry.path)),
        unchanged=changes.unchanged,
        reasons=tuple(sorted(reasons, key=lambda reason: not reason.breaking)),
        unknown=unknown,
        against=against,
        commit=commit,
        shown=shown or ".",
        hosts=why.pairs if why else (),
    )


def _files(cause: Cause, of: Mapping[str, tuple[Target | None, ChangeKind]], samples: bool) -> str:
    """Say in words which files a cause changed."""
    if cause.told:
        return "among the differences that are told together"
    groups: dict[str, Counter[ChangeKind]] = {}
    clients: dict[str, set[ChangeKind]] = {}
    hosts = 0
    for path in cause.files:
        target, kind = of[path]
        if target is not None and target.is_client:  # of which several files are one
            clients.setdefault(path[: path.index(f"/{target.id}/")], set()).add(kind)
            continue
        noun = "file" if target is None else "sample" if target.is_sample else _lower(target.title)
        groups.setdefault(noun, Counter())[kind] += 1
        hosts += noun == "sample" and path in cause.host_only
    told, rest = [], []
    for noun, kinds in groups.items():
        number = _moved_once(kinds)
        if noun == "sample":
            host = ", host line only" if hosts == number else f", in {hosts} the host line only"
            told.append(counted(number, noun) + (host if hosts else ""))
        else:
            rest.append(noun if number == 1 else counted(number, noun))
    if clients:
        wholes = (
            kinds.pop() if len(kinds) == 1 else ChangeKind.CHANGED for kinds in clients.values()
        )
        number = _moved_once(Counter(wholes))
        rest.append("client" if number == 1 else counted(number, "client"))
    if not told and not rest:
        return "no file"
    if samples and not told:
        return f"{', '.join(rest)}; no sample"
    return "; ".join(filter(None, [*told, ", ".join(rest)]))


def _moved_once(kinds: Counter[ChangeKind]) -> int:
    """Count things; what is removed here and added there has moved."""
    return kinds.total() - min(kinds[ChangeKind.ADDED], kinds[ChangeKind.REMOVED])


def _lower(title: str) -> str:
    """Give a title as it stands within a sentence."""
    return title[:1].lower() + title[1:]


def sentence(reason: Reason) -> str:
    """Give a reason as a line of text."""
    return f"{'BREAKING ' if reason.breaking else ''}{plain(reason.said)}: {reason.what}"


def _why(report: Report) -> list[str]:
    if report.unknown:
        return [f"why is not known: {printable(report.unknown)}"]
    return [sentence(reason) for reason in report.reasons]


def as_text(report: Report) -> bytes:
    """Give a patch in git's format, with the reasons in front as comments.

    `git apply` takes it; it passes over what stands in front of a file's patch.
    """
    notes = [f"{printable(e.path)}: {e.note}" for e in report.entries if e.note]
    head = "".join(f"# {line}\n" for line in [*_why(report), *notes])
    patches = (patch(e.path, e.old, e.new, e.delta) for e in _patched(report))
    return head.encode("utf-8", "surrogateescape") + b"".join(patches)


def as_printed_text(report: Report) -> bytes:
    """Give the same for stdout, which may be a log: a patch that does the same to each file.

    A file whose lines would be a command to a CI system, or act on a terminal, gets a patch in
    git's binary form.
    """
    notes = [f"{e.path}: {e.note}" for e in report.entries if e.note]
    patches = []
    for entry in _patched(report):
        made = patch(entry.path, entry.old, entry.new, entry.delta)
        if not is_safe_for_logs(made.decode("utf-8", "surrogateescape")):
            notes.append(f"{entry.path}: {_NOT_FOR_LOGS}")
            made = binary_patch(entry.path, entry.old, entry.new)
        patches.append(made)
    head = "".join(f"# {log_line(line)}\n" for line in [*_why(report), *notes])
    return head.encode("utf-8", "surrogateescape") + b"".join(patches)


def _patched(report: Report) -> list[ReportEntry]:
    """Give the files that a patch changes."""
    return [e for e in report.entries if e.kind is not ChangeKind.KEPT and e.old != NO_FILE]


def as_stat(report: Report) -> bytes:
    """Give a line a file with the number of its changed lines, as `git diff --stat` does."""
    lines = [*_why(report), ""] if _why(report) else []
    if report.entries:
        width = max(len(printable(entry.path)) for entry in report.entries)
        most = max(entry.delta.added + entry.delta.removed for entry in report.entries)
        digits = len(str(most))
        for entry in report.entries:
            plus, minus = entry.delta.added, entry.delta.removed
            graph = "+" * _scaled(plus, most) + "-" * _scaled(minus, most)
            count = str(plus + minus).rjust(digits)
            words = (
                [f"({entry.kind})"] if entry.kind in (ChangeKind.ADDED, ChangeKind.REMOVED) else []
            )
            words += [f"({entry.note})"] if entry.note else []
            path = printable(entry.path).ljust(width)
            lines.append(" ".join([f" {path} | {count}", *filter(None, [graph]), *words]))
    lines.append(report.summary)
    return "".join(f"{line}\n" for line in lines).encode()


def _scaled(number: int, most: int) -> int:
    """Give a number of columns; what is not nothing has one."""
    return number if most <= _GRAPH else -(-number * _GRAPH // most)


def as_json(report: Report) -> bytes:
    """Give everything but the lines themselves."""
    numbers = report.by_path
    reasons = [
        {
            "kind": reason.kind,
            "what": plain(reason.said),
            "breaking": reason.breaking,
            "place": _place(reason.mark),
            "shows": reason.what,
            "files": list(reason.paths),
        }
        for reason in report.reasons
    ]
    files = [
        {
            "path": entry.path,
            "status": str(entry.kind),
            "target": entry.target or None,
            "operation": entry.operation or None,
            "added": entry.delta.added,
            "removed": entry.delta.removed,
            "byHand": entry.by_hand,
            "note": entry.note or None,
            "host": {"old": entry.host[0], "new": entry.host[1]} if entry.host else None,
            "causes": numbers[entry.path],
        }
        for entry in report.entries
    ]
    made = {
        "format": _FORMAT,
        "against": report.against,
        "commit": report.commit or None,
        "summary": report.summary,
        "differs": bool(report.entries),
        "breaking": any(reason.breaking for reason in report.reasons),
        "unchanged": report.unchanged,
        "causesUnknown": report.unknown or None,
        "causes": reasons,
        "files": files,
    }
    text = json.dumps(made, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace")  # JSON writes half a surrogate the same way


def _place(mark: Mark | None) -> dict[str, str | int] | None:
    return {"file": mark.file, "line": mark.line, "column": mark.column} if mark else None
