"""The command `gen publish`, which makes pages and documents that show the samples."""

from __future__ import annotations

import hashlib
import os
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.changed import changed_option, make_selector
from generator.cli.notes import format_left_out, format_missing, names_all
from generator.cli.options import (
    Command,
    lang_option,
    options,
    write_output,
)
from generator.cli.printing import print_text
from generator.cli.project import ignored_settings, project, spec_option, templates_option
from generator.client.programs import plan_client_samples
from generator.config.config import Publication
from generator.errors import GenError, Problem, ProblemsError, counted, one_of
from generator.model.structs import Struct
from generator.output.up_to_date import Stamp
from generator.pipeline import RenderOptions, read_inputs, split_values
from generator.plan import Selection, make_plan
from generator.publishing.evidence import read_reports
from generator.publishing.planner import other_endpoint, plan_publication
from generator.publishing.renderer import render_publication
from generator.rendering.parallel import processor_count
from generator.rendering.request import bind
from generator.sources.source import WatchedFolders, current_digest
from generator.system.regular_files import read_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from generator.config.config import Config
    from generator.languages.language import Language
    from generator.languages.target import Target
    from generator.model.api import Api
    from generator.output.changes import Changes
    from generator.output.manifest import ManifestRow
    from generator.pipeline import Inputs
    from generator.plan import Plan
    from generator.publishing.evidence import VerificationReports
    from generator.rendering.request import Binding

PLAIN_TABS = "plain"


@click.command(cls=Command)
@options(spec_option, lang_option, templates_option)
@click.option(
    "--format",
    "form",
    metavar="FORMAT",
    help="html, markdown, overlay, openapi, or one of --templates; gen list formats has all. "
    "[default: all of the settings]",
)
@click.option(
    "--tabs",
    metavar="SITE",
    help="How markdown shows samples: docfx, mkdocs, docusaurus, sphinx or plain.",
)
@click.option(
    "--verified",
    multiple=True,
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Report of gen verify, repeatable: each sample tells what it was run on.",
)
@changed_option
@click.option(
    "--out",
    metavar="DIR",
    help="Output folder, one of its own.  [default: that of the format in the settings]",
)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if something would change.")
def publish(
    spec: str,
    lang: tuple[str, ...],
    templates: tuple[str, ...],
    form: str | None,
    tabs: str | None,
    verified: tuple[str, ...],
    changed: str | None,
    out: str | None,
    check: bool,
) -> None:
    """Make pages or documents that show the samples."""
    config = project()
    publications = _choose_publications(config, form, tabs, out)
    for publication in publications:
        if Path(os.path.realpath(publication.out)).is_relative_to(os.path.realpath(config.out)):
            what = f"{publication.out}: {config.out}/ holds what gen render makes"
            todo = "name a folder of its own"
            if publication.mark is not None:
                raise ProblemsError([Problem(publication.mark, what, todo)])
            raise click.UsageError(f"--out {what}; {todo}")

    run_options = RenderOptions(spec, lang, templates=templates, config=config)
    reports = read_reports(map(Path, verified)) if verified else None
    is_whole = not check and changed is None
    stamps = _stamps(run_options, publications, verified) if is_whole else []
    unchanged = [found for stamp in stamps if (found := stamp.unchanged_run()) is not None]
    if is_whole and len(unchanged) == len(stamps):
        for count, _ in unchanged:
            print_text(f"{counted(count, 'file')}: nothing to do", err=True)
        print_text(unchanged[-1][1], err=True, nl=False)
        return
    sources = WatchedFolders(Path(spec))
    inputs = read_inputs(spec, templates, sources.open if is_whole else None, config)
    targets = [_find_format(inputs.languages, publication) for publication in publications]
    differing = False
    left_out: dict[Problem, None] = {}
    message = ""
    for number, (publication, target) in enumerate(zip(publications, targets, strict=True)):
        folder = Path(publication.out)
        whole_because = "--verified shows what was run, which no revision has" if reports else ""
        select = make_selector(changed, run_options, folder, whole_because)
        chosen = None if select is None else select(inputs)
        output = _make_files(inputs, run_options, target, chosen, reports)
        left_out |= dict.fromkeys(output.skipped)
        message = format_left_out(output.plan, lambda target: target.is_sample)
        message += format_missing(inputs.warnings, left_out, inputs.unsupported)
        if reports is not None and reports.unproven:
            message += f"samples that are not shown as verified: {reports.format_unproven()}\n"
        save = _stamp_saver(stamps[number], sources, message) if is_whole else lambda changes: None  # noqa: ARG005
        differing |= bool(
            write_output(output.files, output.rows, folder, output.is_candidate, check, save)
        )
    print_text(message, err=True, nl=False)
    if check and differing:
        raise click.exceptions.Exit(1)


def _stamps(
    options: RenderOptions, publications: list[Publication], verified: tuple[str, ...]
) -> list[Stamp]:
    """Return the stamp of the last run of each publication with these options and reports."""
    shown = [hashlib.sha256(read_regular(path)).hexdigest() for path in verified]
    rows = [(row.format, row.tabs, row.out) for row in publications]
    return [
        Stamp(
            ("publish", *astuple(options), names_all(), *shown, *rows, number),
            Path(publication.out),
            options.templates,
            Path(options.spec),
            current_digest,
        )
        for number, publication in enumerate(publications)
    ]


def _stamp_saver(stamp: Stamp, sources: WatchedFolders, message: str) -> Callable[[Changes], None]:
    """Return a function that saves the stamp of a run with its message and changes."""
    return lambda changes: stamp.save(sources.digests, changes, message, {})


def _choose_publications(
    config: Config, form: str | None, tabs: str | None, out: str | None
) -> list[Publication]:
    """Choose what to publish: what the command line names, else what the settings do."""
    rows = [row for row in config.publications if form in (None, row.format)]
    if form is not None and out is not None:
        all_tabs = {row.tabs for row in rows}
        own = all_tabs.pop() if len(all_tabs) == 1 else None
        return [Publication(form, own if tabs is None else tabs, out, None)]
    if form is None and not config.publications:
        todo = "add --format html --out site, or a [[publish]] with format and out to gen.toml"
        if config.file is None:
            todo = "add --format html --out site, or run gen init to begin"
            todo = ignored_settings() or todo
        raise click.UsageError(f"nothing says what to publish: {todo}")
    if form is None and (out is not None or tabs is not None):
        option = "--tabs" if out is None else "--out"
        raise click.UsageError(f"{option} is about one format: add --format")
    rows = [row for row in rows if tabs in (None, row.tabs)]
    if not rows:
        todo = "add --out DIR, one of its own"
        raise click.UsageError(f"nothing says where {form} goes: {todo}")
    return rows


class _Made(Struct):
    """The files of one format.

    Attributes:
        files: the bytes of each file by path.
        rows: the ids of the target and of the operation of each file.
        skipped: why samples are missing.
        is_candidate: says whether this run may remove a file that it does not make.
        plan: the plan of the samples.
    """

    files: Mapping[str, bytes]
    rows: Mapping[str, tuple[str, str]]
    skipped: tuple[Problem, ...]
    is_candidate: Callable[[ManifestRow], bool]
    plan: Plan


def _make_files(
    inputs: Inputs,
    options: RenderOptions,
    target: Target,
    chosen: Selection | None,
    reports: VerificationReports | None,
) -> _Made:
    """Make the files of one format."""
    apis, languages = inputs.apis, inputs.languages
    lang = options.lang
    others_by_file = {api.file: other_endpoint(api) for api in apis}

    def bind_elsewhere(api: Api) -> Binding:
        return bind(api, endpoint=others_by_file[api.file])

    targets = split_values("--lang", lang)
    # What is published of an API shows samples of all of its operations.
    shown = chosen and Selection(
        {api.folder: None for api in apis if chosen.has(api.folder, "", target.id)}
    )
    plan = make_plan(apis, languages, bind, targets, selection=shown)
    _check_samples(languages, targets)
    with_others = [api for api in apis if others_by_file[api.file]]
    others = make_plan(with_others, languages, bind_elsewhere, targets, selection=shown)
    samples, other_samples = (
        (*part.jobs, *plan_client_samples(part.clients, languages)) for part in (plan, others)
    )
    of_id = {row.id: row for language in languages.values() for row in language.targets}
    made = [target, *(of_id[id_] for id_ in target.companions)]
    jobs = [
        job for one in made for job in plan_publication(apis, samples, other_samples, one, bind)
    ]
    if chosen is not None:
        jobs = [
            job
            for job in jobs
            if chosen.has("" if job.is_site else job.api.folder, job.subject, job.target.id)
        ]
    published = render_publication(jobs, languages, inputs.layers, reports, processor_count())
    all_skipped = dict.fromkeys((*plan.skipped, *published.skipped))
    skipped = [problem for problem in all_skipped if "makes no sample" in str(problem)]
    rows = {job.path: (job.target.id, job.subject) for job in jobs}
    is_candidate = _make_candidate_test(
        plan, {one.id for one in made}, Path(options.spec).is_dir(), chosen
    )
    return _Made(published.files, rows, tuple(skipped), is_candidate, plan)


def _find_format(languages: Mapping[str, Language], publication: Publication) -> Target:
    """Find the target of a format, or of its variant for a site's tabs.

    Raises:
        GenError: if there is no such format, or no such variant; at the place in the settings.
        click.UsageError: if the command line gives tabs to a format that has none.
    """
    try:
        return _find_variant(languages, publication.format, publication.tabs)
    except (GenError, click.UsageError) as error:
        if publication.mark is None:
            raise
        text = error.message if isinstance(error, click.UsageError) else str(error)
        what, _, todo = text.replace("--", "").partition(": ")[2].partition("; ")
        raise ProblemsError([Problem(publication.mark, what, todo)]) from error


def _find_variant(languages: Mapping[str, Language], form: str, tabs: str | None) -> Target:
    """Find the target of a format, or of its variant for a site's tabs."""
    all_targets = (target for language in languages.values() for target in language.targets)
    formats = {target.id: target for target in all_targets if target.is_publication}
    if form not in formats:
        raise GenError(f"--format {form}: there is no such format; {one_of(formats, form)}")
    if tabs is None or tabs == PLAIN_TABS:
        return formats[form]
    sites = {id_.removeprefix(f"{form}-"): id_ for id_ in formats if id_.startswith(f"{form}-")}
    if tabs not in sites:
        if not sites:
            raise click.UsageError(f"--tabs: {form} has no tabs of a site; leave it out")
        todo = one_of([*sites, PLAIN_TABS], tabs)
        raise GenError(f"--tabs {tabs}: {form} has no such tabs; {todo}")
    return formats[sites[tabs]]


def _check_samples(languages: Mapping[str, Language], targets: list[str]) -> None:
    """Refuse targets of `--lang` that are no samples."""
    for language in languages.values():
        for target in language.targets:
            if target.id in targets and not target.is_sample:
                what = f"--lang {target.id}: {target.title} is no sample"
                raise click.UsageError(f"{what}; name targets that are samples")


def _make_candidate_test(
    plan: Plan, targets: Collection[str], is_whole: bool, chosen: Selection | None
) -> Callable[[ManifestRow], bool]:
    """Return a test whether a row of the manifest is in the scope of this run."""
    folders = tuple(f"{api.folder}/" for api in plan.apis)

    def is_candidate(row: ManifestRow) -> bool:
        if chosen is not None and not chosen.has_path(row.path, row.operation, row.target):
            return False
        return row.target in targets and (is_whole or row.path.startswith(folders))

    return is_candidate
