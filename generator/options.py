"""What commands share: their options, and the one way from a spec to a rendered tree."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from generator.errors import Problem
    from generator.language import Language, Layers
    from generator.losses import Losses
    from generator.model import Api
    from generator.plan import Plan
    from generator.shares import Tree
    from generator.source import Source
    from generator.steps import Draw
    from generator.tree import Changes, Output, Row

DEFAULT_OUT = "out"
# Instead of a region's id: every region, each in a folder of its own.
EVERY_REGION = "all"
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Rendered:
    """A plan, the bytes of its wanted files by path, and what they were made with.

    `draw` plans and renders other APIs the same way; `losses` are what of OpenAPI documents is not
    supported, as far as it was asked for.
    """

    plan: Plan
    files: Tree
    languages: dict[str, Language]
    layers: Layers
    draw: Draw
    losses: Losses


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run that renders into a folder was asked for: its options by their names."""

    spec: str
    lang: tuple[str, ...]
    operation: tuple[str, ...]
    templates: tuple[str, ...]
    out: str | None
    region: str | None
    endpoint: str | None
    values: tuple[str, ...]
    jobs: int | None = None

    @property
    def folder(self) -> Path:
        """The output folder."""
        return Path(self.out or DEFAULT_OUT)


def items(option: str, values: Sequence[str]) -> list[str]:
    """Split an option that is repeated or comma-separated."""
    parts = [part.strip() for value in values for part in value.split(",")]
    given = [part for part in parts if part]
    if values and not given:
        raise click.UsageError(f"{option} names nothing: give an id, or leave it out")
    return given


def options(*shared: Callable[[Decorated], Decorated]) -> Callable[[Decorated], Decorated]:
    """Give a command several options at once, in this order."""

    def decorate(function: Decorated) -> Decorated:
        for option in reversed(shared):
            function = option(function)
        return function

    return decorate


spec_option = click.option(
    "--spec",
    default="spec",
    show_default=True,
    metavar="PATH",
    help="A spec, or a folder of specs.",
)
lang_option = click.option(
    "--lang",
    multiple=True,
    default=["all"],
    show_default=True,
    metavar="TARGET,…",
    help="Targets to make; all is what each spec publishes.",
)
templates_option = click.option(
    "--templates",
    multiple=True,
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False),
    help="Folder whose templates come before the built-in ones; repeatable.",
)
operation_option = click.option(
    "--operation", multiple=True, metavar="ID,…", help="Operations to make; all if not given."
)

_render_options = (
    spec_option,
    lang_option,
    operation_option,
    templates_option,
    click.option("--out", metavar="DIR", help=f"Output folder.  [default: {DEFAULT_OUT}]"),
    click.option(
        "--region",
        metavar="ID",
        help=f"Call this region, or with {EVERY_REGION} each in turn; needs an --out of its own.",
    ),
    click.option(
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        help="Processes that share the work if it is much; one a processor if not given.",
    ),
    click.option("--endpoint", metavar="URL", help="Call this host; needs an --out of its own."),
    click.option(
        "--set",
        "values",
        multiple=True,
        metavar="PARAM=VALUE",
        help="Value of a parameter, repeatable; needs an --out of its own.",
    ),
)


def asking(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of what to render; its first argument is what they ask for."""

    @options(*_render_options)
    @functools.wraps(function)
    def run(**given: Any) -> None:
        names = Asked.__dataclass_fields__
        function(Asked(**{name: given.pop(name) for name in names}), **given)

    return run


def asked_for(asked: Asked, folder: Callable[[Path], Source] | None = None) -> Rendered:
    """Render what was asked for.

    Arguments:
        asked: what.
        folder: opens the folder that specs are read from, if not as usual.

    Raises:
        GenError: as the reader, the planner and the renderer do.
        click.UsageError: if options contradict each other.
    """
    # Not resolve(), which raises where links lead in a circle.
    shared = Path(os.path.realpath(asked.folder)).is_relative_to(os.path.realpath(DEFAULT_OUT))
    own = {"--region": asked.region, "--endpoint": asked.endpoint, "--set": asked.values or None}
    for name, given in own.items():
        if given is not None and shared:
            todo = f"add --out DIR; {DEFAULT_OUT}/ holds what the spec alone says"
            raise click.UsageError(f"{name} needs an output folder of its own: {todo}")
    if asked.region is not None and asked.endpoint is not None:
        raise click.UsageError("--region and --endpoint both choose the host: give one of them")
    made = rendered(
        asked.spec,
        asked.lang,
        asked.operation,
        asked.templates,
        asked.region,
        asked.endpoint,
        asked.values,
        folder,
        asked.jobs,
    )
    files = made.plan.files
    if files and not any(job.wanted for job in files):
        todo = f"{files[0].target.id} is made of all operations of an API: leave it out"
        raise click.UsageError(f"--operation leaves nothing to make: {todo}")
    return made


def compared(asked: Asked, made: Rendered, output: Output | None = None) -> Changes:
    """Compare what was rendered with an output folder.

    Arguments:
        asked: what it was rendered for.
        made: what was rendered.
        output: what the folder holds; if not given, what is there on disk, of which changes then
            don't have what stands there.

    Raises:
        OutputError: as the comparison does.
    """
    from generator.outfolder import OutFolder
    from generator.tree import compare

    plan = made.plan
    rows = {job.path: (job.target.id, job.subject) for job in plan.files}
    whole = Path(asked.spec).is_dir() and plan.targets is None and plan.operations is None
    candidates = _candidates(plan, whole)
    if output is not None:
        return compare(made.files, rows, output, candidates)
    there = OutFolder(asked.folder)
    return compare(made.files, rows, there, candidates, lambda: made.files.seen(asked.folder))


def _candidates(plan: Plan, whole: bool) -> Callable[[Row], bool]:
    """Give the test whether a row of the manifest is within what this run decides on."""
    folders = tuple(f"{api.folder}/" for api in plan.apis)

    def is_candidate(row: Row) -> bool:
        if whole:
            return True
        return (
            row.path.startswith(folders)
            and (plan.targets is None or row.target in plan.targets)
            and (plan.operations is None or row.operation in plan.operations)
        )

    return is_candidate


def rendered(
    spec: str,
    lang: tuple[str, ...],
    operation: tuple[str, ...],
    templates: tuple[str, ...],
    region: str | None = None,
    endpoint: str | None = None,
    values: tuple[str, ...] = (),
    folder: Callable[[Path], Source] | None = None,
    jobs: int | None = None,
) -> Rendered:
    """Go the one way from a spec to a rendered tree; arguments are those of the options.

    `folder` opens the folder that specs are read from, if not as usual.

    Raises:
        GenError: as the reader, the planner and the renderer do.
        click.UsageError: if an option names nothing.
    """
    from generator.given import parameter_values
    from generator.losses import Losses
    from generator.plan import ClientJob, Job, make_plan
    from generator.request import Binding, bind
    from generator.spec import load
    from generator.struct import replace

    losses = Losses()
    apis = load(Path(spec), losses, *filter(None, [folder]))
    layers, languages = read_languages(templates)
    targets, chosen_ids = items("--lang", lang), items("--operation", operation)
    chosen = parameter_values(apis, chosen_ids, values)
    everywhere = region == EVERY_REGION

    def binding(api: Api) -> Binding:
        return replace(bind(api, None if everywhere else region, endpoint), values=chosen)

    plan = make_plan(apis, languages, binding, targets, chosen_ids, everywhere)

    from generator.forked import processors
    from generator.render import render as render_jobs
    from generator.shares import drawn

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

    with _shown(len(plan.files)) as progress:
        files = drawn(
            plan.files,
            lambda some, told: render_jobs(some, languages, layers, progress=told),
            jobs or processors(),
            progress,
        )
    return Rendered(plan, files, languages, layers, draw, losses)


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


def told_changes(changes: Changes, folder: Path, check: bool) -> tuple[str, str]:
    """Give a line a file that changed, or would, for stdout, and their counts for stderr."""
    from generator.errors import counted, printable
    from generator.tree import Kind

    notes = {
        (Kind.CHANGED, True): " (was edited by hand)",
        (Kind.KEPT, True): " (no longer made, but edited by hand: remove it yourself)",
    }
    prefix = (folder / "x").as_posix()[:-1]
    lines = [
        printable(f"{c.kind:8} {prefix}{c.path}{notes.get((c.kind, c.by_hand), '')}")
        for c in changes.changes
    ]
    total = changes.unchanged + changes.count(Kind.ADDED) + changes.count(Kind.CHANGED)
    counts = [f"{changes.count(kind)} {kind}" for kind in Kind if changes.count(kind)]
    would = "would be " if check else ""
    summary = f"{would}{', '.join(counts)}" if counts else "nothing to do"
    if changes.manifest_differs and not counts:
        summary = f"the manifest {would or 'was '}rewritten"
    return "".join(f"{line}\n" for line in lines), f"{counted(total, 'file')}: {summary}\n"


# How many things that are not supported a run tells, of those that a document may have.
_TOLD = 10


def told_lacks(lacks: Iterable[Problem], losses: Losses, most: int | None = _TOLD) -> str:
    """Give what is not made or not supported, a line each, to be printed on stderr.

    Arguments:
        lacks: what is not made for want of a shape.
        losses: what of OpenAPI documents is not supported.
        most: how many of these to tell; None for all.
    """
    from generator.losses import told

    lines = [*map(str, lacks), *told(losses, most)]
    return "".join(f"{line}\n" for line in lines)


def read_languages(templates: tuple[str, ...]) -> tuple[Layers, dict[str, Language]]:
    """Read the language folders, the user's first."""
    from generator.language import Layers, load_languages

    layers = Layers([Path(path) for path in templates])
    languages = load_languages(layers)
    for path in templates:
        if not any(Path(path, folder).is_dir() for folder in languages):
            todo = "name the folder above the language's, as templates/ is"
            raise click.UsageError(f"--templates {path}: no language has a folder in it; {todo}")
    return layers, languages
