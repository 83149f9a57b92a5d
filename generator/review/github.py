"""What differs and why, for a review on GitHub: Markdown, and workflow commands."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from generator.errors import Mark, Problem, counted, printable
from generator.model.structs import Struct
from generator.output.changes import NO_FILE, ChangeKind
from generator.output.manifest import MANIFEST
from generator.review.report import Reason, Report, ReportEntry
from generator.review.sentences import code_span, markdown, plain
from generator.system.logs import log_line

# Annotations that GitHub shows of a step.
_ANNOTATIONS = 10
# Reasons that Markdown lists one by one, lines of a difference that is open at first, and names of
# files that are not shown.
_REASONS = 40
_OPEN = 40
_NAMES = 20
# Reasons that an annotation has.
_FEW = 3


class _Block(Struct, frozen=True):
    """Lines that belong together: `body` may be cut, head and foot stand whole or not at all."""

    head: tuple[str, ...]
    body: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        return _size((*self.head, *self.body, *self.foot))


def as_markdown(report: Report, limit: int) -> bytes:
    """Give Markdown for a comment or a step summary.

    Where nothing but the host differs in several files, one of them is shown for all; hunks in
    which nothing but the host differs are left out of the other files, too.

    Arguments:
        report: what to tell.
        limit: the number of bytes that the text may have; what is too much is left out from the
            end, whole lines at a time, and the last line says so.
    """
    blocks = [_Block(line) for line in _head(report)]
    shown = [entry for entry in report.entries if _has_hunks(entry)]
    removed = [entry for entry in shown if entry.kind is ChangeKind.REMOVED]
    shown = [entry for entry in shown if entry.kind is not ChangeKind.REMOVED]
    hosts = [entry for entry in shown if entry.host]
    if len(hosts) > 1:
        shown = [entry for entry in shown if not entry.host]
    pairs = report.hosts if len(hosts) > 1 else ()
    blocks += [_difference(entry, pairs) for entry in shown]
    if removed:  # what stood in them tells nothing
        blocks.append(_names(f"Removed: {counted(len(removed), 'file')}", removed))
    if len(hosts) > 1:
        blocks += _host_only(hosts)
    against = f" --against {report.against}" if report.against else ""
    return _cut(blocks, limit, f"gen diff{against}").encode()


def _head(report: Report) -> Iterable[tuple[str, ...]]:
    since = f" since {code_span(report.against)}" if report.against else ""
    folder = code_span(f"{report.shown}/" if report.shown != "." else ".")
    if not report.entries:
        yield f"### {folder}{since}: nothing differs", ""
    else:
        yield f"### {folder}{since}: {report.summary}", ""
    if report.unknown:
        yield f"Why is not known: {code_span(report.unknown)}", ""
    for reason in report.reasons[:_REASONS]:
        yield (f"- {_told(reason)}",)
    if report.reasons[_REASONS:]:
        yield (f"- and {counted(len(report.reasons) - _REASONS, 'other cause')}",)
    if report.reasons:
        yield ("",)
    notes = [f"- {code_span(entry.path)}: {entry.note}" for entry in report.entries if entry.note]
    for note in notes:
        yield (note,)
    if notes:
        yield ("",)


def _told(reason: Reason) -> str:
    breaking = "⚠️ **Breaks callers:** " if reason.breaking else ""
    return f"{breaking}{markdown(reason.said)}: {reason.what}"


def _has_hunks(entry: ReportEntry) -> bool:
    """Say whether there is something to show; the manifest's hashes tell nobody anything."""
    is_manifest = not entry.target and entry.path.rpartition("/")[2] == MANIFEST
    return entry.kind is not ChangeKind.KEPT and entry.old != NO_FILE and not is_manifest


def _host_only(entries: Sequence[ReportEntry]) -> list[_Block]:
    """Show one of the files in which nothing but the host differs, and name the others."""
    pairs: dict[tuple[str, str], list[ReportEntry]] = {}
    for entry in entries:
        if entry.host:
            pairs.setdefault(entry.host, []).append(entry)
    blocks = []
    for (old, new), several in pairs.items():
        first, *others = several
        sentence = (
            f"In {counted(len(several), 'file')} {code_span(new)} stands where "
            f"{code_span(old)} stood, and nothing else differs"
        )
        if not others:
            blocks += [_Block((f"{sentence}:", "")), _difference(first, ())]
            continue
        blocks += [_Block((f"{sentence}. One of them:", "")), _difference(first, ())]
        blocks.append(_names(f"The other {len(others)}", others))
    return blocks


def _names(summary: str, entries: Sequence[ReportEntry]) -> _Block:
    """Name files that are not shown, some of them if there are many."""
    names = tuple(f"- {code_span(entry.path)}" for entry in entries[:_NAMES])
    if entries[_NAMES:]:
        names = *names, f"- and {len(entries) - _NAMES} more"
    return _Block(("<details>", f"<summary>{summary}</summary>", ""), names, ("", "</details>", ""))


def _difference(entry: ReportEntry, pairs: Sequence[tuple[str, str]]) -> _Block:
    """Show a file's hunks, but those in which only one of the `pairs` was replaced."""
    made = entry.delta
    hunks = [hunk for hunk in made.hunks if not any(_is_replaced(hunk, *pair) for pair in pairs)]
    left_out = len(made.hunks) - len(hunks)
    whole = "".join(line for hunk in hunks for line in hunk)
    lines = tuple(printable(line.replace("\t", "    ")) for line in whole.split("\n")[:-1])
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    path = html.escape(printable(entry.path))
    kind = f" {entry.kind}" if entry.kind is not ChangeKind.CHANGED else ""
    summary = f"<summary><code>{path}</code>{kind} +{made.added} −{made.removed}</summary>"
    is_open = len(lines) <= _OPEN
    head = (f"<details{' open' if is_open else ''}>", summary, "", f"{fence}diff")
    note: tuple[str, ...] = ()
    if left_out:
        note = "", f"Left out: {counted(left_out, 'hunk')} in which nothing but the host differs."
    return _Block(head, lines, (fence, *note, "", "</details>", ""))


def _is_replaced(hunk: Sequence[str], old: str, new: str) -> bool:
    """Say whether a hunk's new lines are its old ones with `new` in place of `old`."""
    removed = "".join(line[1:] for line in hunk if line.startswith("-"))
    added = "".join(line[1:] for line in hunk if line.startswith("+"))
    return removed.replace(old, new) == added


def _size(lines: Iterable[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)


def _cut(blocks: Sequence[_Block], limit: int, command: str) -> str:
    """Put blocks together, as many of them and of the last one's lines as the limit lets.

    `command` is what shows the rest.
    """
    if sum(block.size for block in blocks) <= limit:
        return "".join(f"{line}\n" for b in blocks for line in (*b.head, *b.body, *b.foot))
    closing = ("", f"The rest is left out; {code_span(command)} shows all.")
    left = limit - _size(closing)
    lines: list[str] = []
    for block in blocks:
        if block.size <= left:
            lines += [*block.head, *block.body, *block.foot]
            left -= block.size
            continue
        left -= _size((*block.head, *block.foot))
        body = []
        for line in block.body:
            left -= _size([line])
            if left < 0:
                break
            body.append(line)
        if body:
            lines += [*block.head, *body, *block.foot]
        break
    return "".join(f"{line}\n" for line in (*lines, *closing))


def as_github(report: Report, fails: bool) -> bytes:
    """Give GitHub's workflow commands: an annotation for what breaks callers, and for each file.

    Arguments:
        report: what to tell.
        fails: whether that files differ is an error, or worth a notice alone.
    """
    made = [
        _command("warning", "Breaks callers", f"{plain(reason.said)}: {reason.what}", reason.mark)
        for reason in report.reasons
        if reason.breaking
    ]
    level = "error" if fails else "notice"
    title = "Not what gen renders" if report.against is None else "Rendered files change"
    numbers = report.by_path
    entries = [entry for entry in report.entries if entry.target]
    shown = max(0, _ANNOTATIONS - len(made))
    for entry in entries[:shown]:
        reasons = [plain(report.reasons[number].said) for number in numbers[entry.path]]
        if reasons[_FEW:]:
            reasons[_FEW:] = [f"and {len(reasons) - _FEW} more"]
        note = "" if reasons and entry.by_hand and entry.kind is ChangeKind.CHANGED else entry.note
        text = "; ".join(filter(None, [str(entry.kind), note, *reasons]))
        mark = _line(entry, report.against is None)
        if mark is None:
            text = f"{printable(entry.path)}: {text}"
        made.append(_command(level, title, text, mark))
    return _few(made, len(entries[shown:]), level, title, f"; {report.summary} in all")


def _line(entry: ReportEntry, is_old: bool) -> Mark | None:
    """Give the line to annotate, of the version that is checked out; None if there is none."""
    data = entry.old if is_old else entry.new
    if data is None or data == NO_FILE:
        return None
    first = entry.delta.old_line if is_old else entry.delta.new_line
    lines = data.count(b"\n") + (not data.endswith(b"\n"))
    return Mark(entry.path, max(1, min(first, lines)))


def problems_as_github(problems: Sequence[Problem]) -> bytes:
    """Give an annotation for each problem of a spec or a template, ten at most."""
    title = "gen can't read this"
    made = [
        _command("error", title, printable(f"{problem.what}; {problem.todo}"), problem.mark)
        for problem in problems
    ]
    return _few(made, 0, "error", title, "; the log has all")


def _few(commands: list[str], others: int, level: str, title: str, end: str) -> bytes:
    """Give as many commands as GitHub shows, the last one with the number of the others."""
    if len(commands) + others > _ANNOTATIONS:
        more = len(commands) + others - _ANNOTATIONS + 1
        commands = [*commands[: _ANNOTATIONS - 1], _command(level, title, f"and {more} more{end}")]
    return "".join(f"{line}\n" for line in commands).encode("utf-8", "backslashreplace")


def _command(level: str, title: str, text: str, mark: Mark | None = None) -> str:
    """Write a workflow command, with what would end a property or the message escaped."""
    properties = {"title": title}
    if mark:
        properties = {"file": mark.file, "line": str(mark.line), "title": title}
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return "::" + log_line(f"{level} {told}::{_data(text)}")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
