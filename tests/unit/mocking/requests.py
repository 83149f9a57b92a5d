"""Requests that the documentation describes, as `gen verify` expects them, for the mock."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

from generator.model.api import Api, Operation
from generator.verify.expected.body import ExpectedBody, ExpectedPart
from generator.verify.expected.request import ExpectedRequest, expected_request
from generator.verify.http_request import ReceivedRequest


def documented_requests(api: Api, operation: Operation) -> Iterator[ReceivedRequest]:
    """Give the request of each sample of an operation, in the ways in which clients encode it."""
    keys = {credential.env: "user:secret" for credential in api.credentials}
    for variant in operation.variants:
        if variant.loop is not None:
            continue
        expected = expected_request(api, operation, {}, keys, True, variant.id)
        for is_whole in (True, False):
            yield as_received(expected, is_whole)


def as_received(expected: ExpectedRequest, is_whole: bool) -> ReceivedRequest:
    """Write an expected request.

    Arguments:
        expected: the request.
        is_whole: whether all is percent-encoded, also what separates items.
    """
    path = [quote(segment, safe="") for segment in expected.segments]
    query = [f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in expected.query]
    for in_query, index, text in () if is_whole else expected.written:
        (query if in_query else path)[index] = text
    target = "/" + "/".join(path) + (f"?{'&'.join(query)}" if query else "")
    fields, body = list(expected.fields), b""
    if expected.body is not None:
        media_type, body = as_bytes(expected.body)
        fields.append(("Content-Type", media_type))
    return ReceivedRequest(expected.method, target, tuple(fields), body)


def as_bytes(body: ExpectedBody) -> tuple[str, bytes]:
    """Write a body; give its Content-Type and its bytes."""
    if body.kind == "json":
        return body.media_type, json.dumps(body.data).encode()
    if body.kind == "form":
        pairs = (f"{quote_plus(name)}={quote_plus(value)}" for name, value in body.data)
        return body.media_type, "&".join(pairs).encode()
    if body.kind == "multipart":
        parts = b"".join(b"--b0undary\r\n" + _part(part) for part in body.data)
        return f"{body.media_type}; boundary=b0undary", parts + b"--b0undary--\r\n"
    return body.media_type, body.data


def _part(part: ExpectedPart) -> bytes:
    """Write a part."""
    name = part.name.replace('"', "%22")
    head = f'Content-Disposition: form-data; name="{name}"'
    if part.file is not None:
        head += f'; filename="{part.file}"'
    if part.media_type is not None or part.file is not None:
        head += f"\r\nContent-Type: {part.media_type or 'application/octet-stream'}"
    data = json.dumps(part.data).encode() if part.kind == "json" else part.data
    return head.encode() + b"\r\n\r\n" + data + b"\r\n"
