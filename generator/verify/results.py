"""The results of a verification: one per sample, with a cell for each case of the sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.rendering.jobs import Job


class State(StrEnum):
    """How a cell ended; KNOWN is a failure that language.yaml lists under `known`."""

    PASSED = "passed"
    FAILED = "failed"
    KNOWN = "known"
    NOT_RUN = "not run"


@dataclass(frozen=True, slots=True)
class CaseResult:
    """The result of one case of one sample.

    Attributes:
        case: the case's id.
        column: the heading of its column in the table.
        state: how it ended.
        faults: the differences between the run and its expectation.
        reason: why it did not run, or why it is known to fail.
        is_cached: whether it passed in an earlier run, and nothing it depends on has changed.
        is_other_platform: whether it did not run because it needs another platform.
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
    """The cells of one sample, and the toolchain that ran them.

    Attributes:
        job: the sample.
        sha256: the hash of the published files.
        toolchain: the name of the toolchain; empty if none was chosen.
        versions: the versions of the toolchain's parts by name.
        cells: the results of all cases.
    """

    job: Job
    sha256: str
    toolchain: str
    versions: Mapping[str, str]
    cells: tuple[CaseResult, ...]

    @property
    def failed(self) -> bool:
        """Whether any cell failed, not counting known failures."""
        return any(cell.state is State.FAILED for cell in self.cells)
