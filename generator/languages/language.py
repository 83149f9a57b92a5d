"""A language, and the layers: the template folders in which files of languages are found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from generator.languages.encoders import Encoder
from generator.languages.expressions import Expressions
from generator.languages.target import NamingRules, Target
from generator.languages.value_forms import ValueForm
from generator.model.structs import Struct, field
from generator.sources.source import Folder, Source, is_below
from generator.system.package import builtin_templates


class Indentation(Struct, frozen=True):
    """How the lines of a language's files are indented.

    Attributes:
        width: the number of spaces that the templates have for each level.
        text: what the files have for each level, such as a tab.
    """

    width: int
    text: str


class Fit(Struct, frozen=True):
    """How the filter `fit` joins lines to one.

    Attributes:
        width: the most columns of that line.
        is_tight: whether there is no space within its braces.
    """

    width: int
    is_tight: bool = False


class Language(Struct, frozen=True, eq=False):
    """A language: a folder of templates with a language.yaml.

    Attributes:
        id: the name of the folder, such as `java`.
        title: the name for people, such as `Java`.
        names: the rules for identifiers.
        encoders: what writes texts as source code, by the name of the filter.
        targets: the kinds of output that the language makes.
        borrows: the ids of other languages. This language also has their encoders, value forms,
            reserved words and reserved names of files.
        forms: what writes JSON values as source code, by the name of the filter.
        expressions: how URLs and headers are written; None if no template writes them.
        fit: how lines are joined to one; None if no template does that.
        indentation: how lines are indented; None to leave them as the templates have them.
        imports: what lines of imports begin with, in the order of their groups.
        descriptions: how descriptions are written: `html`, `markdown` or `line`. Empty if no
            template has the filters for it.
        is_optional: whether its targets are made only where somebody names them.
    """

    id: str
    title: str
    names: NamingRules
    encoders: Mapping[str, Encoder]
    targets: tuple[Target, ...]
    borrows: tuple[str, ...] = ()
    forms: Mapping[str, ValueForm] = field(default_factory=dict)
    expressions: Expressions | None = None
    fit: Fit | None = None
    indentation: Indentation | None = None
    imports: tuple[str, ...] = ()
    descriptions: str = ""
    is_optional: bool = False

    @property
    def wording(self) -> Mapping[str, str]:
        """The sentences that the templates print, by name."""
        return self.targets[0].wording


def default_targets(languages: Iterable[Language]) -> list[Target]:
    """Return the targets that are made unless somebody chooses: one for each language of samples.

    It has the id of its language.
    """
    return [
        target
        for language in languages
        for target in language.targets
        if target.id == language.id and target.is_sample and not language.is_optional
    ]


# The largest size of a template.
MAX_TEMPLATE_BYTES = 1024 * 1024


class Layers:
    """Template folders in order of priority: the user's folders, then the built-in one.

    A file is read from the first folder that has this file.

    Arguments:
        overrides: the user's folders, the one with the highest priority first.
    """

    def __init__(self, overrides: Sequence[Path] = ()) -> None:
        self.builtin: Source = Folder(builtin_templates(), max_bytes=MAX_TEMPLATE_BYTES)
        self.overrides: tuple[Source, ...] = tuple(
            Folder(path, max_bytes=MAX_TEMPLATE_BYTES) for path in overrides
        )

    @classmethod
    def of(cls, overrides: Iterable[Source], builtin: Source) -> Layers:
        """Return layers of other sources than folders on disk.

        Arguments:
            overrides: the user's templates, those with the highest priority first.
            builtin: the built-in templates.
        """
        layers = cls()
        layers.overrides, layers.builtin = tuple(overrides), builtin
        return layers

    def find(self, path: str) -> tuple[bytes, str, bool] | None:
        """Read a file from the first template folder that has this file.

        Arguments:
            path: the path relative to a template folder.

        Returns:
            The bytes of the file, its name for messages, and whether it is built in. None if no
            folder has the file, or the path leads out of the folder.

        Raises:
            GenError: if a folder has the file, but the file can't be read.
        """
        if not is_below(path):
            return None
        for source in (*self.overrides, self.builtin):
            data = source.read(path)
            if data is not None:
                return data, source.label(path), source is self.builtin
        return None

    def find_all(self, path: str) -> list[tuple[bytes, str]]:
        """Read a file from every template folder that has it.

        Returns:
            The bytes of each file and its name for messages. The built-in file comes first, and
            the one with the highest priority last.

        Raises:
            GenError: if a folder has the file, but the file can't be read.
        """
        rows = ((s.read(path), s.label(path)) for s in (self.builtin, *reversed(self.overrides)))
        return [(data, label) for data, label in rows if data is not None]

    def folders(self) -> list[str]:
        """Return the sorted names of all language folders: those that have a language.yaml."""
        names = {name for source in (*self.overrides, self.builtin) for name in source.names()}
        return sorted(n for n in names if "." not in n and self.find(f"{n}/language.yaml"))
