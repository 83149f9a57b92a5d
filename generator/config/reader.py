"""Reader of the files that hold the settings of a project."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from generator.config.config import DEFAULT_OUT, DEFAULT_SPEC, Config, Embedding, Publication
from generator.config.discovery import FILE, PROJECT_FILE, mentions_table
from generator.config.grammar import CONFIG
from generator.errors import Mark, Problem, Problems, ProblemsError
from generator.model.settings import (
    ApiSettings,
    ByOperation,
    DocumentSettings,
    ExampleChoice,
    Named,
)
from generator.model.text import FieldMarks, Text, reveal
from generator.sources.source import Folder, Source
from generator.sources.toml_nodes import read_toml
from generator.sources.yaml_nodes import MappingNode
from generator.sources.yaml_schema import ParsedRecord
from generator.spec.records.credentials import make_obtain

# The fields of `Api` that keys are about.
_API_FIELDS = {
    "targets": "targets",
    "timeout": "timeout",
    "snippetTags": "snippet_tags",
    "regionTable": "table_on_pages",
}
_MAX_BYTES = 1 << 20


def read_config(folder: Path, root: Path) -> Config | None:
    """Read the settings that a folder has.

    Arguments:
        folder: the path of the folder, from the current one.
        root: the folder that no path in the settings may lead out of, as the top folder of the
            repository. A pull request can bring settings, but nothing outside of the repository.

    Returns:
        The settings. None if the folder has no file with any.

    Raises:
        ProblemsError: if a file has problems; it lists all of them.
    """
    problems: list[Problem] = Problems()
    source = Folder(folder, anywhere=True, max_bytes=_MAX_BYTES)
    if not Path(os.path.realpath(folder / FILE)).is_relative_to(os.path.realpath(root)):
        what = "this leads out of the project"
        problem = Problem(Mark(source.label(FILE)), what, "put a copy of the file in its place")
        raise ProblemsError([problem])
    record = _read_record(source, problems)
    if record is None:
        if problems:
            raise ProblemsError(problems)
        return None
    paths = _Paths(folder, root, problems)
    spec = paths.read(record["spec"], Text(DEFAULT_SPEC, record.mark))
    out = paths.read_output(record["out"], Text(DEFAULT_OUT, record.mark))
    templates = tuple(paths.read(text, text) for text in record["templates"] or ())
    publications = tuple(
        Publication(
            reveal(row["format"]),
            reveal(row["tabs"]) if row["tabs"] else None,
            paths.read_output(row["out"], row["out"]),
            row.mark,
            row["shared"] is True,
        )
        for row in record["publish"] or ()
        if row["format"] and row["out"]
    )
    embedding = _read_embedding(record["embed"], paths)
    if problems:
        raise ProblemsError(problems)
    marks = tuple(_list_marks(record))
    api = _api_settings(record)
    file = record.mark.file
    return Config(
        os.fspath(folder), file, spec, out, templates, publications, embedding, api, marks
    )


def _read_embedding(record: ParsedRecord | None, paths: _Paths) -> Embedding:
    """Read what `gen embed` works on."""
    if record is None:
        return Embedding()
    pages = tuple(
        (paths.read(text, text), text.mark) for text in record["pages"] or () if text.mark
    )
    site = record["site"]
    return Embedding(pages, reveal(site) if site else None)


def read_settings(source: Source) -> ApiSettings:
    """Read what the settings in a folder say about APIs, such as a folder at a git revision.

    Arguments:
        source: the files of the folder.

    Raises:
        ProblemsError: if a file has problems; it lists all of them.
    """
    problems: list[Problem] = Problems()
    record = _read_record(source, problems)
    if problems:
        raise ProblemsError(problems)
    return ApiSettings() if record is None else _api_settings(record)


def _read_record(source: Source, problems: list[Problem]) -> ParsedRecord | None:
    """Read the settings of a folder; None if there are none, or the file is no TOML."""
    own, table = source.read(FILE), None
    node = None if own is None else read_toml(own, source.label(FILE), problems)
    project = source.read(PROJECT_FILE)
    if project is not None and mentions_table(project):
        # Other tools read the file, too, and say what is wrong with it.
        faults = problems if own is None else []
        whole = read_toml(project, source.label(PROJECT_FILE), faults)
        table = None if whole is None else _tool_table(whole)
    if own is not None and table is not None:
        what = f"{FILE} beside this file has settings, too"
        problems.append(Problem(table.mark, what, "keep all of them in one of the two"))
    section = table if own is None else node
    return None if section is None else CONFIG.read(section, problems)


def _tool_table(document: MappingNode) -> MappingNode | None:
    """Return the table `tool.gen` of a pyproject.toml; None if there is none."""
    table: Any = document
    for name in ("tool", "gen"):
        if not isinstance(table, MappingNode) or name not in table.entries:
            return None
        table = table.entries[name][1]
    return table if isinstance(table, MappingNode) else None


def _list_marks(record: ParsedRecord, front: str = "") -> list[tuple[str, Mark]]:
    """List the places of all values, by key; those of a table by `table.key`."""
    marks = []
    for key, mark in record.marks.items():
        value = record[key]
        if isinstance(value, ParsedRecord):
            marks += _list_marks(value, f"{key}.")
        else:
            marks.append((f"{front}{key}", mark))
    return marks


def _api_settings(record: ParsedRecord) -> ApiSettings:
    """Return what the settings say about APIs."""
    targets, tags, table = record["targets"], record["snippetTags"], record["regionTable"]
    openapi = record["openapi"] or ParsedRecord(record.mark)
    region, server = openapi["defaultRegion"], openapi["server"]
    marks = {field: record.marks[key] for key, field in _API_FIELDS.items() if key in record}
    if region is not None:
        marks |= {"default_region": region.mark, "endpoint": region.mark}
    return ApiSettings(
        targets=None if targets is None else tuple(map(_named, targets)),
        timeout=record["timeout"],
        snippet_tags=reveal(tags) if tags else None,
        table_on_pages=None if table is None else reveal(table) == "page",
        default_region=_named(region) if region else None,
        document=DocumentSettings(
            left_out=tuple(map(_named, openapi["leaveOut"] or ())),
            server=_named(server) if server else None,
            credentials=_by_operation(openapi["credentials"]),
            media_types=_by_operation(openapi["mediaTypes"]),
            examples=_example_choice(openapi["examples"]),
            listed_examples=_by_operation(openapi["examples"]),
            variables=tuple(
                (_named(name), reveal(variable))
                for name, variable in (openapi["env"] or {}).items()
                if variable is not None
            ),
            obtain=tuple(
                (_named(scheme), found)
                for scheme, row in (openapi["obtain"] or {}).items()
                if (found := make_obtain(row)) is not None
            ),
            sent=tuple(
                (_named(operation), tuple(map(_named, names)))
                for operation, names in (openapi["send"] or {}).items()
                if names is not None
            ),
        ),
        marks=FieldMarks(marks),
    )


def _by_operation(value: Any) -> ByOperation:
    """Return names for all operations, or for some: a list, or a table of lists."""
    if isinstance(value, dict):
        rows = ((_named(id_), names) for id_, names in value.items() if names is not None)
        return ByOperation(own=tuple((id_, tuple(map(_named, names))) for id_, names in rows))
    return ByOperation(tuple(map(_named, value)) if isinstance(value, list) else ())


def _example_choice(value: Any) -> ExampleChoice:
    """Return which named examples are samples."""
    if isinstance(value, Text):
        return ExampleChoice(reveal(value))
    return ExampleChoice.LISTED if isinstance(value, dict) else ExampleChoice.ALL


def _named(text: Text) -> Named:
    """Return a name with its place."""
    assert text.mark is not None
    return Named(reveal(text), text.mark)


class _Paths:
    """Reads paths, which lead from the folder of the settings and not out of the project."""

    def __init__(self, folder: Path, root: Path, problems: list[Problem]) -> None:
        self.folder = folder
        self.root = os.path.realpath(root)
        self.problems = problems

    def read(self, text: Text | None, default: Text) -> str:
        """Return a path as the current folder has it."""
        path = Path(os.path.normpath(self.folder / reveal(text or default))).as_posix()
        if not self._is_within(path):
            what = f"{reveal(text or default)} leads out of the project"
            todo = "name a place in it, or give the place on the command line"
            self.problems.append(Problem((text or default).mark, what, todo))
        return path

    def read_output(self, text: Text | None, default: Text) -> str:
        """Return the path of a folder to write to, which is none that holds the settings."""
        path = self.read(text, default)
        holds_settings = Path(os.path.realpath(self.folder)).is_relative_to(os.path.realpath(path))
        if holds_settings and self._is_within(path):
            what = f"{reveal(text or default)} holds this file, too"
            todo = "name a folder that gen has for itself"
            self.problems.append(Problem((text or default).mark, what, todo))
        return path

    def _is_within(self, path: str) -> bool:
        """Say whether a path is in the project, as it is written and after links are followed."""
        places = (os.path.normpath(Path.cwd() / path), os.path.realpath(path))
        return all(Path(place).is_relative_to(self.root) for place in places)
