"""The cases that a sample runs in: documented answers, odd values, and failures of the network.

A case is one situation: what the server answers, which credentials are set, which values are sent.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.errors import GenError, one_of
from generator.model.api import Api, Operation
from generator.model.messages import (
    ApiError,
    Content,
    ContentKind,
    Response,
)
from generator.model.statuses import StatusRange, reason_phrase
from generator.model.text import Text, reveal
from generator.model.values import Value
from generator.verify.expected.odd_values import odd_values
from generator.verify.expected.statuses import STATUSES, answered_status
from generator.verify.expected.values import (
    answered_value,
    json_value,
    required_credentials,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the mock server.

    Attributes:
        status: the HTTP status code.
        body: the bytes of the body; may be empty.
        fields: the names and values of the headers, except those that `head` adds.
        silent: True if the server reads the request but never sends anything.
    """

    status: int
    body: bytes = b""
    fields: tuple[tuple[str, str], ...] = ()
    silent: bool = False

    def head(self) -> bytes:
        """Return the status line and headers as bytes of HTTP/1.1 (RFC 9112), without a date."""
        lines = [f"HTTP/1.1 {self.status} {reason_phrase(self.status)}"]
        lines += [f"{name}: {value}" for name, value in self.fields]
        if self.status != 204:
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1")


# Stand for the endpoint that a sample calls, and for another one, in bodies that have a URL.
HERE = "https://here.invalid"
ELSEWHERE = "https://elsewhere.invalid"


@dataclass(frozen=True, slots=True)
class Step:
    """One of the requests that a sample with a loop sends, and its answer.

    Attributes:
        answer: what the mock server answers.
        query: the names and values in the query that lead to this page, percent-decoded.
        operation: the operation that is called; None for that of the sample.
        is_shown: whether the sample prints the answer.
        is_link: whether a URL led here, whose query no document describes.
    """

    answer: Answer
    query: tuple[tuple[bytes, bytes], ...] = ()
    operation: Operation | None = None
    is_shown: bool = False
    is_link: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One situation that a sample runs in.

    Attributes:
        id: the name of the case in reports and for `--case`, such as "no-answer".
        column: the heading of the table's column that shows the case. Errors of one status share
            a column.
        outcome: how the run must end: "success", "error", "redirect", "noKey", "noAnswer";
            "noFile" if a file can't be read or written; "unreadable" if a loop can't read what
            came; "stopped" if a loop ends otherwise than well. For each, language.yaml may say what
            is printed.
        answer: what the mock server answers.
        keys: environment variables of credentials that have another value in this run. None unsets
            the variable.
        network: "up" if the server can be reached; "refused" if nothing listens at its port;
            "untrusted" if an unknown authority has signed its certificate.
        files: "there" if the files that the sample sends are there; "missing" if they are not;
            "unsaved" if it can't save the answer.
        values: values to send in place of the spec's examples: for a parameter by its name, for the
            body by `BODY`.
        steps: the requests of a sample with a loop, and their answers; empty if `answer` is the
            answer to each request.
        reason: what a sample says when it stops; only with the outcome "stopped".
        repeats: whether the last step repeats, as often as time allows.
        waits: whether the sample waits between requests.
        pauses: the least seconds between requests; may be fewer than there are requests.
    """

    id: str
    column: str
    outcome: str
    answer: Answer
    keys: Mapping[str, str | None] = field(default_factory=dict)
    network: str = "up"
    files: str = "there"
    values: Mapping[str, Value] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    reason: str = ""
    repeats: bool = False
    waits: bool = False
    pauses: tuple[float, ...] = ()

    @property
    def is_network_case(self) -> bool:
        """Whether the case shows what any API's callers meet, and not what this API documents.

        Examples are a connection that is refused, an API key that is not set, and a page of HTML in
        place of JSON.
        """
        return not _NETWORK_CASES.isdisjoint((self.id, self.column))

    @property
    def gets_no_answer(self) -> bool:
        """Whether a run waits for an answer that never comes."""
        return self.answer.silent and self.network == "up"

    @property
    def names_other(self) -> bool:
        """Whether an answer of the case has a URL with another endpoint."""
        return any(ELSEWHERE.encode() in step.answer.body for step in self.steps)

    def at(self, here: str, elsewhere: str) -> Case:
        """Return the case with the endpoint that the sample calls, and another one, in answers."""
        names = ((HERE.encode(), here.encode()), (ELSEWHERE.encode(), elsewhere.encode()))

        def filled(answer: Answer) -> Answer:
            body = answer.body
            for name, value in names:
                body = body.replace(name, value)
            return replace(answer, body=body)

        steps = tuple(replace(step, answer=filled(step.answer)) for step in self.steps)
        return replace(self, answer=filled(self.answer), steps=steps)

    @property
    def requests(self) -> int:
        """The number of requests that must arrive during the run, if none repeats."""
        return len(self.steps) or int(
            self.network == "up" and self.outcome != "noKey" and self.files != "missing"
        )


def make_answer(row: Response | ApiError, status: int | None = None) -> Answer:
    """Make the answer that the spec documents for a response or an error.

    Arguments:
        row: a response of an operation, or a row of the API's error table.
        status: the status to answer with, if the row stands for a range. None for the usual one.
    """
    fields: list[tuple[str, str]] = []
    if isinstance(row, Response):
        fields += [(reveal(header.name), reveal(header.example)) for header in row.headers]
        if row.content is None:
            return Answer(row.status, fields=tuple(fields))
        fields.append(("Content-Type", _content_type(row.content)))
        return Answer(row.status, _content(row.content), tuple(fields))
    if row.retry_after is not None:
        fields.append(("Retry-After", str(row.retry_after)))
    if not isinstance(row.status, StatusRange):
        status = row.status
    elif status is None:
        status = STATUSES[row.status][0]
    if row.body is None:
        return Answer(status, fields=tuple(fields))
    fields.append(("Content-Type", "application/json; charset=utf-8"))
    return Answer(status, reveal(row.body).encode(), tuple(fields))


def _content_type(content: Content) -> str:
    """Return the Content-Type of an answer."""
    is_text = content.kind is not ContentKind.FILE
    return f"{content.media_type}; charset=utf-8" if is_text else content.media_type


def _content(content: Content) -> bytes:
    """Make the body of an answer from the spec's examples."""
    value = answered_value(content.schema)
    if content.kind is ContentKind.FILE:
        # These bytes are not text in any encoding, and more than a client reads at once.
        return b"\x89\0\xff\r\n\x1a\n" * 10_000
    if content.kind is ContentKind.TEXT and isinstance(value, Text):
        return reveal(value).encode()
    return json.dumps(json_value(value), ensure_ascii=False, indent=2).encode()


# Ids of cases that don't come from errors of the API. An error with such an id is called by its
# status and id.
_LOOP_CASES = {
    *("pages", "one-page", "empty-page", "short-page", "odd-cursor", "odd-link", "whole-link"),
    *("missing-cursor", "null-cursor", "empty-cursor", "missing-link", "null-link", "empty-link"),
    *("broken-link", "broken-page", "broken-state", "retry-after-first"),
    *("other-host", "second-error", "second-redirect", "second-no-answer", "endless", "round"),
    *("running", "failed", "retry-after-date", "retry-after-long", "retry-after-state"),
    "unfinished",
}
_RESERVED_IDS = {
    "build",
    "empty",
    "html",
    "misdirected",
    "no-answer",
    "no-file",
    "not-saved",
    "published",
    "redirect",
    "refused",
    "retry-after",
    "untrusted",
    "values",
    *_LOOP_CASES,
}
_RESERVED_STARTS = ("no-key", "empty-key", "done-", "failed-")
_HTML = "<!DOCTYPE html>\n<title>502 Bad Gateway</title>\n<p>naïve 日本 😀</p>\n".encode()
_HTML_ANSWER = Answer(502, _HTML, (("Content-Type", "text/html; charset=utf-8"),))
_RETRY_AFTER_ANSWER = Answer(
    429, b"later\n", (("Retry-After", "26"), ("Content-Type", "text/plain"))
)
# A client may send a request again on another connection (RFC 9110, section 15.5.20), but a sample
# must not.
_MISDIRECTED_ANSWER = Answer(421, b"not here\n", (("Content-Type", "text/plain"),))
# 307 keeps the method: a sample that follows it sends a second request, with the key in it.
_REDIRECT_ANSWER = Answer(307, b"", (("Location", "/elsewhere"),))


# Ids or columns of the cases that do not depend on what the spec documents.
_NETWORK_CASES = {
    "html",
    "empty",
    "misdirected",
    "redirect",
    "no-key",
    "empty-key",
    "no-answer",
    "no-file",
    "not-saved",
    "refused",
    "untrusted",
    "second-no-answer",
    "second-redirect",
}


def make_cases(
    api: Api, operation: Operation, tls: bool = False, is_bound: bool = True, sample: str = ""
) -> list[Case]:
    """Return the cases that each sample of an operation runs in.

    Arguments:
        api: the API of the operation.
        operation: the operation that the sample calls.
        tls: whether the server uses TLS, so that its certificate can be untrusted.
        is_bound: whether samples are rendered anew for the run, so that they can send other values.
        sample: the id of the named example that the sample sends; empty for the first, if any.
    """
    rows: list[Response | ApiError] = [*operation.responses, *operation.errors]
    listed = []
    for row in rows:
        status = answered_status(api, operation, row)
        if status is not None:
            outcome, answer = _outcome_of(status), make_answer(row, status)
            listed.append(Case(_case_id(row), str(row.status), outcome, answer))
    if not any(isinstance(row, ApiError) and row.retry_after and row.status == 429 for row in rows):
        listed.append(Case("retry-after", "429", "error", _RETRY_AFTER_ANSWER))
    values = odd_values(operation, sample)
    if is_bound and values:
        success = make_answer(operation.success)
        listed.append(Case("values", "values", "success", success, values=values))
    listed.append(Case("html", "html", "error", _HTML_ANSWER))
    listed.append(Case("empty", "empty", "error", Answer(503)))
    if not any(row.status == 421 for row in rows):
        listed.append(Case("misdirected", "421", "error", _MISDIRECTED_ANSWER))
    listed.append(Case("redirect", "redirect", "redirect", _REDIRECT_ANSWER))
    secrets = list(
        dict.fromkeys(credential.env for credential in required_credentials(api, operation))
    )
    for env in secrets:
        name = f"-{env}" if len(secrets) > 1 else ""
        listed.append(Case(f"no-key{name}", "no-key", "noKey", Answer(200), {env: None}))
        listed.append(Case(f"empty-key{name}", "empty-key", "noKey", Answer(200), {env: ""}))
    success = make_answer(operation.success)
    if operation.body and operation.body.kind in (ContentKind.FILE, ContentKind.MULTIPART):
        listed.append(Case("no-file", "no-file", "noFile", success, files="missing"))
    if operation.result is not None and operation.result.kind is ContentKind.FILE:
        listed.append(Case("not-saved", "not-saved", "noFile", success, files="unsaved"))
    silence = Answer(operation.success.status, silent=True)
    listed.append(Case("no-answer", "no-answer", "noAnswer", silence))
    listed.append(Case("refused", "refused", "noAnswer", silence, network="refused"))
    if tls:
        listed.append(Case("untrusted", "untrusted", "noAnswer", silence, network="untrusted"))
    return listed


def _case_id(row: Response | ApiError) -> str:
    """Return the id of a documented answer's case."""
    if isinstance(row, Response):
        return str(row.status)
    is_taken = row.id in _RESERVED_IDS or row.id.startswith(_RESERVED_STARTS)
    return f"{row.status}-{row.id}" if is_taken else row.id


def make_chooser(apis: Sequence[Api], name: str) -> Callable[[Operation], Answer]:
    """Make a function that returns the answer to an operation, for `gen mock --answer`.

    The answer is the documented one with the given name. If the operation has none with this name,
    the answer is its first response of success.

    Arguments:
        apis: the APIs that the server mocks.
        name: a status, a range such as `4XX`, `default`, or the id of an error.

    Raises:
        GenError: if no operation of the APIs has an answer with this name.
    """
    answers: dict[tuple[Operation, str], Answer] = {}
    for api in apis:
        for operation in api.operations:
            rows: list[Response | ApiError] = [*operation.responses, *operation.errors]
            for row in rows:
                names = [str(row.status), *([row.id] if isinstance(row, ApiError) else [])]
                answer = make_answer(row, answered_status(api, operation, row))
                for answer_name in names:
                    answers.setdefault((operation, answer_name), answer)
    if name not in {answer_name for _, answer_name in answers}:
        todo = one_of({answer_name for _, answer_name in answers}, name)
        raise GenError(f"--answer {name}: no operation has this answer; {todo}")

    def choose(operation: Operation) -> Answer:
        return answers.get((operation, name)) or make_answer(operation.success)

    return choose


def _outcome_of(status: int) -> str:
    """Return the outcome that is expected for a status."""
    if 200 <= status < 300:
        return "success"
    return "redirect" if 300 <= status < 400 else "error"
