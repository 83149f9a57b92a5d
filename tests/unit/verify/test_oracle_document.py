"""How the process that judges requests reads a YAML document."""

from __future__ import annotations

from pathlib import Path

import pytest

read = pytest.importorskip("generator.verify.oracle_process.document").read


@pytest.mark.parametrize(
    ("text", "value"),
    [("0108", 108), ("010", 10), ("+07", 7), ("-08", -8), ("0", 0)],
)
def test_numbers_are_those_of_yaml_1_2(tmp_path: Path, text: str, value: object) -> None:
    path = tmp_path / "document.yaml"
    path.write_text(f"a: {text}\n", "utf-8")
    assert read(path) == {"a": value}
