"""A manifest from a stranger names no file but such as gen makes, and none that is hidden.

What rows of files outside the output folder and of odd things in it do is tested in
tests/system/robust/test_manifest.py.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.main import main
from generator.system.regular_files import MAX_BYTES
from tests.support import ROOT
from tests.system.robust.support import MANIFEST, Shop, Tree, tree

VICTIM = b"a victim\n"


def render(*words: str) -> str:
    made = CliRunner().invoke(main, ["render", *words])
    assert made.exit_code == 0, made.output
    return made.stdout


def add_row(folder: Path, path: str, data: bytes = VICTIM, key: str = "files") -> None:
    """Add a row to the manifest with the hash of a file."""
    sha256 = hashlib.sha256(data).hexdigest()
    row = {"path": path, "sha256": sha256, "target": "curl", "operation": "get"}
    read = json.loads((folder / MANIFEST).read_bytes())
    read.setdefault(key, []).append(row)
    (folder / MANIFEST).write_text(json.dumps(read), "utf-8")


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Render into `out`."""
    monkeypatch.chdir(tmp_path)
    Shop().write(tmp_path)
    render()
    return tmp_path / "out"


HIDDEN = (
    ".git/config",
    ".git/hooks/pre-commit",
    ".GIT/config",
    ".gitattributes",
    ".github/workflows/ci.yml",
    "shop/.git/config",
    "shop/v1/.env",
    "shop/v1/get/.hidden/x.sh",
    "git~1/config",
    "GIT~1/config",
    "shop/v1/get/curl/x.sh.",
    "shop/v1/get/curl/x.sh ",
    "shop/v1/ get/x.sh",
    "shop/v1/get/x:stream",
    "shop/v1/get/caf\u00e9.sh",
    "shop/v1/get/\u202egnp.sh",
    "shop/v1/get/$HOME",
    "shop/v1/get/a b.sh",
    "shop/v1/get/*",
    "..git/config",
    ".gen-part-1",
)


@pytest.mark.parametrize("key", ["files", "changing"])
@pytest.mark.parametrize("path", HIDDEN)
def test_a_row_of_what_gen_never_makes_removes_nothing(out: Path, path: str, key: str) -> None:
    victim = out / path
    victim.parent.mkdir(parents=True, exist_ok=True)
    victim.write_bytes(VICTIM)
    add_row(out, path, key=key)
    assert render() == ""
    if not path.startswith(".gen-part-"):  # which is what a killed run leaves
        assert victim.read_bytes() == VICTIM
    assert path not in (out / MANIFEST).read_text("utf-8")


@pytest.mark.parametrize("words", [(), ("--lang", "curl"), ("--operation", "get")])
def test_a_repository_in_the_output_folder_stays_whole(out: Path, words: tuple[str, ...]) -> None:
    subprocess.run(["git", "init", "-q", str(out)], check=True)
    before = {path: data for path, data in tree(out).items() if path.startswith(".git/")}
    for path, data in before.items():
        add_row(out, path, data or b"")
        add_row(out, path.upper(), data or b"")
    render(*words)
    after = {path: data for path, data in tree(out).items() if path.startswith(".git/")}
    assert after == before


@pytest.mark.parametrize("to", [".git", "..", "/", "../spec", "shop"])
def test_a_row_through_a_link_removes_nothing(out: Path, to: str) -> None:
    (out / ".git").mkdir()
    for folder in (out / ".git", out.parent, out.parent / "spec", out / "shop"):
        (folder / "victim").write_bytes(VICTIM)
    (out / "linked").symlink_to(to)
    add_row(out, "linked/victim")
    add_row(out, "linked/linked/victim")
    render()
    for folder in (out / ".git", out.parent, out.parent / "spec", out / "shop"):
        assert (folder / "victim").read_bytes() == VICTIM


@pytest.mark.parametrize("version", ["v1", "1..2", "2026-01-01", "1.0-beta_2", "V"])
@pytest.mark.parametrize("region", [None, "all"])
def test_what_gen_makes_it_removes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, region: str | None
) -> None:
    """Each path of gen's own has such a form, whatever the spec is called."""
    monkeypatch.chdir(tmp_path)
    words = ["--out", "made", *(["--region", region] if region else [])]
    Shop(version=version, targets=("curl", "java", "python-client", "reference")).write(tmp_path)
    render(*words)
    made: Tree = tree(tmp_path / "made")
    assert len(made) > 6
    Shop(version="other", targets=("ruby",)).write(tmp_path)
    assert render(*words).count("removed") == len(made) - 1
    assert not {path for path in made if path != MANIFEST} & tree(tmp_path / "made").keys()


@pytest.mark.parametrize("place", [MANIFEST, "shop/v1/get/curl/get.sh", "orphan"])
def test_what_is_too_large_is_not_read(out: Path, place: str) -> None:
    with (out / place).open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    if place == "orphan":
        add_row(out, place)
    made = CliRunner().invoke(main, ["render"])
    if place == MANIFEST:
        assert made.exit_code == 2
        assert made.stderr.startswith(f"out/{MANIFEST}: this is not a manifest of gen; ")
    else:
        assert made.exit_code == 0
    assert (out / place).stat().st_size == MAX_BYTES + 1 or place.startswith("shop")


@pytest.mark.parametrize("target", ["..", "../outside", "/", "../outside/deep", "between"])
def test_an_out_folder_that_leads_out_of_the_working_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    work = tmp_path / "work"
    (tmp_path / "outside/deep").mkdir(parents=True)
    work.mkdir()
    (work / "between").symlink_to("../outside")
    (work / "out").symlink_to(target)
    monkeypatch.chdir(work)
    spec = ROOT / "tests/golden/cases/public/spec.yaml"
    made = CliRunner().invoke(main, ["render", "--spec", str(spec), "--lang", "curl"])
    assert made.exit_code == 2 and "out: this leads out of the working folder" in made.output
    assert list((tmp_path / "outside").rglob("*")) == [tmp_path / "outside/deep"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["outside", "work"]


@pytest.mark.parametrize("kind", ["markdown", "json", "stat", "text", "github"])
def test_a_report_that_leads_out_of_the_working_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (tmp_path / "mine").write_bytes(VICTIM)
    (work / "report").symlink_to("../mine")
    monkeypatch.chdir(work)
    spec = ROOT / "tests/golden/cases/public/spec.yaml"
    words = ["diff", "--spec", str(spec), "--lang", "curl", "--format", f"{kind}=report"]
    made = CliRunner().invoke(main, words)
    assert made.exit_code == 2 and "report: this leads out of the working folder" in made.output
    assert (tmp_path / "mine").read_bytes() == VICTIM
