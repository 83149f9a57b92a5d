"""What a sample is run against: each documented answer, and what else a network brings."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.errors import GenError, one_of
from generator.model.api import Api, Operation
from generator.model.messages import (
    BODY,
    ApiError,
    Content,
    ContentKind,
    Parameter,
    Response,
    Where,
)
from generator.model.schema import Schema, Type
from generator.model.text import Text, reveal
from generator.model.values import Object, Value, map_texts
from generator.verify.expected.values import answered_value, credentials, json_value, sent_value


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
        values: values of parameters by name, and of the body under `BODY`, in place of the spec's
            examples.
    """

    id: str
    column: str
    outcome: str
    answer: Answer
    keys: Mapping[str, str | None] = field(default_factory=dict)
    network: str = "up"
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def is_of_network(self) -> bool:
        """Whether it is what a network brings, or lacks, and nothing documented."""
        return not _OF_NETWORK.isdisjoint((self.id, self.column))

    @property
    def requests(self) -> int:
        """How many requests must arrive."""
        return int(self.network == "up" and self.outcome != "noKey")


def documented(row: Response | ApiError) -> Answer:
    """Make the answer that the reference documents for a response or an error row."""
    fields: list[tuple[str, str]] = []
    if isinstance(row, Response):
        fields += [(reveal(header.name), reveal(header.example)) for header in row.headers]
        if row.content is None:
            return Answer(row.status, fields=tuple(fields))
        fields.append(("Content-Type", _content_type(row.content)))
        return Answer(row.status, _content(row.content), tuple(fields))
    if row.retry_after is not None:
        fields.append(("Retry-After", str(row.retry_after)))
    if row.body is None:
        return Answer(row.status, fields=tuple(fields))
    fields.append(("Content-Type", "application/json; charset=utf-8"))
    return Answer(row.status, reveal(row.body).encode(), tuple(fields))


def _content_type(content: Content) -> str:
    is_text = content.kind is not ContentKind.FILE
    return f"{content.media_type}; charset=utf-8" if is_text else content.media_type


def _content(content: Content) -> bytes:
    """Make the content of an answer of the documented examples."""
    value = answered_value(content.schema)
    if content.kind is ContentKind.FILE:
        # Not text in any encoding, and larger than what a client reads at once.
        return b"\x89\0\xff\r\n\x1a\n" * 10_000
    if content.kind is ContentKind.TEXT and isinstance(value, Text):
        return reveal(value).encode()
    return json.dumps(json_value(value), ensure_ascii=False, indent=2).encode()


# Ids of the cases that errors of the API don't make; an error of such a name gets its status.
_TAKEN = {
    "build",
    "empty",
    "html",
    "misdirected",
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
# A client may send a request again on another connection (RFC 9110, 15.5.20): a sample must not.
_MISDIRECTED = Answer(421, b"not here\n", (("Content-Type", "text/plain"),))
# 307 asks for the same method again; who follows sends a second request, and the key with it.
_REDIRECT = Answer(307, b"", (("Location", "/elsewhere"),))


# Ids or columns of cases that have nothing to do with what is documented.
_OF_NETWORK = {
    "html",
    "empty",
    "misdirected",
    "redirect",
    "no-key",
    "empty-key",
    "no-answer",
    "refused",
    "untrusted",
}

# What readers may give a parameter: it has to arrive, in a path as one segment.
_ODD = Text("a b/?#%&+=é")
# In a body every character may stand.
_ODD_TEXT = Text("a b/?#%&+=é\"'\\\n<$x>{y}\u2028😀")
_ODD_FILE = Text("a b's +é&;=.jpg")
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
    values = odd_values(operation)
    if is_bound and values:
        success = documented(operation.success)
        made.append(Case("values", "values", "success", success, values=values))
    made.append(Case("html", "html", "error", _HTML_ANSWER))
    made.append(Case("empty", "empty", "error", Answer(503)))
    if not any(row.status == 421 for row in rows):
        made.append(Case("misdirected", "421", "error", _MISDIRECTED))
    made.append(Case("redirect", "redirect", "redirect", _REDIRECT))
    secrets = list(dict.fromkeys(credential.env for credential in credentials(api, operation)))
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


def odd_values(operation: Operation) -> dict[str, Value]:
    """Choose a value for each text that a reader may put in: it has to arrive as it is."""
    values = {reveal(p.name): _odd_value(p) for p in operation.parameters}
    if operation.body is not None:
        values[BODY] = _odd(operation.body.schema, sent_value(operation.body.schema), _ODD_TEXT)
        if values[BODY] == sent_value(operation.body.schema):
            del values[BODY]
    return values


def _odd_value(parameter: Parameter) -> Value:
    text = _ODD_FIELD if parameter.where is Where.HEADER else _ODD
    schema = parameter.schema
    if schema.type is Type.ARRAY and schema.items is not None:
        item = _odd(schema.items, sent_value(schema.items), text)
        sent = sent_value(schema)
        return (item, item) if item is not None else sent if isinstance(sent, tuple) else ()
    value = _odd(schema, sent_value(schema), text)
    if value is None:  # what is optional needs no example
        return True if schema.type is Type.BOOLEAN else schema.minimum or 1
    return value


def _odd(schema: Schema, value: Value, text: Text) -> Value:
    """Give a value with every text in it odd that is not one of a few."""
    if schema.type is Type.FILE:
        return _ODD_FILE
    if isinstance(value, Object) and schema.fields:
        known = {reveal(field.name): field.schema for field in schema.fields}
        rows = ((name, _odd(known[reveal(name)], member, text)) for name, member in value.members)
        return Object(tuple(rows))
    if isinstance(value, tuple) and schema.items is not None:
        return tuple(_odd(schema.items, item, text) for item in value)
    if schema.enum:
        return value
    if value is None and schema.type is Type.STRING:
        return text
    return map_texts(value, lambda _: text)


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
