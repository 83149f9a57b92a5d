"""The command `gen preview`, which shows pages in a browser while their spec is edited."""

from __future__ import annotations

import gc
import threading
import time
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from generator.cli.notes import format_missing
from generator.cli.options import Command, lang_option, options, port_option
from generator.cli.printing import print_text
from generator.cli.project import (
    default_spec,
    default_templates,
    forget_project,
    project,
    spec_option,
    templates_option,
)
from generator.errors import ProblemsError, counted
from generator.pipeline import RenderOptions, split_values
from generator.system import interrupts

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.preview.preview import Preview
    from generator.preview.site import Site
    from generator.publishing.planner import PublicationJob


@click.command(cls=Command)
@options(spec_option, lang_option, templates_option)
@port_option(8000)
def preview(spec: str, lang: tuple[str, ...], templates: tuple[str, ...], port: int) -> None:
    """Show the web pages in a browser while you edit, until Ctrl-C."""
    from generator.preview.difference import make_difference
    from generator.preview.input_reader import InputReader
    from generator.preview.preview import Preview
    from generator.preview.server import PreviewServer
    from generator.preview.watcher import follow

    reader = InputReader(_option_chooser(spec, lang, templates))
    site_preview = Preview(reader, split_values("--lang", lang), _describe)

    def compare(job: PublicationJob) -> bytes:
        assert reader.options is not None
        return make_difference(reader.options, job)

    server = PreviewServer(site_preview, compare, port)
    interrupts.start_caretaker()  # before there are threads
    updates = _Updates(site_preview)
    updates.make()
    server.start()
    pages = counted(len(site_preview.site.jobs), "page") if site_preview.site else "the faults"
    print_text(f"{server.url} shows {pages} of {spec}; Ctrl-C ends it", err=True)
    follow(reader.folders, updates.make_if_changed, updates.tidy_up, threading.Event())


def _option_chooser(
    spec: str, lang: tuple[str, ...], templates: tuple[str, ...]
) -> Callable[[], RenderOptions]:
    """Return a function that returns what to render, as the settings say now.

    Arguments:
        spec, lang, templates: the values of the options at the start. What the user typed stays.
    """
    context = click.get_current_context()

    def is_typed(name: str) -> bool:
        return context.get_parameter_source(name) is not ParameterSource.DEFAULT

    def choose() -> RenderOptions:
        forget_project()
        return RenderOptions(
            spec if is_typed("spec") else default_spec(),
            lang,
            templates=templates if is_typed("templates") else default_templates(),
            config=project(),
        )

    return choose


def _describe(site: Site) -> list[str]:
    """Return lines about what is missing in a site, and its warnings."""
    inputs = site.inputs
    return format_missing(inputs.warnings, site.plan.skipped, inputs.unsupported).splitlines()


class _Updates:
    """Updates a preview, and prints what a user in front of a terminal has to know.

    Python collects no garbage while pages are made: for a large document, that would take half as
    long again as to read it. It does so when nothing has changed for a moment, and after a few
    updates in any case, since each leaves a whole document.

    Arguments:
        preview: the preview.
    """

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        self._quiet = self._uncollected = 0
        self._printed: tuple[str, ...] = ()
        self._is_first = True

    def make_if_changed(self) -> None:
        """Update the preview if an input has changed since the last time."""
        if self.preview.reader.has_changed():
            self.make()

    def make(self) -> None:
        """Update the preview, and print new faults and notes.

        Raises:
            GenError: the first time, if the command line is wrong.
        """
        self._quiet = 0
        start = time.perf_counter()
        is_good = self.preview.update()
        error = self.preview.error
        if self._is_first and error is not None and not isinstance(error, ProblemsError):
            raise error  # the command line is wrong, and not what a file holds
        self._is_first = False
        seconds = time.perf_counter() - start
        lines = self.preview.notes if is_good else tuple(f.text for f in self.preview.faults)
        if lines != self._printed:
            print_text("".join(f"{line}\n" for line in lines), err=True, nl=False)
        self._printed = lines
        print_text(f"{'up to date' if is_good else 'has faults'}, after {seconds:.2f} s", err=True)

        self._uncollected += 1
        if self._uncollected == _MOST_UNCOLLECTED:
            self._collect()

    def tidy_up(self) -> None:
        """Collect garbage, soon after an update and now and then."""
        self._quiet += 1
        if self._quiet % _OFTEN == _SOON:
            self._collect()

    def _collect(self) -> None:
        """Collect garbage, which nothing else of this process can do meanwhile."""
        gc.collect()
        self._uncollected = 0


# About half a second and a minute of calls while nothing changes.
_SOON, _OFTEN = 3, 300
_MOST_UNCOLLECTED = 3
