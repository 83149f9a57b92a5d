"""Files in the user's cache folder, and the fingerprint of gen's own code and templates.

A cache has data, never code, and every run works without a cache. Whoever can write to a cache
decides what gen remembers. So gen uses a cache folder only if no other user can write to it. gen
never uses one inside a working tree, which may come from a stranger.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from platformdirs import user_cache_path

from generator.system import interrupts
from generator.system.atomic import replace_file
from generator.system.package import PACKAGE, builtin_templates

# The permissions that let others than the owner write.
_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
# Names in the top folder of a working tree.
_WORKING_TREE_NAMES = (".git", ".hg", ".jj", ".svn")
# Follow no link, and don't wait for a pipe.
_READ = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def cache_folder(name: str, inputs: Iterable[Path] = ()) -> Path | None:
    """Return one of gen's folders in the user's cache, and make it if it is missing.

    The user's cache is where the system has it; on Linux, it is XDG_CACHE_HOME or ~/.cache (XDG
    Base Directory Specification 0.8).

    Arguments:
        name: the name of the folder. Together with the name of a file in it, it should tell
            everything that the file's content depends on.
        inputs: files and folders of the run that may come from a stranger.

    Returns:
        The folder, or None in each of these cases:

        - it can't be made or written to;
        - the path of the cache is relative;
        - other users can write to the folder or replace it;
        - the folder is in a working tree, the current folder or an input folder.
    """
    try:
        place = user_cache_path("gen", appauthor=False)
        if not place.is_absolute():
            return None
        own_folder = Path(os.path.realpath(place.parent)) / place.name
        folder = own_folder / name
        if _is_within_input(folder, inputs):
            return None
        for part in (own_folder.parent, own_folder, folder):
            part.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_ours = Path(os.path.realpath(folder)) == folder and _is_private(folder)
    except (OSError, RuntimeError, ValueError):
        return None
    return folder if is_ours and os.access(folder, os.W_OK) else None


def _is_within_input(folder: Path, inputs: Iterable[Path]) -> bool:
    """Return whether a folder is in a working tree, the current folder or an input folder."""
    if any(
        os.path.lexists(above / tree) for above in folder.parents for tree in _WORKING_TREE_NAMES
    ):
        return True
    places = [Path(os.path.realpath(place)) for place in (Path.cwd(), *inputs)]
    folders = [place.parent if place.is_file() else place for place in places]
    return any(map(folder.is_relative_to, folders))


def _is_private(folder: Path) -> bool:
    """Return whether only this user and root can write to a folder, or replace it."""
    if not hasattr(os, "geteuid"):
        return True
    own = folder.lstat()
    # Root has another id in a user namespace, but the root folder always belongs to root.
    owners = {0, own.st_uid, Path(folder.anchor).stat().st_uid}
    if own.st_uid != os.geteuid() or own.st_mode & _WRITABLE_BY_OTHERS:
        return False
    for above in folder.parents:
        status = above.lstat()
        is_shared = status.st_mode & _WRITABLE_BY_OTHERS and not status.st_mode & stat.S_ISVTX
        if status.st_uid not in owners or is_shared:
            return False
    return True


def read_cached(folder: Path, name: str, most: int) -> bytes | None:
    """Read a file that `write_cached` wrote.

    Arguments:
        folder: the folder that `cache_folder` returned.
        name: the file's name.
        most: the most bytes that the file may have.

    Returns:
        The bytes of the file. None if there is no such regular file, if it has more bytes than
        `most`, or if another user may have written it.
    """
    try:
        number = os.open(folder / name, _READ)
    except (OSError, ValueError):
        return None
    try:
        status = os.fstat(number)
        if not stat.S_ISREG(status.st_mode) or status.st_size > most:
            return None
        if hasattr(os, "geteuid") and (
            status.st_uid != os.geteuid()
            or status.st_mode & _WRITABLE_BY_OTHERS
            or status.st_nlink != 1
        ):
            return None
        with os.fdopen(number, "rb", closefd=False) as file:
            data = file.read(most + 1)
        return data if len(data) <= most else None
    except OSError:
        return None
    finally:
        os.close(number)


def write_cached(folder: Path, name: str, data: bytes, most: int) -> None:
    """Write a file of the cache in one step.

    Errors are ignored, since every run works without the cache.

    Arguments:
        folder: the folder that `cache_folder` returned.
        name: the file's name.
        data: the bytes to write.
        most: the most files that the folder may have; the oldest are removed.
    """
    temporary = folder / f".{name}-{os.getpid()}"
    with interrupts.hold(), suppress(OSError):
        temporary.unlink(missing_ok=True)
        replace_file(os.fspath(folder / name), data, os.fspath(temporary), 0o600)
        _remove_oldest(folder, most)


def _remove_oldest(folder: Path, most: int) -> None:
    """Remove the oldest files of a folder until it has at most `most`."""
    names = [name for name in os.listdir(folder) if not name.startswith(".")]  # noqa: PTH208
    if len(names) > most:
        files = [folder / name for name in names]
        files.sort(key=lambda path: path.lstat().st_mtime)
        for path in files[: len(files) - most]:
            path.unlink(missing_ok=True)


_LIBRARIES = ("black", "jinja2", "msgspec", "yaml")


def fingerprint(templates: Iterable[Path] = ()) -> str:
    """Return a hash that changes when gen's code, a template or a library of gen changes.

    The name, size and time of each file are hashed, not its content. Of a library, only the time of
    one file is.

    Arguments:
        templates: folders of templates besides the built-in ones.
    """
    rows: list[tuple[str, int, int]] = []
    for library in _LIBRARIES:
        spec = find_spec(library)
        status = Path(spec.origin).stat() if spec is not None and spec.origin else None
        rows.append((library, 0, status.st_mtime_ns if status is not None else 0))
    pending = [str(PACKAGE), str(builtin_templates()), *map(str, templates)]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):  # links may lead in a circle, or to /
                    pending += [] if entry.name.startswith((".", "__")) else [entry.path]
                elif not entry.name.endswith(".pyc"):
                    status = entry.stat(follow_symlinks=_has_target(entry))
                    rows.append((entry.path, status.st_size, status.st_mtime_ns))
    return digest(repr(sorted(rows)).encode(errors="surrogatepass"))


def _has_target(entry: os.DirEntry[str]) -> bool:
    """Return whether a file exists, and if it is a link, its target."""
    try:
        entry.stat()
    except OSError:
        return False
    return True


def digest(data: bytes | None) -> str:
    """Return the SHA-256 of bytes in hexadecimal; empty for None."""
    return "" if data is None else hashlib.sha256(data).hexdigest()
