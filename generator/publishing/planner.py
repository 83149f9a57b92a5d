"""The plan of a publication: its files for operations, for APIs and for the whole site."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from generator.errors import ProblemsError
from generator.languages.target import Target, fill_pattern
from generator.model.api import Api, Operation, Region
from generator.model.naming import in_cases
from generator.model.structs import Struct
from generator.model.text import Code
from generator.model.values import Value
from generator.rendering.jobs import Job, find_path_conflicts
from generator.rendering.request import Binding, Request, make_request
from generator.rendering.sample import PublishedOperation

if TYPE_CHECKING:
    from generator.rendering.renderer import Renderer


class PublicationJob(Struct, frozen=True, eq=False):
    """One file to publish.

    Attributes:
        path: the path relative to the output folder.
        template: the path of its template in the template folders.
        target: the publication that it belongs to.
        api: the API; the first one for a file of the whole site.
        operation: the operation; None for a file of an API or the whole site.
        apis: all published APIs.
        is_site: whether the file is for the whole site.
        requests: the requests of the samples, by operation id.
        samples: the jobs of the samples, by operation id.
        elsewhere_jobs: the same jobs with another endpoint, by path; empty if the API has one
            endpoint only.
        pages: the names of each operation's file, by operation id.
    """

    path: str
    template: str
    target: Target
    api: Api
    operation: Operation | None
    apis: tuple[Api, ...]
    is_site: bool
    requests: Mapping[str, Request]
    samples: Mapping[str, Sequence[Job]]
    elsewhere_jobs: Mapping[str, Job]
    pages: Mapping[str, str]

    wanted = True

    @property
    def subject(self) -> str:
        """The id of its operation; empty if it has none."""
        return self.operation.id if self.operation else ""

    def context(self, renderer: Renderer) -> dict[str, object]:
        """Return the variables that its template can use.

        The files of an API share their entries, so these are made once.
        """
        key = "entries", self.target.id, self.api.folder
        entries = renderer.make_once(key, lambda: self._entries(renderer))
        encoders = renderer.languages[self.target.language].encoders
        prose = encoders["text"].encode if "text" in encoders else Code
        return make_context(self, entries, renderer.has_evidence, prose)

    def _entries(self, renderer: Renderer) -> list[PublishedOperation]:
        """Make the operations of the job's API, with their samples."""
        return [
            PublishedOperation(
                operation,
                self.requests[operation.id],
                tuple(
                    renderer.sample(job, self.elsewhere_jobs.get(job.path))
                    for job in self.samples[operation.id]
                ),
                self.pages.get(operation.id, ""),
            )
            for operation in self.api.operations
        ]


def plan_publication(
    apis: tuple[Api, ...],
    jobs: Sequence[Job],
    elsewhere_jobs: Sequence[Job],
    target: Target,
    bind: Callable[[Api], Binding],
) -> list[PublicationJob]:
    """Plan the files of a publication.

    Arguments:
        apis: the APIs to publish.
        jobs: the jobs of the samples to show.
        elsewhere_jobs: the jobs of the same samples with another endpoint, for APIs that have one.
        target: the publication.
        bind: returns the binding of an API that the samples are made with.

    Raises:
        ProblemsError: if two files would have one path.
    """
    planned: list[PublicationJob] = []
    others = {job.path: job for job in elsewhere_jobs if job.target.is_sample}
    for api in apis:
        samples: dict[str, list[Job]] = {operation.id: [] for operation in api.operations}
        for job in jobs:
            if job.api is api and job.target.is_sample:
                samples[job.operation.id].append(job)
        binding = bind(api)
        requests = {o.id: make_request(api, o, binding) for o in api.operations}
        single = next((file for file in target.files if file.each == "operation"), None)
        pages = {o.id: _file_name(single.pattern, o.id) for o in api.operations} if single else {}
        for file in target.files:
            is_site = file.each == "site"
            if is_site and api is not apis[0]:
                continue
            for operation in api.operations if file.each == "operation" else (None,):
                name = _file_name(file.pattern, operation.id if operation else api.id)
                planned.append(
                    PublicationJob(
                        path=name if is_site else f"{api.folder}/{name}",
                        template=file.template,
                        target=target,
                        api=api,
                        operation=operation,
                        apis=apis,
                        is_site=is_site,
                        requests=requests,
                        samples=samples,
                        elsewhere_jobs=others,
                        pages=pages,
                    )
                )
    problems = find_path_conflicts(planned)
    if problems:
        raise ProblemsError(problems)
    return planned


def other_region(api: Api, endpoint: str) -> Region | None:
    """Return the region with the longest endpoint other than `endpoint`; None if there is none.

    Arguments:
        api: the API.
        endpoint: the scheme and host to differ from.
    """
    others = (region for region in api.regions if region.endpoint != endpoint)
    return max(others, key=lambda region: len(region.endpoint), default=None)


def _file_name(pattern: str, id_: str) -> str:
    """Fill the pattern of a file name with an id."""
    return fill_pattern(pattern, in_cases(id_))


def make_context(
    job: PublicationJob,
    entries: Sequence[PublishedOperation],
    has_proofs: bool,
    prose: Callable[[str], Code],
) -> dict[str, object]:
    """Return the variables that the template of a file to publish can use.

    Arguments:
        job: the file.
        entries: all operations of its API, with their samples.
        has_proofs: whether there are reports of `gen verify`.
        prose: escapes text as CommonMark.
    """

    def as_openapi() -> Value:
        # Few templates need it.
        from generator.publishing.openapi_document import make_openapi_document

        return make_openapi_document(job.api, entries, prose)

    def as_overlay() -> Value:
        from generator.publishing.overlay import make_overlay

        return make_overlay(job.api, entries)

    if job.is_site:
        return {"apis": job.apis, "title": job.target.title, "has_proofs": has_proofs}
    first = entries[0]
    context: dict[str, object] = {
        "api": job.api,
        "apis": job.apis,
        "title": job.target.title,
        "entries": entries,
        "region": first.request.region,
        "endpoint": first.request.endpoint,
        "has_proofs": has_proofs,
        "as_openapi": as_openapi,
        "as_overlay": as_overlay,
    }
    for number, entry in enumerate(entries):
        if entry.operation is job.operation:
            context |= {
                "entry": entry,
                "previous": entries[number - 1] if number else None,
                "next": entries[number + 1] if number + 1 < len(entries) else None,
                "operation": entry.operation,
                "request": entry.request,
                "success": entry.operation.success,
                "samples": list(entry.samples),
            }
    return context
