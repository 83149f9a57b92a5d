"""Finds files that change in the same way, so that a reviewer reads one of them.

Two files change in the same way if they lose the same lines and get the same lines. Lines in which
nothing but the host differs don't count, nor does the name of the API in a line.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from generator.languages.target import Target
from generator.model.naming import in_cases
from generator.model.structs import Struct
from generator.review.entries import ReportEntry

Lines = tuple[str, ...]
# What stands in a line in place of the name of its API.
_API = "\0"


class Pattern(Struct, frozen=True):
    """Files of one target that change in the same way, for the same reasons.

    Attributes:
        reasons: the numbers of the reasons.
        hosts: the old and the new endpoints if nothing else differs in the files; else none.
        removed: the lines that the first file loses, without those in which nothing but the host
            differs.
        added: the lines that it gets, without those.
        entries: the files: at least two, or one if a pattern of another target has the same reasons
            and nothing but the host differs.
        language: the id of the target's language if it makes samples, else of the target.
    """

    reasons: tuple[int, ...]
    hosts: tuple[tuple[str, str], ...]
    removed: Lines
    added: Lines
    entries: tuple[ReportEntry, ...]
    language: str

    @property
    def example(self) -> ReportEntry:
        """The file that stands for all."""
        return self.entries[0]


def find_patterns(
    entries: Sequence[ReportEntry],
    reasons_of: Mapping[str, Sequence[int]],
    targets: Mapping[str, Target],
) -> list[Pattern]:
    """Find the files that change in the same way.

    Arguments:
        entries: the files that differ.
        reasons_of: the numbers of the reasons of each file, by path.
        targets: all targets by id.

    Returns:
        The patterns, in the order of their reasons; of each, first those in which nothing but the
        host differs, then those of samples, then those of more files.
    """
    groups: dict[tuple[object, ...], list[ReportEntry]] = {}
    for entry in entries:
        if not entry.is_edit or not entry.target:
            continue
        reasons = tuple(reasons_of[entry.path])
        key: tuple[object, ...] = (reasons, entry.target)
        if entry.host is None:
            key = (*key, _digest(entry.api, _changed_lines(entry)))
        groups.setdefault(key, []).append(entry)
    patterns = []
    of_host = Counter(tuple(reasons_of[entry.path]) for entry in entries if entry.host)
    for first, *rest in groups.values():
        # Files of several targets in which the host alone differs change in the same way, too.
        if rest or (first.host and of_host[tuple(reasons_of[first.path])] > 1):
            lines = _changed_lines(first) if first.host is None else ((), ())
            reasons = tuple(reasons_of[first.path])
            target = targets.get(first.target)
            language = target.language if target and target.is_sample else first.target
            hosts = tuple(sorted({entry.host for entry in (first, *rest) if entry.host}))
            patterns.append(Pattern(reasons, hosts, *lines, (first, *rest), language))
    samples = {id_ for id_, target in targets.items() if target.is_sample}
    return sorted(
        patterns,
        key=lambda p: (
            p.reasons,
            not p.hosts,
            p.example.target not in samples,
            -len(p.entries),
        ),
    )


def others(entries: Sequence[ReportEntry], follow: Collection[str]) -> tuple[str, ...]:
    """Find the files that follow no pattern, though files of their target do.

    Arguments:
        entries: the files that differ for one reason.
        follow: the paths of all files that follow a pattern.

    Returns:
        The paths of these files.
    """
    targets = {entry.target for entry in entries if entry.path in follow or entry.host}
    return tuple(
        entry.path
        for entry in entries
        if entry.is_edit
        and entry.target in targets
        and entry.path not in follow
        and entry.host is None
    )


def _changed_lines(entry: ReportEntry) -> tuple[Lines, Lines]:
    """Return the lines that a file loses and gets, without those whose host alone differs."""
    before, after = Counter(_lines(entry.old)), Counter(_lines(entry.new))
    removed, added = before - after, after - before
    if not removed and not added:  # lines have moved
        hunk_lines = [line.removesuffix("\n") for hunk in entry.delta.hunks for line in hunk[1:]]
        return (
            tuple(line[1:] for line in hunk_lines if line.startswith("-")),
            tuple(line[1:] for line in hunk_lines if line.startswith("+")),
        )
    for line in list(removed) if entry.pairs else ():
        for old, new in entry.pairs:
            twin = line.replace(old, new) if old in line else line
            number = min(removed[line], added[twin])
            if number:
                removed[line] -= number
                added[twin] -= number
    return tuple((+removed).elements()), tuple((+added).elements())


def _lines(data: bytes | None) -> list[str]:
    """Return the lines of a file, without their ends."""
    return (data or b"").decode("utf-8", "surrogateescape").split("\n")


def _digest(api: str, changed: Iterable[Lines]) -> bytes:
    """Return a hash of changed lines, in which the id of the API is replaced whatever its case."""
    name = _name_pattern(api.partition(" ")[0])
    parts = ("\n".join(sorted(name.sub(_API, line) for line in lines)) for lines in changed)
    return hashlib.sha256("\n\0".join(parts).encode("utf-8", "surrogateescape")).digest()


@lru_cache
def _name_pattern(id_: str) -> re.Pattern[str]:
    """Return a pattern that matches the id of an API as a word in any case."""
    forms = sorted({id_, *in_cases(id_).values()}, key=len, reverse=True)
    return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(map(re.escape, forms))})(?![a-z0-9])")
