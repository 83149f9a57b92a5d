"""An output folder that is on no disk: a manifest lists its files.

gen made it earlier, or would have made it of other specs. A file whose bytes are not at hand is
known by its hash alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.output.changes import UNKNOWN_FILE
from generator.output.manifest import MANIFEST, read_manifest, sha256


class ListedFolder:
    """An output folder that is on no disk.

    Arguments:
        manifest: the bytes of its manifest; None if it has no files.
        label: what messages call the manifest.
        trees: the bytes of files by path, from which those with the right hash are taken.

    Raises:
        OutputError: if the bytes are no manifest of gen.
    """

    def __init__(
        self, manifest: bytes | None, label: str, trees: Sequence[Mapping[str, bytes]]
    ) -> None:
        self.manifest = manifest
        self.manifest_label = label
        self.trees = trees
        self.rows = {} if manifest is None else read_manifest(manifest, label)[0]

    def label(self, path: str) -> str:
        """Return what messages call a file."""
        return self.manifest_label if path == MANIFEST else path

    def read_planned(self, path: str) -> bytes | None:
        """Read a file.

        Returns:
            The bytes. None if the folder has no such file, `UNKNOWN_FILE` if no tree has its bytes.
        """
        if path == MANIFEST:
            return self.manifest
        row = self.rows.get(path)
        if row is None:
            return None
        for tree in self.trees:
            data = tree.get(path)
            if data is not None and sha256(data) == row.sha256:
                return data
        return UNKNOWN_FILE

    def read_orphan(self, path: str) -> bytes | None:
        """Read a file that gen no longer makes; see `read_planned`."""
        return self.read_planned(path)

    def is_same_file(self, first: str, second: str) -> bool:
        """Return whether two paths are the same file, for which they need the same spelling."""
        return first == second
