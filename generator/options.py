"""What commands share: their options, and the one way from a spec to a rendered tree."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from generator.rendered import EVERY_REGION, Rendered, rendered

if TYPE_CHECKING:
    from generator.errors import Problem
    from generator.losses import Losses
    from generator.plan import Plan
    from generator.source import Source
    from generator.tree import Changes, Output, Row

DEFAULT_OUT = "out"
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


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


def asked_for(
    asked: Asked, folder: Callable[[Path, str], Source] | None = None, parted: bool = False
) -> Rendered:
    """Render what was asked for.

    Arguments:
        asked: what.
        folder: opens the folder that specs are read from, if not as usual.
        parted: whether the plan need not have jobs: see `rendered`.

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
        parted,
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
    whole = Path(asked.spec).is_dir() and plan.targets is None and plan.operations is None
    candidates = _candidates(plan, whole)
    if output is not None:
        return compare(made.files, made.rows, output, candidates)
    there = OutFolder(asked.folder)
    return compare(made.files, made.rows, there, candidates, lambda: made.files.seen(asked.folder))


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


def told_changes(changes: Changes, folder: Path, check: bool) -> tuple[str, str]:
    """Give a line a file that changed, or would, for stdout, and their counts for stderr."""
    from generator.errors import counted, is_printable_ascii, printable
    from generator.tree import Kind

    notes = {
        (Kind.CHANGED, True): " (was edited by hand)",
        (Kind.KEPT, True): " (no longer made, but edited by hand: remove it yourself)",
    }
    place = (folder / "x").as_posix()[:-1]
    lines: list[str] = []
    for (kind, by_hand), alike in groupby(changes.changes, attrgetter("kind", "by_hand")):
        front, note = f"{kind:8} {place}", notes.get((kind, by_hand), "")
        found = [f"{front}{change.path}{note}" for change in alike]
        lines += found if is_printable_ascii("".join(found)) else map(printable, found)
    numbers = changes.counts()
    total = changes.unchanged + numbers.get(Kind.ADDED, 0) + numbers.get(Kind.CHANGED, 0)
    counts = [f"{number} {kind}" for kind, number in numbers.items()]
    would = "would be " if check else ""
    summary = f"{would}{', '.join(counts)}" if counts else "nothing to do"
    if changes.manifest_differs and not counts:
        summary = f"the manifest {would or 'was '}rewritten"
    return "\n".join([*lines, ""]), f"{counted(total, 'file')}: {summary}\n"


def told_lacks(lacks: Iterable[Problem], losses: Losses, tells_all: bool = False) -> str:
    """Give what is not made or not supported, a line each, to be printed on stderr.

    Arguments:
        lacks: what is not made for want of a shape.
        losses: what of OpenAPI documents is not supported.
        tells_all: whether to tell all of them.
    """
    from generator.losses import TOLD, told

    most = None if tells_all else TOLD
    shown = list(map(str, lacks))
    if most is not None and len(shown) > most:
        shown[most:] = [f"… and {len(shown) - most} more are not made, which gen lint tells"]
    lines = [*shown, *told(losses, most)]
    return "".join(f"{line}\n" for line in lines)
