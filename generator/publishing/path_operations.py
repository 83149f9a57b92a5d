"""Operations by method and path, as OpenAPI has them: those that share both are one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.api import Operation
from generator.model.messages import Parameter, Where
from generator.model.structs import Struct, replace
from generator.model.text import Placeholder, Text, reveal
from generator.rendering.sample import PublishedOperation


class PathOperation(Struct, frozen=True):
    """What has one method and path.

    Attributes:
        method: the method, in lower case, as Path Item Objects have it.
        path: the path below the base path, with `{placeholders}`.
        entries: the operations, at least one.
        names: what path parameters are called in `path`, by the operation's id and their own name.
    """

    method: str
    path: str
    entries: tuple[PublishedOperation, ...]
    names: dict[tuple[str, str], str]

    def parameters(self) -> Iterator[tuple[Parameter, bool]]:
        """Give each parameter once, and whether all operations require it."""
        found: dict[tuple[Where, str], list[Parameter]] = {}
        for entry in self.entries:
            for parameter in entry.operation.parameters:
                name = reveal(parameter.name)
                if parameter.where is Where.PATH:
                    name = self.names[entry.operation.id, name]
                    parameter = replace(parameter, name=Text(name, parameter.name.mark))
                key = name.casefold() if parameter.where is Where.HEADER else name
                found.setdefault((parameter.where, key), []).append(parameter)
        for rows in found.values():
            yield rows[0], len(rows) == len(self.entries) and all(row.required for row in rows)


def path_operations(entries: Sequence[PublishedOperation]) -> list[PathOperation]:
    """Put together the operations with one method and path, in the order of the first of each."""
    spelled: dict[tuple[str | None, ...], Operation] = {}
    found: dict[tuple[str, str], list[PublishedOperation]] = {}
    names: dict[tuple[str, str], str] = {}
    for entry in entries:
        operation = entry.operation
        pieces = tuple(p if isinstance(p, str) else None for p in operation.path)
        first = spelled.setdefault(pieces, operation)
        for theirs, ours in zip(first.path, operation.path, strict=True):
            if isinstance(theirs, Placeholder) and isinstance(ours, Placeholder):
                names[operation.id, ours.name] = theirs.name
        path = "".join(p if isinstance(p, str) else f"{{{p.name}}}" for p in first.path)
        found.setdefault((operation.method.lower(), path), []).append(entry)
    return [
        PathOperation(method, path, tuple(rows), names) for (method, path), rows in found.items()
    ]
