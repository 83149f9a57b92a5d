"""The cases of samples with a loop: what the server answers in turn, and what has to arrive.

Such a sample asks for page after page of a list, or for the state of a task until it is done.
This code is separate from the code that renders samples, so that the two don't share faults.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, quote

from generator.model.api import Api, Operation
from generator.model.follow_ups import LongRunning, Paging
from generator.model.messages import Where
from generator.model.schema import Schema, Type
from generator.model.structs import replace as replace_fields
from generator.model.text import reveal
from generator.model.values import Value
from generator.verify.expected.cases import (
    ELSEWHERE,
    HERE,
    Answer,
    Case,
    Step,
    make_answer,
    make_cases,
)
from generator.verify.expected.odd_values import odd_values
from generator.verify.expected.request import ExpectedRequest, expected_request
from generator.verify.expected.values import (
    answered_value,
    format_scalar,
    json_value,
    named_values,
    sent_value,
)

# How often the loop of a sample goes on that is rendered for a mock server: pages, and seconds.
MOST_PAGES = 6
MOST_SECONDS = 5
INTERVAL = 1
# A value with what URLs, HTML, shells and source code have a meaning for.
_ODD_CURSOR = "a b&c=d/?#%25+é\"'\\\n<$x>{y}`日😀"
_ODD_QUERY = "page=2&%24skip=a%20b%26c%3Dd%2F%3F%23%2525%2B%C3%A9%22%5C%E6%97%A5"
_REDIRECT = Answer(307, b"", (("Location", "/elsewhere"),))
_JSON = ("Content-Type", "application/json; charset=utf-8")
# JSON that ends too early.
_BROKEN = b'{"'


def make_loop_cases(
    api: Api, operation: Operation, loop: str, tls: bool, is_bound: bool
) -> list[Case]:
    """Return the cases that a sample with a loop runs in.

    Arguments:
        api: the API of the operation.
        operation: the operation that the sample calls first.
        loop: what the sample repeats: "all-pages" or "until-done".
        tls: whether the server uses TLS, so that its certificate can be untrusted.
        is_bound: whether samples are rendered anew for the run, with small limits of the loop.
    """
    paging, task = operation.paging, operation.long_running
    if loop == "all-pages" and paging is not None:
        listed = list(_page_cases(api, operation, paging, is_bound))
    elif task is not None:
        listed = list(_task_cases(api, operation, task, is_bound))
    else:
        raise LookupError(f"{operation.id} has nothing to repeat")
    single = make_cases(api, operation, tls, is_bound)
    return [*listed, *(case for case in single if case.outcome != "success")]


def expected_requests(
    api: Api,
    operation: Operation,
    steps: Sequence[Step],
    sent: Mapping[str, Value],
    keys: Mapping[str, str],
) -> list[ExpectedRequest]:
    """Return the requests that a sample with a loop must send in a case, in order.

    Arguments:
        api: the API of the operation.
        operation: the operation that the sample calls first.
        steps: the steps of the case; empty for the first request alone.
        sent: values in place of the spec's examples, by parameter name.
        keys: the values of credentials by their environment variables.
    """
    sent = {**named_values(operation, ""), **sent}
    name = operation.paging.parameter if operation.paging is not None else None
    kept = [p for p in operation.parameters if p.where is not Where.QUERY or p.name != name]
    first = expected_request(
        api, replace_fields(operation, parameters=tuple(kept)), sent, keys, accepts=True
    )
    start: list[tuple[bytes, bytes]] = []
    for parameter in operation.parameters:
        is_sent = parameter.required or reveal(parameter.name) in sent
        if parameter not in kept and is_sent:
            value = sent.get(reveal(parameter.name), sent_value(parameter.schema))
            start.append((reveal(parameter.name).encode(), format_scalar(value).encode()))
    found = [replace(first, query=(*first.query, *start))]
    for step in steps[1:]:
        if step.operation is not None:
            values = _shared_values(operation, step.operation, sent)
            found.append(expected_request(api, step.operation, values, keys, accepts=True))
        else:
            found.append(replace(first, query=(*first.query, *step.query)))
    return found


def _shared_values(
    operation: Operation, state: Operation, values: Mapping[str, Value]
) -> dict[str, Value]:
    """Return the values that the first call sends of parameters that the second one needs."""
    needed = {reveal(p.name) for p in state.parameters if p.required}
    return {
        reveal(p.name): values.get(reveal(p.name), sent_value(p.schema))
        for p in operation.parameters
        if reveal(p.name) in needed and (p.required or reveal(p.name) in values)
    }


def printed_in(case: Case, first: str) -> str:
    """Return what a sample with a loop prints in a case before it ends otherwise than well.

    Arguments:
        case: the case.
        first: what it prints after the first answer, without a line end.
    """
    lines = [first] if case.steps and case.steps[0].is_shown else []
    lines += [step.answer.body.decode() for step in case.steps[1:] if step.is_shown]
    return "".join(f"{line}\n" for line in lines)


def count_items(operation: Operation, answer: Answer) -> int:
    """Count the items in a page of a list; 0 if there is no such page.

    Arguments:
        operation: the operation that the page answers.
        answer: the page, which may be something else than JSON in a case that ends otherwise than
            well.
    """
    try:
        page = json.loads(answer.body)
    except ValueError:
        return 0
    paging = operation.paging
    if paging is not None and paging.items is not None and isinstance(page, dict):
        page = page.get(reveal(paging.items))
    return len(page) if isinstance(page, list) else 0


def _page_cases(api: Api, operation: Operation, paging: Paging, is_bound: bool) -> Iterable[Case]:
    """Yield the cases of a sample that asks for all pages."""
    pages = _Pages(api, operation, paging)
    a, b, c = pages.leads[:3]
    none = pages.ends[0][1]
    full = [pages.page(a), pages.page(b), pages.page(c)]
    yield pages.case("pages", [*full, pages.page(none, 0)], [a, b, c])
    yield pages.case("one-page", [pages.page(none, 0 if paging.after else 1)], [])
    if paging.after is None:
        for name, end in pages.ends:
            yield pages.case(f"{name}-{pages.word}", [pages.page(a), pages.page(end)], [a])
        answers = [pages.page(a), pages.page(b, 0), pages.page(none)]
        yield pages.case("empty-page", answers, [a, b])
    if pages.size is not None and pages.size > 1:
        answers = [pages.page(a, pages.size), pages.page(b, pages.size - 1)]
        yield pages.case("short-page", answers, [a])
    for name, lead in pages.odd:
        yield pages.case(name, [pages.page(lead), pages.page(none, 0)], [lead])
    if paging.next is not None:
        other = f"{ELSEWHERE}{pages.path}?page=2"
        case = pages.case("other-host", [pages.page(other)], [], "stopped")
        yield replace(case, reason="The next page is on another host: ")
        yield pages.case("broken-link", [pages.page("http://[")], [], "unreadable")
    broken = replace(full[0], body=_BROKEN)
    yield pages.case("broken-page", [full[0], broken], [a], "unreadable")
    yield pages.case("second-error", [full[0], _error_of(operation)], [a], "error")
    yield pages.case("second-redirect", [full[0], _REDIRECT], [a], "redirect")
    yield pages.case("second-no-answer", [full[0], Answer(200, silent=True)], [a], "noAnswer")
    if is_bound:
        reason = f"Stopped after {MOST_PAGES} pages."
        leads = [pages.leads[number % len(pages.leads)] for number in range(MOST_PAGES)]
        case = pages.case("endless", [pages.page(lead) for lead in leads], leads[:-1], "stopped")
        yield replace(case, reason=reason)
        two = [(a, b)[number % 2] for number in range(MOST_PAGES)]
        case = pages.case("round", [pages.page(lead) for lead in two], two[:-1], "stopped")
        yield replace(case, reason=reason)
        values = odd_values(operation)
        if values:
            end = pages.case("values", [pages.page(none, 0)], [])
            yield replace(end, values=values)


def _error_of(operation: Operation) -> Answer:
    """Return the answer of an operation's first documented error, or of any error."""
    error = next(iter(operation.errors), None)
    broken = Answer(500, b"broken\n", (("Content-Type", "text/plain"),))
    return broken if error is None else make_answer(error)


class _Pages:
    """Makes pages of a list as the server answers them, and cases with them.

    Attributes:
        word: what leads to the next page, for names of cases.
        leads: values that lead to the next page.
        odd: such values with special characters, by the name of their case.
        ends: values that a last page has, by name; `...` if it has no such field.
        size: how many items a page has if it is not the last one; None if the sample can't know.
        path: the path of the first page, encoded.
    """

    def __init__(self, api: Api, operation: Operation, paging: Paging) -> None:
        result = operation.result
        assert result is not None
        self._paging, self._answer = paging, make_answer(operation.success)
        self._whole = json_value(answered_value(result.schema))
        array = result.schema if paging.items is None else _field(result.schema, paging.items)
        assert array is not None
        item = None if array.items is None else json_value(answered_value(array.items))
        self._item = item if isinstance(item, dict) else {}
        keys = {credential.env: "key" for credential in api.credentials}
        request = expected_request(api, operation, {}, keys)
        self._known = 0
        self.path = "".join(f"/{quote(segment, safe='')}" for segment in request.segments)
        self.word = "link" if paging.next else "cursor"
        owner = array.items if paging.after is not None else result.schema
        name = paging.after or paging.cursor or paging.next
        field = _field(owner, name) if owner is not None and name is not None else None
        is_number = field is not None and field.type is Type.INTEGER
        self.ends: list[tuple[str, Any]] = [("missing", ...), ("null", None)]
        self.ends += [] if is_number else [("empty", "")]
        self.odd: list[tuple[str, Any]] = []
        if paging.next is not None:
            # A link has all of the query, so that of the first request is in it.
            pairs = [tuple(quote(text, safe="") for text in pair) for pair in request.query]
            known = "".join(f"{name}={value}&" for name, value in pairs)
            whole = f"{HERE}{self.path}?{known}"
            self.leads: list[Any] = [f"?{known}page=2", f"{self.path}?{known}page=3"]
            self.leads.append(f"{whole}page=4")
            self.odd = [("odd-link", f"?{known}{_ODD_QUERY}")]
            self.odd.append(("whole-link", f"{whole}{_ODD_QUERY}"))
            self._known = len(request.query)
        elif is_number:
            self.leads = [41, 0, 9007199254740991]
        else:
            self.leads = ["p2", "p3", "p4"]
            self.odd = [("odd-cursor", _ODD_CURSOR)]
        self.size: int | None = None
        for parameter in operation.parameters:
            is_sent = parameter.required or parameter.send
            if paging.after is not None and parameter.name == paging.limit and is_sent:
                value = sent_value(parameter.schema)
                self.size = value if isinstance(value, int) else None

    def page(self, lead: Any, count: int | None = None) -> Answer:
        """Make a page that leads to the next one.

        Arguments:
            lead: the value of the field that leads there; `...` if there is no such field.
            count: how many items it has; None for as many as a page has that is not the last.
        """
        paging = self._paging
        items = [dict(self._item) for _ in range((self.size or 2) if count is None else count)]
        if paging.after is not None and items:
            items[-1] = _with(items[-1], reveal(paging.after), lead)
        whole: Any = items
        if paging.items is not None:
            whole = dict(self._whole) if isinstance(self._whole, dict) else {}
            whole[reveal(paging.items)] = items
        name = paging.cursor or paging.next
        if name is not None:
            whole = _with(whole, reveal(name), lead)
        body = json.dumps(whole, ensure_ascii=False).encode()
        return Answer(self._answer.status, body, (*self._answer.fields[:-1], _JSON))

    def case(
        self, id_: str, answers: Sequence[Answer], leads: Sequence[Any], outcome: str = "success"
    ) -> Case:
        """Make a case.

        Arguments:
            id_: the id of the case.
            answers: what the server answers in turn.
            leads: what leads to the second request and those behind it.
            outcome: how the run must end.
        """
        steps = [Step(answers[0], is_shown=answers[0].status < 300)]
        for answer, lead in zip(answers[1:], leads, strict=True):
            is_shown = answer.status < 300 and not answer.silent
            steps.append(Step(answer, self._query(lead), None, is_shown, bool(self._paging.next)))
        return Case(id_, id_, outcome, answers[-1], steps=tuple(steps))

    def _query(self, lead: Any) -> tuple[tuple[bytes, bytes], ...]:
        """Return the names and values that a request for the next page has in its query."""
        if self._paging.next is not None:
            pairs = parse_qsl(lead.partition("?")[2].replace("+", "%2B"), keep_blank_values=True)
            return tuple((name.encode(), value.encode()) for name, value in pairs[self._known :])
        assert self._paging.parameter is not None
        value = lead if isinstance(lead, str) else json.dumps(lead)
        return ((reveal(self._paging.parameter).encode(), value.encode()),)


def _with(row: Mapping[str, Any], name: str, value: Any) -> dict[str, Any]:
    """Return an object of JSON with another value of a field, or without the field for `...`."""
    rest = {key: member for key, member in row.items() if key != name}
    return rest if value is ... else {**rest, name: value}


def _field(schema: Schema, name: object) -> Schema | None:
    """Return the schema of a field; None if there is none."""
    return next((field.schema for field in schema.fields if field.name == name), None)


def _task_cases(
    api: Api, operation: Operation, task: LongRunning, is_bound: bool
) -> Iterable[Case]:
    """Yield the cases of a sample that waits for a task."""
    state = next(o for o in api.operations if o.id == task.operation)
    successes = [r for r in operation.responses if r.status < 300]
    first = Step(make_answer(operation.success))
    at_once = [row for row in first.answer.fields if row[0].lower() != "retry-after"]
    example = make_answer(state.success)
    whole = json.loads(example.body)

    def told(word: str, *fields: tuple[str, str], is_shown: bool = False) -> Step:
        body = json.dumps({**whole, reveal(task.field): word}, ensure_ascii=False).encode()
        own = [row for row in example.fields if row[0].lower() != "retry-after"]
        answer = Answer(example.status, body, (*own, *fields))
        return Step(answer, operation=state, is_shown=is_shown)

    def case(id_: str, *steps: Step, outcome: str = "success", **more: Any) -> Case:
        shown = steps[0].answer.status < 300
        whole_steps = (replace(steps[0], is_shown=shown), *steps[1:])
        # Rendered for another run, the interval is that of the spec, which may be long.
        pauses = tuple(_pause_behind(step.answer) for step in steps[:-1]) if is_bound else ()
        last = steps[-1].answer
        return Case(id_, id_, outcome, last, steps=whole_steps, waits=True, pauses=pauses, **more)

    running = "still at it"
    end = told(reveal(task.done[0]), is_shown=True)
    for response in successes:
        answer = Step(make_answer(response))
        yield replace(case(str(response.status), answer, end), column=str(response.status))
    yield case("running", first, told(running), told(running), end)
    for number, word in enumerate(task.done[1:], 2):
        yield case(f"done-{number}", first, told(reveal(word), is_shown=True))
    for number, word in enumerate(task.failed, 1):
        failed = told(reveal(word))
        reason = f"Failed: {failed.answer.body.decode()}"
        name = f"failed-{number}" if number > 1 else "failed"
        yield case(name, first, failed, outcome="stopped", reason=reason)
    refused = Step(_error_of(state), operation=state)
    yield case("second-error", first, refused, outcome="error")
    yield case("second-redirect", first, Step(_REDIRECT, operation=state), outcome="redirect")
    broken = told(running)
    broken = replace(broken, answer=replace(broken.answer, body=_BROKEN))
    yield case("broken-state", first, broken, outcome="unreadable")
    silent = Step(Answer(200, silent=True), operation=state)
    yield case("second-no-answer", first, silent, outcome="noAnswer")
    date = ("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT")
    yield case("retry-after-date", first, told(running, date), end)
    long = ("Retry-After", "99999999")
    stopped = told(running, long)
    if is_bound:
        reason = f"Stopped after {MOST_SECONDS} seconds."
        yield case("retry-after-long", first, stopped, outcome="stopped", reason=reason)
        begun = replace(first, answer=replace(first.answer, fields=(*at_once, long)))
        yield case("retry-after-first", begun, outcome="stopped", reason=reason)
        later = told(running, ("Retry-After", "2"))
        yield case("retry-after-state", first, later, end)
        again = case("unfinished", first, told(running), outcome="stopped", reason=reason)
        yield replace(again, repeats=True)
        if values := odd_values(operation):
            yield replace(case("values", first, end), values=values)


def _pause_behind(answer: Answer) -> int:
    """Return how many seconds a sample waits after an answer: what it asks for, or the interval."""
    for name, value in answer.fields:
        if name.lower() == "retry-after" and value.isdecimal():
            return int(value)
    return INTERVAL
