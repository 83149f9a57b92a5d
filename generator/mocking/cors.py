"""Let pages of the reader's own machine call the mock (Fetch Standard, section 3.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from generator.mocking.faults import problem_answer
from generator.model.hosts import is_loopback
from generator.verify.expected.cases import Answer
from generator.verify.http_request import ReceivedRequest

_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?")
_NAMES = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~, -]{0,4000}")
# The seconds for which browsers keep the answer to a preflight: none, since specs change.
_MAX_AGE = ("Access-Control-Max-Age", "0")


def is_local_origin(origin: str) -> bool:
    """Say whether an origin is a page of the reader's own machine."""
    if re.fullmatch(r"https?://\[::1\](:[0-9]{1,5})?", origin):
        return True
    return _ORIGIN.fullmatch(origin) is not None and is_loopback(origin)


def is_preflight(request: ReceivedRequest) -> bool:
    """Say whether a browser asks whether a page may send a request."""
    method = request.field("Access-Control-Request-Method")
    return request.method == "OPTIONS" and bool(method) and bool(request.field("Origin"))


def preflight_answer(request: ReceivedRequest, methods: Sequence[str]) -> Answer:
    """Return the answer to a preflight; 403 for pages that are not of this machine.

    Arguments:
        request: the preflight.
        methods: the methods of the path.
    """
    if not is_local_origin(request.field("Origin")[0]):
        detail = "Only pages of this machine may call this mock: localhost, 127.0.0.1 or [::1]."
        return problem_answer(403, detail)
    headers = ", ".join(request.field("Access-Control-Request-Headers"))
    fields = [("Access-Control-Allow-Methods", ", ".join(methods) or "GET"), _MAX_AGE]
    if headers and _NAMES.fullmatch(headers):
        fields.append(("Access-Control-Allow-Headers", headers))
    return Answer(204, b"", tuple(fields))


def with_cors(request: ReceivedRequest, answer: Answer) -> Answer:
    """Return an answer with the headers that let a page of this machine read it."""
    origins = request.field("Origin")
    if not origins:
        return answer
    fields: list[tuple[str, str]] = [("Vary", "Origin")]
    if len(origins) == 1 and is_local_origin(origins[0]):
        names = list(dict.fromkeys(name for name, _ in answer.fields))
        fields += [
            ("Access-Control-Allow-Origin", origins[0]),
            ("Access-Control-Allow-Credentials", "true"),
        ]
        if names and not is_preflight(request):
            fields.append(("Access-Control-Expose-Headers", ", ".join(names)))
    return replace(answer, fields=(*answer.fields, *fields))
