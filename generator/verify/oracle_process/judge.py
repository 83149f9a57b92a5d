"""Judge requests by a document, with openapi-core."""

from __future__ import annotations

import email
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import unquote

from jsonschema_path import SchemaPath
from openapi_core import V30RequestValidator, V31RequestValidator, V32RequestValidator
from openapi_core.datatypes import RequestParameters
from openapi_core.deserializing.styles import StyleDeserializersFactory
from openapi_core.security.exceptions import SecurityProviderError
from openapi_core.templating.media_types.datatypes import MediaType
from openapi_core.templating.paths.datatypes import PathOperationServer
from openapi_core.templating.paths.exceptions import PathError
from openapi_core.validation.request.exceptions import RequestBodyValidationError

from generator.verify.oracle_process.document import UnjudgedError, open_document, read
from generator.verify.oracle_process.messages import error_messages, is_of_values
from generator.verify.oracle_process.readers import (
    STYLES,
    MediaTypes,
    field_names,
    find_media_type,
    is_base64,
    parts,
    read_media_type,
)
from generator.verify.oracle_process.requests import PathFinder, Request

# The validator of each version of OpenAPI that can be judged by.
_VALIDATORS = {
    "3.0": V30RequestValidator,
    "3.1": V31RequestValidator,
    "3.2": V32RequestValidator,
}


class _Credentials:
    """Makes a function that checks one credential of a request."""

    def create(self, scheme: SchemaPath) -> Callable[[RequestParameters], str]:
        """Return a function that returns a credential, or raises SecurityProviderError."""
        row = scheme.read_value()
        kind = row.get("type")

        def check(parameters: RequestParameters) -> str:
            if kind == "apiKey":
                sent = parameters[row["in"]].get(row["name"])
                if not sent:
                    raise SecurityProviderError(f"no {row['name']} in {row['in']}")
                return str(sent)
            if kind == "mutualTLS":
                return ""
            wanted = row["scheme"].lower() if kind == "http" else "bearer"
            sent = parameters.header.get("Authorization", "")
            if sent.partition(" ")[0].lower() != wanted or not sent.partition(" ")[2].strip():
                raise SecurityProviderError(f"no Authorization: {wanted}")
            return str(sent)

        return check


class _MediaTypes:
    """Finds the documented media type of a body, for a validator that inherits it, too."""

    def _find_media_type(self, content: SchemaPath, mimetype: str | None = None) -> MediaType:
        documented = None
        if mimetype is not None:
            documented = find_media_type(mimetype, [key for key, _ in content.str_items()])
        if mimetype is None or documented is None:
            found: MediaType = super()._find_media_type(content, mimetype)  # type: ignore[misc]
            return found
        return MediaType(*read_media_type(mimetype), content / documented)


class Judge:
    """Judges requests by one document.

    Arguments:
        path: the document.

    Raises:
        UnjudgedError: if the document is none that openapi-core can judge by.
    """

    def __init__(self, path: Path) -> None:
        document = read(path)
        if not isinstance(document, dict):
            raise UnjudgedError("the document is no object")
        release = str(document.get("openapi", ""))
        validator = next((v for k, v in _VALIDATORS.items() if release.startswith(k)), None)
        if validator is None:
            name = f"OpenAPI {release}" if release else "Swagger 2.0"
            raise UnjudgedError(f"openapi-core does not read {name}")
        self._spec = open_document(path, document)
        self._finder = PathFinder(self._spec)
        self._validator = type("Validator", (_MediaTypes, validator), {})(
            self._spec,
            path_finder_cls=PathFinder,
            style_deserializers_factory=StyleDeserializersFactory(
                validator.schema_casters_factory, style_deserializers=STYLES
            ),
            extra_media_type_deserializers=MediaTypes(),
            extra_format_validators={"byte": is_base64},
            security_provider_factory=_Credentials(),
        )

    def faults(self, request: Request, with_values: bool) -> list[str]:
        """Return a message for each fault of a request.

        Arguments:
            request: the request.
            with_values: whether values are held against their schemas.
        """
        fields = field_names(request.body or b"", request.content_type)
        faults = [
            message
            for error in self._validator.iter_errors(request)
            if with_values or not is_of_values(error)
            for message in error_messages(error, _media_type(error, request), fields)
        ]
        try:
            found = self._finder.find(request.method, request.host_url + request.path)
        except PathError:
            return faults  # which say so
        return [*faults, *self._undocumented(request, found), *_part_faults(request, found)]

    def _undocumented(self, request: Request, found: PathOperationServer) -> Iterator[str]:
        """Yield what a request has and its operation does not document, or the other way round.

        openapi-core does not look for what is too much. It takes a required parameter that is
        missing and has a default for present, and any value for a variable of a server.
        """
        rows = [*_items(found.path / "parameters"), *_items(found.operation / "parameters")]
        parameters = {(_text(row / "in"), _text(row / "name")): row for row in rows}
        schemes = self._spec / "components" / "securitySchemes"
        keys = [row.read_value() for _, row in schemes.str_items()] if schemes.exists() else []
        names = {name for place, name in parameters if place == "query"}
        names |= {
            row["name"] for row in keys if row.get("type") == "apiKey" and row["in"] == "query"
        }
        names |= {unquote(pair.partition("=")[0]) for pair in found.path_result.query}
        is_open = any(
            place == "query" and _takes_any_name(row) for (place, _), row in parameters.items()
        )
        for name in dict.fromkeys(request.parameters.query):
            stem = name.partition("[")[0]
            if not is_open and names.isdisjoint((name, stem, f"{stem}[]")):
                yield f"no query parameter {name} is documented"
        for (place, name), row in parameters.items():
            is_required = (row / "required").read_bool(default=False)
            has_default = (row / "schema" / "default").exists()
            if is_required and has_default and name not in request.parameters[place]:
                yield f"Missing required {place} parameter: {name}"
        if request.body and not (found.operation / "requestBody").exists():
            yield "a body is sent, and none is documented"
        for name, value in found.server_result.items():
            enum = found.server / "variables" / name / "enum"
            if enum.exists() and value not in enum.read_value():
                yield f"{value} is no value of the server's variable {name}"


def _media_type(error: Exception, request: Request) -> str:
    """Return the media type of the body that an error is about; empty if it is about none."""
    is_of_body = isinstance(error, RequestBodyValidationError)
    return request.content_type.partition(";")[0].strip().lower() if is_of_body else ""


def _items(path: SchemaPath) -> list[SchemaPath]:
    """Return the items of an array; none if there is no array."""
    return [path / index for index in range(len(path.read_value()))] if path.exists() else []


def _text(path: SchemaPath) -> str:
    """Return a text; empty if there is none."""
    return str(path.read_value()) if path.exists() else ""


def _takes_any_name(parameter: SchemaPath) -> bool:
    """Say whether a parameter of a query is an object whose fields are parameters of their own."""
    row = parameter.read_value()
    if "content" in row or row.get("style", "form") != "form" or not row.get("explode", True):
        return False
    schema = parameter / "schema"
    keys = ("properties", "additionalProperties", "allOf", "oneOf", "anyOf")
    return "object" in _text(schema / "type") or any((schema / key).exists() for key in keys)


def _part_faults(request: Request, found: PathOperationServer) -> Iterator[str]:
    """Yield a message for each part of a multipart body with another media type than documented.

    openapi-core reads each part by the media type that it should have, and does not look at the one
    that it has.
    """
    header = email.message_from_string(f"Content-Type: {request.content_type}\n\n")
    media_type, boundary = header.get_content_type(), header.get_boundary()
    content = found.operation / "requestBody" / "content"
    if not media_type.startswith("multipart/") or not content.exists():
        return
    rows = dict(content.str_items())
    documented = find_media_type(request.content_type, rows)
    if documented is None:
        return
    row = rows[documented]
    for name, sent, _ in parts(request.body or b"", str(boundary or "")):
        wanted = _text(row / "encoding" / name / "contentType")
        schema = row / "schema" / "properties" / name
        kind = _text(schema / "items" / "type") or _text(schema / "type")
        if not wanted and kind == "object":
            wanted = "application/json"
        allowed = [one.strip().partition(";")[0] for one in wanted.split(",") if one]
        if allowed and not any(fnmatch(sent or "text/plain", one) for one in allowed):
            yield f"part {name} is {sent or 'text/plain'}, and {wanted} is documented"
