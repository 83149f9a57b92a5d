"""One operation of an OpenAPI document → `Operation`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote

from generator.model.api import Credential, Operation
from generator.model.messages import WITH_BODY, Content, Response, ResponseHeader
from generator.model.rules import FIELD_VALUE
from generator.model.text import Placeholder, Text, reveal, split_placeholders
from generator.openapi.bodies import BodyReader
from generator.openapi.error_table import ErrorTableReader
from generator.openapi.parameters import ParameterReader
from generator.openapi.parts import Given, Parts, RawResponse
from generator.openapi.references import members
from generator.openapi.schemas import SchemaReader, prose
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At

# What a caller needs of an answer's head: where to go on.
_SHOWN = ("location", "operation-location")
_STATUS = re.compile("[23][0-9][0-9]")


class OperationReader:
    """Makes operations.

    Arguments:
        parts: reads the parts of them.
        describer: reads schemas.
        errors: makes rows of the error table.
        losses: gets what is not supported.
    """

    def __init__(
        self, parts: Parts, describer: SchemaReader, errors: ErrorTableReader, losses: Unsupported
    ) -> None:
        self.parts = parts
        self.describer = describer
        self.errors = errors
        self.losses = losses
        self.contents = BodyReader(describer, losses)
        self.parameters = ParameterReader(parts, describer, losses)
        self._responses: dict[int, Response] = {}

    def operation(
        self, id_: str, path: str, method: str, at: At, secrets: tuple[Credential, ...]
    ) -> Operation | None:
        """Make an operation; None if no request could be made.

        Arguments:
            id_: its id in the output.
            path: its path, with `{placeholders}`.
            method: the HTTP method in lower case.
            at: where it stands.
            secrets: the credentials that it takes.
        """
        value = at.value
        given = self._ms_example(at)
        asked = given.get("parameters")
        values: dict[str, Any] = asked if isinstance(asked, dict) else {}
        bare, _, query = path.partition("?")
        pieces = split_placeholders(_path(bare))
        pieces, parameters = self.parameters.of(at, pieces, query, values, secrets)
        named = [piece.name for piece in pieces if isinstance(piece, Placeholder)]
        if len(set(named)) < len(named):
            self.losses.add("path", at, "it has one name twice; no sample is made of it")
            return None
        if value.get("deprecated") is True:
            self.losses.add("deprecated", at.child("deprecated"), "no sample says so")
        answers = list(self.parts.responses(at))
        title = prose(at, "summary") or Text(_words(at, method, path), at)
        note = prose(at, "description")
        made = Operation(
            id=id_,
            title=title,
            summary=title,
            note=None if note == title else note,
            method=method.upper(),
            path=pieces,
            parameters=tuple(parameters),
            responses=self._answers(answers, at, given),
            errors=self.errors.of(answers, given),
            body=self._body(at, method, values),
        )
        self.describer.budget.spend_operation(made)
        return made

    def _ms_example(self, at: At) -> dict[str, Any]:
        """Give the first of an operation's `x-ms-examples`, which may be files."""
        for _, child in members(self.parts.under(at, "x-ms-examples")):
            found = self.parts.references.resolve(child)
            if found is not None and isinstance(found.value, dict):
                return found.value
        return {}

    def _body(self, at: At, method: str, values: Mapping[str, Any]) -> Content | None:
        raw = self.parts.body(at)
        if raw is None:
            return None
        if method.upper() not in WITH_BODY:
            self.losses.add("body", raw.at, f"it means nothing to {method.upper()} (RFC 9110, 9.3)")
            return None
        chosen = self.contents.chosen(raw.contents, "send")
        assert chosen is not None
        about = prose(raw.at, "description") if raw.at is not at else None
        given = None
        if raw.name in values:
            given = Given(values[raw.name], raw.at)
        elif chosen.fields and values:
            given = Given(dict(values), raw.at)
        return self.contents.request(chosen, given, about)

    def _answers(
        self, rows: Sequence[RawResponse], at: At, given: Mapping[str, Any]
    ) -> tuple[Response, ...]:
        """Make the answers of success; there is always one."""
        found: dict[int, Response] = {}
        for raw in rows:
            status = _success(raw.status)
            if status is not None and status not in found:
                found[status] = self._response(status, raw, given)
        if not any(status < 300 for status in found):
            default = next((raw for raw in rows if raw.status == "default"), None)
            if default is not None and not found:
                found[200] = self._response(200, default, given)
            else:
                if found:
                    what = "samples take a redirect for a failure; this has no other answer"
                    self.losses.add("redirect", at, what)
                else:
                    what = "it has no answer of success; 200 without content is shown"
                    self.losses.add("response", at, what)
                found[200] = Response(200, Text("Success.", at))
        return tuple(found[status] for status in sorted(found))

    def _response(self, status: int, raw: RawResponse, given: Mapping[str, Any]) -> Response:
        own = _ms_answer(given, raw.status)
        key = id(raw.at.value)
        if own is None and key in self._responses and self._responses[key].status == status:
            return self._responses[key]
        about = prose(raw.at, "description") or Text("Success.", raw.at)
        content = None
        has_body = status < 300 and status != 204
        chosen = self.contents.chosen(raw.contents, "show") if has_body else None
        if chosen is not None:
            example = None if own is None or "body" not in own else Given(own["body"], raw.at)
            content = self.contents.answer(chosen, example)
        made = Response(status, about, content, self._headers(raw, own))
        if own is None:
            self._responses[key] = made
        return made

    def _headers(
        self, raw: RawResponse, own: Mapping[str, Any] | None
    ) -> tuple[ResponseHeader, ...]:
        told = own.get("headers") if own is not None else None
        values = told if isinstance(told, dict) else {}
        made: dict[str, ResponseHeader] = {}
        for name, at in raw.headers.items():
            if name.casefold() not in _SHOWN or name.casefold() in made:
                self.losses.add("response header", at, "samples don't print it")
                continue
            value = values.get(name)
            is_usable = isinstance(value, str) and value != ""
            if not is_usable or not re.fullmatch(FIELD_VALUE.pattern, str(value)):
                value = "https://example.com/1"
            about = prose(at, "description")
            made[name.casefold()] = ResponseHeader(
                Text(name, at), about or Text(name), Text(str(value))
            )
        return tuple(made.values())


def _ms_answer(given: Mapping[str, Any], status: str) -> Mapping[str, Any] | None:
    rows = given.get("responses")
    found = rows.get(status) if isinstance(rows, dict) else None
    return found if isinstance(found, dict) else None


@lru_cache
def _success(status: str) -> int | None:
    """Give the status of an answer of success: of a range, the first."""
    if status.upper() in ("2XX", "3XX"):
        return int(status[0]) * 100 if status[0] == "2" else 302
    return int(status) if _STATUS.fullmatch(status) else None


_PLAIN = frozenset("!$&'()*+,;=:@/")
# What a path may have as it is: the characters of one, a placeholder, or a character that is none.
_PIECE = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@/-]+|%[0-9A-Fa-f]{2}|\{[^{}]+\}|(?s:.)")

# A path that is written so already.
_USUAL = re.compile(r"(?:/(?:[A-Za-z0-9_-]+|\{[A-Za-z0-9_-]+\}))+")


def _path(path: str) -> str:
    """Write a path in URL characters, placeholders as they are; without empty segments."""
    if _USUAL.fullmatch(path):
        return path
    pieces = _PIECE.findall(path)
    made = "".join(p if len(p) > 1 or p in _PLAIN else quote(p, safe="") for p in pieces)
    # Clients remove segments of dots (RFC 3986, 5.2.4).
    parts = [part for part in made.split("/") if unquote(part) not in (".", "..")]
    made = re.sub(r"/{2,}", "/", "/".join(parts))
    return made if made.startswith("/") else f"/{made}"


def _words(at: At, method: str, path: str) -> str:
    """Name an operation that has no summary."""
    told = prose(at, "description")
    if told is not None and len(reveal(told)) <= 120:
        return reveal(told)
    id_ = at.value.get("operationId")
    if isinstance(id_, str) and id_.strip():
        words = re.sub(r"[_/.:-]+", " ", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", id_)).split()
        if words:
            text = " ".join(word if word.isupper() else word.lower() for word in words)
            return text[0].upper() + text[1:]
    return f"{method.upper()} {path}"
