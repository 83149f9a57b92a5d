"""The command `gen manifest`, which writes the hashes of what `gen render` would write."""

from __future__ import annotations

from typing import Any

import click

from generator.cli.notes import format_left_out, format_missing
from generator.cli.options import (
    Command,
    options,
    progress_bar,
    what_options,
    write_file,
)
from generator.cli.printing import print_json, print_text
from generator.cli.project import project
from generator.errors import counted
from generator.output.manifest import make_manifest
from generator.pipeline import RenderOptions, render


@click.command(cls=Command)
@click.argument("file", required=False, metavar="[FILE]", type=click.Path(dir_okay=False))
@options(*what_options)
def manifest(file: str | None, **values: Any) -> None:
    """Write the manifest of what gen render would write, to stdout or FILE.

    It has the path, hash, target and operation of each file. gen diff --against-manifest compares
    with it, so out/ need not be in git.
    """
    rendered = render(RenderOptions(**values, config=project()), show_progress=progress_bar)
    missing = format_left_out(rendered.plan)
    missing += format_missing(rendered.warnings, rendered.plan.skipped, rendered.unsupported)
    print_text(missing, err=True, nl=False)
    data = make_manifest(rendered.files, rendered.rows)
    if file is None:
        print_json(data.decode().removesuffix("\n"))
    else:
        write_file(file, data)
    print_text(f"{counted(len(rendered.files), 'file')} listed", err=True)
