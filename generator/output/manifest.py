"""The list of what earlier runs wrote, which the output folder holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from generator.errors import OutputError, is_printable_ascii

MANIFEST = "manifest.json"
_FORMAT = 1


class ManifestRow(NamedTuple):
    """What the manifest says of one file."""

    path: str
    sha256: str
    target: str
    operation: str


def _manifest(rows: Iterable[ManifestRow], changing: Iterable[ManifestRow] = ()) -> bytes:
    """Write a manifest; `changing` are rows of files that may be these already, or the old ones.

    Of each path there is one of the other rows.
    """

    ours, theirs = sorted(rows), sorted(set(changing))
    more = b', "changing": [\n%b\n]' % _lines(theirs) if theirs else b""
    return b'{"format": %d, "files": [\n%b\n]%b}\n' % (_FORMAT, _lines(ours), more)


def _lines(rows: Sequence[ManifestRow]) -> bytes:
    """Write rows as JSON, some hundreds at a time."""
    made = []
    for start in range(0, len(rows), _AT_A_TIME):
        parts = tuple(chain.from_iterable(rows[start : start + _AT_A_TIME]))
        if not is_printable_ascii("".join(parts), b'"\\'):
            parts = tuple([_quoted(part)[1:-1] for part in parts])
        count = len(parts) // len(ManifestRow._fields)
        made.append((",\n".join([_ROW] * count) % parts).encode())
    return b",\n".join(made)


_AT_A_TIME = 512
# A row, as JSON; hardly any text needs an escape.
_ROW = '{"path": "%s", "sha256": "%s", "target": "%s", "operation": "%s"}'
_quoted = json.encoder.encode_basestring


def _read_manifest(data: bytes, label: str) -> tuple[dict[str, ManifestRow], list[ManifestRow]]:
    """Read the rows that can be believed so far, and those of a run that was killed."""
    fault = f"{label}: this is not a manifest of gen; restore it, or remove it and render"
    try:
        read = json.loads(data)
        rows, changing = (
            [ManifestRow(**{name: row[name] for name in ManifestRow._fields}) for row in listed]
            for listed in (read["files"], read.get("changing", []))
        )
        # Joined and encoded, as only text is that a manifest can hold again: no half surrogates.
        "".join(part for row in (*rows, *changing) for part in row).encode()
        known = read["format"] == _FORMAT
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise OutputError(fault) from error
    if not known:
        raise OutputError(fault)
    changing = [row for row in changing if _is_ours(row.path)]
    return {row.path: row for row in rows if _is_ours(row.path)}, changing


# What gen calls a folder or a file: nothing hidden, such as .git, nor what only one platform reads
# otherwise, such as GIT~1.
_NAME = re.compile(r"[A-Za-z0-9_-]([A-Za-z0-9._-]*[A-Za-z0-9_-])?")


def _is_ours(path: str) -> bool:
    """Say whether a path is one that gen can have made, which is below the folder everywhere."""
    if len(path) > 4096 or path.casefold() == MANIFEST:
        return False
    return all(len(part) < 256 and _NAME.fullmatch(part) for part in path.split("/"))
