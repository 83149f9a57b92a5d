"""Jobs → tree: path → bytes, or every problem; nothing is written here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from jinja2 import Environment, TemplateError, Undefined

from generator.body import Variable
from generator.calls import make_call, needs
from generator.client import (
    api_names,
    argument_names,
    code_paths,
    error_name,
    failures,
    field_names,
    message_paths,
)
from generator.errors import Mark, Problem, ProblemsError
from generator.language import Language, Layers
from generator.layout import GuardError
from generator.literals import Code, UnholdableError, identifiers
from generator.model import Credential
from generator.plan import ClientJob, Job
from generator.records import Member, usual_name
from generator.structures import Form, writer
from generator.templates import locate, make_environment
from generator.text import Text, reveal
from generator.values import Value


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
    jobs: Iterable[Job | ClientJob], languages: Mapping[str, Language], layers: Layers
) -> dict[str, bytes]:
    """Render files: samples and clients first, then pages, which show samples.

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
    samples: dict[str, list[Sample]] = {}
    pages: list[Job] = []
    for job in jobs:
        if isinstance(job, ClientJob):
            if job.wanted:
                tree[job.path] = renderer.client_file(job).encode()
            continue
        if job.target.is_page:
            pages.append(job)
            continue
        text = renderer.render(job, ())
        if job.wanted:
            tree[job.path] = text.encode()
        sample = Sample(job.target.title, job.target.fence, job.file, text, job.target.id)
        samples.setdefault(job.place, []).append(sample)
    for job in pages:
        shown = samples.get(job.place, ())
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
        self.client: tuple[str, dict[str, object]] | None = None

    def render(self, job: Job, samples: Iterable[Sample]) -> str:
        """Render one job; gives an empty text after adding a problem."""
        language = self.languages[job.target.language]
        self._hidden_credentials(job, language)
        context: dict[str, object] = {
            "api": job.api,
            "operation": job.operation,
            "request": job.request,
            "region": job.request.region,
            "success": job.operation.success,
            "file": job.file,
            "stem": job.file.partition(".")[0],
            "title": job.target.title,
            "samples": list(samples),
        }
        if job.caller is None:
            context["job_names"] = _names(job, language)
        else:
            records = job.caller.client[0].records
            call = make_call(job.api, job.operation, job.request, records)
            names = argument_names(job.api, [call], job.request.credentials, language.names)
            context |= {
                "call": call,
                "error_class": job.caller.base,
                "job_names": {**job.caller.names, **names},
            }
        return self._made(job, context, job.operation.id)

    def client_file(self, job: ClientJob) -> str:
        """Render one file of a client; gives an empty text after adding a problem."""
        context, subject = self._client_context(job), f"{job.api.id} {job.api.version}"
        return self._made(job, context, subject)

    def _client_context(self, job: ClientJob) -> dict[str, object]:
        """Give what all files of a client know; it is made once."""
        if self.client is None or self.client[0] != job.folder:
            api = job.api
            pairs = zip(api.operations, job.requests, strict=True)
            calls = [
                make_call(api, operation, request, job.records) for operation, request in pairs
            ]
            request = job.requests[0]
            language = self.languages[job.target.language]
            fields = field_names(api, language.names, job.records)
            is_camel = job.records.is_camel({m: fields[m] for m in job.records.members})
            odd = {
                record: [m for m in record.members if not _is_usual(m, fields[m], is_camel)]
                for record in job.records.records
            }
            context = {
                "api": api,
                "calls": calls,
                "credentials": request.credentials,
                "endpoint": request.endpoint,
                "error_class": error_name(api, language.names),
                "failures": failures(api),
                "code_paths": code_paths(api),
                "message_paths": message_paths(api),
                "needs": needs(calls, job.records),
                "records": job.records,
                "is_camel": is_camel,
                "odd": odd,
                "has_odd": any(odd.values()),
                "region": request.region,
                "timeout": request.timeout,
                "title": job.target.title,
                "job_names": {
                    **api_names(api, language.names, job.records),
                    **fields,
                    **argument_names(api, calls, request.credentials, language.names),
                },
            }
            self.client = job.folder, context
        return self.client[1]

    def _made(self, job: Job | ClientJob, context: Mapping[str, object], subject: str) -> str:
        """Render a template, and format what it made."""
        self.target = job.target
        title = job.operation.title if isinstance(job, Job) else job.api.title
        self.place = title.mark or Mark(job.api.file)
        language = self.languages[job.target.language]
        environment = self.environments.get(language.id)
        if environment is None:
            encoders = {name: self._encode(e.encode) for name, e in language.encoders.items()}
            forms = {name: self._form(form, encoders) for name, form in language.forms.items()}
            environment = make_environment(self.layers, {**encoders, **forms})
            self.environments[language.id] = environment
        try:
            text = environment.get_template(job.template).render(context)
        except _TEMPLATE_FAULTS as error:
            self.problems.append(locate(error, environment, job.template, subject))
            return ""
        return self._formatted(job, text, subject)

    def _hidden_credentials(self, job: Job, language: Language) -> None:
        """Report a credential that a variable of the templates would hide."""
        self.target = job.target
        if language.names.environment:
            taken = {name.casefold() for name in language.names.own}
            for credential in job.request.credentials:
                if credential.env.casefold() in taken:
                    what = f"{self.target.title} has a variable {credential.env} of its own"
                    todo = f"choose another env, or don't publish {self.target.id}"
                    self.problems.append(Problem(credential.name.mark, what, todo))

    def _formatted(self, job: Job | ClientJob, text: str, subject: str) -> str:
        """Format what is not certain to be formatted, where the formatter runs in this process.

        A user's template is not, nor is a line too long for a form that templates know, or one
        with characters whose width is not the same to everybody.
        """
        found = self.layers.find(job.template)
        builtin = found is not None and found[2]
        formatter = job.target.formatter
        if formatter is None or formatter.needs not in _IN_PROCESS:
            return text
        if not job.path.endswith(formatter.suffix):
            return text
        is_narrow = text.isascii() or max(text) < _FIRST_OF_OTHER_WIDTHS
        if builtin and is_narrow and all(len(line) <= formatter.width for line in text.split("\n")):
            return text
        try:
            return _IN_PROCESS[formatter.needs](text)
        except ValueError as error:
            mark = Mark(found[1] if found else job.template)
            what = f"{formatter.needs} can't read what this makes for {subject}: {error}"
            self.problems.append(Problem(mark, " ".join(what.split()), "correct the template"))
            return ""

    @staticmethod
    def _form(form: Form, encoders: Mapping[str, Callable[[object], Code]]) -> Callable[..., Code]:
        write = writer(form, lambda encoder, text: encoders[encoder](text))

        def written(
            value: Value | Undefined,
            indent: int = 0,
            column: int | None = None,
            behind: int = 0,
        ) -> Code:
            if isinstance(value, Undefined):
                raise GuardError(str(value))  # which raises itself, and names what is missing
            return write(value, indent, column, behind)

        return written

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
                of = "here" if mark else f"of {reveal(text)} here"
                what = f"{self.target.title} can't hold {fault} {of}"
                todo = f"choose another value, or don't publish {self.target.id}"
                self.problems.append(Problem(mark or self.place, what, todo))
                return Code("")

        return encoded


def _is_usual(member: Member, identifier: str, is_camel: bool) -> bool:
    """Say whether a client can tell a field's name by its identifier."""
    usual = usual_name(identifier) if is_camel else identifier
    return reveal(member.name) == usual


def _names(job: Job, language: Language) -> dict[Variable | Credential, Code]:
    """Choose the identifiers of the sample's variables."""
    request = job.request
    names = language.names
    only = len(request.credentials) == 1
    inputs = request.body.inputs if request.body else ()
    variables = (*request.variables, *request.files, *inputs, *filter(None, [request.output]))
    wanted: dict[Variable | Credential, str] = {v: reveal(v.name) for v in variables}
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


# Below it are Latin letters alone, which take a column each; from it on, combining marks.
_FIRST_OF_OTHER_WIDTHS = "\u0300"
# Formatters that run in this process, on what a user's template made.
_IN_PROCESS: dict[str, Callable[[str], str]] = {"black": _black}
