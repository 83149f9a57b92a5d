"""Reader of request and response bodies of an OpenAPI document: makes a `Content` of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from generator.errors import ProblemsError
from generator.model.budget import BudgetError
from generator.model.media_types import (
    charset_fault,
    has_known_charset,
    read_parameters,
    without_parameters,
    write_media_type,
)
from generator.model.messages import FORM_TYPE, MULTIPART_TYPE, Content, ContentKind
from generator.model.rules import MEDIA_TYPE
from generator.model.schema import Schema, Type, missing_examples
from generator.model.structs import Deferred, replace
from generator.model.text import Text
from generator.model.values import Object, plain
from generator.openapi.bodies.forms import FormReader
from generator.openapi.bodies.media_types import (
    definite_type,
    file_media_type,
    is_binary,
    is_json,
    is_stream,
    rank,
)
from generator.openapi.example_objects import RawExample
from generator.openapi.keys import MEDIA_TYPE_OBJECT
from generator.openapi.losses import (
    report_description,
    report_file,
    report_media_type_parameters,
    report_overruled,
    report_text,
)
from generator.openapi.parts import RawContent
from generator.openapi.schemas.made_values import file_name, request_value, with_response_example
from generator.openapi.schemas.places import Place
from generator.openapi.schemas.schema_reader import SchemaReader
from generator.openapi.unsupported import NoSampleError, Unsupported
from generator.sources.document import At

_NO_SAMPLE = "no sample is made of the operation"


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
        self.forms = FormReader(schemas, unsupported)

    def choose(
        self, contents: Sequence[RawContent], verb: str, wanted: Sequence[str] = ()
    ) -> RawContent | None:
        """Choose the media type that samples use: JSON first, then forms, then text.

        The others are recorded as unsupported, unless the settings name the chosen one.

        Arguments:
            contents: the content for each media type.
            verb: what samples do with the content, for messages: "send" or "show".
            wanted: the media types that come before all others.

        Returns:
            The content for the chosen media type. None if there are no contents.
        """
        if not contents:
            return None
        order = [without_parameters(name) for name in wanted]

        def place(content: RawContent) -> tuple[int, bool, int]:
            name = without_parameters(content.media_type)
            at = order.index(name) if name in order else len(order)
            return at, not has_known_charset(content.media_type), rank(name)

        chosen = min(contents, key=place)
        for other in contents:
            if other is not chosen and place(chosen)[0] == len(order):
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

        Raises:
            NoSampleError: if samples don't write its charset, or if its media type has invalid
                parameters.
        """
        content = self._read_request(raw, example, description)
        if content is None:
            return None
        sent = self._with_parameters(content, raw)
        if fault := charset_fault(sent):
            self.unsupported.add("media type", raw.at, f"{fault}; {_NO_SAMPLE}")
            raise NoSampleError
        return sent

    def _with_parameters(self, content: Content, raw: RawContent) -> Content:
        """Return the content of a request with the parameters of its media type."""
        if ";" not in raw.media_type:
            return content
        parameters = read_parameters(raw.media_type)
        if parameters is None:
            what = f"its parameters are not as HTTP writes them; {_NO_SAMPLE}"
            self.unsupported.add("media type", raw.at, what)
            raise NoSampleError
        if content.kind is ContentKind.MULTIPART:
            parameters = {}
            what = "clients write the parameters of multipart/form-data themselves"
            self.unsupported.add_note("media type", raw.at, what)
        media_type = write_media_type(content.media_type, parameters)
        return replace(content, media_type=media_type)

    def _read_request(
        self, raw: RawContent, example: RawExample | None, description: Text | None
    ) -> Content | None:
        """Make the content of a request body, without the parameters of its media type."""
        media_type = self._media_type(raw)
        if media_type in (MULTIPART_TYPE, FORM_TYPE):
            return self.forms.read(raw, media_type, example or raw.example, description)
        if is_json(media_type) and not self._is_binary(raw):
            return Content(
                ContentKind.JSON, "application/json" if "*" in media_type else media_type,
                self._request_schema(raw, example or raw.example), description,
            )  # fmt: skip
        text = self._read_text(raw, example or raw.example, media_type)
        if text is not None:
            return Content(ContentKind.TEXT, definite_type(media_type), text, description)
        report_file(raw, self._is_binary(raw), "send", self.unsupported)
        name = file_media_type(media_type)
        return Content(ContentKind.FILE, name, self._file_schema("body", name), description)

    def _read_text(
        self, raw: RawContent, example: RawExample | None, media_type: str
    ) -> Schema | None:
        """Make the schema of a request body whose text the document writes out; else None.

        A body of text/plain without an example gets one, since any text will do. So does one that
        is encoded as Base64.
        """
        keywords = self.schemas.read_keywords(raw.schema) if raw.schema is not None else None
        is_text = keywords is not None and keywords.type == "string"
        is_encoded = keywords is not None and keywords.is_base64
        has_bytes = is_binary(media_type) and media_type != "image/svg+xml" and not is_encoded
        if has_bytes or self._is_binary(raw):
            return None
        examples = keywords.example_values() if keywords is not None else []
        if example is not None:
            examples = [example.value]
        if not examples and not (is_text and (media_type == "text/plain" or is_encoded)):
            return None
        if examples and not (isinstance(examples[0], str) and examples[0]):
            return None
        if is_text:
            schema = self._read_schema(raw, None, Place.TEXT)
            if example is not None:
                schema = self._with_example(raw, example)
            if schema.type is Type.STRING and isinstance(schema.example, Text):
                return schema
        if not examples:
            return None
        report_text(raw, self.unsupported)
        return Schema(example=Text(examples[0]))

    def read_response(self, raw: RawContent, example: RawExample | None) -> Content | None:
        """Make the content of a response. A JSON or text schema is read when it is first used.

        Arguments:
            raw: the content in the document.
            example: an example to use in place of the content's own example, or None.
        """
        media_type = self._media_type(raw)
        if ";" in raw.media_type:
            report_media_type_parameters(raw, self.unsupported)
        if is_stream(media_type):
            what = "samples don't read the answer as it comes; they wait until it ends"
            self.unsupported.add("stream", raw.at, what)
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
        return Schema(Type.FILE, example=file_name(stem, media_type))

    def _read_schema(
        self, raw: RawContent, example: RawExample | None = None, place: Place = Place.JSON
    ) -> Schema:
        """Make the schema of a content; without one in the document, any value is allowed."""
        if raw.schema is None:
            return Schema(Type.ANY)
        report_description(raw.schema, self.schemas.references, self.unsupported)
        schema = None
        if example is not None:
            schema = self.schemas.read_for_example(raw.schema, example.value)
        return self.schemas.read(raw.schema, "", place) if schema is None else schema

    def _request_schema(self, raw: RawContent, example: RawExample | None) -> Schema:
        """Make the schema of a JSON request body. Its example has a field if that is possible."""
        if raw.schema is None and example is None:
            return Schema(Type.ANY, example=Object())
        if example is not None:
            return self._with_example(raw, example)
        schema = self._with_request_example(self._read_schema(raw))
        value = plain(self.budget.sent(schema))
        if raw.schema is not None and not self.schemas.allows(raw.schema, value):
            what = "no value was found that the schema allows; add an example"
            self.unsupported.add("value", raw.at, what)
        return schema

    def _with_request_example(self, schema: Schema) -> Schema:
        """Return a schema, with an example if samples send more than what is required."""
        value = request_value(schema, self.budget)
        is_made = value == schema.sent() and not any(missing_examples(schema, None, False))
        return schema if is_made else replace(schema, example=value)

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
        schema = self._read_schema(raw, None, Place.TEXT)
        value = example.value if example is not None else None
        if isinstance(value, str) and value:
            return Schema(example=Text(value))
        if example is not None:
            what = "it is no text; samples show another"
            self.unsupported.add("example", example.at, what)
        is_text = schema.type is Type.STRING and isinstance(schema.example, Text)
        return schema if is_text else Schema(example=Text("example"))
