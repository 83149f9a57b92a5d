"""Objects of a JSON document whose members are read when somebody asks for them.

A document of a real API is mostly schemas of answers, which samples never show: to skip them takes
a fifth of the time of reading them, and no memory. What is skipped is seen to be JSON (RFC 8259)
all the same, of numbers that Python can hold or not.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, ValuesView
from threading import RLock
from typing import Any

import msgspec

from generator.jsonplaces import Places, Pointer

# A value of fewer bytes is read as a whole as soon as anything in it is asked for.
SMALL = 1 << 16
_read_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_read_all = msgspec.json.Decoder().decode
_BRACE = ord("{")
# One thread at a time, since what is read is known by its identity.
_READING = RLock()


class OddError(Exception):
    """A value is not what most are; somebody else has to read it."""


class Members(dict[str, Any]):
    """An object, each of whose members is read once.

    Arguments:
        data: its bytes.
        pointer: the keys that lead to it.
        places: told how large its members are.
        instead: gives a member by its pointer that can't be read here.

    Raises:
        OddError: if these are not the bytes of an object.
    """

    __slots__ = ("_instead", "_places", "_pointer")

    def __init__(
        self,
        data: bytes | memoryview,
        pointer: Pointer,
        places: Places,
        instead: Callable[[Pointer], Any],
    ) -> None:
        try:
            found = _read_members(data)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise OddError from error
        super().__init__(found)
        self._pointer = pointer
        self._places = places
        self._instead = instead
        sizes: list[tuple[str | int, int]] = [
            (key, memoryview(raw).nbytes) for key, raw in found.items()
        ]
        places.know(pointer, sizes)

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
                return Members(data, pointer, self._places, self._instead)
            return _read_all(data)
        except (OddError, msgspec.MsgspecError, UnicodeDecodeError):
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
