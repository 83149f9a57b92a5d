"""Api × targets × binding → jobs: which files there will be, and of what each is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from generator.client.planner import ClientJob, plan_client
from generator.errors import GenError, Problem, ProblemsError, one_of
from generator.languages.language import Language
from generator.languages.target import Target
from generator.model.api import Api, Operation
from generator.model.naming import in_cases
from generator.model.structs import Struct, replace
from generator.model.text import reveal
from generator.rendering.capabilities import is_supported, needed_capabilities
from generator.rendering.jobs import Job, RenderJob, find_path_conflicts, path_of
from generator.rendering.request import Binding, make_request


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
    def files(self) -> tuple[RenderJob, ...]:
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
            asked_of = needed_capabilities(api, operation)
            able = [
                t for t in of_operations if is_supported(t, asked_of, operation, t in chosen, lacks)
            ]
            folder, cases = f"{api.folder}/{operation.id}", in_cases(operation.id)
            for segment, bound in bindings.items():
                request = make_request(api, operation, bound)
                for target in able:
                    file, names = target.file, languages[target.language].names
                    path = path_of(folder, operation, target, file, names, segment, cases)
                    wanted = target in chosen
                    jobs.append(Job(path, file.template, target, api, operation, request, wanted))
        for target in order:
            if not target.is_client:
                continue
            needs = [(o, needed_capabilities(api, o)) for o in api.operations]
            # Each operation is asked about, so that all that is missing is reported.
            supported = [is_supported(target, needed, o, True, lacks) for o, needed in needs]
            if all(supported):
                clients += plan_client(api, target, binding, wanted_operations is None)
    problems += find_path_conflicts((*jobs, *clients))
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
