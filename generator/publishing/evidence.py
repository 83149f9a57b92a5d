"""What a report of `gen verify` proves of samples, by their very bytes."""

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

# The formats of reports that are understood.
FORMAT = 1
# Cases that run nothing.
_NO_ANSWERS = ("published", "build")


class Evidence(Struct, frozen=True):
    """What was found of one sample.

    Attributes:
        sha256: of the bytes that were run.
        toolchain: the name of the way it was run; empty if it was not.
        versions: of each part of that.
        passed: the cases that passed.
        total: how many cases were run.
    """

    sha256: str
    toolchain: str
    versions: tuple[tuple[str, str], ...]
    passed: tuple[str, ...]
    total: int

    @property
    def answers(self) -> int:
        """How many answers of the API, or failures to answer, it was run with."""
        return len([case for case in self.passed if case not in _NO_ANSWERS])

    @property
    def holds(self) -> bool:
        """Whether it was run, and passed all that was run."""
        return bool(self.passed) and len(self.passed) == self.total


class VerificationReports:
    """The samples of reports, by path.

    Arguments:
        reports: what each report has of a sample.

    Attributes:
        unproven: why samples that were asked for are not proven, by path.
    """

    def __init__(self, reports: Iterable[Mapping[str, Evidence]]) -> None:
        self._reports = tuple(reports)
        self.unproven: dict[str, str] = {}

    def of(self, path: str, data: bytes) -> tuple[Evidence, ...]:
        """Give what is known of the file at a path, if it has these bytes and passed everywhere.

        Of several runs on the same toolchain, that with the most cases stands for all.
        """
        known = [report[path] for report in self._reports if path in report]
        run = [found for found in known if found.total]
        digest = hashlib.sha256(data).hexdigest()
        same = [found for found in run if found.sha256 == digest]
        if not same:
            reason = "changed since" if run else "not run" if known else "not in a report"
            self.unproven[path] = reason
            return ()
        if not all(found.holds for found in same):
            self.unproven[path] = "failed"
            return ()
        same.sort(key=lambda found: found.total)
        return tuple({(found.toolchain, found.versions): found for found in same}.values())

    def told(self) -> str:
        """Count what is not proven by reason, empty if all is."""
        counts = Counter(self.unproven.values())
        return ", ".join(f"{number} {reason}" for reason, number in sorted(counts.items()))


def read_reports(paths: Iterable[Path]) -> VerificationReports:
    """Read what `gen verify --report` wrote, on one machine or several.

    Raises:
        GenError: if one can't be read, or is no such report.
    """
    return VerificationReports([_read(path) for path in paths])


def _read(path: Path) -> dict[str, Evidence]:
    try:
        made = json.loads(read_regular(os.fspath(path), follows=True))
    except OSError as error:
        todo = "name a file that gen verify --report wrote"
        raise GenError(f"{path}: can't be read ({error.strerror or error}); {todo}") from error
    except (ValueError, RecursionError) as error:
        raise _no_report(path, "this is no JSON") from error
    if not isinstance(made, dict) or made.get("format") != FORMAT:
        raise _no_report(path, f"this is no report of format {FORMAT}")
    try:
        rows = [row for row in made["samples"] if "program" not in row]
        return {str(row["path"]): _evidence(row) for row in rows}
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise _no_report(path, "a sample in it is not as gen writes it") from error


def _evidence(row: Mapping[str, Any]) -> Evidence:
    states = [(str(cell["case"]), cell["state"]) for cell in row["cells"]]
    run = [state for _, state in states if state != "not run"]
    return Evidence(
        sha256=str(row["sha256"]),
        toolchain=str(row["toolchain"] or ""),
        versions=tuple((str(name), str(told)) for name, told in row["versions"].items()),
        passed=tuple(case for case, state in states if state in ("passed", "known")),
        total=len(run),
    )


def _no_report(path: Path, what: str) -> GenError:
    return GenError(f"{path}: {what}; write one with gen verify --report FILE")
