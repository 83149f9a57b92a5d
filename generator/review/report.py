"""The report of `gen diff`: the files that differ, the reasons, and which files change alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from generator.errors import Mark
from generator.model.structs import Struct
from generator.output.changes import ChangeKind, Changes
from generator.output.manifest import MANIFEST
from generator.review.entries import ReportEntry
from generator.review.grouping import API_KINDS
from generator.review.patterns import Pattern, find_patterns, others
from generator.review.samples.own_diff import OUTDATED
from generator.review.sentences import Phrase, amount, listed

if TYPE_CHECKING:
    from generator.languages.target import Target
    from generator.review.causes import Explanation
    from generator.review.findings import Cause

# Most places, and most APIs, that the sentence of a reason names.
_MOST_NAMES = 3


class Reason(Struct, frozen=True):
    """One reason why files differ.

    Attributes:
        phrase: the reason in words.
        breaking: whether it can break callers of the API or users of its client.
        marks: the places that were edited, in today's specs and templates; none if the reason has
            no place there.
        kind: the kind of change, such as `region added`.
        paths: the paths of the entries that differ for this reason.
        effect: the files of these entries in words, such as `3 samples; page`.
        apis: the id and the version of each API that has the reason.
        scope: these APIs in words; empty if there is only one API, or if the phrase names it.
        others: the paths of those entries that do not change as others of their target do.
        host_only: the number of those entries in which nothing but the host differs.
    """

    phrase: Phrase
    breaking: bool
    marks: tuple[Mark, ...]
    kind: str
    paths: tuple[str, ...]
    effect: str
    apis: tuple[str, ...] = ()
    scope: Phrase = ()
    others: tuple[str, ...] = ()
    host_only: int = 0

    @property
    def sentence(self) -> Phrase:
        """The reason in words, with its places, its APIs and its effect."""
        places = listed([f"{mark.file}:{mark.line}" for mark in self.marks], _MOST_NAMES, "place")
        return self._sentence((" (", *places, ")") if places else ())

    @property
    def remark(self) -> Phrase:
        """The sentence for a reader who looks at the first place already."""
        more = [f"{mark.file}:{mark.line}" for mark in self.marks[1:]]
        places = listed(more, _MOST_NAMES, "place")
        return self._sentence((" (also ", *places, ")") if places else ())

    def _sentence(self, places: Phrase) -> Phrase:
        """Return the reason in words, with some words about its places."""
        scope = (": ", *self.scope) if self.scope else ()
        return (*self.phrase, *places, *scope, ": ", self.effect)


class Report(Struct, frozen=True):
    """The files that differ, and the reasons.

    Attributes:
        entries: the files that differ, sorted by path.
        unchanged: the number of files that don't differ.
        reasons: the reasons, breaking ones first, then those of more files.
        why_unknown: why no reasons could be found; empty if they could.
        against: the git revision to compare with; None for the output folder on disk.
        commit: the hash of the commit whose specs were compared with today's; empty if unknown.
        folder: the output folder, with which all paths begin; `.` if they don't.
        apis: the id and the version of every API.
        patterns: the files that change in the same way.
    """

    entries: tuple[ReportEntry, ...]
    unchanged: int
    reasons: tuple[Reason, ...]
    why_unknown: str
    against: str | None
    commit: str
    folder: str
    apis: tuple[str, ...]
    patterns: tuple[Pattern, ...]

    @property
    def by_path(self) -> dict[str, list[int]]:
        """The reasons for each entry, by the entry's path, as indexes in `reasons`."""
        return _by_path(self.entries, [reason.paths for reason in self.reasons])

    @property
    def summary(self) -> str:
        """One line with the number of files that differ, by kind of change."""
        counts = [(kind, sum(e.kind is kind for e in self.entries)) for kind in ChangeKind]
        parts = [f"{number:,} {kind}" for kind, number in counts if number]
        if not parts:
            return "nothing differs"
        kind, number = next((kind, number) for kind, number in counts if number)
        return ", ".join([f"{amount(number, 'file')} {kind}", *parts[1:]])


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
    pairs = explanation.pairs if explanation else {}
    crlf = explanation.crlf if explanation else frozenset()
    apis = explanation.apis if explanation else ()
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
            api=(api := " ".join(change.path.split("/")[:2])),
            pairs=pairs.get(api, ()),
        )
        for change in changes.changes
    ]
    if changes.manifest_differs:
        kind = ChangeKind.ADDED if changes.old_manifest is None else ChangeKind.CHANGED
        manifest = changes.old_manifest, changes.manifest
        entries.append(ReportEntry(prefix + MANIFEST, kind, *manifest, False, "", "", None))
    entries.sort(key=lambda entry: entry.path)
    causes = [
        cause
        for cause in (explanation.causes if explanation else ())
        # A cause that changes no file on disk may have been rendered already.
        if cause.files or cause.is_grouped or cause.kind == OUTDATED or against is not None
    ]
    paths = [tuple(prefix + path for path in cause.files) for cause in causes]
    patterns = find_patterns(entries, _by_path(entries, paths), targets)
    has_samples = any(target.is_sample for target in targets.values())
    by_entry = {entry.path: entry for entry in entries}
    follow = {entry.path for pattern in patterns for entry in pattern.entries}
    reasons = []
    for cause, files in zip(causes, paths, strict=True):
        own_entries = [by_entry[path] for path in files]
        own_apis = cause.apis or tuple(dict.fromkeys(entry.api for entry in own_entries))
        exceptions = others(own_entries, follow)
        marks = (mark.within(path_of(mark.file) or mark.file) for mark in cause.marks)
        reasons.append(
            Reason(
                (*cause.phrase, *cause.loss),
                cause.breaking,
                tuple(marks),
                cause.kind,
                files,
                _format_effect(cause, own_entries, targets, has_samples, len(exceptions)),
                own_apis,
                () if cause.kind in API_KINDS else _format_scope(own_apis, apis),
                exceptions,
                sum(entry.host is not None for entry in own_entries),
            )
        )
    return Report(
        entries=tuple(entries),
        unchanged=changes.unchanged,
        reasons=tuple(reasons),
        why_unknown=why_unknown,
        against=against,
        commit=commit,
        folder=folder or ".",
        apis=apis,
        patterns=tuple(patterns),
    )


def _by_path(
    entries: Sequence[ReportEntry], paths: Sequence[Sequence[str]]
) -> dict[str, list[int]]:
    """Return the numbers of the reasons of each entry, by the entry's path.

    Arguments:
        entries: the files that differ.
        paths: for each reason, the paths of its entries.
    """
    numbers: dict[str, list[int]] = {entry.path: [] for entry in entries}
    for number, files in enumerate(paths):
        for path in files:
            numbers[path].append(number)
    return numbers


def _format_scope(apis: Sequence[str], all_apis: Collection[str]) -> Phrase:
    """Format the APIs that have a reason; nothing if there is only one API in all."""
    if len(all_apis) < 2 or not apis:
        return ()
    if len(apis) >= len(all_apis):
        return (f"all {len(all_apis)} APIs",)
    if len(apis) > _MOST_NAMES:
        return (f"{len(apis)} of {len(all_apis)} APIs",)
    return listed(apis, _MOST_NAMES, "API")


def _format_effect(
    cause: Cause,
    entries: Sequence[ReportEntry],
    targets: Mapping[str, Target],
    has_samples: bool,
    exceptions: int,
) -> str:
    """Format the files that a cause changed, such as `3 samples; page`.

    Arguments:
        cause: the cause.
        entries: its files.
        targets: all targets by id.
        has_samples: whether any target makes samples.
        exceptions: the number of files that do not change as others of their target do.
    """
    if cause.is_grouped:
        return "among the differences that are told together"
    groups: dict[str, Counter[ChangeKind]] = {}
    clients: dict[str, set[ChangeKind]] = {}
    hosts = 0
    for entry in entries:
        target = targets.get(entry.target)
        if target is not None and target.is_client:  # all files of a client count as one
            folder = entry.path[: entry.path.index(f"/{target.id}/")]
            clients.setdefault(folder, set()).add(entry.kind)
            continue
        noun = "file" if target is None else "sample" if target.is_sample else _lower(target.title)
        groups.setdefault(noun, Counter())[entry.kind] += 1
        hosts += noun == "sample" and entry.host is not None
    sample_parts, other_parts = [], []
    for noun, kinds in groups.items():
        number = _count_moves_once(kinds)
        if noun == "sample":
            host = ", host line only" if hosts == number else f", in {hosts:,} the host line only"
            sample_parts.append(amount(number, noun) + (f"{host}, proven" if hosts else ""))
        else:
            other_parts.append(noun if number == 1 else amount(number, noun))
    if clients:
        client_kinds = (
            kinds.pop() if len(kinds) == 1 else ChangeKind.CHANGED for kinds in clients.values()
        )
        number = _count_moves_once(Counter(client_kinds))
        other_parts.append("client" if number == 1 else amount(number, "client"))
    if not sample_parts and not other_parts:
        return "no file"
    if has_samples and not sample_parts:
        effect = f"{', '.join(other_parts)}; no sample"
    else:
        effect = "; ".join(filter(None, [*sample_parts, ", ".join(other_parts)]))
    verb = "differs" if exceptions == 1 else "differ"
    return f"{effect}; {amount(exceptions, 'file')} {verb} otherwise" if exceptions else effect


def _count_moves_once(kinds: Counter[ChangeKind]) -> int:
    """Count changed files, a pair of a removed and an added one as one moved file."""
    return kinds.total() - min(kinds[ChangeKind.ADDED], kinds[ChangeKind.REMOVED])


def _lower(title: str) -> str:
    """Write a title in lower case for the middle of a sentence."""
    return title[:1].lower() + title[1:]
