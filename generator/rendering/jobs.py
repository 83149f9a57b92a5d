"""Render jobs: each says which template makes which output file, and of which operation."""

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
    """One file to render: what all kinds of jobs have in common.

    Attributes:
        path: path of the file, relative to the output folder.
        template: path of its template, relative to a template folder.
        target: the target that the file belongs to.
        api: the API that the file is about.
        operation: the operation that the file is about, None for a file about the whole API.
        subject: the id of that operation, else empty.
        wanted: False if the file itself is not output, but another file shows its text.
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
        """Return the variables that its template can use."""


class Program(Protocol):
    """A program that calls a generated client, so that `gen verify` can test the client.

    Attributes:
        program: its id in language.yaml.
        published: paths of the client's files.
        folder: folder of the client's files.
        classes: names of the client's error classes, by documented status and code.
        base: name of the class that the client raises for all other errors.
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
        """Return the variables that its template can use in addition to those of a sample."""


class Job(Struct, frozen=True):
    """One file to render for an operation: a sample, a page or a program.

    Attributes:
        path, template, target, api, operation: see `RenderJob`.
        request: the request that the sample sends.
        wanted: False for a sample that is rendered only for a page that shows it.
        caller: the program that calls a client, made by `gen verify` alone; None for a sample or
            a page.
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
        """Id of its operation."""
        return self.operation.id

    @property
    def place(self) -> str:
        """Folder of all samples of this request, and of the pages that show them."""
        return self.path.removesuffix(f"/{self.target.id}/{self.file}")

    @property
    def published(self) -> tuple[str, ...]:
        """Paths of the files that a run of it tests: its own, or those of the client it calls."""
        return self.caller.published if self.caller else (self.path,)

    @property
    def file(self) -> str:
        """Name of the file, without folders."""
        return self.path.rpartition("/")[2]

    def context(self, renderer: Renderer) -> dict[str, object]:
        """Return the variables that its template can use; a page also gets its samples."""
        names = renderer.languages[self.target.language].names
        samples = renderer.samples_by_folder.get(self.place, ()) if self.target.is_page else ()
        context = renderer.contexts.make_context(self, names, samples)
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
    """Return the path of a target's file in the folder of an operation.

    The file's name gets `Sample` appended if the language reserves it.

    Arguments:
        folder: the folder of the operation.
        operation: the operation.
        target: the target.
        file: the file of that target.
        names: the naming rules of the target's language.
        segment: a folder between the operation's and the target's, such as a region's id.
        cases: the operation's id in each case, if the caller has it already.
    """
    if cases is None:
        cases = in_cases(operation.id)
    if not names.files.isdisjoint(cases.values()):
        longer_id = f"{operation.id} sample"
        cases = {
            case: in_case(longer_id, case) if name in names.files else name
            for case, name in cases.items()
        }
    parent = f"{folder}/{segment}" if segment else folder
    return f"{parent}/{target.id}/{fill_pattern(file.pattern, cases)}"


def find_path_conflicts(jobs: Iterable[RenderJob]) -> list[Problem]:
    """Report jobs that would write the same file, even on file systems that ignore case."""
    problems = []
    seen: dict[str, RenderJob] = {}
    for job in jobs:
        first = seen.setdefault(job.path.casefold(), job)
        if first is not job:
            what = f"{job.target.id} and {first.target.id} would both write {job.path}"
            problems.append(Problem(Mark(job.api.file), what, "rename one of the targets"))
    return problems


class RenderApi(Protocol):
    """A function that renders an API with the options of the current run; may raise GenError."""

    def __call__(
        self, api: Api, operations: Collection[str] | None = None, clients: bool = True
    ) -> Mapping[str, bytes]:
        """Return files by path.

        Arguments:
            api: the API.
            operations: ids of the operations to render; None for all.
            clients: whether to render clients, too.
        """
