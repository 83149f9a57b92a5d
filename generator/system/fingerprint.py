"""What makes the output: what is kept of a run is for the very same tools."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from generator.system.package import PACKAGE, builtin_templates

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
                    told = entry.stat(follow_symlinks=_leads_somewhere(entry))
                    rows.append((entry.path, told.st_size, told.st_mtime_ns))
    return digest(repr(sorted(rows)).encode(errors="surrogatepass"))


def _leads_somewhere(entry: os.DirEntry[str]) -> bool:
    """Say whether what a link leads to is there."""
    try:
        entry.stat()
    except OSError:
        return False
    return True


def digest(data: bytes | None) -> str:
    """Give the SHA-256 of what is there, which processors have an instruction for."""
    return "" if data is None else hashlib.sha256(data).hexdigest()
