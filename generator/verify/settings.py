"""Options of a verification, and the limit of programs that run at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from pathlib import Path

from generator.model.api import Api
from generator.model.messages import Where
from generator.verify.cache import Cache
from generator.verify.oracle import Oracle

# Runs that wait for an answer that never comes need no processor, so that this many of them may
# run at a time for each job.
WAITING_PER_JOB = 8


@dataclass(frozen=True)
class Settings:
    """The options of a verification.

    Attributes:
        jobs: how many programs run at a time. Programs that wait for an answer have a limit of
            their own.
        trusted: whether samples of templates that are not built in may run.
        cases: the only cases to run, by their id or the heading of their column; None for all.
        out: the output folder, whose files must be what is rendered; None to skip this check.
        cache: the cells that passed in earlier runs; None to remember none.
        progress: called after each cell.
        keep_going: whether a sample's other cases run after one has failed.
        network_samples: the paths of the only samples that run the network cases, such as a refused
            connection; None for all samples.
        oracles: what judges the requests of each API, by the API's folder; may lack some.
    """

    jobs: int
    trusted: bool = False
    cases: frozenset[str] | None = None
    out: Path | None = None
    cache: Cache | None = None
    progress: Callable[[], None] = lambda: None
    keep_going: bool = True
    network_samples: frozenset[str] | None = None
    oracles: Mapping[str, Oracle] = field(default_factory=dict)


@dataclass
class Limiter:
    """Limits how many programs run at a time.

    Attributes:
        jobs: how many programs may work at a time.
        closed: set when the verification is cancelled. Then no further program may start.
        working: a semaphore to hold while a program runs that works.
        waiting: a semaphore to hold, in place of `working`, while a program runs that mostly waits
            for an answer.
    """

    jobs: int
    closed: threading.Event = field(default_factory=threading.Event)
    working: threading.Semaphore = field(init=False)
    waiting: threading.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self.working = threading.Semaphore(self.jobs)
        self.waiting = threading.Semaphore(self.jobs * WAITING_PER_JOB)

    def check(self) -> None:
        """Raise an error if the verification is cancelled; to be called before a program starts.

        Raises:
            CancelledError: if `closed` is set.
        """
        if self.closed.is_set():
            raise CancelledError


def make_keys(api: Api) -> dict[str, str]:
    """Return made-up secrets for the credentials of an API, by their environment variables.

    No two are the same, and all have characters that clients may encode wrongly.
    """
    in_query = {c.env for c in api.credentials if c.where is Where.QUERY}
    # No space in a query: curl can write it only as a plus sign there.
    return {
        c.env: f"v3rify/+=:-._~{'' if c.env in in_query else ' '}{c.env}" for c in api.credentials
    }
