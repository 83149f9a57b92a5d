"""Only regular files of a bounded size are read, and only below the folder that they belong to.

Specs, documents and templates come in pull requests. A link among them can name a key of the user's
or a device, and a pipe makes whoever opens it wait.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli.main import main
from generator.errors import ProblemsError
from generator.sources.source import Folder
from generator.system.cache import fingerprint
from generator.system.regular_files import MAX_BYTES, OddFileError, read_regular
from tests.system.robust.support import Shop

SECRET = "FAKEFAKE"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links ask for a privilege there")


def gen(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def refused(*words: str | Path) -> str:
    """Run a command that must refuse something, and give what it says."""
    made = gen(*words)
    assert made.exit_code == 2, made.output
    assert isinstance(made.exception, SystemExit)
    assert SECRET not in made.output
    lines = [line for line in made.stderr.splitlines() if line]
    assert all("; " in line or line.startswith(("Usage", "Try")) for line in lines), lines
    return made.stderr


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in with a spec, and a key that is none of its files."""
    monkeypatch.chdir(tmp_path)
    Shop().write(tmp_path)
    (tmp_path / "id").write_text(f"-----BEGIN KEY-----\n{SECRET}: {SECRET}\n", "utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/regions.yaml").write_text(f"here: {SECRET}\n", "utf-8")
    return tmp_path


def large(place: Path) -> None:
    with place.open("wb") as file:
        file.truncate(MAX_BYTES + 1)


def link(to: str) -> Callable[[Path], None]:
    def make(place: Path) -> None:
        place.symlink_to(to)

    make.__name__ = f"link to {to}"
    return make


def link_to_link(place: Path) -> None:
    Path("spec/between").symlink_to("../id")
    place.symlink_to(Path("spec/between").resolve().parent.parent / "spec/between")


ODD: tuple[Callable[[Path], None], ...] = (
    link("../id"),
    link("../../id"),
    link("/etc/hostname"),
    link("/dev/zero"),
    link("/dev/stdin"),
    link("/proc/self/environ"),
    link("/proc/self/fd/0"),
    link("x.yaml"),  # itself, in the folders of specs
    link_to_link,
    os.mkfifo,
    large,
)
odd_files = pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)


@odd_files
def test_a_spec_among_others_that_is_no_file_of_the_folder_is_refused(
    here: Path, make: Callable[[Path], None]
) -> None:
    make(here / "spec/x.yaml")
    assert "spec/x.yaml" in refused("lint")
    assert "spec/x.yaml" in refused("render", "--out", "made")
    assert not (here / "made").exists()


@odd_files
@pytest.mark.parametrize("named", ["x.yaml", "./x.yaml"])
def test_a_region_table_that_is_no_file_of_the_folder_is_refused(
    here: Path, make: Callable[[Path], None], named: str
) -> None:
    spec = here / "spec/shop.yaml"
    text = spec.read_text("utf-8")
    (row,) = (line for line in text.splitlines() if line.startswith("regions"))
    spec.write_text(text.replace(row, f"regions: {named}"), "utf-8")
    make(here / "spec/x.yaml")
    assert "spec/shop.yaml:5:10: " in refused("lint", "--spec", spec)


@odd_files
def test_what_a_document_refers_to_and_is_no_file_of_the_folder_is_refused(
    here: Path, make: Callable[[Path], None]
) -> None:
    (here / "spec/shop.yaml").unlink()
    file = here / "spec/api.json"
    write_document(file, "x.yaml#/a")
    make(here / "spec/x.yaml")
    assert "api.json" in refused("lint", "--spec", file)
    assert "api.json" in refused("import", file)


def write_document(file: Path, reference: str) -> None:
    parameter = {"name": "q", "in": "query", "required": True, "schema": {"$ref": reference}}
    operation = {"parameters": [parameter], "responses": {"200": {"description": "ok"}}}
    document = {
        "openapi": "3.0.0",
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": "https://a.example"}],
        "paths": {"/x": {"get": operation}},
    }
    file.write_text(json.dumps(document), "utf-8")


@pytest.mark.parametrize("make", [link("/dev/zero"), link("."), os.mkfifo, large])
def test_anywhere_is_for_regular_files_of_a_bounded_size(
    here: Path, make: Callable[[Path], None]
) -> None:
    make(here / "x.yaml")
    write_document(here / "spec/api.json", "../x.yaml#/a")
    assert "api.json" in refused("import", here / "spec/api.json", "--anywhere")


@odd_files
@pytest.mark.parametrize("file", ["language.yaml", "sample.jinja"])
def test_a_template_that_is_no_file_of_the_folder_is_refused(
    here: Path, make: Callable[[Path], None], file: str
) -> None:
    folder = here / "mine/own"
    folder.mkdir(parents=True)
    (folder / "language.yaml").write_text(
        "title: Own\ntargets:\n  own: {title: Own, fence: own, file: own.txt, "
        "template: sample.jinja}\n",
        "utf-8",
    )
    (folder / "sample.jinja").write_text("x\n", "utf-8")
    (folder / file).unlink()
    make(folder / file)
    refused("render", "--templates", "mine", "--lang", "own", "--out", "made")
    assert not (here / "made").exists()


@pytest.mark.parametrize("to", ["..", "/", "../elsewhere", "/etc", "../spec/../.."])
def test_a_linked_folder_that_leads_out_is_refused(here: Path, to: str) -> None:
    (here / "spec/more").symlink_to(to)
    assert refused("lint").startswith("spec/more:1:1: this is a link to a folder elsewhere; ")


@pytest.mark.parametrize("to", [".", "more", "a/b", "a/../a", "../spec/a"])
def test_linked_folders_within_are_read_where_they_stand(here: Path, to: str) -> None:
    (here / "spec/a/b").mkdir(parents=True)
    for name in ("more", "other", "third"):  # each of them would double what there is
        (here / "spec" / name).symlink_to(to)
        (here / "spec/a" / name).symlink_to("..")
    assert gen("lint").exit_code == 0
    assert fingerprint([here / "spec"])


def test_folders_of_any_depth_are_read(here: Path) -> None:
    folder = here / "spec"
    for _ in range(1200):
        folder = folder / "a"
        folder.mkdir()
    (here / "spec/keep").touch()
    made = gen("lint")
    os.removedirs(folder)  # which pytest can't do so deep
    assert made.exit_code == 0


def test_a_folder_of_very_many_files_is_read(here: Path) -> None:
    for number in range(2000):
        (here / f"spec/{number}.json").touch()
    assert gen("lint").exit_code == 0


@pytest.mark.parametrize("to", ["real.yaml", "./real.yaml", "sub/real.yaml", "../spec/real.yaml"])
def test_a_link_within_the_folder_is_followed(here: Path, to: str) -> None:
    (here / "spec/sub").mkdir()
    folder = here / "spec"
    (folder / "real.yaml").write_bytes(b"x")
    (folder / "sub/real.yaml").write_bytes(b"x")
    (folder / "x").symlink_to(to)
    assert Folder(folder).read("x") == b"x"


@pytest.mark.parametrize("words", [("lint",), ("render", "--out", "made"), ("list", "regions")])
def test_what_the_user_names_may_be_a_link(here: Path, words: tuple[str, ...]) -> None:
    (here / "spec/shop.yaml").rename(here / "shop.yaml")
    (here / "spec/shop.yaml").symlink_to("../shop.yaml")
    assert gen(*words, "--spec", "spec/shop.yaml").exit_code == 0
    refused(*words, "--spec", "spec")
    (here / "linked").symlink_to("spec")
    (here / "spec/shop.yaml").unlink()
    (here / "shop.yaml").rename(here / "spec/shop.yaml")
    assert gen(*words, "--spec", "linked").exit_code == 0


PATHS = (
    "../id",
    "a/../../id",
    "{here}/id",
    "/etc/passwd",
    "/dev/zero",
    "./../id",
    "/proc/self/maps",
)


@pytest.mark.parametrize("path", PATHS)
def test_a_folder_gives_nothing_outside_of_it(here: Path, path: str) -> None:
    (here / "spec/a").mkdir()
    with pytest.raises(ProblemsError, match="this leads out of the folder"):
        Folder(here / "spec").read(path.format(here=here))


@pytest.mark.parametrize("path", ["x\0y", "\0", "x" * 256, "x/" * 3000, "\ud800", "a\0/../../id"])
def test_a_name_that_no_file_can_have_is_that_of_none(here: Path, path: str) -> None:
    assert Folder(here / "spec").read(path) is None
    assert Folder(here / "spec", path).read(path) is None


@pytest.mark.parametrize("size", [0, 1, 7, 8])
def test_a_file_may_be_as_large_as_is_allowed(here: Path, size: int) -> None:
    (here / "x").write_bytes(b"x" * size)
    assert read_regular(str(here / "x"), 8) == b"x" * size
    (here / "x").write_bytes(b"x" * 9)
    with pytest.raises(OddFileError):
        read_regular(str(here / "x"), 8)


@pytest.mark.parametrize(
    "command",
    [
        ("lint", "--spec", "pipe.yaml"),
        ("render", "--spec", "pipe.yaml", "--out", "made"),
        ("diff", "--spec", "pipe.yaml", "--out", "made"),
        ("import", "pipe.yaml"),
        ("publish", "--spec", "pipe.yaml", "--format", "html", "--out", "made"),
        (
            "publish",
            "--spec",
            "spec",
            "--format",
            "html",
            "--out",
            "made",
            "--verified",
            "pipe.yaml",
        ),
        ("mock", "--spec", "pipe.yaml", "--port", "0"),
        ("list", "operations", "--spec", "pipe.yaml"),
    ],
)
def test_a_pipe_that_the_user_names_is_refused_and_not_waited_for(
    here: Path, command: tuple[str, ...]
) -> None:
    os.mkfifo(here / "pipe.yaml")
    assert "pipe.yaml" in refused(*command)
