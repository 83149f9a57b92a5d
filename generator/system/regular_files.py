"""Read regular files, within a bound, and nothing else."""

from __future__ import annotations

import os
import stat

from generator.errors import GenError

# What a file may have that is read as a whole.
MAX_BYTES = 256 * 1024 * 1024


class OddFileError(OSError):
    """A file is not read, since it is too large or no regular one.

    Arguments:
        what: what is wrong with it.
        todo: what to do.
    """

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(what)
        self.what = what
        self.todo = todo


def read_regular(place: str, most: int = MAX_BYTES, *, follows: bool = False) -> bytes:
    """Read a regular file whose size is bounded; both are asked of the file that is open.

    Arguments:
        place: where it is.
        most: how many bytes it may have.
        follows: whether it may be a link.

    Raises:
        OddFileError: if it is no regular file, or larger; no more than `most` is read of it.
        OSError: if it can't be read.
        ValueError: if no file can have this name.
    """
    flags = _FLAGS if follows else _FLAGS | _NO_LINK

    def opener(place: str, mode: int) -> int:
        return os.open(place, mode | flags)

    with open(place, "rb", buffering=0, opener=opener) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OddFileError("this is no regular file", "put a copy of the file in its place")
        too_large = OddFileError(f"the file is larger than {most >> 20} MiB", "split it")
        if status.st_size > most:
            raise too_large
        parts, size = [], 0
        while size <= most and (part := file.read(max(status.st_size - size, _CHUNK))):
            parts.append(part)
            size += len(part)
        if size > most:
            raise too_large
        return b"".join(parts)


_CHUNK = 1 << 16
# Nothing that is opened is a text file on Windows, nor left open in a program that is run. No pipe
# is waited for, and no terminal becomes that of this process.
_FLAGS = (
    getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def unreadable_error(path: str, error: Exception) -> GenError:
    """Make the error for a file that is there but can't be read."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return GenError(f"{path}: can't be read ({reason}); make it readable or name another")
