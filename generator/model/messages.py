"""Parts of requests and responses: servers, secrets, parameters, content, headers and errors."""

from __future__ import annotations

from enum import StrEnum

from generator.model.schema import Schema, Type
from generator.model.statuses import ErrorStatus, reason_phrase, status_label
from generator.model.structs import Deferred, Struct
from generator.model.text import Text, first_paragraph, reveal
from generator.model.values import Object, Value, as_text, scalar_text


class Link(Struct, frozen=True):
    """A page that says more: its URL, and what it is. The description may be empty."""

    url: Text
    description: Text


class Tag(Struct, frozen=True):
    """A group of operations, such as `Billing`.

    Attributes:
        name: its name, by which operations refer to it.
        description: what its operations are for. Empty if the document does not say.
    """

    name: Text
    description: Text


class Server(Struct, frozen=True):
    """The server of one operation, in place of the API's.

    Attributes:
        endpoint: the scheme and the host. Empty for those of the API.
        base_path: the path in front of the operation's path. It may be empty.
    """

    endpoint: str
    base_path: str


class Obtain(Struct, frozen=True):
    """How a reader gets a secret.

    Attributes:
        description: how, in words. None if there is a command alone.
        command: the command of a POSIX shell that prints the secret, on one line. None without one.
    """

    description: Text | None
    command: Text | None


class Where(StrEnum):
    """The place of a value in a request. The names are those of OpenAPI's `in`."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"


class ParameterStyle(StrEnum):
    """How a parameter writes an array or object. The names are those of OpenAPI's `style`.

    `FORM` stands for the usual style of each place, which is `simple` in paths and headers. `LABEL`
    and `MATRIX` are for paths, and the others for queries.
    """

    FORM = "form"
    SPACE = "spaceDelimited"
    PIPE = "pipeDelimited"
    DEEP = "deepObject"
    LABEL = "label"
    MATRIX = "matrix"

    @property
    def separator(self) -> str:
        """The text between the items of an array, or of an object, that is sent as one value."""
        return {ParameterStyle.SPACE: " ", ParameterStyle.PIPE: "|"}.get(self, ",")


class Parameter(Struct, frozen=True):
    """A parameter of an operation (OpenAPI 3.1, Parameter Object).

    Attributes:
        name: its name in the request.
        where: whether it is in the path, the query, a header or a cookie.
        description: what it is for; empty if the spec does not say.
        required: whether every request must have it.
        schema: the values that it may have.
        explode: whether each item or member of an array or object is written by itself. In the
            query and in cookies, each is a parameter or a cookie of its own. In paths and headers,
            members are written as `name=value`. If false, items are joined to one value.
        style: how an array or object is written.
        reserved: whether reserved characters in a query are sent as they are, as far as they can
            stand there (OpenAPI's `allowReserved`).
        send: whether samples send it although it is not required.
        deprecated: whether callers should no longer send it.
    """

    name: Text
    where: Where
    description: Text
    required: bool
    schema: Schema
    explode: bool = True
    style: ParameterStyle = ParameterStyle.FORM
    reserved: bool = False
    send: bool = False
    deprecated: bool = False

    @property
    def is_sent(self) -> bool:
        """Whether samples send it, also without a value that the user gives."""
        return self.required or self.send

    @property
    def is_repeated(self) -> bool:
        """Whether each item or member is a parameter or a cookie of its own."""
        return self.explode and self.where in (Where.QUERY, Where.COOKIE)

    def pairs(self, value: Value) -> tuple[tuple[Text, Text], ...]:
        """Return the names and values that a request has for this parameter, not percent-encoded.

        Arguments:
            value: the value to send. For an array, it may also be one text in which commas separate
                the items.

        Returns:
            Names with their values, in order: several if each item or member is a parameter of its
            own, else one.
        """
        if isinstance(value, Object):
            return self._members(value)
        items = value if isinstance(value, tuple) else (value,)
        if isinstance(value, Text) and self.schema.type is Type.ARRAY:
            if not self.is_repeated and self.style.separator == ",":
                return ((self.name, value),)  # the same object, with its place in the spec
            items = tuple(map(Text, reveal(value).split(",")))
        if self.schema.type is Type.ARRAY and not self.is_repeated:
            items = (Text(self.style.separator.join(map(scalar_text, items))),)
        return tuple((self.name, as_text(item)) for item in items)

    def _members(self, value: Object) -> tuple[tuple[Text, Text], ...]:
        """Return the names and values for an object."""
        if self.explode and not self.is_repeated:
            rows = (f"{reveal(key)}={scalar_text(member)}" for key, member in value.members)
            return ((self.name, Text(self.style.separator.join(rows))),)
        if self.style is ParameterStyle.DEEP:
            name = reveal(self.name)
            return tuple(
                (Text(f"{name}[{reveal(key)}]", key.mark), as_text(member))
                for key, member in value.members
            )
        if self.explode:
            return tuple((key, as_text(member)) for key, member in value.members)
        words = [text for key, v in value.members for text in (reveal(key), scalar_text(v))]
        return ((self.name, Text(self.style.separator.join(words))),)


class ContentKind(StrEnum):
    """The format of a body.

    `FORM` and `MULTIPART` are the two formats of HTML forms. `FILE` is the bytes of a file.
    """

    JSON = "json"
    FORM = "form"
    MULTIPART = "multipart"
    TEXT = "text"
    FILE = "file"


# The key of the body among values by parameter name. No parameter has an empty name.
BODY = ""
# Methods whose requests often have a body. That of others has no meaning of its own (RFC 9110,
# section 9.3), but some APIs give one to that of GET.
WITH_BODY = ("POST", "PUT", "PATCH", "DELETE")
FORM_TYPE = "application/x-www-form-urlencoded"
MULTIPART_TYPE = "multipart/form-data"


class Content(Struct, frozen=True, eq=False):
    """The content of a request or an answer (RFC 9110, section 6.4).

    Two contents are equal if their formats, media types, schemas and descriptions are. To compare
    them, their schemas are read unless that is done already.

    Attributes:
        kind: the format.
        media_type: the media type. That of a request's body has the parameters that samples send,
            such as `text/plain; charset=us-ascii`; that of an answer has none.
        source: the schema, or a `Deferred` that reads the schema at its first use.
        description: what the content is. None if the spec does not say.
    """

    kind: ContentKind
    media_type: str
    source: Schema | Deferred[Schema]
    description: Text | None = None

    @property
    def schema(self) -> Schema:
        """The schema of the content.

        Raises:
            ProblemsError: if the schema is read only now and has problems.
        """
        return self.source.get() if isinstance(self.source, Deferred) else self.source

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Content) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash(self._parts())

    def _parts(self) -> tuple[object, ...]:
        """Return the values that two equal contents share."""
        return self.kind, self.media_type, self.schema, self.description


class ResponseHeader(Struct, frozen=True):
    """A header of an answer.

    Attributes:
        name: its name.
        description: what it says. It may be empty.
        example: an example of its value. Empty if there is none.
    """

    name: Text
    description: Text
    example: Text

    @property
    def label(self) -> Text:
        """The header's name with a colon, as samples print it."""
        return Text(f"{reveal(self.name)}:")


class AnswerExample(Struct, frozen=True):
    """A named example of the content of an answer.

    Attributes:
        id: its name, different from those of the answer's other examples.
        title: its name for people.
        value: the content: JSON or a text.
        description: what it shows. None if nothing is said.
    """

    id: Text
    title: Text
    value: Value
    description: Text | None = None


class Response(Struct, frozen=True):
    """A documented answer that is not an error. Its body is empty if `content` is None.

    Attributes:
        status: the status, from 200 to 399.
        description: what it means.
        content: what it carries.
        headers: the headers that samples print.
        accept: the media type of the content with its parameters, such as `application/json;v=2`,
            for which requests ask. None if it has no parameters.
        other_headers: the headers that pages alone show.
        examples: its named examples, which pages alone show. Samples and `gen verify` have the
            example of the content.
    """

    status: int
    description: Text
    content: Content | None = None
    headers: tuple[ResponseHeader, ...] = ()
    accept: Text | None = None
    other_headers: tuple[ResponseHeader, ...] = ()
    examples: tuple[AnswerExample, ...] = ()

    @property
    def sentence(self) -> Text:
        """The first paragraph of the description on one line, which samples print."""
        return first_paragraph(self.description)

    @property
    def phrase(self) -> str:
        """The reason phrase of the status; see `reason_phrase`."""
        return reason_phrase(self.status)


class ApiError(Struct, frozen=True):
    """A documented error: one row of the error table.

    Attributes:
        id: its short name, different from those of the API's other errors.
        status: the HTTP status code, or a range of them.
        code: the API's own code for the error. None if it has none, or if none is documented.
        description: what the error means, for the reference pages.
        message: the API's own message, exactly as in the answer. None if none is documented.
        retry_after: the value of the header Retry-After, in seconds (RFC 9110, section 10.2.3).
            None if the answer does not have that header.
        body: the body of the answer, which is JSON. None if the body is empty.
        headers: its other headers, without examples.
    """

    id: str
    status: ErrorStatus
    code: Text | None
    description: Text
    message: Text | None
    retry_after: int | None
    body: Text | None
    headers: tuple[ResponseHeader, ...] = ()

    @property
    def phrase(self) -> str:
        """The reason phrase of the status; see `reason_phrase`."""
        return reason_phrase(self.status)

    @property
    def label(self) -> str:
        """The status as pages show it, such as `404 Not Found` or `any other status`."""
        return status_label(self.status)

    @property
    def heading(self) -> str:
        """The status as a heading, such as `404 Not Found` or `Any other status`."""
        return self.label[:1].upper() + self.label[1:]

    @property
    def retry_line(self) -> str:
        """The header Retry-After as a line of HTTP. Use it only if `retry_after` is not None."""
        return f"Retry-After: {self.retry_after}"
