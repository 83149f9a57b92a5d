"""The command `gen verify`, which compiles and runs samples against the documented API."""

from __future__ import annotations

import os
import shlex
import sys
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from generator.cli.changed import changed_option, make_selector
from generator.cli.notes import format_left_out, format_missing
from generator.cli.options import (
    Command,
    lang_option,
    operation_option,
    options,
    write_file,
)
from generator.cli.printing import print_text
from generator.cli.project import default_out, project, spec_option, templates_option
from generator.client.planner import ClientProgram
from generator.client.programs import plan_programs
from generator.config.config import DEFAULT_OUT
from generator.errors import GenError, one_of
from generator.pipeline import RenderOptions, read_languages, split_values
from generator.pipeline import render as render_files
from generator.publishing.planner import plan_publication
from generator.rendering.renderer import render
from generator.rendering.request import bind
from generator.sources.document import begins_as_openapi
from generator.system import interrupts
from generator.system.package import DISTRIBUTION
from generator.verify import published_run, report
from generator.verify.cache import user_cache
from generator.verify.case_selection import choose_network_samples
from generator.verify.hostile import report as hostile_report
from generator.verify.hostile.run import HostileSettings
from generator.verify.hostile.run import run as run_hostile
from generator.verify.oracle import Oracle
from generator.verify.runner import Settings, count_cells
from generator.verify.runner import verify as run_samples
from generator.verify.stage import LocalRunner

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from generator.languages.target import Target
    from generator.pipeline import Rendered
    from generator.rendering.jobs import Job
    from generator.verify.results import SampleResult
    from generator.verify.stage import Runner


@click.command(cls=Command)
@options(spec_option, lang_option, operation_option, templates_option)
@click.option(
    "--case",
    "cases",
    multiple=True,
    metavar="ID,…",
    help="Cases to run, such as a status or an error's id; all if not given.",
)
@click.option(
    "--out",
    metavar="DIR",
    default=default_out,
    show_default=DEFAULT_OUT,
    help="Folder with the published files; those that are there must be what is rendered.",
)
@click.option(
    "--published",
    is_flag=True,
    help="Run the published files themselves, under their own host name over TLS (Linux).",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Run everything anew; exit with 1 if anything of this platform could not be run.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Programs that run at a time.  [default: two a processor]",
)
@click.option(
    "--whole",
    is_flag=True,
    help="Run what a network brings with every sample, not with one of each kind of request.",
)
@click.option(
    "--hostile",
    is_flag=True,
    help="Run values that try to break out, in every place of specs made for that, "
    "with every target, or those of --lang.",
)
@click.option(
    "--generated",
    type=click.IntRange(min=0),
    metavar="N",
    help="Values that --hostile generates, besides those of every run.  [default: 0]",
)
@changed_option
@click.option("--trust", is_flag=True, help="Run what the templates of --templates make, too.")
@click.option(
    "--report",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write what was found as JSON.",
)
@click.pass_context
def verify(
    context: click.Context,
    spec: str,
    lang: tuple[str, ...],
    operation: tuple[str, ...],
    templates: tuple[str, ...],
    cases: tuple[str, ...],
    out: str,
    published: bool,
    strict: bool,
    jobs: int | None,
    whole: bool,
    hostile: bool,
    generated: int | None,
    changed: str | None,
    trust: bool,
    report: str | None,
) -> None:
    """Compile and run the samples against the documented API."""
    if hostile:
        _verify_hostile(context, lang, templates, strict)
        return
    if generated is not None:
        raise click.UsageError("--generated is for --hostile")
    if published and not published_run.is_inside():
        code = published_run.run_inside(["verify", *_command_words(context)])
        raise click.exceptions.Exit(code)

    run_options = RenderOptions(spec, lang, operation, templates, config=project())
    select = make_selector(changed, run_options, Path(out))
    rendered = render_files(run_options, select=select)
    missing = format_left_out(rendered.plan, _is_runnable)
    missing += format_missing(rendered.warnings, rendered.plan.skipped, rendered.unsupported)
    print_text(missing, err=True, nl=False)
    samples = [job for job in rendered.plan.jobs if job.wanted and job.target.is_sample]
    programs = plan_programs(rendered.plan.clients, rendered.plan.operations, rendered.languages)
    chosen = rendered.plan.selection
    if chosen is not None:
        programs = [
            job for job in programs if chosen.has(job.api.folder, job.subject, job.target.id)
        ]
    if not samples and not programs and chosen is None:
        what = "--lang names no target of samples or clients"
        raise click.UsageError(f"there is nothing to run: {what}")
    programs_of = [job.caller for job in programs if isinstance(job.caller, ClientProgram)]
    parts = dict.fromkeys(part for caller in programs_of for part in caller.client)
    # With --operation, some files of the clients are not rendered yet.
    unmade = [part for part in parts if part.path not in rendered.files]
    files = {**rendered.files, **render([*programs, *unmade], rendered.languages, rendered.layers)}
    samples += programs
    settings = Settings(
        # Two a processor, since programs also wait: a JVM takes a third of a second to end threads.
        jobs=jobs or 2 * (os.cpu_count() or 1),
        trusted=trust,
        cases=frozenset(split_values("--case", cases)) or None,
        out=Path(out),
        cache=user_cache(map(Path, (spec, out, *templates)), used=not strict),
        network_samples=None if whole or cases else choose_network_samples(samples),
    )
    try:
        with (
            _open_oracles(rendered, samples) as oracles,
            _open_runner(rendered, Path(out), published) as stage,
        ):
            judged = replace(settings, oracles=oracles)
            results = _run_samples(samples, files, stage, judged) if samples else []
    except OSError as error:
        todo = "make room, or set TMPDIR to a folder that can be written"
        raise GenError(f"samples can't be run ({error.strerror or error}); {todo}") from error
    of_spec = _command_words(context, {"spec"})
    others = _command_words(context, {"templates", "out", "published", "trust"})
    _print_results(results, of_spec, others, report, stage)
    if any(result.failed or (strict and result.unrun) for result in results):
        raise click.exceptions.Exit(1)


# Options that choose what of a spec is run; the specs of `--hostile` are gen's own.
_OF_SPECS = ("spec", "operation", "cases", "out", "published", "whole", "changed")


def _verify_hostile(
    context: click.Context, lang: Sequence[str], templates: Sequence[str], strict: bool
) -> None:
    """Put hostile values into every place of specs, run the samples, and print what happened."""
    if words := _command_words(context, _OF_SPECS):
        raise click.UsageError(f"--hostile has specs of its own; leave out {words[0]}")
    layers, languages = read_languages(templates)
    every = {t.id: t for language in languages.values() for t in language.targets if t.is_sample}
    names = split_values("--lang", lang)
    for name in names:
        if name not in (*every, "all"):
            todo = one_of(every, name)
            raise GenError(f"--lang {name}: there is no such target of samples; {todo}")
    targets = [target for id_, target in every.items() if id_ in names or "all" in names]
    params = context.params
    settings = HostileSettings(
        jobs=params["jobs"] or 2 * (os.cpu_count() or 1),
        trusted=params["trust"],
        generated=params["generated"] or 0,
    )
    if not sys.stderr.isatty():
        found = run_hostile(targets, languages, layers, settings)
    else:
        with click.progressbar(length=1000, label="values", file=sys.stderr) as bar:

            def on_batch(done: int, of: int) -> None:
                bar.update(1000 * done // of - bar.pos)

            settings = replace(settings, on_batch=on_batch)
            found = run_hostile(targets, languages, layers, settings)
    repeat = _command_words(context, {"templates", "trust", "generated"})
    texts = [
        hostile_report.format_targets(found),
        hostile_report.format_table(found),
        "\n".join(hostile_report.format_notes(found)),
        *hostile_report.format_breaches(found, shlex.join(["gen", "verify", "--hostile", *repeat])),
    ]
    print_text("\n\n".join(filter(None, texts)))
    print_text(hostile_report.format_summary(found), err=True)
    if params["report"] is not None:
        text = hostile_report.as_json(found, version(DISTRIBUTION))
        write_file(params["report"], text.encode())
    if found.breaches or (strict and found.unrun):
        raise click.exceptions.Exit(1)


def _is_runnable(target: Target) -> bool:
    """Return whether a target makes what can be run."""
    return target.is_sample or target.is_client


def _run_samples(
    samples: Sequence[Job], files: dict[str, bytes], stage: Runner, settings: Settings
) -> list[SampleResult]:
    """Run the samples, with a progress bar if stderr is a terminal."""

    if not sys.stderr.isatty():
        return run_samples(samples, files, stage, settings)
    total = count_cells(samples, stage, settings)
    lock = threading.Lock()
    with click.progressbar(length=total, label="cells", file=sys.stderr) as bar:

        def progress() -> None:
            with lock:
                bar.update(1)

        return run_samples(samples, files, stage, replace(settings, progress=progress))


@contextmanager
def _open_runner(rendered: Rendered, out: Path, published: bool) -> Iterator[Runner]:
    """Open the runner of the samples: a local one, or the one for published files."""
    if not published:
        yield LocalRunner(rendered.languages, rendered.layers)
        return

    published_run.bring_up_loopback()
    with interrupts.temporary_folder("gen-published-") as folder:
        yield published_run.PublishedRunner(folder, out)


@contextmanager
def _open_oracles(rendered: Rendered, samples: Sequence[Job]) -> Iterator[dict[str, Oracle]]:
    """Open what judges the requests of each API, by the API's folder.

    An OpenAPI document is judged by itself. A spec is judged by the OpenAPI document that
    `gen publish` makes of it.
    """
    target = next(
        (
            t
            for language in rendered.languages.values()
            for t in language.targets
            if t.id == "openapi"
        ),
        None,
    )
    oracles: dict[str, Oracle] = {}
    with interrupts.temporary_folder("gen-oracle-") as folder, ExitStack() as stack:
        # A client leaves out operations that it can't call, and so does the API of its programs.
        apis = sorted({job.api for job in samples}, key=lambda api: len(api.operations))
        for number, api in enumerate({api.folder: api for api in apis}.values()):
            document = Path(api.file)
            is_made = not begins_as_openapi(document.read_bytes(), api.file)
            if is_made:
                if target is None:
                    continue
                jobs = plan_publication((api,), (), (), target, bind)
                (data,) = render(jobs, rendered.languages, rendered.layers).values()
                document = folder / f"{number}.json"
                document.write_bytes(data)
            oracles[api.folder] = oracle = Oracle(document, is_made)
            stack.callback(oracle.close)
        yield oracles


def _command_words(context: click.Context, names: Collection[str] | None = None) -> list[str]:
    """Return the options of this call as words of a command line; only some by name, if `names`."""
    words = []
    for parameter in context.command.params:
        name = parameter.name or ""
        is_given = context.get_parameter_source(name) is not ParameterSource.DEFAULT
        if is_given and (names is None or name in names):
            value = context.params[name]
            for item in value if isinstance(value, tuple) else [value]:
                words += [parameter.opts[0], *([] if item is True else [str(item)])]
    return words


def _print_results(
    results: Sequence[SampleResult],
    spec: Sequence[str],
    arguments: Sequence[str],
    file: str | None,
    stage: Runner,
) -> None:
    """Print targets, table, failures and summary, and write the JSON report to a file.

    With a report, it also prints how fast each target was, which differs from run to run. `spec`
    and `arguments` are the words of the command line that a repeated command needs.
    """
    texts = [report.format_targets(results), report.format_table(results)] if results else []
    texts += report.format_failures(results, spec, arguments)
    if texts:
        print_text("\n\n".join(filter(None, texts)))
    summary = [report.format_summary(results) if results else "nothing to run"]
    if file is not None:
        summary.insert(0, report.format_speeds(results))
    print_text("\n".join(filter(None, summary)), err=True)
    if file is not None:
        write_file(file, report.as_json(results, version(DISTRIBUTION), stage.name).encode())
