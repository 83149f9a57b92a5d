"""How each kind of item of an API is compared, and which of its changes break callers.

Items are regions, credentials, headers, operations, parameters, responses and published targets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from generator.errors import Mark
from generator.model.api import Api, Operation
from generator.model.credentials import Credential
from generator.model.messages import ApiError, Parameter, Where
from generator.model.statuses import ErrorStatus
from generator.model.structs import Struct, field, replace
from generator.model.text import Text, reveal
from generator.review.sentences import Name, Phrase, from_to

# A change of one item: the change in words, whether it breaks callers, and the changed item.
ItemChange = tuple[Phrase, bool, Any]
# A field's name in a sentence, and a test whether a change of it (old, new) breaks callers.
FieldRule = tuple[str, Callable[[Any, Any], bool]]


class DiffTable(Struct, frozen=True):
    """How to compare one kind of item in two APIs, such as their regions.

    Arguments:
        noun: the name of the kind in the singular; the plural adds an s.
        get: returns the items of an API.
        put: returns a copy of the API with other items.
        key: returns what tells an item from the others, such as its id.
        rules: for a field of an item, its name in a sentence, and a test whether a change of the
            field breaks callers. Any other field is called as in the code, and breaks nobody.
        skip: the fields of an item that are compared elsewhere.
        twins: for a field that may repeat the value of another field, the name of that other field.
            If both had the same value and still have, they change together.
        breaks_if_added: whether adding an item breaks callers.
        breaks_if_gone: whether removing an item breaks callers.
        operation: the id of the operation that has the items; empty if the API has them.
        api_field: the field of an API that has the items.
    """

    noun: str
    get: Callable[[Api], Sequence[Any]]
    put: Callable[[Api, tuple[Any, ...]], Api]
    key: Callable[[Any], str]
    rules: Mapping[str, FieldRule] = field(default_factory=dict)
    skip: tuple[str, ...] = ()
    twins: Mapping[str, str] = field(default_factory=dict)
    breaks_if_added: Callable[[Any], bool] = lambda item: False  # noqa: ARG005
    breaks_if_gone: Callable[[Any], bool] = lambda item: False  # noqa: ARG005
    operation: str = ""
    api_field: str = ""

    def item_phrase(self, item: Any) -> Phrase:
        """Return the words that name an item, such as `region westeurope`."""
        name, key = getattr(item, "name", None), self.key(item)
        if isinstance(name, Text) and not hasattr(item, "id") and reveal(name).casefold() == key:
            key = reveal(name)  # as the spec writes it, since the key ignores case
        return (f"{self.noun} ", Name(key))

    def operation_phrase(self, preposition: str) -> Phrase:
        """Return the words that name the operation of the items; empty if the API has the items.

        Arguments:
            preposition: the word before the operation's id, such as "of".
        """
        return (f" {preposition} ", Name(self.operation)) if self.operation else ()

    def changes(self, old: Any, new: Any) -> Iterator[ItemChange]:
        """Yield the changes that turn one item into another, one field at a time.

        Arguments:
            old: the item to begin with.
            new: the item to end with.
        """
        subject = (*self.item_phrase(old), *self.operation_phrase("of"))
        return changed_fields(subject, old, new, self.rules, self.skip, self.twins)


def changed_fields(
    subject: Phrase,
    old: Any,
    new: Any,
    rules: Mapping[str, FieldRule],
    skip: Sequence[str] = (),
    twins: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[ItemChange]:
    """Yield the changes that turn one struct into another, one field at a time.

    Arguments:
        subject: the words that name the struct in a sentence.
        old: the struct to begin with.
        new: the struct to end with.
        rules: see `DiffTable`.
        skip: see `DiffTable`.
        twins: see `DiffTable`.
    """
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
        word, breaks = rules.get(name, (name.replace("_", " "), never))
        phrase: Phrase
        if isinstance(after, bool):
            phrase = (*subject, f" is {word} now" if after else f" is not {word} any more")
        else:
            is_prose = isinstance(before, Text) and isinstance(after, Text) and name not in rules
            verb = "renamed" if name == "name" else "reworded" if is_prose else "changed"
            front = f" {verb}:" if verb == "renamed" else f" {verb}: {word}"
            phrase = from_to((*subject, front), before, after)
        yield phrase, breaks(before, after), item


def never(old: Any, new: Any) -> bool:  # noqa: ARG001
    """Return False: no change of the field breaks callers."""
    return False


def always(old: Any, new: Any) -> bool:  # noqa: ARG001
    """Return True: every change of the field breaks callers."""
    return True


API: Mapping[str, FieldRule] = {"base_path": ("base path", always)}
# Fields of an API that are compared with a table or by code of their own.
API_PARTS = ("endpoint", "regions", "default_region", "credentials", "headers", "operations",
             "targets", "code_paths", "message_paths")  # fmt: skip
ERROR: Mapping[str, FieldRule] = {
    "status": ("status", always),
    "code": ("code", always),
    "retry_after": ("Retry-After", never),
}

REGIONS = DiffTable(
    "region",
    api_field="regions",
    get=lambda api: api.regions,
    put=lambda api, regions: replace(api, regions=regions),
    key=lambda region: str(region.id),
    rules={"endpoint": ("host", never)},
    breaks_if_gone=lambda region: True,  # noqa: ARG005
)


def _with_credentials(api: Api, credentials: tuple[Credential, ...]) -> Api:
    """Return an API with other credentials, also where its operations refer to them."""
    key = CREDENTIALS.key

    by_key = {key(credential): credential for credential in credentials}

    def changed(operation: Operation) -> Operation:
        others = tuple(
            tuple(by_key.get(key(c), c) for c in way) for way in operation.other_security
        )
        operation = replace(operation, other_security=others) if others else operation
        if operation.security is None:
            return operation
        taken = {key(credential) for credential in operation.security}
        security = tuple(c for c in credentials if key(c) in taken)
        return replace(operation, security=None if security == credentials else security)

    return replace(api, credentials=credentials, operations=tuple(map(changed, api.operations)))


CREDENTIALS = DiffTable(
    "credential",
    api_field="credentials",
    get=lambda api: api.credentials,
    put=_with_credentials,
    key=lambda credential: reveal(credential.id).casefold(),
    rules={"id": ("id", never), "env": ("environment variable", always), "where": ("place", always),
           "scheme": ("scheme", always), "obtain": ("how to get it", never)},
    breaks_if_added=lambda credential: True,  # noqa: ARG005
    breaks_if_gone=lambda credential: True,  # noqa: ARG005
)  # fmt: skip
HEADERS = DiffTable(
    "header",
    api_field="headers",
    get=lambda api: api.headers,
    put=lambda api, headers: replace(api, headers=headers),
    key=lambda header: reveal(header.name).casefold(),
    rules={"value": ("value", never)},
    breaks_if_added=lambda header: True,  # noqa: ARG005
)
OPERATIONS = DiffTable(
    "operation",
    api_field="operations",
    get=lambda api: api.operations,
    put=lambda api, operations: replace(api, operations=operations),
    key=lambda operation: str(operation.id),
    rules={
        "method": ("method", always),
        "paging": ("paging", always),
        "long_running": ("how to follow it", never),
        "security": ("credentials", always),
        "server": ("server", always),
        "other_security": ("other credentials", lambda old, new: not set(old) <= set(new)),
    },
    skip=(
        "path",
        "parameters",
        "responses",
        "errors",
        "body",
        "availability",
        "examples",
        "own_samples",
    ),
    twins={"title": "summary"},  # OpenAPI has only a summary, which is the title then
    breaks_if_gone=lambda operation: True,  # noqa: ARG005
)
TARGETS = DiffTable(
    "published target",
    api_field="targets",
    get=lambda api: api.targets or (),
    put=lambda api, targets: replace(api, targets=targets),
    key=reveal,
)


def _parameter_key(parameter: Parameter) -> str:
    """Return a parameter's name, in lower case for a header (RFC 9110, section 5.1)."""
    name = reveal(parameter.name)
    return name.casefold() if parameter.where is Where.HEADER else name


def parameter_table(operation: str) -> DiffTable:
    """Return the table that compares the parameters of an operation, which is given by its id."""
    return DiffTable(
        "parameter",
        get=lambda api: by_id(api)[operation].parameters,
        put=lambda api, parameters: with_operation(api, operation, parameters=parameters),
        key=_parameter_key,
        rules={
            "where": ("place", always),
            "explode": ("repeated for each item", always),
            "style": ("style", always),
            "reserved": ("reserved characters as they are", always),
        },
        skip=("schema", "required", "send"),
        breaks_if_added=lambda parameter: bool(parameter.required),
        breaks_if_gone=lambda parameter: True,  # noqa: ARG005
        operation=operation,
    )


def response_table(operation: str) -> DiffTable:
    """Return the table that compares an operation's responses of success.

    The operation is given by its id.
    """
    return DiffTable(
        "response",
        get=lambda api: by_id(api)[operation].responses,
        put=lambda api, responses: with_operation(api, operation, responses=responses),
        key=lambda response: str(response.status),
        skip=("content", "headers"),
        breaks_if_gone=lambda response: True,  # noqa: ARG005
        operation=operation,
    )


def by_id(api: Api) -> dict[str, Operation]:
    """Return the operations of an API by id."""
    return {operation.id: operation for operation in api.operations}


def with_operation(api: Api, operation: str, **changes: Any) -> Api:
    """Return a copy of an API in which one operation has other fields.

    Arguments:
        api: the API to copy.
        operation: the id of the operation.
        changes: the new values by field.
    """
    operations = (replace(o, **changes) if o.id == operation else o for o in api.operations)
    return replace(api, operations=tuple(operations))


def with_error(api: Api, old: ApiError, new: ApiError) -> Api:
    """Return a copy of an API with another row of the error table in each operation that lists it.

    Arguments:
        api: the API to copy.
        old: the row to replace; operations that have another row with its id are not changed.
        new: the row to put in its place.
    """

    def changed(operation: Operation) -> Operation:
        if not any(error.id == old.id and error == old for error in operation.errors):
            return operation
        rows = (new if error.id == old.id else error for error in operation.errors)
        return replace(operation, errors=tuple(rows))

    return replace(api, operations=tuple(map(changed, api.operations)))


def error_phrase(row: ApiError) -> Phrase:
    """Return the words that name an error: status and code."""
    return ("error ", Name(f"{row.status} {row.id if row.code is None else reveal(row.code)}"))


def error_ids(operation: Operation) -> list[str]:
    """Return the ids of the errors of an operation."""
    return [error.id for error in operation.errors]


def errors_by_code(rows: Sequence[ApiError]) -> dict[tuple[ErrorStatus, Any], ApiError]:
    """Return the rows of an error table by status and code, without those that share both."""
    counts = Counter((row.status, row.code) for row in rows)
    return {key: row for row in rows if counts[key := (row.status, row.code)] == 1}


def merge_orders(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Merge two lists of keys: those of `new` in order, each other one after its predecessor."""
    order, new_keys = list(new), set(new)
    for index, key in enumerate(old):
        if key not in new_keys:
            order.insert(order.index(old[index - 1]) + 1 if index else 0, key)
    return order


def first_mark(item: Any) -> Mark | None:
    """Return the place of the first text of an item."""
    texts = [item] if isinstance(item, Text) else [getattr(item, n) for n in item.__struct_fields__]
    return next((text.mark for text in texts if isinstance(text, Text) and text.mark), None)


def changed_mark(old: Any, new: Any) -> Mark | None:
    """Return the place of the first text that differs in two items; None if no text does."""
    if not isinstance(new, Text):
        for name in new.__struct_fields__:
            text = getattr(new, name)
            if isinstance(text, Text) and text.mark and text != getattr(old, name):
                return text.mark
    return None


def changed_scope(old: Api, new: Api) -> frozenset[str] | None:
    """Return the ids of the operations that differ; None if anything else differs, too."""
    names = (name for name in old.__struct_fields__ if name != "operations")
    if any(getattr(old, name) is not getattr(new, name) for name in names):
        return None
    before, after = by_id(old), by_id(new)
    ids = before.keys() | after.keys()
    return frozenset(id_ for id_ in ids if before.get(id_) is not after.get(id_))
