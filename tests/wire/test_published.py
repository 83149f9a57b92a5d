"""The command on the shipped spec: as a user runs it, and the committed files over TLS."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.verify.program import execute
from generator.verify.toolchain import Absent, choose, missing
from tests.support import ROOT, client_targets, sample_targets

GEN = Path(sys.executable).with_name("gen")
# All but no-answer, which takes the published time limit.
CASES = "200,202,401,404,429,html,redirect,no-key,refused,untrusted"
# One of each kind of body: nothing, JSON, a file, parts; and one whose answer has a header.
OPERATIONS = (
    "delete-liveness-with-verify-session,create-face-list,detect,"
    "create-liveness-with-verify-session-with-verify-image,train-large-face-list"
)


def states(tmp_path: Path, *words: str) -> dict[str, set[str]]:
    """Run the command in the checkout; give the states of each target's cells."""
    file = tmp_path / "report.json"
    done = subprocess.run(
        [GEN, "verify", "--report", file, *words], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, set[str]] = {}
    for sample in json.loads(file.read_text("utf-8"))["samples"]:
        cells = (c["state"] for c in sample["cells"] if c["case"] != "published")
        found.setdefault(sample["target"], set()).update(cells)
    return found


def expected() -> dict[str, set[str]]:
    """What this machine has the tools for passes, the rest is not run."""
    return {
        target.id: {"not run"} if isinstance(choose(target), Absent) else {"passed"}
        for target in (*sample_targets(), *client_targets())
    }


def test_the_shipped_spec_is_proven(tmp_path: Path) -> None:
    strict = ["--strict"] if os.environ.get("GEN_STRICT") else []
    assert states(tmp_path, *strict) == expected()


def test_the_published_files_work_under_their_own_host_name(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux has network namespaces")
    if lacking := missing(["unshare", "mount", "openssl"]):
        pytest.skip(f"needs {', '.join(lacking)}")
    tries = (["unshare", *user, "--mount", "--net", "true"] for user in ([], ["--map-root-user"]))
    if all(execute(step).exit != 0 for step in tries):
        pytest.skip("only where network namespaces are allowed")
    words = ["--published", "--case", CASES, "--operation", OPERATIONS]
    assert states(tmp_path, *words) == expected()


def test_the_published_files_stay_untouched() -> None:
    """A run leaves nothing beside them, such as compiled files."""
    assert [p for p in (ROOT / "out").rglob("*") if "__pycache__" in p.parts] == []
