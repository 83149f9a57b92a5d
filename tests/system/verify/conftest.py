"""The toy, and the shop of the tests of other commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.system.cli.conftest import here
from tests.system.verify.toy import Toy

__all__ = ["here"]


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Toy:
    """A language that does all right, in a working folder of its own."""
    monkeypatch.chdir(tmp_path)
    return Toy(tmp_path)
