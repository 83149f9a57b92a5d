"""Format Python code with black in this process, and keep formatted texts in the user's cache.

Without the cache, to import black and format a client takes longer than all the rest of a run.
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

# Texts in the cache: a client has about twelve files, and a user may work on several specs.
_MAX_TEXTS = 512
# Size of one cached text.
_MAX_BYTES = 1 << 24

# Several threads may render, and only one at a time can import black.
_lock = threading.Lock()


def _format_with_black(text: str, spec: Path) -> str:
    """Format Python code with black.

    Arguments:
        text: the code.
        spec: the path of the spec that the code was made from. The cache is never in its folder.

    Raises:
        ValueError: if black can't parse the code.
    """
    folder = _folder(spec)
    name = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    cached = None if folder is None else read_cached(folder, name, _MAX_BYTES)
    if cached is not None:
        with suppress(ValueError):  # the file is damaged
            return _read_checked(cached)
    with _lock:
        import black

    try:
        formatted = black.format_str(text, mode=black.Mode())
    except Exception as error:  # black's parser raises errors of many types
        raise ValueError(str(error)) from error
    if folder is not None:
        data = formatted.encode()
        write_cached(folder, name, b"%08x\n%s" % (zlib.crc32(data), data), _MAX_TEXTS)
    return formatted


def _read_checked(data: bytes) -> str:
    """Return the text of a cached file; raise ValueError if its checksum is wrong."""
    checksum, _, text = data.partition(b"\n")
    if int(checksum, 16) != zlib.crc32(text):
        raise ValueError
    return text.decode()


@cache
def _folder(spec: Path) -> Path | None:
    """Return the cache folder for this version of black and Python, without importing black."""
    library = find_spec("black")
    origin = Path(library.origin) if library and library.origin else None
    if origin is None:
        return None
    description = f"{sys.implementation.cache_tag} {origin}"
    try:
        # The sizes of its source files differ if somebody has edited it.
        files = sorted(origin.parent.glob("*.py"))
        description += "".join(f" {path.name} {path.stat().st_size}" for path in files)
        description += (origin.parent.parent / "_black_version.py").read_text("utf-8")
    except OSError:
        return None
    return cache_folder(f"black-{zlib.crc32(description.encode()):08x}", [spec])


# Formatters that run in this process, by the program that language.yaml names in `needs`.
FORMATTERS: dict[str, Callable[[str, Path], str]] = {"black": _format_with_black}
