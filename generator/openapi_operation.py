"""One operation of an OpenAPI document → `Operation`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from generator.credentials import refused_field
from generator.described import Describer, coerced, prose
from generator.grammar import FIELD_NAME, FIELD_VALUE
from generator.losses import Losses
from generator.model import (
    Content,
    Credential,
    Operation,
    Parameter,
    Response,
    ResponseHeader,
    Style,
    Where,
)
from generator.openapi_contents import Contents
from generator.openapi_errors import Errors
from generator.openapi_parts import Given, Parts, RawParameter, RawResponse
from generator.reading import At
from generator.references import members
from generator.sendable import value_fault
from generator.text import Placeholder, Text, reveal, split_placeholders
from generator.values import Object, Schema, Type, Value, plain

_WITH_BODY = ("POST", "PUT", "PATCH", "DELETE")
_SCALARS = (Type.STRING, Type.INTEGER, Type.NUMBER, Type.BOOLEAN)
# Header parameters of these names are ignored (OpenAPI 3.1.1, 4.8.12.1).
_IGNORED = ("accept", "content-type", "authorization")
# What a caller needs of an answer's head: where to go on.
_SHOWN = ("location", "operation-location")
_STYLES = {"spaceDelimited": Style.SPACE, "pipeDelimited": Style.PIPE, "deepObject": Style.DEEP}


class Operations:
    """Makes operations.

    Arguments:
        parts: reads the parts of them.
        describer: reads schemas.
        errors: makes rows of the error table.
        losses: gets what is not supported.
    """

    def __init__(self, parts: Parts, describer: Describer, errors: Errors, losses: Losses) -> None:
        self.parts = parts
        self.describer = describer
        self.errors = errors
        self.losses = losses
        self.contents = Contents(describer, losses)
        self._parameters: dict[int, Parameter | None] = {}
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
        raw = self._all_parameters(at)
        pieces = self._styled(pieces, raw)
        named = [piece.name for piece in pieces if isinstance(piece, Placeholder)]
        if len(set(named)) < len(named):
            self.losses.add("path", at, "it has one name twice; no sample is made of it")
            return None
        parameters = self._made(raw, named, values, secrets, at)
        parameters += self._constants(query, at)
        title = prose(value.get("summary"), at) or Text(_words(value, method, path), at.mark)
        note = prose(value.get("description"), at)
        responses = self._answers(at, given)
        return Operation(
            id=id_,
            title=title,
            summary=title,
            note=None if note == title else note,
            method=method.upper(),
            path=pieces,
            parameters=tuple(parameters),
            responses=responses,
            errors=self.errors.of(self.parts.responses(at), given),
            body=self._body(at, method, values),
        )

    def _ms_example(self, at: At) -> dict[str, Any]:
        """Give the first of an operation's `x-ms-examples`, which may be files."""
        for _, child in members(self.parts.under(at, "x-ms-examples")):
            found = self.parts.references.resolve(child)
            if found is not None and isinstance(found.value, dict):
                return found.value
        return {}

    def _all_parameters(self, at: At) -> list[RawParameter]:
        """Give an operation's parameters, its own before those of its path."""
        found: dict[tuple[str, str], RawParameter] = {}
        shared = self.parts.parameters(at.parent) if at.parent is not None else ()
        for raw in (*shared, *self.parts.parameters(at)):
            found[raw.name, raw.where] = raw
        return list(found.values())

    def _styled(
        self, pieces: tuple[str | Placeholder, ...], raw: list[RawParameter]
    ) -> tuple[str | Placeholder, ...]:
        """Write what styles put in front of a value into the path."""
        styles = {row.name: row.style for row in raw if row.where == "path"}
        made: list[str | Placeholder] = []
        for piece in pieces:
            style = styles.get(piece.name, "") if isinstance(piece, Placeholder) else ""
            assert isinstance(piece, (str, Placeholder))
            front = ""
            if isinstance(piece, Placeholder):
                front = {"label": ".", "matrix": f";{piece.name}="}.get(style, "")
            if front and not re.fullmatch(r"[A-Za-z0-9._~;=-]*", front):
                front = ""
            if front and made and isinstance(made[-1], str):
                made[-1] += front
            elif front:
                made.append(front)
            made.append(piece)
        return tuple(made)

    def _made(
        self,
        raw: list[RawParameter],
        named: list[str],
        values: Mapping[str, Any],
        secrets: tuple[Credential, ...],
        at: At,
    ) -> list[Parameter]:
        made: dict[str, Parameter] = {}
        taken = {(c.where.value, reveal(c.name).casefold()) for c in secrets}
        for row in raw:
            if row.where in ("body", "formData") or (row.where == "path" and row.name not in named):
                if row.where == "path":
                    self.losses.add("parameter", row.at, "it is not in the path, and is left out")
                continue
            if (row.where, row.name.casefold()) in taken:
                continue  # a credential is sent in its place
            parameter = self._parameter(row, values)
            if parameter is None:
                continue
            if row.name in made:
                self.losses.add("parameter", row.at, "another one has this name; it is left out")
                if row.where != "path":
                    continue
            made[row.name] = parameter
        for name in named:
            if name not in made or made[name].where is not Where.PATH:
                self.losses.add("path", at, f"nothing tells of {{{name}}}; it is a text")
                schema = Schema(example=Text(name))
                made[name] = Parameter(Text(name, at.mark), Where.PATH, Text(name), True, schema,
                                       False)  # fmt: skip
        return list(made.values())

    def _constants(self, query: str, at: At) -> list[Parameter]:
        """Make parameters of the query that a key of `x-ms-paths` has."""
        made = []
        for pair in filter(None, query.split("&")):
            name, _, value = pair.partition("=")
            if name == "_overload" or not name:  # which tells operations apart, and is not sent
                continue
            word = Text(value or "true", at.mark)
            schema = Schema(enum=(word,), example=word)
            about = Text(f"Always {value}.")
            made.append(Parameter(Text(name, at.mark), Where.QUERY, about, True, schema))
        return made

    def _parameter(self, row: RawParameter, values: Mapping[str, Any]) -> Parameter | None:
        is_own = row.name in values
        key = id(row.at.value)
        if not is_own and key in self._parameters:
            return self._parameters[key]
        made = self._new_parameter(row, values)
        if not is_own:
            self._parameters[key] = made
        return made

    def _new_parameter(self, row: RawParameter, values: Mapping[str, Any]) -> Parameter | None:
        reason = self._reason(row)
        if reason:
            self.losses.add("parameter", row.at, f"{reason}; it is left out")
            return None
        where = Where(row.where)
        given = Given(values[row.name], row.at) if row.name in values else row.given
        schema = self._schema(row, where, given)
        style, explode = _STYLES.get(row.style, Style.FORM), row.explode
        has_several = schema.type in (Type.ARRAY, Type.OBJECT)
        if row.style == "tsv" or (style is Style.DEEP and schema.type is Type.ARRAY):
            self.losses.add("style", row.at, f"{row.style} is written as form")
        if (
            not has_several
            or where is not Where.QUERY
            or (style is Style.DEEP and schema.type is not Type.OBJECT)
        ):
            style = Style.FORM
        is_exploded = style in (Style.FORM, Style.DEEP) and explode is not False
        about = prose(row.at.value.get("description"), row.at) or Text(row.name, row.at.mark)
        required = row.required or where is Where.PATH
        made = Parameter(
            Text(row.name, row.at.mark), where, about, required, schema,
            is_exploded and where is Where.QUERY, style,
        )  # fmt: skip
        return self._sendable(made, row)

    def _reason(self, row: RawParameter) -> str:
        """Say why samples can't have a parameter, or give an empty string."""
        if row.where not in ("path", "query", "header", "cookie") or not row.name.strip():
            return f"a parameter in {row.where} is none of a request"
        if row.where == "header":
            if row.name.casefold() in _IGNORED:
                return "OpenAPI ignores a header parameter of this name"
            if not re.fullmatch(FIELD_NAME.pattern, row.name) or refused_field(row.name):
                return f"not every client sends the header {row.name}"
        if row.where == "cookie" and not re.fullmatch(FIELD_NAME.pattern, row.name):
            return "this is no name of a cookie"
        return ""

    def _schema(self, row: RawParameter, where: Where, given: Given | None) -> Schema:
        made = Schema(example=Text(row.name))
        if row.schema is not None:
            made = self.describer.schema(row.schema, row.name)
        if row.media_type:
            value = made.sent() if given is None else None
            shown = plain(value) if given is None else given.value
            text = shown if isinstance(shown, str) else json.dumps(shown, ensure_ascii=False)
            return Schema(example=Text(text))
        is_flat = all(field.schema.type in _SCALARS for field in made.fields)
        if made.type is Type.OBJECT and where is Where.QUERY and made.fields and is_flat:
            if given is not None and isinstance(given.value, dict):
                made = self.describer.fit(made, given.value, given.at)
            if made.fields and made.sent() == Object():
                first = made.fields[0]
                return replace(made, example=Object(((first.name, first.schema.sent()),)))
            return made if made.fields else Schema(example=Text("{}"))
        if made.type is Type.ARRAY and made.items is not None:
            return self._array(made, row, given)
        if made.type not in _SCALARS:
            if made.type is Type.OBJECT:
                self.losses.add("parameter", row.at, "an object is shown as text here")
            made = Schema(example=Text(row.name))
        if given is not None:
            value = coerced(made.type)(given.value)
            if value is not None and value != Text(""):
                return self.describer.fit(made, given.value, given.at)
        return made

    def _array(self, made: Schema, row: RawParameter, given: Given | None) -> Schema:
        assert made.items is not None
        if made.items.type not in _SCALARS:
            if made.items.type in (Type.OBJECT, Type.ARRAY):
                self.losses.add("parameter", row.at, "its items are shown as texts")
            made = Schema(Type.ARRAY, items=Schema(example=Text(row.name)))
        if given is not None:
            told = given.value
            if isinstance(told, str):  # as it stands in a URL
                told = told.split(",")
            if isinstance(told, list) and told:
                fitted = self.describer.fit(made, told, given.at)
                if fitted.items is not None and fitted.items.type in _SCALARS:
                    return fitted
        if made.sent() == ():
            assert made.items is not None
            item = made.items.sent()
            made = replace(made, example=None if item is None else (item,), min_items=None)
        return made

    def _sendable(self, made: Parameter, row: RawParameter) -> Parameter | None:
        """Give a parameter with values that can be sent where it goes."""
        values: list[Value] = [made.schema.sent(), *made.schema.enum]
        texts = [text for v in values if v is not None for _, text in made.pairs(v)]
        if not any(value_fault(made.where, reveal(text)) for text in texts):
            return made
        self.losses.add("parameter", row.at, "its example can't be sent where it goes")
        name = re.sub(r"[^A-Za-z0-9-]", "", row.name) or "example"
        return replace(made, schema=Schema(example=Text(name)), explode=False, style=Style.FORM)

    def _body(self, at: At, method: str, values: Mapping[str, Any]) -> Content | None:
        raw = self.parts.body(at)
        if raw is None:
            return None
        if method.upper() not in _WITH_BODY:
            self.losses.add("body", raw.at, f"it means nothing to {method.upper()} (RFC 9110, 9.3)")
            return None
        chosen = self.contents.chosen(raw.contents, is_request=True)
        assert chosen is not None
        told = raw.at.value if isinstance(raw.at.value, dict) and raw.at is not at else {}
        given = None
        if raw.name in values:
            given = Given(values[raw.name], raw.at)
        elif chosen.fields and values:
            given = Given(dict(values), raw.at)
        return self.contents.request(chosen, given, prose(told.get("description"), raw.at))

    def _answers(self, at: At, given: Mapping[str, Any]) -> tuple[Response, ...]:
        """Make the answers of success; there is always one."""
        rows = list(self.parts.responses(at))
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
                found[200] = Response(200, Text("Success.", at.mark))
        return tuple(found[status] for status in sorted(found))

    def _response(self, status: int, raw: RawResponse, given: Mapping[str, Any]) -> Response:
        own = _ms_answer(given, raw.status)
        key = id(raw.at.value)
        if own is None and key in self._responses and self._responses[key].status == status:
            return self._responses[key]
        about = prose(raw.at.value.get("description"), raw.at) or Text("Success.", raw.at.mark)
        content = None
        has_body = status < 300 and status != 204
        chosen = self.contents.chosen(raw.contents, is_request=False) if has_body else None
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
            value = values.get(name, "https://example.com/1")
            if (
                not isinstance(value, str)
                or not value
                or (not re.fullmatch(FIELD_VALUE.pattern, value))
            ):
                value = "https://example.com/1"
            about = prose(at.value.get("description") if isinstance(at.value, dict) else None, at)
            made[name.casefold()] = ResponseHeader(
                Text(name, at.mark), about or Text(name), Text(value)
            )
        return tuple(made.values())


def _ms_answer(given: Mapping[str, Any], status: str) -> Mapping[str, Any] | None:
    rows = given.get("responses")
    found = rows.get(status) if isinstance(rows, dict) else None
    return found if isinstance(found, dict) else None


def _success(status: str) -> int | None:
    """Give the status of an answer of success: of a range, the first."""
    if status.upper() in ("2XX", "3XX"):
        return int(status[0]) * 100 if status[0] == "2" else 302
    return int(status) if re.fullmatch("[23][0-9][0-9]", status) else None


_PCHAR = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2}|\{[^{}]+\}|/")


def _path(path: str) -> str:
    """Write a path in URL characters, placeholders as they are; without empty segments."""
    from urllib.parse import quote, unquote

    made, at = "", 0
    for match in _PCHAR.finditer(path):
        made += quote(path[at : match.start()], safe="") + match[0]
        at = match.end()
    made += quote(path[at:], safe="")
    # Clients remove segments of dots (RFC 3986, 5.2.4).
    parts = [part for part in made.split("/") if unquote(part) not in (".", "..")]
    made = re.sub(r"/{2,}", "/", "/".join(parts))
    return made if made.startswith("/") else f"/{made}"


def _words(value: Mapping[str, Any], method: str, path: str) -> str:
    """Name an operation that has no summary."""
    told = prose(value.get("description"))
    if told is not None and len(reveal(told)) <= 120:
        return reveal(told)
    id_ = value.get("operationId")
    if isinstance(id_, str) and id_.strip():
        words = re.sub(r"[_/.:-]+", " ", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", id_)).split()
        if words:
            text = " ".join(word if word.isupper() else word.lower() for word in words)
            return text[0].upper() + text[1:]
    return f"{method.upper()} {path}"
