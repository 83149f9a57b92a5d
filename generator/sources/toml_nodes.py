"""Reader of TOML documents: makes the nodes that YAML documents are read as, with positions.

Python's tomllib reads the values, and says what is no TOML. It does not say where a value stands,
so a scanner of its own finds the places in a document that tomllib has accepted. See TOML 1.0.0.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from generator.errors import Mark, Problem
from generator.sources.yaml_nodes import (
    MAX_DEPTH,
    TOO_DEEP,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    decode,
)

# A key or a value: the keys and indexes that lead to it from the top of the document.
_Path = tuple[str | int, ...]
_MAX_BYTES = 128 * 1024


class TomlScalar(ScalarNode):
    """A single value.

    `kind` is what TOML takes it for: `text`, `a number`, `true or false` or `a date`.
    """

    kind: str = "text"


def read_toml(data: bytes, file: str, problems: list[Problem]) -> MappingNode | None:
    """Read a TOML document.

    Arguments:
        data: the bytes of the file: UTF-8, at most 128 KiB.
        file: the name of the file, for messages.
        problems: the list to which every problem is added. Nothing is read after a syntax error.

    Returns:
        The table that the document is. None if it can't be read.
    """
    if len(data) > _MAX_BYTES:
        what = f"the file is larger than {_MAX_BYTES // 1024} KiB"
        problems.append(Problem(Mark(file), what, "put gen's settings into a file of their own"))
        return None
    text = decode(data, file, problems)
    if text is None:
        return None
    text = text.replace("\r\n", "\n")
    try:
        values = tomllib.loads(text)
        scanner = _Scanner(text)
        scanner.scan()
        return _Builder(file, text, scanner).table(values, (), Mark(file))
    except tomllib.TOMLDecodeError as error:
        problems.append(_syntax_problem(str(error), text, file))
    except RecursionError:
        problems.append(Problem(Mark(file), *TOO_DEEP))
    return None


def _syntax_problem(message: str, text: str, file: str) -> Problem:
    """Return the problem of a document that is no TOML, with the place that tomllib names."""
    what, _, place = message.rstrip(")").rpartition(" (at ")
    found = re.fullmatch(r"line (\d+), column (\d+)", place)
    if found:
        mark = Mark(file, int(found[1]), int(found[2]))
    else:
        mark = Mark(file, text.count("\n") + 1, len(text) - text.rfind("\n"))
    what = what[:1].lower() + what[1:]
    return Problem(mark, f"not TOML: {what}", "correct the syntax")


_SPACE = re.compile(r"[ \t]*")
_LINES = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'",
    re.DOTALL,
)
_OTHER_VALUE = re.compile(r"[^,\]}#\n]*")


class _Scanner:
    """Finds where keys and values stand in a document that is TOML.

    Attributes:
        keys: the offset of each key, by the path that it makes.
        values: the offset of each value that is written out, by its path.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.keys: dict[_Path, int] = {}
        self.values: dict[_Path, int] = {}
        self._at = 0
        self._counts: dict[_Path, int] = {}  # how many tables an array of tables has so far

    def scan(self) -> None:
        """Scan the document.

        Raises:
            RecursionError: if it is nested too deep.
        """
        table: _Path = ()
        while True:
            self._skip(_LINES)
            if self._at == len(self.text):
                return
            if self.text[self._at] != "[":
                self._pair(table)
                continue
            is_array = self.text.startswith("[[", self._at)
            self._at += 2 if is_array else 1
            table = self._header(is_array)
            self._at += 2 if is_array else 1

    def _header(self, is_array: bool) -> _Path:
        """Scan the key of a header, and return the path of the table that it begins."""
        path: _Path = ()
        start = self._at
        parts = self._key()
        for number, (name, offset) in enumerate(parts, 1):
            path = (*path, name)
            self.keys.setdefault(path, offset)
            if is_array and number == len(parts):
                count = self._counts[path] = self._counts.get(path, 0) + 1
                path = (*path, count - 1)
                self.values[path] = start
            elif path in self._counts:
                path = (*path, self._counts[path] - 1)
        return path

    def _key(self) -> list[tuple[str, int]]:
        """Scan a key with its dots: the names and their offsets."""
        parts = []
        while True:
            self._skip(_SPACE)
            start = self._at
            if self.text[start] in "\"'":
                self._skip(_STRING)
                ((name, _),) = tomllib.loads(f"{self.text[start : self._at]} = 0").items()
            else:
                self._skip(_BARE_KEY)
                name = self.text[start : self._at]
            parts.append((name, start))
            if len(parts) > MAX_DEPTH:
                raise RecursionError
            self._skip(_SPACE)
            if self.text[self._at] != ".":
                return parts
            self._at += 1

    def _pair(self, table: _Path) -> None:
        """Scan a key and its value."""
        path = table
        for name, offset in self._key():
            path = (*path, name)
            self.keys.setdefault(path, offset)
        self._at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(path)
        self._skip(_SPACE)

    def _value(self, path: _Path) -> None:
        """Scan a value."""
        if len(path) > MAX_DEPTH:
            raise RecursionError
        self.values[path] = self._at
        first = self.text[self._at]
        if first in "\"'":
            self._skip(_STRING)
        elif first in "[{":
            self._at += 1
            number = 0
            while True:
                self._skip(_LINES)
                if self.text[self._at] in "]}":
                    break
                if self.text[self._at] == ",":
                    self._at += 1
                elif first == "[":
                    self._value((*path, number))
                    number += 1
                else:
                    self._pair(path)
            self._at += 1
        else:
            self._skip(_OTHER_VALUE)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        """Go on behind what a pattern matches here."""
        match = pattern.match(self.text, self._at)
        assert match is not None
        self._at = match.end()


class _Builder:
    """Makes nodes of the values that tomllib read."""

    def __init__(self, file: str, text: str, scanner: _Scanner) -> None:
        self.file = file
        self.text = text
        self.scanner = scanner

    def table(self, values: Mapping[str, Any], path: _Path, mark: Mark) -> MappingNode:
        """Make the node of a table."""
        node = MappingNode(mark)
        for name, value in values.items():
            below = (*path, name)
            key = ScalarNode(self._mark(self.scanner.keys[below]), name, plain=False)
            node.entries[name] = key, self._node(value, below, key.mark)
        return node

    def _node(self, value: Any, path: _Path, default: Mark) -> Node:
        """Make the node of a value, which is at its key if it is not written out."""
        offset = self.scanner.values.get(path)
        mark = default if offset is None else self._mark(offset)
        if isinstance(value, dict):
            return self.table(value, path, mark)
        if isinstance(value, list):
            return SequenceNode(
                mark, [self._node(item, (*path, n), mark) for n, item in enumerate(value)]
            )
        if isinstance(value, str):
            return TomlScalar(mark, value, plain=False)
        if isinstance(value, bool):
            return TomlScalar(mark, str(value).lower(), plain=False, kind="true or false")
        kind = "a number" if isinstance(value, (int, float)) else "a date"
        return TomlScalar(mark, str(value), plain=False, kind=kind)

    def _mark(self, offset: int) -> Mark:
        """Return the place of an offset."""
        line = self.text.count("\n", 0, offset) + 1
        return Mark(self.file, line, offset - self.text.rfind("\n", 0, offset))
