"""Documents as plain values, what is read of them, and what changes if one value changes."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from generator.errors import Problem, ProblemsError
from generator.model.structs import Deferred, Struct
from generator.model.text import Text, reveal
from generator.openapi.reader import read_openapi
from generator.openapi.unsupported import Unsupported, read_all_responses

HERE = Path(__file__).parent
DOCUMENTS: dict[str, dict[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text("utf-8"))
    for path in sorted(HERE.glob("documents/*.yaml"))
}

# The kinds of reports that stand for all that is in an object.
WHOLE_OBJECTS = {
    "another media type", "another server", "content", "default response",
    "error of another media type", "parameter", "response header", "schema", "server",
}  # fmt: skip
Way = tuple[str | int, ...]


class _Memory:
    """Files that no disk holds."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def read(self, path: str) -> bytes | None:
        return self.files.get(path)

    def names(self, folder: str = "") -> list[str]:
        return [] if folder else sorted(self.files)

    def is_within(self, path: str, folder: str) -> bool:
        return True

    def label(self, path: str) -> str:
        return path


class Reading(Struct):
    """What is read of a document.

    Attributes:
        model: the API as plain values; None if the document has problems.
        items: the kind, the place, and the consequence of everything that is not supported.
        places: the number of places of each of them.
        problems: the messages of problems.
    """

    model: Any
    items: list[tuple[str, Way, str]]
    places: list[int]
    problems: list[str]

    @property
    def kinds(self) -> set[str]:
        """The kinds of what is not supported."""
        return {kind for kind, _, _ in self.items}

    def covers(self, way: Way) -> bool:
        """Say whether a report stands for a value: its own, that of a key, or of an object."""
        return any(
            way[: len(place)] == place
            and (place == way or place[-1] == kind or kind in WHOLE_OBJECTS)
            for kind, place, _ in self.items
            if place
        )


def read(document: dict[str, Any], **others: bytes) -> Reading:
    """Read a document, and the schemas of all answers.

    Arguments:
        document: the document.
        others: the contents of other files, by the names of the files without `.yaml`.
    """
    data = json.dumps(document).encode()
    files = {"a.json": data} | {f"{name}.yaml": content for name, content in others.items()}
    problems: list[Problem] = []
    losses = Unsupported()
    found = read_openapi(data, _Memory(files), "a.json", problems, losses)
    if found is not None:
        try:
            read_all_responses([found[0]])
        except ProblemsError as error:
            problems += error.problems
    items = [(loss.kind, loss.pointer, loss.what) for loss in losses]
    model = None if found is None or problems else plain_model(found[0])
    places = [loss.places for loss in losses]
    return Reading(
        model, items, places, [f"{problem.what}; {problem.todo}" for problem in problems]
    )


def plain_model(value: Any) -> Any:
    """Make plain values of a model, which can be compared."""
    if isinstance(value, Text):
        return reveal(value)
    if isinstance(value, Deferred):
        return plain_model(value.get())
    if isinstance(value, Struct):
        return {name: plain_model(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, (list, tuple)):
        return [plain_model(item) for item in value]
    return value


def ways(value: Any, way: Way = ()) -> Iterator[Way]:
    """Return the ways to all values that contain no others."""
    rows: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        rows = list(value.items())
    elif isinstance(value, list):
        rows = list(enumerate(value))
    if not rows:
        yield way
    for key, child in rows:
        yield from ways(child, (*way, key))


def value_at(document: Any, way: Way) -> Any:
    """Return the value at the end of a way."""
    for key in way:
        document = document[key]
    return document


def changed(document: dict[str, Any], way: Way, value: Any) -> dict[str, Any]:
    """Return a copy of a document with another value at the end of a way."""
    other = copy.deepcopy(document)
    value_at(other, way[:-1])[way[-1]] = value
    return other


def without(document: dict[str, Any], way: Way) -> dict[str, Any]:
    """Return a copy of a document without the value at the end of a way."""
    other = copy.deepcopy(document)
    del value_at(other, way[:-1])[way[-1]]
    return other
