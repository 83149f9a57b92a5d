"""Bodies and answers of OpenAPI documents → `Content`: which media type, and what it has."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from generator.errors import ProblemsError
from generator.model.budget import BudgetError
from generator.model.messages import FORM_TYPE, MULTIPART_TYPE, Content, ContentKind
from generator.model.rules import MEDIA_TYPE
from generator.model.schema import SCALARS, Field, Schema, Type
from generator.model.structs import Deferred, replace
from generator.model.text import Text, reveal
from generator.model.values import Object, Value, plain
from generator.openapi.examples import coerced, fit_example, read_value, shown_schema
from generator.openapi.parts import Given, RawContent
from generator.openapi.schemas import SchemaReader, prose
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At

# What files are called in samples, by their media types.
_ENDINGS = {
    "application/pdf": "pdf", "application/zip": "zip", "application/gzip": "gz",
    "application/x-tar": "tar", "application/xml": "xml", "text/xml": "xml", "text/csv": "csv",
    "text/html": "html", "text/plain": "txt", "text/markdown": "md", "text/x-markdown": "md",
    "application/yaml": "yaml", "application/x-yaml": "yaml", "application/json": "json",
    "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/svg+xml": "svg",
    "audio/mpeg": "mp3", "audio/wav": "wav", "video/mp4": "mp4",
}  # fmt: skip
# As many fields as a first sample has use for, where nothing is required.
_SOME = 5


@lru_cache(maxsize=256)
def is_json(media_type: str) -> bool:
    """Say whether a media type is JSON, or anything at all."""
    return bool(re.fullmatch(r"(application/(.+\+)?json|\*/\*)", media_type))


def _rank(media_type: str) -> int:
    if media_type == "application/json":
        return 0
    if is_json(media_type):
        return 1
    return {FORM_TYPE: 2, MULTIPART_TYPE: 3}.get(
        media_type, 4 if media_type.startswith("text/") else 5
    )


def bare(media_type: str) -> str:
    """Give a media type without parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


class BodyReader:
    """Makes contents.

    Arguments:
        describer: reads schemas.
        losses: gets what is not supported.
    """

    def __init__(self, describer: SchemaReader, losses: Unsupported) -> None:
        self.describer = describer
        self.losses = losses
        self.budget = describer.budget

    def chosen(self, contents: Sequence[RawContent], verb: str) -> RawContent | None:
        """Choose one of several media types: JSON first, then forms, then text.

        Arguments:
            contents: what there is.
            verb: what samples do with it: "send" or "show".
        """
        if not contents:
            return None
        found = min(contents, key=lambda content: _rank(bare(content.media_type)))
        for other in contents:
            if other is not found:
                what = f"samples {verb} {bare(found.media_type)}"
                self.losses.add("another media type", other.at, what)
        return found

    def request(self, raw: RawContent, given: Given | None, about: Text | None) -> Content | None:
        """Make the content of requests; None if no sample could send it."""
        media_type = self._type(raw)
        if media_type in (MULTIPART_TYPE, FORM_TYPE):
            return self._form(raw, media_type, given or raw.given, about)
        if is_json(media_type) and not self._is_binary(raw):
            found = given or raw.given
            return Content(
                ContentKind.JSON, "application/json" if "*" in media_type else media_type,
                self._sent(raw, found), about,
            )  # fmt: skip
        name = _of_bytes(media_type)
        return Content(ContentKind.FILE, name, self._file("body", name), about)

    def answer(self, raw: RawContent, given: Given | None) -> Content | None:
        """Make the content of an answer."""
        media_type = self._type(raw)
        if is_json(media_type) and not self._is_binary(raw):
            name = "application/json" if "*" in media_type else media_type
            return self._later(
                ContentKind.JSON, name, raw.at, lambda: self._answered(raw, given or raw.given)
            )
        if media_type.startswith("text/") and not self._is_binary(raw):
            return self._later(
                ContentKind.TEXT, media_type, raw.at, lambda: self._text(raw, given or raw.given)
            )
        name = _of_bytes(media_type)
        return Content(ContentKind.FILE, name, self._file("result", name))

    def _later(
        self, kind: ContentKind, media_type: str, at: At, make: Callable[[], Schema]
    ) -> Content:
        """Give content whose schema is made later; what is then wrong is raised to who asked."""

        def made() -> Schema:
            problems = self.describer.references.problems
            before = len(problems)
            try:
                schema = make()
                self.budget.spend_answer(schema.example)
            except BudgetError as error:
                self.losses.add("answer", at, f"{error}; an empty one is shown")
                schema = Schema(Type.ANY, example=Object())
                if kind is ContentKind.TEXT:
                    schema = Schema(example=Text("example"))
            if len(problems) > before:
                raise ProblemsError(problems[before:])
            return schema

        return Content(kind, media_type, Deferred(made))

    def _type(self, raw: RawContent) -> str:
        media_type = bare(raw.media_type)
        if media_type == "*/*" or re.fullmatch(MEDIA_TYPE.pattern, _definite(media_type)):
            return media_type
        self.losses.add("media type", raw.at, f"{media_type!r} is none; bytes are shown")
        return "application/octet-stream"

    def _is_binary(self, raw: RawContent) -> bool:
        value = raw.schema.value if raw.schema is not None else None
        return isinstance(value, dict) and (
            value.get("format") == "binary" or value.get("type") == "file"
        )

    @staticmethod
    def _file(stem: str, media_type: str) -> Schema:
        ending = _ENDINGS.get(media_type, "xml" if media_type.endswith("+xml") else "bin")
        return Schema(Type.FILE, example=Text(f"{stem}.{ending}"))

    def _schema(self, raw: RawContent) -> Schema:
        return self.describer.schema(raw.schema) if raw.schema is not None else Schema(Type.ANY)

    def _sent(self, raw: RawContent, given: Given | None) -> Schema:
        made = self._schema(raw)
        if given is not None:
            return self.describer.fit(made, given.value, given.at)
        if made.type is Type.ANY and made.example is None:
            return replace(made, example=Object())
        if self.budget.sent(made) == Object() and made.fields:
            return replace(made, example=_some(made))
        return made

    def _answered(self, raw: RawContent, given: Given | None) -> Schema:
        made = self._schema(raw)
        if given is not None:
            return self.describer.fit(made, given.value, given.at)
        made = shown_schema(made)
        return replace(made, example=Object()) if made.example is None else made

    def _text(self, raw: RawContent, given: Given | None) -> Schema:
        made = self._schema(raw)
        value = given.value if given is not None else None
        if isinstance(value, str) and value:
            return Schema(example=Text(value))
        is_text = made.type is Type.STRING and isinstance(made.example, Text)
        return made if is_text else Schema(example=Text("example"))

    def _form(
        self, raw: RawContent, media_type: str, given: Given | None, about: Text | None
    ) -> Content | None:
        is_multipart = media_type == MULTIPART_TYPE
        fields = [self._part(field, raw, is_multipart) for field in self._fields(raw)]
        if not fields:
            what = "nothing says which fields it has; no sample sends it"
            self.losses.add("form", raw.at, what)
            return None
        made = Schema(Type.OBJECT, fields=tuple(fields))
        value = given.value if given is not None and isinstance(given.value, dict) else None
        if value is not None:
            made = replace(made, example=self._filled(made, value))
        elif self.budget.sent(made) == Object():
            made = replace(made, example=_some(made))
        return Content(
            ContentKind.MULTIPART if is_multipart else ContentKind.FORM, media_type, made, about
        )

    def _fields(self, raw: RawContent) -> list[tuple[str, At, bool]]:
        if raw.fields:
            return [(field.name, field.at, field.required) for field in raw.fields]
        told = self.describer.keywords(raw.schema) if raw.schema is not None else None
        if told is None:
            return []
        return [
            (name, at, name in told.required and not _is_read_only(at))
            for name, at in told.properties.items()
            if name.strip()
        ]

    def _part(self, field: tuple[str, At, bool], raw: RawContent, is_multipart: bool) -> Field:
        name, at, required = field
        name = re.sub(r"[\x00-\x1f\x7f-\x9f]", "", name) or "field"
        schema, media_type = self.describer.schema(at, name, is_multipart), None
        told = at.value if isinstance(at.value, dict) else {}
        if told.get("type") == "file":
            schema = Schema(Type.FILE)
        if schema.type is Type.ARRAY and schema.items and schema.items.type is Type.FILE:
            self.losses.add("several files", at, "samples send one")
            schema = Schema(Type.FILE)
        if schema.type is Type.FILE:
            schema = replace(schema, example=Text(f"{_stem(name)}.bin"))
        item = schema.items if schema.type is Type.ARRAY else schema
        if not is_multipart and (item is None or item.type not in SCALARS):
            self.losses.add("structure in a form", at, "samples send it as JSON text")
            schema = Schema(
                example=Text(json.dumps(plain(self.budget.sent(schema)), ensure_ascii=False))
            )
        if is_multipart and schema.type is Type.ANY:
            schema = Schema(Type.OBJECT, example=Object())
        if is_multipart and name in raw.types:
            asked = bare(raw.types[name].partition(",")[0])
            # What samples send of a scalar is text, of what has structure is JSON.
            is_so = asked.startswith("text/") if schema.type in SCALARS else asked.endswith("json")
            is_so = is_so or schema.type is Type.FILE
            if is_so and "*" not in asked and re.fullmatch(MEDIA_TYPE.pattern, asked):
                media_type = asked
                if schema.type is Type.FILE and asked in _ENDINGS:
                    schema = replace(schema, example=Text(f"{_stem(name)}.{_ENDINGS[asked]}"))
        about = prose(at, "description") or Text(name, at)
        return Field(Text(name, at), about, required, schema, media_type)

    def _filled(self, schema: Schema, given: dict[str, Any]) -> Object:
        """Make a form's fields of an example, as far as they are fields and fit."""
        members: list[tuple[Text, Value]] = []
        for field in schema.fields:
            name = reveal(field.name)
            value: Value = None
            if name in given and field.schema.type in SCALARS:
                value = coerced(field.schema.type)(given[name])
                if fit_example(field.schema, given[name], self.budget)[0] is not field.schema:
                    value = None
            elif name in given and field.schema.type in (Type.OBJECT, Type.ARRAY):
                kind = dict if field.schema.type is Type.OBJECT else list
                value = read_value(given[name]) if isinstance(given[name], kind) else None
                if (
                    value is not None
                    and fit_example(field.schema, given[name], self.budget)[0] is not field.schema
                ):
                    value = None
            if value is None and (field.required or name in given):
                value = self.budget.sent(field.schema)
            if value is not None:
                members.append((field.name, value))
        return Object(tuple(members)) if members else _some(schema)


def _of_bytes(media_type: str) -> str:
    """Give the media type of content that is shown as a file."""
    has_structure = is_json(media_type) or media_type in (FORM_TYPE, MULTIPART_TYPE)
    return "application/octet-stream" if has_structure else _definite(media_type)


def _definite(media_type: str) -> str:
    if media_type == "*/*":
        return "application/octet-stream"
    family, _, kind = media_type.partition("/")
    usual = {
        "image": "image/png",
        "audio": "audio/mpeg",
        "video": "video/mp4",
        "text": "text/plain",
    }
    return usual.get(family, "application/octet-stream") if kind == "*" else media_type


def _is_read_only(at: At) -> bool:
    return isinstance(at.value, dict) and at.value.get("readOnly") is True


def _stem(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-_")[:40] or "file"


def _some(schema: Schema) -> Object:
    """Choose what to send of an object that requires nothing: files first, then what is short."""
    files = [field for field in schema.fields if field.schema.type is Type.FILE]
    scalars = [field for field in schema.fields if field.schema.type in SCALARS]
    chosen = (files[:1] or scalars[:_SOME]) or list(schema.fields[:1])
    return Object(tuple((field.name, field.schema.sent()) for field in chosen))
