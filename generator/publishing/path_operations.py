"""Operations grouped by method and path, with their samples.

An API of gen can have several operations with one method and path; OpenAPI can have only one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.api import Operation
from generator.model.messages import Parameter, Where
from generator.model.structs import Struct, replace
from generator.model.text import Placeholder, Text, join_pieces, reveal
from generator.model.values import Value
from generator.publishing.openapi_schemas import make_object
from generator.rendering.sample import PublishedOperation, Sample

# The operations that share a parameter, each with the parameter as it describes that.
_Sharing = list[tuple[PublishedOperation, Parameter]]


class PathOperation(Struct, frozen=True):
    """The operations that share a method and path, which OpenAPI takes for one operation.

    Attributes:
        method: the method in lower case, as in Path Item Objects.
        path: the path without the base path of the API, with `{placeholders}`, and with what tells
            it from others behind `#`.
        entries: the operations with their samples; at least one.
        names: the names that path parameters have in `path`. The keys are pairs of an operation's
            id and the name that this operation gives the parameter.
    """

    method: str
    path: str
    entries: tuple[PublishedOperation, ...]
    names: dict[tuple[str, str], str]

    def parameters(self) -> Iterator[tuple[Parameter, bool, _Sharing]]:
        """Yield each parameter of the operations once, and whether all operations require it.

        A path parameter has its name in `path`. Behind it are the operations that share it, each
        with the parameter as it describes that.
        """
        same_parameters: dict[tuple[Where, str], _Sharing] = {}
        for entry in self.entries:
            for parameter in entry.operation.parameters:
                name = reveal(parameter.name)
                if parameter.where is Where.PATH:
                    name = self.names[entry.operation.id, name]
                key = name.casefold() if parameter.where is Where.HEADER else name
                rows = same_parameters.setdefault((parameter.where, key), [])
                rows.append((entry, parameter))
        for (where, key), rows in same_parameters.items():
            first = rows[0][1]
            if where is Where.PATH:
                first = replace(first, name=Text(key, first.name.mark))
            is_required = all(parameter.required for _, parameter in rows)
            yield first, len(rows) == len(self.entries) and is_required, rows


def path_operations(entries: Sequence[PublishedOperation]) -> list[PathOperation]:
    """Group operations by method and path.

    Paths that differ only in the names of parameters are the same path. Those that differ behind
    `#` are not.

    Arguments:
        entries: the operations of an API, with their samples.

    Returns:
        The groups, in the order of the first operation of each.
    """
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
        fragment = f"#{operation.fragment}" if operation.fragment else ""
        path = join_pieces(first.path) + fragment
        groups.setdefault((operation.method.lower(), path), []).append(entry)
    return [
        PathOperation(method, path, tuple(rows), names) for (method, path), rows in groups.items()
    ]


def code_samples(group: PathOperation) -> tuple[Value, ...]:
    """Return the samples of operations as the value of the OpenAPI extension `x-codeSamples`.

    If the group has several operations, the label of a sample ends in its operation's title. If
    the operation has named examples, the label ends in the title of the sample's variant. So does
    that of a sample of all pages, or until a task is done.
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
    """Return a sample's label, with what tells it from the others of the same target."""
    operation = entry.operation
    label = [sample.title]
    if is_shared:
        label.append(reveal(operation.title))
    if operation.examples or sample.variant.loop is not None:
        label.append(reveal(sample.variant.title))
    return Text(" - ".join(label), operation.title.mark)
