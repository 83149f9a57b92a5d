"""The commands that edit the regions of a spec: `gen regions add`, `remove` and `set-default`.

Before a file is replaced, each spec that uses the file is loaded with the new text. Each must then
give exactly the expected API. So a layout that the editor can't handle is refused, and no spec is
broken.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from generator.cli.options import spec_option
from generator.cli.printing import print_text
from generator.errors import GenError, Mark, Problem, ProblemsError, one_of
from generator.model.api import Region
from generator.model.structs import replace
from generator.model.text import Text
from generator.sources.document import begins_as_openapi
from generator.sources.source import Folder
from generator.sources.yaml_nodes import ScalarNode
from generator.spec import grammar
from generator.spec.loader import load
from generator.spec.regions_editor import RegionTable
from generator.spec.yaml_editor import EditableYaml, save_document
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
    _check_value("ID", id_, grammar.REGION_ID)
    _check_value("NAME", name, grammar.TEXT)
    if endpoint is not None:
        _check_value("--endpoint", endpoint, grammar.ENDPOINT)
    located = _find_table(Path(spec))
    table = located.table
    if id_ in table.keys:
        todo = "change it there, or choose another id"
        _refuse(located.document.mark(table.keys[id_]), f"{id_} is in the table already", todo)
    index = table.insertion_index(id_)
    expected = []
    for api in located.apis:
        host = endpoint or _default_endpoint(api, id_)
        rows = list(api.regions)
        rows.insert(index, Region(id_, Text(name), host))
        expected.append(replace(api, regions=tuple(rows)))
    near = list(table.keys.values())[max(index - 1, 0)]
    text = table.with_entry(index, id_, name, endpoint)
    apis = save_document(located.document, text, expected, Path(spec), located.document.mark(near))
    mark = apis[0].regions[index].name.mark
    _print_edit(located.document.file, mark.line if mark else 1, f"added {id_}", spec)


@regions.command()
@click.argument("id_", metavar="ID")
@spec_option
def remove(id_: str, spec: str) -> None:
    """Remove a region, with the comment behind it."""
    located = _find_table(Path(spec))
    table, document = located.table, located.document
    if id_ not in table.keys:
        _refuse(None, f"ID: {document.file} has no region {id_!r}", one_of(table.keys, id_))
    specs = [EditableYaml(api.file) for api in located.apis if api.default_region == id_]
    if specs:
        what, todo = f"{id_} is the default region", "choose another by gen regions set-default"
        marks = [editable.mark(editable.value("defaultRegion")) for editable in specs]
        raise ProblemsError([Problem(mark, what, todo) for mark in marks])
    expected = [
        replace(api, regions=tuple(row for row in api.regions if row.id != id_))
        for api in located.apis
    ]
    mark = document.mark(table.keys[id_])
    text = table.without_entry(list(table.keys).index(id_))
    save_document(document, text, expected, Path(spec), mark)
    _print_edit(document.file, mark.line, f"removed {id_}", spec)


@regions.command("set-default")
@click.argument("id_", metavar="ID")
@spec_option
def set_default(id_: str, spec: str) -> None:
    """Choose the region that published samples call."""
    apis = _load_with_regions(Path(spec))
    if len(apis) > 1:
        _refuse_several(spec, "default regions", [api.file for api in apis])
    api = apis[0]
    ids = [region.id for region in api.regions]
    if id_ not in ids:
        _refuse(None, f"ID: {_table_path(api)} has no region {id_!r}", one_of(ids, id_))
    if api.default_region == id_:
        print_text(log_line(f"{api.file}: {id_} is the default region: nothing to do"), err=True)
        return
    document = EditableYaml(api.file)
    node = document.value("defaultRegion")
    mark = document.mark(node)
    text = document.with_scalar(node, id_)
    save_document(document, text, [replace(api, default_region=id_)], Path(spec), mark)
    _print_edit(document.file, mark.line, f"set the default region to {id_}", spec)


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


def _refuse(mark: Mark | None, what: str, todo: str) -> NoReturn:
    """Raise an error with a single problem."""
    raise ProblemsError([Problem(mark, what, todo)])


def _refuse_several(spec: str | Path, what: str, files: Sequence[str]) -> NoReturn:
    """Raise an error that several specs match, and name them."""
    todo = f"give one of them by --spec FILE: {', '.join(files)}"
    _refuse(None, f"--spec: there are {len(files)} {what} in {spec}", todo)


@dataclass(frozen=True, slots=True)
class _TableSpecs:
    """A region table, its file, and all specs that use it."""

    apis: tuple[Api, ...]
    document: EditableYaml
    table: RegionTable


def _load_with_regions(spec: Path) -> list[Api]:
    """Load the specs and return those with regions, at least one."""
    apis = load(spec)
    with_regions = [api for api in apis if api.regions]
    if not with_regions:
        todo = "add regions: with a line ID: NAME for each, and defaultRegion: ID"
        _refuse(Mark(apis[0].file), "this spec has no regions", todo)
    return with_regions


def _table_path(api: Api) -> str:
    """Return the file of an API's region table: its spec, or a file that the spec names."""
    mark = api.regions[0].name.mark
    return mark.file if mark else api.file


def _find_table(spec: Path) -> _TableSpecs:
    """Find the one region table of the specs that `--spec` names."""
    apis = _load_with_regions(spec)
    files = {Path(_table_path(api)).resolve(): api for api in apis}
    if len(files) > 1:
        # Name the specs to choose from: a file with nothing but a table can't be a --spec.
        _refuse_several(spec, "region tables", [api.file for api in files.values()])
    file = _table_path(apis[0])
    place = Path(file)
    # Anything but a regular file is refused below; reading a pipe here would block.
    if place.is_file() and begins_as_openapi(
        Folder(place.parent, place.name).read(place.name), file
    ):
        todo = "edit its servers, or go on with what gen import makes of it"
        _refuse(Mark(file), "this is an OpenAPI document, whose regions are servers", todo)
    is_inside = file == apis[0].file
    if not spec.is_dir() and not is_inside:
        apis += _specs_sharing_table(spec, Path(file).resolve())
    document = EditableYaml(file)
    table = RegionTable(document, document.table("regions" if is_inside else None))
    return _TableSpecs(tuple(apis), document, table)


def _specs_sharing_table(spec: Path, table: Path) -> Iterator[Api]:
    """Yield the other specs in the folder that use the same table; skip faulty ones."""

    with suppress(GenError):
        for name in Folder(spec.parent).names():
            other = spec.parent / name
            if other.suffix not in (".yaml", ".yml") or other.resolve() == spec.resolve():
                continue
            with suppress(GenError):
                for api in load(other):
                    if api.regions and Path(_table_path(api)).resolve() == table:
                        yield api


def _default_endpoint(api: Api, id_: str) -> str:
    """Return a region's endpoint by the API's pattern."""
    if all(isinstance(piece, str) for piece in api.endpoint):
        what = f"--endpoint: the endpoint in {api.file} has no {{region}}, so {id_} needs its own"
        _refuse(None, what, "give it one: --endpoint https://api.example.com")
    return api.endpoint_in(id_)


def _print_edit(file: str, line: int, what: str, spec: str) -> None:
    """Print the line that was edited, and how to render the samples anew."""
    import shlex

    print_text(log_line(f"{file}:{line}: {what}"))
    named = "" if spec == "spec" else f" --spec {shlex.quote(spec)}"
    print_text(log_line(f"run gen render{named} to bring the samples up to date"), err=True)
