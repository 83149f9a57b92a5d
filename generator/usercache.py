"""Folders in the user's cache: what is in them saves time, and a run does without any of it."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from generator import interrupts

# That others than its owner may write in a folder.
_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def cache_folder(name: str) -> Path | None:
    """Give a folder of ours in the user's cache, for this user alone; None if there can't be one.

    What is in it is run: nobody else may be able to write there.

    Arguments:
        name: of the folder; it says all that its content depends on besides its own names.
    """
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or "~/.cache"
    try:
        folder = Path(base).expanduser() / "gen" / name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        told = folder.stat()
    except (OSError, RuntimeError):
        return None
    if hasattr(os, "geteuid") and (told.st_uid != os.geteuid() or told.st_mode & _OTHERS):
        return None
    return folder if os.access(folder, os.W_OK) else None


def keep(folder: Path, name: str, data: bytes, most: int) -> None:
    """Write a file in one step, and remove the oldest if there are more than `most`."""
    temporary = folder / f".{name}-{os.getpid()}"
    with interrupts.hold(), suppress(OSError):
        temporary.write_bytes(data)
        temporary.replace(folder / name)
        names = [name for name in os.listdir(folder) if not name.startswith(".")]  # noqa: PTH208
        if len(names) > most:
            files = [folder / name for name in names]
            files.sort(key=lambda path: path.stat().st_mtime)
            for path in files[: len(files) - most]:
                path.unlink(missing_ok=True)
