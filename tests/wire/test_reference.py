"""Every published sample of the reference operation, compiled and run against every answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.target import Toolchain
from generator.text import reveal
from generator.verify.answers import Answer, cases
from generator.verify.outcome import judge
from generator.verify.proof import Proof, State
from generator.verify.run import keys_of
from generator.verify.server import Server
from generator.verify.stage import Scene
from generator.verify.toolchain import run
from tests.support import built, proofs, reference_api, sample_params

API = reference_api()
OPERATION = API.operations[0]
KEYS: dict[str, str | None] = dict(keys_of(API))
CASES = [case.id for case in cases(API, OPERATION)]
TARGETS = sample_params("wire")


@pytest.fixture(scope="module", params=TARGETS)
def proof(request: pytest.FixtureRequest) -> Proof:
    """What a run of every case found for one target."""
    (made,) = proofs(API, request.param)
    return made


def passed(proof: Proof, *ids: str) -> None:
    """Check that cases were run, and that nothing differed."""
    cells = {cell.case: cell for cell in proof.cells}
    for id_ in ids:
        assert cells[id_].faults == ()
        assert cells[id_].state is State.PASSED
        assert not cells[id_].earlier


def test_every_case_has_a_cell(proof: Proof) -> None:
    assert [cell.case for cell in proof.cells] == ["published", "build", *CASES]


def test_it_is_what_is_published(proof: Proof) -> None:
    passed(proof, "published")


def test_it_builds_without_a_warning(proof: Proof) -> None:
    passed(proof, "build")


def test_success_prints_the_documented_sentence(proof: Proof) -> None:
    passed(proof, "200")


@pytest.mark.parametrize("row", OPERATION.errors, ids=lambda row: row.id)
def test_an_error_prints_status_and_body_as_they_came(proof: Proof, row: object) -> None:
    """429 comes with Retry-After: a client that tries again by itself sends a second request."""
    passed(proof, row.id)  # type: ignore[attr-defined]


def test_an_answer_that_is_no_json_is_printed_too(proof: Proof) -> None:
    passed(proof, "html", "empty")


def test_without_a_key_nothing_is_sent(proof: Proof) -> None:
    passed(proof, "no-key")


def test_an_empty_key_is_none(proof: Proof) -> None:
    passed(proof, "empty-key")


def test_a_server_that_says_nothing_ends_at_the_time_limit(proof: Proof) -> None:
    passed(proof, "no-answer")


def test_a_refused_connection_is_told_without_a_stack_trace(proof: Proof) -> None:
    passed(proof, "refused")


@pytest.fixture(scope="module", params=TARGETS)
def sample(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Scene, Toolchain]]:
    """The reference sample of one target, bound to a server of its own."""
    folder: Path = tmp_path_factory.mktemp(request.param.id)
    with built(API, request.param, folder, OPERATION.id) as made:
        yield made


def check(sample: tuple[Scene, Toolchain], outcome: str, answer: Answer) -> None:
    """Run the sample against an answer that no case has."""
    scene, toolchain = sample
    scene.server.answer = answer
    scene.server.received.clear()
    result = run(toolchain, scene.file, scene.work, KEYS)
    body = answer.body.decode()
    facts = {"status": str(answer.status), "body": body, "content": body, "head": ""}
    facts["sentence"] = reveal(OPERATION.success.description)
    assert judge(scene.job.target, outcome, result, facts) == []
    assert len(scene.server.received) == 1


def test_utf8_json_without_a_charset_arrives_whole(sample: tuple[Scene, Toolchain]) -> None:
    body = '{"error": {"code": "é", "message": "é"}}'.encode()
    check(sample, "error", Answer(400, body, (("Content-Type", "application/json"),)))


@pytest.mark.parametrize("status", [301, 302, 304, 307, 308])
def test_a_redirect_is_no_success_and_takes_the_key_nowhere(
    sample: tuple[Scene, Toolchain], status: int
) -> None:
    """Clients that follow send the key along, to whichever host the answer names."""
    with Server([API]) as other:
        fields = (("Location", f"{other.endpoint}/elsewhere"),)
        check(sample, "redirect", Answer(status, b"", fields))
        assert other.received == []


def test_an_endpoint_with_a_trailing_slash_works(
    sample: tuple[Scene, Toolchain], tmp_path: Path
) -> None:
    """The portal shows endpoints so; a cmd file, which joins no URLs, sends the slash twice."""
    scene, toolchain = sample
    text = scene.file.read_text("utf-8")
    assert text.count(scene.server.endpoint) == 1
    file = tmp_path / scene.file.name
    endpoint = scene.server.endpoint
    file.write_text(text.replace(endpoint, f"{endpoint}/"), "utf-8")
    moved = Scene(scene.server, scene.job, file, tmp_path / "work")
    assert moved.prepare(toolchain) == (toolchain, [])
    check((moved, toolchain), "success", Answer(200))
    assert "//" not in scene.server.received[0].target
