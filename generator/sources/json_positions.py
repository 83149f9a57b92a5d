"""Where the values of a JSON document (RFC 8259) stand in its bytes, for those that are named.

A decoder that skips what is not on the way tells how long each value is.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import isfinite

Pointer = tuple[str | int, ...]
# UTF-8's, which some editors put in front of a file.
BOM = b"\xef\xbb\xbf"
_SPACE = re.compile(rb"[ \t\n\r]*")
# A text, a bracket, or what else stands between white space and punctuation.
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[][{},:]|[^][{},:" \t\n\r]+', re.DOTALL)
# From what opens, or from the value before it, to a value: of an object, with its name.
_SPACES = rb"[ \t\n\r]*"
_NAMED = _SPACES + rb'("[^"\\]*(?:\\.[^"\\]*)*")' + _SPACES + b":" + _SPACES
_FIRST_MEMBER, _MEMBER = (re.compile(front + _NAMED, re.DOTALL) for front in (b"", _SPACES + b","))
_ITEM_BEGINS = _SPACES + rb"(?=([^] \t\n\r,]))"
_FIRST_ITEM, _ITEM = (re.compile(front + _ITEM_BEGINS) for front in (b"", _SPACES + b","))
_BRACE = ord("{")
# Python reads no integer of more (sys.int_info).
_MOST_DIGITS = 4300


def _name(text: bytes) -> str:
    """Read the name of a member."""
    return str(json.loads(text)) if b"\\" in text else text[1:-1].decode()


# Bytes of UTF-8 that go on with a character, and bytes that are counted in one step.
_CONTINUING = bytes(range(0x80, 0xC0))
_BLOCK = 1 << 14


class LineIndex:
    """Counts the lines of a document, from the nearest place that was asked for before.

    Arguments:
        data: the document, UTF-8.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._known = [(0, 0)]
        self._starts: dict[int, int] = {}
        self._blocks: list[int] = []
        self._is_ascii: bool | None = None

    def position(self, place: int) -> tuple[int, int]:
        """Give line and column of a place, from 1; a document of one line has as fast an answer."""
        line = self.before(place)
        if line not in self._starts:
            self._starts[line] = self._data.rfind(b"\n", 0, place) + 1
        column = self._characters(place) - self._characters(self._starts[line])
        if line == 0 and self._data.startswith(BOM):
            column -= 1
        return line + 1, column + 1

    def _characters(self, place: int) -> int:
        """Count the characters before a place."""
        if self._is_ascii is None:
            self._is_ascii = self._data.isascii()
        if self._is_ascii:
            return place
        if not self._blocks:
            starts = range(0, len(self._data), _BLOCK)
            counts = (_count(self._data[start : start + _BLOCK]) for start in starts)
            self._blocks = list(accumulate(counts, initial=0))
        block = place // _BLOCK
        return self._blocks[block] + _count(self._data[block * _BLOCK : place])

    def before(self, place: int) -> int:
        """Count the ends of lines before a place."""
        index = bisect_right(self._known, (place, len(self._data)))
        start, count = self._known[index - 1]
        count += self._data.count(b"\n", start, place)
        self._known.insert(index, (place, count))
        return count


def _count(data: bytes) -> int:
    """Count the characters that begin in some bytes of UTF-8."""
    return len(data.translate(None, _CONTINUING))


class JsonPositions:
    """The places of a document's values.

    Arguments:
        data: the document, which was read before without a fault.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._known: dict[int, dict[str | int, tuple[int, int, int]]] = {}
        self._lines = LineIndex(data)

    def find(self, pointer: Pointer) -> tuple[int, int]:
        """Give the line and the column of a value, from 1: those of its key, where it has one.

        Arguments:
            pointer: the keys and indexes that lead to it; what is not there ends the way.
        """
        start = place = self._space(len(BOM) if self._data.startswith(BOM) else 0)
        end = len(self._data)
        for key in pointer:
            children = self._children(start, end)
            if key not in children:
                break
            place, start, end = children[key]
        return self._lines.position(place)

    def tokens(self) -> Iterator[tuple[int, bytes]]:
        """Give all brackets, texts, words and punctuation with where they begin, in order."""
        at = self._space(len(BOM) if self._data.startswith(BOM) else 0)
        while match := _TOKEN.match(self._data, at):
            yield at, match[0]
            at = self._space(match.end())

    def repeated(self) -> Iterator[tuple[str, int, int]]:
        """Give each name that an object has once more, with its line and column."""
        names: list[set[str] | None] = []
        last = (0, b"")
        for at, token in self.tokens():
            if token in (b"{", b"["):
                names.append(set() if token == b"{" else None)
            elif token in (b"}", b"]"):
                names.pop()
            elif token == b":" and names and (around := names[-1]) is not None:
                name = _name(last[1])
                if name in around:
                    yield name, *self._lines.position(last[0])
                around.add(name)
            last = at, token

    def odd_numbers(self) -> Iterator[tuple[str, int, int]]:
        """Give each number that Python can't hold, or that is none, with its line and column."""
        for at, token in self.tokens():
            if token[:1] in b"-0123456789NI":
                odd = token if len(token) < _MOST_DIGITS else token[:20] + "…".encode()
                try:
                    is_odd = len(token) > _MOST_DIGITS or not isfinite(float(token))
                except ValueError:
                    continue  # no number at all, which whoever reads it says
                if is_odd:
                    yield odd.decode(), *self._lines.position(at)

    def _children(self, start: int, end: int) -> dict[str | int, tuple[int, int, int]]:
        """Give where each key, and each value of what stands in `start:end`, begins, and ends."""
        if start not in self._known:
            sizes = _sizes(memoryview(self._data)[start:end])
            known = None if sizes is None else self._members(start, sizes)
            self._known[start] = self._members(start) or {} if known is None else known
        return self._known[start]

    def _members(
        self,
        start: int,
        sizes: Sequence[tuple[str | int, int]] | None = None,
    ) -> dict[str | int, tuple[int, int, int]] | None:
        """Find the members, whose keys and sizes may be known; None if they are others."""
        data = self._data
        found: dict[str | int, tuple[int, int, int]] = {}
        if data[start : start + 1] not in (b"{", b"["):
            return found
        is_object = data[start] == _BRACE
        first, others = (_FIRST_MEMBER, _MEMBER) if is_object else (_FIRST_ITEM, _ITEM)
        match, end, index = first.match(data, start + 1), start + 1, 0
        while match:
            at, key = match.end(), _name(match[1]) if is_object else index
            if sizes is None:
                end = self._end(at)
            elif index < len(sizes) and sizes[index][0] == key:
                end = at + sizes[index][1]
            else:
                return None  # as one key stands twice
            found[key] = match.start(1), at, end
            index += 1
            match = others.match(data, end)
        return found if data[self._space(end)] in b"}]" else None

    def _space(self, start: int) -> int:
        """Give what is behind white space."""
        match = _SPACE.match(self._data, start)
        return match.end() if match else start

    def _end(self, start: int) -> int:
        """Give what is behind a value: a word, a text, or all up to the end of its brackets."""
        depth, at = 0, start
        while True:
            match = _TOKEN.match(self._data, at)
            assert match is not None  # it was read before
            at = match.end()
            opened = match[0][:1]
            depth += (opened in (b"{", b"[")) - (opened in (b"}", b"]"))
            if depth == 0:
                return at
            at = self._space(at)


def _sizes(data: memoryview) -> Sequence[tuple[str | int, int]] | None:
    """Give the keys and sizes in bytes of what is in an object or an array; None if it is odd."""
    import msgspec

    try:
        if bytes(data[:1]) == b"{":
            named = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
            return [(key, memoryview(raw).nbytes) for key, raw in named.items()]
        rows = msgspec.json.decode(data, type=list[msgspec.Raw])
        return [(index, memoryview(raw).nbytes) for index, raw in enumerate(rows)]
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
