"""What a document says that samples can't show: told with its place, and counted by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from generator.errors import Problem, ProblemsError, counted, printable
from generator.jsonplaces import Pointer
from generator.model import Api
from generator.reading import At, Document
from generator.struct import Struct


class Loss(Struct, frozen=True):
    """One thing that is not supported.

    Arguments:
        kind: what it is, such as `oneOf`; losses are counted by it.
        at: where it stands.
        what: what becomes of it, in a sentence without an end.
    """

    kind: str
    at: At
    what: str


# What a loss is known by, its document, the way to its place, and its sentence.
Packed = tuple[tuple[str, int, str | int], str, Pointer, str]


class Losses:
    """Collects losses, each place once for each kind.

    Attributes:
        documents: those that they are in, by path.
    """

    documents: Mapping[str, Document | None]

    def __init__(self) -> None:
        self._found: dict[tuple[str, int, str | int], Loss] = {}

    def add(self, kind: str, at: At, what: str) -> None:
        """Note a loss."""
        # A place is what holds it, however often and from wherever it is read.
        holder = at.value if at.parent is None else at.parent.value
        self._found.setdefault((kind, id(holder), at.key), Loss(kind, at, what))

    def packed(self) -> list[Packed]:
        """Give them in a form that other processes with the same documents understand."""
        return [
            (key, loss.at.document.path, loss.at.pointer, loss.what)
            for key, loss in self._found.items()
        ]

    def unpack(self, packed: Iterable[Packed]) -> None:
        """Note those of another process, which was forked with the documents of this one."""
        for key, path, pointer, what in packed:
            document = self.documents[path]
            if key not in self._found and document is not None:
                at = At(document.root, document)
                for step in pointer:
                    at = at.child(step)
                self._found[key] = Loss(key[0], at, what)

    def __iter__(self) -> Iterator[Loss]:
        return iter(self._found.values())

    def __len__(self) -> int:
        return len(self._found)

    def counts(self) -> list[tuple[str, int]]:
        """Give how many there are of each kind, most first."""
        found = Counter(loss.kind for loss in self)
        return sorted(found.items(), key=lambda row: (-row[1], row[0]))


def ask_for_all(apis: Iterable[Api]) -> int:
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


def told(losses: Losses, most: int | None) -> Iterable[str]:
    """Give losses as lines of text: each with its place, in the order of places, then counts.

    Arguments:
        losses: the losses.
        most: how many to tell with their places; None for all.
    """
    if not len(losses):
        return
    found = list(losses)
    shown = found if most is None else found[:most]
    marked = [(loss.at.mark, loss) for loss in shown]  # each of which is looked for once
    marked.sort(key=lambda row: (row[0].file, row[0].line, row[0].column, row[1].kind))
    yield from (printable(f"{mark}: {loss.kind}: {loss.what}") for mark, loss in marked)
    if len(shown) < len(found):
        yield f"… and {len(found) - len(shown)} more, which gen lint tells"
    counts = ", ".join(f"{number} {kind}" for kind, number in losses.counts())
    yield f"{counted(len(found), 'thing')} not supported: {counts}"
