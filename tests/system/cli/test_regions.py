"""What a change of the region table does, on a copy of the repository's own spec."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli.main import main
from tests.support import reference_api, reference_checkout, sample_targets

CLIENT = f"{reference_api().folder}/python-client"
REGIONS = f"{CLIENT}/face_client/_region.py"
PAGE = f"{reference_api().folder}/delete-liveness-with-verify-session/reference/reference.md"


@pytest.fixture(autouse=True)
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(reference_checkout() / "spec", tmp_path / "spec")
    shutil.copytree(reference_checkout() / "out", tmp_path / "out")
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
    old = (reference_checkout() / path).read_text("utf-8").split("\n")
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
    assert enum.replace(member, "") == (reference_checkout() / "out" / REGIONS).read_text("utf-8")
    page = Path("out", PAGE).read_text("utf-8")
    host = "`https://israelcentral.api.cognitive.microsoft.com`"
    line = f"| Israel Central | `israelcentral` | {host} |\n"
    assert page.replace(line, "") == (reference_checkout() / "out" / PAGE).read_text("utf-8")


def test_removing_the_default_region_is_a_located_error(copy: Path) -> None:
    result = edit("norwayeast: Norway East\n", "")
    assert result.exit_code == 2
    assert result.stderr.startswith(
        "spec/face-v1.1-preview.1.yaml:8:16: region norwayeast is not in regions.yaml; "
    )
    assert (copy / "out" / PAGE).read_bytes() == (reference_checkout() / "out" / PAGE).read_bytes()


def test_another_default_region_changes_the_host_line_of_each_sample() -> None:
    region = ("defaultRegion: norwayeast", "defaultRegion: westeurope")
    result = edit(*region, file="spec/face-v1.1-preview.1.yaml")
    assert result.exit_code == 0
    for target in sample_targets():
        (path,) = Path("out", Path(PAGE).parents[1], target.id).iterdir()
        ((old, new),) = changed_lines(path)
        assert old.replace("norwayeast", "westeurope") == new


def test_every_region_has_a_folder_of_its_own_below_the_operation(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["render", "--region", "all", "--out", "every"])
    assert result.exit_code == 0, result.stderr
    api = reference_api()
    folder = tmp_path / "every" / api.folder / "delete-liveness-with-verify-session"
    assert sorted(path.name for path in folder.iterdir()) == sorted(r.id for r in api.regions)
    for region in api.regions:
        alone = f"alone-{region.id}"
        if region.id in ("norwayeast", "westeurope"):
            CliRunner().invoke(main, ["render", "--region", region.id, "--out", alone])
            one = tmp_path / alone / api.folder / folder.name
            made = {p.relative_to(one): p.read_bytes() for p in one.rglob("*.*")}
            here = folder / region.id
            assert made == {p.relative_to(here): p.read_bytes() for p in here.rglob("*.*")}
    assert (tmp_path / "every" / CLIENT).is_dir(), "of a client there is one, with all regions"
    client = {p.name: p.read_bytes() for p in (tmp_path / "every" / CLIENT).rglob("*.*")}
    assert client == {p.name: p.read_bytes() for p in (tmp_path / "out" / CLIENT).rglob("*.*")}
    again = CliRunner().invoke(main, ["render", "--region", "all", "--out", "every", "--check"])
    assert (again.exit_code, again.stdout) == (0, "")


def test_a_region_that_is_gone_takes_its_folder_along(tmp_path: Path) -> None:
    everywhere = ["render", "--region", "all", "--lang", "ruby", "--out", "every"]
    CliRunner().invoke(main, everywhere)
    table = tmp_path / "spec/regions.yaml"
    table.write_text(table.read_text("utf-8").replace("uksouth: UK South\n", ""), "utf-8")
    result = CliRunner().invoke(main, everywhere)
    assert result.stdout.count("\n") == 1 and result.stdout.startswith("removed  every/face/")
    assert not list(tmp_path.glob("every/*/*/*/uksouth"))


def test_a_run_for_one_region_replaces_one_for_every_region(tmp_path: Path) -> None:
    arguments = ["render", "--lang", "ruby,php", "--out", "some", "--region"]
    CliRunner().invoke(main, [*arguments, "all"])
    result = CliRunner().invoke(main, [*arguments, "westeurope"])
    assert result.exit_code == 0
    assert len(list((tmp_path / "some").rglob("*.*"))) == 3 + 1  # the version's folder has a dot


def test_every_region_needs_a_folder_of_its_own() -> None:
    result = CliRunner().invoke(main, ["render", "--region", "all"])
    assert result.exit_code == 2
    assert "--region needs an output folder of its own" in result.stderr


def test_an_api_without_regions_is_rendered_once(tmp_path: Path) -> None:
    spec = tmp_path / "spec/face-v1.1-preview.1.yaml"
    text = spec.read_text("utf-8").replace("defaultRegion: norwayeast\nregions: regions.yaml\n", "")
    spec.write_text(text.replace("{region}", "one"), "utf-8")
    (tmp_path / "spec/regions.yaml").unlink()
    for region in ([], ["--region", "all"]):
        out = ["--out", f"out-{len(region)}"]
        result = CliRunner().invoke(main, ["render", "--lang", "ruby", *out, *region])
        assert result.exit_code == 0, result.stderr
    trees = [
        {p.relative_to(out): p.read_bytes() for p in out.rglob("*.*") if p.is_file()}
        for out in (tmp_path / "out-0", tmp_path / "out-2")
    ]
    assert trees[0] == trees[1] and len(trees[0]) == 2
