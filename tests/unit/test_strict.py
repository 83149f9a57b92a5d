"""A test that misses a tool is skipped visibly, and fails where GEN_STRICT is set."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SLOW
from tests.support import ROOT

TEST = """
import pytest

def test_tool():
    pytest.skip("objc: needs no-such-compiler")

def test_platform():
    pytest.skip("curl-cmd: only Windows cmd")
"""


@pytest.mark.parametrize(
    ("strict", "closing"), [("", "2 skipped"), ("1", "1 failed, 1 skipped")], ids=["user", "ci"]
)
def test_a_missing_tool(tmp_path: Path, strict: str, closing: str) -> None:
    (tmp_path / "test_it.py").write_text(TEST, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-q", "-rs", str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "GEN_STRICT": strict, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert closing in done.stdout.splitlines()[-1]
    assert "needs no-such-compiler" in done.stdout


@pytest.mark.parametrize("file", sorted(SLOW), ids=lambda file: file.name)
def test_a_slow_file_is_there(file: Path) -> None:
    assert file.is_file()
