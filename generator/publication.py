"""A plan of samples → what is published of them: files of an operation each, and of a whole API."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from generator.errors import ProblemsError
from generator.literals import in_cases
from generator.model import Api, Operation, Region
from generator.plan import Job, Plan, shared_paths
from generator.request import Binding, Request, make_request
from generator.struct import Struct
from generator.target import Target, filled


class Publication(Struct, frozen=True, eq=False):
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

    @property
    def subject(self) -> str:
        """The id of its operation, empty if it is of all."""
        return self.operation.id if self.operation else ""


def publications(
    plan: Plan, elsewhere: Plan, target: Target, bind: Callable[[Api], Binding]
) -> list[Publication]:
    """Plan the files of a publication.

    Arguments:
        plan: the samples that are shown.
        elsewhere: the same samples with other endpoints, where an API has another.
        target: what is published.
        bind: gives the binding of an API that the plan was made with.

    Raises:
        ProblemsError: if two files would have one path.
    """
    found: list[Publication] = []
    others = {job.path: job for job in elsewhere.jobs if job.target.is_sample}
    for api in plan.apis:
        samples: dict[str, list[Job]] = {operation.id: [] for operation in api.operations}
        for job in plan.jobs:
            if job.api is api and job.target.is_sample:
                samples[job.operation.id].append(job)
        binding = bind(api)
        requests = {o.id: make_request(api, o, binding) for o in api.operations}
        single = next((file for file in target.files if file.each == "operation"), None)
        pages = {o.id: _named(single.pattern, o.id) for o in api.operations} if single else {}
        for file in target.files:
            is_site = file.each == "site"
            if is_site and api is not plan.apis[0]:
                continue
            for operation in api.operations if file.each == "operation" else (None,):
                name = _named(file.pattern, operation.id if operation else api.id)
                found.append(
                    Publication(
                        path=name if is_site else f"{api.folder}/{name}",
                        template=file.template,
                        target=target,
                        api=api,
                        operation=operation,
                        apis=plan.apis,
                        is_site=is_site,
                        requests=requests,
                        samples=samples,
                        elsewhere=others,
                        pages=pages,
                    )
                )
    problems = shared_paths(found)
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
    return filled(pattern, in_cases(id_))
