"""Learn that files in some folders have changed."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

# The milliseconds for which further changes are awaited, since editors save in several steps.
_QUIET = 100


@contextmanager
def watch_folders(folders: Iterable[Path]) -> Iterator[threading.Event]:
    """Watch folders during the block, but not the folders in them.

    Arguments:
        folders: the folders. Those that do not exist are left out.

    Returns:
        An event that is set when the watch begins, and whenever a file in one of the folders is
        saved, added or removed. The caller clears it.
    """
    from watchfiles import watch

    changed, stop = threading.Event(), threading.Event()
    paths = [folder for folder in folders if folder.is_dir()]

    def run() -> None:
        is_first = True  # what was saved before the watch began is found then
        for changes in watch(
            *paths,
            watch_filter=None,
            debounce=_QUIET,
            step=20,
            stop_event=stop,
            rust_timeout=200,
            yield_on_timeout=True,
            raise_interrupt=False,
            recursive=False,
        ):
            if changes or is_first:
                changed.set()
            is_first = False

    thread = threading.Thread(target=run, daemon=True)
    if paths:
        thread.start()
    try:
        yield changed
    finally:
        stop.set()
        if paths:
            thread.join(2)
