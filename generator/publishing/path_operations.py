"""Operations grouped by method and path, with their samples.

An API of gen can have several operations with one method and path; OpenAPI can have only one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from generator.model.api import Operation
from generator.model.messages import Parameter, Where
from generator.model.structs import Struct, replace
from generator.model.text import Placeholder, Text, join_pieces, reveal
from generator.model.values import Value
from generator.publishing.openapi_schemas import make_object
from generator.rendering.sample import PublishedOperation

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

    Tools show the label of a sample on a tab or in a list, so it is the title of the sample's
    target. Where a target has several samples, the label of each further one goes on with what the
    titles of their operations, or of their variants, do not share.
    """
    of_operations = _differences([(e.operation.id, e.operation.title) for e in group.entries])
    rows = []
    for entry in group.entries:
        variants = {sample.variant.id: sample.variant.title for sample in entry.samples}
        of_variants = _differences(list(variants.items()))
        for sample in entry.samples:
            ends = of_operations[entry.operation.id], of_variants[sample.variant.id]
            end = ", ".join(filter(None, ends))
            label = f"{sample.title}: {end}" if end else sample.title
            rows.append(
                make_object(
                    ("lang", Text(sample.lang)),
                    ("label", Text(label, entry.operation.title.mark)),
                    ("source", Text(sample.code)),
                )
            )
    return tuple(rows)


def _differences(rows: Sequence[tuple[str, Text]]) -> dict[str, str]:
    """Return what tells titles apart, by the ids: the words behind those that all begin with.

    The first one gets an empty text, since nothing has to tell it from itself.

    Arguments:
        rows: the ids, each with a title. Equal titles are told apart by the ids.
    """
    titles = [reveal(title).split() for _, title in rows]
    is_unique = len({tuple(words) for words in titles}) == len(titles)
    steps = takewhile(lambda words: len({*words}) == 1, zip(*titles, strict=False))
    shared = sum(1 for _ in steps)
    ends: dict[str, str] = {}
    for (id_, title), words in zip(rows, titles, strict=True):
        # A dash or colon between what is shared and what is not belongs to neither.
        end = " ".join(words[shared:]).strip(" -–—:,") or reveal(title)
        ends[id_] = (end if is_unique else id_) if ends else ""
    return ends
