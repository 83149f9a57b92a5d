"""The Jinja environment of a language: its filters, and the place of a template's fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateNotFound,
    Undefined,
    pass_context,
)
from jinja2.runtime import Context

from generator.errors import GenError, Mark, Problem
from generator.languages.encoders import Encoder, UnholdableError
from generator.languages.language import Language, Layers
from generator.languages.value_forms import ValueForm, form_writer
from generator.model.text import Code, Text, reveal
from generator.model.values import Value
from generator.rendering.filters import FILTERS, guard
from generator.rendering.layout import WIDEST, GuardError
from generator.rendering.sandbox import Sandbox
from generator.sources.source import is_below

Refuse = Callable[[UnholdableError, Text | str], None]


def make_filters(language: Language, refuse: Refuse) -> dict[str, Callable[..., Any]]:
    """Make the filters that a language has beside those that every language has.

    Arguments:
        language: the language.
        refuse: told of each text that an encoder can't hold, in place of which nothing is printed.
    """
    encoders = {name: _encoder(row, refuse) for name, row in language.encoders.items()}
    forms = {name: _form(form, encoders) for name, form in language.forms.items()}
    return {**encoders, **forms}


def _form(form: ValueForm, encoders: Mapping[str, Callable[[object], Code]]) -> Callable[..., Code]:
    write = form_writer(form, encoders)
    # By the identity of a value, which is kept; templates ask for one several times: how wide it
    # is, and what is in it.
    known: dict[tuple[int, int, int | None, int], tuple[Value, Code]] = {}

    def written(
        value: Value | Undefined, indent: int = 0, column: int | None = None, behind: int = 0
    ) -> Code:
        if isinstance(value, Undefined):
            raise GuardError(str(value))  # which raises itself, and names what is missing
        if indent > WIDEST:
            raise GuardError(f"{indent} spaces are more than a line may begin with")
        key = id(value), indent, column, behind
        found = known.get(key)
        if found is None:
            found = known[key] = value, write(value, indent, column, behind)
        return found[1]

    return written


def _encoder(encoder: Encoder, refuse: Refuse) -> Callable[[object], Code]:
    encode: Callable[[str], Code] | None = None

    def encoded(text: object) -> Code:
        nonlocal encode
        if encode is None:
            encode = encoder.encode
        if not isinstance(text, (Text, str)):
            if isinstance(text, Undefined):
                str(text)  # raises, and names what there is none of
            raise GuardError(f"{type(text).__name__} is not text; use word for a number")
        try:
            return encode(reveal(text))
        except UnholdableError as fault:
            refuse(fault, text)
            return Code("")

    return encoded


BUILTIN = "builtin:"


def make_environment(layers: Layers, encoders: Mapping[str, Callable[..., Any]]) -> Sandbox:
    """Make the environment that a language's templates are rendered in.

    Arguments:
        layers: where templates are found.
        encoders: the language's own filters, beside those that every language has.
    """
    environment = Sandbox(
        loader=_Loader(layers),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        auto_reload=False,
        cache_size=-1,
        optimized=False,  # templates have few constants, and looking for them takes long
    )
    # Jinja's own filters join and format; ours encode, and nothing else may print.
    environment.allow_filters({**FILTERS, **encoders})
    environment.globals.clear()
    environment.tests["empty"] = lambda text: reveal(text) == ""
    return environment


@pass_context
def _finalized(context: Context, value: object) -> Code:  # noqa: ARG001
    """Guard output where Jinja itself writes it.

    It takes the context so that Jinja calls it as a template runs, never as one is compiled:
    languages share compiled templates, which must not hold what an encoder made of a constant.
    """
    return guard(value)


def referenced_templates(layers: Layers, templates: Iterable[str]) -> set[str]:
    """Give the paths of templates and of all that they include, import or extend."""
    from jinja2.meta import find_referenced_templates

    environment = Environment()
    found: set[str] = set()
    waiting = list(templates)
    while waiting:
        path = waiting.pop().removeprefix(BUILTIN)
        if path in found or (data := layers.find(path)) is None:
            continue
        found.add(path)
        names = find_referenced_templates(environment.parse(data[0].decode()))
        waiting += [name for name in names if name is not None]
    return found


def template_problem(
    error: Exception, environment: Environment, template: str, subject: str
) -> Problem:
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
    if isinstance(error, SyntaxError):  # of the Python that Jinja makes, whose lines nobody knows
        error = ValueError(error.msg)
    if isinstance(number := getattr(error, "lineno", None), int):
        file, line = getattr(error, "filename", None) or file, number
    message = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, (MemoryError, RecursionError)):
        message = "this is nested too deep, or takes too much memory"
    if isinstance(error, TemplateNotFound):
        message = f"there is no template {message}"
    return Problem(Mark(file, line), f"{message} (in {subject})", "correct the template")


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
        if not is_below(path):
            raise TemplateNotFound(template)
        if path != template:
            data = self.layers.builtin.read(path)
            found = None if data is None else (data, self.layers.builtin.label(path), True)
        else:
            found = self.layers.find(path)
        if found is None:
            raise TemplateNotFound(template)
        self.labels[template] = found[1]
        try:
            return found[0].decode(), found[1], lambda: True
        except UnicodeDecodeError as error:
            raise GenError(f"{found[1]}: this is not UTF-8; save the file as UTF-8") from error
