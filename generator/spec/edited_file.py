"""A file of a spec with other bytes: written in one step, if its specs are what was meant then."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Sequence
from pathlib import Path

from generator.errors import Mark, OutputError, Problem, ProblemsError
from generator.model.api import Api
from generator.sources.source import Folder
from generator.spec.loader import load_files
from generator.spec.yaml_editor import EditableYaml
from generator.system import interrupts
from generator.system.atomic import replace_file


class _Edited:
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
            read += load_files(_Edited(file.parent, file.name, target, data), [file.name])
        except ProblemsError:
            break
    if read != list(meant):
        what = "the lines here can't be edited without changing something else"
        raise ProblemsError([Problem(mark, what, "edit them by hand")])
    try:
        with interrupts.hold():
            _replace(target, data)
    except OSError as error:
        what = f"{document.file}: can't be written ({error.strerror or error})"
        raise OutputError(f"{what}; mend that and run again") from error
    return tuple(read)


def _replace(file: Path, data: bytes) -> None:
    """Replace a file in one step; its mode and owner stay, as far as they can."""
    old = file.stat()
    if not old.st_mode & 0o222 or not os.access(file, os.W_OK):
        raise PermissionError("it is read-only")
    # The reader of specs passes over names that begin with a dot.
    temporary = file.parent / f".gen-{secrets.token_hex(8)}"
    owner = old.st_uid, old.st_gid
    replace_file(str(file), data, str(temporary), stat.S_IMODE(old.st_mode), owner)
