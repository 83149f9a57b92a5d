"""A mock answers each request that the documentation describes with success."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import GenError
from generator.mocking.contracts import load_contracts
from generator.mocking.judge import Judge
from generator.model.api import Api
from generator.openapi.unsupported import Unsupported
from generator.spec.loader import load
from generator.verify.expected.cases import make_answer
from tests.support import ROOT
from tests.unit.mocking.requests import documented_requests

SPECS = [
    ROOT / "spec",
    *sorted((ROOT / "tests/compiled/wire").glob("*.yaml")),
    *sorted((ROOT / "tests/golden/openapi/judged").glob("*.yaml")),
    *sorted((ROOT / "tests/golden/openapi/cases").glob("*/document.*")),
    *sorted((ROOT / "tests/golden/cases").glob("*/spec.yaml")),
]


def load_apis(path: Path) -> tuple[Api, ...]:
    try:
        return load(path, Unsupported())
    except GenError:
        return ()  # documents that show problems


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_documented_requests_are_right(path: Path) -> None:
    apis = load_apis(path)
    judge = Judge(apis, load_contracts(path, apis)[0])
    refused = []
    rows = ((api, operation) for api in apis for operation in api.operations)
    for api, operation in rows:
        for request in documented_requests(api, operation):
            verdict = judge.decide(request, lambda chosen: make_answer(chosen.success))
            if verdict.remark or verdict.answer.status >= 300:
                refused.append(f"{operation.id} {request.target}: {verdict.remark}")
    assert refused == []


def test_there_are_specs_that_can_be_read() -> None:
    assert sum(bool(load_apis(path)) for path in SPECS) > 15
