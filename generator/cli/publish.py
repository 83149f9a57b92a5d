"""The command `gen publish`, which makes pages and documents that show the samples."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.changed import changed_option, make_selector
from generator.cli.notes import format_left_out, format_missing
from generator.cli.options import (
    DEFAULT_OUT,
    Command,
    lang_option,
    options,
    spec_option,
    templates_option,
    write_output,
)
from generator.cli.printing import print_text
from generator.errors import GenError, Problem, one_of
from generator.pipeline import RenderOptions, read_inputs, split_values
from generator.plan import Selection, make_plan
from generator.publishing.evidence import read_reports
from generator.publishing.planner import other_endpoint, plan_publication
from generator.rendering.renderer import render
from generator.rendering.request import bind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from generator.languages.language import Language
    from generator.languages.target import Target
    from generator.model.api import Api
    from generator.output.manifest import ManifestRow
    from generator.plan import Plan
    from generator.rendering.request import Binding

PLAIN_TABS = "plain"


@click.command(cls=Command)
@options(spec_option, lang_option, templates_option)
@click.option(
    "--format",
    "form",
    required=True,
    metavar="FORMAT",
    help="html, markdown, overlay, openapi, or one of --templates; gen list formats has all.",
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
@click.option("--out", metavar="DIR", required=True, help="Output folder, one of its own.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if something would change.")
def publish(
    spec: str,
    lang: tuple[str, ...],
    templates: tuple[str, ...],
    form: str,
    tabs: str | None,
    verified: tuple[str, ...],
    changed: str | None,
    out: str,
    check: bool,
) -> None:
    """Make pages or documents that show the samples."""
    folder = Path(out)
    if Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(DEFAULT_OUT)):
        todo = "name a folder of its own"
        raise click.UsageError(f"--out {out}: {DEFAULT_OUT}/ holds what gen render makes; {todo}")

    inputs = read_inputs(spec, templates)
    apis, languages = inputs.apis, inputs.languages
    target = _find_format(languages, form, tabs)
    whole_because = "--verified shows what was run, which no revision has" if verified else ""
    run_options = RenderOptions(spec, lang, templates=templates)
    select = make_selector(changed, run_options, folder, whole_because)
    chosen = None if select is None else select(inputs)
    reports = read_reports(map(Path, verified)) if verified else None
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
    jobs = plan_publication(apis, plan.jobs, others.jobs, target, bind)
    if chosen is not None:
        jobs = [
            job
            for job in jobs
            if chosen.has("" if job.is_site else job.api.folder, job.subject, target.id)
        ]
    left_out: list[Problem] = []
    find = reports.find if reports else None
    files = render(jobs, languages, inputs.layers, find, skipped=left_out)
    all_skipped = dict.fromkeys((*plan.skipped, *left_out))
    skipped = [problem for problem in all_skipped if "makes no sample" in str(problem)]
    print_text(format_left_out(plan, lambda target: target.is_sample), err=True, nl=False)
    print_text(format_missing(inputs.warnings, skipped, inputs.unsupported), err=True, nl=False)

    rows = {job.path: (target.id, job.subject) for job in jobs}
    is_candidate = _make_candidate_test(plan, target, Path(spec).is_dir(), chosen)
    changes = write_output(files, rows, folder, is_candidate, check)
    if reports is not None and reports.unproven:
        print_text(f"samples that are not shown as verified: {reports.format_unproven()}", err=True)
    if check and changes:
        raise click.exceptions.Exit(1)


def _find_format(languages: Mapping[str, Language], form: str, tabs: str | None) -> Target:
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
    plan: Plan, target: Target, is_whole: bool, chosen: Selection | None
) -> Callable[[ManifestRow], bool]:
    """Return a test whether a row of the manifest is in the scope of this run."""
    folders = tuple(f"{api.folder}/" for api in plan.apis)

    def is_candidate(row: ManifestRow) -> bool:
        if chosen is not None and not chosen.has_path(row.path, row.operation, row.target):
            return False
        return row.target == target.id and (is_whole or row.path.startswith(folders))

    return is_candidate
