"""Render the files of a publication, in several processes if there are many.

GitHub's 1,223 operations take 34 seconds of a processor, which two of them share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from generator.errors import Problem, ProblemsError
from generator.model.structs import Struct
from generator.publishing.evidence import VerificationReports
from generator.publishing.packed_files import PackedFiles
from generator.publishing.planner import PublicationJob
from generator.rendering.parallel import divide, map_parts
from generator.rendering.renderer import render

if TYPE_CHECKING:
    from generator.languages.language import Language, Layers

# One process renders up to this many files sooner than a second process can start and send them.
_MAX_SERIAL_FILES = 200


class PublishedFiles(Struct, frozen=True):
    """What the jobs of a publication have made.

    Attributes:
        files: the bytes of the files by path, in the order of the jobs.
        skipped: a problem for each value for which a sample is left out, since its language can't
            write that value.
        unproven: see `VerificationReports`.
    """

    files: PackedFiles
    skipped: tuple[Problem, ...]
    unproven: Mapping[str, str]


def render_publication(
    jobs: Sequence[PublicationJob],
    languages: Mapping[str, Language],
    layers: Layers,
    reports: VerificationReports | None,
    processes: int,
) -> PublishedFiles:
    """Render the files of a publication. `unproven` of the reports gets all samples without proof.

    Arguments:
        jobs: one job for each file.
        languages: all languages, by id.
        layers: the template folders.
        reports: the reports of `gen verify` that were given; None without any.
        processes: the most processes to use.

    Raises:
        ProblemsError: if any job has problems. The error has the problems of all jobs.
    """

    def render_part(part: Sequence[PublicationJob]) -> PublishedFiles:
        skipped: list[Problem] = []
        find = reports.find if reports else None
        files = PackedFiles()
        render(part, languages, layers, find, skipped=skipped, on_file=files.add)
        return PublishedFiles(files, tuple(skipped), reports.unproven if reports else {})

    is_small = processes < 2 or len(jobs) <= _MAX_SERIAL_FILES
    try:
        made = [render_part(jobs)] if is_small else map_parts(_divide(jobs, processes), render_part)
    except ProblemsError:  # has the problems of one part; rendering all jobs reports all
        made = [render_part(jobs)]
    files = PackedFiles()
    for share in made:
        files.take(share.files)
    files.sort([job.path for job in jobs if job.path in files])
    if reports is not None:
        for share in made:
            reports.unproven.update(share.unproven)
    return PublishedFiles(
        files,
        tuple(problem for share in made for problem in share.skipped),
        {} if reports is None else reports.unproven,
    )


def _divide(jobs: Sequence[PublicationJob], processes: int) -> list[Sequence[PublicationJob]]:
    """Divide jobs into parts of about the same size.

    The files about one operation stay together, since they show the same samples.
    """
    subjects: dict[tuple[str, str], list[PublicationJob]] = {}
    for job in jobs:
        subjects.setdefault((job.api.folder, job.subject), []).append(job)
    return [
        [job for jobs_of_one in part for job in jobs_of_one]
        for part in divide(list(subjects.values()), processes)
    ]
