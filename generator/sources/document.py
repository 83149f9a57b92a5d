"""JSON and YAML documents as plain values, with the positions of all values.

Documents of real APIs have millions of values, and messages name only a few of them. So a position
is computed when it is printed.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Hashable, Iterator
from itertools import islice
from math import isfinite
from typing import TYPE_CHECKING, Any

from generator.errors import Mark, Problem
from generator.model.structs import Struct
from generator.sources.json_positions import BOM, JsonPositions, Pointer
from generator.system.regular_files import MAX_BYTES

if TYPE_CHECKING:
    from generator.sources.yaml_positions import YamlPositions

_BOM_AND_SPACE = BOM + b" \t\r\n"
# The first bytes, which are searched for the beginning of JSON.
_HEAD = 1024
# The size in bytes of the chunks in which UTF-8 is checked.
_CHUNK = 1 << 16
# The most problems of one kind that are reported for a document.
_MOST_PROBLEMS = 100


class Document:
    """A JSON or YAML document.

    Attributes:
        path: the path of the document in the source of files that it was read from.
        label: the path as the user would write it, for messages.
        root: the value of the document: dicts, lists, strings, numbers, booleans and None.
    """

    def __init__(self, path: str, label: str, root: Any) -> None:
        self.path = path
        self.label = label
        self.root = root

    def mark(self, pointer: Pointer) -> Mark:
        """Return the position of a value.

        For a member of an object, that is the position of its key.

        Arguments:
            pointer: the keys and indexes that lead from the root to the value. If one is missing,
                the position is that of the last value that exists on the way.
        """
        raise NotImplementedError

    def identity(self, at: At) -> Hashable:
        """Return a key for a value, to find out whether two `At`s are the same value.

        The keys are equal even if references lead to the value in different ways.
        """
        return id(at.value if at.parent is None else at.parent.value), at.key


class At(Struct, frozen=True, eq=False):
    """A value in a document, together with its location.

    Attributes:
        value: the value, as in `Document.root`.
        document: the document that contains the value.
        parent: the object or array that contains the value. None for the root.
        key: the key of the value in that object, or its index in that array.
    """

    value: Any
    document: Document
    parent: At | None = None
    key: str | int = ""

    def child(self, key: str | int) -> At:
        """Return a member of this object, or an item of this array, with its location.

        Arguments:
            key: the key of the member or the index of the item. It must exist.
        """
        return At(self.value[key], self.document, self, key)

    @property
    def pointer(self) -> Pointer:
        """The keys and indexes that lead from the root of the document to the value."""
        keys: list[str | int] = []
        at: At | None = self
        while at is not None and at.parent is not None:
            keys.append(at.key)
            at = at.parent
        return tuple(reversed(keys))

    @property
    def mark(self) -> PointerMark:
        """The position of the value."""
        return PointerMark(self)


class PointerMark(Mark):
    """The position of a value in a document, computed when it is first used."""

    __slots__ = ("_at", "_mark")
    _at: At
    _mark: Mark | None

    def __init__(self, at: At) -> None:
        object.__setattr__(self, "file", at.document.label)
        object.__setattr__(self, "_at", at)
        object.__setattr__(self, "_mark", None)

    def __reduce__(self) -> tuple[type[Mark], tuple[str, int, int]]:
        """Be sent to another process as a plain position, without the document."""
        return Mark, (self.file, self.line, self.column)

    def _compute(self) -> Mark:
        """Compute the position, or return the computed one."""
        if self._mark is not None:
            return self._mark
        mark = self._at.document.mark(self._at.pointer)
        object.__setattr__(self, "_mark", mark)
        return mark

    @property
    def line(self) -> int:
        """The line of the value, counted from 1."""
        return self._compute().line

    @property
    def column(self) -> int:
        """The column of the value, counted from 1."""
        return self._compute().column


class _JsonDocument(Document):
    """A JSON document. Positions are found in its bytes."""

    def __init__(self, path: str, label: str, root: Any, positions: JsonPositions) -> None:
        super().__init__(path, label, root)
        self._positions = positions

    def mark(self, pointer: Pointer) -> Mark:
        return Mark(self.label, *self._positions.find(pointer))


class _YamlDocument(Document):
    """A YAML document. Positions are found in its lines."""

    def __init__(self, path: str, label: str, root: Any, data: bytes) -> None:
        super().__init__(path, label, root)
        self._data = data
        self._positions: YamlPositions | None = None

    def mark(self, pointer: Pointer) -> Mark:
        if self._positions is None:
            from generator.sources.yaml_positions import YamlPositions

            self._positions = YamlPositions(self._data, self.root)
        return Mark(self.label, *self._positions.find(pointer))


# What can stand before the first key of a YAML file: comments, blank lines, directives and `---`.
_PROLOGUE = re.compile(rb"(?:[ \t]*(?:#[^\n]*)?\r?\n|%[^\n]*\n|---(?=\s))*")


def begins_as_openapi(data: bytes | None, path: str) -> bool:
    """Say whether a file may be an OpenAPI or Swagger document, without parsing it.

    In JSON, and in a YAML mapping in braces, the key `openapi` or `swagger` may be anywhere. In
    other YAML it begins a line, and is indented like the first key. A file is JSON if its name ends
    in `.json`.

    Arguments:
        data: the bytes of the file. None, for a file that does not exist, gives false.
        path: its path or name.
    """
    if data is None:
        return False
    data = data.removeprefix(BOM)
    start = _PROLOGUE.match(data)
    data = data if start is None else data[start.end() :]
    if path.endswith(".json") or data.lstrip()[:2] == b'{"':
        return bool(re.search(rb'"(openapi|swagger)"\s*:\s*"', data))
    if data.lstrip()[:1] == b"{":
        return bool(re.search(rb"""[{,]\s*["']?(openapi|swagger)["']?\s*:\s""", data))
    indent = data[: len(data) - len(data.lstrip(b" "))]
    return bool(re.search(rb"""(?m)^%b["']?(openapi|swagger)["']?\s*:""" % indent, data))


def read_document(data: bytes, path: str, label: str, problems: list[Problem]) -> Document | None:
    """Read a document: JSON if its first character is `{` or `[`, else YAML.

    Arguments:
        data: the bytes of the document: UTF-8, at most `MAX_BYTES`.
        path: the path of the document in the source of files that it was read from.
        label: the path as the user would write it, for messages.
        problems: the list to which every problem is added.

    Returns:
        The document. None if it can't be read.
    """
    start = Mark(label)
    if len(data) > MAX_BYTES:
        limit = f"{MAX_BYTES // 1024 // 1024} MiB"
        problems.append(Problem(start, f"the file is larger than {limit}", "split it"))
        return None
    try:
        if data[:_HEAD].lstrip(_BOM_AND_SPACE)[:1] in (b"{", b"["):
            document = _read_json(data, path, label)
            if document is not None:
                return document
        fault = _utf8_fault(data, label)
        if fault is not None:
            problems.append(fault)
            return None
        if re.match(rb"""\s*[{[]\s*(["'\]}{[]|$)""", data.removeprefix(BOM)):
            text = data.decode("utf-8-sig")
            return _read_odd_json(text, data, path, label, problems)
        return _read_yaml(data, path, label, problems)
    except RecursionError:
        problems.append(Problem(start, "nested too deep", "flatten it"))
        return None


def _read_yaml(data: bytes, path: str, label: str, problems: list[Problem]) -> Document | None:
    """Read a YAML document."""
    from generator.sources.yaml_values import read_yaml_values  # slow to import

    result = read_yaml_values(data, label, problems)
    return None if result is None else _YamlDocument(path, label, result[0], data)


def _read_json(data: bytes, path: str, label: str) -> Document | None:
    """Read a JSON document with the fastest decoder. None if it is not plain, valid JSON."""
    import msgspec

    bare = data.removeprefix(BOM)
    try:
        root = msgspec.json.decode(bare)
        if _repeats_names(bare, root):
            return None
    except (OverflowError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return _JsonDocument(path, label, root, JsonPositions(data))


def _repeats_names(data: bytes, root: Any) -> bool:
    """Say whether an object has a name twice. Decoders keep only the last of its values.

    If so, the decoded value has fewer commas and colons than the document, whatever else differs.
    Counting them takes a quarter of the time of checking each name.

    Arguments:
        data: the document.
        root: the value that a decoder read.

    Raises:
        OverflowError: if this way of counting does not work for the document.
    """
    import msgspec

    return _count_separators(data) != _count_separators(msgspec.json.encode(root))


def _count_separators(data: bytes) -> int:
    """Count the commas and colons that are outside of strings.

    Formatting with an indentation adds a space after each of them.
    """
    import msgspec

    spaced = len(msgspec.json.format(data, indent=0))
    return spaced - len(msgspec.json.format(data, indent=-1))


def _utf8_fault(data: bytes, label: str) -> Problem | None:
    """Return a problem if the data is not UTF-8, else None.

    The data is decoded in chunks, because a text with one odd character can take four times the
    memory of its bytes.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(data) + _CHUNK, _CHUNK):
        chunk = data[start : start + _CHUNK]
        if chunk and chunk.isascii() and not decoder.getstate()[0]:
            continue
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:  # its bytes may begin in the chunk before
            offset = start + len(chunk) - len(error.object) + error.start
            line = data.count(b"\n", 0, offset) + 1
            mark = Mark(label, line, offset - data.rfind(b"\n", 0, offset))
            return Problem(mark, "this is not UTF-8", "save the file as UTF-8")
    return None


def _read_odd_json(
    text: str, data: bytes, path: str, label: str, problems: list[Problem]
) -> Document | None:
    """Read JSON that the fast decoder refuses, or report what is wrong with it.

    Arguments:
        text: the decoded document.
        data: the bytes of the document.
        path: see `Document`.
        label: see `Document`.
        problems: receives every problem.
    """
    positions = JsonPositions(data)
    repeated: list[int] = []

    def read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) < len(pairs):
            repeated.append(len(pairs))
        return members

    try:
        # Python also reads NaN and infinite numbers, which are not JSON (RFC 8259, section 6).
        root = json.loads(
            text, parse_constant=_refuse, parse_float=_finite, object_pairs_hook=read_object
        )
    except json.JSONDecodeError as error:
        if not path.endswith(".json"):  # it may be YAML in flow style
            document = _read_yaml(data, path, label, [])
            if document is not None:
                return document
        mark = Mark(label, error.lineno, error.colno)
        what = f"no JSON: {error.msg[0].lower()}{error.msg[1:]}"
        problems.append(Problem(mark, what, "correct the syntax"))
        return None
    except ValueError:  # NaN, an infinite number, or thousands of digits
        for number, line, column in islice(positions.unreadable_numbers(), _MOST_PROBLEMS):
            what = f"no JSON: {number} is no number that can be read"
            problems.append(Problem(Mark(label, line, column), what, "correct the number"))
        return None
    if repeated:
        for name, line, column in islice(positions.repeated_names(), _MOST_PROBLEMS):
            what = f"{name} stands twice"
            problems.append(Problem(Mark(label, line, column), what, "remove one of them"))
        return None
    document = _JsonDocument(path, label, root, positions)
    if _LONE_SURROGATE.search(text):  # may be a lone surrogate, which UTF-8 can't encode
        for pointer, value in _strings(root, ()):
            if any("\ud800" <= character <= "\udfff" for character in value):
                what = "this has half of a character: a surrogate that stands alone"
                problems.append(Problem(document.mark(pointer), what, "correct it"))
                return None
    return document


# An escaped surrogate that is not part of a pair (RFC 8259, section 7). The expression also matches
# an escaped backslash before `ud800`, so the decoded strings decide.
_LONE_SURROGATE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]"
)


def _strings(value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    """Return all strings in a value, including keys, with their pointers."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield (*pointer, key), key
            yield from _strings(item, (*pointer, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _strings(item, (*pointer, index))


def _refuse(constant: str) -> Any:
    """Refuse a constant that is not JSON, such as NaN.

    Raises:
        ValueError: always.
    """
    raise ValueError(constant)


def _finite(number: str) -> float:
    """Read a number with a fraction or an exponent.

    Raises:
        ValueError: if it is too large for a double-precision number.
    """
    if not isfinite(value := float(number)):
        raise ValueError(number)
    return value
