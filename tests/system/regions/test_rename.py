"""`gen regions list`, `rename` and `set-default` on tables that many specs use."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.system.regions.support import (
    bytes_below,
    done,
    gen,
    refused,
    rows,
    spec_text,
    write,
)

TABLE = b"# all\na: A  # of a\nb: {name: B, endpoint: 'https://b.example.org'}\n'c': \"C\"\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two specs that share a table; b is the default of one, a of the other."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "spec", TABLE, "b")
    (tmp_path / "spec/two.yaml").write_text(spec_text("a").replace("id: a", "id: two"), "utf-8")
    return tmp_path


def test_a_list_has_own_endpoints_and_whose_default_a_region_is(here: Path) -> None:
    assert done("regions", "list") == (
        "spec/regions.yaml: a v1, two v1\n"
        "  a  A                         default of two v1\n"
        "  b  B  https://b.example.org  default of a v1\n"
        "  c  C\n"
    )


def test_a_list_of_several_tables_has_each_with_its_apis(here: Path) -> None:
    own = spec_text("x", "regions: {x: X, y: {name: Y, endpoint: 'https://y.example.com'}}\n")
    (here / "spec/three.yaml").write_text(own.replace("id: a", "id: three"), "utf-8")
    assert done("regions", "list").endswith(
        "\n\nspec/three.yaml: three v1\n  x  X  default\n  y  Y\n"
    )
    assert done("regions", "list", "--spec", "spec/three.yaml").count("\n") == 3


def test_a_list_for_programs_has_the_same(here: Path) -> None:
    (table,) = json.loads(done("regions", "list", "--json"))
    has = {"regions": ["a", "b", "c"]}
    assert table == {
        "table": "spec/regions.yaml",
        "apis": [
            {"api": "a", "version": "v1", "spec": "spec/spec.yaml", "defaultRegion": "b", **has},
            {"api": "two", "version": "v1", "spec": "spec/two.yaml", "defaultRegion": "a", **has},
        ],
        "regions": [
            {"id": "a", "name": "A", "endpoint": None},
            {"id": "b", "name": "B", "endpoint": "https://b.example.org"},
            {"id": "c", "name": "C", "endpoint": None},
        ],
    }


def test_the_servers_of_an_openapi_document_are_listed(here: Path) -> None:
    servers = [{"url": f"https://{x}.example.com", "description": x.upper()} for x in "ab"]
    responses = {"200": {"description": "Got."}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "v1"},
        "servers": servers,
        "paths": {"/": {"get": {"summary": "Get", "responses": responses}}},
    }
    Path("api.json").write_text(json.dumps(document), "utf-8")
    assert done("regions", "list", "--spec", "api.json") == (
        "api.json: t v1\n  a  A  https://a.example.com  default\n  b  B  https://b.example.com\n"
    )
    assert "this is an OpenAPI document" in refused(
        "regions", "rename", "a", "x", "--spec", "api.json"
    )


@pytest.mark.parametrize("spec", ["spec", "spec/spec.yaml", "spec/two.yaml"])
def test_a_new_id_goes_to_every_spec_that_names_the_old_one(spec: str, here: Path) -> None:
    before = bytes_below(here)
    assert done("regions", "rename", "a", "new", "--spec", spec) == (
        "spec/regions.yaml:2: renamed a to new\nspec/two.yaml:3: renamed a to new\n"
    )
    after = bytes_below(here)
    assert after.pop("spec/regions.yaml") == TABLE.replace(b"a: A  #", b"new: A  #")
    assert after.pop("spec/two.yaml") == before["spec/two.yaml"].replace(b"n: a", b"n: new")
    assert after == {"spec/spec.yaml": before["spec/spec.yaml"]}


def test_a_spec_in_a_folder_above_the_one_that_is_named_is_edited_too(here: Path) -> None:
    (here / "spec/sub").mkdir()
    (here / "spec/regions.yaml").rename(here / "spec/sub/regions.yaml")
    (here / "spec/spec.yaml").rename(here / "spec/sub/spec.yaml")
    other = here / "spec/two.yaml"
    text = other.read_text("utf-8").replace("regions.yaml", "sub/regions.yaml")
    other.write_text(text, "utf-8")
    done("regions", "rename", "a", "new", "--spec", "spec/sub/spec.yaml")
    assert b"defaultRegion: new" in other.read_bytes()


def test_a_name_alone_changes_one_line(here: Path) -> None:
    before = bytes_below(here)
    assert done("regions", "rename", "c", "--name", 'See "C", {x}') == (
        'spec/regions.yaml:4: changed the name of c from C to See "C", {x}\n'
    )
    after = bytes_below(here)
    table = after["spec/regions.yaml"]
    assert {**before, "spec/regions.yaml": table} == after
    assert table.splitlines()[:-1] == TABLE.splitlines()[:-1]
    assert dict(rows(table))["c"] == 'See "C", {x}'


def test_id_and_name_are_changed_at_once_in_a_flow_mapping(here: Path) -> None:
    (here / "spec/regions.yaml").write_bytes(b"{a: A, b: {name: B}, c: C}  # all\n")
    done("regions", "rename", "b", "no", "--name", "x, y: {z}")
    table = (here / "spec/regions.yaml").read_bytes()
    assert table == b"{a: A, 'no': {name: 'x, y: {z}'}, c: C}  # all\n"
    assert b"defaultRegion: 'no'\n" in (here / "spec/spec.yaml").read_bytes()


def test_a_table_within_a_spec_is_renamed_with_its_default(here: Path) -> None:
    own = here / "own.yaml"
    own.write_text(spec_text("x", "regions:\n  x: |  # c\n    X\n  y: Y\n"), "utf-8")
    done("regions", "rename", "x", "z", "--name", "Z", "--spec", own)
    assert own.read_text("utf-8") == spec_text("z", "regions:\n  z: Z # c\n  y: Y\n")


def test_the_new_host_of_a_region_that_follows_the_pattern_is_told(here: Path) -> None:
    result = gen("regions", "rename", "a", "new")
    assert "spec/two.yaml: new is https://new.example.com now\n" in result.stderr
    assert "example.com now" not in gen("regions", "rename", "b", "own").stderr


REFUSED = [
    (("rename", "x", "y"), "ID: spec/regions.yaml has no region 'x'; use one of a, b, c\n"),
    (
        ("rename", "a", "b"),
        "spec/regions.yaml:3:1: b is in the table already; change it there, or choose another id\n",
    ),
    (
        ("rename", "a", "A"),
        "NEW: 'A' does not fit here; use a: a lower-case letter, then up to 63 of a-z 0-9 _ -\n",
    ),
    (("rename", "a", "--name", " "), "--name: ' ' does not fit here; use more than white space\n"),
    (("set-default", "a", "--api", "tow"), "--api: no spec in spec has the API 'tow'; did you"),
    (("set-default", "x", "--all"), "ID: spec/regions.yaml has no region 'x'; use one of a, b, c"),
]


@pytest.mark.parametrize(("words", "message"), REFUSED, ids=lambda x: "-".join(x)[:30])
def test_what_is_refused_is_not_written(words: tuple[str, ...], message: str, here: Path) -> None:
    before = bytes_below(here)
    assert refused("regions", *words).startswith(message)
    assert bytes_below(here) == before


def test_a_rename_without_anything_new_is_a_wrong_call(here: Path) -> None:
    assert "give the new id as NEW, a new name by --name, or both" in (
        gen("regions", "rename", "a").stderr
    )
    result = gen("regions", "rename", "a", "--name", "A")
    assert result.stderr == "spec/regions.yaml: a is that already: nothing to do\n"


def test_a_faulty_spec_that_names_the_table_is_reported_first(here: Path) -> None:
    file = here / "spec/two.yaml"
    file.write_text(file.read_text("utf-8") + "surplus: x\n", "utf-8")
    before = bytes_below(here)
    message = refused("regions", "rename", "a", "new", "--spec", "spec/spec.yaml")
    assert message.startswith("spec/two.yaml:7:1: unknown key 'surplus'")
    assert bytes_below(here) == before


def test_a_read_only_spec_leaves_the_table_as_it_is(here: Path) -> None:
    (here / "spec/two.yaml").chmod(0o444)
    before = bytes_below(here)
    assert refused("regions", "rename", "a", "new") == (
        "spec/two.yaml: can't be written (it is read-only); mend that and run again\n"
    )
    assert bytes_below(here) == before


def test_a_disk_that_fails_at_the_second_file_gives_the_first_its_old_bytes(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = bytes_below(here)
    count = 0
    really_replace = os.replace

    def fail_once(*paths: str) -> None:
        nonlocal count
        count += 1
        if count == 2:
            raise OSError(28, "No space left on device")
        really_replace(*paths)

    monkeypatch.setattr(os, "replace", fail_once)
    assert "No space left on device" in refused("regions", "rename", "a", "new")
    assert bytes_below(here) == before
    assert count == 3


def test_the_default_of_all_specs_is_set_at_once(here: Path) -> None:
    result = gen("regions", "set-default", "b", "--all")
    assert result.stdout == "spec/two.yaml:3: set the default region to b\n"
    assert "spec/spec.yaml: b is the default region: nothing to do\n" in result.stderr
    assert done("regions", "set-default", "c", "--all").count("\n") == 2


def test_the_default_of_an_api_is_set_in_all_its_versions(here: Path) -> None:
    text = (here / "spec/two.yaml").read_text("utf-8").replace("version: v1", "version: v2")
    (here / "spec/two-v2.yaml").write_text(text, "utf-8")
    assert done("regions", "set-default", "c", "--api", "two") == (
        "spec/two-v2.yaml:3: set the default region to c\n"
        "spec/two.yaml:3: set the default region to c\n"
    )
    assert b"defaultRegion: b" in (here / "spec/spec.yaml").read_bytes()
