"""What samples with a loop are made of: URLs of pages, and the request for a state."""

from __future__ import annotations

import pytest

from generator.model.api import Api, Operation
from generator.model.structs import replace
from generator.model.text import Text, reveal
from generator.model.variants import Loop
from generator.rendering.expressions import Expression
from generator.rendering.loops.parts import LoopLimits, PageLoop, StateLoop
from generator.rendering.request import Binding, Request, bind, make_request
from generator.spec.loader import load
from tests.compiled.client.made import read
from tests.support import ROOT, face_api

ELSEWHERE = """\
api: {id: a, title: A, version: v1}
endpoint: https://{region}.example.com
defaultRegion: here
regions: {here: Here, there: There}
operations:
  start:
    title: S
    summary: Start.
    method: POST
    path: /s
    responses: {202: Started.}
    longRunning: {operation: state, field: state, done: [done]}
  state:
    title: T
    summary: State.
    method: GET
    path: /t
    regions: {only: [there]}
    responses: {200: {description: T., body: {fields: {state: {description: S., example: x}}}}}
"""
(LOOPS,) = load(ROOT / "tests/golden/cases/loops")


def looped(api: Api, id_: str, binding: Binding | None = None) -> tuple[Operation, Request]:
    operation = next(o for o in api.operations if o.id == id_)
    variant = next(v for v in operation.variants if v.loop)
    return operation, make_request(api, operation, binding or bind(api), variant)


def text(expression: Expression) -> str:
    """Write an expression with the names of variables and credentials in braces."""
    return "".join(
        reveal(piece.text) if piece.value is None else f"{{{reveal(piece.value.name)}}}"
        for piece in expression
    )


@pytest.mark.parametrize(
    ("id_", "url", "start", "following"),
    [
        ("after", "/v1/{shelf}/things?top=2", "{first_page}", "{first_page}&start={cursor}"),
        ("after-in-field", "/v1/things", "{first_page}", "{first_page}?start={cursor}"),
        (
            "cursor",
            "/v1/things?url=x",
            "{first_page}&from%24=the%20start",
            "{first_page}&from%24={cursor}",
        ),
        ("number", "/v1/numbers?secret={secret}", "{first_page}", "{first_page}&page={cursor}"),
    ],
)
def test_the_next_page_has_the_cursor_behind_all_else(
    id_: str, url: str, start: str, following: str
) -> None:
    _, request = looped(LOOPS, id_)
    assert isinstance(request.loop, PageLoop)
    assert text(request.url) == f"https://loops.example.com{url}"
    assert (text(request.loop.start), text(request.loop.following)) == (start, following)
    assert request.loop.is_text is (id_ != "number")
    assert request.loop.most == LoopLimits().pages


def without_sent(api: Api) -> Api:
    """Return an API whose samples send no optional parameter."""
    operations = [
        replace(o, parameters=tuple(replace(p, send=False) for p in o.parameters))
        for o in api.operations
    ]
    return replace(api, operations=tuple(operations))


def test_a_page_is_short_only_where_its_size_is_sent() -> None:
    _, request = looped(LOOPS, "after")
    api = without_sent(face_api())
    _, without = looped(api, "list-liveness-sessions")
    _, with_size = looped(api, "list-liveness-sessions", Binding("https://x", 3, {"top": 20}))
    _, cursor = looped(LOOPS, "link")
    sizes = [
        r.loop.size for r in (request, without, with_size, cursor) if isinstance(r.loop, PageLoop)
    ]
    assert sizes == [2, None, 20, None]


def test_the_request_for_the_state_shares_variables_and_credentials() -> None:
    _, request = looped(
        LOOPS, "wait", Binding("https://x", 3, {"state": Text("new"), "debug": Text("y")})
    )
    loop = request.loop
    assert isinstance(loop, StateLoop)
    assert [reveal(variable.value) for variable in request.inputs] == ["new"]
    assert any(piece.value is request.inputs[0] for piece in loop.request.url)
    # What the second call requires is that of the first; what is optional is not sent.
    assert text(loop.request.url) == "https://x/v1/tasks/{state}/progress?version=2&secret={secret}"
    assert [credential.env for credential in request.credentials] == ["LOOPS_KEY", "LOOPS_SECRET"]
    assert (loop.interval, loop.most) == (20, 2000)


def test_a_state_elsewhere_has_an_endpoint_of_its_own() -> None:
    api = read(ELSEWHERE)
    _, request = looped(api, "start")
    assert isinstance(request.loop, StateLoop)
    values = [reveal(variable.value) for variable in request.inputs]
    assert values == ["https://here.example.com", "https://there.example.com"]
    assert request.loop.request.url[0].value is request.inputs[1]


def test_limits_of_a_run_take_the_place_of_the_usual_ones() -> None:
    limits = LoopLimits(pages=6, seconds=5, interval=1)
    _, request = looped(LOOPS, "wait", Binding("https://x", 3, limits=limits))
    _, pages = looped(LOOPS, "link", Binding("https://x", 3, limits=limits))
    assert isinstance(request.loop, StateLoop)
    assert isinstance(pages.loop, PageLoop)
    assert (request.loop.most, request.loop.interval, pages.loop.most) == (5, 1, 6)


def test_an_operation_has_a_sample_for_each_loop_behind_its_calls() -> None:
    rows = {o.id: [(v.id, v.loop) for v in o.variants] for o in face_api().operations}
    assert rows["train-large-face-list"] == [("", None), ("until-done", Loop.UNTIL_DONE)]
    assert rows["list-liveness-sessions"][-1] == ("all-pages", Loop.ALL_PAGES)
    assert rows["delete-liveness-session"] == [("", None)]
