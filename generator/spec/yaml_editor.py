"""Edits of a YAML file that leave comments and layout as they are."""

from __future__ import annotations

import os
import re
import secrets
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from generator.errors import GenError, Mark, OutputError, Problem, ProblemsError
from generator.model.api import Api
from generator.sources.source import Folder
from generator.spec.loader import load_files
from generator.system import interrupts
from generator.system.atomic import replace_file

_BOM = "\ufeff"

Node = yaml.nodes.Node


def yaml_loader() -> Any:
    """Give PyYAML's parser, the one in C where it is installed."""
    return getattr(yaml, "CLoader", yaml.Loader)


class _Dumper(yaml.SafeDumper):
    """Writes text in quotes where a reader of YAML 1.1 or 1.2 would take it for something else."""


# What PyYAML itself knows is left out: most of YAML 1.1 (https://yaml.org/type/bool.html), and of
# the core schema of YAML 1.2.2 (10.3.2) all but these.
_Dumper.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("[yYnN]$"), list("yYnN"))
_Dumper.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("0o[0-7]+$"), ["0"])
_Dumper.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$"),
    list("-+.0123456789"),
)


class EditableYaml:
    """A YAML file to be edited, which was read without a fault before.

    Arguments:
        file: the file, as messages name it.

    Raises:
        GenError: if it can't be read, or is no file that could be replaced.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        if not Path(file).is_file():  # a pipe gives its bytes once, and was read already
            raise GenError(f"{file}: this is no regular file; name one to be edited")
        data = Folder(Path(file).parent, Path(file).name).read(Path(file).name) or b""
        try:
            whole = data.decode()
            self.text = whole.lstrip(_BOM)
            self.root: Node | None = yaml.compose(self.text, Loader=yaml_loader())
        except (UnicodeDecodeError, yaml.YAMLError) as error:
            raise self._changed() from error
        self.start = whole[: len(whole) - len(self.text)]

    def value(self, key: str) -> Node:
        """Give the value of a key of the file's mapping."""
        for name, value in self.table().value:
            if name.value == key:
                return value  # type: ignore[no-any-return]
        raise self._changed()

    def table(self, key: str | None = None) -> yaml.MappingNode:
        """Give the mapping at a key, or the whole file's."""
        node = self.root if key is None else self.value(key)
        if not isinstance(node, yaml.MappingNode) or not node.value:
            raise self._changed()
        return node

    def mark(self, node: Node) -> Mark:
        """Give the place of a node, for messages."""
        at = node.start_mark
        return Mark(self.file, at.line + 1, at.column + 1)

    def with_scalar(self, node: Node, value: str) -> str:
        """Give the text with another value in the place of a scalar, quoted as that was."""
        assert isinstance(node, yaml.ScalarNode)
        start, end = node.start_mark.index, find_end(self.text, node)
        if node.style in ("|", ">"):  # a block scalar needs no quotes, and keeps its first line
            start, new = self.text.rindex(node.value, start, end), value
        else:
            new = format_entry("_", value, (None, node.style)).removeprefix("_: ")
        return self.text[:start] + new + self.text[end:]

    def _changed(self) -> GenError:
        return GenError(f"{self.file}: the file is being changed; run this again")


def format_entry(
    key: str, value: str | list[str], styles: tuple[str | None, str | None], flow: bool = False
) -> str:
    """Write an entry of a mapping on one line, each scalar in quotes if it needs some.

    Arguments:
        key: the key.
        value: the value, or those of name and endpoint.
        styles: the quotes of keys and of values that need none, if any.
        flow: whether it stands in a flow mapping.
    """

    def scalar(text: str, style: str | None) -> yaml.ScalarNode:
        # The emitter would write a line break as one.
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
    """Give where a node ends: the last line of a block scalar without its line end."""
    end: int = node.end_mark.index
    if isinstance(node, yaml.MappingNode) and not node.flow_style:
        return find_end(text, node.value[-1][1])
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        if node.value.endswith("\n\n"):  # the empty lines behind it are part of it
            return end - len(re.search("(\r\n|\n|\r)?\\Z", text[:end])[0])  # type: ignore[index]
        return len(text[:end].rstrip())
    return end


class _EditedFolder:
    """A folder in which one file has other bytes than on disk."""

    def __init__(self, folder: Path, name: str, file: Path, data: bytes) -> None:
        self._folder, self._file, self._data = Folder(folder, name), file, data
        self.root, self.names, self.label = folder, self._folder.names, self._folder.label
        self.is_within = self._folder.is_within

    def read(self, path: str) -> bytes | None:
        if (self.root / path).resolve() == self._file:
            return self._data
        return self._folder.read(path)


def save_document(
    document: EditableYaml, text: str, meant: Sequence[Api], spec: Path, mark: Mark
) -> tuple[Api, ...]:
    """Replace a document's file in one step, if its specs are what was meant then.

    A link is followed as far as a region table may be away: below the folder of the specs.

    Arguments:
        document: the document, as it was read.
        text: the new text.
        meant: each API that the file is part of, as it is to be.
        spec: what `--spec` names.
        mark: the place of the edit, for messages.

    Returns:
        The APIs as they were read.

    Raises:
        ProblemsError: if the specs would be others than was meant; nothing is written.
        OutputError: if the file can't be written.
    """
    target, data = Path(document.file).resolve(), (document.start + text).encode()
    folder = spec if spec.is_dir() else spec.parent
    if not target.is_relative_to(folder.resolve()):
        what = f"this is a link to {target}, outside the spec's folder"
        todo = "edit that file by hand, or move it beside the spec"
        raise ProblemsError([Problem(Mark(document.file), what, todo)])
    read: list[Api] = []
    for api in meant:
        file = Path(api.file)
        try:
            read += load_files(_EditedFolder(file.parent, file.name, target, data), [file.name])
        except ProblemsError:
            break
    if read != list(meant):
        what = "the lines here can't be edited without changing something else"
        raise ProblemsError([Problem(mark, what, "edit them by hand")])
    try:
        with interrupts.hold():
            _replace_file(target, data)
    except OSError as error:
        what = f"{document.file}: can't be written ({error.strerror or error})"
        raise OutputError(f"{what}; mend that and run again") from error
    return tuple(read)


def _replace_file(file: Path, data: bytes) -> None:
    """Replace a file in one step; its mode and owner stay, as far as they can."""
    old = file.stat()
    if not old.st_mode & 0o222 or not os.access(file, os.W_OK):
        raise PermissionError("it is read-only")
    # The reader of specs passes over names that begin with a dot.
    temporary = file.parent / f".gen-{secrets.token_hex(8)}"
    owner = old.st_uid, old.st_gid
    replace_file(str(file), data, str(temporary), stat.S_IMODE(old.st_mode), owner)
