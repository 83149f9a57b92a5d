"""An API as its reference documents it; every reader makes this, everything else reads it.

Names follow OpenAPI 3.1 and RFC 9110. What an author wrote freely is `Text`; what a pattern
already restricts to safe characters (ids, methods, endpoints, environment names) is `str`.
"""

from __future__ import annotations

from enum import StrEnum

from generator.model.messages import ApiError, Content, Parameter, Response, Where
from generator.model.structs import Struct
from generator.model.text import Placeholder, Text, reveal


class Scheme(StrEnum):
    """How a credential is written: as it is, or behind the name of an RFC 9110 auth-scheme.

    A basic one is a user's name and password with a colon between them (RFC 7617).
    """

    RAW = "raw"
    BEARER = "bearer"
    BASIC = "basic"


class Region(Struct, frozen=True):
    """A place that serves the API, at an endpoint: scheme and host, without a trailing slash."""

    id: str
    name: Text
    endpoint: str


class Credential(Struct, frozen=True):
    """A secret that requests carry, read from the environment variable `env`.

    `id` is what operations call it that say which ones they take. With a scheme other than raw, it
    is in the header Authorization.
    """

    id: Text
    name: Text
    where: Where
    scheme: Scheme
    env: str
    description: Text

    @property
    def is_basic(self) -> bool:
        """Whether it is a user's name and password."""
        return self.scheme is Scheme.BASIC

    @property
    def prefix(self) -> Text:
        """What stands before it in its header."""
        if self.where is Where.COOKIE:
            return Text(f"{reveal(self.name)}=", self.name.mark)
        return Text("Bearer " if self.scheme is Scheme.BEARER else "")


class Header(Struct, frozen=True):
    """A field line that every request carries with one and the same value."""

    name: Text
    value: Text
    description: Text


# The names and indexes that lead to a value in a JSON document.
JsonPath = tuple[Text | str | int, ...]


class Paging(Struct, frozen=True):
    """How a list that comes in pages is read on.

    The parameter `parameter` asks for what follows. Its value is the field `after` of the last
    item, or the field `cursor` of the answer; one of the two is there. There is no more when a
    page is empty or has fewer items than the parameter `limit` asks for, or when the cursor is
    missing, null or empty. `items` is the field that has the items, None if the answer itself is
    the array.
    """

    parameter: Text
    after: Text | None
    cursor: Text | None
    limit: Text | None
    items: Text | None


class LongRunning(Struct, frozen=True):
    """What goes on behind the answer: `operation` tells how far it is, in its field `field`.

    It is over when that is one of `done` or `failed`. `interval` is how long to wait between two
    questions, in seconds.
    """

    operation: str
    field: Text
    done: tuple[Text, ...]
    failed: tuple[Text, ...]
    interval: int


class Operation(Struct, frozen=True):
    """One thing the API does: a method on a path, with what it takes and what it answers.

    `path` is relative to the API's base path: literal pieces, which are URL characters already
    (RFC 3986 pchar and `/`), and the names of path parameters. `responses` and `errors` are in
    the order of the spec; there is at least one response. `security` are the credentials that it
    takes, None if those are all of the API.
    """

    id: str
    title: Text
    summary: Text
    note: Text | None
    method: str
    path: tuple[str | Placeholder, ...]
    parameters: tuple[Parameter, ...]
    responses: tuple[Response, ...]
    errors: tuple[ApiError, ...]
    body: Content | None = None
    paging: Paging | None = None
    long_running: LongRunning | None = None
    security: tuple[Credential, ...] | None = None

    @property
    def success(self) -> Response:
        """The first response of class 2xx, whose sentence samples print."""
        for response in self.responses:  # as samples ask for it several times each
            if response.status < 300:
                return response
        raise LookupError("an operation has an answer of success")

    @property
    def failures(self) -> tuple[tuple[int, tuple[ApiError, ...]], ...]:
        """The errors of each status, in the order of the statuses."""
        statuses = sorted({error.status for error in self.errors})
        return tuple((s, tuple(e for e in self.errors if e.status == s)) for s in statuses)

    @property
    def result(self) -> Content | None:
        """What an answer of success brings: the first content there is, None if all are empty."""
        for response in self.responses:
            if response.status < 300 and response.content is not None:
                return response.content
        return None


class Api(Struct, frozen=True):
    """One version of an API.

    `endpoint` may have the placeholder `region`. `timeout` is in seconds. `targets` is what the
    spec publishes, None if it does not say. `code_paths` and `message_paths` tell where in the
    JSON of an error its code and message stand. `file` is where it was read from, for messages.
    `snippet_tags` is the docs site whose tags stand around the request of each sample, None if no
    site's do.
    """

    id: str
    title: Text
    version: str
    endpoint: tuple[str | Placeholder, ...]
    base_path: str
    regions: tuple[Region, ...]
    default_region: str | None
    timeout: int
    credentials: tuple[Credential, ...]
    headers: tuple[Header, ...]
    operations: tuple[Operation, ...]
    targets: tuple[Text, ...] | None
    code_paths: tuple[JsonPath, ...]
    message_paths: tuple[JsonPath, ...]
    file: str
    snippet_tags: str | None = None

    @property
    def folder(self) -> str:
        """The folder below the output folder that holds all of this API version."""
        return f"{self.id}/{self.version}"

    @property
    def errors(self) -> tuple[ApiError, ...]:
        """The error table: every row that an operation can answer with, once."""
        rows = (error for operation in self.operations for error in operation.errors)
        return tuple(dict.fromkeys(rows))

    @property
    def own_endpoints(self) -> tuple[Region, ...]:
        """The regions whose endpoint is not the API's pattern with their id in it."""
        return tuple(r for r in self.regions if r.endpoint != self.endpoint_in(r.id))

    def secrets(self, operation: Operation) -> tuple[Credential, ...]:
        """Give the credentials that requests of an operation carry."""
        return self.credentials if operation.security is None else operation.security

    def header_secrets(self, operation: Operation) -> tuple[Credential, ...]:
        """Give those of them that are not in the query: a cookie is a header, too."""
        return tuple(c for c in self.secrets(operation) if c.where is not Where.QUERY)

    @property
    def has_choice(self) -> bool:
        """Whether operations differ in the credentials that they take."""
        return any(operation.security is not None for operation in self.operations)

    def endpoint_in(self, region: str) -> str:
        """The API's endpoint with a region's id, or something that stands for it, in its place."""
        return "".join(piece if isinstance(piece, str) else region for piece in self.endpoint)
