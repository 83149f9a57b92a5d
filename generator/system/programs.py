"""Find programs, only in the folders that PATH names by absolute paths."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def absolute_folders(path: str) -> str:
    """Return a PATH without its relative folders.

    A relative folder depends on the current folder, which may have files of a stranger. An empty
    entry of PATH means the current folder, too (POSIX.1-2017, section 8.3), and is removed.

    Arguments:
        path: folders, separated by `os.pathsep`.
    """
    return os.pathsep.join(filter(os.path.isabs, path.split(os.pathsep)))


def find_program(name: str, path: str | None = None) -> str | None:
    """Find the file of a program, but never in the current folder, which Windows searches first.

    Arguments:
        name: the program's name or its absolute path. A relative path finds nothing.
        path: the folders to search, in the form of PATH; None for the PATH of this process.

    Returns:
        The absolute path of the file; None if there is no such program.
    """
    if os.path.dirname(name):  # noqa: PTH120
        return shutil.which(name) if Path(name).is_absolute() else None
    if path is None:
        path = os.environ.get("PATH", os.defpath)
    endings = os.environ.get("PATHEXT", ".EXE").split(os.pathsep) if os.name == "nt" else [""]
    for folder in absolute_folders(path).split(os.pathsep):
        for ending in ["", *endings] if "." in name else endings:
            file = os.path.join(folder, name + ending)  # noqa: PTH118
            if folder and shutil.which(file):
                return file
    return None
