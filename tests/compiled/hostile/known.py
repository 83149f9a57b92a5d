"""Faults that are known and not mended yet: what is left out for them, and proof that they are.

A row that no longer fails is at fault itself: `test_hostile.py` asks to remove it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from .slots import Slot
from .spec import Sheet

# Where no target is asked yet, or all are alike.
READER = "reader"


@dataclass(frozen=True)
class Known:
    """A fault.

    Attributes:
        by: the id of a target, or `READER`.
        slots: where it shows.
        hits: whether a text has it.
        example: the shortest text that has it.
        why: what happens.
    """

    by: str
    slots: tuple[Slot, ...]
    hits: Callable[[str], bool]
    example: str
    why: str


KNOWN = [
    Known(
        "objc",
        (Slot.SENTENCE, Slot.ANSWER_TEXT),
        lambda text: "\0" in text,
        "a\0b",
        "puts ends at U+0000",
    ),
]


def without_known(sheet: Sheet, by: str) -> Sheet:
    """Leave out of a spec what is known to fail."""
    rows = [row for row in KNOWN if row.by == by]
    places = {
        (slot, index)
        for row in rows
        for slot in row.slots
        for index in range(len(sheet.values))
        if sheet.is_used(slot, index) and row.hits(sheet.shown(slot, index))
    }
    return replace(sheet, without=sheet.without | places) if places else sheet
