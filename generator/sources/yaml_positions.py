"""Finder of the positions of values in a YAML document.

A document of a real API has hundreds of thousands of values, and messages name only a few of them.
The lines of such a value are found by searching for its keys. These lines are parsed again to get
exact positions. If the value of the lines differs from the expected value, the whole document is
parsed again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

from generator.sources.json_positions import BOM, LineIndex, Pointer
from generator.sources.yaml_values import read_yaml_values

# The size in bytes up to which lines are parsed without a further search.
SMALL_SECTION = 1 << 14
# The number of bytes that are searched first. The next key is seldom farther away.
_NEAR = 1 << 14
# Blank lines and comments, and the indentation of the next line as a group.
_INDENTATION = re.compile(rb"(?:[ \t]*(?:#[^\n]*)?\r?\n)*( *)(?=[^ \t\r\n#])")
_REST_OF_LINE = re.compile(rb"[ \t]*(?:#[^\n]*)?\r?\n")


class YamlPositions:
    """Finds the positions of a document's values.

    Arguments:
        data: the bytes of the document, which must be valid YAML.
        root: the value of the document, as `read_yaml_values` returns it.
    """

    def __init__(self, data: bytes, root: Any) -> None:
        self._data = data
        self._root = root
        self._member_lines: dict[Pointer, tuple[int, int] | None] = {}
        self._parsed: dict[tuple[int, int], tuple[Any, dict[int, list[Any]]]] = {}
        self._equal: dict[tuple[int, int], bool] = {}
        self._key_indexes: dict[int, _KeyIndex] = {}
        self._lines = LineIndex(data)

    def find(self, pointer: Pointer) -> tuple[int, int]:
        """Return the line and the column of a value, both from 1.

        For a member of an object, that is the position of its key.

        Arguments:
            pointer: the keys and indexes that lead from the root to the value. If one is missing,
                the position is that of the last value that exists on the way.
        """
        start, end, depth = 0, len(self._data), 0
        value = self._root
        for key in pointer:
            if end - start <= SMALL_SECTION or not isinstance(value, dict) or key not in value:
                break
            lines = self._member(pointer[: depth + 1], value, start if depth else -1, end)
            if lines is None:
                break
            (start, end), depth, value = lines, depth + 1, value[key]
        if depth:
            parsed = self._marked(start, end)
            if parsed is not None and self._has_value(
                start, end, parsed[0], {pointer[depth - 1]: value}
            ):
                line, column = _marked_position(*parsed, pointer[depth - 1 :])
                return self._lines.newlines_before(start) + line, column
        parsed = self._marked(0, len(self._data))
        assert parsed is not None  # the document is valid
        return _marked_position(*parsed, pointer)

    def _has_value(self, start: int, end: int, parsed: Any, expected: Any) -> bool:
        """Say whether lines have the expected value. Compare the same lines only once."""
        if (start, end) not in self._equal:
            self._equal[start, end] = parsed == expected
        return self._equal[start, end]

    def _marked(self, start: int, end: int) -> tuple[Any, dict[int, list[Any]]] | None:
        """Parse some lines again, with marks. None if they can't be parsed by themselves."""
        if (start, end) not in self._parsed:
            parsed = read_yaml_values(self._data[start:end], "", [], with_marks=True)
            if parsed is None:
                return None
            self._parsed[start, end] = parsed
        return self._parsed[start, end]

    def _member(
        self, pointer: Pointer, parent: dict[str, Any], start: int, end: int
    ) -> tuple[int, int] | None:
        """Find the lines of a member, from its key to the next key. None if they are not found.

        Arguments:
            pointer: the pointer of the member.
            parent: the object that contains the member.
            start: the offset of the line with that object's key; -1 for the root.
            end: the offset at which that object's lines end.
        """
        if pointer not in self._member_lines:
            key, keys = str(pointer[-1]), self._key_indexes.get(id(parent))
            if keys is None:
                keys = self._key_indexes[id(parent)] = _KeyIndex(parent, self._first(start))
            index = keys.indexes[key]
            line = self._key_line(keys, index, end)
            following = None if line is None else self._key_line(keys, index + 1, end)
            if index + 1 == len(keys.names):
                following = end
            is_found = line is not None and following is not None
            self._member_lines[pointer] = (line, following) if is_found else None  # type: ignore[assignment]
        return self._member_lines[pointer]

    def _key_line(self, keys: _KeyIndex, index: int, end: int) -> int | None:
        """Find the line of an object's key, starting at the nearest earlier key that was found."""
        if index >= len(keys.names) or not keys.lines:
            return None
        number = bisect_right(keys.lines, (index, end)) - 1
        nearest, offset = keys.lines[number]
        if nearest == index:
            return offset
        line = self._key(keys.names[index], max(offset, 0), keys.indent, end)
        if line is not None:
            keys.lines.insert(number + 1, (index, line))
        return line

    def _first(self, start: int) -> tuple[int, int] | None:
        """Return the offset and the indentation of an object's first line. None if not found.

        Arguments:
            start: the offset of the line with the object's key; -1 for the root.
        """
        if start < 0:
            begin = len(BOM) if self._data.startswith(BOM) else 0
        else:
            colon = self._data.find(b"\n", start)
            match = _REST_OF_LINE.match(self._data, self._data.rfind(b":", start, colon) + 1)
            if match is None:  # the value is on the line of its key
                return None
            begin = match.end()
        match = _INDENTATION.match(self._data, begin)
        return None if match is None else (match.start(1), len(match[1]))

    def _key(self, key: str, start: int, indent: int, end: int) -> int | None:
        """Find the next line with a key at this indentation, from `start`, where a line begins."""
        near = min(start + _NEAR, end)
        for until in (near, end) if near < end else (end,):
            for form in (key, f'"{key}"', f"'{key}'"):
                line = b" " * indent + form.encode() + b":"
                offset = start if self._data.startswith(line, start) else -1
                if offset < 0:
                    offset = self._data.find(b"\n" + line, start, until) + 1 or -1
                if (
                    offset >= 0
                    and self._data[offset + len(line) : offset + len(line) + 1] in _AFTER_COLON
                ):
                    return offset
        return None


class _KeyIndex:
    """The keys of an object in order, and the offsets of the lines that were found.

    Arguments:
        parent: the object.
        first: the offset and the indentation of its first line, None if it was not found.
    """

    def __init__(self, parent: dict[str, Any], first: tuple[int, int] | None) -> None:
        self.names = list(parent)
        self.indexes = {name: index for index, name in enumerate(self.names)}
        # The index and the offset of each key. The first line itself has the index -1.
        self.lines: list[tuple[int, int]] = [] if first is None else [(-1, first[0])]
        self.indent = 0 if first is None else first[1]


_AFTER_COLON = (b" ", b"\n", b"\r")


def _marked_position(root: Any, marks: dict[int, list[Any]], pointer: Pointer) -> tuple[int, int]:
    """Return the line and the column of a value, from 1.

    Arguments:
        root: the value that was parsed.
        marks: the marks of keys and items, as `read_yaml_values` returns them.
        pointer: see `YamlPositions.find`.
    """
    value, mark = root, None
    for key in pointer:
        value_marks = marks.get(id(value), [])
        try:
            index = list(value).index(key) if isinstance(value, dict) else int(key)
            value, mark = value[key], value_marks[index]
        except (ValueError, LookupError, TypeError):
            break
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
