"""Operations as a client calls them: their arguments, with examples, and what comes back."""

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
    """A parameter, a field of the body, or a body as a whole, as the argument of a call.

    Attributes:
        name: what the API calls it.
        description: what it is for.
        required: whether a call must have it.
        shape: what its values are.
        example: the value that samples send, None if they leave it out.
        parameter: the parameter that it is, if it is one.
        media_type: what it says that it is, if it is a part that says so.
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
        """The example's value as it is, None if there is none."""
        return None if self.example is None else self.example.value

    @property
    def limits(self) -> Text | None:
        """What the spec says of its values, None if nothing."""
        return format_limits(self.shape.schema)

    @property
    def is_array(self) -> bool:
        """Whether it has several values."""
        return self.shape.item is not None

    @property
    def is_joined(self) -> bool:
        """Whether several values of it are sent as one."""
        return self.is_array and self.parameter is not None and not self.parameter.explode

    @property
    def is_file(self) -> bool:
        """Whether it is a file."""
        return self.shape.schema.type is Type.FILE

    @property
    def is_json(self) -> bool:
        """Whether it can't be written but as JSON."""
        return self.shape.schema.type in (Type.ARRAY, Type.OBJECT, Type.ANY)


class Piece(Struct, frozen=True):
    """A piece of a call's path: text that is URL already, or an argument to encode."""

    text: str
    argument: Argument | None = None


class Pages(Struct, frozen=True):
    """How a call asks for page after page of a list.

    Attributes:
        item: what the list has.
        limit: the argument that says how many items a page has, if there is one.
        size: how many a page has if that argument is not given, None if nobody says.
        count: how many items the documented page has, at least 1, which asks for it, too.
    """

    item: ClientType
    limit: Argument | None
    size: Value
    count: int


class Call(Struct, frozen=True, eq=False):
    """An operation as a client calls it.

    Attributes:
        operation: the operation.
        arguments: parameters and what the body has, those that are required first.
        path: base path and path, in pieces.
        route: the path alone, in pieces.
        query: the arguments that go into the query, in the spec's order.
        headers: the arguments that are headers.
        cookies: the arguments that are cookies.
        fields: the arguments that are fields of the body.
        body: the argument that is the body as a whole.
        result: what comes back, None if that is empty.
        is_optional: whether there are answers of success with nothing in place of the result.
        outcome: the class of what comes back if headers tell something.
        pages: how it asks for page after page, None if it does not.
        status: the operation that tells how far this one is, if it goes on behind the answer.
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
        """Whether an example of it makes objects of classes."""
        return any(a.example is not None and a.shape.has_records for a in self.arguments)

    @property
    def sends_files(self) -> bool:
        """Whether it takes a file."""
        return any(argument.is_file for argument in self.arguments)

    @property
    def kind(self) -> str:
        """How its body is written; empty if it has none."""
        return "" if self.operation.body is None else self.operation.body.kind.value

    @property
    def result_kind(self) -> str:
        """How what comes back is written; empty if that is empty."""
        content = self.operation.result
        return "" if self.result is None or content is None else content.kind.value

    @property
    def is_file(self) -> bool:
        """Whether a file is what comes back."""
        return self.result_kind == ContentKind.FILE


def make_call(api: Api, operation: Operation, request: Request, records: ClassTypes) -> Call:
    """Make the call of an operation.

    Arguments:
        api: the API.
        operation: the operation.
        request: its values are the example's.
        records: the classes of the client.
    """
    values = {reveal(name): value for name, value in request.parameters}
    made: dict[str, Argument] = {}
    for parameter, shape in zip(operation.parameters, records.parameters(operation), strict=True):
        key = reveal(parameter.name)
        given = make_example(shape, values[key]) if key in values else None
        made[key] = Argument(
            parameter.name, parameter.description, parameter.required, shape, given, parameter
        )
    parameters = list(made.values())
    fields, body = _body_arguments(operation, request, records)
    arguments = [*parameters, *fields, *([body] if body else [])]
    pieces = [
        Piece("", made[piece.name]) if isinstance(piece, Placeholder) else Piece(piece)
        for piece in operation.path
    ]
    route = tuple(pieces)
    if pieces and pieces[0].argument is None:
        pieces[0] = Piece(api.base_path + pieces[0].text)
    elif api.base_path:
        pieces.insert(0, Piece(api.base_path))
    successes = [r for r in operation.responses if r.status < 300]
    follow = operation.long_running.operation if operation.long_running else None
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
        pages=_make_pages(operation, made, result) if operation not in records.outcomes else None,
        status=next((o for o in api.operations if o.id == follow), None),
    )


def _is_in(argument: Argument, where: Where) -> bool:
    return argument.parameter is not None and argument.parameter.where is where


def _body_arguments(
    operation: Operation, request: Request, records: ClassTypes
) -> tuple[tuple[Argument, ...], Argument | None]:
    """Make the arguments that are fields of the body, or the one that is all of it."""
    content, shape = operation.body, records.body(operation)
    if content is None or shape is None or request.body is None:
        return (), None
    given = request.body.raw_value
    if not has_field_arguments(operation) or shape.record is None:
        name = Text("file" if content.kind is ContentKind.FILE else "body")
        about = content.description or operation.title
        return (), Argument(name, about, True, shape, make_example(shape, given))
    known = {reveal(k): v for k, v in given.members} if isinstance(given, Object) else {}
    made = []
    for field, member in zip(content.schema.fields, shape.record.members, strict=True):
        key = reveal(field.name)
        value = make_example(member.shape, known[key]) if key in known else None
        made.append(
            Argument(
                field.name, field.description, field.required, member.shape, value, None,
                field.media_type,
            )
        )  # fmt: skip
    return tuple(made), None


def _make_pages(
    operation: Operation, made: dict[str, Argument], result: ClientType | None
) -> Pages | None:
    """Make how a call asks for page after page."""
    paging, content = operation.paging, operation.result
    if paging is None or result is None or content is None:
        return None
    array: ClientType | None = result
    shown = content.schema.answered()
    if paging.items is not None:
        members = result.record.members if result.record is not None else []
        array = next((m.shape for m in members if m.name == paging.items), None)
        shown = shown.get(reveal(paging.items)) if isinstance(shown, Object) else None
    if array is None or array.item is None:
        return None
    limit = made.get(reveal(paging.limit)) if paging.limit is not None else None
    if limit is not None and limit.shape.schema.type is not Type.INTEGER:
        limit = None
    size = None if limit is None else limit.shape.schema.default
    return Pages(array.item, limit, size, max(1, len(shown) if isinstance(shown, tuple) else 1))


def find_needs(calls: Iterable[Call], records: ClassTypes) -> frozenset[str]:
    """List what a client has need of, which others can do without.

    Arguments:
        calls: what it calls.
        records: its classes.

    Returns:
        Kinds of bodies, `json-body` and so on, and of results, `json-result` and so on; `path`,
        `query`, `headers`, `cookies` and `fields` for where arguments go; `joined`, `repeated` and
        `values` for arrays and what is no text there; `json-fields` for fields of JSON; `call`,
        `nothing` and `json-as` for what makes results; `pages`, with `after`, `cursor`, `items` and
        `limit`; `optional` for results; `has-literal` and so on for what signatures tell of, and
        `class-literal` and so on for what the fields of classes do.
    """
    found: set[str] = set()
    for call in calls:
        found |= {f"{call.kind}-body"} if call.kind else set()
        found |= {f"{call.result_kind}-result"} if call.result_kind else set()
        places = {"path": [p for p in call.path if p.argument], "query": call.query}
        places |= {"headers": call.headers, "cookies": call.cookies, "fields": call.fields}
        found |= {word for word, there in places.items() if there}
        found |= {"optional"} if call.is_optional else set()
        found |= set(_argument_needs(call))
        found |= set(_result_needs(call))
        paging = call.operation.paging
        if call.pages is not None and paging is not None:
            found.add("pages")
            told = {"after": paging.after, "cursor": paging.cursor, "items": paging.items}
            found |= {word for word, name in told.items() if name is not None}
            found |= {"limit"} if call.pages.limit is not None else set()
    for member in records.members:
        found |= {f"class-{word}" for word in member.shape.words}
        found |= {"class-secret"} if member.shape.schema.secret else set()
    for outcome in records.outcomes.values():
        if outcome.content is not None:
            found |= {f"class-{word}" for word in outcome.content.result_words}
    return frozenset(found)


def _result_needs(call: Call) -> Iterable[str]:
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
