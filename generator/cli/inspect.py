"""The commands that only read and print: `gen lint`, `gen list` and `gen schema`."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.notes import format_left_out, format_missing
from generator.cli.options import (
    Command,
    lang_option,
    options,
)
from generator.cli.printing import print_json, print_text
from generator.cli.project import project, spec_option, templates_option
from generator.pipeline import RenderOptions, read_languages
from generator.pipeline import render as render_files
from generator.system.logs import log_line

_LISTS = ("languages", "targets", "operations", "examples", "regions", "formats")


@click.command(cls=Command)
@options(spec_option, lang_option, templates_option)
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
def lint(spec: str, lang: tuple[str, ...], templates: tuple[str, ...], strict: bool) -> None:
    """Report every problem of a spec, with its place."""
    from generator.errors import ProblemsError, counted
    from generator.openapi.unsupported import read_all_responses

    checked = RenderOptions(spec, lang, templates=templates, config=project(), is_check=True)
    rendered = render_files(checked)
    plan = rendered.plan
    operations = sum(len(api.operations) for api in plan.apis)
    read_all_responses(plan.apis)
    warnings = () if strict else rendered.warnings
    missing = format_missing(warnings, plan.skipped, rendered.unsupported, show_all=True)
    print_text(format_left_out(plan), err=True, nl=False)
    print_text(missing, nl=False)
    if strict and rendered.warnings:
        raise ProblemsError(warning.as_error() for warning in rendered.warnings)
    counts = [counted(len(warnings), "warning")] if warnings else []
    if plan.skipped:
        counts.append(f"{counted(len(plan.skipped), 'thing')} not made")
    if len(rendered.unsupported):
        counts.append(f"{counted(len(rendered.unsupported), 'thing')} not supported")
    result = ", ".join(counts) or "no problems"
    print_text(
        f"{counted(len(plan.apis), 'spec')}, {counted(operations, 'operation')}: {result}",
        err=True,
    )


@click.command("list", cls=Command)
@click.argument("what", type=click.Choice(_LISTS))
@options(spec_option, templates_option)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(what: str, spec: str, templates: tuple[str, ...], as_json: bool) -> None:
    """List languages, targets, operations, examples, regions, or formats of gen publish."""
    rows = _rows(what, spec, templates)
    if as_json:
        import json

        print_json(json.dumps(rows, indent=2))
        return
    table = [list(map(log_line, row.values())) for row in rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)] if table else []
    for line in table:
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
        print_text("  ".join(cells).rstrip())


@click.command(cls=Command)
@click.argument("file", type=click.Choice(["spec", "language", "config"]), default="spec")
def schema(file: str) -> None:
    """Print the JSON Schema of a spec, a language.yaml or a gen.toml."""
    import json
    from importlib import import_module

    package = {"spec": "spec", "language": "languages", "config": "config"}[file]
    json_schema = import_module(f"generator.{package}.grammar").json_schema()
    print_json(json.dumps(json_schema, ensure_ascii=False, indent=2))


def _rows(what: str, spec: str, templates: tuple[str, ...]) -> list[dict[str, str]]:
    """Return the rows of a list, each with the same keys."""
    from generator.model.text import reveal

    if what in ("languages", "targets", "formats"):
        _, languages = read_languages(templates)
        if what == "languages":
            return [
                {"id": language.id, "title": language.title}
                for language in languages.values()
                if any(target.is_sample for target in language.targets)
            ]
        return [
            {"id": target.id, "title": target.title, "language": language.id}
            for language in languages.values()
            for target in language.targets
            if target.is_publication == (what == "formats") and target.files
        ]
    from generator.spec.loader import load

    apis = load(Path(spec), settings=project().settings_for(spec))
    if what == "operations":
        return [
            {
                "id": operation.id,
                "method": operation.method,
                "title": reveal(operation.title),
                "api": api.id,
                "version": api.version,
            }
            for api in apis
            for operation in api.operations
        ]
    if what == "examples":
        return [
            {
                "operation": operation.id,
                "id": example.id,
                "title": reveal(example.title),
                "api": api.id,
                "version": api.version,
            }
            for api in apis
            for operation in api.operations
            for example in operation.examples
        ]
    return [
        {"id": region.id, "name": reveal(region.name), "endpoint": region.endpoint, "api": api.id}
        for api in apis
        for region in api.regions
    ]
