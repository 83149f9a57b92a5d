"""Pages as `gen embed` leaves them, and what it says of faulty ones.

`GEN_GOLDEN=write` rewrites them; read them in the diff as a writer would.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.golden.publish.site import run

HERE = Path(__file__).parent
PAGES = sorted(path.name for path in (HERE / "pages").iterdir() if path.suffix != ".txt")
_BEGIN = r"^[ ]*(?:<!-- ?|\{/\* |\.\. |// )gen: (?!this).*\n"
_END = r"[ ]*(?:<!-- ?|\{/\* |\.\. |// )/gen"


def embed(*words: str) -> tuple[int, str]:
    made = run("embed", "--spec", str(HERE / "spec"), *words)
    return made.exit_code, made.output


def emptied(text: str) -> str:
    """Give a page without what stands between its markers."""
    return re.sub(rf"({_BEGIN})(?s:\n.*?\n)?\n?({_END})", r"\1\2", text, flags=re.MULTILINE)


@pytest.mark.parametrize("name", PAGES)
def test_a_page(name: str, tmp_path: Path) -> None:
    kept = HERE / "pages" / name
    site = Path(name).stem
    words = () if site == "guide" else ("--site", site)
    page = tmp_path / name
    page.write_text(emptied(kept.read_text("utf-8")), "utf-8")
    assert embed(str(page), *words)[0] == 0
    if os.environ.get("GEN_GOLDEN") == "write":
        kept.write_bytes(page.read_bytes())
    assert page.read_bytes() == kept.read_bytes()
    code, said = embed(str(page), "--check", *words)
    assert (code, said.rpartition(": ")[2]) == (0, "nothing to do\n")


def test_all_faults_are_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = (HERE / "pages/faults.txt").read_text("utf-8")
    Path("faults.md").write_text(before, "utf-8")
    Path("good.md").write_text("<!-- gen: cancel-order curl -->\n<!-- /gen -->\n", "utf-8")
    Path("faults.adoc").write_text(" // gen: cancel-order curl\n<!-- gen: x -->\n", "utf-8")
    code, said = embed(".", "none.md")
    assert code == 2
    expected = HERE / "faults.expected"
    if os.environ.get("GEN_GOLDEN") == "write":
        expected.write_text(said, "utf-8")
    assert said == expected.read_text("utf-8")
    assert Path("faults.md").read_text("utf-8") == before
    assert len(Path("good.md").read_text("utf-8").splitlines()) == 2
