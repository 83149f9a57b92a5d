"""Reports as workflow commands of GitHub, which shows them as annotations of files."""

from __future__ import annotations

from collections.abc import Sequence

from generator.errors import Mark, Problem, printable
from generator.output.changes import NO_FILE, UNKNOWN_FILE
from generator.review.entries import ReportEntry
from generator.review.report import Report
from generator.review.sentences import plain
from generator.system.logs import log_line

# Most annotations that GitHub shows for a step.
_ANNOTATIONS = 10


def as_github(report: Report, fails: bool) -> bytes:
    """Format a report as workflow commands of GitHub, ten at most.

    There is one for each reason, at the first line that was edited. It is a warning if the reason
    breaks callers. A file without a reason has one of its own, except the manifest.

    Arguments:
        report: the report to format.
        fails: whether files that differ are errors; otherwise they are notices.
    """
    level = "error" if fails else "notice"
    title = "Not what gen renders" if report.against is None else "Rendered files change"
    entries = {entry.path: entry for entry in report.entries if entry.target}
    commands = []
    for reason in report.reasons:
        mark, text = next(iter(reason.marks), None), plain(reason.remark)
        files = [entries[path] for path in reason.paths if path in entries]
        if mark is None:  # the file stands for the place
            marks = (_first_changed_line(entry, report.against is None) for entry in files)
            mark = next(filter(None, marks), None)
        if files and (mark is None or reason.marks):
            text = f"{text}; such as {printable(files[0].path)}"
        if reason.breaking:
            commands.append(_command("warning", "Breaks callers", text, mark))
            continue
        commands.append(_command(level, title, text, mark))
    with_reason = {path for reason in report.reasons for path in reason.paths}
    others = [entry for path, entry in entries.items() if path not in with_reason]
    commands += _file_commands(report, others, level, title)
    if fails and entries and not others and all(reason.breaking for reason in report.reasons):
        mark = _first_changed_line(next(iter(entries.values())), is_old=True)
        commands.append(_command(level, title, f"{report.summary}; run gen render", mark))
    return _limit_commands(commands, level, title, f"; {report.summary} in all")


def _file_commands(
    report: Report, entries: Sequence[ReportEntry], level: str, title: str
) -> list[str]:
    """Write a command for each file that differs."""
    commands = []
    for entry in entries:
        mark = _first_changed_line(entry, report.against is None)
        text = "; ".join(filter(None, [str(entry.kind), entry.note]))
        if mark is None:
            text = f"{printable(entry.path)}: {text}"
        commands.append(_command(level, title, text, mark))
    return commands


def _first_changed_line(entry: ReportEntry, is_old: bool) -> Mark | None:
    """Return the first changed line of the checked-out version; None if it has no such file."""
    data = entry.old if is_old else entry.new
    if data is None or data in (NO_FILE, UNKNOWN_FILE):
        return None
    first = entry.delta.old_line if is_old else entry.delta.new_line
    lines = data.count(b"\n") + (not data.endswith(b"\n"))
    return Mark(entry.path, max(1, min(first, lines)))


def problems_as_github(problems: Sequence[Problem]) -> bytes:
    """Format problems of a spec or a template as workflow commands of GitHub, ten at most."""
    title = "gen can't read this"
    kinds = {False: ("error", title), True: ("warning", "Probably a mistake")}
    commands = [
        _command(
            *kinds[problem.is_warning], printable(f"{problem.what}; {problem.todo}"), problem.mark
        )
        for problem in sorted(problems, key=lambda problem: problem.is_warning)
    ]
    return _limit_commands(commands, "error", title, "; the log has all")


def _limit_commands(commands: list[str], level: str, title: str, end: str) -> bytes:
    """Join as many commands as GitHub shows; the last one has the number of the others."""
    if len(commands) > _ANNOTATIONS:
        more = len(commands) - _ANNOTATIONS + 1
        commands = [*commands[: _ANNOTATIONS - 1], _command(level, title, f"and {more} more{end}")]
    return "".join(f"{line}\n" for line in commands).encode("utf-8", "backslashreplace")


def _command(level: str, title: str, text: str, mark: Mark | None = None) -> str:
    """Write a workflow command; escape what would end a property or the message."""
    properties = {"title": title}
    if mark:
        properties = {"file": mark.file, "line": str(mark.line), "title": title}
    fields = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return "::" + log_line(f"{level} {fields}::{_data(text)}")


def _data(text: str) -> str:
    """Escape the message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape a property of a workflow command."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
