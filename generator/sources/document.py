"""A JSON or YAML document as plain values, and where each of them stands, should anybody ask.

Documents of real APIs have millions of values, of which a run names a few in messages: places are
looked for when they are printed.
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
# Bytes among which a document begins; what is behind more white space is read all the same.
_HEAD = 1024
# Bytes that are looked at in one step.
_CHUNK = 1 << 16
# Faults of one kind that are told of a document.
_MOST_TOLD = 100


class Document:
    """One document.

    Attributes:
        path: its path in the source that it was read from.
        label: the path as the user would write it, for messages.
        root: its value: dicts, lists, texts, numbers, booleans and None.
    """

    def __init__(self, path: str, label: str, root: Any) -> None:
        self.path = path
        self.label = label
        self.root = root

    def mark(self, pointer: Pointer) -> Mark:
        """Give the place of a value: that of its key, where it has one.

        Arguments:
            pointer: the keys and indexes that lead to it; what is not there ends the way.
        """
        raise NotImplementedError

    def identity(self, at: At) -> Hashable:
        """Give what a place is known by: what holds it, from wherever that is reached."""
        return id(at.value if at.parent is None else at.parent.value), at.key


class At(Struct, frozen=True, eq=False):
    """A value of a document, and where it stands.

    Attributes:
        value: what stands there.
        document: the document.
        parent, key: what it stands in, and under which key or index; no parent at the root.
    """

    value: Any
    document: Document
    parent: At | None = None
    key: str | int = ""

    def child(self, key: str | int) -> At:
        """Give what stands under a key or an index that is there."""
        return At(self.value[key], self.document, self, key)

    @property
    def pointer(self) -> Pointer:
        """The keys and indexes that lead to it."""
        keys: list[str | int] = []
        at: At | None = self
        while at is not None and at.parent is not None:
            keys.append(at.key)
            at = at.parent
        return tuple(reversed(keys))

    @property
    def mark(self) -> PointerMark:
        """Its place."""
        return PointerMark(self)


class PointerMark(Mark):
    """The place of a value in a document, which is looked for when somebody wants to know it."""

    __slots__ = ("_at", "_found")
    _at: At
    _found: Mark | None

    def __init__(self, at: At) -> None:
        object.__setattr__(self, "file", at.document.label)
        object.__setattr__(self, "_at", at)
        object.__setattr__(self, "_found", None)

    def _place(self) -> Mark:
        if self._found is not None:
            return self._found
        found = self._at.document.mark(self._at.pointer)
        object.__setattr__(self, "_found", found)
        return found

    @property
    def line(self) -> int:
        """The line, from 1."""
        return self._place().line

    @property
    def column(self) -> int:
        """The column, from 1."""
        return self._place().column


class _Json(Document):
    """A JSON document, whose places are found in its bytes."""

    def __init__(self, path: str, label: str, root: Any, places: JsonPositions) -> None:
        super().__init__(path, label, root)
        self._places = places

    def mark(self, pointer: Pointer) -> Mark:
        return Mark(self.label, *self._places.find(pointer))


class _Yaml(Document):
    """A YAML document, whose places are found in its lines."""

    def __init__(self, path: str, label: str, root: Any, data: bytes) -> None:
        super().__init__(path, label, root)
        self._data = data
        self._places: YamlPositions | None = None

    def mark(self, pointer: Pointer) -> Mark:
        if self._places is None:
            from generator.sources.yaml_positions import YamlPositions

            self._places = YamlPositions(self._data, self.root)
        return Mark(self.label, *self._places.find(pointer))


def begins_as_openapi(data: bytes | None, path: str) -> bool:
    """Say whether a file may be such a document: by its name and its first lines alone.

    In JSON the key that tells may stand anywhere at the top, in YAML it is at a line's beginning.
    """
    if data is None:
        return False
    data = data.removeprefix(BOM)
    if path.endswith(".json") or data.lstrip()[:1] == b"{":
        return bool(re.search(rb'"(openapi|swagger)"\s*:\s*"', data))
    return bool(re.search(rb"""(?m)^["']?(openapi|swagger)["']?\s*:""", data))


def read_document(data: bytes, path: str, label: str, problems: list[Problem]) -> Document | None:
    """Read a document: JSON if it begins as JSON does, else YAML.

    Arguments:
        data: its bytes, UTF-8, at most `MAX_BYTES`.
        path, label: see `Document`.
        problems: gets what is wrong with it.

    Returns:
        The document, None if it can't be read.
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
        if data.removeprefix(BOM).lstrip(b" \t\r\n")[:1] in (b"{", b"["):
            text = data.decode("utf-8-sig")
            return _read_odd_json(text, data, path, label, problems)
        return _read_yaml(data, path, label, problems)
    except RecursionError:
        problems.append(Problem(start, "nested too deep", "flatten it"))
        return None


def _read_yaml(data: bytes, path: str, label: str, problems: list[Problem]) -> Document | None:
    from generator.sources.yaml_values import read_yaml_values  # its parser takes long to import

    found = read_yaml_values(data, label, problems)
    return None if found is None else _Yaml(path, label, found[0], data)


def _read_json(data: bytes, path: str, label: str) -> Document | None:
    """Read a document of JSON as fast as can be; None if anything is odd about it."""
    import msgspec

    bare = data.removeprefix(BOM)
    try:
        root = msgspec.json.decode(bare)
        if _repeats_names(bare, root):
            return None
    except (OverflowError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return _Json(path, label, root, JsonPositions(data))


def _repeats_names(data: bytes, root: Any) -> bool:
    """Say whether an object of a document has a name twice, of which decoders keep the last.

    What was read has less commas and colons then, whatever else is written in another way. To see
    that takes a quarter of the time of asking for each name.

    Arguments:
        data: the document.
        root: what a decoder read of it.

    Raises:
        OverflowError: if this can't tell.
    """
    import msgspec

    return _separators(data) != _separators(msgspec.json.encode(root))


def _separators(data: bytes) -> int:
    """Count commas and colons that are in no text: a space may stand behind each."""
    import msgspec

    spaced = len(msgspec.json.format(data, indent=0))
    return spaced - len(msgspec.json.format(data, indent=-1))


def _utf8_fault(data: bytes, label: str) -> Problem | None:
    """Find what is not UTF-8, a few bytes at a time: one odd character makes a text large."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(data) + _CHUNK, _CHUNK):
        chunk = data[start : start + _CHUNK]
        if chunk and chunk.isascii() and not decoder.getstate()[0]:
            continue
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:  # of what the decoder has, some of it from before
            place = start + len(chunk) - len(error.object) + error.start
            line = data.count(b"\n", 0, place) + 1
            mark = Mark(label, line, place - data.rfind(b"\n", 0, place))
            return Problem(mark, "this is not UTF-8", "save the file as UTF-8")
    return None


def _read_odd_json(
    text: str, data: bytes, path: str, label: str, problems: list[Problem]
) -> Document | None:
    """Read what is no JSON after all, and say why, or what Python reads nevertheless."""
    places = JsonPositions(data)
    repeated: list[int] = []

    def read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            repeated.append(len(pairs))
        return made

    try:
        # Python reads NaN, and numbers beyond all bounds, which are no JSON (RFC 8259, 6).
        root = json.loads(
            text, parse_constant=_refuse, parse_float=_finite, object_pairs_hook=read_object
        )
    except json.JSONDecodeError as error:
        if not path.endswith(".json"):  # YAML in flow style begins alike
            found = _read_yaml(data, path, label, [])
            if found is not None:
                return found
        mark = Mark(label, error.lineno, error.colno)
        what = f"no JSON: {error.msg[0].lower()}{error.msg[1:]}"
        problems.append(Problem(mark, what, "correct the syntax"))
        return None
    except ValueError:  # a number that is none, or one of thousands of digits
        for number, line, column in islice(places.odd_numbers(), _MOST_TOLD):
            what = f"no JSON: {number} is no number that can be read"
            problems.append(Problem(Mark(label, line, column), what, "correct the number"))
        return None
    if repeated:
        for name, line, column in islice(places.repeated(), _MOST_TOLD):
            what = f"{name} stands twice"
            problems.append(Problem(Mark(label, line, column), what, "remove one of them"))
        return None
    document = _Json(path, label, root, places)
    if _LONE.search(text):  # perhaps half a character, which no file can hold
        for pointer, value in _texts(root, ()):
            if any("\ud800" <= character <= "\udfff" for character in value):
                what = "this has half of a character: a surrogate that stands alone"
                problems.append(Problem(document.mark(pointer), what, "correct it"))
                return None
    return document


# A surrogate that is not one of two (RFC 8259, 7), unless the backslash before it is a character.
_LONE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]"
)


def _texts(value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield (*pointer, key), key
            yield from _texts(item, (*pointer, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*pointer, index))


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _finite(number: str) -> float:
    """Read a number with a fraction or an exponent, if it is not beyond all bounds."""
    if not isfinite(read := float(number)):
        raise ValueError(number)
    return read
