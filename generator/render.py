"""Jobs → tree: path → bytes, or every problem; nothing is written here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from jinja2 import Environment, TemplateError, Undefined

from generator.errors import Mark, Problem, ProblemsError
from generator.language import Language, Layers
from generator.layout import GuardError, columns
from generator.literals import Code, UnholdableError, identifiers
from generator.model import Credential
from generator.plan import Job
from generator.request import Variable
from generator.templates import locate, make_environment
from generator.text import Text, reveal


@dataclass(frozen=True, slots=True)
class Sample:
    """A rendered sample, as pages get it."""

    title: str
    fence: str
    file: str
    code: str
    target: str


# What a template can raise; anything else is a fault of ours, and shows as one.
_TEMPLATE_FAULTS = (
    TemplateError,
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)


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
        self.target = job.target
        language = self.languages[job.target.language]
        environment = self.environments.get(language.id)
        if environment is None:
            encoders = {name: self._encode(e.encode) for name, e in language.encoders.items()}
            environment = make_environment(self.layers, encoders)
            self.environments[language.id] = environment
        self._hidden_credentials(job, language)
        context = {
            "api": job.api,
            "operation": job.operation,
            "request": job.request,
            "region": job.request.region,
            "success": job.operation.success,
            "file": job.file,
            "stem": job.file.partition(".")[0],
            "title": job.target.title,
            "samples": list(samples),
            "job_names": _names(job, language),
        }
        try:
            text = environment.get_template(job.target.template).render(context)
        except _TEMPLATE_FAULTS as error:
            template = job.target.template
            self.problems.append(locate(error, environment, template, job.operation.id))
            return ""
        return self._formatted(job, text)

    def _hidden_credentials(self, job: Job, language: Language) -> None:
        """Report a credential that a variable of the templates would hide."""
        if language.names.environment:
            taken = {name.casefold() for name in language.names.own}
            for credential in job.request.credentials:
                if credential.env.casefold() in taken:
                    what = f"{self.target.title} has a variable {credential.env} of its own"
                    todo = f"choose another env, or don't publish {self.target.id}"
                    self.problems.append(Problem(credential.name.mark, what, todo))

    def _formatted(self, job: Job, text: str) -> str:
        """Format what is not certain to be formatted, where the formatter runs in this process.

        A user's template is not, nor is a line too long for a form that templates know.
        """
        found = self.layers.find(job.target.template)
        builtin = found is not None and found[2]
        formatter = job.target.formatter
        if formatter is None or formatter.needs not in _IN_PROCESS:
            return text
        if builtin and all(columns(line) <= formatter.width for line in text.split("\n")):
            return text
        try:
            return _IN_PROCESS[formatter.needs](text)
        except ValueError as error:
            mark = Mark(found[1] if found else job.target.template)
            what = f"{formatter.needs} can't read what this makes for {job.operation.id}: {error}"
            self.problems.append(Problem(mark, " ".join(what.split()), "correct the template"))
            return ""

    def _encode(self, encode: Callable[[str], Code]) -> Callable[[object], Code]:
        def encoded(text: object) -> Code:
            if isinstance(text, Undefined):
                str(text)  # raises, and names what there is none of
            if not isinstance(text, (Text, str)):
                raise GuardError(f"{type(text).__name__} is not text; use word for a number")
            try:
                return encode(reveal(text))
            except UnholdableError as fault:
                mark = text.mark if isinstance(text, Text) else None
                what = f"{self.target.title} can't hold {fault} here"
                todo = f"choose another value, or don't publish {self.target.id}"
                self.problems.append(Problem(mark, what, todo))
                return Code("")

        return encoded


def _names(job: Job, language: Language) -> dict[Variable | Credential, Code]:
    """Choose the identifiers of the sample's variables."""
    request = job.request
    names = language.names
    only = len(request.credentials) == 1
    wanted: dict[Variable | Credential, str] = {v: reveal(v.name) for v in request.variables}
    taken = names.taken
    if names.environment:  # credentials have their variables already, which others may not hide
        taken |= {credential.env for credential in request.credentials}
    else:
        wanted |= {c: "key" if only else c.env for c in request.credentials}
    chosen = identifiers(wanted.values(), names.case, taken, names.clash, names.ignore_case)
    return dict(zip(wanted, map(Code, chosen), strict=True))


# Samples are rendered in several threads at a time, and black can't be imported in two.
_importing = threading.Lock()


def _black(text: str) -> str:
    with _importing:
        import black

    try:
        return black.format_str(text, mode=black.Mode())
    except Exception as error:  # black raises what its parser does; a broken template is the cause
        raise ValueError(str(error)) from error


# Formatters that run in this process, on what a user's template made.
_IN_PROCESS: dict[str, Callable[[str], str]] = {"black": _black}
