"""Replace files that people write, all of them or none, and keep their modes and owners."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

from generator.errors import OutputError
from generator.system import interrupts
from generator.system.atomic import replace_file


def replace_files(files: Mapping[Path, tuple[str, bytes]]) -> None:
    """Replace files, or leave all as they are if one can't be replaced.

    Arguments:
        files: the path of each file as messages show it, and its new bytes, by its real path.

    Raises:
        OutputError: if a file can't be replaced.
    """
    with interrupts.hold():
        _replace_files(files)


def _replace_files(files: Mapping[Path, tuple[str, bytes]]) -> None:
    """Replace files; see `replace_files`."""
    replaced: dict[Path, bytes] = {}
    current = ""
    try:
        for target, (label, _) in files.items():
            current = label
            _check_writable(target)
        for target, (label, data) in files.items():
            current = label
            old = target.read_bytes()
            _replace_file(target, data)
            replaced[target] = old
    except BaseException as error:
        lost = [str(target) for target, old in replaced.items() if not _restore(target, old)]
        if not isinstance(error, OSError):
            raise
        what = f"{current}: can't be written ({error.strerror or error})"
        more = [f"{', '.join(lost)}: this was changed already; undo that by hand"] if lost else []
        raise OutputError(f"{what}; mend that and run again", *more) from error


def _restore(file: Path, data: bytes) -> bool:
    """Give a file its old bytes again. Return whether that was possible."""
    try:
        _replace_file(file, data)
    except OSError:
        return False
    return True


def _check_writable(file: Path) -> None:
    """Raise an error if a file is read-only."""
    if not file.stat().st_mode & 0o222 or not os.access(file, os.W_OK):
        raise PermissionError("it is read-only")


def _replace_file(file: Path, data: bytes) -> None:
    """Replace a file in one step, and keep its mode and, where possible, its owner."""
    old = file.stat()
    # The loader of specs skips names that begin with a dot, and so do docs sites.
    temporary = file.parent / f".gen-{secrets.token_hex(8)}"
    owner = old.st_uid, old.st_gid
    replace_file(str(file), data, str(temporary), stat.S_IMODE(old.st_mode), owner)
