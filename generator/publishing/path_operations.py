"""Operations grouped by method and path, as OpenAPI has them, with their samples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.api import Operation
from generator.model.messages import Parameter, Where
from generator.model.structs import Struct, replace
from generator.model.text import Placeholder, Text, join_pieces, reveal
from generator.model.values import Value
from generator.publishing.openapi_schemas import make_object
from generator.rendering.sample import PublishedOperation, Sample


class PathOperation(Struct, frozen=True):
    """The operations that share a method and path, which OpenAPI takes for one operation.

    Attributes:
        method: the method in lower case, as in Path Item Objects.
        path: the path below the base path, with `{placeholders}`.
        entries: the operations, at least one.
        names: the names of path parameters in `path`, by the operation's id and their own name.
    """

    method: str
    path: str
    entries: tuple[PublishedOperation, ...]
    names: dict[tuple[str, str], str]

    def parameters(self) -> Iterator[tuple[Parameter, bool]]:
        """Yield each parameter once, and whether all operations require it."""
        same_parameters: dict[tuple[Where, str], list[Parameter]] = {}
        for entry in self.entries:
            for parameter in entry.operation.parameters:
                name = reveal(parameter.name)
                if parameter.where is Where.PATH:
                    name = self.names[entry.operation.id, name]
                    parameter = replace(parameter, name=Text(name, parameter.name.mark))
                key = name.casefold() if parameter.where is Where.HEADER else name
                same_parameters.setdefault((parameter.where, key), []).append(parameter)
        for rows in same_parameters.values():
            yield rows[0], len(rows) == len(self.entries) and all(row.required for row in rows)


def path_operations(entries: Sequence[PublishedOperation]) -> list[PathOperation]:
    """Group operations by method and path, in the order of the first of each group."""
    first_by_path: dict[tuple[str | None, ...], Operation] = {}
    groups: dict[tuple[str, str], list[PublishedOperation]] = {}
    names: dict[tuple[str, str], str] = {}
    for entry in entries:
        operation = entry.operation
        pieces = tuple(p if isinstance(p, str) else None for p in operation.path)
        first = first_by_path.setdefault(pieces, operation)
        for theirs, ours in zip(first.path, operation.path, strict=True):
            if isinstance(theirs, Placeholder) and isinstance(ours, Placeholder):
                names[operation.id, ours.name] = theirs.name
        path = join_pieces(first.path)
        groups.setdefault((operation.method.lower(), path), []).append(entry)
    return [
        PathOperation(method, path, tuple(rows), names) for (method, path), rows in groups.items()
    ]


def code_samples(group: PathOperation) -> tuple[Value, ...]:
    """Return the value of the extension `x-codeSamples`: the samples of some operations.

    If there are several operations, each label ends in its operation's title.
    """
    return tuple(
        make_object(
            ("lang", Text(sample.lang)),
            ("label", _label(sample, entry, len(group.entries) > 1)),
            ("source", Text(sample.code)),
        )
        for entry in group.entries
        for sample in entry.samples
    )


def _label(sample: Sample, entry: PublishedOperation, is_shared: bool) -> Text:
    """Return a sample's label, with its operation's title if several share the samples."""
    title = entry.operation.title
    label = f"{sample.title} - {reveal(title)}" if is_shared else sample.title
    return Text(label, title.mark)
