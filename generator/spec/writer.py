"""Write an API as a spec, which loads as the same API. `gen import` does this.

A spec is a YAML file in gen's own language. Keys with their default value are left out. A text is
written without quotes where every YAML reader takes it for text, else in double quotes. Other
values are written as JSON, which is YAML.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import quote

from generator.model.api import Api, Operation, Region
from generator.model.messages import (
    ApiError,
    Content,
    ContentKind,
    Parameter,
    ParameterStyle,
    Response,
    Where,
)
from generator.model.schema import LIMITS, Field, Schema, Type, missing_examples
from generator.model.structs import replace
from generator.model.text import Placeholder, join_pieces, reveal
from generator.model.values import plain
from generator.spec.errors.body_variables import escape_dollars, insert_name
from generator.spec.writing.parts import (
    answer_example_rows,
    credential_rows,
    description_rows,
    example_rows,
    header_rows,
    link_rows,
)
from generator.spec.writing.yaml_rows import YamlRow, as_json, format_lines, format_value, quoted
from generator.system.logs import log_line

_TIMEOUT = 30
# Characters of a fragment that are not percent-encoded (RFC 3986, section 3.5).
_FRAGMENT = "!$&'()*+,;=:@/?%"


def write_spec(api: Api, comment: str = "") -> str:
    """Return an API as the text of a spec, which `load` reads as the same API.

    Arguments:
        api: the API to write.
        comment: a comment for the first line, without its `#`. If it is empty, there is no such
            line.
    """
    rows = _SpecWriter(api).rows()
    lines = [f"# {log_line(comment)}"] if comment else []
    return "\n".join([*lines, *format_lines(rows, "")]) + "\n"


class _SpecWriter:
    """Makes the rows of one spec, and collects its named schemas and error bodies meanwhile."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.secrets = api.all_credentials
        self.schemas: dict[str, Schema] = {}
        self.bodies: dict[str, str] = {}

    def rows(self) -> list[YamlRow]:
        """Return the rows of the whole spec."""
        api = self.api
        operations: list[YamlRow] = [(o.id, self._operation(o)) for o in api.operations]
        errors: list[YamlRow] = [(error.id, self._error(error)) for error in api.errors]
        shared: list[YamlRow] = []
        written: set[str] = set()
        while len(written) < len(self.schemas):  # writing a schema may add others that it names
            for name, schema in list(self.schemas.items()):
                if name not in written:
                    written.add(name)
                    shared.append((name, self._schema(schema, is_shared=True)))
        about: list[YamlRow] = [
            ("id", api.id), ("title", quoted(api.title)), ("version", quoted(api.version))
        ]  # fmt: skip
        about += description_rows(api.description) if api.description else []
        about += link_rows(api.docs)
        about += [("markdown", "true")] if api.is_markdown else []
        rows: list[YamlRow] = [
            ("api", about),
            ("endpoint", quoted(_format_pattern(api.endpoint))),
        ]  # fmt: skip
        if api.base_path:
            rows.append(("basePath", quoted(api.base_path)))
        if api.default_region is not None and api.regions:
            rows.append(("defaultRegion", quoted(api.default_region)))
            rows.append(("regions", [(r.id, self._region(r)) for r in api.regions]))
        if api.timeout != _TIMEOUT:
            rows.append(("timeout", str(api.timeout)))
        if self.secrets:
            rows.append(("credentials", [(reveal(c.id), credential_rows(c)) for c in self.secrets]))
        bodies: list[YamlRow] = [(name, body) for body, name in self.bodies.items()]
        parts: list[YamlRow] = [
            ("errorBodies", bodies), ("errors", errors),
            ("tags", [(reveal(tag.name), quoted(tag.description)) for tag in api.tags]),
            ("schemas", shared),
            ("operations", operations),
        ]  # fmt: skip
        rows += [(key, value) for key, value in parts if value]
        return rows

    def _region(self, region: Region) -> str | list[YamlRow]:
        """Return the name of a region, or its rows if it has its own endpoint."""
        name = quoted(region.name)
        has_pattern = any(isinstance(piece, Placeholder) for piece in self.api.endpoint)
        if not has_pattern or region in self.api.own_endpoints:
            return [("name", name), ("endpoint", quoted(region.endpoint))]
        return name

    def _error(self, error: ApiError) -> list[YamlRow]:
        """Return the rows of an error."""
        rows: list[YamlRow] = [("status", str(error.status))]
        if error.code is not None:
            rows.append(("code", quoted(error.code)))
        if error.body is None:
            rows += [("body", "none")] if any(e.body is not None for e in self.api.errors) else []
        else:
            rows.append(("body", self._body(error)))
        if error.retry_after is not None:
            rows.append(("retryAfter", str(error.retry_after)))
        if error.headers:
            rows.append(("headers", header_rows(error.headers)))
        rows.append(("description", quoted(error.description)))
        return rows if error.message is None else [*rows, ("message", quoted(error.message))]

    def _body(self, error: ApiError) -> str:
        """Return the name of an error's body, in which variables replace its code and message."""
        value = escape_dollars(json.loads(reveal(error.body or "null")))
        if error.code is not None:
            value = insert_name(value, self.api.code_paths, reveal(error.code), "$code")
        if error.message is not None:
            value = insert_name(value, self.api.message_paths, reveal(error.message), "$message")
        return self.bodies.setdefault(as_json(value), f"body-{len(self.bodies) + 1}")

    def _operation(self, operation: Operation) -> list[YamlRow]:
        """Return the rows of an operation."""
        rows: list[YamlRow] = [
            ("title", quoted(operation.title)),
            ("summary", quoted(operation.summary)),
        ]
        if operation.description is not None:
            rows += description_rows(operation.description)
        if operation.tags:
            rows.append(("tags", as_json([reveal(tag) for tag in operation.tags])))
        rows += _deprecated(operation) + link_rows(operation.docs)
        if operation.note is not None:
            rows.append(("note", quoted(operation.note)))
        rows += [("method", operation.method), ("path", quoted(_path(operation)))]
        if operation.security is not None or self.secrets != self.api.credentials:
            ids = [reveal(c.id) for c in self.api.secrets(operation)]
            rows.append(("security", as_json(ids)))
        if ways := operation.other_security:
            all_ids = [[reveal(c.id) for c in way] for way in ways]
            rows.append(("otherSecurity", as_json(all_ids)))
        if operation.availability is not None:
            word = "except" if operation.availability.is_exception else "only"
            ids = [reveal(id_) for id_ in operation.availability.ids]
            rows.append(("regions", [(word, as_json(ids))]))
        if operation.server is not None:
            server = operation.server.endpoint + operation.server.base_path
            rows.append(("server", quoted(server or "/")))
        parameters: list[YamlRow] = [
            (reveal(p.name), self._parameter(p)) for p in operation.parameters
        ]
        if parameters:
            rows.append(("parameters", parameters))
        if operation.body is not None:
            rows.append(("body", self._content(operation.body)))
        rows.append(
            ("responses", [(str(r.status), self._response(r)) for r in operation.responses])
        )
        if operation.errors:
            rows.append(("errors", as_json([error.id for error in operation.errors])))
        if operation.examples:
            rows.append(("examples", [(v.id, example_rows(v)) for v in operation.examples]))
        return rows

    def _parameter(self, parameter: Parameter) -> list[YamlRow]:
        """Return the rows of a parameter."""
        rows: list[YamlRow] = []
        if parameter.where is not Where.PATH:
            rows.append(("in", parameter.where.value))
        rows += description_rows(parameter.description) + _deprecated(parameter)
        if parameter.required and parameter.where is not Where.PATH:
            rows.append(("required", "true"))
        if parameter.send:
            rows.append(("send", "true"))
        has_several = parameter.schema.type in (Type.ARRAY, Type.OBJECT)
        if parameter.style is not ParameterStyle.FORM:
            rows.append(("style", parameter.style.value))
        is_usual = parameter.explode is (parameter.where is Where.QUERY)
        if has_several and not is_usual and not _is_one(parameter):
            rows.append(("explode", "true" if parameter.explode else "false"))
        if parameter.reserved:
            rows.append(("allowReserved", "true"))
        return [*rows, *self._schema(parameter.schema)]

    def _response(self, response: Response) -> str | list[YamlRow]:
        """Return the description of a response, or its rows if it has more."""
        result: list[YamlRow] = [("description", quoted(response.description))]
        if response.content is not None:
            result.append(("body", self._content(response.content)))
        if response.accept is not None:
            result.append(("accept", quoted(response.accept)))
        headers = header_rows((*response.headers, *response.other_headers))
        if headers:
            result.append(("headers", headers))
        if response.examples:
            result.append(("examples", answer_example_rows(response.examples)))
        return quoted(response.description) if len(result) == 1 else result

    def _content(self, content: Content) -> list[YamlRow]:
        """Return the rows of a body."""
        keys: list[YamlRow] = []
        if content.description is not None:
            keys.append(("description", quoted(content.description)))
        if content.media_type != "application/json":
            keys.append(("mediaType", quoted(content.media_type)))
        rows = self._schema(content.schema)
        if content.kind is ContentKind.TEXT and content.schema.name is None:
            rows = [("type", "string"), *(row for row in rows if row[0] != "type")]
        return [*keys, *rows] or [("type", "string")]

    def _schema(self, schema: Schema, is_shared: bool = False) -> list[YamlRow]:
        """Return the rows of a schema, or its name and own example if it is shared."""
        if schema.name is not None and not is_shared:
            # Places that share a schema may have different examples.
            base = replace(schema, example=None) if schema.fields else schema
            base = replace(base, nullable=False)
            if any(missing_examples(base, None, all_fields=True)) or base.answered() is None:
                base = replace(
                    schema, nullable=False
                )  # its fields lack examples, so that its own example is needed
            if self.schemas.setdefault(schema.name, base) == base:
                example = None if base.example is not None else schema.example
                own_example: list[YamlRow] = (
                    [] if example is None else [("example", format_value(example))]
                )
                return [("schema", schema.name), *_nullable(schema), *own_example]
        rows: list[YamlRow] = []
        is_implied = bool(schema.fields) or schema.items is not None
        if schema.type is not Type.STRING and not is_implied:
            rows.append(("type", schema.type.value))
        if schema.enum:
            rows.append(("enum", as_json([plain(value) for value in schema.enum])))
        for keyword, attribute in (pair for limits in LIMITS for pair in limits.keywords):
            limit = getattr(schema, attribute)
            if limit is not None:
                rows.append((keyword, json.dumps(limit)))
        if schema.pattern is not None:
            rows.append(("pattern", quoted(schema.pattern)))
        if schema.format is not None:
            rows.append(("format", quoted(schema.format)))
        if schema.default is not None:
            rows.append(("default", format_value(schema.default)))
        if schema.items is not None:
            rows.append(("items", self._schema(schema.items) or "string"))
        if schema.fields:
            fields: list[YamlRow] = [
                (reveal(field.name), self._field(field)) for field in schema.fields
            ]
            rows.append(("fields", fields))
        if schema.values is not None:
            rows.append(("values", self._schema(schema.values) or "string"))
        if schema.prefix:
            rows.append(("prefixItems", [self._schema(item) for item in schema.prefix]))
        if schema.alternatives:
            kinds = [(reveal(a.name), self._schema(a.schema)) for a in schema.alternatives]
            rows.append(("anyOf", [(name, kind or "string") for name, kind in kinds]))
        if schema.discriminator is not None:
            rows.append(("discriminator", quoted(schema.discriminator)))
        if schema.same_as is not None and schema.same_as in self.schemas:
            rows.append(("inside", schema.same_as))
        if schema.name is not None and not is_shared:
            rows.append(("sameAs", schema.name))
        rows += _nullable(schema)
        if schema.example is not None or schema.is_null:
            rows.append(("example", format_value(schema.example)))
        return rows

    def _field(self, field: Field) -> list[YamlRow]:
        """Return the rows of a field."""
        rows = description_rows(field.description) + _deprecated(field)
        if field.required:
            rows.append(("required", "true"))
        if field.send:
            rows.append(("send", "true"))
        if field.media_type is not None:
            rows.append(("mediaType", quoted(field.media_type)))
        if field.explode:
            rows.append(("explode", "true"))
        return [*rows, *self._schema(field.schema)]


def _deprecated(item: Operation | Parameter | Field) -> list[YamlRow]:
    """Return the row of what callers should no longer use; none for anything else."""
    return [("deprecated", "true")] if item.deprecated else []


def _nullable(schema: Schema) -> list[YamlRow]:
    """Return the row that says that null is allowed, if it is."""
    return [("nullable", "true")] if schema.nullable else []


def _format_pattern(pieces: Sequence[str | Placeholder]) -> str:
    """Return an endpoint or path with its placeholders in braces."""
    return join_pieces(pieces)


def _path(operation: Operation) -> str:
    """Return the path of an operation, with what tells it from others behind `#`."""
    path = _format_pattern(operation.path)
    fragment = quote(operation.fragment, safe=_FRAGMENT)
    return f"{path}#{fragment}" if fragment else path


def _is_one(parameter: Parameter) -> bool:
    """Say whether `explode` makes no difference to the style of a parameter."""
    return parameter.style in (ParameterStyle.SPACE, ParameterStyle.PIPE, ParameterStyle.DEEP)
