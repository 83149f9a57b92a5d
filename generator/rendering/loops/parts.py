"""What samples with a loop need besides their call: the next page's URL, or the call for the state.

`make_request` makes the parts of a loop, since these are requests, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.api import Operation
from generator.model.follow_ups import LongRunning, Paging
from generator.model.schema import Schema, Type
from generator.model.structs import Struct, replace
from generator.model.text import Text, reveal
from generator.model.values import Value
from generator.rendering.expressions import Expression, Piece, Variable, percent_encode

if TYPE_CHECKING:
    from generator.rendering.request import FieldLine, Request

_NOTHING = Text("")
# The least seconds for which a sample waits for a task, and how many intervals it waits at least.
_LEAST_SECONDS = 600
_LEAST_INTERVALS = 100


class LoopLimits(Struct, frozen=True):
    """How long the loops of samples go on.

    Attributes:
        pages: the most pages that a sample asks for.
        seconds: the most seconds that a sample waits for a task; None to find it by the interval.
        interval: the seconds between two questions for the state; None for those of the spec.
    """

    pages: int = 1000
    seconds: int | None = None
    interval: int | None = None


class PageLoop(Struct, frozen=True):
    """How a sample asks for all pages of a list.

    Attributes:
        paging: the fields and parameters that lead to the next page.
        most: the most pages to ask for.
        first: the variable with the URL of the first page, without the parameter for the next one.
        start: the URL that is called first.
        cursor: the variable with the value that asks for the next page.
        following: the URL of the next page, of these two variables; not used with `paging.next`.
        is_text: whether the value of `cursor` is a text, and no number.
        size: how many items a page has if it is not the last one; None if the sample can't know.
    """

    paging: Paging
    most: int
    first: Variable
    start: Expression
    cursor: Variable
    following: Expression
    is_text: bool
    size: int | None = None

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The variables that the sample has for its loop."""
        return self.first, self.cursor


class StateLoop(Struct, frozen=True):
    """How a sample waits for the end of a task.

    Attributes:
        task: the field with the state, and its values.
        operation: the operation that returns the state.
        request: the request for the state. It has the variables and credentials of the first call.
        interval: the seconds between two questions, unless the answer says another number.
        most: the seconds after which the sample gives up.
    """

    task: LongRunning
    operation: Operation
    request: Request
    interval: int
    most: int

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The variables that the sample has for its loop."""
        return ()


def make_page_loop(
    operation: Operation, request: Request, pairs: list[str], limits: LoopLimits
) -> PageLoop:
    """Make the loop of a sample that asks for all pages.

    Arguments:
        operation: the operation to call.
        request: its request without the parameter that asks for the next page.
        pairs: what the first call has in its query for that parameter, encoded; may be empty.
        limits: how long the loop goes on.
    """
    paging = operation.paging
    assert paging is not None
    first = Variable(Text("first_page"), _NOTHING, _NOTHING)
    cursor = Variable(Text("cursor"), _NOTHING, _NOTHING)
    has_query = any(piece.value is None and "?" in reveal(piece.text) for piece in request.url)
    mark = "&" if has_query else "?"
    start: Expression = (Piece(value=first),)
    if pairs:
        start = (*start, Piece(f"{mark}{'&'.join(pairs)}"))
    whole = operation.result.schema if operation.result is not None else None
    array = whole if paging.items is None or whole is None else field_schema(whole, paging.items)
    rows = array.items if array is not None else None
    field = paging.after or paging.cursor
    within = rows if paging.after is not None else whole
    schema = field_schema(within, field) if within is not None and field is not None else None
    is_text = schema is None or schema.type is not Type.INTEGER
    parameter = percent_encode(reveal(paging.parameter)) if paging.parameter is not None else ""
    following = (
        Piece(value=first),
        Piece(f"{mark}{parameter}="),
        Piece(value=cursor, form="query" if is_text else ""),
    )
    size: Value = None
    if paging.after is not None and paging.limit is not None:
        sent = {reveal(name): value for name, value in request.parameters}
        size = sent.get(reveal(paging.limit))
    if not isinstance(size, int) or isinstance(size, bool) or size < 1:
        size = None
    return PageLoop(paging, limits.pages, first, start, cursor, following, is_text, size)


def make_state_loop(
    task: LongRunning, operation: Operation, first: Request, state: Request, limits: LoopLimits
) -> tuple[Request, StateLoop]:
    """Make the loop of a sample that waits for a task.

    Arguments:
        task: how to wait.
        operation: the operation that returns the state.
        first: the request that starts the task.
        state: the request for the state.
        limits: how long the loop goes on.

    Returns:
        The first request, with all variables and credentials of both, and the loop.
    """
    known = {_key(first, variable): variable for variable in first.inputs}
    same = {id(v): known.setdefault(_key(state, v), v) for v in state.inputs}
    keys = {credential.env: credential for credential in first.credentials}
    more = [c for c in state.credentials if c.env not in keys]
    keys |= {credential.env: credential for credential in more}

    def shared(piece: Piece) -> Piece:
        if isinstance(piece.value, Variable):
            return replace(piece, value=same.get(id(piece.value), piece.value))
        return piece if piece.value is None else replace(piece, value=keys[piece.value.env])

    def shared_key(header: FieldLine) -> FieldLine:
        key = header.credential
        return header if key is None else replace(header, credential=keys[key.env])

    state = replace(
        state,
        url=tuple(map(shared, state.url)),
        public_url=tuple(map(shared, state.public_url)),
        headers=tuple(map(shared_key, state.headers)),
        query_secrets=tuple((name, keys[c.env]) for name, c in state.query_secrets),
    )
    first = replace(
        first,
        inputs=tuple(known.values()),
        credentials=(*first.credentials, *more),
    )
    interval = limits.interval or task.interval
    most = limits.seconds or max(_LEAST_SECONDS, _LEAST_INTERVALS * interval)
    return first, StateLoop(task, operation, state, interval, most)


def _key(request: Request, variable: Variable) -> tuple[bool, str, str]:
    """Return what tells whether two requests can share a variable.

    Path parameters have the same values. An endpoint is another one if the region lacks the second
    operation.
    """
    is_parameter = variable in request.variables
    return is_parameter, reveal(variable.name), "" if is_parameter else reveal(variable.value)


def field_schema(schema: Schema, name: Text) -> Schema | None:
    """Return the schema of a field; None if there is none."""
    return next((f.schema for f in schema.fields if f.name == name), None)
