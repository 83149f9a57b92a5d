"""What a document says that samples can't show: told with its place, and counted by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from functools import cached_property

from generator.errors import Mark, Problem, ProblemsError, counted, printable
from generator.model.api import Api
from generator.model.structs import Struct
from generator.sources.document import At, Document
from generator.sources.json_positions import Pointer

# How many things that are not supported a run tells, of those that a document may have.
TOLD = 10


class UnsupportedItem(Struct, frozen=True, dict=True):
    """One thing that is not supported.

    Arguments:
        kind: what it is, such as `oneOf`; losses are counted by it.
        document: where it stands.
        pointer: the keys and indexes that lead to it.
        what: what becomes of it, in a sentence without an end.
    """

    kind: str
    document: Document
    pointer: Pointer
    what: str

    @cached_property
    def mark(self) -> Mark:
        """Its place."""
        return self.document.mark(self.pointer)


class Unsupported:
    """Collects losses, each place once for each kind."""

    def __init__(self) -> None:
        self._found: dict[Hashable, UnsupportedItem] = {}

    def add(self, kind: str, at: At, what: str) -> None:
        """Note a loss."""
        key = kind, at.document.identity(at)
        if key not in self._found:
            self._found[key] = UnsupportedItem(kind, at.document, at.pointer, what)

    def __iter__(self) -> Iterator[UnsupportedItem]:
        return iter(self._found.values())

    def __len__(self) -> int:
        return len(self._found)

    def counts(self) -> list[tuple[str, int]]:
        """Give how many there are of each kind, most first."""
        found = Counter(loss.kind for loss in self)
        return sorted(found.items(), key=lambda row: (-row[1], row[0]))


def read_all_answers(apis: Iterable[Api]) -> int:
    """Ask for what samples need not know, so that what is not supported of it is known, too.

    Returns:
        How many schemas there are of answers.

    Raises:
        ProblemsError: with all that is wrong with any of them.
    """
    answers = [r for api in apis for operation in api.operations for r in operation.responses]
    count, problems = 0, list[Problem]()
    for content in (response.content for response in answers if response.content is not None):
        try:
            count += content.schema is not None
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    return count


def format_unsupported(losses: Unsupported, most: int | None) -> Iterable[str]:
    """Give losses as lines of text: each with its place, in the order of places, then counts.

    Arguments:
        losses: the losses.
        most: how many to tell with their places; None for all.
    """
    if not len(losses):
        return
    found = list(losses)
    shown = found if most is None else found[:most]
    marked = [(loss.mark, loss) for loss in shown]  # each of which is looked for once
    marked.sort(key=lambda row: (row[0].file, row[0].line, row[0].column, row[1].kind))
    yield from (printable(f"{mark}: {loss.kind}: {loss.what}") for mark, loss in marked)
    if len(shown) < len(found):
        yield f"… and {len(found) - len(shown)} more, which gen lint tells"
    counts = ", ".join(f"{number} {kind}" for kind, number in losses.counts())
    yield f"{counted(len(found), 'thing')} not supported: {counts}"
