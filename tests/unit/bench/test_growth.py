"""The tables and the plot of the benchmark of growth: the manual's plot shows its table."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest

from tests.bench.growth_plot import Row, draw_growth, format_row, make_ticks, read_growth, scale
from tests.bench.openapi import multiply
from tests.support import ROOT

SVG = "{http://www.w3.org/2000/svg}"
ROWS = [
    Row("1 × <pets> & more", 10, 0.5, 40),
    Row("10 × <pets> & more", 100, 4, 60),
    Row("1 × cars", 1_000, 10.4, 1_234),
    Row("2 × cars", 2_000, 31, 2_468),
]
TABLE = "\n".join(format_row(row) for row in ROWS)


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([3.7, 42], [2, 5, 10, 20, 50]),
        ([0.53], [0.5, 1]),
        ([1, 10], [1, 2, 5, 10]),
        ([1, 1], [1, 2]),
        ([10, 10], [10, 20]),
        ([340, 142_450], [200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5]),
    ],
)
def test_ticks_enclose_the_values(values: list[float], ticks: list[float]) -> None:
    assert make_ticks(values) == ticks


@pytest.mark.parametrize("values", [[], [0, 1], [-1]])
def test_values_without_a_logarithm_have_no_axis(values: list[float]) -> None:
    with pytest.raises(ValueError, match="positive"):
        make_ticks(values)


def test_equal_factors_are_equally_far_apart() -> None:
    places = [scale(value, [1, 1000], 200, 50) for value in (1, 10, 100, 1000)]
    assert places == pytest.approx([200, 150, 100, 50])


def test_a_row_is_read_as_it_is_written() -> None:
    assert TABLE.splitlines()[2] == "| 1 × cars | 1,000 | 10 | 96 | 1,234 |"
    series = read_growth(f"Text.\n\n{TABLE}\n| part of cars | 10 | 1.00 | 10 | 50 |\n")
    sizes = {name: [point.size for point in points] for name, points in series.items()}
    assert sizes == {"<pets> & more": [1, 10], "cars": [1, 2]}
    assert series["cars"][1].row == Row("cars", 2_000, 31, 2_468)


def test_every_row_is_in_each_panel_of_the_plot() -> None:
    root = ElementTree.fromstring(draw_growth(read_growth(TABLE)))
    lines = [line.attrib["points"].split() for line in root.iter(f"{SVG}polyline")]
    assert [len(places) for places in lines] == [2] * 6
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for place in (place for places in lines for place in places):
        x, y = map(float, place.split(","))
        assert 0 < x < width and 0 < y < height
    about = root.find(f"{SVG}desc")
    assert about is not None and about.text is not None
    assert "From 1 to 10 times <pets> & more, files grow from 10 to 100" in about.text


def test_the_plot_of_the_manual_shows_its_table() -> None:
    page = (ROOT / "docs/performance.md").read_text("utf-8")
    drawn = draw_growth(read_growth(page))
    is_same = drawn == (ROOT / "docs/growth.svg").read_text("utf-8")
    assert is_same, "draw it again: python -m tests.bench.growth --draw"


def test_a_document_has_each_operation_several_times() -> None:
    document = {"openapi": "3.1.0", "paths": {"/pets": {"get": {}}}}
    assert list(multiply(document, 2)["paths"]) == ["/0/pets", "/1/pets"]
