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
        An event that is set whenever a file in one of the folders is saved, added or removed. The
        caller clears it.
    """
    from watchfiles import watch

    changed, stop = threading.Event(), threading.Event()
    paths = [folder for folder in folders if folder.is_dir()]

    def run() -> None:
        for _ in watch(
            *paths,
            watch_filter=None,
            debounce=_QUIET,
            step=20,
            stop_event=stop,
            rust_timeout=500,
            raise_interrupt=False,
            recursive=False,
        ):
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
