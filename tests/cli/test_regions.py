"""What a change of the region table does, on a copy of the repository's own spec."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.support import ROOT, reference_api, sample_targets

CLIENT = f"{reference_api().folder}/python-client"
REGIONS = f"{CLIENT}/face_client/_region.py"
PAGE = f"{reference_api().folder}/delete-liveness-with-verify-session/reference/reference.md"


@pytest.fixture(autouse=True)
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "spec", tmp_path / "spec")
    shutil.copytree(ROOT / "out", tmp_path / "out")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edit(old: str, new: str, file: str = "spec/regions.yaml") -> Result:
    """Replace a text that stands once in a file, and render."""
    text = Path(file).read_text("utf-8")
    assert text.count(old) == 1
    Path(file).write_text(text.replace(old, new), "utf-8")
    return CliRunner().invoke(main, ["render"])


def changed_lines(path: Path) -> list[tuple[str, str]]:
    """The lines of a file that differ from the repository's, which has as many."""
    old = (ROOT / path).read_text("utf-8").split("\n")
    new = path.read_text("utf-8").split("\n")
    return [(a, b) for a, b in zip(old, new, strict=True) if a != b]


def test_renaming_a_region_changes_the_reference_page_and_the_client_alone() -> None:
    result = edit("italynorth: Italy North", "italynorth: Italia Nord")
    assert result.exit_code == 0
    assert result.stdout == f"changed  out/{PAGE}\nchanged  out/{REGIONS}\n"
    for path in (PAGE, REGIONS):
        ((old, new),) = changed_lines(Path("out") / path)
        assert (old.replace("Italy North", "Italia Nord")) == new
    rows = changed_lines(Path("out/manifest.json"))
    assert len(rows) == 2 and PAGE in rows[0][0] and REGIONS in rows[1][0]


def test_a_new_region_is_one_line_of_the_reference_page_and_one_of_the_client() -> None:
    result = edit("japaneast: Japan East", "israelcentral: Israel Central\njapaneast: Japan East")
    assert result.stdout == f"changed  out/{PAGE}\nchanged  out/{REGIONS}\n"
    member = '    ISRAELCENTRAL = "israelcentral"  # Israel Central\n'
    enum = Path("out", REGIONS).read_text("utf-8")
    assert enum.replace(member, "") == (ROOT / "out" / REGIONS).read_text("utf-8")
    page = Path("out", PAGE).read_text("utf-8")
    host = "`https://israelcentral.api.cognitive.microsoft.com`"
    line = f"| Israel Central | `israelcentral` | {host} |\n"
    assert page.replace(line, "") == (ROOT / "out" / PAGE).read_text("utf-8")


def test_removing_the_default_region_is_a_located_error(copy: Path) -> None:
    result = edit("norwayeast: Norway East\n", "")
    assert result.exit_code == 2
    assert result.stderr.startswith(
        "spec/face-v1.1-preview.1.yaml:8:16: region norwayeast is not in regions.yaml; "
    )
    assert (copy / "out" / PAGE).read_bytes() == (ROOT / "out" / PAGE).read_bytes()


def test_another_default_region_changes_the_host_line_of_each_sample() -> None:
    region = ("defaultRegion: norwayeast", "defaultRegion: westeurope")
    result = edit(*region, file="spec/face-v1.1-preview.1.yaml")
    assert result.exit_code == 0
    for target in sample_targets():
        (path,) = Path("out", Path(PAGE).parents[1], target.id).iterdir()
        ((old, new),) = changed_lines(path)
        assert old.replace("norwayeast", "westeurope") == new
