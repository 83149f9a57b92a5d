"""The command `gen render`, which renders files and writes changed ones to the output folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.changed import changed_option, make_selector
from generator.cli.notes import format_left_out, format_missing
from generator.cli.options import (
    Command,
    OutputOptions,
    removal_candidates,
    render_command,
    render_files,
    run_stamp,
    write_output,
)
from generator.cli.printing import print_text

if TYPE_CHECKING:
    from generator.output.changes import Changes


@click.command(cls=Command)
@render_command
@changed_option
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if something would change.")
def render(run_options: OutputOptions, changed: str | None, check: bool) -> None:
    """Write what changed, remove what is no longer made.

    gen embed puts samples into pages of yours, and gen publish makes pages of them.
    """
    from generator.errors import counted
    from generator.sources.source import WatchedFolders

    folder = run_options.folder
    stamp = None
    if not check and changed is None:
        stamp = run_stamp(run_options)
    unchanged = None if stamp is None else stamp.unchanged_run()
    if unchanged is not None:
        print_text(f"{unchanged[1]}{counted(unchanged[0], 'file')}: nothing to do", err=True)
        return
    sources = WatchedFolders(Path(run_options.spec))
    select = make_selector(changed, run_options, folder)
    recall = None if stamp is None else stamp.known_files
    rendered = render_files(run_options, sources.open if stamp else None, select, recall)
    skipped = format_left_out(rendered.plan)
    skipped += format_missing(rendered.warnings, rendered.plan.skipped, rendered.unsupported)
    print_text(skipped, err=True, nl=False)

    def save_stamp(changes: Changes) -> None:
        if stamp is not None:
            stamp.save(sources.digests, changes, skipped, rendered.digests)

    changes = write_output(
        rendered.files,
        rendered.rows,
        folder,
        removal_candidates(run_options, rendered),
        check,
        save_stamp,
    )
    if check and changes:
        raise click.exceptions.Exit(1)
