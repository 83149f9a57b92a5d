"""Collection of what samples do not support in an OpenAPI document.

An item of the collection is one unsupported keyword or object at one position, such as a `oneOf`.
"""

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
    """One keyword or object of a document that samples do not support.

    Attributes:
        kind: the group in which items are counted, such as `oneOf`.
        document: the document that has the unsupported value.
        pointer: the keys and indexes that lead from the root of the document to that value.
        what: the consequence for samples, as a sentence without a full stop.
    """

    kind: str
    document: Document
    pointer: Pointer
    what: str

    @cached_property
    def mark(self) -> Mark:
        """The position of the unsupported value in its document."""
        return self.document.mark(self.pointer)


class Unsupported:
    """Collects what samples do not support: at most one item for each kind and position."""

    def __init__(self) -> None:
        self._items: dict[Hashable, UnsupportedItem] = {}

    def add(self, kind: str, at: At, what: str) -> None:
        """Record that samples do not support one keyword or object of a document.

        Nothing happens if the same kind was recorded at the same position before.

        Arguments:
            kind: the group in which items are counted, such as `oneOf`.
            at: the unsupported value, with its location.
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
        """Return each kind with its number of items, most items first."""
        counts = Counter(item.kind for item in self)
        return sorted(counts.items(), key=lambda row: (-row[1], row[0]))


def read_all_responses(apis: Iterable[Api]) -> int:
    """Read the schemas of all responses, so that everything unsupported and every problem is known.

    Otherwise each schema is read when a sample first uses it.

    Returns:
        The number of schemas.

    Raises:
        ProblemsError: if there are problems. It lists those of all schemas.
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
    """Format the collected items as lines of text: one line for each item, then the counts.

    Arguments:
        unsupported: the items. If there are none, there are no lines.
        most: the maximum number of items to print; None for all.

    Returns:
        The lines. Printed items are ordered by position. A line says how many are not printed.
    """
    if not len(unsupported):
        return
    items = list(unsupported)
    printed = items if most is None else items[:most]
    marked = [(item.mark, item) for item in printed]  # finding a position is slow
    marked.sort(key=lambda row: (row[0].file, row[0].line, row[0].column, row[1].kind))
    yield from (printable(f"{mark}: {item.kind}: {item.what}") for mark, item in marked)
    if len(printed) < len(items):
        yield f"… and {len(items) - len(printed)} more; gen lint prints all"
    counts = ", ".join(f"{number} {kind}" for kind, number in unsupported.counts())
    yield f"{counted(len(items), 'thing')} not supported: {counts}"
