"""A folder that notes what is read from it, to find out later whether that has changed."""

from __future__ import annotations

from pathlib import Path

from generator.sources.source import Folder
from generator.system.fingerprint import digest


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
