"""Find region tables and the specs that use them, and edit both as one.

A region table lists the hosts that serve an API. It is part of a spec, or a file that several specs
name. An edit is checked before anything is written: each spec that uses the table is loaded with
the new text, and must then give exactly the expected API. So a layout that the editor can't handle
is refused, and no spec is broken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from generator.errors import GenError, Mark, Problem, ProblemsError
from generator.model.api import Api, Operation, Region
from generator.model.hosts import endpoint_problem
from generator.model.structs import Struct, replace
from generator.model.text import Placeholder, Text, reveal
from generator.sources.document import begins_as_openapi
from generator.sources.source import Folder
from generator.sources.yaml_nodes import MappingNode, read_yaml
from generator.spec import grammar
from generator.spec.loader import load, table_path
from generator.spec.region_names import (
    REGIONS_KEY,
    RegionChoice,
    default_region,
    named_regions,
    read_choice,
)
from generator.spec.regions_editor import EditableMapping, RegionRow
from generator.spec.yaml_editor import EditableYaml, save_documents, uneditable


class RowChange(Struct, frozen=True):
    """A change of one row of a region table.

    Attributes:
        old: the row as it is; None for a row that is added.
        new: the row as it shall be; None for a row that is removed.
    """

    old: RegionRow | None
    new: RegionRow | None


class TableSpecs(Struct, frozen=True):
    """A region table, and the specs that use it.

    Attributes:
        file: the path of the file with the table, as messages show it.
        apis: the APIs that use the table, at least one.
        choices: the regions that each of these APIs takes from the table.
        rows: the rows of the table, in the order of the file.
        in_spec: whether the table is part of a spec.
    """

    file: str
    apis: tuple[Api, ...]
    choices: tuple[RegionChoice, ...]
    rows: tuple[RegionRow, ...]
    in_spec: bool

    def row(self, id_: str) -> RegionRow | None:
        """Return the row of a region; None if the table has no such region."""
        return next((row for row in self.rows if row.id == id_), None)

    def apis_with(self, id_: str) -> list[Api]:
        """Return the APIs that take a region from the table, or that would if it had the region."""
        pairs = zip(self.apis, self.choices, strict=True)
        return [api for api, choice in pairs if choice.has(id_)]

    def fault(self, row: RegionRow) -> tuple[str, str] | None:
        """Say what is wrong with a row that follows the endpoints of the APIs, and what to do."""
        for api in self.apis_with(row.id) if row.endpoint is None else ():
            if not _has_pattern(api):
                what = f"the endpoint in {api.file} has no {{region}}, so {row.id} needs its own"
                return what, "give it one, such as https://api.example.com"
            if fault := endpoint_problem(api.endpoint_in(row.id)):
                return f"{row.id}: {fault[0]}", "give the region an endpoint, or another id"
        return None

    def follows_pattern(self, id_: str, endpoint: str | None) -> bool:
        """Say whether an endpoint of a region is what every API makes of the region's id."""
        if endpoint is None:
            return True
        apis = self.apis_with(id_)
        return all(_has_pattern(api) and api.endpoint_in(id_) == endpoint for api in apis)


def find_tables(spec: Path) -> list[TableSpecs]:
    """Find all region tables of the specs that `--spec` names.

    Raises:
        GenError: if a spec can't be read or has problems, or if there is no region.
    """
    tables: dict[Path, list[Api]] = {}
    for api in load_with_regions(spec):
        tables.setdefault(Path(table_file(api)).resolve(), []).append(api)
    return [_table(apis) for apis in tables.values()]


def find_table(spec: Path) -> TableSpecs:
    """Find the one region table of the specs that `--spec` names, with all specs that use it.

    Raises:
        ProblemsError: if there are several tables, or if it is part of an OpenAPI document.
        GenError: if a spec can't be read or has problems, or if there is no region.
    """
    apis = load_with_regions(spec)
    files = {Path(table_file(api)).resolve(): api for api in apis}
    if len(files) > 1:
        # Name the specs to choose from: a file with nothing but a table can't be a --spec.
        named = ", ".join(api.file for api in files.values())
        what = f"--spec: there are {len(files)} region tables in {spec}"
        raise ProblemsError([Problem(None, what, f"give one of them by --spec FILE: {named}")])
    file = table_file(apis[0])
    if _is_openapi(file):
        todo = "edit its servers, or go on with what gen import makes of it"
        what = "this is an OpenAPI document, whose regions are servers"
        raise ProblemsError([Problem(Mark(file), what, todo)])
    if not spec.is_dir() and file != apis[0].file:
        apis += _specs_sharing_table(spec, Path(file).resolve())
    return _table(apis)


def load_with_regions(spec: Path) -> list[Api]:
    """Load the specs and return those with regions, at least one.

    Raises:
        GenError: if a spec can't be read or has problems, or if there is no region.
    """
    apis = load(spec)
    with_regions = [api for api in apis if api.regions]
    if not with_regions:
        todo = "add regions: with a line ID: NAME for each, and defaultRegion: ID"
        raise ProblemsError([Problem(Mark(apis[0].file), "this spec has no regions", todo)])
    return with_regions


def table_file(api: Api) -> str:
    """Return the file of an API's region table: its spec, or a file that the spec names."""
    mark = api.regions[0].name.mark
    return mark.file if mark else api.file


def edit_table(
    table: TableSpecs, changes: Sequence[RowChange], spec: Path
) -> tuple[EditableYaml, list[Mark]]:
    """Change rows of a region table, and each spec that names a region with a new id.

    All files are checked before any is written.

    Arguments:
        table: the table and the specs that use it.
        changes: the changes, each of another region. A row that is added goes to its sorted place
            if the ids are sorted, else to the end.
        spec: the path that the option `--spec` names.

    Returns:
        The file with the table after the edit, and the positions of what has a new id in specs.

    Raises:
        ProblemsError: if the layout of a file does not allow an edit. Nothing is written then.
        OutputError: if a file can't be written. No file is changed then.
    """
    documents = {table.file: EditableYaml(table.file)}
    key = REGIONS_KEY if table.in_spec else None
    ids = {change.old.id: change.new.id for change in changes if change.old and change.new}
    ids = {old: new for old, new in ids.items() if old != new}
    document, mark = documents[table.file], Mark(table.file)
    rows = list(table.rows)
    for number, change in enumerate(changes):
        mapping = EditableMapping(document, document.table(key))
        if change.old is not None:
            index = rows.index(change.old)
            here = document.mark(mapping.keys[change.old.id])
        else:
            assert change.new is not None
            index = mapping.insertion_index(change.new.id)
            here = document.mark(list(mapping.keys.values())[max(index - 1, 0)])
        mark = mark if number else here
        document = _with_change(mapping, key, change, index)
        rows[index : index + (change.old is not None)] = [change.new] if change.new else []
    documents[table.file] = document
    renamed, expected = [], []
    for api in table.apis:
        document = documents.get(api.file) or EditableYaml(api.file)
        named = [(node, ids[node.value]) for node in named_regions(document) if node.value in ids]
        if named:
            renamed += [document.mark(node) for node, _ in named]
            document = documents[api.file] = document.edited(document.with_scalars(named))
        expected.append(_expected_api(api, rows, read_choice(document), ids))
    if _read_rows(documents[table.file], key) != tuple(rows):
        raise ProblemsError([uneditable(mark)])
    save_documents(list(documents.values()), expected, spec, mark)
    return documents[table.file], renamed


def set_defaults(apis: Sequence[Api], id_: str, spec: Path) -> list[Mark]:
    """Change the default region of APIs.

    Arguments:
        apis: the APIs, each of a spec of its own. All have the region.
        id_: the id of the region.
        spec: the path that the option `--spec` names.

    Returns:
        The positions of the edits.

    Raises:
        ProblemsError: if the layout of a file does not allow an edit. Nothing is written then.
        OutputError: if a file can't be written. No file is changed then.
    """
    documents, marks = [], []
    for api in apis:
        document = EditableYaml(api.file)
        node = document.value("defaultRegion")
        marks.append(document.mark(node))
        documents.append(document.edited(document.with_scalar(node, id_)))
    expected = [replace(api, default_region=id_) for api in apis]
    save_documents(documents, expected, spec, marks[0])
    return marks


def row_mark(table: TableSpecs, id_: str, document: EditableYaml | None = None) -> Mark:
    """Return the position of a region in the file with its table.

    Arguments:
        table: the table.
        id_: the id of the region, which the table has.
        document: the file after an edit; None for the file as it is on disk.
    """
    document = document or EditableYaml(table.file)
    node = document.table(REGIONS_KEY if table.in_spec else None)
    return document.mark(next(key for key, _ in node.value if key.value == id_))


def removal_problems(table: TableSpecs, id_: str) -> list[Problem]:
    """Return a problem for each place at which a spec needs a region that shall be removed."""
    problems = []
    for api in table.apis:
        document = EditableYaml(api.file)
        for node in named_regions(document):
            if node.value == id_:
                is_default = node is default_region(document)
                what, todo = f"{id_} is named here", "remove it here first"
                if is_default:
                    what = f"{id_} is the default region"
                    todo = "choose another by gen regions set-default"
                problems.append(Problem(document.mark(node), what, todo))
    return problems


def _with_change(
    mapping: EditableMapping, key: str | None, change: RowChange, index: int
) -> EditableYaml:
    """Make one change of a row in the text of a file.

    Arguments:
        mapping: the table in the file as it is.
        key: the top-level key of the table; None if it is the whole file.
        change: the change.
        index: the index of the row in the table, or of the row that a new one goes in front of.
    """
    document, old, new = mapping.document, change.old, change.new
    if new is None:
        return document.edited(mapping.without_entry(index))
    if old is None:
        value = new.name if new.endpoint is None else [new.name, new.endpoint]
        return document.edited(mapping.with_entry(index, new.id, value))

    def edit(how: Callable[[EditableMapping], str]) -> None:
        nonlocal document, mapping
        if mapping.document is not document:
            mapping = EditableMapping(document, document.table(key))
        document = document.edited(how(mapping))

    if new.id != old.id:
        edit(lambda table: table.with_key(old.id, new.id))
    if new.name != old.name:
        edit(lambda table: table.with_name(new.id, new.name))
    if new.endpoint != old.endpoint:
        edit(lambda table: table.with_endpoint(new.id, new.endpoint))
    return document


def _expected_api(
    api: Api, rows: Iterable[RegionRow], choice: RegionChoice, ids: Mapping[str, str]
) -> Api:
    """Return an API as it should be after the edit of its region table."""
    regions = tuple(
        Region(row.id, Text(row.name), row.endpoint or api.endpoint_in(row.id))
        for row in rows
        if choice.has(row.id)
    )

    def edited(operation: Operation) -> Operation:
        found = operation.availability
        if found is None or not ids:
            return operation
        named = tuple(Text(ids.get(reveal(id_), reveal(id_))) for id_ in found.ids)
        return replace(operation, availability=replace(found, ids=named))

    default = api.default_region or ""
    operations = tuple(map(edited, api.operations))
    return replace(
        api, regions=regions, default_region=ids.get(default, default), operations=operations
    )


def _table(apis: Sequence[Api]) -> TableSpecs:
    """Return the table that some APIs share, with its rows."""
    file = table_file(apis[0])
    in_spec = file == apis[0].file
    if _is_openapi(file):
        own = set(apis[0].own_endpoints if _has_pattern(apis[0]) else apis[0].regions)
        rows = tuple(
            RegionRow(r.id, reveal(r.name), r.endpoint if r in own else None)
            for r in apis[0].regions
        )
    else:
        rows = _read_rows(EditableYaml(file), REGIONS_KEY if in_spec else None)
    # The servers of an OpenAPI document are no list of its regions.
    choices = (
        RegionChoice() if _is_openapi(a.file) else read_choice(EditableYaml(a.file)) for a in apis
    )
    return TableSpecs(file, tuple(apis), tuple(choices), rows, in_spec)


def _read_rows(document: EditableYaml, key: str | None) -> tuple[RegionRow, ...]:
    """Read the rows of the region table of a file; none if the table has problems."""
    problems: list[Problem] = []
    node = read_yaml(document.text.encode(), document.file, problems)
    if key is not None and isinstance(node, MappingNode) and key in node.entries:
        node = node.entries[key][1]
    table = None if node is None else grammar.REGIONS.read(node, problems)
    if problems or table is None:
        return ()
    return tuple(
        RegionRow(
            reveal(id_), reveal(row["name"]), reveal(row["endpoint"]) if row["endpoint"] else None
        )
        for id_, row in table.items()
    )


def _is_openapi(file: str) -> bool:
    """Return whether a file is an OpenAPI document."""
    place = Path(file)
    # Anything but a regular file is refused elsewhere; reading a pipe here would block.
    return place.is_file() and begins_as_openapi(
        Folder(place.parent, place.name).read(place.name), file
    )


def _specs_sharing_table(spec: Path, table: Path) -> Iterator[Api]:
    """Yield the other specs in the folder and the folders above it that use the same table.

    Folders above the working directory are not searched. Specs with problems are skipped, unless
    they name the table.

    Raises:
        ProblemsError: if a spec that names the table has problems.
    """
    here = Path.cwd()
    above = [folder for folder in spec.parents if folder.resolve().is_relative_to(here)]
    for folder in dict.fromkeys([spec.parent, *above]):
        source = Folder(folder)
        for name in source.names():
            other = folder / name
            if other.suffix not in (".yaml", ".yml") or other.resolve() == spec.resolve():
                continue
            if _is_openapi(str(other)):  # its regions are servers
                continue
            try:
                apis = load(other)
            except ProblemsError:
                if _names_table(source, name, table):
                    raise
            except GenError:
                continue
            else:
                for api in apis:
                    if api.regions and Path(table_file(api)).resolve() == table:
                        yield api


def _names_table(source: Folder, name: str, table: Path) -> bool:
    """Return whether a spec with problems names a region table."""
    with suppress(GenError):
        named = table_path(read_yaml(source.read(name) or b"", name, []))
        return named is not None and (source.root / named).resolve() == table
    return False


def _has_pattern(api: Api) -> bool:
    """Return whether the endpoint of an API has the placeholder `region`."""
    return any(isinstance(piece, Placeholder) for piece in api.endpoint)
