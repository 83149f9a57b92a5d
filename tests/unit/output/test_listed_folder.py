"""A folder that a manifest lists."""

from __future__ import annotations

from generator.output.changes import UNKNOWN_FILE, ChangeKind, compare
from generator.output.listed_folder import ListedFolder
from generator.output.manifest import MANIFEST, make_manifest

FILES = {"a/v1/x/ruby/x.rb": b"x", "a/v1/y/ruby/y.rb": b"y"}
ROWS = {path: ("ruby", path.split("/")[2]) for path in FILES}


def folder(*trees: dict[str, bytes]) -> ListedFolder:
    return ListedFolder(make_manifest(FILES, ROWS), "old.json", trees)


def test_bytes_are_those_that_have_the_hash() -> None:
    other = dict.fromkeys(FILES, b"other")
    assert {path: folder(other, FILES).read_planned(path) for path in FILES} == FILES
    assert folder(other).read_orphan("a/v1/x/ruby/x.rb") == UNKNOWN_FILE
    assert folder(FILES).read_planned("a/v1/z/ruby/z.rb") is None
    assert folder().read_planned(MANIFEST) == make_manifest(FILES, ROWS)


def test_bytes_that_nobody_has_were_not_edited_by_hand() -> None:
    path = "a/v1/x/ruby/x.rb"
    changes = compare({path: b"new"}, ROWS, folder(), lambda row: True)
    assert [(change.kind, change.by_hand, change.old) for change in changes.changes] == [
        (ChangeKind.CHANGED, False, UNKNOWN_FILE),
        (ChangeKind.REMOVED, False, UNKNOWN_FILE),
    ]


def test_an_empty_folder_has_no_manifest() -> None:
    empty = ListedFolder(None, "old.json", [])
    assert empty.read_planned(MANIFEST) is None
    assert empty.label(MANIFEST) == "old.json"
    assert not empty.is_same_file("a", "A")
