"""An output folder on disk: read through no link, written without ever leaving half a file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.errors import OutputError
from generator.tree import MANIFEST, NO_FILE, Changes, Kind

# What temporary files are called, all in one place: what a run that is killed leaves is found by
# the next. Behind it stands the number of the process, where folders can't be locked.
_PART = ".gen-part-"


class OutFolder:
    """An output folder on disk.

    Arguments:
        root: the folder; it need not exist.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        # Folders that were found to be no links: asking again for each file takes most of a run.
        self._clear: set[str] = set()
        self._is_known = False

    def label(self, path: str) -> str:
        """Give the path as a user would write it."""
        return str(self.root / path)

    def planned(self, path: str) -> bytes | None:
        """Read what stands at a planned path: None if nothing does, `NO_FILE` if no file."""
        place = self.root / path
        try:
            if not self._is_known and self.root.exists() and not self.root.is_dir():
                todo = "remove it or name another --out"
                raise OutputError(f"{self.root}: this is not a folder; {todo}")
            self._is_known = True
            blocker = self.blocker(path)
            if blocker is not None:
                raise OutputError(f"{blocker}: a folder belongs here; move what stands here away")
            mode = place.lstat().st_mode
            if stat.S_ISDIR(mode):
                raise OutputError(f"{place}: a file belongs here; move this folder away")
            # A link is replaced, not followed: what it points to is not ours.
            return place.read_bytes() if stat.S_ISREG(mode) else NO_FILE
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _fault(place, "read", error) from error

    def orphan(self, path: str) -> bytes | None:
        """Read a file that is no longer made; None if it is gone or can't be our work."""
        place = self.root / path
        try:
            if self.blocker(path) is None and stat.S_ISREG(place.lstat().st_mode):
                return place.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _fault(place, "read", error) from error
        return None

    def same(self, one: str, other: str) -> bool:
        """Say whether two paths are one file."""
        try:
            return (self.root / one).samefile(self.root / other)
        except OSError:
            return False

    def blocker(self, path: str) -> Path | None:
        """Give the first link or non-folder on the way to the file, None if it is clear."""
        folder = path.rpartition("/")[0]
        if folder in self._clear:
            return None
        way = ""
        for part in folder.split("/") if folder else ():
            way = f"{way}/{part}" if way else part
            if way in self._clear:
                continue
            try:
                mode = (self.root / way).lstat().st_mode
            except FileNotFoundError:
                return None
            if not stat.S_ISDIR(mode):
                return self.root / way
            self._clear.add(way)
        return None


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Keep other runs from comparing and writing an output folder, where the platform has locks.

    The folder is made if it is not there. If it can't be made or locked, nothing is: whoever
    reads or writes it then says why, and temporary files are each run's own.
    """
    handle = -1
    try:
        import fcntl

        out.mkdir(parents=True, exist_ok=True)
        handle = os.open(out, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
    except (ImportError, OSError):
        pass
    try:
        yield
    finally:
        if handle >= 0:
            os.close(handle)


def apply(changes: Changes, out: Path) -> None:
    """Make the output folder what was planned.

    Each file is replaced in one step, and the manifest knows a file's old and new bytes before it
    is written and until it is removed. So a run that is killed leaves old or new files, never half
    ones, none that nobody knows, and the next run mends the rest.

    Raises:
        OutputError: if something can't be written or removed.
    """
    _clean(out)
    held = changes.old_manifest
    if changes.interim:
        held = changes.interim
        _replace(out, MANIFEST, held)
    for change in changes.changes:
        if change.kind in (Kind.ADDED, Kind.CHANGED):
            _replace(out, change.path, changes.files[change.path])
    for change in changes.changes:
        if change.kind is Kind.REMOVED:
            _remove(out, change.path)
    for path in changes.gone:  # removed by a run that was killed, perhaps before the folders
        _prune(out, path)
    if changes.manifest != held:
        _replace(out, MANIFEST, changes.manifest)


def _clean(out: Path) -> None:
    """Remove what a run that was killed was about to write."""
    for part in out.glob(f"{_PART}*"):
        try:
            part.unlink()
        except OSError as error:
            raise _fault(part, "removed", error) from error


def write_file(place: Path, data: bytes) -> None:
    """Write a file in one step, in place of what is there.

    Raises:
        OutputError: if it can't be written; what was there is there still.
    """
    _replace(place.parent, place.name, data)


def _replace(out: Path, path: str, data: bytes) -> None:
    place = out / path
    temporary = out / f"{_PART}{os.getpid()}"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(temporary, flags, 0o600), "wb") as file:
            file.write(data)
        temporary.chmod(0o644)
        temporary.replace(place)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise _fault(place, "written", error) from error


def _remove(out: Path, path: str) -> None:
    """Remove a file, and the folders that are empty without it."""
    place = out / path
    try:
        place.unlink(missing_ok=True)
    except OSError as error:
        raise _fault(place, "removed", error) from error
    _prune(out, path)


def _prune(out: Path, path: str) -> None:
    """Remove the folders on the way to a file that are empty, and no links."""
    if OutFolder(out).blocker(path):
        return
    for folder in (out / path).parents:
        try:
            if folder == out or any(folder.iterdir()):
                break
            folder.rmdir()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise _fault(folder, "removed", error) from error


def _fault(place: Path, done: str, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(f"{place}: can't be {done} ({reason}); mend that and run again")
