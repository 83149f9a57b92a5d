"""Reader of the parts of a Swagger 2.0 document: makes the same parts as for OpenAPI 3.

Parts are parameters, bodies and responses, as written in the document.
https://swagger.io/specification/v2/, and the extensions of Azure's documents:
https://azure.github.io/autorest/extensions/
"""

from __future__ import annotations

from typing import Any

from generator.errors import shortened
from generator.model.messages import FORM_TYPE, MULTIPART_TYPE
from generator.openapi.example_objects import RawExample
from generator.openapi.keys import REQUEST_BODY
from generator.openapi.parts import (
    Parts,
    RawBody,
    RawContent,
    RawEncoding,
    RawField,
    RawParameter,
    RawResponse,
)
from generator.openapi.references import References, items, members
from generator.openapi.swagger_keys import SWAGGER_TYPES
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At

# The `style` and `explode` of OpenAPI 3 for each value of `collectionFormat`.
_STYLES = {
    "csv": ("", False),
    "ssv": ("spaceDelimited", False),
    "tsv": ("tsv", False),
    "pipes": ("pipeDelimited", False),
    "multi": ("", True),
}


class SwaggerParts(Parts):
    """Reads parameters, bodies and responses of Swagger 2.0.

    Arguments:
        references: follows `$ref`.
        unsupported: the collection to which everything is added that samples do not support.
        root: the root of the document, which may give media types for all operations.
    """

    body_places = ("body", "formData")
    has_named_examples = False

    def __init__(self, references: References, unsupported: Unsupported, root: At) -> None:
        super().__init__(references, unsupported)
        self.types = SWAGGER_TYPES
        self.root = root

    def read_parameter(self, at: At) -> RawParameter | None:
        """Read a Parameter Object. None if it has no `name` or no `in`."""
        value = at.value
        self.unsupported.check_keys(at, self.types.parameter)
        name, where = value.get("name"), value.get("in")
        if not isinstance(name, str) or not isinstance(where, str):
            self._refuse_parameter(at)
            return None
        collection_format = str(value.get("collectionFormat", "csv"))
        if collection_format not in _STYLES:
            what = f"there is no collectionFormat {shortened(collection_format, 80)}; it is csv"
            self.unsupported.add("style", at, what)
        style, explode = _STYLES.get(collection_format, ("", False))
        if collection_format == "multi" and where in ("path", "header"):
            style = collection_format
        example = None
        for key in ("x-example", "x-ms-example"):
            if key in value:
                example = RawExample(value[key], at.child(key))
        schema = self._raw_member(at, "schema") if where == "body" else at
        is_array = value.get("type") == "array"
        return RawParameter(
            at, name, where, value.get("required") is True, schema, style if is_array else "",
            explode if is_array and where in ("query", "formData") else None, "", example,
        )  # fmt: skip

    def _media_types(self, operation: At, key: str) -> list[str]:
        """Return the media types of an operation, else those of the document.

        Arguments:
            operation: the Operation Object.
            key: `consumes` or `produces`.
        """
        for at in (operation, self.root):
            types = at.value.get(key) if isinstance(at.value, dict) else None
            if isinstance(types, list) and types:
                if not all(isinstance(media_type, str) for media_type in types):
                    what = "a media type is a text; others are left out"
                    self.unsupported.add("media type", at.child(key), what)
                return [media_type for media_type in types if isinstance(media_type, str)]
        return []

    def read_body(self, at: At, item: At) -> RawBody | None:
        """Read the request body of an operation: a body parameter, or else form fields.

        Arguments:
            at: the Operation Object.
            item: the Path Item Object, which may have parameters, too.

        Returns:
            The body. None if the operation has neither a body parameter nor form fields.
        """
        parameters = [*self.read_parameters(at), *self.read_parameters(item)]
        types = self._media_types(at, "consumes")
        for parameter in parameters:
            if parameter.where == "body":
                if parameter.required:
                    what = REQUEST_BODY.lost["required"].what
                    self.unsupported.add_note("required", parameter.at.child("required"), what)
                for other in parameters:
                    if other.where in self.body_places and other is not parameter:
                        what = "samples send the first body"
                        self.unsupported.add("parameter", other.at, what)
                contents = [
                    RawContent(parameter.at, media_type, parameter.schema, parameter.example)
                    for media_type in types or ["application/json"]
                ]
                return RawBody(parameter.at, tuple(contents), parameter.name, parameter.required)
        fields = [parameter for parameter in parameters if parameter.where == "formData"]
        if not fields:
            return None
        has_files = any(parameter.at.value.get("type") == "file" for parameter in fields)
        form_types = [
            media_type for media_type in types if media_type in (FORM_TYPE, MULTIPART_TYPE)
        ]
        media_type = (
            MULTIPART_TYPE if has_files or form_types[:1] == [MULTIPART_TYPE] else FORM_TYPE
        )
        for other_type in types:
            if other_type != media_type:
                what = f"samples send {media_type}"
                self.unsupported.add("another media type", at, what)
        raw_fields = tuple(
            RawField(parameter.name, parameter.at, parameter.required) for parameter in fields
        )
        encodings = {
            parameter.name: RawEncoding(parameter.at, "", parameter.style, parameter.explode)
            for parameter in fields
        }
        content = RawContent(at, media_type, fields=raw_fields, encodings=encodings)
        return RawBody(at, (content,), required=any(field.required for field in fields))

    def read_response(self, at: At, status: str, operation: At) -> RawResponse:
        """Read a Response Object.

        Arguments:
            at: the Response Object.
            status: its key in the document, such as `200` or `default`.
            operation: the Operation Object, which may give media types for its responses.
        """
        self.unsupported.check_keys(at, self.types.response)
        headers = dict(members(self.lookup(at, "headers")))
        schema = self._raw_member(at, "schema")
        types = self._media_types(operation, "produces") or ["application/json"]
        examples = {
            media_type: RawExample(child.value, child)
            for media_type, child in members(self.lookup(at, "examples"))
        }
        if schema is None and not examples:
            return RawResponse(at, status, (), headers)
        contents = tuple(
            RawContent(at, media_type, schema, examples.get(media_type)) for media_type in types
        )
        return RawResponse(at, status, contents, headers)


def server_objects(root: At) -> list[tuple[At, dict[str, Any]]]:
    """Return the servers of a document as Server Objects of OpenAPI 3.

    Arguments:
        root: the root of the Swagger 2.0 document.

    Returns:
        One pair: the value of the document that names the host, and the Server Object. If the
        document names no host, that value is the root, and the URL is a path.
    """
    value = root.value
    scheme = _scheme(value.get("schemes"))
    base = value.get("basePath") if isinstance(value.get("basePath"), str) else ""
    parameterized = value.get("x-ms-parameterized-host")
    if isinstance(parameterized, dict) and isinstance(parameterized.get("hostTemplate"), str):
        host_object = root.child("x-ms-parameterized-host")
        variables = {}
        for at in items(host_object.child("parameters") if "parameters" in parameterized else None):
            parameter = at.value if isinstance(at.value, dict) else {}
            if isinstance(parameter.get("name"), str):
                variables[parameter["name"]] = _variable(parameter)
        prefix = f"{scheme}://" if parameterized.get("useSchemePrefix", True) is not False else ""
        url = f"{prefix}{parameterized['hostTemplate']}{base}"
        return [(host_object, {"url": url, "variables": variables})]
    if "host" in value:
        host = value["host"]
        server = {"url": f"{scheme}://{host}{base}"} if isinstance(host, str) else {}
        return [(root.child("host"), server)]
    return [(root, {"url": base or "/"})]


def _scheme(schemes: Any) -> str:
    """Choose a URL scheme: https or http if the document allows one of them, else its first.

    It is https if the document names none.
    """
    names = [str(name).lower() for name in schemes] if isinstance(schemes, list) else []
    supported = [name for name in ("https", "http") if name in names]
    return (supported or names or ["https"])[0]


def _variable(parameter: dict[str, Any]) -> dict[str, Any]:
    """Make a Server Variable Object of a parameter of `x-ms-parameterized-host`."""
    enum = parameter.get("enum")
    words = [w for w in enum if isinstance(w, str)] if isinstance(enum, list) else []
    default = next(
        (parameter[k] for k in ("default", "x-ms-example", "x-example") if k in parameter), None
    )
    variable: dict[str, Any] = {"enum": words} if words else {}
    if default is not None or words:
        variable["default"] = str(default if default is not None else words[0])
    return variable


def security_scheme(value: dict[str, Any]) -> dict[str, Any]:
    """Convert a Security Scheme Object of Swagger 2.0 to one of OpenAPI 3.

    Only basic authentication is written in another way. Any other object is returned as it is.
    """
    return {**value, "type": "http", "scheme": "basic"} if value.get("type") == "basic" else value
