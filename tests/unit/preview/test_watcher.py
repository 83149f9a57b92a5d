"""Which changes of files are noticed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.preview.watcher import FolderState, follow


class Following:
    """Follows a folder and those below it in a thread, and counts what it is told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.changes = self.idle = 0
        self.stop = threading.Event()
        run = (self.folders, self.on_change, self.on_idle, self.stop)
        self.thread = threading.Thread(target=follow, args=run)
        self.thread.start()
        self.wait(0)

    def folders(self) -> frozenset[FolderState]:
        places = [self.folder, *(path for path in self.folder.iterdir() if path.is_dir())]
        return frozenset((str(place), place.stat().st_ino) for place in places)

    def on_change(self) -> None:
        self.changes += 1

    def on_idle(self) -> None:
        self.idle += 1

    def wait(self, before: int) -> None:
        """Wait until there are more changes, and then until nothing changes."""
        end = time.monotonic() + 20
        while self.changes <= before and time.monotonic() < end:
            time.sleep(0.01)
        assert self.changes > before
        idle = self.idle
        while self.idle == idle and time.monotonic() < end:
            time.sleep(0.01)


@pytest.fixture
def following(tmp_path: Path) -> Iterator[Following]:
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec/a.yaml").write_text("a", "utf-8")
    made = Following(tmp_path)
    yield made
    made.stop.set()
    made.thread.join()


def test_edits_are_noticed_however_they_are_saved(following: Following) -> None:
    file = following.folder / "spec/a.yaml"
    before = following.changes
    file.write_text("b", "utf-8")
    following.wait(before)
    before = following.changes
    other = following.folder / "spec/.a.yaml.swp"
    other.write_text("c", "utf-8")
    other.replace(file)
    following.wait(before)
    before = following.changes
    file.unlink()
    following.wait(before)


def test_a_new_folder_is_watched_from_then_on(following: Following) -> None:
    before = following.changes
    (following.folder / "more").mkdir()
    following.wait(before)
    before = following.changes
    (following.folder / "more/a.yaml").write_text("a", "utf-8")
    following.wait(before)
