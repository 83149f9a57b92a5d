"""A large YAML document read by two processes, of which each has about half of its lines.

The lines are cut in front of a key. Behind the cut, the keys that it is in stand once more in
front of its half, so that each half is a document. Both have to be read without a fault, and to
fit: what the cut is in is the last that the first half has, and no key stands in both. Where
anything else is the case, one process reads all of it, and says what is wrong.
"""

from __future__ import annotations

import marshal
import re
from typing import Any, NamedTuple

from generator.errors import Problem
from generator.forked import Crew
from generator.jsonplaces import BOM
from generator.plainyaml import read_plain

# Fewer bytes are read before another process has begun.
MUCH = 1 << 20
# What the first half has of all bytes: the other one is on its way for some time.
_FIRST = 0.53
# Lines of so many bytes are looked through for one in front of which they can be cut.
_WINDOW = 1 << 16
# Such lines that are tried.
_TRIED = 8
# A line with a key and nothing behind it.
_OPEN = rb"([A-Za-z0-9_./{}$~-]+|\"[^\"\\\n]*\"|'[^'\n]*'):[ ]*(?:#[^\n]*)?\r?"
_LINE = re.compile(rb"\n( *)" + _OPEN + rb"(?=\n)")
_KEY = re.compile(_OPEN)
# All up to the first line that has something of a value, whose spaces are the group.
_CONTENT = re.compile(rb"(?:(?:---)?[ \t]*(?:#[^\n]*)?\r?\n|%[^\n]*\n)*( *)")


def read_halves(data: bytes, label: str) -> Any:
    """Read a document by two processes.

    Arguments:
        data: the document, UTF-8.
        label: the file's name.

    Returns:
        Its value, an object; None if it can't be read so.
    """
    cut = _cut(data)
    if cut is None:
        return None
    place, way = cut
    front = b"".join(b" " * line.indent + line.key + b":\n" for line in way)
    halves = [data[:place], front + data[place:]]
    crew = Crew(lambda number: _Half(halves[number], label, bool(number)), range(2))
    first, packed = crew.ask("read")
    crew.end()
    second = None if packed is None else marshal.loads(packed)
    return first if _join(first, second, len(way)) else None


class _Half:
    """One half.

    Arguments:
        data: the half, a document by itself.
        label: the file's name.
        is_far: whether it is read in another process.
    """

    def __init__(self, data: bytes, label: str, is_far: bool) -> None:
        self.data = data
        self.label = label
        self.is_far = is_far

    def read(self) -> Any:
        """Give its value; None if it has a fault, or an alias, which may stand for anything."""
        problems: list[Problem] = []
        try:
            found = read_plain(self.data, self.label, problems, is_alone=False)
        except RecursionError:
            return None
        if found is None:
            return None
        return marshal.dumps(found[0]) if self.is_far else found[0]


class _Line(NamedTuple):
    """A line with a key and nothing else, and where it is."""

    place: int
    indent: int
    key: bytes


def _cut(data: bytes) -> tuple[int, list[_Line]] | None:
    """Find a key about halfway, and the lines that it is in."""
    start = int(len(data) * _FIRST)
    lines = [
        (len(match[1]), match.start() + 1) for match in _LINE.finditer(data, start, start + _WINDOW)
    ]
    for indent, place in sorted(lines)[:_TRIED]:  # those that are in few others are found fast
        way = _way(data, place, indent)
        if way is not None and _fits(data, [*way, _Line(place, indent, b"")]):
            return place, way
    return None


def _way(data: bytes, place: int, indent: int) -> list[_Line] | None:
    """Give the lines that a line is in: before it, with fewer spaces, nothing but a key each."""
    way: list[_Line] = []
    while found := _around(data, place, indent):
        place, indent = found
        line = data[place + indent : data.index(b"\n", place)]
        if not _KEY.fullmatch(line) or b"#" in line:
            return None
        way.append(_Line(place, indent, line.rpartition(b":")[0]))
    return way[::-1]


def _fits(data: bytes, lines: list[_Line]) -> bool:
    """Say whether each of these lines begins as the first does of what it is in."""
    begin = len(BOM) if data.startswith(BOM) else 0
    if data.find(b"\n...", 0, lines[-1].place) >= 0:  # a document may end there
        return False
    for line in lines:
        first = _CONTENT.match(data, begin)
        if first is None or len(first[1]) != line.indent:
            return False
        begin = data.index(b"\n", line.place) + 1
    return True


def _around(data: bytes, place: int, indent: int) -> tuple[int, int] | None:
    """Find the nearest line before one that has fewer spaces, and how many; None if none has."""
    if not indent:
        return None
    fewer = re.compile(rb"\n( {0,%d}+)(?=[^ \t\r\n#])" % (indent - 1))
    end, size = place - 1, _WINDOW
    while end > 0:
        begin = max(0, end - size)
        found = None
        for match in fewer.finditer(data, begin, min(place, end + indent)):
            if match.start() < end:
                found = match
        if found is not None:
            return found.start() + 1, len(found[1])
        end, size = begin, size * 4
    return None


def _join(first: Any, second: Any, depth: int) -> bool:
    """Put what the second half has behind what the first one has; say whether they fit."""
    if not isinstance(first, dict) or not isinstance(second, dict) or not second:
        return False
    rest = dict(second)
    if depth:
        last = next(iter(second))
        if not first or next(reversed(first)) != last:
            return False
        if not _join(first[last], rest.pop(last), depth - 1):
            return False
    if not first.keys().isdisjoint(rest):
        return False
    first.update(rest)
    return True
