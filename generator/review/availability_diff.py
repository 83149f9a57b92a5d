"""Compare in which regions operations are available."""

from __future__ import annotations

from collections.abc import Iterator

from generator.errors import Mark
from generator.model.api import Api, Operation
from generator.model.structs import replace
from generator.review.diff_tables import by_id, with_operation
from generator.review.sentences import Name, Phrase

# The change in words, whether it is breaking, its kind, its place, and the model after it.
_Step = tuple[Phrase, bool, str, Mark | None, Api]


def adopt_availability(old: Api, new: Api) -> Api:
    """Return the old model with the new lists of regions, where only the region table differs.

    A region that the API gains or loses is a difference of the API. That the lists of operations
    name it, or name it no longer, is no difference of its own.

    Arguments:
        old: the old model.
        new: the new model.
    """
    later, common = by_id(new), {r.id for r in old.regions} & {r.id for r in new.regions}

    def adopted(operation: Operation) -> Operation:
        after = later.get(operation.id)
        if after is None or operation.availability == after.availability:
            return operation
        before = [id_ for id_ in _ids(old, operation) if id_ in common]
        if before != [id_ for id_ in _ids(new, after) if id_ in common]:
            return operation
        return replace(operation, availability=after.availability)

    return replace(old, operations=tuple(map(adopted, old.operations)))


def availability_differences(now: Api, new: Api) -> Iterator[_Step]:
    """Yield the steps that give each operation the regions that it has in another model.

    Regions that an operation loses break callers there.

    Arguments:
        now: a model that has the regions and the operations of `new`.
        new: the model with the regions of operations after the last step.
    """
    old = by_id(now)
    for operation in new.operations:
        availability = operation.availability
        if old[operation.id].availability == availability:
            continue
        before, after = _ids(now, old[operation.id]), _ids(new, operation)
        now = with_operation(now, operation.id, availability=availability)
        mark = operation.title.mark if availability is None else availability.mark
        lost, gained = _without(before, after), _without(after, before)
        phrase: Phrase = ("order of the regions of ", Name(operation.id), " changed")
        if lost or gained:
            phrase = ("operation ", Name(operation.id))
            phrase += (" is not available any more in ", *_names(lost)) if lost else ()
            phrase += (" but",) if lost and gained else ()
            phrase += (" is available now in ", *_names(gained)) if gained else ()
        yield phrase, bool(lost), "availability changed", mark, now


def _ids(api: Api, operation: Operation) -> list[str]:
    """Return the ids of the regions of an operation, in the order in which samples prefer them."""
    return [region.id for region in api.ordered_regions(operation)]


def _without(ids: list[str], others: list[str]) -> list[str]:
    """Return the ids that are not among others."""
    left_out = set(others)
    return [id_ for id_ in ids if id_ not in left_out]


# The most regions that a sentence names.
_MOST_NAMES = 5


def _names(ids: list[str]) -> Phrase:
    """Return the words that name regions."""
    words: list[str | Name] = []
    for number, id_ in enumerate(ids[:_MOST_NAMES]):
        words += [", " if number else "", Name(id_)]
    if len(ids) > _MOST_NAMES:
        words.append(f" and {len(ids) - _MOST_NAMES} more")
    return tuple(words)
