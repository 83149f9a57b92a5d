"""Files put in their places, each in one step, so that nobody ever sees half of one."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path

from generator import interrupts
from generator.errors import OutputError

# What temporary files are called, all in one place: what a run that is killed leaves is found by
# the next. Behind it stands the number of the process, where folders can't be locked.
PART = ".gen-part-"
_MODE = 0o644
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
# Windows has none in some versions of Python.
_HAS_FCHMOD = hasattr(os, "fchmod")


def discard(temporary: str) -> None:
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


# What the file system says of a file: bytes, time of the last change in nanoseconds, mode.
Facts = tuple[int, int, int]


def facts(told: os.stat_result) -> Facts:
    """Give what tells whether a file has changed."""
    return told.st_size, told.st_mtime_ns, told.st_mode


def write_files(files: Mapping[str, bytes], out: Path, paths: Iterable[str]) -> dict[str, Facts]:
    """Write some of the files of a tree, each in one step, or a new folder of them in one.

    Returns:
        The facts of each that is written, where they are known without asking again.

    Raises:
        OutputError: if one can't be written; those before it are.
    """
    root, known = os.fspath(out), set[str]()
    part = _part(root)
    told: dict[str, Facts] = {}
    for folder, group in groupby(paths, _folder):
        beside = list(group)
        if folder and len(beside) > 1:
            with interrupts.hold():
                made = _new(root, folder, beside, files, part, known)
            told |= made
            if len(made) == len(beside):
                continue
        for path in beside:
            with interrupts.hold():
                told[path] = _replace(f"{root}/{path}", part, files[path], known)
    return told if _HAS_FCHMOD else {}


def _folder(path: str) -> str:
    """Give the folder of an operation: its files are in folders of their languages."""
    return path.rpartition("/")[0].rpartition("/")[0]


def _part(root: str) -> str:
    """Give the place of this process's temporary file or folder."""
    return f"{root}/{PART}{os.getpid()}"


def _new(
    root: str,
    folder: str,
    paths: Sequence[str],
    files: Mapping[str, bytes],
    temporary: str,
    known: set[str],
) -> dict[str, Facts]:
    """Write a folder with all that is to be in it, if there is none.

    It costs half of what it costs to put each file into its place.

    Arguments:
        root, folder: of the tree, and in it.
        paths: those of its files, each in a folder of its own in it.
        files: their bytes.
        temporary: where it is till all of it is there.
        known: folders that are there.

    Returns:
        The facts of each file; nothing if they were not written.
    """
    place = f"{root}/{folder}"
    told: dict[str, Facts] = {}
    if os.path.lexists(place):
        return told
    made, cut = "", len(folder)
    try:
        os.mkdir(temporary)
        for path in paths:
            within = temporary + path[cut:]
            inner = within.rpartition("/")[0]
            if inner != made:
                made = inner
                os.mkdir(inner)
            told[path] = _create(within, files[path])
        around = place.rpartition("/")[0]
        if around not in known:
            _make_folder(around)
            known.add(around)
        os.replace(temporary, place)
    except BaseException as error:
        with suppress(OSError):
            discard(temporary)
        if isinstance(error, OSError):
            return {}  # each file says why
        raise
    return told


def _replace(place: str, temporary: str, data: bytes, known: set[str]) -> Facts:
    """Write a file; `known` are folders that are there."""
    folder = place.rpartition("/")[0]
    try:
        if folder not in known:
            _make_folder(folder)
            known.add(folder)
        told = _create(temporary, data)
        os.replace(temporary, place)
        return told
    except BaseException as error:  # such as that somebody interrupts it
        with suppress(OSError):
            os.unlink(temporary)
        if isinstance(error, OSError):
            raise fault(Path(place), "written", error) from error
        raise


def _create(place: str, data: bytes) -> Facts:
    """Write a file that is not there yet."""
    handle = os.open(place, _NEW, _MODE)
    try:
        count = os.write(handle, data)
        while count < len(data):  # one call may not write all of it
            count += os.write(handle, memoryview(data)[count:])
        told = os.fstat(handle)
        if _HAS_FCHMOD and stat.S_IMODE(told.st_mode) != _MODE:  # as where the user has a mask
            os.fchmod(handle, _MODE)
            told = os.fstat(handle)
    finally:
        os.close(handle)
    if not _HAS_FCHMOD:
        os.chmod(place, _MODE)
    return facts(told)


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


def fault(place: Path, done: str, error: OSError) -> OutputError:
    """Make the error of what can't be done to a file."""
    reason = error.strerror or str(error)
    return OutputError(f"{place}: can't be {done} ({reason}); mend that and run again")
