"""The manual as a site: MkDocs builds it, and finds every link and anchor."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT


def build(folder: Path, site: Path, repository: str = "") -> subprocess.CompletedProcess[str]:
    """Build the site. With --quiet, MkDocs would count no warnings."""
    words = ["build", "--strict", "--site-dir", str(site)]
    more = {"NO_MKDOCS_2_WARNING": "1", "GEN_REPOSITORY_URL": repository}
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *words],
        cwd=folder,
        env={**os.environ, **more},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.mark.parametrize("repository", ["", "https://git.example.com/docs/gen"])
def test_the_manual_builds_without_a_warning(tmp_path: Path, repository: str) -> None:
    made = build(ROOT, tmp_path, repository)
    assert (made.returncode, "WARNING" in made.stderr) == (0, False), made.stderr
    pages = {page.stem for page in (ROOT / "docs").glob("*.md")}
    assert pages <= {page.stem for page in tmp_path.glob("*.html")}
    html = (tmp_path / "spec.html").read_text("utf-8")
    schema = re.findall(r'href="([^"]*spec\.schema\.json)"', html)
    assert schema == ([f"{repository}/blob/main/spec/spec.schema.json"] if repository else [])
    assert not list(tmp_path.rglob("*.py"))


def test_a_link_that_leads_nowhere_stops_it(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    with (tmp_path / "docs" / "index.md").open("a", encoding="utf-8") as page:
        page.write("\n[No](spec.md#no-such-part)\n")
    made = build(tmp_path, tmp_path / "site")
    assert made.returncode == 1
    assert "does not contain an anchor '#no-such-part'" in made.stderr
