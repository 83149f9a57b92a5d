"""Create files that do not exist yet: all of them, or none."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from generator.system import interrupts
from generator.system.atomic import output_error

_NEW = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
)


def create_files(files: Mapping[str, bytes], appended: Mapping[str, bytes]) -> None:
    """Create files in the current folder, and append to others; all of it, or nothing.

    A file that exists is never replaced. Signals wait until the files are written.

    Arguments:
        files: the bytes of each new file, by its path. Missing folders are made.
        appended: the bytes to append to files that exist, by path.

    Raises:
        OutputError: if a file exists or can't be written. Then everything is as before.
    """
    with interrupts.hold():
        made: list[Path] = []
        sizes: dict[str, int] = {}
        place = Path()
        try:
            for path, data in files.items():
                place = Path(path)
                missing = [folder for folder in place.parents if not folder.exists()]
                for folder in reversed(missing):
                    folder.mkdir()
                    made.append(folder)
                with os.fdopen(os.open(place, _NEW, 0o644), "wb") as file:
                    made.append(place)
                    file.write(data)
            for path, data in appended.items():
                place = Path(path)
                with place.open("r+b") as file:
                    sizes[path] = file.seek(0, os.SEEK_END)
                    file.write(data)
        except OSError as error:
            for path, size in sizes.items():
                with suppress(OSError):
                    os.truncate(path, size)
            for made_place in reversed(made):
                with suppress(OSError):
                    made_place.rmdir() if made_place.is_dir() else made_place.unlink()
            raise output_error(place, "written", error) from error
