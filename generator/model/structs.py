"""Base classes of the model: structs with fields, and values that are read at first use.

Structs of msgspec are created ten times faster than dataclasses. On a Python that msgspec does not
support yet, dataclasses take their place, and OpenAPI documents can't be read.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from threading import RLock
from typing import Any, ClassVar, Generic, TypeVar

try:
    from msgspec import Struct, field, msgpack
    from msgspec.structs import replace
except ImportError:
    msgpack = None  # type: ignore[assignment]
    field = dataclasses.field  # type: ignore[assignment]
    replace = dataclasses.replace  # type: ignore[assignment]

    class Struct:  # type: ignore[no-redef]
        """A class whose annotated names are its fields. It takes the place of msgspec's `Struct`.

        Arguments:
            frozen: whether fields can't be changed, and objects are hashable.
            eq: whether objects with equal fields are equal. If not, an object only equals itself.
            dict: whether objects may have attributes that are no fields. Here they always may.
        """

        __struct_fields__: ClassVar[tuple[str, ...]]

        def __init_subclass__(
            cls,
            frozen: bool = False,
            eq: bool = True,
            dict: bool = False,  # noqa: A002
            **kwargs: Any,
        ) -> None:
            super().__init_subclass__(**kwargs)
            data_class: Any = dataclasses.dataclass(frozen=frozen, eq=eq)(cls)
            cls.__struct_fields__ = tuple(part.name for part in dataclasses.fields(data_class))


__all__ = ["Struct", "field", "map_unless_same", "msgpack", "replace", "replace_unless_same"]

Value = TypeVar("Value")
# Only one thread reads at a time, since readers of a document share caches.
_READING = RLock()


class Deferred(Generic[Value]):
    """A value that is read at the first call of `get`, and then kept.

    Arguments:
        read: the function that returns the value. If it raises an error, nothing is kept, and the
            next call of `get` calls the function again.
    """

    def __init__(self, read: Callable[[], Value]) -> None:
        self._read: Callable[[], Value] | None = read
        self._value: Value

    def get(self) -> Value:
        """Return the value. Any error of the function that reads the value is raised here."""
        with _READING:
            if self._read is not None:
                self._value = self._read()
                self._read = None
        return self._value


def map_unless_same(
    items: tuple[Value, ...], change: Callable[[Value], Value]
) -> tuple[Value, ...]:
    """Apply a change to each item; return the same tuple if no item changed."""
    changed = tuple(map(change, items))
    return items if all(new is old for new, old in zip(changed, items, strict=True)) else changed


def replace_unless_same(item: Any, **changes: object) -> Any:
    """Replace fields of a struct; return the same one if no field changed."""
    if all(getattr(item, name) is value for name, value in changes.items()):
        return item
    return replace(item, **changes)
