"""Find the file of settings that is in force: the nearest one, from the current folder upward."""

from __future__ import annotations

import os
from pathlib import Path

from generator.config.config import Config

FILE = "gen.toml"
# A file for tools of Python, which has gen's settings in its table `tool.gen`.
PROJECT_FILE = "pyproject.toml"


def find_config() -> Config:
    """Find and read the settings of the project that the current folder is in.

    They are in the nearest folder that has any. gen looks no further up than the top folder of the
    repository. In no repository, it looks in the current folder alone: who else can write to a
    folder above is unknown.

    Raises:
        GenError: if a file of settings can't be read or has problems.
    """
    try:
        here = Path.cwd()
    except OSError:  # somebody has removed it
        return Config()
    folders = (here, *here.parents)
    root = next((folder for folder in folders if os.path.lexists(folder / ".git")), here)
    for folder in folders:
        if any(os.path.lexists(folder / name) for name in (FILE, PROJECT_FILE)):
            from generator.config.reader import read_config

            config = read_config(Path(os.path.relpath(folder, here)), root)
            if config is not None:
                return config
        if folder == root:
            break
    return Config()
