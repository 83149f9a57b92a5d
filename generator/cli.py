"""The command line: alone prints and exits. What one command needs is imported when it runs."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from generator.logs import log_line
from generator.options import (
    Command,
    OutputOptions,
    asked_for,
    asking,
    candidates_of,
    finish,
    lang_option,
    options,
    spec_option,
    templates_option,
    told_lacks,
)
from generator.pipeline import RenderOptions, read_languages
from generator.pipeline import render as render_files
from generator.printing import Refusal, print_json, print_text

if TYPE_CHECKING:
    from generator.tree import Changes

_LISTED = ("languages", "targets", "operations", "regions", "formats")
# Commands that are imported when they are asked for: where each is.
_ELSEWHERE = {
    "diff": "cli_diff:diff",
    "import": "cli_import:import_",
    "mock": "cli_verify:mock",
    "publish": "cli_publish:publish",
    "regions": "cli_regions:regions",
    "verify": "cli_verify:verify",
}


class _Group(click.Group):
    """Turns what a run can't go on from into a message and exit code 2."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_ELSEWHERE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _ELSEWHERE and cmd_name not in self.commands:
            module, _, name = _ELSEWHERE[cmd_name].partition(":")
            self.add_command(getattr(import_module(f"generator.{module}"), name))
        return super().get_command(ctx, cmd_name)

    def make_context(self, *given: Any, **more: Any) -> click.Context:
        try:
            return super().make_context(*given, **more)
        except click.ClickException as error:
            raise Refusal(error) from error

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if any("\0" in arg for arg in args):
            raise click.UsageError("an argument has U+0000, which no file can be called: remove it")
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        from generator.errors import GenError

        try:
            return super().invoke(ctx)
        except GenError as error:
            print_text(str(error), err=True)
            _exit(2)
        except click.ClickException as error:
            raise Refusal(error) from error
        except BrokenPipeError:
            # The reader of our output is gone. What is buffered for it goes nowhere, and the exit
            # code is a shell's for SIGPIPE, since whether there is drift was not told.
            sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
            _exit(141)
        except OSError as error:
            reason = error.strerror or error
            if error.filename is None:  # of stdout: what is read or written elsewhere has a name
                message = f"stdout: can't be written ({reason})"
            else:
                name = os.fsdecode(error.filename)
                message = f"{name}: can't be used ({reason}); name another"
            print_text(log_line(message), err=True)
            _exit(2)
        except RecursionError:
            print_text("something is nested too deep; flatten the spec or the template", err=True)
            _exit(2)
        except MemoryError:
            todo = "split the spec, or give gen more of it"
            print_text(f"there is not enough memory; {todo}", err=True)
            _exit(2)


def _exit(code: int) -> NoReturn:
    raise click.exceptions.Exit(code)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gen", prog_name="gen")
def main() -> None:
    """Code samples for REST APIs that were compiled and run before anyone reads them."""
    import io

    if isinstance(sys.stdout, io.TextIOWrapper):  # a pipe on Windows can't hold every character
        sys.stdout.reconfigure(errors="backslashreplace")


@main.command()
@asking
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if something would change.")
def render(asked: OutputOptions, check: bool) -> None:
    """Write what changed, remove what is no longer made."""
    from dataclasses import astuple

    from generator.errors import counted
    from generator.stamp import Stamp, Watched

    folder = asked.folder
    spec = Path(asked.spec)
    stamp = None if check else Stamp(astuple(asked), folder, asked.templates, spec)
    same = None if stamp is None else stamp.told()
    if same is not None:
        print_text(f"{same[1]}{counted(same[0], 'file')}: nothing to do", err=True)
        return
    sources = [Watched(spec.parent, spec.name)]

    def opened(path: Path, chosen: str) -> Watched:
        if (path, chosen) == (sources[0].root, sources[0].chosen):
            return sources[0]
        sources.append(Watched(path, chosen))
        return sources[-1]

    made = asked_for(asked, opened if stamp else None)
    lacks = told_lacks(made.plan.lacks, made.losses)
    print_text(lacks, err=True, nl=False)

    def save(changes: Changes) -> None:
        if stamp is not None:
            seen = {name: told for source in sources for name, told in source.seen.items()}
            stamp.save(seen, changes, lacks)

    changes = finish(made.files, made.rows, folder, candidates_of(asked, made), check, save)
    if check and changes:
        _exit(1)


@main.command()
@options(spec_option, lang_option, templates_option)
def lint(spec: str, lang: tuple[str, ...], templates: tuple[str, ...]) -> None:
    """Report every problem of a spec, with its place."""
    from generator.errors import counted
    from generator.losses import ask_for_all

    made = render_files(RenderOptions(spec, lang, templates=templates))
    plan = made.plan
    operations = sum(len(api.operations) for api in plan.apis)
    ask_for_all(plan.apis)
    print_text(told_lacks(made.plan.lacks, made.losses, tells_all=True), nl=False)
    found = f"{counted(len(plan.lacks), 'thing')} not made" if plan.lacks else "no problems"
    if len(made.losses):
        found = f"{counted(len(made.losses), 'thing')} not supported"
    print_text(
        f"{counted(len(plan.apis), 'spec')}, {counted(operations, 'operation')}: {found}",
        err=True,
    )


@main.command("list")
@click.argument("what", type=click.Choice(_LISTED))
@options(spec_option, templates_option)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(what: str, spec: str, templates: tuple[str, ...], as_json: bool) -> None:
    """List languages, targets, operations, regions, or formats of gen publish."""
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


@main.command()
@click.argument("file", type=click.Choice(["spec", "language"]), default="spec")
def schema(file: str) -> None:
    """Print the JSON Schema of a spec or a language.yaml."""
    import json

    from generator import grammar, language_grammar

    made = grammar.json_schema() if file == "spec" else language_grammar.json_schema()
    print_json(json.dumps(made, ensure_ascii=False, indent=2))


def _rows(what: str, spec: str, templates: tuple[str, ...]) -> list[dict[str, str]]:
    from generator.text import reveal

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
            if target.is_publication == (what == "formats")
        ]
    from generator.spec import load

    apis = load(Path(spec))
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
    return [
        {"id": region.id, "name": reveal(region.name), "endpoint": region.endpoint, "api": api.id}
        for api in apis
        for region in api.regions
    ]
