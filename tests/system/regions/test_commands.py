"""What the commands say, refuse and leave alone."""

from __future__ import annotations

import difflib
import os
import shutil
import stat
from pathlib import Path

import pytest
import yaml

from generator.spec.yaml_editor import format_entry
from tests.support import HOSTILE, ROOT
from tests.system.regions.support import bytes_below, done, gen, refused, rows, spec_text, write

TABLE = b"a: A\nb: B\nd: D\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with `spec/`: a spec and its table, b the default."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "spec", TABLE, "b")
    return tmp_path


def symlink(link: Path, target: Path | str) -> None:
    try:
        link.symlink_to(target)
    except OSError as error:  # Windows asks for a privilege
        pytest.skip(f"no symbolic links here: {error}")


def changed(before: bytes, after: bytes) -> list[str]:
    """Give the lines that a diff shows."""
    lines = difflib.ndiff(before.decode().splitlines(True), after.decode().splitlines(True))
    return [line for line in lines if line[0] in "+-"]


# The spec of this repository


def test_a_region_more_is_one_line_more_and_gone_it_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "spec", "spec")
    before = bytes_below(Path("spec"))
    shown = done("regions", "add", "israelcentral", "Israel Central")
    assert shown == "spec/regions.yaml:12: added israelcentral\n"
    after = bytes_below(Path("spec"))
    assert changed(before["regions.yaml"], after["regions.yaml"]) == [
        "+ israelcentral: Israel Central\n"
    ]
    assert {**after, "regions.yaml": b""} == {**before, "regions.yaml": b""}
    assert done("regions", "remove", "israelcentral") == (
        "spec/regions.yaml:12: removed israelcentral\n"
    )
    assert bytes_below(Path("spec")) == before


def test_another_default_region_is_one_line_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "spec", "spec")
    name = "face-v1.1-preview.1.yaml"
    before = bytes_below(Path("spec"))
    shown = done("regions", "set-default", "westeurope")
    assert shown == f"spec/{name}:8: set the default region to westeurope\n"
    after = bytes_below(Path("spec"))
    assert changed(before[name], after[name]) == [
        "- defaultRegion: norwayeast\n",
        "+ defaultRegion: westeurope\n",
    ]
    assert {**after, name: b""} == {**before, name: b""}


# What is said


def test_success_is_a_line_with_the_place_and_a_hint_beside_it(here: Path) -> None:
    result = gen("regions", "add", "c", "C")
    assert result.exit_code == 0
    assert result.stdout == "spec/regions.yaml:3: added c\n"
    assert result.stderr == "run gen render to bring the samples up to date\n"


def test_the_hint_names_the_spec_that_was_named(here: Path) -> None:
    (here / "spec").rename(here / "my spec")
    result = gen("regions", "set-default", "a", "--spec", "my spec")
    assert result.stdout == "my spec/spec.yaml:3: set the default region to a\n"
    assert result.stderr == "run gen render --spec 'my spec' to bring the samples up to date\n"


def test_choosing_the_default_region_again_is_nothing_to_do(here: Path) -> None:
    before = bytes_below(here)
    file = here / "spec" / "spec.yaml"
    inode = file.stat().st_ino
    result = gen("regions", "set-default", "b")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "spec/spec.yaml: b is the default region: nothing to do\n"
    assert (bytes_below(here), file.stat().st_ino) == (before, inode)


REFUSED = [
    (
        ("add", "b", "B"),
        "spec/regions.yaml:2:1: b is in the table already; change it there, or choose another id\n",
    ),
    (
        ("add", "NorwayEast", "N"),
        "ID: 'NorwayEast' does not fit here; "
        "use norway-east: a lower-case letter, then up to 63 of a-z 0-9 _ -\n",
    ),
    (("add", "", "N"), "ID: this is empty; write something\n"),
    (("add", "c", ""), "NAME: this is empty; write something\n"),
    (("add", "c", " \n"), "NAME: ' \\n' does not fit here; use more than white space\n"),
    (("add", "c", "C\udcff"), "NAME: 'C\\udcff' is not UTF-8; write it in UTF-8\n"),
    (
        ("add", "c", "C", "--endpoint", "https://c.example.com/"),
        "--endpoint: 'https://c.example.com/' does not fit here; "
        "use https://c.example.com, without a slash behind it\n",
    ),
    (("add", "c", "C", "--endpoint", ""), "--endpoint: this is empty; write something\n"),
    (("remove", "c"), "ID: spec/regions.yaml has no region 'c'; use one of a, b, d\n"),
    (
        ("remove", "\x1b[2J"),
        "ID: spec/regions.yaml has no region '\\x1b[2J'; use one of a, b, d\n",
    ),
    (
        ("remove", "b"),
        "spec/spec.yaml:3:16: b is the default region; choose another by gen regions set-default\n",
    ),
    (("set-default", "B"), "ID: spec/regions.yaml has no region 'B'; did you mean b?\n"),
    (
        ("add", "c", "C", "--spec", "nowhere"),
        "nowhere: no such file or folder; run gen init to begin, or name a spec by --spec\n",
    ),
]


@pytest.mark.parametrize(("words", "message"), REFUSED, ids=lambda x: "-".join(x)[:40])
def test_what_is_refused_is_told_and_not_written(
    words: tuple[str, ...], message: str, here: Path
) -> None:
    before = bytes_below(here)
    assert refused("regions", *words) == message
    assert bytes_below(here) == before


@pytest.mark.parametrize("words", [("add", "c", "C"), ("remove", "a"), ("set-default", "a")])
def test_a_faulty_spec_is_told_as_lint_tells_it(words: tuple[str, ...], here: Path) -> None:
    file = here / "spec" / "spec.yaml"
    file.write_text(file.read_text("utf-8") + "surplus: x\nsecond: y\n", "utf-8")
    before = bytes_below(here)
    assert refused("regions", *words) == refused("lint")
    assert len(refused("lint").splitlines()) == 2
    assert bytes_below(here) == before


@pytest.mark.parametrize("words", [("add", "c", "C"), ("remove", "a"), ("set-default", "a")])
def test_a_spec_without_regions_is_told_what_to_add(words: tuple[str, ...], here: Path) -> None:
    text = "".join(
        line.replace("{region}", "api")
        for line in spec_text("b").splitlines(keepends=True)
        if "Region" not in line and "regions:" not in line
    )
    (here / "one.yaml").write_text(text, "utf-8")
    assert refused("regions", *words, "--spec", "one.yaml") == (
        "one.yaml:1:1: this spec has no regions; "
        "add regions: with a line ID: NAME for each, and defaultRegion: ID\n"
    )


def test_a_region_needs_an_endpoint_where_the_spec_has_no_pattern(here: Path) -> None:
    table = "regions:\n  b: {name: B, endpoint: https://b.example.com}\n"
    file = here / "one.yaml"
    file.write_text(spec_text("b", table).replace("{region}", "api"), "utf-8")
    before = file.read_bytes()
    message = refused("regions", "add", "c", "C", "--spec", file)
    assert message.startswith(f"--endpoint: the endpoint in {file} has no {{region}}, so c needs")
    assert file.read_bytes() == before
    done("regions", "add", "c", "C", "--endpoint", "https://c.example.com", "--spec", file)
    row = ("c", (("name", "C"), ("endpoint", "https://c.example.com")))
    assert row in rows(file.read_bytes(), "regions")


@pytest.mark.parametrize(
    ("table", "words", "place"),
    [
        ("a: |+\n  A\nc: C\n\nb: B\n", ("remove", "c"), "3:1"),  # the empty line would be a's
        ("a: |\n  A\nc:\n    # own\n    name: C\nb: B\n", ("remove", "c"), "3:1"),  # the comment
        ("b: |\n  B", ("add", "c", "C"), "1:1"),  # b has no line end, and would have one
    ],
)
def test_a_layout_that_would_change_something_else_is_refused(
    table: str, words: tuple[str, ...], place: str, here: Path
) -> None:
    file = here / "spec" / "regions.yaml"
    file.write_bytes(table.encode())
    assert refused("regions", *words) == (
        f"spec/regions.yaml:{place}: gen can't edit the lines here without changing something "
        "else; edit them by hand\n"
    )
    assert file.read_bytes() == table.encode()


# Several specs


def second(folder: Path, default: str = "d", table: str = "regions: regions.yaml\n") -> Path:
    file = folder / "spec" / "two.yaml"
    file.write_text(spec_text(default, table).replace("id: a", "id: two"), "utf-8")
    return file


def test_specs_that_share_a_table_are_edited_as_one(here: Path) -> None:
    second(here)
    done("regions", "add", "c", "C")
    assert (here / "spec" / "regions.yaml").read_bytes() == b"a: A\nb: B\nc: C\nd: D\n"
    assert len(done("list", "regions").splitlines()) == 8


def test_the_default_region_of_any_spec_with_the_table_stays(here: Path) -> None:
    second(here)
    before = bytes_below(here)
    for words in (["--spec", "spec"], ["--spec", "spec/spec.yaml"], ["--spec", "spec/two.yaml"]):
        message = refused("regions", "remove", "d", *words)
        assert message.startswith("spec/two.yaml:3:16: d is the default region; ")
    assert bytes_below(here) == before


def test_a_spec_beside_it_that_is_faulty_is_not_asked(here: Path) -> None:
    second(here).write_text("api: {}\n", "utf-8")
    done("regions", "add", "c", "C", "--spec", "spec/spec.yaml")


def test_two_tables_are_listed_to_choose_from(here: Path) -> None:
    second(here, "x", "regions: {x: X}\n")
    before = bytes_below(here)
    for words in (("add", "c", "C"), ("remove", "a")):
        assert refused("regions", *words) == (
            "--spec: there are 2 region tables in spec; "
            "give one of them by --spec FILE: spec/spec.yaml, spec/two.yaml\n"
        )
    assert bytes_below(here) == before
    done("regions", "add", "c", "C", "--spec", "spec/two.yaml")
    assert b"regions: {x: X, c: C}\n" not in (here / "spec" / "two.yaml").read_bytes()
    assert b"regions: {c: C, x: X}\n" in (here / "spec" / "two.yaml").read_bytes()


def test_one_of_several_default_regions_has_to_be_named(here: Path) -> None:
    file = second(here)
    before = bytes_below(here)
    assert refused("regions", "set-default", "a") == (
        "--spec: there are 2 default regions in spec; add --all or --api ID, "
        "or give one of them by --spec FILE: spec/spec.yaml, spec/two.yaml\n"
    )
    assert bytes_below(here) == before
    done("regions", "set-default", "a", "--spec", "spec/two.yaml")
    assert changed(before["spec/two.yaml"], file.read_bytes()) == [
        "- defaultRegion: d\n",
        "+ defaultRegion: a\n",
    ]


def test_a_spec_without_regions_beside_it_is_no_hindrance(here: Path) -> None:
    text = second(here).read_text("utf-8").replace("{region}", "api")
    lines = [line for line in text.splitlines(True) if "egion" not in line]
    (here / "spec" / "two.yaml").write_text("".join(lines), "utf-8")
    done("regions", "add", "c", "C")
    done("regions", "set-default", "c")


# Files


def test_the_mode_stays_and_nothing_is_left_beside_the_file(here: Path) -> None:
    file = here / "spec" / "regions.yaml"
    file.chmod(0o640)
    names = sorted(bytes_below(here))
    done("regions", "add", "c", "C")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert sorted(bytes_below(here)) == names


def test_a_read_only_file_stays_as_it_is(here: Path) -> None:
    file = here / "spec" / "regions.yaml"
    file.chmod(0o444)
    assert refused("regions", "add", "c", "C") == (
        "spec/regions.yaml: can't be written (it is read-only); mend that and run again\n"
    )
    assert bytes_below(here)["spec/regions.yaml"] == TABLE


@pytest.mark.parametrize("step", ["fsync", "replace", "open"])
def test_a_disk_that_fails_leaves_the_old_file_and_no_other(
    step: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_open = os.open

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    def open_old(path: str, flags: int, *mode: int) -> int:
        """Open what is there, which is read before anything is written."""
        if flags & os.O_CREAT:
            fail()
        return really_open(path, flags, *mode)

    before = bytes_below(here)
    monkeypatch.setattr(os, step, open_old if step == "open" else fail)
    assert refused("regions", "add", "c", "C") == (
        "spec/regions.yaml: can't be written (No space left on device); mend that and run again\n"
    )
    assert bytes_below(here) == before


def test_ctrl_c_leaves_the_old_file_and_no_other(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*args: object) -> None:
        raise KeyboardInterrupt

    before = bytes_below(here)
    monkeypatch.setattr(os, "fsync", stop)
    assert gen("regions", "add", "c", "C").exit_code == 1
    assert bytes_below(here) == before


def test_a_link_in_the_folder_stays_one_and_its_file_is_edited(here: Path) -> None:
    folder = here / "spec"
    (folder / "tables").mkdir()
    (folder / "regions.yaml").rename(folder / "tables" / "all.txt")
    symlink(folder / "regions.yaml", "tables/all.txt")
    assert done("regions", "add", "c", "C") == "spec/regions.yaml:3: added c\n"
    assert (folder / "regions.yaml").is_symlink()
    assert (folder / "tables" / "all.txt").read_bytes() == b"a: A\nb: B\nc: C\nd: D\n"


def test_a_link_out_of_the_folder_is_not_written_to(here: Path) -> None:
    (here / "spec" / "regions.yaml").rename(here / "elsewhere.yaml")
    symlink(here / "spec" / "regions.yaml", "../elsewhere.yaml")
    before = bytes_below(here)
    for words in (("add", "c", "C"), ("remove", "a")):
        assert refused("regions", *words) == (
            "spec/regions.yaml:1:1: this leads out of the folder; "
            "put a copy of the file in its place\n"
            "spec/spec.yaml:4:10: regions.yaml is not read: this leads out of the folder; "
            "name a file in the spec's folder\n"
        )
    assert bytes_below(here) == before
    assert (here / "spec" / "regions.yaml").is_symlink()


def test_a_folder_that_is_a_link_itself_is_as_good_as_another(here: Path) -> None:
    (here / "spec").rename(here / "real")
    symlink(here / "spec", "real")
    done("regions", "add", "c", "C")
    assert (here / "real" / "regions.yaml").read_bytes() == b"a: A\nb: B\nc: C\nd: D\n"


def test_two_links_to_one_table_are_one_table(here: Path) -> None:
    symlink(here / "spec" / "same.yaml", "regions.yaml")
    second(here, "d", "regions: same.yaml\n")
    done("regions", "add", "c", "C")
    assert refused("regions", "remove", "d").startswith("spec/two.yaml:3:16: d is the default")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_no_file_to_be_edited(here: Path) -> None:
    os.mkfifo(here / "pipe.yaml")
    message = refused("regions", "add", "c", "C", "--spec", "pipe.yaml")
    assert message == (
        "pipe.yaml:1:1: this is no regular file; put a copy of the file in its place\n"
    )


@pytest.mark.parametrize("where", ["", "sub/"])
def test_files_are_found_whatever_folder_one_stands_in(
    where: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = here / "spec"
    if where:
        (folder / "sub").mkdir()
        (folder / "spec.yaml").rename(folder / "sub" / "spec.yaml")
        (folder / "regions.yaml").rename(folder / "sub" / "regions.yaml")
    monkeypatch.chdir(folder)
    assert done("regions", "add", "c", "C", "--spec", ".") == f"{where}regions.yaml:3: added c\n"
    named = f"./{where}spec.yaml"
    assert done("regions", "remove", "c", "--spec", named) == f"{where}regions.yaml:3: removed c\n"
    assert done("regions", "set-default", "d", "--spec", here / "spec").startswith(str(here))


# Quotes

AMBIGUOUS = """no No NO off on yes y Y n N true null Null ~ 1 1e3 1E3 1.e3 .5e1 +1 -0.5 0x1F 0o17
017 1_000 12:30 .inf .NaN 2020-01-01 = << - -a ? : # @a `a %a !a &a *a |a >a [a {a ]a }a ,a 'a "a
a: a:b a#b --- ..."""


@pytest.mark.parametrize("flow", [False, True])
@pytest.mark.parametrize("style", [None, "'", '"'])
def test_every_value_is_read_as_the_text_it_is(style: str | None, flow: bool) -> None:
    for text in [*AMBIGUOUS.split(), " a", "a ", "a # b", "a: b", "ü, {x}", *HOSTILE]:
        entry = format_entry("no", text, ("'", style), flow)
        assert "\n" not in entry and "\r" not in entry
        whole = f"{{{entry}}}" if flow else entry
        assert yaml.safe_load(whole) == {"no": text}


def test_what_yaml_1_2_takes_for_a_number_is_in_quotes_too() -> None:
    """YAML 1.2.2, 10.3.2: PyYAML, a reader of 1.1, would write these without."""
    for text in ["1e3", "1E3", "1.e3", ".5e1", "+12e03", "0o17", "y", "N"]:
        assert format_entry("a", text, (None, None)) == f"a: '{text}'"
    for text in ["1e", "e3", "0o8", "yy", "West US 2", "3.4.5"]:
        assert format_entry("a", text, (None, None)) == f"a: {text}"
