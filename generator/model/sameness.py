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
    # A list of pairs in place of recursion, since values may be nested deep.
    pending: list[tuple[object, object]] = [(first, second)]
    while pending:
        first, second = pending.pop()
        if isinstance(first, Deferred):
            first = first.get()
        if isinstance(second, Deferred):
            second = second.get()
        if first is second:
            continue
        if type(first) is not type(second):
            return False
        if isinstance(first, Struct):
            pending += ((getattr(first, n), getattr(second, n)) for n in first.__struct_fields__)
        elif isinstance(first, tuple) and isinstance(second, tuple):
            if len(first) != len(second):
                return False
            pending += zip(first, second, strict=True)
        elif isinstance(first, float):
            if repr(first) != repr(second):  # 0.0 equals -0.0
                return False
        elif first != second:
            return False
    return True
