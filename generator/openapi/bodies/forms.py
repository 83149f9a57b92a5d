"""Reader of forms in request bodies: makes a `Field` of each form field or part.

OpenAPI 3.1.1, section 4.8.15, says what is sent where a document says nothing: an array as one part
for each item, an object as JSON, and other values as text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from generator.errors import shortened
from generator.model.media_types import without_parameters
from generator.model.messages import MULTIPART_TYPE, Content, ContentKind
from generator.model.rules import MEDIA_TYPE
from generator.model.schema import SCALARS, Field, Schema, Type
from generator.model.structs import Struct, replace
from generator.model.text import Text, reveal
from generator.model.values import Object, Value, plain
from generator.openapi.bodies.form_objects import (
    SEPARATORS,
    has_inner_structure,
    join_words,
    spread_objects,
    written_style,
)
from generator.openapi.bodies.media_types import definite_type, is_binary
from generator.openapi.example_objects import RawExample
from generator.openapi.losses import (
    report_description,
    report_form,
    report_keywords,
    report_overruled,
)
from generator.openapi.parts import RawContent, RawEncoding
from generator.openapi.schemas.examples import fit_example, read_value, scalar_converter
from generator.openapi.schemas.keywords import Keywords, follow, is_read_only
from generator.openapi.schemas.made_values import file_name, request_value
from generator.openapi.schemas.places import Place
from generator.openapi.schemas.schema_reader import SchemaReader
from generator.openapi.texts.texts import is_deprecated, text_or_empty
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At

_JSON = "application/json"
_NESTED = "OpenAPI does not define nested values: samples write them as name[0][key]"


class _RawField(Struct, frozen=True):
    """A form field in a document.

    Attributes:
        name: its name as written there.
        at: its schema. In Swagger 2.0 it is the Parameter Object.
        required: whether each request has it.
        more: further schemas of it.
        encoding: how it is sent. None if the document does not say that.
    """

    name: str
    at: At
    required: bool
    more: tuple[At, ...] = ()
    encoding: RawEncoding | None = None


class FormReader:
    """Makes the contents of forms and of multipart/form-data.

    Arguments:
        schemas: reads schemas.
        unsupported: the collection to which everything is added that samples do not support.
    """

    def __init__(self, schemas: SchemaReader, unsupported: Unsupported) -> None:
        self.schemas = schemas
        self.unsupported = unsupported
        self.budget = schemas.budget

    def read(
        self, raw: RawContent, media_type: str, example: RawExample | None, description: Text | None
    ) -> Content | None:
        """Make the content of a form.

        Arguments:
            raw: the content in the document.
            media_type: the media type, without parameters.
            example: an example of the whole form, or None.
            description: the description of the body, or None.

        Returns:
            The content. None if the document names none of its fields.
        """
        is_multipart = media_type == MULTIPART_TYPE
        make = self._read_part if is_multipart else self._read_form_field
        keywords = self._read_keywords(raw)
        references = self.schemas.references
        fields, rows = [], list(self._list_fields(raw, keywords))
        for row in rows:
            with references.unneeded(not row.required):
                if follow(row.at, references) is not None:
                    fields.append(make(row))
        report_form(raw, {row.name for row in rows}, is_multipart, example, self.unsupported)
        fields += self._undescribed_fields(keywords)
        if not fields:
            what = "the document does not describe its fields; no sample sends it"
            self.unsupported.add("form", raw.at, what)
            return None
        schema = Schema(Type.OBJECT, fields=tuple(fields))
        if example is not None:
            report_overruled(raw.schema, references, self.unsupported)
        elif keywords is not None:
            objects = [v for v in keywords.example_values() if isinstance(v, dict)]
            example = RawExample(objects[0], keywords.at) if objects else None
        if example is not None and isinstance(example.value, dict):
            schema = replace(schema, example=self._form_example(schema, example.value, example.at))
        else:
            value = request_value(schema, self.budget)
            schema = schema if value == schema.sent() else replace(schema, example=value)
        styles = {} if is_multipart else self._spread_styles(rows, schema)
        if styles:
            schema = spread_objects(schema, styles, self.budget)
        return Content(
            ContentKind.MULTIPART if is_multipart else ContentKind.FORM,
            media_type,
            schema,
            description,
        )

    @staticmethod
    def _spread_styles(rows: Iterable[_RawField], schema: Schema) -> dict[str, str]:
        """Return the styles of the fields that are written as several, by their names."""
        encodings = {row.name: row.encoding for row in rows}
        styles = {
            reveal(field.name): written_style(encodings.get(reveal(field.name)), field.schema)
            for field in schema.fields
        }
        return {name: style for name, style in styles.items() if style}

    def _read_keywords(self, raw: RawContent) -> Keywords | None:
        """Return the keywords of the schema of a form. None in Swagger 2.0, or without a schema."""
        if raw.fields or raw.schema is None:
            return None
        report_description(raw.schema, self.schemas.references, self.unsupported)
        keywords = self.schemas.read_keywords(raw.schema)
        if keywords is not None:
            report_keywords(keywords, keywords.type or "object", self.unsupported)
        return keywords

    def _list_fields(self, raw: RawContent, keywords: Keywords | None) -> Iterator[_RawField]:
        """List the form fields that the document describes."""
        for field in raw.fields:
            encoding = raw.encodings.get(field.name)
            yield _RawField(field.name, field.at, field.required, (), encoding)
        for name, at in keywords.properties.items() if keywords is not None else ():
            if not name.strip():
                what = "no form can have a field without a name; it is left out"
                self.unsupported.add("properties", at, what)
                continue
            more = keywords.more.get(name, ()) if keywords is not None else ()
            required = keywords is not None and name in keywords.required
            if required and is_read_only((at, *more), self.schemas.references):
                required = False
            yield _RawField(name, at, required, more, raw.encodings.get(name))

    def _undescribed_fields(self, keywords: Keywords | None) -> list[Field]:
        """Make a field of text for each name that is required but not described."""
        if keywords is None:
            return []
        return [
            field
            if field.schema.type in SCALARS
            else replace(field, schema=Schema(example=Text(reveal(field.name))))
            for field in self.schemas.undescribed_fields(keywords, Place.TEXT)
        ]

    def _read_schema(self, row: _RawField, place: Place) -> Schema:
        """Read the schema of a field. A file of Swagger 2.0 has the type `file`."""
        schema = self.schemas.read(row.at, row.name, place, row.more)
        schema_value = row.at.value if isinstance(row.at.value, dict) else {}
        if schema_value.get("type") == "file":
            return Schema(Type.FILE, example=file_name(row.name, ""))
        return schema

    def _make_field(
        self,
        row: _RawField,
        schema: Schema,
        media_type: str | None = None,
        explode: bool = False,
    ) -> Field:
        """Make a field with its description."""
        name = re.sub(r"[\x00-\x1f\x7f-\x9f]", "", row.name) or "field"
        if name != row.name:
            what = "samples leave out characters of the field's name"
            self.unsupported.add("form", row.at, what)
        description = text_or_empty(row.at, "description")
        read_only = is_read_only((row.at, *row.more), self.schemas.references)
        return Field(
            Text(name, row.at), description, row.required, schema, media_type, read_only, explode,
            deprecated=is_deprecated(row.at),
        )  # fmt: skip

    def _read_form_field(self, row: _RawField) -> Field:
        """Make a field of a form."""
        schema = self._read_schema(row, Place.TEXT)
        style = written_style(row.encoding, schema)
        if style == "deepObject" and has_inner_structure(schema):
            self.unsupported.add("style", row.at, _NESTED)
        if style:
            return self._make_field(row, schema)
        item = schema.items if schema.type is Type.ARRAY else schema
        if item is None or item.type not in SCALARS:
            self.unsupported.add("structure in a form", row.at, "samples send it as JSON text")
            text = json.dumps(plain(request_value(schema, self.budget)), ensure_ascii=False)
            return self._make_field(row, Schema(example=Text(text)))
        self._report_style(row, schema.type is Type.ARRAY)
        return self._make_field(row, schema)

    def _report_style(self, row: _RawField, is_joinable: bool) -> None:
        """Report a style of a field that samples don't write, and explode without an effect."""
        encoding = row.encoding
        if encoding is None or not isinstance(encoding.at.value, dict):
            return
        if encoding.style not in SEPARATORS or (encoding.style and not is_joinable):
            what = f"samples write the field {shortened(row.name, 80)} as form"
            self.unsupported.add("style", encoding.at, what)
        if "explode" in encoding.at.value and not is_joinable:
            what = "samples write the value without it"
            self.unsupported.add_note("explode", encoding.at.child("explode"), what)

    def _join_items(self, schema: Schema, encoding: RawEncoding) -> Schema:
        """Return the schema of a text that holds all items of an array."""
        value = request_value(schema, self.budget)
        return Schema(example=join_words(value, SEPARATORS.get(encoding.style, ",")))

    def _read_part(self, row: _RawField) -> Field:
        """Make a part of multipart/form-data."""
        schema = self._read_schema(row, Place.PART)
        declared = self._declared_type(row, schema.type not in SCALARS)
        explode = schema.type is Type.ARRAY and not declared.endswith("json")
        item = schema.items if explode and schema.items is not None else schema
        is_joinable = explode and item.type in SCALARS
        self._report_style(row, is_joinable)
        if is_joinable and row.encoding is not None and row.encoding.joins:
            item, explode = self._join_items(schema, row.encoding), False
        is_text = item.type in (Type.STRING, Type.ANY)
        if (is_text and is_binary(declared)) or (
            item.type is Type.ANY and self._has_no_type(row.at)
        ):
            item = Schema(Type.FILE)
        if item.type is Type.ARRAY and item.items is not None and item.items.type is Type.FILE:
            what = "a file can't stand in JSON; samples send the names of files in an array"
            self.unsupported.add("structure in a form", row.at, what)
            item = replace(item, items=Schema(example=Text("file.bin")))
        media_type: str | None = declared or None
        if item.type is Type.FILE:
            item = replace(item, example=file_name(row.name, declared))
        elif item.type not in SCALARS:
            if declared and not declared.endswith("json"):
                what = f"samples can't write it as {declared}; they send it as JSON"
                self.unsupported.add("contentType", row.at, what)
                declared = ""
            media_type = declared or _JSON
            if item.type is Type.ANY:
                item = _as_object(item, schema.example if explode else item.example)
        elif declared.endswith("json") and item.type is Type.STRING:
            item = _as_json(item)
        if not explode:
            return self._make_field(row, item, media_type)
        schema = replace(schema, items=item)
        if item.type is Type.FILE:
            schema = replace(schema, example=_file_names(schema, row.name, declared))
        return self._make_field(row, schema, media_type, explode=True)

    def _declared_type(self, row: _RawField, is_structure: bool) -> str:
        """Return the media type that the document gives a part; empty if it gives none.

        Of several, it is the first, but JSON if the part is an array or an object. Of a range such
        as `image/*`, it is one of its types.
        """
        declared = row.encoding.media_type if row.encoding is not None else ""
        keywords = self.schemas.read_keywords(row.at)
        if keywords is not None and keywords.type == "array" and "items" in keywords.values:
            keywords = self.schemas.read_keywords(keywords.values["items"])
        if not declared and keywords is not None and "contentEncoding" not in keywords.values:
            declared = keywords.get("contentMediaType", str) or ""
            declared = "" if declared == "application/octet-stream" else declared
        if not declared:
            return ""
        if "," in declared or "*" in declared:
            self.unsupported.add_note("contentType", row.at, "samples name one media type of it")
        if ";" in declared:
            what = "samples say the media type of the part without its parameters"
            self.unsupported.add("contentType", row.at, what)
        types = [definite_type(without_parameters(type_)) for type_ in declared.split(",")]
        json_types = [type_ for type_ in types if type_.endswith("json") and is_structure]
        first = (json_types or types)[0]
        if re.fullmatch(MEDIA_TYPE.pattern, first):
            return first
        what = f"{shortened(first, 80)!r} is not a media type; samples send the part without it"
        self.unsupported.add("contentType", row.at, what)
        return ""

    def _has_no_type(self, at: At) -> bool:
        """Say whether a schema does not describe its values, so that they are bytes."""
        keywords = self.schemas.read_keywords(at)
        if keywords is None:
            return False
        if keywords.type == "array":
            return "items" in keywords.values and self._has_no_type(keywords.values["items"])
        return not (
            keywords.type
            or keywords.is_mixed
            or keywords.allows_null
            or keywords.is_null
            or keywords.example_values()
        )

    def _form_example(self, schema: Schema, values: dict[str, Any], at: At) -> Value:
        """Make the example of a form from a document's example.

        A field whose value does not fit its schema gets an example of its own. So does a required
        field without a value.
        """
        members: list[tuple[Text, Value]] = []
        for field in schema.fields:
            name = reveal(field.name)
            value = self._given_value(field.schema, values[name]) if name in values else None
            if value is None and name in values:
                what = f"its value of {shortened(name, 80)} does not fit; another is made"
                self.unsupported.add("example", at, what)
            if value is None and (field.required or name in values):
                value = request_value(field.schema, self.budget)
            if value is not None:
                members.append((field.name, value))
        return Object(tuple(members)) if members else request_value(schema, self.budget)

    def _given_value(self, schema: Schema, member: Any) -> Value:
        """Return the value of a field in a document's example. None if it does not fit."""
        value: Value = None
        if schema.type in SCALARS:
            value = scalar_converter(schema.type)(member)
        elif schema.type in (Type.OBJECT, Type.ANY) and isinstance(member, dict):
            value = read_value(member)
        elif schema.type is Type.ARRAY and isinstance(member, list):
            has_files = schema.items is not None and schema.items.type is Type.FILE
            value = None if has_files else read_value(member)
        if value is None or fit_example(schema, member, self.budget)[0] is not schema:
            return None
        return value


def _as_json(schema: Schema) -> Schema:
    """Return the schema of a text that a part sends as JSON.

    If its example is JSON already, as of documents that describe JSON by a string, it stays.
    """
    example = schema.sent()
    try:
        json.loads(reveal(example) if isinstance(example, Text) else "")
    except (ValueError, RecursionError):
        return Schema(Type.ANY, example=example)
    return schema


def _as_object(schema: Schema, examples: Value) -> Schema:
    """Return the schema of any value as that of an object, if its examples are objects.

    Arguments:
        schema: the schema of a part.
        examples: its example, or the array of those that several parts have; None for none.
    """
    empty = schema.example is None and not schema.is_null
    schema = replace(schema, example=Object() if empty else schema.example)
    rows = examples if isinstance(examples, tuple) else (examples,)
    rows = (schema.example, *(row for row in rows if examples is not None))
    are_objects = all(isinstance(row, Object) for row in rows)
    return replace(schema, type=Type.OBJECT) if are_objects else schema


def _file_names(schema: Schema, name: str, media_type: str) -> tuple[Text, ...]:
    """Name the files of an array: two, if its limits allow that."""
    least, most = schema.min_items or 0, schema.max_items
    count = min(max(2, least), 20) if most is None else max(1, min(max(2, least), most, 20))
    return tuple(file_name(f"{name[:36]}-{number}", media_type) for number in range(1, count + 1))
