"""What samples for Windows cmd send: read as cmd reads them, and run by the curl that is here."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from generator.errors import ProblemsError
from generator.model.api import Operation
from generator.model.text import reveal
from generator.plan import make_plan
from generator.rendering.renderer import render
from generator.rendering.request import Binding
from generator.spec.loader import load
from generator.verify.expected.body import file_bytes
from generator.verify.expected.cases import make_answer
from generator.verify.expected.files import saved_faults
from generator.verify.expected.output import output_facts
from generator.verify.expected.request import expected_request, request_faults
from generator.verify.mock_server import MockServer
from generator.verify.runner import make_keys
from tests.compiled.hostile import cmd
from tests.support import LAYERS, ROOT, languages

(API,) = load(ROOT / "tests/compiled/wire/bodies.yaml")
# Operations of which there is no such sample, since cmd can't hold a name or a text of theirs.
REFUSED = {"download", "file-odd", "multipart", "multipart-odd"}


def rendered(operation: Operation, endpoint: str) -> str:
    plan = make_plan([API], languages(), lambda api: Binding(endpoint, 20), ["curl-cmd"])
    jobs = [job for job in plan.jobs if job.operation is operation]
    (data,) = render(jobs, languages(), LAYERS).values()
    return data.decode()


@pytest.mark.parametrize("operation", API.operations, ids=lambda operation: operation.id)
def test_every_body_arrives(operation: Operation, tmp_path: Path) -> None:
    if operation.id in REFUSED:
        with pytest.raises(ProblemsError, match="curl \\(Windows cmd\\) can't hold"):
            rendered(operation, "http://127.0.0.1")
        return
    if shutil.which("curl") is None:
        pytest.skip("needs curl")
    with MockServer([API]) as server:
        text = rendered(operation, server.endpoint)
        arguments = cmd.arguments(text, make_keys(API))
        for file in sent_files(operation, server.endpoint):
            (tmp_path / file).write_bytes(file_bytes(file))
        server.answer = answer = make_answer(operation.success)
        done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        expected = expected_request(API, operation, {}, make_keys(API))
        assert request_faults(server.received, expected, 1) == []
    said = output_facts(operation, answer)
    assert done.stdout.decode() == said["head"] + said["content"]
    assert saved_faults(operation, answer, "success", tmp_path) == []


def sent_files(operation: Operation, endpoint: str) -> list[str]:
    plan = make_plan([API], languages(), lambda api: Binding(endpoint, 20), ["curl-cmd"])
    (job,) = (job for job in plan.jobs if job.operation is operation)
    return [reveal(file.value) for file in job.request.files]
