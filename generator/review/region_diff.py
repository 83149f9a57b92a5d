"""Regions of an API that have another id than before, and regions that operations gain or lose.

A region with another id is the same region if its endpoint stayed the same. It is also the same
region if its name stayed the same and its endpoint differs only as the id does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from generator.errors import Mark
from generator.model.api import Api, Operation, Region
from generator.model.structs import replace
from generator.model.text import reveal
from generator.review.diff_tables import by_id, with_operation
from generator.review.sentences import Name, Phrase

# The change in words, whether it is breaking, its kind, its place, and the model after it.
_Step = tuple[Phrase, bool, str, Mark | None, Api]


def renamed_regions(old: Api, new: Api) -> Iterator[_Step]:
    """Find regions that have a new id, and apply each change to the old model.

    Arguments:
        old: the model to begin with.
        new: the model with the new ids.

    Yields:
        The change in words, whether it breaks callers of the API, its kind, the place of the region
        in the spec, and the model with this and all earlier changes applied.
    """
    current = old
    for before, after in _pair_regions(old, new):
        renamed = replace(before, id=after.id, endpoint=after.endpoint)
        default = current.default_region
        current = replace(
            current,
            regions=_with_renamed(current.regions, before, renamed, new.regions),
            default_region=after.id if default == before.id else default,
        )
        phrase = ("region ", Name(before.id), " renamed to ", Name(after.id))
        # Callers use the endpoint. `attribution` checks whether a client loses the old id.
        breaking = before.endpoint != after.endpoint
        yield phrase, breaking, "region renamed", after.name.mark, current


def _pair_regions(old: Api, new: Api) -> list[tuple[Region, Region]]:
    """Pair the regions that only the old model has with those that only the new one has."""
    old_ids, new_ids = ({region.id for region in api.regions} for api in (old, new))
    gone = [region for region in old.regions if region.id not in new_ids]
    added = [region for region in new.regions if region.id not in old_ids]
    # Where several regions have one endpoint, it does not tell which one was renamed.
    before, after = _by_single(old.regions, _endpoint), _by_single(new.regions, _endpoint)
    pairs = [
        (region, after[region.endpoint])
        for region in gone
        if region.endpoint in before and region.endpoint in after
    ]
    pairs = [(region, other) for region, other in pairs if other.id not in old_ids]
    paired = {region.id for pair in pairs for region in pair}
    before = _by_single((region for region in gone if region.id not in paired), _name)
    after = _by_single((region for region in added if region.id not in paired), _name)
    named = [(region, after[name]) for name, region in before.items() if name in after]
    return pairs + [pair for pair in named if _is_endpoint_alike(*pair, old, new)]


def _endpoint(region: Region) -> str:
    """Return the endpoint of a region."""
    return region.endpoint


def _name(region: Region) -> str:
    """Return the name of a region."""
    return reveal(region.name)


def _by_single(regions: Iterable[Region], key: Callable[[Region], str]) -> dict[str, Region]:
    """Return the regions by a key, without those that share it."""
    found = list(regions)
    counts = Counter(map(key, found))
    return {key(region): region for region in found if counts[key(region)] == 1}


def _is_endpoint_alike(before: Region, after: Region, old: Api, new: Api) -> bool:
    """Say whether the endpoints of two regions differ at most as their ids do."""
    if before.endpoint == after.endpoint:
        return True
    pairs = ((before, old), (after, new))
    follow = all(region.endpoint == api.endpoint_in(region.id) for region, api in pairs)
    return follow or before.endpoint.replace(before.id, after.id) == after.endpoint


def _with_renamed(
    regions: Sequence[Region], before: Region, renamed: Region, order: Sequence[Region]
) -> tuple[Region, ...]:
    """Put a renamed region in the place that it has in the new table.

    Arguments:
        regions: the regions to change.
        before: the region among them that is renamed.
        renamed: the region to put in its place.
        order: the regions of the new table.
    """
    left = [region for region in regions if region.id != before.id]
    places = {region.id: number for number, region in enumerate(left, 1)}
    place = 0
    for region in order:
        if region.id == renamed.id:
            break
        place = places.get(region.id, place)
    return (*left[:place], renamed, *left[place:])


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
