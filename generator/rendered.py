"""The one way from a spec to a rendered tree; what it takes is imported where it begins."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from generator.language import Language, Layers
    from generator.losses import Losses
    from generator.model import Api, Operation
    from generator.plan import Plan
    from generator.shares import Tree
    from generator.source import Source
    from generator.steps import Draw

# Instead of a region's id: every region, each in a folder of its own.
EVERY_REGION = "all"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A plan, the bytes of its wanted files by path, and what they were made with.

    `rows` are target and operation of each file. The plan has no jobs of operations if these were
    planned where they were rendered. `draw` plans and renders other APIs the same way; `losses` are
    what of OpenAPI documents is not supported, as far as it was asked for.
    """

    plan: Plan
    files: Tree
    rows: Mapping[str, tuple[str, str]]
    languages: dict[str, Language]
    layers: Layers
    draw: Draw
    losses: Losses


def items(option: str, values: Sequence[str]) -> list[str]:
    """Split an option that is repeated or comma-separated."""
    parts = [part.strip() for value in values for part in value.split(",")]
    given = [part for part in parts if part]
    if values and not given:
        raise click.UsageError(f"{option} names nothing: give an id, or leave it out")
    return given


def rendered(
    spec: str,
    lang: tuple[str, ...],
    operation: tuple[str, ...],
    templates: tuple[str, ...],
    region: str | None = None,
    endpoint: str | None = None,
    values: tuple[str, ...] = (),
    folder: Callable[[Path, str], Source] | None = None,
    jobs: int | None = None,
    parted: bool = False,
) -> Rendered:
    """Go the one way from a spec to a rendered tree; arguments are those of the options.

    `folder` opens the folder that specs are read from, if not as usual. With `parted`, the plan
    need not have jobs of operations: then several processes share much work from its beginning.

    Raises:
        GenError: as the reader, the planner and the renderer do.
        click.UsageError: if an option names nothing.
    """
    from generator.forked import processors
    from generator.given import parameter_values
    from generator.losses import Losses
    from generator.plan import ClientJob, Job, make_plan
    from generator.render import render as render_jobs
    from generator.request import Binding, bind
    from generator.shares import MUCH, drawn, shared
    from generator.source import Folder
    from generator.spec import load
    from generator.struct import replace
    from generator.text import reveal

    losses, processes = Losses(), jobs or processors()
    # Else operations, or templates that nobody here knows, may ask for others.
    parted = parted and processes > 1 and not (operation or values or templates)
    apis = load(Path(spec), losses, folder or Folder, processes if parted else 1)
    layers, languages = read_languages(templates)
    targets, chosen_ids = items("--lang", lang), items("--operation", operation)
    chosen = parameter_values(apis, chosen_ids, values) if values else {}
    everywhere = region == EVERY_REGION

    def binding(api: Api) -> Binding:
        return replace(bind(api, None if everywhere else region, endpoint), values=chosen)

    def plan_of(part: Callable[[Api], Sequence[Operation]] = lambda api: api.operations) -> Plan:
        return make_plan(apis, languages, binding, targets, chosen_ids, everywhere, part)

    def draw(
        api: Api, operations: Collection[str] | None = None, clients: bool = True
    ) -> dict[str, bytes]:
        known = [
            id_
            for id_ in (operation.id for operation in api.operations)
            if (not chosen_ids or id_ in chosen_ids) and (operations is None or id_ in operations)
        ]
        is_whole = len(known) == len(api.operations)
        files: list[Job | ClientJob] = []
        if known:
            limit = [] if is_whole else known
            made = make_plan([api], languages, binding, targets, limit, everywhere)
            files += made.jobs
        if clients and not chosen_ids:
            files += (made if is_whole else make_plan([api], languages, binding, targets)).clients
        return render_jobs(files, languages, layers)

    def draw_jobs(
        jobs: Sequence[Job | ClientJob], progress: Callable[[int], None]
    ) -> dict[str, bytes]:
        return render_jobs(jobs, languages, layers, progress=progress)

    if parted:
        named = {*targets, *(reveal(name) for api in apis for name in api.targets or ())}
        known = [target for language in languages.values() for target in language.targets]
        samples = len({target.language for target in known if target.is_sample})
        about = sum(api.size for api in apis) * (samples if "all" in targets else len(targets))
        # Clients know all operations.
        if about > MUCH and not any(t.is_client and t.id in named for t in known):
            with _shown(about) as progress:
                shares = shared(
                    lambda number: plan_of(lambda api: api.part(number, processes)),
                    draw_jobs, processes, losses, progress,
                )  # fmt: skip
            if shares is not None:
                lacks = tuple(dict.fromkeys(shares.lacks))
                head = replace(plan_of(lambda api: ()), lacks=lacks)  # noqa: ARG005
                return Rendered(head, shares, shares.rows, languages, layers, draw, losses)
            # From the beginning, since what was begun may have stopped anywhere.
            losses = Losses()
            apis = load(Path(spec), losses, folder or Folder)
    plan = plan_of()
    rows = {job.path: (job.target.id, job.subject) for job in plan.files}
    with _shown(len(plan.files)) as progress:
        files = drawn(plan.files, draw_jobs, processes, progress)
    return Rendered(plan, files, rows, languages, layers, draw, losses)


# Fewer files than this are there before a bar would be read.
_LONG = 2000


@contextmanager
def _shown(total: int) -> Iterator[Callable[[int], None]]:
    """Show how far a long run is, on a terminal alone."""
    if total < _LONG or not sys.stderr.isatty():
        yield lambda count: None  # noqa: ARG005
        return
    with click.progressbar(length=total, label="Rendering", file=sys.stderr) as bar:
        yield bar.update
        bar.update(max(0, total - bar.pos))


def read_languages(templates: tuple[str, ...]) -> tuple[Layers, dict[str, Language]]:
    """Read the language folders, the user's first."""
    from generator.language import Layers
    from generator.language_reader import load_languages

    layers = Layers([Path(path) for path in templates])
    languages = load_languages(layers)
    for path in templates:
        if not any(Path(path, folder).is_dir() for folder in languages):
            todo = "name the folder above the language's, as templates/ is"
            raise click.UsageError(f"--templates {path}: no language has a folder in it; {todo}")
    return layers, languages
