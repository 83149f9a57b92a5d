"""An `Api` → a spec in YAML that reads as the same API: `gen import`.

What a reader of specs takes for granted is left out. Texts are plain where every YAML reader takes
them for texts, else in double quotes; values of JSON are JSON, which is YAML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from generator.model.api import Api, Credential, JsonPath, Operation, Region, Scheme
from generator.model.messages import (
    ApiError,
    Content,
    ContentKind,
    Parameter,
    ParameterStyle,
    Response,
    Where,
)
from generator.model.schema import Field, Schema, Type, missing_examples
from generator.model.structs import replace
from generator.model.text import Placeholder, Text, reveal
from generator.model.values import Value, plain
from generator.system.logs import is_for_logs, log_line, yaml_text

_PLAIN = re.compile(r"[A-Za-z/](?:[\w./(){}'?=&+*;@-]|:(?=[\w/])|[ ,](?=[\w/({'-]))*", re.ASCII)
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
# What YAML takes for the end of a line, or forbids.
_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_TIMEOUT = 30
_LIMITS = (
    ("minimum", "minimum"),
    ("maximum", "maximum"),
    ("minLength", "min_length"),
    ("maxLength", "max_length"),
    ("minItems", "min_items"),
    ("maxItems", "max_items"),
)
# What a key has below it: text in YAML, or keys.
Row = tuple[str, "str | list[Row]"]


def write_spec(api: Api, comment: str = "") -> str:
    """Write an API as a spec.

    Arguments:
        api: the API.
        comment: a line to begin with.

    Returns:
        The spec, to be read by `spec.load`.
    """
    rows = _SpecWriter(api).rows()
    lines = [f"# {log_line(comment)}"] if comment else []
    return "\n".join([*lines, *_lines(rows, "")]) + "\n"


def _lines(rows: Sequence[Row], indent: str) -> Iterator[str]:
    for key, value in rows:
        if isinstance(value, str):
            yield f"{indent}{_quoted(key)}: {value}"
        else:
            yield f"{indent}{_quoted(key)}:"
            yield from _lines(value, f"{indent}  ")


def _quoted(text: str | Text) -> str:
    """Write a text as YAML."""
    text = reveal(text)
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS and is_for_logs(text):
        return text
    return _json(text)


def _json(value: Any) -> str:
    made = json.dumps(value, ensure_ascii=False)
    return yaml_text(_ODD.sub(lambda match: f"\\u{ord(match[0]):04x}", made))


def _value(value: Value) -> str:
    """Write a value that a schema describes, or nothing does."""
    return _quoted(value) if isinstance(value, Text) else _json(plain(value))


class _SpecWriter:
    def __init__(self, api: Api) -> None:
        self.api = api
        self.schemas: dict[str, Schema] = {}
        self.bodies: dict[str, str] = {}

    def rows(self) -> list[Row]:
        api = self.api
        operations: list[Row] = [(o.id, self._operation(o)) for o in api.operations]
        errors: list[Row] = [(error.id, self._error(error)) for error in api.errors]
        shared: list[Row] = []
        named: set[str] = set()
        while len(named) < len(self.schemas):  # to write one may name another
            for name, schema in list(self.schemas.items()):
                if name not in named:
                    named.add(name)
                    shared.append((name, self._schema(schema, is_shared=True)))
        made: list[Row] = [
            ("api", [("id", api.id), ("title", _quoted(api.title)),
                     ("version", _quoted(api.version))]),
            ("endpoint", _quoted(_pattern(api.endpoint))),
        ]  # fmt: skip
        if api.base_path:
            made.append(("basePath", _quoted(api.base_path)))
        if api.default_region is not None and api.regions:
            made.append(("defaultRegion", _quoted(api.default_region)))
            made.append(("regions", [(r.id, self._region(r)) for r in api.regions]))
        if api.timeout != _TIMEOUT:
            made.append(("timeout", str(api.timeout)))
        if api.credentials:
            made.append(("credentials", [(reveal(c.id), _credential(c)) for c in api.credentials]))
        bodies: list[Row] = [(name, body) for body, name in self.bodies.items()]
        parts: list[Row] = [
            ("errorBodies", bodies), ("errors", errors), ("schemas", shared),
            ("operations", operations),
        ]  # fmt: skip
        made += [(key, value) for key, value in parts if value]
        return made

    def _region(self, region: Region) -> str | list[Row]:
        name = _quoted(region.name)
        has_pattern = any(isinstance(piece, Placeholder) for piece in self.api.endpoint)
        if not has_pattern or region in self.api.own_endpoints:
            return [("name", name), ("endpoint", _quoted(region.endpoint))]
        return name

    def _error(self, error: ApiError) -> list[Row]:
        made: list[Row] = [("status", str(error.status))]
        if error.code is not None:
            made.append(("code", _quoted(error.code)))
        if error.body is None:
            made += [("body", "none")] if any(e.body is not None for e in self.api.errors) else []
        else:
            made.append(("body", self._body(error)))
        if error.retry_after is not None:
            made.append(("retryAfter", str(error.retry_after)))
        return [
            *made,
            ("description", _quoted(error.description)),
            ("message", _quoted(error.message)),
        ]

    def _body(self, error: ApiError) -> str:
        """Give the name of the body that an error has, with `$names` for what is the error's."""
        value = _escaped(json.loads(reveal(error.body or "null")))
        if error.code is not None:
            value = _replaced(value, self.api.code_paths, reveal(error.code), "$code")
        value = _replaced(value, self.api.message_paths, reveal(error.message), "$message")
        return self.bodies.setdefault(_json(value), f"body-{len(self.bodies) + 1}")

    def _operation(self, operation: Operation) -> list[Row]:
        made: list[Row] = [
            ("title", _quoted(operation.title)),
            ("summary", _quoted(operation.summary)),
        ]
        if operation.note is not None:
            made.append(("note", _quoted(operation.note)))
        made += [("method", operation.method), ("path", _quoted(_pattern(operation.path)))]
        if operation.security is not None:
            made.append(("security", _json([reveal(c.id) for c in operation.security])))
        parameters: list[Row] = [(reveal(p.name), self._parameter(p)) for p in operation.parameters]
        if parameters:
            made.append(("parameters", parameters))
        if operation.body is not None:
            made.append(("body", self._content(operation.body)))
        made.append(
            ("responses", [(str(r.status), self._response(r)) for r in operation.responses])
        )
        if operation.errors:
            made.append(("errors", _json([error.id for error in operation.errors])))
        return made

    def _parameter(self, parameter: Parameter) -> list[Row]:
        made: list[Row] = []
        if parameter.where is not Where.PATH:
            made.append(("in", parameter.where.value))
        made.append(("description", _quoted(parameter.description)))
        if parameter.required and parameter.where is not Where.PATH:
            made.append(("required", "true"))
        has_several = parameter.schema.type in (Type.ARRAY, Type.OBJECT)
        if parameter.style is not ParameterStyle.FORM:
            made.append(("style", parameter.style.value))
        elif has_several and parameter.where is Where.QUERY and not parameter.explode:
            made.append(("explode", "false"))
        return [*made, *self._schema(parameter.schema)]

    def _response(self, response: Response) -> str | list[Row]:
        made: list[Row] = [("description", _quoted(response.description))]
        if response.content is not None:
            made.append(("body", self._content(response.content)))
        if response.headers:
            rows: list[Row] = [
                (reveal(header.name), [("description", _quoted(header.description)),
                                       ("example", _quoted(header.example))])
                for header in response.headers
            ]  # fmt: skip
            made.append(("headers", rows))
        return _quoted(response.description) if len(made) == 1 else made

    def _content(self, content: Content) -> list[Row]:
        made: list[Row] = []
        if content.description is not None:
            made.append(("description", _quoted(content.description)))
        if content.media_type != "application/json":
            made.append(("mediaType", _quoted(content.media_type)))
        rows = self._schema(content.schema)
        if content.kind is ContentKind.TEXT and content.schema.name is None:
            rows = [("type", "string"), *(row for row in rows if row[0] != "type")]
        return [*made, *rows] or [("type", "string")]

    def _schema(self, schema: Schema, is_shared: bool = False) -> list[Row]:
        if schema.name is not None and not is_shared:
            # One place may have another example than the next.
            base = replace(schema, example=None) if schema.fields else schema
            if any(missing_examples(base, None, all_fields=True)) or base.answered() is None:
                base = schema  # whose example has what can't be told of its fields
            if self.schemas.setdefault(schema.name, base) == base:
                example = None if base is schema else schema.example
                told: list[Row] = [] if example is None else [("example", _value(example))]
                return [("schema", schema.name), *told]
        made: list[Row] = []
        is_told = bool(schema.fields) or schema.items is not None
        if schema.type is not Type.STRING and not is_told:
            made.append(("type", schema.type.value))
        if schema.enum:
            made.append(("enum", _json([plain(value) for value in schema.enum])))
        for key, name in _LIMITS:
            limit = getattr(schema, name)
            if limit is not None:
                made.append((key, json.dumps(limit)))
        if schema.pattern is not None:
            made.append(("pattern", _quoted(schema.pattern)))
        if schema.default is not None:
            made.append(("default", _value(schema.default)))
        if schema.items is not None:
            made.append(("items", self._schema(schema.items) or "string"))
        if schema.fields:
            fields: list[Row] = [
                (reveal(field.name), self._field(field)) for field in schema.fields
            ]
            made.append(("fields", fields))
        if schema.example is not None:
            made.append(("example", _value(schema.example)))
        return made

    def _field(self, field: Field) -> list[Row]:
        made: list[Row] = [("description", _quoted(field.description))]
        if field.required:
            made.append(("required", "true"))
        if field.media_type is not None:
            made.append(("mediaType", _quoted(field.media_type)))
        return [*made, *self._schema(field.schema)]


def _credential(credential: Credential) -> list[Row]:
    made: list[Row] = []
    usual = reveal(credential.id)
    if credential.scheme is not Scheme.RAW:
        made.append(("scheme", credential.scheme.value))
        usual = "Authorization"
    if credential.where is not Where.HEADER:
        made.append(("in", credential.where.value))
    if reveal(credential.name) != usual:
        made.append(("name", _quoted(credential.name)))
    return [
        *made,
        ("description", _quoted(credential.description)),
        ("env", _quoted(credential.env)),
    ]


def _pattern(pieces: Sequence[str | Placeholder]) -> str:
    return "".join(p if isinstance(p, str) else f"{{{p.name}}}" for p in pieces)


def _escaped(value: Any) -> Any:
    """Double the `$` that a text begins with, which else would name what is the error's."""
    if isinstance(value, dict):
        return {name: _escaped(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_escaped(item) for item in value]
    return f"${value}" if isinstance(value, str) and value.startswith("$") else value


def _replaced(value: Any, paths: Sequence[JsonPath], text: str, name: str) -> Any:
    """Put a `$name` where one of the paths leads to a text."""
    for path in paths:
        found = value
        steps = [step if isinstance(step, int) else reveal(step) for step in path]
        for step in steps[:-1]:
            found = _under(found, step)
        if steps and _under(found, steps[-1]) == text:
            found[steps[-1]] = name
    return value


def _under(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None
