"""What mutants are tried on: every shape of a request, and how much is asked of each."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from generator.languages.target import Target
from generator.model.api import Api, Operation
from generator.model.variants import Loop
from generator.plan import make_plan
from generator.rendering.jobs import Job
from generator.rendering.request import bind
from generator.spec.loader import load
from tests.support import ROOT, languages

# The operations that are run against every answer; the one that most faults show in comes first.
# What another operation has of its own is its request, which one answer proves.
THOROUGH = [
    *("parameters-everywhere", "value-first", "plain-head"),
    *("download-with-header", "json-answer-boolean", "with-key"),
]
# Which cases a job is run with; None is all.
Cases = frozenset[str] | None
_EXTRA = Path(__file__).with_name("extra.yaml")


@cache
def apis() -> tuple[Api, ...]:
    """The repository's APIs, and those of tests."""
    places = [
        ROOT / "tests/compiled/wire/shapes.yaml",
        ROOT / "tests/compiled/wire/bodies.yaml",
        ROOT / "tests/golden/cases/credentials",
        ROOT / "tests/golden/cases/loops",
        _EXTRA,
    ]
    return tuple(api for place in (*places, ROOT / "spec") for api in load(place))


def jobs(target: Target) -> list[Job]:
    """Plan one target's sample of every operation, in the order in which they are tried."""
    planned = make_plan(apis(), languages(), bind, [target.id]).jobs
    return sorted(planned, key=lambda job: _rank(job.operation))


def _rank(operation: Operation) -> int:
    return THOROUGH.index(operation.id) if operation.id in THOROUGH else len(THOROUGH)


def is_thorough(job: Job) -> bool:
    """Say whether a job is run against every answer."""
    return job.operation.id in THOROUGH or (job.variant.loop is not None and job.api.id == "loops")


def succeeds(jobs: Iterable[Job]) -> Cases:
    """Give the cases in which jobs succeed, and those that only jobs with files or tasks have."""
    cases = set()
    for job in jobs:
        is_list = job.variant.loop is Loop.ALL_PAGES
        cases.add("pages" if is_list else str(job.operation.success.status))
        task = job.operation.long_running
        cases |= (
            {"failed"} if job.variant.loop is Loop.UNTIL_DONE and task and task.failed else set()
        )
        cases |= {"no-file"} if job.request.files else set()
        cases |= {"not-saved"} if job.request.output else set()
    return frozenset(cases)
