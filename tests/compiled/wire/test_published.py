"""The command on the shipped spec: as a user runs it, and the committed files over TLS."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.client.planner import PAGE_CALL
from generator.languages.target import Target
from generator.verify.expected.cases import make_cases
from generator.verify.process import execute
from generator.verify.toolchain import Unavailable, choose_toolchain, missing_programs
from tests.support import (
    EVERYTHING,
    ROOT,
    client_targets,
    face_api,
    published_targets,
    runs_of,
    sample_targets,
)

GEN = Path(sys.executable).with_name("gen")
# What TLS and a name that is looked up could change; no-answer takes the published time limit.
CASES = "200,401,misdirected,redirect,no-key,refused,untrusted"
# Parts, which have the most to send; and nothing to send, and a file.
OPERATIONS = "create-liveness-with-verify-session-with-verify-image"
MORE = ",delete-liveness-with-verify-session,detect" if EVERYTHING else ""
STRICT = bool(os.environ.get("GEN_STRICT"))
EVERY_TARGET = [*sample_targets(), *client_targets()]
TARGETS = [target for target in EVERY_TARGET if target.id in published_targets()]
# Targets that the spec does not publish: one operation of each shape, one answer of each kind.
OTHERS = [target for target in EVERY_TARGET if target not in TARGETS]
SHAPES = (
    "delete-liveness-session,create-liveness-with-verify-session-with-verify-image,detect,"
    "create-face-list,list-liveness-sessions,train-large-face-list"
)
ANSWERS = "200,202,401,429,redirect,no-key,refused,pages"
# One run is for all tests that read what it reported.
shipped = pytest.mark.xdist_group("wire-shipped")
each_target = pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.id)


def verified(tmp_path: Path, *words: str) -> list[dict[str, Any]]:
    """Run the command in the checkout; give the report's samples."""
    file = tmp_path / "report.json"
    done = subprocess.run(
        [GEN, "verify", "--report", file, *words], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))["samples"]
    return found


def states(samples: list[dict[str, Any]]) -> dict[str, set[str]]:
    """Give the states of each target's cells."""
    found: dict[str, set[str]] = {}
    for sample in samples:
        cells = (c["state"] for c in sample["cells"] if c["case"] != "published")
        found.setdefault(sample["target"], set()).update(cells)
    return found


def expected(targets: Sequence[Target] = TARGETS) -> dict[str, set[str]]:
    """What this machine has the tools for passes, but for a known failure; the rest is not run."""
    found: dict[str, set[str]] = {}
    for target in targets:
        chosen = choose_toolchain(target)
        if isinstance(chosen, Unavailable):
            found[target.id] = {"not run"}
        else:  # the case of every run that some platform decides on
            is_known = "421" in chosen.toolchain.known_failures
            found[target.id] = {"passed", "known"} if is_known else {"passed"}
    return found


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What a run of all samples found."""
    return verified(tmp_path_factory.mktemp("shipped"), *(["--strict"] if STRICT else []))


@shipped
def test_the_shipped_spec_is_proven(report: list[dict[str, Any]]) -> None:
    assert states(report) == expected()


@shipped
@each_target
def test_every_documented_answer_of_every_operation_has_a_cell(
    report: list[dict[str, Any]], target: Target
) -> None:
    """And so has what a network brings, with one of each kind of request at least."""
    api, seen = face_api(), Counter[str]()
    for operation in api.operations:
        own = (target.id, operation.id, operation.variants[0].id)
        samples = [s for s in report if (s["target"], s["operation"], s.get("example", "")) == own]
        assert len(samples) == runs_of(target)
        every = make_cases(api, operation)
        answers = [case.id for case in every if not case.is_network_case]
        asked = ["published", "build", "document", *answers]
        for sample in samples:
            ran = [cell["case"] for cell in sample["cells"]]
            if sample.get("program") == PAGE_CALL:  # no answer after which the client sends again
                own_pages = {"pages", "one-page", "short-page", "odd-cursor", "broken-page"}
                repeated = {c.id for c in every if c.answer.status in (429, 503) or c.values}
                assert {*asked} - {*ran} <= {*repeated, str(operation.success.status)}
                assert str(operation.success.status) in ran or {*ran} & own_pages
                continue
            assert [case for case in ran if case in asked] == asked
            assert set(ran) <= {*asked, *(case.id for case in every)}
            seen.update(ran)
            assert not (STRICT and any("earlier" in cell for cell in sample["cells"]))
    network = {case.id for case in make_cases(api, api.operations[0]) if case.is_network_case}
    assert network >= {"html", "empty", "redirect", "no-key", "empty-key", "no-answer", "refused"}
    assert network <= set(seen)


def test_targets_that_the_spec_does_not_publish_are_proven(tmp_path: Path) -> None:
    """With everything if wanted, else with one operation and answer of each kind."""
    words = ["--lang", ",".join(target.id for target in OTHERS), "--out", str(tmp_path / "out")]
    if not EVERYTHING:
        words += ["--operation", SHAPES, "--case", ANSWERS]
    found = states(verified(tmp_path, *words, *(["--strict"] if STRICT else [])))
    known = {"known"}  # an answer that is not among these
    assert {id_: found[id_] - known for id_ in found} == {
        id_: wanted - known for id_, wanted in expected(OTHERS).items()
    }


def test_the_published_files_work_under_their_own_host_name(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux has network namespaces")
    if lacking := missing_programs(["unshare", "mount"]):
        pytest.skip(f"needs {', '.join(lacking)}")
    tries = (["unshare", *user, "--mount", "--net", "true"] for user in ([], ["--map-root-user"]))
    if all(execute(step).exit != 0 for step in tries):
        pytest.skip("only where network namespaces are allowed")
    words = ["--published", "--case", CASES, "--operation", OPERATIONS + MORE]
    assert states(verified(tmp_path, *words)) == expected()


def test_the_published_files_stay_untouched() -> None:
    """A run leaves nothing beside them, such as compiled files."""
    assert [p for p in (ROOT / "out").rglob("*") if "__pycache__" in p.parts] == []
