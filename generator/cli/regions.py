"""The commands that edit regions: `gen regions add`, `remove` and `set-default`.

Before a file is replaced, each spec that it is part of is read as it would be then, and must be
the very API that was meant. So a layout that no edit is made for is refused, and no spec broken.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from generator.cli.options import spec_option
from generator.cli.printing import print_text
from generator.system.logs import log_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.errors import Mark
    from generator.model.api import Api
    from generator.sources.yaml_schema import Pattern
    from generator.spec.regions_editor import RegionTable
    from generator.spec.yaml_editor import EditableYaml


@click.group()
def regions() -> None:
    """Edit the regions of a spec where they stand; comments and order stay."""


@regions.command()
@click.argument("id_", metavar="ID")
@click.argument("name")
@click.option(
    "--endpoint", metavar="URL", help="Scheme and host, where they are not the API's pattern."
)
@spec_option
def add(id_: str, name: str, endpoint: str | None, spec: str) -> None:
    """Add a region, at its sorted place if the others are sorted."""
    from generator.model.api import Region
    from generator.model.structs import replace
    from generator.model.text import Text
    from generator.spec import grammar
    from generator.spec.yaml_editor import save_document

    _check("ID", id_, grammar.REGION_ID)
    _check("NAME", name, grammar.TEXT)
    if endpoint is not None:
        _check("--endpoint", endpoint, grammar.ENDPOINT)
    found = _find_table(Path(spec))
    table = found.table
    if id_ in table.keys:
        todo = "change it there, or choose another id"
        _refuse(found.document.mark(table.keys[id_]), f"{id_} is in the table already", todo)
    index = table.insertion_index(id_)
    meant = []
    for api in found.apis:
        host = endpoint or _endpoint(api, id_)
        rows = list(api.regions)
        rows.insert(index, Region(id_, Text(name), host))
        meant.append(replace(api, regions=tuple(rows)))
    near = list(table.keys.values())[max(index - 1, 0)]
    text = table.with_entry(index, id_, name, endpoint)
    apis = save_document(found.document, text, meant, Path(spec), found.document.mark(near))
    mark = apis[0].regions[index].name.mark
    _tell(found.document.file, mark.line if mark else 1, f"added {id_}", spec)


@regions.command()
@click.argument("id_", metavar="ID")
@spec_option
def remove(id_: str, spec: str) -> None:
    """Remove a region, with the comment behind it."""
    from generator.errors import Problem, ProblemsError, one_of
    from generator.model.structs import replace
    from generator.spec.yaml_editor import EditableYaml, save_document

    found = _find_table(Path(spec))
    table, document = found.table, found.document
    if id_ not in table.keys:
        _refuse(None, f"ID: {document.file} has no region {id_!r}", one_of(table.keys, id_))
    specs = [EditableYaml(api.file) for api in found.apis if api.default_region == id_]
    if specs:
        what, todo = f"{id_} is the default region", "choose another by gen regions set-default"
        marks = [one.mark(one.value("defaultRegion")) for one in specs]
        raise ProblemsError([Problem(mark, what, todo) for mark in marks])
    meant = [
        replace(api, regions=tuple(row for row in api.regions if row.id != id_))
        for api in found.apis
    ]
    mark = document.mark(table.keys[id_])
    text = table.without_entry(list(table.keys).index(id_))
    save_document(document, text, meant, Path(spec), mark)
    _tell(document.file, mark.line, f"removed {id_}", spec)


@regions.command("set-default")
@click.argument("id_", metavar="ID")
@spec_option
def set_default(id_: str, spec: str) -> None:
    """Choose the region that published samples call."""
    from generator.errors import one_of
    from generator.model.structs import replace
    from generator.spec.yaml_editor import EditableYaml, save_document

    apis = _with_regions(Path(spec))
    if len(apis) > 1:
        _one_file(spec, "default regions", [api.file for api in apis])
    api = apis[0]
    ids = [region.id for region in api.regions]
    if id_ not in ids:
        _refuse(None, f"ID: {_table_file(api)} has no region {id_!r}", one_of(ids, id_))
    if api.default_region == id_:
        print_text(log_line(f"{api.file}: {id_} is the default region: nothing to do"), err=True)
        return
    document = EditableYaml(api.file)
    node = document.value("defaultRegion")
    mark = document.mark(node)
    text = document.with_scalar(node, id_)
    save_document(document, text, [replace(api, default_region=id_)], Path(spec), mark)
    _tell(document.file, mark.line, f"set the default region to {id_}", spec)


def _check(option: str, value: str, words: Pattern) -> None:
    """Refuse a value that the spec language would refuse, by the name that it has here."""
    from generator.errors import Mark, Problem
    from generator.sources.yaml_nodes import ScalarNode

    problems: list[Problem] = []
    words.read(ScalarNode(Mark(option), value, plain=False), problems)
    for problem in problems:
        _refuse(None, f"{option}: {problem.what}", problem.todo)
    try:
        value.encode()
    except UnicodeEncodeError:
        _refuse(None, f"{option}: {value!r} is not UTF-8", "write it in UTF-8")


def _refuse(mark: Mark | None, what: str, todo: str) -> NoReturn:
    from generator.errors import Problem, ProblemsError

    raise ProblemsError([Problem(mark, what, todo)])


def _one_file(spec: str | Path, what: str, files: Sequence[str]) -> NoReturn:
    todo = f"give one of them by --spec FILE: {', '.join(files)}"
    _refuse(None, f"--spec: there are {len(files)} {what} in {spec}", todo)


@dataclass(frozen=True, slots=True)
class _Found:
    """A region table, the file that it is in, and all specs that have it."""

    apis: tuple[Api, ...]
    document: EditableYaml
    table: RegionTable


def _with_regions(spec: Path) -> list[Api]:
    from generator.errors import Mark
    from generator.spec.loader import load

    apis = load(spec)
    found = [api for api in apis if api.regions]
    if not found:
        todo = "add regions: with a line ID: NAME for each, and defaultRegion: ID"
        _refuse(Mark(apis[0].file), "this spec has no regions", todo)
    return found


def _table_file(api: Api) -> str:
    """Give the file that holds the region table of an API: its spec, or one named there."""
    mark = api.regions[0].name.mark
    return mark.file if mark else api.file


def _find_table(spec: Path) -> _Found:
    """Find the one region table of the specs that `--spec` names."""
    from generator.errors import Mark
    from generator.sources.document import begins_as_openapi
    from generator.sources.source import Folder
    from generator.spec.regions_editor import RegionTable
    from generator.spec.yaml_editor import EditableYaml

    apis = _with_regions(spec)
    files = {Path(_table_file(api)).resolve(): api for api in apis}
    if len(files) > 1:
        # A file with a table alone is no spec, so it is the specs that can be named.
        _one_file(spec, "region tables", [api.file for api in files.values()])
    file = _table_file(apis[0])
    place = Path(file)
    # What is no file is refused below: a pipe would be waited for.
    if place.is_file() and begins_as_openapi(
        Folder(place.parent, place.name).read(place.name), file
    ):
        todo = "edit its servers, or go on with what gen import makes of it"
        _refuse(Mark(file), "this is an OpenAPI document, whose regions are servers", todo)
    is_inside = file == apis[0].file
    if not spec.is_dir() and not is_inside:
        apis += _beside(spec, Path(file).resolve())
    document = EditableYaml(file)
    table = RegionTable(document, document.table("regions" if is_inside else None))
    return _Found(tuple(apis), document, table)


def _beside(spec: Path, table: Path) -> Iterator[Api]:
    """Give the other specs in the folder that have the same table; faulty ones are not ours."""
    from contextlib import suppress

    from generator.errors import GenError
    from generator.sources.source import Folder
    from generator.spec.loader import load

    with suppress(GenError):
        for name in Folder(spec.parent).names():
            other = spec.parent / name
            if other.suffix not in (".yaml", ".yml") or other.resolve() == spec.resolve():
                continue
            with suppress(GenError):
                for api in load(other):
                    if api.regions and Path(_table_file(api)).resolve() == table:
                        yield api


def _endpoint(api: Api, id_: str) -> str:
    """Give the endpoint of a region that has none of its own."""
    if all(isinstance(piece, str) for piece in api.endpoint):
        what = f"--endpoint: the endpoint in {api.file} has no {{region}}, so {id_} needs its own"
        _refuse(None, what, "give it one: --endpoint https://api.example.com")
    return "".join(piece if isinstance(piece, str) else id_ for piece in api.endpoint)


def _tell(file: str, line: int, what: str, spec: str) -> None:
    import shlex

    print_text(log_line(f"{file}:{line}: {what}"))
    named = "" if spec == "spec" else f" --spec {shlex.quote(spec)}"
    print_text(log_line(f"run gen render{named} to bring the samples up to date"), err=True)
