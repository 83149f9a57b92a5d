"""The manifest: the file in the output folder that lists the files gen wrote.

`gen render` calls it `manifest.json`. `gen publish` writes among pages that a site publishes, so it
calls it `.gen-manifest.json`: tools of docs sites leave out files whose names begin with a dot.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from generator.errors import OutputError, is_printable_ascii

MANIFEST = "manifest.json"
HIDDEN_MANIFEST = ".gen-manifest.json"
_FORMAT = 1


class ManifestRow(NamedTuple):
    """A row of the manifest, which describes one file.

    Attributes:
        path: the path of the file, relative to the output folder.
        sha256: the SHA-256 of the file's bytes, in hexadecimal.
        target: the id of the target that makes the file, such as `java`.
        operation: the id of the operation that the file is about; empty if it is about a whole API.
    """

    path: str
    sha256: str
    target: str
    operation: str


def make_manifest(files: Mapping[str, bytes], rows: Mapping[str, tuple[str, str]]) -> bytes:
    """Make the manifest of files, as it is after they are written to an empty folder.

    Arguments:
        files: the bytes of each file, by its path.
        rows: for each of these paths, the id of the file's target and the id of its operation.
    """
    return format_manifest(
        ManifestRow(path, sha256(data), *rows[path]) for path, data in files.items()
    )


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def format_manifest(rows: Iterable[ManifestRow], changing: Iterable[ManifestRow] = ()) -> bytes:
    """Format a manifest as JSON.

    Arguments:
        rows: one row for each file.
        changing: a second row, with another hash, for each file that is being replaced. Until the
            run ends, such a file has either its old or its new bytes.

    Returns:
        The bytes of the manifest. Its rows are sorted.
    """

    sorted_rows, sorted_changing = sorted(rows), sorted(set(changing))
    changing_part = (
        b', "changing": [\n%b\n]' % _format_rows(sorted_changing) if sorted_changing else b""
    )
    return b'{"format": %d, "files": [\n%b\n]%b}\n' % (
        _FORMAT,
        _format_rows(sorted_rows),
        changing_part,
    )


def _format_rows(rows: Sequence[ManifestRow]) -> bytes:
    """Format rows as JSON, several hundred at a time."""
    chunks = []
    for start in range(0, len(rows), _ROWS_AT_A_TIME):
        parts = tuple(chain.from_iterable(rows[start : start + _ROWS_AT_A_TIME]))
        if not is_printable_ascii("".join(parts), b'"\\'):
            parts = tuple([_quote(part)[1:-1] for part in parts])
        count = len(parts) // len(ManifestRow._fields)
        chunks.append((",\n".join([_ROW_FORMAT] * count) % parts).encode())
    return b",\n".join(chunks)


_ROWS_AT_A_TIME = 512
# A row as JSON, for texts that need no escapes.
_ROW_FORMAT = '{"path": "%s", "sha256": "%s", "target": "%s", "operation": "%s"}'
_quote = json.encoder.encode_basestring


def read_manifest(data: bytes, label: str) -> tuple[dict[str, ManifestRow], list[ManifestRow]]:
    """Read a manifest. Rows with a path that gen can't make are left out.

    Arguments:
        data: the bytes of the manifest.
        label: the path of the manifest, for messages.

    Returns:
        The rows by path, and a list of further rows. If a run was killed, the list has a second
        row for each file that this run may or may not have replaced.

    Raises:
        OutputError: if the bytes are no manifest of gen.
    """
    fault = f"{label}: this is not a manifest of gen; restore it, or remove it and render"
    try:
        read = json.loads(data)
        rows, changing = (
            [ManifestRow(**{name: row[name] for name in ManifestRow._fields}) for row in listed]
            for listed in (read["files"], read.get("changing", []))
        )
        # This fails for values that are not text, or that contain half a surrogate pair.
        "".join(part for row in (*rows, *changing) for part in row).encode()
        is_known_format = read["format"] == _FORMAT
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise OutputError(fault) from error
    if not is_known_format:
        raise OutputError(fault)
    changing = [row for row in changing if _is_possible_path(row.path)]
    return {row.path: row for row in rows if _is_possible_path(row.path)}, changing


# Names of folders and files that gen can make. They exclude hidden ones such as .git, and names
# with another meaning on some platform, such as GIT~1.
_NAME = re.compile(r"[A-Za-z0-9_-]([A-Za-z0-9._-]*[A-Za-z0-9_-])?")


def _is_possible_path(path: str) -> bool:
    """Check whether gen can have made a path; such a path never leads out of the folder."""
    if len(path) > 4096 or path.casefold() == MANIFEST:
        return False
    return all(len(part) < 256 and _NAME.fullmatch(part) for part in path.split("/"))
