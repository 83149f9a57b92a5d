"""What a client has to raise is judged by other code than what makes the client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from generator.client import failures, names, planner, programs
from generator.model.api import Api
from generator.spec.loader import load_text
from generator.verify.results import State
from tests.support import proofs
from tests.system.verify.shop import SPEC, client


def failed() -> set[str]:
    """Make the client and prove it; give the cases that fail."""
    (api,) = load_text(SPEC, "shop.yaml")
    cells = [cell for proof in proofs(api, client()) for cell in proof.cells]
    assert cells
    return {cell.case for cell in cells if cell.state is State.FAILED}


def test_a_client_that_is_right_passes() -> None:
    assert failed() == set()


def _usual_codes(api: Api) -> Any:
    return (("error", "code"), ("code",))


def _usual_messages(api: Api) -> Any:
    return (("error", "message"), ("message",))


def _exchanged(api: Api) -> Any:
    return api.message_paths


def _nothing(*_: Any) -> Any:
    return None


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("code_paths", _usual_codes),
        ("message_paths", _usual_messages),
        ("code_paths", _exchanged),
        ("value_at", _nothing),
    ],
)
def test_a_fault_of_the_client_s_own_code_fails(
    name: str, broken: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (failures, names, planner, programs):
        if hasattr(module, name):
            monkeypatch.setattr(module, name, broken)
    assert "no_item" in failed()


RANGES = """\
api: {id: shop, title: Shop, version: v1}
endpoint: https://shop.example.com
errorBodies: {plain: {message: $message}, coded: {code: $code}}
errors:
  invalid: {status: 422, description: It is invalid., message: No.}
  faulty: {status: 4XX, description: Another fault of yours., message: No.}
  busy: {status: 5XX, code: Busy, body: coded, description: It is busy.}
  server: {status: 5XX, body: none, description: Our fault.}
  rest: {status: default, description: All others., message: No.}
operations:
  one:
    title: One
    summary: One.
    method: GET
    path: /one
    responses: {"204": Done.}
    errors: [invalid, faulty, busy, server]
  two: {title: Two, summary: T., method: GET, path: /two, responses: {"204": No.}, errors: [rest]}
publish: {targets: [python-client]}
"""


def test_an_answer_raises_the_class_of_its_status_else_of_its_range_else_of_all_others() -> None:
    (api,) = load_text(RANGES, "shop.yaml")
    cells = [cell for proof in proofs(api, client()) for cell in proof.cells]
    ran = {cell.case for cell in cells if cell.state is State.PASSED}
    assert {"invalid", "faulty", "busy", "server", "rest", "html", "redirect"} <= ran
    assert not [cell for cell in cells if cell.state is State.FAILED]


def test_a_range_that_is_forgotten_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    (api,) = load_text(RANGES, "shop.yaml")
    found = names.error_names

    def exact(*arguments: Any) -> Any:
        return {key: name for key, name in found(*arguments).items() if isinstance(key[0], int)}

    monkeypatch.setattr(programs, "error_names", exact)
    cells = [cell for proof in proofs(api, client()) for cell in proof.cells]
    failed_cases = {cell.case for cell in cells if cell.state is State.FAILED}
    assert {"faulty", "server", "rest"} <= failed_cases
