"""Parameters, bodies, answers, servers and credentials as Swagger 2.0 tells of them.

https://swagger.io/specification/v2/, and the extensions of Azure's documents:
https://azure.github.io/autorest/extensions/
"""

from __future__ import annotations

from typing import Any

from generator.model.messages import FORM_TYPE, MULTIPART_TYPE
from generator.openapi.parts import (
    Given,
    Parts,
    RawBody,
    RawContent,
    RawField,
    RawParameter,
    RawResponse,
)
from generator.openapi.references import References, items, members
from generator.sources.document import At

_STYLES = {
    "csv": ("", False),
    "ssv": ("spaceDelimited", False),
    "tsv": ("tsv", False),
    "pipes": ("pipeDelimited", False),
    "multi": ("", True),
}


class SwaggerParts(Parts):
    """Reads the parts of Swagger 2.0.

    Arguments:
        references: follows `$ref`.
        root: the document's root.
    """

    def __init__(self, references: References, root: At) -> None:
        super().__init__(references)
        self.root = root

    def parameter(self, at: At) -> RawParameter | None:
        value = at.value
        name, where = value.get("name"), value.get("in")
        if not isinstance(name, str) or not isinstance(where, str):
            return None
        style, explode = _STYLES.get(str(value.get("collectionFormat", "csv")), ("", False))
        given = None
        for key in ("x-example", "x-ms-example"):
            if key in value:
                given = Given(value[key], at.child(key))
        schema = self._under_raw(at, "schema") if where == "body" else at
        is_array = value.get("type") == "array"
        return RawParameter(
            at, name, where, value.get("required") is True, schema, style if is_array else "",
            explode if is_array and where == "query" else None, "", given,
        )  # fmt: skip

    def _types(self, operation: At, key: str) -> list[str]:
        for at in (operation, self.root):
            told = at.value.get(key) if isinstance(at.value, dict) else None
            if isinstance(told, list) and told:
                return [media_type for media_type in told if isinstance(media_type, str)]
        return []

    def body(self, at: At) -> RawBody | None:
        """Read what requests carry: a parameter that is the body, or fields of a form."""
        shared = at.parent
        rows = [*self.parameters(at), *(self.parameters(shared) if shared is not None else ())]
        types = self._types(at, "consumes")
        for row in rows:
            if row.where == "body":
                contents = [
                    RawContent(row.at, media_type, row.schema, row.given)
                    for media_type in types or ["application/json"]
                ]
                return RawBody(row.at, tuple(contents), row.name)
        fields = [row for row in rows if row.where == "formData"]
        if not fields:
            return None
        has_files = any(row.at.value.get("type") == "file" for row in fields)
        known = [media_type for media_type in types if media_type in (FORM_TYPE, MULTIPART_TYPE)]
        media_type = MULTIPART_TYPE if has_files or known[:1] == [MULTIPART_TYPE] else FORM_TYPE
        made = tuple(RawField(row.name, row.at, row.required) for row in fields)
        return RawBody(at, (RawContent(at, media_type, fields=made),))

    def response(self, at: At, status: str, operation: At) -> RawResponse:
        headers = dict(members(self.under(at, "headers")))
        schema = self._under_raw(at, "schema")
        types = self._types(operation, "produces") or ["application/json"]
        examples = {
            media_type: Given(child.value, child)
            for media_type, child in members(self.under(at, "examples"))
        }
        if schema is None and not examples:
            return RawResponse(at, status, (), headers)
        contents = tuple(
            RawContent(at, media_type, schema, examples.get(media_type)) for media_type in types
        )
        return RawResponse(at, status, contents, headers)


def servers(root: At) -> list[tuple[At, dict[str, Any]]]:
    """Give the servers of a document as OpenAPI 3 has them, each with what says its host."""
    value = root.value
    scheme = _scheme(value.get("schemes"))
    base = value.get("basePath") if isinstance(value.get("basePath"), str) else ""
    hosted = value.get("x-ms-parameterized-host")
    if isinstance(hosted, dict) and isinstance(hosted.get("hostTemplate"), str):
        here = root.child("x-ms-parameterized-host")
        variables = {}
        for at in items(here.child("parameters") if "parameters" in hosted else None):
            row = at.value if isinstance(at.value, dict) else {}
            if isinstance(row.get("name"), str):
                variables[row["name"]] = _variable(row)
        prefix = f"{scheme}://" if hosted.get("useSchemePrefix", True) is not False else ""
        url = f"{prefix}{hosted['hostTemplate']}{base}"
        return [(here, {"url": url, "variables": variables})]
    if "host" in value:
        host = value["host"]
        told = {"url": f"{scheme}://{host}{base}"} if isinstance(host, str) else {}
        return [(root.child("host"), told)]
    return [(root, {"url": base or "/"})]


def _scheme(told: Any) -> str:
    """Choose a scheme that samples can use, the first if there is none, https if none is told."""
    schemes = [str(word).lower() for word in told] if isinstance(told, list) else []
    usable = [word for word in ("https", "http") if word in schemes]
    return (usable or schemes or ["https"])[0]


def _variable(told: dict[str, Any]) -> dict[str, Any]:
    """Make a server variable of a parameter of a host."""
    words = [word for word in told.get("enum") or [] if isinstance(word, str)]
    given = next((told[k] for k in ("default", "x-ms-example", "x-example") if k in told), None)
    made: dict[str, Any] = {"enum": words} if words else {}
    if given is not None or words:
        made["default"] = str(given if given is not None else words[0])
    return made


def scheme(told: dict[str, Any]) -> dict[str, Any]:
    """Give a security scheme as OpenAPI 3 has it."""
    return {**told, "type": "http", "scheme": "basic"} if told.get("type") == "basic" else told
