"""Where the values of a YAML document stand, for those that are named.

A document of a real API has hundreds of thousands of values, of which a run names a few: the lines
of those are found by the keys in front of them, and read once more with their marks. What is found
so is what was read before, or else the whole document is read once more.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

from generator.sources.json_positions import BOM, LineIndex, Pointer
from generator.sources.yaml_values import read_yaml_values

# Lines of fewer bytes are read as a whole.
SMALL_SECTION = 1 << 14
# Bytes that are searched first: the next key is seldom farther, whatever quotes it has.
_NEAR = 1 << 14
# All up to the first line that has something, whose spaces are the group.
_FIRST = re.compile(rb"(?:[ \t]*(?:#[^\n]*)?\r?\n)*( *)(?=[^ \t\r\n#])")
_REST_OF_LINE = re.compile(rb"[ \t]*(?:#[^\n]*)?\r?\n")


class YamlPositions:
    """The places of a document's values.

    Arguments:
        data: the document, which was read before without a fault.
        root: its value.
    """

    def __init__(self, data: bytes, root: Any) -> None:
        self._data = data
        self._root = root
        self._found: dict[Pointer, tuple[int, int] | None] = {}
        self._read: dict[tuple[int, int], tuple[Any, dict[int, list[Any]]]] = {}
        self._equal: dict[tuple[int, int], bool] = {}
        self._objects: dict[int, _Keys] = {}
        self._lines = LineIndex(data)

    def find(self, pointer: Pointer) -> tuple[int, int]:
        """Give the line and the column of a value, from 1: those of its key, where it has one.

        Arguments:
            pointer: the keys and indexes that lead to it; what is not there ends the way.
        """
        start, end, depth = 0, len(self._data), 0
        value = self._root
        for key in pointer:
            if end - start <= SMALL_SECTION or not isinstance(value, dict) or key not in value:
                break
            found = self._member(pointer[: depth + 1], value, start if depth else -1, end)
            if found is None:
                break
            (start, end), depth, value = found, depth + 1, value[key]
        if depth:
            read = self._marked(start, end)
            if read is not None and self._agrees(start, end, read[0], {pointer[depth - 1]: value}):
                line, column = _marked_position(*read, pointer[depth - 1 :])
                return self._lines.before(start) + line, column
        read = self._marked(0, len(self._data))
        assert read is not None  # as it was before
        return _marked_position(*read, pointer)

    def _agrees(self, start: int, end: int, read: Any, value: Any) -> bool:
        """Say whether lines are a value; a long one is compared once, however often it is named."""
        if (start, end) not in self._equal:
            self._equal[start, end] = read == value
        return self._equal[start, end]

    def _marked(self, start: int, end: int) -> tuple[Any, dict[int, list[Any]]] | None:
        """Read lines once more, with their marks; None if they are nothing by themselves."""
        if (start, end) not in self._read:
            found = read_yaml_values(self._data[start:end], "", [], is_marked=True)
            if found is None:
                return None
            self._read[start, end] = found
        return self._read[start, end]

    def _member(
        self, pointer: Pointer, around: dict[str, Any], start: int, end: int
    ) -> tuple[int, int] | None:
        """Give the lines of a member, from its key to the next one's; None if none is such.

        Arguments:
            pointer: its own.
            around: the object that it is in.
            start: where the line of that one's key is, -1 if it is the document.
            end: where its lines end.
        """
        if pointer not in self._found:
            key, keys = str(pointer[-1]), self._objects.get(id(around))
            if keys is None:
                keys = self._objects[id(around)] = _Keys(around, self._first(start))
            index = keys.indexes[key]
            place = self._key_of(keys, index, end)
            following = None if place is None else self._key_of(keys, index + 1, end)
            if index + 1 == len(keys.names):
                following = end
            is_found = place is not None and following is not None
            self._found[pointer] = (place, following) if is_found else None  # type: ignore[assignment]
        return self._found[pointer]

    def _key_of(self, keys: _Keys, index: int, end: int) -> int | None:
        """Find the line of a key of an object, from the nearest one before it that is known."""
        if index >= len(keys.names) or not keys.known:
            return None
        number = bisect_right(keys.known, (index, end)) - 1
        known, place = keys.known[number]
        if known == index:
            return place
        found = self._key(keys.names[index], max(place, 0), keys.indent, end)
        if found is not None:
            keys.known.insert(number + 1, (index, found))
        return found

    def _first(self, start: int) -> tuple[int, int] | None:
        """Give where the first line within a member is, and how many spaces it begins with."""
        if start < 0:
            begin = len(BOM) if self._data.startswith(BOM) else 0
        else:
            colon = self._data.find(b"\n", start)
            match = _REST_OF_LINE.match(self._data, self._data.rfind(b":", start, colon) + 1)
            if match is None:  # it stands behind its key
                return None
            begin = match.end()
        match = _FIRST.match(self._data, begin)
        return None if match is None else (match.start(1), len(match[1]))

    def _key(self, key: str, start: int, indent: int, end: int) -> int | None:
        """Find the line of a key behind `start`, where a line begins."""
        near = min(start + _NEAR, end)
        for until in (near, end) if near < end else (end,):
            for form in (key, f'"{key}"', f"'{key}'"):
                line = b" " * indent + form.encode() + b":"
                place = start if self._data.startswith(line, start) else -1
                if place < 0:
                    place = self._data.find(b"\n" + line, start, until) + 1 or -1
                if place >= 0 and self._data[place + len(line) : place + len(line) + 1] in _BEHIND:
                    return place
        return None


class _Keys:
    """The keys of an object, in order, and the lines of those that were looked for.

    Arguments:
        around: the object.
        first: where its first line is and how many spaces that begins with, if it is known.
    """

    def __init__(self, around: dict[str, Any], first: tuple[int, int] | None) -> None:
        self.names = list(around)
        self.indexes = {name: index for index, name in enumerate(self.names)}
        # Of each its index and its place; none has the index before the first.
        self.known: list[tuple[int, int]] = [] if first is None else [(-1, first[0])]
        self.indent = 0 if first is None else first[1]


_BEHIND = (b" ", b"\n", b"\r")


def _marked_position(root: Any, marks: dict[int, list[Any]], pointer: Pointer) -> tuple[int, int]:
    value, found = root, None
    for key in pointer:
        known = marks.get(id(value), [])
        try:
            index = list(value).index(key) if isinstance(value, dict) else int(key)
            value, found = value[key], known[index]
        except (ValueError, LookupError, TypeError):
            break
    return (found.line + 1, found.column + 1) if found else (1, 1)
