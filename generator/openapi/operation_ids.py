"""Ids of operations, which become names of folders, files and methods.

An id depends on its operation alone, and on those that read the same. So operations can change
their order in a document, and their samples stay where they are.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from generator.model.naming import UniqueNames, as_id
from generator.model.rules import MAX_OPERATION_ID

# The digits of a digest behind an id. Letters would be words of their own in names of methods.
_DIGITS = 8


class OperationName(NamedTuple):
    """What an id is made of.

    Attributes:
        operation_id: the value of `operationId`. Anything but a text with a letter or a digit is
            ignored.
        method: the HTTP method in lower case.
        path: the path.
    """

    operation_id: Any
    method: str
    path: str

    @property
    def has_id(self) -> bool:
        """Whether the id is made of the `operationId`."""
        id_ = self.operation_id
        return isinstance(id_, str) and re.search("[A-Za-z0-9]", id_) is not None

    @property
    def text(self) -> str:
        """The text that the id is made of."""
        return str(self.operation_id) if self.has_id else f"{self.method} {self.path}"

    @property
    def whole_id(self) -> str:
        """The id that the operation gets if that is not too long, and no other one has it."""
        text = self.text if self.has_id else self.text.partition("?")[0]
        return as_id(text, "operation", 2 * len(text) + 10)  # a hyphen for each character, at most


def choose_operation_ids(names: Sequence[OperationName]) -> list[str]:
    """Choose a different id for each operation.

    Of operations with the same id, the first in the order of the alphabet keeps it. The others get
    a digest behind it, and so does an id that is too long.

    Arguments:
        names: the names of the operations.

    Returns:
        The ids, in the order of the names.
    """
    counts = Counter(name.text for name in names)
    texts = [
        name.text if counts[name.text] == 1 else f"{name.text} {name.method} {name.path}"
        for name in names
    ]
    ids = [name.whole_id for name in names]
    taken, others = UniqueNames(), []
    for index in sorted(range(len(names)), key=texts.__getitem__):
        if ids[index] in taken or len(ids[index]) > MAX_OPERATION_ID:
            others.append(index)
        else:
            taken.choose(ids[index])
    for index in others:
        ids[index] = taken.choose(_with_digest(ids[index], texts[index]), "-")
    return ids


def _with_digest(id_: str, text: str) -> str:
    """Return an id with a digest of a text behind it, cut so that it is not too long."""
    digest = int(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), 16)
    start = id_[: MAX_OPERATION_ID - _DIGITS - 1].rstrip("-")
    return f"{start}-{digest % 10**_DIGITS:0{_DIGITS}}"
