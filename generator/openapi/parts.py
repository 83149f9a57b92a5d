"""Parameters, bodies and responses of OpenAPI 3.0 to 3.2, as written in the document.

These are the parts of a document. The names of their classes begin with `Raw`. Other modules make
the model of them. `swagger.py` makes the same parts of Swagger 2.0 documents.
https://spec.openapis.org/oas/v3.1.1.html, https://spec.openapis.org/oas/v3.0.4.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from generator.errors import shortened
from generator.model.messages import FORM_TYPE
from generator.model.schema import SCALARS
from generator.model.structs import Deferred, Struct, field
from generator.openapi.example_objects import ExampleObjects
from generator.openapi.example_objects import RawExample as RawExample
from generator.openapi.keys import (
    ENCODING,
    MEDIA_TYPE_OBJECT,
    OPENAPI_TYPES,
    REQUEST_BODY,
    is_extension,
)
from generator.openapi.references import References, items, members
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At

METHODS = ("get", "put", "post", "delete", "options", "head", "patch")


class RawParameter(Struct, frozen=True):
    """A Parameter Object.

    Attributes:
        at: the object in the document. A `$ref` to it has been followed.
        name: the name of the parameter.
        where: the value of `in`: `path`, `query`, `header` or `cookie`; in Swagger 2.0 also `body`
            or `formData`.
        required: whether requests must have the parameter.
        schema: the schema of its values. None if the document gives none.
        style: the value of `style`. It is empty if the document gives none.
        explode: the value of `explode`. None if the document gives none.
        media_type: the media type of its values. It is empty if they are plain text.
        example: the first example of the parameter. An example in its schema does not count. None
            if there is none.
        examples_at: the object that has its examples: it itself, or a Media Type Object.
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
    examples_at: At | None = None


class RawField(Struct, frozen=True):
    """A form field that the document describes as a parameter, as Swagger 2.0 does.

    `at` is the Parameter Object.
    """

    name: str
    at: At
    required: bool


class RawEncoding(Struct, frozen=True):
    """An Encoding Object: how a form sends one of its fields.

    Attributes:
        at: the object in the document. In Swagger 2.0 it is the Parameter Object.
        media_type: the value of `contentType`, which may list several media types. It is empty if
            there is none.
        style: the value of `style`. It is empty if there is none.
        explode: the value of `explode`. None if there is none.
    """

    at: At
    media_type: str = ""
    style: str = ""
    explode: bool | None = None

    @property
    def joins(self) -> bool:
        """Whether an array is sent as one field."""
        return not (self.style in ("", "form") if self.explode is None else self.explode)


class RawContent(Struct, frozen=True):
    """The content of a request or a response for one media type: a Media Type Object.

    Attributes:
        at: the object in the document. In Swagger 2.0 it is the parameter, operation or response
            that describes the content.
        media_type: the media type, as written in the document.
        schema: the schema of the content. None if the document gives none.
        example_source: the example, or a `Deferred` that reads it when it is first used.
        fields: the form fields, in Swagger 2.0. OpenAPI 3 has them in the schema.
        encodings: how form fields are sent, by field name. Fields without an encoding are not in
            it.
    """

    at: At
    media_type: str
    schema: At | None = None
    example_source: RawExample | Deferred[RawExample | None] | None = None
    fields: tuple[RawField, ...] = ()
    encodings: Mapping[str, RawEncoding] = field(default_factory=dict)

    @property
    def example(self) -> RawExample | None:
        """The example of the content. None if the document gives none."""
        source = self.example_source
        return source.get() if isinstance(source, Deferred) else source


class RawBody(Struct, frozen=True):
    """A request body.

    Attributes:
        at: the Request Body Object. In Swagger 2.0 it is the body parameter, or for a form the
            operation.
        contents: the content for each media type.
        name: the name of the body parameter in Swagger 2.0. It is empty for a form, and in OpenAPI
            3.
    """

    at: At
    contents: tuple[RawContent, ...]
    name: str = ""


class RawResponse(Struct, frozen=True):
    """A Response Object.

    Attributes:
        at: the object in the document. A `$ref` to it has been followed.
        status: the key of the response, such as `200`, `4XX` or `default`.
        contents: the content for each media type.
        headers: the Header Objects by name.
    """

    at: At
    status: str
    contents: tuple[RawContent, ...] = ()
    headers: Mapping[str, At] = field(default_factory=dict)


class Parts:
    """Reads parameters, bodies and responses of OpenAPI 3.0 to 3.2.

    An `At` is a value in a document together with its location.

    Arguments:
        references: follows `$ref`.
        unsupported: the collection to which everything is added that samples do not support.

    Attributes:
        types: the types of objects of this version of OpenAPI, with the keys of each.
        body_places: the places of parameters that are part of the body.
        examples: reads Example Objects.
    """

    body_places: tuple[str, ...] = ()

    def __init__(self, references: References, unsupported: Unsupported) -> None:
        self.references = references
        self.unsupported = unsupported
        self.types = OPENAPI_TYPES
        self.examples = ExampleObjects(references, unsupported)
        self._parameters: dict[int, RawParameter | None] = {}
        self._responses: dict[tuple[int, str], RawResponse] = {}

    def lookup(self, at: At | None, key: str) -> At | None:
        """Return a member of an object, after its `$ref` was followed.

        Returns:
            The member. None if `at` is None or no object, if the object lacks the member, or if the
            reference can't be followed.
        """
        return self.references.lookup(at, key)

    def read_parameters(self, at: At) -> Iterator[RawParameter]:
        """Read the parameters that stand in an object. Each Parameter Object is read only once.

        Arguments:
            at: a Path Item Object or an Operation Object.

        Returns:
            The parameters that can be read.
        """
        for child in items(self.lookup(at, "parameters")):
            target = self.references.resolve(child)
            if target is None:
                continue
            if not isinstance(target.value, dict):
                self.unsupported.add("parameter", child, "it is no object; it is left out")
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
        self.unsupported.check_keys(at, self.types.parameter)
        name, where = value.get("name"), value.get("in")
        if not isinstance(name, str) or not isinstance(where, str):
            self._refuse_parameter(at)
            return None
        schema, media_type, examples_at = self.lookup(at, "schema"), "", at
        example = self.examples.read(at, is_only=False)
        for type_, child in members(self.lookup(at, "content")):
            if media_type:
                what = f"samples send {shortened(media_type, 80)}"
                self.unsupported.add("another media type", child, what)
                continue
            content = self.references.resolve(child)
            if content is None:
                continue
            self.unsupported.check_keys(content, MEDIA_TYPE_OBJECT)
            if schema is not None or self.lookup(content, "encoding") is not None:
                what = "samples send the value as its content says, without schema and encoding"
                self.unsupported.add("content", at.child("content"), what)
            media_type, schema = type_, self.lookup(content, "schema")
            if example is None:
                example, examples_at = self.examples.read(content, is_only=False), content
        style, explode = value.get("style"), value.get("explode")
        if where == "querystring" and media_type == FORM_TYPE and self._has_flat_fields(schema):
            # The whole query string is one form: the same as an exploded object in the query.
            where, style, explode, media_type = "query", "form", True, ""
        return RawParameter(
            at, name, where, value.get("required") is True, schema,
            style if isinstance(style, str) else "", explode if isinstance(explode, bool) else None,
            media_type, example, examples_at,
        )  # fmt: skip

    def _has_flat_fields(self, schema: At | None) -> bool:
        """Say whether a schema has properties, and all are scalars."""
        fields = [
            field
            for _, child in members(self.lookup(schema, "properties"))
            if (field := self.references.resolve(child, child.value)) is not None
        ]
        types = [f.value.get("type") if isinstance(f.value, dict) else None for f in fields]
        return bool(types) and all(type_ in SCALARS for type_ in types)

    def _refuse_parameter(self, at: At) -> None:
        """Report a parameter that can't be sent, since it lacks its name or its place."""
        self.unsupported.add("parameter", at, "it has no name or no in; it is left out")

    def read_body(self, at: At, item: At) -> RawBody | None:  # noqa: ARG002
        """Read the request body of an operation.

        Arguments:
            at: the Operation Object.
            item: the Path Item Object. Only Swagger 2.0 needs it.

        Returns:
            The body. None if the operation has no body, or a body without any media type.
        """
        body = self.lookup(at, "requestBody")
        if body is not None:
            self.unsupported.check_keys(body, REQUEST_BODY)
        contents = self._contents(body, is_only=False)
        if body is not None and not contents:
            self.unsupported.add("body", body, "it has no media type; no sample sends it")
        return RawBody(body, contents) if body is not None and contents else None

    def _contents(self, at: At | None, is_only: bool = True) -> tuple[RawContent, ...]:
        """Read the `content` of an object: one part for each media type.

        Arguments:
            at: the object.
            is_only: whether only the first example of each is shown.
        """
        contents = []
        for media_type, child in members(self.lookup(at, "content")):
            content = self.references.resolve(child)
            if content is None:
                continue
            encodings = {
                name: self._read_encoding(encoding)
                for name, encoding in members(self.lookup(content, "encoding"))
                if isinstance(encoding.value, dict)
            }
            schema = self._raw_member(content, "schema")
            example = Deferred(partial(self.examples.read, content, is_only))
            contents.append(RawContent(content, media_type, schema, example, (), encodings))
        return tuple(contents)

    def _read_encoding(self, at: At) -> RawEncoding:
        """Read an Encoding Object. Members of a wrong type are ignored."""
        self.unsupported.check_keys(at, ENCODING)
        media_type, style, explode = (at.value.get(k) for k in ("contentType", "style", "explode"))
        return RawEncoding(
            at,
            media_type if isinstance(media_type, str) else "",
            style if isinstance(style, str) else "",
            explode if isinstance(explode, bool) else None,
        )

    @staticmethod
    def _raw_member(at: At, key: str) -> At | None:
        """Return a member that is an object, without following its `$ref`.

        The target of the `$ref` gives a schema its name.
        """
        if not isinstance(at.value, dict) or not isinstance(at.value.get(key), dict):
            return None
        return at.child(key)

    def read_responses(self, at: At) -> Iterator[RawResponse]:
        """Read the responses of an operation. Each Response Object is read once for each status.

        Arguments:
            at: the Operation Object.

        Returns:
            The responses that can be read, in the order of the document.

        Raises:
            BudgetError: if the document takes too many steps to read.
        """
        for status, child in members(self.lookup(at, "responses")):
            self.references.budget.read()
            with self.references.unneeded():
                target = self.references.resolve(child)
            if target is None:
                continue
            if not isinstance(target.value, dict):
                if not is_extension(status):
                    self.unsupported.add("response", child, "it is no object; it is left out")
                continue
            key = id(target.value), status
            if key not in self._responses:
                with self.references.unneeded():
                    self._responses[key] = self.read_response(target, status, at)
            yield self._responses[key]

    def read_response(self, at: At, status: str, operation: At) -> RawResponse:  # noqa: ARG002
        """Read a Response Object.

        Arguments:
            at: the Response Object.
            status: its key in the document, such as `200`, `4XX` or `default`.
            operation: the Operation Object. Only Swagger 2.0 needs it.
        """
        self.unsupported.check_keys(at, self.types.response)
        headers = {}
        for name, child in members(self.lookup(at, "headers")):
            header = self.references.resolve(child)
            if header is not None:
                headers[name] = header
        return RawResponse(at, status, self._contents(at), headers)
