"""What an API is made of, as tables to compare: what tells rows apart, what their changes mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from generator.model import Api, ApiError, Operation
from generator.sentences import Name, Said, from_to
from generator.text import Text, reveal

# What an item turned into: in words, whether that breaks callers, and the item then.
Turned = tuple[Said, bool, Any]
# Of a field: what it is called, and whether its change breaks callers.
Known = tuple[str, Callable[[Any, Any], bool]]


@dataclass(frozen=True, slots=True)
class Table:
    """Items of the model that a key tells apart.

    Arguments:
        noun: what one is called; several with an s.
        get: gives the items of an API.
        put: gives the API with other items.
        key: gives what tells an item from the others.
        known: the fields with a name or a meaning of their own.
        skip: fields that are compared elsewhere.
        added: whether an added item breaks callers.
        gone: whether one that is gone does.
        where: what stands behind the item in a sentence.
    """

    noun: str
    get: Callable[[Api], Sequence[Any]]
    put: Callable[[Api, tuple[Any, ...]], Api]
    key: Callable[[Any], str]
    known: Mapping[str, Known] = field(default_factory=dict)
    skip: tuple[str, ...] = ()
    added: Callable[[Any], bool] = lambda item: False  # noqa: ARG005
    gone: Callable[[Any], bool] = lambda item: False  # noqa: ARG005
    where: Said = ()

    def said(self, item: Any) -> Said:
        """Give what an item is called in a sentence."""
        return (f"{self.noun} ", Name(self.key(item)))

    def turned(self, old: Any, new: Any) -> Iterator[Turned]:
        """Give the changes that make one item of the other."""
        return changed_fields((*self.said(old), *self.where), old, new, self.known, self.skip)


def changed_fields(
    subject: Said, old: Any, new: Any, known: Mapping[str, Known], skip: Sequence[str] = ()
) -> Iterator[Turned]:
    """Change one field of a dataclass after the other, whichever there are."""
    if isinstance(old, Text):
        return
    item = old
    for name in (part.name for part in fields(old)):
        before, after = getattr(old, name), getattr(new, name)
        if name in skip or before == after:
            continue
        item = replace(item, **{name: after})
        word, breaks = known.get(name, (name.replace("_", " "), never))
        is_prose = isinstance(before, Text) and isinstance(after, Text) and name not in known
        verb = "reworded" if is_prose else "changed"
        yield from_to((*subject, f" {verb}: {word}"), before, after), breaks(before, after), item


def never(old: Any, new: Any) -> bool:  # noqa: ARG001
    """Say that no change of a field breaks callers."""
    return False


def always(old: Any, new: Any) -> bool:  # noqa: ARG001
    """Say that any change of a field breaks callers."""
    return True


def _if_needed_now(old: Any, new: Any) -> bool:
    return bool(new) and not old


API: Mapping[str, Known] = {"base_path": ("base path", always)}
# Parts of an API that have tables, or need more than to be set.
API_PARTS = ("endpoint", "regions", "default_region", "credentials", "headers", "operations",
             "targets", "code_paths", "message_paths")  # fmt: skip
ERROR: Mapping[str, Known] = {
    "status": ("status", always),
    "code": ("code", always),
    "retry_after": ("Retry-After", never),
}

REGIONS = Table(
    "region",
    get=lambda api: api.regions,
    put=lambda api, regions: replace(api, regions=regions),
    key=lambda region: str(region.id),
    known={"endpoint": ("host", never)},
    gone=lambda region: True,  # noqa: ARG005
)
CREDENTIALS = Table(
    "credential",
    get=lambda api: api.credentials,
    put=lambda api, credentials: replace(api, credentials=credentials),
    key=lambda credential: reveal(credential.name),
    known={"env": ("environment variable", never), "where": ("place", always),
           "scheme": ("scheme", always)},
    added=lambda credential: True,  # noqa: ARG005
)  # fmt: skip
HEADERS = Table(
    "header",
    get=lambda api: api.headers,
    put=lambda api, headers: replace(api, headers=headers),
    key=lambda header: reveal(header.name),
    known={"value": ("value", never)},
    added=lambda header: True,  # noqa: ARG005
)
OPERATIONS = Table(
    "operation",
    get=lambda api: api.operations,
    put=lambda api, operations: replace(api, operations=operations),
    key=lambda operation: str(operation.id),
    known={"method": ("method", always), "path": ("path", always)},
    skip=("parameters", "responses", "errors"),
    gone=lambda operation: True,  # noqa: ARG005
)
TARGETS = Table(
    "published target",
    get=lambda api: api.targets or (),
    put=lambda api, targets: replace(api, targets=targets),
    key=reveal,
)


def parameters(operation: str) -> Table:
    """Give the table of an operation's parameters."""
    return Table(
        "parameter",
        get=lambda api: by_id(api)[operation].parameters,
        put=lambda api, parameters: with_operation(api, operation, parameters=parameters),
        key=lambda parameter: reveal(parameter.name),
        known={
            "where": ("place", always),
            "required": ("required", _if_needed_now),
            "example": ("example", never),
        },
        added=lambda parameter: bool(parameter.required),
        gone=lambda parameter: True,  # noqa: ARG005
        where=(" of ", Name(operation)),
    )


def responses(operation: str) -> Table:
    """Give the table of an operation's answers of success."""
    return Table(
        "response",
        get=lambda api: by_id(api)[operation].responses,
        put=lambda api, responses: with_operation(api, operation, responses=responses),
        key=lambda response: str(response.status),
        gone=lambda response: True,  # noqa: ARG005
        where=(" of ", Name(operation)),
    )


def by_id(api: Api) -> dict[str, Operation]:
    """Give the operations of an API by their ids."""
    return {operation.id: operation for operation in api.operations}


def with_operation(api: Api, operation: str, **changes: Any) -> Api:
    """Give an API with one operation changed."""
    made = (replace(o, **changes) if o.id == operation else o for o in api.operations)
    return replace(api, operations=tuple(made))


def with_error(api: Api, row: ApiError) -> Api:
    """Give an API with a row of the error table changed, in whichever operations it stands."""
    operations = (
        replace(o, errors=tuple(row if error.id == row.id else error for error in o.errors))
        for o in api.operations
    )
    return replace(api, operations=tuple(operations))
