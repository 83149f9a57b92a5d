"""What a preview shows: the pages of the last inputs without a fault, and the faults of today's."""

from __future__ import annotations

import secrets
import threading
from collections import Counter
from collections.abc import Callable, Sequence

from generator.model.structs import Struct
from generator.preview.faults import INPUT_ERRORS, Fault, make_faults
from generator.preview.input_reader import InputReader
from generator.preview.site import Site


class State(Struct, frozen=True):
    """What a browser has to know to show a page.

    Attributes:
        version: changes whenever anything of this changes.
        pages: changes with the pages; empty if there are none yet.
        faults: what is wrong with today's inputs. The pages are then from before.
        notes: what else is to be said about the page: warnings, and samples that are not made.
    """

    version: str
    pages: str
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Return the state as an object of JSON."""
        faults = [fault.as_json() for fault in self.faults]
        return {
            "version": self.version,
            "pages": self.pages,
            "faults": faults,
            "notes": list(self.notes),
        }


class Preview:
    """The pages of the inputs, as they are now.

    One thread calls `update`, others everything else. Pages are made and inputs are read by one
    thread at a time.

    Arguments:
        reader: reads the inputs.
        samples: the ids of the targets whose samples the pages show.
        describe: returns lines about a site: warnings, and what is missing in it.

    Attributes:
        site: the last site without a fault; None if there was none yet.
        faults: what is wrong with today's inputs; empty if `site` is made of them.
        error: the error that they come from; None if there is none.
        notes: the lines about `site`.
    """

    def __init__(
        self,
        reader: InputReader,
        samples: Sequence[str],
        describe: Callable[[Site], Sequence[str]] = lambda site: (),  # noqa: ARG005
    ) -> None:
        self.reader = reader
        self.site: Site | None = None
        self.faults: tuple[Fault, ...] = ()
        self.error: Exception | None = None
        self.notes: tuple[str, ...] = ()
        self._samples = samples
        self._describe = describe
        # Two previews in turn, at the same port, never have the same version.
        self._run = secrets.token_hex(4)
        self._updates = self._sites = 0
        self._work = threading.Lock()
        self._changed = threading.Condition()
        self._open: Counter[str] = Counter()
        self._last = ""

    def update(self) -> bool:
        """Read the inputs, make the open pages of them, and tell all browsers that wait.

        Returns:
            True if there are new pages, False if the inputs have faults.
        """
        with self._changed:
            wanted = {*self._open, self._last}
        site: Site | None = None
        notes, faults, caught = self.notes, tuple[Fault, ...](), None
        with self._work:
            try:
                site = Site(self.reader.read(), self._samples)
                for path in wanted & site.jobs.keys():
                    site.page(path)
                notes = tuple(self._describe(site))
            except INPUT_ERRORS as error:
                caught, faults = error, make_faults(error, self.reader.read_lines)
                # What was read stays in memory as long as the steps that led to the error.
                caught.__traceback__ = caught.__cause__ = caught.__context__ = None
        with self._changed:
            self._updates += 1
            self.faults, self.error = faults, caught
            if caught is None:
                self.site, self.notes = site, notes
                self._sites += 1
            self._changed.notify_all()
        return caught is None

    def page(self, path: str) -> bytes | None:
        """Return a page of the last site without a fault.

        Arguments:
            path: the path of the page in the site.

        Returns:
            The bytes; None if there is no such page, or if it can't be made. `state` has the
            faults then.
        """
        with self._work:
            site = self.site
            if site is None or path not in site.jobs:
                return None
            with self._changed:
                self._last = path
            try:
                return site.page(path)
            except INPUT_ERRORS:
                return None

    def state(self, page: str) -> State:
        """Return the state of a page."""
        with self._changed:
            updates, sites, site = self._updates, self._sites, self.site
            faults, notes = self.faults, self.notes
        if site is not None and page in site.jobs:
            with self._work:
                try:
                    site.page(page)
                except INPUT_ERRORS as error:
                    faults = faults or make_faults(error, self.reader.read_lines)
                notes = (*notes, *map(str, site.left_out(page)))
        pages = f"{self._run}-{sites}" if sites else ""
        return State(f"{self._run}-{updates}", pages, faults, tuple(dict.fromkeys(notes)))

    def wait(self, page: str, version: str, seconds: float) -> State:
        """Wait until the state of a page is no longer the one that a browser shows.

        Arguments:
            page: the path of the page in the site.
            version: the version of the state that the browser shows; empty for none.
            seconds: the most seconds to wait.

        Returns:
            The state then.
        """
        with self._changed:
            self._open[page] += 1
            try:
                self._changed.wait_for(
                    lambda: f"{self._run}-{self._updates}" != version and self._updates, seconds
                )
            finally:
                self._open[page] -= 1
                self._open += Counter()  # without those that nobody shows
        return self.state(page)
