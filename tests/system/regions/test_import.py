"""`gen regions import`: what it changes, what it keeps, and what it says of a faulty file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.system.regions.support import bytes_below, done, gen, refused, spec_text, write

TABLE = """\
# all
a: A  # of a
b: {name: B, endpoint: 'https://b.example.org'}
# of c
c:
  name: C  # deep
  # more
d: D
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "spec", TABLE.encode(), "a")
    return tmp_path


def table() -> str:
    return Path("spec/regions.yaml").read_text("utf-8")


def test_rows_are_added_and_changed_and_the_others_stay(here: Path) -> None:
    rows = [
        "id,name,endpoint",
        "c,Sea,https://c.example.net",
        'bb,"B, ""2""",',
        "a,A,https://a.example.com",  # what the API's pattern says anyway
        "b,Bee,",
    ]
    Path("new.csv").write_text("\r\n".join(rows), "utf-8-sig")
    shown = (
        'added    bb: B, "2"\n'
        "changed  c: name from C to Sea, endpoint from the API's pattern to "
        "https://c.example.net\n"
        "changed  b: name from B to Bee, endpoint from https://b.example.org to "
        "the API's pattern\n"
    )
    before = bytes_below(here)
    result = gen("regions", "import", "new.csv", "--check")
    assert (result.exit_code, result.stdout) == (1, shown)
    assert result.stderr == (
        "1 region not in new.csv stay, unless you add --remove: d\n"
        "spec/regions.yaml: would be 1 added, 2 changed\n"
    )
    assert bytes_below(here) == before
    result = gen("regions", "import", "new.csv")
    assert (result.exit_code, result.stdout) == (0, shown)
    assert result.stderr.endswith(
        "spec/regions.yaml: 1 added, 2 changed\nrun gen render to bring the samples up to date\n"
    )
    assert table() == (
        '# all\na: A  # of a\nb: {name: Bee}\nbb: B, "2"\n# of c\nc:\n  name: Sea  # deep\n'
        "  endpoint: https://c.example.net\n  # more\nd: D\n"
    )
    result = gen("regions", "import", "new.csv")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.endswith("spec/regions.yaml: nothing to do\n")


def test_rows_are_removed_only_if_that_is_asked_for(here: Path) -> None:
    Path("new.csv").write_text("name;id\nA;a\n", "utf-8")
    assert done("regions", "import", "new.csv") == ""
    assert table() == TABLE
    assert done("regions", "import", "new.csv", "--remove") == (
        "removed  b: B\nremoved  c: C\nremoved  d: D\n"
    )
    assert table() == "# all\na: A  # of a\n# of c\n  # more\n"


def test_a_file_without_endpoints_leaves_those_of_the_table(here: Path) -> None:
    Path("new.csv").write_text("id\tname\nb\tBee\n", "utf-8")
    done("regions", "import", "new.csv")
    assert table() == TABLE.replace("name: B,", "name: Bee,")


@pytest.mark.parametrize(
    "document",
    [
        [{"id": "a", "name": "A"}, {"id": "b", "name": "B", "endpoint": None}],
        {"a": "A", "b": {"name": "B", "endpoint": None}},
    ],
)
def test_json_is_a_list_of_regions_or_a_table(document: object, here: Path) -> None:
    Path("new.json").write_text(json.dumps(document, indent="\t"), "utf-8")
    done("regions", "import", "new.json")
    assert table() == TABLE.replace(", endpoint: 'https://b.example.org'", "")


def test_the_list_for_programs_can_be_imported(here: Path) -> None:
    (listed,) = json.loads(done("regions", "list", "--json"))
    (here / "other").mkdir()
    write(here / "other", b"x: X\n", "x")
    Path("new.json").write_text(json.dumps(listed["regions"]), "utf-8")
    done("regions", "import", "new.json", "--spec", "other")
    assert Path("other/regions.yaml").read_text("utf-8") == (
        "a: A\nb: {name: B, endpoint: 'https://b.example.org'}\nc: C\nd: D\nx: X\n"
    )


def test_the_default_region_of_any_spec_is_not_removed(here: Path) -> None:
    (here / "spec/two.yaml").write_text(spec_text("d").replace("id: a", "id: two"), "utf-8")
    Path("new.csv").write_text("id,name\nb,B\n", "utf-8")
    before = bytes_below(here)
    todo = "is the default region; choose another by gen regions set-default\n"
    assert refused("regions", "import", "new.csv", "--remove") == (
        f"spec/spec.yaml:3:16: a {todo}spec/two.yaml:3:16: d {todo}"
    )
    assert bytes_below(here) == before


def test_a_table_within_a_spec_is_changed_there(here: Path) -> None:
    Path("own.yaml").write_text(spec_text("x", "regions: {x: X, y: Y}  # c\n"), "utf-8")
    Path("new.csv").write_text("id,name\ny,Why\nz,Z\n", "utf-8")
    done("regions", "import", "new.csv", "--spec", "own.yaml")
    assert Path("own.yaml").read_text("utf-8") == (
        spec_text("x", "regions: {x: X, y: Why, z: Z}  # c\n")
    )


FAULTS: dict[str, tuple[str | bytes, str]] = {
    "columns.csv": (
        "id,nam,id\n",
        "{file}:1:1: the header has no column name; begin with a line id,name,endpoint\n"
        "{file}:1:4: there is no column 'nam' in a region table; remove it; did you mean name?\n"
        "{file}:1:8: id stands twice; remove one of them\n",
    ),
    "rows.csv": (
        'id;name;endpoint\nA;;x\nb;"B\nC";https://x.y/\nb;D\n\nc;C;;\nd;"x" y\ne;"open\n',
        "{file}:2:1: 'A' does not fit here; use a: a lower-case letter, then up to 63 of "
        "a-z 0-9 _ -\n"
        "{file}:2:3: this is empty; write something\n"
        "{file}:2:4: 'x' does not fit here; use scheme and host without a trailing slash: "
        "https://api.example.com\n"
        "{file}:4:4: 'https://x.y/' does not fit here; use https://x.y, without a slash behind it\n"
        "{file}:5:1: b stands twice, first on line 3; remove one of them\n"
        "{file}:7:6: the header has 3 columns, and this row more; put a text with a comma in "
        "quotes\n"
        '{file}:8:7: there is text after the quotes; write each " in the cell twice\n'
        '{file}:9:3: these quotes are not closed; add a " at the end\n',
    ),
    "empty.csv": ("id,name\n", "{file}:1:1: the file has no region; add a row for each\n"),
    "many.csv": (
        "id,name\n" + "".join(f"r{number},R\n" for number in range(1001)),
        "{file}:1:1: the file has more than 1000 regions; split it\n",
    ),
    "bytes.csv": (b"id,name\na,\xff\n", "{file}:2:3: this is not UTF-8; save it as UTF-8\n"),
    "rows.json": (
        '[{"id": "a", "nam": 1}, 5, {"id": ["x"], "name": {"a": 1}},\n'
        ' {"id": "q", "name": "Q"}, {"id": "q", "name": null}]\n',
        "{file}:1:2: name is missing; add it: name of the region, for people\n"
        "{file}:1:14: unknown key 'nam'; did you mean name?\n"
        "{file}:1:25: a single value stands here; write a mapping with id, name\n"
        "{file}:1:29: a list stands here; write text\n"
        "{file}:1:42: a mapping stands here; write text\n"
        "{file}:2:29: q stands twice, first on line 2; remove one of them\n"
        '{file}:2:40: a value is missing; write it, or "null" in quotes\n',
    ),
    "text.json": (
        '"a"',
        "{file}:1:1: this is no list of regions; "
        'write a list: [{"id": "norwayeast", "name": "Norway East"}]\n',
    ),
    "syntax.json": ("[{", "{file}:1:3: no JSON: "),
    "table.yaml": (
        "a: A\n",
        "{file}:1:1: this is no CSV and no JSON file; name one that ends in .csv or .json\n",
    ),
    "host.csv": (
        f"id,name\n{'x' * 64},X\n",
        "{file}:2:1: " + "x" * 64,
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_of_a_file_is_reported_at_its_place(name: str, here: Path) -> None:
    content, message = FAULTS[name]
    data = content if isinstance(content, bytes) else content.encode()
    Path(name).write_bytes(data)
    before = bytes_below(here)
    assert refused("regions", "import", name).startswith(message.replace("{file}", name))
    assert bytes_below(here) == before


def test_a_file_that_is_not_there_is_reported(here: Path) -> None:
    assert (
        refused("regions", "import", "no.csv")
        == "no.csv:1:1: there is no such file; name another\n"
    )


def test_a_region_needs_an_endpoint_where_a_spec_has_no_pattern(here: Path) -> None:
    own = spec_text("x", "regions: {x: {name: X, endpoint: 'https://x.example.com'}}\n")
    Path("own.yaml").write_text(own.replace("{region}", "api"), "utf-8")
    Path("new.csv").write_text("id,name\ny,Y\n", "utf-8")
    assert refused("regions", "import", "new.csv", "--spec", "own.yaml") == (
        "new.csv:2:1: the endpoint in own.yaml has no {region}, so y needs its own; "
        "give it one, such as https://api.example.com\n"
    )
