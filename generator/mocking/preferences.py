"""Choose the answer to a request by its header Prefer (RFC 7240)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from generator.errors import one_of
from generator.mocking.contract import Contract
from generator.model.api import Api, Operation
from generator.model.messages import ApiError, Response
from generator.model.rules import MEDIA_TYPE
from generator.model.statuses import documented_statuses
from generator.model.structs import Struct
from generator.verify.expected.cases import Answer, make_answer
from generator.verify.expected.statuses import answered_status

_TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+"
_PREFERENCE = re.compile(rf'\s*({_TOKEN})\s*(?:=\s*("(?:[^"\\]|\\.)*"|[^\s;,"]*))?')


class Preferences(Struct, frozen=True):
    """What a request prefers.

    Attributes:
        code: the status of the answer; empty if the request does not say.
        example: the name of the answer's example; empty if the request does not say.
        is_strict: whether a preference that can't be met is an error (`handling=strict`).
    """

    code: str = ""
    example: str = ""
    is_strict: bool = False


class Choice(Struct, frozen=True):
    """A chosen answer.

    Attributes:
        answer: the answer; None if no preference could be met.
        applied: the preferences that were met, as they stand in Preference-Applied.
        notes: why others were not.
    """

    answer: Answer | None
    applied: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_preferences(values: Sequence[str]) -> Preferences:
    """Read the headers Prefer of a request. Preferences that gen does not know are ignored."""
    preferences: dict[str, str] = {}
    for line in values:
        for row in re.findall(r'(?:"(?:[^"\\]|\\.)*"|[^",])+', line):
            match = _PREFERENCE.match(row)
            if match:
                value = match[2] or ""
                if value.startswith('"'):
                    value = re.sub(r"\\(.)", r"\1", value[1:-1])
                preferences.setdefault(match[1].lower(), value)
    return Preferences(
        preferences.get("code", ""),
        preferences.get("example", ""),
        preferences.get("handling", "").lower() == "strict",
    )


def choose_answer(
    api: Api, operation: Operation, contract: Contract, preferences: Preferences
) -> Choice:
    """Choose the answer of an operation that a request prefers.

    Arguments:
        api: the API of the operation.
        operation: the operation.
        contract: what the operation documents, with the named examples.
        preferences: what the request prefers.
    """
    rows: list[Response | ApiError] = [*operation.responses, *operation.errors]
    code, name = preferences.code, preferences.example
    notes: list[str] = []
    allowed = rows
    if code:
        allowed = _with_code(rows, code)
        if not allowed:
            codes = list(dict.fromkeys(str(row.status) for row in rows))
            notes.append(f"code={code} is not documented; {one_of(codes, code)}")
            code, allowed = "", rows
    if name:
        answer = _example(api, operation, contract, name, allowed, code)
        if answer is not None:
            token = name if re.fullmatch(_TOKEN, name) else json.dumps(name)
            applied = (*((f"code={code}",) if code else ()), f"example={token}")
            return Choice(answer, applied, tuple(notes))
        names = [row.id for row in allowed if isinstance(row, ApiError)]
        todo = one_of([*contract.examples, *names] or ["no example"], name)
        notes.append(f"example={name} is not documented here; {todo}")
    if not code:
        return Choice(None, (), tuple(notes))
    row = allowed[0]
    status = (
        int(code) if re.fullmatch("[1-5][0-9]{2}", code) else answered_status(api, operation, row)
    )
    return Choice(make_answer(row, status), (f"code={code}",), tuple(notes))


def _with_code(rows: Sequence[Response | ApiError], code: str) -> list[Response | ApiError]:
    """Return the answers of a status, or of the range that documents it most exactly."""
    exact = [row for row in rows if str(row.status).lower() == code.lower()]
    if exact or not re.fullmatch("[45][0-9]{2}", code):
        return exact
    for status in documented_statuses(int(code)):
        range_rows = [row for row in rows if row.status == status]
        if range_rows:
            return range_rows
    return []


def _example(
    api: Api,
    operation: Operation,
    contract: Contract,
    name: str,
    rows: Sequence[Response | ApiError],
    code: str,
) -> Answer | None:
    """Return the answer with a name among some rows; None if there is none."""
    exact = int(code) if re.fullmatch("[1-5][0-9]{2}", code) else None
    for row in rows:
        if isinstance(row, ApiError) and row.id == name:
            return make_answer(row, exact or answered_status(api, operation, row))
    example = contract.examples.get(name)
    statuses = {str(row.status): row for row in rows}
    if example is None or example.status not in statuses:
        return None
    row = statuses[example.status]
    status = exact or answered_status(api, operation, row)
    usual = make_answer(row, status)
    fields = tuple(pair for pair in usual.fields if pair[0].lower() != "content-type")
    text = example.value if isinstance(example.value, str) else None
    is_text = text is not None and not example.media_type.lower().endswith("json")
    body = (
        text
        if is_text and text is not None
        else json.dumps(example.value, ensure_ascii=False, indent=2)
    )
    media_type = example.media_type.partition(";")[0].strip()
    if not re.fullmatch(MEDIA_TYPE.pattern, media_type):
        media_type = "application/octet-stream"
    return Answer(
        usual.status,
        body.encode(errors="backslashreplace"),
        (*fields, ("Content-Type", f"{media_type}; charset=utf-8")),
    )
