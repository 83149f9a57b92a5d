"""The output folder: what a run may write and remove there, and what it must leave alone."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.errors import OutputError
from generator.output.changes import Change, ChangeKind, Changes, compare
from generator.output.folder import OutputFolder, apply_changes
from generator.output.manifest import MANIFEST, ManifestRow

PATH = "api/v1/op/python/op.py"
OTHER = "api/v1/op/ruby/op.rb"
FILES = {PATH: b"print(1)\n", OTHER: b"puts 1\n"}


def everything(row: ManifestRow) -> bool:
    return True


def nothing(row: ManifestRow) -> bool:
    return False


def plan(
    out: Path,
    files: Mapping[str, bytes] = FILES,
    candidate: Callable[[ManifestRow], bool] = everything,
) -> Changes:
    rows = {path: (path.split("/")[-2], "op") for path in files}
    return compare(files, rows, OutputFolder(out), candidate)


def write(
    out: Path,
    files: Mapping[str, bytes] = FILES,
    candidate: Callable[[ManifestRow], bool] = everything,
) -> Changes:
    changes = plan(out, files, candidate)
    apply_changes(changes, out)
    return changes


def kinds(changes: Changes) -> dict[str, str]:
    return {change.path: change.kind.value for change in changes.changes}


def listed(out: Path) -> list[str]:
    return [row["path"] for row in json.loads((out / MANIFEST).read_bytes())["files"]]


def row(path: str, data: bytes) -> dict[str, str]:
    sha256 = hashlib.sha256(data).hexdigest()
    return {"path": path, "sha256": sha256, "target": "python", "operation": "op"}


def lie(out: Path, *rows: dict[str, str]) -> None:
    """Write a manifest that names what no run has written."""
    out.mkdir(exist_ok=True)
    (out / MANIFEST).write_text(json.dumps({"format": 1, "files": rows}), "utf-8")


def snapshot(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """Give content, inode and time of every file below a folder; links are not followed."""
    return {
        path.relative_to(folder).as_posix(): (
            os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes(),
            path.lstat().st_ino,
            path.lstat().st_mtime_ns,
        )
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


@contextmanager
def umask(mask: int) -> Iterator[None]:
    old = os.umask(mask)
    try:
        yield
    finally:
        os.umask(old)


def symlink(link: Path, target: Path) -> None:
    try:
        link.symlink_to(target)
    except OSError as error:  # Windows asks for a privilege
        pytest.skip(f"no symbolic links here: {error}")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


# What is said and done


def test_a_new_folder_gets_every_file(out: Path) -> None:
    assert kinds(write(out)) == {PATH: "added", OTHER: "added"}
    assert {path: (out / path).read_bytes() for path in FILES} == FILES
    assert listed(out) == [PATH, OTHER]


def test_comparing_writes_nothing(out: Path) -> None:
    plan(out)
    assert not out.exists()


def test_only_what_differs_is_named_and_written(out: Path) -> None:
    write(out)
    before = snapshot(out)
    changes = write(out, {**FILES, PATH: b"print(2)\n"})
    assert changes.changes == (Change(PATH, ChangeKind.CHANGED),)
    assert changes.unchanged == 1
    assert (out / PATH).read_bytes() == b"print(2)\n"
    assert snapshot(out)[OTHER] == before[OTHER]


def test_a_second_run_writes_nothing(out: Path) -> None:
    write(out)
    before = snapshot(out)
    changes = write(out)
    assert not changes
    assert snapshot(out) == before


def test_an_orphan_goes_with_its_row_and_its_empty_folders(out: Path) -> None:
    write(out)
    assert kinds(write(out, {OTHER: FILES[OTHER]})) == {PATH: "removed"}
    assert not (out / PATH).parent.exists()
    assert (out / OTHER).exists()
    assert listed(out) == [OTHER]


def test_the_last_orphan_leaves_the_output_folder_itself(out: Path) -> None:
    write(out)
    write(out, {})
    assert [path.name for path in out.iterdir()] == [MANIFEST]


def test_the_folder_of_an_orphan_stays_if_something_else_is_in_it(out: Path) -> None:
    write(out)
    note = (out / PATH).with_name("NOTES.txt")
    note.write_text("mine", "utf-8")
    write(out, {})
    assert note.read_text("utf-8") == "mine"
    assert not (out / OTHER).parent.exists()


def test_an_orphan_that_is_gone_already_only_loses_its_row(out: Path) -> None:
    write(out)
    (out / PATH).unlink()
    changes = write(out, {OTHER: FILES[OTHER]})
    assert changes.changes == ()
    assert changes.manifest_differs
    assert listed(out) == [OTHER]


def test_what_is_no_candidate_stays_with_its_row(out: Path) -> None:
    write(out)
    changes = write(out, {OTHER: FILES[OTHER]}, nothing)
    assert not changes
    assert listed(out) == [PATH, OTHER]
    assert (out / PATH).read_bytes() == FILES[PATH]


def test_a_hand_edit_of_a_planned_file_is_reported_and_overwritten(out: Path) -> None:
    write(out)
    (out / PATH).write_bytes(b"mine")
    assert write(out).changes == (Change(PATH, ChangeKind.CHANGED, by_hand=True),)
    assert (out / PATH).read_bytes() == FILES[PATH]


def test_an_edited_orphan_is_kept_reported_once_and_then_forgotten(out: Path) -> None:
    write(out)
    (out / PATH).write_bytes(b"mine")
    planned = {OTHER: FILES[OTHER]}
    assert write(out, planned).changes == (Change(PATH, ChangeKind.KEPT, by_hand=True),)
    assert (out / PATH).read_bytes() == b"mine"
    assert listed(out) == [OTHER]
    assert not write(out, planned)


def test_a_file_that_no_run_wrote_is_never_touched(out: Path) -> None:
    strange = out / "api/v1/op/python/mine.py"
    strange.parent.mkdir(parents=True)
    strange.write_text("mine", "utf-8")
    before = snapshot(out)
    assert kinds(write(out)) == {PATH: "added", OTHER: "added"}
    write(out, {})
    assert snapshot(out).keys() == {strange.relative_to(out).as_posix(), MANIFEST}
    assert snapshot(out)["api/v1/op/python/mine.py"] == before["api/v1/op/python/mine.py"]


def test_a_strange_file_where_one_is_planned_counts_as_a_hand_edit(out: Path) -> None:
    (out / PATH).parent.mkdir(parents=True)
    (out / PATH).write_bytes(b"mine")
    assert write(out).changes[0] == Change(PATH, ChangeKind.CHANGED, by_hand=True)


def test_line_ends_that_git_turned_are_turned_back(out: Path) -> None:
    write(out)
    for path in (PATH, OTHER, MANIFEST):
        (out / path).write_bytes((out / path).read_bytes().replace(b"\n", b"\r\n"))
    assert kinds(write(out)) == {PATH: "changed", OTHER: "changed"}
    assert b"\r" not in (out / PATH).read_bytes() + (out / MANIFEST).read_bytes()


def test_the_manifest_is_sorted_json_with_a_row_a_line(out: Path) -> None:
    files = {f"api/v1/op{i}/python/ü{i}.py": b"x" for i in (2, 10, 1)}
    write(out, dict(reversed(files.items())))
    data = (out / MANIFEST).read_bytes()
    lines = data.decode().splitlines()
    read = json.loads(data)
    assert read["format"] == 1
    assert [row["path"] for row in read["files"]] == sorted(files)
    assert [json.loads(line.rstrip(",")) for line in lines[1:-1]] == read["files"]
    assert data.endswith(b"]}\n")
    assert list(read["files"][0]) == ["path", "sha256", "target", "operation"]
    assert read["files"][0] == {**row(sorted(files)[0], b"x"), "operation": "op"}


def test_the_manifest_does_not_depend_on_the_order_of_the_plan(tmp_path: Path) -> None:
    write(tmp_path / "a")
    write(tmp_path / "b", dict(reversed(FILES.items())))
    assert (tmp_path / "a" / MANIFEST).read_bytes() == (tmp_path / "b" / MANIFEST).read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
@pytest.mark.parametrize("mask", [0o077, 0o000])
def test_files_have_one_mode_under_every_umask(out: Path, mask: int) -> None:
    with umask(mask):
        write(out)
    modes = {(out / path).stat().st_mode & 0o7777 for path in (PATH, OTHER, MANIFEST)}
    assert modes == {0o644}


# A manifest that lies


@pytest.mark.parametrize(
    "path",
    [
        "../victim",
        "../out/../victim",
        "a/../../victim",
        "api/v1/../../../victim",
        "./../victim",
        "..\\victim",
        "a\\..\\..\\victim",
        "{absolute}",
        "/{absolute}",
        "C:{absolute}",
        "C:\\victim",
        "C:victim",
        "victim\0",
        "\0",
        "",
        ".",
        "..",
        "/",
        "api//victim",
        "x" * 5000,
    ],
)
def test_a_row_that_leads_out_removes_nothing(tmp_path: Path, out: Path, path: str) -> None:
    data = b"victim"
    victim = tmp_path / "victim"
    victim.write_bytes(data)
    lie(out, row(path.format(absolute=victim.as_posix()), data))
    try:
        changes = write(out)
    except OutputError:
        pass  # an error is fine, too
    else:
        assert kinds(changes) == {PATH: "added", OTHER: "added"}
        assert listed(out) == [PATH, OTHER]
    assert victim.read_bytes() == data


@pytest.mark.skipif(os.name != "posix", reason="no such names on Windows")
@pytest.mark.parametrize("name", ["..\\victim", "a\\b", "C:victim"])
def test_a_name_that_leads_out_on_windows_removes_nothing_anywhere(out: Path, name: str) -> None:
    out.mkdir()
    (out / name).write_bytes(b"victim")
    lie(out, row(name, b"victim"))
    assert kinds(write(out)) == {PATH: "added", OTHER: "added"}
    assert (out / name).read_bytes() == b"victim"


def test_a_row_that_leads_out_is_dropped_even_if_it_is_no_candidate(out: Path) -> None:
    lie(out, row("../victim", b""))
    write(out, FILES, nothing)
    assert listed(out) == [PATH, OTHER]


def test_a_row_through_a_linked_folder_removes_nothing(tmp_path: Path, out: Path) -> None:
    victim = tmp_path / "elsewhere/victim"
    victim.parent.mkdir()
    victim.write_bytes(b"victim")
    out.mkdir()
    symlink(out / "link", victim.parent)
    lie(out, row("link/victim", b"victim"))
    assert kinds(write(out)) == {PATH: "added", OTHER: "added"}
    assert victim.read_bytes() == b"victim"
    assert (out / "link").is_symlink()


def test_a_row_whose_path_is_a_link_removes_neither_link_nor_file(
    tmp_path: Path, out: Path
) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"victim")
    out.mkdir()
    symlink(out / "link", victim)
    lie(out, row("link", b"victim"))
    assert kinds(write(out)) == {PATH: "added", OTHER: "added"}
    assert victim.read_bytes() == b"victim"
    assert (out / "link").is_symlink()


def test_a_row_that_names_a_folder_removes_nothing(out: Path) -> None:
    (out / "folder").mkdir(parents=True)
    lie(out, row("folder", b""))
    write(out)
    assert (out / "folder").is_dir()


def test_a_row_that_names_the_manifest_does_not_remove_it(out: Path) -> None:
    lie(out, row(MANIFEST, b""))
    write(out)
    assert listed(out) == [PATH, OTHER]


def test_a_row_with_another_hash_removes_nothing(out: Path) -> None:
    (out / "api").mkdir(parents=True)
    (out / "api/mine").write_bytes(b"mine")
    lie(out, row("api/mine", b"other"))
    assert kinds(write(out))["api/mine"] == "kept"
    assert (out / "api/mine").read_bytes() == b"mine"


def test_of_two_rows_of_one_path_none_can_remove_other_bytes(out: Path) -> None:
    (out / "api").mkdir(parents=True)
    (out / "api/mine").write_bytes(b"mine")
    lie(out, row("api/mine", b"mine"), row("api/mine", b"other"), row(PATH, b""), row(PATH, b"x"))
    write(out)
    assert (out / "api/mine").read_bytes() == b"mine"
    assert listed(out) == [PATH, OTHER]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"not JSON",
        b"null",
        b"[]",
        b"{}",
        b'{"format": 1}',
        b'{"format": 1, "files": null}',
        b'{"format": 1, "files": {"a": 1}}',
        b'{"format": 1, "files": "abc"}',
        b'{"format": 1, "files": [1]}',
        b'{"format": 1, "files": [{"path": "a"}]}',
        b'{"format": 1, "files": [{"path": 1, "sha256": "", "target": "", "operation": ""}]}',
        b'{"format": 1, "files": [{"path": "a", "sha256": [], "target": "", "operation": ""}]}',
        b'{"format":1,"files":[{"path":"\\ud800","sha256":"","target":"","operation":""}]}',
        b'{"format":1,"files":[{"path":"a","sha256":"","target":"\\ud800","operation":""}]}',
        b'{"format": 2, "files": []}',
        b'{"files": []}',
        b'{"format": 1, "files": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"format": ' + b"9" * 10_000 + b', "files": []}',
        b'<<<<<<< HEAD\n{"format": 1, "files": [\n=======\n',
        bytes(range(256)) * 4096,
    ],
    ids=lambda data: data[:40].decode("ascii", "replace"),
)
@pytest.mark.parametrize("candidate", [everything, nothing])
def test_a_manifest_that_is_none_is_an_error_and_nothing_is_written(
    out: Path, data: bytes, candidate: Callable[[ManifestRow], bool]
) -> None:
    write(out)
    (out / MANIFEST).write_bytes(data)
    before = snapshot(out)
    with pytest.raises(OutputError, match=r"not a manifest of gen; restore it, or remove it"):
        write(out, {PATH: b"new"}, candidate)
    assert snapshot(out) == before


def test_without_a_manifest_the_files_that_are_right_stay_as_they_are(out: Path) -> None:
    write(out)
    before = snapshot(out)
    (out / MANIFEST).unlink()
    assert kinds(write(out)) == {}
    after = snapshot(out)
    assert (after[PATH], after[OTHER]) == (before[PATH], before[OTHER])
    assert listed(out) == [PATH, OTHER]


# What stands in the way


def test_a_link_at_a_planned_path_is_replaced_and_not_followed(tmp_path: Path, out: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"victim")
    (out / PATH).parent.mkdir(parents=True)
    symlink(out / PATH, victim)
    assert kinds(write(out))[PATH] == "changed"
    assert not (out / PATH).is_symlink()
    assert (out / PATH).read_bytes() == FILES[PATH]
    assert victim.read_bytes() == b"victim"


def test_a_link_to_the_planned_bytes_is_replaced_too(tmp_path: Path, out: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(FILES[PATH])
    (out / PATH).parent.mkdir(parents=True)
    symlink(out / PATH, victim)
    write(out)
    assert not (out / PATH).is_symlink()
    assert not plan(out)


def test_a_link_where_the_temporary_file_goes_is_not_followed(tmp_path: Path, out: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"victim")
    out.mkdir()
    symlink(out / f".gen-part-{os.getpid()}", victim)
    write(out)
    assert victim.read_bytes() == b"victim"
    assert sorted(path.name for path in out.iterdir()) == ["api", MANIFEST]


def test_what_a_killed_run_left_is_cleared_away(out: Path) -> None:
    write(out)
    (out / ".gen-part-7").write_bytes(b"half a fi")
    (out / ".gen-part-8/python").mkdir(parents=True)
    (out / ".gen-part-8/python/op.py").write_bytes(b"half a fold")
    assert not write(out)
    assert sorted(path.name for path in out.iterdir()) == ["api", MANIFEST]


@pytest.mark.parametrize("is_new", [True, False])
def test_an_added_file_is_in_the_manifest_before_it_is_written(
    out: Path, monkeypatch: pytest.MonkeyPatch, is_new: bool
) -> None:
    """So a run that is killed leaves no file that the next could not remove."""
    listings = []
    if not is_new:
        (out / PATH).parent.mkdir(parents=True)
    really = os.replace

    def replace(part: str, target: str) -> None:
        really(part, target)
        listings.append((Path(target).name, listed(out) if (out / MANIFEST).exists() else []))

    monkeypatch.setattr(os, "replace", replace)
    write(out)
    known = [PATH, OTHER]
    assert listings == [(name, known) for name in (MANIFEST, "op.py", "op.rb")]


@pytest.mark.parametrize("place", ["api/v1/op", "api/v1/op/python", "api"])
def test_what_is_in_a_folder_already_stays(out: Path, place: str) -> None:
    (out / place).mkdir(parents=True)
    (out / place / "mine.txt").write_bytes(b"mine")
    write(out)
    assert (out / place / "mine.txt").read_bytes() == b"mine"
    assert {path: (out / path).read_bytes() for path in FILES} == FILES


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("mask", [0, 0o22, 0o77, 0o777])
def test_whatever_the_mask_everybody_may_read_files(out: Path, mask: int) -> None:
    out.mkdir()
    (out / "there/python").mkdir(parents=True)
    files = {**FILES, "there/python/a.py": b"1", "there/python/b.py": b"2"}
    before = os.umask(mask)
    try:
        if mask == 0o777:  # nobody may enter a folder that is made
            files = {path: data for path, data in files.items() if path.startswith("there")}
        write(out, files)
    finally:
        os.umask(before)
    assert {(out / path).stat().st_mode & 0o777 for path in files} == {0o644}


def test_a_run_that_is_interrupted_leaves_whole_files(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really, calls = os.write, []

    def interrupt(handle: int, data: bytes) -> int:
        calls.append(data)
        if len(calls) == 3:  # behind the manifest and one file
            raise KeyboardInterrupt
        return really(handle, data)

    monkeypatch.setattr(os, "write", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(out)
    monkeypatch.undo()
    assert snapshot(out).keys() == {MANIFEST, PATH}
    assert (out / PATH).read_bytes() == FILES[PATH]
    write(out)
    assert {path: (out / path).read_bytes() for path in FILES} == FILES


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_at_a_planned_path_is_replaced_and_not_read(out: Path) -> None:
    (out / PATH).parent.mkdir(parents=True)
    os.mkfifo(out / PATH)
    write(out)
    assert (out / PATH).read_bytes() == FILES[PATH]


@pytest.mark.parametrize("depth", [1, 2, 4])
def test_a_linked_parent_folder_is_an_error_and_nothing_is_written(
    tmp_path: Path, out: Path, depth: int
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = out.joinpath(*PATH.split("/")[:depth])
    link.parent.mkdir(parents=True)
    symlink(link, elsewhere)
    with pytest.raises(OutputError, match="a folder belongs here"):
        write(out)
    assert snapshot(elsewhere) == {}
    assert snapshot(out).keys() == {link.relative_to(out).as_posix()}


def test_a_linked_output_folder_is_the_users_choice(tmp_path: Path, out: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    symlink(out, tmp_path / "elsewhere")
    write(out)
    assert (tmp_path / "elsewhere" / PATH).read_bytes() == FILES[PATH]


@pytest.mark.parametrize("path", [PATH, MANIFEST])
def test_a_folder_where_a_file_belongs_is_an_error(out: Path, path: str) -> None:
    (out / path).mkdir(parents=True)
    (out / path / "mine").write_bytes(b"mine")
    with pytest.raises(OutputError, match="a file belongs here; move this folder away"):
        write(out)
    assert snapshot(out).keys() == {f"{path}/mine"}


def test_a_file_where_a_folder_belongs_is_an_error(out: Path) -> None:
    out.mkdir()
    (out / "api").write_bytes(b"mine")
    with pytest.raises(OutputError, match="a folder belongs here"):
        write(out)
    assert snapshot(out).keys() == {"api"}


def test_a_file_in_place_of_the_output_folder_is_an_error(out: Path) -> None:
    out.write_bytes(b"mine")
    for folder in (out, out / "below"):
        with pytest.raises(OutputError, match=str(out.name)):
            write(folder)
    assert out.read_bytes() == b"mine"


def test_a_dangling_or_circular_link_as_output_folder_is_an_error(tmp_path: Path) -> None:
    symlink(tmp_path / "circle", tmp_path / "circle")
    symlink(tmp_path / "dangling", tmp_path / "nowhere")
    for name in ("circle", "dangling"):
        with pytest.raises(OutputError, match=name):
            write(tmp_path / name)


def test_what_a_killed_run_left_that_can_not_be_removed_is_an_error(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (out / ".gen-part-7").mkdir(parents=True)
    monkeypatch.setattr("shutil.rmtree", refuse)
    with pytest.raises(OutputError, match=r"\.gen-part-7: can't be removed"):
        write(out)


def test_a_name_that_now_differs_in_case_alone_is_no_orphan_where_case_does_not_count(
    out: Path,
) -> None:
    """A hard link stands for one file with two names, as macOS and Windows see it."""
    write(out, {"api/delete.rb": b"x"})
    os.link(out / "api/delete.rb", out / "api/Delete.rb")
    write(out, {"api/Delete.rb": b"x"})
    assert (out / "api/Delete.rb").read_bytes() == b"x"
    assert (out / "api/delete.rb").exists()
    assert listed(out) == ["api/Delete.rb"]


def test_a_name_that_differs_in_case_alone_is_an_orphan_where_case_counts(out: Path) -> None:
    write(out, {"api/delete.rb": b"x"})
    if (out / "api/DELETE.rb").exists():
        pytest.skip("case does not count on this disk")
    write(out, {"api/Delete.rb": b"x"})
    assert [path.name for path in (out / "api").iterdir()] == ["Delete.rb"]


# What the system refuses


def refuse(*_: object, **__: object) -> None:
    raise PermissionError(13, "Permission denied")


@pytest.mark.parametrize("broken", ["os.open", "os.replace", "os.chmod"])
def test_what_cannot_be_written_is_an_error_that_leaves_the_old_bytes(
    out: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    write(out)
    before = snapshot(out)
    really_open = os.open

    def refuse_new(place: str, flags: int, *mode: int) -> int:
        """Open what is there, which is read before anything is written."""
        if flags & os.O_CREAT:
            refuse()
        return really_open(place, flags, *mode)

    monkeypatch.setattr(broken, refuse_new if broken == "os.open" else refuse)
    failed = pytest.raises(OutputError, match=r"\.json: can't be written \(Permission denied\)")
    with failed, umask(0o077):  # without which modes are right
        write(out, {PATH: b"new", OTHER: b"new"})
    monkeypatch.undo()
    assert snapshot(out) == before


def test_a_full_disk_leaves_the_old_bytes_and_no_temporary_file(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(out)
    before = snapshot(out)

    really = os.write
    sizes = []

    def full(handle: int, data: bytes) -> int:
        """Write three bytes, and no more when asked again."""
        sizes.append(len(data))
        if len(sizes) > 1:
            raise OSError(28, "No space left on device")
        return really(handle, data[:3])

    monkeypatch.setattr("os.write", full)
    with pytest.raises(OutputError, match="No space left on device"):
        write(out, {PATH: b"new bytes"})
    monkeypatch.undo()
    assert sizes[1] == sizes[0] - 3
    assert snapshot(out) == before


def test_a_run_that_is_interrupted_leaves_no_temporary_file(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(out)
    before = snapshot(out)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(out, {PATH: b"new bytes"})
    monkeypatch.undo()
    assert snapshot(out) == before


def test_after_half_a_run_the_next_one_does_the_rest(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(out)
    replace = os.replace

    def once(part: str, target: str) -> None:
        if not target.endswith(MANIFEST):  # which is written first
            monkeypatch.setattr(os, "replace", refuse)
        replace(part, target)

    monkeypatch.setattr(os, "replace", once)
    new = {PATH: b"new", OTHER: b"new"}
    with pytest.raises(OutputError):
        write(out, new)
    monkeypatch.undo()
    assert plan(out, new).changes == (Change(OTHER, ChangeKind.CHANGED),), "and not by hand"
    assert kinds(plan(out, {OTHER: b"new"})) == {PATH: "removed", OTHER: "changed"}
    assert kinds(write(out, new)) == {OTHER: "changed"}
    assert not plan(out, new)
    assert b"changing" not in (out / MANIFEST).read_bytes()


def test_what_cannot_be_removed_is_an_error(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(out)
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(OutputError, match=r"can't be removed \(Permission denied\)"):
        write(out, {})
    monkeypatch.undo()
    assert kinds(write(out, {})) == {PATH: "removed", OTHER: "removed"}


@pytest.mark.parametrize("broken", ["builtins.open", "os.lstat", "pathlib.Path.exists"])
def test_what_cannot_be_read_is_an_error(
    out: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    write(out)
    monkeypatch.setattr(broken, refuse)
    with pytest.raises(OutputError, match=r"can't be read \(Permission denied\)"):
        plan(out)
