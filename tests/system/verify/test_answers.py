"""Which runs a sample gets, what each is answered, and which answers `gen mock` can be told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.errors import GenError
from generator.model.api import Api
from generator.model.structs import replace
from generator.spec.loader import load
from generator.verify.expected.cases import Answer, Case, make_answer, make_cases, make_chooser

SPEC = """\
api: {id: a, title: A, version: v1}
endpoint: https://a.example.com
HEADERS
errorBodies: {plain: {message: $message}}
errors:
ROWS
operations:
  one: {title: O, summary: O., method: GET, path: /one, ERRORSresponses: RESPONSES}
  two: {title: T, summary: T., method: GET, path: /two, errors: [other], responses: {204: No.}}
"""
ROWS = {
    "gone": 'status: 410, description: Gone., message: "It\'s g\\u00F6ne."',
    "slow": "status: 429, description: Slow., message: Wait., retryAfter: 7",
    "busy": "status: 429, description: Busy., message: Wait.",
    "now": "status: 429, description: Now., message: Wait., retryAfter: 0",
    "later": "status: 503, description: Later., message: Wait., retryAfter: 7",
    "elsewhere": "status: 421, description: Elsewhere., message: Elsewhere.",
    "client": "status: 4XX, description: Client., message: Client.",
    "server": "status: 5XX, description: Server., message: Server.",
    "rest": "status: default, description: Rest., message: Rest.",
    "invalid": "status: 422, description: Invalid., message: Invalid.",
    "other": "status: 500, description: Other., message: Other.",
}
NETWORK = ["html", "empty", "misdirected", "redirect"]
SILENCE = ["no-answer", "refused"]
KEYLESS = ["no-key", "empty-key"]


def read(folder: Path, headers: str, errors: str, responses: str) -> Api:
    """Read an API; an error without a row is one of status 400."""
    names = [*filter(None, errors.split(", ")), "other"]
    odd = "status: 400, description: Odd., message: Odd."
    rows = "\n".join(f"  {name}: {{{ROWS.get(name, odd)}}}" for name in names)
    text = SPEC.replace("HEADERS", headers and f"headers: {{{headers}}}").replace("ROWS", rows)
    text = text.replace("ERRORS", errors and f"errors: [{errors}], ")
    file = folder / "spec.yaml"
    file.write_text(text.replace("RESPONSES", responses), "utf-8")
    return load(file)[0]


@pytest.fixture
def api(tmp_path: Path, request: pytest.FixtureRequest) -> Api:
    """The API; a parameter is headers, errors and responses."""
    headers, errors, responses = getattr(request, "param", ("", "gone", "{200: Done.}"))
    rows = ", ".join(f"X-{name}: {{description: K., env: {name}}}" for name in headers.split())
    return read(tmp_path, rows, errors, responses)


def made(api: Api, tls: bool = False) -> dict[str, Case]:
    """Give the cases of the first operation by id, in order."""
    return {case.id: case for case in make_cases(api, api.operations[0], tls)}


def having(headers: str = "", errors: str = "", responses: str = "{200: Done.}") -> tuple[str, ...]:
    return headers, errors, responses


@pytest.mark.parametrize(
    ("api", "ids"),
    [
        (having(), ["200", "retry-after", *NETWORK, *SILENCE]),
        (having(errors="gone"), ["200", "gone", "retry-after", *NETWORK, *SILENCE]),
        (having(errors="slow"), ["200", "slow", *NETWORK, *SILENCE]),
        (having(errors="busy"), ["200", "busy", "retry-after", *NETWORK, *SILENCE]),
        (having(errors="later"), ["200", "later", "retry-after", *NETWORK, *SILENCE]),
        (
            having(responses="{200: A., 204: B., 302: C.}"),
            ["200", "204", "302", "retry-after", *NETWORK, *SILENCE],
        ),
        (having("KEY"), ["200", "retry-after", *NETWORK, *KEYLESS, *SILENCE]),
        (
            having("KEY OTHER"),
            [
                *("200", "retry-after", *NETWORK),
                *("no-key-KEY", "empty-key-KEY", "no-key-OTHER", "empty-key-OTHER"),
                *SILENCE,
            ],
        ),
    ],
    ids=["least", "error", "429", "429 at once", "503", "responses", "key", "keys"],
    indirect=["api"],
)
def test_the_ids_of_an_operation(api: Api, ids: list[str]) -> None:
    assert list(made(api)) == ids


def test_two_headers_of_one_variable_are_one_key(tmp_path: Path) -> None:
    headers = "A: {description: K., env: KEY}, B: {description: K., env: KEY}"
    api = read(tmp_path, headers, "", "{200: D.}")
    assert [id_ for id_ in made(api) if "key" in id_] == KEYLESS


@pytest.mark.parametrize("api", [having(errors="now")], indirect=True)
def test_a_documented_429_that_may_be_tried_again_at_once_is_not_enough(api: Api) -> None:
    """A client that tries again by itself must be seen to; with 0 it may not wait to do so."""
    assert "retry-after" in made(api)


@pytest.mark.parametrize("api", [having(errors="elsewhere")], indirect=True)
def test_a_documented_421_is_enough(api: Api) -> None:
    rows = made(api)
    assert "misdirected" not in rows and rows["elsewhere"].requests == 1
    assert not rows["elsewhere"].is_network_case


@pytest.mark.parametrize(
    "api", [having("KEY", "gone, slow", "{200: A., 204: B., 302: C.}")], indirect=True
)
def test_outcomes_columns_and_the_number_of_requests(api: Api) -> None:
    rows = {id_: (c.column, c.outcome, c.network, c.requests) for id_, c in made(api, True).items()}
    assert rows == {
        "200": ("200", "success", "up", 1),
        "204": ("204", "success", "up", 1),
        "302": ("302", "redirect", "up", 1),
        "gone": ("410", "error", "up", 1),
        "slow": ("429", "error", "up", 1),
        "html": ("html", "error", "up", 1),
        "empty": ("empty", "error", "up", 1),
        "misdirected": ("421", "error", "up", 1),
        "redirect": ("redirect", "redirect", "up", 1),
        "no-key": ("no-key", "noKey", "up", 0),
        "empty-key": ("empty-key", "noKey", "up", 0),
        "no-answer": ("no-answer", "noAnswer", "up", 1),
        "refused": ("refused", "noAnswer", "refused", 0),
        "untrusted": ("untrusted", "noAnswer", "untrusted", 0),
    }


@pytest.mark.parametrize("api", [having("KEY OTHER")], indirect=True)
def test_only_the_key_of_the_case_is_missing(api: Api) -> None:
    keys = {id_: dict(case.keys) for id_, case in made(api).items() if case.keys}
    assert keys == {
        "no-key-KEY": {"KEY": None},
        "empty-key-KEY": {"KEY": ""},
        "no-key-OTHER": {"OTHER": None},
        "empty-key-OTHER": {"OTHER": ""},
    }


@pytest.mark.parametrize(
    "api", [having(errors="gone, later", responses="{204: D.}")], indirect=True
)
def test_answers_are_the_documented_ones(api: Api) -> None:
    rows = made(api)
    kind = ("Content-Type", "application/json; charset=utf-8")
    assert rows["204"].answer == Answer(204)
    assert (rows["gone"].answer.status, rows["gone"].answer.fields) == (410, (kind,))
    assert json.loads(rows["gone"].answer.body) == {"message": "It's göne."}
    assert rows["later"].answer.fields == (("Retry-After", "7"), kind)
    assert [id_ for id_, case in rows.items() if case.answer.silent] == SILENCE


@pytest.mark.parametrize(
    "name", ["redirect", "html", "refused", "retry-after", "build", "misdirected"]
)
def test_cases_have_ids_of_their_own_whatever_errors_are_called(tmp_path: Path, name: str) -> None:
    """Two of one id are remembered as one: the success of one hides the failure of the other."""
    api = read(tmp_path, "", name, "{200: D.}")
    ids = ["published", "build", *(case.id for case in make_cases(api, api.operations[0]))]
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize(
    ("answer", "head"),
    [
        (Answer(200), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
        (Answer(204), "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"),
        (
            Answer(429, "é".encode(), (("Retry-After", "7"),)),
            "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nContent-Length: 2\r\n"
            "Connection: close\r\n\r\n",
        ),
    ],
    ids=["empty", "no content", "body"],
)
def test_a_head_is_sent_as_rfc_9112_says(answer: Answer, head: str) -> None:
    assert answer.head() == head.encode()


# chooser


@pytest.mark.parametrize("name", ["410", "gone"])
def test_an_operation_answers_what_it_has_and_others_their_success(api: Api, name: str) -> None:
    one, two = api.operations
    choose = make_chooser([api], name)
    assert choose(one) == make_answer(one.errors[0])
    assert choose(two) == Answer(204)


@pytest.mark.parametrize("api", [having(errors="slow, busy")], indirect=True)
def test_a_status_of_several_rows_is_the_first(api: Api) -> None:
    one = api.operations[0]
    assert make_chooser([api], "429")(one) == make_answer(one.errors[0])
    assert make_chooser([api], "busy")(one) == make_answer(one.errors[1])


def test_a_response_is_chosen_by_its_status(api: Api) -> None:
    one, two = api.operations
    assert make_chooser([api], "204")(two) == Answer(204)
    assert make_chooser([api], "204")(one) == Answer(200)


def test_operations_of_one_id_in_two_specs_have_their_own_answers(api: Api) -> None:
    (first, _) = api.operations
    other = replace(first, responses=(), errors=tuple(replace(e, status=418) for e in first.errors))
    choose = make_chooser([api, replace(api, operations=(other,))], "gone")
    assert (choose(first).status, choose(other).status) == (410, 418)


@pytest.mark.parametrize(
    ("name", "todo"),
    [
        ("gonne", "did you mean gone?"),
        ("999", "use one of 200, 204, 410, 500, gone, other"),
        ("", "use one of 200, 204, 410, 500, gone, other"),
    ],
)
def test_an_answer_that_nobody_has_is_told(api: Api, name: str, todo: str) -> None:
    with pytest.raises(GenError) as caught:
        make_chooser([api], name)
    assert str(caught.value) == f"--answer {name}: no operation has this answer; {todo}"


# ranges


@pytest.mark.parametrize(
    ("api", "statuses"),
    [
        (having(errors="client, server, gone"), {"client": 422, "server": 503, "gone": 410}),
        (having(errors="client, invalid"), {"client": 400, "invalid": 422}),
        # Another operation has 500.
        (having(errors="rest"), {"rest": 503}),
        (having(errors="rest, server"), {"rest": 422, "server": 503}),
        (having(errors="rest, client"), {"rest": 503, "client": 422}),
        # Nothing is left for the rest.
        (having(errors="rest, client, server"), {"client": 422, "server": 503}),
    ],
    indirect=["api"],
)
def test_a_range_is_answered_with_a_status_that_is_not_documented_itself(
    api: Api, statuses: dict[str, int]
) -> None:
    cases = {case.id: case for case in make_cases(api, api.operations[0])}
    ids = {error.id for error in api.operations[0].errors}
    assert {id_: cases[id_].answer.status for id_ in ids if id_ in cases} == statuses


@pytest.mark.parametrize("api", [having(errors="client, rest, gone")], indirect=True)
def test_a_mock_is_told_a_range_by_its_name(api: Api) -> None:
    one = api.operations[0]
    assert make_chooser([api], "4XX")(one).status == 422
    assert make_chooser([api], "client")(one) == make_chooser([api], "4XX")(one)
    assert make_chooser([api], "default")(one).status == 503
