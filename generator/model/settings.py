"""What the settings of a project say about its APIs, where their descriptions say nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from generator.errors import Mark, Problem, one_of
from generator.model.api import Api
from generator.model.messages import Obtain
from generator.model.structs import Struct, field, replace
from generator.model.text import FieldMarks, Placeholder, Text

# The seconds that samples wait for an answer if nothing says otherwise.
DEFAULT_TIMEOUT = 30


class Named(Struct, frozen=True, eq=False):
    """A name in the settings, with its place, which makes no difference."""

    name: str
    mark: Mark

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)


class ExampleChoice(StrEnum):
    """Which named examples of OpenAPI documents are samples of their own.

    `ALL` is each of them, `FIRST` none but the first of each operation, and `LISTED` those that the
    settings list.
    """

    ALL = "all"
    FIRST = "first"
    LISTED = "listed"


class ByOperation(Struct, frozen=True):
    """Names in the settings, for all operations or for some.

    Attributes:
        usual: the names for operations that have none of their own.
        own: the names for some operations, by the operation's id.
    """

    usual: tuple[Named, ...] = ()
    own: tuple[tuple[Named, tuple[Named, ...]], ...] = ()

    def of(self, operation: str) -> tuple[str, ...]:
        """Return the names for an operation."""
        chosen = next((names for id_, names in self.own if id_.name == operation), self.usual)
        return tuple(name.name for name in chosen)

    @property
    def every(self) -> tuple[Named, ...]:
        """All names."""
        return (*self.usual, *(name for _, names in self.own for name in names))


class DocumentSettings(Struct, frozen=True):
    """What the settings say about OpenAPI documents.

    Attributes:
        left_out: the ids of operations that nothing is made of.
        server: the URL of the server that samples call; None for the first of the document.
        credentials: the names of security schemes that samples rather send than others, in order.
        media_types: the media types that samples rather send than others, in order.
        examples: which named examples are samples of their own.
        listed_examples: these examples if they are `LISTED`.
        variables: the environment variables that samples read secrets from, by the name of the
            security scheme.
        obtain: how readers get secrets, by the name of the security scheme.
        sent: the optional parameters, and the paths of optional fields of the body, that samples
            send, by the id of the operation.
    """

    left_out: tuple[Named, ...] = ()
    server: Named | None = None
    credentials: ByOperation = ByOperation()
    media_types: ByOperation = ByOperation()
    examples: ExampleChoice = ExampleChoice.ALL
    listed_examples: ByOperation = ByOperation()
    variables: tuple[tuple[Named, str], ...] = ()
    obtain: tuple[tuple[Named, Obtain], ...] = ()
    sent: tuple[tuple[Named, tuple[Named, ...]], ...] = ()

    def variable(self, scheme: str) -> str | None:
        """Return the environment variable for a security scheme; None if the settings name none."""
        return next((name for key, name in self.variables if key.name == scheme), None)

    def obtain_of(self, scheme: str) -> Obtain | None:
        """Return how readers get the secret of a security scheme; None if nothing says it."""
        return next((how for key, how in self.obtain if key.name == scheme), None)

    def sent_by(self, operation: str) -> tuple[Named, ...]:
        """Return what samples of an operation send although it is optional."""
        return next((names for key, names in self.sent if key.name == operation), ())


class ApiSettings(Struct, frozen=True):
    """What the settings of a project say about its APIs.

    Attributes:
        targets: the targets to publish; None if the settings do not list them.
        timeout: the seconds that samples wait for an answer; None if the settings do not say.
        snippet_tags: the generator of docs sites whose tags surround requests; None if not said.
        table_on_pages: whether each page has the table of regions; None if not said.
        default_region: the region that samples of OpenAPI documents call; None if not said.
        document: what they say about OpenAPI documents.
        is_whole: whether a run reads all documents that they are about, so that a name that no
            document has is a problem.
        marks: the places of these fields, by their names in `Api`.
    """

    targets: tuple[Named, ...] | None = None
    timeout: int | None = None
    snippet_tags: str | None = None
    table_on_pages: bool | None = None
    default_region: Named | None = None
    document: DocumentSettings = DocumentSettings()
    is_whole: bool = True
    marks: FieldMarks = FieldMarks()


class KnownNames(Struct):
    """The names that the OpenAPI documents of a run have, to find those that none has.

    Attributes:
        operations: the ids of operations, also of those that are left out.
        schemes: the names of security schemes.
        servers: the URLs of servers.
        media_types: the media types of requests.
        examples: the names of the named examples of operations, by the operation's id.
        has_server: whether samples of a document call the server that the settings name.
        parts: the parameters, and the paths of fields of the body, by the id of the operation; of
            operations that the settings name.
    """

    operations: set[str] = field(default_factory=set)
    schemes: set[str] = field(default_factory=set)
    servers: set[str] = field(default_factory=set)
    media_types: set[str] = field(default_factory=set)
    examples: dict[str, set[str]] = field(default_factory=dict)
    has_server: bool = False
    parts: dict[str, set[str]] = field(default_factory=dict)


def apply_settings(api: Api, settings: ApiSettings, is_document: bool) -> Api:
    """Return an API with what the settings say and its own description does not.

    Arguments:
        api: the API as its description has it.
        settings: the settings of the project.
        is_document: whether an OpenAPI document describes it.
    """
    targets = settings.targets
    said = {
        "targets": None if targets is None else tuple(Text(t.name, t.mark) for t in targets),
        "timeout": settings.timeout,
        "snippet_tags": settings.snippet_tags,
        "table_on_pages": settings.table_on_pages,
    }
    new: dict[str, Any] = {
        name: value
        for name, value in said.items()
        if value is not None and api.marks.get(name) is None
    }
    region = settings.default_region
    if region is not None and is_document:
        endpoint = next((r.endpoint for r in api.regions if r.id == region.name), None)
        if endpoint is not None:
            new["default_region"] = region.name
            if not any(isinstance(piece, Placeholder) for piece in api.endpoint):
                new["endpoint"] = (endpoint,)
    if not new:
        return api
    marks = {name: mark for name in new if (mark := settings.marks.get(name)) is not None}
    return replace(api, **new, marks=api.marks.with_others(marks))


def unknown_names(
    settings: ApiSettings, documents: Sequence[Api], known: KnownNames
) -> Iterable[Problem]:
    """Yield a problem for each name in the settings that no OpenAPI document has.

    Arguments:
        settings: the settings of the project.
        documents: the APIs that OpenAPI documents describe.
        known: the names that the documents have.
    """
    document = settings.document
    chosen = (document.credentials, document.media_types, document.listed_examples)
    named = [operation for choice in chosen for operation, _ in choice.own]
    named += [operation for operation, _ in document.sent]
    for operation in (*document.left_out, *named):
        if operation.name not in known.operations:
            what = f"no OpenAPI document has an operation {operation.name}"
            yield Problem(operation.mark, what, one_of(known.operations, operation.name))
    for operation, sent in document.sent:
        # There are none if no sample is made of it.
        parts = known.parts.get(operation.name)
        for name in sent:
            if parts is not None and name.name not in parts:
                what = f"operation {operation.name} has no {name.name}"
                yield Problem(name.mark, what, one_of(parts, name.name))
    by_scheme = (*document.variables, *document.obtain)
    for scheme in (*document.credentials.every, *(key for key, _ in by_scheme)):
        if scheme.name not in known.schemes:
            what = f"no OpenAPI document has a security scheme {scheme.name}"
            yield Problem(scheme.mark, what, one_of(known.schemes, scheme.name))
    for media_type in document.media_types.every:
        if media_type.name not in known.media_types:
            what = f"no request of an OpenAPI document has the media type {media_type.name}"
            yield Problem(media_type.mark, what, one_of(known.media_types, media_type.name))
    for operation, examples in document.listed_examples.own:
        names = known.examples.get(operation.name, set())
        for example in examples if operation.name in known.operations else ():
            if example.name not in names:
                what = f"operation {operation.name} has no example {example.name}"
                yield Problem(example.mark, what, one_of(names, example.name))
    if document.server is not None and not known.has_server:
        what = f"no OpenAPI document has a server {document.server.name}"
        yield Problem(document.server.mark, what, one_of(known.servers, document.server.name))
    region = settings.default_region
    ids = {row.id for api in documents for row in api.regions}
    if region is not None and region.name not in ids:
        what = f"no OpenAPI document has a region {region.name}"
        yield Problem(region.mark, what, one_of(ids, region.name))
