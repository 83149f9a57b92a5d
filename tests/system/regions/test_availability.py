"""Operations that are not available in all regions, in everything that gen makes of them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.spec.loader import load
from tests.support import ROOT
from tests.system.regions.support import bytes_below, done, gen, refused

CASE = ROOT / "tests/golden/cases/availability"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the spec of the golden case, and another that uses the whole table."""
    monkeypatch.chdir(tmp_path)
    spec = tmp_path / "spec"
    spec.mkdir()
    for name in ("spec.yaml", "regions.yaml"):
        shutil.copy(CASE / name, spec / name)
    text = (spec / "spec.yaml").read_text("utf-8").replace("id: places", "id: two")
    text = text.replace("{table: regions.yaml, except: [north]}", "regions.yaml")
    (spec / "two.yaml").write_text(text.replace(", reference, python-client", ""), "utf-8")
    return tmp_path


def hosts(folder: Path) -> dict[str, str]:
    """The host that each Python sample calls, by its path."""
    found = {}
    for path in sorted(folder.rglob("get*.py")):
        line = next(x for x in path.read_text("utf-8").splitlines() if x.startswith("endpoint"))
        found[path.relative_to(folder).as_posix()] = line.split('"')[1]
    return found


def test_an_operation_that_the_chosen_region_lacks_is_left_out_with_its_place(here: Path) -> None:
    words = ["render", "--lang", "python", "--out", "east", "--region"]
    result = gen(*words, "east")
    assert result.exit_code == 0
    todo = "and is not made; choose another --region, or change this list\n"
    assert result.stderr.startswith(
        f"spec/spec.yaml:12:22: get-preview is not available in east, {todo}"
        f"spec/two.yaml:12:22: get-preview is not available in east, {todo}"
    )
    assert sorted(hosts(here / "east")) == [
        f"{api}/v1/{name}/python/{name.replace('-', '_')}.py"
        for api in ("places", "two")
        for name in ("get-all", "get-most")
    ]
    alone = gen("render", "--operation", "get-preview", "--region", "east", "--out", "none")
    assert alone.exit_code == 0 and "is not available in east" in alone.stderr
    assert not list((here / "none").rglob("*.py"))


def test_a_spec_that_lacks_the_chosen_region_is_left_out_if_others_have_it(here: Path) -> None:
    words = ["render", "--lang", "python", "--out", "north", "--region"]
    result = gen(*words, "north")
    assert result.stderr.startswith(
        "spec/spec.yaml:1:1: places v1 has no region north, and is not made; "
    )
    assert set(hosts(here / "north").values()) == {"https://north.example.com"}
    assert refused(*words, "south").startswith("--region south: places v1 has no such region; ")
    assert refused(*words, "north", "--spec", "spec/spec.yaml").startswith("--region north: ")


def test_each_region_has_the_operations_that_are_available_there(here: Path) -> None:
    result = gen("render", "--lang", "python", "--region", "all", "--out", "every")
    assert (result.exit_code, result.stderr.count("\n")) == (0, 1)
    found = {(p.split("/")[2], p.split("/")[3]) for p in hosts(here / "every") if p[0] == "p"}
    assert found == {
        ("get-all", "east"), ("get-all", "gov"), ("get-all", "west"),
        ("get-most", "east"), ("get-most", "west"),
        ("get-preview", "gov"), ("get-preview", "west"),
    }  # fmt: skip


def test_a_diff_names_the_region_that_an_operation_loses(here: Path) -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    done("render", "--lang", "python")
    for words in (["add", "."], ["-c", "user.name=n", "-c", "user.email=e", "commit", "-qm", "x"]):
        subprocess.run(["git", *words], check=True)
    file = here / "spec/spec.yaml"
    file.write_text(file.read_text("utf-8").replace("[west, gov]", "[gov]"), "utf-8")
    shown = json.loads(gen("diff", "--lang", "python", "--format", "json").stdout)
    (cause,) = [row for row in shown["causes"] if "preview" in json.dumps(row)]
    text = json.dumps(cause)
    assert "operation get-preview is not available any more in west" in text
    assert '"breaking": true' in text and "spec/spec.yaml" in text


def test_an_openapi_document_has_the_servers_of_an_operation_and_is_read_back(here: Path) -> None:
    spec = here / "spec/two.yaml"
    text = spec.read_text("utf-8").replace("gov: {name", "x: {name")
    table = here / "spec/regions.yaml"
    table.write_text("east: East\ngov: Government\nnorth: North\nwest: West\n", "utf-8")
    spec.write_text(text, "utf-8")
    done("publish", "--format", "openapi", "--spec", spec, "--out", "api")
    (file,) = (here / "api").rglob("openapi.json")
    paths = json.loads(file.read_text("utf-8"))["paths"]
    (server,) = paths["/preview"]["get"]["servers"]
    assert server["variables"]["region"]["enum"] == ["gov", "west"]
    assert server["variables"]["region"]["default"] == "west"
    assert "servers" not in paths["/all"]["get"]
    (api,) = load(file)
    found = {o.id: [r.id for r in api.ordered_regions(o)] for o in api.operations}
    assert found == {
        "get-preview": ["west", "gov"],
        "get-most": ["east", "north", "west"],
        "get-all": ["east", "gov", "north", "west"],
    }
    imported = done("import", file)
    (here / "again.yaml").write_text(imported, "utf-8")
    (again,) = load(here / "again.yaml")
    assert [again.ordered_regions(o) for o in again.operations] == [
        api.ordered_regions(o) for o in api.operations
    ]


def test_pages_offer_the_regions_of_their_operation(here: Path) -> None:
    done("publish", "--format", "html", "--spec", "spec/spec.yaml", "--out", "site")
    page = (here / "site/places/v1/get-preview.html").read_text("utf-8")
    options = [line for line in page.splitlines() if line.startswith("<option")]
    assert options == [
        '<option value="gov" data-endpoint="https://places.example.us">Government</option>',
        '<option value="west" data-endpoint="https://west.example.com" selected>West</option>',
    ]
    assert "2 regions and their endpoints; this operation is not available in others" in page
    # The hosts of the URL, the sample and the client's call, which the page can replace.
    assert page.count('h">https://west.example.com<') == 3
    index = (here / "site/places/v1/index.html").read_text("utf-8")
    assert index.count("<option") == 3 and '"https://east.example.com" selected' in index


PROGRAM = """\
import asyncio
import httpx
from places_client import AsyncPlacesClient, PlacesClient, Region

sent = []

def answer(request):
    sent.append(str(request.url))
    return httpx.Response(204)

def client(**where):
    return PlacesClient(http_client=httpx.Client(transport=httpx.MockTransport(answer)), **where)

async def call_async():
    http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    await AsyncPlacesClient(region="east", http_client=http).get_preview()

for call in (
    lambda: client(region=Region.EAST).get_preview(),
    lambda: client(region="gov").get_most(),
    lambda: asyncio.run(call_async()),
):
    try:
        call()
    except ValueError as error:
        print(error)
assert sent == []
client(region=Region.GOV).get_preview()
client(region="west").get_preview()
client(endpoint="https://mine.example.com").get_preview()
client(region="gov").get_all()
print(*sent, sep="\\n")
"""


def test_the_client_refuses_a_call_that_its_region_lacks_and_sends_nothing() -> None:
    folder = CASE / "expected/places/v1/python-client"
    result = subprocess.run(
        [sys.executable, "-B", "-c", PROGRAM], cwd=folder, capture_output=True, text=True
    )
    assert result.stderr == ""
    assert result.stdout.splitlines() == [
        "GET /preview is not available in east; it is in gov, west",
        "GET /most is not available in gov; it is in east, west",
        "GET /preview is not available in east; it is in gov, west",
        "https://places.example.us/preview",
        "https://west.example.com/preview",
        "https://mine.example.com/preview",
        "https://places.example.us/all",
    ]


def test_a_renamed_region_has_its_new_id_in_every_list(here: Path) -> None:
    before = bytes_below(here)
    assert done("regions", "rename", "gov", "no").splitlines() == [
        "spec/regions.yaml:2: renamed gov to no",
        "spec/spec.yaml:12: renamed gov to no",
        "spec/spec.yaml:19: renamed gov to no",
        "spec/two.yaml:12: renamed gov to no",
        "spec/two.yaml:19: renamed gov to no",
    ]
    done("regions", "rename", "north", "up")
    after = (here / "spec/spec.yaml").read_bytes()
    for old, new in ((b"[north]", b"[up]"), (b"gov]", b"'no']")):
        assert old in before["spec/spec.yaml"]
        after = after.replace(new, old)
    assert after == before["spec/spec.yaml"]
    assert gen("lint").exit_code == 0


def test_a_region_that_a_list_names_is_not_removed(here: Path) -> None:
    before = bytes_below(here)
    assert refused("regions", "remove", "gov").splitlines() == [
        f"spec/{name}.yaml:{place}: gov is named here; remove it here first"
        for name in ("spec", "two")
        for place in ("12:28", "19:24")
    ]
    assert refused("regions", "remove", "north") == (
        "spec/spec.yaml:5:41: north is named here; remove it here first\n"
    )
    assert bytes_below(here) == before


def test_a_list_of_regions_says_which_api_lacks_one(here: Path) -> None:
    assert "  north  North                                  not in places v1\n" in done(
        "regions", "list"
    )


def test_a_new_region_belongs_to_the_specs_that_do_not_name_theirs(here: Path) -> None:
    file = here / "spec/spec.yaml"
    text = file.read_text("utf-8").replace("except: [north]", "only: [east, gov, west]")
    file.write_text(text.replace("{region}", "east"), "utf-8")
    (here / "spec/regions.yaml").write_text(
        "".join(
            f"{x}: {{name: {x}, endpoint: 'https://{x}.example.com'}}\n"
            for x in ("east", "gov", "north", "west")
        ),
        "utf-8",
    )
    done("regions", "add", "south", "South")  # the spec without a pattern does not take it
    apis = {api.id: [region.id for region in api.regions] for api in load(here / "spec")}
    assert apis == {
        "places": ["east", "gov", "west"],
        "two": ["east", "gov", "north", "south", "west"],
    }


def test_a_region_may_be_called_table(here: Path) -> None:
    file = here / "own.yaml"
    text = (here / "spec/two.yaml").read_text("utf-8")
    text = text.replace("regions: regions.yaml", "regions: {east: E, gov: G, table: T, west: W}")
    file.write_text(text, "utf-8")
    assert [region.id for region in load(file)[0].regions] == ["east", "gov", "table", "west"]
