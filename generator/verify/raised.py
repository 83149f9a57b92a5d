"""What a client has to raise for an answer; made by other code than what renders the client."""

from __future__ import annotations

from generator.client import code_paths, message_paths, value_at
from generator.model import Api
from generator.plan import Caller
from generator.verify.answers import Answer


def raised(api: Api, caller: Caller, answer: Answer, is_head: bool) -> str:
    """Tell of the exception as the programs of clients do, a line each.

    Arguments:
        api: whose documented errors have classes.
        caller: the program, which knows the names of the classes.
        answer: what the server answers.
        is_head: whether it answers HEAD, hence without a body.

    Returns:
        Name of the class, status, code, seconds of Retry-After and message; "-" is none.
    """
    body = "" if is_head else answer.body.decode(errors="replace")
    code = value_at(body, code_paths(api)) or None
    message = value_at(body, message_paths(api))
    name = caller.classes.get((answer.status, code)) or caller.classes.get((answer.status, None))
    wait = dict(answer.fields).get("Retry-After", "-")
    told = [name or caller.base, str(answer.status), code or "-", wait]
    return "\n".join([*told, body if message is None else message])
