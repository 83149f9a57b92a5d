"""The plan of a run: which files to render.

Each file belongs to a target, and is about one operation or a whole API. A target is one kind of
output of a language, such as samples for Java with OkHttp.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.client.planner import ClientJob, plan_client
from generator.errors import GenError, Problem, ProblemsError, one_of
from generator.languages.language import Language, default_targets
from generator.languages.target import Target
from generator.model.api import Api, Operation
from generator.model.naming import in_cases
from generator.model.structs import Struct, replace
from generator.model.text import reveal
from generator.model.variants import Variant
from generator.rendering.capabilities import is_supported, needed_capabilities
from generator.rendering.jobs import (
    ApiPageJob,
    Job,
    PlannedJob,
    file_id,
    find_path_conflicts,
    path_of,
    plan_api_pages,
)
from generator.rendering.loops.problems import loop_problem
from generator.rendering.request import Binding, make_request


class Selection(Struct, frozen=True):
    """The files that a run is limited to: those of some APIs and operations.

    Attributes:
        subjects: for the folder of each chosen API, the ids of its chosen operations; None for all
            operations. Files about the whole API are always chosen with it.
        api_wide: the ids of targets whose files about one operation also show others of the API.
            All of their files are chosen with any operation.
        site_wide: the ids of targets whose files show other APIs, too. All of their files are
            chosen with any API.
    """

    subjects: Mapping[str, frozenset[str] | None]
    api_wide: frozenset[str] = frozenset()
    site_wide: frozenset[str] = frozenset()

    def has_api(self, folder: str) -> bool:
        """Say whether any file of an API is chosen, by the API's folder."""
        return folder in self.subjects

    def has(self, folder: str, operation: str, target: str) -> bool:
        """Say whether a file is chosen.

        Arguments:
            folder: the folder of the file's API; empty for a file about all APIs.
            operation: the id of the file's operation; empty for a file about a whole API.
            target: the id of the file's target.
        """
        if not folder or target in self.site_wide:
            return bool(self.subjects)
        if folder not in self.subjects:
            return False
        chosen = self.subjects[folder]
        return chosen is None or not operation or operation in chosen or target in self.api_wide

    def has_path(self, path: str, operation: str, target: str) -> bool:
        """Say whether a file is chosen, by its path in the output folder; see `has`."""
        return self.has("/".join(path.split("/")[:2]) if "/" in path else "", operation, target)


class Plan(Struct, frozen=True):
    """The files that a run renders, and the limits of the run.

    Attributes:
        jobs: one job for each file about an operation: samples and pages.
        clients: one job for each file of a client, which is a library for a whole API.
        api_pages: one job for each page about a whole API, such as the table of its regions.
        apis: the APIs whose files are rendered.
        targets: the ids of the targets that the run is limited to; None for no limit.
        operations: the ids of the operations that the run is limited to; None for no limit.
        selection: the APIs and operations that the run is limited to besides; None for no limit.
        skipped: a message for each sample or client that is not made, since its target's templates
            can't do something that the operation needs, and for each operation that is not
            available in the region that the user chose.
        left_out: the targets that "all" does not stand for, since no spec publishes them, and that
            the run does not name.
        without_loops: the targets that make no samples with a loop, though the run has operations
            with pages to follow or tasks to wait for.
    """

    jobs: tuple[Job, ...]
    clients: tuple[ClientJob, ...]
    apis: tuple[Api, ...]
    targets: frozenset[str] | None
    operations: frozenset[str] | None
    api_pages: tuple[ApiPageJob, ...] = ()
    selection: Selection | None = None
    skipped: tuple[Problem, ...] = ()
    left_out: tuple[Target, ...] = ()
    without_loops: tuple[Target, ...] = ()

    @property
    def files(self) -> tuple[PlannedJob, ...]:
        """The jobs of all files: those about operations, then those about whole APIs."""
        return (*self.jobs, *self.clients, *self.api_pages)

    def without(self, files: Collection[str], skipped: Sequence[Problem]) -> Plan:
        """Return this plan without the samples that were left out when it was rendered.

        Arguments:
            files: the paths of the files that were rendered.
            skipped: why samples were left out.
        """
        if not skipped:
            return self
        kept = (job for job in self.jobs if not job.wanted or job.path in files)
        all_skipped = tuple(dict.fromkeys((*self.skipped, *skipped)))
        return replace(self, jobs=tuple(kept), skipped=all_skipped)


class _PlannedSample(NamedTuple):
    """One of the samples of an operation.

    Attributes:
        variant: what it sends.
        file_id: what names its files.
        cases: `file_id` in each case.
        targets: the targets that make it.
    """

    variant: Variant
    file_id: str
    cases: Mapping[str, str]
    targets: Sequence[Target]


def _plan_samples(
    api: Api,
    operation: Operation,
    targets: Sequence[Target],
    wanted: Collection[Target],
    skipped: list[Problem],
    without_loops: dict[Target, None],
) -> list[_PlannedSample]:
    """Plan the samples of an operation, and its pages with the first of them.

    Arguments:
        api: the API of the operation.
        operation: the operation to call.
        targets: the targets of samples and pages to make, if they can.
        wanted: those of them of which to report what they can't do.
        skipped: gets a message for each sample that is not made.
        without_loops: gets each of `wanted` that has no template for a loop of the operation.
    """
    samples = []
    for number, variant in enumerate(operation.variants):
        problem = loop_problem(api, operation, variant)
        if problem is not None:
            skipped.append(problem)
            continue
        lacking = [t for t in targets if t.is_sample and not t.template_of(variant)]
        without_loops |= dict.fromkeys(target for target in lacking if target in wanted)
        needs = needed_capabilities(api, operation, variant)
        able = [
            target
            for target in targets
            if target not in lacking
            and not (number and target.is_page)  # one page shows all samples
            and (
                operation.own_sample(target.id, variant) is not None
                or is_supported(target, needs, operation, target in wanted, skipped, variant)
            )
        ]
        id_ = file_id(operation, variant)
        samples.append(_PlannedSample(variant, id_, in_cases(id_), able))
    return samples


def make_plan(
    apis: Sequence[Api],
    languages: Mapping[str, Language],
    bind: Callable[[Api], Binding],
    targets: Iterable[str] = ("all",),
    operations: Iterable[str] = (),
    every_region: bool = False,
    selection: Selection | None = None,
) -> Plan:
    """Plan the files of a run.

    Arguments:
        apis: the APIs to make files for.
        languages: all languages, by id.
        bind: returns the endpoint, timeout and values with which requests of an API are made.
        targets: the ids of the targets to render. "all" stands for the targets that each spec
            publishes.
        operations: the ids of the operations to render; empty for all operations.
        every_region: whether to make samples and pages once for each region that has the operation.
            Those of a region get a folder below the operation's folder. A client can call all
            regions anyway.
        selection: the APIs and operations to make files for; None for all.

    Raises:
        GenError: if one of `targets` or `operations` does not exist.
        ProblemsError: if a spec publishes a target that does not exist, or if two files would have
            the same path.
    """
    targets_of = (target for language in languages.values() for target in language.targets)
    all_targets = {target.id: target for target in targets_of if not target.is_publication}
    requested = tuple(dict.fromkeys(targets))
    for id_ in requested:
        if id_ != "all" and id_ not in all_targets:
            raise GenError(f"--lang {id_}: there is no such target; {one_of(all_targets, id_)}")
    wanted_operations = frozenset(operations) or None
    if wanted_operations is not None:
        existing = {operation.id for api in apis for operation in api.operations}
        for id_ in sorted(wanted_operations - existing):
            todo = one_of(existing, id_)
            raise GenError(f"--operation {id_}: there is no such operation; {todo}")
    jobs: list[Job] = []
    clients: list[ClientJob] = []
    api_pages: list[ApiPageJob] = []
    problems: list[Problem] = []
    skipped: list[Problem] = []
    without_loops: dict[Target, None] = {}
    used: set[Target] = set()
    for api in apis:
        published = _published_targets(api, languages, all_targets, problems)
        problems += _unknown_targets(api, all_targets)
        chosen = {all_targets[id_] for id_ in requested if id_ != "all"}
        if "all" in requested:
            chosen.update(published)
        used |= chosen
        if selection is not None and not selection.has_api(api.folder):
            continue
        # A page shows the published samples, even if the run is limited to other targets.
        needed = set(published) if any(target.is_page for target in chosen) else set()
        order = [t for t in all_targets.values() if t in chosen or (t in needed and t.is_sample)]
        order.sort(key=lambda t: published.index(t) if t in published else len(published))
        of_operations = [target for target in order if not target.is_client]
        binding = bind(api)
        bindings = {"": binding}
        if every_region and api.regions:
            bindings = {r.id: replace(binding, endpoint=r.endpoint, region=r) for r in api.regions}
        for operation in api.operations:
            if wanted_operations is not None and operation.id not in wanted_operations:
                continue
            wanted_here = {
                t
                for t in chosen
                if selection is None or selection.has(api.folder, operation.id, t.id)
            }
            if not wanted_here:
                continue
            folder = f"{api.folder}/{operation.id}"
            samples = _plan_samples(
                api, operation, of_operations, wanted_here, skipped, without_loops
            )
            for segment, bound in bindings.items():
                if (segment or bound.is_chosen) and bound.lacks(api, operation):
                    if not segment:
                        skipped.append(_unavailable(operation, bound))
                    continue
                for variant, id_, cases, supported in samples:
                    request = make_request(api, operation, bound, variant)
                    for target in supported:
                        file, names = target.file, languages[target.language].names
                        path = path_of(folder, id_, target, file, names, segment, cases)
                        wanted = target in wanted_here
                        template = target.template_of(variant)
                        own = operation.own_sample(target.id, variant)
                        jobs.append(
                            Job(path, template, target, api, operation, request, wanted,
                                variant=variant, own=own)
                        )  # fmt: skip
        # Pages of operations link to them, so they are made even if operations are chosen.
        api_pages += [page for target in order for page in plan_api_pages(api, target)]
        for target in order:
            if not target.is_client:
                continue
            all_needs = [(o, needed_capabilities(api, o)) for o in api.operations]
            # Check every operation, so that everything unsupported is reported.
            are_supported = [
                is_supported(target, needs, o, True, skipped) for o, needs in all_needs
            ]
            able = tuple(
                o for o, is_able in zip(api.operations, are_supported, strict=True) if is_able
            )
            if able:
                whole = wanted_operations is None
                clients += plan_client(api, able, target, binding, whole)
    problems += find_path_conflicts((*jobs, *clients, *api_pages))
    if problems:
        raise ProblemsError(problems)
    return Plan(
        jobs=tuple(jobs),
        clients=tuple(clients),
        apis=tuple(apis),
        targets=None if "all" in requested else frozenset(requested),
        operations=wanted_operations,
        api_pages=tuple(api_pages),
        selection=selection,
        skipped=tuple(dict.fromkeys(skipped)),
        left_out=tuple(target for target in all_targets.values() if target not in used),
        without_loops=tuple(without_loops),
    )


def _unavailable(operation: Operation, binding: Binding) -> Problem:
    """Return the message that an operation is left out, since the chosen region lacks it."""
    assert binding.region is not None and operation.availability is not None
    what = f"{operation.id} is not available in {binding.region.id}, and is not made"
    todo = "choose another --region, or change this list"
    return Problem(operation.availability.mark, what, todo)


def _unknown_targets(api: Api, all_targets: Mapping[str, Target]) -> Iterator[Problem]:
    """Yield a problem for each of the author's samples whose target makes no samples."""
    ids = [target.id for target in all_targets.values() if target.is_sample]
    for operation in api.operations:
        for own in operation.own_samples:
            if reveal(own.target) not in ids:
                what = f"there is no target {reveal(own.target)} that makes samples"
                yield Problem(own.target.mark, what, one_of(ids, reveal(own.target)))


def _published_targets(
    api: Api,
    languages: Mapping[str, Language],
    all_targets: Mapping[str, Target],
    problems: list[Problem],
) -> list[Target]:
    """Return the targets that the spec publishes, in its order; else each language's default."""
    if api.targets is None:
        return default_targets(languages.values())
    published = []
    for name in api.targets:
        if reveal(name) in all_targets:
            published.append(all_targets[reveal(name)])
        else:
            what = f"there is no target {reveal(name)}"
            problems.append(Problem(name.mark, what, one_of(all_targets, reveal(name))))
    return published
