"""Settings of a verification, and the limit of programs that run at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from pathlib import Path

from generator.model.api import Api
from generator.model.messages import Where
from generator.verify.cache import Cache

# Runs that wait for an answer that never comes need no processor, so that this many of them may
# run at a time for each job.
WAITING_PER_JOB = 8


@dataclass(frozen=True)
class Settings:
    """The settings of a verification.

    Attributes:
        jobs: how many programs run at a time.
        trusted: whether steps and templates of the user's own folders may run.
        cases: ids or columns of the only cases to run; None for all.
        out: the output folder, whose files must be the rendered ones; None to skip this check.
        cache: the cells that passed before; None to keep no cache.
        progress: called after each cell.
        keep_going: whether a sample's other cases run after one has failed.
        network_samples: paths of the samples that run the network cases, too; None for all.
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
    """Limits how many programs run at a time.

    Attributes:
        jobs: how many programs may work at a time.
        closed: set when the verification is cancelled; then nothing more may start.
        working: held while a program runs that works.
        waiting: held instead while a program runs that mostly waits for an answer.
    """

    jobs: int
    closed: threading.Event = field(default_factory=threading.Event)
    working: threading.Semaphore = field(init=False)
    waiting: threading.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self.working = threading.Semaphore(self.jobs)
        self.waiting = threading.Semaphore(self.jobs * WAITING_PER_JOB)

    def check(self) -> None:
        """Raise an error if the verification is cancelled.

        Raises:
            CancelledError: if `closed` is set.
        """
        if self.closed.is_set():
            raise CancelledError


def make_keys(api: Api) -> dict[str, str]:
    """Return a different secret for each credential, by the credential's environment variable.

    They have characters that clients may encode wrongly.
    """
    in_query = {c.env for c in api.credentials if c.where is Where.QUERY}
    # No space in a query: curl can write it only as a plus sign there.
    return {
        c.env: f"v3rify/+=:-._~{'' if c.env in in_query else ' '}{c.env}" for c in api.credentials
    }
