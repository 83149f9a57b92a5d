"""Folders that specs are read from."""

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
    """A read-only set of files, named by paths relative to it with `/` between the parts."""

    def read(self, path: str) -> bytes | None:
        """Give a file's bytes, or None if there is no such file."""

    def names(self, folder: str = "") -> list[str]:
        """Give the sorted names of what stands in `folder` (files and folders, not below)."""

    def label(self, path: str) -> str:
        """Give the path as a user would write it, for messages."""

    def is_within(self, path: str, folder: str) -> bool:
        """Say whether a file is below `folder` wherever links lead."""


class Folder:
    """The files below a folder on disk.

    Only regular files of a bounded size are read, and only where the way to them ends below the
    folder once all links are followed. So a link in a pull request can't lead to a key of the
    user's, nor a device or a pipe take all memory or wait for ever.

    Arguments:
        root: the folder; it need not exist, it then holds nothing.
        chosen: the name of a file in it that the user chose. This one may be a link to anywhere.
        anywhere: whether paths and links may lead out of the folder.
        most: how many bytes a file may have.
    """

    def __init__(
        self, root: Path, chosen: str = "", *, anywhere: bool = False, most: int = MAX_BYTES
    ) -> None:
        self.root = root
        self.chosen = chosen
        self.anywhere = anywhere
        self.most = most
        self._plain: set[str] = set()  # folders that are no links

    def read(self, path: str) -> bytes | None:
        """Give a file's bytes, or None if there is no such file.

        Raises:
            ProblemsError: if it is outside of the folder, no regular file, or too large.
            GenError: if it can't be read.
        """
        place = os.path.join(self.root, path)  # noqa: PTH118
        is_chosen = bool(path) and path == self.chosen
        try:
            if not is_chosen and not self._has_no_link(path):
                place = os.path.realpath(place)
                if not self.anywhere and not self.is_within(path, ""):
                    what = "this leads out of the folder"
                    raise self._refused(path, what, "put a copy of the file in its place")
            return read_regular(place, self.most, follows=is_chosen)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except ValueError:  # a name that no file can have, such as one with U+0000
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
        """Give the sorted names in `folder` that are not hidden; none if a link leads to it.

        What such a link leads to is read where it stands. So no circle of links is walked.

        Raises:
            ProblemsError: if a link leads to a folder elsewhere.
            GenError: if the folder can't be read.
        """
        try:
            if folder and not self._has_no_link(folder):
                if self.is_within(folder, "") or not (self.root / folder).is_dir():
                    return []
                what = "this is a link to a folder elsewhere"
                raise self._refused(folder, what, "put a copy of the folder in its place")
            found = sorted(entry.name for entry in (self.root / folder).iterdir())
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return []
        except OSError as error:
            raise unreadable_error(self.label(folder), error) from error
        return [name for name in found if not name.startswith(".")]

    def label(self, path: str) -> str:
        """Give the path as the user would write it."""
        return (self.root / path).as_posix()

    def is_within(self, path: str, folder: str) -> bool:
        """Say whether a file is below `folder` wherever links lead."""
        try:
            real = os.path.realpath(self.root / path)
        except ValueError:  # no file can have this name, which whoever reads it says
            return True
        return Path(real).is_relative_to(os.path.realpath(self.root / folder))

    def _has_no_link(self, path: str) -> bool:
        """Say whether all the way from the root to a file or folder there is no link.

        Nearly no path has one, and to look for one is faster than to resolve all of them.
        """
        parts = path.split("/")
        if any(part in ("", ".", "..") for part in parts):
            return False
        if os.sep != "/" and (os.sep in path or ":" in path):
            return False
        way, first = "", 0
        above = path.rpartition("/")[0]
        if above in self._plain:  # all of whose parts are no links either
            way, first = above, len(parts) - 1
        for part in parts[first:]:
            way = f"{way}/{part}" if way else part
            if way not in self._plain:
                mode = os.lstat(os.path.join(self.root, way)).st_mode  # noqa: PTH118
                if stat.S_ISLNK(mode):
                    return False
                if stat.S_ISDIR(mode):
                    self._plain.add(way)
        return True

    def _refused(self, path: str, what: str, todo: str) -> ProblemsError:
        return ProblemsError([Problem(Mark(self.label(path)), what, todo)])


def is_below(path: str) -> bool:
    """Say whether a path leads to a file below the folder that it is relative to, on any platform.

    It has no drive, no backslash, and no `.` or `..`; so no two of them lead to one file.
    """
    is_plain = not any(character in path for character in "\\:\0")
    return is_plain and all(part not in ("", ".", "..") for part in path.split("/"))


class WatchedFolder(Folder):
    """A folder that notes what is read from it.

    Attributes:
        seen: the SHA-256 of each file that was read, and of each list of names, by what it is of.
    """

    def __init__(self, root: Path, chosen: str = "") -> None:
        super().__init__(root, chosen)
        self.seen: dict[str, str] = {}

    def read(self, path: str) -> bytes | None:
        """Give a file's bytes, or None if there is no such file."""
        data = super().read(path)
        self.seen[f"file {self.root / path}"] = digest(data)
        return data

    def names(self, folder: str = "") -> list[str]:
        """Give the sorted names in `folder` that are not hidden."""
        found = super().names(folder)
        self.seen[f"names {self.root / folder}"] = digest("\0".join(found).encode())
        return found


def read_again(name: str) -> str:
    """Give what `WatchedFolder` would note of something now, by the name that it noted."""
    kind, _, path = name.partition(" ")
    place = Path(path)
    if kind == "names":
        return digest("\0".join(Folder(place).names()).encode())
    return digest(Folder(place.parent, place.name).read(place.name))
