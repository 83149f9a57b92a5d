"""Write files atomically, each in one step, so that no reader ever sees a half-written one."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from generator.errors import OutputError
from generator.system import interrupts

# Temporary files have this prefix and the process id, and all are in the top folder. So a run
# finds and removes those that a killed run left. The id keeps the files of several processes apart
# where folders can't be locked.
PART = ".gen-part-"
_MODE = 0o644
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def discard(temporary: str) -> None:
    """Remove a temporary file, or a temporary folder with all it has, if there is one.

    Arguments:
        temporary: the path of the file or folder.
    """
    with suppress(FileNotFoundError):
        if stat.S_ISDIR(os.lstat(temporary).st_mode):
            shutil.rmtree(temporary)
        else:
            os.unlink(temporary)


def write_file(place: Path, data: bytes) -> None:
    """Write or replace a file in one step.

    Arguments:
        place: the file's path; missing folders are made.
        data: the bytes to write.

    Raises:
        OutputError: if the file can't be written; an existing file then stays as it is.
    """
    write_files({place.name: data}, place.parent, [place.name])


def write_files(files: Mapping[str, bytes], out: Path, paths: Iterable[str]) -> None:
    """Write or replace several files below a folder, each in one step.

    Arguments:
        files: the bytes of files by their path relative to `out`.
        out: the folder, which is made if it is missing.
        paths: the paths of the files to write, in order; each is a key of `files`.

    Raises:
        OutputError: if a file can't be written. The files before it in `paths` have been written.
    """
    root, folders = os.fspath(out), set[str]()
    temporary = f"{root}/{PART}{os.getpid()}"
    for path in paths:
        place = f"{root}/{path}"
        folder = place.rpartition("/")[0]
        with interrupts.hold():
            try:
                if folder not in folders:
                    os.makedirs(folder, exist_ok=True)
                    folders.add(folder)
                replace_file(place, files[path], temporary, _MODE)
            except OSError as error:
                raise output_error(Path(place), "written", error) from error


def replace_file(
    place: str, data: bytes, temporary: str, mode: int, owner: tuple[int, int] | None = None
) -> None:
    """Write or replace a file in one step.

    Arguments:
        place: the path of the file.
        data: the bytes to write.
        temporary: an unused path in the same file system. The bytes are written there first.
        mode: the permissions of the file, such as 0o644.
        owner: the ids of the file's user and group, which are set if the system allows it. With an
            owner, the bytes are also flushed to the disk before the file is replaced.

    Raises:
        OSError: if the file can't be written; an existing file then stays as it is.
    """
    try:
        with os.fdopen(os.open(temporary, _NEW, mode), "wb", buffering=0) as file:
            _write_whole(file.fileno(), data)
            if owner:
                os.fsync(file.fileno())
        if owner:
            with suppress(OSError, AttributeError):  # not on Windows, and not for another user
                os.chown(temporary, *owner)
        if stat.S_IMODE(os.stat(temporary).st_mode) != mode:  # the user's mask removed some bits
            os.chmod(temporary, mode)
        os.replace(temporary, place)
    except BaseException:  # including an interrupt
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _write_whole(handle: int, data: bytes) -> None:
    """Write all bytes to an open file."""
    count = os.write(handle, data)
    while count < len(data):  # one call may not write all of it
        count += os.write(handle, memoryview(data)[count:])


def output_error(place: Path, done: str, error: OSError) -> OutputError:
    """Return the error for a file of the output that can't be written or read.

    Arguments:
        place: the file's path.
        done: what can't be done, for the message: "written" or "read".
        error: the error of the system, which has the reason.
    """
    reason = error.strerror or str(error)
    return OutputError(f"{place}: can't be {done} ({reason}); mend that and run again")
