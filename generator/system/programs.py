"""Where programs are found: in the folders that PATH names by absolute paths, and nowhere else."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def absolute_folders(path: str) -> str:
    """Leave the current folder, and what is named from it, out of a PATH.

    An empty entry is the current folder, too (POSIX.1-2017, 8.3). A stranger's files may be there.

    Arguments:
        path: folders with `os.pathsep` between them.
    """
    return os.pathsep.join(filter(os.path.isabs, path.split(os.pathsep)))


def find_program(name: str, path: str | None = None) -> str | None:
    """Find a program without a look at the current folder, where Windows would look first.

    Arguments:
        name: of the program; one with a folder in front has to be an absolute path.
        path: the folders to search, as PATH has them; that of this process if left out.

    Returns:
        The absolute path of its file, or None if there is no such program.
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
