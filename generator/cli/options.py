"""Options and steps that commands share: rendering, writing files and printing what changed."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import astuple, dataclass, replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from generator.cli.notes import names_all
from generator.cli.printing import print_text
from generator.cli.project import out_option, project, spec_option, templates_option
from generator.config.config import DEFAULT_OUT
from generator.errors import OptionError, OutputError, counted, is_printable_ascii, printable
from generator.output.manifest import MANIFEST
from generator.pipeline import EVERY_REGION, OnProgress, Recall, Rendered, RenderOptions, render

if TYPE_CHECKING:
    from generator.output.changes import Changes
    from generator.output.manifest import ManifestRow
    from generator.output.up_to_date import Stamp
    from generator.pipeline import Inputs
    from generator.plan import Selection
    from generator.sources.source import Source

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class Command(click.Command):
    """A command that reports a faulty option as click does, with the command's usage."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except OptionError as error:
            raise click.UsageError(str(error), ctx) from error


@dataclass(frozen=True, slots=True)
class OutputOptions(RenderOptions):
    """The options that `gen render` and `gen diff` share: what to render, and the output folder.

    Attributes:
        out: the output folder.
    """

    out: str = DEFAULT_OUT

    @property
    def folder(self) -> Path:
        """The path of the output folder."""
        return Path(self.out or self.config.out)


def options(*shared: Callable[[Decorated], Decorated]) -> Callable[[Decorated], Decorated]:
    """Return a decorator that adds several options to a command.

    Arguments:
        shared: decorators that add one option each, in the order in which help lists the options.
    """

    def decorate(function: Decorated) -> Decorated:
        for option in reversed(shared):
            function = option(function)
        return function

    return decorate


lang_option = click.option(
    "--lang",
    multiple=True,
    default=["all"],
    show_default=True,
    metavar="TARGET,…",
    help="Targets to make; all is what each spec publishes, and says what it leaves out.",
)
operation_option = click.option(
    "--operation", multiple=True, metavar="ID,…", help="Operations to make; all if not given."
)


def port_option(default: int) -> Callable[[Decorated], Decorated]:
    """Return the option `--port` of a command that runs a server.

    Arguments:
        default: the port of a command line that names none.
    """
    return click.option(
        "--port",
        type=click.IntRange(0, 65535),
        default=default,
        show_default=True,
        metavar="N",
        help="Port to listen at; 0 is any that is free.",
    )


# What to render; `out_option` says where to.
what_options = (
    spec_option,
    lang_option,
    operation_option,
    templates_option,
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


def render_command(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options of `OutputOptions` to the function of a command.

    Arguments:
        function: the function. It gets an `OutputOptions` as its first argument, and the values of
            its own options after that.
    """

    @options(*what_options[:4], out_option, *what_options[4:])
    @functools.wraps(function)
    def run(**values: Any) -> None:
        names = [name for name in OutputOptions.__dataclass_fields__ if name in values]
        own = {name: values.pop(name) for name in names}
        function(OutputOptions(**own, config=project()), **values)

    return run


def render_files(
    run_options: OutputOptions,
    open_folder: Callable[[Path, str], Source] | None = None,
    select: Callable[[Inputs], Selection | None] | None = None,
    recall: Recall | None = None,
) -> Rendered:
    """Check the options of a command, and render the files.

    Arguments:
        run_options: what to render, and the output folder, which is only checked here.
        open_folder: opens the folder that specs are read from; None to read it in the usual way.
        select: limits the run to some APIs and operations; None to render all that options name.
        recall: returns the files of a large run that need not be rendered; None to render all.

    Raises:
        GenError: if a spec, a template or the output paths have problems.
        click.UsageError: if options contradict each other, or if they leave nothing to make.
    """
    # resolve() would raise if links lead in a circle.
    own = run_options.config.out
    shared = Path(os.path.realpath(run_options.folder)).is_relative_to(os.path.realpath(own))
    own_values = {
        "--region": run_options.region,
        "--endpoint": run_options.endpoint,
        "--set": run_options.values or None,
    }
    for name, value in own_values.items():
        if value is not None and shared:
            todo = f"add --out DIR; {own}/ holds what the spec alone says"
            raise click.UsageError(f"{name} needs an output folder of its own: {todo}")
    if run_options.region is not None and run_options.endpoint is not None:
        raise click.UsageError("--region and --endpoint both choose the host: give one of them")
    rendered = render(run_options, open_folder, progress_bar, select, recall)
    files = rendered.plan.files
    if files and not any(job.wanted for job in files) and not rendered.plan.skipped:
        todo = f"{files[0].target.id} is made of all operations of an API: leave it out"
        raise click.UsageError(f"--operation leaves nothing to make: {todo}")
    return rendered


def run_stamp(run_options: OutputOptions) -> Stamp:
    """Return the stamp of the last run of `gen render` with these options."""
    from generator.output.up_to_date import Stamp
    from generator.sources.source import current_digest

    templates, spec = run_options.templates, Path(run_options.spec)
    options = astuple(replace(run_options, jobs=None))  # they share the work, and change nothing
    # What --lang all leaves out is said only if it is written.
    return Stamp((*options, names_all()), run_options.folder, templates, spec, current_digest)


# Fewest files that a progress bar is shown for; fewer are rendered before anyone could read it.
_MIN_BAR_FILES = 2000


@contextmanager
def progress_bar(total: int) -> Iterator[OnProgress]:
    """Show a progress bar on stderr, if that is a terminal and the run is long.

    The block gets a function to call with the number of files that were rendered since the last
    call.

    Arguments:
        total: the number of files to render.
    """
    if total < _MIN_BAR_FILES or not sys.stderr.isatty():
        yield lambda count: None  # noqa: ARG005
        return
    with click.progressbar(length=total, label="Rendering", file=sys.stderr) as bar:
        yield bar.update
        bar.update(max(0, total - bar.pos))


def removal_candidates(
    run_options: OutputOptions, rendered: Rendered
) -> Callable[[ManifestRow], bool]:
    """Return a test whether a run may remove a file if it no longer makes that file.

    A run of a whole folder of specs, without a limit to targets or operations, decides on every
    file in the output folder. Another run decides on the files of its APIs, targets and operations.
    With `--changed`, no run decides on a file that is not reached.

    Arguments:
        run_options: the options of the run.
        rendered: what the run made.

    Returns:
        A function that gets the file's row in the manifest, the list of files from earlier runs.
    """
    plan = rendered.plan
    is_whole = Path(run_options.spec).is_dir() and plan.targets is None and plan.operations is None
    folders = tuple(f"{api.folder}/" for api in plan.apis)

    def is_candidate(row: ManifestRow) -> bool:
        chosen = plan.selection
        if chosen is not None and not chosen.has_path(row.path, row.operation, row.target):
            return False
        if is_whole:
            return True
        return (
            row.path.startswith(folders)
            and (plan.targets is None or row.target in plan.targets)
            and (plan.operations is None or row.operation in plan.operations)
        )

    return is_candidate


def write_output(
    files: Mapping[str, bytes],
    rows: Mapping[str, tuple[str, str]],
    folder: Path,
    is_candidate: Callable[[ManifestRow], bool],
    check: bool,
    on_written: Callable[[Changes], None] = lambda changes: None,  # noqa: ARG005
    manifest_name: str = MANIFEST,
) -> Changes:
    """Compare rendered files with an output folder, write those that differ, and print the changes.

    Arguments:
        files: the bytes of each file, by its path relative to the output folder.
        rows: the ids of target and operation of each file, by its path.
        folder: the output folder.
        is_candidate: checks, by a file's row in the manifest, whether this run may remove the file.
        check: True to compare and print, but to write nothing.
        on_written: called with the changes while the folder is still locked.
        manifest_name: the name of the folder's manifest.

    Returns:
        The changes; false if there are none.

    Raises:
        OutputError: if a file or the folder can't be read or written.
    """
    from generator.output.changes import compare
    from generator.output.folder import OutputFolder, apply_changes, lock_folder

    with nullcontext() if check else lock_folder(folder):
        changes = compare(files, rows, OutputFolder(folder), is_candidate, manifest_name)
        if not check:
            apply_changes(changes, folder)
        on_written(changes)
    lines, summary = format_changes(changes, folder, check)
    print_text(lines, nl=False)
    print_text(summary, err=True, nl=False)
    return changes


def write_file(file: str, data: bytes, mode: str = "wb") -> None:
    """Write a file that the user named. It is not replaced, since it may be a pipe or a device.

    Arguments:
        file: the path of the file.
        data: what to write.
        mode: "wb", or "ab" to write behind what the file has.

    Raises:
        OutputError: if the file can't be written.
    """
    from generator.output.folder import check_destination

    check_destination(Path(file))
    try:
        with Path(file).open(mode) as opened:
            opened.write(data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{file}: can't be written ({reason}); name another file") from error


def format_changes(changes: Changes, folder: Path, check: bool) -> tuple[str, str]:
    """Format the changes of an output folder.

    Arguments:
        changes: the files that were added, changed, removed or kept.
        folder: the output folder.
        check: whether the changes were only found and not made.

    Returns:
        One line for each changed file, for stdout, and one line that counts them, for stderr.
    """
    from generator.output.changes import ChangeKind

    notes = {
        (ChangeKind.CHANGED, True): " (was edited by hand)",
        (ChangeKind.KEPT, True): " (no longer made, but edited by hand: remove it yourself)",
    }
    place = (folder / "x").as_posix()[:-1]
    lines: list[str] = []
    for (kind, by_hand), group in groupby(changes.changes, attrgetter("kind", "by_hand")):
        front, note = f"{kind:8} {place}", notes.get((kind, by_hand), "")
        paths = [f"{front}{change.path}{note}" for change in group]
        lines += paths if is_printable_ascii("".join(paths)) else map(printable, paths)
    numbers = changes.counts()
    total = (
        changes.unchanged + numbers.get(ChangeKind.ADDED, 0) + numbers.get(ChangeKind.CHANGED, 0)
    )
    counts = [f"{number} {kind}" for kind, number in numbers.items()]
    would = "would be " if check else ""
    summary = f"{would}{', '.join(counts)}" if counts else "nothing to do"
    if changes.manifest_differs and not counts:
        summary = f"the manifest {would or 'was '}rewritten"
    return "\n".join([*lines, ""]), f"{counted(total, 'file')}: {summary}\n"
