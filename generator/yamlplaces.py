"""Where the values of a YAML document stand, for those that are named.

A document of a real API has hundreds of thousands of values, of which a run names a few: the lines
of those are found by the keys in front of them, and read once more with their marks. What is found
so is what was read before, or else the whole document is read once more.
"""

from __future__ import annotations

import re
from typing import Any

from generator.jsonplaces import BOM, Lines, Pointer
from generator.plainyaml import read_plain

# Lines of fewer bytes are read as a whole.
SMALL = 1 << 14
# All up to the first line that has something, whose spaces are the group.
_FIRST = re.compile(rb"(?:[ \t]*(?:#[^\n]*)?\r?\n)*( *)(?=[^ \t\r\n#])")
_REST_OF_LINE = re.compile(rb"[ \t]*(?:#[^\n]*)?\r?\n")


class YamlPlaces:
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
        self._lines = Lines(data)

    def find(self, pointer: Pointer) -> tuple[int, int]:
        """Give the line and the column of a value, from 1: those of its key, where it has one.

        Arguments:
            pointer: the keys and indexes that lead to it; what is not there ends the way.
        """
        start, end, depth = 0, len(self._data), 0
        value = self._root
        for key in pointer:
            if end - start <= SMALL or not isinstance(value, dict) or key not in value:
                break
            found = self._member(pointer[: depth + 1], value, start if depth else -1, end)
            if found is None:
                break
            (start, end), depth, value = found, depth + 1, value[key]
        if depth:
            read = self._marked(start, end)
            if read is not None and read[0] == {pointer[depth - 1]: value}:
                line, column = _place(*read, pointer[depth - 1 :])
                return self._lines.before(start) + line, column
        read = self._marked(0, len(self._data))
        assert read is not None  # as it was before
        return _place(*read, pointer)

    def _marked(self, start: int, end: int) -> tuple[Any, dict[int, list[Any]]] | None:
        """Read lines once more, with their marks; None if they are nothing by themselves."""
        if (start, end) not in self._read:
            found = read_plain(self._data[start:end], "", [], is_marked=True)
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
            key, names = str(pointer[-1]), list(around)
            within = self._first(start)
            place = None if within is None else self._key(key, *within, end)
            if place is not None and within is not None:
                behind = names.index(key) + 1
                if behind < len(names):
                    following = self._key(names[behind], place, within[1], end)
                    self._found[pointer] = None if following is None else (place, following)
                else:
                    self._found[pointer] = place, end
            else:
                self._found[pointer] = None
        return self._found[pointer]

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
        for form in (key, f'"{key}"', f"'{key}'"):
            line = b" " * indent + form.encode() + b":"
            place = start if self._data.startswith(line, start) else -1
            if place < 0:
                place = self._data.find(b"\n" + line, start, end) + 1 or -1
            if place >= 0 and self._data[place + len(line) : place + len(line) + 1] in _BEHIND:
                return place
        return None


_BEHIND = (b" ", b"\n", b"\r")


def _place(root: Any, marks: dict[int, list[Any]], pointer: Pointer) -> tuple[int, int]:
    value, found = root, None
    for key in pointer:
        known = marks.get(id(value), [])
        try:
            index = list(value).index(key) if isinstance(value, dict) else int(key)
            value, found = value[key], known[index]
        except (ValueError, LookupError, TypeError):
            break
    return (found.line + 1, found.column + 1) if found else (1, 1)
