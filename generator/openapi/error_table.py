"""Reader of the error responses of an OpenAPI document: makes the rows of the error table.

The error table lists the documented errors of the API. Each row is an `ApiError`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from generator.model.budget import BudgetError
from generator.model.follow_ups import JsonPath
from generator.model.media_types import without_parameters
from generator.model.messages import ApiError, ResponseHeader
from generator.model.naming import UniqueNames, as_id
from generator.model.statuses import ErrorStatus, StatusRange, reason_phrase
from generator.model.text import Text, reveal
from generator.model.values import plain
from generator.openapi.bodies.media_types import is_json
from generator.openapi.errors.examples import (
    ErrorExample,
    Path,
    documented_example,
    made_examples,
)
from generator.openapi.errors.named_examples import read_named_examples
from generator.openapi.example_objects import RawExample
from generator.openapi.keys import MEDIA_TYPE_OBJECT
from generator.openapi.losses import report_description, report_overruled
from generator.openapi.parts import Parts, RawContent, RawResponse
from generator.openapi.responses.headers import read_response_headers
from generator.openapi.schemas.made_values import with_response_example
from generator.openapi.schemas.places import Place
from generator.openapi.schemas.schema_reader import SchemaReader
from generator.openapi.texts.texts import full_text
from generator.openapi.unsupported import Unsupported

_ERROR_STATUS = re.compile("[45][0-9][0-9]")
_SUCCESS_STATUS = re.compile("[23](?:[0-9][0-9]|XX)", re.IGNORECASE)


class ErrorTableReader:
    """Makes the rows of the error table. Equal rows are made only once.

    Arguments:
        parts: reads examples.
        schemas: reads schemas.
        unsupported: the collection to which everything is added that samples do not support.
    """

    def __init__(self, parts: Parts, schemas: SchemaReader, unsupported: Unsupported) -> None:
        self.parts = parts
        self.schemas = schemas
        self.unsupported = unsupported
        self._rows: dict[tuple[int, ErrorStatus], tuple[ApiError, ...]] = {}
        self._equal_rows: dict[tuple[Any, ...], ApiError] = {}
        self._ids = UniqueNames()
        self._codes: dict[JsonPath, None] = {}
        self._messages: dict[JsonPath, None] = {}

    @property
    def code_paths(self) -> tuple[JsonPath, ...]:
        """The JSON paths at which the bodies of errors that were read have an error code."""
        return tuple(self._codes)

    @property
    def message_paths(self) -> tuple[JsonPath, ...]:
        """The JSON paths at which the bodies of errors that were read have an error message."""
        return tuple(self._messages)

    def read(
        self, raw_responses: Sequence[RawResponse], ms_example: Mapping[str, Any]
    ) -> tuple[ApiError, ...]:
        """Make the rows for the errors of one operation.

        Arguments:
            raw_responses: all responses of the operation. Those that are no errors are ignored.
            ms_example: the operation's first `x-ms-examples` entry, or {}.

        Returns:
            The rows, in the order of the responses.
        """
        rows: dict[str, ApiError] = {}
        ms_responses = ms_example.get("responses")
        is_success = is_default_success(raw_responses)
        for raw in raw_responses:
            status = error_status(raw.status)
            if status is None or (status is StatusRange.DEFAULT and is_success):
                continue
            ms_response = ms_responses.get(raw.status) if isinstance(ms_responses, dict) else None
            for row in self._read_rows(
                status, raw, ms_response if isinstance(ms_response, dict) else None
            ):
                rows.setdefault(row.id, row)
        return tuple(rows.values())

    def _read_rows(
        self, status: ErrorStatus, raw: RawResponse, ms_response: dict[str, Any] | None
    ) -> tuple[ApiError, ...]:
        """Make the rows of one response, or return equal ones that were made before."""
        key = id(raw.at.value), status
        if ms_response is None and key in self._rows:
            return self._rows[key]
        try:
            examples = (
                [documented_example(ms_response["body"])]
                if ms_response is not None and "body" in ms_response
                else self._read_examples(raw)
            )
            for example in examples:
                self.schemas.budget.spend_answer(example.body)
        except BudgetError as error:
            self.unsupported.add("answer", raw.at, f"{error}; an empty one is shown")
            examples = [ErrorExample(None)]
        described = full_text(raw.at, "description")
        description = described or Text(reason_phrase(status) or f"Status {status}.", raw.at)
        retry_after = self._retry_after(raw)
        known = () if retry_after is None else ("retry-after",)
        headers = read_response_headers(raw.headers, self.unsupported, known)
        rows = tuple(
            self._make_row(status, example, description, retry_after, headers)
            for example in examples
        )
        if ms_response is None:
            self._rows[key] = rows
        return rows

    def _make_row(
        self,
        status: ErrorStatus,
        example: ErrorExample,
        description: Text,
        retry_after: int | None,
        headers: tuple[ResponseHeader, ...],
    ) -> ApiError:
        """Make the row of one example of a response, or return an equal one."""
        code = self._use(example.code, self._codes)
        message = self._use(example.message, self._messages)
        description = example.description or description
        body = example.body
        text = None if body is None else json.dumps(body, ensure_ascii=False, indent=2)
        identity = status, code, reveal(description), message, retry_after, headers, text
        row = self._equal_rows.get(identity)
        if row is None:
            phrase = reason_phrase(status)
            row = ApiError(
                id=self._ids.choose(as_id(example.name or phrase, f"status-{status}"), "-"),
                status=status,
                code=Text(code) if code else None,
                description=description,
                message=Text(message) if message else None,
                retry_after=retry_after,
                body=Text(text) if text is not None else None,
                headers=headers,
            )
            self._equal_rows[identity] = row
        return row

    @staticmethod
    def _use(found: tuple[str, Path] | None, used: dict[JsonPath, None]) -> str:
        """Return a documented text, and add its path to `used`. Empty if there is no such text."""
        if found is None:
            return ""
        text, path = found
        used.setdefault(tuple(Text(s) if isinstance(s, str) else s for s in path))
        return text

    def _read_examples(self, raw: RawResponse) -> list[ErrorExample]:
        """Return the bodies of a response: its examples, else those made of its schema."""
        contents = [c for c in raw.contents if is_json(without_parameters(c.media_type))]
        for content in raw.contents:
            if not contents or content is not contents[0]:
                self.unsupported.add(
                    "error of another media type", content.at, "samples do not show it"
                )
        if not contents:
            return [ErrorExample(None)]
        content = contents[0]
        self.unsupported.check_keys(content.at, MEDIA_TYPE_OBJECT)
        examples = list(self._own_examples(content))
        if examples:
            report_overruled(content.schema, self.schemas.references, self.unsupported)
            return examples
        if content.schema is None:
            return [ErrorExample(None)]
        report_description(content.schema, self.schemas.references, self.unsupported)
        schema = self.schemas.read(content.schema, place=Place.ERROR)
        body = plain(with_response_example(schema).example)
        if not isinstance(body, (dict, list)):
            return [ErrorExample(None)]
        value = content.schema.value
        if "$ref" not in value and not {"example", "examples"}.isdisjoint(value):
            return [documented_example(body)]  # an example of this response alone
        rows, too_many = made_examples(body, schema)
        if too_many:
            what = f"the {too_many} codes that its schema allows are no rows of the error table"
            self.unsupported.add_note("enum", content.schema, what)
        return rows

    def _own_examples(self, content: RawContent) -> Iterator[ErrorExample]:
        """Yield the examples that a document gives for the content of a response."""
        named = read_named_examples(self.parts, content.at)
        for name, example, description in named:
            if self._is_body(example):
                several = name if len(named) > 1 else ""
                yield documented_example(example.value, several, description)
        if not named and content.example is not None and self._is_body(content.example):
            yield documented_example(content.example.value)

    def _is_body(self, example: RawExample) -> bool:
        """Say whether an example is an object or a list. Report any other."""
        if isinstance(example.value, (dict, list)):
            return True
        what = "the body of an error is an object or a list; it is left out"
        self.unsupported.add("example", example.at, what)
        return False

    def _retry_after(self, raw: RawResponse) -> int | None:
        """Return the example of the Retry-After header in seconds (RFC 9110, section 10.2.3)."""
        seconds = None
        for name, at in raw.headers.items():
            if name.casefold() != "retry-after" or not isinstance(at.value, dict):
                continue
            example = at.value.get("example")
            if example is None and isinstance(at.value.get("schema"), dict):
                example = at.value["schema"].get("example")
            if (
                seconds is None
                and isinstance(example, int)
                and not isinstance(example, bool)
                and 0 <= example <= 604800
            ):
                seconds = example
                what = "pages show the seconds of its example alone"
                self.unsupported.add_note("response header", at, what)
        return seconds


@lru_cache
def error_status(status: str) -> ErrorStatus | None:
    """Return the status of an error response. None for any other status.

    Arguments:
        status: the status as written, such as `404`, `4XX` or `default`.
    """
    if status == "default":
        return StatusRange.DEFAULT
    if status.upper() in ("4XX", "5XX"):
        return StatusRange(status.upper())
    return int(status) if _ERROR_STATUS.fullmatch(status) else None


def is_default_success(raw_responses: Iterable[RawResponse]) -> bool:
    """Say whether the response `default` is the one of success, since there is no other."""
    return not any(_SUCCESS_STATUS.fullmatch(raw.status) for raw in raw_responses)
