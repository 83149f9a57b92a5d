"""Files to make of an operation, and what all files to make have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from generator.errors import Mark, Problem
from generator.languages.target import File, NamingRules, Target, fill_pattern
from generator.model.api import Api, Operation
from generator.model.naming import in_case, in_cases
from generator.model.structs import Struct
from generator.rendering.request import Request

if TYPE_CHECKING:
    from generator.rendering.renderer import Renderer


class RenderJob(Protocol):
    """One file to make.

    `path` is relative to the output folder, `template` in the folders of templates. `operation` is
    None if it is of a whole API, and `subject` the operation's id or empty. `wanted` is False for
    what only another file needs.
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
        """Give the variables that its template sees."""


class Program(Protocol):
    """What makes a job a program that proves a client.

    `program` is its id in language.yaml, `published` the paths of the files that it proves, and
    `folder` theirs. `classes` are those of errors by documented status and code, and `base` is
    what the client raises else.
    """

    @property
    def program(self) -> str: ...
    @property
    def published(self) -> tuple[str, ...]: ...
    @property
    def folder(self) -> str: ...
    @property
    def classes(self) -> Mapping[tuple[int, str | None], str]: ...
    @property
    def base(self) -> str: ...

    def context(self, job: Job, names: NamingRules) -> dict[str, object]:
        """Give the variables that its template sees beside those of a sample."""


class Job(Struct, frozen=True):
    """One file to make of an operation.

    `path` is relative to the output folder. `wanted` is False for samples that only a page needs.
    `caller` is there if it is no sample or page, but a program that `gen verify` alone makes.
    """

    path: str
    template: str
    target: Target
    api: Api
    operation: Operation
    request: Request
    wanted: bool = True
    caller: Program | None = None

    @property
    def subject(self) -> str:
        """The id of its operation."""
        return self.operation.id

    @property
    def place(self) -> str:
        """The folder of this request: all samples of it, and the pages that show them."""
        return self.path.removesuffix(f"/{self.target.id}/{self.file}")

    @property
    def published(self) -> tuple[str, ...]:
        """The paths of what it proves: its own, or those of the client that it calls."""
        return self.caller.published if self.caller else (self.path,)

    @property
    def file(self) -> str:
        """The name of the file alone."""
        return self.path.rpartition("/")[2]

    def context(self, renderer: Renderer) -> dict[str, object]:
        """Give the variables that its template sees; a page sees the samples beside it."""
        names = renderer.languages[self.target.language].names
        samples = renderer.shown.get(self.place, ()) if self.target.is_page else ()
        context = renderer.contexts.of_job(self, names, samples)
        if self.caller is not None:
            context |= self.caller.context(self, names)
        return context


def path_of(
    folder: str,
    operation: Operation,
    target: Target,
    file: File,
    names: NamingRules,
    segment: str = "",
    cases: Mapping[str, str] | None = None,
) -> str:
    """Give the path of a file in an operation's folder; `cases` are its id's words in each case."""
    if cases is None:
        cases = in_cases(operation.id)
    if not names.files.isdisjoint(cases.values()):
        other = f"{operation.id} sample"
        cases = {
            case: in_case(other, case) if name in names.files else name
            for case, name in cases.items()
        }
    around = f"{folder}/{segment}" if segment else folder
    return f"{around}/{target.id}/{fill_pattern(file.pattern, cases)}"


def shared_paths(jobs: Iterable[RenderJob]) -> list[Problem]:
    """Find the jobs that would write the file of another one."""
    problems = []
    seen: dict[str, RenderJob] = {}
    for job in jobs:
        first = seen.setdefault(job.path.casefold(), job)
        if first is not job:
            what = f"{job.target.id} and {first.target.id} would both write {job.path}"
            problems.append(Problem(Mark(job.api.file), what, "rename one of the targets"))
    return problems


class RenderApi(Protocol):
    """Renders an API as a run does; raises GenError if it can't be."""

    def __call__(
        self, api: Api, operations: Collection[str] | None = None, clients: bool = True
    ) -> Mapping[str, bytes]:
        """Give the files of some operations, all if None, and of clients, if those are wanted."""
