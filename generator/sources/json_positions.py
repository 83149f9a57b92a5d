"""Finder of the positions of values in a JSON document (RFC 8259).

A decoder that returns values as raw bytes gives the length of each value. So only the values on the
way to the wanted value are read.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import isfinite

Pointer = tuple[str | int, ...]
# The byte order mark of UTF-8, which some editors write at the beginning of a file.
BOM = b"\xef\xbb\xbf"
_SPACE = re.compile(rb"[ \t\n\r]*")
# A string, a bracket or punctuation mark, or any other word.
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[][{},:]|[^][{},:" \t\n\r]+', re.DOTALL)
# The bytes from an opening bracket, or from the end of a value, to the next value. In an object,
# they include the name.
_SPACES = rb"[ \t\n\r]*"
_NAMED = _SPACES + rb'("[^"\\]*(?:\\.[^"\\]*)*")' + _SPACES + b":" + _SPACES
_FIRST_MEMBER, _MEMBER = (re.compile(front + _NAMED, re.DOTALL) for front in (b"", _SPACES + b","))
_ITEM_BEGINS = _SPACES + rb"(?=([^] \t\n\r,]))"
_FIRST_ITEM, _ITEM = (re.compile(front + _ITEM_BEGINS) for front in (b"", _SPACES + b","))
_BRACE = ord("{")
# The most digits of an integer that Python reads (sys.int_info).
_MAX_DIGITS = 4300


def _name(text: bytes) -> str:
    """Decode the name of a member."""
    return str(json.loads(text)) if b"\\" in text else text[1:-1].decode()


# Bytes of UTF-8 that continue a character, and the size of the blocks that are counted at once.
_CONTINUING = bytes(range(0x80, 0xC0))
_BLOCK = 1 << 14


class LineIndex:
    """Finds the line and the column of an offset in a document. An offset is a number of bytes.

    Lines are counted from the nearest offset that was asked for before.

    Arguments:
        data: the document, UTF-8.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._counts = [(0, 0)]
        self._starts: dict[int, int] = {}
        self._blocks: list[int] = []
        self._is_ascii: bool | None = None

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of an offset, both from 1. Columns count characters."""
        line = self.newlines_before(offset)
        if line not in self._starts:
            self._starts[line] = self._data.rfind(b"\n", 0, offset) + 1
        column = self._characters(offset) - self._characters(self._starts[line])
        if line == 0 and self._data.startswith(BOM):
            column -= 1
        return line + 1, column + 1

    def _characters(self, offset: int) -> int:
        """Count the characters before an offset."""
        if self._is_ascii is None:
            self._is_ascii = self._data.isascii()
        if self._is_ascii:
            return offset
        if not self._blocks:
            starts = range(0, len(self._data), _BLOCK)
            counts = (_count(self._data[start : start + _BLOCK]) for start in starts)
            self._blocks = list(accumulate(counts, initial=0))
        block = offset // _BLOCK
        return self._blocks[block] + _count(self._data[block * _BLOCK : offset])

    def newlines_before(self, offset: int) -> int:
        """Count the line feeds before an offset."""
        index = bisect_right(self._counts, (offset, len(self._data)))
        start, count = self._counts[index - 1]
        count += self._data.count(b"\n", start, offset)
        self._counts.insert(index, (offset, count))
        return count


def _count(data: bytes) -> int:
    """Count the characters that begin in some bytes of UTF-8."""
    return len(data.translate(None, _CONTINUING))


class JsonPositions:
    """Finds the positions of a document's values.

    Arguments:
        data: the document. It must be valid JSON, except for the methods `tokens`, `repeated_names`
            and `unreadable_numbers`.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._cache: dict[int, dict[str | int, tuple[int, int, int]]] = {}
        self._lines = LineIndex(data)

    def find(self, pointer: Pointer) -> tuple[int, int]:
        """Return the line and the column of a value, both from 1.

        For a member of an object, that is the position of its key.

        Arguments:
            pointer: the keys and indexes that lead from the root to the value. If one is missing,
                the position is that of the last value that exists on the way.
        """
        start = place = self._skip_space(len(BOM) if self._data.startswith(BOM) else 0)
        end = len(self._data)
        for key in pointer:
            children = self._children(start, end)
            if key not in children:
                break
            place, start, end = children[key]
        return self._lines.position(place)

    def tokens(self) -> Iterator[tuple[int, bytes]]:
        """Return the offset and the bytes of each string, word and punctuation mark, in order.

        A word is a number, `true`, `false`, `null` or a sequence of other characters that JSON does
        not know.
        """
        offset = self._skip_space(len(BOM) if self._data.startswith(BOM) else 0)
        while match := _TOKEN.match(self._data, offset):
            yield offset, match[0]
            offset = self._skip_space(match.end())

    def repeated_names(self) -> Iterator[tuple[str, int, int]]:
        """Return each name that repeats an earlier name of its object, with its line and column."""
        names: list[set[str] | None] = []
        last = (0, b"")
        for offset, token in self.tokens():
            if token in (b"{", b"["):
                names.append(set() if token == b"{" else None)
            elif token in (b"}", b"]"):
                names.pop()
            elif token == b":" and names and (seen := names[-1]) is not None:
                name = _name(last[1])
                if name in seen:
                    yield name, *self._lines.position(last[0])
                seen.add(name)
            last = offset, token

    def unreadable_numbers(self) -> Iterator[tuple[str, int, int]]:
        """Return each number that Python can't read as a finite one, with its line and column."""
        for offset, token in self.tokens():
            if token[:1] in b"-0123456789NI":
                text = token if len(token) < _MAX_DIGITS else token[:20] + "…".encode()
                try:
                    is_unreadable = len(token) > _MAX_DIGITS or not isfinite(float(token))
                except ValueError:
                    continue  # not a number; the decoder reports it
                if is_unreadable:
                    yield text.decode(), *self._lines.position(offset)

    def _children(self, start: int, end: int) -> dict[str | int, tuple[int, int, int]]:
        """Return the offsets of the members of the object or array at `start:end`.

        Returns:
            By key or index: the start of the key, or of the value in an array; the start of the
            value; and its end.
        """
        if start not in self._cache:
            sizes = _sizes(memoryview(self._data)[start:end])
            members = None if sizes is None else self._members(start, sizes)
            self._cache[start] = self._members(start) or {} if members is None else members
        return self._cache[start]

    def _members(
        self,
        start: int,
        sizes: Sequence[tuple[str | int, int]] | None = None,
    ) -> dict[str | int, tuple[int, int, int]] | None:
        """Find the members of the object or array at `start`.

        Arguments:
            start: the offset of the opening bracket.
            sizes: the keys and the sizes of the values, if they are known.

        Returns:
            See `_children`. None if the members differ from `sizes`, or the end is not found.
        """
        data = self._data
        members: dict[str | int, tuple[int, int, int]] = {}
        if data[start : start + 1] not in (b"{", b"["):
            return members
        is_object = data[start] == _BRACE
        first, others = (_FIRST_MEMBER, _MEMBER) if is_object else (_FIRST_ITEM, _ITEM)
        match, end, index = first.match(data, start + 1), start + 1, 0
        while match:
            offset, key = match.end(), _name(match[1]) if is_object else index
            if sizes is None:
                end = self._end(offset)
            elif index < len(sizes) and sizes[index][0] == key:
                end = offset + sizes[index][1]
            else:
                return None  # for example because a key is repeated
            members[key] = match.start(1), offset, end
            index += 1
            match = others.match(data, end)
        return members if data[self._skip_space(end)] in b"}]" else None

    def _skip_space(self, start: int) -> int:
        """Return the offset after white space."""
        match = _SPACE.match(self._data, start)
        return match.end() if match else start

    def _end(self, start: int) -> int:
        """Return the offset after a value."""
        depth, offset = 0, start
        while True:
            match = _TOKEN.match(self._data, offset)
            assert match is not None  # the document is valid
            offset = match.end()
            first_byte = match[0][:1]
            depth += (first_byte in (b"{", b"[")) - (first_byte in (b"}", b"]"))
            if depth == 0:
                return offset
            offset = self._skip_space(offset)


def _sizes(data: memoryview) -> Sequence[tuple[str | int, int]] | None:
    """Return the keys and the sizes in bytes of the values in an object or array.

    None if the decoder refuses the data.
    """
    import msgspec

    try:
        if bytes(data[:1]) == b"{":
            named = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
            return [(key, memoryview(raw).nbytes) for key, raw in named.items()]
        rows = msgspec.json.decode(data, type=list[msgspec.Raw])
        return [(index, memoryview(raw).nbytes) for index, raw in enumerate(rows)]
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
