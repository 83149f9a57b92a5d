"""What an API is made of, as tables to compare: what tells rows apart, what their changes mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from generator.model.api import Api, Credential, Operation
from generator.model.messages import ApiError, Parameter, Where
from generator.model.structs import Struct, field, replace
from generator.model.text import Text, reveal
from generator.review.sentences import Name, Said, from_to

# What an item turned into: in words, whether that breaks callers, and the item then.
Turned = tuple[Said, bool, Any]
# Of a field: what it is called, and whether its change breaks callers.
Known = tuple[str, Callable[[Any, Any], bool]]


class DiffTable(Struct, frozen=True):
    """Items of the model that a key tells apart.

    Arguments:
        noun: what one is called; several with an s.
        get: gives the items of an API.
        put: gives the API with other items.
        key: gives what tells an item from the others.
        known: the fields with a name or a meaning of their own.
        skip: fields that are compared elsewhere.
        twins: fields that may have what another has, and then change with that.
        added: whether an added item breaks callers.
        gone: whether one that is gone does.
        operation: the operation whose items they are, if they are of one.
    """

    noun: str
    get: Callable[[Api], Sequence[Any]]
    put: Callable[[Api, tuple[Any, ...]], Api]
    key: Callable[[Any], str]
    known: Mapping[str, Known] = field(default_factory=dict)
    skip: tuple[str, ...] = ()
    twins: Mapping[str, str] = field(default_factory=dict)
    added: Callable[[Any], bool] = lambda item: False  # noqa: ARG005
    gone: Callable[[Any], bool] = lambda item: False  # noqa: ARG005
    operation: str = ""

    def said(self, item: Any) -> Said:
        """Give what an item is called in a sentence."""
        name, key = getattr(item, "name", None), self.key(item)
        if isinstance(name, Text) and not hasattr(item, "id") and reveal(name).casefold() == key:
            key = reveal(name)  # as it is written, where case does not count
        return (f"{self.noun} ", Name(key))

    def where(self, preposition: str) -> Said:
        """Give what stands behind an item in a sentence: the operation, if there is one."""
        return (f" {preposition} ", Name(self.operation)) if self.operation else ()

    def turned(self, old: Any, new: Any) -> Iterator[Turned]:
        """Give the changes that make one item of the other."""
        subject = (*self.said(old), *self.where("of"))
        return changed_fields(subject, old, new, self.known, self.skip, self.twins)


def changed_fields(
    subject: Said,
    old: Any,
    new: Any,
    known: Mapping[str, Known],
    skip: Sequence[str] = (),
    twins: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Turned]:
    """Change one field of a struct after the other, whichever there are."""
    if isinstance(old, Text):
        return
    names = [name for name in old.__struct_fields__ if name not in skip]
    item = old
    for name in names:
        before, after = getattr(item, name), getattr(new, name)
        if before == after:
            continue
        item = replace(item, **{name: after})
        twin = twins.get(name)
        if twin is not None and (before, after) == (getattr(old, twin), getattr(new, twin)):
            item, name = replace(item, **{twin: after}), twin
        word, breaks = known.get(name, (name.replace("_", " "), never))
        said: Said
        if isinstance(after, bool):
            said = (*subject, f" is {word} now" if after else f" is not {word} any more")
        else:
            is_prose = isinstance(before, Text) and isinstance(after, Text) and name not in known
            verb = "renamed" if name == "name" else "reworded" if is_prose else "changed"
            front = f" {verb}:" if verb == "renamed" else f" {verb}: {word}"
            said = from_to((*subject, front), before, after)
        yield said, breaks(before, after), item


def never(old: Any, new: Any) -> bool:  # noqa: ARG001
    """Say that no change of a field breaks callers."""
    return False


def always(old: Any, new: Any) -> bool:  # noqa: ARG001
    """Say that any change of a field breaks callers."""
    return True


API: Mapping[str, Known] = {"base_path": ("base path", always)}
# Parts of an API that have tables, or need more than to be set.
API_PARTS = ("endpoint", "regions", "default_region", "credentials", "headers", "operations",
             "targets", "code_paths", "message_paths")  # fmt: skip
ERROR: Mapping[str, Known] = {
    "status": ("status", always),
    "code": ("code", always),
    "retry_after": ("Retry-After", never),
}

REGIONS = DiffTable(
    "region",
    get=lambda api: api.regions,
    put=lambda api, regions: replace(api, regions=regions),
    key=lambda region: str(region.id),
    known={"endpoint": ("host", never)},
    gone=lambda region: True,  # noqa: ARG005
)


def _with_credentials(api: Api, credentials: tuple[Credential, ...]) -> Api:
    """Change the credentials of an API, and with them what its operations take of them."""
    key = CREDENTIALS.key

    def changed(operation: Operation) -> Operation:
        if operation.security is None:
            return operation
        taken = {key(credential) for credential in operation.security}
        security = tuple(c for c in credentials if key(c) in taken)
        return replace(operation, security=None if security == credentials else security)

    return replace(api, credentials=credentials, operations=tuple(map(changed, api.operations)))


CREDENTIALS = DiffTable(
    "credential",
    get=lambda api: api.credentials,
    put=_with_credentials,
    key=lambda credential: reveal(credential.id).casefold(),
    known={"id": ("id", never), "env": ("environment variable", always), "where": ("place", always),
           "scheme": ("scheme", always)},
    added=lambda credential: True,  # noqa: ARG005
    gone=lambda credential: True,  # noqa: ARG005
)  # fmt: skip
HEADERS = DiffTable(
    "header",
    get=lambda api: api.headers,
    put=lambda api, headers: replace(api, headers=headers),
    key=lambda header: reveal(header.name).casefold(),
    known={"value": ("value", never)},
    added=lambda header: True,  # noqa: ARG005
)
OPERATIONS = DiffTable(
    "operation",
    get=lambda api: api.operations,
    put=lambda api, operations: replace(api, operations=operations),
    key=lambda operation: str(operation.id),
    known={
        "method": ("method", always),
        "paging": ("paging", always),
        "long_running": ("how to follow it", never),
        "security": ("credentials", always),
    },
    skip=("path", "parameters", "responses", "errors", "body"),
    twins={"title": "summary"},  # as OpenAPI has one of them
    gone=lambda operation: True,  # noqa: ARG005
)
TARGETS = DiffTable(
    "published target",
    get=lambda api: api.targets or (),
    put=lambda api, targets: replace(api, targets=targets),
    key=reveal,
)


def _parameter_key(parameter: Parameter) -> str:
    """Give what tells parameters apart: names of header fields ignore case (RFC 9110, 5.1)."""
    name = reveal(parameter.name)
    return name.casefold() if parameter.where is Where.HEADER else name


def parameters(operation: str) -> DiffTable:
    """Give the table of an operation's parameters."""
    return DiffTable(
        "parameter",
        get=lambda api: by_id(api)[operation].parameters,
        put=lambda api, parameters: with_operation(api, operation, parameters=parameters),
        key=_parameter_key,
        known={
            "where": ("place", always),
            "explode": ("repeated for each item", always),
            "style": ("style", always),
        },
        skip=("schema", "required"),
        added=lambda parameter: bool(parameter.required),
        gone=lambda parameter: True,  # noqa: ARG005
        operation=operation,
    )


def responses(operation: str) -> DiffTable:
    """Give the table of an operation's answers of success."""
    return DiffTable(
        "response",
        get=lambda api: by_id(api)[operation].responses,
        put=lambda api, responses: with_operation(api, operation, responses=responses),
        key=lambda response: str(response.status),
        skip=("content", "headers"),
        gone=lambda response: True,  # noqa: ARG005
        operation=operation,
    )


def by_id(api: Api) -> dict[str, Operation]:
    """Give the operations of an API by their ids."""
    return {operation.id: operation for operation in api.operations}


def with_operation(api: Api, operation: str, **changes: Any) -> Api:
    """Give an API with one operation changed."""
    made = (replace(o, **changes) if o.id == operation else o for o in api.operations)
    return replace(api, operations=tuple(made))


def with_error(api: Api, old: ApiError, new: ApiError) -> Api:
    """Give an API with a row of the error table changed, in whichever operations it stands."""

    def changed(operation: Operation) -> Operation:
        if not any(error.id == old.id and error == old for error in operation.errors):
            return operation
        rows = (new if error.id == old.id else error for error in operation.errors)
        return replace(operation, errors=tuple(rows))

    return replace(api, operations=tuple(map(changed, api.operations)))
