"""Render jobs: one for each file to render.

A job says which template makes the file, for which target, and for which operation or API. A
target is one kind of output of a language, such as samples for Java with OkHttp.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from generator.errors import Mark, Problem
from generator.languages.target import ExpectedOutcome, File, NamingRules, Target, fill_pattern
from generator.model.api import Api, Operation, Region
from generator.model.naming import in_case, in_cases
from generator.model.statuses import ErrorStatus
from generator.model.structs import Struct
from generator.model.text import Code
from generator.model.variants import ONLY, OwnSample, Variant
from generator.rendering.request import Request

if TYPE_CHECKING:
    from generator.rendering.renderer import Renderer


class RenderJob(Protocol):
    """One file to render: what all kinds of jobs have in common.

    Attributes:
        path: the path of the file, relative to the output folder.
        template: the path of the template that makes the file, relative to a template folder.
        target: the target that the file belongs to.
        api: the API that the file is about.
        operation: the operation that the file is about; None for a file about the whole API.
        subject: the id of that operation; empty for a file about the whole API.
        wanted: False if the file is not written.
    """

    @property
    def path(self) -> str: ...
    @property
    def template(self) -> str: ...
    @property
    def target(self) -> Target: ...
    @property
    def api(self) -> Api: ...
    @property
    def operation(self) -> Operation | None: ...
    @property
    def subject(self) -> str: ...
    @property
    def wanted(self) -> bool: ...

    def context(self, renderer: Renderer) -> dict[str, object]:
        """Return the variables that the job's template can use, by name."""


class PlannedJob(RenderJob, Protocol):
    """A file of `gen render`, which need not be rendered if all that it is made from is as it was.

    Attributes:
        made_from: the parts of the model that the file is made from, besides those of the API that
            its template names. If the API itself is among them, they are all.
    """

    @property
    def made_from(self) -> tuple[object, ...]: ...


class Program(Protocol):
    """A program that calls a generated client, so that `gen verify` can test the client.

    Attributes:
        program: the id of the program in language.yaml.
        is_page_call: whether web pages show the program as a sample, so that it runs as it stands
            there.
        client: the jobs of all files of the client.
        published: the paths of the client's files.
        folder: the folder of the client's files.
        classes: the names of the client's error classes, by the status and error code that the
            spec documents. The code is None for errors without one.
        base: the name of the base class of all errors of the client.
    """

    @property
    def program(self) -> str: ...
    @property
    def is_page_call(self) -> bool: ...
    @property
    def client(self) -> Sequence[RenderJob]: ...
    @property
    def published(self) -> tuple[str, ...]: ...
    @property
    def folder(self) -> str: ...
    @property
    def classes(self) -> Mapping[tuple[ErrorStatus, str | None], str]: ...
    @property
    def base(self) -> str: ...

    def context(self, job: Job, names: NamingRules) -> dict[str, object]:
        """Return the variables that the program's template can use, besides those of samples.

        Arguments:
            job: the job that renders the program.
            names: the rules for identifiers of the client's language.
        """


class Job(Struct, frozen=True):
    """One file to render for an operation: a sample, a page, or a program that tests a client.

    Attributes:
        path, template, target, api, operation: see `RenderJob`.
        request: the request that the sample or program sends, or that the page describes.
        wanted: False for a sample that is not written but shown in a page.
        caller: what the program knows about the client that it calls; None for a sample or a
            page. Only `gen verify` makes programs.
        variant: which of the operation's samples it is. A page shows them all, and has the first.
        own: the author's sample that the file is; None if the template makes it.
    """

    path: str
    template: str
    target: Target
    api: Api
    operation: Operation
    request: Request
    wanted: bool = True
    caller: Program | None = None
    variant: Variant = ONLY
    own: OwnSample | None = None

    @property
    def subject(self) -> str:
        """The id of the operation that the file is about."""
        return self.operation.id

    @property
    def is_further(self) -> bool:
        """Whether it is another sample of its operation than the first."""
        return self.variant.id != self.operation.variants[0].id

    @property
    def place(self) -> str:
        """The folder that has all samples of the operation, and the pages that show them."""
        return self.path.removesuffix(f"/{self.target.id}/{self.file}")

    @property
    def region_page(self) -> Code | None:
        """The path from this page to the page with the API's regions; None if there is no such."""
        pages = plan_api_pages(self.api, self.target)
        found = next((page.path for page in pages if page.needs == "regions"), None)
        # Ids of targets and names of files have no character that could end a link.
        if found is None:
            return None
        return Code(posixpath.relpath(found, posixpath.dirname(self.path)))

    @property
    def listed_regions(self) -> tuple[Region, ...]:
        """The regions that this page lists: none if readers find them on the page of regions."""
        is_elsewhere = self.operation.availability is None and self.region_page is not None
        return () if is_elsewhere else self.api.regions_of(self.operation)

    @property
    def published(self) -> tuple[str, ...]:
        """The paths of the published files that `gen verify` tests by running this file.

        They are the client's files if this is a program, else the file's own path.
        """
        return self.caller.published if self.caller else (self.path,)

    @property
    def is_page_call(self) -> bool:
        """Whether it is the call of a client that web pages show as a sample."""
        return self.caller is not None and self.caller.is_page_call

    @property
    def proven(self) -> tuple[str, ...]:
        """The paths of the files that a run of this file proves, in the order of their digest."""
        return (self.path, *self.published) if self.is_page_call else self.published

    @property
    def expect(self) -> Mapping[str, ExpectedOutcome]:
        """By the kind of run, what must differ from the usual outcome."""
        return self.target.sample_expect if self.is_page_call else self.target.expect

    @property
    def file(self) -> str:
        """The name of the file to render, without folders."""
        return self.path.rpartition("/")[2]

    @property
    def made_from(self) -> tuple[object, ...]:
        """The parts of the model that the file is made from; see `PlannedJob`."""
        api = self.api
        tags = api.snippet_tags
        parts = (api.id, api.version, tags, self.operation, self.variant, self.request)
        return (*parts, self.region_page, self.listed_regions) if self.target.is_page else parts

    def context(self, renderer: Renderer) -> dict[str, object]:
        """Return the variables that the job's template can use, by name.

        A page can also use the samples of the page's request, which must be rendered already, and
        link to the page with the API's regions.

        Arguments:
            renderer: holds the languages and the rendered samples.
        """
        language = renderer.languages[self.target.language]
        samples = renderer.samples_by_folder.get(self.place, ()) if self.target.is_page else ()
        context = renderer.contexts.make_context(self, language, samples)
        if self.target.is_page:
            context["region_page"] = self.region_page
            context["listed_regions"] = self.listed_regions
        if self.caller is not None:
            context |= self.caller.context(self, language.names)
        return context


class ApiPageJob(Struct, frozen=True):
    """A page about a whole API, such as the table of its regions.

    Attributes:
        path, template, target, api: see `RenderJob`.
        needs: what an API must have so that it has this page, such as "regions"; empty if every API
            has it.
    """

    path: str
    template: str
    target: Target
    api: Api
    needs: str

    wanted = True

    @property
    def subject(self) -> str:
        """An empty text, since the page is about all operations."""
        return ""

    @property
    def operation(self) -> None:
        """None, since the page is about all operations."""
        return None

    @property
    def made_from(self) -> tuple[object, ...]:
        """The parts of the model that the page is made from; see `PlannedJob`."""
        return self.api.id, self.api.version

    def context(self, renderer: Renderer) -> dict[str, object]:  # noqa: ARG002
        """Return the variables that the job's template can use, by name."""
        return {"api": self.api, "title": self.target.title}


def plan_api_pages(api: Api, target: Target) -> list[ApiPageJob]:
    """Plan the pages of a target that are about a whole API.

    Arguments:
        api: the API that the pages are about.
        target: the target that makes pages. Other targets have no such pages.

    Returns:
        One job for each page. A page that is only for some APIs is left out for other APIs.
    """
    features = {"regions": api.has_region_page}
    cases = in_cases(api.id) if target.api_pages else {}
    return [
        ApiPageJob(
            f"{api.folder}/{target.id}/{fill_pattern(file.pattern, cases)}",
            file.template,
            target,
            api,
            file.needs,
        )
        for file in target.api_pages
        if features.get(file.needs, True)
    ]


def file_id(operation: Operation, variant: Variant) -> str:
    """Return what names the files of a sample: the operation's id, and the variant's behind it.

    The first variant has the operation's id alone. So its files keep their names when an operation
    gets a second one.
    """
    is_first = variant.id == operation.variants[0].id
    return operation.id if is_first else f"{operation.id} {variant.id}"


def path_of(
    folder: str,
    id_: str,
    target: Target,
    file: File,
    names: NamingRules,
    segment: str = "",
    cases: Mapping[str, str] | None = None,
) -> str:
    """Return the path of a file about an operation, relative to the output folder.

    If the language reserves the file's name, `Sample` is appended to the name.

    Arguments:
        folder: the folder of the operation.
        id_: what fills the placeholders of the file's pattern; see `file_id`.
        target: the target that the file belongs to. Its id is the name of the last folder.
        file: the pattern of the file's name.
        names: the rules of the target's language, with the reserved names of files.
        segment: a folder between the operation's and the target's, such as a region's id; empty
            for none.
        cases: `id_` in each case, such as snake case; None to compute them.
    """
    if cases is None:
        cases = in_cases(id_)
    if not names.files.isdisjoint(cases.values()):
        longer_id = f"{id_} sample"
        cases = {
            case: in_case(longer_id, case) if name in names.files else name
            for case, name in cases.items()
        }
    parent = f"{folder}/{segment}" if segment else folder
    return f"{parent}/{target.id}/{fill_pattern(file.pattern, cases)}"


def find_path_conflicts(jobs: Iterable[RenderJob]) -> list[Problem]:
    """Find jobs that would write the same file, also on file systems that ignore case.

    Returns:
        One problem for each job whose path an earlier job has; empty if all paths differ.
    """
    problems = []
    seen: dict[str, RenderJob] = {}
    for job in jobs:
        first = seen.setdefault(job.path.casefold(), job)
        if first is not job:
            what = f"{job.target.id} and {first.target.id} would both write {job.path}"
            problems.append(Problem(Mark(job.api.file), what, "rename one of the targets"))
    return problems


def needed_jobs(jobs: Iterable[RenderJob], paths: Collection[str]) -> list[RenderJob]:
    """Return the jobs of some files, and those of the samples that pages among them show."""
    all_jobs = list(jobs)
    pages = {
        job.place
        for job in all_jobs
        if isinstance(job, Job) and job.target.is_page and job.path in paths
    }
    return [
        job
        for job in all_jobs
        if job.path in paths
        or (isinstance(job, Job) and job.target.is_sample and job.place in pages)
    ]


class RenderApi(Protocol):
    """A function that renders one API with the options of the current run."""

    def __call__(
        self,
        api: Api,
        operations: Collection[str] | None = None,
        clients: bool = True,
        known: Mapping[str, bytes] | None = None,
        paths: Collection[str] | None = None,
    ) -> Mapping[str, bytes]:
        """Render an API.

        Arguments:
            api: the API to render, such as an older version of it.
            operations: the ids of the operations to render; None for all operations.
            clients: whether to render clients and pages about the whole API, too.
            known: the bytes of samples that need not be rendered, by path; None for no sample.
            paths: the only files to render, besides the samples that pages show; None for all.

        Returns:
            The bytes of the files, by path.

        Raises:
            GenError: if the plan or a template has problems.
        """
