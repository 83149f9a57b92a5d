"""Finds files in which nothing but the host differs, by replacing it and comparing the bytes."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model.api import Api
from generator.rendering.request import bind


def replaced_hosts(old: Api | None, new: Api | None) -> set[tuple[str, str]]:
    """Return the old and the new endpoint of each region whose endpoint changed.

    Arguments:
        old: the API in the past; None if it did not exist.
        new: the API today; None if it no longer exists.

    Returns:
        Pairs of old and new endpoint. They include the endpoint that samples call by default. Empty
        if one of the APIs is None.
    """
    if old is None or new is None:
        return set()
    regions = {region.id: region.endpoint for region in new.regions}
    pairs = {(r.endpoint, regions[r.id]) for r in old.regions if r.id in regions}
    ids = {region.id for region in old.regions}
    if old.default_region is None or old.default_region in ids:
        pairs.add((bind(old).endpoint, bind(new).endpoint))
    return {(before, after) for before, after in pairs if before != after}


def host_pair(
    pairs: Iterable[tuple[str, str]], old: bytes | None, new: bytes | None
) -> tuple[str, str] | None:
    """Find the pair of endpoints whose replacement alone turns the old file into the new one.

    Arguments:
        pairs: the pairs of old and new endpoint to try.
        old: the old bytes of the file; None if it did not exist.
        new: the new bytes of the file; None if it no longer exists.

    Returns:
        The old and the new endpoint; None if no pair does it, or if the files are equal.
    """
    if old is None or new is None or old == new:
        return None
    for before, after in sorted(pairs):
        if old.replace(before.encode(), after.encode()) == new:
            return before, after
    return None
