"""What a sample is run against: each documented answer, and what else a network brings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.errors import GenError, one_of
from generator.model import Api, ApiError, Operation, Response, Where
from generator.text import Text, reveal


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answers; with `silent`, it takes the request and says nothing."""

    status: int
    body: bytes = b""
    fields: tuple[tuple[str, str], ...] = ()
    silent: bool = False

    def head(self) -> bytes:
        """Give the status line and the field lines as they are sent (RFC 9112), without a date."""
        lines = [f"HTTP/1.1 {self.status} -"]
        lines += [f"{name}: {value}" for name, value in self.fields]
        if self.status != 204:
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1")


@dataclass(frozen=True, slots=True)
class Case:
    """One run of a sample.

    Attributes:
        id: its name in reports and for `--case`.
        column: its heading in the table, which rows of one status share.
        outcome: what language.yaml calls the expectation.
        answer: what the server answers.
        keys: environment variables of credentials that this run has otherwise: None is unset.
        network: "up"; "refused", where nobody listens; "untrusted", where the server's certificate
            is of an authority that nobody knows.
        values: values of parameters by name, in place of the spec's examples.
    """

    id: str
    column: str
    outcome: str
    answer: Answer
    keys: Mapping[str, str | None] = field(default_factory=dict)
    network: str = "up"
    values: Mapping[str, Text] = field(default_factory=dict)

    @property
    def requests(self) -> int:
        """How many requests must arrive."""
        return int(self.network == "up" and self.outcome != "noKey")


def documented(row: Response | ApiError) -> Answer:
    """Make the answer that the reference documents for a response or an error row."""
    if isinstance(row, Response):
        return Answer(row.status)
    fields = []
    if row.retry_after is not None:
        fields.append(("Retry-After", str(row.retry_after)))
    if row.body is None:
        return Answer(row.status, fields=tuple(fields))
    fields.append(("Content-Type", "application/json; charset=utf-8"))
    return Answer(row.status, reveal(row.body).encode(), tuple(fields))


# Ids of the cases that errors of the API don't make; an error of such a name gets its status.
_TAKEN = {
    "build",
    "empty",
    "html",
    "no-answer",
    "published",
    "redirect",
    "refused",
    "retry-after",
    "untrusted",
    "values",
}
_HTML = "<!DOCTYPE html>\n<title>502 Bad Gateway</title>\n<p>naïve 日本 😀</p>\n".encode()
_HTML_ANSWER = Answer(502, _HTML, (("Content-Type", "text/html; charset=utf-8"),))
_LATER = Answer(429, b"later\n", (("Retry-After", "26"), ("Content-Type", "text/plain")))
# 307 asks for the same method again; who follows sends a second request, and the key with it.
_REDIRECT = Answer(307, b"", (("Location", "/elsewhere"),))


# What readers may give a parameter: it has to arrive, in a path as one segment.
_ODD = Text("a b/?#%&+=é")
# A header takes ASCII alone (RFC 9110, 5.5).
_ODD_FIELD = Text("a b/?#%&+=")


def cases(api: Api, operation: Operation, tls: bool = False, is_bound: bool = True) -> list[Case]:
    """List the runs of each sample of an operation.

    Arguments:
        api: the API, whose credentials can be missing.
        operation: the operation, with its documented answers.
        tls: whether the server's certificate matters.
        is_bound: whether samples are rendered for the run, so that they can have other values.
    """
    rows: list[Response | ApiError] = [*operation.responses, *operation.errors]
    made = [
        Case(
            _id(row),
            str(row.status),
            _outcome(row.status),
            documented(row),
        )
        for row in rows
    ]
    if not any(isinstance(row, ApiError) and row.retry_after and row.status == 429 for row in rows):
        made.append(Case("retry-after", "429", "error", _LATER))
    if is_bound and operation.parameters:
        success = documented(operation.success)
        values = {reveal(p.name): _ODD for p in operation.parameters}
        values |= {
            reveal(p.name): _ODD_FIELD for p in operation.parameters if p.where is Where.HEADER
        }
        made.append(Case("values", "values", "success", success, values=values))
    made.append(Case("html", "html", "error", _HTML_ANSWER))
    made.append(Case("empty", "empty", "error", Answer(503)))
    made.append(Case("redirect", "redirect", "redirect", _REDIRECT))
    secrets = list(dict.fromkeys(credential.env for credential in api.credentials))
    for env in secrets:
        name = f"-{env}" if len(secrets) > 1 else ""
        made.append(Case(f"no-key{name}", "no-key", "noKey", Answer(200), {env: None}))
        made.append(Case(f"empty-key{name}", "empty-key", "noKey", Answer(200), {env: ""}))
    silence = Answer(operation.success.status, silent=True)
    made.append(Case("no-answer", "no-answer", "noAnswer", silence))
    made.append(Case("refused", "refused", "noAnswer", silence, network="refused"))
    if tls:
        made.append(Case("untrusted", "untrusted", "noAnswer", silence, network="untrusted"))
    return made


def _id(row: Response | ApiError) -> str:
    if isinstance(row, Response):
        return str(row.status)
    is_taken = row.id in _TAKEN or row.id.startswith(("no-key", "empty-key"))
    return f"{row.status}-{row.id}" if is_taken else row.id


def chooser(apis: Sequence[Api], name: str) -> Callable[[Operation], Answer]:
    """Make the function that answers each operation with one row, where it has that.

    Arguments:
        apis: whose operations are to be answered.
        name: a status, or the id of an error row.

    Raises:
        GenError: if no operation has such an answer.
    """
    known: dict[tuple[Operation, str], Answer] = {}
    for api in apis:
        for operation in api.operations:
            rows: list[Response | ApiError] = [*operation.responses, *operation.errors]
            for row in rows:
                names = [str(row.status), *([row.id] if isinstance(row, ApiError) else [])]
                for given in names:
                    known.setdefault((operation, given), documented(row))
    if name not in {given for _, given in known}:
        todo = one_of({given for _, given in known}, name)
        raise GenError(f"--answer {name}: no operation has this answer; {todo}")

    def choose(operation: Operation) -> Answer:
        return known.get((operation, name)) or documented(operation.success)

    return choose


def _outcome(status: int) -> str:
    if 200 <= status < 300:
        return "success"
    return "redirect" if 300 <= status < 400 else "error"
