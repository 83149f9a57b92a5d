"""An API with its operations, credentials and regions, whatever format it was read from.

Names follow OpenAPI 3.1 and RFC 9110. Free text of an author is `Text`. Values with only safe
characters (ids, methods, endpoints, names of environment variables) are `str`.
"""

from __future__ import annotations

from enum import StrEnum

from generator.model.messages import ApiError, Content, Parameter, Response, Where
from generator.model.structs import Struct
from generator.model.text import Placeholder, Text, join_pieces, reveal


class Scheme(StrEnum):
    """How a request contains a credential.

    `RAW` is the credential alone, `BEARER` is a bearer token (RFC 6750), and `BASIC` is a user
    name and a password with a colon between them (RFC 7617).
    """

    RAW = "raw"
    BEARER = "bearer"
    BASIC = "basic"


class Region(Struct, frozen=True):
    """A region that serves the API.

    Attributes:
        id: its id.
        name: its name for people.
        endpoint: scheme and host, without a trailing slash.
    """

    id: str
    name: Text
    endpoint: str


class Credential(Struct, frozen=True):
    """A secret that requests contain, such as an API key.

    Attributes:
        id: its id, by which operations refer to it.
        name: the name of its header, cookie or query parameter.
        where: its place in a request; the header Authorization unless `scheme` is raw.
        scheme: how a request contains it.
        env: the environment variable that samples read it from.
        description: its description in the spec.
    """

    id: Text
    name: Text
    where: Where
    scheme: Scheme
    env: str
    description: Text

    @property
    def is_basic(self) -> bool:
        """Whether it is a user name and a password."""
        return self.scheme is Scheme.BASIC

    @property
    def prefix(self) -> Text:
        """Text in front of it in its header; may be empty."""
        if self.where is Where.COOKIE:
            return Text(f"{reveal(self.name)}=", self.name.mark)
        return Text("Bearer " if self.scheme is Scheme.BEARER else "")


class Header(Struct, frozen=True):
    """A header that every request has, always with the same value."""

    name: Text
    value: Text
    description: Text


# The names and indexes that lead to a value in a JSON document.
JsonPath = tuple[Text | str | int, ...]


class Paging(Struct, frozen=True):
    """How to get a list page by page.

    A page is the last one if it is empty, if it has fewer items than `limit` asks for, or if its
    cursor is missing, null or empty. One of `after` and `cursor` is not None.

    Attributes:
        parameter: the parameter that asks for the next page.
        after: the field of the last item whose value goes into that parameter.
        cursor: the field of the answer whose value goes into that parameter.
        limit: the parameter with the number of items of a page, None if there is none.
        items: the field of the answer with the items, None if the answer itself is the array.
    """

    parameter: Text
    after: Text | None
    cursor: Text | None
    limit: Text | None
    items: Text | None


class LongRunning(Struct, frozen=True):
    """How to follow a task that goes on after the answer.

    Attributes:
        operation: the id of the operation that returns the state of the task.
        field: the field of its answer with the state.
        done: states after success.
        failed: states after failure.
        interval: seconds to wait between two requests for the state.
    """

    operation: str
    field: Text
    done: tuple[Text, ...]
    failed: tuple[Text, ...]
    interval: int


class Operation(Struct, frozen=True):
    """An operation: a method on a path (OpenAPI 3.1, Operation Object).

    Attributes:
        id: its id.
        title: its title.
        summary: its summary in a sentence.
        note: a remark for readers, None if there is none.
        method: the method, in upper case.
        path: the path below the API's base path: literal text in URL characters (RFC 3986, pchar
            and `/`), and placeholders for path parameters.
        parameters: the parameters.
        responses: the answers that are not errors, at least one, in the order of the spec.
        errors: the errors, in the order of the spec.
        body: the content of requests, None if they have none.
        paging: how to get a list page by page, None if it returns no such list.
        long_running: how to follow a task that it starts, None if it starts none.
        security: the credentials that its requests contain; None for all of the API.
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
        """The first successful (2xx) response, whose description samples print."""
        for response in self.responses:  # a loop, since each sample needs this several times
            if response.status < 300:
                return response
        raise LookupError("an operation has an answer of success")

    @property
    def failures(self) -> tuple[tuple[int, tuple[ApiError, ...]], ...]:
        """Errors grouped by status, in ascending order."""
        statuses = sorted({error.status for error in self.errors})
        return tuple((s, tuple(e for e in self.errors if e.status == s)) for s in statuses)

    @property
    def result(self) -> Content | None:
        """The content of the first successful response that has any, None if all are empty."""
        for response in self.responses:
            if response.status < 300 and response.content is not None:
                return response.content
        return None


class Api(Struct, frozen=True):
    """One version of an API.

    Attributes:
        id: its id.
        title: its title.
        version: its version.
        endpoint: scheme and host, in pieces, with or without the placeholder `region`.
        base_path: the path that all paths of operations begin with; may be empty.
        regions: the regions; may be empty.
        default_region: the id of the region that samples call unless the user chooses another one;
            None to call `endpoint` as it is.
        timeout: seconds to wait for an answer.
        credentials: all credentials.
        headers: headers that every request has.
        operations: the operations, in the order of the spec.
        targets: ids of the targets to publish, None if the spec does not list them.
        code_paths: places of the error code in the JSON of an error.
        message_paths: places of the error message in the JSON of an error.
        file: the file it was read from, for messages.
        snippet_tags: the docs site generator whose tags surround the request of each sample, None
            for no tags.
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
        """Folder of all files of this API version, relative to the output folder."""
        return f"{self.id}/{self.version}"

    @property
    def errors(self) -> tuple[ApiError, ...]:
        """The error table: the errors of all operations, without duplicates."""
        rows = (error for operation in self.operations for error in operation.errors)
        return tuple(dict.fromkeys(rows))

    @property
    def own_endpoints(self) -> tuple[Region, ...]:
        """Regions whose endpoint does not follow the API's pattern."""
        return tuple(r for r in self.regions if r.endpoint != self.endpoint_in(r.id))

    def secrets(self, operation: Operation) -> tuple[Credential, ...]:
        """Return the credentials that requests of an operation contain."""
        return self.credentials if operation.security is None else operation.security

    def header_secrets(self, operation: Operation) -> tuple[Credential, ...]:
        """Return the credentials of an operation that are in headers, including cookies."""
        return tuple(c for c in self.secrets(operation) if c.where is not Where.QUERY)

    @property
    def has_choice(self) -> bool:
        """Whether an operation takes other credentials than the API as a whole."""
        return any(operation.security is not None for operation in self.operations)

    def endpoint_in(self, region: str) -> str:
        """Return the endpoint for a region.

        Arguments:
            region: the region's id, or any other text to put in its place.
        """
        return join_pieces(self.endpoint, region)
