"""The formatter that runs in this process, black: what it once made of a text is remembered.

Importing black and having it write a client takes longer than all the rest of a run.
"""

from __future__ import annotations

import hashlib
import sys
import threading
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from generator.system.cache import cache_folder, read_cached, write_cached

# How many texts are remembered: a client has a dozen, and a user may work on several specs.
_MOST = 512
# Bytes of one of them.
_MOST_BYTES = 1 << 24

# Samples are rendered in several threads at a time, and black can't be imported in two.
_lock = threading.Lock()


def _black(text: str, spec: Path) -> str:
    """Format a text as black does.

    Arguments:
        text: the text.
        spec: the spec that it was made of. What is remembered is not kept in its folder.

    Raises:
        ValueError: if black can't read it.
    """
    folder = _folder(spec)
    name = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    kept = None if folder is None else read_cached(folder, name, _MOST_BYTES)
    if kept is not None:
        with suppress(ValueError):  # it is not whole
            return _checked(kept)
    with _lock:
        import black

    try:
        made = black.format_str(text, mode=black.Mode())
    except Exception as error:  # black raises what its parser does; a broken template is the cause
        raise ValueError(str(error)) from error
    if folder is not None:
        data = made.encode()
        write_cached(folder, name, b"%08x\n%s" % (zlib.crc32(data), data), _MOST)
    return made


def _checked(data: bytes) -> str:
    """Give the text of a file that has its checksum in front of it."""
    checksum, _, text = data.partition(b"\n")
    if int(checksum, 16) != zlib.crc32(text):
        raise ValueError
    return text.decode()


@cache
def _folder(spec: Path) -> Path | None:
    """Give the folder for what this very black made, by this Python; without importing it."""
    library = find_spec("black")
    origin = Path(library.origin) if library and library.origin else None
    if origin is None:
        return None
    known = f"{sys.implementation.cache_tag} {origin}"
    try:
        # Its version stands in a file of its own; the sources' sizes tell edited ones.
        files = sorted(origin.parent.glob("*.py"))
        known += "".join(f" {path.name} {path.stat().st_size}" for path in files)
        known += (origin.parent.parent / "_black_version.py").read_text("utf-8")
    except OSError:
        return None
    return cache_folder(f"black-{zlib.crc32(known.encode()):08x}", [spec])


# By the program that a language's formatter needs.
IN_PROCESS: dict[str, Callable[[str, Path], str]] = {"black": _black}
