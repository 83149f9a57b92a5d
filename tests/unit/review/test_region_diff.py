"""Which regions are renamed, and which are gone with others in their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.model.api import Api
from generator.review.model_diff import model_differences
from generator.review.sentences import plain
from generator.spec.loader import load

SPEC = """\
api: {id: shop, title: Shop, version: v1}
endpoint: ENDPOINT
defaultRegion: DEFAULT
regions: {REGIONS}
operations:
  get: {title: Get, summary: Get it., method: GET, path: /it, responses: {200: Got.}}
"""
PATTERN = "https://{region}.example.com"
# Whether it breaks callers, and what is said.
Cause = tuple[bool, str]


def shop(folder: Path, regions: str, default: str = "home", endpoint: str = PATTERN) -> Api:
    """Read a spec with these rows of the region table."""
    text = SPEC.replace("REGIONS", regions).replace("DEFAULT", default)
    file = folder / "shop.yaml"
    file.write_text(text.replace("ENDPOINT", endpoint), "utf-8")
    return load(file)[0]


def causes(old: Api, new: Api) -> list[Cause]:
    """Give the differences in words; the last of them leads to the new model."""
    differences = model_differences(old, new)
    assert differences[-1].step == new
    return [(difference.breaking, plain(difference.phrase)) for difference in differences]


def own(id_: str, name: str, host: str) -> str:
    """Write the row of a region with a host of its own."""
    return f"{id_}: {{name: {name}, endpoint: https://{host}}}"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a: A", "a: AA", [(False, 'region a renamed: "A" is now "AA"')]),
        ("a: A", "b: A", [(True, "region a renamed to b")]),
        (own("a", "A", "x.org"), own("b", "A", "x.org"), [(False, "region a renamed to b")]),
        (own("a", "A", "a.x.org"), own("b", "A", "b.x.org"), [(True, "region a renamed to b")]),
        (
            own("a", "A", "x.org"),
            own("b", "B", "x.org"),
            [
                (False, "region a renamed to b"),
                (False, 'region b renamed: "A" is now "B"'),
            ],
        ),
        (
            "a: A, c: C",
            "b: A, d: C",
            [(True, "region a renamed to b"), (True, "region c renamed to d")],
        ),
        # Another name and another host are another region, and so is another host alone.
        ("a: A", "b: B", [(False, "region b added"), (True, "region a is gone")]),
        (
            own("a", "A", "x.org"),
            own("b", "A", "y.org"),
            [(False, "region b added"), (True, "region a is gone")],
        ),
        # A host that moved to a region which was there is no new id of it.
        (
            f"{own('a', 'A', 'x.org')}, c: C",
            own("c", "C", "x.org"),
            [
                (False, 'region c changed: host "https://c.example.com" is now "https://x.org"'),
                (True, "region a is gone"),
            ],
        ),
        # Two with the same name don't say which of them it was.
        (
            "a: A, c: A",
            "b: A",
            [
                (False, "region b added"),
                (True, "region a is gone"),
                (True, "region c is gone"),
            ],
        ),
    ],
)
def test_a_region_with_a_new_id_is_renamed(
    old: str, new: str, expected: list[Cause], tmp_path: Path
) -> None:
    before, after = shop(tmp_path, f"home: Home, {old}"), shop(tmp_path, f"home: Home, {new}")
    assert causes(before, after) == expected


def test_regions_with_one_host_are_told_by_their_names(tmp_path: Path) -> None:
    home, host = own("home", "Home", "api.example.com"), "api.example.com"
    before = shop(tmp_path, f"{home}, {own('a', 'A', host)}")
    assert causes(before, shop(tmp_path, f"{home}, {own('b', 'A', host)}")) == [
        (False, "region a renamed to b")
    ]
    assert causes(before, shop(tmp_path, f"{home}, {own('b', 'B', host)}")) == [
        (False, "region b added"),
        (True, "region a is gone"),
    ]


def test_a_default_region_stays_the_default(tmp_path: Path) -> None:
    before = shop(tmp_path, "home: Home, a: A")
    after = shop(tmp_path, "house: Home, a: A", "house")
    assert causes(before, after) == [(True, "region home renamed to house")]


def test_a_renamed_region_moves_in_a_sorted_table_without_a_word(tmp_path: Path) -> None:
    before = shop(tmp_path, "a: A, c: C, home: Home")
    after = shop(tmp_path, "c: C, home: Home, z: A")
    assert causes(before, after) == [(True, "region a renamed to z")]


def test_a_new_pattern_comes_before_a_new_id(tmp_path: Path) -> None:
    before = shop(tmp_path, "home: Home, a: A")
    after = shop(tmp_path, "home: Home, b: A", endpoint="https://{region}.example.org")
    assert [said for _, said in causes(before, after)] == [
        'host changed: "https://{region}.example.com" is now "https://{region}.example.org"',
        "region a renamed to b",
    ]
