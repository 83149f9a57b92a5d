"""Why no sample of all pages, or until a task is done, can be made of an operation."""

from __future__ import annotations

from generator.errors import Problem
from generator.model.api import Api, Operation
from generator.model.follow_ups import LongRunning
from generator.model.messages import ContentKind, Parameter, Where
from generator.model.schema import Type
from generator.model.text import Text, reveal
from generator.model.variants import Loop, Variant
from generator.rendering.loops.parts import field_schema


def loop_problem(api: Api, operation: Operation, variant: Variant) -> Problem | None:
    """Return why no target can make a sample with a loop; None if one can.

    Arguments:
        api: the API of the operation.
        operation: the operation to call.
        variant: which of the operation's samples is meant.
    """
    paging, task = operation.paging, operation.long_running
    if variant.loop is Loop.ALL_PAGES and paging is not None and paging.next is not None:
        if not any(credential.where is Where.QUERY for credential in api.secrets(operation)):
            return None
        what = f"{operation.id} has a credential in its query, and a URL of the next page"
        todo = "describe the credential as a header, or the next page with cursor:"
        return _problem(paging.next, f"{what} may lack it: no sample asks for all pages", todo)
    if variant.loop is Loop.UNTIL_DONE and task is not None:
        state = _state_operation(api, task)
        content = state.result
        field = field_schema(content.schema, task.field) if content else None
        sent = {reveal(p.name) for p in operation.parameters if _is_sent(p, variant)}
        missing = [p.name for p in state.parameters if p.where is Where.PATH]
        missing = [name for name in missing if reveal(name) not in sent]
        if missing:
            what = f"{operation.id} does not send {reveal(missing[0])}, which {state.id} needs"
        elif state.body is not None:
            what = f"{state.id} needs a body"
        elif content is None or content.kind is not ContentKind.JSON or field is None:
            what = f"{state.id} has no JSON with {reveal(task.field)}"
        elif field.type is not Type.STRING:
            what = f"{reveal(task.field)} is no text"
        else:
            return None
        todo = "name another operation or field, or leave longRunning out"
        return _problem(task.field, f"{what}: no sample waits until {operation.id} is done", todo)
    return None


def _problem(text: Text, what: str, todo: str) -> Problem:
    """Return a problem at the place of a text."""
    return Problem(text.mark, what, todo)


def _is_sent(parameter: Parameter, variant: Variant) -> bool:
    """Say whether the first call has a parameter."""
    return parameter.required or reveal(parameter.name) in variant.sent


def _state_operation(api: Api, task: LongRunning) -> Operation:
    """Return the operation that reports the state of a task."""
    return next(operation for operation in api.operations if operation.id == task.operation)
