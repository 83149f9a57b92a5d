"""The reference operation's samples, run against answers that no case of `gen verify` has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.languages.target import Toolchain
from generator.model.text import reveal
from generator.verify.expected.cases import Answer
from generator.verify.expected.output import output_facts, output_faults
from generator.verify.mock_server import MockServer
from generator.verify.runner import make_keys
from generator.verify.stage import SampleCopy
from generator.verify.toolchain import run_sample
from tests.support import built, reference_api, sample_params

API = reference_api()
OPERATION = API.operations[0]
KEYS: dict[str, str | None] = dict(make_keys(API))
TARGETS = sample_params("wire")


@pytest.fixture(scope="module", params=TARGETS)
def sample(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[SampleCopy, Toolchain]]:
    """The reference sample of one target, bound to a server of its own."""
    folder: Path = tmp_path_factory.mktemp(request.param.id)
    with built(API, request.param, folder, OPERATION.id) as made:
        yield made


def check(sample: tuple[SampleCopy, Toolchain], outcome: str, answer: Answer) -> None:
    """Run the sample against an answer that no case has."""
    scene, toolchain = sample
    scene.server.answer = answer
    scene.server.received.clear()
    result = run_sample(toolchain, scene.file, scene.work, KEYS)
    facts = output_facts(OPERATION, answer)
    facts["sentence"] = reveal(OPERATION.success.description)
    assert output_faults(scene.job.target.expect, outcome, result, facts) == []
    assert len(scene.server.received) == 1


def test_utf8_json_without_a_charset_arrives_whole(sample: tuple[SampleCopy, Toolchain]) -> None:
    body = '{"error": {"code": "é", "message": "é"}}'.encode()
    check(sample, "error", Answer(400, body, (("Content-Type", "application/json"),)))


@pytest.mark.parametrize("status", [301, 302, 304, 307, 308])
def test_a_redirect_is_no_success_and_takes_the_key_nowhere(
    sample: tuple[SampleCopy, Toolchain], status: int
) -> None:
    """Clients that follow send the key along, to whichever host the answer names."""
    with MockServer([API]) as other:
        fields = (("Location", f"{other.endpoint}/elsewhere"),)
        check(sample, "redirect", Answer(status, b"", fields))
        assert other.received == []
