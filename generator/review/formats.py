"""The formats of a report for terminals and programs: text, stat and JSON."""

from __future__ import annotations

import json

from generator.errors import Mark, printable
from generator.output.changes import ChangeKind
from generator.review.entries import ReportEntry
from generator.review.patch import binary_patch, patch
from generator.review.report import Reason, Report
from generator.review.sentences import plain
from generator.system.logs import is_safe_for_logs, log_line

_FORMAT = 2
# Most columns of the graph of pluses and minuses in a stat.
_GRAPH_COLUMNS = 40
_NOT_FOR_LOGS = (
    "shown as binary, since a line of it acts on a log or a terminal; "
    "gen diff --format text=FILE writes it as text"
)


def format_reason(reason: Reason) -> str:
    """Format a reason as one line of text."""
    return f"{'BREAKING ' if reason.breaking else ''}{plain(reason.sentence)}"


def _reason_lines(report: Report) -> list[str]:
    """Return the reasons as lines of text, or why they are unknown.

    Below a reason are the files that do not change as others do.
    """
    if report.why_unknown:
        return [f"the reason is unknown: {printable(report.why_unknown)}"]
    lines = []
    for reason in report.reasons:
        lines.append(format_reason(reason))
        lines += [f"  otherwise: {printable(path)}" for path in reason.others]
    return lines


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
    """Format a report as JSON: the reasons and the files, but of their lines only patterns."""
    numbers = report.by_path
    pattern_of = {
        entry.path: number
        for number, pattern in enumerate(report.patterns)
        for entry in pattern.entries
    }
    reasons = [
        {
            "kind": reason.kind,
            "what": plain(reason.phrase),
            "breaking": reason.breaking,
            "apis": list(reason.apis),
            "place": _place(reason.marks[0] if reason.marks else None),
            "places": [_place(mark) for mark in reason.marks],
            "shows": reason.effect,
            "hostOnly": reason.host_only,
            "otherwise": list(reason.others),
            "files": list(reason.paths),
        }
        for reason in report.reasons
    ]
    patterns = [
        {
            "causes": list(pattern.reasons),
            "target": pattern.example.target,
            "hosts": list(map(_host, pattern.hosts)),
            "removed": list(pattern.removed),
            "added": list(pattern.added),
            "files": len(pattern.entries),
            "example": pattern.example.path,
        }
        for pattern in report.patterns
    ]
    files = [
        {
            "path": entry.path,
            "status": str(entry.kind),
            "api": entry.api or None,
            "target": entry.target or None,
            "operation": entry.operation or None,
            "added": entry.delta.added,
            "removed": entry.delta.removed,
            "byHand": entry.by_hand,
            "note": entry.note or None,
            "host": _host(entry.host),
            "pattern": pattern_of.get(entry.path),
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
        "apis": list(report.apis),
        "causes": reasons,
        "patterns": patterns,
        "files": files,
    }
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace")  # JSON writes half a surrogate the same way


def _place(mark: Mark | None) -> dict[str, str | int] | None:
    """Return a place as a JSON object."""
    return {"file": mark.file, "line": mark.line, "column": mark.column} if mark else None


def _host(pair: tuple[str, str] | None) -> dict[str, str] | None:
    """Return an old and a new endpoint as a JSON object."""
    return {"old": pair[0], "new": pair[1]} if pair else None
