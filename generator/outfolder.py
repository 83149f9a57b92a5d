"""An output folder on disk: read through no link, written without ever leaving half a file."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import groupby
from pathlib import Path

from generator.errors import OutputError
from generator.tree import MANIFEST, NO_FILE, Changes, Kind

# What temporary files are called, all in one place: what a run that is killed leaves is found by
# the next. Behind it stands the number of the process, where folders can't be locked.
_PART = ".gen-part-"
_MODE = 0o644
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
# Windows has none in some versions of Python.
_HAS_FCHMOD = hasattr(os, "fchmod")


class OutFolder:
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
            raise _fault(self.root / path, "read", error) from error

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
    with open(place, "rb") as file:
        return file.read()


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


def apply(
    changes: Changes, out: Path, write: Callable[[Path, list[str]], None] | None = None
) -> None:
    """Make the output folder what was planned.

    Each file is replaced in one step, and the manifest knows a file's old and new bytes before it
    is written and until it is removed. So a run that is killed leaves old or new files, never half
    ones, none that nobody knows, and the next run mends the rest.

    Arguments:
        changes: what to do.
        out: the folder.
        write: writes planned files, if whoever has them does it.

    Raises:
        OutputError: if something can't be written or removed.
    """
    _clean(out)
    held = changes.old_manifest
    if changes.interim:
        held = changes.interim
        write_files({MANIFEST: held}, out, [MANIFEST])
    paths = [c.path for c in changes.changes if c.kind in (Kind.ADDED, Kind.CHANGED)]
    if write is None:
        write_files(changes.files, out, paths)
    else:
        write(out, paths)
    for change in changes.changes:
        if change.kind is Kind.REMOVED:
            _remove(out, change.path)
    for path in changes.gone:  # removed by a run that was killed, perhaps before the folders
        _prune(out, path)
    if changes.manifest != held:
        write_files({MANIFEST: changes.manifest}, out, [MANIFEST])


def _clean(out: Path) -> None:
    """Remove what a run that was killed was about to write."""
    for part in out.glob(f"{_PART}*"):
        try:
            _discard(os.fspath(part))
        except OSError as error:
            raise _fault(part, "removed", error) from error


def _discard(temporary: str) -> None:
    """Remove a temporary file or folder, if it is there."""
    with suppress(FileNotFoundError):
        if stat.S_ISDIR(os.lstat(temporary).st_mode):
            import shutil

            shutil.rmtree(temporary)
        else:
            os.unlink(temporary)


def write_file(place: Path, data: bytes) -> None:
    """Write a file in one step, in place of what is there.

    Raises:
        OutputError: if it can't be written; what was there is there still.
    """
    write_files({place.name: data}, place.parent, [place.name])


def write_files(files: Mapping[str, bytes], out: Path, paths: Iterable[str]) -> None:
    """Write some of the files of a tree, each in one step, or a new folder of them in one.

    Raises:
        OutputError: if one can't be written; those before it are.
    """
    root, known = os.fspath(out), set[str]()
    part = _part(root)
    for folder, group in groupby(paths, _folder):
        place = f"{root}/{folder}"
        within = {path[len(folder) :]: files[path] for path in group}
        if folder and len(within) > 1 and _is_new(place, within, part, known):
            continue
        for path, data in within.items():
            _replace(f"{place}{path}" if folder else f"{root}/{path}", part, data, known)


def _folder(path: str) -> str:
    """Give the folder of an operation: its files are in folders of their languages."""
    return path.rpartition("/")[0].rpartition("/")[0]


def _part(root: str) -> str:
    """Give the place of this process's temporary file or folder."""
    return f"{root}/{_PART}{os.getpid()}"


def _is_new(place: str, files: Mapping[str, bytes], temporary: str, known: set[str]) -> bool:
    """Write a folder with all that is to be in it, if there is none; say whether that was done.

    It costs half of what it costs to put each file into its place.

    Arguments:
        place: of the folder.
        files: the bytes of its files by where they stand in it, behind a slash and a folder.
        temporary: where it is till all of it is there.
        known: folders that are there.
    """
    if os.path.lexists(place):
        return False
    made = ""
    try:
        os.mkdir(temporary)
        for path, data in files.items():
            inner = path.rpartition("/")[0]
            if inner != made:
                made = inner
                os.mkdir(temporary + inner)
            _create(temporary + path, data)
        around = place.rpartition("/")[0]
        if around not in known:
            _make_folder(around)
            known.add(around)
        os.replace(temporary, place)
    except BaseException as error:
        with suppress(OSError):
            _discard(temporary)
        if isinstance(error, OSError):
            return False  # each file says why
        raise
    return True


def _replace(place: str, temporary: str, data: bytes, known: set[str]) -> None:
    """Write a file; `known` are folders that are there."""
    folder = place.rpartition("/")[0]
    try:
        if folder not in known:
            _make_folder(folder)
            known.add(folder)
        _create(temporary, data)
        os.replace(temporary, place)
    except BaseException as error:  # such as that somebody interrupts it
        with suppress(OSError):
            os.unlink(temporary)
        if isinstance(error, OSError):
            raise _fault(Path(place), "written", error) from error
        raise


def _create(place: str, data: bytes) -> None:
    """Write a file that is not there yet."""
    handle = os.open(place, _NEW, _MODE)
    try:
        count = os.write(handle, data)
        while count < len(data):  # one call may not write all of it
            count += os.write(handle, memoryview(data)[count:])
        if _HAS_FCHMOD:  # whatever the user's mask takes away
            os.fchmod(handle, _MODE)
    finally:
        os.close(handle)
    if not _HAS_FCHMOD:
        os.chmod(place, _MODE)


def _make_folder(folder: str) -> None:
    """Make a folder that may be there, and those around it."""
    try:
        os.mkdir(folder)
    except FileExistsError:
        if not os.path.isdir(folder):
            raise
    except FileNotFoundError:
        if not folder:  # as where the folder that this runs in is gone
            raise
        _make_folder(folder.rpartition("/")[0])
        _make_folder(folder)


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
