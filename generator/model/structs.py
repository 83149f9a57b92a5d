"""What the model is made of: structs, and values that are read when they are first asked for.

msgspec's structs are made in a tenth of the time of dataclasses. Where msgspec has no compiled
part, as on a Python that it does not support yet, they are dataclasses. Documents of OpenAPI are
not read there.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from threading import RLock
from typing import Any, ClassVar, Generic, TypeVar

try:
    from msgspec import Struct, field
    from msgspec.structs import replace
except ImportError:
    field = dataclasses.field  # type: ignore[assignment]
    replace = dataclasses.replace  # type: ignore[assignment]

    class Struct:  # type: ignore[no-redef]
        """A class whose annotated names are its fields.

        Arguments:
            frozen: whether they stay as they are, and objects have a hash.
            eq: whether objects with the same are equal; else each is equal to itself alone.
            dict: whether objects may have more than the fields, which dataclasses always may.
        """

        __struct_fields__: ClassVar[tuple[str, ...]]

        def __init_subclass__(
            cls,
            frozen: bool = False,
            eq: bool = True,
            dict: bool = False,  # noqa: A002
            **more: Any,
        ) -> None:
            super().__init_subclass__(**more)
            made: Any = dataclasses.dataclass(frozen=frozen, eq=eq)(cls)
            cls.__struct_fields__ = tuple(part.name for part in dataclasses.fields(made))


__all__ = ["Struct", "field", "replace"]

Value = TypeVar("Value")
# One thread at a time: readers of one document share what they know of it.
_READING = RLock()


class Deferred(Generic[Value]):
    """A value that is read once, when it is first asked for.

    Arguments:
        read: reads it; what it raises is raised each time that somebody asks.
    """

    def __init__(self, read: Callable[[], Value]) -> None:
        self._read: Callable[[], Value] | None = read
        self._value: Value

    def get(self) -> Value:
        """Give the value."""
        with _READING:
            if self._read is not None:
                self._value = self._read()
                self._read = None
        return self._value
