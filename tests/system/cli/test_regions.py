"""What a change of the region table does, on a copy of the repository's own spec."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli.main import main
from tests.support import published_targets, reference_api, reference_checkout, sample_targets

CLIENT = f"{reference_api().folder}/python-client"
REGIONS = f"{CLIENT}/face_client/_region.py"
PAGE = f"{reference_api().folder}/delete-liveness-with-verify-session/reference/reference.md"
TABLE = f"{reference_api().folder}/reference/regions.md"


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


def test_renaming_a_region_changes_the_region_table_and_the_client_alone() -> None:
    result = edit("italynorth: Italy North", "italynorth: Italia Nord")
    assert result.exit_code == 0
    assert result.stdout == f"changed  out/{REGIONS}\nchanged  out/{TABLE}\n"
    for path in (TABLE, REGIONS):
        ((old, new),) = changed_lines(Path("out") / path)
        assert (old.replace("Italy North", "Italia Nord")) == new
    rows = changed_lines(Path("out/manifest.json"))
    assert len(rows) == 2 and REGIONS in rows[0][0] and TABLE in rows[1][0]


def test_a_new_region_is_one_line_of_the_region_table_and_one_of_the_client() -> None:
    result = edit("japaneast: Japan East", "israelcentral: Israel Central\njapaneast: Japan East")
    assert result.stdout == f"changed  out/{REGIONS}\nchanged  out/{TABLE}\n"
    member = '    ISRAELCENTRAL = "israelcentral"  # Israel Central\n'
    enum = Path("out", REGIONS).read_text("utf-8")
    assert enum.replace(member, "") == (reference_checkout() / "out" / REGIONS).read_text("utf-8")
    page = Path("out", TABLE).read_text("utf-8")
    host = "`https://israelcentral.api.cognitive.microsoft.com`"
    line = f"| Israel Central | `israelcentral` | {host} |\n"
    assert page.replace(line, "") == (reference_checkout() / "out" / TABLE).read_text("utf-8")


SHOP = """\
api: {{id: shop-{number}, title: Shop, version: v1}}
endpoint: https://{{region}}.example.com
defaultRegion: north
regions: regions.yaml
operations:
  get: {{title: Get, summary: Get it., method: GET, path: /it, responses: {{200: Got.}}}}
  put: {{title: Put, summary: Put it., method: PUT, path: /it, responses: {{204: Put.}}}}
  drop: {{title: Drop, summary: Drop it., method: DELETE, path: /it, responses: {{204: Gone.}}}}
publish: {{targets: [curl, python, reference, python-client]{more}}}
"""


def shops(count: int, more: str = "") -> None:
    """Render some APIs that share a region table, and add a region to the table."""
    Path("shops").mkdir()
    for number in range(count):
        text = SHOP.format(number=number, more=more)
        Path(f"shops/shop-{number}.yaml").write_text(text, "utf-8")
    Path("shops/regions.yaml").write_text("north: North\nsouth: South\n", "utf-8")
    rendered = CliRunner().invoke(main, ["render", "--spec", "shops", "--out", "made"])
    assert rendered.exit_code == 0, rendered.stderr
    with Path("shops/regions.yaml").open("a", encoding="utf-8") as table:
        table.write("gov: {name: Government, endpoint: https://gov.example.org}\n")


def test_a_new_region_changes_two_files_of_each_api() -> None:
    shops(4)
    result = CliRunner().invoke(main, ["render", "--spec", "shops", "--out", "made"])
    client = "python-client/shop_{0}_client/_region.py"
    files = (f"made/shop-{{0}}/v1/{name}" for name in (client, "reference/regions.md"))
    line = "".join(f"changed  {name}\n" for name in files)
    assert result.stdout == "".join(line.format(number) for number in range(4))


def test_a_spec_can_have_its_regions_on_every_page() -> None:
    shops(1, ", regionTable: page")
    folder = Path("made/shop-0/v1")
    assert not (folder / "reference").exists()
    row = "| South | `south` | `https://south.example.com` |\n"
    pages = sorted(folder.glob("*/reference/reference.md"))
    assert len(pages) == 3
    for page in pages:
        text = page.read_text("utf-8")
        assert "The samples below use North.\n" in text
        assert row in text
        assert "regions.md" not in text
    result = CliRunner().invoke(main, ["render", "--spec", "shops", "--out", "made"])
    assert result.stdout.count("/reference/reference.md\n") == 3


def test_a_spec_that_moves_its_regions_to_every_page_loses_the_page_of_the_table() -> None:
    shops(1)
    spec = Path("shops/shop-0.yaml")
    text = spec.read_text("utf-8")
    spec.write_text(text.replace("client]", "client], regionTable: page"), "utf-8")
    result = CliRunner().invoke(main, ["render", "--spec", "shops", "--out", "made"])
    assert "removed  made/shop-0/v1/reference/regions.md\n" in result.stdout


@pytest.mark.parametrize("words", [(), ("--region", "all"), ("--operation", "get")])
def test_a_page_links_to_the_table_of_regions(words: tuple[str, ...]) -> None:
    shops(1)
    given = ["--spec", "shops", "--lang", "reference", "--out", "here", *words]
    assert CliRunner().invoke(main, ["render", *given]).exit_code == 0
    pages = sorted(Path("here").rglob("reference.md"))
    assert len(pages) == {(): 3, ("--region", "all"): 9}.get(words, 1)
    for page in pages:
        (link,) = re.findall(r"\]\((\S+)\)", page.read_text("utf-8"))
        table = (page.parent / link).resolve()
        assert table == Path("here/shop-0/v1/reference/regions.md").resolve()
        assert "`https://gov.example.org`" in table.read_text("utf-8")


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
    for target in (t for t in sample_targets() if t.id in published_targets()):
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
            # A page there is a folder further from the table that it links to.
            found = {
                p.relative_to(here): p.read_bytes().replace(b"](../../../", b"](../../")
                for p in here.rglob("*.*")
            }
            assert made == found
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
