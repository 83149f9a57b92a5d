"""The groups of operations that readers find their way by: by tag, in the order of the tags."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.model.api import Api, Operation
from generator.model.messages import Tag
from generator.model.structs import Struct, replace
from generator.model.text import Text, reveal
from generator.publishing.anchors import Anchors
from generator.rendering.sample import PublishedOperation

# The most operations of an API whose pages list them all. Pages of a larger one have the operations
# of their own group, and links to the other groups on the index, so that pages stay small.
_MAX_LISTED = 60
_SEPARATOR = re.compile(r"(?: [-–—/|]|:) ")
# The most operations of one group that such a page lists: those around its own.
_MAX_OF_GROUP = 80


class OperationGroup(Struct, frozen=True):
    """The operations that share their first tag.

    Attributes:
        tag: the tag; None for the operations without one.
        anchor: the id of the group on the index of the API.
        entries: the operations.
        is_current: whether the page is about one of them.
        listed: those of them that the page lists; none if it lists the group alone.
        shared: what all their titles begin with, which a list below the group need not repeat.
    """

    tag: Tag | None
    anchor: str
    entries: tuple[PublishedOperation, ...]
    is_current: bool = False
    listed: tuple[PublishedOperation, ...] = ()
    shared: str = ""

    def label(self, entry: PublishedOperation) -> Text:
        """Return the title of an operation, without what all of the group begin with."""
        title = entry.operation.title
        return Text(reveal(title).removeprefix(self.shared), title.mark)

    @property
    def is_whole(self) -> bool:
        """Whether the page lists all of them."""
        return len(self.listed) == len(self.entries)


def make_groups(api: Api, entries: Sequence[PublishedOperation]) -> tuple[OperationGroup, ...]:
    """Group the operations of an API by their tags, as `Api.groups` does.

    Arguments:
        api: the API.
        entries: its operations.
    """
    by_id = {entry.operation.id: entry for entry in entries}
    anchors = Anchors()
    return tuple(
        OperationGroup(
            tag,
            anchors.make("group", "other" if tag is None else reveal(tag.name).lower()),
            tuple(by_id[operation.id] for operation in operations),
            shared="" if tag is None else _shared_start([reveal(o.title) for o in operations]),
        )
        for tag, operations in api.groups()
    )


def _shared_start(titles: Sequence[str]) -> str:
    """Return what several titles begin with, up to a dash, colon or slash between two words."""
    if len(titles) < 2:
        return ""
    starts = [titles[0][: match.end()] for match in _SEPARATOR.finditer(titles[0])]
    shared = (s for s in reversed(starts) if all(t.startswith(s) and t != s for t in titles))
    return next(shared, "")


class ListedOperation(Struct, frozen=True):
    """An operation in the order in which readers find it.

    Attributes:
        entry: the operation.
        position: its number, from 1.
        previous, next: the operations before and after it; None if there is none.
    """

    entry: PublishedOperation
    position: int
    previous: PublishedOperation | None
    next: PublishedOperation | None


def list_operations(groups: Sequence[OperationGroup]) -> dict[str, ListedOperation]:
    """List the operations of all groups with their neighbours, by the operation's id."""
    entries = [entry for group in groups for entry in group.entries]
    before, after = [None, *entries[:-1]], [*entries[1:], None]
    rows = zip(entries, before, after, strict=True)
    return {
        entry.operation.id: ListedOperation(entry, number, previous, following)
        for number, (entry, previous, following) in enumerate(rows, 1)
    }


def navigate(
    groups: Sequence[OperationGroup], operation: Operation | None
) -> tuple[OperationGroup, ...]:
    """Return the groups as a page lists them.

    Arguments:
        groups: all groups of the API.
        operation: the operation that the page is about; None for the index.
    """
    is_small = sum(len(group.entries) for group in groups) <= _MAX_LISTED
    rows = []
    for group in groups:
        numbers = (n for n, entry in enumerate(group.entries) if entry.operation is operation)
        number = next(numbers, None)
        listed = group.entries if is_small else ()
        if number is not None and not is_small:
            first = max(0, min(number - _MAX_OF_GROUP // 2, len(group.entries) - _MAX_OF_GROUP))
            listed = group.entries[first : first + _MAX_OF_GROUP]
        rows.append(replace(group, is_current=number is not None, listed=listed))
    return tuple(rows)
