"""Parts of requests and responses: parameters, content, headers and documented errors."""

from __future__ import annotations

from enum import StrEnum

from generator.model.schema import Schema, Type
from generator.model.structs import Deferred, Struct
from generator.model.text import Text, reveal
from generator.model.values import Object, Value, as_text, scalar_text


class Where(StrEnum):
    """The place of a value in a request; names of OpenAPI's `in`."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"


class ParameterStyle(StrEnum):
    """How an array or object is written in a query; names of OpenAPI's `style`."""

    FORM = "form"
    SPACE = "spaceDelimited"
    PIPE = "pipeDelimited"
    DEEP = "deepObject"

    @property
    def separator(self) -> str:
        """Text between the items of an array that is sent as one value."""
        return {ParameterStyle.SPACE: " ", ParameterStyle.PIPE: "|"}.get(self, ",")


class Parameter(Struct, frozen=True):
    """A parameter of an operation (OpenAPI 3.1, Parameter Object).

    Attributes:
        name: its name in the request.
        where: its place in the request.
        description: its description in the spec.
        required: whether a request must have it.
        schema: the schema of its value.
        explode: whether an array or object in the query is sent as several parameters, one for
            each item or member; else its items are joined to one value.
        style: how an array or object is written in the query; elsewhere, commas join items.
    """

    name: Text
    where: Where
    description: Text
    required: bool
    schema: Schema
    explode: bool = True
    style: ParameterStyle = ParameterStyle.FORM

    def pairs(self, value: Value) -> tuple[tuple[Text, Text], ...]:
        """Return the names and values that a request has for a value of this parameter, in order.

        Arguments:
            value: the value. A text for an array has the items, with commas between them.
        """
        if isinstance(value, Object):
            return self._members(value)
        items = value if isinstance(value, tuple) else (value,)
        if isinstance(value, Text) and self.schema.type is Type.ARRAY:
            if not self.explode and self.style.separator == ",":
                return ((self.name, value),)  # the same object, with its place in the spec
            items = tuple(map(Text, reveal(value).split(",")))
        if self.schema.type is Type.ARRAY and not self.explode:
            items = (Text(self.style.separator.join(map(scalar_text, items))),)
        return tuple((self.name, as_text(item)) for item in items)

    def _members(self, value: Object) -> tuple[tuple[Text, Text], ...]:
        """Return the names and values for an object."""
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
    """The format of content."""

    JSON = "json"
    FORM = "form"
    MULTIPART = "multipart"
    TEXT = "text"
    FILE = "file"


# The key of the body among values by parameter name. No parameter has an empty name.
BODY = ""
# Methods whose requests may have a body. For other methods, servers differ (RFC 9110, 9.3).
WITH_BODY = ("POST", "PUT", "PATCH", "DELETE")
FORM_TYPE = "application/x-www-form-urlencoded"
MULTIPART_TYPE = "multipart/form-data"


class Content(Struct, frozen=True, eq=False):
    """The content of a request or an answer (RFC 9110, 6.4).

    Two are equal if their schemas are, whether these are read already or not.

    Attributes:
        kind: the format.
        media_type: the media type, without parameters.
        source: the schema, or a `Deferred` that reads it.
        description: the description in the spec, None if there is none.
    """

    kind: ContentKind
    media_type: str
    source: Schema | Deferred[Schema]
    description: Text | None = None

    @property
    def schema(self) -> Schema:
        """The schema of the content; reading it may raise ProblemsError."""
        return self.source.get() if isinstance(self.source, Deferred) else self.source

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Content) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash(self._parts())

    def _parts(self) -> tuple[object, ...]:
        """Return the values that two equal contents share."""
        return self.kind, self.media_type, self.schema, self.description


class ResponseHeader(Struct, frozen=True):
    """A header of an answer that callers need; `example` is an example of its value."""

    name: Text
    description: Text
    example: Text

    @property
    def label(self) -> Text:
        """Its name with a colon, as samples print it."""
        return Text(f"{reveal(self.name)}:")


class Response(Struct, frozen=True):
    """A documented answer that is not an error; its body is empty if `content` is None."""

    status: int
    description: Text
    content: Content | None = None
    headers: tuple[ResponseHeader, ...] = ()

    @property
    def phrase(self) -> str:
        """Reason phrase of the status (RFC 9110, 15; IANA HTTP Status Code Registry)."""
        return reason_phrase(self.status)


class ApiError(Struct, frozen=True):
    """A documented error: one row of the error table.

    Attributes:
        id: its id in the spec.
        status: the status code.
        code: the error code, None if it has none.
        description: the explanation in the reference.
        message: the exact message in the answer.
        retry_after: seconds in the Retry-After field (RFC 9110, 10.2.3), None without the field.
        body: the JSON document in the body, None if the body is empty.
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
        """Reason phrase of the status (RFC 9110, 15; IANA HTTP Status Code Registry)."""
        return reason_phrase(self.status)

    @property
    def retry_line(self) -> str:
        """The Retry-After field line; only valid if `retry_after` is not None."""
        return f"Retry-After: {self.retry_after}"


# Phrases of RFC 9110. Python before 3.13 has older ones, and output must not depend on Python.
_PHRASES = {
    413: "Content Too Large",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    422: "Unprocessable Content",
}


def reason_phrase(status: int) -> str:
    """Return the reason phrase of a status, empty for an unregistered one."""
    from http import HTTPStatus

    if status in _PHRASES:
        return _PHRASES[status]
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
