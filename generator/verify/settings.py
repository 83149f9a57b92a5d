"""How a verification is done, and how much of it at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from pathlib import Path

from generator.model.api import Api
from generator.model.messages import Where
from generator.verify.cache import Cache

# How many runs may wait for an answer that never comes, for each that may do something.
WAITING_PER_JOB = 8


@dataclass(frozen=True)
class Settings:
    """How a verification is done.

    Attributes:
        jobs: how many programs run at a time.
        trusted: whether steps and templates of the user's own folders may run.
        cases: ids or columns of the only cases to run; None for all.
        out: the output folder whose files must be what is rendered; None for no such check.
        cache: what passed before.
        progress: called behind each cell.
        keep_going: whether all cases are run, whatever failed.
        network_samples: paths of the samples that run what a network brings, too; None for all.
    """

    jobs: int
    trusted: bool = False
    cases: frozenset[str] | None = None
    out: Path | None = None
    cache: Cache | None = None
    progress: Callable[[], None] = lambda: None
    keep_going: bool = True
    network_samples: frozenset[str] | None = None


@dataclass
class Limiter:
    """Lets only so many programs run at a time; those that wait for an answer count little.

    When `closed` is set, what runs is ended, and nothing more is begun.
    """

    jobs: int
    closed: threading.Event = field(default_factory=threading.Event)
    working: threading.Semaphore = field(init=False)
    waiting: threading.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self.working = threading.Semaphore(self.jobs)
        self.waiting = threading.Semaphore(self.jobs * WAITING_PER_JOB)

    def check(self) -> None:
        """See that something may be begun.

        Raises:
            CancelledError: if nothing may.
        """
        if self.closed.is_set():
            raise CancelledError


def make_keys(api: Api) -> dict[str, str]:
    """Choose a value for each credential's variable: no two alike, with what clients may mangle."""
    asked = {c.env for c in api.credentials if c.where is Where.QUERY}
    # No space in a query, where curl writes it as a plus sign for lack of another way.
    return {c.env: f"v3rify/+=:-._~{'' if c.env in asked else ' '}{c.env}" for c in api.credentials}
