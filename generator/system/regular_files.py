"""Read regular files up to a limit of size, and refuse pipes, devices and links."""

from __future__ import annotations

import os
import stat

from generator.errors import GenError

# The most bytes of a file that is read as a whole.
MAX_BYTES = 256 * 1024 * 1024


class OddFileError(OSError):
    """A file is not read because it is too large, or not a regular file.

    Arguments:
        what: the fault, for the message.
        todo: the remedy, for the message.
    """

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(what)
        self.what = what
        self.todo = todo


def read_regular(place: str, most: int = MAX_BYTES, *, follows: bool = False) -> bytes:
    """Read a regular file up to a limit of size.

    Kind and size are checked on the open file, so that no other file can take its place.

    Arguments:
        place: the file's path.
        most: the most bytes that it may have.
        follows: whether it may be a link.

    Raises:
        OddFileError: if it is not a regular file, or is larger.
        OSError: if it can't be read, or is a link but may not be one.
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
# Open files in binary mode on Windows, and closed in programs that gen runs. Don't wait for a pipe,
# and don't make a terminal the controlling one of this process.
_FLAGS = (
    getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def unreadable_error(path: str, error: Exception) -> GenError:
    """Return the error for a file that exists but can't be read."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return GenError(f"{path}: can't be read ({reason}); make it readable or name another")
