"""Edit single values in the text of a YAML file, and keep its comments and layout."""

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

    def with_scalar(self, node: Node, value: str) -> str:
        """Return the text of the file with a new value for one scalar. Its kind of quotes stays.

        Arguments:
            node: the scalar to replace.
            value: its new value.
        """
        assert isinstance(node, yaml.ScalarNode)
        start, end = node.start_mark.index, find_end(self.text, node)
        if node.style in ("|", ">"):  # a block scalar needs no quotes, and keeps its first line
            start, new = self.text.rindex(node.value, start, end), value
        else:
            new = format_entry("_", value, (None, node.style)).removeprefix("_: ")
        return self.text[:start] + new + self.text[end:]

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
    """A folder as a source of files, in which one file has new bytes that are not on disk yet."""

    def __init__(self, folder: Path, name: str, file: Path, data: bytes) -> None:
        self._folder, self._file, self._data = Folder(folder, name), file, data
        self.root, self.names, self.label = folder, self._folder.names, self._folder.label
        self.is_within = self._folder.is_within

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file; the new ones of the edited file."""
        if (self.root / path).resolve() == self._file:
            return self._data
        return self._folder.read(path)


def save_document(
    document: EditableYaml, text: str, expected: Sequence[Api], spec: Path, mark: Mark
) -> tuple[Api, ...]:
    """Write an edited YAML file in one step, if its APIs are then the expected ones.

    If the file is a link, the file that it leads to is replaced. That file must be below the folder
    of the specs.

    Arguments:
        document: the file, as it was read.
        text: the new text of the file.
        expected: each API that is read from the file or from a spec that names it, as it should be
            after the edit.
        spec: the path that the option `--spec` names.
        mark: the position of the edit, for messages.

    Returns:
        The APIs, read from the new text.

    Raises:
        ProblemsError: if the APIs would not be the expected ones, or if a link leads out of the
            folder of the specs. Nothing is written then.
        OutputError: if the file can't be written.
    """
    target, data = Path(document.file).resolve(), (document.start + text).encode()
    folder = spec if spec.is_dir() else spec.parent
    if not target.is_relative_to(folder.resolve()):
        what = f"this is a link to {target}, outside the spec's folder"
        todo = "edit that file by hand, or move it beside the spec"
        raise ProblemsError([Problem(Mark(document.file), what, todo)])
    apis: list[Api] = []
    for api in expected:
        file = Path(api.file)
        try:
            apis += load_files(_EditedFolder(file.parent, file.name, target, data), [file.name])
        except ProblemsError:
            break
    if apis != list(expected):
        what = "gen can't edit the lines here without changing something else"
        raise ProblemsError([Problem(mark, what, "edit them by hand")])
    try:
        with interrupts.hold():
            _replace_file(target, data)
    except OSError as error:
        what = f"{document.file}: can't be written ({error.strerror or error})"
        raise OutputError(f"{what}; mend that and run again") from error
    return tuple(apis)


def _replace_file(file: Path, data: bytes) -> None:
    """Replace a file in one step, and keep its mode and, where possible, its owner."""
    old = file.stat()
    if not old.st_mode & 0o222 or not os.access(file, os.W_OK):
        raise PermissionError("it is read-only")
    # The loader skips names that begin with a dot, so that it never reads this file as a spec.
    temporary = file.parent / f".gen-{secrets.token_hex(8)}"
    owner = old.st_uid, old.st_gid
    replace_file(str(file), data, str(temporary), stat.S_IMODE(old.st_mode), owner)
