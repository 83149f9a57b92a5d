"""Collection of the parts of an OpenAPI document that samples do not support."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from functools import cached_property

from generator.errors import Mark, Problem, ProblemsError, counted, printable
from generator.model.api import Api
from generator.model.structs import Struct
from generator.sources.document import At, Document
from generator.sources.json_positions import Pointer

# The number of items that a run prints by default.
MAX_PRINTED = 10


class UnsupportedItem(Struct, frozen=True, dict=True):
    """A part of a document that is not supported.

    Attributes:
        kind: the kind of part, such as `oneOf`. Items are counted by it.
        document: the document that it is in.
        pointer: the keys and indexes that lead to it.
        what: the consequence for samples, as a sentence without a full stop.
    """

    kind: str
    document: Document
    pointer: Pointer
    what: str

    @cached_property
    def mark(self) -> Mark:
        """Its position."""
        return self.document.mark(self.pointer)


class Unsupported:
    """Collects items, at most one for each kind and position."""

    def __init__(self) -> None:
        self._items: dict[Hashable, UnsupportedItem] = {}

    def add(self, kind: str, at: At, what: str) -> None:
        """Add an item.

        Arguments:
            kind: the kind of part.
            at: the part.
            what: the consequence for samples, as a sentence without a full stop.
        """
        key = kind, at.document.identity(at)
        if key not in self._items:
            self._items[key] = UnsupportedItem(kind, at.document, at.pointer, what)

    def __iter__(self) -> Iterator[UnsupportedItem]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    def counts(self) -> list[tuple[str, int]]:
        """Return the number of items of each kind, largest first."""
        counts = Counter(item.kind for item in self)
        return sorted(counts.items(), key=lambda row: (-row[1], row[0]))


def read_all_responses(apis: Iterable[Api]) -> int:
    """Read the schemas of all responses, so that their unsupported parts and problems are known.

    They are otherwise read when a sample first uses them.

    Returns:
        The number of schemas.

    Raises:
        ProblemsError: with the problems of all schemas.
    """
    responses = [
        response for api in apis for operation in api.operations for response in operation.responses
    ]
    count, problems = 0, list[Problem]()
    for content in (response.content for response in responses if response.content is not None):
        try:
            count += content.schema is not None
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    return count


def format_unsupported(unsupported: Unsupported, most: int | None) -> Iterable[str]:
    """Format items as lines of text: one for each item, ordered by position, then the counts.

    Arguments:
        unsupported: the items.
        most: the maximum number of items to print; None for all.
    """
    if not len(unsupported):
        return
    items = list(unsupported)
    printed = items if most is None else items[:most]
    marked = [(item.mark, item) for item in printed]  # finding a position is slow
    marked.sort(key=lambda row: (row[0].file, row[0].line, row[0].column, row[1].kind))
    yield from (printable(f"{mark}: {item.kind}: {item.what}") for mark, item in marked)
    if len(printed) < len(items):
        yield f"… and {len(items) - len(printed)} more, which gen lint tells"
    counts = ", ".join(f"{number} {kind}" for kind, number in unsupported.counts())
    yield f"{counted(len(items), 'thing')} not supported: {counts}"
