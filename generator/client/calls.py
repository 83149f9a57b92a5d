"""Calls of a client: the arguments, examples and result of each operation."""

from __future__ import annotations

from collections.abc import Iterable

from generator.client.types import (
    ClassTypes,
    ClientType,
    Example,
    ResponseClass,
    format_limits,
    has_field_arguments,
    make_example,
)
from generator.model.api import Api, Operation
from generator.model.messages import ContentKind, Parameter, Where
from generator.model.schema import Type
from generator.model.structs import Struct
from generator.model.text import Placeholder, Text, reveal
from generator.model.values import Object, Value
from generator.rendering.request import Request


class Argument(Struct, frozen=True, eq=False):
    """An argument of a call: a parameter, a field of the body, or the whole body.

    Attributes:
        name: its name in the API.
        description: its description in the spec.
        required: whether a call must have it.
        shape: its type.
        example: the value that samples send, None if they leave it out.
        parameter: the parameter, None for a body or a field of one.
        media_type: the Content-Type of a part, None if it has none.
    """

    name: Text
    description: Text
    required: bool
    shape: ClientType
    example: Example | None = None
    parameter: Parameter | None = None
    media_type: str | None = None

    @property
    def value(self) -> Value:
        """The value of its example, None if it has no example."""
        return None if self.example is None else self.example.value

    @property
    def limits(self) -> Text | None:
        """The limits of its values in words, None if there are none."""
        return format_limits(self.shape.schema)

    @property
    def is_array(self) -> bool:
        """Whether it is an array."""
        return self.shape.item is not None

    @property
    def is_joined(self) -> bool:
        """Whether it is an array whose items are sent as one value."""
        return self.is_array and self.parameter is not None and not self.parameter.explode

    @property
    def is_file(self) -> bool:
        """Whether it is a file."""
        return self.shape.schema.type is Type.FILE

    @property
    def is_json(self) -> bool:
        """Whether it can only be written as JSON."""
        return self.shape.schema.type in (Type.ARRAY, Type.OBJECT, Type.ANY)


class Piece(Struct, frozen=True):
    """A piece of a call's path: text in URL characters, or an argument to percent-encode."""

    text: str
    argument: Argument | None = None


class Pages(Struct, frozen=True):
    """How a call gets a list page by page.

    Attributes:
        item: the type of the list's items.
        limit: the argument with the number of items of a page, None if there is none.
        size: the number of items of a page without that argument, None if the spec has no default.
        count: the number of items of the example page, but at least 1.
    """

    item: ClientType
    limit: Argument | None
    size: Value
    count: int


class Call(Struct, frozen=True, eq=False):
    """The call of an operation by a client.

    Attributes:
        operation: the operation.
        arguments: parameters, and fields of the body or the body; required ones first.
        path: base path and path, in pieces.
        query: the arguments in the query, in the order of the spec.
        headers: the arguments that are headers.
        cookies: the arguments that are cookies.
        route: the path without the base path, in pieces.
        fields: the arguments that are fields of the body.
        body: the argument that is the whole body, None if there is none.
        result: the type of the result, None if answers are empty.
        is_optional: whether some successful answers have no result.
        outcome: the class of the result if answers have documented headers, else None.
        pages: how to get a list page by page, None if the result is not such a list.
        status: the operation that returns the progress of this one, if it is long-running; else
            None.
    """

    operation: Operation
    arguments: tuple[Argument, ...]
    path: tuple[Piece, ...]
    query: tuple[Argument, ...]
    headers: tuple[Argument, ...]
    cookies: tuple[Argument, ...] = ()
    route: tuple[Piece, ...] = ()
    fields: tuple[Argument, ...] = ()
    body: Argument | None = None
    result: ClientType | None = None
    is_optional: bool = False
    outcome: ResponseClass | None = None
    pages: Pages | None = None
    status: Operation | None = None

    @property
    def shows_classes(self) -> bool:
        """Whether its examples contain objects of a class."""
        return any(a.example is not None and a.shape.has_records for a in self.arguments)

    @property
    def sends_files(self) -> bool:
        """Whether an argument is a file."""
        return any(argument.is_file for argument in self.arguments)

    @property
    def kind(self) -> str:
        """Kind of its body, such as "json"; empty if it has no body."""
        return "" if self.operation.body is None else self.operation.body.kind.value

    @property
    def result_kind(self) -> str:
        """Kind of its result, such as "json"; empty if answers are empty."""
        content = self.operation.result
        return "" if self.result is None or content is None else content.kind.value

    @property
    def is_file(self) -> bool:
        """Whether its result is a file."""
        return self.result_kind == ContentKind.FILE


def make_call(api: Api, operation: Operation, request: Request, records: ClassTypes) -> Call:
    """Make the call of an operation.

    Arguments:
        api: the API.
        operation: the operation.
        request: the request with the values of the examples.
        records: the classes of the client.
    """
    values = {reveal(name): value for name, value in request.parameters}
    arguments_by_name: dict[str, Argument] = {}
    for parameter, shape in zip(operation.parameters, records.parameters(operation), strict=True):
        key = reveal(parameter.name)
        example = make_example(shape, values[key]) if key in values else None
        arguments_by_name[key] = Argument(
            parameter.name, parameter.description, parameter.required, shape, example, parameter
        )
    parameters = list(arguments_by_name.values())
    fields, body = _body_arguments(operation, request, records)
    arguments = [*parameters, *fields, *([body] if body else [])]
    pieces = [
        Piece("", arguments_by_name[piece.name]) if isinstance(piece, Placeholder) else Piece(piece)
        for piece in operation.path
    ]
    route = tuple(pieces)
    if pieces and pieces[0].argument is None:
        pieces[0] = Piece(api.base_path + pieces[0].text)
    elif api.base_path:
        pieces.insert(0, Piece(api.base_path))
    successes = [r for r in operation.responses if r.status < 300]
    status_id = operation.long_running.operation if operation.long_running else None
    result = records.result(operation)
    return Call(
        operation=operation,
        arguments=tuple(sorted(arguments, key=lambda a: not a.required)),
        path=tuple(pieces),
        query=tuple(a for a in parameters if _is_in(a, Where.QUERY)),
        headers=tuple(a for a in parameters if _is_in(a, Where.HEADER)),
        cookies=tuple(a for a in parameters if _is_in(a, Where.COOKIE)),
        route=route,
        fields=fields,
        body=body,
        result=result,
        is_optional=result is not None and any(r.content is None for r in successes),
        outcome=records.outcomes.get(operation),
        pages=_make_pages(operation, arguments_by_name, result)
        if operation not in records.outcomes
        else None,
        status=next((o for o in api.operations if o.id == status_id), None),
    )


def _is_in(argument: Argument, where: Where) -> bool:
    """Say whether an argument is a parameter in a given place."""
    return argument.parameter is not None and argument.parameter.where is where


def _body_arguments(
    operation: Operation, request: Request, records: ClassTypes
) -> tuple[tuple[Argument, ...], Argument | None]:
    """Make the arguments for the fields of the body, or the argument for the whole body."""
    content, shape = operation.body, records.body(operation)
    if content is None or shape is None or request.body is None:
        return (), None
    body_value = request.body.raw_value
    if not has_field_arguments(operation) or shape.record is None:
        name = Text("file" if content.kind is ContentKind.FILE else "body")
        about = content.description or operation.title
        return (), Argument(name, about, True, shape, make_example(shape, body_value))
    values = {reveal(k): v for k, v in body_value.members} if isinstance(body_value, Object) else {}
    fields = []
    for field, member in zip(content.schema.fields, shape.record.members, strict=True):
        key = reveal(field.name)
        value = make_example(member.shape, values[key]) if key in values else None
        fields.append(
            Argument(
                field.name, field.description, field.required, member.shape, value, None,
                field.media_type,
            )
        )  # fmt: skip
    return tuple(fields), None


def _make_pages(
    operation: Operation, arguments: dict[str, Argument], result: ClientType | None
) -> Pages | None:
    """Describe how a call gets a list page by page; return None if it can't."""
    paging, content = operation.paging, operation.result
    if paging is None or result is None or content is None:
        return None
    array: ClientType | None = result
    answer = content.schema.answered()
    if paging.items is not None:
        members = result.record.members if result.record is not None else []
        array = next((m.shape for m in members if m.name == paging.items), None)
        answer = answer.get(reveal(paging.items)) if isinstance(answer, Object) else None
    if array is None or array.item is None:
        return None
    limit = arguments.get(reveal(paging.limit)) if paging.limit is not None else None
    if limit is not None and limit.shape.schema.type is not Type.INTEGER:
        limit = None
    size = None if limit is None else limit.shape.schema.default
    return Pages(array.item, limit, size, max(1, len(answer) if isinstance(answer, tuple) else 1))


def find_needs(calls: Iterable[Call], records: ClassTypes) -> frozenset[str]:
    """List the features that the code of a client needs, so that templates can leave out the rest.

    Arguments:
        calls: the calls of the client.
        records: the classes of the client.

    Returns:
        Words of these groups:

        - `json-body` and the like for kinds of bodies, `json-result` and the like for results.
        - `path`, `query`, `headers`, `cookies` and `fields` for places of arguments.
        - `joined` and `repeated` for arrays, `values` for arguments that are not texts.
        - `json-fields` and `json-parts` for fields and parts of the body that are JSON.
        - `call`, `nothing` and `json-as` for ways to make a result; `optional` if it may be None.
        - `pages`, with `after`, `cursor`, `items` and `limit`, for lists in pages.
        - `has-literal` and the like for types in signatures, `class-literal` and the like for
          types of fields, `class-secret` for secret fields; see `ClientType.words`.
    """
    features: set[str] = set()
    for call in calls:
        features |= {f"{call.kind}-body"} if call.kind else set()
        features |= {f"{call.result_kind}-result"} if call.result_kind else set()
        places = {"path": [p for p in call.path if p.argument], "query": call.query}
        places |= {"headers": call.headers, "cookies": call.cookies, "fields": call.fields}
        features |= {word for word, values in places.items() if values}
        features |= {"optional"} if call.is_optional else set()
        features |= set(_argument_needs(call))
        features |= set(_result_needs(call))
        paging = call.operation.paging
        if call.pages is not None and paging is not None:
            features.add("pages")
            names = {"after": paging.after, "cursor": paging.cursor, "items": paging.items}
            features |= {word for word, name in names.items() if name is not None}
            features |= {"limit"} if call.pages.limit is not None else set()
    for member in records.members:
        features |= {f"class-{word}" for word in member.shape.words}
        features |= {"class-secret"} if member.shape.schema.secret else set()
    for outcome in records.outcomes.values():
        if outcome.content is not None:
            features |= {f"class-{word}" for word in outcome.content.result_words}
    return frozenset(features)


def _result_needs(call: Call) -> Iterable[str]:
    """List the features that the result of a call needs."""
    if call.outcome is None and call.result is None:
        yield "nothing"
    if call.pages is None:
        yield "call"
        if call.result_kind == ContentKind.JSON:
            yield "json-as"
    if call.outcome is not None:
        yield "has-class"
    elif call.pages is not None:
        yield from (f"has-{word}" for word in call.pages.item.result_words)
    elif call.result is not None:
        yield from (f"has-{word}" for word in call.result.result_words)


def _argument_needs(call: Call) -> Iterable[str]:
    """List the features that the arguments of a call need."""
    for argument in call.arguments:
        yield from (f"has-{word}" for word in argument.shape.words)
        if argument.parameter is None and call.kind == ContentKind.JSON:
            if argument is not call.body:
                yield "json-fields"
            continue
        if argument.is_file:
            continue
        item = argument.shape.item or argument.shape
        is_part = argument.parameter is None and call.kind == ContentKind.MULTIPART
        if is_part and argument.is_json:
            yield "json-parts"
        elif item.type != Type.STRING:
            yield "values"
        if argument.is_joined:
            yield "joined"
        elif argument.is_array and not is_part:
            yield "repeated"
