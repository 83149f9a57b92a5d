"""Objects of a JSON document whose members are read when somebody asks for them.

A document of a real API is mostly schemas of answers, which samples never show: to skip them takes
a fifth of the time of reading them, and no memory. What is skipped is seen to be JSON (RFC 8259)
all the same, of numbers that Python can hold or not.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, ValuesView
from threading import RLock
from typing import Any

import msgspec

from generator.jsonplaces import Places, Pointer

# A value of fewer bytes is read as a whole as soon as anything in it is asked for.
SMALL = 1 << 16
_read_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
# What is in a whole document, and what is in that: each byte of it is looked at once.
_read_document = msgspec.json.Decoder(
    dict[str, dict[str, msgspec.Raw] | list[msgspec.Raw] | str | int | float | bool | None]
).decode
_read_all = msgspec.json.Decoder().decode
_BRACE = ord("{")
# One thread at a time, since what is read is known by its identity.
_READING = RLock()


class OddError(Exception):
    """A document is not what most are; somebody else has to read it."""


def read_members(data: bytes, places: Places, instead: Callable[[Pointer], Any]) -> dict[str, Any]:
    """Read a document that is an object, and of its large members no more than is asked for.

    Arguments:
        data: its bytes.
        places, instead: see `Members`.

    Raises:
        OddError: if it is none.
    """
    try:
        found: dict[str, Any] = _read_document(data)
        places.know((), [(key, None) for key in found])
        for key, value in found.items():
            if type(value) is list:
                places.know((key,), _sizes(enumerate(value)))
                found[key] = [_read_all(raw) for raw in value]
            elif type(value) is dict and sum(size for _, size in _sizes(value.items())) > SMALL:
                found[key] = Members(value, (key,), places, instead)
            elif type(value) is dict:
                found[key] = {name: _read_all(raw) for name, raw in value.items()}
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise OddError from error
    return found


class Members(dict[str, Any]):
    """An object, each of whose members is read once.

    Arguments:
        found: what is not read yet, by its name.
        pointer: the keys that lead to it.
        places: told how large its members are.
        instead: gives a member by its pointer that can't be read here.
    """

    __slots__ = ("_instead", "_places", "_pointer")

    def __init__(
        self,
        found: Mapping[str, msgspec.Raw],
        pointer: Pointer,
        places: Places,
        instead: Callable[[Pointer], Any],
    ) -> None:
        super().__init__(found)
        self._pointer = pointer
        self._places = places
        self._instead = instead
        places.know(pointer, _sizes(found.items()))

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        return self._read(key) if type(value) is msgspec.Raw else value

    def _read(self, key: str) -> Any:
        with _READING:
            value = super().__getitem__(key)
            if type(value) is msgspec.Raw:  # no other thread was faster
                value = self[key] = self._made(memoryview(value), (*self._pointer, key))
            return value

    def _made(self, data: memoryview, pointer: Pointer) -> Any:
        try:
            if data.nbytes > SMALL and data[0] == _BRACE:
                return Members(_read_members(data), pointer, self._places, self._instead)
            return _read_all(data)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return self._instead(pointer)

    # What a dict does without asking for its members one by one.

    def __iter__(self) -> Iterator[str]:
        return super().__iter__()

    def get(self, key: str, default: Any = None) -> Any:
        return self[key] if key in self else default  # noqa: SIM401

    def items(self) -> ItemsView[str, Any]:  # type: ignore[override]
        return ItemsView(self)

    def values(self) -> ValuesView[Any]:  # type: ignore[override]
        return ValuesView(self)

    def copy(self) -> dict[str, Any]:
        return dict(self.items())

    def __eq__(self, other: object) -> bool:
        return self.copy() == other

    def __ne__(self, other: object) -> bool:
        return self.copy() != other


def _sizes(found: Iterable[tuple[str | int, msgspec.Raw]]) -> list[tuple[str | int, int]]:
    """Give how many bytes each value has."""
    return [(key, memoryview(raw).nbytes) for key, raw in found]
