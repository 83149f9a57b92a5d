"""Reader of request and response bodies of an OpenAPI document: makes a `Content` of each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from generator.errors import ProblemsError
from generator.model.budget import BudgetError
from generator.model.messages import FORM_TYPE, MULTIPART_TYPE, Content, ContentKind
from generator.model.rules import MEDIA_TYPE
from generator.model.schema import SCALARS, Field, Schema, Type
from generator.model.structs import Deferred, replace
from generator.model.text import Text, reveal
from generator.model.values import Object, Value, plain
from generator.openapi.bodies.media_types import (
    definite_type,
    file_media_type,
    is_json,
    rank,
    without_parameters,
)
from generator.openapi.keys import MEDIA_TYPE_OBJECT
from generator.openapi.losses import (
    report_description,
    report_file,
    report_form,
    report_media_type_parameters,
    report_overruled,
)
from generator.openapi.parts import RawContent, RawExample
from generator.openapi.schemas.examples import (
    fit_example,
    read_value,
    scalar_converter,
    with_response_example,
)
from generator.openapi.schemas.schema_reader import SchemaReader, first_paragraph
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At

# The file name extensions of media types.
_EXTENSIONS = {
    "application/pdf": "pdf", "application/zip": "zip", "application/gzip": "gz",
    "application/x-tar": "tar", "application/xml": "xml", "text/xml": "xml", "text/csv": "csv",
    "text/html": "html", "text/plain": "txt", "text/markdown": "md", "text/x-markdown": "md",
    "application/yaml": "yaml", "application/x-yaml": "yaml", "application/json": "json",
    "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/svg+xml": "svg",
    "audio/mpeg": "mp3", "audio/wav": "wav", "video/mp4": "mp4",
}  # fmt: skip
# The most fields that samples send where no field is required.
_MOST_OPTIONAL_FIELDS = 5


class BodyReader:
    """Makes the contents of requests and responses.

    Arguments:
        schemas: reads schemas.
        unsupported: the collection to which everything is added that samples do not support.
    """

    def __init__(self, schemas: SchemaReader, unsupported: Unsupported) -> None:
        self.schemas = schemas
        self.unsupported = unsupported
        self.budget = schemas.budget

    def choose(self, contents: Sequence[RawContent], verb: str) -> RawContent | None:
        """Choose the media type that samples use: JSON first, then forms, then text.

        The others are recorded as unsupported.

        Arguments:
            contents: the content for each media type.
            verb: what samples do with the content, for messages: "send" or "show".

        Returns:
            The content for the chosen media type. None if there are no contents.
        """
        if not contents:
            return None
        chosen = min(contents, key=lambda content: rank(without_parameters(content.media_type)))
        for other in contents:
            if other is not chosen:
                what = f"samples {verb} {without_parameters(chosen.media_type)}"
                self.unsupported.add("another media type", other.at, what)
        self.unsupported.check_keys(chosen.at, MEDIA_TYPE_OBJECT)
        return chosen

    def read_request(
        self, raw: RawContent, example: RawExample | None, description: Text | None
    ) -> Content | None:
        """Make the content of a request body.

        Arguments:
            raw: the content in the document.
            example: an example to use in place of the content's own example, or None.
            description: the description of the body, or None.

        Returns:
            The content. None if no sample can send it, since it is a form without fields.
        """
        media_type = self._media_type(raw)
        if media_type in (MULTIPART_TYPE, FORM_TYPE):
            return self._read_form(raw, media_type, example or raw.example, description)
        if is_json(media_type) and not self._is_binary(raw):
            return Content(
                ContentKind.JSON, "application/json" if "*" in media_type else media_type,
                self._request_schema(raw, example or raw.example), description,
            )  # fmt: skip
        report_file(raw, self._is_binary(raw), "send", self.unsupported)
        name = file_media_type(media_type)
        return Content(ContentKind.FILE, name, self._file_schema("body", name), description)

    def read_response(self, raw: RawContent, example: RawExample | None) -> Content | None:
        """Make the content of a response. A JSON or text schema is read when it is first used.

        Arguments:
            raw: the content in the document.
            example: an example to use in place of the content's own example, or None.
        """
        media_type = self._media_type(raw)
        if is_json(media_type) and not self._is_binary(raw):
            name = "application/json" if "*" in media_type else media_type
            return self._defer(
                ContentKind.JSON,
                name,
                raw.at,
                lambda: self._response_schema(raw, example or raw.example),
            )
        if media_type.startswith("text/") and not self._is_binary(raw):
            return self._defer(
                ContentKind.TEXT,
                media_type,
                raw.at,
                lambda: self._text_schema(raw, example or raw.example),
            )
        report_file(raw, self._is_binary(raw), "save", self.unsupported)
        name = file_media_type(media_type)
        return Content(ContentKind.FILE, name, self._file_schema("result", name))

    def _defer(
        self, kind: ContentKind, media_type: str, at: At, make: Callable[[], Schema]
    ) -> Content:
        """Make a content whose schema is made when it is first read.

        Reading it raises a `ProblemsError` if the schema has problems.
        """

        def make_checked() -> Schema:
            problems = self.schemas.references.problems
            before = len(problems)
            try:
                with self.schemas.references.unneeded():
                    schema = make()
                self.budget.spend_answer(schema.example)
            except BudgetError as error:
                self.unsupported.add("answer", at, f"{error}; an empty one is shown")
                schema = Schema(Type.ANY, example=Object())
                if kind is ContentKind.TEXT:
                    schema = Schema(example=Text("example"))
            if len(problems) > before:
                raise ProblemsError(problems[before:])
            return schema

        return Content(kind, media_type, Deferred(make_checked))

    def _media_type(self, raw: RawContent) -> str:
        """Return the media type of a content. If it is invalid, report that and use bytes."""
        media_type = without_parameters(raw.media_type)
        if ";" in raw.media_type:
            report_media_type_parameters(raw, self.unsupported)
        if "*" in media_type:
            what = "it is a range; samples name one media type of it"
            self.unsupported.add_note("media type", raw.at, what)
        if media_type == "*/*" or re.fullmatch(MEDIA_TYPE.pattern, definite_type(media_type)):
            return media_type
        self.unsupported.add(
            "media type", raw.at, f"{media_type!r} is not a media type; samples show bytes"
        )
        return "application/octet-stream"

    def _is_binary(self, raw: RawContent) -> bool:
        """Say whether the schema of a content describes binary data."""
        value = raw.schema.value if raw.schema is not None else None
        return isinstance(value, dict) and (
            value.get("format") == "binary" or value.get("type") == "file"
        )

    @staticmethod
    def _file_schema(stem: str, media_type: str) -> Schema:
        """Make the schema of a file, whose example is a file name."""
        extension = _EXTENSIONS.get(media_type, "xml" if media_type.endswith("+xml") else "bin")
        return Schema(Type.FILE, example=Text(f"{stem}.{extension}"))

    def _read_schema(self, raw: RawContent, example: RawExample | None = None) -> Schema:
        """Make the schema of a content; without one in the document, any value is allowed."""
        if raw.schema is None:
            return Schema(Type.ANY)
        report_description(raw.schema, self.schemas.references, self.unsupported)
        schema = None
        if example is not None:
            schema = self.schemas.read_for_example(raw.schema, example.value)
        return self.schemas.read(raw.schema) if schema is None else schema

    def _request_schema(self, raw: RawContent, example: RawExample | None) -> Schema:
        """Make the schema of a JSON request body. Its example has a field if that is possible."""
        if example is not None:
            return self._with_example(raw, example)
        schema = self._read_schema(raw)
        if schema.type is Type.ANY and not schema.is_null and schema.example is None:
            return replace(schema, example=Object())
        if self.budget.sent(schema) == Object() and schema.fields:
            schema = replace(schema, example=_example_fields(schema))
        value = plain(self.budget.sent(schema))
        if raw.schema is not None and not self.schemas.allows(raw.schema, value):
            what = "no value was found that the schema allows; add an example"
            self.unsupported.add("value", raw.at, what)
        return schema

    def _with_example(self, raw: RawContent, example: RawExample) -> Schema:
        """Make the schema of a content with the example that a document gives for it."""
        schema = self._read_schema(raw, example)
        report_overruled(raw.schema, self.schemas.references, self.unsupported)
        return self.schemas.with_example(schema, example.value, example.at, raw.schema)

    def _response_schema(self, raw: RawContent, example: RawExample | None) -> Schema:
        """Make the schema of a JSON response, with an example."""
        if example is not None:
            return self._with_example(raw, example)
        schema = with_response_example(self._read_schema(raw))
        has_example = schema.example is not None or schema.is_null
        return schema if has_example else replace(schema, example=Object())

    def _text_schema(self, raw: RawContent, example: RawExample | None) -> Schema:
        """Make the schema of a text response, with an example."""
        schema = self._read_schema(raw)
        value = example.value if example is not None else None
        if isinstance(value, str) and value:
            return Schema(example=Text(value))
        if example is not None:
            what = "it is no text; samples show another"
            self.unsupported.add("example", example.at, what)
        is_text = schema.type is Type.STRING and isinstance(schema.example, Text)
        return schema if is_text else Schema(example=Text("example"))

    def _read_form(
        self, raw: RawContent, media_type: str, example: RawExample | None, description: Text | None
    ) -> Content | None:
        """Make the content of a form. None if the document names none of its fields."""
        is_multipart = media_type == MULTIPART_TYPE
        fields = [self._read_field(field, raw, is_multipart) for field in self._list_fields(raw)]
        names = {reveal(field.name) for field in fields}
        report_form(raw, names, is_multipart, example, self.unsupported)
        if not fields:
            what = "the document does not describe its fields; no sample sends it"
            self.unsupported.add("form", raw.at, what)
            return None
        schema = Schema(Type.OBJECT, fields=tuple(fields))
        value = example.value if example is not None and isinstance(example.value, dict) else None
        if example is not None:
            report_overruled(raw.schema, self.schemas.references, self.unsupported)
        if value is not None and example is not None:
            schema = replace(schema, example=self._form_example(schema, value, example.at))
        elif self.budget.sent(schema) == Object():
            schema = replace(schema, example=_example_fields(schema))
        return Content(
            ContentKind.MULTIPART if is_multipart else ContentKind.FORM,
            media_type,
            schema,
            description,
        )

    def _list_fields(self, raw: RawContent) -> list[tuple[str, At, bool]]:
        """List the name, the position and the required flag of each form field."""
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

    def _read_field(
        self, field: tuple[str, At, bool], raw: RawContent, is_multipart: bool
    ) -> Field:
        """Make a form field."""
        name, at, required = field
        bare_name = re.sub(r"[\x00-\x1f\x7f-\x9f]", "", name) or "field"
        if bare_name != name:
            self.unsupported.add("form", at, "samples leave out characters of the field's name")
            name = bare_name
        schema, media_type = self.schemas.read(at, name, is_multipart), None
        schema_value = at.value if isinstance(at.value, dict) else {}
        if schema_value.get("type") == "file":
            schema = Schema(Type.FILE)
        if is_multipart and schema.type is Type.ARRAY and self._holds_files(at):
            self.unsupported.add("several files", at, "samples send one")
            schema = Schema(Type.FILE)
        if schema.type is Type.FILE:
            schema = replace(schema, example=Text(f"{_file_stem(name)}.bin"))
        item = schema.items if schema.type is Type.ARRAY else schema
        if not is_multipart and (item is None or item.type not in SCALARS):
            self.unsupported.add("structure in a form", at, "samples send it as JSON text")
            schema = Schema(
                example=Text(json.dumps(plain(self.budget.sent(schema)), ensure_ascii=False))
            )
        if is_multipart and schema.type is Type.ANY:
            schema = Schema(Type.OBJECT, example=Object())
        if is_multipart and name in raw.types:
            declared = without_parameters(raw.types[name].partition(",")[0])
            # Samples send a scalar as text, and an array or object as JSON.
            is_honored = (
                declared.startswith("text/")
                if schema.type in SCALARS
                else declared.endswith("json")
            )
            is_honored = is_honored or schema.type is Type.FILE
            is_valid = "*" not in declared and re.fullmatch(MEDIA_TYPE.pattern, declared)
            if not (is_honored and is_valid):
                what = "samples send this part without the contentType of its encoding"
                self.unsupported.add("contentType", at, what)
            elif "," in raw.types[name]:
                self.unsupported.add_note("contentType", at, "samples name the first media type")
            if is_honored and is_valid:
                media_type = declared
                if schema.type is Type.FILE and declared in _EXTENSIONS:
                    schema = replace(
                        schema, example=Text(f"{_file_stem(name)}.{_EXTENSIONS[declared]}")
                    )
        description = first_paragraph(at, "description") or Text(name, at)
        return Field(Text(name, at), description, required, schema, media_type)

    def _holds_files(self, at: At) -> bool:
        """Say whether the items of an array are files."""
        keywords = self.schemas.read_keywords(at)
        items = keywords.values.get("items") if keywords is not None else None
        item = self.schemas.read_keywords(items) if items is not None else None
        return item is not None and item.get("format", str) in ("binary", "file")

    def _form_example(self, schema: Schema, values: dict[str, Any], at: At) -> Object:
        """Make the example of a form from a document's example.

        A field whose value does not fit its schema gets an example of its own. So does a required
        field without a value.
        """
        members: list[tuple[Text, Value]] = []
        for field in schema.fields:
            name = reveal(field.name)
            value: Value = None
            if name in values and field.schema.type in SCALARS:
                value = scalar_converter(field.schema.type)(values[name])
                if fit_example(field.schema, values[name], self.budget)[0] is not field.schema:
                    value = None
            elif name in values and field.schema.type in (Type.OBJECT, Type.ARRAY):
                kind = dict if field.schema.type is Type.OBJECT else list
                value = read_value(values[name]) if isinstance(values[name], kind) else None
                if (
                    value is not None
                    and fit_example(field.schema, values[name], self.budget)[0] is not field.schema
                ):
                    value = None
            if value is None and name in values:
                what = f"its value of {name} does not fit; another is made"
                self.unsupported.add("example", at, what)
            if value is None and (field.required or name in values):
                value = self.budget.sent(field.schema)
            if value is not None:
                members.append((field.name, value))
        return Object(tuple(members)) if members else _example_fields(schema)


def _is_read_only(at: At) -> bool:
    """Say whether a property is read-only."""
    return isinstance(at.value, dict) and at.value.get("readOnly") is True


def _file_stem(name: str) -> str:
    """Return a name as the stem of a file name."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-_")[:40] or "file"


def _example_fields(schema: Schema) -> Object:
    """Make an example of an object that requires no field.

    It has the first file, else up to five scalars, else the first field.
    """
    files = [field for field in schema.fields if field.schema.type is Type.FILE]
    scalars = [field for field in schema.fields if field.schema.type in SCALARS]
    fields = (files[:1] or scalars[:_MOST_OPTIONAL_FIELDS]) or list(schema.fields[:1])
    return Object(tuple((field.name, field.schema.sent()) for field in fields))
