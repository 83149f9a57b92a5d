"""The command that makes pages and documents of the samples: `gen publish`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import (
    DEFAULT_OUT,
    Command,
    format_missing,
    lang_option,
    options,
    spec_option,
    templates_option,
    write_output,
)
from generator.cli.printing import print_text
from generator.pipeline import items, read_inputs

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
@click.option("--out", metavar="DIR", required=True, help="Output folder, one of its own.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if something would change.")
def publish(
    spec: str,
    lang: tuple[str, ...],
    templates: tuple[str, ...],
    form: str,
    tabs: str | None,
    verified: tuple[str, ...],
    out: str,
    check: bool,
) -> None:
    """Make pages or documents that show the samples."""
    folder = Path(out)
    if Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(DEFAULT_OUT)):
        todo = "name a folder of its own"
        raise click.UsageError(f"--out {out}: {DEFAULT_OUT}/ holds what gen render makes; {todo}")
    from generator.plan import make_plan
    from generator.publishing.evidence import read_reports
    from generator.publishing.planner import other_region, plan_publication
    from generator.rendering.renderer import render
    from generator.rendering.request import bind

    inputs = read_inputs(spec, templates)
    apis, languages = inputs.apis, inputs.languages
    target = _format(languages, form, tabs)
    proven = read_reports(map(Path, verified)) if verified else None
    regions = {api.file: other_region(api, bind(api).endpoint) for api in apis}

    def elsewhere(api: Api) -> Binding:
        region = regions[api.file]
        return bind(api, region.id if region else None)

    asked = items("--lang", lang)
    plan = make_plan(apis, languages, bind, asked)
    _check_samples(languages, asked)
    others = make_plan([a for a in apis if regions[a.file]], languages, elsewhere, asked)
    jobs = plan_publication(apis, plan.jobs, others.jobs, target, bind)
    files = render(jobs, languages, inputs.layers, proven.of if proven else None)
    lacks = [lack for lack in plan.lacks if "makes no sample" in str(lack)]
    print_text(format_missing(lacks, inputs.losses), err=True, nl=False)

    rows = {job.path: (target.id, job.subject) for job in jobs}
    is_candidate = _candidates(plan, target, Path(spec).is_dir())
    changes = write_output(files, rows, folder, is_candidate, check)
    if proven is not None and proven.unproven:
        print_text(f"samples that are not shown as verified: {proven.told()}", err=True)
    if check and changes:
        raise click.exceptions.Exit(1)


def _format(languages: Mapping[str, Language], form: str, tabs: str | None) -> Target:
    """Find what to publish: the format, or its variant for a site."""
    from generator.errors import GenError, one_of

    targets = (target for language in languages.values() for target in language.targets)
    known = {target.id: target for target in targets if target.is_publication}
    if form not in known:
        raise GenError(f"--format {form}: there is no such format; {one_of(known, form)}")
    if tabs is None or tabs == PLAIN_TABS:
        return known[form]
    sites = {id_.removeprefix(f"{form}-"): id_ for id_ in known if id_.startswith(f"{form}-")}
    if tabs not in sites:
        if not sites:
            raise click.UsageError(f"--tabs: {form} has no tabs of a site; leave it out")
        todo = one_of([*sites, PLAIN_TABS], tabs)
        raise GenError(f"--tabs {tabs}: {form} has no such tabs; {todo}")
    return known[sites[tabs]]


def _check_samples(languages: Mapping[str, Language], asked: list[str]) -> None:
    """Refuse what was asked for by name and is no sample."""
    for language in languages.values():
        for target in language.targets:
            if target.id in asked and not target.is_sample:
                what = f"--lang {target.id}: {target.title} is no sample"
                raise click.UsageError(f"{what}; name targets that are samples")


def _candidates(plan: Plan, target: Target, is_whole: bool) -> Callable[[ManifestRow], bool]:
    """Give the test whether a row of the manifest is within what this run decides on."""
    folders = tuple(f"{api.folder}/" for api in plan.apis)

    def is_candidate(row: ManifestRow) -> bool:
        return row.target == target.id and (is_whole or row.path.startswith(folders))

    return is_candidate
