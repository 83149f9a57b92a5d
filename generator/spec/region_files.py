"""Read regions from CSV and JSON files, which `gen regions import` takes.

A CSV file (RFC 4180) has a header with the columns `id`, `name` and, if need be, `endpoint`. A JSON
file has a list of objects with these members, or an object whose members are like the rows of a
region table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice

from generator.errors import Mark, Problem, Problems, ProblemsError, one_of
from generator.model.structs import Struct
from generator.model.text import Text, reveal
from generator.sources.document import At, read_document
from generator.sources.source import Source
from generator.sources.yaml_nodes import BrokenNode, MappingNode, Node, ScalarNode, SequenceNode
from generator.sources.yaml_schema import Key, Record
from generator.spec import grammar
from generator.spec.regions_editor import RegionRow

# The most rows of a file. Each is an edit of a YAML file.
_MOST_ROWS = 1000
_COLUMNS = ("id", "name", "endpoint")
_DELIMITERS = (",", ";", "\t")
_ROW = Record(
    {
        "id": Key(grammar.REGION_ID, "Id of the region.", required=True),
        "name": Key(grammar.TEXT, "Name of the region, for people.", required=True),
        "endpoint": Key(grammar.ENDPOINT, "Its scheme and host."),
    }
)


class ImportedRegions(Struct, frozen=True):
    """The regions of a file.

    Attributes:
        rows: the regions with the positions of their ids, in the order of the file.
        has_endpoints: whether the file says which endpoints regions have: as a column of a CSV file
            or as a member of any object. If not, the regions keep the endpoints that they have.
    """

    rows: tuple[tuple[RegionRow, Mark], ...]
    has_endpoints: bool


def read_regions(source: Source, path: str) -> ImportedRegions:
    """Read the regions of a CSV or JSON file.

    Arguments:
        source: the folder with the file.
        path: the path of the file in it. Its ending says whether it is CSV or JSON.

    Raises:
        ProblemsError: if the file has problems; it lists all of them.
        GenError: if the file can't be read.
    """
    label = source.label(path)
    problems: list[Problem] = Problems()
    if not path.casefold().endswith((".csv", ".json")):
        todo = "name one that ends in .csv or .json"
        raise ProblemsError([Problem(Mark(label), "this is no CSV and no JSON file", todo)])
    data = source.read(path)
    if data is None:
        raise ProblemsError([Problem(Mark(label), "there is no such file", "name another")])
    if path.casefold().endswith(".csv"):
        found = islice(_csv_rows(_decoded(data, label), label, problems), _MOST_ROWS + 1)
    else:
        found = islice(_json_rows(data, path, label, problems), _MOST_ROWS + 1)
    nodes = list(found)
    if len(nodes) > _MOST_ROWS:
        what = f"the file has more than {_MOST_ROWS} regions"
        problems.append(Problem(Mark(label), what, "split it"))
    elif not nodes and not problems:
        problems.append(Problem(Mark(label), "the file has no region", "add a row for each"))
    rows: dict[str, tuple[RegionRow, Mark]] = {}
    has_endpoints = False
    for node in nodes[:_MOST_ROWS]:
        if isinstance(node, MappingNode) and "endpoint" in node.entries:
            has_endpoints = True
            value = node.entries["endpoint"][1]
            if isinstance(value, ScalarNode) and value.plain:  # it is empty or null
                del node.entries["endpoint"]
        read = _ROW.read(node, problems)
        if read is None or read["id"] is None:
            continue
        id_, name, endpoint = (read[key] for key in _COLUMNS)
        if reveal(id_) in rows:
            what = f"{reveal(id_)} stands twice, first on line {rows[reveal(id_)][1].line}"
            problems.append(Problem(id_.mark, what, "remove one of them"))
        host = None if endpoint is None else reveal(endpoint)
        row = RegionRow(reveal(id_), reveal(name or Text("")), host)
        rows.setdefault(row.id, (row, id_.mark))
    if problems:
        raise ProblemsError(problems)
    return ImportedRegions(tuple(rows.values()), has_endpoints)


def _decoded(data: bytes, label: str) -> str:
    """Decode a CSV file."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        mark = Mark(label, line, error.start - data.rfind(b"\n", 0, error.start))
        raise ProblemsError([Problem(mark, "this is not UTF-8", "save it as UTF-8")]) from error


# A cell in quotes, in which two quotes stand for one, or a cell without quotes; and what is after
# it up to the next delimiter.
_QUOTED = re.compile(r'[ ]*"((?:[^"]|"")*)"[ ]*')
_PLAIN = re.compile(r"[^\r\n]*")
_NEW_LINE = re.compile("\r\n|\n|\r")


def _csv_cells(text: str, label: str, problems: list[Problem]) -> Iterator[list[ScalarNode]]:
    """Yield the cells of each line that is not blank; `plain` says that a cell has no quotes.

    The delimiter is the one that the header has: a comma, a semicolon, or a tab.
    """
    first = _PLAIN.match(text)
    header = first[0] if first else ""
    delimiter = max(_DELIMITERS, key=header.count)
    plain = re.compile(rf"[^{delimiter}\r\n]*")
    at, line, start = 0, 1, 0
    cells: list[ScalarNode] = []
    while at < len(text) or cells:
        quoted = _QUOTED.match(text, at)
        bare = plain.match(text, at)
        assert bare is not None
        value = bare[0]
        mark = Mark(label, line, at - start + 1 + len(value) - len(value.lstrip(" ")))
        if quoted is None and value.lstrip(" ").startswith('"'):
            problems.append(Problem(mark, "these quotes are not closed", 'add a " at the end'))
            return
        if quoted is not None:
            cells.append(ScalarNode(mark, quoted[1].replace('""', '"'), False))
            for found in _NEW_LINE.finditer(text, at, quoted.end()):
                line, start = line + 1, found.end()
            at = quoted.end()
            rest = plain.match(text, at)
            if rest is not None and rest[0]:
                here = Mark(label, line, at - start + 1)
                todo = 'write each " in the cell twice'
                problems.append(Problem(here, "there is text after the quotes", todo))
                at = rest.end()
        else:
            cells.append(ScalarNode(mark, value.strip(" "), True))
            at = bare.end()
        if text[at : at + 1] == delimiter:
            at += 1
            if at < len(text):
                continue
            cells.append(ScalarNode(Mark(label, line, at - start + 1), "", True))
        if any(cell.value or not cell.plain for cell in cells):
            yield cells
        cells = []
        if line_end := _NEW_LINE.match(text, at):
            at = start = line_end.end()
            line += 1


def _csv_rows(text: str, label: str, problems: list[Problem]) -> Iterator[Node]:
    """Yield a node for each row of a CSV file."""
    lines = _csv_cells(text, label, problems)
    header = next(lines, [])
    names = [cell.value.casefold() for cell in header]
    for cell, name in zip(header, names, strict=True):
        if name not in _COLUMNS:
            what = f"there is no column {cell.value!r} in a region table"
            problems.append(Problem(cell.mark, what, f"remove it; {one_of(_COLUMNS, name)}"))
    for name in dict.fromkeys(names):
        if names.count(name) > 1 and name in _COLUMNS:
            again = header[len(names) - 1 - names[::-1].index(name)]
            problems.append(Problem(again.mark, f"{name} stands twice", "remove one of them"))
    for name in ("id", "name"):
        if name not in names:
            what = f"the header has no column {name}"
            problems.append(Problem(Mark(label), what, f"begin with a line {','.join(_COLUMNS)}"))
    if problems:
        return
    for cells in lines:
        if len(cells) > len(names):
            what = f"the header has {len(names)} columns, and this row more"
            todo = "put a text with a comma in quotes"
            problems.append(Problem(cells[len(names)].mark, what, todo))
            continue
        row = MappingNode(cells[0].mark)
        for cell, name in zip(cells, names, strict=False):
            # Only an empty endpoint is left out; a name such as null is a text.
            cell.plain = name == "endpoint" and not cell.value
            row.entries[name] = (ScalarNode(cell.mark, name, True), cell)
        yield row


def _json_rows(data: bytes, path: str, label: str, problems: list[Problem]) -> Iterator[Node]:
    """Yield a node for each region of a JSON file."""
    document = read_document(data, path, label, problems)
    if document is None:
        return
    root = At(document.root, document)
    if isinstance(root.value, list):
        yield from (_region(root.child(index)) for index in range(len(root.value)))
    elif isinstance(root.value, dict):
        for id_ in root.value:
            at = root.child(id_)
            key = ScalarNode(at.mark, id_, False)
            node = _region(at)
            if isinstance(node, ScalarNode):
                node = MappingNode(at.mark, {"name": (key, node)})
            if isinstance(node, MappingNode):
                node.entries.setdefault("id", (key, key))
            yield node
    else:
        todo = 'write a list: [{"id": "norwayeast", "name": "Norway East"}]'
        problems.append(Problem(Mark(label), "this is no list of regions", todo))


def _region(at: At) -> Node:
    """Return a value of a JSON file that should be a region, as a node."""
    if not isinstance(at.value, dict):
        return _value(at)
    members = ((key, at.child(key)) for key in at.value)
    entries = {key: (ScalarNode(child.mark, key, False), _value(child)) for key, child in members}
    return MappingNode(at.mark, entries)


def _value(at: At) -> Node:
    """Return a value in a region of a JSON file as a node. What is in it does not matter."""
    inner = BrokenNode(at.mark)
    if isinstance(at.value, dict):
        return MappingNode(at.mark, {"": (ScalarNode(at.mark, "", False), inner)})
    if isinstance(at.value, list):
        return SequenceNode(at.mark, [inner])
    if isinstance(at.value, str):
        return ScalarNode(at.mark, at.value, False)
    return ScalarNode(at.mark, json.dumps(at.value), at.value is None)
