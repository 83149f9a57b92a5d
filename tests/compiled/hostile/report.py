"""What a run of values did, and what went wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from .slots import Reason, Slot


@dataclass(frozen=True)
class Fault:
    """Something that must not happen, and the smallest input that was found to cause it."""

    by: str
    slots: Sequence[Slot]
    values: Sequence[str]
    what: str

    def __str__(self) -> str:
        values = ", ".join(map(ascii, self.values[:3])) + (", …" if len(self.values) > 3 else "")
        slots = ", ".join(self.slots) or "all slots"
        return f"{self.by}: {slots}: {values}\n  {ascii(self.what)[1:-1][:1500]}"


@dataclass
class Report:
    """What was done, by target and slot; what was refused; what went wrong.

    `run` counts values that went through a compiler or interpreter, `read` those that were judged
    by what was rendered.
    """

    run: Counter[tuple[str, Slot]] = field(default_factory=Counter)
    read: Counter[tuple[str, Slot]] = field(default_factory=Counter)
    refused: Counter[Reason] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    def add(self, other: Report) -> None:
        """Add what another run did."""
        self.run += other.run
        self.read += other.read
        self.refused += other.refused
        self.faults += other.faults
