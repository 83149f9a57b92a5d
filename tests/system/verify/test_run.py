"""A sample that behaves badly on purpose is found out, whatever it does."""

from __future__ import annotations

import re

import pytest

from generator.verify.results import State
from tests.system.verify.toy import Toy

CASES = [
    *("200", "gone", "retry-after", "html", "empty", "misdirected", "redirect"),
    *("no-key", "empty-key"),
]
CASES += ["no-answer", "refused"]
MESSAGE = 'sys.exit(f"HTTP {response.status}: {body}")'


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let samples wait two seconds for an answer."""
    monkeypatch.setattr("generator.verify.stage.LIMIT", 2)


def test_one_that_behaves_passes_every_case(toy: Toy) -> None:
    proof = toy.prove()
    assert [cell.case for cell in proof.cells] == ["published", "build", *CASES]
    assert {(cell.state, cell.faults, cell.reason) for cell in proof.cells} == {
        (State.PASSED, (), "")
    }
    assert proof.toolchain == "toy" and not proof.failed


# Requests


def test_nothing_is_sent(toy: Toy) -> None:
    toy.but("    response, body = ask()\n", "    pass\n")
    toy.but(f"if response.status >= 300:\n    {MESSAGE}\n", "")
    assert toy.faults("200") == ["requests: 0 (none), expected 1"]


def test_it_is_sent_twice(toy: Toy) -> None:
    toy.but("response, body = ask()", "response, body = ask() and ask()")
    assert toy.faults("200") == ["requests: 2 (GET /items/a, GET /items/a), expected 1"]


def test_a_redirect_is_followed(toy: Toy) -> None:
    follow = 'if response.status == 307:\n    ask(response.headers["Location"])\n'
    toy.but("if response.status >= 300", f"{follow}if response.status >= 300")
    assert toy.faults("redirect") == ["requests: 2 (GET /items/a, GET /elsewhere), expected 1"]
    assert toy.faults("200") == []


def test_it_is_tried_again_when_the_api_says_later(toy: Toy) -> None:
    again = 'if response.headers["Retry-After"]:\n    ask()\n'
    toy.but("if response.status >= 300", f"{again}if response.status >= 300")
    assert toy.faults("retry-after") == ["requests: 2 (GET /items/a, GET /items/a), expected 1"]
    assert toy.faults("gone") == []


def test_it_is_tried_again_on_another_connection(toy: Toy) -> None:
    again = "if response.status == 421:\n    ask()\n"
    toy.but("if response.status >= 300", f"{again}if response.status >= 300")
    assert toy.faults("misdirected") == ["requests: 2 (GET /items/a, GET /items/a), expected 1"]
    assert toy.faults("gone") == []


def test_it_is_tried_again_when_no_answer_came(toy: Toy) -> None:
    toy.but("except OSError", "except TimeoutError:\n    ask()\nexcept OSError")
    assert "requests: 2 (GET /items/a, GET /items/a), expected 1" in toy.faults("no-answer")


def test_another_request_is_sent(toy: Toy) -> None:
    toy.but('headers={"X-Key": key}', 'headers={"X-Keys": key}')
    faults = toy.faults("200")
    assert faults[:2] == [
        "header X-Key: none, expected 'v3rify/+=:-._~ TOY_KEY'",
        "header X-Keys: 'v3rify/+=:-._~ TOY_KEY', expected none",
    ]
    assert faults[2] == "exit code 1, expected 0"


@pytest.mark.parametrize("case", ["no-key", "empty-key"])
def test_it_is_sent_without_a_key(toy: Toy, case: str) -> None:
    toy.but('key = os.environ.get("TOY_KEY")', 'key = os.environ.get("TOY_KEY") or "guess"')
    assert toy.faults(case) == [
        "requests: 1 (GET /items/a), expected 0",
        "exit code 0, expected another",
        "stdout 'Done.\\n', expected ''",
        "stderr '', expected one with 'TOY_KEY'",
    ]


def test_a_key_that_is_sent_although_another_is_missing_is_found(toy: Toy) -> None:
    toy.but("env: TOY_KEY}", "env: TOY_KEY}, X-Two: {description: B., env: TOY_TWO}")
    toy.but('"X-Key": key', '"X-Key": key, "X-Two": os.environ.get("TOY_TWO") or "none"')
    assert toy.faults("200") == []
    assert toy.faults("no-key-TOY_KEY") == []
    assert toy.faults("no-key-TOY_TWO")[0] == "requests: 1 (GET /items/a), expected 0"


# What it prints, and how it ends


@pytest.mark.parametrize("where", ["sys.stdout", "sys.stderr"])
def test_the_key_is_printed(toy: Toy, where: str) -> None:
    toy.but('    sys.exit(f"No answer', f'    print(key, file={where})\n    sys.exit(f"No answer')
    assert "it prints the key" in toy.faults("refused")
    toy.but(f"print(key, file={where})", "pass")
    assert toy.faults("refused") == []


@pytest.mark.parametrize("case", ["gone", "retry-after", "html", "redirect"])
def test_an_error_ends_in_success(toy: Toy, case: str) -> None:
    toy.but(MESSAGE, 'print(f"HTTP {response.status}: {body}", file=sys.stderr)\n    sys.exit()')
    assert toy.faults(case) == ["exit code 0, expected another"]


def test_an_error_is_taken_for_success(toy: Toy) -> None:
    toy.but(">= 300", ">= 600")
    assert toy.faults("html") == [
        "exit code 0, expected another",
        "stdout 'Done.\\n', expected ''",
        next(fault for fault in toy.faults("html") if fault.startswith("stderr")),
    ]


def test_a_body_is_lost(toy: Toy) -> None:
    toy.but(": {body}", "")
    (fault,) = toy.faults("html")
    assert fault.startswith("stderr") and "naïve 日本 😀" in fault


def test_a_body_is_mangled(toy: Toy) -> None:
    toy.but(".decode()", '.decode("latin-1")')
    (fault,) = toy.faults("html")
    assert fault.startswith("stderr") and "日本" in fault and "æ" in fault


def test_output_that_is_no_utf8_is_a_difference_and_no_crash(toy: Toy) -> None:
    toy.but("import time\n", "import time\n\nos.write(1, bytes(range(256)))\n")
    (fault,) = toy.faults("200")
    assert fault.startswith("stdout ") and "Done." in fault


@pytest.mark.parametrize("case", ["refused", "no-answer"])
def test_a_stack_trace_is_printed(toy: Toy, case: str) -> None:
    toy.but("except OSError", "except ZeroDivisionError")
    (fault,) = toy.faults(case)
    first, *more = fault.splitlines()
    assert re.fullmatch(
        r"stderr has \d+ lines besides the answer's body, expected 1 at most", first
    )
    assert more[0].startswith("Traceback")


def test_it_ends_by_a_signal(toy: Toy) -> None:
    toy.but("import time\n", "import time\n\nos.kill(os.getpid(), 9)\n")
    assert "exit code -9, expected 0" in toy.faults("200")


# Time


def test_it_waits_for_ever(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.verify.stage.LIMIT", 1)
    monkeypatch.setattr("generator.verify.sample_run._GRACE", 1)
    toy.but("timeout={{ request.timeout|word }}", "timeout=None")
    assert toy.faults("no-answer") == [
        "it did not end, and was killed",
        "nothing on stderr, expected the cause",
    ]


def test_it_does_not_wait(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.verify.stage.LIMIT", 40)
    toy.but("timeout={{ request.timeout|word }}", "timeout=0.2")
    (fault,) = toy.faults("no-answer")
    assert re.fullmatch(r"it gave up after \d+\.\d s, expected 40 s", fault)


def test_it_never_ends(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.verify.sample_run._LONGEST", 1)
    toy.but("import time\n", "import time\n\ntime.sleep(60)\n")
    assert toy.faults("200")[:2] == [
        "requests: 0 (none), expected 1",
        "it did not end, and was killed",
    ]
