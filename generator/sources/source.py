"""Sets of files from which specs, OpenAPI documents and templates are read."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Protocol

from generator.errors import Mark, Problem, ProblemsError
from generator.system.cache import digest
from generator.system.regular_files import MAX_BYTES, OddFileError, read_regular, unreadable_error


class Source(Protocol):
    """A read-only set of files.

    The paths of its files are relative to the set, with `/` between the parts.
    """

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file. None if there is no such file."""

    def names(self, folder: str = "") -> list[str]:
        """Return the sorted names of the files and folders that are directly in `folder`."""

    def label(self, path: str) -> str:
        """Return a path as the user would write it, for messages."""

    def is_within(self, path: str, folder: str) -> bool:
        """Say whether a file is below `folder` after all links are followed."""


class Folder:
    """The files below a folder on disk.

    Only regular files of a limited size are read, and only if they are below the folder after all
    links are followed. So a link in a pull request can't lead to a user's private key, and a device
    or a pipe can't fill the memory or block the run.

    Arguments:
        root: the folder. If it does not exist, there are no files.
        chosen: the name of a file in the folder that the user named. This file may be a link to
            anywhere. It is empty if the user named no file.
        anywhere: whether all paths and links may lead out of the folder.
        max_bytes: the maximum size of a file in bytes.
    """

    def __init__(
        self, root: Path, chosen: str = "", *, anywhere: bool = False, max_bytes: int = MAX_BYTES
    ) -> None:
        self.root = root
        self.chosen = chosen
        self.anywhere = anywhere
        self.max_bytes = max_bytes
        self._plain: set[str] = set()  # folders below the root that are not links

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file. None if there is no such file.

        Raises:
            ProblemsError: if the file is outside of the folder, not a regular file, or too large.
            GenError: if the system can't read the file.
        """
        place = os.path.join(self.root, path)  # noqa: PTH118
        is_chosen = bool(path) and path == self.chosen
        try:
            if not is_chosen and not self._has_no_link(path):
                place = os.path.realpath(place)
                if not self.anywhere and not self.is_within(path, ""):
                    what = "this leads out of the folder"
                    raise self._refused(path, what, "put a copy of the file in its place")
            return read_regular(place, self.max_bytes, follows=is_chosen)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except ValueError:  # no file can have such a name, for example one with U+0000
            return None
        except OddFileError as error:
            raise self._refused(path, error.what, error.todo) from error
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                return None
            if error.errno == errno.ELOOP:
                what = "this is a link that leads in a circle"
                raise self._refused(path, what, "put a copy of the file in its place") from error
            raise unreadable_error(self.label(path), error) from error

    def names(self, folder: str = "") -> list[str]:
        """Return the sorted names in `folder` that do not begin with a dot.

        There are none if a link leads to `folder`. The files behind such a link are read at their
        own paths. So a circle of links does no harm.

        Raises:
            ProblemsError: if a link leads to a folder outside of the root.
            GenError: if the system can't read the folder.
        """
        try:
            if folder and not self._has_no_link(folder):
                if self.is_within(folder, "") or not (self.root / folder).is_dir():
                    return []
                what = "this is a link to a folder elsewhere"
                raise self._refused(folder, what, "put a copy of the folder in its place")
            names = sorted(entry.name for entry in (self.root / folder).iterdir())
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return []
        except OSError as error:
            raise unreadable_error(self.label(folder), error) from error
        return [name for name in names if not name.startswith(".")]

    def label(self, path: str) -> str:
        """Return a path as the user would write it, for messages."""
        return (self.root / path).as_posix()

    def is_within(self, path: str, folder: str) -> bool:
        """Say whether a file is below `folder` after all links are followed."""
        try:
            real = os.path.realpath(self.root / path)
        except ValueError:  # no file can have such a name; `read` returns None for it
            return True
        return Path(real).is_relative_to(os.path.realpath(self.root / folder))

    def _has_no_link(self, path: str) -> bool:
        """Say whether no part of a path is a link.

        Nearly no path has a link, and this check is faster than resolving every path.
        """
        parts = path.split("/")
        if any(part in ("", ".", "..") for part in parts):
            return False
        if os.sep != "/" and (os.sep in path or ":" in path):
            return False
        prefix, first = "", 0
        parent = path.rpartition("/")[0]
        if parent in self._plain:  # then its parts are not links either
            prefix, first = parent, len(parts) - 1
        for part in parts[first:]:
            prefix = f"{prefix}/{part}" if prefix else part
            if prefix not in self._plain:
                mode = os.lstat(os.path.join(self.root, prefix)).st_mode  # noqa: PTH118
                if stat.S_ISLNK(mode):
                    return False
                if stat.S_ISDIR(mode):
                    self._plain.add(prefix)
        return True

    def _refused(self, path: str, what: str, todo: str) -> ProblemsError:
        """Return the error for a file that may not be read."""
        return ProblemsError([Problem(Mark(self.label(path)), what, todo)])


def is_below(path: str) -> bool:
    """Say whether a relative path leads to a file below its folder on every platform.

    Such a path has no drive, no backslash, no empty part, no `.` and no `..`. So two different
    paths of this kind never lead to one file.
    """
    is_plain = not any(character in path for character in "\\:\0")
    return is_plain and all(part not in ("", ".", "..") for part in path.split("/"))


# Stands for the SHA-256 of what could not be read. It is none of any file.
UNREAD = "unread"


class WatchedFolder(Folder):
    """A folder that records which files and which lists of names are read from it.

    Attributes:
        digests: the SHA-256 of each file and each list of names that was read. The key is the word
            `file` or `names`, a space and the path. What could not be read has the digest
            `UNREAD`.
    """

    def __init__(self, root: Path, chosen: str = "") -> None:
        super().__init__(root, chosen)
        self.digests: dict[str, str] = {}

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file and record their digest. None if there is no such file."""
        key = f"file {self.root / path}"
        self.digests[key] = UNREAD
        data = super().read(path)
        self.digests[key] = digest(data)
        return data

    def names(self, folder: str = "") -> list[str]:
        """Return the same names as `Folder.names`, and record their digest."""
        key = f"names {self.root / folder}"
        self.digests[key] = UNREAD
        names = super().names(folder)
        self.digests[key] = digest("\0".join(names).encode())
        return names


class WatchedFolders:
    """Opens folders, and records what is read from all of them.

    Arguments:
        path: the path of a spec or of a folder, which is opened first.
    """

    def __init__(self, path: Path) -> None:
        self._folders = [WatchedFolder(path.parent, path.name)]

    def open(self, path: Path, chosen: str) -> WatchedFolder:
        """Return the first folder, or open another one; see `Folder`."""
        first = self._folders[0]
        if (path, chosen) != (first.root, first.chosen):
            self._folders.append(WatchedFolder(path, chosen))
            return self._folders[-1]
        return first

    @property
    def digests(self) -> dict[str, str]:
        """What was read so far; see `WatchedFolder`."""
        return {key: state for folder in self._folders for key, state in folder.digests.items()}


def current_digest(key: str) -> str:
    """Return the digest that a `WatchedFolder` would record now, to see whether a file has changed.

    Arguments:
        key: a key of `WatchedFolder.digests`.
    """
    kind, _, path = key.partition(" ")
    place = Path(path)
    if kind == "names":
        return digest("\0".join(Folder(place).names()).encode())
    return digest(Folder(place.parent, place.name).read(place.name))
