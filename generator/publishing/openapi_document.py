"""Write an API as an OpenAPI 3.1 document, with the samples as `x-codeSamples`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.model.api import Api, Region
from generator.model.credentials import Credential, Scheme
from generator.model.messages import (
    Content,
    ContentKind,
    Parameter,
    ParameterStyle,
    Response,
    Server,
    Where,
)
from generator.model.schema import Type
from generator.model.statuses import status_order
from generator.model.text import Placeholder, Text, join_pieces, reveal
from generator.model.values import Value
from generator.publishing.named_examples import (
    ShownExample,
    answer_examples,
    body_examples,
    parameter_examples,
    write_examples,
)
from generator.publishing.openapi_errors import ErrorWriter
from generator.publishing.openapi_schemas import NOTHING, SchemaComponents, make_object
from generator.publishing.openapi_texts import DescriptionWriter, Prose
from generator.publishing.openapi_values import any_of, header_objects
from generator.publishing.path_operations import PathOperation, code_samples, path_operations
from generator.rendering.sample import PublishedOperation

# Header fields for which OpenAPI ignores parameters, since it has other places for them.
_IGNORED_HEADERS = {"accept", "authorization", "content-type"}
# JSON in a part without a Content-Type, which makes the part text (RFC 7578, section 4.4).
_JSON_AS_TEXT = "text/plain, application/json"
# Places where `explode` is true by default.
_EXPLODED_PLACES = (Where.QUERY, Where.COOKIE)
# The styles for which `explode` makes no difference.
_UNEXPLODED_STYLES = (ParameterStyle.SPACE, ParameterStyle.PIPE, ParameterStyle.DEEP)


def make_openapi_document(api: Api, entries: Sequence[PublishedOperation], prose: Prose) -> Value:
    """Make the OpenAPI 3.1 document of an API.

    Operations that share a method and path become one Operation Object. It has the media types,
    parameters and responses of all these operations. If two paths differ only in the names of
    parameters, the second path gets the names of the first, since OpenAPI takes such paths for the
    same.

    Arguments:
        api: the API to describe.
        entries: the operations of the API, with their samples.
        prose: escapes a text so that it means itself in CommonMark.

    Returns:
        The OpenAPI Object, as a JSON value.
    """
    return _Document(api, prose).make(entries)


class _Document:
    """Writes the OpenAPI document of one API."""

    def __init__(self, api: Api, prose: Prose) -> None:
        self.api = api
        self.texts = DescriptionWriter(api, prose)
        self.schemas = SchemaComponents(self.texts.one)
        self.errors = ErrorWriter(api, self.texts, self.schemas)

    def make(self, entries: Sequence[PublishedOperation]) -> Value:
        """Make the OpenAPI Object."""
        api = self.api
        paths: dict[str, list[tuple[Text | str, Value]]] = {}
        for group in path_operations(entries):
            row = (group.method, self._operation(group))
            paths.setdefault(group.path, []).append(row)
        schemes = [(_scheme_name(c.id), self._scheme(c)) for c in self.api.all_credentials]
        return make_object(
            ("openapi", Text("3.1.1")),
            ("info", make_object(
                ("title", api.title),
                ("description", self.texts.one(api.description)),
                ("version", Text(api.version)),
            )),
            ("servers", self._servers(api.regions, api.default_region, api.base_path)),
            ("security", (_security_requirement(api.credentials),) if api.credentials else ()),
            ("tags", tuple(
                make_object(("name", t.name), ("description", self.texts.one(t.description)))
                for t in api.tags
            ) or NOTHING),
            ("externalDocs", self.texts.link(api.docs)),
            ("paths", make_object(*((path, make_object(*rows)) for path, rows in paths.items()))),
            ("components", make_object(
                ("schemas", self.schemas.components() or NOTHING),
                ("securitySchemes", make_object(*schemes) if schemes else NOTHING),
            )),
        )  # fmt: skip

    def _servers(
        self, regions: Sequence[Region], first: str | None, base: str
    ) -> tuple[Value, ...]:
        """Return the Server Objects: the endpoint's pattern, and endpoints that don't follow it.

        The server that the samples call comes first, since tools use the first one.

        Arguments:
            regions: the regions that serve the API or an operation.
            first: the id of the region that the samples call; None without regions.
            base: the path that all paths begin with.
        """
        api = self.api
        own_regions = [region for region in regions if region in api.own_endpoints]
        own = [
            (region.id, make_object(
                ("url", Text(f"{region.endpoint}{base}")),
                ("description", self.texts.prose(region.name)),
            ))
            for region in own_regions
        ]  # fmt: skip
        ids = [region.id for region in regions if region not in own_regions]
        has_pattern = any(isinstance(piece, Placeholder) for piece in api.endpoint)
        servers: list[tuple[str | None, Value]] = []
        if has_pattern and ids:
            default = first if first in ids else ids[0]
            variable = make_object(
                ("enum", tuple(map(Text, ids))),
                ("default", Text(default or ids[0])),
                ("description", Text("Region that is called.")),
            )
            url = Text(join_pieces(api.endpoint, "{region}") + base)
            servers.append(
                (
                    default,
                    make_object(("url", url), ("variables", make_object(("region", variable)))),
                )
            )
        elif not has_pattern and first not in [id_ for id_, _ in own]:
            endpoint = "".join(piece for piece in api.endpoint if isinstance(piece, str))
            servers.append((None, make_object(("url", Text(endpoint + base)))))
        servers += own
        servers.sort(key=lambda row: row[0] != first)  # which keeps the others' order
        return tuple(server for _, server in servers)

    def _own_servers(self, group: PathOperation) -> Value:
        """Return the Server Objects of operations that have not just all servers of the API.

        Operations with one method and path are available where any of them is.
        """
        by_server: dict[Server | None, list[PublishedOperation]] = {}
        for entry in group.entries:
            by_server.setdefault(entry.operation.server, []).append(entry)
        servers: list[Value] = []
        for server, entries in by_server.items():
            if server is not None and server.endpoint:
                servers.append(make_object(("url", Text(server.endpoint + server.base_path))))
                continue
            found = {region for e in entries for region in self.api.regions_of(e.operation)}
            if list(by_server) == [None] and len(found) == len(self.api.regions):
                return NOTHING
            called = entries[0].request.region
            regions = [region for region in self.api.regions if region in found]
            base = (server or self.api).base_path
            servers += self._servers(regions, None if called is None else called.id, base)
        return tuple(servers)

    def _scheme(self, credential: Credential) -> Value:
        """Make the Security Scheme Object of a credential."""
        description = self.texts.of_credential(credential)
        if credential.scheme is not Scheme.RAW:
            scheme = Text(credential.scheme.value)
            return make_object(
                ("type", Text("http")), ("scheme", scheme), ("description", description)
            )
        return make_object(
            ("type", Text("apiKey")),
            ("in", Text(credential.where.value)),
            ("name", credential.name),
            ("description", description),
        )

    def _operation(self, group: PathOperation) -> Value:
        """Make the Operation Object of operations with one method and path."""
        first = group.entries[0].operation
        titles = [entry.operation.title for entry in group.entries]
        paragraphs: list[Text | str | None] = []
        written: list[Text] = []
        for entry in group.entries:
            operation = entry.operation
            paragraphs += [operation.title] if len(titles) > 1 else []
            texts = (operation.summary, operation.note)
            paragraphs += [text for text in texts if text not in paragraphs]
            written += [operation.description] if operation.description else []
        return make_object(
            (
                "tags",
                tuple(dict.fromkeys(t for e in group.entries for t in e.operation.tags)) or NOTHING,
            ),
            ("operationId", Text(first.id)),
            ("summary", Text("; ".join(map(reveal, titles)), first.title.mark)),
            ("description", self.texts.of_operations(paragraphs, written, titles)),
            ("externalDocs", self.texts.link(first.docs)),
            ("deprecated", True if all(e.operation.deprecated for e in group.entries) else NOTHING),
            ("servers", self._own_servers(group)),
            ("security", self._operation_security(group)),
            ("parameters", tuple(self._parameters(group)) or NOTHING),
            ("requestBody", self._request(group)),
            ("responses", make_object(*self._responses(group))),
            ("x-codeSamples", code_samples(group) or NOTHING),
        )

    def _operation_security(self, group: PathOperation) -> Value:
        """Return what lets requests in, unless that is all credentials of the API."""
        ways = dict.fromkeys(w for e in group.entries for w in self.api.ways_in(e.operation))
        if list(ways) == [self.api.credentials]:
            return NOTHING
        return tuple(_security_requirement(way) for way in ways) if any(ways) else ()

    def _parameters(self, group: PathOperation) -> Iterator[Value]:
        """Yield the Parameter Objects of parameters, then those of the API's fixed headers."""
        for parameter, required, rows in group.parameters():
            yield self._parameter(parameter, required, list(parameter_examples(rows)))
        for header in self.api.headers:
            if reveal(header.name).casefold() not in _IGNORED_HEADERS:
                yield make_object(
                    ("name", header.name),
                    ("in", Text("header")),
                    ("required", True),
                    ("description", self.texts.one(header.description)),
                    ("schema", make_object(("type", Text("string")), ("const", header.value))),
                )

    def _parameter(
        self, parameter: Parameter, required: bool, examples: list[ShownExample]
    ) -> Value:
        """Make the Parameter Object of a parameter, with named examples if there are any."""
        has_several = parameter.schema.type in (Type.ARRAY, Type.OBJECT)
        style = parameter.style
        is_form = style is ParameterStyle.FORM and parameter.where in _EXPLODED_PLACES
        has_choice = has_several and style not in _UNEXPLODED_STYLES
        explode = parameter.explode if has_choice and parameter.explode is not is_form else NOTHING
        example = parameter.schema.example
        values = [one.value for one in examples] or [example]
        is_empty = parameter.where is Where.QUERY and Text("") in values
        own = ShownExample("", NOTHING if example is None else example)
        return make_object(
            ("name", parameter.name),
            ("in", Text(parameter.where.value)),
            ("required", True if required else NOTHING),
            ("description", self.texts.one(parameter.description)),
            ("style", NOTHING if style is ParameterStyle.FORM else Text(style.value)),
            ("explode", explode),
            ("deprecated", True if parameter.deprecated else NOTHING),
            ("allowEmptyValue", True if is_empty else NOTHING),
            ("allowReserved", True if parameter.reserved else NOTHING),
            ("schema", self.schemas.write(parameter.schema, with_example=False)),
            *write_examples(examples or [own], self.texts.one),
        )

    def _request(self, group: PathOperation) -> Value:
        """Make the Request Body Object; `NOTHING` if no operation has a body."""
        bodies = [entry for entry in group.entries if entry.operation.body is not None]
        if not bodies:
            return NOTHING
        contents: dict[str, list[tuple[Content, ShownExample]]] = {}
        for entry in bodies:
            body = entry.operation.body
            assert body is not None
            is_shown = body.kind in (ContentKind.JSON, ContentKind.FORM, ContentKind.TEXT)
            sent = body.schema.sent() if is_shown else NOTHING
            shown = ((body, example) for example in body_examples(entry, sent))
            contents.setdefault(body.media_type, []).extend(shown)
        descriptions = dict.fromkeys(
            e.operation.body.description for e in bodies if e.operation.body
        )
        description = self.texts.joined(list(descriptions))
        return make_object(
            ("description", description),
            ("required", True if len(bodies) == len(group.entries) else NOTHING),
            (
                "content",
                make_object(*((type_, self._media(rows)) for type_, rows in contents.items())),
            ),
        )

    def _media(self, rows: Sequence[tuple[Content, ShownExample]]) -> Value:
        """Make the Media Type Object of contents, each with an example."""
        encodings = {
            field.name: make_object(("contentType", Text(field.media_type or _JSON_AS_TEXT)))
            for content, _ in rows
            if content.kind is ContentKind.MULTIPART
            for field in content.schema.fields
            if field.media_type is not None
            or (field.schema.type in (Type.OBJECT, Type.ARRAY) and not field.explode)
        }
        return make_object(
            ("schema", any_of(self.schemas.write(c.schema, False) for c, _ in rows)),
            *write_examples([example for _, example in rows], self.texts.one),
            ("encoding", make_object(*encodings.items()) if encodings else NOTHING),
        )

    def _responses(self, group: PathOperation) -> Iterator[tuple[str, Value]]:
        """Yield the statuses and Response Objects, those of success first."""
        answers: dict[int, list[tuple[str, Response]]] = {}
        for entry in group.entries:
            for response in entry.operation.responses:
                answers.setdefault(response.status, []).append((entry.operation.id, response))
        for status, rows in sorted(answers.items()):
            yield str(status), self._answer(rows)
        errors = dict.fromkeys(error for e in group.entries for error in e.operation.errors)
        for error_status in sorted({error.status for error in errors}, key=status_order):
            rows_of_status = [error for error in errors if error.status == error_status]
            yield str(error_status), self.errors.write(rows_of_status)

    def _answer(self, rows: Sequence[tuple[str, Response]]) -> Value:
        """Make the Response Object of responses of success with one status."""
        contents: dict[str, list[tuple[Content, ShownExample]]] = {}
        for id_, response in rows:
            content = response.content
            if content is not None:
                is_shown = content.kind in (ContentKind.JSON, ContentKind.TEXT)
                answered = content.schema.answered() if is_shown else NOTHING
                type_ = content.media_type if response.accept is None else reveal(response.accept)
                shown = [ShownExample(id_, answered)]
                if response.examples:
                    shown = list(answer_examples(response.examples))
                contents.setdefault(type_, []).extend((content, example) for example in shown)
        listed = [header for _, r in rows for header in (*r.headers, *r.other_headers)]
        headers = header_objects(listed, self.texts.one)
        media = make_object(
            *((type_, self._media(content_rows)) for type_, content_rows in contents.items())
        )
        return make_object(
            ("description", self.texts.joined(list(dict.fromkeys(r.description for _, r in rows)))),
            ("headers", make_object(*headers) if headers else NOTHING),
            ("content", media if contents else NOTHING),
        )


def _security_requirement(credentials: Sequence[Credential]) -> Value:
    """Return the Security Requirement Object of credentials that are sent together."""
    return make_object(*((_scheme_name(c.id), ()) for c in credentials))


def _scheme_name(name: Text) -> str:
    """Turn a credential's id into a name that OpenAPI allows for components."""
    return re.sub(r"[^a-zA-Z0-9._-]", "_", reveal(name))
