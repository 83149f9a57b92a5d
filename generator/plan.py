"""Api × targets × binding → jobs: which files there will be, and of what each is made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.check import value_fault
from generator.errors import GenError, Mark, Problem, ProblemsError, one_of, printable
from generator.language import Language
from generator.literals import CASES, in_case
from generator.model import Api, Operation, Where
from generator.request import Binding, Request, make_request
from generator.target import Names, Target
from generator.text import Text, reveal


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make.

    `path` is relative to the output folder. `wanted` is False for samples that only a page needs.
    """

    path: str
    target: Target
    api: Api
    operation: Operation
    request: Request
    wanted: bool = True

    @property
    def file(self) -> str:
        """The name of the file alone."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run makes, and how far its knowledge of the output folder reaches.

    `targets` and `operations` are ids that the run was limited to, None if it was not.
    """

    jobs: tuple[Job, ...]
    apis: tuple[Api, ...]
    targets: frozenset[str] | None
    operations: frozenset[str] | None


def make_plan(
    apis: Sequence[Api],
    languages: Mapping[str, Language],
    bind: Callable[[Api], Binding],
    targets: Iterable[str] = ("all",),
    operations: Iterable[str] = (),
) -> Plan:
    """Plan the files of a run.

    Arguments:
        apis: what to make samples of.
        languages: the language folders by id.
        bind: gives the binding of an API.
        targets: ids of targets, or "all" for what each spec publishes.
        operations: ids of operations; all if there is none.

    Raises:
        GenError: if a target or operation does not exist.
        ProblemsError: if a spec publishes a target that does not exist, or two files would have
            one path.
    """
    known = {target.id: target for language in languages.values() for target in language.targets}
    asked = tuple(dict.fromkeys(targets))
    for id_ in asked:
        if id_ != "all" and id_ not in known:
            raise GenError(f"--lang {id_}: there is no such target; {one_of(known, id_)}")
    wanted_operations = frozenset(operations) or None
    every = {operation.id for api in apis for operation in api.operations}
    for id_ in sorted(wanted_operations or ()):
        if id_ not in every:
            raise GenError(f"--operation {id_}: there is no such operation; {one_of(every, id_)}")
    jobs: list[Job] = []
    problems: list[Problem] = []
    for api in apis:
        published = _published(api, languages, known, problems)
        chosen = {known[id_] for id_ in asked if id_ != "all"}
        if "all" in asked:
            chosen.update(published)
        # A page shows the published samples, whichever targets this run was asked for.
        needed = set(published) if any(target.is_page for target in chosen) else set()
        order = [t for t in known.values() if t in chosen or (t in needed and not t.is_page)]
        order.sort(key=lambda t: published.index(t) if t in published else len(published))
        binding = bind(api)
        for operation in api.operations:
            if wanted_operations is None or operation.id in wanted_operations:
                request = make_request(api, operation, binding)
                for target in order:
                    path = _path(api, operation, target, languages[target.language].names)
                    jobs.append(Job(path, target, api, operation, request, target in chosen))
    problems += _shared_paths(jobs)
    if problems:
        raise ProblemsError(problems)
    return Plan(
        jobs=tuple(jobs),
        apis=tuple(apis),
        targets=None if "all" in asked else frozenset(asked),
        operations=wanted_operations,
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
        return [target for target in defaults if target is not None and not target.is_page]
    found = []
    for name in api.targets:
        if reveal(name) in known:
            found.append(known[reveal(name)])
        else:
            what = f"there is no target {reveal(name)}"
            problems.append(Problem(name.mark, what, one_of(known, reveal(name))))
    return found


def _path(api: Api, operation: Operation, target: Target, names: Names) -> str:
    cases = {case: in_case(operation.id, case) for case in CASES}
    for case, name in cases.items():
        if name in names.files:
            cases[case] = in_case(f"{operation.id} sample", case)
    file = re.sub(r"\{(\w+)\}", lambda match: cases[match[1]], target.file)
    return f"{api.folder}/{operation.id}/{target.id}/{file}"


def _shared_paths(jobs: Iterable[Job]) -> list[Problem]:
    problems = []
    seen: dict[str, Job] = {}
    for job in jobs:
        first = seen.setdefault(job.path.casefold(), job)
        if first is not job:
            what = f"{job.target.id} and {first.target.id} would both write {job.path}"
            problems.append(Problem(Mark(job.api.file), what, "rename one of the targets"))
    return problems


def parameter_values(
    apis: Sequence[Api], operations: Iterable[str], settings: Iterable[str]
) -> dict[str, Text]:
    """Read the settings of `--set`.

    Arguments:
        apis: what the run is for.
        operations: ids of operations it is limited to; all if there is none.
        settings: texts such as `sessionId=42`; the value may be empty and may hold `=`.

    Raises:
        GenError: if there is no such parameter, or it can't have the value; all are listed.
    """
    chosen = set(operations)
    known: dict[str, set[Where]] = {}
    for api in apis:
        for operation in api.operations:
            if not chosen or operation.id in chosen:
                for parameter in operation.parameters:
                    known.setdefault(reveal(parameter.name), set()).add(parameter.where)
    values: dict[str, Text] = {}
    faults = []
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals:
            faults.append(f"--set {setting}: there is no =; write PARAM=VALUE")
        elif not name:
            faults.append(f"--set {setting}: this names no parameter; write PARAM=VALUE")
        elif name not in known:
            faults.append(f"--set {setting}: there is no parameter {name}; {one_of(known, name)}")
        elif not _is_utf8(value):
            faults.append(f"--set {setting}: this is not UTF-8; write it in UTF-8")
        elif fault := next(filter(None, (value_fault(where, value) for where in known[name])), ""):
            faults.append(f"--set {setting}: {fault}; choose another value")
        elif name in values:
            faults.append(f"--set {setting}: {name} is set twice; remove one of them")
        values[name] = Text(value)
    if faults:
        raise GenError("\n".join(map(printable, faults)))
    return values


def _is_utf8(text: str) -> bool:
    """Say whether an argument of the command line was UTF-8; what was not is surrogates now."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
