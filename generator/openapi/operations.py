"""Reader of the operations of an OpenAPI document: makes an `Operation` of each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from generator.errors import shortened
from generator.model.api import Operation
from generator.model.budget import BudgetError
from generator.model.media_types import without_parameters
from generator.model.messages import WITH_BODY, AnswerExample, Content, Response, ResponseHeader
from generator.model.rules import FIELD_VALUE
from generator.model.settings import DocumentSettings, KnownNames
from generator.model.structs import replace
from generator.model.text import Placeholder, Text, partition_template, reveal, split_placeholders
from generator.openapi.bodies.body_reader import BodyReader
from generator.openapi.bodies.media_types import asked_media_type
from generator.openapi.error_table import ErrorTableReader, error_status, is_default_success
from generator.openapi.example_objects import RawExample
from generator.openapi.keys import is_extension
from generator.openapi.named_examples import NamedExampleReader
from generator.openapi.parameters import ParameterReader
from generator.openapi.parts import Parts, RawBody, RawContent, RawResponse
from generator.openapi.references import members
from generator.openapi.responses.examples import read_answer_examples
from generator.openapi.responses.headers import read_response_headers
from generator.openapi.schemas.schema_reader import SchemaReader, first_paragraph
from generator.openapi.security import Requirement
from generator.openapi.serialization.paths import encode_path
from generator.openapi.texts.texts import (
    full_text,
    is_deprecated,
    read_link,
    read_tag_names,
    text_or_empty,
)
from generator.openapi.unsupported import NoSampleError, Unsupported
from generator.sources.document import At

# The response headers that samples print: they tell the caller which URL to request next.
_PRINTED_HEADERS = ("location", "operation-location")
_SUCCESS_STATUS = re.compile("[23][0-9][0-9]")


class OperationReader:
    """Makes operations of Operation Objects (OpenAPI 3.1.1, section 4.8.10).

    Arguments:
        parts: reads parameters, bodies and responses.
        schemas: reads schemas.
        error_table: makes the rows of the table of documented errors.
        unsupported: the collection to which everything is added that samples do not support.
        about: what the settings say about documents, and the names that the document has.
    """

    def __init__(
        self,
        parts: Parts,
        schemas: SchemaReader,
        error_table: ErrorTableReader,
        unsupported: Unsupported,
        about: tuple[DocumentSettings, KnownNames],
    ) -> None:
        self.parts = parts
        self.schemas = schemas
        self.error_table = error_table
        self.unsupported = unsupported
        self.bodies = BodyReader(schemas, unsupported)
        self.parameters = ParameterReader(parts, schemas, unsupported)
        self.settings, self.known = about
        self.examples = NamedExampleReader(parts, self.bodies, self.parameters, self.settings)
        self._responses: dict[int, Response] = {}

    def read(
        self,
        id_: str,
        path: str,
        method: str,
        at: At,
        item: At,
        requirement: Requirement,
    ) -> Operation:
        """Make an operation.

        Arguments:
            id_: the id that the operation gets in the model.
            path: its path, with `{placeholders}`.
            method: the HTTP method in lower case.
            at: the Operation Object.
            item: the Path Item Object.
            requirement: what its requests need to be let in.

        Returns:
            The operation.

        Raises:
            NoSampleError: if no request can be made of it.
            BudgetError: if its request is too large, or the document takes too many steps to read.
        """
        ms_example = self._ms_example(at)
        example_parameters = ms_example.get("parameters")
        values: dict[str, Any] = example_parameters if isinstance(example_parameters, dict) else {}
        sent, fragment = partition_template(path, "#")
        bare, query = partition_template(sent, "?")
        pieces = split_placeholders(encode_path(bare))
        pieces, parameters = self.parameters.read(
            at, item, pieces, query, values, requirement.credentials
        )
        if parameters is None:
            raise NoSampleError
        placeholder_names = [piece.name for piece in pieces if isinstance(piece, Placeholder)]
        if len(set(placeholder_names)) < len(placeholder_names):
            self.unsupported.add(
                "path", at, "one of its names is there twice; no sample is made of it"
            )
            raise NoSampleError
        raw_responses = list(self.parts.read_responses(at))
        title = first_paragraph(at, "summary") or Text(_make_title(at, method, path), at)
        description = full_text(at, "description")
        operation = Operation(
            id=id_,
            title=title,
            summary=title,
            note=Text(requirement.note, at) if requirement.note else None,
            method=method.upper(),
            path=pieces,
            parameters=tuple(parameters),
            responses=self._read_responses(raw_responses, at, ms_example),
            errors=self.error_table.read(raw_responses, ms_example),
            body=None,
            fragment=fragment,
            description=None if description == title else description,
            tags=read_tag_names(self.parts, at, self.unsupported),
            deprecated=is_deprecated(at),
            docs=read_link(self.parts, at, self.unsupported),
        )
        raw_content, body = self._read_body(at, item, method, values, id_)
        operation = replace(operation, body=body)
        return self._with_examples(operation, at, item, raw_content)

    def _with_examples(
        self, operation: Operation, at: At, item: At, content: RawContent | None
    ) -> Operation:
        """Return an operation with its named examples, as far as the budget allows them."""
        rows = self.parts.list_parameters(at, item)
        try:
            names, variants = self.examples.read(operation, content, rows)
            self.known.examples[operation.id] = set(names)
            whole = replace(operation, examples=variants)
            self.schemas.budget.spend_operation(whole)
        except BudgetError as error:
            self.schemas.budget.spend_operation(operation)
            what = f"{error}; samples show the first example"
            self.unsupported.add("examples", at, what)
            return operation
        return whole

    def _ms_example(self, at: At) -> dict[str, Any]:
        """Return the operation's first `x-ms-examples` entry, or {}. It may be in another file."""
        rows = list(members(self.parts.lookup(at, "x-ms-examples")))
        for _, child in rows:
            if len(rows) > 1:
                what = "samples show the first example"
                self.unsupported.add_note("x-ms-examples", at.child("x-ms-examples"), what)
            example = self.parts.references.resolve(child)
            if example is not None and isinstance(example.value, dict):
                return example.value
        return {}

    def _read_body(
        self, at: At, item: At, method: str, values: Mapping[str, Any], id_: str
    ) -> tuple[RawContent | None, Content | None]:
        """Make the content of the request body.

        Returns:
            The content in the document, and the content that is made of it. None if there is none,
            or if samples can't send it and need not.

        Raises:
            NoSampleError: if samples can't send a body that requests need.
        """
        raw = self.parts.read_body(at, item)
        if raw is None:
            return None, None
        fault = _body_fault(method.upper(), raw.required)
        if not fault:
            content = self._choose_content(raw, id_)
            body = self._read_content(raw, content, values, at)
            if body is not None:
                return content, body
            fault = "no sample can send it"
        then = "no sample is made of the operation" if raw.required else "samples leave it out"
        self.unsupported.add("body", raw.at, f"{fault}; {then}")
        if raw.required:
            raise NoSampleError
        return None, None

    def _choose_content(self, raw: RawBody, id_: str) -> RawContent:
        """Choose the media type of a request body."""
        wanted = self.settings.media_types.of(id_)
        self.known.media_types |= {without_parameters(c.media_type) for c in raw.contents}
        content = self.bodies.choose(raw.contents, "send", wanted)
        assert content is not None
        return content

    def _read_content(
        self, raw: RawBody, content: RawContent, values: Mapping[str, Any], at: At
    ) -> Content | None:
        """Make the content of a request body that requests can have."""
        description = full_text(raw.at, "description") if raw.at is not at else None
        example = None
        if raw.name in values:
            example = RawExample(values[raw.name], raw.at)
        elif content.fields and values:
            example = RawExample(dict(values), raw.at)
        return self.bodies.read_request(content, example, description)

    def _read_responses(
        self, raw_responses: Sequence[RawResponse], at: At, ms_example: Mapping[str, Any]
    ) -> tuple[Response, ...]:
        """Make the successful responses, ordered by status. There is always at least one."""
        responses: dict[int, Response] = {}
        for raw in raw_responses:
            status = _success_status(raw.status)
            self._report_status(raw, status)
            if status is not None and status in responses:
                what = f"another answer is shown for {status}; it is left out"
                self.unsupported.add("response", raw.at, what)
            elif status is not None:
                responses[status] = self._read_response(status, raw, ms_example)
        if not any(status < 300 for status in responses):
            default = next((raw for raw in raw_responses if raw.status == "default"), None)
            if default is not None and is_default_success(raw_responses):
                what = "no other answer is one of success; samples show it as 200"
                self.unsupported.add_note("default response", default.at, what)
                responses[200] = self._read_response(200, default, ms_example)
            else:
                if responses:
                    what = (
                        "its only answers of success are redirects, which samples treat as failures"
                    )
                    self.unsupported.add("redirect", at, what)
                else:
                    what = "it has no answer of success; 200 without content is shown"
                    self.unsupported.add("response", at, what)
                responses[200] = Response(200, Text("Success.", at))
        return tuple(responses[status] for status in sorted(responses))

    def _report_status(self, raw: RawResponse, status: int | None) -> None:
        """Report a status that samples can't show as it is written."""
        if status is None and error_status(raw.status) is None and not is_extension(raw.status):
            what = f"there is no status {shortened(raw.status, 80)}; it is left out"
            self.unsupported.add("response", raw.at, what)
        elif status is not None and not raw.status.isdigit():
            what = f"samples show {status} in the place of {raw.status}"
            self.unsupported.add_note("response", raw.at, what)

    def _read_response(
        self, status: int, raw: RawResponse, ms_example: Mapping[str, Any]
    ) -> Response:
        """Make one response, or return the one that was made of the same Response Object before."""
        ms_response = _ms_response(ms_example, raw.status)
        key = id(raw.at.value)
        if ms_response is None and key in self._responses and self._responses[key].status == status:
            return self._responses[key]
        description = (
            full_text(raw.at, "description")
            or full_text(raw.at, "summary")
            or Text("Success.", raw.at)
        )
        content = accept = None
        examples: tuple[AnswerExample, ...] = ()
        has_body = status < 300 and status != 204
        if raw.contents and not has_body:
            what = f"samples read no content of an answer with the status {status}"
            self.unsupported.add("content", raw.at, what)
        raw_content = self.bodies.choose(raw.contents, "show") if has_body else None
        if raw_content is None and ms_response is not None and "body" in ms_response:
            what = "its answer has no schema; no sample shows the body of x-ms-examples"
            self.unsupported.add("example", raw.at, what)
        if raw_content is not None:
            example = (
                None
                if ms_response is None or "body" not in ms_response
                else RawExample(ms_response["body"], raw.at)
            )
            media_type = asked_media_type(raw_content.media_type)
            if media_type:
                accept = Text(media_type, raw_content.at)
                plain_type = without_parameters(media_type)
                raw_content = replace(raw_content, media_type=plain_type)
            if example is None:
                read = read_answer_examples(self.parts, self.schemas, raw_content)
                raw_content, examples = read
            content = self.bodies.read_response(raw_content, example)
        headers = self._read_headers(raw, ms_response)
        others = read_response_headers(raw.headers, self.unsupported, _PRINTED_HEADERS)
        response = Response(status, description, content, headers, accept, others, examples)
        if ms_response is None:
            self._responses[key] = response
        return response

    def _read_headers(
        self, raw: RawResponse, ms_response: Mapping[str, Any] | None
    ) -> tuple[ResponseHeader, ...]:
        """Make the response headers that samples print."""
        ms_headers = ms_response.get("headers") if ms_response is not None else None
        values = ms_headers if isinstance(ms_headers, dict) else {}
        headers: dict[str, ResponseHeader] = {}
        for name, at in raw.headers.items():
            if name.casefold() not in _PRINTED_HEADERS or name.casefold() in headers:
                continue
            value = values.get(name)
            is_usable = isinstance(value, str) and value != ""
            if not is_usable or not re.fullmatch(FIELD_VALUE.pattern, str(value)):
                value = "https://example.com/1"
            what = "samples and pages show its description, and a made URL"
            self.unsupported.add_note("response header", at, what)
            headers[name.casefold()] = ResponseHeader(
                Text(name, at), text_or_empty(at, "description"), Text(str(value))
            )
        return tuple(headers.values())


def _ms_response(ms_example: Mapping[str, Any], status: str) -> Mapping[str, Any] | None:
    """Return the response with this status in an `x-ms-examples` entry. None if it has none."""
    responses = ms_example.get("responses")
    response = responses.get(status) if isinstance(responses, dict) else None
    return response if isinstance(response, dict) else None


def _body_fault(method: str, required: bool) -> str:
    """Say why requests of a method have no body. The result is empty if they have one.

    OpenAPI 3.0 ignores a body of GET, and 3.1 says that authors should avoid it. So samples send
    one only where a document requires it.
    """
    if method in WITH_BODY or (method == "GET" and required):
        return ""
    return f"{method} requests have no body (RFC 9110, section 9.3)"


@lru_cache
def _success_status(status: str) -> int | None:
    """Return the status of a successful response as a number. None for any other status.

    `2XX` gives 200 and `3XX` gives 302.
    """
    if status.upper() in ("2XX", "3XX"):
        return int(status[0]) * 100 if status[0] == "2" else 302
    return int(status) if _SUCCESS_STATUS.fullmatch(status) else None


def _make_title(at: At, method: str, path: str) -> str:
    """Make a title for an operation that has no summary.

    The title is its description if that is short, else its `operationId` in words, else its method
    and path.
    """
    description = first_paragraph(at, "description")
    if description is not None and len(reveal(description)) <= 120:
        return reveal(description)
    id_ = at.value.get("operationId")
    if isinstance(id_, str) and id_.strip():
        words = re.sub(r"[_/.:-]+", " ", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", id_)).split()
        if words:
            text = " ".join(word if word.isupper() else word.lower() for word in words)
            return text[0].upper() + text[1:]
    return f"{method.upper()} {path}"
