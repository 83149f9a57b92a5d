"""Reader of the error responses of an OpenAPI document: makes the rows of the error table.

The error table lists the documented errors of the API. Each row is an `ApiError`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from generator.model.api import JsonPath
from generator.model.budget import BudgetError
from generator.model.media_types import without_parameters
from generator.model.messages import ApiError, reason_phrase
from generator.model.naming import UniqueNames, as_id
from generator.model.text import Text, reveal
from generator.model.values import plain
from generator.openapi.bodies.media_types import is_json
from generator.openapi.keys import MEDIA_TYPE_OBJECT
from generator.openapi.losses import report_description, report_overruled
from generator.openapi.parts import RawResponse
from generator.openapi.schemas.made_values import with_response_example
from generator.openapi.schemas.schema_reader import SchemaReader, first_paragraph
from generator.openapi.unsupported import Unsupported

# The paths at which APIs usually have the code and the message of an error, most usual first.
_CODES = (("code",), ("error", "code"), ("errorCode",), ("error_code",), ("errors", 0, "code"))
_MESSAGES = (
    ("message",), ("error", "message"), ("error_description",), ("detail",), ("msg",),
    ("errors", 0, "message"), ("error",), ("title",),
)  # fmt: skip
_ERROR_STATUS = re.compile("[45][0-9][0-9]")


class ErrorTableReader:
    """Makes the rows of the error table. Equal rows are made only once.

    Arguments:
        schemas: reads schemas.
        unsupported: the collection to which everything is added that samples do not support.
    """

    def __init__(self, schemas: SchemaReader, unsupported: Unsupported) -> None:
        self.schemas = schemas
        self.unsupported = unsupported
        self._rows: dict[tuple[int, int], ApiError] = {}
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
        self, raw_responses: Iterable[RawResponse], ms_example: Mapping[str, Any]
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
        for raw in raw_responses:
            status = error_status(raw.status)
            if status is None:
                if raw.status == "default":
                    self.unsupported.add("default response", raw.at, "it names no status")
                continue
            ms_response = ms_responses.get(raw.status) if isinstance(ms_responses, dict) else None
            row = self._read_row(
                status, raw, ms_response if isinstance(ms_response, dict) else None
            )
            rows.setdefault(row.id, row)
        return tuple(rows.values())

    def _read_row(
        self, status: int, raw: RawResponse, ms_response: dict[str, Any] | None
    ) -> ApiError:
        """Make the row of one response, or return an equal one that was made before."""
        key = id(raw.at.value), status
        if ms_response is None and key in self._rows:
            return self._rows[key]
        try:
            body = (
                ms_response["body"]
                if ms_response is not None and "body" in ms_response
                else self._read_body(raw)
            )
            self.schemas.budget.spend_answer(body)
        except BudgetError as error:
            self.unsupported.add("answer", raw.at, f"{error}; an empty one is shown")
            body = None
        described = first_paragraph(raw.at, "description")
        description = described or Text(reason_phrase(status) or f"Status {status}.", raw.at)
        code = self._find_text(body, _CODES, self._codes)
        message = self._find_text(body, _MESSAGES, self._messages) or reveal(description)
        text = None if body is None else json.dumps(body, ensure_ascii=False, indent=2)
        retry_after = self._retry_after(raw)
        identity = status, code, reveal(description), message, retry_after, text
        row = self._equal_rows.get(identity)
        if row is None:
            row = ApiError(
                id=self._choose_id(status),
                status=status,
                code=Text(code) if code else None,
                description=description,
                message=Text(message),
                retry_after=retry_after,
                body=Text(text) if text is not None else None,
            )
            self._equal_rows[identity] = row
        if ms_response is None:
            self._rows[key] = row
        return row

    def _read_body(self, raw: RawResponse) -> Any:
        """Return the JSON body of a response: its example, else one made of its schema."""
        contents = [c for c in raw.contents if is_json(without_parameters(c.media_type))]
        for content in raw.contents:
            if not contents or content is not contents[0]:
                self.unsupported.add(
                    "error of another media type", content.at, "samples do not show it"
                )
        if not contents:
            return None
        content = contents[0]
        self.unsupported.check_keys(content.at, MEDIA_TYPE_OBJECT)
        if content.example is not None:
            report_overruled(content.schema, self.schemas.references, self.unsupported)
            if isinstance(content.example.value, (dict, list)):
                return content.example.value
            what = "the body of an error is an object or a list; it is left out"
            self.unsupported.add("example", content.example.at, what)
        if content.schema is None:
            return None
        report_description(content.schema, self.schemas.references, self.unsupported)
        example = plain(with_response_example(self.schemas.read(content.schema)).example)
        return example if isinstance(example, (dict, list)) else None

    def _retry_after(self, raw: RawResponse) -> int | None:
        """Return the example of the Retry-After header in seconds (RFC 9110, section 10.2.3)."""
        seconds = None
        for name, at in raw.headers.items():
            if name.casefold() != "retry-after" or not isinstance(at.value, dict):
                self.unsupported.add("response header", at, "samples don't print it")
                continue
            what = "samples and pages show the seconds of its example alone"
            self.unsupported.add_note("response header", at, what)
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
        return seconds

    @staticmethod
    def _find_text(body: Any, paths: Iterable[tuple[Any, ...]], used: dict[JsonPath, None]) -> str:
        """Return the first text at one of the paths, and add its path to `used`. Empty if none."""
        for path in paths:
            value = body
            for step in path:
                try:
                    value = value[step]
                except (TypeError, LookupError):
                    value = None
            if isinstance(value, str) and value.strip():
                used.setdefault(tuple(Text(s) if isinstance(s, str) else s for s in path))
                return value
        return ""

    def _choose_id(self, status: int) -> str:
        """Choose an id for a row."""
        return self._ids.choose(as_id(reason_phrase(status), f"status-{status}"), "-")


@lru_cache
def error_status(status: str) -> int | None:
    """Return the status of an error response as a number. None for any other status.

    Arguments:
        status: the status as written. `4XX` gives 400 and `5XX` gives 500.
    """
    if status.upper() in ("4XX", "5XX"):
        return int(status[0]) * 100
    return int(status) if _ERROR_STATUS.fullmatch(status) else None
