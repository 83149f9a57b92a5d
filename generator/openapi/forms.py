"""Reader of forms in request bodies: makes a `Field` of each form field or part.

OpenAPI 3.1.1, section 4.8.15, says what is sent where a document says nothing: an array as one part
for each item, an object as JSON, and other values as text.
"""

from __future__ import annotations

import json
import re
from typing import Any

from generator.model.messages import MULTIPART_TYPE, Content, ContentKind
from generator.model.rules import MEDIA_TYPE
from generator.model.schema import SCALARS, Field, Schema, Type
from generator.model.structs import replace
from generator.model.text import Text, reveal
from generator.model.values import Object, Value, plain, scalar_text
from generator.openapi.examples import fit_example, read_value, scalar_converter
from generator.openapi.made_values import file_name, request_value
from generator.openapi.parts import (
    RawContent,
    RawEncoding,
    RawExample,
    definite_type,
    without_parameters,
)
from generator.openapi.schemas import SchemaReader, first_paragraph
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At

_JSON = "application/json"
# The media types of parts whose content is no text.
_BINARY = re.compile(r"(image|audio|video|font)/.*|application/(octet-stream|pdf|zip|gzip|x-tar)")
# The separators of an array that a form sends as one field, by its style.
_SEPARATORS = {"form": ",", "": ",", "spaceDelimited": " ", "tsv": "\t", "pipeDelimited": "|"}


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
        fields = [make(name, at, required, raw) for name, at, required in self._list_fields(raw)]
        fields += self._undescribed_fields(raw)
        if not fields:
            what = "the document does not describe its fields; no sample sends it"
            self.unsupported.add("form", raw.at, what)
            return None
        schema = Schema(Type.OBJECT, fields=tuple(fields))
        given = example.value if example is not None and isinstance(example.value, dict) else None
        if given is not None:
            schema = replace(schema, example=self._form_example(schema, given))
        else:
            value = request_value(schema, self.budget)
            schema = schema if value == schema.sent() else replace(schema, example=value)
        return Content(
            ContentKind.MULTIPART if is_multipart else ContentKind.FORM,
            media_type,
            schema,
            description,
        )

    def _list_fields(self, raw: RawContent) -> list[tuple[str, At, bool]]:
        """List the name, the position and the required flag of each described form field."""
        if raw.fields:
            return [(field.name, field.at, field.required) for field in raw.fields]
        keywords = self.schemas.read_keywords(raw.schema) if raw.schema is not None else None
        if keywords is None:
            return []
        return [
            (name, at, name in keywords.required and not _is_read_only(at))
            for name, at in keywords.properties.items()
            if name.strip()
        ]

    def _undescribed_fields(self, raw: RawContent) -> list[Field]:
        """Make a field of text for each name that is required but not described."""
        keywords = self.schemas.read_keywords(raw.schema) if raw.schema is not None else None
        if keywords is None or raw.fields:
            return []
        return [
            field
            if field.schema.type in SCALARS
            else replace(field, schema=Schema(example=Text(reveal(field.name))))
            for field in self.schemas.undescribed_fields(keywords)
        ]

    def _read_schema(self, name: str, at: At, takes_files: bool) -> Schema:
        """Read the schema of a field. A file of Swagger 2.0 has the type `file`."""
        schema_value = at.value if isinstance(at.value, dict) else {}
        if schema_value.get("type") == "file":
            return Schema(Type.FILE, example=file_name(name, ""))
        return self.schemas.read(at, name, takes_files)

    def _make_field(
        self,
        name: str,
        at: At,
        required: bool,
        schema: Schema,
        media_type: str | None = None,
        explode: bool = False,
    ) -> Field:
        """Make a field with its description."""
        description = first_paragraph(at, "description") or Text(name, at)
        read_only = _is_read_only(at)
        return Field(Text(name, at), description, required, schema, media_type, read_only, explode)

    def _read_form_field(self, name: str, at: At, required: bool, raw: RawContent) -> Field:
        """Make a field of a form."""
        name = _clean(name)
        schema = self._read_schema(name, at, takes_files=False)
        encoding = raw.encodings.get(name)
        item = schema.items if schema.type is Type.ARRAY else schema
        if item is None or item.type not in SCALARS:
            self.unsupported.add("structure in a form", at, "samples send it as JSON text")
            text = json.dumps(plain(request_value(schema, self.budget)), ensure_ascii=False)
            schema = Schema(example=Text(text))
        elif schema.type is Type.ARRAY and encoding is not None and encoding.joins:
            schema = self._join_items(schema, encoding)
        return self._make_field(name, at, required, schema)

    def _join_items(self, schema: Schema, encoding: RawEncoding) -> Schema:
        """Return the schema of a text that holds all items of an array."""
        value = request_value(schema, self.budget)
        items = value if isinstance(value, tuple) else (value,)
        return Schema(
            example=Text(_SEPARATORS.get(encoding.style, ",").join(map(scalar_text, items)))
        )

    def _read_part(self, name: str, at: At, required: bool, raw: RawContent) -> Field:
        """Make a part of multipart/form-data."""
        original, name = name, _clean(name)
        schema = self._read_schema(name, at, takes_files=True)
        declared = self._declared_type(original, at, raw, schema.type not in SCALARS)
        explode = schema.type is Type.ARRAY and not declared.endswith("json")
        item = schema.items if explode and schema.items is not None else schema
        encoding = raw.encodings.get(original)
        for header in () if encoding is None else encoding.headers:
            self.unsupported.add("header of a part", header, "no sample sends it")
        if encoding is not None and encoding.joins and item.type in SCALARS and explode:
            item, explode = self._join_items(schema, encoding), False
        if (declared and _BINARY.fullmatch(declared) and item.type in (Type.STRING, Type.ANY)) or (
            item.type is Type.ANY and self._has_no_type(at)
        ):
            item = Schema(Type.FILE)
        media_type: str | None = declared or None
        if item.type is Type.FILE:
            item = replace(item, example=file_name(name, declared))
        elif item.type not in SCALARS:
            if declared and not declared.endswith("json"):
                what = f"samples can't write it as {declared}; they send it as JSON"
                self.unsupported.add("media type of a part", at, what)
                declared = ""
            media_type = declared or _JSON
            if item.type is Type.ANY:
                item = Schema(
                    Type.OBJECT, example=Object() if item.example is None else item.example
                )
        elif declared.endswith("json") and item.type is Type.STRING:
            item = _as_json(item)
        if not explode:
            return self._make_field(name, at, required, item, media_type)
        schema = replace(schema, items=item)
        if item.type is Type.FILE:
            schema = replace(schema, example=_file_names(schema, name, declared))
        return self._make_field(name, at, required, schema, media_type, explode=True)

    def _declared_type(self, name: str, at: At, raw: RawContent, is_structure: bool) -> str:
        """Return the media type that the document gives a part; empty if it gives none.

        Of several, it is the first, but JSON if the part is an array or an object. Of a range such
        as `image/*`, it is one of its types.
        """
        encoding = raw.encodings.get(name)
        declared = encoding.media_type if encoding is not None else ""
        keywords = self.schemas.read_keywords(at)
        if keywords is not None and keywords.type == "array" and "items" in keywords.values:
            keywords = self.schemas.read_keywords(keywords.values["items"])
        if not declared and keywords is not None and "contentEncoding" not in keywords.values:
            declared = keywords.get("contentMediaType", str) or ""
            declared = "" if declared == "application/octet-stream" else declared
        if not declared:
            return ""
        types = [definite_type(without_parameters(type_)) for type_ in declared.split(",")]
        json_types = [type_ for type_ in types if type_.endswith("json") and is_structure]
        first = (json_types or types)[0]
        if re.fullmatch(MEDIA_TYPE.pattern, first):
            return first
        self.unsupported.add("media type", at, f"{first!r} is not a media type; left out")
        return ""

    def _has_no_type(self, at: At) -> bool:
        """Say whether a schema does not describe its values, so that they are bytes."""
        keywords = self.schemas.read_keywords(at)
        if keywords is None:
            return False
        if keywords.type == "array":
            return "items" in keywords.values and self._has_no_type(keywords.values["items"])
        return not (keywords.type or keywords.is_mixed or keywords.example_values())

    def _form_example(self, schema: Schema, values: dict[str, Any]) -> Value:
        """Make the example of a form from a document's example.

        A field whose value does not fit its schema gets an example of its own. So does a required
        field without a value.
        """
        members: list[tuple[Text, Value]] = []
        for field in schema.fields:
            name = reveal(field.name)
            value = self._given_value(field.schema, values[name]) if name in values else None
            if value is None and (field.required or name in values):
                value = request_value(field.schema, self.budget)
            if value is not None:
                members.append((field.name, value))
        return Object(tuple(members)) if members else request_value(schema, self.budget)

    def _given_value(self, schema: Schema, given: Any) -> Value:
        """Return the value of a field in a document's example. None if it does not fit."""
        value: Value = None
        if schema.type in SCALARS:
            value = scalar_converter(schema.type)(given)
        elif schema.type is Type.OBJECT and isinstance(given, dict):
            value = read_value(given)
        elif schema.type is Type.ARRAY and isinstance(given, list):
            has_files = schema.items is not None and schema.items.type is Type.FILE
            value = None if has_files else read_value(given)
        if value is None or fit_example(schema, given, self.budget)[0] is not schema:
            return None
        return value


def _clean(name: str) -> str:
    """Return the name of a field without control characters."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", "", name) or "field"


def _is_read_only(at: At) -> bool:
    """Say whether a property is read-only."""
    return isinstance(at.value, dict) and at.value.get("readOnly") is True


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


def _file_names(schema: Schema, name: str, media_type: str) -> tuple[Text, ...]:
    """Name the files of an array: two, if its limits allow that."""
    least, most = schema.min_items or 0, schema.max_items
    count = min(max(2, least), 20) if most is None else max(1, min(max(2, least), most, 20))
    return tuple(file_name(f"{name[:36]}-{number}", media_type) for number in range(1, count + 1))
