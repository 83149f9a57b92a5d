"""The report of `gen diff` as Markdown, for a comment or the summary of a step."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from generator.errors import counted, printable
from generator.model.structs import Struct
from generator.output.changes import ChangeKind
from generator.output.manifest import MANIFEST
from generator.review.entries import ReportEntry
from generator.review.patterns import Pattern
from generator.review.report import Reason, Report
from generator.review.sentences import amount, code_span, markdown

# Most reasons, most lines of a difference that is not folded, most names in a list of files, and
# most lines of an example.
_REASONS = 40
_OPEN_LINES = 40
_NAMES = 20
_EXAMPLE_LINES = 24
# Most reasons in front of examples.
_PHRASES = 3
# Most examples of one language for the same reasons.
_EXAMPLES = 3


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

    The reasons come first, and the names of files that do not change as others do. Of files that
    change in the same way, a few stand for all: one for each language. Then come the differences of
    all other files.

    Arguments:
        report: the report to format.
        limit: the most bytes of the text. A longer text loses whole lines from its end, and its
            last line says so.
    """
    blocks = [_Block(line) for line in _head_blocks(report)]
    for reason in report.reasons:
        if reason.others:
            number = len(reason.others)
            verb = "differs" if number == 1 else "differ"
            sentence = f"{markdown(reason.phrase)}: {amount(number, 'file')} {verb} otherwise"
            blocks.append(_Block((f"{sentence}.", "")))
            blocks.append(_name_list("By name", reason.others, number))
    for _, group in groupby(report.patterns, key=lambda p: (p.reasons, bool(p.hosts))):
        patterns = list(group)
        phrases = [markdown(report.reasons[number].phrase) for number in patterns[0].reasons]
        if phrases[_PHRASES:]:
            phrases[_PHRASES:] = [amount(len(phrases) - _PHRASES, "other cause")]
        front = f"{'; '.join(phrases)}: " if len(report.reasons) > 1 else ""
        blocks += _pattern_blocks(patterns, front)
    follow = {entry.path for pattern in report.patterns for entry in pattern.entries}
    shown = [e for e in report.entries if _has_hunks(e) and e.path not in follow]
    removed = [entry.path for entry in shown if entry.kind is ChangeKind.REMOVED]
    blocks += [_difference_block(e) for e in shown if e.kind is not ChangeKind.REMOVED]
    if removed:  # their old lines are of no interest
        blocks.append(_name_list(f"Removed: {amount(len(removed), 'file')}", removed))
    against = f" --against {report.against}" if report.against else ""
    return _cut(blocks, limit, f"gen diff{against}").encode()


def _pattern_blocks(patterns: Sequence[Pattern], front: str) -> Iterator[_Block]:
    """Show examples of patterns that have the same reasons, and name some of the other files.

    Arguments:
        patterns: the patterns; they also have the same host.
        front: the reasons in words.
    """
    total = sum(len(pattern.entries) for pattern in patterns)
    hosts = sorted({pair for pattern in patterns for pair in pattern.hosts})
    if hosts:
        old, new = map(code_span, hosts[0])
        more = f" (and {amount(len(hosts) - 1, 'other pair')} of hosts)" if hosts[1:] else ""
        sentence = (
            f"in {amount(total, 'file')} {new} stands where {old} stood{more}, and nothing else"
        )
        sentence = front + sentence if front else _capital(sentence)
        yield _Block((f"{sentence} differs. Some of them:", ""))
    else:
        yield _Block((f"{front}{amount(total, 'file')} change as these do:", ""))
    counts: Counter[str] = Counter()
    shown: set[str] = set()
    for pattern in patterns:
        counts[pattern.language] += 1
        if counts[pattern.language] <= (1 if hosts else _EXAMPLES):
            yield _example_block(pattern, is_open=not (hosts and shown))
            shown.add(pattern.example.path)
    rest = [e.path for p in patterns for e in p.entries if e.path not in shown]
    if rest:
        yield _name_list(f"The other {amount(len(rest), 'file')}", rest)


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
    return f"{breaking}{markdown(reason.sentence)}"


def _has_hunks(entry: ReportEntry) -> bool:
    """Check whether an entry has a difference worth showing, unlike the manifest's hashes."""
    is_manifest = not entry.target and entry.path.rpartition("/")[2] == MANIFEST
    return entry.has_lines and not is_manifest


def _capital(sentence: str) -> str:
    """Begin a sentence with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


def _name_list(summary: str, paths: Sequence[str], most: int = _NAMES) -> _Block:
    """List paths in a folded block, up to a limit."""
    names = tuple(f"- {code_span(path)}" for path in paths[:most])
    if paths[most:]:
        names = *names, f"- and {len(paths) - most:,} more"
    return _Block(("<details>", f"<summary>{summary}</summary>", ""), names, ("", "</details>", ""))


def _example_block(pattern: Pattern, is_open: bool) -> _Block:
    """Show the file that stands for all files of a pattern, cut to a few lines."""
    entry, number = pattern.example, len(pattern.entries)
    hunks = _hunks_to_show(entry) or list(entry.delta.hunks[:1])
    kind = "" if pattern.hosts else f", and the same in {number - 1:,} more"
    return _hunks_block(entry, hunks, kind, _EXAMPLE_LINES, is_open)


def _difference_block(entry: ReportEntry) -> _Block:
    """Show a file's hunks, without those in which nothing but the host differs."""
    return _hunks_block(entry, entry.delta.hunks if entry.host else _hunks_to_show(entry))


def _hunks_to_show(entry: ReportEntry) -> list[Sequence[str]]:
    """Return a file's hunks, without those in which nothing but the host differs."""
    pairs = entry.pairs
    return [h for h in entry.delta.hunks if not any(_is_host_hunk(h, *pair) for pair in pairs)]


def _hunks_block(
    entry: ReportEntry,
    hunks: Sequence[Sequence[str]],
    note: str = "",
    most: int | None = None,
    is_open: bool = True,
) -> _Block:
    """Show some hunks of a file.

    Arguments:
        entry: the file.
        hunks: those of its hunks to show; the others differ in the host alone.
        note: words to add to the counts of lines.
        most: the most lines to show; None for all.
        is_open: whether the block is not folded if it is short.
    """
    delta = entry.delta
    left_out = len(delta.hunks) - len(hunks)
    whole = "".join(line for hunk in hunks for line in hunk)
    lines = tuple(printable(line.replace("\t", "    ")) for line in whole.split("\n")[:-1])
    more = len(lines) - most if most is not None and len(lines) > most else 0
    lines = lines[: len(lines) - more]
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    path = html.escape(printable(entry.path))
    kind = f" {entry.kind}" if entry.kind is not ChangeKind.CHANGED else ""
    summary = f"<summary><code>{path}</code>{kind} +{delta.added} −{delta.removed}{note}</summary>"
    is_open = is_open and len(lines) <= _OPEN_LINES
    head = (f"<details{' open' if is_open else ''}>", summary, "", f"{fence}diff")
    remarks = [f"Left out: {amount(more, 'line')}."] if more else []
    if left_out:
        what = f"Left out: {amount(left_out, 'hunk')} in which nothing but the host differs."
        remarks.append(what)
    foot = [line for remark in remarks for line in ("", remark)]
    return _Block(head, lines, (fence, *foot, "", "</details>", ""))


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
