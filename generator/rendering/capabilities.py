"""Check that a target supports everything an operation needs, and report what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from generator.errors import Problem
from generator.languages.target import Target
from generator.model.api import Api, Operation, Scheme
from generator.model.messages import ContentKind, ParameterStyle, Where
from generator.model.schema import Type
from generator.model.text import Text, reveal
from generator.model.values import Object

# What shapes are called in messages.
_SHAPES = {
    "json-body": "a body of JSON",
    "form-body": "a form",
    "multipart-body": "multipart/form-data",
    "file-body": "a file as the body",
    "repeated-fields": "a form's field more than once",
    "typed-fields": "a field with a media type of its own",
    "bearer-credentials": "a bearer token",
    "basic-credentials": "a user's name and password",
    "query-credentials": "a credential in the query",
    "cookie-credentials": "a credential as a cookie",
    "object-parameters": "an object as a parameter",
    "cookie-parameters": "a parameter as a cookie",
    "styled-parameters": "an array in such a style",
    "own-credentials": "other credentials than all of the API's",
}


def is_supported(
    target: Target,
    needed: Mapping[str, Text | None],
    operation: Operation,
    wanted: bool,
    lacks: list[Problem],
) -> bool:
    """Say whether a target can do what an operation needs.

    Arguments:
        target: the target; a page shows whatever there is.
        needed: the `needed_capabilities` that the operation needs.
        operation: the operation.
        wanted: whether somebody asked for it, and is to be told.
        lacks: gets what it can't do, if it is wanted.
    """
    if target.is_page:
        return True
    able = True
    if target.is_client:  # which makes itself of a request what samples are given
        needed = {**needed, **client_capabilities(operation)}
    for shape, text in needed.items():
        if shape in target.shapes:
            continue
        able = False
        if shape in _SHAPES:
            what = f"{target.id} can't send {_SHAPES[shape]}"
        elif shape == "result-headers":
            what = f"{target.id} can't show a header of the answer"
        else:
            what = (
                f"{target.id} can't {'save' if shape == 'file-result' else 'show'} what comes back"
            )
        made = "is not made" if target.is_client else f"makes no sample of {operation.id}"
        mark = None if text is None else text.mark
        if wanted:
            todo = "describe it otherwise, or add the shape to the target's templates"
            lacks.append(Problem(mark, f"{what}, and {made}", todo))
    return able


def needed_capabilities(api: Api, operation: Operation) -> dict[str, Text | None]:
    """List what a target must be able to do to send a request and to show its answer.

    Arguments:
        api: the API.
        operation: one of its operations.

    Returns:
        Names of shapes, for language.yaml, each with a text that stands where it comes from; None
        for what has no text of its own.
    """
    found: dict[str, Text | None] = {}
    for credential in api.secrets(operation):
        if credential.scheme is not Scheme.RAW:
            found[f"{credential.scheme}-credentials"] = credential.id
        elif credential.where is not Where.HEADER:
            found[f"{credential.where}-credentials"] = credential.id
    body, result = operation.body, operation.result
    if body is not None:
        found[f"{body.kind}-body"] = operation.title
        sent = body.schema.sent()
        for part in (
            body.schema.fields if body.kind in (ContentKind.FORM, ContentKind.MULTIPART) else ()
        ):
            is_sent = isinstance(sent, Object) and sent.get(reveal(part.name)) is not None
            if part.schema.type is Type.ARRAY and body.kind is ContentKind.FORM and is_sent:
                found["repeated-fields"] = part.name
            if part.media_type is not None and part.schema.type is not Type.FILE and is_sent:
                found["typed-fields"] = part.name
    if result is not None:
        found["file-result" if result.kind is ContentKind.FILE else "text-result"] = operation.title
    for header in operation.success.headers:
        found["result-headers"] = header.name
    return found


def client_capabilities(operation: Operation) -> dict[str, Text | None]:
    """List what a client must be able to do to make the request of an operation, likewise."""
    found: dict[str, Text | None] = {}
    if operation.security is not None:
        found["own-credentials"] = operation.title
    for parameter in operation.parameters:
        if parameter.where is Where.COOKIE:
            found["cookie-parameters"] = parameter.name
        if parameter.schema.type is Type.OBJECT:
            found["object-parameters"] = parameter.name
        elif parameter.style is not ParameterStyle.FORM:
            found["styled-parameters"] = parameter.name
    return found
