"""Parameters of OpenAPI documents → `Parameter`: what they are called, and how they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.model.api import Credential
from generator.model.messages import Parameter, ParameterStyle, Where
from generator.model.rules import FIELD_NAME, refused_field, value_fault
from generator.model.schema import SCALARS, Schema, Type
from generator.model.structs import replace
from generator.model.text import Placeholder, Text, reveal
from generator.model.values import Object, Value, plain
from generator.openapi.examples import coerced
from generator.openapi.parts import Given, Parts, RawParameter
from generator.openapi.schemas import SchemaReader, prose
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At

# Header parameters of these names are ignored (OpenAPI 3.1.1, 4.8.12.1).
_IGNORED = ("accept", "content-type", "authorization")
_STYLES = {
    "spaceDelimited": ParameterStyle.SPACE,
    "pipeDelimited": ParameterStyle.PIPE,
    "deepObject": ParameterStyle.DEEP,
}
_PATH_STYLES = ("label", "matrix")
Pieces = tuple[str | Placeholder, ...]


class ParameterReader:
    """Makes parameters, each once.

    Arguments:
        parts: reads them.
        describer: reads schemas.
        losses: gets what is not supported.
    """

    def __init__(self, parts: Parts, describer: SchemaReader, losses: Unsupported) -> None:
        self.parts = parts
        self.describer = describer
        self.losses = losses
        self._known: dict[int, Parameter | None] = {}

    def of(
        self,
        at: At,
        pieces: Pieces,
        query: str,
        values: Mapping[str, Any],
        secrets: tuple[Credential, ...],
    ) -> tuple[Pieces, list[Parameter]]:
        """Make the parameters of an operation.

        Arguments:
            at: where the operation stands.
            pieces: its path.
            query: what the document has behind the path, as `x-ms-paths` do.
            values: examples by name.
            secrets: the credentials that it takes.

        Returns:
            The path, with what styles put in front of its parameters, and the parameters.
        """
        raw = self._all(at)
        pieces = self._styled(pieces, raw)
        named = [piece.name for piece in pieces if isinstance(piece, Placeholder)]
        if not query:
            return pieces, self._made(raw, named, values, secrets, at)
        asked = dict(_pairs(query))
        # What the path has behind a question mark is in the query, whatever it is told to be in.
        names = {value[1:-1]: name for name, value in asked.items() if _is_name(value)}
        raw = [
            replace(row, name=names[row.name], where="query", required=True)
            if row.where == "path" and row.name in names and row.name not in named
            else row
            for row in raw
        ]
        made = self._made(raw, named, values, secrets, at)
        known = {reveal(parameter.name) for parameter in made}
        constants = [(name, value) for name, value in asked.items() if name not in known]
        return pieces, [*made, *(_constant(name, value, at) for name, value in constants)]

    def _all(self, at: At) -> list[RawParameter]:
        """Give an operation's parameters, its own before those of its path."""
        found: dict[tuple[str, str], RawParameter] = {}
        shared = self.parts.parameters(at.parent) if at.parent is not None else ()
        for raw in (*shared, *self.parts.parameters(at)):
            found[raw.name, raw.where] = raw
        return list(found.values())

    def _styled(self, pieces: Pieces, raw: list[RawParameter]) -> Pieces:
        """Write what styles put in front of a value into the path (RFC 6570, 3.2.5 and 3.2.7)."""
        rows = {r.name: r for r in raw if r.where == "path" and r.style in _PATH_STYLES}
        if not rows:
            return pieces
        made: list[str | Placeholder] = []
        for piece in pieces:
            row = rows.get(piece.name) if isinstance(piece, Placeholder) else None
            if row is not None:
                front = "." if row.style == "label" else f";{row.name}="
                told = self.describer.keywords(row.schema) if row.schema is not None else None
                if not re.fullmatch(r"[A-Za-z0-9._~;=-]*", front):
                    self.losses.add("style", row.at, f"{row.style} is written as simple")
                    front = ""
                elif told is not None and told.type in ("array", "object"):
                    self.losses.add("style", row.at, "its items are joined by commas")
                made += [front] if front else []
            made.append(piece)
        return _joined(made)

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
                made[name] = Parameter(Text(name, at), Where.PATH, Text(name), True, schema,
                                       False)  # fmt: skip
        return list(made.values())

    def _parameter(self, row: RawParameter, values: Mapping[str, Any]) -> Parameter | None:
        is_own = row.name in values
        key = id(row.at.value)
        if not is_own and key in self._known:
            return self._known[key]
        made = self._new_parameter(row, values)
        if not is_own:
            self._known[key] = made
        return made

    def _new_parameter(self, row: RawParameter, values: Mapping[str, Any]) -> Parameter | None:
        reason = self._reason(row)
        if reason:
            self.losses.add("parameter", row.at, f"{reason}; it is left out")
            return None
        where = Where(row.where)
        given = Given(values[row.name], row.at) if row.name in values else row.given
        schema = self._schema(row, where, given)
        style, explode = _STYLES.get(row.style, ParameterStyle.FORM), row.explode
        has_several = schema.type in (Type.ARRAY, Type.OBJECT)
        if row.at.value.get("allowReserved") is True:
            what = "what is reserved in URLs is percent-encoded all the same"
            self.losses.add("allowReserved", row.at, what)
        if row.style == "tsv" or (style is ParameterStyle.DEEP and schema.type is Type.ARRAY):
            self.losses.add("style", row.at, f"{row.style} is written as form")
        if (
            not has_several
            or where is not Where.QUERY
            or (style is ParameterStyle.DEEP and schema.type is not Type.OBJECT)
        ):
            style = ParameterStyle.FORM
        is_exploded = style in (ParameterStyle.FORM, ParameterStyle.DEEP) and explode is not False
        about = prose(row.at, "description") or Text(row.name, row.at)
        required = row.required or where is Where.PATH
        made = Parameter(
            Text(row.name, row.at), where, about, required, schema,
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
        is_flat = all(field.schema.type in SCALARS for field in made.fields)
        if made.type is Type.OBJECT and where is Where.QUERY and made.fields and is_flat:
            if given is not None and isinstance(given.value, dict):
                made = self.describer.fit(made, given.value, given.at)
            if made.fields and made.sent() == Object():
                first = made.fields[0]
                return replace(made, example=Object(((first.name, first.schema.sent()),)))
            return made if made.fields else Schema(example=Text("{}"))
        if made.type is Type.ARRAY and made.items is not None:
            return self._array(made, row, given)
        if made.type not in SCALARS:
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
        if made.items.type not in SCALARS:
            if made.items.type in (Type.OBJECT, Type.ARRAY):
                self.losses.add("parameter", row.at, "its items are shown as texts")
            made = Schema(Type.ARRAY, items=Schema(example=Text(row.name)))
        if given is not None:
            told = given.value
            if isinstance(told, str):  # as it stands in a URL
                told = told.split(",")
            if isinstance(told, list) and told:
                fitted = self.describer.fit(made, told, given.at)
                if fitted.items is not None and fitted.items.type in SCALARS:
                    return fitted
        if made.sent() == ():
            assert made.items is not None
            item = made.items.sent()
            made = replace(made, example=None if item is None else (item,), min_items=None)
        return made

    def _sendable(self, made: Parameter, row: RawParameter) -> Parameter | None:
        """Give a parameter with values that can be sent where it goes."""
        self.describer.budget.read(len(made.schema.enum))
        values: list[Value] = [made.schema.sent(), *made.schema.enum]
        texts = [text for v in values if v is not None for _, text in made.pairs(v)]
        if not any(value_fault(made.where, reveal(text)) for text in texts):
            return made
        self.losses.add("parameter", row.at, "its example can't be sent where it goes")
        name = re.sub(r"[^A-Za-z0-9-]", "", row.name) or "example"
        return replace(
            made, schema=Schema(example=Text(name)), explode=False, style=ParameterStyle.FORM
        )


def _joined(pieces: list[str | Placeholder]) -> Pieces:
    """Put texts that follow each other together."""
    made: list[str | Placeholder] = []
    for piece in pieces:
        last = made[-1] if made else None
        if isinstance(piece, str) and isinstance(last, str):
            made[-1] = last + piece
        else:
            made.append(piece)
    return tuple(made)


def _pairs(query: str) -> Iterator[tuple[str, str]]:
    """Give the names and values of a query that stands behind a path."""
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if name and name != "_overload":  # which tells operations apart, and is not sent
            yield name, value or "true"


def _is_name(value: str) -> bool:
    return bool(re.fullmatch(r"\{[^{}]+\}", value))


def _constant(name: str, value: str, at: At) -> Parameter:
    """Make a parameter of the query that always has one value."""
    word = Text(value, at)
    schema = Schema(enum=(word,), example=word)
    about = Text(f"Always {value}.")
    return Parameter(Text(name, at), Where.QUERY, about, True, schema)
