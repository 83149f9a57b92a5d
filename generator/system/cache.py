"""The user's cache, and the fingerprint of all that its entries depend on.

A cache holds data, never code, and a run does without any of it. Whoever can write in a cache
decides what gen remembers. So a cache is used only where nobody but the user can write, and never
within a working tree, which may have come from a stranger.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from generator.system import interrupts
from generator.system.atomic import replace_file
from generator.system.package import PACKAGE, builtin_templates

# That others than its owner may write in a folder.
_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
# What stands in the top folder of a working tree.
_WORKING_TREE_NAMES = (".git", ".hg", ".jj", ".svn")
# Neither a link is followed, nor is a pipe waited for.
_READ = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def cache_folder(name: str, inputs: Iterable[Path] = ()) -> Path | None:
    """Give a folder of ours in the user's cache, and make it if it is not there.

    The place is that of the XDG Base Directory Specification 0.8, which is an absolute path.

    Arguments:
        name: of the folder; it says all that its content depends on besides its own names.
        inputs: files and folders of the run that may have come from a stranger.

    Returns:
        The folder. None if there can't be one, if others can write in it or replace it, or if it
        is within a working tree, the current folder or a folder of the inputs.
    """
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or "~/.cache"
    try:
        place = Path(base).expanduser()
        if not place.is_absolute():
            return None
        base_folder = Path(os.path.realpath(place))
        folder = base_folder / "gen" / name
        if _is_within_input(folder, inputs):
            return None
        for part in (base_folder, folder.parent, folder):
            part.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_ours = Path(os.path.realpath(folder)) == folder and _is_private(folder)
    except (OSError, RuntimeError, ValueError):
        return None
    return folder if is_ours and os.access(folder, os.W_OK) else None


def _is_within_input(folder: Path, inputs: Iterable[Path]) -> bool:
    """Say whether a folder is where a stranger's files may be."""
    if any(
        os.path.lexists(above / tree) for above in folder.parents for tree in _WORKING_TREE_NAMES
    ):
        return True
    places = [Path(os.path.realpath(place)) for place in (Path.cwd(), *inputs)]
    folders = [place.parent if place.is_file() else place for place in places]
    return any(map(folder.is_relative_to, folders))


def _is_private(folder: Path) -> bool:
    """Say whether nobody but this user and root can write in a folder or put another there."""
    if not hasattr(os, "geteuid"):
        return True
    own = folder.lstat()
    # Root has another number in a user namespace, but the root folder is always root's.
    owners = {0, own.st_uid, Path(folder.anchor).stat().st_uid}
    if own.st_uid != os.geteuid() or own.st_mode & _WRITABLE_BY_OTHERS:
        return False
    for above in folder.parents:
        found = above.lstat()
        is_shared = found.st_mode & _WRITABLE_BY_OTHERS and not found.st_mode & stat.S_ISVTX
        if found.st_uid not in owners or is_shared:
            return False
    return True


def read_cached(folder: Path, name: str, most: int) -> bytes | None:
    """Read a file that `write_cached` wrote.

    Arguments:
        folder: as `cache_folder` gives it.
        name: of the file.
        most: the bytes that it may have.

    Returns:
        Its bytes. None if there is none, if it is larger, or if it is no regular file of this
        user's alone.
    """
    try:
        number = os.open(folder / name, _READ)
    except (OSError, ValueError):
        return None
    try:
        found = os.fstat(number)
        if not stat.S_ISREG(found.st_mode) or found.st_size > most:
            return None
        if hasattr(os, "geteuid") and (
            found.st_uid != os.geteuid()
            or found.st_mode & _WRITABLE_BY_OTHERS
            or found.st_nlink != 1
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
    """Write a file in one step, and remove the oldest if there are more than `most`."""
    temporary = folder / f".{name}-{os.getpid()}"
    with interrupts.hold(), suppress(OSError):  # a run does without it
        temporary.unlink(missing_ok=True)
        replace_file(os.fspath(folder / name), data, os.fspath(temporary), 0o600)
        _remove_oldest(folder, most)


def _remove_oldest(folder: Path, most: int) -> None:
    """Leave as many files in a folder as it may have, the newest."""
    names = [name for name in os.listdir(folder) if not name.startswith(".")]  # noqa: PTH208
    if len(names) > most:
        files = [folder / name for name in names]
        files.sort(key=lambda path: path.lstat().st_mtime)
        for path in files[: len(files) - most]:
            path.unlink(missing_ok=True)


_LIBRARIES = ("black", "jinja2", "msgspec", "yaml")


def fingerprint(templates: Iterable[Path] = ()) -> str:
    """Tell our own files and templates, by names, sizes and times, and the libraries'.

    Arguments:
        templates: folders of templates besides the built-in ones.
    """
    rows: list[tuple[str, int, int]] = []
    for library in _LIBRARIES:
        spec = find_spec(library)
        told = Path(spec.origin).stat() if spec is not None and spec.origin else None
        rows.append((library, 0, told.st_mtime_ns if told is not None else 0))
    waiting = [str(PACKAGE), str(builtin_templates()), *map(str, templates)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):  # links may lead in a circle, or to /
                    waiting += [] if entry.name.startswith((".", "__")) else [entry.path]
                elif not entry.name.endswith(".pyc"):
                    told = entry.stat(follow_symlinks=_has_target(entry))
                    rows.append((entry.path, told.st_size, told.st_mtime_ns))
    return digest(repr(sorted(rows)).encode(errors="surrogatepass"))


def _has_target(entry: os.DirEntry[str]) -> bool:
    """Say whether what a link leads to is there."""
    try:
        entry.stat()
    except OSError:
        return False
    return True


def digest(data: bytes | None) -> str:
    """Give the SHA-256 of what is there, which processors have an instruction for."""
    return "" if data is None else hashlib.sha256(data).hexdigest()
