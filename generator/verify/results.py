"""The results of a verification: one for each sample, with a cell for each of its cases.

A case is one situation that a sample runs in, such as a documented answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.rendering.jobs import Job

# The case that compares the committed files with what is rendered.
PUBLISHED = "published"


class State(StrEnum):
    """How a cell ended.

    KNOWN is a failure that language.yaml lists under `known`. NOT_RUN is a case that could not run
    here, or was left out after a failure.
    """

    PASSED = "passed"
    FAILED = "failed"
    KNOWN = "known"
    NOT_RUN = "not run"

    @classmethod
    def of(cls, faults: Collection[str]) -> State:
        """Return the state of a cell with these faults."""
        return cls.FAILED if faults else cls.PASSED


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A cell: the result of one case of one sample.

    Attributes:
        case: the id of the case; "published" and "build" for the two checks before all cases.
        column: the heading of the table's column that shows the cell, such as "404".
        state: how the cell ended.
        faults: a message for each difference between the run and what was expected.
        reason: why the case did not run, or why it is known to fail; else empty.
        is_cached: whether the case passed in an earlier run and was not run again, since nothing
            that its result depends on has changed.
        is_other_platform: whether the case did not run because it needs another platform, such as
            Windows.
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
    """The result of one sample: its cells, and the toolchain that ran it.

    Attributes:
        job: the sample.
        sha256: the SHA-256 of the published files that were tested, in hexadecimal.
        toolchain: the name of the toolchain; empty if none could run the sample.
        versions: the versions of compilers, interpreters and libraries by name.
        cells: the two checks before all cases, and then each case.
        target_seconds: the processor seconds that all samples of the same target took together:
            their programs, and gen's own work to render, write and compare. It is without the
            servers, and without the judge, which targets share. None if this system can't tell.
    """

    job: Job
    sha256: str
    toolchain: str
    versions: Mapping[str, str]
    cells: tuple[CaseResult, ...]
    target_seconds: float | None = None

    @property
    def unrun(self) -> tuple[CaseResult, ...]:
        """The cells that could run on this platform, but did not.

        Committed files need not be there, so that they are not compared is no such cell.
        """
        return tuple(
            cell
            for cell in self.cells
            if cell.state is State.NOT_RUN and cell.case != PUBLISHED and not cell.is_other_platform
        )

    @property
    def failed(self) -> bool:
        """Whether any cell failed; known failures don't count."""
        return any(cell.state is State.FAILED for cell in self.cells)
