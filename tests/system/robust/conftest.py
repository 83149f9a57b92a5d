"""A process to run commands with, and a working folder."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.robust.support import Forker, Shop


@pytest.fixture(scope="session")
def forker() -> Iterator[Forker]:
    """Runs commands."""
    if sys.platform != "linux":
        pytest.skip("only Linux tells and stops a process so exactly")
    with Forker() as made:
        yield made


@pytest.fixture(scope="session")
def namespaced() -> Iterator[Forker]:
    """Runs commands in a namespace, where mounting is allowed and seen by nobody else."""
    if sys.platform != "linux":
        pytest.skip("only Linux has mount namespaces")
    for user in ([], ["--map-root-user"]):
        launcher = ["unshare", *user, "--mount", "--"]
        try:
            tried = subprocess.run([*launcher, "true"], capture_output=True)
        except FileNotFoundError:
            pytest.skip("needs unshare")
        if tried.returncode == 0:
            with Forker(launcher) as made:
                yield made
            return
    pytest.skip("only where mount namespaces are allowed")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A working folder with the shop's spec."""
    Shop().write(tmp_path)
    return tmp_path
