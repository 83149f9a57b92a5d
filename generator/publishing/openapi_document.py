"""An OpenAPI 3.1 document of an API, with its samples."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from generator.model.api import Api, Credential, Operation, Scheme
from generator.model.messages import (
    ApiError,
    Content,
    ContentKind,
    Parameter,
    ParameterStyle,
    Response,
    Where,
)
from generator.model.schema import Type
from generator.model.structs import Struct, replace
from generator.model.text import Code, Placeholder, Text, reveal
from generator.model.values import Object, Value
from generator.publishing.openapi_schemas import NOTHING, SchemaComponents, made
from generator.rendering.sample import PublishedOperation, Sample


class PathOperation(Struct, frozen=True):
    """What has one method and path.

    Attributes:
        method: the method, in lower case, as Path Item Objects have it.
        path: the path below the base path, with `{placeholders}`.
        entries: the operations, at least one.
        names: what path parameters are called in `path`, by the operation's id and their own name.
    """

    method: str
    path: str
    entries: tuple[PublishedOperation, ...]
    names: dict[tuple[str, str], str]

    def parameters(self) -> Iterator[tuple[Parameter, bool]]:
        """Give each parameter once, and whether all operations require it."""
        found: dict[tuple[Where, str], list[Parameter]] = {}
        for entry in self.entries:
            for parameter in entry.operation.parameters:
                name = reveal(parameter.name)
                if parameter.where is Where.PATH:
                    name = self.names[entry.operation.id, name]
                    parameter = replace(parameter, name=Text(name, parameter.name.mark))
                key = name.casefold() if parameter.where is Where.HEADER else name
                found.setdefault((parameter.where, key), []).append(parameter)
        for rows in found.values():
            yield rows[0], len(rows) == len(self.entries) and all(row.required for row in rows)


def path_operations(entries: Sequence[PublishedOperation]) -> list[PathOperation]:
    """Put together the operations with one method and path, in the order of the first of each."""
    spelled: dict[tuple[str | None, ...], Operation] = {}
    found: dict[tuple[str, str], list[PublishedOperation]] = {}
    names: dict[tuple[str, str], str] = {}
    for entry in entries:
        operation = entry.operation
        pieces = tuple(p if isinstance(p, str) else None for p in operation.path)
        first = spelled.setdefault(pieces, operation)
        for theirs, ours in zip(first.path, operation.path, strict=True):
            if isinstance(theirs, Placeholder) and isinstance(ours, Placeholder):
                names[operation.id, ours.name] = theirs.name
        path = "".join(p if isinstance(p, str) else f"{{{p.name}}}" for p in first.path)
        found.setdefault((operation.method.lower(), path), []).append(entry)
    return [
        PathOperation(method, path, tuple(rows), names) for (method, path), rows in found.items()
    ]


# What writes text where a field of the document is CommonMark.
Prose = Callable[[str], Code]
# Header fields that OpenAPI has other places for, and that parameters of that name are ignored for.
_ELSEWHERE = {"accept", "authorization", "content-type"}
# Where arrays are sent as several, unless it is said that they are not.
_FORM = (Where.QUERY, Where.COOKIE)
_ERROR_TYPE = "application/json"


def make_openapi_document(api: Api, entries: Sequence[PublishedOperation], prose: Prose) -> Value:
    """Make the OpenAPI document of an API.

    Operations with one method and path become one Operation Object, which has the media types,
    parameters and answers of all. Of two paths that differ in the names of parameters alone,
    which OpenAPI takes for the same, the second gets the names of the first.

    Arguments:
        api: the API.
        entries: its operations, with their samples.
        prose: what writes text as CommonMark that shows it.
    """
    return _Document(api, prose).made(entries)


def code_samples(share: PathOperation) -> tuple[Value, ...]:
    """Give the samples of operations that are one, as the extension `x-codeSamples` has them.

    Where there are several operations, each label ends in its operation's title.
    """
    return tuple(
        made(
            ("lang", Text(sample.lang)),
            ("label", _label(sample, entry, len(share.entries) > 1)),
            ("source", Text(sample.code)),
        )
        for entry in share.entries
        for sample in entry.samples
    )


def _label(sample: Sample, entry: PublishedOperation, is_shared: bool) -> Text:
    title = entry.operation.title
    told = f"{sample.title} - {reveal(title)}" if is_shared else sample.title
    return Text(told, title.mark)


class _Document:
    def __init__(self, api: Api, prose: Prose) -> None:
        self.api = api
        self.prose = prose
        self.schemata = SchemaComponents(self._words)

    def made(self, entries: Sequence[PublishedOperation]) -> Value:
        paths: dict[str, list[tuple[Text | str, Value]]] = {}
        for share in path_operations(entries):
            row = (share.method, self._operation(share))
            paths.setdefault(share.path, []).append(row)
        schemes = [(_scheme_name(c.id), self._scheme(c)) for c in self.api.credentials]
        return made(
            ("openapi", Text("3.1.1")),
            ("info", made(("title", self.api.title), ("version", Text(self.api.version)))),
            ("servers", self._servers()),
            ("security", _security(self.api.credentials)),
            ("paths", made(*((path, made(*rows)) for path, rows in paths.items()))),
            ("components", made(
                ("schemas", self.schemata.shared() or NOTHING),
                ("securitySchemes", made(*schemes) if schemes else NOTHING),
            )),
        )  # fmt: skip

    def _words(self, *texts: Text | str | None) -> Text:
        """Join texts to paragraphs of CommonMark."""
        return Text("\n\n".join(self.prose(reveal(text)) for text in texts if text is not None))

    def _list(self, texts: Sequence[Text]) -> Text:
        """Write texts as a list of CommonMark, or the only one as a paragraph."""
        told = list(dict.fromkeys(texts))
        if len(told) == 1:
            return self._words(told[0])
        return Text("\n".join(f"- {self.prose(reveal(text))}" for text in told))

    def _servers(self) -> tuple[Value, ...]:
        """Give the pattern of the endpoint, and the endpoints that don't follow it.

        The server that the samples call comes first, which is the one that readers take.
        """
        api, base = self.api, self.api.base_path
        own = [
            (region.id, made(
                ("url", Text(f"{region.endpoint}{base}")),
                ("description", self._words(region.name)),
            ))
            for region in api.own_endpoints
        ]  # fmt: skip
        ids = [region.id for region in api.regions if region not in api.own_endpoints]
        has_pattern = any(isinstance(piece, Placeholder) for piece in api.endpoint)
        found: list[tuple[str | None, Value]] = []
        if has_pattern and ids:
            default = api.default_region if api.default_region in ids else ids[0]
            pieces = [p if isinstance(p, str) else "{region}" for p in api.endpoint]
            variable = made(
                ("enum", tuple(map(Text, ids))),
                ("default", Text(default or ids[0])),
                ("description", Text("Region that is called.")),
            )
            url = Text("".join(pieces) + base)
            found.append((default, made(("url", url), ("variables", made(("region", variable))))))
        elif not has_pattern and api.default_region not in [id_ for id_, _ in own]:
            endpoint = "".join(piece for piece in api.endpoint if isinstance(piece, str))
            found.append((None, made(("url", Text(endpoint + base)))))
        found += own
        found.sort(key=lambda row: row[0] != api.default_region)  # which keeps the others' order
        return tuple(server for _, server in found)

    def _scheme(self, credential: Credential) -> Value:
        description = self._words(credential.description)
        if credential.scheme is not Scheme.RAW:
            scheme = Text(credential.scheme.value)
            return made(("type", Text("http")), ("scheme", scheme), ("description", description))
        return made(
            ("type", Text("apiKey")),
            ("in", Text(credential.where.value)),
            ("name", credential.name),
            ("description", description),
        )

    def _operation(self, share: PathOperation) -> Value:
        first = share.entries[0].operation
        titles = [entry.operation.title for entry in share.entries]
        told: list[Text | str | None] = []
        for entry in share.entries:
            operation = entry.operation
            told += [operation.title] if len(titles) > 1 else []
            told += [text for text in (operation.summary, operation.note) if text not in told]
        return made(
            ("operationId", Text(first.id)),
            ("summary", Text("; ".join(map(reveal, titles)), first.title.mark)),
            ("description", self._words(*told)),
            ("security", self._alternatives(share)),
            ("parameters", tuple(self._parameters(share)) or NOTHING),
            ("requestBody", self._request(share)),
            ("responses", made(*self._responses(share))),
            ("x-codeSamples", code_samples(share) or NOTHING),
        )

    def _alternatives(self, share: PathOperation) -> Value:
        """Give what the operations take, unless that is what all of the API do."""
        secrets = dict.fromkeys(self.api.secrets(entry.operation) for entry in share.entries)
        if list(secrets) == [self.api.credentials]:
            return NOTHING
        return tuple(requirement for taken in secrets for requirement in _security(taken))

    def _parameters(self, share: PathOperation) -> Iterator[Value]:
        for parameter, required in share.parameters():
            yield self._parameter(parameter, required)
        for header in self.api.headers:
            if reveal(header.name).casefold() not in _ELSEWHERE:
                yield made(
                    ("name", header.name),
                    ("in", Text("header")),
                    ("required", True),
                    ("description", self._words(header.description)),
                    ("schema", made(("type", Text("string")), ("const", header.value))),
                )

    def _parameter(self, parameter: Parameter, required: bool) -> Value:
        has_several = parameter.schema.type in (Type.ARRAY, Type.OBJECT)
        is_joined = has_several and not parameter.explode and parameter.style is ParameterStyle.FORM
        example = parameter.schema.example
        return made(
            ("name", parameter.name),
            ("in", Text(parameter.where.value)),
            ("required", True if required else NOTHING),
            ("description", self._words(parameter.description)),
            (
                "style",
                NOTHING if parameter.style is ParameterStyle.FORM else Text(parameter.style.value),
            ),
            ("explode", False if is_joined and parameter.where in _FORM else NOTHING),
            ("schema", self.schemata.written(parameter.schema, with_example=False)),
            ("example", NOTHING if example is None else example),
        )

    def _request(self, share: PathOperation) -> Value:
        bodies = [entry for entry in share.entries if entry.operation.body is not None]
        if not bodies:
            return NOTHING
        found: dict[str, list[tuple[str, Content, Value]]] = {}
        for entry in bodies:
            body = entry.operation.body
            assert body is not None
            is_shown = body.kind in (ContentKind.JSON, ContentKind.FORM)
            sent = body.schema.sent() if is_shown else NOTHING
            found.setdefault(body.media_type, []).append((entry.operation.id, body, sent))
        told = dict.fromkeys(e.operation.body.description for e in bodies if e.operation.body)
        description = self._words(*told) if any(told) else NOTHING
        return made(
            ("description", description),
            ("required", True if len(bodies) == len(share.entries) else NOTHING),
            ("content", made(*((type_, self._media(rows)) for type_, rows in found.items()))),
        )

    def _media(self, rows: Sequence[tuple[str, Content, Value]]) -> Value:
        """Make the Media Type Object of contents, each with the id of what it is of."""
        encodings = {
            field.name: made(("contentType", Text(field.media_type)))
            for _, content, _ in rows
            if content.kind is ContentKind.MULTIPART
            for field in content.schema.fields
            if field.media_type is not None
        }
        return made(
            ("schema", _any_of(self.schemata.written(c.schema, False) for _, c, _ in rows)),
            *_examples((id_, None, example) for id_, _, example in rows),
            ("encoding", made(*encodings.items()) if encodings else NOTHING),
        )

    def _responses(self, share: PathOperation) -> Iterator[tuple[str, Value]]:
        answers: dict[int, list[tuple[str, Response]]] = {}
        for entry in share.entries:
            for response in entry.operation.responses:
                answers.setdefault(response.status, []).append((entry.operation.id, response))
        for status, rows in sorted(answers.items()):
            yield str(status), self._answer(rows)
        errors = dict.fromkeys(error for e in share.entries for error in e.operation.errors)
        for status in sorted({error.status for error in errors}):
            yield str(status), self._error([error for error in errors if error.status == status])

    def _answer(self, rows: Sequence[tuple[str, Response]]) -> Value:
        contents: dict[str, list[tuple[str, Content, Value]]] = {}
        for id_, response in rows:
            content = response.content
            if content is not None:
                is_shown = content.kind in (ContentKind.JSON, ContentKind.TEXT)
                answered = content.schema.answered() if is_shown else NOTHING
                contents.setdefault(content.media_type, []).append((id_, content, answered))
        headers = {
            header.name: made(
                ("description", self._words(header.description)),
                ("schema", made(("type", Text("string")))),
                ("example", header.example),
            )
            for _, response in rows
            for header in response.headers
        }
        media = made(*((type_, self._media(found)) for type_, found in contents.items()))
        return made(
            ("description", self._words(*dict.fromkeys(row.description for _, row in rows))),
            ("headers", made(*headers.items()) if headers else NOTHING),
            ("content", media if contents else NOTHING),
        )

    def _error(self, errors: Sequence[ApiError]) -> Value:
        bodies = [(error, _value(json.loads(reveal(error.body)))) for error in errors if error.body]
        waits = [error.retry_after for error in errors if error.retry_after is not None]
        header = made(
            ("description", Text("Seconds to wait.")),
            ("schema", made(("type", Text("integer")))),
            ("example", waits[0] if waits else NOTHING),
        )
        media = made(
            ("schema", _any_of(self.schemata.error(body) for _, body in bodies)),
            *_examples((error.id, error.description, body) for error, body in bodies),
        )
        return made(
            ("description", self._list([error.description for error in errors])),
            ("headers", made(("Retry-After", header)) if waits else NOTHING),
            ("content", made((_ERROR_TYPE, media)) if bodies else NOTHING),
        )


def _examples(rows: Iterable[tuple[str, Text | None, Value]]) -> list[tuple[str, Value]]:
    """Give one example as such, several that differ by the ids of what they are of."""
    known = [row for row in rows if row[2] is not NOTHING]
    if len({value for _, _, value in known}) < 2:
        return [("example", value) for _, _, value in known[:1]]
    examples = (
        (id_, made(("summary", told or NOTHING), ("value", value))) for id_, told, value in known
    )
    return [("examples", made(*examples))]


def _any_of(schemas: Iterable[Value]) -> Value:
    different = list(dict.fromkeys(schemas))
    return different[0] if len(different) == 1 else made(("anyOf", tuple(different)))


def _value(found: object) -> Value:
    """Take what Python's json module read for a value of ours."""
    if isinstance(found, dict):
        return Object(tuple((Text(name), _value(member)) for name, member in found.items()))
    if isinstance(found, list):
        return tuple(map(_value, found))
    assert found is None or isinstance(found, (str, int, float))
    return Text(found) if isinstance(found, str) else found


def _security(credentials: Sequence[Credential]) -> tuple[Value, ...]:
    """Give the Security Requirement Objects of what is sent together."""
    return (made(*((_scheme_name(c.id), ()) for c in credentials)),) if credentials else ()


def _scheme_name(name: Text) -> str:
    """Name a security scheme after its field, in the characters that components may have."""
    return re.sub(r"[^a-zA-Z0-9._-]", "_", reveal(name))
