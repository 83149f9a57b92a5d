"""Reports of `gen verify`, and the evidence in them that a sample works.

Evidence holds for a sample with certain bytes: if the sample has changed since, there is none.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from generator.errors import GenError
from generator.model.structs import Struct
from generator.system.regular_files import read_regular

# The format of reports that can be read.
FORMAT = 1
# Cases in which the API does not answer the sample.
_CASES_WITHOUT_ANSWER = ("published", "build", "document")


class Evidence(Struct, frozen=True):
    """What a report says about one sample.

    `gen verify` runs a sample in several cases, such as when the API answers with an error.

    Attributes:
        sha256: the SHA-256 of the sample's bytes, in hexadecimal.
        toolchain: the name of the toolchain that ran the sample; empty if none did.
        versions: the name and version of each component of the toolchain.
        passed: the ids of the cases that passed, or failed as language.yaml says they would.
        total: the number of cases that were run.
    """

    sha256: str
    toolchain: str
    versions: tuple[tuple[str, str], ...]
    passed: tuple[str, ...]
    total: int

    @property
    def answers(self) -> int:
        """The number of passed cases besides `published` and `build`, in which no API answers."""
        return len([case for case in self.passed if case not in _CASES_WITHOUT_ANSWER])

    @property
    def holds(self) -> bool:
        """Whether the sample was run, and passed every case that was run."""
        return bool(self.passed) and len(self.passed) == self.total


class VerificationReports:
    """The evidence of one or several reports.

    Arguments:
        reports: for each report, its evidence by the path of the sample.

    Attributes:
        unproven: the paths of samples for which `find` found nothing, each with the reason.
    """

    def __init__(self, reports: Iterable[Mapping[str, Evidence]]) -> None:
        self._reports = tuple(reports)
        self.unproven: dict[str, str] = {}

    def find(self, path: str, data: bytes) -> tuple[Evidence, ...]:
        """Find the evidence that a sample works.

        Arguments:
            path: the path of the sample's file.
            data: the bytes of the sample, which must be those that were run.

        Returns:
            One item for each toolchain and its versions. Of several runs with the same ones, the
            run with the most cases counts. An empty tuple if no report has a run of these bytes,
            or if one of the runs failed; `unproven` then says why.
        """
        listed = [report[path] for report in self._reports if path in report]
        run = [evidence for evidence in listed if evidence.total and evidence.toolchain]
        digest = hashlib.sha256(data).hexdigest()
        same = [evidence for evidence in run if evidence.sha256 == digest]
        if not same:
            reason = "changed since" if run else "not run" if listed else "not in a report"
            self.unproven[path] = reason
            return ()
        if not all(evidence.holds for evidence in same):
            self.unproven[path] = "failed"
            return ()
        same.sort(key=lambda evidence: evidence.total)
        return tuple(
            {(evidence.toolchain, evidence.versions): evidence for evidence in same}.values()
        )

    def format_unproven(self) -> str:
        """Format how many samples have no evidence, by reason, such as "2 failed, 1 not run".

        Returns:
            An empty text if every sample that was looked up has evidence.
        """
        counts = Counter(self.unproven.values())
        return ", ".join(f"{number} {reason}" for reason, number in sorted(counts.items()))


def read_reports(paths: Iterable[Path]) -> VerificationReports:
    """Read reports that `gen verify --report` wrote, on one machine or several.

    Arguments:
        paths: the paths of the reports.

    Raises:
        GenError: if a file can't be read, or is no report of `gen verify`.
    """
    return VerificationReports([_read_report(path) for path in paths])


def _read_report(path: Path) -> dict[str, Evidence]:
    """Read the evidence of one report, by path."""
    try:
        report = json.loads(read_regular(os.fspath(path), follows=True))
    except OSError as error:
        todo = "name a file that gen verify --report wrote"
        raise GenError(f"{path}: can't be read ({error.strerror or error}); {todo}") from error
    except (ValueError, RecursionError) as error:
        raise _report_error(path, "this is no JSON") from error
    if not isinstance(report, dict) or report.get("format") != FORMAT:
        raise _report_error(path, f"this is no report of format {FORMAT}")
    try:
        return {str(row["path"]): _make_evidence(row) for row in report["samples"]}
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise _report_error(path, "a sample in it is not as gen writes it") from error


def _make_evidence(row: Mapping[str, Any]) -> Evidence:
    """Make the evidence of a sample from its row in a report."""
    states = [(str(cell["case"]), cell["state"]) for cell in row["cells"]]
    run = [state for _, state in states if state != "not run"]
    return Evidence(
        sha256=str(row["sha256"]),
        toolchain=str(row["toolchain"] or ""),
        versions=tuple((str(name), str(version)) for name, version in row["versions"].items()),
        passed=tuple(case for case, state in states if state in ("passed", "known")),
        total=len(run),
    )


def _report_error(path: Path, what: str) -> GenError:
    """Make the error of a file that is no report."""
    return GenError(f"{path}: {what}; write one with gen verify --report FILE")
