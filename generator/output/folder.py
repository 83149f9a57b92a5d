"""An output folder on disk: read through no link, written without ever leaving half a file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import OutputError
from generator.output.changes import NO_FILE, ChangeKind, Changes
from generator.output.manifest import MANIFEST
from generator.system.atomic import PART, discard, output_error, write_files
from generator.system.regular_files import OddFileError, read_regular


class OutputFolder:
    """An output folder on disk.

    Arguments:
        root: the folder; it need not exist.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        # Folders that were found to be no links, and those that are not there: asking again for
        # each file takes most of a run.
        self._clear: set[str] = set()
        self._absent: set[str] = set()
        self._root = os.fspath(root)
        self._is_known = False

    def label(self, path: str) -> str:
        """Give the path as a user would write it."""
        return str(self.root / path)

    def planned(self, path: str) -> bytes | None:
        """Read what stands at a planned path: None if nothing does, `NO_FILE` if no file."""
        if path.partition("/")[0] in self._absent:  # as in a new folder, all of it
            return None
        place = f"{self._root}/{path}"
        try:
            if not self._is_known and self.root.exists() and not self.root.is_dir():
                todo = "remove it or name another --out"
                raise OutputError(f"{self.root}: this is not a folder; {todo}")
            self._is_known = True
            blocker = self.blocker(path)
            if blocker is not None:
                raise OutputError(f"{blocker}: a folder belongs here; move what stands here away")
            if path.rpartition("/")[0] in self._absent:
                return None
            mode = os.lstat(place).st_mode
            if stat.S_ISDIR(mode):
                raise OutputError(f"{self.root / path}: a file belongs here; move this folder away")
            # A link is replaced, not followed: what it points to is not ours.
            return _read(place) if stat.S_ISREG(mode) else NO_FILE
        except FileNotFoundError:
            return None
        except OSError as error:
            raise output_error(self.root / path, "read", error) from error

    def orphan(self, path: str) -> bytes | None:
        """Read a file that is no longer made; None if it is gone or can't be our work."""
        place = self.root / path
        try:
            if self.blocker(path) is None and stat.S_ISREG(place.lstat().st_mode):
                return _read(os.fspath(place))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise output_error(place, "read", error) from error
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
        if folder in self._clear or folder in self._absent:
            return None
        way = ""
        for part in folder.split("/") if folder else ():
            way = f"{way}/{part}" if way else part
            if way in self._clear:
                continue
            try:
                if way in self._absent:
                    raise FileNotFoundError
                mode = os.lstat(f"{self._root}/{way}").st_mode
            except FileNotFoundError:
                self._absent |= {way, folder}
                return None
            if not stat.S_ISDIR(mode):
                return self.root / way
            self._clear.add(way)
        return None


def _read(place: str) -> bytes:
    """Read a file; what is too large to be of gen, or changes meanwhile, is `NO_FILE`."""
    try:
        return read_regular(place)
    except OddFileError:
        return NO_FILE


@contextmanager
def lock_folder(out: Path) -> Iterator[None]:
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


def apply_changes(changes: Changes, out: Path) -> None:
    """Make the output folder what was planned.

    Each file is replaced in one step, and the manifest knows a file's old and new bytes before it
    is written and until it is removed. So a run that is killed leaves old or new files, never half
    ones, none that nobody knows, and the next run mends the rest.

    Arguments:
        changes: what to do.
        out: the folder.

    Raises:
        OutputError: if something can't be written or removed.
    """
    check_destination(out)
    _clean(out)
    held = changes.old_manifest
    if changes.interim:
        held = changes.interim
        write_files({MANIFEST: held}, out, [MANIFEST])
    paths = [c.path for c in changes.changes if c.kind in (ChangeKind.ADDED, ChangeKind.CHANGED)]
    write_files(changes.files, out, paths)
    for change in changes.changes:
        if change.kind is ChangeKind.REMOVED:
            _remove(out, change.path)
    for path in changes.gone:  # removed by a run that was killed, perhaps before the folders
        _prune(out, path)
    if changes.manifest != held:
        write_files({MANIFEST: changes.manifest}, out, [MANIFEST])


def check_destination(out: Path) -> None:
    """Refuse a link in the working folder that leads out of it: a pull request can bring one.

    Arguments:
        out: a folder or a file that is to be written.

    Raises:
        OutputError: if it is one.
    """
    here = os.path.abspath(os.curdir)
    is_below = os.path.abspath(out).startswith(os.path.join(here, ""))
    if is_below and not os.path.realpath(out).startswith(os.path.join(os.path.realpath(here), "")):
        todo = "name the place that it leads to"
        raise OutputError(f"{out}: this leads out of the working folder; {todo}")


def _clean(out: Path) -> None:
    """Remove what a run that was killed was about to write."""
    for part in out.glob(f"{PART}*"):
        try:
            discard(os.fspath(part))
        except OSError as error:
            raise output_error(part, "removed", error) from error


def _remove(out: Path, path: str) -> None:
    """Remove a file, and the folders that are empty without it."""
    place = out / path
    try:
        place.unlink(missing_ok=True)
    except OSError as error:
        raise output_error(place, "removed", error) from error
    _prune(out, path)


def _prune(out: Path, path: str) -> None:
    """Remove the folders on the way to a file that are empty, and no links."""
    if OutputFolder(out).blocker(path):
        return
    for folder in (out / path).parents:
        try:
            if folder == out or any(folder.iterdir()):
                break
            folder.rmdir()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise output_error(folder, "removed", error) from error
