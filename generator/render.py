"""Jobs → tree: path → bytes, or every problem; nothing is written here.

Whatever a template prints must be `Code`, the work of an encoder; Jinja's `finalize` refuses
everything else, so a template that forgets to encode fails to render.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateError, TemplateNotFound
from jinja2.runtime import Context
from jinja2.utils import pass_context

from generator.errors import GenError, Mark, Problem, ProblemsError
from generator.language import Language, Layers
from generator.literals import CASES, Code, UnholdableError, fence, identifiers, in_case
from generator.model import Credential
from generator.plan import Job
from generator.request import Variable, percent
from generator.text import Text, reveal

BUILTIN = "builtin:"
# Where `wrap` may break a line; no encoder makes these characters.
_BREAK = "\x1f"
_BREAK_BEHIND = "\x1e"


@dataclass(frozen=True, slots=True)
class Sample:
    """A rendered sample, as pages get it."""

    title: str
    fence: str
    file: str
    code: str
    target: str


class GuardError(TypeError):
    """A template printed something that no encoder made."""


def render(
    jobs: Iterable[Job], languages: Mapping[str, Language], layers: Layers
) -> dict[str, bytes]:
    """Render files: samples first, then pages, which show them.

    Arguments:
        jobs: what to make; what is not wanted is rendered for the pages alone.
        languages: the language folders by id.
        layers: where templates are read from.

    Returns:
        The wanted files by path, UTF-8 with LF line ends.

    Raises:
        ProblemsError: with every value that some language can't hold and every template that
            failed.
    """
    renderer = _Renderer(languages, layers)
    tree: dict[str, bytes] = {}
    samples: dict[tuple[str, str], list[Sample]] = {}
    pages: list[Job] = []
    for job in jobs:
        if job.target.is_page:
            pages.append(job)
            continue
        text = renderer.render(job, ())
        if job.wanted:
            tree[job.path] = text.encode()
        sample = Sample(job.target.title, job.target.fence, job.file, text, job.target.id)
        samples.setdefault((job.api.folder, job.operation.id), []).append(sample)
    for job in pages:
        shown = samples.get((job.api.folder, job.operation.id), ())
        tree[job.path] = renderer.render(job, shown).encode()
    if renderer.problems:
        raise ProblemsError(renderer.problems)
    return tree


class _Renderer:
    def __init__(self, languages: Mapping[str, Language], layers: Layers) -> None:
        self.languages = languages
        self.layers = layers
        self.problems: list[Problem] = []
        self.environments: dict[str, Environment] = {}

    def render(self, job: Job, samples: Iterable[Sample]) -> str:
        """Render one job; gives an empty text after adding a problem."""
        language = self.languages[job.target.language]
        environment = self.environments.get(language.id)
        if environment is None:
            environment = self._environment(language)
            self.environments[language.id] = environment
        context = {
            "api": job.api,
            "operation": job.operation,
            "request": job.request,
            "region": job.request.region,
            "success": job.operation.responses[0],
            "file": job.file,
            "stem": job.file.partition(".")[0],
            "title": job.target.title,
            "samples": list(samples),
            "job_names": _names(job, language),
        }
        try:
            text = environment.get_template(job.target.template).render(context)
        except (TemplateError, TypeError, ValueError, LookupError, AttributeError) as error:
            self.problems.append(self._template_problem(job, error))
            return ""
        return self._formatted(job, text)

    def _formatted(self, job: Job, text: str) -> str:
        """Format what the built-in templates, which print black's form, have not made."""
        found = self.layers.find(job.target.template)
        builtin = found is not None and found[2]
        formatter = job.target.formatter
        if builtin or formatter is None or formatter.needs not in _IN_PROCESS:
            return text
        try:
            return _IN_PROCESS[formatter.needs](text)
        except ValueError as error:
            mark = Mark(found[1] if found else job.target.template)
            what = f"{formatter.needs} can't read what this makes for {job.operation.id}: {error}"
            self.problems.append(Problem(mark, " ".join(what.split()), "correct the template"))
            return ""

    def _environment(self, language: Language) -> Environment:
        environment = Environment(
            loader=_Loader(self.layers),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            undefined=StrictUndefined,
            finalize=_guard,
            auto_reload=False,
            cache_size=-1,
        )
        # Jinja's own filters join and format; ours encode, and nothing else may print.
        environment.filters.clear()
        environment.globals.clear()
        environment.filters.update(_FILTERS)
        for name, encoder in language.encoders.items():
            environment.filters[name] = self._encode(encoder.encode, name, language)
        environment.tests["empty"] = lambda text: reveal(text) == ""
        return environment

    def _encode(
        self, encode: Callable[[str], Code], name: str, language: Language
    ) -> Callable[[Text | str], Code]:
        def encoded(text: Text | str) -> Code:
            try:
                return encode(reveal(text))
            except UnholdableError as fault:
                mark = text.mark if isinstance(text, Text) else None
                what = f"{language.title} can't hold {fault} in a {name.replace('_', ' ')}"
                todo = "choose another value, or don't publish this language"
                self.problems.append(Problem(mark, what, todo))
                return Code("")

        return encoded

    def _template_problem(self, job: Job, error: Exception) -> Problem:
        """Find the template's line that an error came from."""
        found = self.layers.find(job.target.template)
        file, line = (found[1] if found else job.target.template), 1
        known = {self.layers.find(name) for name in self._template_names(job)}
        labels = {layer[1] for layer in known if layer}
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename in labels:
                file, line = frame.filename, frame.lineno or 1
        if isinstance(getattr(error, "lineno", None), int):
            file, line = getattr(error, "filename", None) or file, error.lineno  # type: ignore[attr-defined]
        message = " ".join(str(error).split()) or type(error).__name__
        if isinstance(error, TemplateNotFound):
            message = f"there is no template {message}"
        what = f"{message} (in {job.operation.id})"
        return Problem(Mark(file, line), what, "correct the template")

    def _template_names(self, job: Job) -> list[str]:
        folder = job.target.language
        sources = (*self.layers.overrides, self.layers.builtin)
        return [f"{folder}/{name}" for source in sources for name in source.names(folder)]


class _Loader(BaseLoader):
    """Finds templates through the layers; `builtin:` in front skips the user's."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers

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
        try:
            return found[0].decode(), found[1], lambda: True
        except UnicodeDecodeError as error:
            raise GenError(f"{found[1]}: this is not UTF-8; save the file as UTF-8") from error


def _guard(value: object) -> Code:
    if isinstance(value, Code):
        return value
    kind = (
        "text from a spec" if isinstance(value, Text) else f"a value of type {type(value).__name__}"
    )
    raise GuardError(f"{kind} is printed without an encoder; end the {{{{ }}}} in a filter")


def _names(job: Job, language: Language) -> dict[Variable | Credential, Code]:
    """Choose the identifiers of the sample's variables."""
    request = job.request
    only = len(request.credentials) == 1
    wanted: dict[Variable | Credential, str] = {v: reveal(v.name) for v in request.variables}
    wanted |= {c: "key" if only else c.env for c in request.credentials}
    names = language.names
    # A variable named like the environment variable would hide it where case does not count.
    taken = names.taken | {credential.env for credential in request.credentials}
    chosen = identifiers(wanted.values(), names.case, taken, names.clash, names.ignore_case)
    return dict(zip(wanted, map(Code, chosen), strict=True))


@pass_context
def _name(context: Context, variable: Variable | Credential) -> Code:
    """Filter `name`: the identifier of a variable or credential."""
    names: dict[Variable | Credential, Code] = context["job_names"]
    return names[variable]


def _word(value: object) -> Code:
    """Filter `word`: what is only letters, digits and `._-` may stand anywhere."""
    text = reveal(value) if isinstance(value, (Text, str)) else str(value)
    if not re.fullmatch(r"[A-Za-z0-9._-]+", text):
        raise GuardError(f"{text!r} is more than a word; use an encoder")
    return Code(text)


def _percent(value: Text | str) -> str:
    """Filter `percent`: percent-encoded, to be passed to an encoder."""
    return percent(reveal(value))


def _fence(value: Text | str, info: str) -> Code:
    """Filter `fence`: a fenced code block."""
    return Code(fence(reveal(value), info))


def _operator(value: str) -> Code:
    """Filter `operator`: an operator in front of which `wrap` may break the line."""
    return Code(f"{_BREAK}{value}")


def _assign(value: str) -> Code:
    """Filter `assign`: an equals sign behind which `wrap` may break the line."""
    return Code(f" {value}{_BREAK_BEHIND}")


def _wrap(text: str, width: int, indent: int, hang: int = 0) -> Code:
    """Filter block `wrap`: each line as it is if it fits, else broken, as formatters do it.

    A line with an `assign` is broken behind it first, then in front of all operators.

    Arguments:
        text: the lines, with `operator` and `assign` where they may be broken.
        width: columns that a line may fill.
        indent: spaces in front of every line.
        hang: spaces that each further level of a broken line stands deeper.
    """
    return Code(
        "".join(
            f"{_wrapped(line, width, indent, hang)}\n"
            for line in text.removesuffix("\n").split("\n")
        )
    )


def _wrapped(line: str, width: int, indent: int, hang: int) -> str:
    margin = " " * indent
    whole = margin + line.replace(_BREAK, " ").replace(_BREAK_BEHIND, " ")
    if columns(whole) <= width:
        return whole
    left, behind, right = line.partition(_BREAK_BEHIND)
    if behind:
        return f"{margin}{left}\n{_wrapped(right, width, indent + hang, hang)}"
    return margin + line.replace(_BREAK, f"\n{margin}{' ' * hang}")


def columns(line: str) -> int:
    """Give the width of a line in columns of a terminal, as black counts them."""
    if line.isascii():
        return len(line)
    import unicodedata

    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in line)
    return len(line) + wide - sum(unicodedata.combining(c) > 0 for c in line)


def _black(text: str) -> str:
    import black

    try:
        return black.format_str(text, mode=black.Mode())
    except Exception as error:  # black raises what its parser does; a broken template is the cause
        raise ValueError(str(error)) from error


# Formatters that run in this process, on what a user's template made.
_IN_PROCESS: dict[str, Callable[[str], str]] = {"black": _black}

_FILTERS: dict[str, Callable[..., Any]] = {
    "name": _name,
    "word": _word,
    "percent": _percent,
    "fence": _fence,
    "operator": _operator,
    "assign": _assign,
    "wrap": _wrap,
    **{case: lambda text, case=case: Code(in_case(reveal(text), case)) for case in CASES},
}
