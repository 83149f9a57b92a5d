"""What a sample with a loop has to send in each of its cases, and which faults are seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.model.api import Operation
from generator.spec.loader import load
from generator.verify.expectations import sequence_faults
from generator.verify.expected.cases import Case
from generator.verify.expected.loops import expected_requests, make_loop_cases
from generator.verify.expected.request import ExpectedRequest
from generator.verify.http_request import ReceivedRequest
from tests.support import ROOT

(API,) = load(ROOT / "tests/golden/cases/loops")
KEYS = {credential.env: "key" for credential in API.credentials}
OPERATIONS = {operation.id: operation for operation in API.operations}


def cases(id_: str, is_bound: bool = True) -> dict[str, Case]:
    operation = OPERATIONS[id_]
    loop = "all-pages" if operation.paging else "until-done"
    found = make_loop_cases(API, operation, loop, tls=False, is_bound=is_bound)
    by_id = {case.id: case for case in found}
    assert len(by_id) == len(found), "each case has an id of its own"
    return by_id


def requests(id_: str, case: Case) -> list[ExpectedRequest]:
    return expected_requests(API, OPERATIONS[id_], case.steps, case.values, KEYS)


def queries(id_: str, case: str) -> list[dict[bytes, bytes]]:
    return [dict(request.query) for request in requests(id_, cases(id_)[case])]


def test_pages_after_the_last_item() -> None:
    size = {b"top": b"2"}
    wanted = [size, *({**size, b"start": lead} for lead in (b"p2", b"p3", b"p4"))]
    assert queries("after", "pages") == wanted
    assert queries("after", "one-page") == [size]
    assert queries("after", "short-page") == [size, {**size, b"start": b"p2"}]
    assert len(queries("after", "endless")) == 6
    assert cases("after")["endless"].outcome == "stopped"


def test_a_cursor_with_special_characters_arrives_exactly() -> None:
    (_, query) = queries("cursor", "odd-cursor")
    assert query[b"from$"].decode() == "a b&c=d/?#%25+é\"'\\\n<$x>{y}`日😀"
    (first, _) = queries("cursor", "odd-cursor")
    assert first == {b"url": b"x", b"from$": b"the start"}


def test_links_have_the_query_of_the_first_request_and_more() -> None:
    _, second, third, _ = queries("link", "pages")
    assert (second, third) == ({b"top": b"2", b"page": b"2"}, {b"top": b"2", b"page": b"3"})
    case = cases("link")["other-host"].at("http://a:1", "http://b:2")
    assert b"http://b:2/v1/ours/links?page=2" in case.steps[0].answer.body
    assert len(requests("link", case)) == 1


@pytest.mark.parametrize("id_", ["link", "cursor", "number"])
def test_a_list_ends_where_nothing_leads_on(id_: str) -> None:
    word = "link" if id_ == "link" else "cursor"
    found = cases(id_)
    ends = ["missing", "null"] if id_ == "number" else ["missing", "null", "empty"]
    for end in ends:
        assert len(found[f"{end}-{word}"].steps) == 2


def test_the_state_is_asked_with_what_the_first_call_has() -> None:
    first, *states = requests("wait", cases("wait")["running"])
    assert (first.method, len(states)) == ("POST", 3)
    assert {state.segments for state in states} == {(b"v1", b"tasks", b"a/b", b"progress")}
    assert {state.query for state in states} == {((b"version", b"2"), (b"secret", b"key"))}
    assert ("language", "en") in states[0].fields


def test_without_small_limits_no_case_takes_long() -> None:
    for id_ in ("wait", "link"):
        assert not {"endless", "round", "unfinished", "values"} & cases(id_, is_bound=False).keys()


def received(operation: Operation, *ats: float) -> list[ReceivedRequest]:
    return [
        ReceivedRequest("GET", target, (("Accept", "application/json"),), b"", at)
        for target, at in zip(("/v1/a%20b%2Fc/things?top=2", *["/x"] * len(ats)), ats, strict=False)
    ]


def test_each_request_of_a_sequence_counts() -> None:
    case = cases("after")["short-page"]
    wanted = requests("after", case)
    one = received(OPERATIONS["after"], 1.0)
    said = sequence_faults(one, wanted, case)
    assert said == ["requests: 1 (GET /v1/a%20b%2Fc/things?top=2), expected 2"]
    wrong = sequence_faults(received(OPERATIONS["after"], 1.0, 2.0), wanted, case)
    assert [fault.partition(":")[0] for fault in wrong] == ["request 2", "request 2"]
    early = sequence_faults(
        received(OPERATIONS["after"], 1.0, 1.5), wanted, replace(case, pauses=(2,))
    )
    assert "request 2 came after 0.5 s, expected 2 s at least" in early


def test_a_pause_is_what_the_answer_before_asks_for_or_the_interval() -> None:
    pauses = {name: list(case.pauses) for name, case in cases("wait").items()}
    assert pauses["running"] == [1, 1, 1]
    assert pauses["retry-after-state"] == [1, 2]
    assert pauses["retry-after-date"] == [1, 1]
    assert list(cases("wait", is_bound=False)["running"].pauses) == []


def test_an_answer_that_asks_for_more_time_than_there_is_ends_the_sample_at_once() -> None:
    case = cases("wait")["retry-after-first"]
    assert (case.outcome, len(requests("wait", case))) == ("stopped", 1)
    assert ("Retry-After", "99999999") in case.answer.fields


@pytest.mark.parametrize(
    ("id_", "case", "sent"),
    [("link", "broken-link", 1), ("after", "broken-page", 2), ("wait", "broken-state", 2)],
)
def test_what_no_program_can_read_ends_a_loop(id_: str, case: str, sent: int) -> None:
    found = cases(id_)[case]
    assert (found.outcome, len(requests(id_, found))) == ("unreadable", sent)
