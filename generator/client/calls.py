"""The calls of a client: for each operation of an API, the arguments and result of one method.

A client is a generated library that calls a whole API. Its classes stand for objects in requests
and answers; in the code, such a class is a record.
"""

from __future__ import annotations

from generator.client.classes import ClassTypes, has_field_arguments
from generator.client.examples import Example, make_example
from generator.client.limits import format_limits
from generator.client.types import ClientType, ResponseClass
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
        name: the name of the parameter or field in the API; `body` or `file` for a whole body.
        description: what the spec says about the parameter, field or body.
        required: whether each call must have the argument.
        shape: the type of the argument's values.
        example: the value that samples send; None if samples leave the argument out.
        parameter: the parameter that this argument stands for; None for a body or a field of one.
        media_type: the Content-Type of the argument if it is a part of a multipart body; None to
            send none.
        explode: whether each item of the argument is a part of a multipart body.
        is_member: whether the argument is a field of a JSON body, which can be null.
        deprecated: whether callers should no longer give it.
    """

    name: Text
    description: Text
    required: bool
    shape: ClientType
    example: Example | None = None
    parameter: Parameter | None = None
    media_type: str | None = None
    explode: bool = False
    is_member: bool = False
    deprecated: bool = False

    @property
    def has_null(self) -> bool:
        """Whether None is sent as null."""
        is_any = self.required and self.shape.schema.type is Type.ANY
        return self.is_member and (self.shape.allows_null or is_any)

    @property
    def is_unset(self) -> bool:
        """Whether the argument has a value of its own for "not given", since None is null."""
        return self.has_null and not self.required

    @property
    def part_type(self) -> Type:
        """The type of the values of each part, if the argument is sent in a multipart body."""
        item = self.shape.item
        return item.schema.type if self.explode and item is not None else self.shape.schema.type

    @property
    def value(self) -> Value:
        """The value that samples send for the argument; None if samples leave it out."""
        return None if self.example is None else self.example.value

    @property
    def limits(self) -> Text | None:
        """The limits and default of the argument in words; None if there are neither."""
        return format_limits(self.shape.schema)

    @property
    def is_array(self) -> bool:
        """Whether the argument is an array."""
        return self.shape.item is not None

    @property
    def is_joined(self) -> bool:
        """Whether the argument is an array parameter whose items are sent joined, as one value."""
        return self.is_array and self.parameter is not None and not self.parameter.is_repeated

    @property
    def is_file(self) -> bool:
        """Whether the argument is a file, or several that are sent one by one."""
        return self.part_type is Type.FILE

    @property
    def is_base64(self) -> bool:
        """Whether the argument, or each of its parts, is bytes that are sent as base64."""
        item = self.shape.item
        return (item if self.explode and item is not None else self.shape).format == "byte"

    @property
    def is_json(self) -> bool:
        """Whether the argument, or each of its parts, is an array, an object or any JSON value."""
        return self.part_type in (Type.ARRAY, Type.OBJECT, Type.ANY)


class Piece(Struct, frozen=True):
    """A piece of a call's path: literal text, or an argument to percent-encode.

    Attributes:
        text: text to send as it is; empty for an argument.
        argument: the path parameter; None for literal text.
    """

    text: str
    argument: Argument | None = None


class Pages(Struct, frozen=True):
    """How a call gets a list page by page.

    Attributes:
        item: the type of the items in the list.
        limit: the argument that asks for a number of items in each page; None if there is none.
        size: the number of items in a page if a call leaves `limit` out; None if the spec does not
            say.
        count: the number of items in the page that the spec has as an example, at least 1.
    """

    item: ClientType
    limit: Argument | None
    size: Value
    count: int


class Call(Struct, frozen=True, eq=False):
    """One method of a client, which calls an operation of the API.

    Attributes:
        operation: the operation to call.
        arguments: all arguments, the required ones first: the parameters, and either the fields of
            the body or the body as a whole.
        path: the pieces of the path, with the base path of the API.
        query: the arguments in the query, in the order of the spec.
        headers: the arguments that are headers.
        cookies: the arguments that are cookies.
        route: the pieces of the path, without the base path of the API.
        fields: the arguments that are fields of the body.
        body: the argument that is the whole body; None if there is no body, or its fields are
            arguments.
        result: the type of an answer's body; None if answers have no body.
        statuses: the types of answers by status, if they differ by status; else empty.
        is_optional: whether some successful answers have a body and others do not.
        outcome: the class that holds the headers and body of an answer; None if the spec
            documents no headers of successful answers, so that the call returns the body alone.
        pages: how to get a list page by page; None if the result is no such list.
        status: if the operation is long-running, the operation that returns its progress; else
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
    statuses: tuple[tuple[int, ClientType], ...] = ()
    is_optional: bool = False
    outcome: ResponseClass | None = None
    pages: Pages | None = None
    status: Operation | None = None

    @property
    def shows_classes(self) -> bool:
        """Whether an example of an argument contains an object of a class of the client."""
        return any(a.example is not None and a.shape.has_records for a in self.arguments)

    @property
    def example_words(self) -> frozenset[str]:
        """The features that the source code of the examples of all arguments needs."""
        words = [a.example.words for a in self.arguments if a.example is not None]
        return frozenset[str]().union(*words)

    @property
    def null_fields(self) -> tuple[Argument, ...]:
        """The arguments whose None is sent as null."""
        return tuple(argument for argument in self.fields if argument.has_null)

    @property
    def sends_files(self) -> bool:
        """Whether an argument is a file."""
        return any(argument.is_file for argument in self.arguments)

    @property
    def kind(self) -> str:
        """The kind of the request's body, such as "json"; empty if there is no body."""
        return "" if self.operation.body is None else self.operation.body.kind.value

    @property
    def result_kind(self) -> str:
        """The kind of an answer's body, such as "json"; empty if answers have no body."""
        content = self.operation.result
        return "" if self.result is None or content is None else content.kind.value

    @property
    def is_file(self) -> bool:
        """Whether the call returns a file."""
        return self.result_kind == ContentKind.FILE


def make_call(api: Api, operation: Operation, request: Request, records: ClassTypes) -> Call:
    """Make the call of one operation.

    Arguments:
        api: the API of the operation.
        operation: the operation to call.
        request: the request that samples send, whose values become the examples of arguments.
        records: the classes of the client, for the types of arguments and result.
    """
    values = {reveal(name): value for name, value in request.parameters}
    arguments_by_name: dict[str, Argument] = {}
    for parameter, shape in zip(operation.parameters, records.parameters(operation), strict=True):
        key = reveal(parameter.name)
        example = make_example(shape, values[key]) if key in values else None
        arguments_by_name[key] = Argument(
            parameter.name, parameter.description, parameter.required, shape, example, parameter,
            deprecated=parameter.deprecated,
        )  # fmt: skip
    parameters = list(arguments_by_name.values())
    fields, body = _body_arguments(operation, request, records)
    arguments = [*parameters, *fields, *([body] if body else [])]
    pieces = [
        Piece("", arguments_by_name[piece.name]) if isinstance(piece, Placeholder) else Piece(piece)
        for piece in operation.path
    ]
    route, base_path = tuple(pieces), (operation.server or api).base_path
    if pieces and pieces[0].argument is None:
        pieces[0] = Piece(base_path + pieces[0].text)
    elif base_path:
        pieces.insert(0, Piece(base_path))
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
        statuses=records.statuses.get(operation, ()),
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
                field.media_type, field.explode, content.kind is ContentKind.JSON,
                field.deprecated,
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
