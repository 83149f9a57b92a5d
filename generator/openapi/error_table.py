"""Answers of failure in OpenAPI documents → rows of the error table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from generator.model.api import JsonPath
from generator.model.budget import BudgetError
from generator.model.messages import ApiError, reason_phrase
from generator.model.naming import UniqueNames, as_id
from generator.model.text import Text, reveal
from generator.model.values import plain
from generator.openapi.bodies import is_json
from generator.openapi.examples import shown_schema
from generator.openapi.parts import RawResponse
from generator.openapi.schemas import SchemaReader, prose
from generator.openapi.unsupported import Unsupported

# Where APIs have code and message of an error, the usual first.
_CODES = (("code",), ("error", "code"), ("errorCode",), ("error_code",), ("errors", 0, "code"))
_MESSAGES = (
    ("message",), ("error", "message"), ("error_description",), ("detail",), ("msg",),
    ("errors", 0, "message"), ("error",), ("title",),
)  # fmt: skip
_STATUS = re.compile("[45][0-9][0-9]")


class ErrorTableReader:
    """Makes rows of the error table, each once.

    Arguments:
        describer: reads schemas.
        losses: gets what is not supported.
    """

    def __init__(self, describer: SchemaReader, losses: Unsupported) -> None:
        self.describer = describer
        self.losses = losses
        self._rows: dict[tuple[int, int], ApiError] = {}
        self._same: dict[tuple[Any, ...], ApiError] = {}
        self._ids = UniqueNames()
        self._codes: dict[JsonPath, None] = {}
        self._messages: dict[JsonPath, None] = {}

    @property
    def code_paths(self) -> tuple[JsonPath, ...]:
        """Where codes were found."""
        return tuple(self._codes)

    @property
    def message_paths(self) -> tuple[JsonPath, ...]:
        """Where messages were found."""
        return tuple(self._messages)

    def of(self, rows: Iterable[RawResponse], given: Mapping[str, Any]) -> tuple[ApiError, ...]:
        """Make the rows of an operation.

        Arguments:
            rows: all of its answers.
            given: its `x-ms-examples`, where there are any.
        """
        found: dict[str, ApiError] = {}
        told = given.get("responses")
        for raw in rows:
            status = _failure(raw.status)
            if status is None:
                if raw.status == "default":
                    self.losses.add("default response", raw.at, "it says no status to answer with")
                continue
            own = told.get(raw.status) if isinstance(told, dict) else None
            made = self._row(status, raw, own if isinstance(own, dict) else None)
            found.setdefault(made.id, made)
        return tuple(found.values())

    def _row(self, status: int, raw: RawResponse, own: dict[str, Any] | None) -> ApiError:
        key = id(raw.at.value), status
        if own is None and key in self._rows:
            return self._rows[key]
        try:
            body = own["body"] if own is not None and "body" in own else self._body(raw)
            self.describer.budget.spend_answer(body)
        except BudgetError as error:
            self.losses.add("answer", raw.at, f"{error}; an empty one is shown")
            body = None
        about = prose(raw.at, "description")
        description = about or Text(reason_phrase(status) or f"Status {status}.", raw.at)
        code = self._found(body, _CODES, self._codes)
        message = self._found(body, _MESSAGES, self._messages) or reveal(description)
        text = None if body is None else json.dumps(body, ensure_ascii=False, indent=2)
        wait = self._wait(raw)
        facts = status, code, reveal(description), message, wait, text
        made = self._same.get(facts)
        if made is None:
            made = ApiError(
                id=self._id(status),
                status=status,
                code=Text(code) if code else None,
                description=description,
                message=Text(message),
                retry_after=wait,
                body=Text(text) if text is not None else None,
            )
            self._same[facts] = made
        if own is None:
            self._rows[key] = made
        return made

    def _body(self, raw: RawResponse) -> Any:
        """Give the JSON of an answer: its example, else what its schema makes; None if empty."""
        for content in raw.contents:
            media_type = content.media_type.partition(";")[0].strip().lower()
            if not is_json(media_type):
                self.losses.add("error of another media type", content.at, "no answer has it")
                continue
            if content.given is not None and isinstance(content.given.value, (dict, list)):
                return content.given.value
            if content.schema is None:
                return None
            made = plain(shown_schema(self.describer.schema(content.schema)).example)
            return made if isinstance(made, (dict, list)) else None
        return None

    @staticmethod
    def _wait(raw: RawResponse) -> int | None:
        for name, at in raw.headers.items():
            if name.casefold() == "retry-after" and isinstance(at.value, dict):
                told = at.value.get("example")
                if told is None and isinstance(at.value.get("schema"), dict):
                    told = at.value["schema"].get("example")
                if isinstance(told, int) and not isinstance(told, bool) and 0 <= told <= 604800:
                    return told
        return None

    @staticmethod
    def _found(body: Any, paths: Iterable[tuple[Any, ...]], known: dict[JsonPath, None]) -> str:
        """Look for a text in a body, and note where it is."""
        for path in paths:
            value = body
            for step in path:
                try:
                    value = value[step]
                except (TypeError, LookupError):
                    value = None
            if isinstance(value, str) and value.strip():
                known.setdefault(tuple(Text(s) if isinstance(s, str) else s for s in path))
                return value
        return ""

    def _id(self, status: int) -> str:
        return self._ids.choose(as_id(reason_phrase(status), f"status-{status}"), "-")


@lru_cache
def _failure(status: str) -> int | None:
    """Give the status of an answer of failure: of a range, the first."""
    if status.upper() in ("4XX", "5XX"):
        return int(status[0]) * 100
    return int(status) if _STATUS.fullmatch(status) else None
