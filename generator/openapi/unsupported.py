"""Collection of what samples do not support in an OpenAPI document.

An item of the collection is one unsupported keyword or object at one position, such as a `oneOf`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Hashable, Iterable, Iterator
from functools import cached_property
from typing import Any

from generator.errors import Mark, Problem, ProblemsError, counted, printable, shortened
from generator.model.api import Api
from generator.model.structs import Struct, replace
from generator.openapi.keys import KIND_NAMES, SCHEMA_OBJECT, ObjectType, is_extension, says_nothing
from generator.sources.document import At, Document
from generator.sources.json_positions import Pointer

# The number of items that a run prints by default.
MAX_PRINTED = 10
# The number of different unknown keys that are named.
_MOST_UNKNOWN_KEYS = 100


class NoSampleError(Exception):
    """No sample can be made of an operation, for a reason that is recorded as unsupported."""


class UnsupportedItem(Struct, frozen=True, dict=True):
    """One keyword or object of a document that samples do not support.

    Attributes:
        kind: the group in which items are counted, such as `oneOf`.
        document: the document that has the unsupported value.
        pointer: the keys and indexes that lead from the root of the document to that value.
        what: the consequence for samples, as a sentence without a full stop.
        places: the number of places that this item stands for. It is 0 for an item that stands for
            its own place alone.
    """

    kind: str
    document: Document
    pointer: Pointer
    what: str
    places: int = 0

    @cached_property
    def mark(self) -> Mark:
        """The position of the unsupported value in its document."""
        return self.document.mark(self.pointer)


class Unsupported:
    """Collects what samples do not support.

    There is at most one item for each kind and position. A note is an item that stands for all
    places of its kind: what it says is no fault of a request or an answer.
    """

    def __init__(self) -> None:
        self._items: dict[Hashable, UnsupportedItem] = {}
        # The notes by what they are about, and the number of places of each.
        self._notes: dict[Hashable, UnsupportedItem] = {}
        self._places: Counter[Hashable] = Counter()
        self._noted: set[Hashable] = set()
        self._checked: set[int] = set()
        self._unknown_keys: set[tuple[str, str]] = set()

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

    def add_note(self, kind: str, at: At, what: str, topic: str = "") -> None:
        """Record what documents often have and pages leave out: one item for all places.

        Arguments:
            kind: the group in which items are counted, such as `tags`.
            at: one of the values, with its location.
            what: the consequence for samples, as a sentence without a full stop.
            topic: the type of the object, if several types have the same kind and consequence.
        """
        place = kind, what, topic, at.document.identity(at)
        if place not in self._noted:
            self._noted.add(place)
            self._count_note(kind, at, what, topic)

    def _count_note(self, kind: str, at: At, what: str, topic: str) -> None:
        """Add one place to a note, and make the note if it is its first place."""
        key = kind, what, topic
        if key not in self._notes:
            self._notes[key] = UnsupportedItem(kind, at.document, at.pointer, what, 1)
        self._places[key] += 1

    def check_keys(self, at: At, object_type: ObjectType) -> None:
        """Report each key of an object that samples and pages don't show as it is meant.

        Readers call it for each object that they visit. An object is only checked once.

        Arguments:
            at: the object, with its location. Any other value is ignored.
            object_type: the type of the object, which says what becomes of each key.
        """
        value = at.value
        if not isinstance(value, dict):
            return
        known = object_type.known
        for key, item in value.items():
            kinds = known.get(key)
            if kinds is None or type(item) not in kinds:
                break
        else:
            # Most objects are schemas. Remembering them would take more memory than time is saved.
            if object_type is not SCHEMA_OBJECT:
                self._checked.add(id(value))
            return
        if id(value) in self._checked:
            return
        self._checked.add(id(value))
        for key, item in value.items():
            kinds = known.get(key)
            if kinds is None or type(item) not in kinds:
                self._report_key(at.child(key), key, object_type)

    def check_siblings(self, at: At, target: Any, own_keys: Container[str]) -> None:
        """Report the keys beside a `$ref` that are not read. An object is only checked once.

        Arguments:
            at: the object that has the `$ref`.
            target: the value that the `$ref` leads to. A key that says the same there is not lost.
            own_keys: the keys that are read.
        """
        if id(at.value) in self._checked:
            return
        self._checked.add(id(at.value))
        others = target if isinstance(target, dict) else {}
        for key, value in at.value.items():
            if key == "$ref" or key in own_keys or is_extension(key):
                continue
            if says_nothing(key, value, SCHEMA_OBJECT) or others.get(key) == value:
                continue
            child, loss = at.child(key), SCHEMA_OBJECT.lost.get(key)
            if key in ("summary", "description"):
                self.add_note(key, child, "pages show that of the target of the $ref beside it")
            elif loss is not None and loss.is_note:
                self._count_note(key, child, loss.what, SCHEMA_OBJECT.name)
            else:
                self.add("$ref", child, f"{shortened(key, 80)} stands beside it; it is left out")

    def _report_key(self, at: At, key: str, object_type: ObjectType) -> None:
        """Report one key that is not simply used or irrelevant."""
        loss = object_type.lost.get(key)
        if loss is not None:
            if says_nothing(key, at.value, object_type):
                return
            if loss.is_note:
                self._count_note(key, at, loss.what, object_type.name)
            else:
                self.add(key, at, loss.what)
        elif key in object_type.used:
            name = KIND_NAMES.get(object_type.used[key], "value that gen can read")
            self.add(key, at, f"it is no {name}; it is left out")
        elif not is_extension(key):
            self._report_unknown_key(at, str(key), object_type)

    def _report_unknown_key(self, at: At, key: str, object_type: ObjectType) -> None:
        """Report a key that OpenAPI does not have. Only the first 100 are named."""
        what = f"{object_type.name} has no key {shortened(key, 80)}; it is left out"
        if (object_type.name, key) not in self._unknown_keys:
            if len(self._unknown_keys) >= _MOST_UNKNOWN_KEYS:
                what = "more keys are not OpenAPI's; they are left out"
                self._count_note("unknown key", at, what, "")
                return
            self._unknown_keys.add((object_type.name, key))
        self._count_note("unknown key", at, what, "")

    def __iter__(self) -> Iterator[UnsupportedItem]:
        yield from self._items.values()
        for key, item in self._notes.items():
            yield replace(item, places=self._places[key])

    def __len__(self) -> int:
        return len(self._items) + len(self._notes)

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
    for mark, item in marked:
        others = f" (also in {counted(item.places - 1, 'other place')})" if item.places > 1 else ""
        yield printable(f"{mark}: {item.kind}: {item.what}{others}")
    if len(printed) < len(items):
        yield f"… and {len(items) - len(printed)} more; gen lint prints all"
    counts = ", ".join(f"{number} {kind}" for kind, number in unsupported.counts())
    yield f"{counted(len(items), 'thing')} not supported: {counts}"
