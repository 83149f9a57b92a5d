"""The commands that run samples: `gen verify` and `gen mock`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.options import (
    DEFAULT_OUT,
    counted,
    items,
    lang_option,
    operation_option,
    options,
    rendered,
    spec_option,
    templates_option,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.plan import Job
    from generator.verify.run import Proof, Settings
    from generator.verify.stage import Stage


@click.command()
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
    default=DEFAULT_OUT,
    show_default=True,
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
    help="Run everything anew, and exit with 1 if something could not be run here.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Programs that run at a time.  [default: one a processor]",
)
@click.option("--trust", is_flag=True, help="Run what the templates of --templates make, too.")
@click.option(
    "--report",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write what was found as JSON.",
)
def verify(
    spec: str,
    lang: tuple[str, ...],
    operation: tuple[str, ...],
    templates: tuple[str, ...],
    cases: tuple[str, ...],
    out: str,
    published: bool,
    strict: bool,
    jobs: int | None,
    trust: bool,
    report: str | None,
) -> None:
    """Compile and run the samples against the documented API."""
    from generator.verify.cache import FOLDER, Cache
    from generator.verify.run import Settings, State
    from generator.verify.stage import Local

    made = rendered(spec, lang, operation, templates)
    samples = [job for job in made.plan.jobs if job.wanted and not job.target.is_page]
    if not samples:
        raise click.UsageError("there is nothing to run: --lang names no target of samples")
    stage: Stage = Local(made.languages, made.layers)
    settings = Settings(
        jobs=jobs or os.cpu_count() or 1,
        trusted=trust,
        cases=frozenset(items("--case", cases)) or None,
        out=Path(out),
        cache=Cache(Path(FOLDER), used=not strict),
    )
    proofs = _verify(samples, made.files, stage, settings)
    again = _arguments(spec, templates, out, published, trust)
    _tell(proofs, again, report, stage)
    left = [c for p in proofs for c in p.cells if c.state is State.NOT_RUN and not c.elsewhere]
    if any(proof.failed for proof in proofs) or (strict and left):
        raise click.exceptions.Exit(1)


def _verify(
    samples: Sequence[Job], files: dict[str, bytes], stage: Stage, settings: Settings
) -> list[Proof]:
    """Run the samples, with a progress bar where a terminal shows it."""
    import sys
    from dataclasses import replace

    from generator.verify.run import count
    from generator.verify.run import verify as run_samples

    if not sys.stderr.isatty():
        return run_samples(samples, files, stage, settings)
    total = count(samples, stage, settings)
    with click.progressbar(length=total, label="cells", file=sys.stderr) as bar:
        return run_samples(samples, files, stage, replace(settings, progress=lambda: bar.update(1)))


def _arguments(
    spec: str, templates: tuple[str, ...], out: str, published: bool, trust: bool
) -> list[str]:
    """Give the arguments that a repetition needs beside those that choose a cell."""
    words = ["--spec", spec] if spec != "spec" else []
    for folder in templates:
        words += ["--templates", folder]
    if out != DEFAULT_OUT:
        words += ["--out", out]
    flags = (("--published", published), ("--trust", trust))
    return words + [flag for flag, given in flags if given]


def _tell(proofs: Sequence[Proof], again: Sequence[str], file: str | None, stage: Stage) -> None:
    from importlib.metadata import version

    from generator.errors import OutputError
    from generator.verify import report

    if file is not None:
        try:
            Path(file).write_text(report.as_json(proofs, version("gen"), stage.name), "utf-8")
        except OSError as error:
            reason = error.strerror or str(error)
            what = f"{file}: can't be written ({reason}); name another file"
            raise OutputError(what) from error
    for failure in report.failures(proofs, again):
        click.echo(f"{failure}\n")
    click.echo(report.table(proofs))
    click.echo(report.summary(proofs), err=True)


@click.command()
@spec_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    metavar="N",
    help="Port of 127.0.0.1 to listen at; 0 is any that is free.",
)
@click.option(
    "--answer",
    metavar="STATUS|ERROR",
    help="Answer with this status or error row where an operation has it.",
)
def mock(spec: str, port: int, answer: str | None) -> None:
    """Answer requests as the spec documents, until Ctrl-C."""
    import threading

    from generator.errors import printable
    from generator.spec import load
    from generator.verify.answers import Answer, chooser
    from generator.verify.server import Received, Server

    apis = load(Path(spec))

    def tell(request: Received, given: Answer) -> None:
        click.echo(printable(f"{request.method} {request.target} -> {given.status}"))

    server = Server(apis, ("127.0.0.1", port), observe=tell)
    if answer is not None:
        server.choose = chooser(apis, answer)
    with server:
        total = counted(sum(len(api.operations) for api in apis), "operation")
        click.echo(f"{server.endpoint} answers {total}; Ctrl-C ends it", err=True)
        click.echo(
            f"gen render --endpoint {server.endpoint} --out DIR makes samples for it", err=True
        )
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return
