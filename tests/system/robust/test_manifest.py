"""A manifest that lies: nothing outside is read or removed, and what is wrong is told.

It travels in pull requests, so a stranger may have written it. What the comparison of a tree makes
of such rows is tested in tests/unit/output/test_changes.py; this is about the command, and about
what only a real file system has.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.system.robust.support import MANIFEST, Forker, Result, Shop, Tree, process, tree

VICTIM = b"a victim\n"
SAMPLE = "shop/v1/get/curl/get.sh"


def row(path: str, data: bytes = VICTIM, **other: str) -> dict[str, str]:
    sha256 = hashlib.sha256(data).hexdigest()
    return {"path": path, "sha256": sha256, "target": "curl", "operation": "get", **other}


def lie(here: Path, *rows: dict[str, str]) -> None:
    """Add rows to the manifest of an output folder."""
    file = here / "out" / MANIFEST
    read = json.loads(file.read_bytes())
    read["files"] += rows
    file.write_text(json.dumps(read), "utf-8")


@pytest.fixture
def clean(here: Path, forker: Forker) -> Tree:
    """Render into `out`, and give what is there."""
    assert forker.render(here).code == 0
    return tree(here / "out")


def everything(folder: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """Give what can be seen of all that stands below a folder: no link is followed."""
    found = {}
    for path in folder.rglob("*"):
        status = path.lstat()
        data = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        found[path.relative_to(folder).as_posix()] = (
            status.st_mode,
            status.st_ino,
            status.st_mtime_ns,
            data,
        )
    return found


def check_changes_nothing(here: Path, forker: Forker) -> Result:
    """Run the check, which must write nothing wherever."""
    before = everything(here)
    checked = forker.render(here, "--check")
    assert "Traceback" not in checked.err
    assert everything(here) == before
    assert checked.changes == ()
    return checked


# Rows


@pytest.mark.parametrize(
    "path",
    [
        "../victim",
        "../../../../../../../../../../..{victim}",
        "{victim}",
        "//{victim}",
        "shop/../../victim",
        "shop/v1/get/../../../../victim",
        "./../victim",
        "..\\victim",
        "C:\\victim",
        "\\\\server\\share\\victim",
        "victim\0",
        "../victim\0.sh",
        "shop/./v1/get/curl/../../../../../victim",
        "shop//../../victim",
        "~/victim",
        "$HOME/victim",
        "file://{victim}",
        "․․/victim",
        "．．/victim",
        "../victim\n",
        "%2e%2e/victim",
        "out/../../victim",
    ],
)
def test_a_row_of_a_file_outside_removes_nothing_and_is_gone_after_the_run(
    here: Path, forker: Forker, clean: Tree, path: str
) -> None:
    (here / "victim").write_bytes(VICTIM)
    lie(here, row(path.format(victim=here / "victim")))
    assert check_changes_nothing(here, forker).code == 1
    made = forker.render(here)
    assert (made.code, made.out) == (0, ""), made
    assert tree(here / "out") == clean
    assert (here / "victim").read_bytes() == VICTIM


def pipe(path: Path) -> None:
    os.mkfifo(path)


def listener(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # as the name of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def device(path: Path) -> None:
    try:
        os.mknod(path, 0o666 | 0o020000, os.makedev(1, 5))  # /dev/zero
    except PermissionError:
        pytest.skip("only root can make a device")


def folder(path: Path) -> None:
    (path / "below").mkdir(parents=True)
    (path / "below/mine").write_bytes(VICTIM)


def link(to: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.symlink_to(to)

    make.__name__ = f"link to {to}"
    return make


ODD: Sequence[Callable[[Path], None]] = (
    pipe,
    listener,
    device,
    folder,
    link("/dev/zero"),
    link("../victim"),
    link("nowhere"),
    link("odd"),
    link("manifest.json"),
    link(SAMPLE),
    link("/"),
)
odd_things = pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)


@odd_things
def test_a_row_of_what_is_no_regular_file_removes_and_reads_nothing(
    here: Path, forker: Forker, clean: Tree, make: Callable[[Path], None]
) -> None:
    (here / "victim").write_bytes(VICTIM)
    make(here / "out/odd")
    before = everything(here)["out/odd"]
    lie(here, row("odd"), row("odd/below/mine", b"another"), row("odd/victim"))
    check_changes_nothing(here, forker)
    made = forker.render(here)
    assert made.code == 0, made
    assert everything(here)["out/odd"] == before
    assert (here / "victim").read_bytes() == VICTIM
    assert json.loads((here / "out" / MANIFEST).read_bytes()) == json.loads(clean[MANIFEST] or b"")


@pytest.mark.parametrize("inside", [True, False])
def test_a_row_through_a_linked_folder_removes_nothing_wherever_it_leads(
    here: Path, forker: Forker, clean: Tree, inside: bool
) -> None:
    real = here / ("out/real" if inside else "elsewhere")
    (real / "below").mkdir(parents=True)
    (real / "below/mine").write_bytes(VICTIM)
    (here / "out/linked").symlink_to(real)
    (here / "out/shop/linked").symlink_to(real / "below")
    lie(here, row("linked/below/mine"), row("shop/linked/mine"), row("linked"), row("shop/linked"))
    check_changes_nothing(here, forker)
    made = forker.render(here)
    assert (made.code, made.out) == (0, ""), made
    assert (real / "below/mine").read_bytes() == VICTIM
    assert (here / "out/linked").is_symlink()
    assert (here / "out/shop/linked").is_symlink()
    assert (here / "out" / MANIFEST).read_bytes() == clean[MANIFEST]


def test_a_row_of_a_hard_link_leaves_the_file_under_its_other_name(
    here: Path, forker: Forker, clean: Tree
) -> None:
    (here / "victim").write_bytes(VICTIM)
    os.link(here / "victim", here / "out/odd")
    lie(here, row("odd"))
    assert check_changes_nothing(here, forker).code == 1
    assert forker.render(here).code == 0
    assert tree(here / "out") == clean
    assert (here / "victim").read_bytes() == VICTIM


def test_a_row_with_a_wrong_hash_has_the_file_kept_and_reported_once(
    here: Path, forker: Forker, clean: Tree
) -> None:
    (here / "out/mine").write_bytes(b"mine\n")
    lie(here, row("mine", b"another"), row("mine", sha256=""), row("mine", sha256="*"))
    assert "kept     out/mine" in check_changes_nothing(here, forker).out
    made = forker.render(here)
    assert made.code == 0
    assert (
        made.out == "kept     out/mine (no longer made, but edited by hand: remove it yourself)\n"
    )
    assert tree(here / "out") == {**clean, "mine": b"mine\n"}
    assert forker.render(here).err == "5 files: nothing to do\n"


@pytest.mark.parametrize("wrong", ["", "0" * 64, "\n::error::no", "\x1b[2J"])
def test_wrong_rows_of_planned_files_change_none_of_them(
    here: Path, forker: Forker, clean: Tree, wrong: str
) -> None:
    paths = [path for path in clean if path != MANIFEST]
    rows = [row(path, sha256=wrong, target=wrong, operation=wrong) for path in paths]
    (here / "out" / MANIFEST).write_text(json.dumps({"format": 1, "files": rows}), "utf-8")
    before = everything(here / "out" / "shop")
    check_changes_nothing(here, forker)
    made = forker.render(here)
    assert (made.code, made.out) == (0, ""), made
    assert everything(here / "out" / "shop") == before
    assert (here / "out" / MANIFEST).read_bytes() == clean[MANIFEST]


def test_a_row_of_the_manifest_itself_is_no_orphan_and_nobody_is_told_to_remove_it(
    here: Path, forker: Forker, clean: Tree
) -> None:
    lie(here, row(MANIFEST))
    assert check_changes_nothing(here, forker).out == ""
    made = forker.render(here)
    assert (made.code, made.out) == (0, ""), made
    assert tree(here / "out") == clean


def test_rows_that_differ_from_planned_files_in_case_alone_remove_none_of_them(
    here: Path, forker: Forker, clean: Tree
) -> None:
    made_case = (str.upper, str.title, str.swapcase)
    rows = [row(case(path), data or b"") for case in made_case for path, data in clean.items()]
    lie(here, *rows)
    check_changes_nothing(here, forker)
    made = forker.render(here)
    assert (made.code, made.out) == (0, ""), made
    assert tree(here / "out") == clean


def test_what_rows_make_gen_say_is_a_line_each_and_moves_no_cursor(
    here: Path, forker: Forker, clean: Tree
) -> None:
    name = "a\n##[error]b\x1b[2J\u202e"
    for file in (name, "b"):
        (here / "out" / file).write_bytes(b"mine")
        lie(here, row(file, target="\x1b[2J", operation="\n"))
    for made in (check_changes_nothing(here, forker), forker.render(here)):
        # No file of gen's has a name like the first.
        assert made.out.splitlines() == [
            "kept     out/b (no longer made, but edited by hand: remove it yourself)"
        ]
    for file in (name, "b"):
        assert (here / "out" / file).read_bytes() == b"mine"


def test_a_row_of_each_hidden_file_removes_none_that_holds_something_else(
    here: Path, forker: Forker, clean: Tree
) -> None:
    for name in (".gitignore", ".git/config", "shop/.keep"):
        (here / "out" / name).parent.mkdir(exist_ok=True)
        (here / "out" / name).write_bytes(b"mine")
    before = tree(here / "out")
    lie(here, row(".gitignore"), row(".git/config"), row("shop/.keep"), row(".git"))
    assert forker.render(here).code == 0
    assert tree(here / "out") == before


# The file


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"null",
        b'{"format": 1}',
        b'{"format": 1, "files": [' + b"[" * 50_000,
        b'{"format": 1, "files": [{"path": {"a": NaN}}]}',
        b'{"format": NaN, "files": []}',
        b'{"format": Infinity, "files": []}',
        b'{"format": 1, "files": 1e999}',
        b'{"format": 1, "files": [], "files": null}',
        b'{"format": 1, "format": 2, "files": []}',
        b'{"format": 1, "files": []} {}',
        b"<<<<<<< HEAD\n",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\xef\xbb\xbf\xef\xbb\xbf{}",
        "{".encode("utf-16"),
        b'{"format": 1, "files": [{"path": "\xff"}]}',
    ],
    ids=lambda data: data[:36].decode("ascii", "replace"),
)
def test_a_manifest_that_is_none_is_told_and_nothing_is_written(
    here: Path, forker: Forker, clean: Tree, data: bytes
) -> None:
    (here / "out" / MANIFEST).write_bytes(data)
    Shop(default="there").write(here)
    assert check_changes_nothing(here, forker).is_told
    before = everything(here)
    made = forker.render(here)
    assert made.is_told, made
    told = "out/manifest.json: this is not a manifest of gen; restore it, or remove it and render\n"
    assert made.err == told
    assert everything(here) == before
    (here / "out" / MANIFEST).unlink()
    assert forker.render(here).code == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("extra", ["", '"format": 1, ', '"files": [], ', '"more": NaN, '])
def test_a_manifest_that_an_editor_saved_is_read_or_told_and_then_written_as_ever(
    here: Path, forker: Forker, clean: Tree, encoding: str, extra: str
) -> None:
    data = (clean[MANIFEST] or b"").decode().replace("{", "{" + extra, 1)
    (here / "out" / MANIFEST).write_bytes(data.encode(encoding))
    check_changes_nothing(here, forker)
    made = forker.render(here)
    assert made.is_told or made.code == 0, made
    if made.code == 0:
        assert tree(here / "out") == clean


def test_a_manifest_of_very_many_rows_is_read_to_its_end(
    here: Path, forker: Forker, clean: Tree
) -> None:
    rows = ",\n".join(json.dumps(row(f"shop/v1/{n}/curl/x.sh")) for n in range(10_000))
    file = here / "out" / MANIFEST
    file.write_text(f'{{"format": 1, "files": [{rows}]}}', "utf-8")
    made = process(here, "render")
    assert (made.code, made.out) == (0, ""), made.err[-500:]
    assert tree(here / "out") == clean


@odd_things
def test_a_manifest_that_is_no_file_is_told_and_neither_followed_nor_waited_for(
    here: Path, forker: Forker, clean: Tree, make: Callable[[Path], None]
) -> None:
    (here / "victim").write_bytes(clean[MANIFEST] or b"")
    (here / "out" / MANIFEST).unlink()
    make(here / "out" / MANIFEST)
    assert check_changes_nothing(here, forker).is_told
    before = everything(here)
    for arguments in ([], ["--lang", "curl"]):
        made = forker.render(here, *arguments)
        assert made.is_told, made
        assert made.err.startswith("out/manifest.json: ")
    assert everything(here) == before
