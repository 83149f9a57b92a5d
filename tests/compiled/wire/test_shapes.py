"""Every request shape in every language: what arrives is what the spec says, and nothing else.

What the network brings is tried with each kind of the shipped spec's operations in
test_published.py. Here, it is tried with what that spec lacks alone; `make everything` tries it
with each kind here, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest

from generator.languages.target import Target
from generator.model.api import Api
from generator.rendering.jobs import Job
from generator.rendering.request import bind, make_request
from generator.spec.loader import load
from generator.verify.case_selection import choose_network_samples
from generator.verify.results import State
from tests.support import (
    EVERYTHING,
    ROOT,
    client_targets,
    proofs,
    query_of,
    runs_of,
    sample_params,
)

SHAPES = ROOT / "tests/compiled/wire/shapes.yaml"
BODIES = ROOT / "tests/compiled/wire/bodies.yaml"


@cache
def shapes() -> Api:
    """The API with every shape."""
    return load(SHAPES)[0]


# What a platform does that no sample can change, for a reason that its language.yaml gives.
TWICE = {"misdirected": ("requests: 2 (", "), expected 1")}
KNOWN = {"javascript": TWICE, "typescript": TWICE}


def one_with_head(jobs: Sequence[Job]) -> frozenset[str]:
    """Choose the samples that see what the network brings: those that ask with HEAD."""
    chosen = choose_network_samples(jobs)
    heads = {job.path for job in jobs if job.operation.method == "HEAD"}
    return chosen if EVERYTHING else chosen & heads


@pytest.mark.parametrize("target", sample_params("shapes", clients=True))
def test_every_shape_passes_every_case(target: Target) -> None:
    made = proofs(shapes(), target, network=one_with_head)
    assert len(made) == len(shapes().operations) * runs_of(target)
    for proof in made:
        for cell in proof.cells:
            known = KNOWN.get(target.id, {}).get(cell.case)
            if known is None:
                assert (cell.state, cell.faults) == (State.PASSED, ()), proof.job.path
                continue
            (fault,) = cell.faults
            assert cell.state is State.KNOWN, proof.job.path
            assert fault.startswith(known[0]) and fault.endswith(known[1]), fault


@cache
def bodies() -> Api:
    """The API with every kind of body and answer, and values that try to break out of each."""
    return load(BODIES)[0]


# What a body or an answer can have a say in. Odd values in them are those of the spec, and of
# tests/compiled/hostile.
CARRYING = ("published", "build", "200", "201", "202", "204", "html", "empty")
ODD_VALUES = ("values",) if EVERYTHING else ()


def one_of_each_answer(jobs: Sequence[Job]) -> frozenset[str]:
    """Choose the samples that get a page, or nothing, in place of their answer: one of each kind
    of answer, whatever the body that is sent."""
    first: dict[object, str] = {}
    for job in jobs:
        result = job.operation.result
        kind = (job.caller.program if job.caller else "", result and result.kind)
        first.setdefault(kind, job.path)
    return choose_network_samples(jobs) if EVERYTHING else frozenset(first.values())


@pytest.mark.parametrize("target", sample_params("bodies", clients=True))
def test_every_body_and_answer_arrives_and_is_shown(target: Target) -> None:
    cases = (*CARRYING, *ODD_VALUES)
    made = proofs(bodies(), target, cases=cases, network=one_of_each_answer)
    done = {proof.job.operation.id for proof in made}
    assert done == {o.id for o in bodies().operations}
    for proof in made:
        for cell in proof.cells:
            assert (cell.state, cell.faults) == (State.PASSED, ()), proof.job.path


def test_optional_parameters_are_sent_only_if_set() -> None:
    operation = next(o for o in shapes().operations if o.id == "parameters-everywhere")
    names = {name for name, _ in query_of(make_request(shapes(), operation, bind(shapes())))}
    assert names == {"q", "empty", "odd name[]&="}


@pytest.mark.parametrize("case", ["credentials", "styles"])
@pytest.mark.parametrize("target", sample_params("cases"))
def test_every_credential_and_style_arrives(target: Target, case: str) -> None:
    api = load(ROOT / "tests/golden/cases" / case / "spec.yaml")[0]
    keys = ("no-key", "empty-key") if case == "credentials" else ()
    made = proofs(
        api, target, cases=("published", "build", "200", *ODD_VALUES, *keys), network=None
    )
    assert len(made) == len(api.operations)
    for proof in made:
        for cell in proof.cells:
            assert (cell.state, cell.faults) == (State.PASSED, ()), proof.job.path


def one_of_each_credential(jobs: Sequence[Job]) -> frozenset[str]:
    """Choose the programs that see what the network brings: the first of each operation."""
    first: dict[object, str] = {}
    for job in jobs:
        first.setdefault(job.operation.id, job.path)
    return choose_network_samples(jobs) if EVERYTHING else frozenset(first.values())


@pytest.mark.parametrize("target", client_targets(), ids=lambda target: target.id)
def test_a_client_sends_its_credentials_and_cookies(target: Target) -> None:
    api = load(ROOT / "tests/golden/cases/client-credentials/spec.yaml")[0]
    made = proofs(api, target, network=one_of_each_credential)
    assert {proof.job.operation.id for proof in made} == {o.id for o in api.operations}
    for proof in made:
        for cell in proof.cells:
            assert (cell.state, cell.faults) == (State.PASSED, ()), proof.job.path
