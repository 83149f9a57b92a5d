"""The tables of the benchmark of growth, and its plot: an SVG with logarithmic axes."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from html import escape
from itertools import takewhile
from typing import NamedTuple

HEAD = """\
| `gen render` of | Files | Processor s | Files a second | MiB |
| --- | ---: | ---: | ---: | ---: |"""
_ROW = re.compile(r"^\| (\d+) × (.+?) \| ([\d,]+) \| ([\d.]+) \| [\d,]+ \| ([\d,]+) \|$", re.M)

TITLE = "How gen render grows with the number of files"
WIDTH = 720
LEFT, RIGHT = 76, 676
TOP, HEIGHT, GAP = 112, 190, 66
# Its own background, so that it can be read on any page. Browsers choose by the reader's setting.
STYLE = """\
  svg { --paper: #ffffff; --ink: #1f2328; --soft: #59636e; --grid: #d1d9e0; --a: #0a5fa8; --b: #b04a00 }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #15191f; --ink: #f0f3f6; --soft: #b1bac4; --grid: #3d444d; --a: #6cb6ff; --b: #ffa657 }
  }
  text { font: 13px system-ui, "DejaVu Sans", sans-serif; fill: var(--ink) }
  .title { font-size: 17px; font-weight: 600 }
  .panel { font-weight: 600 }
  .tick, .size { font-size: 12px; fill: var(--soft) }
  .size { paint-order: stroke; stroke: var(--paper); stroke-width: 3px }
  .paper { fill: var(--paper) }
  .grid { stroke: var(--grid); stroke-width: 1 }
  .guide { stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 5 4; fill: none }
  .a, .b { stroke-width: 2.5; fill: none }
  .a { stroke: var(--a) }
  .b { stroke: var(--b) }
  .a.mark { fill: var(--a) }
  .b.mark { fill: var(--paper) }"""  # noqa: E501


class Row(NamedTuple):
    """A row of a table.

    Attributes:
        name: what is rendered.
        files: how many files there are.
        seconds: seconds of a processor, of all processes.
        peak: MiB of the largest process.
    """

    name: str
    files: int
    seconds: float
    peak: float

    @property
    def rate(self) -> float:
        """Files a second of a processor."""
        return self.files / self.seconds


class Point(NamedTuple):
    """A row of the table of growth: `size` times the same input."""

    size: int
    row: Row


class Panel(NamedTuple):
    """One of the plots that stand one below the other."""

    title: str
    value: Callable[[Row], float]
    has_guide: bool


PANELS = (
    Panel("Seconds of a processor", lambda row: row.seconds, True),
    Panel("MiB of the largest process", lambda row: row.peak, False),
    Panel("Files a second of a processor", lambda row: row.rate, False),
)


def format_row(row: Row) -> str:
    """Format a row as Markdown."""
    seconds = f"{row.seconds:.2f}" if row.seconds < 10 else f"{row.seconds:.0f}"
    return f"| {row.name} | {row.files:,} | {seconds} | {row.rate:,.0f} | {row.peak:,.0f} |"


def read_growth(markdown: str) -> dict[str, list[Point]]:
    """Read the rows `N × INPUT` of a page, by input."""
    series: dict[str, list[Point]] = {}
    for size, name, files, seconds, peak in _ROW.findall(markdown):
        row = Row(name, _number(files), float(seconds), _number(peak))
        series.setdefault(name, []).append(Point(int(size), row))
    return series


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def make_ticks(values: Sequence[float]) -> list[float]:
    """Return 1, 2 and 5 times powers of ten, from below the least value to above the most.

    Raises:
        ValueError: a value is not positive, or there is none.
    """
    if not values or min(values) <= 0:
        raise ValueError("a logarithmic axis needs positive values")
    first, last = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    steps = [float(f"{step}e{power}") for power in range(first, last + 1) for step in (1, 2, 5)]
    below = len(list(takewhile(lambda step: step <= min(values), steps))) - 1
    above = len(list(takewhile(lambda step: step < max(values), steps)))
    return steps[below : max(above, below + 1) + 1]


def scale(value: float, ticks: Sequence[float], start: float, end: float) -> float:
    """Return where a value stands between two ends of a logarithmic axis."""
    share = math.log(value / ticks[0]) / math.log(ticks[-1] / ticks[0])
    return start + share * (end - start)


def draw_growth(series: dict[str, list[Point]]) -> str:
    """Draw the plot of two inputs: seconds, memory and files a second by the number of files."""
    rows = [point.row for points in series.values() for point in points]
    across = make_ticks([row.files for row in rows])
    bottom = TOP + len(PANELS) * (HEIGHT + GAP) + 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom}"'
        f' width="{WIDTH}" height="{bottom}" role="img" aria-labelledby="title about">',
        f'<title id="title">{escape(TITLE)}</title>',
        f'<desc id="about">{escape(_describe(series))}</desc>',
        f"<style>\n{STYLE}\n</style>",
        f'<rect class="paper" width="{WIDTH}" height="{bottom}" rx="6"/>',
        _text(20, 32, TITLE, "title"),
        *_draw_legend(series),
    ]
    for number, panel in enumerate(PANELS):
        parts += _draw_panel(panel, TOP + number * (HEIGHT + GAP), across, series)
    parts.append(_text((LEFT + RIGHT) / 2, bottom - 20, "Files that gen makes", anchor="middle"))
    return "\n".join([*parts, "</svg>\n"])


def _describe(series: dict[str, list[Point]]) -> str:
    """Say in words what the plot shows."""
    sentences = []
    for name, points in series.items():
        few, many = points[0], points[-1]
        sentences.append(
            f"From {few.size} to {many.size} times {name}, files grow from {few.row.files:,} to"
            f" {many.row.files:,}, seconds from {few.row.seconds:g} to {many.row.seconds:g}, and"
            f" memory from {few.row.peak:,.0f} to {many.row.peak:,.0f} MiB."
        )
    return " ".join(sentences)


def _draw_legend(series: dict[str, list[Point]]) -> list[str]:
    parts: list[str] = []
    left = 28.0
    for name, style in zip(series, "ab", strict=False):
        label = f"{name}, {series[name][0].size} to {series[name][-1].size} times"
        parts += [_line(left - 8, 57, left + 20, 57, style), _mark(left + 6, 57, style)]
        parts.append(_text(left + 28, 61.5, label))
        left += 56 + 6.7 * len(label)
    parts.append(_line(left - 8, 57, left + 20, 57, "guide"))
    return [*parts, _text(left + 28, 61.5, "in proportion")]


def _draw_panel(
    panel: Panel, top: float, across: list[float], series: dict[str, list[Point]]
) -> list[str]:
    base = top + HEIGHT
    up = make_ticks([panel.value(point.row) for points in series.values() for point in points])
    parts = [_text(20, top - 12, panel.title, "panel")]
    for tick in up:
        y = scale(tick, up, base, top)
        parts += [_line(LEFT, y, RIGHT, y, "grid")]
        parts += [_text(LEFT - 8, y + 4, f"{tick:,g}", "tick", "end")]
    for tick in across:
        x = scale(tick, across, LEFT, RIGHT)
        parts += [_line(x, top, x, base, "grid")]
        parts += [_text(x, base + 17, f"{tick:,.0f}", "tick", "middle")]
    highest = max(series, key=lambda name: panel.value(series[name][-1].row))
    for (name, points), style in zip(series.items(), "ab", strict=False):
        places = [
            (scale(row.files, across, LEFT, RIGHT), scale(panel.value(row), up, base, top))
            for _, row in points
        ]
        if panel.has_guide:
            # In proportion to files from the first point on, as far as the panel goes.
            start, most = points[0].row, points[-1].row.files
            files = min(most, start.files * up[-1] / panel.value(start))
            value = panel.value(start) * files / start.files
            end = scale(files, across, LEFT, RIGHT), scale(value, up, base, top)
            parts.append(_line(*places[0], *end, "guide"))
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline class="{style}" points="{path}"/>')
        for (x, y), point in zip(places, points, strict=True):
            away = -11 if name == highest else 21
            parts += [_mark(x, y, style), _text(x, y + away, f"{point.size} ×", "size", "middle")]
    return parts


def _mark(x: float, y: float, style: str) -> str:
    """Draw a circle or a square, so that nobody needs colours to tell them apart."""
    if style == "a":
        return f'<circle class="a mark" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
    return f'<rect class="b mark" x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8"/>'


def _line(x: float, y: float, to_x: float, to_y: float, style: str) -> str:
    return f'<line class="{style}" x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"/>'


def _text(x: float, y: float, text: str, style: str = "", anchor: str = "start") -> str:
    kind = f' class="{style}"' if style else ""
    where = f'x="{x:.1f}" y="{y:.1f}"'
    return f'<text{kind} {where} text-anchor="{anchor}">{escape(text)}</text>'
