"""The output folder is the user's: what stands in the way, beside, or at the end of a link."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.system.robust.support import MANIFEST, Forker, Shop, Tree, tree
from tests.system.robust.test_manifest import (
    ODD,
    SAMPLE,
    VICTIM,
    check_changes_nothing,
    clean,
    everything,
    folder,
    odd_things,
)

__all__ = ["clean"]


@odd_things
@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
def test_what_is_no_file_at_a_planned_place_is_replaced_or_told_and_never_followed(
    here: Path, forker: Forker, clean: Tree, make: Callable[[Path], None], known: bool
) -> None:
    victims = {here / "victim", here / "out/shop/v1/get/curl/odd", here / "out/shop/v1/victim"}
    for victim in victims:
        victim.write_bytes(VICTIM)
    if not known:
        (here / "out" / MANIFEST).unlink()
    (here / "out" / SAMPLE).unlink()
    make(here / "out" / SAMPLE)
    assert check_changes_nothing(here, forker).code in (1, 2)
    before = everything(here)
    made = forker.render(here)
    if make is folder:
        assert made.is_told, made
        assert made.err == f"out/{SAMPLE}: a file belongs here; move this folder away\n"
        assert everything(here) == before
    else:
        assert made.code == 0, made
        assert made.out == f"changed  out/{SAMPLE} (was edited by hand)\n"
        assert (here / "out" / SAMPLE).lstat().st_mode == 0o100644
        assert clean.items() <= tree(here / "out").items()
    assert {victim.read_bytes() for victim in victims} == {VICTIM}


@pytest.mark.parametrize("data", [b"", VICTIM], ids=["same bytes", "other bytes"])
def test_a_file_outside_stays_as_it_is_if_a_planned_place_is_a_hard_link_to_it(
    here: Path, forker: Forker, clean: Tree, data: bytes
) -> None:
    for number, path in enumerate((SAMPLE, MANIFEST)):
        victim = here / f"victim{number}"
        victim.write_bytes(clean[path] if path == MANIFEST or not data else data)  # type: ignore[arg-type]
        (here / "out" / path).unlink()
        os.link(victim, here / "out" / path)
    before = {path: path.read_bytes() for path in here.glob("victim*")}
    Shop(default="there").write(here)
    made = forker.render(here)
    assert made.code == 0, made
    assert {path: path.read_bytes() for path in before} == before
    assert (here / "out" / SAMPLE).stat().st_nlink == 1
    assert (here / "out" / MANIFEST).stat().st_nlink == 1


@pytest.mark.parametrize("place", ["out/shop", "out/shop/v1/get/curl"])
@pytest.mark.parametrize(
    "make", [make for make in ODD if make is not folder], ids=lambda make: make.__name__
)
def test_what_is_no_folder_on_the_way_to_a_planned_place_is_told_and_stays(
    here: Path, forker: Forker, clean: Tree, make: Callable[[Path], None], place: str
) -> None:
    (here / place).rename(here / "moved")
    make(here / place)
    before = everything(here)
    for arguments in ([], ["--check"]):
        made = forker.render(here, *arguments)
        assert made.is_told, made
        assert made.err == f"{place}: a folder belongs here; move what stands here away\n"
        assert made.changes == ()
    assert everything(here) == before


@odd_things
def test_what_gen_did_not_write_stays_whatever_it_is_when_all_else_goes(
    here: Path, forker: Forker, clean: Tree, make: Callable[[Path], None]
) -> None:
    (here / "victim").write_bytes(VICTIM)
    names = ("odd", "shop/odd", "shop/v1/odd", "shop/v1/get/odd", "shop/v1/get/curl/odd")
    for name in names:
        make(here / "out" / name)
        (here / "out" / name).with_name("empty").mkdir()
        (here / "out" / name).with_name("mine.txt").write_bytes(b"mine")
    before = {path: seen for path, seen in everything(here / "out").items() if path not in clean}
    Shop(version="v2").write(here)
    made = forker.render(here)
    assert made.code == 0, made
    assert made.err == "5 files: 5 added, 5 removed\n"
    after = everything(here / "out")
    kept = {path for path in before if path.split("/")[-1] in ("odd", "empty", "mine.txt")}
    assert len(kept) == 3 * len(names)
    assert {path: after.get(path, ())[:2] for path in kept} == {
        path: before[path][:2] for path in kept
    }
    assert not {path for path in clean if path != MANIFEST} & {*after}
    assert (here / "victim").read_bytes() == VICTIM


def test_an_orphan_that_was_edited_is_kept_and_reported_once(
    here: Path, forker: Forker, clean: Tree
) -> None:
    path = "shop/v1/drop/curl/drop.sh"
    (here / "out" / path).write_bytes(b"mine")
    Shop(operations=("get",)).write(here)
    made = forker.render(here)
    assert made.code == 0
    assert made.out == (
        f"kept     out/{path} (no longer made, but edited by hand: remove it yourself)\n"
        "removed  out/shop/v1/drop/reference/reference.md\n"
    )
    assert (here / "out" / path).read_bytes() == b"mine"
    again = forker.render(here)
    assert (again.code, again.out, again.err) == (0, "", "3 files: nothing to do\n")
    assert (here / "out" / path).read_bytes() == b"mine"


@pytest.mark.parametrize("add", [b"\n", b" ", b"\0", b""], ids=["end", "space", "zero", "cut"])
def test_an_orphan_that_differs_by_a_byte_is_kept(
    here: Path, forker: Forker, clean: Tree, add: bytes
) -> None:
    file = here / "out/shop/v1/drop/curl/drop.sh"
    edited = file.read_bytes() + add if add else file.read_bytes()[:-1]
    file.write_bytes(edited)
    Shop(operations=("get",)).write(here)
    assert forker.render(here).code == 0
    assert file.read_bytes() == edited


@pytest.mark.parametrize("times", [1, 2])
def test_an_output_folder_may_be_a_link_to_one(here: Path, forker: Forker, times: int) -> None:
    (here / "real").mkdir()
    (here / "out").symlink_to("real" if times == 1 else "between")
    (here / "between").symlink_to("real")
    for arguments in ([], ["--check"]):
        assert forker.render(here, *arguments).code == 0
    assert (here / "out").is_symlink()
    made = tree(here / "real")
    assert forker.render(here, "--out", "plain").code == 0
    assert made == tree(here / "plain")
    Shop(operations=("get",)).write(here)
    assert forker.render(here).code == 0
    assert tree(here / "real").keys() < made.keys()


@pytest.mark.parametrize(
    "out", [".", "./", "a/../b", "a//b", "../{here}/c", "{path}", "{path}/", "spec", "a b/ü/💥"]
)
def test_an_output_folder_may_be_written_in_any_way(here: Path, forker: Forker, out: str) -> None:
    (here / "a").mkdir()
    assert forker.render(here, "--out", here / "clean").code == 0
    wanted = tree(here / "clean")
    (here / "mine.txt").write_bytes(b"mine")
    given = out.format(here=here.name, path=here / "d")
    assert forker.render(here, "--out", given).code == 0
    assert forker.render(here, "--out", given, "--check").code == 0
    assert wanted.items() <= tree(here / given).items()
    assert (here / "spec/shop.yaml").is_file()
    Shop(operations=("get",)).write(here)
    assert forker.render(here, "--out", given).code == 0
    assert not (here / given / "shop/v1/drop").exists()
    assert (here / "mine.txt").read_bytes() == b"mine"
    assert (here / "spec/shop.yaml").is_file()


@pytest.mark.parametrize("name", [".gen", ".gen-part", ".tmp", ".hidden"])
def test_hidden_files_of_the_user_stay(here: Path, forker: Forker, clean: Tree, name: str) -> None:
    """But for one that is called as gen calls the file that it is about to write."""
    for path in (f"shop/{name}", f"shop/v1/get/curl/{name}", f"shop/v1/drop/curl/{name}"):
        (here / "out" / path).write_bytes(b"mine")
    Shop(operations=("get",), default="there").write(here)
    assert forker.render(here).code == 0
    mine = [path for path, data in tree(here / "out").items() if data == b"mine"]
    assert len(mine) == 3


@odd_things
def test_what_stands_where_gen_writes_before_a_file_is_done_is_replaced_or_told(
    here: Path, forker: Forker, make: Callable[[Path], None]
) -> None:
    """Never followed, that is; a name that is new each time can't be taken."""
    (here / "victim").write_bytes(VICTIM)
    opened = {
        change.removeprefix("open ").strip("'")
        for change in forker.render(here).changes
        if change.startswith("open ")
    }
    assert opened
    clean = tree(here / "out")
    Shop(default="there").write(here)
    assert forker.render(here).code == 0
    for path in opened:  # a file of its own, or within a folder that is put in place as a whole
        hidden = next(part for part in (Path(path), *Path(path).parents) if part.name[:1] == ".")
        if not os.path.lexists(here / hidden):
            make(here / hidden)
    Shop().write(here)
    made = forker.render(here)
    assert made.is_told or made.code == 0, made
    assert (here / "victim").read_bytes() == VICTIM
    if made.code == 0:
        assert clean.items() <= tree(here / "out").items()
