"""Learn that files in some folders have changed."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import GenError

# The milliseconds for which further changes are awaited, since editors save in several steps.
_QUIET = 100
# The milliseconds after which nothing seems to happen.
_IDLE = 200


def watch_changes(folders: Iterable[Path], stop: threading.Event) -> Iterator[bool]:
    """Watch folders, but not the folders in them, until `stop` is set.

    Folders are watched and not files, since many editors save a file by putting a new one in its
    place.

    Arguments:
        folders: the folders. Those that do not exist are left out.
        stop: ends the watch.

    Yields:
        True when the watch begins, since what was saved before is found then, and whenever a file
        in one of the folders is saved, added or removed; False some times a second meanwhile. It
        ends early if a folder is removed when the watch begins.

    Raises:
        GenError: if the system does not report changes.
    """
    from watchfiles import watch

    changes_of_folders = watch(
        *(folder for folder in folders if folder.is_dir()),
        watch_filter=None,
        debounce=_QUIET,
        step=20,
        stop_event=stop,
        rust_timeout=_IDLE,
        yield_on_timeout=True,
        raise_interrupt=False,
        recursive=False,
        ignore_permission_denied=True,
    )
    is_first = True
    while True:
        try:
            changes = next(changes_of_folders, None)
        except FileNotFoundError:
            return
        except (OSError, RuntimeError) as error:
            todo = "set WATCHFILES_FORCE_POLLING=true, to look at them again and again"
            raise GenError(f"the system reports no changes of files ({error}); {todo}") from error
        if changes is None:
            return
        yield bool(changes) or is_first
        is_first = False


@contextmanager
def watch_folders(folders: Iterable[Path]) -> Iterator[threading.Event]:
    """Watch folders during the block, but not the folders in them.

    Arguments:
        folders: the folders. Those that do not exist are left out.

    Returns:
        An event that is set when the watch begins, and whenever a file in one of the folders is
        saved, added or removed. The caller clears it.
    """
    changed, stop = threading.Event(), threading.Event()
    paths = [folder for folder in folders if folder.is_dir()]

    def run() -> None:
        for has_changed in watch_changes(paths, stop):
            if has_changed:
                changed.set()

    thread = threading.Thread(target=run, daemon=True)
    if paths:
        thread.start()
    try:
        yield changed
    finally:
        stop.set()
        if paths:
            thread.join(2)
