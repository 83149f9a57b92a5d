"""The command `gen publish`, which makes pages and documents that show the samples."""

from __future__ import annotations

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
from generator.config.config import Publication
from generator.errors import GenError, Problem, ProblemsError, counted, one_of
from generator.model.structs import Struct
from generator.output.changes import read_rows
from generator.output.folder import OutputFolder
from generator.output.manifest import HIDDEN_MANIFEST
from generator.output.other_files import find_other_files
from generator.pipeline import RenderOptions, read_inputs, split_values
from generator.publishing.evidence import read_reports
from generator.publishing.packed_files import PackedFiles
from generator.publishing.renderer import render_publication
from generator.publishing.site import plan_site
from generator.publishing.stamps import PublicationStamps
from generator.rendering.parallel import processor_count

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from generator.config.config import Config
    from generator.languages.language import Language
    from generator.languages.target import Target
    from generator.output.changes import Changes
    from generator.output.manifest import ManifestRow
    from generator.pipeline import Inputs
    from generator.plan import Plan, Selection
    from generator.publishing.evidence import VerificationReports

PLAIN_TABS = "plain"


@click.command(cls=Command)
@options(spec_option, lang_option, templates_option)
@click.option(
    "--format",
    "form",
    metavar="FORMAT",
    help="html, markdown, llms, openapi, overlay, or one of --templates; gen list formats has all. "
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
@click.option(
    "--shared",
    is_flag=True,
    help="Write into a folder that has files of others, too, and leave those alone.",
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
    shared: bool,
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
    seen = (*astuple(run_options), names_all())
    stamps = PublicationStamps(seen, spec, templates, verified, publications, shared)
    unchanged = stamps.unchanged_runs() if is_whole else []
    for count, _ in unchanged:
        print_text(f"{counted(count, 'file')}: nothing to do", err=True)
    if unchanged:
        print_text(unchanged[-1][1], err=True, nl=False)
        return
    inputs = read_inputs(spec, templates, stamps.sources.open if is_whole else None, config)
    targets = [_find_format(inputs.languages, publication) for publication in publications]
    outputs: list[_Made] = []
    left_out: dict[Problem, None] = {}
    message = ""
    for publication, target in zip(publications, targets, strict=True):
        folder = Path(publication.out)
        whole_because = "--verified shows what was run, which no revision has" if reports else ""
        select = make_selector(
            changed, run_options, folder, whole_because, manifest_name=HIDDEN_MANIFEST
        )
        chosen = None if select is None else select(inputs)
        output = _make_files(inputs, run_options, target, chosen, reports)
        outputs.append(output)
        left_out |= dict.fromkeys(output.skipped)
        message = format_left_out(output.plan, lambda target: target.is_sample)
    message += format_missing(inputs.warnings, left_out, inputs.unsupported)
    if reports is not None and reports.unproven:
        message += f"samples that are not shown as verified: {reports.format_unproven()}\n"
    _check_folders(inputs.languages, publications, outputs, shared)
    differing = False
    for number, (publication, output) in enumerate(zip(publications, outputs, strict=True)):

        def save(changes: Changes, number: int = number) -> None:
            if is_whole:
                stamps.save(number, changes, message)

        differing |= bool(
            write_output(
                output.files,
                output.rows,
                Path(publication.out),
                output.is_candidate,
                check,
                save,
                manifest_name=HIDDEN_MANIFEST,
            )
        )
    print_text(message, err=True, nl=False)
    if check and differing:
        raise click.exceptions.Exit(1)


def _check_folders(
    languages: Mapping[str, Language],
    publications: Sequence[Publication],
    outputs: Sequence[_Made],
    shared: bool,
) -> None:
    """Refuse folders with files that gen publish did not make, before anything is written.

    Arguments:
        languages: the languages by id.
        publications: what is published.
        outputs: the files of each publication.
        shared: whether the user says that folders may have files of others.

    Raises:
        GenError: if a folder has such files, and nothing says that it is shared; or if one of them
            would be replaced. It names all such folders.
    """
    planned: dict[str, PackedFiles] = {}
    first: dict[str, Publication] = {}
    may_share: dict[str, bool] = {}
    for publication, output in zip(publications, outputs, strict=True):
        folder = publication.out
        planned.setdefault(folder, PackedFiles()).take(output.files)
        first.setdefault(folder, publication)
        may_share[folder] = may_share.get(folder, shared) or publication.is_shared
    all_targets = (target for language in languages.values() for target in language.targets)
    of_render = {target.id for target in all_targets if not target.is_publication}
    problems = []
    for folder, files in planned.items():
        what, todo = _folder_fault(folder, files, of_render, may_share[folder])
        if what:
            mark = first[folder].mark
            problems.append(Problem(mark, f"{folder}: {what}", todo))
    if problems:
        raise ProblemsError(problems)


def _folder_fault(
    folder: str, files: Mapping[str, bytes], of_render: Collection[str], may_share: bool
) -> tuple[str, str]:
    """Say why nothing can be published into a folder, and what to do; empty texts if it can."""
    out = OutputFolder(Path(folder))
    if any(row.target in of_render for row in read_rows(out, HIDDEN_MANIFEST).rows.values()):
        return "gen render writes here, too", "name a folder of its own"
    others = find_other_files(out, files)
    if others.in_the_way:
        what = f"this would replace files that gen did not make: {others.format(others.in_the_way)}"
        return what, "move or remove them, or name another --out"
    if others.paths and not may_share:
        what = f"the folder has files that gen did not make: {others.format(others.paths)}"
        return what, "name a folder of its own, or add --shared to leave them alone"
    return "", ""


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

    files: PackedFiles
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
    languages = inputs.languages
    targets = split_values("--lang", options.lang)
    site = plan_site(inputs.apis, languages, target, targets, chosen)
    plan, jobs = site.plan, site.jobs
    _check_samples(languages, targets)
    published = render_publication(jobs, languages, inputs.layers, reports, processor_count())
    all_skipped = dict.fromkeys((*plan.skipped, *published.skipped))
    skipped = [problem for problem in all_skipped if "makes no sample" in str(problem)]
    rows = {job.path: (job.target.id, job.subject) for job in jobs}
    is_candidate = _make_candidate_test(
        plan, {target.id, *target.companions}, Path(options.spec).is_dir(), chosen
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
    formats = {t.id: t for t in all_targets if t.is_publication and t.files}
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
