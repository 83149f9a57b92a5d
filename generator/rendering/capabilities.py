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

# Descriptions for messages, by capability: the values of `shapes` in language.yaml.
_LABELS = {
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
    problems: list[Problem],
) -> bool:
    """Say whether a target supports everything an operation needs.

    Arguments:
        target: the target; a page supports every operation.
        needed: the operation's `needed_capabilities`.
        operation: the operation.
        wanted: whether to report problems, because the user asked for this target.
        problems: list to which a problem is added for each missing capability.
    """
    if target.is_page:
        return True
    supported = True
    if target.is_client:  # it also has code for parameters whose values a sample just contains
        needed = {**needed, **client_capabilities(operation)}
    for capability, text in needed.items():
        if capability in target.shapes:
            continue
        supported = False
        if capability in _LABELS:
            fault = f"{target.id} can't send {_LABELS[capability]}"
        elif capability == "result-headers":
            fault = f"{target.id} can't show a header of the answer"
        else:
            verb = "save" if capability == "file-result" else "show"
            fault = f"{target.id} can't {verb} what comes back"
        consequence = "is not made" if target.is_client else f"makes no sample of {operation.id}"
        mark = None if text is None else text.mark
        if wanted:
            todo = "describe it otherwise, or add the shape to the target's templates"
            problems.append(Problem(mark, f"{fault}, and {consequence}", todo))
    return supported


def needed_capabilities(api: Api, operation: Operation) -> dict[str, Text | None]:
    """List the capabilities that a target must have to send a request and show its answer.

    Arguments:
        api: the API.
        operation: one of its operations.

    Returns:
        Capabilities, as `shapes` of language.yaml names them, each with a text of the spec whose
        place a message can show; None if there is no such text.
    """
    capabilities: dict[str, Text | None] = {}
    for credential in api.secrets(operation):
        if credential.scheme is not Scheme.RAW:
            capabilities[f"{credential.scheme}-credentials"] = credential.id
        elif credential.where is not Where.HEADER:
            capabilities[f"{credential.where}-credentials"] = credential.id
    body, result = operation.body, operation.result
    if body is not None:
        capabilities[f"{body.kind}-body"] = operation.title
        sent = body.schema.sent()
        for part in (
            body.schema.fields if body.kind in (ContentKind.FORM, ContentKind.MULTIPART) else ()
        ):
            is_in_example = isinstance(sent, Object) and sent.get(reveal(part.name)) is not None
            if part.schema.type is Type.ARRAY and body.kind is ContentKind.FORM and is_in_example:
                capabilities["repeated-fields"] = part.name
            if part.media_type is not None and part.schema.type is not Type.FILE and is_in_example:
                capabilities["typed-fields"] = part.name
    if result is not None:
        capabilities["file-result" if result.kind is ContentKind.FILE else "text-result"] = (
            operation.title
        )
    for header in operation.success.headers:
        capabilities["result-headers"] = header.name
    return capabilities


def client_capabilities(operation: Operation) -> dict[str, Text | None]:
    """List the capabilities that a client must have in addition; see `needed_capabilities`."""
    capabilities: dict[str, Text | None] = {}
    if operation.security is not None:
        capabilities["own-credentials"] = operation.title
    for parameter in operation.parameters:
        if parameter.where is Where.COOKIE:
            capabilities["cookie-parameters"] = parameter.name
        if parameter.schema.type is Type.OBJECT:
            capabilities["object-parameters"] = parameter.name
        elif parameter.style is not ParameterStyle.FORM:
            capabilities["styled-parameters"] = parameter.name
    return capabilities
