"""Load specs and OpenAPI documents into the model, or report every problem in them.

A spec is a YAML file that describes an API in gen's own language. Its region table, which lists the
hosts that serve the API, may be a file of its own.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generator.errors import GenError, Mark, Problem, Problems, ProblemsError, by_place, one_of
from generator.model.api import Api
from generator.model.budget import Budget, BudgetError
from generator.model.settings import ApiSettings, KnownNames, apply_settings, unknown_names
from generator.model.text import reveal
from generator.model.variants import OwnSample
from generator.openapi.unsupported import Unsupported
from generator.sources.document import begins_as_openapi
from generator.sources.source import Folder, Source
from generator.sources.yaml_nodes import (
    MappingNode,
    Node,
    ScalarNode,
    read_yaml,
    texts_cut_by_comments,
)
from generator.sources.yaml_schema import ParsedRecord
from generator.spec import grammar
from generator.spec.availability import table_name
from generator.spec.builder import ApiBuilder
from generator.spec.checker import Checker
from generator.spec.contents import ContentReader
from generator.spec.samples.own_samples import OwnSampleReader

# A spec that was read and checked: its label, the values of its keys, its region table, and the
# reader of its contents, and the samples that its author wrote, by operation.
_CheckedSpec = tuple[str, ParsedRecord, Any, ContentReader, Mapping[str, tuple[OwnSample, ...]]]
NO_SETTINGS = ApiSettings()
SPEC_ENDINGS = (".yaml", ".yml", ".json")


def load(
    path: Path,
    unsupported: Unsupported | None = None,
    folder: Callable[[Path, str], Source] = Folder,
    warnings: list[Problem] | None = None,
    settings: ApiSettings = NO_SETTINGS,
) -> tuple[Api, ...]:
    """Read the specs and OpenAPI documents that the option `--spec` names.

    Arguments:
        path: a spec or an OpenAPI document, or a folder of them. In a folder, each YAML file must
            be a spec, an OpenAPI document, or a file that one of these names. JSON files may be
            anything.
        unsupported: the collection to which everything is added that samples do not support in
            OpenAPI documents. None if the caller does not need it.
        folder: opens the folder to read from. Its arguments are the path of the folder, and the
            name of the file in it that the user chose, or an empty text.
        warnings: the list to which all warnings are added. None if the caller does not need them.
        settings: what the settings of the project say about its APIs.

    Returns:
        The APIs, in the order of their files' names.

    Raises:
        ProblemsError: if files have problems; it lists all of them.
        GenError: if there is no spec and no OpenAPI document.
    """
    if path.is_dir():
        source = folder(path, "")
        files = spec_files(source)
        if not files:
            todo = "run gen init to begin, or name another --spec"
            raise GenError(f"{path}: no .yaml file in this folder; {todo}")
        return load_files(source, files, unsupported, warnings, settings)
    if not path.exists():
        raise GenError(
            f"{path}: no such file or folder; run gen init to begin, or name a spec by --spec"
        )
    source = folder(path.parent, path.name)
    return load_files(source, [path.name], unsupported, warnings, settings)


def load_text(text: str, label: str) -> tuple[Api, ...]:
    """Read a spec from a string.

    Arguments:
        text: the spec, as YAML.
        label: the name that messages give the spec.

    Returns:
        Its only API, as a tuple.

    Raises:
        ProblemsError: if the spec has problems; it lists all of them.
    """
    return load_files(_OneFile(text.encode(), label), [label])


class _OneFile:
    """A source of one file, whose bytes are in memory."""

    def __init__(self, data: bytes, label: str) -> None:
        self.data, self.file = data, label

    def read(self, path: str) -> bytes | None:
        """Return the file's bytes; None for other paths."""
        return self.data if path == self.file else None

    def names(self, folder: str = "") -> list[str]:  # noqa: ARG002
        """Return the file's name."""
        return [self.file]

    def label(self, path: str) -> str:
        """Return the path itself."""
        return path

    def is_within(self, path: str, folder: str) -> bool:  # noqa: ARG002
        """Return whether the path is that of the file."""
        return path == self.file


def load_files(
    source: Source,
    files: list[str],
    unsupported: Unsupported | None = None,
    warnings: list[Problem] | None = None,
    settings: ApiSettings = NO_SETTINGS,
) -> tuple[Api, ...]:
    """Read specs and OpenAPI documents from a source of files.

    Arguments:
        source: the folder that contains the files.
        files: the paths of the files in it. Files that specs name, such as region tables, may be
            among them.
        unsupported: the collection to which everything is added that samples do not support in
            OpenAPI documents. None if the caller does not need it.
        warnings: the list to which all warnings are added, sorted by place. None if the caller does
            not need them.
        settings: what the settings of the project say about its APIs.

    Returns:
        The APIs, in the order of `files`.

    Raises:
        ProblemsError: if files have problems; it lists all of them, and all warnings.
        GenError: if there is no spec and no OpenAPI document.
    """
    problems = Problems()
    unsupported = Unsupported() if unsupported is None else unsupported
    roots: dict[str, Node | None] = {}
    budgets: dict[str, Budget] = {}
    part_files: set[str] = set()
    specs: list[_CheckedSpec | Api] = []
    known = KnownNames()
    for file in files:
        with _collect_problems(source.label(file), problems):
            data = source.read(file)
            if data is None:
                what = "this has the name of a spec, but is no file"
                problems.append(Problem(Mark(source.label(file)), what, "remove it, or rename it"))
                continue
            if begins_as_openapi(data, file):
                must_be_openapi = len(files) == 1 or not file.endswith(".json")
                from generator.openapi.reader import read_openapi

                document = read_openapi(
                    data,
                    source,
                    file,
                    problems,
                    unsupported,
                    must_be_openapi=must_be_openapi,
                    settings=settings.document,
                    known=known,
                )
                if document is not None:
                    specs.append(document[0])
                    part_files |= document[1]
                continue
            budgets[source.label(file)] = Budget()
            budgets[source.label(file)].grow(len(data))
            roots[file] = read_yaml(data, source.label(file), problems)
            if table_file := table_path(roots[file]):
                part_files.add(
                    posixpath.normpath(posixpath.join(posixpath.dirname(file), table_file))
                )
    # Until each file is read, nobody knows which of the others are its region tables.
    are_tables_known = not problems.errors
    for file in files:
        with _collect_problems(source.label(file), problems):
            root = roots.get(file)
            if root is None or (file in part_files and not _is_spec(root)):
                continue
            if isinstance(root, MappingNode) and "api" not in root.entries:
                if are_tables_known:
                    problems.append(_not_a_spec(root))
                continue
            problems += texts_cut_by_comments(root)
            values = grammar.SPEC.read(root, problems)
            if values is not None:
                regions = _region_table(values, file, source, problems)
                budget = budgets[source.label(file)]
                checker = Checker(values, regions, problems, budget)
                checker.check()
                reader = OwnSampleReader(source, file, problems, budget)
                operations = values["operations"] or {}
                own = {reveal(id_): reader.read(row) for id_, row in operations.items() if row}
                specs.append((source.label(file), values, regions, checker.contents, own))
    _check_versions(specs, problems)
    if settings.is_whole and not problems.errors:
        documents = [row for row in specs if isinstance(row, Api)]
        problems.extend(unknown_names(settings, documents, known))
    if problems.errors:
        raise ProblemsError(problems)
    if not specs:
        raise GenError(f"{source.label('')}: there is no spec here; write one, with an api key")
    apis = [
        apply_settings(row, settings, is_document=True)
        if isinstance(row, Api)
        else apply_settings(ApiBuilder(*row).api(), settings, is_document=False)
        for row in specs
    ]
    for api in apis:
        if api.file in budgets:
            _charge_operations(api, budgets[api.file], problems)
    if problems.errors:
        raise ProblemsError(problems)
    if warnings is not None:
        warnings += by_place(problems)
    order = {source.label(file): number for number, file in enumerate(files)}
    return tuple(sorted(apis, key=lambda api: order[api.file]))


def _charge_operations(api: Api, budget: Budget, problems: list[Problem]) -> None:
    """Charge the operations of an API to the budget of its spec, and report if it is exceeded."""
    for operation in api.operations:
        try:
            budget.spend_operation(operation)
        except BudgetError as error:
            problems.append(Problem(operation.title.mark, str(error), error.todo))


@contextmanager
def _collect_problems(label: str, problems: list[Problem]) -> Iterator[None]:
    """Turn errors that stop the reading of one file into problems, so that others are read."""
    try:
        yield
    except ProblemsError as error:
        problems += error.problems
    except RecursionError:
        problems.append(Problem(Mark(label), "nested too deep", "flatten it"))
    except MemoryError:
        what = "there is not enough memory for this"
        problems.append(Problem(Mark(label), what, "split it, or give gen more memory"))


def spec_files(source: Source, folder: str = "", recursive: bool = True) -> list[str]:
    """Return the paths of files in a folder that may be specs, OpenAPI documents, or part of one.

    They are all YAML files, and the JSON files that may be OpenAPI documents.

    Arguments:
        source: the source of files that contains the folder.
        folder: the path of the folder in the source. It is empty for the whole source.
        recursive: whether to list the files of subfolders, too.
    """
    files = []
    pending = [posixpath.join(folder, name) for name in reversed(source.names(folder))]
    while pending:
        path = pending.pop()
        name = posixpath.basename(path)
        if name.endswith(SPEC_ENDINGS):
            if not name.endswith(".json") or _may_be_openapi(source, path):
                files.append(path)
        elif recursive and "." not in name:
            pending += (posixpath.join(path, below) for below in reversed(source.names(path)))
    return files


def _may_be_openapi(source: Source, path: str) -> bool:
    """Return whether a JSON file may be an OpenAPI document; also if reading it fails.

    The loader reads such a file again, and then reports why that fails.
    """
    try:
        return begins_as_openapi(source.read(path), path)
    except ProblemsError:
        return True


def _is_spec(root: Node) -> bool:
    """Return whether a file has the key that every spec has."""
    return isinstance(root, MappingNode) and "api" in root.entries


def table_path(root: Node | None) -> str | None:
    """Return the file that a spec names as its region table; None if it names none.

    Arguments:
        root: the root node of a YAML file, which may be no spec or have problems.
    """
    if isinstance(root, MappingNode) and _is_spec(root) and "regions" in root.entries:
        node = root.entries["regions"][1]
        if isinstance(node, MappingNode) and grammar.names_table(node):
            node = node.entries["table"][1]
        return node.value if isinstance(node, ScalarNode) else None
    return None


def _not_a_spec(root: MappingNode) -> Problem:
    """Return the problem of a file that no spec names and that is no spec."""
    what = "this is no spec: it has no api key, and no spec names it as its region table"
    return Problem(root.mark, what, "add api, name it by regions: in a spec, or move it elsewhere")


def _region_table(values: ParsedRecord, file: str, source: Source, problems: list[Problem]) -> Any:
    """Return the region table of a spec, or of the file it names; None without a valid one."""
    regions = table_name(values["regions"])
    if regions is None:
        inner = values["regions"]
        return None if isinstance(inner, ParsedRecord) else inner
    folder = posixpath.dirname(file)
    path = posixpath.normpath(posixpath.join(folder, reveal(regions)))
    if posixpath.relpath(path, folder or ".").startswith(".."):
        what = "the region table is outside the spec's folder"
        problems.append(Problem(regions.mark, what, "move it beside the spec"))
        return None
    try:
        data = source.read(path)
    except ProblemsError as error:
        whats = (f"{reveal(regions)} is not read: {fault.what}" for fault in error.problems)
        todo = "name a file in the spec's folder"
        problems += (Problem(regions.mark, what, todo) for what in whats)
        return None
    if data is None:
        what = f"there is no file {reveal(regions)} beside this one"
        near = [name for name in source.names(posixpath.dirname(path)) if name.endswith("ml")]
        near = [name for name in near if name != posixpath.basename(file)]
        todo = one_of(near, reveal(regions)) if near else "write it, or list the regions here"
        problems.append(Problem(regions.mark, what, todo))
        return None
    root = read_yaml(data, source.label(path), problems)
    if root is not None and _is_spec(root):
        what = f"{reveal(regions)} is a spec, not a region table"
        problems.append(Problem(regions.mark, what, "name the file that has the regions"))
        return None
    if root is None:
        return None
    problems += texts_cut_by_comments(root)
    return grammar.REGIONS.read(root, problems)


def _check_versions(specs: list[_CheckedSpec | Api], problems: list[Problem]) -> None:
    """Report two specs that describe the same version of the same API."""
    seen: dict[tuple[str, str], Mark] = {}
    for row in specs:
        if isinstance(row, Api):
            key, mark = (row.id, row.version.casefold()), row.title.mark or Mark(row.file)
        else:
            api = row[1]["api"]
            if api is None or api["id"] is None or api["version"] is None:
                continue
            key = (reveal(api["id"]).casefold(), reveal(api["version"]).casefold())
            mark = api.marks["id"]
        first = seen.setdefault(key, mark)
        if first is not mark:
            what = f"{key[0]} {key[1]} is described twice, first at {first}"
            problems.append(Problem(mark, what, "change the id or version of one"))
