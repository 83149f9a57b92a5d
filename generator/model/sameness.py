"""Whether two values of the model are the same, so that every template prints them alike."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

from generator.model.structs import Deferred, Struct, msgpack
from generator.model.text import FieldMarks, Text, reveal


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


def digest(value: object) -> bytes | None:
    """Return a digest of a value. Values with equal digests are the same, as `is_same` says it.

    Arguments:
        value: an API, any part of one, or a tuple of such parts.

    Returns:
        16 bytes. None if a part may not be read yet, if msgspec can't write the value, or if there
        is no msgspec.
    """
    try:
        data = _encoder().encode(value)
    except (TypeError, ValueError, OverflowError, RecursionError):
        return None
    return hashlib.blake2b(data, digest_size=16).digest()


_TEXT = None if msgpack is None else msgpack.Ext


@cache
def _encoder() -> Any:
    """Return what encodes a value as bytes. It raises TypeError if that is not possible."""
    if msgpack is None:
        raise TypeError("there is no msgspec")
    return msgpack.Encoder(enc_hook=_encode_other, order="deterministic")


def _encode_other(value: object) -> object:
    """Return what stands for a value of a class that msgspec does not know.

    A text has a type of its own, since it is not the same as a `str`. Places make no difference.
    """
    if isinstance(value, Text):
        return _TEXT(1, reveal(value).encode())
    if isinstance(value, FieldMarks):
        return None
    if isinstance(value, str):  # `Code`
        return str(value)
    raise TypeError(f"{type(value).__name__} has no digest")
