"""Differences between the samples that authors wrote, and which of them a change may outdate."""

from __future__ import annotations

from collections.abc import Iterator

from generator.errors import Mark
from generator.model.api import Api, Operation
from generator.model.structs import replace
from generator.model.text import Text, reveal
from generator.model.variants import OwnSample
from generator.review.diff_tables import by_id, with_operation
from generator.review.sentences import Name, Phrase

# The kind of a step that changes nothing, but says what its reader should look at.
OUTDATED = "own sample outdated"
# A step: in words, whether it breaks callers, its kind, its place, and the model after it.
_Step = tuple[Phrase, bool, str, Mark | None, Api]


def own_sample_differences(old: Api, now: Api, new: Api) -> Iterator[_Step]:
    """Yield the steps that give each operation the author's samples of another model.

    A sample of which the file is as it was, but the operation is not, may be wrong now. It gets a
    step that changes nothing.

    Arguments:
        old: the model at the beginning of all steps.
        now: a model that has all of `new` but these samples.
        new: the model after the last step.
    """
    before, current = by_id(old), by_id(now)
    for operation in new.operations:
        was = {_key(own): own for own in current[operation.id].own_samples}
        items = dict(was)
        wanted = {_key(own): own for own in operation.own_samples}
        for key in {**was, **wanted}:
            if was.get(key) == wanted.get(key):
                continue
            own = wanted.get(key) or was[key]
            verb = "changed" if key in was and key in wanted else "added"
            if key in wanted:
                items[key] = wanted[key]
            else:
                verb = "is gone"
                del items[key]
            now = with_operation(now, operation.id, own_samples=tuple(items.values()))
            mark = own.target.mark if key in wanted else operation.title.mark
            yield (*_phrase(own, operation), f" {verb}"), False, "own sample", mark, now
        if current[operation.id].own_samples != operation.own_samples:
            now = with_operation(now, operation.id, own_samples=operation.own_samples)
        for own in wanted.values():
            first = before.get(operation.id)
            if first is not None and own in first.own_samples and _differs(first, operation):
                phrase = (*_phrase(own, operation), " may be outdated: the operation changed")
                yield (*phrase, ", its file did not"), False, OUTDATED, own.file.mark, now


def _key(own: OwnSample) -> tuple[str, str]:
    """Return what two versions of a sample have in common."""
    return own.variant, reveal(own.target)


def _phrase(own: OwnSample, operation: Operation) -> Phrase:
    """Return the words that name a sample."""
    names: Phrase = (Name(reveal(own.target)), " sample ", Name(reveal(own.file)))
    return ("your ", *names, " of ", Name(operation.id))


def _differs(old: Operation, new: Operation) -> bool:
    """Say whether two operations differ in anything that a sample may send or show."""
    about = {"own_samples": (), "summary": Text(""), "title": Text(""), "note": None}
    return replace(old, **about) != replace(new, **about)
