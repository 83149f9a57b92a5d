"""Read regular files up to a limit of size, and refuse pipes, devices and links."""

from __future__ import annotations

import os
import stat

from generator.errors import GenError

# The most bytes of a file that is read as a whole.
MAX_BYTES = 256 * 1024 * 1024


class OddFileError(OSError):
    """A file is not read because it is too large, or is not a regular file.

    Arguments:
        what: what is wrong with the file, for the message.
        todo: what the user can do about it, for the message.
    """

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(what)
        self.what = what
        self.todo = todo


def read_regular(place: str, most: int = MAX_BYTES, *, follows: bool = False) -> bytes:
    """Read a regular file up to a limit of size, and return its bytes.

    Kind and size are checked on the open file, so that no other file can take its place.

    Arguments:
        place: the file's path.
        most: the most bytes that the file may have.
        follows: whether the path may be a symbolic link to the file.

    Raises:
        OddFileError: if the path leads to something else than a regular file, or if the file has
            more bytes than `most`.
        OSError: if the file can't be read, or if the path is a link but may not be one.
        ValueError: if no file can have this path, such as one with U+0000.
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
    """Return the error for a file that exists but can't be read.

    Arguments:
        path: the file's path, for the message.
        error: the error of reading it, which has the reason.
    """
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return GenError(f"{path}: can't be read ({reason}); make it readable or name another")
