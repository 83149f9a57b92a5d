"""Read the inputs of a preview, and notice when one of them has changed.

The inputs are specs with all files that they name, templates, and the settings. What each held is
remembered from before it was read, so that no edit is missed that comes while pages are made.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from generator.config.discovery import config_files
from generator.errors import GenError
from generator.pipeline import Inputs, RenderOptions, read_inputs
from generator.sources.source import Folder, WatchedFolder, current_digest
from generator.system.cache import fingerprint
from generator.system.package import builtin_templates


class InputReader:
    """Reads the inputs again and again.

    Arguments:
        choose_options: returns the options of the command, with what the settings say now.

    Attributes:
        options: the options of the last reading; None if they could not be read so far.
    """

    def __init__(self, choose_options: Callable[[], RenderOptions]) -> None:
        self._choose_options = choose_options
        self.options: RenderOptions | None = None
        self._sources: list[WatchedFolder] = []
        self._settings: dict[str, str] = {}
        self._fingerprint = ""
        self._is_whole = False

    def read(self) -> Inputs:
        """Read all inputs.

        Raises:
            GenError: if the settings, a spec or a language folder has problems.
            OptionError: see `read_inputs`.
        """
        self._is_whole = False
        self._sources = []
        self._settings = _settings_digests()
        self.options = options = self._choose_options()
        self._fingerprint = _fingerprint(options)
        inputs = read_inputs(options.spec, options.templates, self._open_folder, options.config)
        self._is_whole = True
        return inputs

    def _open_folder(self, root: Path, chosen: str) -> WatchedFolder:
        """Open a folder of specs, and remember what is read from it."""
        self._sources.append(WatchedFolder(root, chosen))
        return self._sources[-1]

    def has_changed(self) -> bool:
        """Say whether an input has changed since it was last read.

        What was not read to its end counts as changed.
        """
        options = self.options
        if not self._is_whole or options is None or _settings_digests() != self._settings:
            return True
        seen = {name: state for source in self._sources for name, state in source.digests.items()}
        if any(_digest(name) != state for name, state in seen.items()):
            return True
        return _fingerprint(options) != self._fingerprint

    def folders(self) -> frozenset[tuple[str, int]]:
        """Return the folders in which a change may be one of an input, each with its inode.

        A folder that was removed and made again has another inode.
        """
        places = {Path(file).parent for file in config_files()}
        if self.options is not None:
            spec = Path(self.options.spec)
            places |= {spec.parent, spec if os.path.isdir(spec) else spec.parent}  # noqa: PTH112
            for templates in (*map(Path, self.options.templates), builtin_templates()):
                places.update(_folders_below(templates))
        for source in self._sources:
            for name in source.digests:
                kind, _, path = name.partition(" ")
                places.add(Path(path) if kind == "names" else Path(path).parent)
                with suppress(ValueError):  # no file can have such a name
                    # The file that a link leads to may be in another folder.
                    places.add(Path(os.path.realpath(path)).parent)
        folders = set()
        for folder in map(_existing_folder, places):
            with suppress(OSError):  # it was removed just now
                folders.add((str(folder), folder.stat().st_ino))
        return frozenset(folders)

    def read_lines(self, file: str) -> list[bytes]:
        """Return the lines of an input, by the path that messages give it; none if it has none.

        A file is read again as it was read the first time: no link leads out of its folder.
        """
        folders: list[Folder] = [*self._sources, Folder(builtin_templates())]
        if self.options is not None:
            folders += [Folder(Path(path)) for path in self.options.templates]
        folders += [Folder(Path(name).parent) for name in config_files() if name == file]
        for folder in folders:
            path = os.path.relpath(file, folder.root)
            if not path.startswith(os.pardir):
                try:
                    data = folder.read(Path(path).as_posix())
                except GenError:
                    continue
                if data is not None:
                    return data.splitlines()
        return []


def _settings_digests() -> dict[str, str]:
    """Return what all files hold that the settings may be in."""
    return {file: _digest(f"file {file}") for file in config_files()}


def _digest(name: str) -> str:
    """Return what an input holds now, as `current_digest` does, or why it can't be read."""
    try:
        return current_digest(name)
    except GenError as error:
        return str(error)


def _fingerprint(options: RenderOptions) -> str:
    """Return a hash of all templates; an empty one if a folder is gone."""
    try:
        return fingerprint(map(Path, options.templates))
    except OSError:
        return ""


def _folders_below(folder: Path) -> Iterator[Path]:
    """Yield a folder of templates and the folders in it, as far as gen looks into them."""
    for place, names, _ in os.walk(folder):
        names[:] = [name for name in names if not name.startswith((".", "__"))]
        yield Path(place)


def _existing_folder(place: Path) -> Path:
    """Return a folder, or the nearest one above it that exists."""
    folders = (place, *place.absolute().parents)
    return next(folder for folder in folders if os.path.isdir(folder))  # noqa: PTH112
