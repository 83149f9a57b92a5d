"""Where specs and templates are read from: a path gives bytes, whatever holds them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from generator.errors import GenError


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

    Arguments:
        root: the folder; it need not exist, it then holds nothing.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, path: str) -> bytes | None:
        """Give a file's bytes, or None if there is no such file."""
        try:
            with open(os.path.join(self.root, path), "rb") as file:  # noqa: PTH118, PTH123
                return file.read()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except (OSError, ValueError) as error:
            raise unreadable(self.label(path), error) from error

    def names(self, folder: str = "") -> list[str]:
        """Give the sorted names in `folder` that are not hidden."""
        try:
            found = sorted(entry.name for entry in (self.root / folder).iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise unreadable(self.label(folder), error) from error
        return [name for name in found if not name.startswith(".")]

    def label(self, path: str) -> str:
        """Give the path as the user would write it."""
        return (self.root / path).as_posix()

    def is_within(self, path: str, folder: str) -> bool:
        """Say whether a file is below `folder` wherever links lead."""
        real = os.path.realpath(self.root / path)
        return Path(real).is_relative_to(os.path.realpath(self.root / folder))


def unreadable(path: str, error: Exception) -> GenError:
    """Make the error for a file that is there but can't be read."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return GenError(f"{path}: can't be read ({reason}); make it readable or name another")


def builtin_templates() -> Path:
    """Give the folder of the templates that come along: the wheel's, else the checkout's."""
    here = Path(__file__).parent
    packed = here / "_templates"
    return packed if packed.is_dir() else here.parent / "templates"
