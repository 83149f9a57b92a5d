"""A language folder and its targets, as language.yaml describes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.languages.encoders import Encoder
from generator.languages.target import NamingRules, Target
from generator.languages.value_forms import ValueForm
from generator.model.structs import Struct, field
from generator.sources.source import Folder, Source, is_below
from generator.system.package import builtin_templates


class Language(Struct, frozen=True, eq=False):
    """A folder below `templates/`; `borrows` are the ids of those whose encoders it has, too."""

    id: str
    title: str
    names: NamingRules
    encoders: Mapping[str, Encoder]
    targets: tuple[Target, ...]
    borrows: tuple[str, ...] = ()
    forms: Mapping[str, ValueForm] = field(default_factory=dict)


# What a template may have.
_MOST = 1024 * 1024


class Layers:
    """Template folders, one over the other: the first that has a file gives it.

    Arguments:
        overrides: folders of the user's, the first over the others.
    """

    def __init__(self, overrides: Sequence[Path] = ()) -> None:
        self.builtin: Source = Folder(builtin_templates(), max_bytes=_MOST)
        self.overrides = tuple(Folder(path, max_bytes=_MOST) for path in overrides)

    def find(self, path: str) -> tuple[bytes, str, bool] | None:
        """Give a file's bytes, its label for messages, and whether it is built in.

        Arguments:
            path: relative to a template folder; what is not below one is not found.

        Raises:
            GenError: if a folder has such a file and it can't be read.
        """
        if not is_below(path):
            return None
        for source in (*self.overrides, self.builtin):
            data = source.read(path)
            if data is not None:
                return data, source.label(path), source is self.builtin
        return None

    def folders(self) -> list[str]:
        """Give the names of all folders that have a language.yaml."""
        names = {name for source in (*self.overrides, self.builtin) for name in source.names()}
        return sorted(n for n in names if "." not in n and self.find(f"{n}/language.yaml"))
