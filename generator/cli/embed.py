"""The command `gen embed`, which puts samples and tables into pages that somebody else writes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.notes import format_missing
from generator.cli.options import Command, options
from generator.cli.printing import print_data, print_text
from generator.cli.project import project, spec_option, templates_option
from generator.embedding.embedder import embed as embed_blocks
from generator.embedding.pages import find_pages, read_page
from generator.errors import GenError, Problem, Problems, ProblemsError, counted, one_of, printable
from generator.output.folder import check_destination
from generator.pipeline import read_inputs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.config.config import Config
    from generator.errors import Mark
    from generator.languages.language import Language

PLAIN_SITE = "plain"


@click.command(cls=Command)
@click.argument("page", nargs=-1, metavar="[PAGE]…")
@options(spec_option, templates_option)
@click.option(
    "--site",
    metavar="SITE",
    help="What Markdown pages are for: docfx, mkdocs, docusaurus, sphinx or plain.  "
    "[default: docusaurus for .mdx, plain for others]",
)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if something would change.")
@click.option("--diff", "as_diff", is_flag=True, help="Print what changes as a patch.")
def embed(
    page: tuple[str, ...],
    spec: str,
    templates: tuple[str, ...],
    site: str | None,
    check: bool,
    as_diff: bool,
) -> None:
    """Put samples and tables into pages of yours, between markers in comments.

    PAGE is a page, or a folder of pages; without any, those of the settings. A marker says what
    stands below it: <!-- gen: OPERATION TARGET -->, and <!-- /gen --> ends it.
    """
    config = project()
    problems: list[Problem] = Problems()
    pages = _read_pages(config, page, problems)
    inputs = read_inputs(spec, templates, config=config)
    site = _check_site(site, config, inputs.languages)
    embedded = embed_blocks(pages, inputs.apis, inputs.languages, inputs.layers, site, problems)
    changed = {file: data for file, data in embedded.pages.items() if data != pages[file]}
    if changed and not check:
        from generator.system.edited_files import replace_files

        replace_files({Path(file): (file, data) for file, data in changed.items()})
    for file, data in changed.items():
        if as_diff:
            _print_patch(file, pages[file], data)
        else:
            print_text(printable(f"changed  {file}"))
    print_text(format_missing(inputs.warnings, (), inputs.unsupported), err=True, nl=False)
    for file in embedded.without:
        if file in page:
            print_text(printable(f"{file}: this page has no marker of gen"), err=True)
    would = "would be " if check else ""
    summary = f"{len(changed)} {would}changed" if changed else "nothing to do"
    blocks = f"{counted(embedded.blocks, 'block')} in {counted(len(embedded.pages), 'page')}"
    print_text(f"{blocks}: {summary}", err=True)
    if check and changed:
        raise click.exceptions.Exit(1)


def _read_pages(
    config: Config, page: tuple[str, ...], problems: list[Problem]
) -> Mapping[str, bytes]:
    """Read the pages that the command line names, else those of the settings."""
    places: list[tuple[str, Mark | None]] = [(path, None) for path in page]
    places = places or list(config.embedding.pages)
    if not places:
        todo = "name pages or folders, or add pages under [embed] to gen.toml"
        raise click.UsageError(f"nothing says which pages: {todo}")
    found = find_pages(places, problems)
    pages: dict[str, bytes] = {}
    for path in found:
        data = read_page(path, None, problems)
        if data is None:
            continue
        try:
            check_destination(Path(path))
        except GenError as error:
            what, _, todo = str(error).rpartition("; ")
            problems.append(Problem(None, what, todo))
            continue
        pages[path] = data
    return pages


def _check_site(site: str | None, config: Config, languages: Mapping[str, Language]) -> str | None:
    """Return the docs site that Markdown is for, of the command line or the settings.

    Raises:
        GenError: if no format is for this site.
    """
    chosen = site or config.embedding.site
    front = "markdown-"
    all_targets = (target for language in languages.values() for target in language.targets)
    ids = [target.id for target in all_targets if target.blocks]
    sites = [id_.removeprefix(front) for id_ in ids if id_.startswith(front)]
    if chosen in (None, PLAIN_SITE, *sites):
        return chosen
    assert chosen is not None
    todo = one_of([*sites, PLAIN_SITE], chosen)
    mark = None if site else config.mark("embed.site")
    option = "--site " if mark is None else ""
    raise ProblemsError([Problem(mark, f"{option}{chosen}: there is no such site", todo)])


def _print_patch(file: str, old: bytes, new: bytes) -> None:
    """Print the change of a page as a patch in git's format."""
    from generator.review.patch import binary_patch, make_delta, patch
    from generator.system.logs import is_safe_for_logs

    delta = make_delta(old, new)
    text = patch(file, old, new, delta)
    is_safe = is_safe_for_logs(text.decode("utf-8", "surrogateescape"))
    print_data(text if is_safe else binary_patch(file, old, new))
