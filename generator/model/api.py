"""An API with its operations, credentials and regions.

It is read from a spec, in gen's own language, or from an OpenAPI document, and has the same model.

Names follow OpenAPI 3.1 and RFC 9110. Text that an author wrote freely, such as a title, is a
`Text`. Values that can only have safe characters, such as ids, methods and endpoints, are `str`.
"""

from __future__ import annotations

from generator.errors import Mark
from generator.model.credentials import Credential
from generator.model.follow_ups import JsonPath, LongRunning, Paging
from generator.model.messages import (
    ApiError,
    Content,
    Link,
    Parameter,
    Response,
    ResponseHeader,
    Server,
    Tag,
    Where,
)
from generator.model.statuses import ErrorStatus, status_order
from generator.model.structs import Struct
from generator.model.text import FieldMarks, Placeholder, Text, join_pieces, reveal
from generator.model.variants import Loop, OwnSample, Variant, with_loops


class Region(Struct, frozen=True):
    """One of several hosts that serve the same API.

    Attributes:
        id: its short name, such as `norwayeast`.
        name: its name for people, such as `Norway East`.
        endpoint: the scheme and the host, without a trailing slash.
    """

    id: str
    name: Text
    endpoint: str


class Header(Struct, frozen=True):
    """A header that every request of the API has, always with the same value."""

    name: Text
    value: Text
    description: Text


class Availability(Struct, frozen=True):
    """The regions of the API in which an operation is available.

    Attributes:
        ids: the ids of these regions, or of all other regions; at least one.
        is_exception: whether the operation is available in all regions but these.
    """

    ids: tuple[Text, ...]
    is_exception: bool = False

    @property
    def mark(self) -> Mark | None:
        """The position of the ids in the spec."""
        return self.ids[0].mark


class Failure(Struct, frozen=True):
    """All errors of an operation with one status, of which there is at least one."""

    status: ErrorStatus
    errors: tuple[ApiError, ...]

    @property
    def headers(self) -> tuple[ResponseHeader, ...]:
        """The headers of these errors, each name once."""
        headers: dict[str, ResponseHeader] = {}
        for error in self.errors:
            for header in error.headers:
                headers.setdefault(reveal(header.name).casefold(), header)
        return tuple(headers.values())


class Operation(Struct, frozen=True):
    """An operation: a method on a path (OpenAPI 3.1, Operation Object).

    Attributes:
        id: its short name, different from those of the API's other operations.
        title: its name for people.
        summary: what the operation does, in a sentence.
        note: what readers should know before they call the operation. None if there is no note.
        method: the HTTP method, in upper case.
        path: the path below the API's base path: literal text in URL characters (RFC 3986, pchar
            and `/`), and placeholders for path parameters.
        parameters: its parameters in the path, the query, headers and cookies.
        responses: the answers that are not errors, at least one. Those of a spec are in the order
            of the spec. Those of an OpenAPI document are ordered by status.
        errors: the documented errors that it can answer with, in the order of the spec or document.
        body: the content of request bodies. None if requests have no body.
        paging: how to get all items of the list that it returns. None if it returns no pages.
        long_running: how to wait for the task that it starts. None if it starts no such task.
        security: the credentials that its requests contain. None if they contain all of the API.
        other_security: the credentials that do in their place, each list alone. An empty list is
            among them if requests need none.
        availability: in which regions it is available. None if it is in all regions of the API.
        server: the server that it has. None if it has that of the API.
        fragment: what its path has behind `#`, to tell it from another operation with the same
            requests. It is never sent.
        examples: its named examples, in the order of the spec or document. There may be none.
        own_samples: the samples that the author of the spec wrote.
        description: all that it does. None if the summary says all.
        tags: the names of the groups that it is in.
        deprecated: whether callers should use something else.
        docs: where more is said about it. None if there is no such page.
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
    availability: Availability | None = None
    server: Server | None = None
    fragment: str = ""
    examples: tuple[Variant, ...] = ()
    own_samples: tuple[OwnSample, ...] = ()
    description: Text | None = None
    tags: tuple[Text, ...] = ()
    deprecated: bool = False
    docs: Link | None = None
    other_security: tuple[tuple[Credential, ...], ...] = ()

    def __hash__(self) -> int:  # To hash all parts takes a tenth of the time of rendering clients.
        return hash(self.id)

    @property
    def has_own_host(self) -> bool:
        """Whether its requests go to a host of its own, whatever the region is."""
        return self.server is not None and self.server.endpoint != ""

    @property
    def variants(self) -> tuple[Variant, ...]:
        """Its samples, in order: one for each example, always at least one, and one for each loop.

        The first one is the operation's sample, and its files have the operation's name.
        """
        return with_loops(self.examples, self.loops)

    @property
    def loops(self) -> tuple[Loop, ...]:
        """What samples can repeat: the call for the next page, or the question for the state."""
        if self.paging is None and self.long_running is None:  # most have neither
            return ()
        follow_ups = ((self.paging, Loop.ALL_PAGES), (self.long_running, Loop.UNTIL_DONE))
        return tuple(loop for follow_up, loop in follow_ups if follow_up is not None)

    def own_sample(self, target: str, variant: Variant) -> OwnSample | None:
        """Return the author's sample of a target, by its id, and a variant; None without one."""
        return next(
            (
                own
                for own in self.own_samples
                if reveal(own.target) == target and own.variant == variant.id
            ),
            None,
        )

    @property
    def success(self) -> Response:
        """The first response with a status below 300. Samples print its description.

        Raises:
            LookupError: if there is none. Readers of specs and documents make sure that there is
                one.
        """
        for response in self.responses:  # a loop, since each sample needs this several times
            if response.status < 300:
                return response
        raise LookupError("an operation has an answer of success")

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The errors grouped by status: each status, ranges last, with its errors."""
        statuses = sorted({error.status for error in self.errors}, key=status_order)
        return tuple(Failure(s, tuple(e for e in self.errors if e.status == s)) for s in statuses)

    @property
    def result(self) -> Content | None:
        """The content of the first response with a status below 300 that has content.

        None if no such response has any.
        """
        for response in self.responses:
            if response.status < 300 and response.content is not None:
                return response.content
        return None


class Api(Struct, frozen=True):
    """One version of an API.

    A target is one kind of sample of a language, such as Java with OkHttp.

    Attributes:
        id: its short name.
        title: its name for people.
        version: its version, such as `v1.1`.
        endpoint: the scheme and the host, as literal texts and at most the placeholder `region`.
        base_path: the path that the paths of all operations begin with. It may be empty.
        regions: the regions. There may be none.
        default_region: the id of the region that samples call unless their user chooses another.
            None if samples call `endpoint` as it is.
        timeout: the seconds that samples wait for an answer.
        credentials: all secrets that samples of the API send.
        headers: headers that every request has, always with the same value.
        operations: the operations, in the order of the spec or document.
        targets: the ids of the targets to publish. None if the spec does not list them.
        code_paths: the JSON paths at which bodies of errors have the error code.
        message_paths: the JSON paths at which bodies of errors have the error message.
        file: the path of the file that describes the API, as messages show it.
        snippet_tags: the generator of docs sites, such as `sphinx`, whose tags surround the request
            in each sample. None if samples have no such tags.
        table_on_pages: whether the page of each operation has the table of regions. Otherwise an
            API has the table once, and pages link to it.
        marks: the places of fields in `file`.
        is_markdown: whether descriptions are CommonMark. Otherwise, they mean themselves.
        description: what the API is for. Empty if nothing says so.
        tags: the groups of operations, in the order of the spec or document.
        docs: where more is said about the API. None if there is no such page.
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
    table_on_pages: bool = False
    marks: FieldMarks = FieldMarks()
    is_markdown: bool = False
    description: Text = Text("")
    tags: tuple[Tag, ...] = ()
    docs: Link | None = None

    @property
    def name(self) -> str:
        """The id and the version, which no two APIs share."""
        return f"{self.id} {self.version}"

    @property
    def folder(self) -> str:
        """The folder of all files of this API version, relative to the output folder."""
        return f"{self.id}/{self.version}"

    @property
    def errors(self) -> tuple[ApiError, ...]:
        """The error table: the documented errors of all operations, without duplicates."""
        rows = (error for operation in self.operations for error in operation.errors)
        return tuple(dict.fromkeys(rows))

    @property
    def has_region_page(self) -> bool:
        """Whether one page has the table of regions, and the pages of operations link to it."""
        return bool(self.regions) and not self.table_on_pages

    @property
    def own_endpoints(self) -> tuple[Region, ...]:
        """The regions whose endpoint is not the API's `endpoint` with the region's id in it."""
        return tuple(r for r in self.regions if r.endpoint != self.endpoint_in(r.id))

    def regions_of(self, operation: Operation | None) -> tuple[Region, ...]:
        """Return the regions in which an operation is available, in the order of the regions.

        Arguments:
            operation: the operation; None for all regions of the API. One that has a host of its
                own is in no region.
        """
        if operation is not None and operation.has_own_host:
            return ()
        found = None if operation is None else operation.availability
        if found is None:
            return self.regions
        ids = set(map(reveal, found.ids))
        return tuple(r for r in self.regions if (r.id in ids) is not found.is_exception)

    def ordered_regions(self, operation: Operation) -> tuple[Region, ...]:
        """Return the regions in which an operation is available, in the order of the spec's list.

        Samples call the first if the operation is not available in the region to call.
        """
        found, regions = operation.availability, self.regions_of(operation)
        if found is None or found.is_exception:
            return regions
        places = {reveal(id_): place for place, id_ in enumerate(found.ids)}
        return tuple(sorted(regions, key=lambda region: places[region.id]))

    def secrets(self, operation: Operation) -> tuple[Credential, ...]:
        """Return the credentials that requests of an operation contain."""
        return self.credentials if operation.security is None else operation.security

    def ways_in(self, operation: Operation) -> tuple[tuple[Credential, ...], ...]:
        """Return the lists of credentials of which each lets requests of an operation in.

        That of samples is first. An empty one is last: it is for callers that have none.
        """
        ways = dict.fromkeys((self.secrets(operation), *operation.other_security))
        return tuple(sorted(ways, key=lambda way: not way))

    @property
    def all_credentials(self) -> tuple[Credential, ...]:
        """The credentials of samples, then those that only do in their place."""
        others = (c for o in self.operations for way in o.other_security for c in way)
        return tuple(dict.fromkeys((*self.credentials, *others)))

    def header_secrets(self, operation: Operation) -> tuple[Credential, ...]:
        """Return the credentials of an operation that are sent in headers or as cookies."""
        return tuple(c for c in self.secrets(operation) if c.where is not Where.QUERY)

    @property
    def has_choice(self) -> bool:
        """Whether an operation does not take all credentials of the API, or takes others, too."""
        return any(o.security is not None or o.other_security for o in self.operations)

    def groups(self) -> tuple[tuple[Tag | None, tuple[Operation, ...]], ...]:
        """Return the operations by their first tag, in the order of the tags.

        Those without a tag come last, with None.
        """
        tags = {reveal(tag.name): tag for tag in self.tags}
        rows: dict[str, list[Operation]] = {name: [] for name in tags}
        for operation in self.operations:
            name = reveal(operation.tags[0]) if operation.tags else ""
            rows.setdefault(name, []).append(operation)
        if "" in rows:
            rows[""] = rows.pop("")
        return tuple(
            (tags.get(name, Tag(Text(name), Text("")) if name else None), tuple(found))
            for name, found in rows.items()
            if found
        )

    def endpoint_in(self, region: str) -> str:
        """Return the API's `endpoint` for a region: a scheme and a host.

        Arguments:
            region: the text to put in place of the placeholder `region`, usually a region's id.
        """
        return join_pieces(self.endpoint, region)
