"""Fields of structs that are made when somebody asks for them, which few do."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")
# One thread at a time: what makes values of one document has what it knows in common.
_MAKING = RLock()


class Later(Generic[Value]):
    """What stands in a field until then.

    Arguments:
        make: makes the value.
    """

    def __init__(self, make: Callable[[], Value]) -> None:
        self._make: Callable[[], Value] | None = make
        self._made: Value

    def get(self) -> Value:
        """Give the value, which is made once."""
        with _MAKING:
            if self._make is not None:
                self._made = self._make()
                self._make = None
        return self._made


def slot(base: type, name: str) -> Any:
    """Give what reads and writes a field of a struct, as long as it has one for each."""
    return vars(base)[name]


def later(base: type, name: str) -> Any:
    """Make the property of a struct that stands for a field which may be made later.

    Arguments:
        base: the struct's base class, which has the field.
        name: its name.
    """
    field = slot(base, name)

    def get(self: Any) -> Any:
        value = field.__get__(self)
        if isinstance(value, Later):
            value = value.get()
            field.__set__(self, value)
        return value

    return property(get)
