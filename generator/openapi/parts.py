"""Parameters, bodies and responses of OpenAPI 3.0 and 3.1, as written in the document.

The other modules make the model of these parts. `swagger.py` makes the same parts of Swagger 2.0
documents.
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


class RawExample(Struct, frozen=True):
    """An example value and its position."""

    value: Any
    at: At


class RawParameter(Struct, frozen=True):
    """A Parameter Object.

    Attributes:
        at: the object, with its references followed.
        name: the name of the parameter.
        where: the value of `in`: `path`, `query`, `header` or `cookie`; in Swagger 2.0 also `body`
            or `formData`.
        required: whether requests must have it.
        schema: the schema of its values, None if it has none.
        style: the value of `style`, empty if it has none.
        explode: the value of `explode`, None if it has none.
        media_type: the media type of its values, empty if they are plain text.
        example: its own example, None if it has none.
    """

    at: At
    name: str
    where: str
    required: bool
    schema: At | None
    style: str = ""
    explode: bool | None = None
    media_type: str = ""
    example: RawExample | None = None


class RawField(Struct, frozen=True):
    """A form field that is a parameter of its own, as in Swagger 2.0."""

    name: str
    at: At
    required: bool


class RawContent(Struct, frozen=True):
    """The content of a message for one media type: a Media Type Object.

    Attributes:
        at: the object.
        media_type: the media type, as written in the document.
        schema: the schema, or None.
        example_source: the example, or a `Deferred` that reads it when it is first used.
        fields: the form fields, in Swagger 2.0. OpenAPI 3 has them in the schema.
        types: the media types of form fields, by field name.
    """

    at: At
    media_type: str
    schema: At | None = None
    example_source: RawExample | Deferred[RawExample | None] | None = None
    fields: tuple[RawField, ...] = ()
    types: Mapping[str, str] = field(default_factory=dict)

    @property
    def example(self) -> RawExample | None:
        """The example, or None."""
        source = self.example_source
        return source.get() if isinstance(source, Deferred) else source


class RawBody(Struct, frozen=True):
    """A request body.

    Attributes:
        at: the Request Body Object, or the parameter that describes it in Swagger 2.0.
        contents: the content for each media type.
        name: the name of the Swagger 2.0 parameter, else empty.
    """

    at: At
    contents: tuple[RawContent, ...]
    name: str = ""


class RawResponse(Struct, frozen=True):
    """A Response Object: `status` as written in the document, `headers` as schemas by name."""

    at: At
    status: str
    contents: tuple[RawContent, ...] = ()
    headers: Mapping[str, At] = field(default_factory=dict)


class Parts:
    """Reads parameters, bodies and responses of OpenAPI 3.0 and 3.1.

    Arguments:
        references: follows `$ref`.
    """

    def __init__(self, references: References) -> None:
        self.references = references
        self._parameters: dict[int, RawParameter | None] = {}
        self._responses: dict[tuple[int, str], RawResponse] = {}

    def lookup(self, at: At | None, key: str) -> At | None:
        """Return a member of an object, with its references followed. None if it is missing."""
        if at is None or not isinstance(at.value, dict) or key not in at.value:
            return None
        return self.references.resolve(at.child(key))

    def read_parameters(self, at: At) -> Iterator[RawParameter]:
        """Read the parameters of a path or an operation."""
        for child in items(self.lookup(at, "parameters")):
            target = self.references.resolve(child)
            if target is None or not isinstance(target.value, dict):
                continue
            key = id(target.value)
            if key not in self._parameters:
                self._parameters[key] = self.read_parameter(target)
            parameter = self._parameters[key]
            if parameter is not None:
                yield parameter

    def read_parameter(self, at: At) -> RawParameter | None:
        """Read a Parameter Object. None if it has no `name` or no `in`."""
        value = at.value
        name, where = value.get("name"), value.get("in")
        if not isinstance(name, str) or not isinstance(where, str):
            return None
        schema, media_type = self.lookup(at, "schema"), ""
        example = self.read_example(at)
        for type_, content in members(self.lookup(at, "content")):
            media_type, schema = type_, self.lookup(content, "schema")
            example = example or self.read_example(content)
            break
        style, explode = value.get("style"), value.get("explode")
        return RawParameter(
            at, name, where, value.get("required") is True, schema,
            style if isinstance(style, str) else "", explode if isinstance(explode, bool) else None,
            media_type, example,
        )  # fmt: skip

    def read_example(self, at: At) -> RawExample | None:
        """Return the first example of a parameter or a media type, or None."""
        if not isinstance(at.value, dict):
            return None
        if "example" in at.value:
            child = at.child("example")
            return RawExample(child.value, child)
        for _, child in members(self.lookup(at, "examples")):
            target = self.references.resolve(child)
            if target is not None and isinstance(target.value, dict) and "value" in target.value:
                return RawExample(target.value["value"], target.child("value"))
        return None

    def read_body(self, at: At) -> RawBody | None:
        """Read the request body of an operation. None if it has no body."""
        body = self.lookup(at, "requestBody")
        contents = self._contents(body)
        return RawBody(body, contents) if body is not None and contents else None

    def _contents(self, at: At | None) -> tuple[RawContent, ...]:
        """Read the `content` of an object: one part for each media type."""
        contents = []
        for media_type, content in members(self.lookup(at, "content")):
            types = {}
            for name, encoding in members(self.lookup(content, "encoding")):
                type_ = (
                    encoding.value.get("contentType") if isinstance(encoding.value, dict) else ""
                )
                if isinstance(type_, str) and type_:
                    types[name] = type_
            schema = self._raw_member(content, "schema")
            example = Deferred(partial(self.read_example, content))
            contents.append(RawContent(content, media_type, schema, example, (), types))
        return tuple(contents)

    @staticmethod
    def _raw_member(at: At, key: str) -> At | None:
        """Return a member that is an object, without following its `$ref`.

        The target of the `$ref` gives a schema its name.
        """
        if not isinstance(at.value, dict) or not isinstance(at.value.get(key), dict):
            return None
        return at.child(key)

    def read_responses(self, at: At) -> Iterator[RawResponse]:
        """Read the responses of an operation."""
        for status, child in members(self.lookup(at, "responses")):
            self.references.budget.read()
            target = self.references.resolve(child)
            if target is None or not isinstance(target.value, dict):
                continue
            key = id(target.value), status
            if key not in self._responses:
                self._responses[key] = self.read_response(target, status, at)
            yield self._responses[key]

    def read_response(self, at: At, status: str, operation: At) -> RawResponse:  # noqa: ARG002
        """Read a Response Object."""
        headers = {}
        for name, child in members(self.lookup(at, "headers")):
            header = self.references.resolve(child)
            if header is not None:
                headers[name] = header
        return RawResponse(at, status, self._contents(at), headers)
