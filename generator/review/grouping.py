"""Groups the causes of several APIs by what was edited: one edit is one cause.

A row of a shared region table belongs to many APIs, and the same words may be edited in several
specs. Both are one thing to review.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence

from generator.errors import counted
from generator.model.structs import replace
from generator.review.findings import Cause
from generator.review.sentences import Phrase

# What stands between the old and the new value of a phrase.
_IS_NOW = " is now "
# Kinds whose phrase names the API, and the words for several APIs.
API_KINDS = {"API added": " added", "API gone": " are gone"}


def group_causes(causes: Iterable[Cause]) -> list[Cause]:
    """Merge the causes that are one edit, and sort them.

    Causes are one edit if they have the same kind and words. They are also one if they change the
    same thing on the same line, such as the host of a region in a table that APIs with different
    hosts share.

    Returns:
        The causes: first those that break callers, then those that were edited in a spec or a
        template, then the others. Within each part, those of more files come first.
    """
    groups: list[list[Cause]] = []
    numbers: dict[Hashable, int] = {}
    for cause in causes:
        keys = list(_keys(cause))
        number = next((numbers[key] for key in keys if key in numbers), len(groups))
        if number == len(groups):
            groups.append([])
        groups[number].append(cause)
        numbers.update((key, number) for key in keys if key not in numbers)
    merged = map(_merge, groups)
    return sorted(merged, key=_rank)


def _rank(cause: Cause) -> tuple[bool, bool, int]:
    """Return the key that sorts causes: the most important one has the lowest."""
    return not cause.breaking, not cause.marks, -len(cause.files)


def _keys(cause: Cause) -> Iterator[Hashable]:
    """Yield what a cause has in common with the others of the same edit."""
    if cause.kind in API_KINDS:
        yield cause.kind
        return
    yield cause.kind, cause.is_grouped, cause.phrase
    subject = _subject(cause.phrase)
    if subject is not None:
        for mark in cause.marks:
            yield cause.kind, cause.is_grouped, subject, mark.file, mark.line


def _subject(phrase: Phrase) -> Phrase | None:
    """Return the words before the old and the new value; None if there are no such values."""
    return phrase[: phrase.index(_IS_NOW) - 2] if _IS_NOW in phrase[2:] else None


def _merge(causes: Sequence[Cause]) -> Cause:
    """Make one cause of those that are one edit."""
    first = causes[0]
    if len(causes) == 1:
        return first
    return replace(
        first,
        phrase=_common_phrase(causes),
        breaking=any(cause.breaking for cause in causes),
        marks=tuple(sorted({mark for cause in causes for mark in cause.marks})),
        apis=tuple(dict.fromkeys(api for cause in causes for api in cause.apis)),
        files=tuple(dict.fromkeys(path for cause in causes for path in cause.files)),
        loss=next((cause.loss for cause in causes if cause.loss), ()),
    )


def _common_phrase(causes: Sequence[Cause]) -> Phrase:
    """Return the words that are true of all causes of an edit."""
    first = causes[0].phrase
    if causes[0].kind in API_KINDS:
        return (counted(len(causes), "API"), API_KINDS[causes[0].kind])
    if all(cause.phrase == first for cause in causes):
        return first
    subject = _subject(first)
    assert subject is not None  # otherwise only equal phrases have a key in common
    if all(cause.phrase[-1] == first[-1] for cause in causes):
        return (*subject, _IS_NOW, first[-1])
    return subject
