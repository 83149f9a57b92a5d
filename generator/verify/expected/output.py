"""Check what a sample prints, and its exit code.

This module also computes the exception that a client must raise.
"""

from __future__ import annotations

import difflib
import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from generator.languages.target import ExpectedOutcome, fill_pattern
from generator.model.api import Api, Operation
from generator.model.credentials import Credential, Scheme
from generator.model.messages import ApiError, ContentKind
from generator.model.statuses import ErrorStatus, documented_statuses
from generator.model.text import reveal
from generator.verify.expected.cases import Answer
from generator.verify.expected.files import saved_file_name
from generator.verify.expected.returned import returned_text
from generator.verify.process import Result

# The expectations of every language, unless language.yaml says otherwise.
DEFAULTS = {
    "success": ExpectedOutcome(exit=0, stdout="{sentence}\n", stderr=("",)),
    "error": ExpectedOutcome(exit=None, stdout="", stderr=("HTTP {status}: {body}\n",)),
    "redirect": ExpectedOutcome(exit=None, stdout="", stderr=("HTTP {status}: {body}\n",)),
    "noKey": ExpectedOutcome(exit=None, stdout="", stderr=("{env}",), lines=1),
    "noAnswer": ExpectedOutcome(exit=None, stdout="", stderr=("",)),
    "noFile": ExpectedOutcome(exit=None, stdout="", stderr=("",), lines=200),
    "unreadable": ExpectedOutcome(exit=None, stdout="", stderr=("",), lines=200),
    "stopped": ExpectedOutcome(exit=None, stdout="", stderr=("{reason}",), lines=1),
}
_NO_WORDING: Mapping[str, str] = MappingProxyType({})
# The lines around a changed one that a message shows.
_CONTEXT = 3
# The most characters of an output that a message shows.
_SHOWN = 2000
# For these outcomes, stderr must be the expected text. For others, and if language.yaml has its own
# text for stderr, it must contain the text.
_WHOLE_STDERR = ("success", "error", "redirect")


def output_faults(
    expect: Mapping[str, ExpectedOutcome],
    outcome: str,
    result: Result,
    facts: Mapping[str, str],
    least_lines: int | None = None,
) -> list[str]:
    """Return a message for each difference between a run and what is expected of it.

    Arguments:
        expect: what the sample's language.yaml has in place of parts of `DEFAULTS`.
        outcome: how the run must end, a key of `DEFAULTS`.
        result: the exit code and output of the run.
        facts: the texts for placeholders in expectations: those of `output_facts` and `key_facts`;
            and {raised}, what `expected_error` returns.
        least_lines: how many lines at least the standard output has of objects in the notation of
            the language, which is not known word for word; None if the whole output is known.
    """
    default = DEFAULTS[outcome]
    declared = expect.get(outcome, ExpectedOutcome())
    code = declared.exit if declared.exit is not None else default.exit
    faults = []
    if result.exit is None:
        faults.append("it did not end, and was killed")
    elif code is None and result.exit == 0:
        faults.append("exit code 0, expected another")
    elif code is not None and result.exit != code:
        faults.append(f"exit code {result.exit}, expected {code}")
    stdout = fill_pattern(
        (declared if declared.stdout is not None else default).stdout or "", facts
    )
    if outcome != "success":  # what came back before belongs to a sample with a loop
        stdout = facts.get("printed", "") + stdout
    if least_lines:
        number = len(result.stdout.splitlines())
        if number < least_lines:
            faults.append(f"{number} lines on stdout, expected {least_lines} of what came back")
    elif not _same(result.stdout, stdout if least_lines is None else ""):
        faults.append(_difference("stdout", result.stdout, stdout))
    patterns = declared.stderr if declared.stderr is not None else default.stderr
    is_whole = outcome in _WHOLE_STDERR and declared.stderr is None
    expected = [fill_pattern(pattern, facts) for pattern in patterns or ()]
    most = declared.lines or default.lines
    return [*faults, *_stderr_faults(result.stderr, expected, outcome, is_whole, most, facts)]


def _stderr_faults(
    stderr: str,
    expected: Sequence[str],
    outcome: str,
    is_whole: bool,
    most: int | None,
    facts: Mapping[str, str],
) -> list[str]:
    """Check the standard error of a run.

    Arguments:
        stderr: what was printed.
        expected: texts of which `stderr` must have one.
        outcome: how the run must end.
        is_whole: whether the text must be all of it.
        most: the most lines besides those of the answer's body; None for any number.
        facts: see `output_faults`.
    """
    body = facts.get("body")
    own_lines = (stderr.replace(body, "", 1) if body else stderr).splitlines()
    if most and len(own_lines) > most:
        what = f"stderr has {len(own_lines)} lines besides the answer's body"
        return [f"{what}, expected {most} at most\n{_cut(stderr)}"]
    if is_whole:
        same = any(_same(stderr, text) for text in expected)
        return [] if same else [_difference("stderr", stderr, expected[0])]
    printed = _without_cr(stderr)
    if outcome in ("noAnswer", "noFile", "unreadable") and not printed.strip():
        return ["nothing on stderr, expected the cause"]
    if any(_without_cr(text) in printed for text in expected):
        ends = not printed or printed.endswith("\n") or outcome in _WHOLE_STDERR
        return [] if ends else [f"stderr {stderr!r} does not end its line"]
    if "\n" in expected[0].rstrip("\n"):
        return [_difference("stderr", stderr, expected[0])]
    texts = " or ".join(map(repr, expected))
    return [f"stderr {_cut(stderr)!r}, expected one with {texts}"]


def _same(actual: str, expected: str) -> bool:
    """Return whether texts are equal, but for the number of line ends at the end, if any."""
    actual, expected = _without_cr(actual), _without_cr(expected)
    is_same_text = actual.rstrip("\n") == expected.rstrip("\n")
    return is_same_text and actual.endswith("\n") == expected.endswith("\n")


def _cut(text: str) -> str:
    """Cut an output that is too long for a message."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text)} characters)"


def _difference(name: str, actual: str, expected: str) -> str:
    """Describe the difference of two texts, line by line if one of them has several lines."""
    actual, expected = _cut(actual), _cut(expected)
    texts = (_without_cr(text).rstrip("\n") for text in (expected, actual))
    expected_lines, actual_lines = (text.split("\n") if text else [] for text in texts)
    if len(expected_lines) <= 1 and len(actual_lines) <= 1:
        return f"{name} {actual!r}, expected {expected!r}"
    lines = [
        line
        for line in difflib.ndiff(expected_lines, actual_lines)
        if line[0] != "?" and line.rstrip() != "-"
    ]
    return "\n".join([f"{name} differs; - is expected, + came:", *_around_changes(lines)])


def _around_changes(lines: Sequence[str]) -> list[str]:
    """Return the lines of a difference that changed, with those around them, and "…" for others."""
    changed = [number for number, line in enumerate(lines) if line[0] != " "]
    near = {number + step for number in changed for step in range(-_CONTEXT, _CONTEXT + 1)}
    kept: list[str] = []
    for number, line in enumerate(lines):
        if number in near:
            kept.append(line)
        elif kept[-1:] != ["…"]:
            kept.append("…")
    return kept


def _without_cr(text: str) -> str:
    """Replace CRLF with LF, since programs on Windows print CRLF."""
    return text.replace("\r\n", "\n")


def key_faults(result: Result, keys: Iterable[str]) -> list[str]:
    """Return a message if a run prints a key: as it is, in a URL or in Basic credentials.

    Arguments:
        result: the output of the run.
        keys: the values of the credentials that the run was given.
    """
    printed = result.stdout + result.stderr
    forms = (
        form
        for key in keys
        for form in (key, quote(key, safe=""), b64encode(key.encode()).decode())
    )
    return ["it prints the key"] if any(form in printed for form in forms) else []


def key_facts(credential: Credential, wording: Mapping[str, str]) -> dict[str, str]:
    """Return the texts for placeholders in expectations, for a run without a credential.

    Arguments:
        credential: the credential whose environment variable is not set.
        wording: the sentences of the target.

    Returns:
        `env`, the variable, and each sentence of the target with the placeholders of a credential.
    """
    hint = {Scheme.RAW: "yourKey", Scheme.BEARER: "yourToken", Scheme.BASIC: "yourLogin"}
    facts = {"env": credential.env, "hint": wording.get(hint[credential.scheme], "")}
    return {**{key: fill_pattern(text, facts) for key, text in wording.items()}, **facts}


def output_facts(
    operation: Operation, answer: Answer, wording: Mapping[str, str] = _NO_WORDING
) -> dict[str, str]:
    """Return the texts for placeholders in expectations, such as {status}, for one answer.

    Arguments:
        operation: the operation that was called.
        answer: what the mock server answered.
        wording: the sentences of the target; none for those of every language.

    Returns:
        A text for each of these placeholders:

        - `sentence`: what a sample prints after success;
        - `returned`: what a client program prints after success;
        - `status`: the status code;
        - `body`: the body;
        - `content`: the body, but empty if the operation's answers are saved as files;
        - `head`: the status line and the headers if samples print them, else empty;
        - `answerHead`: the same, never empty.
    """
    is_head = operation.method == "HEAD"
    result = operation.result
    is_file = result is not None and result.kind is ContentKind.FILE
    body = "" if is_head else answer.body.decode(errors="replace")
    names = {reveal(header.name) for header in operation.success.headers}
    lines = [f"{name}: {value}" for name, value in answer.fields if name in names]
    head = answer.head().decode("latin-1")
    sentence = body
    if is_file:
        saved = wording.get("saved", "Saved {file}")
        sentence = fill_pattern(saved, {"file": saved_file_name(operation)})
    elif result is None or is_head:
        sentence = reveal(operation.success.sentence)
    return {
        "sentence": "\n".join([sentence, *lines]),
        "returned": "\n".join([returned_text(operation, sentence), *lines]),
        "status": str(answer.status),
        "body": body,
        "content": "" if is_file else body,
        "head": head if is_head or names or result is None else "",
        "answerHead": head,
    }


# The places where a client looks last, after those of the API's documented errors.
_JsonPlace = tuple[str | int, ...]
_USUAL_PLACES: dict[str, tuple[_JsonPlace, ...]] = {
    "code": (
        *(("error", "code"), ("code",), ("errorCode",), ("error_code",)),
        ("errors", 0, "code"),
    ),
    "message": (
        *(("error", "message"), ("message",), ("error_description",), ("detail",), ("msg",)),
        *(("errors", 0, "message"), ("error",), ("title",)),
    ),
}


def expected_error(
    api: Api,
    classes: Mapping[tuple[ErrorStatus, str | None], str],
    base: str,
    answer: Answer,
    is_head: bool,
) -> str:
    """Return what a client program must print of the exception that its client raises.

    Arguments:
        api: the API that the client is for.
        classes: the name of the exception class for each documented status or range, and code. The
            class for a status with any other code has the code None.
        base: the name of the class for undocumented errors.
        answer: what the mock server answered.
        is_head: whether the request was HEAD, so that the answer has no body.

    Returns:
        Class name, status, code, seconds of Retry-After and message, each in a line of its own,
        without a line end after the last. A missing code or Retry-After is "-". A missing message
        is the body.
    """
    body = "" if is_head else answer.body.decode(errors="replace")
    leaves = dict(_leaves(_read_json(body)))
    code = _find_in_body(api, "code", answer.status, leaves, body)
    message = _find_in_body(api, "message", answer.status, leaves, body)
    name = _expected_class(api, classes, answer.status, code) or base
    wait = dict(answer.fields).get("Retry-After", "-")
    return "\n".join(
        [name, str(answer.status), code or "-", wait, body if message is None else message]
    )


def _expected_class(
    api: Api, classes: Mapping[tuple[ErrorStatus, str | None], str], status: int, code: str | None
) -> str | None:
    """Return the name of the class for an answer, of the most exact documented status.

    None if the status is not documented.
    """
    for documented in documented_statuses(status):
        rows = [error for error in api.errors if error.status == documented]
        if code and any(error.code is not None and reveal(error.code) == code for error in rows):
            return classes.get((documented, code), f"no class of {documented} {code}")
        if (documented, None) in classes:
            return classes[documented, None]
    return None


def _find_in_body(
    api: Api, what: str, status: int, leaves: Mapping[_JsonPlace, str], body: str
) -> str | None:
    """Return the code or the message in a body; None if it has none.

    If the body is that of a documented error, it is that error's. Else it is the text where
    documented errors have theirs, or at one of the usual places.

    Arguments:
        api: the API.
        what: "code" or "message".
        status: the status of the answer.
        leaves: the texts and whole numbers in the body, by place.
        body: the body.
    """
    for error in api.errors:
        own = _documented_text(error, what)
        is_status = error.status in documented_statuses(status)
        is_same = is_status and error.body is not None and reveal(error.body) == body
        if is_same and own and own in leaves.values():
            return own
    places = [place for error in api.errors for place in _documented_places(error, what)]
    return next(
        (leaves[place] for place in (*places, *_USUAL_PLACES[what]) if place in leaves), None
    )


def _documented_text(error: ApiError, what: str) -> str:
    """Return the code or message of a documented error; empty without one."""
    text = error.code if what == "code" else error.message
    return "" if text is None else reveal(text)


def _documented_places(error: ApiError, what: str) -> Iterator[_JsonPlace]:
    """Return the places where a documented error has its code or message."""
    own = _documented_text(error, what)
    if own and error.body is not None:
        leaves = _leaves(_read_json(reveal(error.body)))
        yield from (place for place, value in leaves if value == own)


def _read_json(body: str) -> Any:
    """Read JSON; None if it is invalid."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _leaves(value: Any, place: _JsonPlace = ()) -> Iterator[tuple[_JsonPlace, str]]:
    """Return each text and whole number in a JSON value, with the keys that lead to it."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _leaves(member, (*place, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, (*place, index))
    elif isinstance(value, (str, int)) and not isinstance(value, bool):
        yield place, str(value)
