"""Reader of the parameters of an OpenAPI document: makes a `Parameter` of each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.model.credentials import Credential
from generator.model.media_types import without_parameters
from generator.model.messages import Parameter, Where
from generator.model.rules import CLIENT_FIELDS, FIELD_NAME, refused_field, value_fault
from generator.model.schema import SCALARS, Schema, Type
from generator.model.structs import replace
from generator.model.text import Placeholder, Text, reveal
from generator.model.values import Object, Value, plain
from generator.openapi.bodies.media_types import is_json
from generator.openapi.example_objects import RawExample
from generator.openapi.losses import (
    report_description,
    report_example,
    report_nulls,
    report_overruled,
)
from generator.openapi.parts import Parts, RawParameter
from generator.openapi.query_objects import QueryObject
from generator.openapi.query_strings import constant_parameter, query_pairs
from generator.openapi.schemas.examples import is_json_text, scalar_converter
from generator.openapi.schemas.places import Place
from generator.openapi.schemas.schema_reader import SchemaReader
from generator.openapi.serialization.styles import (
    Pieces,
    add_prefixes,
    as_query_parameter,
    choose_style,
    cookie_fault,
    is_placeholder,
    separator_fault,
)
from generator.openapi.texts.texts import is_deprecated, text_or_empty
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At

# Header parameters of these names are ignored (OpenAPI 3.1.1, section 4.8.12.1).
_IGNORED = ("accept", "content-type", "authorization")


class ParameterReader:
    """Makes parameters of Parameter Objects (OpenAPI 3.1.1, section 4.8.12), each once.

    Arguments:
        parts: reads Parameter Objects.
        schemas: reads schemas.
        unsupported: the collection to which everything is added that samples do not support.
    """

    def __init__(self, parts: Parts, schemas: SchemaReader, unsupported: Unsupported) -> None:
        self.parts = parts
        self.schemas = schemas
        self.unsupported = unsupported
        self._cache: dict[int, tuple[Parameter, ...]] = {}
        # The identities of required Parameter Objects that samples can't send.
        self._refused: set[int] = set()

    def read(
        self,
        at: At,
        item: At,
        pieces: Pieces,
        query: str,
        values: Mapping[str, Any],
        credentials: tuple[Credential, ...],
    ) -> tuple[Pieces, list[Parameter] | None]:
        """Make the parameters of an operation.

        Arguments:
            at: the Operation Object.
            item: the Path Item Object, which may have parameters, too.
            pieces: the path of the operation, split at its placeholders.
            query: the query string behind the path, as paths under `x-ms-paths` have. It may be
                empty.
            values: example values by parameter name.
            credentials: the credentials that the operation's requests send. They take the place of
                parameters with the same place and name.

        Returns:
            The path, with the prefixes that the styles of its parameters add, and the parameters
            that samples can send. None for these if samples can't send one that is required.
        """
        raw = self.parts.list_parameters(at, item)
        pieces, parameters = self._read_split(raw, at, pieces, query, values, credentials)
        is_refused = any(id(row.at.value) in self._refused for row in raw)
        return pieces, None if is_refused else parameters

    def _read_split(
        self,
        raw: list[RawParameter],
        at: At,
        pieces: Pieces,
        query: str,
        values: Mapping[str, Any],
        credentials: tuple[Credential, ...],
    ) -> tuple[Pieces, list[Parameter]]:
        """Make the parameters of an operation of its Parameter Objects, and of its query string."""
        placeholder_names = [piece.name for piece in pieces if isinstance(piece, Placeholder)]
        if not query:
            parameters = self._read_all(raw, placeholder_names, values, credentials, at)
            return add_prefixes(pieces, raw, parameters), parameters
        query_values = dict(query_pairs(query))
        # A placeholder after the question mark is in the query, even if the document says "path".
        names = {value[1:-1]: name for name, value in query_values.items() if is_placeholder(value)}
        raw = [
            as_query_parameter(row, names[row.name])
            if row.where == "path" and row.name in names and row.name not in placeholder_names
            else row
            for row in raw
        ]
        parameters = self._read_all(raw, placeholder_names, values, credentials, at)
        parameter_names = {reveal(parameter.name) for parameter in parameters}
        constants = [
            (name, value) for name, value in query_values.items() if name not in parameter_names
        ]
        return add_prefixes(pieces, raw, parameters), [
            *parameters,
            *(constant_parameter(name, value, at) for name, value in constants),
        ]

    def _read_all(
        self,
        raw: list[RawParameter],
        placeholder_names: list[str],
        values: Mapping[str, Any],
        credentials: tuple[Credential, ...],
        at: At,
    ) -> list[Parameter]:
        """Make the parameters. A placeholder that the document does not describe is a string."""
        parameters: dict[str, Parameter] = {}
        rows: dict[str, RawParameter] = {}
        credential_keys = {(c.where.value, reveal(c.name).casefold()) for c in credentials}
        for row in raw:
            if row.where in self.parts.body_places or (
                row.where == "path" and row.name not in placeholder_names
            ):
                if row.where == "path":
                    self.unsupported.add(
                        "parameter", row.at, "it is not in the path, and is left out"
                    )
                continue
            if (row.where, row.name.casefold()) in credential_keys:
                what = "samples send the credential of its name in its place"
                self.unsupported.add_note("parameter", row.at, what)
                continue
            for parameter in self._read_cached(row, values):
                name = reveal(parameter.name)
                if name in parameters:
                    other = rows[name] if row.where == "path" else row
                    self._leave_out(other, "another has this name")
                    if row.where != "path":
                        continue
                parameters[name], rows[name] = parameter, row
        refused = {row.name for row in raw if id(row.at.value) in self._refused}
        for name in placeholder_names:
            if name in refused:
                continue
            if name not in parameters or parameters[name].where is not Where.PATH:
                self.unsupported.add(
                    "path",
                    at,
                    f"the document does not describe {{{name}}}; samples treat it as text",
                )
                schema = Schema(example=Text(name))
                parameters[name] = Parameter(Text(name, at), Where.PATH, Text(name), True, schema,
                                       False)  # fmt: skip
        return list(parameters.values())

    def read_with(self, row: RawParameter, example: RawExample) -> list[Parameter]:
        """Make the parameters of a Parameter Object with another of its examples.

        Whether samples can send the object depends on its first example alone.
        """
        refused = set(self._refused)
        parameters = list(self._read_rows(replace(row, example=example), {}))
        self._refused = refused
        return parameters

    def _leave_out(self, row: RawParameter, reason: str) -> None:
        """Record that samples can't send a parameter: if it is required, there is no sample."""
        if row.required:
            self._refused.add(id(row.at.value))
        then = "no sample is made of the operation" if row.required else "it is left out"
        self.unsupported.add("parameter", row.at, f"{reason}; {then}")

    def _read_cached(self, row: RawParameter, values: Mapping[str, Any]) -> tuple[Parameter, ...]:
        """Make the parameters of a Parameter Object, or return those that were made before."""
        has_value = row.name in values
        key = id(row.at.value)
        if not has_value and key in self._cache:
            return self._cache[key]
        parameters = tuple(self._read_rows(row, values))
        if not has_value:
            self._cache[key] = parameters
        return parameters

    def _read_rows(self, row: RawParameter, values: Mapping[str, Any]) -> Iterator[Parameter]:
        """Make the parameters of a Parameter Object: one, or those of the parts of an object."""
        reason = self._refusal(row)
        if reason and self._is_sent_anyway(row):
            self.unsupported.add("parameter", row.at, f"{reason}; it is left out")
            return
        if reason:
            self._leave_out(row, reason)
            return
        example = RawExample(values[row.name], row.at) if row.name in values else row.example
        schema = Schema(example=Text(row.name))
        if row.schema is not None:
            place = Place.JSON if is_json(row.media_type) else Place.TEXT
            schema = self.schemas.read(row.schema, row.name, place)
        if row.schema is not None and row.schema is not row.at:
            report_description(row.schema, self.parts.references, self.unsupported)
            if example is not None:
                report_overruled(row.schema, self.parts.references, self.unsupported)
        if schema.type is Type.OBJECT and not row.media_type:
            yield from self._read_object(row, schema, example)
        elif (parameter := self._read_one(row, schema, example)) is not None:
            yield parameter

    def _read_object(
        self, row: RawParameter, schema: Schema, example: RawExample | None
    ) -> Iterator[Parameter]:
        """Make the parameters of an object."""
        objects = QueryObject(row, schema, example)
        if objects.reason:
            self._leave_out(row, objects.reason)
            return
        if example is not None and not isinstance(example.value, dict):
            report_example(example, self.unsupported)
        for kind, what in objects.losses:
            self.unsupported.add(kind, row.at, what)
        for name, part, value in objects.parts:
            # The style of one value in an object is that of the object.
            part_row = row if part.fields else replace(row, name=name, style="", explode=None)
            reason = self._refusal(part_row)
            if reason:
                self._leave_out(row, reason)
            elif (parameter := self._read_one(part_row, part, value)) is not None:
                yield parameter

    def _read_one(
        self, row: RawParameter, schema: Schema, example: RawExample | None
    ) -> Parameter | None:
        """Make a parameter of its schema. None if samples can't send it."""
        where = Where(row.where)
        items = None if row.media_type or schema.type is not Type.ARRAY else schema.items
        if items is not None and items.type in (Type.OBJECT, Type.ARRAY):
            self._leave_out(row, "no style writes an array of objects or arrays")
            return None
        schema = self._fit_schema(schema, row, example)
        written = choose_style(row, schema, self.unsupported)
        if written.reason:
            self._leave_out(row, written.reason)
            return None
        description = text_or_empty(row.at, "description")
        required = row.required or where is Where.PATH
        if required and row.at.value.get("required") is False:
            what = "a parameter in the path is always sent"
            self.unsupported.add("parameter", row.at.child("required"), what)
        parameter = Parameter(
            Text(row.name, row.at), where, description, required, schema, written.explode,
            written.style, self._is_reserved(row), deprecated=is_deprecated(row.at),
        )  # fmt: skip
        fault = separator_fault(parameter) or cookie_fault(row, parameter)
        if fault:
            self._leave_out(row, fault)
            return None
        return self._make_sendable(parameter, row)

    @staticmethod
    def _is_sent_anyway(row: RawParameter) -> bool:
        """Say whether a header is ignored in OpenAPI documents, or every client sends it."""
        return row.where == "header" and row.name.casefold() in (*_IGNORED, *CLIENT_FIELDS)

    def _refusal(self, row: RawParameter) -> str:
        """Return the reason why samples can't send a parameter; empty if they can."""
        if row.where not in ("path", "query", "header", "cookie") or not row.name.strip():
            return f"requests have no parameters in {row.where}"
        if row.where == "header":
            if row.name.casefold() in _IGNORED:
                return "OpenAPI ignores a header parameter of this name"
            if row.name.casefold() in CLIENT_FIELDS:
                return f"every client writes the header {row.name} by itself"
            if not re.fullmatch(FIELD_NAME.pattern, row.name) or refused_field(row.name):
                return f"not every client sends the header {row.name}"
        if row.where == "cookie" and not re.fullmatch(FIELD_NAME.pattern, row.name):
            return "a cookie can't have this name"
        return ""

    def _fit_schema(self, schema: Schema, row: RawParameter, example: RawExample | None) -> Schema:
        """Return the schema of a parameter as samples can send it.

        It is a scalar, an array of scalars, or an object of scalars. Anything else becomes text.
        """
        if row.media_type:
            return Schema(example=Text(self._write_content(schema, row, example)))
        if schema.type is Type.OBJECT:
            if example is not None and isinstance(example.value, dict):
                members = {k: v for k, v in example.value.items() if v is not None}
                if len(members) < len(example.value):
                    report_nulls(example, self.unsupported)
                schema = self.schemas.with_example(schema, members, example.at, row.schema)
            if schema.fields and schema.sent() == Object():
                first = schema.fields[0]
                return replace(schema, example=Object(((first.name, first.schema.sent()),)))
            return schema if schema.fields else Schema(example=Text("{}"))
        if schema.type is Type.ARRAY and schema.items is not None:
            return self._read_array(schema, row, example)
        if schema.type not in SCALARS:
            schema = Schema(example=Text(row.name))
        if example is not None:
            value = scalar_converter(schema.type)(example.value)
            if value is not None:
                return self.schemas.with_example(schema, example.value, example.at, row.schema)
            report_example(example, self.unsupported)
        return schema

    def _is_reserved(self, row: RawParameter) -> bool:
        """Say whether reserved characters of a value are sent as they are."""
        if row.at.value.get("allowReserved") is not True or row.where == "query":
            return row.at.value.get("allowReserved") is True
        what = "it says nothing about parameters outside of the query; it is left out"
        self.unsupported.add("allowReserved", row.at.child("allowReserved"), what)
        return False

    def _write_content(self, schema: Schema, row: RawParameter, example: RawExample | None) -> str:
        """Write the value of a parameter that has a media type."""
        value = plain(schema.sent()) if example is None else example.value
        if not isinstance(value, str):
            return json.dumps(value, ensure_ascii=False)
        if not is_json(without_parameters(row.media_type)):
            return value
        # A text is an example that is written as JSON already, unless the schema wants a text.
        if schema.type in (Type.STRING, Type.ANY) or not is_json_text(value):
            return json.dumps(value, ensure_ascii=False)
        return value

    def _read_array(self, schema: Schema, row: RawParameter, example: RawExample | None) -> Schema:
        """Make the schema of a parameter that is an array. Its example has at least one item."""
        assert schema.items is not None
        if schema.items.type not in SCALARS:
            schema = Schema(Type.ARRAY, items=Schema(example=Text(row.name)))
        if example is not None:
            value = example.value
            if isinstance(value, str):  # an array as it is written in a URL
                value = value.split(",")
            if value == []:
                schema = replace(schema, example=())
            if isinstance(value, list) and value:
                fitted = self.schemas.with_example(schema, value, example.at, row.schema)
                if fitted.items is not None and fitted.items.type in SCALARS:
                    return fitted
            if value != []:
                report_example(example, self.unsupported)
        if schema.sent() == ():
            at = row.at if example is None else example.at
            what = "a request has no place for an empty array here; another example is made"
            self.unsupported.add("example", at, what)
            assert schema.items is not None
            item = schema.items.sent()
            schema = replace(schema, example=None if item is None else (item,), min_items=None)
        return schema

    def _make_sendable(self, parameter: Parameter, row: RawParameter) -> Parameter | None:
        """Return the parameter. None if its values can't be sent where they go."""
        self.schemas.budget.read(len(parameter.schema.enum))
        values: list[Value] = [parameter.schema.sent(), *parameter.schema.enum]
        texts = [text for v in values if v is not None for _, text in parameter.pairs(v)]
        faults = [fault for text in texts if (fault := value_fault(parameter.where, reveal(text)))]
        if not faults:
            return parameter
        self._leave_out(row, faults[0])
        return None
