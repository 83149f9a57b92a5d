"""Wait for changes of files in folders that may be others after each change."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from generator.system.watching import watch_changes

# A folder's path and inode.
FolderState = tuple[str, int]


def follow(
    folders: Callable[[], frozenset[FolderState]],
    on_change: Callable[[], None],
    on_idle: Callable[[], None],
    stop: threading.Event,
) -> None:
    """Call a function after each change in some folders, until `stop` is set.

    Arguments:
        folders: returns the folders. They may be others after each change.
        on_change: called when something in a folder has changed, and once when other folders are
            watched, since something may have changed in them before.
        on_idle: called about five times a second while nothing changes.
        stop: ends this function.

    Raises:
        GenError: if the system does not report changes.
    """
    while not stop.is_set():
        watched = folders()
        for has_changed in watch_changes([Path(path) for path, _ in sorted(watched)], stop):
            if not has_changed:
                on_idle()
                continue
            on_change()
            if folders() != watched:
                break
