"""Read the parameters, bodies, responses and paging of a spec's operations, and check them.

A row is one entry of a table in a spec, such as one parameter: its keys and their values.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.errors import Mark, Problem
from generator.model.media_types import charset_fault, without_parameters
from generator.model.messages import (
    FORM_TYPE,
    MULTIPART_TYPE,
    WITH_BODY,
    Content,
    ContentKind,
    Parameter,
    Response,
    Where,
)
from generator.model.rules import file_name_fault, value_fault
from generator.model.schema import SCALARS, Field, Schema, Type, article, missing_examples
from generator.model.sending import chosen_fields, unsent_fields
from generator.model.text import Text, reveal
from generator.model.values import Object, Value
from generator.sources.yaml_schema import ParsedRecord
from generator.spec.follow_ups import FollowUpReader
from generator.spec.parameter_styles import read_style
from generator.spec.records.answer_examples import read_answer_examples
from generator.spec.records.response_headers import read_response_headers
from generator.spec.samples.examples import ExampleReader
from generator.spec.schemas import SchemaReader, read_send

_KINDS = {FORM_TYPE: ContentKind.FORM, MULTIPART_TYPE: ContentKind.MULTIPART}


class ContentReader:
    """Reads parameters, bodies and responses. It reads each row once and remembers the result.

    Arguments:
        schemas: reads the schemas of their values.
        problems: the list to which every problem is added.
    """

    def __init__(self, schemas: SchemaReader, problems: list[Problem]) -> None:
        self.schemas = schemas
        self.problems = problems
        self.follow_ups = FollowUpReader(problems)
        self.examples = ExampleReader(schemas, problems)
        self._parameters: dict[int, Parameter | None] = {}
        self._bodies: dict[int, Content | None] = {}
        self._responses: dict[int, Response] = {}

    def _problem(self, mark: Mark | None, what: str, todo: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(mark, what, todo))

    def read_parameter(self, name: Text, row: ParsedRecord, where: Where) -> Parameter | None:
        """Read a parameter.

        Arguments:
            name: the name of the parameter in requests.
            row: its other keys.
            where: whether it is in the path, the query, a header or a cookie.

        Returns:
            The parameter. None if a problem makes it unusable.
        """
        if id(row) not in self._parameters:
            self._parameters[id(row)] = self._make_parameter(name, row, where)
        return self._parameters[id(row)]

    def read_body(self, row: ParsedRecord, method: str) -> Content | None:
        """Read the body of a request.

        Arguments:
            row: the keys of the body.
            method: the operation's HTTP method; empty if it is unknown because of a problem.

        Returns:
            The body. None if a problem makes it unusable.
        """
        if id(row) not in self._bodies:
            self._bodies[id(row)] = self._make_body(row, method)
        return self._bodies[id(row)]

    def read_response(self, status: int, row: ParsedRecord) -> Response:
        """Read a response with a status from 200 to 399. An unusable body is left out."""
        if id(row) not in self._responses:
            self._responses[id(row)] = self._make_response(status, row)
        return self._responses[id(row)]

    def _make_parameter(self, name: Text, row: ParsedRecord, where: Where) -> Parameter | None:
        """Read a parameter that was not read before."""
        schema = self.schemas.read(row)
        if schema is None:
            return None
        self.schemas.budget.read(self.schemas.budget.rows(schema) + len(schema.enum))
        item = schema.items if schema.type is Type.ARRAY else schema
        if schema.type is Type.OBJECT:
            for field in schema.fields:
                if field.schema.type not in SCALARS:
                    what = f"a parameter can't have {article(field.schema.type)} in it"
                    self._problem(field.name.mark, what, "use a string, integer, number or boolean")
                    return None
            if not schema.fields:
                self._problem(name.mark, "an object in a parameter has fields", "add fields:")
                return None
        elif item is None or item.type not in SCALARS:
            what = f"a parameter can't be {article(item.type) if item else 'this'}"
            todo = "use a string, integer, number, boolean, an array or an object"
            self._problem(name.mark, what, todo)
            return None
        style, is_exploded = read_style(row, schema, where, self._problem)
        required = where is Where.PATH or row["required"] is True
        send = read_send(row, required, self.problems)
        is_sent = required or send
        if is_sent and (schema.sent() is None or any(missing_examples(schema, name.mark, False))):
            why = "required" if required else "sent"
            what = f"parameter {reveal(name)} is {why}, but has no example"
            self._problem(name.mark, what, "add example: the value that samples send")
        if is_sent and schema.secret:
            self._secret(name, send)
        description = row["description"] or Text("", name.mark)
        reserved = row["allowReserved"] is True
        if reserved and where is not Where.QUERY:
            what = "allowReserved is for parameters in a query"
            self._problem(row.marks["allowReserved"], what, "remove this line")
        parameter = Parameter(
            name, where, description, required, schema, is_exploded, style, reserved, send,
            row["deprecated"] is True,
        )  # fmt: skip
        sent = None if any(missing_examples(schema, name.mark, False)) else schema.sent()
        self._report_unsent(schema, sent)
        for value in (sent, *schema.enum):
            for _, text in () if value is None else parameter.pairs(value):
                if fault := value_fault(where, reveal(text)):
                    mark = row.marks.get("example", name.mark)
                    self._problem(mark, fault, "choose another example")
        return parameter

    def _make_body(self, row: ParsedRecord, method: str) -> Content | None:
        """Read a body that was not read before."""
        if method and method not in (*WITH_BODY, "GET"):
            what = f"{method} requests have no body"
            self._problem(row.mark, what, "remove it, or choose another method")
        content = self._content(row)
        if content is None:
            return None
        checks: dict[ContentKind, Callable[[Schema, Mark], None]] = {
            ContentKind.JSON: self._no_files,
            ContentKind.FORM: self._form,
            ContentKind.MULTIPART: self._multipart,
        }
        if content.kind in checks:
            checks[content.kind](content.schema, row.mark)
        elif content.schema.type is Type.FILE and isinstance(content.schema.example, Text):
            self._file(content.schema.example, row.marks.get("example", row.mark))
        if content.kind is ContentKind.TEXT:
            self._no_null(content.schema, row.mark)
        if content.kind is ContentKind.MULTIPART and content.media_type != MULTIPART_TYPE:
            what = "clients write the parameters of multipart/form-data"
            self._problem(row.marks["mediaType"], what, f"use {MULTIPART_TYPE}")
        elif fault := charset_fault(content):
            self._problem(row.marks["mediaType"], fault, "use charset=utf-8, or another example")
        for mark in missing_examples(content.schema, row.mark, all_fields=False):
            self._problem(mark, "samples send this, but it has no example", "add example:")
        sent = content.schema.sent()
        self._report_unsent(content.schema, sent)
        for field in content.schema.fields:
            is_sent = isinstance(sent, Object) and sent.get(reveal(field.name)) is not None
            if field.schema.secret and is_sent:
                self._secret(field.name, field.send)
        return content

    def _report_unsent(self, schema: Schema, value: Value) -> None:
        """Report the fields with `send` that samples can't send."""
        for unsent in unsent_fields(schema, value):
            name = reveal(unsent.field.name)
            if unsent.around is None:
                what = f"{name} has send, but the example of the whole lacks it"
                self._problem(unsent.field.name.mark, what, "add it there, or remove send:")
            else:
                around = reveal(unsent.around.name)
                what = f"{name} has send, but samples do not send {around}, which it is in"
                self._problem(unsent.field.name.mark, what, f"say send: true for {around}, too")

    def _make_response(self, status: int, row: ParsedRecord) -> Response:
        """Read a response that was not read before."""
        content = None
        if row["body"] is not None:
            content = self._content(row["body"])
            mark = row.marks["body"]
            if content is not None and ";" in content.media_type:
                what = "the media type of an answer has no parameters here"
                self._problem(row["body"].marks["mediaType"], what, "say them in accept:")
            if content is not None and content.kind in (ContentKind.FORM, ContentKind.MULTIPART):
                what = f"an answer of {content.media_type} can't be described"
                self._problem(mark, what, "describe JSON, text or a file")
            elif content is not None:
                self._answer(content, mark)
            if status in (204, 304) or status >= 300:
                what = f"an answer of {status} has no body" if status in (204, 304) else (
                    "samples do not show what a redirect carries"
                )  # fmt: skip
                self._problem(mark, what, "remove it")
        rows, has_body = row["headers"] or {}, row["body"] is not None
        headers = tuple(read_response_headers(rows, has_body, self.problems))
        printed = tuple(header for header in headers if header.example)
        others = tuple(header for header in headers if not header.example)
        description = row["description"] or Text("")
        examples = read_answer_examples(row["examples"] or {}, content, self.schemas, self.problems)
        return Response(
            status, description, content, printed, row["accept"], others, tuple(examples)
        )

    def _answer(self, content: Content, mark: Mark) -> None:
        """Check the body of a response."""
        if content.kind is ContentKind.JSON:
            self._no_files(content.schema, mark)
        elif content.schema.type is Type.FILE and isinstance(content.schema.example, Text):
            self._file(content.schema.example, mark)
        for field in chosen_fields(content.schema):
            what = f"answers show all fields, so send does nothing at {reveal(field.name)}"
            self._problem(field.name.mark, what, "remove send:")
        for place in missing_examples(content.schema, mark, all_fields=True):
            self._problem(place, "answers have this, but it has no example", "add example:")

    def _content(self, row: ParsedRecord) -> Content | None:
        """Read a body, and choose its kind by its media type."""
        named = row["mediaType"]
        media_type = "application/json" if named is None else reveal(named)
        if named is None and row["type"] is not None and reveal(row["type"]) == Type.FILE:
            media_type = "application/octet-stream"
        bare = without_parameters(media_type)
        kind = _KINDS.get(bare)
        is_text = bare.startswith("text/")
        if re.fullmatch(r"application/(.+\+)?json", bare):
            kind = ContentKind.JSON
        default_type = Type.FILE if kind is None and not is_text else Type.STRING
        schema = self.schemas.read(row, default_type)
        if schema is None:
            return None
        self.schemas.budget.read(self.schemas.budget.rows(schema))
        if kind is None:
            kind = ContentKind.TEXT if schema.type is Type.STRING else ContentKind.FILE
            if kind is ContentKind.FILE and schema.type is not Type.FILE:
                what = f"{media_type} is written by no sample"
                self._problem(row.mark, what, "say type: file, with the file's name as its example")
                return None
        elif kind is ContentKind.JSON and schema.type is Type.FILE:
            what = "a file is not sent as JSON"
            self._problem(row.mark, what, "say mediaType: application/octet-stream or the like")
            return None
        elif kind is not ContentKind.JSON and not schema.fields:
            self._problem(row.mark, f"{media_type} has fields", "add fields:")
            return None
        return Content(kind, media_type, schema, row["description"])

    def _no_files(self, schema: Schema, mark: Mark | None) -> None:
        """Report files and media types of parts in JSON."""
        if schema.type is Type.FILE:
            what = "a file can't stand in JSON"
            self._problem(mark, what, "say mediaType: multipart/form-data, or describe a string")
        if schema.items is not None:
            self._no_files(schema.items, mark)
        for field in schema.fields:
            self._no_files(field.schema, field.name.mark)
            self._no_media_type(field)

    def _no_media_type(self, field: Field) -> None:
        """Report a media type of a field, and an array whose items are parts."""
        if field.media_type is not None or field.explode:
            what = "only a part of multipart/form-data has a media type or explode"
            self._problem(field.name.mark, what, "remove its mediaType and its explode")

    def _no_null(self, schema: Schema, mark: Mark | None) -> None:
        """Report null as an example of what is written as text."""
        item = schema.items if schema.type is Type.ARRAY else schema
        if schema.is_null or (item is not None and item.is_null):
            self._problem(mark, "null can't be written as text", "choose another example")

    def _form(self, schema: Schema, mark: Mark) -> None:  # noqa: ARG002
        """Check a body of application/x-www-form-urlencoded."""
        for field in schema.fields:
            self._no_media_type(field)
            item = field.schema.items if field.schema.type is Type.ARRAY else field.schema
            if item is None or item.type not in SCALARS:
                what = f"a form can't carry {reveal(field.name)}, {article(field.schema.type)}"
                self._problem(field.name.mark, what, "use a string, or multipart/form-data")
            self._no_null(field.schema, field.name.mark)

    def _multipart(self, schema: Schema, mark: Mark) -> None:  # noqa: ARG002
        """Check a body of multipart/form-data (RFC 7578)."""
        for field in schema.fields:
            if re.search(r"[\x00-\x1f\x7f-\x9f]", reveal(field.name)):
                what = "the name of a part has no control character"
                self._problem(field.name.mark, what, "rename it")
            item = field.schema.items if field.explode and field.schema.items else field.schema
            if item.type is Type.FILE:
                value = field.schema.example
                for name in value if isinstance(value, tuple) else (value,):
                    if isinstance(name, Text):
                        self._file(name, field.name.mark)
                continue
            types = ".*json|" if item.type not in SCALARS else "(?!(image|audio|video)/).*"
            if not re.fullmatch(types, field.media_type or ""):
                what = f"{article(item.type)} is not written as {field.media_type}"
                self._problem(field.name.mark, what, "remove its mediaType, or use type: file")
            self._no_files(item, field.name.mark)
            if item.type in SCALARS:
                self._no_null(field.schema, field.name.mark)

    def _file(self, name: Text, mark: Mark | None) -> None:
        """Report a file name that samples can't use."""
        if fault := file_name_fault(reveal(name)):
            self._problem(name.mark or mark, fault, "choose another example")

    def _secret(self, name: Text, send: bool) -> None:
        """Report a secret that samples would show, because it is required or has `send`."""
        what = f"{reveal(name)} is secret, and samples would have to show it"
        todo = "remove send:" if send else "make it optional"
        self._problem(name.mark, what, f"{todo}, or send it as a header with env:")
