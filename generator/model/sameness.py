"""Whether two values of the model are the same, so that every template prints them alike."""

from __future__ import annotations

from generator.model.structs import Deferred, Struct


def is_same(first: object, second: object) -> bool:
    """Say whether two values can't be told apart, other than by their positions in files.

    `==` does not say that: 1 equals 1.0 and True, which JSON writes in other ways.

    Arguments:
        first: an API, or any part of one.
        second: the value to compare with.

    Raises:
        ProblemsError: if a part is read only now and has problems.
    """
    if isinstance(first, Deferred):
        first = first.get()
    if isinstance(second, Deferred):
        second = second.get()
    if first is second:
        return True
    if type(first) is not type(second):
        return False
    if isinstance(first, tuple):
        assert isinstance(second, tuple)
        return len(first) == len(second) and all(map(is_same, first, second))
    if isinstance(first, Struct):
        names = first.__struct_fields__
        return all(is_same(getattr(first, name), getattr(second, name)) for name in names)
    if isinstance(first, float):
        return repr(first) == repr(second)  # 0.0 equals -0.0
    return first == second
