"""The parts of the page of an operation, in the order of the page, with the ids that links lead to.

Required parameters and fields stand before the others, each in the order of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from generator.model.api import Api, Header, Operation
from generator.model.credentials import Credential
from generator.model.messages import (
    AnswerExample,
    ApiError,
    Content,
    Parameter,
    Response,
    ResponseHeader,
    Where,
)
from generator.model.schema import Field, Schema
from generator.model.statuses import ErrorStatus
from generator.model.structs import Struct
from generator.model.text import Placeholder, Text, first_paragraph, reveal
from generator.publishing.anchors import Anchors

# The most fields of a value whose page shows them unfolded, however deep they are.
_MAX_UNFOLDED = 24


class UrlPart(Struct, frozen=True):
    """A part of the path of a URL: a text, or a parameter in braces with the id of its row."""

    text: Text
    anchor: str = ""


class ShownParameter(Struct, frozen=True):
    """A parameter, and the id of its row."""

    parameter: Parameter
    anchor: str


class ShownSecret(Struct, frozen=True):
    """A credential, and the id of its row."""

    secret: Credential
    anchor: str


class ShownHeader(Struct, frozen=True):
    """A header that each request has or an answer can have, and the id of its row."""

    header: Header | ResponseHeader
    anchor: str


class ShownField(Struct, frozen=True):
    """A field of a value.

    Attributes:
        field: the field.
        anchor: the id of its row.
        fields: the fields of its value, or of the items of its value.
        is_open: whether these are unfolded at first.
        is_outermost: whether it is in no other field.
    """

    field: Field
    anchor: str
    fields: tuple[ShownField, ...]
    is_open: bool
    is_outermost: bool


class ShownAnswerExample(Struct, frozen=True):
    """A named example of an answer, and the id of its element."""

    example: AnswerExample
    anchor: str


class ShownResponse(Struct, frozen=True):
    """A documented answer with the rows of its headers and fields.

    Attributes:
        response: the answer.
        about: what its description says in one paragraph; None if its phrase says as much.
        headers: the rows of its headers.
        fields: the rows of its fields.
        examples: its named examples; none if it has but one.
    """

    response: Response
    about: Text | None
    headers: tuple[ShownHeader, ...]
    fields: tuple[ShownField, ...]
    examples: tuple[ShownAnswerExample, ...]


class ShownError(Struct, frozen=True):
    """A documented error, and the id of its row.

    Attributes:
        error: the error.
        anchor: the id.
        about: what its description says in one paragraph; None if its phrase says as much.
    """

    error: ApiError
    anchor: str
    about: Text | None


class StatusErrors(Struct, frozen=True):
    """The documented errors of one status.

    Attributes:
        status: the status, or a range of them.
        label: the status for people, such as `404 Not Found`.
        phrase: the same without the status's number.
        errors: the errors.
        headers: the headers of these errors, each name once.
    """

    status: ErrorStatus
    label: str
    phrase: str
    errors: tuple[ShownError, ...]
    headers: tuple[ResponseHeader, ...]

    @property
    def has_codes(self) -> bool:
        """Whether codes tell the errors apart, or could."""
        return len(self.errors) > 1 or self.errors[0].error.code is not None


class OperationPage(Struct, frozen=True):
    """What the page of an operation shows of it.

    Attributes:
        path: the parts of the path.
        parameters: its parameters.
        query_secrets: its credentials in the query.
        secrets: its credentials in headers and cookies.
        headers: the headers that each request of the API has.
        fields: the fields of the request's body.
        responses: the answers that are not errors: success first.
        errors: the errors by status.
    """

    path: tuple[UrlPart, ...]
    parameters: tuple[ShownParameter, ...]
    query_secrets: tuple[ShownSecret, ...]
    secrets: tuple[ShownSecret, ...]
    headers: tuple[ShownHeader, ...]
    fields: tuple[ShownField, ...]
    responses: tuple[ShownResponse, ...]
    errors: tuple[StatusErrors, ...]


def make_operation_page(api: Api, operation: Operation) -> OperationPage:
    """Make the parts of the page of an operation.

    Arguments:
        api: the API of the operation.
        operation: the operation.
    """
    anchors = Anchors()
    parameters = tuple(
        ShownParameter(parameter, anchors.make("parameter", reveal(parameter.name)))
        for parameter in sorted(operation.parameters, key=lambda p: not p.required)
    )
    rows = {
        reveal(row.parameter.name): row.anchor
        for row in parameters
        if row.parameter.where is Where.PATH
    }
    in_query = [c for c in api.secrets(operation) if c.where is Where.QUERY]
    return OperationPage(
        path=tuple(_path_parts(api, operation, rows)),
        parameters=parameters,
        query_secrets=_secrets(in_query, "parameter", anchors),
        secrets=_secrets(api.header_secrets(operation), "header", anchors),
        headers=_headers(api.headers, "header", anchors),
        fields=_content_fields(operation.body, "request-body", anchors),
        responses=tuple(
            ShownResponse(
                response,
                _about(response.description, response.phrase),
                _headers(
                    (*response.headers, *response.other_headers),
                    f"response-{response.status}-header",
                    anchors,
                ),
                _content_fields(response.content, f"response-{response.status}", anchors),
                tuple(
                    ShownAnswerExample(
                        example, anchors.make(f"answer-{response.status}", reveal(example.id))
                    )
                    for example in response.examples
                ),
            )
            for response in sorted(operation.responses, key=lambda r: r.status >= 300)
        ),
        errors=tuple(
            StatusErrors(
                failure.status,
                failure.errors[0].heading,
                failure.errors[0].heading.removeprefix(str(failure.status)).strip(),
                tuple(
                    ShownError(
                        error,
                        anchors.make(f"error-{failure.status}", reveal(error.code or "")),
                        _about(error.description, error.phrase),
                    )
                    for error in failure.errors
                ),
                failure.headers,
            )
            for failure in operation.failures
        ),
    )


def _about(description: Text, phrase: str) -> Text | None:
    """Return the first paragraph of what an answer says; None if its phrase says as much.

    Many documents have a word there, since OpenAPI wants one.
    """
    paragraph = first_paragraph(description)
    words = reveal(paragraph).casefold().rstrip(".!")
    return None if words in ("", "response", phrase.casefold()) else paragraph


def _path_parts(api: Api, operation: Operation, rows: dict[str, str]) -> Iterable[UrlPart]:
    """Yield the parts of the path: the base path first."""
    base_path = (operation.server or api).base_path
    for piece in (base_path, *operation.path):
        if isinstance(piece, Placeholder):
            yield UrlPart(Text(f"{{{piece.name}}}"), rows.get(piece.name, ""))
        else:
            # A line can end in front of each slash.
            yield from (UrlPart(Text(part)) for part in re.findall("/?[^/]+|/", piece))


def _secrets(
    credentials: Iterable[Credential], kind: str, anchors: Anchors
) -> tuple[ShownSecret, ...]:
    """Give each credential an id."""
    return tuple(ShownSecret(c, anchors.make(kind, reveal(c.name))) for c in credentials)


def _headers(
    headers: Iterable[Header | ResponseHeader], kind: str, anchors: Anchors
) -> tuple[ShownHeader, ...]:
    """Give each header an id."""
    return tuple(ShownHeader(h, anchors.make(kind, reveal(h.name))) for h in headers)


def _content_fields(content: Content | None, kind: str, anchors: Anchors) -> tuple[ShownField, ...]:
    """Return the fields of a content, at any depth."""
    if content is None:
        return ()
    fields = _fields_of(content.schema)
    is_open = sum(map(_count, fields)) <= _MAX_UNFOLDED
    return _shown_fields(fields, "", kind, anchors, is_open)


def _fields_of(schema: Schema) -> Sequence[Field]:
    """Return the fields of a value, or of the items of an array, at any depth of arrays."""
    while schema.items is not None:
        schema = schema.items
    return schema.fields


def _count(field: Field) -> int:
    """Count a field and the fields below it."""
    return 1 + sum(map(_count, _fields_of(field.schema)))


def _shown_fields(
    fields: Sequence[Field], path: str, kind: str, anchors: Anchors, is_open: bool
) -> tuple[ShownField, ...]:
    """Return some fields with the fields below them.

    Arguments:
        path: the path to their object, with a dot behind it; empty for the outermost.
        kind: what their ids begin with.
    """
    rows = []
    for field in sorted(fields, key=lambda field: not field.required):
        name = f"{path}{reveal(field.name)}"
        anchor = anchors.make(kind, name)
        below = _shown_fields(_fields_of(field.schema), f"{name}.", kind, anchors, is_open)
        rows.append(ShownField(field, anchor, below, is_open, not path))
    return tuple(rows)
