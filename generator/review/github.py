"""Formats of the report of `gen diff` for GitHub: Markdown for comments, and workflow commands.

GitHub shows a workflow command in the log of a step as an annotation of a file.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from generator.errors import Mark, Problem, counted, printable
from generator.model.structs import Struct
from generator.output.changes import NO_FILE, UNKNOWN_FILE, ChangeKind
from generator.output.manifest import MANIFEST
from generator.review.report import Reason, Report, ReportEntry
from generator.review.sentences import code_span, markdown, plain
from generator.system.logs import log_line

# Most annotations that GitHub shows for a step.
_ANNOTATIONS = 10
# In Markdown: most reasons, most lines of a difference that is not folded, and most names in a list
# of files without a difference.
_REASONS = 40
_OPEN_LINES = 40
_NAMES = 20
# Most reasons in an annotation.
_ANNOTATION_REASONS = 3


class _Block(Struct, frozen=True):
    """Lines of Markdown that belong together.

    Attributes:
        head: the first lines, which are never cut.
        body: the lines that may be cut from the end.
        foot: the last lines, which are never cut.
    """

    head: tuple[str, ...]
    body: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """The bytes of all lines, with their newlines."""
        return _size((*self.head, *self.body, *self.foot))


def as_markdown(report: Report, limit: int) -> bytes:
    """Format a report as Markdown for a comment or a step summary.

    If nothing but the host differs in several files, one of these files stands for all. Hunks in
    which nothing but the host differs are then left out of the other files.

    Arguments:
        report: the report to format.
        limit: the most bytes of the text. A longer text loses whole lines from its end, and its
            last line says so.
    """
    blocks = [_Block(line) for line in _head_blocks(report)]
    shown_entries = [entry for entry in report.entries if _has_hunks(entry)]
    removed_entries = [entry for entry in shown_entries if entry.kind is ChangeKind.REMOVED]
    shown_entries = [entry for entry in shown_entries if entry.kind is not ChangeKind.REMOVED]
    host_entries = [entry for entry in shown_entries if entry.host]
    if len(host_entries) > 1:
        shown_entries = [entry for entry in shown_entries if not entry.host]
    pairs = report.hosts if len(host_entries) > 1 else ()
    blocks += [_difference_block(entry, pairs) for entry in shown_entries]
    if removed_entries:  # their old lines are of no interest
        blocks.append(
            _name_list(f"Removed: {counted(len(removed_entries), 'file')}", removed_entries)
        )
    if len(host_entries) > 1:
        blocks += _host_blocks(host_entries)
    against = f" --against {report.against}" if report.against else ""
    return _cut(blocks, limit, f"gen diff{against}").encode()


def _head_blocks(report: Report) -> Iterable[tuple[str, ...]]:
    """Yield the blocks of title, reasons and notes."""
    since = f" since {code_span(report.against)}" if report.against else ""
    folder = code_span(f"{report.folder}/" if report.folder != "." else ".")
    if not report.entries:
        yield f"### {folder}{since}: nothing differs", ""
    else:
        yield f"### {folder}{since}: {report.summary}", ""
    if report.why_unknown:
        yield f"Why is not known: {code_span(report.why_unknown)}", ""
    for reason in report.reasons[:_REASONS]:
        yield (f"- {_format_reason(reason)}",)
    if report.reasons[_REASONS:]:
        yield (f"- and {counted(len(report.reasons) - _REASONS, 'other cause')}",)
    if report.reasons:
        yield ("",)
    notes = [f"- {code_span(entry.path)}: {entry.note}" for entry in report.entries if entry.note]
    for note in notes:
        yield (note,)
    if notes:
        yield ("",)


def _format_reason(reason: Reason) -> str:
    """Format a reason in Markdown."""
    breaking = "⚠️ **Breaks callers:** " if reason.breaking else ""
    return f"{breaking}{markdown(reason.phrase)}: {reason.effect}"


def _has_hunks(entry: ReportEntry) -> bool:
    """Check whether an entry has a difference worth showing, unlike the manifest's hashes."""
    is_manifest = not entry.target and entry.path.rpartition("/")[2] == MANIFEST
    return entry.has_lines and not is_manifest


def _host_blocks(entries: Sequence[ReportEntry]) -> list[_Block]:
    """Show one of the files in which nothing but the host differs, and name the others."""
    pairs: dict[tuple[str, str], list[ReportEntry]] = {}
    for entry in entries:
        if entry.host:
            pairs.setdefault(entry.host, []).append(entry)
    blocks = []
    for (old, new), same_host in pairs.items():
        first, *others = same_host
        sentence = (
            f"In {counted(len(same_host), 'file')} {code_span(new)} stands where "
            f"{code_span(old)} stood, and nothing else differs"
        )
        end = ". One of them:" if others else ":"
        blocks += [_Block((f"{sentence}{end}", "")), _difference_block(first, ())]
        if others:
            blocks.append(_name_list(f"The other {len(others)}", others))
    return blocks


def _name_list(summary: str, entries: Sequence[ReportEntry]) -> _Block:
    """List the paths of entries in a folded block, up to a limit."""
    names = tuple(f"- {code_span(entry.path)}" for entry in entries[:_NAMES])
    if entries[_NAMES:]:
        names = *names, f"- and {len(entries) - _NAMES} more"
    return _Block(("<details>", f"<summary>{summary}</summary>", ""), names, ("", "</details>", ""))


def _difference_block(entry: ReportEntry, pairs: Sequence[tuple[str, str]]) -> _Block:
    """Show a file's hunks, without those that only replace one of the endpoint `pairs`."""
    delta = entry.delta
    hunks = [hunk for hunk in delta.hunks if not any(_is_host_hunk(hunk, *pair) for pair in pairs)]
    left_out = len(delta.hunks) - len(hunks)
    whole = "".join(line for hunk in hunks for line in hunk)
    lines = tuple(printable(line.replace("\t", "    ")) for line in whole.split("\n")[:-1])
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    path = html.escape(printable(entry.path))
    kind = f" {entry.kind}" if entry.kind is not ChangeKind.CHANGED else ""
    summary = f"<summary><code>{path}</code>{kind} +{delta.added} −{delta.removed}</summary>"
    is_open = len(lines) <= _OPEN_LINES
    head = (f"<details{' open' if is_open else ''}>", summary, "", f"{fence}diff")
    note: tuple[str, ...] = ()
    if left_out:
        note = "", f"Left out: {counted(left_out, 'hunk')} in which nothing but the host differs."
    return _Block(head, lines, (fence, *note, "", "</details>", ""))


def _is_host_hunk(hunk: Sequence[str], old: str, new: str) -> bool:
    """Check whether a hunk's new lines are its old ones with `new` in place of `old`."""
    removed = "".join(line[1:] for line in hunk if line.startswith("-"))
    added = "".join(line[1:] for line in hunk if line.startswith("+"))
    return removed.replace(old, new) == added


def _size(lines: Iterable[str]) -> int:
    """Count the bytes of lines, with their newlines."""
    return sum(len(line.encode()) + 1 for line in lines)


def _cut(blocks: Sequence[_Block], limit: int, command: str) -> str:
    """Join as many blocks, and lines of the last block's body, as the limit allows.

    Arguments:
        blocks: the blocks.
        limit: most bytes of the text.
        command: the command to name that shows the rest.
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
    """Format a report as workflow commands of GitHub, ten at most.

    They are a warning for each breaking reason, and an annotation for each file that differs,
    except the manifest.

    Arguments:
        report: the report to format.
        fails: whether files that differ are errors; otherwise they are notices.
    """
    commands = [
        _command(
            "warning", "Breaks callers", f"{plain(reason.phrase)}: {reason.effect}", reason.mark
        )
        for reason in report.reasons
        if reason.breaking
    ]
    level = "error" if fails else "notice"
    title = "Not what gen renders" if report.against is None else "Rendered files change"
    numbers = report.by_path
    entries = [entry for entry in report.entries if entry.target]
    room = max(0, _ANNOTATIONS - len(commands))
    for entry in entries[:room]:
        reasons = [plain(report.reasons[number].phrase) for number in numbers[entry.path]]
        if reasons[_ANNOTATION_REASONS:]:
            reasons[_ANNOTATION_REASONS:] = [f"and {len(reasons) - _ANNOTATION_REASONS} more"]
        note = "" if reasons and entry.by_hand and entry.kind is ChangeKind.CHANGED else entry.note
        text = "; ".join(filter(None, [str(entry.kind), note, *reasons]))
        mark = _first_changed_line(entry, report.against is None)
        if mark is None:
            text = f"{printable(entry.path)}: {text}"
        commands.append(_command(level, title, text, mark))
    return _limit_commands(
        commands, len(entries[room:]), level, title, f"; {report.summary} in all"
    )


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
    commands = [
        _command("error", title, printable(f"{problem.what}; {problem.todo}"), problem.mark)
        for problem in problems
    ]
    return _limit_commands(commands, 0, "error", title, "; the log has all")


def _limit_commands(commands: list[str], others: int, level: str, title: str, end: str) -> bytes:
    """Join as many commands as GitHub shows; the last one has the number of the others."""
    if len(commands) + others > _ANNOTATIONS:
        more = len(commands) + others - _ANNOTATIONS + 1
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
