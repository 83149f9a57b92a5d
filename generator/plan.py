"""Api × targets × binding → jobs: which files there will be, and of what each is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from generator.able import is_able
from generator.body import shapes
from generator.errors import GenError, Mark, Problem, ProblemsError, one_of
from generator.language import Language
from generator.literals import Code, in_case, in_cases
from generator.model import Api, Kind, Operation
from generator.request import Binding, Request, make_request
from generator.struct import Struct, replace
from generator.target import File, Names, Target, filled
from generator.text import reveal
from generator.values import Type

if TYPE_CHECKING:  # clients are not what most runs make
    from generator.client import Named
    from generator.records import Records


class ClientJob(Struct, frozen=True):
    """One file of a client to make.

    `path` is relative to the output folder. `requests` are those of the examples, one for each
    operation of the API; `records` are the classes of what these and their answers carry.
    `wanted` is False if a run is limited to some operations.
    """

    path: str
    template: str
    target: Target
    api: Api
    requests: tuple[Request, ...]
    records: Records
    wanted: bool = True

    @property
    def subject(self) -> str:
        """The id of its operation: none, it is of them all."""
        return ""

    @property
    def folder(self) -> str:
        """The folder that all files of the client are in, relative to the output folder."""
        return client_folder(self.api, self.target)


class Caller(Struct, frozen=True):
    """What makes a job a program that proves a client.

    `program` is its id in language.yaml. `client` are the files that have to stand beside it, and
    `names` those of methods, regions, classes and fields in it; `classes` are those of errors by
    documented status and code, and `base` is what is raised else.
    """

    program: str
    client: tuple[ClientJob, ...]
    names: Mapping[Named, Code]
    classes: Mapping[tuple[int, str | None], str]
    base: str


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
    caller: Caller | None = None

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
        return tuple(part.path for part in self.caller.client) if self.caller else (self.path,)

    @property
    def file(self) -> str:
        """The name of the file alone."""
        return self.path.rpartition("/")[2]


class Plan(Struct, frozen=True):
    """What a run makes, and how far its knowledge of the output folder reaches.

    `jobs` are of operations, `clients` of whole APIs. `targets` and `operations` are ids that the
    run was limited to, None if it was not. `lacks` tells what is not made, since its target can't
    do what the operation needs.
    """

    jobs: tuple[Job, ...]
    clients: tuple[ClientJob, ...]
    apis: tuple[Api, ...]
    targets: frozenset[str] | None
    operations: frozenset[str] | None
    lacks: tuple[Problem, ...] = ()

    @property
    def files(self) -> tuple[Job | ClientJob, ...]:
        """Every file there is to make."""
        return (*self.jobs, *self.clients)


def make_plan(
    apis: Sequence[Api],
    languages: Mapping[str, Language],
    bind: Callable[[Api], Binding],
    targets: Iterable[str] = ("all",),
    operations: Iterable[str] = (),
    everywhere: bool = False,
    part: Callable[[Api], Iterable[Operation]] = lambda api: api.operations,
) -> Plan:
    """Plan the files of a run.

    Arguments:
        apis: what to make samples of.
        languages: the language folders by id.
        bind: gives the binding of an API.
        targets: ids of targets, or "all" for what each spec publishes.
        operations: ids of operations; all if there is none.
        everywhere: whether samples and pages are made once for each region, in a folder of its
            own below the operation's; a client has all regions anyway.
        part: gives the operations of an API that samples and pages are made of.

    Raises:
        GenError: if a target or operation does not exist.
        ProblemsError: if a spec publishes a target that does not exist, or two files would have
            one path.
    """
    targets_of = (target for language in languages.values() for target in language.targets)
    known = {target.id: target for target in targets_of if not target.is_publication}
    asked = tuple(dict.fromkeys(targets))
    for id_ in asked:
        if id_ != "all" and id_ not in known:
            raise GenError(f"--lang {id_}: there is no such target; {one_of(known, id_)}")
    wanted_operations = frozenset(operations) or None
    if wanted_operations is not None:
        every = {operation.id for api in apis for operation in api.operations}
        for id_ in sorted(wanted_operations - every):
            todo = one_of(every, id_)
            raise GenError(f"--operation {id_}: there is no such operation; {todo}")
    jobs: list[Job] = []
    clients: list[ClientJob] = []
    problems: list[Problem] = []
    lacks: list[Problem] = []
    for api in apis:
        published = _published(api, languages, known, problems)
        chosen = {known[id_] for id_ in asked if id_ != "all"}
        if "all" in asked:
            chosen.update(published)
        # A page shows the published samples, whichever targets this run was asked for.
        needed = set(published) if any(target.is_page for target in chosen) else set()
        order = [t for t in known.values() if t in chosen or (t in needed and t.is_sample)]
        order.sort(key=lambda t: published.index(t) if t in published else len(published))
        of_operations = [target for target in order if not target.is_client]
        binding = bind(api)
        bindings = {"": binding}
        if everywhere and api.regions:
            bindings = {r.id: replace(binding, endpoint=r.endpoint, region=r) for r in api.regions}
        for operation in part(api):
            if wanted_operations is not None and operation.id not in wanted_operations:
                continue
            asked_of = shapes(api, operation)
            able = [t for t in of_operations if is_able(t, asked_of, operation, t in chosen, lacks)]
            folder, cases = f"{api.folder}/{operation.id}", in_cases(operation.id)
            for segment, bound in bindings.items():
                request = make_request(api, operation, bound)
                for target in able:
                    file, names = target.file, languages[target.language].names
                    path = _path(folder, operation, target, file, names, segment, cases)
                    wanted = target in chosen
                    jobs.append(Job(path, file.template, target, api, operation, request, wanted))
        for target in order:
            if target.is_client and all(
                [is_able(target, shapes(api, o), o, True, lacks) for o in api.operations]  # noqa: C419
            ):
                clients += _client(api, target, binding, wanted_operations is None)
    problems += shared_paths((*jobs, *clients))
    if problems:
        raise ProblemsError(problems)
    return Plan(
        jobs=tuple(jobs),
        clients=tuple(clients),
        apis=tuple(apis),
        targets=None if "all" in asked else frozenset(asked),
        operations=wanted_operations,
        lacks=tuple(dict.fromkeys(lacks)),
    )


def _published(
    api: Api,
    languages: Mapping[str, Language],
    known: Mapping[str, Target],
    problems: list[Problem],
) -> list[Target]:
    """Give what the spec publishes, in its order; else every language's default target."""
    if api.targets is None:
        defaults = (known.get(id_) for id_ in languages)
        return [target for target in defaults if target is not None and target.is_sample]
    found = []
    for name in api.targets:
        if reveal(name) in known:
            found.append(known[reveal(name)])
        else:
            what = f"there is no target {reveal(name)}"
            problems.append(Problem(name.mark, what, one_of(known, reveal(name))))
    return found


def _client(api: Api, target: Target, binding: Binding, wanted: bool) -> list[ClientJob]:
    from generator.records import Records

    requests = tuple(make_request(api, operation, binding) for operation in api.operations)
    cases = in_cases(api.id)
    records = Records(api)
    has = {
        "regions": bool(api.regions),
        "classes": bool(records.named),
        "json": bool(records.records) or _has_json(api),
        "files": _takes_files(api),
    }
    jobs = []
    for file in target.files:
        if has.get(file.needs, True):
            path = f"{client_folder(api, target)}/{filled(file.pattern, cases)}"
            jobs.append(ClientJob(path, file.template, target, api, requests, records, wanted))
    return jobs


def _has_json(api: Api) -> bool:
    """Say whether a request or an answer of success of an API has JSON."""
    contents = [content for o in api.operations for content in (o.body, o.result)]
    return any(content is not None and content.kind is Kind.JSON for content in contents)


def _takes_files(api: Api) -> bool:
    """Say whether a request of an API has a file, even if no sample sends it."""
    bodies = [operation.body for operation in api.operations if operation.body is not None]
    schemas = [
        schema for b in bodies for schema in (b.schema, *(f.schema for f in b.schema.fields))
    ]
    return any(schema.type is Type.FILE for schema in schemas)


def client_folder(api: Api, target: Target) -> str:
    """The folder that a client's files are in, relative to the output folder."""
    return f"{api.folder}/{target.id}"


def callers(plan: Plan, languages: Mapping[str, Language]) -> list[Job]:
    """Plan the programs that prove the clients of a plan: one for each operation in it."""
    from generator.client import api_names, error_name, error_names, field_names

    jobs = []
    for folder in dict.fromkeys(job.folder for job in plan.clients):
        files = tuple(replace(job, wanted=True) for job in plan.clients if job.folder == folder)
        api, target = files[0].api, files[0].target
        names = languages[target.language].names
        records = files[0].records
        chosen = {**api_names(api, names, records), **field_names(api, names, records)}
        classes = error_names(api, names)
        for program in target.programs:
            caller = Caller(program.id, files, chosen, classes, error_name(api, names))
            for operation, request in zip(api.operations, files[0].requests, strict=True):
                if plan.operations is None or operation.id in plan.operations:
                    file = program.file
                    folder = f"{api.folder}/{operation.id}"
                    path = _path(folder, operation, target, file, names)
                    jobs.append(
                        Job(path, file.template, target, api, operation, request, True, caller)
                    )
    return jobs


def _path(
    folder: str,
    operation: Operation,
    target: Target,
    file: File,
    names: Names,
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
    return f"{around}/{target.id}/{filled(file.pattern, cases)}"


class Planned(Protocol):
    """What every job has."""

    @property
    def path(self) -> str: ...
    @property
    def target(self) -> Target: ...
    @property
    def api(self) -> Api: ...


def shared_paths(jobs: Iterable[Planned]) -> list[Problem]:
    """Find the jobs that would write the file of another one."""
    problems = []
    seen: dict[str, Planned] = {}
    for job in jobs:
        first = seen.setdefault(job.path.casefold(), job)
        if first is not job:
            what = f"{job.target.id} and {first.target.id} would both write {job.path}"
            problems.append(Problem(Mark(job.api.file), what, "rename one of the targets"))
    return problems
