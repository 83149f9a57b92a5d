"""Spec files → `Api`: every problem with its place; only if there is none, the model."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generator.errors import GenError, Mark, Problem, Problems, ProblemsError, one_of
from generator.model.api import Api
from generator.model.budget import Budget, BudgetError
from generator.model.text import Text, reveal
from generator.openapi.unsupported import Unsupported
from generator.sources.document import begins_as_openapi
from generator.sources.source import Folder, Source
from generator.sources.yaml_nodes import MappingNode, Node, ScalarNode, read_yaml
from generator.sources.yaml_schema import ParsedRecord
from generator.spec import grammar
from generator.spec.builder import ApiBuilder
from generator.spec.checker import Checker
from generator.spec.contents import ContentReader

# A spec that was read: its label, its keys, its region table, and what reads bodies and values.
_CheckedSpec = tuple[str, ParsedRecord, Any, ContentReader]
# Endings of files that may be specs.
_ENDINGS = (".yaml", ".yml", ".json")


def load(
    path: Path,
    losses: Unsupported | None = None,
    folder: Callable[[Path, str], Source] = Folder,
) -> tuple[Api, ...]:
    """Read the specs that `--spec` names.

    Arguments:
        path: a spec or an OpenAPI document, or a folder of them, in which every YAML file is one
            or named by one; files of JSON may be anything else.
        losses: gets what of OpenAPI documents is not supported.
        folder: opens a folder to read from; of the file that the user chose, if one was, it is
            told the name: see `Folder`.

    Returns:
        The APIs, in the order of their files' names.

    Raises:
        ProblemsError: with every problem of every file.
        GenError: if there is nothing to read.
    """
    if path.is_dir():
        source = folder(path, "")
        files = spec_files(source)
        if not files:
            raise GenError(
                f"{path}: no .yaml file in this folder; write a spec or name another --spec"
            )
        return load_files(source, files, losses)
    if not path.exists():
        raise GenError(
            f"{path}: no such file or folder; name a spec or a folder of specs by --spec"
        )
    return load_files(folder(path.parent, path.name), [path.name], losses)


def load_text(text: str, label: str) -> tuple[Api, ...]:
    """Read a spec that is in no file yet.

    Arguments:
        text: the spec.
        label: what it is called in messages.
    """
    return load_files(_OneFile(text.encode(), label), [label])


class _OneFile:
    """A source that has one file."""

    def __init__(self, data: bytes, label: str) -> None:
        self.data, self.file = data, label

    def read(self, path: str) -> bytes | None:
        return self.data if path == self.file else None

    def names(self, folder: str = "") -> list[str]:  # noqa: ARG002
        return [self.file]

    def label(self, path: str) -> str:
        return path

    def is_within(self, path: str, folder: str) -> bool:  # noqa: ARG002
        return path == self.file


def load_files(
    source: Source, files: list[str], losses: Unsupported | None = None
) -> tuple[Api, ...]:
    """Read specs from a source; `files` are paths in it, region tables among them allowed."""
    problems: list[Problem] = Problems()
    known = Unsupported() if losses is None else losses
    read: dict[str, Node | None] = {}
    budgets: dict[str, Budget] = {}
    named: set[str] = set()
    found: list[_CheckedSpec | Api] = []
    for file in files:
        with _collect_problems(source.label(file), problems):
            data = source.read(file)
            if data is None:
                what = "this has the name of a spec, but is no file"
                problems.append(Problem(Mark(source.label(file)), what, "remove it, or rename it"))
                continue
            if begins_as_openapi(data, file):
                is_asked = len(files) == 1 or not file.endswith(".json")
                from generator.openapi.reader import read_openapi

                made = read_openapi(data, source, file, problems, known, is_asked=is_asked)
                if made is not None:
                    found.append(made[0])
                    named |= made[1]
                continue
            budgets[source.label(file)] = Budget()
            budgets[source.label(file)].grow(len(data))
            read[file] = read_yaml(data, source.label(file), problems)
            if names_table := _table_file(read[file]):
                named.add(posixpath.normpath(posixpath.join(posixpath.dirname(file), names_table)))
    for file in files:
        with _collect_problems(source.label(file), problems):
            root = read.get(file)
            if root is None or (file in named and not _is_spec(root)):
                continue
            if isinstance(root, MappingNode) and "api" not in root.entries:
                problems.append(_not_a_spec(root))
                continue
            values = grammar.SPEC.read(root, problems)
            if values is not None:
                regions = _region_table(values, file, source, problems)
                budget = budgets[source.label(file)]
                checker = Checker(values, regions, problems, budget)
                checker.check()
                found.append((source.label(file), values, regions, checker.contents))
    _check_versions(found, problems)
    if problems:
        raise ProblemsError(problems)
    if not found:
        raise GenError(f"{source.label('')}: there is no spec here; write one, with an api key")
    apis = [row if isinstance(row, Api) else ApiBuilder(*row).api() for row in found]
    for api in apis:
        if api.file in budgets:
            _charge_operations(api, budgets[api.file], problems)
    if problems:
        raise ProblemsError(problems)
    order = {source.label(file): number for number, file in enumerate(files)}
    return tuple(sorted(apis, key=lambda api: order[api.file]))


def _charge_operations(api: Api, budget: Budget, problems: list[Problem]) -> None:
    """Charge the operations of an API to the budget of its spec."""
    for operation in api.operations:
        try:
            budget.spend_operation(operation)
        except BudgetError as error:
            problems.append(Problem(operation.title.mark, str(error), error.todo))


@contextmanager
def _collect_problems(label: str, problems: list[Problem]) -> Iterator[None]:
    """Report what keeps a file from being read, so that others are read all the same."""
    try:
        yield
    except ProblemsError as error:
        problems += error.problems
    except RecursionError:
        problems.append(Problem(Mark(label), "nested too deep", "flatten it"))
    except MemoryError:
        what = "there is not enough memory for this"
        problems.append(Problem(Mark(label), what, "split it, or give gen more memory"))


def spec_files(source: Source, folder: str = "", deep: bool = True) -> list[str]:
    """Give the paths of all files in a folder that may be specs, or parts of one.

    Arguments:
        source: where the folder is.
        folder: its path.
        deep: whether files of the folders below count, too.
    """
    found = []
    waiting = [posixpath.join(folder, name) for name in reversed(source.names(folder))]
    while waiting:
        path = waiting.pop()
        name = posixpath.basename(path)
        if name.endswith(_ENDINGS):
            if not name.endswith(".json") or _may_be_openapi(source, path):
                found.append(path)
        elif deep and "." not in name:
            waiting += (posixpath.join(path, below) for below in reversed(source.names(path)))
    return found


def _may_be_openapi(source: Source, path: str) -> bool:
    """Say whether a file of JSON may be an OpenAPI document, or can't be read, which is a fault."""
    try:
        return begins_as_openapi(source.read(path), path)
    except ProblemsError:
        return True


def _is_spec(root: Node) -> bool:
    return isinstance(root, MappingNode) and "api" in root.entries


def _table_file(root: Node | None) -> str | None:
    """Give the file that a spec names as its region table, whatever else is wrong with it."""
    if isinstance(root, MappingNode) and _is_spec(root) and "regions" in root.entries:
        node = root.entries["regions"][1]
        return node.value if isinstance(node, ScalarNode) else None
    return None


def _not_a_spec(root: MappingNode) -> Problem:
    what = "this is no spec: it has no api key, and no spec names it as its region table"
    return Problem(root.mark, what, "add api, name it by regions: in a spec, or move it elsewhere")


def _region_table(values: ParsedRecord, file: str, source: Source, problems: list[Problem]) -> Any:
    """Give the table that `regions` holds or names, None if there is none or it is faulty."""
    regions = values["regions"]
    if not isinstance(regions, Text):
        return regions
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
        problems.append(Problem(regions.mark, what, one_of(near, reveal(regions))))
        return None
    root = read_yaml(data, source.label(path), problems)
    if root is not None and _is_spec(root):
        what = f"{reveal(regions)} is a spec, not a region table"
        problems.append(Problem(regions.mark, what, "name the file that has the regions"))
        return None
    return None if root is None else grammar.REGIONS.read(root, problems)


def _check_versions(found: list[_CheckedSpec | Api], problems: list[Problem]) -> None:
    seen: dict[tuple[str, str], Mark] = {}
    for row in found:
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
