"""What the oracle says of requests that gen sends otherwise than their document says.

The list of those is closed: what is mended leaves it, and nothing comes to it by itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from generator.system.package import PACKAGE

FOLDER = Path(__file__).parent / "judged"
KNOWN: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(
    (FOLDER / "known.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("document", [file.name for file in sorted(FOLDER.glob("[!k]*.yaml"))])
def test_the_oracle_says_what_is_known_and_no_more(document: str, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    words = ["verify", "--lang", "python", "--case", "200", "--out", "none"]
    words += ["--spec", str(FOLDER / document), "--report", str(report)]
    done = subprocess.run(
        [sys.executable, "-m", "generator", *words],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == (1 if KNOWN.get(document) else 0), done.stdout + done.stderr
    said: dict[str, str] = {}
    for sample in json.loads(report.read_text("utf-8"))["samples"]:
        for cell in sample["cells"]:
            faults = cell.get("differences", [])
            assert all(fault.startswith("the document: ") for fault in faults), faults
            if faults:
                said[sample["operation"]] = "\n".join(faults)
    ids = {_id(operation): row for operation, row in KNOWN.get(document, {}).items()}
    assert set(said) == set(ids)
    for operation, row in ids.items():
        assert row["says"] in said[operation]
        assert row["why"].endswith(".")


def _id(operation: str) -> str:
    """Give the id that gen makes of an operationId."""
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in operation)
