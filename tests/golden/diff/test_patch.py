"""Patches of any files, as git takes them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.review.patch import make_delta, patch
from tests.golden.diff.conftest import git, tree

LINE = st.sampled_from(
    [
        b"a\n",
        b"b\n",
        b"c\n",
        b"\n",
        b"--- a/x\n",
        b"+++ b/x\n",
        b"@@ -1 +1 @@\n",
        b"diff --git a/x b/x\n",
        b"\\ No newline at end of file\n",
        b"tab\tand\rreturn\r\n",
        "U+2028 \u2028, NEL \u0085, form feed \f\n".encode(),
        b"\xff\xfe no UTF-8 \xc3\n",
        b" trailing \n",
    ]
)
CONTENT = st.builds(
    lambda lines, end: b"".join(lines) + end,
    st.lists(LINE, max_size=30),
    st.sampled_from([b"", b"no newline", b"\r", b"\xff"]),
)
NAMES = [
    "plain.txt",
    "with space.txt",
    'quote".txt',
    "back\\slash.txt",
    "tab\t.txt",
    "ünïcode.txt",
    "folder/deeper/x",
    "a b/c d",
    "-dash",
    "\x01",
]


def apply(folder: Path, made: bytes) -> None:
    git(folder, "apply", "--whitespace=nowarn", stdin=made)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pairs=st.lists(st.tuples(st.none() | CONTENT, st.none() | CONTENT), min_size=1, max_size=20))
def test_git_makes_the_new_file_of_the_old_one(
    pairs: list[tuple[bytes | None, bytes | None]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("patch")
    git(folder, "init", "--quiet")
    made, expected = b"", {}
    for number, (old, new) in enumerate(pairs):
        path = f"{number}.txt"
        if old is not None:
            (folder / path).write_bytes(old)
        if new is not None:
            expected[path] = new
        if old != new:
            made += patch(path, old, new, make_delta(old, new))
    if made:
        apply(folder, b"# a note\n" + made)
    found = {name: data for name, data in tree(folder).items() if not name.startswith(".git/")}
    assert found == expected


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("case", [(b"a\n", b"b\n"), (None, b"new\n"), (b"old", None), (None, b"")])
def test_git_finds_files_with_odd_names(
    name: str, case: tuple[bytes | None, bytes | None], tmp_path: Path
) -> None:
    git(tmp_path, "init", "--quiet")
    old, new = case
    place = tmp_path / name
    place.parent.mkdir(parents=True, exist_ok=True)
    if old is not None:
        place.write_bytes(old)
    apply(tmp_path, patch(name, old, new, make_delta(old, new)))
    assert (place.read_bytes() if place.exists() else None) == new


def test_a_difference_has_the_hunks_that_diff_makes(tmp_path: Path) -> None:
    old = "".join(f"line {number}\n" for number in range(60))
    new = old.replace("line 5\n", "").replace("line 30\n", "one\ntwo\n") + "more"
    for name, text in (("old", old), ("new", new)):
        (tmp_path / name).write_text(text, "utf-8")
    command = ["git", "diff", "--no-index", "--no-color", "--", "old", "new"]
    made = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True).stdout
    hunks = [line for line in made.split("\n")[:-1] if line[:1] in "@ +-\\"][2:]
    lines = [line for hunk in make_delta(old.encode(), new.encode()).hunks for line in hunk]
    # git says behind a hunk's header what it takes for a function.
    short = [" ".join(line.split(" ")[:4]) if line.startswith("@@") else line for line in hunks]
    assert "".join(lines).split("\n")[:-1] == short


def test_lines_are_counted_and_the_first_that_differs_is_known() -> None:
    made = make_delta(b"a\nb\nc\nd\n", b"a\nx\ny\nd\nz\n")
    assert (made.added, made.removed, made.old_line, made.new_line) == (3, 2, 2, 2)
    made = make_delta(None, b"a\n")
    assert (made.added, made.removed, made.old_line, made.new_line) == (1, 0, 1, 1)
    made = make_delta(b"a\n", b"a\n")
    assert (made.hunks, made.added, made.removed) == ((), 0, 0)
