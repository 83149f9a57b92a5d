"""Which differences of regions of operations are found, and which of them are breaking."""

from __future__ import annotations

import pytest

from generator.model.api import Api
from generator.review.model_diff import model_differences
from generator.review.sentences import plain
from generator.spec.loader import load_text

SPEC = """\
api: {{id: a, title: A, version: v1}}
endpoint: https://{{region}}.example.com
defaultRegion: east
regions: {{{table}}}
operations:
  get:
    title: T
    summary: S.
    method: GET
    path: /a
    responses: {{200: R.}}
{regions}"""


def api(regions: str, table: str = "east: E, north: N, west: W") -> Api:
    line = f"    regions: {regions}\n" if regions else ""
    return load_text(SPEC.format(table=table, regions=line), "spec.yaml")[0]


CASES = [
    ("", "", []),
    ("", "{only: [east, north, west]}", []),
    ("{only: [east, west]}", "{except: [north]}", []),
    ("", "{except: [west]}", [("operation get is not available any more in west", True)]),
    ("{only: [east]}", "", [("operation get is available now in north, west", False)]),
    (
        "{only: [east, west]}",
        "{only: [west, north]}",
        [("operation get is not available any more in east but is available now in north", True)],
    ),
    (
        "{only: [east, west]}",
        "{only: [west, east]}",
        [("order of the regions of get changed", False)],
    ),
]


@pytest.mark.parametrize(("old", "new", "found"), CASES)
def test_a_region_that_an_operation_loses_is_breaking(
    old: str, new: str, found: list[tuple[str, bool]]
) -> None:
    differences = model_differences(api(old), api(new))
    assert [(plain(row.phrase), row.breaking) for row in differences] == found
    for row in differences:
        assert row.scope == frozenset({"get"})
        assert row.kind == "availability changed"
        assert row.mark is not None and row.mark.line == (12 if new else 7)
        assert row.step == api(new)


TABLES = [
    # A region that is gone or new is a difference of the table alone.
    (
        "{only: [east, west]}",
        "east: E, west: W",
        "{only: [east]}",
        "east: E",
        "region west is gone",
    ),
    ("{except: [west]}", "east: E, west: W", "", "east: E", "region west is gone"),
    ("{only: [east]}", "east: E", "{only: [east, x]}", "east: E, x: X", "region x added"),
    ("", "east: E", "{except: [x]}", "east: E, x: X", "region x added"),
    ("{only: [east]}", "east: E", "{only: [east]}", "east: E, x: X", "region x added"),
]


@pytest.mark.parametrize(("old", "old_table", "new", "new_table", "phrase"), TABLES)
def test_a_list_that_follows_the_table_is_no_difference_of_its_own(
    old: str, old_table: str, new: str, new_table: str, phrase: str
) -> None:
    differences = model_differences(api(old, old_table), api(new, new_table))
    assert [plain(row.phrase) for row in differences] == [phrase]
    assert differences[-1].step == api(new, new_table)
