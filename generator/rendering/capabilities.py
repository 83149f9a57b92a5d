"""Check that a target supports everything that an operation needs, and report what is missing.

A target is one kind of output of a language, such as samples for Java with OkHttp. A capability is
something that a target's templates can do, such as `json-body`: send a body of JSON. A target lists
its capabilities as `shapes` in language.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.errors import Problem
from generator.languages.target import Target
from generator.model.api import Api, Operation
from generator.model.credentials import Scheme
from generator.model.media_types import is_utf8
from generator.model.messages import BODY, Content, ContentKind, ParameterStyle, Where
from generator.model.schema import SCALARS, Type
from generator.model.text import Text, reveal
from generator.model.values import (
    MAX_LONG_INTEGER,
    MAX_SAFE_INTEGER,
    Object,
    Value,
    largest_integer,
)
from generator.model.variants import Variant

# Descriptions for messages, by capability: the values of `shapes` in language.yaml.
_LABELS = {
    "json-body": "a body of JSON",
    "text-body": "a body of text",
    "form-body": "a form",
    "multipart-body": "multipart/form-data",
    "file-body": "a file as the body",
    "repeated-fields": "a form's field more than once",
    "typed-fields": "a field with a media type of its own",
    "long-integers": "an integer beyond 2^53 in JSON exactly",
    "big-integers": "an integer beyond 2^63 - 1 in JSON exactly",
    "bearer-credentials": "a bearer token",
    "basic-credentials": "a user's name and password",
    "query-credentials": "a credential in the query",
    "cookie-credentials": "a credential as a cookie",
    "object-parameters": "an object as a parameter",
    "cookie-parameters": "a parameter as a cookie",
    "styled-parameters": "a parameter in such a style",
    "own-credentials": "other credentials than all of the API's",
    "other-charsets": "any text in that charset",
    "get-body": "a body with GET",
}


def is_supported(
    target: Target,
    needed: Mapping[str, Text | None],
    operation: Operation,
    wanted: bool,
    problems: list[Problem],
    variant: Variant | None = None,
) -> bool:
    """Say whether a target has every capability that an operation needs.

    Arguments:
        target: the target that may make output for the operation. Targets that make pages support
            every operation.
        needed: what `needed_capabilities` returns for the operation.
        operation: the operation to call.
        wanted: whether to report what is missing, because the user asked for this target.
        problems: the list that gets one problem for each missing capability if `wanted`.
        variant: which of the operation's samples is meant; None for a client.
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
        kind = "method for" if target.is_client else "sample of"
        which = f" for its example {variant.id}" if variant is not None and variant.id else ""
        if variant is not None and variant.loop is not None:
            which = f" for {variant.id}"
        consequence = f"makes no {kind} {operation.id}{which}"
        mark = None if text is None else text.mark
        if wanted:
            todo = f"describe it otherwise, or add {capability} to shapes in its language.yaml"
            problems.append(Problem(mark, f"{fault}, and {consequence}", todo))
    return supported


def needed_capabilities(
    api: Api, operation: Operation, variant: Variant | None = None
) -> dict[str, Text | None]:
    """List the capabilities that a target needs to send a request and show its answer.

    Arguments:
        api: the API of the operation.
        operation: the operation to call.
        variant: which of the operation's samples sends the request; None for the first.

    Returns:
        The names of the capabilities. Each has the text of the spec that makes it necessary, so
        that a message can say where that text is; None if there is no such text.
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
        if operation.method == "GET":
            capabilities["get-body"] = operation.title
        chosen = operation.variants[0] if variant is None else variant
        sent = chosen.sent.get(BODY, body.schema.sent())
        names = {reveal(name) for name, _ in sent.members} if isinstance(sent, Object) else ()
        for part in (
            body.schema.fields if body.kind in (ContentKind.FORM, ContentKind.MULTIPART) else ()
        ):
            is_in_example = reveal(part.name) in names
            if part.schema.type is Type.ARRAY and body.kind is ContentKind.FORM and is_in_example:
                capabilities["repeated-fields"] = part.name
            if part.explode and is_in_example:
                capabilities["repeated-fields"] = part.name
            item = part.schema.items if part.explode and part.schema.items else part.schema
            if part.media_type is not None and item.type is not Type.FILE and is_in_example:
                capabilities["typed-fields"] = part.name
        largest = largest_integer(_json_values(body, sent))
        if largest > MAX_SAFE_INTEGER:
            is_long = largest <= MAX_LONG_INTEGER
            capabilities["long-integers" if is_long else "big-integers"] = operation.title
    if result is not None:
        capabilities["file-result" if result.kind is ContentKind.FILE else "text-result"] = (
            operation.title
        )
    for header in operation.success.headers:
        capabilities["result-headers"] = header.name
    return capabilities


def _json_values(body: Content, sent: Value) -> Value:
    """Return what a sample writes as JSON: the body, or the parts of multipart/form-data that are.

    Arguments:
        body: the content of requests.
        sent: the body that the sample sends.
    """
    if body.kind is ContentKind.JSON:
        return sent
    if body.kind is not ContentKind.MULTIPART or not isinstance(sent, Object):
        return ()
    parts = {
        reveal(field.name)
        for field in body.schema.fields
        for item in (field.schema.items if field.explode else field.schema,)
        if item is not None and item.type not in SCALARS
    }
    return tuple(value for name, value in sent.members if reveal(name) in parts)


def client_capabilities(operation: Operation) -> dict[str, Text | None]:
    """List the capabilities that a client needs besides those of `needed_capabilities`.

    A sample contains the values of parameters; a client has code that encodes any value.

    Returns:
        See `needed_capabilities`.
    """
    capabilities: dict[str, Text | None] = {}
    if operation.security is not None:
        capabilities["own-credentials"] = operation.title
    body = operation.body
    if body is not None and body.kind is not ContentKind.FILE and not is_utf8(body.media_type):
        capabilities["other-charsets"] = operation.title
    for parameter in operation.parameters:
        if parameter.where is Where.COOKIE:
            capabilities["cookie-parameters"] = parameter.name
        if parameter.schema.type is Type.OBJECT:
            capabilities["object-parameters"] = parameter.name
        elif parameter.style is not ParameterStyle.FORM or parameter.reserved:
            capabilities["styled-parameters"] = parameter.name
    return capabilities
