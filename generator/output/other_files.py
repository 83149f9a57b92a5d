"""Find the files of an output folder that gen did not make, before gen writes there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.errors import OutputError
from generator.model.structs import Struct
from generator.output.changes import read_rows
from generator.output.folder import OutputFolder
from generator.output.manifest import HIDDEN_MANIFEST, MANIFEST
from generator.system.atomic import output_error

# Files after which gen stops to count.
_MOST = 10_000


class OtherFiles(Struct, frozen=True):
    """The files of an output folder that gen did not make.

    Attributes:
        paths: their paths relative to the folder, sorted. If there are very many, these are some.
        in_the_way: those of them that a planned file would replace.
        are_all: whether these are all.
    """

    paths: tuple[str, ...]
    in_the_way: tuple[str, ...]
    are_all: bool = True

    def format(self, paths: tuple[str, ...]) -> str:
        """Name the first of some of these files, and say how many there are.

        Arguments:
            paths: `paths` or `in_the_way`.
        """
        first = ", ".join(paths[:3])
        if len(paths) <= 3:
            return first
        return f"{first} and {len(paths) - 3:,}{'' if self.are_all else ' or'} more"


def find_other_files(out: OutputFolder, files: Mapping[str, bytes]) -> OtherFiles:
    """Find the files of a folder that are in no manifest of gen.

    A manifest in a folder below counts, too. So does a file that already has the bytes that this
    run makes. Hidden files, such as `.git` and `.nojekyll`, are left out: gen writes none.

    Arguments:
        out: the folder, which need not exist.
        files: the bytes of the planned files, by path.

    Raises:
        OutputError: if the folder can't be read, or its manifest is none.
    """
    planned = {path.casefold(): path for path in files}
    paths: list[str] = []
    for path in _walk(out, "", frozenset()):
        twin = planned.get(path.casefold())
        if twin is not None and out.read_planned(twin) == files[twin]:
            continue
        paths.append(path)
        if len(paths) == _MOST:
            break
    in_the_way = sorted(path for path in paths if path.casefold() in planned)
    return OtherFiles(tuple(sorted(paths)), tuple(in_the_way), len(paths) < _MOST)


def _walk(out: OutputFolder, folder: str, listed: frozenset[str]) -> Iterator[str]:
    """Yield the files of a folder that no manifest lists, without those that are hidden.

    Arguments:
        out: the output folder.
        folder: the path of the folder in it, with a slash at its end; empty for the top folder.
        listed: the paths that manifests above list, without differences in case.
    """
    place = out.root / folder
    try:
        with os.scandir(place) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise output_error(place, "read", error) from error
    names = {entry.name for entry in entries}
    if names & {MANIFEST, HIDDEN_MANIFEST}:
        listed |= _read_listed(place, folder)
    for entry in entries:
        path = f"{folder}{entry.name}"
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(out, f"{path}/", listed)
        elif path.casefold() not in listed:
            yield path


def _read_listed(place: Path, folder: str) -> frozenset[str]:
    """Return the paths that the manifests of a folder list, without differences in case."""
    out = OutputFolder(place)
    try:
        known = read_rows(out, HIDDEN_MANIFEST)
    except OutputError:
        if not folder:
            raise
        return frozenset()
    names = [*known.rows, *(row.path for row in known.changing)]
    if known.replaced:
        names.append(known.replaced)
    return frozenset(f"{folder}{name}".casefold() for name in names)
