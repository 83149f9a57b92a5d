"""Parameters, bodies and answers as OpenAPI 3.0 and 3.1 tell of them, before they are ours.

Swagger 2.0 tells the same elsewhere (`swagger.py`); both give the parts that are here.
https://spec.openapis.org/oas/v3.1.1.html, https://spec.openapis.org/oas/v3.0.4.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from generator.model.structs import Deferred, Struct, field
from generator.openapi.references import References, items, members
from generator.sources.document import At

METHODS = ("get", "put", "post", "delete", "options", "head", "patch")


class Given(Struct, frozen=True):
    """An example, and where it stands."""

    value: Any
    at: At


class RawParameter(Struct, frozen=True):
    """A parameter.

    Attributes:
        at: where it stands, behind its references.
        name, where: its name, and `path`, `query`, `header` or `cookie`.
        required: whether requests must have it.
        schema: what its values are, if that is told.
        style, explode: as OpenAPI names them; empty and None if they are not told.
        media_type: how it is written, if it is no text.
        given: its own example.
    """

    at: At
    name: str
    where: str
    required: bool
    schema: At | None
    style: str = ""
    explode: bool | None = None
    media_type: str = ""
    given: Given | None = None


class RawField(Struct, frozen=True):
    """A field of a form that is told for itself, as Swagger 2.0 does."""

    name: str
    at: At
    required: bool


class RawContent(Struct, frozen=True):
    """What a message can carry.

    Attributes:
        at: where it stands.
        media_type: how it is written, as the document says.
        schema: what it is, if that is told.
        example: an example of it, or reads one.
        fields: the fields of a form, where no schema has them.
        types: media types of a form's fields, by name.
    """

    at: At
    media_type: str
    schema: At | None = None
    example: Given | Deferred[Given | None] | None = None
    fields: tuple[RawField, ...] = ()
    types: Mapping[str, str] = field(default_factory=dict)

    @property
    def given(self) -> Given | None:
        """Its example."""
        return self.example.get() if isinstance(self.example, Deferred) else self.example


class RawBody(Struct, frozen=True):
    """What a request can carry: one of `contents`."""

    at: At
    contents: tuple[RawContent, ...]
    name: str = ""


class RawResponse(Struct, frozen=True):
    """An answer: `status` is as the document has it, `headers` are schemas by name."""

    at: At
    status: str
    contents: tuple[RawContent, ...] = ()
    headers: Mapping[str, At] = field(default_factory=dict)


class Parts:
    """Reads the parts of OpenAPI 3.0 and 3.1.

    Arguments:
        references: follows `$ref`.
    """

    def __init__(self, references: References) -> None:
        self.references = references
        self._parameters: dict[int, RawParameter | None] = {}
        self._responses: dict[tuple[int, str], RawResponse] = {}

    def under(self, at: At | None, key: str) -> At | None:
        """Give what stands under a key of an object, behind its references; None for nothing."""
        if at is None or not isinstance(at.value, dict) or key not in at.value:
            return None
        return self.references.resolve(at.child(key))

    def parameters(self, at: At) -> Iterator[RawParameter]:
        """Read the parameters of a path or an operation."""
        for child in items(self.under(at, "parameters")):
            found = self.references.resolve(child)
            if found is None or not isinstance(found.value, dict):
                continue
            key = id(found.value)
            if key not in self._parameters:
                self._parameters[key] = self.parameter(found)
            made = self._parameters[key]
            if made is not None:
                yield made

    def parameter(self, at: At) -> RawParameter | None:
        """Read a parameter; None if it says too little to be one."""
        value = at.value
        name, where = value.get("name"), value.get("in")
        if not isinstance(name, str) or not isinstance(where, str):
            return None
        schema, media_type = self.under(at, "schema"), ""
        given = self.given(at)
        for type_, content in members(self.under(at, "content")):
            media_type, schema = type_, self.under(content, "schema")
            given = given or self.given(content)
            break
        style, explode = value.get("style"), value.get("explode")
        return RawParameter(
            at, name, where, value.get("required") is True, schema,
            style if isinstance(style, str) else "", explode if isinstance(explode, bool) else None,
            media_type, given,
        )  # fmt: skip

    def given(self, at: At) -> Given | None:
        """Give the example of a parameter or a media type, the first if there are several."""
        if not isinstance(at.value, dict):
            return None
        if "example" in at.value:
            child = at.child("example")
            return Given(child.value, child)
        for _, child in members(self.under(at, "examples")):
            found = self.references.resolve(child)
            if found is not None and isinstance(found.value, dict) and "value" in found.value:
                return Given(found.value["value"], found.child("value"))
        return None

    def body(self, at: At) -> RawBody | None:
        """Read what an operation's requests carry."""
        body = self.under(at, "requestBody")
        contents = self._contents(body)
        return RawBody(body, contents) if body is not None and contents else None

    def _contents(self, at: At | None) -> tuple[RawContent, ...]:
        made = []
        for media_type, content in members(self.under(at, "content")):
            types = {}
            for name, encoding in members(self.under(content, "encoding")):
                told = encoding.value.get("contentType") if isinstance(encoding.value, dict) else ""
                if isinstance(told, str) and told:
                    types[name] = told
            schema = self._under_raw(content, "schema")
            example = Deferred(partial(self.given, content))
            made.append(RawContent(content, media_type, schema, example, (), types))
        return tuple(made)

    @staticmethod
    def _under_raw(at: At, key: str) -> At | None:
        """Give what stands under a key, references and all: a schema has its name from one."""
        if not isinstance(at.value, dict) or not isinstance(at.value.get(key), dict):
            return None
        return at.child(key)

    def responses(self, at: At) -> Iterator[RawResponse]:
        """Read the answers of an operation."""
        for status, child in members(self.under(at, "responses")):
            self.references.budget.read()
            found = self.references.resolve(child)
            if found is None or not isinstance(found.value, dict):
                continue
            key = id(found.value), status
            if key not in self._responses:
                self._responses[key] = self.response(found, status, at)
            yield self._responses[key]

    def response(self, at: At, status: str, operation: At) -> RawResponse:  # noqa: ARG002
        """Read an answer."""
        headers = {}
        for name, child in members(self.under(at, "headers")):
            header = self.references.resolve(child)
            if header is not None:
                headers[name] = header
        return RawResponse(at, status, self._contents(at), headers)
