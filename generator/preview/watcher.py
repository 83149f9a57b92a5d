"""Wait for changes of files, by what the system reports about their folders."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from watchfiles import Change, watch

from generator.errors import GenError

# What happened to which file.
FileChange = tuple[Change, str]
# A folder's path and inode.
FolderState = tuple[str, int]
# Milliseconds without a further change after which an edit is over, and those that it may take.
_QUIET = 20
_LONGEST_EDIT = 200
# Milliseconds after which nothing seems to happen.
_IDLE = 500


def follow(
    folders: Callable[[], frozenset[FolderState]],
    on_change: Callable[[], None],
    on_idle: Callable[[], None],
    stop: threading.Event,
) -> None:
    """Call a function after each change in some folders, until `stop` is set.

    Folders are watched and not files, since many editors save a file by putting a new one in its
    place. What the folders' own folders hold is not watched.

    Arguments:
        folders: returns the folders. They may be others after each change.
        on_change: called when something in a folder has changed, and once when other folders are
            watched, since something may have changed in them before.
        on_idle: called about twice a second while nothing changes.
        stop: ends this function.

    Raises:
        GenError: if the system does not report changes.
    """
    while not stop.is_set():
        watched = folders()
        changes_of_folders = watch(
            *(path for path, _ in sorted(watched)),
            watch_filter=None,
            debounce=_LONGEST_EDIT,
            step=_QUIET,
            stop_event=stop,
            rust_timeout=_IDLE,
            yield_on_timeout=True,
            recursive=False,
            ignore_permission_denied=True,
        )
        is_new = True
        while (changes := _next(changes_of_folders)) is not None:
            if changes or is_new:
                on_change()
                if folders() != watched:
                    break
            else:
                on_idle()
            is_new = False


def _next(changes_of_folders: Iterator[set[FileChange]]) -> set[FileChange] | None:
    """Return the next changes, or none after a while; None if the folders have to be opened again.

    Raises:
        GenError: if the system does not report changes.
    """
    try:
        return next(changes_of_folders, None)
    except FileNotFoundError:  # a folder was removed just before
        return None
    except (OSError, RuntimeError) as error:
        todo = "set WATCHFILES_FORCE_POLLING=true, to look at them again and again"
        raise GenError(f"the system does not report changes of files ({error}); {todo}") from error
