"""What the system refuses, a full disk above all, is told, and leaves whole files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.system.robust.fork import Order
from tests.system.robust.support import (
    MANIFEST,
    Forker,
    Shop,
    Tree,
    is_hidden,
    tree,
    whole_faults,
)

OLD, NEW = Shop(), Shop(default="there", operations=("get", "put"), targets=("curl", "ruby"))
FULL = "can't be written (No space left on device); mend that and run again"


def clean(work: Path, shop: Shop, forker: Forker) -> Tree:
    """Give what a run into a new folder makes."""
    shop.write(work)
    assert forker.render(work, "--out", f"clean-{len(shop.targets)}").code == 0
    return tree(work / f"clean-{len(shop.targets)}")


@contextmanager
def mode(path: Path, bits: int) -> Iterator[None]:
    old = path.stat().st_mode & 0o7777
    path.chmod(bits)
    try:
        yield
    finally:
        path.chmod(old)


# No room


def shell(forker: Forker, cwd: Path, script: str) -> None:
    made = forker.run(Order(command=("sh", "-e", "-c", script), cwd=str(cwd)))
    assert made.code == 0, made


@contextmanager
def disk(forker: Forker, work: Path, options: str) -> Iterator[None]:
    """Make `out` a disk of its own, which only the forker sees."""
    (work / "out").mkdir(exist_ok=True)
    shell(forker, work, f"mount -t tmpfs -o {options} tmpfs out")
    try:
        yield
    finally:
        shell(forker, work, "umount out")


def seen(forker: Forker, work: Path) -> Tree:
    """Give what is on that disk."""
    shutil.rmtree(work / "seen", ignore_errors=True)
    shell(forker, work, "cp -a out seen")
    return tree(work / "seen")


@pytest.mark.parametrize("start", [None, OLD], ids=["first", "next"])
@pytest.mark.parametrize("resource", ["size", "nr_inodes"])
def test_a_disk_that_is_full_at_whatever_file_is_told_and_leaves_whole_files(
    here: Path, forker: Forker, namespaced: Forker, start: Shop | None, resource: str
) -> None:
    old = clean(here, OLD, forker) if start else {}
    new = clean(here, NEW, forker)
    refused = 0
    for amount in range(1, 40):
        with disk(namespaced, here, "size=4m"):
            if start:
                start.write(here)
                assert namespaced.render(here).code == 0
            # As many pages or files as there are, and a few more.
            count = "df --output=%s out | tail -1" % ("used" if resource == "size" else "iused")
            more = f"$(( $({count}) + {amount * (4 if resource == 'size' else 1)} ))"
            unit = "k" if resource == "size" else ""
            shell(namespaced, here, f"mount -o remount,{resource}={more}{unit} out")
            NEW.write(here)
            made = namespaced.render(here)
            now = seen(namespaced, here)
            assert whole_faults(now, old, new) == [], amount
            assert [path for path in now if is_hidden(path)] == [], amount
            if made.code == 0:
                break
            refused += 1
            assert made.is_told, made
            assert made.err.endswith(f"{FULL}\n"), made
            room = "size=4m" if resource == "size" else "nr_inodes=0"
            shell(namespaced, here, f"mount -o remount,{room} out")
            assert namespaced.render(here).code == 0
            assert seen(namespaced, here) == new, amount
    assert made.code == 0
    assert refused > 1
    assert now == new


def test_a_file_that_may_not_grow_is_told_and_leaves_whole_files(
    here: Path, forker: Forker
) -> None:
    old, new = clean(here, OLD, forker), clean(here, NEW, forker)
    sizes = sorted({len(data or b"") for data in new.values()})
    for size in (0, *(size - 1 for size in sizes)):
        shutil.rmtree(here / "out", ignore_errors=True)
        OLD.write(here)
        assert forker.render(here).code == 0
        NEW.write(here)
        made = forker.render(here, room=size)
        assert made.is_told, made
        assert "can't be written (File too large); mend that and run again\n" in made.err
        now = tree(here / "out")
        assert whole_faults(now, old, new) == [], size
        assert [path for path in now if is_hidden(path)] == [], size
        assert forker.render(here).code == 0
        assert tree(here / "out") == new, size


# No right


def test_a_disk_that_can_only_be_read_is_told(here: Path, namespaced: Forker) -> None:
    assert namespaced.render(here).code == 0
    before = tree(here / "out")
    shell(namespaced, here, "mount --bind out out && mount -o remount,ro,bind out")
    try:
        assert namespaced.render(here).code == 0
        NEW.write(here)
        assert namespaced.render(here, "--check").code == 1
        made = namespaced.render(here)
        assert made.is_told, made
        assert "(Read-only file system)" in made.err
    finally:
        shell(namespaced, here, "umount out")
    assert tree(here / "out") == before


def test_a_disk_within_the_output_folder_is_written_or_told(
    here: Path, forker: Forker, namespaced: Forker
) -> None:
    """Where a file can't be put in one step, for the folder is on another disk than its place."""
    new = clean(here, NEW, forker)
    (here / "out/shop").mkdir(parents=True)
    NEW.write(here)
    shell(namespaced, here, "mount -t tmpfs -o size=4m tmpfs out/shop")
    try:
        made = namespaced.render(here)
        now = seen(namespaced, here)
    finally:
        shell(namespaced, here, "umount out/shop")
    assert made.is_told or made.code == 0, made
    assert whole_faults(now, {}, new) == []
    assert [path for path in now if is_hidden(path)] == []


@pytest.mark.parametrize("bits", [0o555, 0o444, 0o000], ids=oct)
@pytest.mark.parametrize("place", ["out", "out/shop/v1", "out/shop/v1/get/curl"])
def test_a_folder_that_may_not_be_changed_is_told(
    here: Path, forker: Forker, place: str, bits: int
) -> None:
    old, new = clean(here, OLD, forker), clean(here, NEW, forker)
    OLD.write(here)
    assert forker.render(here).code == 0
    NEW.write(here)
    with mode(here / place, bits):
        made = forker.render(here, powerless=True)
        checked = forker.render(here, "--check", powerless=True)
    assert made.is_told, made
    assert made.err.endswith("(Permission denied); mend that and run again\n")
    assert checked.is_told or checked.code == 1, checked
    now = tree(here / "out")
    assert whole_faults(now, old, new) == []
    assert [path for path in now if is_hidden(path)] == []
    assert forker.render(here).code == 0
    assert tree(here / "out") == new


@pytest.mark.parametrize(
    "place", [MANIFEST, "shop/v1/get/curl/get.sh", "shop/v1/drop/curl/drop.sh"]
)
def test_a_file_that_may_not_be_read_is_told_and_stays(
    here: Path, forker: Forker, place: str
) -> None:
    old, new = clean(here, OLD, forker), clean(here, NEW, forker)
    OLD.write(here)
    assert forker.render(here).code == 0
    NEW.write(here)
    for check in ([], ["--check"]):
        with mode(here / "out" / place, 0):
            made = forker.render(here, *check, powerless=True)
        assert made.is_told, made
        told = f"out/{place}: can't be read (Permission denied); mend that and run again\n"
        assert made.err == told
        assert tree(here / "out") == old
    assert forker.render(here).code == 0
    assert tree(here / "out") == new


def test_a_file_that_may_only_be_read_is_replaced(here: Path, forker: Forker) -> None:
    """It is the folder that has to be writable, as always where files are replaced."""
    assert forker.render(here).code == 0
    new = clean(here, NEW, forker)
    for path in (here / "out").rglob("*"):
        if path.is_file():
            path.chmod(0o400)
    made = forker.render(here, powerless=True)
    assert made.code == 0, made
    assert tree(here / "out") == new


# No name


LONG = """\
title: Long
encoders: {text: [{base: line}]}
targets:
  long: {title: Long, template: a.jinja, file: "NAME", fence: text}
"""


@pytest.mark.parametrize("length", [200, 245, 246, 249, 250, 251, 254, 255, 256, 300])
def test_a_file_name_is_written_or_told_however_long_it_is(
    here: Path, forker: Forker, length: int
) -> None:
    (here / "own/long").mkdir(parents=True)
    (here / "own/long/a.jinja").write_text("{{ operation.title|text }}\n", "utf-8")
    (here / "own/long/language.yaml").write_text(LONG.replace("NAME", "x" * length), "utf-8")
    made = forker.render(here, "--templates", "own", "--lang", "long")
    assert made.code == 0 if length <= 255 else made.is_told, made
    assert len(list(here.glob("out/**/x*"))) == (2 if length <= 255 else 0)


@pytest.mark.parametrize(
    "out",
    ["x" * 300, "x/" * 3000, "x" * 255, "out/" + "y" * 250, "\udcff"],
    ids=["a long part", "a long path", "a long name", "a long name below", "no UTF-8"],
)
def test_an_output_folder_is_made_or_told_whatever_its_name(
    here: Path, forker: Forker, out: str
) -> None:
    made = forker.render(here, "--out", out)
    assert "Traceback" not in made.err, made
    assert made.is_told or made.code == 0, made
    if made.code == 0:
        assert forker.render(here, "--check", "--out", out).code == 0


@pytest.mark.parametrize("out", ["out", "out/below", "spec/shop.yaml", "/dev/null", "/dev/full/x"])
def test_a_file_in_place_of_the_output_folder_is_told_and_stays(
    here: Path, forker: Forker, out: str
) -> None:
    (here / "out").write_bytes(b"mine")
    before = tree(here)
    for check in ([], ["--check"]):
        made = forker.render(here, "--out", out, *check)
        assert made.is_told, made
        assert tree(here) == before
