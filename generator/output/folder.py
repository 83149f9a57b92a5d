"""An output folder on disk.

Files are read through no link, and each file is replaced in one step. A planned file is one that
the run has rendered.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import OutputError
from generator.output.changes import NO_FILE, ChangeKind, Changes
from generator.system.atomic import PART, discard, output_error, write_files
from generator.system.regular_files import OddFileError, read_regular


class OutputFolder:
    """An output folder on disk.

    Arguments:
        root: the path of the folder, which need not exist.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        # Real folders, and folders that don't exist. To check them again for each file would take
        # most of the time of a run.
        self._clear: set[str] = set()
        self._absent: set[str] = set()
        self._root = os.fspath(root)
        self._is_checked = False

    def label(self, path: str) -> str:
        """Return the path of a file as a user would write it: with the path of the folder."""
        return str(self.root / path)

    def read_planned(self, path: str) -> bytes | None:
        """Read the file on disk that a planned file would replace.

        Returns:
            The bytes of the file. None if there is no file. `NO_FILE` if it is no regular file, too
            large to be gen's, or changes while it is read.

        Raises:
            OutputError: if the file can't be read, or if the planned file can't be written there,
                because a parent is a link or no folder, or because the path is a folder.
        """
        if path.partition("/")[0] in self._absent:  # the usual case in a new output folder
            return None
        place = f"{self._root}/{path}"
        try:
            if not self._is_checked and self.root.exists() and not self.root.is_dir():
                todo = "remove it or name another --out"
                raise OutputError(f"{self.root}: this is not a folder; {todo}")
            self._is_checked = True
            find_blocker = self.find_blocker(path)
            if find_blocker is not None:
                raise OutputError(
                    f"{find_blocker}: a folder belongs here; move what stands here away"
                )
            if path.rpartition("/")[0] in self._absent:
                return None
            mode = os.lstat(place).st_mode
            if stat.S_ISDIR(mode):
                raise OutputError(f"{self.root / path}: a file belongs here; move this folder away")
            # A link is replaced, not followed, since it may point to a file that is not gen's.
            return _read(place) if stat.S_ISREG(mode) else NO_FILE
        except FileNotFoundError:
            return None
        except OSError as error:
            raise output_error(self.root / path, "read", error) from error

    def read_orphan(self, path: str) -> bytes | None:
        """Read a file that an earlier run wrote, but this run does not plan.

        Returns:
            The bytes of the file. None if there is no file, or gen can't have written what is
            there, such as a link.

        Raises:
            OutputError: if the file can't be read.
        """
        place = self.root / path
        try:
            if self.find_blocker(path) is None and stat.S_ISREG(place.lstat().st_mode):
                return _read(os.fspath(place))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise output_error(place, "read", error) from error
        return None

    def is_same_file(self, first: str, second: str) -> bool:
        """Say whether two paths are the same file; False if one of them does not exist."""
        try:
            return (self.root / first).samefile(self.root / second)
        except OSError:
            return False

    def find_blocker(self, path: str) -> Path | None:
        """Find what keeps a file from being written: a parent that is a link or no folder.

        Returns:
            The path of the first such parent; None if there is none.
        """
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
    """Read a file; `NO_FILE` if it is too large to be gen's or changes while it is read."""
    try:
        return read_regular(place)
    except OddFileError:
        return NO_FILE


@contextmanager
def lock_folder(out: Path) -> Iterator[None]:
    """Lock an output folder, so that no other run of gen reads or writes it at the same time.

    The lock is held for as long as the `with` block runs. While another run has the lock, this
    waits without a timeout.

    The folder is created if it does not exist. If it can't be created or locked, or if the platform
    has no locks, the block runs without a lock. That does no harm: a later read or write reports
    the problem, and two runs share no temporary files.

    Arguments:
        out: the path of the output folder.
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
    """Write and remove files in an output folder.

    Each file is replaced in one step. Before a file is written, the manifest lists its old and its
    new hash. A file that is to be removed stays in the manifest until it is gone. So a run that is
    killed leaves only whole files that the manifest lists, and the next run completes the work.

    Arguments:
        changes: which files to write and remove, as `compare` found them.
        out: the path of the output folder.

    Raises:
        OutputError: if a file can't be written or removed, or `out` leads out of the working
            folder.
    """
    check_destination(out)
    _clean(out)
    held = changes.old_manifest
    if changes.interim_manifest:
        held = changes.interim_manifest
        write_files({changes.manifest_name: held}, out, [changes.manifest_name])
    paths = [c.path for c in changes.changes if c.kind in (ChangeKind.ADDED, ChangeKind.CHANGED)]
    write_files(changes.files, out, paths)
    for change in changes.changes:
        if change.kind is ChangeKind.REMOVED:
            _remove(out, change.path)
    for path in changes.gone:  # a run that was killed may have left their empty folders
        _prune(out, path)
    if changes.manifest != held:
        write_files({changes.manifest_name: changes.manifest}, out, [changes.manifest_name])
    if changes.replaced_manifest:
        _remove(out, changes.replaced_manifest)


def check_destination(out: Path) -> None:
    """Check that a path in the working folder does not lead out of that folder through a link.

    A pull request can bring such a link. A path outside of the working folder is not checked.

    Arguments:
        out: the path of the folder or file to write.

    Raises:
        OutputError: if links lead the path out of the working folder.
    """
    here = os.path.abspath(os.curdir)
    is_below = os.path.abspath(out).startswith(os.path.join(here, ""))
    if is_below and not os.path.realpath(out).startswith(os.path.join(os.path.realpath(here), "")):
        todo = "name the place that it leads to"
        raise OutputError(f"{out}: this leads out of the working folder; {todo}")


def _clean(out: Path) -> None:
    """Remove the temporary files of runs that were killed."""
    for part in out.glob(f"{PART}*"):
        try:
            discard(os.fspath(part))
        except OSError as error:
            raise output_error(part, "removed", error) from error


def _remove(out: Path, path: str) -> None:
    """Remove a file, and the folders that are empty after that."""
    place = out / path
    try:
        place.unlink(missing_ok=True)
    except OSError as error:
        raise output_error(place, "removed", error) from error
    _prune(out, path)


def _prune(out: Path, path: str) -> None:
    """Remove the empty parent folders of a file, unless one of them is a link."""
    if OutputFolder(out).find_blocker(path):
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
