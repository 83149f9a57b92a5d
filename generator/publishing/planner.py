"""A plan of samples → what is published of them: files of an operation each, and of a whole API."""

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
        path: relative to the output folder.
        template: its template's path in the folders.
        target: what it is a file of.
        api: the API; of a file for all of them, the first.
        operation: its operation; None if it is of the whole API.
        apis: all that are published.
        is_site: whether it is one file for all of them.
        requests: what the samples send, by the id of their operation.
        samples: the jobs of the samples that are shown, by the same.
        elsewhere: the same jobs with another endpoint, by path; none if the API has no other.
        pages: the names of the files of each operation, by its id.
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
    elsewhere: Mapping[str, Job]
    pages: Mapping[str, str]

    wanted = True

    @property
    def subject(self) -> str:
        """The id of its operation, empty if it is of all."""
        return self.operation.id if self.operation else ""

    def context(self, renderer: Renderer) -> dict[str, object]:
        """Give the variables that its template sees: all files of an API show the same samples."""
        key = "entries", self.target.id, self.api.folder
        entries = renderer.make_once(key, lambda: self._entries(renderer))
        encoders = renderer.languages[self.target.language].encoders
        prose = encoders["text"].encode if "text" in encoders else Code
        return publication_context(self, entries, renderer.has_evidence, prose)

    def _entries(self, renderer: Renderer) -> list[PublishedOperation]:
        return [
            PublishedOperation(
                operation,
                self.requests[operation.id],
                tuple(
                    renderer.sample(job, self.elsewhere.get(job.path))
                    for job in self.samples[operation.id]
                ),
                self.pages.get(operation.id, ""),
            )
            for operation in self.api.operations
        ]


def plan_publication(
    apis: tuple[Api, ...],
    jobs: Sequence[Job],
    elsewhere: Sequence[Job],
    target: Target,
    bind: Callable[[Api], Binding],
) -> list[PublicationJob]:
    """Plan the files of a publication.

    Arguments:
        apis: what is published.
        jobs: the samples that are shown.
        elsewhere: the same samples with other endpoints, where an API has another.
        target: what is published.
        bind: gives the binding of an API that the samples are made with.

    Raises:
        ProblemsError: if two files would have one path.
    """
    found: list[PublicationJob] = []
    others = {job.path: job for job in elsewhere if job.target.is_sample}
    for api in apis:
        samples: dict[str, list[Job]] = {operation.id: [] for operation in api.operations}
        for job in jobs:
            if job.api is api and job.target.is_sample:
                samples[job.operation.id].append(job)
        binding = bind(api)
        requests = {o.id: make_request(api, o, binding) for o in api.operations}
        single = next((file for file in target.files if file.each == "operation"), None)
        pages = {o.id: _named(single.pattern, o.id) for o in api.operations} if single else {}
        for file in target.files:
            is_site = file.each == "site"
            if is_site and api is not apis[0]:
                continue
            for operation in api.operations if file.each == "operation" else (None,):
                name = _named(file.pattern, operation.id if operation else api.id)
                found.append(
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
                        elsewhere=others,
                        pages=pages,
                    )
                )
    problems = find_path_conflicts(found)
    if problems:
        raise ProblemsError(problems)
    return found


def other_region(api: Api, endpoint: str) -> Region | None:
    """Give a region with another endpoint, the longest there is; None if all have the same.

    Arguments:
        api: the API.
        endpoint: scheme and host that are called anyway.
    """
    others = (region for region in api.regions if region.endpoint != endpoint)
    return max(others, key=lambda region: len(region.endpoint), default=None)


def _named(pattern: str, id_: str) -> str:
    return fill_pattern(pattern, in_cases(id_))


def publication_context(
    job: PublicationJob,
    entries: Sequence[PublishedOperation],
    has_proofs: bool,
    prose: Callable[[str], Code],
) -> dict[str, object]:
    """Give what a file to publish knows.

    Arguments:
        job: the file.
        entries: all operations of its API.
        has_proofs: whether anything is known of what was verified.
        prose: what writes text as CommonMark.
    """

    def as_openapi() -> Value:
        from generator.publishing.openapi_document import make_openapi_document  # which few need

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
