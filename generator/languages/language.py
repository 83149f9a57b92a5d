"""A language folder, and the layers of template folders that it is found in."""

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
    """A language: a folder of templates with a language.yaml.

    Attributes:
        id: the name of the folder.
        title: the name for people.
        names: how identifiers are written.
        encoders: encoders by their filter name.
        targets: the targets of the language.
        borrows: ids of the languages whose encoders and reserved words it also has.
        forms: value forms by their filter name.
    """

    id: str
    title: str
    names: NamingRules
    encoders: Mapping[str, Encoder]
    targets: tuple[Target, ...]
    borrows: tuple[str, ...] = ()
    forms: Mapping[str, ValueForm] = field(default_factory=dict)


# The largest size of a template.
_MAX_TEMPLATE_BYTES = 1024 * 1024


class Layers:
    """Template folders in order of priority: the user's folders, then the built-in one.

    A file is read from the first folder that has it.

    Arguments:
        overrides: the folders of the user, in order of priority.
    """

    def __init__(self, overrides: Sequence[Path] = ()) -> None:
        self.builtin: Source = Folder(builtin_templates(), max_bytes=_MAX_TEMPLATE_BYTES)
        self.overrides = tuple(Folder(path, max_bytes=_MAX_TEMPLATE_BYTES) for path in overrides)

    def find(self, path: str) -> tuple[bytes, str, bool] | None:
        """Find a file in the first folder that has it.

        Arguments:
            path: path relative to a template folder. A path that leads out of it is not found.

        Returns:
            The bytes of the file, its name for messages, and whether it is built in; None if no
            folder has the file.

        Raises:
            GenError: if a folder has the file, but it can't be read.
        """
        if not is_below(path):
            return None
        for source in (*self.overrides, self.builtin):
            data = source.read(path)
            if data is not None:
                return data, source.label(path), source is self.builtin
        return None

    def folders(self) -> list[str]:
        """Return the names of all folders with a language.yaml, sorted."""
        names = {name for source in (*self.overrides, self.builtin) for name in source.names()}
        return sorted(n for n in names if "." not in n and self.find(f"{n}/language.yaml"))
