"""Jinja as templates see it: an environment a language, and the place of a template's fault."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import jinja2.compiler
from jinja2 import (
    BaseLoader,
    Environment,
    FileSystemBytecodeCache,
    StrictUndefined,
    TemplateNotFound,
)

from generator.errors import GenError, Mark, Problem
from generator.filters import FILTERS, guard
from generator.language import Layers
from generator.layout import GuardError
from generator.text import reveal
from generator.usercache import cache_folder

BUILTIN = "builtin:"


class _Environment(Environment):
    """Keeps templates from what Python objects have behind an underscore, a text's value first."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Give an attribute, else an item, as Jinja does; templates call this most of all."""
        if attribute.startswith("_"):
            self._public(attribute)
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return super().getitem(obj, self._public(argument))

    def _public(self, name: Any) -> Any:
        if isinstance(name, str) and name.startswith("_"):
            raise GuardError(f"{name} is not for templates; use an encoder")
        return name


def make_environment(layers: Layers, encoders: Mapping[str, Callable[..., Any]]) -> Environment:
    """Make the environment that a language's templates are rendered in.

    Arguments:
        layers: where templates are found.
        encoders: the language's own filters, beside those that every language has.
    """
    environment = _Environment(
        loader=_Loader(layers),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        finalize=guard,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_compiled_templates(),
    )
    # Jinja's own filters join and format; ours encode, and nothing else may print.
    environment.filters.clear()
    environment.globals.clear()
    environment.filters.update({**FILTERS, **encoders})
    environment.tests["empty"] = lambda text: reveal(text) == ""
    return environment


def referenced(layers: Layers, templates: Iterable[str]) -> set[str]:
    """Give the paths of templates and of all that they include, import or extend."""
    from jinja2.meta import find_referenced_templates

    environment = Environment()
    found: set[str] = set()
    waiting = list(templates)
    while waiting:
        path = waiting.pop().removeprefix(BUILTIN)
        data = layers.find(path)
        if path in found or data is None:
            continue
        found.add(path)
        names = find_referenced_templates(environment.parse(data[0].decode()))
        waiting += [name for name in names if name is not None]
    return found


def locate(error: Exception, environment: Environment, template: str, subject: str) -> Problem:
    """Make the problem for an error that a template raised, with the template's own line.

    Arguments:
        error: what was raised while the template was compiled or rendered.
        environment: the one it was found in.
        template: the template's path in the layers.
        subject: what was being rendered, for the message.
    """
    import traceback

    loader = environment.loader
    assert isinstance(loader, _Loader)
    file, line = loader.labels.get(template, template), 1
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename in loader.labels.values():
            file, line = frame.filename, frame.lineno or 1
    if isinstance(number := getattr(error, "lineno", None), int):
        file, line = getattr(error, "filename", None) or file, number
    message = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, TemplateNotFound):
        message = f"there is no template {message}"
    return Problem(Mark(file, line), f"{message} (in {subject})", "correct the template")


def _compiled_templates() -> FileSystemBytecodeCache | None:
    """Give the cache of compiled templates, in the user's cache folder; None if there can't be one.

    Compiling is most of what a run costs. An entry is used only for the very source it was made
    of, by the same Python and the same Jinja.
    """
    try:
        compiler = zlib.crc32(Path(jinja2.compiler.__file__).read_bytes())
    except OSError:
        return None
    folder = cache_folder(f"templates-{compiler:08x}")
    return None if folder is None else FileSystemBytecodeCache(str(folder))


class _Loader(BaseLoader):
    """Finds templates through the layers; `builtin:` in front skips the user's."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self.labels: dict[str, str] = {}

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        path = template.removeprefix(BUILTIN)
        if path != template:
            data = self.layers.builtin.read(path)
            found = None if data is None else (data, self.layers.builtin.label(path), True)
        else:
            found = self.layers.find(path)
        if found is None or ".." in path.split("/"):
            raise TemplateNotFound(template)
        self.labels[template] = found[1]
        try:
            return found[0].decode(), found[1], lambda: True
        except UnicodeDecodeError as error:
            raise GenError(f"{found[1]}: this is not UTF-8; save the file as UTF-8") from error
