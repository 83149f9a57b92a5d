"""A run is held to what language.yaml expects, and every difference is told in one text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.languages.target import ExpectedOutcome
from generator.model import structs
from generator.verify.expected.output import output_faults
from generator.verify.process import Result
from tests.system.verify.toy import Toy

FACTS = {"sentence": "Done.", "status": "410", "body": "It's gone.", "head": "", "env": "KEY"}
GOOD = {
    "success": Result(0, "Done.\n", ""),
    "error": Result(1, "", "HTTP 410: It's gone.\n"),
    "redirect": Result(1, "", "HTTP 410: It's gone.\n"),
    "noKey": Result(1, "", "Set KEY.\n"),
    "noAnswer": Result(1, "", "No answer: refused\n"),
    "unreadable": Result(1, "", "This is no JSON.\n"),
}
TRACE = "No answer: KEY\n" + "".join(f"  at frame {n}\n" for n in range(9))
BAD = {
    "exit after success": ("success", {"exit": 3}, "exit code 3, expected 0"),
    "signal": ("success", {"exit": -11}, "exit code -11, expected 0"),
    "never ended": ("success", {"exit": None}, "it did not end, and was killed"),
    "no sentence": ("success", {"stdout": ""}, "stdout '', expected 'Done.\\n'"),
    "another sentence": ("success", {"stdout": "Dun.\n"}, "stdout 'Dun.\\n', expected 'Done.\\n'"),
    "more on stdout": (
        "success",
        {"stdout": "x\nDone.\n"},
        "stdout differs; - is expected, + came:\n+ x\n  Done.",
    ),
    "stderr after success": (
        "success",
        {"stderr": "warning\n"},
        "stderr 'warning\\n', expected ''",
    ),
    "0 after an error": ("error", {"exit": 0}, "exit code 0, expected another"),
    "0 after a redirect": ("redirect", {"exit": 0}, "exit code 0, expected another"),
    "0 without a key": ("noKey", {"exit": 0}, "exit code 0, expected another"),
    "0 without an answer": ("noAnswer", {"exit": 0}, "exit code 0, expected another"),
    "0 behind what is no JSON": ("unreadable", {"exit": 0}, "exit code 0, expected another"),
    "no word of what is no JSON": (
        "unreadable",
        {"stderr": ""},
        "nothing on stderr, expected the cause",
    ),
    "killed without an answer": ("noAnswer", {"exit": None}, "it did not end, and was killed"),
    "error without status": (
        "error",
        {"stderr": "It's gone.\n"},
        'stderr "It\'s gone.\\n", expected "HTTP 410: It\'s gone.\\n"',
    ),
    "more behind an error": (
        "error",
        {"stderr": "HTTP 410: It's gone./\n"},
        'stderr "HTTP 410: It\'s gone./\\n", expected "HTTP 410: It\'s gone.\\n"',
    ),
    "no line end": ("success", {"stdout": "Done."}, "stdout 'Done.', expected 'Done.\\n'"),
    "no line end behind a message": (
        "noAnswer",
        {"stderr": "No answer: refused"},
        "stderr 'No answer: refused' does not end its line",
    ),
    "error on stdout": (
        "error",
        {"stdout": "HTTP 410\n"},
        "stdout 'HTTP 410\\n', expected ''",
    ),
    "no variable named": (
        "noKey",
        {"stderr": "No key.\n"},
        "stderr 'No key.\\n', expected one with 'KEY'",
    ),
    "nothing said": (
        "noAnswer",
        {"stderr": "\n"},
        "nothing on stderr, expected the cause",
    ),
    "stack trace": (
        "noAnswer",
        {"stderr": TRACE},
        f"stderr has 10 lines besides the answer's body, expected 1 at most\n{TRACE}",
    ),
    "stack trace without a key": (
        "noKey",
        {"stderr": TRACE},
        f"stderr has 10 lines besides the answer's body, expected 1 at most\n{TRACE}",
    ),
}


@pytest.mark.parametrize("outcome", GOOD)
def test_what_is_expected_is_no_difference(toy: Toy, outcome: str) -> None:
    assert output_faults(toy.target().expect, outcome, GOOD[outcome], FACTS) == []


@pytest.mark.parametrize(("outcome", "change", "fault"), BAD.values(), ids=BAD)
def test_every_difference_is_told_in_one_text(
    toy: Toy, outcome: str, change: dict[str, object], fault: str
) -> None:
    result = replace(GOOD[outcome], **change)  # type: ignore[arg-type]
    assert output_faults(toy.target().expect, outcome, result, FACTS) == [fault]


def test_silence_about_an_error_is_told_in_one_text(toy: Toy) -> None:
    faults = output_faults(toy.target().expect, "error", Result(1, "", ""), FACTS)
    assert faults == ["nothing on stderr, expected a message"] or len(faults) == 1, faults


def test_line_ends_of_windows_and_at_the_end_do_not_count(toy: Toy) -> None:
    facts = {**FACTS, "body": "a\nb\n\n"}
    result = Result(1, "", "HTTP 410: a\r\nb\r\n")
    assert output_faults(toy.target().expect, "error", result, facts) == []


@pytest.mark.parametrize(("body", "most"), [("", 1), ("a\nb", 1)])
def test_an_empty_body_allows_no_line_more(toy: Toy, body: str, most: int) -> None:
    own = {"error": ExpectedOutcome(stderr=("HTTP {status}",), lines=most)}
    target = structs.replace(toy.target(), expect=own)
    facts = {**FACTS, "body": body}
    good = Result(1, "", f"HTTP 410: {body}\n")
    assert output_faults(target.expect, "error", good, facts) == []
    (fault,) = output_faults(
        target.expect, "error", replace(good, stderr=good.stderr + "x\n"), facts
    )
    assert fault.startswith("stderr has 2 lines besides the answer's body, expected 1 at most\n")


def test_a_language_may_expect_something_else(toy: Toy) -> None:
    own = {"error": ExpectedOutcome(exit=22, stdout="{body}", stderr=("",))}
    target = structs.replace(toy.target(), expect=own)
    assert output_faults(target.expect, "error", Result(22, "It's gone.", "x"), FACTS) == []
    assert output_faults(target.expect, "error", Result(1, "It's gone.", "x"), FACTS) == [
        "exit code 1, expected 22"
    ]
    assert output_faults(target.expect, "noKey", GOOD["noKey"], FACTS) == []


def test_a_fact_that_looks_like_a_placeholder_stays_text(toy: Toy) -> None:
    facts = {**FACTS, "body": "{status} {env}"}
    result = Result(1, "", "HTTP 410: {status} {env}\n")
    assert output_faults(toy.target().expect, "error", result, facts) == []


def test_a_long_difference_shows_what_is_around_its_changes(toy: Toy) -> None:
    lines = [f"line {number}" for number in range(40)]
    facts = {**FACTS, "sentence": "\n".join(lines)}
    lines[20] = "another line"
    result = Result(0, "\n".join(lines) + "\n", "")
    (fault,) = output_faults(toy.target().expect, "success", result, facts)
    shown = fault.splitlines()[1:]
    assert shown[0] == shown[-1] == "…"
    assert shown[1] == "  line 17"
    assert "+ another line" in shown
    assert len(shown) == 10
