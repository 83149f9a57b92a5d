"""The settings of a project, as commands use them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import Mark
from generator.model.structs import Struct

if TYPE_CHECKING:
    from generator.model.settings import ApiSettings

DEFAULT_SPEC = "spec"
DEFAULT_OUT = "out"


class Publication(Struct, frozen=True):
    """One format that `gen publish` makes.

    Attributes:
        format: the format, such as `html`.
        tabs: the docs site that Markdown is for; None if the settings name none.
        out: the path of the output folder.
        is_shared: whether the folder may have files that gen did not make.
        mark: its place in the settings; None if the command line names it.
    """

    format: str
    tabs: str | None
    out: str
    mark: Mark | None
    is_shared: bool = False


class Embedding(Struct, frozen=True):
    """What the settings say about pages that `gen embed` writes into.

    Attributes:
        pages: the paths of pages and folders, and patterns of paths, each with its place.
        site: the docs site that pages in Markdown are for; None if the settings name none.
    """

    pages: tuple[tuple[str, Mark], ...] = ()
    site: str | None = None


class Config(Struct, frozen=True):
    """The settings of a project. Without a file of settings, they are the defaults.

    Paths lead from the current folder. All of them are within the project.

    Attributes:
        folder: the path of the project: the folder of the file, or the current folder.
        file: the path of the file; None if there is none.
        spec: the path of a spec, an OpenAPI document, or a folder of them.
        out: the path of the output folder of `gen render`.
        templates: the paths of the user's template folders.
        publications: what `gen publish` makes.
        embedding: what `gen embed` works on.
        api: what the settings say about APIs; None if they say nothing.
        marks: the places of the values, by key.
    """

    folder: str = "."
    file: str | None = None
    spec: str = DEFAULT_SPEC
    out: str = DEFAULT_OUT
    templates: tuple[str, ...] = ()
    publications: tuple[Publication, ...] = ()
    embedding: Embedding = Embedding()
    api: ApiSettings | None = None
    marks: tuple[tuple[str, Mark], ...] = ()

    def mark(self, key: str) -> Mark | None:
        """Return the place of the value of a key; None if the file does not have the key."""
        return dict(self.marks).get(key)

    def settings_for(self, spec: str) -> ApiSettings:
        """Return what the settings say about the APIs of a spec or a folder of specs.

        What they say about OpenAPI documents holds for those of `self.spec` alone.

        Arguments:
            spec: the path of the spec or the folder.
        """
        from generator.model.settings import ApiSettings, DocumentSettings
        from generator.model.structs import replace

        if self.api is None:
            return ApiSettings()
        place, own = Path(spec).resolve(), Path(self.spec).resolve()
        if not place.is_relative_to(own):
            return replace(self.api, document=DocumentSettings(), default_region=None)
        return self.api if place == own else replace(self.api, is_whole=False)
