"""The report of `gen diff`, and its formats for terminals and programs: text, stat and JSON.

A report has an entry for each file that differs, and the reasons for the differences.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from generator.errors import Mark, counted, printable
from generator.model.structs import Struct
from generator.output.changes import NO_FILE, UNKNOWN_FILE, ChangeKind, Changes
from generator.output.manifest import MANIFEST
from generator.review.patch import Delta, binary_patch, make_delta, patch
from generator.review.sentences import Phrase, plain
from generator.system.logs import is_safe_for_logs, log_line

if TYPE_CHECKING:
    from generator.languages.target import Target
    from generator.review.attribution import Cause
    from generator.review.causes import Explanation

_FORMAT = 1
# Most columns of the graph of pluses and minuses in a stat.
_GRAPH_COLUMNS = 40
_NOT_FOR_LOGS = (
    "shown as binary, since a line of it acts on a log or a terminal; "
    "gen diff --format text=FILE writes it as text"
)


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
    def note(self) -> str:
        """A remark about the file for the reader; empty if the difference explains itself."""
        if self.kind is ChangeKind.KEPT:
            return "no longer made, but edited by hand: remove it yourself"
        if self.old == NO_FILE:
            return "no regular file, replaced by one"
        if self.old == UNKNOWN_FILE:
            return "nobody has the old bytes, so its lines can't be compared"
        return "was edited by hand" if self.by_hand else ""


class Reason(Struct, frozen=True):
    """One reason why files differ.

    Attributes:
        phrase: the reason in words.
        breaking: whether it can break callers of the API or users of its client.
        mark: the position in today's spec; None if the reason has none there.
        kind: the kind of change, such as `region added`.
        paths: the paths of the entries that differ for this reason.
        effect: the files of these entries in words, such as `3 samples; page`.
    """

    phrase: Phrase
    breaking: bool
    mark: Mark | None
    kind: str
    paths: tuple[str, ...]
    effect: str


class Report(Struct, frozen=True):
    """The files that differ, and the reasons.

    Attributes:
        entries: the files that differ, sorted by path.
        unchanged: the number of files that don't differ.
        reasons: the reasons, breaking ones first.
        why_unknown: why no reasons could be found; empty if they could.
        against: the git revision to compare with; None for the output folder on disk.
        commit: the hash of the commit whose specs were compared with today's; empty if unknown.
        folder: the output folder, with which all paths begin; `.` if they don't.
        hosts: the old and the new endpoint of each region whose endpoint changed.
    """

    entries: tuple[ReportEntry, ...]
    unchanged: int
    reasons: tuple[Reason, ...]
    why_unknown: str
    against: str | None
    commit: str
    folder: str
    hosts: tuple[tuple[str, str], ...]

    @property
    def by_path(self) -> dict[str, list[int]]:
        """The reasons for each entry, by the entry's path, as indexes in `reasons`."""
        numbers: dict[str, list[int]] = {entry.path: [] for entry in self.entries}
        for number, reason in enumerate(self.reasons):
            for path in reason.paths:
                numbers[path].append(number)
        return numbers

    @property
    def summary(self) -> str:
        """One line with the number of files that differ, by kind of change."""
        counts = [(kind, sum(e.kind is kind for e in self.entries)) for kind in ChangeKind]
        parts = [f"{number} {kind}" for kind, number in counts if number]
        if not parts:
            return "nothing differs"
        first, *others = parts
        number, kind = first.split(" ")
        return ", ".join([f"{counted(int(number), 'file')} {kind}", *others])


def make_report(
    changes: Changes,
    explanation: Explanation | None,
    why_unknown: str,
    against: str | None,
    commit: str,
    folder: str,
    targets: Mapping[str, Target],
    path_of: Callable[[str], str],
) -> Report:
    """Make a report from the files that differ and the causes.

    Arguments:
        changes: the files that differ.
        explanation: the causes; None if they are unknown.
        why_unknown: why the causes are unknown; empty if they are known.
        against: the git revision to compare with; None for the output folder on disk.
        commit: the hash of the commit whose specs were compared with today's; empty if unknown.
        folder: the output folder as paths show it, without a slash at its end; may be empty.
        targets: all targets by id, such as `java`.
        path_of: returns the path to show for a spec's file; empty to show the file as it is.
    """
    prefix = f"{folder}/" if folder else ""
    hosts = explanation.hosts if explanation else {}
    crlf = explanation.crlf if explanation else frozenset()
    entries = [
        ReportEntry(
            path=prefix + change.path,
            kind=change.kind,
            old=change.old,
            new=changes.files.get(change.path),
            # Without a manifest, edits by hand can't be recognized.
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
    by_path = {change.path: (targets.get(change.target), change.kind) for change in changes.changes}
    has_samples = any(target.is_sample for target in targets.values())
    reasons = [
        Reason(
            cause.phrase,
            cause.breaking,
            cause.mark and cause.mark.within(path_of(cause.mark.file) or cause.mark.file),
            cause.kind,
            tuple(prefix + path for path in cause.files),
            _format_effect(cause, by_path, has_samples),
        )
        for cause in (explanation.causes if explanation else ())
        # A cause that changes no file on disk may have been rendered already.
        if cause.files or cause.is_grouped or against is not None
    ]
    return Report(
        entries=tuple(sorted(entries, key=lambda entry: entry.path)),
        unchanged=changes.unchanged,
        reasons=tuple(sorted(reasons, key=lambda reason: not reason.breaking)),
        why_unknown=why_unknown,
        against=against,
        commit=commit,
        folder=folder or ".",
        hosts=explanation.pairs if explanation else (),
    )


def _format_effect(
    cause: Cause, by_path: Mapping[str, tuple[Target | None, ChangeKind]], has_samples: bool
) -> str:
    """Format the files that a cause changed, such as `3 samples; page`."""
    if cause.is_grouped:
        return "among the differences that are told together"
    groups: dict[str, Counter[ChangeKind]] = {}
    clients: dict[str, set[ChangeKind]] = {}
    hosts = 0
    for path in cause.files:
        target, kind = by_path[path]
        if target is not None and target.is_client:  # all files of a client count as one
            clients.setdefault(path[: path.index(f"/{target.id}/")], set()).add(kind)
            continue
        noun = "file" if target is None else "sample" if target.is_sample else _lower(target.title)
        groups.setdefault(noun, Counter())[kind] += 1
        hosts += noun == "sample" and path in cause.host_only
    sample_parts, other_parts = [], []
    for noun, kinds in groups.items():
        number = _count_moves_once(kinds)
        if noun == "sample":
            host = ", host line only" if hosts == number else f", in {hosts} the host line only"
            sample_parts.append(counted(number, noun) + (host if hosts else ""))
        else:
            other_parts.append(noun if number == 1 else counted(number, noun))
    if clients:
        client_kinds = (
            kinds.pop() if len(kinds) == 1 else ChangeKind.CHANGED for kinds in clients.values()
        )
        number = _count_moves_once(Counter(client_kinds))
        other_parts.append("client" if number == 1 else counted(number, "client"))
    if not sample_parts and not other_parts:
        return "no file"
    if has_samples and not sample_parts:
        return f"{', '.join(other_parts)}; no sample"
    return "; ".join(filter(None, [*sample_parts, ", ".join(other_parts)]))


def _count_moves_once(kinds: Counter[ChangeKind]) -> int:
    """Count changed files, a pair of a removed and an added one as one moved file."""
    return kinds.total() - min(kinds[ChangeKind.ADDED], kinds[ChangeKind.REMOVED])


def _lower(title: str) -> str:
    """Write a title in lower case for the middle of a sentence."""
    return title[:1].lower() + title[1:]


def format_reason(reason: Reason) -> str:
    """Format a reason as one line of text, with its effect."""
    return f"{'BREAKING ' if reason.breaking else ''}{plain(reason.phrase)}: {reason.effect}"


def _reason_lines(report: Report) -> list[str]:
    """Return the reasons as lines of text, or why they are unknown."""
    if report.why_unknown:
        return [f"the reason is unknown: {printable(report.why_unknown)}"]
    return [format_reason(reason) for reason in report.reasons]


def as_text(report: Report) -> bytes:
    """Format a report as a patch in git's format, in which the reasons come first as comments.

    `git apply` accepts the comments, since it skips lines before the first file's patch.
    """
    notes = [f"{printable(e.path)}: {e.note}" for e in report.entries if e.note]
    head = "".join(f"# {line}\n" for line in [*_reason_lines(report), *notes])
    patches = (patch(e.path, e.old, e.new, e.delta) for e in _patched_entries(report))
    return head.encode("utf-8", "surrogateescape") + b"".join(patches)


def as_printed_text(report: Report) -> bytes:
    """Format a report as a patch for stdout, which may be a CI log.

    A file gets a patch in git's binary form if one of its lines could be a command to a CI system
    or act on a terminal.
    """
    notes = [f"{e.path}: {e.note}" for e in report.entries if e.note]
    patches = []
    for entry in _patched_entries(report):
        data = patch(entry.path, entry.old, entry.new, entry.delta)
        if not is_safe_for_logs(data.decode("utf-8", "surrogateescape")):
            notes.append(f"{entry.path}: {_NOT_FOR_LOGS}")
            data = binary_patch(entry.path, entry.old, entry.new)
        patches.append(data)
    head = "".join(f"# {log_line(line)}\n" for line in [*_reason_lines(report), *notes])
    return head.encode("utf-8", "surrogateescape") + b"".join(patches)


def _patched_entries(report: Report) -> list[ReportEntry]:
    """Return the entries that a patch can change."""
    return [entry for entry in report.entries if entry.has_lines]


def as_stat(report: Report) -> bytes:
    """Format a report as `git diff --stat` does: a line per file with the number of changed lines.

    The reasons come first, and a summary comes last.
    """
    lines = [*_reason_lines(report), ""] if _reason_lines(report) else []
    if report.entries:
        width = max(len(printable(entry.path)) for entry in report.entries)
        most = max(entry.delta.added + entry.delta.removed for entry in report.entries)
        digits = len(str(most))
        for entry in report.entries:
            plus, minus = entry.delta.added, entry.delta.removed
            graph = "+" * _scale(plus, most) + "-" * _scale(minus, most)
            count = str(plus + minus).rjust(digits)
            words = (
                [f"({entry.kind})"] if entry.kind in (ChangeKind.ADDED, ChangeKind.REMOVED) else []
            )
            words += [f"({entry.note})"] if entry.note else []
            path = printable(entry.path).ljust(width)
            lines.append(" ".join([f" {path} | {count}", *filter(None, [graph]), *words]))
    lines.append(report.summary)
    return "".join(f"{line}\n" for line in lines).encode()


def _scale(number: int, most: int) -> int:
    """Scale a number of lines to columns of the graph; at least one column for one line."""
    return number if most <= _GRAPH_COLUMNS else -(-number * _GRAPH_COLUMNS // most)


def as_json(report: Report) -> bytes:
    """Format a report as JSON: the reasons and the files, but not the lines that differ."""
    numbers = report.by_path
    reasons = [
        {
            "kind": reason.kind,
            "what": plain(reason.phrase),
            "breaking": reason.breaking,
            "place": _place(reason.mark),
            "shows": reason.effect,
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
    document = {
        "format": _FORMAT,
        "against": report.against,
        "commit": report.commit or None,
        "summary": report.summary,
        "differs": bool(report.entries),
        "breaking": any(reason.breaking for reason in report.reasons),
        "unchanged": report.unchanged,
        "causesUnknown": report.why_unknown or None,
        "causes": reasons,
        "files": files,
    }
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace")  # JSON writes half a surrogate the same way


def _place(mark: Mark | None) -> dict[str, str | int] | None:
    """Return a place as a JSON object."""
    return {"file": mark.file, "line": mark.line, "column": mark.column} if mark else None
