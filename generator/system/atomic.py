"""Files put in their places, each in one step, so that nobody ever sees half of one."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from generator.errors import OutputError
from generator.system import interrupts

# What temporary files are called, all in one place: what a run that is killed leaves is found by
# the next. Behind it stands the number of the process, where folders can't be locked.
PART = ".gen-part-"
_MODE = 0o644
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def discard(temporary: str) -> None:
    """Remove a temporary file or folder, if it is there."""
    with suppress(FileNotFoundError):
        if stat.S_ISDIR(os.lstat(temporary).st_mode):
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
    """Write some of the files of a tree, each in one step.

    Raises:
        OutputError: if one can't be written; those before it are.
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
    """Put a file in the place of what is there, in one step.

    Arguments:
        place: where it goes.
        data: its bytes.
        temporary: a path in the same file system, at which it is until it is whole. Nothing is
            there before, and nothing afterwards.
        mode: its permissions.
        owner: ids of the user and the group that it is to belong to, as far as that can be done.

    Raises:
        OSError: if that can't be done; what was there is there still.
    """
    try:
        with os.fdopen(os.open(temporary, _NEW, mode), "wb", buffering=0) as file:
            _write_whole(file.fileno(), data)
            if owner:
                os.fsync(file.fileno())
        if owner:
            with suppress(OSError, AttributeError):  # on Windows, or where it is another's
                os.chown(temporary, *owner)
        if stat.S_IMODE(os.stat(temporary).st_mode) != mode:  # as where the user has a mask
            os.chmod(temporary, mode)
        os.replace(temporary, place)
    except BaseException:  # such as that somebody interrupts it
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _write_whole(handle: int, data: bytes) -> None:
    count = os.write(handle, data)
    while count < len(data):  # one call may not write all of it
        count += os.write(handle, memoryview(data)[count:])


def output_error(place: Path, done: str, error: OSError) -> OutputError:
    """Make the error of what can't be done to a file."""
    reason = error.strerror or str(error)
    return OutputError(f"{place}: can't be {done} ({reason}); mend that and run again")
