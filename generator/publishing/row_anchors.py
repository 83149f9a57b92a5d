"""The ids of the rows of an operation's page, for formats that list them in another order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.api import Api, Header, Operation
from generator.model.credentials import Credential
from generator.model.messages import ApiError, Content, Parameter, Response, ResponseHeader
from generator.model.schema import FieldRow, Schema
from generator.model.text import reveal
from generator.publishing.operation_page import ShownField, make_operation_page


class RowAnchors:
    """Finds the id that a row has on the web page of an operation.

    Markdown has the rows of parameters and fields in the order of the document, and those of nested
    fields behind each other. Their ids are those of the web page, so that one link leads to both.

    Arguments:
        api: the API of the operation.
        operation: the operation.
    """

    def __init__(self, api: Api, operation: Operation) -> None:
        page = make_operation_page(api, operation)
        rows: list[tuple[object, str]] = [(row.parameter, row.anchor) for row in page.parameters]
        rows += [(row.secret, row.anchor) for row in (*page.query_secrets, *page.secrets)]
        rows += [(row.header, row.anchor) for row in page.headers]
        self._rows = {id(row): anchor for row, anchor in rows}
        self._errors = {row.error.id: row.anchor for group in page.errors for row in group.errors}
        self._headers: dict[tuple[int, int], str] = {}
        self._fields: dict[tuple[str, str], str] = {}
        self._add_fields("request-body", operation.body, page.fields)
        for shown in page.responses:
            response = shown.response
            for header in shown.headers:
                self._headers[response.status, id(header.header)] = header.anchor
            self._add_fields(f"response-{response.status}", response.content, shown.fields)

    def _add_fields(
        self, place: str, content: Content | None, fields: Sequence[ShownField]
    ) -> None:
        """Add the ids of the fields of a content."""
        if content is not None:
            for path, anchor in _paths(content.schema, "", fields):
                self._fields[place, path] = anchor

    def of(self, row: Parameter | Credential | Header) -> str:
        """Return the id of a parameter, credential or header of a request."""
        return self._rows[id(row)]

    def of_header(self, response: Response, header: ResponseHeader) -> str:
        """Return the id of a header of an answer."""
        return self._headers[response.status, id(header)]

    def of_error(self, error: ApiError) -> str:
        """Return the id of an error."""
        return self._errors[error.id]

    def of_field(self, place: str, row: FieldRow) -> str:
        """Return the id of a field.

        Arguments:
            place: what it is in: `request-body` or, with the status, `response-200`.
            row: the field, with its path.
        """
        return self._fields[place, reveal(row.path)]


def _paths(schema: Schema, path: str, rows: Sequence[ShownField]) -> Iterator[tuple[str, str]]:
    """Yield the path of each field of a value, as `Schema.rows` has it, and its id.

    Arguments:
        schema: the schema of the value.
        path: its path; empty for the outermost value.
        rows: its fields, or those of the items in it.
    """
    while schema.items is not None:
        path, schema = f"{path}[]", schema.items
    for row in rows:
        name = reveal(row.field.name)
        below = f"{path}.{name}" if path else name
        yield below, row.anchor
        yield from _paths(row.field.schema, below, row.fields)
