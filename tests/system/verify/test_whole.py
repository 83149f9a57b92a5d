"""A run of many samples: which cases it has, how far it goes, and that none disturbs another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.errors import GenError
from generator.verify.results import State
from generator.verify.runner import count_cells, verify
from tests.system.verify.toy import Toy

MESSAGE = 'sys.exit(f"HTTP {response.status}: {body}")'


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let samples wait two seconds for an answer."""
    monkeypatch.setattr("generator.verify.stage.LIMIT", 2)


def test_a_case_that_is_not_there_is_told(toy: Toy) -> None:
    with pytest.raises(GenError) as caught:
        toy.prove("200", "gonne")
    assert str(caught.value) == "--case gonne: there is no such case; did you mean gone?"


def test_only_the_cases_that_are_asked_for_are_run(toy: Toy) -> None:
    made = [cell.case for cell in toy.prove("gone", "empty").cells]
    assert made == ["published", "build", "gone", "empty"]


def test_with_less_patience_nothing_is_run_behind_a_failure(toy: Toy) -> None:
    toy.settings = replace(toy.settings, keep_going=False)
    toy.but(MESSAGE, 'sys.exit("HTTP")')
    states = [cell.state for cell in toy.prove("200", "gone", "html", "empty").cells]
    assert states == [State.PASSED] * 3 + [State.FAILED] + [State.NOT_RUN] * 2


@pytest.mark.parametrize(
    "change",
    [
        lambda toy: toy,
        lambda toy: toy.but("import time\n", "import time as\n").toolchain(
            "check: ['{interpreter}', -m, py_compile, '{file}']"
        ),
        lambda toy: toy.but("needs: [", "needs: [no-such-program, "),
        lambda toy: toy.toolchain("platform: win32"),
    ],
    ids=["passes", "does not compile", "is not there", "is elsewhere"],
)
def test_progress_is_as_long_as_it_was_said_to_be(toy: Toy, change: object) -> None:
    change(toy)  # type: ignore[operator]
    steps: list[None] = []
    settings = replace(
        toy.settings, progress=lambda: steps.append(None), cases=frozenset(["200", "gone"])
    )
    jobs, files, stage = toy.stage()
    (proof,) = verify(jobs, files, stage, settings)
    assert len(steps) == count_cells(jobs, stage, settings) == len(proof.cells) == 4


def test_many_samples_at_once_do_not_disturb_each_other(toy: Toy) -> None:
    first = toy.spec.partition("operations:\n")[2].replace("    errors: [gone]\n", "")
    for number in range(5):
        toy.spec += first.replace("get:", f"get-{number}:").replace("items/a", f"items/{number}")
    toy.but(
        '"/items/a"',
        "{% for part in request.url[1:] if part.text %}{{ part.text|string }} {% endfor %}",
    )
    jobs, files, stage = toy.stage()
    chosen = frozenset(["200", "refused", "no-answer"])
    proofs = verify(jobs, files, stage, replace(toy.settings, cases=chosen))
    assert [proof.job.path for proof in proofs] == [job.path for job in jobs]
    assert [c.faults for proof in proofs for c in proof.cells] == [()] * 5 * 6


def test_no_folder_is_left(toy: Toy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    toy.prove("200")
    assert list((tmp_path / "tmp").iterdir()) == []
