"""What a verification knows: a result for each sample, of a cell for each case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.rendering.jobs import Job


class State(StrEnum):
    """How a cell ended; KNOWN is a failure that language.yaml gives the reason of."""

    PASSED = "passed"
    FAILED = "failed"
    KNOWN = "known"
    NOT_RUN = "not run"


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case of one sample.

    `faults` are the differences of a failed cell, `reason` why it was not run or is known to fail,
    `earlier` whether it passed in an earlier run, with all that it depends on unchanged.
    `elsewhere` says that it was not run since it belongs to another platform.
    """

    case: str
    column: str
    state: State
    faults: tuple[str, ...] = ()
    reason: str = ""
    is_cached: bool = False
    is_other_platform: bool = False


@dataclass(frozen=True, slots=True)
class SampleResult:
    """What is known of one sample: its cells, and what they were run on."""

    job: Job
    sha256: str
    toolchain: str
    versions: Mapping[str, str]
    cells: tuple[CaseResult, ...]

    @property
    def failed(self) -> bool:
        """Whether any cell failed."""
        return any(cell.state is State.FAILED for cell in self.cells)
