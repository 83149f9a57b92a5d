"""Edit single values in the text of a YAML file, and keep its comments and layout."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from generator.errors import GenError, Mark, Problem, ProblemsError
from generator.model.api import Api
from generator.sources.source import Folder
from generator.spec.loader import load_files
from generator.system.edited_files import replace_files

_BOM = "\ufeff"

Node = yaml.nodes.Node


def yaml_loader() -> Any:
    """Return the class of PyYAML's parser: the one written in C if it is installed."""
    return getattr(yaml, "CLoader", yaml.Loader)


class _Dumper(yaml.SafeDumper):
    """Quotes text that a reader of YAML 1.1 or 1.2 would take for another type."""


# PyYAML itself quotes most of what YAML 1.1 takes for another type
# (https://yaml.org/type/bool.html). These lines add what it lacks: y and n of YAML 1.1, and some
# numbers of the core schema of YAML 1.2.2 (10.3.2).
_Dumper.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("[yYnN]$"), list("yYnN"))
_Dumper.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("0o[0-7]+$"), ["0"])
_Dumper.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$"),
    list("-+.0123456789"),
)


class EditableYaml:
    """A YAML file to be edited. The loader of specs has read it without problems before.

    Arguments:
        file: the path of the file, as messages show it.

    Raises:
        GenError: if the file can't be read, is not a regular file, or has changed to something that
            is not YAML.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        if not Path(file).is_file():  # a pipe can be read only once, and the loader did
            raise GenError(f"{file}: this is no regular file; name one to be edited")
        data = Folder(Path(file).parent, Path(file).name).read(Path(file).name) or b""
        try:
            whole = data.decode()
            self.text = whole.lstrip(_BOM)
            self.root: Node | None = yaml.compose(self.text, Loader=yaml_loader())
        except (UnicodeDecodeError, yaml.YAMLError) as error:
            raise self._changed() from error
        self.start = whole[: len(whole) - len(self.text)]

    def edited(self, text: str) -> EditableYaml:
        """Return this file with a new text. The file on disk stays as it is until it is saved.

        Arguments:
            text: the new text of the whole file.

        Raises:
            ProblemsError: if the new text is not YAML.
        """
        other = copy.copy(self)
        other.text = text
        try:
            other.root = yaml.compose(text, Loader=yaml_loader())
        except yaml.YAMLError as error:
            raise ProblemsError([uneditable(Mark(self.file))]) from error
        return other

    def value(self, key: str) -> Node:
        """Return the value of a top-level key.

        Raises:
            GenError: if the file does not have the key, because it was changed meanwhile.
        """
        for name, value in self.table().value:
            if name.value == key:
                return value  # type: ignore[no-any-return]
        raise self._changed()

    def table(self, key: str | None = None) -> yaml.MappingNode:
        """Return the mapping that is the value of a top-level key.

        Arguments:
            key: the key; None for the mapping that is the whole file.

        Raises:
            GenError: if there is no such mapping or it is empty, because the file was changed
                meanwhile.
        """
        node = self.root if key is None else self.value(key)
        if not isinstance(node, yaml.MappingNode) or not node.value:
            raise self._changed()
        return node

    def mark(self, node: Node) -> Mark:
        """Return the position of a node in the file, for messages."""
        at = node.start_mark
        return Mark(self.file, at.line + 1, at.column + 1)

    def with_scalar(self, node: Node, value: str, flow: bool = False) -> str:
        """Return the text of the file with a new value for one scalar.

        Its kind of quotes stays. A block scalar becomes a scalar on one line.

        Arguments:
            node: the scalar to replace.
            value: its new value.
            flow: whether the scalar stands in a flow mapping, which is one in braces.
        """
        return self.with_scalars([(node, value)], flow)

    def with_scalars(self, changes: Sequence[tuple[Node, str]], flow: bool = False) -> str:
        """Return the text of the file with new values for several scalars; see `with_scalar`.

        Arguments:
            changes: the scalars to replace, in the order of the file, each with its new value.
            flow: whether the scalars stand in flow mappings.
        """
        text = self.text
        for node, value in reversed(changes):
            start, end, new = self._scalar(node, value, flow)
            text = text[:start] + new + text[end:]
        return text

    def _scalar(self, node: Node, value: str, flow: bool) -> tuple[int, int, str]:
        """Return the span of a scalar, and the text of its new value."""
        assert isinstance(node, yaml.ScalarNode)
        start, end = node.start_mark.index, find_end(self.text, node)
        style, comment = node.style, ""
        if style in ("|", ">"):
            style = None
            head = self.text[start:end].splitlines()[0]
            comment = f" {found[0].lstrip()}" if (found := re.search(r"[ \t]#.*", head)) else ""
        new = format_entry("_", value, (None, style), flow).removeprefix("_: ")
        return start, end, new + comment

    def _changed(self) -> GenError:
        """Return the error for a file that changed after the loader read it."""
        return GenError(f"{self.file}: the file is being changed; run this again")


def format_entry(
    key: str, value: str | list[str], styles: tuple[str | None, str | None], flow: bool = False
) -> str:
    """Write an entry of a mapping on one line of YAML. Scalars that need quotes get them.

    Arguments:
        key: the key of the entry.
        value: the value of the entry: a text, or for a mapping the values of `name` and `endpoint`.
        styles: the quotes of keys and the quotes of values, which are used even where none are
            needed; None for quotes only where they are needed.
        flow: whether the entry goes into a flow mapping, which is one in braces.
    """

    def scalar(text: str, style: str | None) -> yaml.ScalarNode:
        # In other quotes, the emitter would write a line break as such.
        style = style if text.isprintable() else '"'
        return yaml.ScalarNode("tag:yaml.org,2002:str", text, style=style)

    def mapping(rows: Iterable[tuple[str, Node]], flow: bool) -> yaml.MappingNode:
        pairs = [(scalar(name, styles[0]), node) for name, node in rows]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=flow)

    node: Node
    if isinstance(value, str):
        node = scalar(value, styles[1])
    else:
        parts = [scalar(part, styles[1]) for part in value]
        node = mapping(zip(("name", "endpoint"), parts, strict=True), True)
    root, width = mapping([(key, node)], flow), float("inf")
    text: str = yaml.serialize(root, Dumper=_Dumper, allow_unicode=True, width=width)
    return text.rstrip("\n")[1:-1] if flow else text.rstrip("\n")


def find_end(text: str, node: Node) -> int:
    """Return the offset in the text at which a node ends.

    A block scalar ends before its last line end.
    """
    end: int = node.end_mark.index
    if isinstance(node, yaml.MappingNode) and not node.flow_style:
        return find_end(text, node.value[-1][1])
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        if node.value.endswith("\n\n"):  # the empty lines after it are part of its value
            return end - len(re.search("(\r\n|\n|\r)?\\Z", text[:end])[0])  # type: ignore[index]
        return len(text[:end].rstrip())
    return end


class _EditedFolder:
    """A folder as a source of files, of which some have new bytes that are not on disk yet."""

    def __init__(self, folder: Path, name: str, edited: Mapping[Path, bytes]) -> None:
        self._folder, self._edited = Folder(folder, name), edited
        self.root, self.names, self.label = folder, self._folder.names, self._folder.label
        self.is_within = self._folder.is_within

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file; the new ones of an edited file."""
        data = self._edited.get((self.root / path).resolve())
        return self._folder.read(path) if data is None else data


def uneditable(mark: Mark) -> Problem:
    """Return the problem of a layout that gen can't edit.

    Arguments:
        mark: the position of the edit.
    """
    what = "gen can't edit the lines here without changing something else"
    return Problem(mark, what, "edit them by hand")


def save_documents(
    documents: Sequence[EditableYaml], expected: Sequence[Api], spec: Path, mark: Mark
) -> tuple[Api, ...]:
    """Write edited YAML files, if their APIs are then the expected ones.

    All files are checked before any is written. Each file is replaced in one step. If one can't be
    written, those before it get their old bytes again. If a file is a link, the file that it leads
    to is replaced. That file must be below the folder of a spec.

    Arguments:
        documents: the files with their new texts.
        expected: each API that is read from one of the files or from a spec that names one, as it
            should be after the edit.
        spec: the path that the option `--spec` names.
        mark: the position of the edit, for messages.

    Returns:
        The APIs, read from the new texts.

    Raises:
        ProblemsError: if the APIs would not be the expected ones, or if a link leads out of the
            folder of the specs. Nothing is written then.
        OutputError: if a file can't be written. No file is changed then.
    """
    edited = {Path(document.file).resolve(): document for document in documents}
    folders = {Path(api.file).parent.resolve() for api in expected}
    folders.add((spec if spec.is_dir() else spec.parent).resolve())
    todo = "edit that file by hand, or move it beside the spec"
    problems = [
        Problem(Mark(document.file), f"this is a link to {target}, outside the spec's folder", todo)
        for target, document in edited.items()
        if not any(map(target.is_relative_to, folders))
    ]
    if problems:
        raise ProblemsError(problems)
    data = {target: (doc.start + doc.text).encode() for target, doc in edited.items()}
    apis: list[Api] = []
    for api in expected:
        file = Path(api.file)
        try:
            apis += load_files(_EditedFolder(file.parent, file.name, data), [file.name])
        except ProblemsError:
            break
    if apis != list(expected):
        raise ProblemsError([uneditable(mark)])
    replace_files({target: (doc.file, data[target]) for target, doc in edited.items()})
    return tuple(apis)
