"""The commands that list and edit the regions of specs: `gen regions add`, `rename` and so on."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from generator.cli.main import Group
from generator.cli.options import Command, options
from generator.cli.printing import print_json, print_text
from generator.cli.project import project, spec_option
from generator.errors import Mark, Problem, ProblemsError, counted, one_of
from generator.sources.yaml_nodes import ScalarNode
from generator.spec import grammar
from generator.spec.region_tables import (
    RowChange,
    edit_table,
    find_table,
    find_tables,
    load_with_regions,
    removal_problems,
    row_mark,
    set_defaults,
    table_file,
)
from generator.spec.regions_editor import RegionRow
from generator.system.logs import log_line

if TYPE_CHECKING:
    from generator.model.api import Api
    from generator.sources.yaml_schema import Pattern
    from generator.spec.region_tables import TableSpecs


@click.group(cls=Group)
def regions() -> None:
    """List and edit the regions of specs where they stand; comments and order stay."""


@regions.command("list", cls=Command)
@options(spec_option, click.option("--json", "as_json", is_flag=True, help="As JSON."))
def list_(spec: str, as_json: bool) -> None:
    """List each region table: ids, names, endpoints that are not the API's pattern."""
    tables = find_tables(Path(spec))
    if as_json:
        import json

        print_json(json.dumps([_json_table(table) for table in tables], indent=2))
        return
    for number, table in enumerate(tables):
        if number:
            print_text("")
        names = ", ".join(_title(api) for api in table.apis)
        print_text(log_line(f"{table.file}: {names}"))
        rows = [_cells(table, row) for row in table.rows]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True) if width]
            print_text(log_line(f"  {'  '.join(cells)}".rstrip()))


@regions.command(cls=Command)
@click.argument("id_", metavar="ID")
@click.argument("name")
@click.option(
    "--endpoint", metavar="URL", help="Scheme and host, where they are not the API's pattern."
)
@spec_option
def add(id_: str, name: str, endpoint: str | None, spec: str) -> None:
    """Add a region, at its sorted place if the others are sorted."""
    _check_value("ID", id_, grammar.REGION_ID)
    _check_value("NAME", name, grammar.TEXT)
    if endpoint is not None:
        _check_value("--endpoint", endpoint, grammar.ENDPOINT)
    table = find_table(Path(spec))
    _check_new_id(table, id_)
    row = RegionRow(id_, name, endpoint)
    if fault := table.fault(row):
        _refuse(None, f"--endpoint: {fault[0]}", f"{fault[1]}: --endpoint URL")
    document, _ = edit_table(table, [RowChange(None, row)], Path(spec))
    _print_edits([f"{document.file}:{row_mark(table, id_, document).line}: added {id_}"], spec)


@regions.command(cls=Command)
@click.argument("id_", metavar="ID")
@spec_option
def remove(id_: str, spec: str) -> None:
    """Remove a region, with the comment behind it."""
    table = find_table(Path(spec))
    row = _existing_row(table, id_)
    if problems := removal_problems(table, id_):
        raise ProblemsError(problems)
    line = row_mark(table, id_).line
    edit_table(table, [RowChange(row, None)], Path(spec))
    _print_edits([f"{table.file}:{line}: removed {id_}"], spec)


@regions.command(cls=Command)
@click.argument("id_", metavar="ID")
@click.argument("new", required=False)
@click.option("--name", metavar="NAME", help="New name for people.")
@spec_option
def rename(id_: str, new: str | None, name: str | None, spec: str) -> None:
    """Give a region the id NEW wherever specs name it, or another name for people."""
    if new is None and name is None:
        raise click.UsageError("give the new id as NEW, a new name by --name, or both")
    if new is not None:
        _check_value("NEW", new, grammar.REGION_ID)
    if name is not None:
        _check_value("--name", name, grammar.TEXT)
    table = find_table(Path(spec))
    old = _existing_row(table, id_)
    row = RegionRow(new or old.id, name or old.name, old.endpoint)
    if row == old:
        print_text(log_line(f"{table.file}: {id_} is that already: nothing to do"), err=True)
        return
    if row.id != id_:
        _check_new_id(table, row.id)
        if fault := table.fault(row):
            _refuse(None, f"NEW: {fault[0]}", fault[1])
    document, marks = edit_table(table, [RowChange(old, row)], Path(spec))
    line = f"{document.file}:{row_mark(table, row.id, document).line}:"
    edits = []
    if row.id != id_:
        edits = [f"{place.file}:{place.line}: renamed {id_} to {row.id}" for place in marks]
        edits.insert(0, f"{line} renamed {id_} to {row.id}")
    if row.name != old.name:
        edits.append(f"{line} changed the name of {row.id} from {old.name} to {row.name}")
    if row.id != id_ and row.endpoint is None:
        for api in table.apis:
            host = f"{api.file}: {row.id} is {api.endpoint_in(row.id)} now"
            print_text(log_line(host), err=True)
    _print_edits(edits, spec)


@regions.command("set-default", cls=Command)
@click.argument("id_", metavar="ID")
@click.option(
    "--api", "ids", multiple=True, metavar="API", help="Of all versions of this API; repeatable."
)
@click.option("--all", "every", is_flag=True, help="Of all specs.")
@spec_option
def set_default(id_: str, ids: tuple[str, ...], every: bool, spec: str) -> None:
    """Choose the region that published samples call."""
    apis = load_with_regions(Path(spec))
    existing = sorted({api.id for api in apis})
    for name in ids:
        if name not in existing:
            _refuse(None, f"--api: no spec in {spec} has the API {name!r}", one_of(existing, name))
    if ids:
        apis = [api for api in apis if api.id in ids]
    elif len(apis) > 1 and not every:
        files = ", ".join(api.file for api in apis)
        what = f"--spec: there are {len(apis)} default regions in {spec}"
        _refuse(None, what, f"add --all or --api ID, or give one of them by --spec FILE: {files}")
    problems = []
    for api in apis:
        known = [region.id for region in api.regions]
        if id_ not in known:
            what = f"ID: {table_file(api)} has no region {id_!r}"
            problems.append(Problem(None, what, one_of(known, id_)))
    if problems:
        raise ProblemsError(problems)
    for api in apis:
        if api.default_region == id_:
            text = f"{api.file}: {id_} is the default region: nothing to do"
            print_text(log_line(text), err=True)
    apis = [api for api in apis if api.default_region != id_]
    if apis:
        marks = set_defaults(apis, id_, Path(spec))
        edits = [f"{mark.file}:{mark.line}: set the default region to {id_}" for mark in marks]
        _print_edits(edits, spec)


@regions.command("import", cls=Command)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--remove", is_flag=True, help="Remove the regions that the file does not have, too.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if something would change.")
@spec_option
def import_(file: Path, remove: bool, check: bool, spec: str) -> None:
    """Take regions from FILE: a CSV file with a header, or JSON; id, name, endpoint."""
    from generator.sources.source import Folder
    from generator.spec.region_files import read_regions
    from generator.spec.region_import import plan_import

    imported = read_regions(Folder(file.parent, file.name), file.name)
    table = find_table(Path(spec))
    plan = plan_import(table, imported, remove)
    for change in plan.changes:
        print_text(log_line(_format_change(change)))
    if plan.kept:
        text = f"{counted(len(plan.kept), 'region')} not in {file} stay, unless you add --remove"
        print_text(log_line(f"{text}: {', '.join(plan.kept)}"), err=True)
    counts = {
        "added": sum(change.old is None for change in plan.changes),
        "changed": sum(None not in (change.old, change.new) for change in plan.changes),
        "removed": sum(change.new is None for change in plan.changes),
    }
    parts = ", ".join(f"{number} {word}" for word, number in counts.items() if number)
    would = "would be " if check and parts else ""
    if plan.changes and not check:
        edit_table(table, plan.changes, Path(spec))
    print_text(log_line(f"{table.file}: {would}{parts or 'nothing to do'}"), err=True)
    if plan.changes and not check:
        _print_edits([], spec)
    if plan.changes and check:
        raise click.exceptions.Exit(1)


def _title(api: Api) -> str:
    """Return the id and the version of an API."""
    return f"{api.id} {api.version}"


def _cells(table: TableSpecs, row: RegionRow) -> list[str]:
    """Return the cells of a region in a list for people."""
    defaults = [_title(api) for api in table.apis if api.default_region == row.id]
    is_shared = len(defaults) == len(table.apis)
    default = f"default of {', '.join(defaults)}" if defaults and not is_shared else ""
    having = table.apis_with(row.id)
    lacking = [_title(api) for api in table.apis if api not in having]
    notes = ["default" if is_shared else default, f"not in {', '.join(lacking)}" if lacking else ""]
    endpoint = "" if table.follows_pattern(row.id, row.endpoint) else row.endpoint or ""
    return [row.id, row.name, endpoint, "; ".join(filter(None, notes))]


def _json_table(table: TableSpecs) -> dict[str, object]:
    """Return a region table for `--json`."""
    return {
        "table": table.file,
        "apis": [
            {
                "api": api.id,
                "version": api.version,
                "spec": api.file,
                "defaultRegion": api.default_region,
                "regions": [region.id for region in api.regions],
            }
            for api in table.apis
        ],
        "regions": [
            {
                "id": row.id,
                "name": row.name,
                "endpoint": None if table.follows_pattern(row.id, row.endpoint) else row.endpoint,
            }
            for row in table.rows
        ],
    }


def _format_change(change: RowChange) -> str:
    """Format a change of an import as one line."""
    old, new = change.old, change.new
    if new is None:
        assert old is not None
        return f"removed  {old.id}: {old.name}"
    if old is None:
        own = "" if new.endpoint is None else f" at {new.endpoint}"
        return f"added    {new.id}: {new.name}{own}"
    parts = []
    if old.name != new.name:
        parts.append(f"name from {old.name} to {new.name}")
    if old.endpoint != new.endpoint:
        pattern = "the API's pattern"
        parts.append(f"endpoint from {old.endpoint or pattern} to {new.endpoint or pattern}")
    return f"changed  {new.id}: {', '.join(parts)}"


def _check_value(option: str, value: str, pattern: Pattern) -> None:
    """Refuse an argument or an option whose value would not be valid in a spec."""
    problems: list[Problem] = []
    pattern.read(ScalarNode(Mark(option), value, plain=False), problems)
    for problem in problems:
        _refuse(None, f"{option}: {problem.what}", problem.todo)
    try:
        value.encode()
    except UnicodeEncodeError:
        _refuse(None, f"{option}: {value!r} is not UTF-8", "write it in UTF-8")


def _check_new_id(table: TableSpecs, id_: str) -> None:
    """Refuse an id that the table has already."""
    if table.row(id_) is not None:
        todo = "change it there, or choose another id"
        _refuse(row_mark(table, id_), f"{id_} is in the table already", todo)


def _existing_row(table: TableSpecs, id_: str) -> RegionRow:
    """Return the row of a region, or refuse an id that the table does not have."""
    row = table.row(id_)
    if row is None:
        ids = [row.id for row in table.rows]
        _refuse(None, f"ID: {table.file} has no region {id_!r}", one_of(ids, id_))
    return row


def _refuse(mark: Mark | None, what: str, todo: str) -> NoReturn:
    """Raise an error with a single problem."""
    raise ProblemsError([Problem(mark, what, todo)])


def _print_edits(edits: list[str], spec: str) -> None:
    """Print the lines that were edited, and how to render the samples anew."""
    for edit in edits:
        print_text(log_line(edit))
    named = "" if spec == project().spec else f" --spec {shlex.quote(spec)}"
    print_text(log_line(f"run gen render{named} to bring the samples up to date"), err=True)
