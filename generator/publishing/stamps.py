"""Stamps of `gen publish`, by which a run that has nothing to do ends at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.config.config import Publication
from generator.output.changes import Changes
from generator.output.folder import OutputFolder
from generator.output.other_files import find_other_files
from generator.output.up_to_date import Stamp
from generator.sources.source import WatchedFolders, current_digest
from generator.system.regular_files import read_regular


class PublicationStamps:
    """The stamps of the publications of one run, and what the run reads.

    Arguments:
        options: the options of the run.
        spec: the path of the spec, or of the folder of specs.
        templates: the paths of the user's template folders.
        reports: the paths of the reports of `gen verify` that were given.
        publications: what is published.
        shared: whether the user says that folders may have files of others.

    Attributes:
        sources: opens the folders of specs, and records what is read.
    """

    def __init__(
        self,
        options: Sequence[object],
        spec: str,
        templates: Iterable[str],
        reports: Iterable[str],
        publications: Sequence[Publication],
        shared: bool,
    ) -> None:
        shown = [hashlib.sha256(read_regular(path)).hexdigest() for path in reports]
        rows = [(row.format, row.tabs, row.out, row.is_shared) for row in publications]
        self._own = {row.out for row in publications if not (shared or row.is_shared)}
        self.sources = WatchedFolders(Path(spec))
        self._stamps = [
            Stamp(
                ("publish", *options, shared, *shown, *rows, number),
                Path(publication.out),
                templates,
                Path(spec),
                current_digest,
            )
            for number, publication in enumerate(publications)
        ]

    def unchanged_runs(self) -> list[tuple[int, str]]:
        """Return what `Stamp.unchanged_run` does for each publication.

        Returns:
            An empty list if any has changed, or if a folder has files of others that it must not.
        """
        if any(find_other_files(OutputFolder(Path(out)), {}).paths for out in self._own):
            return []
        runs = [stamp.unchanged_run() for stamp in self._stamps]
        found = [run for run in runs if run is not None]
        return found if len(found) == len(runs) else []

    def save(self, number: int, changes: Changes, message: str) -> None:
        """Save the stamp of one publication.

        Arguments:
            number: the number of the publication.
            changes: the changes that the run made to its folder.
            message: what the run told.
        """
        self._stamps[number].save(self.sources.digests, changes, message, {})
