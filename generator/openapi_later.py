"""An API of an OpenAPI document whose operations are made when somebody asks for them.

Several processes that were forked behind its first reading can each make a part of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from generator.errors import Mark, Problem, ProblemsError
from generator.later import Later, later, slot
from generator.losses import Losses
from generator.model import Api, Credential, Operation, share
from generator.reading import At, Document
from generator.references import References


def too_deep(document: Document) -> Problem:
    """Make the problem of a document that no reader gets to the end of."""
    return Problem(Mark(document.label), "nested too deep", "flatten it")


class Row(NamedTuple):
    """An operation that is to be made: its id, where it stands, and the credentials it takes."""

    id: str
    path: str
    method: str
    at: At
    secrets: tuple[Credential, ...]


class LaterOperations(Later[tuple[Operation, ...]]):
    """The operations of a document, each of which is made once.

    Arguments:
        rows: those to make.
        make: makes one; None if no sample could be made of it.
        document: what they are from.
        references: follows those in it.
        losses: say why one could not be made.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        make: Callable[[Row], Operation | None],
        document: Document,
        references: References,
        losses: Losses,
    ) -> None:
        super().__init__(self._all)
        self.losses = losses
        self.rows = rows
        self.make = make
        self.document = document
        self.references = references
        self.made: dict[str, Operation | None] = {}

    def _all(self) -> tuple[Operation, ...]:
        self.references.is_closed = False
        made = self._some(self.rows)
        if not made:
            raise ProblemsError(list(self._reasons()))
        return made

    def _reasons(self) -> Iterator[Problem]:
        """Say why there is no operation."""
        if not self.rows:
            mark = At(self.document.root, self.document).mark
            yield Problem(
                mark, "there is no operation in this document", "describe one under paths:"
            )
            return
        for loss in self.losses:
            yield Problem(loss.mark, f"{loss.kind}: {loss.what}", "correct it, or leave it out")

    def part(self, number: int, count: int) -> tuple[Operation, ...]:
        """Make one of several parts, in one of several processes; raises ClosedError, too."""
        self.references.is_closed = True
        # If no part needs more than its share, all of them together need no more than there is.
        self.references.budget.divide(count)
        return self._some(share(self.rows, number, count))

    def _some(self, rows: Sequence[Row]) -> tuple[Operation, ...]:
        try:
            for row in rows:
                if row.id not in self.made:
                    self.made[row.id] = self.make(row)
        except RecursionError:
            self.references.problems.append(too_deep(self.document))
        if self.references.problems:
            raise ProblemsError(self.references.problems)
        return tuple(made for made in (self.made[row.id] for row in rows) if made is not None)


class LaterApi(Api, frozen=True):
    """An API whose operations are made when somebody asks for them, some or all."""

    operations = later(Api, "operations")
    code_paths = later(Api, "code_paths")
    message_paths = later(Api, "message_paths")

    def settle(self) -> None:
        """Make all that was to be made later."""
        for name in ("operations", "code_paths", "message_paths"):
            getattr(self, name)

    @property
    def size(self) -> int:
        made = _OPERATIONS.__get__(self)
        return len(made.rows if isinstance(made, LaterOperations) else made)

    def part(self, number: int, count: int) -> tuple[Operation, ...]:
        made = _OPERATIONS.__get__(self)
        if isinstance(made, LaterOperations):
            return made.part(number, count)
        return share(self.operations, number, count)


_OPERATIONS = slot(Api, "operations")
