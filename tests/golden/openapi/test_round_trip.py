"""Specs that `gen import` makes of documents send the same requests."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.rendering.request import bind, make_request
from generator.spec.loader import load
from generator.spec.writer import write_spec

FOLDER = Path(__file__).parent / "judged"


@pytest.mark.parametrize("name", ["parameters.yaml", "accept.yaml", "security.yaml"])
def test_an_import_sends_the_same_requests(name: str, tmp_path: Path) -> None:
    (api,) = load(FOLDER / name)
    (tmp_path / "spec.yaml").write_text(write_spec(api), "utf-8")
    (other,) = load(tmp_path / "spec.yaml")
    assert [o.id for o in other.operations] == [o.id for o in api.operations]
    for before, after in zip(api.operations, other.operations, strict=True):
        assert make_request(api, before, bind(api)) == make_request(other, after, bind(other))
