"""What a reviewer of several APIs is shown in every format: one edit is one cause."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.golden.diff.conftest import commit, edit, git
from tests.golden.diff.test_formats import EXPECTED, SUFFIXES, check
from tests.support import ROOT
from tests.system.cli.conftest import gen

IDS = ("billing", "mail", "shop", "stock")
REGIONS = """\
# Where all of them run.
east: East
north: North
west: West
"""
SPEC = """\
api: {id: ID, title: TITLE, version: v1}
endpoint: https://{region}.example.com
basePath: /ID/{version}
defaultRegion: north
regions: regions.yaml
headers:
  X-Key: {description: A key., env: EXAMPLE_KEY}
errorBodies:
  coded: {error: {code: $code, message: $message}}
errors:
  busy:
    status: 429
    code: Busy
    description: Too many requests at once.
    message: Wait.
operations:
  get-item:
    title: Get an item
    summary: Get an item.
    method: GET
    path: /items/{id}
    parameters:
      id: {description: Of the item., example: a}
    responses: {200: Here it is.}
    errors: [busy]
  list-items:
    title: List items
    summary: List all items.
    method: GET
    path: /items
    responses: {200: Here they are.}
    errors: [busy]
publish:
  targets: [curl, python, ruby, reference, python-client]
"""


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four APIs with one region table, in a repository."""
    monkeypatch.chdir(tmp_path)
    Path("spec").mkdir()
    Path("spec/regions.yaml").write_text(REGIONS, "utf-8")
    for id_ in IDS:
        text = SPEC.replace("ID", id_).replace("TITLE", id_.title())
        Path(f"spec/{id_}.yaml").write_text(text, "utf-8")
    assert gen("render").code == 0
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    commit(tmp_path, "Start")
    return tmp_path


def region_added() -> None:
    edit("spec/regions.yaml", "west", "south: South\nwest")


def default_region() -> None:
    """One of the specs has a sample with the new host in another place, too."""
    for id_ in IDS:
        edit(f"spec/{id_}.yaml", "defaultRegion: north", "defaultRegion: west")


def error_reworded() -> None:
    for id_ in IDS[:3]:
        edit(f"spec/{id_}.yaml", "Too many requests at once.", "There are too many requests.")


def several() -> None:
    """A region is gone, an error is reworded, a host has changed, and a file was edited by hand."""
    edit("spec/regions.yaml", "east: East\n", "")
    error_reworded()
    edit("spec/stock.yaml", "https://{region}.example.com", "https://{region}.example.org")
    ruby = Path("out/mail/v1/get-item/ruby/get_item.rb")
    ruby.write_bytes(ruby.read_bytes() + b"# by hand\n")


SCENARIOS: dict[str, Callable[[], None]] = {
    function.__name__.replace("_", "-"): function
    for function in (region_added, default_region, error_reworded, several)
}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_an_edit_of_several_apis_is_told_once_in_every_format(scenario: str, fleet: Path) -> None:
    SCENARIOS[scenario]()
    for kind, suffix in SUFFIXES.items():
        result = gen("diff", "--format", kind)
        assert result.code == 1
        if kind != "text":
            check(f"fleet-{scenario}.{suffix}", result.out)
        else:  # the patches are those that the stat counts
            head = [line for line in result.lines if line.startswith("# ")]
            check(f"fleet-{scenario}.{suffix}", "".join(f"{line}\n" for line in head))


def test_a_row_that_apis_with_other_hosts_share_is_one_cause(fleet: Path) -> None:
    for id_, host in (
        ("mail", "https://{region}.mail.test"),
        ("shop", "https://{region}.shop.test"),
    ):
        edit(f"spec/{id_}.yaml", "https://{region}.example.com", host)
    gen("render")
    commit(fleet)
    edit("spec/regions.yaml", "east: East", "east: {name: East, endpoint: 'https://e.test'}")
    (line,) = [line for line in gen("diff").lines if line.startswith("# ")]
    assert line == (
        '# region east changed: host is now "https://e.test" (spec/regions.yaml:2): all 4 APIs: '
        "4 reference pages, 4 clients; no sample"
    )


def test_a_template_is_one_cause_at_the_line_that_was_edited(fleet: Path) -> None:
    mine = Path("mine/ruby")
    mine.mkdir(parents=True)
    source = Path(__file__).parents[3] / "templates/ruby/sample.rb.jinja"
    text = source.read_text("utf-8")
    (mine / "sample.rb.jinja").write_text(text, "utf-8")
    commit(fleet)
    (mine / "sample.rb.jinja").write_text(text.replace("net/http", "net/http2"), "utf-8")
    line = text[: text.index("net/http")].count("\n") + 1
    made = gen("diff", "--templates", "mine", "--format", "stat").lines
    place = f"mine/ruby/sample.rb.jinja:{line}"
    expected = f"template ruby/sample.rb.jinja changed ({place}): all 4 APIs: 8 samples"
    assert made[0] == f"{expected}; 8 reference pages"
    (command,) = gen("diff", "--templates", "mine", "--format", "github").lines
    assert command.startswith(f"::error file=mine/ruby/sample.rb.jinja,line={line},title=Not what")


def test_apis_that_are_new_or_gone_are_counted(fleet: Path) -> None:
    for id_ in ("a", "b"):
        text = SPEC.replace("ID", id_).replace("TITLE", id_.title())
        Path(f"spec/{id_}.yaml").write_text(text, "utf-8")
    Path("spec/mail.yaml").unlink()
    lines = gen("diff", "--format", "stat").lines
    assert lines[0].startswith("BREAKING API mail v1 is gone: 6 samples")
    assert lines[1].startswith("2 APIs added (spec/a.yaml:1 and spec/b.yaml:1): 12 samples")


def test_a_file_that_does_not_follow_is_named(fleet: Path) -> None:
    """A file that was edited by hand is no file in which the host alone differs."""
    ruby = Path("out/mail/v1/get-item/ruby/get_item.rb")
    ruby.write_bytes(ruby.read_bytes() + b"# by hand\n")
    default_region()
    made = json.loads(gen("diff", "--format", "json").out)
    cause = made["causes"][0]
    assert cause["kind"] == "default region" and cause["hostOnly"] == 23
    assert "24 samples, in 23 the host line only, proven" in cause["shows"]
    assert cause["otherwise"] == [ruby.as_posix()]
    for kind in ("text", "stat", "markdown"):
        head = gen("diff", "--format", kind).out[:1500]
        assert re.search(rf"{re.escape(ruby.as_posix())}`?\n", head), head


@pytest.mark.parametrize("number", range(3))
def test_the_manual_shows_reports_as_they_are(number: int) -> None:
    """A line with an ellipsis stands for lines that the manual leaves out."""
    page = (ROOT / "docs/reviewing.md").read_text("utf-8")
    shown = re.findall("^`````markdown\n(.*?)\n`````$", page, re.M | re.S)
    scenario = ("region-added", "default-region", "error-reworded")[number]
    report = (EXPECTED / f"fleet-{scenario}.md").read_text("utf-8")
    assert len(shown) == 3
    place = 0
    for part in shown[number].split("\n…\n"):
        place = report.index(part.strip("\n"), place) + len(part.strip("\n"))
