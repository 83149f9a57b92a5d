"""Find the file of settings that is in force: the nearest one, from the current folder upward."""

from __future__ import annotations

import os
import re
from pathlib import Path

from generator.config.config import Config
from generator.system.regular_files import read_regular

FILE = "gen.toml"
# A file for tools of Python, which has gen's settings in its table `tool.gen`.
PROJECT_FILE = "pyproject.toml"


# A key or header that may begin the table `tool.gen`. Most files have none, and are not parsed.
_TABLE = re.compile(
    rb"""^\s*\[+\s*["']?tool["']?\s*(?:\]|\.\s*["']?gen\b)|^\s*["']?tool["']?\s*[.=]""",
    re.MULTILINE,
)


def mentions_table(data: bytes) -> bool:
    """Say whether a pyproject.toml may have the table `tool.gen`, without parsing it."""
    return _TABLE.search(data) is not None


def _has_table(file: Path, root: Path) -> bool:
    """Say whether a pyproject.toml in the project may have settings of gen."""
    real = os.path.realpath(file)
    if not Path(real).is_relative_to(root):  # a link out of the project, or nothing that is ours
        return False
    try:
        return mentions_table(read_regular(real))
    except (OSError, ValueError):
        return False


def find_config() -> Config:
    """Find and read the settings of the project that the current folder is in.

    They are in the nearest folder that has any. gen looks no further up than the top folder of the
    repository. In no repository, it looks in the current folder alone: who else can write to a
    folder above is unknown.

    Raises:
        GenError: if a file of settings can't be read or has problems.
    """
    folders = _folders()
    if not folders:
        return Config()
    here, root = folders[0], folders[-1]
    for folder in folders:
        if os.path.lexists(folder / FILE) or _has_table(folder / PROJECT_FILE, root):
            from generator.config.reader import read_config

            config = read_config(Path(os.path.relpath(folder, here)), root)
            if config is not None:
                return config
    return Config()


def _folders() -> list[Path]:
    """Return the folders that may have the settings, from the current one to the project's top.

    There are none if somebody has removed the current folder.
    """
    try:
        here = Path.cwd()
    except OSError:
        return []
    folders = [here, *here.parents]
    tops = (n for n, folder in enumerate(folders) if os.path.lexists(folder / ".git"))
    return folders[: next(tops, 0) + 1]


def config_files() -> list[str]:
    """Return the paths of all files that may hold the settings, whether they exist or not.

    The paths are as messages about the settings have them.
    """
    folders = _folders()
    paths = (Path(os.path.relpath(folder, folders[0])) for folder in folders)
    return [(path / name).as_posix() for path in paths for name in (FILE, PROJECT_FILE)]


def find_ignored() -> str | None:
    """Return the path of a gen.toml that does not count, since the folder is in no repository.

    gen does not read it. A message can name it, so that a user knows which folder to go to.
    """
    try:
        here = Path.cwd()
    except OSError:  # somebody has removed it
        return None
    if any(os.path.lexists(folder / ".git") for folder in (here, *here.parents)):
        return None
    above = (folder / FILE for folder in here.parents)
    nearest = next((file for file in above if os.path.lexists(file)), None)
    return None if nearest is None else Path(os.path.relpath(nearest, here)).as_posix()
