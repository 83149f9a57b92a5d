"""What requests and responses consist of: parameters, content, headers, documented errors."""

from __future__ import annotations

from enum import StrEnum

from generator.model.schema import Schema, Type
from generator.model.structs import Deferred, Struct
from generator.model.text import Text, reveal
from generator.model.values import Object, Value, as_text, scalar_text


class Where(StrEnum):
    """Where in a request a value goes."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"


class ParameterStyle(StrEnum):
    """How a query has an array or an object; OpenAPI's names."""

    FORM = "form"
    SPACE = "spaceDelimited"
    PIPE = "pipeDelimited"
    DEEP = "deepObject"

    @property
    def separator(self) -> str:
        """What stands between the items of an array that is sent as one."""
        return {ParameterStyle.SPACE: " ", ParameterStyle.PIPE: "|"}.get(self, ",")


class Parameter(Struct, frozen=True):
    """A value that the caller chooses.

    With `explode`, an array or an object of a query is sent as one parameter an item or member,
    else as one, joined by what its style says. Elsewhere all are joined by commas.
    """

    name: Text
    where: Where
    description: Text
    required: bool
    schema: Schema
    explode: bool = True
    style: ParameterStyle = ParameterStyle.FORM

    def pairs(self, value: Value) -> tuple[tuple[Text, Text], ...]:
        """Write a value of it: names and values in order, as many as there are of it in a request.

        A text in place of an array has its items, joined by commas.
        """
        if isinstance(value, Object):
            return self._members(value)
        items = value if isinstance(value, tuple) else (value,)
        if isinstance(value, Text) and self.schema.type is Type.ARRAY:
            if not self.explode and self.style.separator == ",":
                return ((self.name, value),)  # which keeps its place
            items = tuple(map(Text, reveal(value).split(",")))
        if self.schema.type is Type.ARRAY and not self.explode:
            items = (Text(self.style.separator.join(map(scalar_text, items))),)
        return tuple((self.name, as_text(item)) for item in items)

    def _members(self, value: Object) -> tuple[tuple[Text, Text], ...]:
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
    """How content is written."""

    JSON = "json"
    FORM = "form"
    MULTIPART = "multipart"
    TEXT = "text"
    FILE = "file"


# RFC 9110, 9.3: content of the other methods has no meaning that all servers agree on.
# The name of the body among values by name; no parameter can have it.
BODY = ""
WITH_BODY = ("POST", "PUT", "PATCH", "DELETE")
FORM_TYPE = "application/x-www-form-urlencoded"
MULTIPART_TYPE = "multipart/form-data"


class Content(Struct, frozen=True, eq=False):
    """What a message carries, and how it is written (RFC 9110, 8).

    `source` is its schema, or reads it.
    """

    kind: ContentKind
    media_type: str
    source: Schema | Deferred[Schema]
    description: Text | None = None

    @property
    def schema(self) -> Schema:
        """What it holds; raises ProblemsError if the document says that in a faulty way."""
        return self.source.get() if isinstance(self.source, Deferred) else self.source

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Content) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash(self._parts())

    def _parts(self) -> tuple[object, ...]:
        return self.kind, self.media_type, self.schema, self.description


class ResponseHeader(Struct, frozen=True):
    """A field line of an answer that a caller needs; `example` is what it may hold."""

    name: Text
    description: Text
    example: Text

    @property
    def label(self) -> Text:
        """Its name and a colon, as samples print it."""
        return Text(f"{reveal(self.name)}:")


class Response(Struct, frozen=True):
    """An answer of success; without `content`, its body is empty."""

    status: int
    description: Text
    content: Content | None = None
    headers: tuple[ResponseHeader, ...] = ()

    @property
    def phrase(self) -> str:
        """The reason phrase that RFC 9110 and the IANA registry give the status."""
        return reason_phrase(self.status)


class ApiError(Struct, frozen=True):
    """One row of the error table.

    `message` is what the API says, to the byte; `description` is what the reference says about
    it. `body` is the JSON document that carries it, None for an empty body. `retry_after` is the
    value of the Retry-After field in seconds (RFC 9110, 10.2.3).
    """

    id: str
    status: int
    code: Text | None
    description: Text
    message: Text
    retry_after: int | None
    body: Text | None

    @property
    def phrase(self) -> str:
        """The reason phrase that RFC 9110 and the IANA registry give the status."""
        return reason_phrase(self.status)

    @property
    def retry_line(self) -> str:
        """The Retry-After field line; only where `retry_after` is not None."""
        return f"Retry-After: {self.retry_after}"


# RFC 9110's names where Python before 3.13 has those of RFC 7231; output is the same on all.
_PHRASES = {
    413: "Content Too Large",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    422: "Unprocessable Content",
}


def reason_phrase(status: int) -> str:
    """Give the reason phrase of a status; empty if nobody registered it."""
    from http import HTTPStatus

    if status in _PHRASES:
        return _PHRASES[status]
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
