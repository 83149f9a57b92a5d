"""Compute the expected request of an operation, and compare it with the request that arrived.

This code is separate from the code that renders samples, so that the two don't share faults.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from generator.model.api import Api, Operation
from generator.model.credentials import Scheme
from generator.model.messages import BODY, Where
from generator.model.schema import SCALARS
from generator.model.text import Placeholder, reveal
from generator.model.values import Value
from generator.verify.expected.body import ExpectedBody, body_faults, expected_body
from generator.verify.expected.parameters import (
    expected_cookies,
    expected_field,
    expected_query,
    expected_segment,
    normal_encoding,
)
from generator.verify.expected.values import (
    named_values,
    required_credentials,
    sent_value,
)
from generator.verify.http_request import ReceivedRequest

# Headers that clients add by themselves, in lower case; any other unexpected one is a fault.
_CLIENT_FIELDS = {
    "accept",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "connection",
    "content-length",
    "host",
    "http2-settings",
    "keep-alive",
    "pragma",
    "priority",
    "sec-fetch-mode",
    "te",
    "upgrade",
    "user-agent",
}
# Methods that define a meaning for a body: a request without one sends Content-Length: 0
# (RFC 9110, section 8.6).
_BODY_METHODS = ("POST", "PUT", "PATCH")
# The characters of a path and a query (RFC 3986, sections 3.3 and 3.4).
_URL = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*"
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class ExpectedRequest:
    """The request that the spec documents for an operation.

    Attributes:
        method: the HTTP method.
        segments: the segments of the path, percent-decoded.
        query: the names and values in the query, percent-decoded, in order.
        fields: the names and values of the headers, without those about the body.
        body: the body; None if there is none.
        written: segments of the path, and pairs of the query, whose separators must arrive as they
            are: whether it is in the query, the index there, and the text.
    """

    method: str
    segments: tuple[bytes, ...]
    query: tuple[tuple[bytes, bytes], ...]
    fields: tuple[tuple[str, str], ...]
    body: ExpectedBody | None = None
    written: tuple[tuple[bool, int, str], ...] = ()


def expected_request(
    api: Api,
    operation: Operation,
    values: Mapping[str, Value],
    keys: Mapping[str, str],
    accepts: bool = False,
    sample: str = "",
) -> ExpectedRequest:
    """Return the request that the spec documents for an operation.

    Arguments:
        api: the API of the operation.
        operation: the operation that the request calls.
        values: values in place of the spec's examples: for a parameter by its name, for the body by
            `BODY`. An optional parameter is sent only if it has such a value, or `send`.
        keys: the values of credentials by their environment variables.
        accepts: whether the request asks for the documented media type of the answer, if there is
            one (RFC 9110, section 12.5.1).
        sample: the id of the named example that is sent; empty for the first, if there is one.
    """
    values = {**named_values(operation, sample), **values}
    all_values = {
        reveal(p.name): values.get(reveal(p.name), sent_value(p.schema))
        for p in operation.parameters
    }
    sent = [p for p in operation.parameters if p.required or p.send or reveal(p.name) in values]

    segments, written = [""], list[tuple[bool, int, str]]()
    split: set[int] = set()
    by_name = {reveal(p.name): p for p in operation.parameters}
    for piece in ((operation.server or api).base_path, *operation.path):
        if isinstance(piece, Placeholder):
            segments[-1] += expected_segment(by_name[piece.name], all_values[piece.name])
            if by_name[piece.name].schema.type not in SCALARS:
                split.add(len(segments) - 1)
            continue
        first, *more = piece.split("/")
        segments[-1] += first
        segments += more
    written += [(False, index - 1, segments[index]) for index in sorted(split)]
    secrets = required_credentials(api, operation)
    fields = [
        (reveal(c.name), _format_credential(c.scheme, keys[c.env]))
        for c in secrets
        if c.where is Where.HEADER
    ]
    fields += [(reveal(h.name), reveal(h.value)) for h in api.headers]
    fields += [
        (reveal(p.name), expected_field(p, all_values[reveal(p.name)]))
        for p in sent
        if p.where is Where.HEADER
    ]
    wanted = [
        content.media_type if response.accept is None else reveal(response.accept)
        for response in operation.responses
        if (content := response.content) is not None and response.status < 300
    ]
    is_asked = accepts and operation.method != "HEAD"
    if wanted and is_asked and not any(name.lower() == "accept" for name, _ in fields):
        fields.append(("Accept", wanted[0]))
    cookies = [
        cookie
        for p in sent
        if p.where is Where.COOKIE
        for cookie in expected_cookies(p, all_values[reveal(p.name)])
    ]
    cookies += [f"{reveal(c.name)}={keys[c.env]}" for c in secrets if c.where is Where.COOKIE]
    fields += [("Cookie", "; ".join(cookies))] if cookies else []
    pairs = [
        pair
        for p in sent
        if p.where is Where.QUERY
        for pair in expected_query(p, all_values[reveal(p.name)])
    ]
    written += [(True, index, pair.text) for index, pair in enumerate(pairs) if pair.is_written]
    query = [pair.decoded for pair in pairs]
    query += [
        (reveal(c.name).encode(), keys[c.env].encode()) for c in secrets if c.where is Where.QUERY
    ]
    body = None
    if operation.body is not None:
        sent_body = sent_value(operation.body.schema)
        body = expected_body(operation.body, values.get(BODY, sent_body))
    decoded = tuple(map(unquote_to_bytes, segments[1:]))
    return ExpectedRequest(
        operation.method, decoded, tuple(query), tuple(fields), body, tuple(written)
    )


def _format_credential(scheme: Scheme, key: str) -> str:
    """Return a credential as a header's value (RFC 6750, section 2.1; RFC 7617, section 2)."""
    if scheme is Scheme.BASIC:
        return f"Basic {b64encode(key.encode()).decode()}"
    return f"Bearer {key}" if scheme is Scheme.BEARER else key


def request_faults(
    received: Sequence[ReceivedRequest], expected: ExpectedRequest, count: int
) -> list[str]:
    """Return a message for each difference between what arrived and the expected request.

    Arguments:
        received: all requests that arrived during the run.
        expected: the documented request, with which the first of them is compared.
        count: how many requests must arrive, 0 or 1.
    """
    faults = []
    if len(received) != count:
        actual = ", ".join(f"{r.method} {r.target}" for r in received[:3]) or "none"
        faults.append(f"requests: {len(received)} ({actual}), expected {count}")
    if received and count:
        faults += _request_differences(received[0], expected)
    return faults


def _request_differences(request: ReceivedRequest, expected: ExpectedRequest) -> list[str]:
    """Return a message for each difference between a request and the expected one."""
    faults = []
    if request.method != expected.method:
        faults.append(f"method {request.method}, expected {expected.method}")
    if request.segments != expected.segments:
        faults.append(
            f"path {_format_path(request.segments)}, expected {_format_path(expected.segments)}"
        )
    if request.query != expected.query:
        faults.append(
            f"query {_format_query(request.query)}, expected {_format_query(expected.query)}"
        )
    elif "+" in request.target.partition("?")[2]:
        faults.append("query has a raw +, which many servers read as a space; expected %2B or %20")
    elif re.search(r"(^|&)(&|$)", request.target.partition("?")[2]) and expected.query:
        faults.append(f"query has an & that separates nothing: {request.target!r}")
    elif "?" in request.target and not expected.query:
        faults.append("target ends in a ? without a query; expected none")
    else:
        faults += _separator_faults(request.target, expected.written)
    if not re.fullmatch(_URL, request.target):
        faults.append(f"target {request.target!r} is no URL; expected percent-encoding")
    names = {name.casefold() for name, _ in expected.fields}
    if expected.body is not None:
        names |= {"content-type", "expect", "transfer-encoding"}
    for name, value in expected.fields:
        actual = request.field(name)
        if actual != [value]:
            faults.append(f"header {name}: {_format_values(actual)}, expected {value!r}")
    for name, value in request.fields:
        if name.casefold() not in names | _CLIENT_FIELDS and not _is_empty_form(request, name):
            faults.append(f"header {name}: {value!r}, expected none")
    if expected.body is not None:
        faults += body_faults(request.field("Content-Type"), request.body, expected.body)
        return faults
    if request.body:
        faults.append(f"body {request.body[:200]!r}, expected none")
    length = request.field("Content-Length")
    if expected.method in _BODY_METHODS and not request.body and length != ["0"]:
        faults.append(f"header Content-Length: {_format_values(length)}, expected '0'")
    return faults


def _separator_faults(target: str, written: Sequence[tuple[bool, int, str]]) -> list[str]:
    """Return a message for each value whose separators did not arrive as they are."""
    path, _, query = target.partition("?")
    rows = (path.split("/")[1:], query.split("&"))
    faults = []
    for in_query, index, text in written:
        actual = rows[in_query][index] if index < len(rows[in_query]) else ""
        if normal_encoding(actual) != normal_encoding(text):
            faults.append(f"{'query' if in_query else 'path'} has {actual!r}, expected {text!r}")
    return faults


def _is_empty_form(request: ReceivedRequest, name: str) -> bool:
    """Return whether a field is the Content-Type that some clients add to an empty body."""
    return (
        name.casefold() == "content-type"
        and request.method in _BODY_METHODS
        and not request.body
        and request.field(name) == [_FORM]
    )


def _format_path(segments: Sequence[bytes]) -> str:
    """Format the segments of a path for messages."""
    return " / ".join(repr(segment.decode(errors="backslashreplace")) for segment in segments)


def _format_query(pairs: Sequence[tuple[bytes, bytes]]) -> str:
    """Format a query for messages."""
    texts = (f"{name.decode(errors='replace')!r}={value.decode(errors='replace')!r}"
             for name, value in pairs)  # fmt: skip
    return " & ".join(texts) or "none"


def _format_values(values: Sequence[str]) -> str:
    """Format the values of a header for messages."""
    return " and ".join(map(repr, values)) or "none"
