"""The plan of a publication: its files for operations, for APIs and for the whole site.

A publication is a format that `gen publish` writes, such as pages for Sphinx. The site is all that
one run publishes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from string import ascii_lowercase
from typing import TYPE_CHECKING

from generator.errors import ProblemsError
from generator.languages.target import Target, fill_pattern
from generator.model.api import Api, Operation
from generator.model.naming import in_cases
from generator.model.structs import Struct
from generator.model.text import Code, Text, join_pieces, reveal
from generator.model.values import Value
from generator.publishing.named_examples import sent_bodies
from generator.publishing.navigation import (
    ListedOperation,
    OperationGroup,
    list_operations,
    make_groups,
    navigate,
)
from generator.publishing.openapi_document import make_openapi_document
from generator.publishing.operation_page import make_operation_page
from generator.publishing.overlay import make_overlay
from generator.publishing.row_anchors import RowAnchors
from generator.publishing.search_index import make_search_index
from generator.rendering.jobs import Job, find_path_conflicts
from generator.rendering.request import Binding, Request, make_request
from generator.rendering.sample import PublishedOperation, Sample, SampleGroup, group_samples

if TYPE_CHECKING:
    from generator.rendering.renderer import Renderer


class PublicationJob(Struct, frozen=True, eq=False):
    """One file to publish.

    Attributes:
        path: the path of the file, relative to the output folder.
        template: the path of the template that makes the file, relative to a template folder.
        target: the publication that the file belongs to.
        api: the API that the file is about; the first API for a file about the whole site.
        operation: the operation that the file is about; None for a file about an API or the site.
        apis: all published APIs.
        is_site: whether the file is about the whole site.
        requests: the request that the samples of each operation send, by the operation's id.
        samples: the jobs that render the samples of each operation, by the operation's id.
        calls: the jobs that render the calls of clients, by the operation's id.
        elsewhere_jobs: jobs that render the same samples with another endpoint, by path. APIs with
            only one endpoint have no such jobs.
        pages: for the folder of each API, the name of each operation's file by the operation's id;
            these are empty if operations have no files of their own.
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
    calls: Mapping[str, Sequence[Job]]
    elsewhere_jobs: Mapping[str, Job]
    pages: Mapping[str, Mapping[str, str]]

    wanted = True

    @property
    def subject(self) -> str:
        """The id of the operation that the file is about; empty if it is about no single one."""
        return self.operation.id if self.operation else ""

    def context(self, renderer: Renderer) -> dict[str, object]:
        """Return the variables that the job's template can use, by name.

        The files of an API share the list of operations with samples, so it is made once.

        Arguments:
            renderer: renders the samples.
        """
        key = self.target.id, self.api.folder
        entries = renderer.make_once(("entries", *key), lambda: self._entries(renderer))
        groups = renderer.make_once(("groups", *key), lambda: make_groups(self.api, entries))
        listed = renderer.make_once(("listed", *key), lambda: list_operations(groups))
        encoders = renderer.languages[self.target.language].encoders
        prose = encoders["text"].encode if "text" in encoders else Code
        context = make_context(self, entries, groups, listed, renderer.has_evidence, prose)
        if self.operation is not None:
            samples = listed[self.operation.id].entry.samples
            context["code_groups"] = self._code_groups(self.operation, samples, renderer)
        return context

    def _code_groups(
        self, operation: Operation, samples: Sequence[Sample], renderer: Renderer
    ) -> list[SampleGroup]:
        """Return the samples of an operation and the calls of clients, in the published order."""
        calls = (self._sample(job, renderer) for job in self.calls.get(operation.id, ()))
        order = {reveal(name): number for number, name in enumerate(self.api.targets or ())}
        return [
            SampleGroup(
                group.variant,
                tuple(sorted(group.samples, key=lambda s: order.get(s.target, len(order)))),
            )
            for group in group_samples((*samples, *calls))
        ]

    def _sample(self, job: Job, renderer: Renderer) -> Sample:
        """Render a sample, or return it if it was rendered before."""
        is_fixed = job.operation.has_own_host
        return renderer.sample(job, None if is_fixed else self.elsewhere_jobs.get(job.path))

    def _entries(self, renderer: Renderer) -> list[PublishedOperation]:
        """Make the operations of the job's API, with their samples."""
        return [
            PublishedOperation(
                operation,
                self.requests[operation.id],
                partial(self._render_samples, operation, renderer),
                self.pages[self.api.folder].get(operation.id, ""),
            )
            for operation in self.api.operations
        ]

    def _render_samples(self, operation: Operation, renderer: Renderer) -> tuple[Sample, ...]:
        """Render the samples of an operation, or return those that were rendered before."""
        return tuple(self._sample(job, renderer) for job in self.samples[operation.id])


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
        jobs: the jobs that render the samples to show, and the calls of clients.
        elsewhere_jobs: jobs that render the same samples with another endpoint, for APIs that have
            another one.
        target: the publication to make.
        bind: returns the endpoint, timeout and values with which requests of an API are made.

    Returns:
        One job for each file.

    Raises:
        ProblemsError: if two files would have the same path.
    """
    planned: list[PublicationJob] = []
    others = {job.path: job for job in elsewhere_jobs if job.target.is_sample or job.caller}
    single = next((file for file in target.files if file.each == "operation"), None)
    pages = {
        api.folder: {o.id: _file_name(single.pattern, o.id) for o in api.operations}
        if single
        else {}
        for api in apis
    }
    for api in apis:
        samples: dict[str, list[Job]] = {operation.id: [] for operation in api.operations}
        calls: dict[str, list[Job]] = {operation.id: [] for operation in api.operations}
        for job in jobs:
            if job.caller is not None and job.api.folder == api.folder:
                calls[job.operation.id].append(job)
            elif job.api is api and job.target.is_sample:
                samples[job.operation.id].append(job)
        binding = bind(api)
        requests = {o.id: make_request(api, o, binding) for o in api.operations}
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
                        calls=calls,
                        elsewhere_jobs=others,
                        pages=pages,
                    )
                )
    problems = find_path_conflicts(planned)
    if problems:
        raise ProblemsError(problems)
    return planned


def other_endpoint(api: Api) -> str | None:
    """Make an endpoint that no region of an API has, as long as the longest of its regions.

    Pages find the endpoint in a sample by comparing the sample with one for another endpoint.

    Arguments:
        api: the API whose regions are searched.

    Returns:
        A scheme and a host; None if all regions have the same endpoint.
    """
    endpoints = {region.endpoint for region in api.regions}
    if len(endpoints) < 2:
        return None
    scheme, mark, host = max(sorted(endpoints), key=len).partition("://")
    others = (f"{scheme}{mark}{letter}{host[1:]}" for letter in ascii_lowercase)
    return next((endpoint for endpoint in others if endpoint not in endpoints), None)


def _file_name(pattern: str, id_: str) -> str:
    """Fill the pattern of a file name with an id."""
    return fill_pattern(pattern, in_cases(id_))


def make_context(
    job: PublicationJob,
    entries: Sequence[PublishedOperation],
    groups: Sequence[OperationGroup],
    listed: Mapping[str, ListedOperation],
    has_proofs: bool,
    prose: Callable[[str], Code],
) -> dict[str, object]:
    """Return the variables that the template of a file to publish can use, by name.

    Arguments:
        job: the job of the file.
        entries: all operations of the job's API, with their samples.
        groups: the same operations by their tags.
        listed: the same with their neighbours, by the operation's id.
        has_proofs: whether results of `gen verify` were given.
        prose: escapes a text so that it means itself in CommonMark.
    """

    def as_openapi() -> Value:
        # Few templates need it.
        return make_openapi_document(job.api, entries, prose)

    def as_overlay() -> Value:
        return make_overlay(job.api, entries)

    def search_index() -> Text:
        return make_search_index(job.api, job.pages[job.api.folder])

    def search_indexes() -> list[tuple[Api, Text]]:
        return [(api, make_search_index(api, job.pages[api.folder])) for api in job.apis]

    if job.is_site:
        return {
            "apis": job.apis,
            "title": job.target.title,
            "has_proofs": has_proofs,
            "search_indexes": search_indexes,
        }
    api = job.api
    default = next((region for region in api.regions if region.id == api.default_region), None)
    context: dict[str, object] = {
        "api": api,
        "apis": job.apis,
        "title": job.target.title,
        "entries": entries,
        "groups": [(group.tag, group.entries) for group in groups],
        "navigation": navigate(groups, job.operation),
        "region": default,
        "endpoint": default.endpoint if default else _called_endpoint(api, entries),
        "has_proofs": has_proofs,
        "as_openapi": as_openapi,
        "as_overlay": as_overlay,
        "search_index": search_index,
    }
    if job.operation is not None:
        row = listed[job.operation.id]
        entry = row.entry
        sample_groups = group_samples(entry.samples)
        context |= {
            "entry": entry,
            "position": row.position,
            # Called by formats that are web pages, and by those that are Markdown.
            "make_page": partial(make_operation_page, api, entry.operation),
            "make_anchors": partial(RowAnchors, api, entry.operation),
            "previous": row.previous,
            "next": row.next,
            "operation": entry.operation,
            "region": entry.request.region,
            "endpoint": entry.request.endpoint,
            "request": entry.request,
            "success": entry.operation.success,
            "samples": list(sample_groups[0].samples) if sample_groups else [],
            "sample_groups": sample_groups,
            "bodies": list(sent_bodies(entry)),
            "listed_regions": api.regions_of(entry.operation),
            "region_page": None,  # formats whose index has the regions say so in a template
        }
    return context


def _called_endpoint(api: Api, entries: Iterable[PublishedOperation]) -> str:
    """Return the endpoint that samples of an API without regions call."""
    shared = (e.request.endpoint for e in entries if not e.operation.has_own_host)
    return next(shared, join_pieces(api.endpoint))
