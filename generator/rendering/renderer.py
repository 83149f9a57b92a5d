"""Jobs → tree: path → bytes, or every problem; nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import TemplateError

from generator.errors import Mark, Problem, ProblemsError
from generator.languages.encoders import UnholdableError
from generator.languages.language import Language, Layers
from generator.languages.target import Target
from generator.model.text import Text, reveal
from generator.rendering.contexts import Contexts
from generator.rendering.environment import make_environment, make_filters, template_problem
from generator.rendering.formatter import IN_PROCESS
from generator.rendering.jobs import Job, RenderJob
from generator.rendering.parts import (
    SamplePart,
    add_snippet_tags,
    as_comments,
    from_comments,
    split_parts,
    unmarked,
)
from generator.rendering.sample import Sample
from generator.rendering.sandbox import Sandbox

Made = TypeVar("Made")
# What a template can raise; anything else is a fault of ours, and shows as one.
_TEMPLATE_FAULTS = (
    TemplateError,
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    MemoryError,
    SyntaxError,  # such as where more than twenty loops stand within one another
)


def render(
    jobs: Iterable[RenderJob],
    languages: Mapping[str, Language],
    layers: Layers,
    evidence: Callable[[str, bytes], tuple[object, ...]] | None = None,
    progress: Callable[[int], None] = lambda count: None,  # noqa: ARG005
) -> dict[str, bytes]:
    """Render files: samples and clients first, then pages and publications, which show samples.

    Arguments:
        jobs: what to make; what is not wanted is rendered for others alone.
        languages: the language folders by id.
        layers: where templates are read from.
        evidence: gives what verifications found of a sample, by its path and its bytes; None if
            nothing is known of any.
        progress: told how many jobs are done since it was told last.

    Returns:
        The wanted files by path, UTF-8 with LF line ends.

    Raises:
        ProblemsError: with every value that some language can't hold and every template that
            failed.
    """
    todo = list(jobs)
    renderer = Renderer(languages, layers, evidence, not all(map(_needs_no_parts, todo)))
    tree: dict[str, bytes] = {}
    pages: list[RenderJob] = []
    for number, job in enumerate(todo, 1):
        if number % _STEP == 0:
            progress(_STEP)
        if isinstance(job, Job) and job.target.is_page:
            pages.append(job)
        elif isinstance(job, Job) and renderer.marks:
            sample = renderer.sample(job)
            renderer.shown.setdefault(job.place, []).append(sample)
            if job.wanted:
                tree[job.path] = sample.code.encode()
        elif job.wanted:
            tree[job.path] = renderer.render(job)[0].encode()
    for page in pages:
        tree[page.path] = renderer.render(page)[0].encode()
    if renderer.problems:
        raise ProblemsError(renderer.problems)
    return tree


# After how many files progress is told.
_STEP = 50


def _needs_no_parts(job: RenderJob) -> bool:
    return isinstance(job, Job) and job.target.is_sample and job.api.snippet_tags is None


class Renderer:
    """Renders jobs, and keeps what several of them need.

    Arguments:
        languages, layers, evidence: see `render`.
        marks: whether somebody wants to know the parts of samples.

    Attributes:
        shown: the samples of each request, by the folder of it.
        contexts: makes the variables that templates of samples and pages see.
        problems: what is wrong so far.
    """

    def __init__(
        self,
        languages: Mapping[str, Language],
        layers: Layers,
        evidence: Callable[[str, bytes], tuple[object, ...]] | None,
        marks: bool,
    ) -> None:
        self.languages = languages
        self.layers = layers
        self.evidence = evidence
        self.shown: dict[str, list[Sample]] = {}
        self._samples: dict[str, Sample] = {}
        self._made_once: dict[tuple[str, ...], Any] = {}
        self.found: dict[str, tuple[bytes, str, bool] | None] = {}
        self.problems: list[Problem] = []
        self.target: Target
        self.job: RenderJob
        self.environments: dict[tuple[str, bool], Sandbox] = {}
        self.marks = marks
        self.contexts = Contexts()

    def sample(self, job: Job, other: Job | None = None) -> Sample:
        """Render a sample, once for all who show it.

        Arguments:
            job: of the sample.
            other: the same with another endpoint, if there is one.
        """
        known = self._samples.get(job.path)
        if known is not None:
            return known
        code, parts = self.render(job)
        target = job.target
        made = Sample(
            title=target.title,
            fence=target.fence,
            file=job.file,
            code=code,
            target=target.id,
            lang=target.lang or self.languages[target.language].title,
            parts=parts,
            comment=target.comment,
            endpoint=job.request.endpoint,
            elsewhere=(lambda: self._other(other)) if other else None,
            proofs=self.evidence(job.path, code.encode()) if self.evidence else (),
        )
        self._samples[job.path] = made
        return made

    def _other(self, job: Job) -> tuple[str, str]:
        """Render the same sample with another endpoint, while a publication is being made."""
        now = self.target, self.job
        code = self.render(job)[0]
        self.target, self.job = now
        return job.request.endpoint, code

    @property
    def has_evidence(self) -> bool:
        """Whether anything is known of what was verified."""
        return self.evidence is not None

    def once(self, key: tuple[str, ...], make: Callable[[], Made]) -> Made:
        """Give what several jobs share.

        Arguments:
            key: what it is known by.
            make: makes it, if nobody asked for it before.
        """
        if key not in self._made_once:
            self._made_once[key] = make()
        made: Made = self._made_once[key]
        return made

    def render(self, job: RenderJob) -> tuple[str, tuple[SamplePart, ...]]:
        """Render one job, format it, and find its parts; gives an empty text behind a problem."""
        if isinstance(job, Job):
            self._hidden_credentials(job, self.languages[job.target.language])
        context = job.context(self)
        subject = job.subject or f"{job.api.id} {job.api.version}"
        self.target = job.target
        self.job = job
        text = self._text(job, context, subject, self.marks)
        if self._wants_formatter(job, text):
            if not self.marks:  # a formatter breaks lines around the marks, which are comments then
                text = self._text(job, context, subject, True)
            text = self._formatted(job, text, subject)
        made, parts = split_parts(text)
        tags = job.api.snippet_tags
        if tags is None or not job.target.is_sample:
            return made, parts
        if job.target.comment:
            return add_snippet_tags(made, parts, tags, job.target.comment)
        what = f"{job.target.id} can't have snippet tags: it doesn't say what begins a comment"
        self.problems.append(Problem(self.place, what, "add comment: to the target"))
        return made, parts

    @property
    def place(self) -> Mark:
        """The place of what is being rendered."""
        job = self.job
        operation = job.operation
        title = operation.title if operation else job.api.title
        return title.mark or Mark(job.api.file)

    def _text(
        self,
        job: RenderJob,
        context: dict[str, object],
        subject: str,
        marks: bool,
    ) -> str:
        """Give what a template makes; an empty text after adding a problem."""
        environment = self._environment(job.target.language, marks)
        try:
            return environment.render(job.template, context)
        except _TEMPLATE_FAULTS as error:
            self.problems.append(template_problem(error, environment, job.template, subject))
            return ""

    def _environment(self, id_: str, marks: bool) -> Sandbox:
        """Give the environment of a language, with or without marks around parts."""
        found = self.environments.get((id_, marks))
        if found is None:
            filters = make_filters(self.languages[id_], self._refuse)
            if not marks:
                filters["part"] = unmarked
            found = make_environment(self.layers, filters)
            self.environments[id_, marks] = found
        return found

    def _hidden_credentials(self, job: Job, language: Language) -> None:
        """Report a credential that a variable of the templates would hide."""
        self.target = job.target
        if language.names.environment:
            taken = _folded(language.names.own)
            for credential in job.request.credentials:
                if credential.env.casefold() in taken:
                    what = f"{self.target.title} has a variable {credential.env} of its own"
                    todo = f"choose another env, or don't publish {self.target.id}"
                    self.problems.append(Problem(credential.name.mark, what, todo))

    def _wants_formatter(self, job: RenderJob, text: str) -> bool:
        """Say whether a text is not certain to be formatted, and its formatter is in this process.

        A user's template is not, nor is a line too long for a form that templates know, or one
        with characters whose width is not the same to everybody.
        """
        formatter = job.target.formatter
        if formatter is None or formatter.needs not in IN_PROCESS:
            return False
        if not text or not job.path.endswith(formatter.suffix):
            return False
        if job.template not in self.found:
            self.found[job.template] = self.layers.find(job.template)
        found = self.found[job.template]
        builtin = found is not None and found[2]
        is_narrow = text.isascii() or max(text) < _FIRST_OF_OTHER_WIDTHS
        if not (builtin and is_narrow):
            return True
        wide = [line for line in text.split("\n") if len(line) > formatter.width]
        return not all(map(formatter.has_form, wide))

    def _formatted(self, job: RenderJob, text: str, subject: str) -> str:
        """Format a text; gives an empty one after adding a problem."""
        formatter = job.target.formatter
        assert formatter is not None
        try:
            format_text = IN_PROCESS[formatter.needs]
            return from_comments(format_text(as_comments(text), Path(job.api.file)))
        except ValueError as error:
            found = self.found[job.template]
            mark = Mark(found[1] if found else job.template)
            what = f"{formatter.needs} can't read what this makes for {subject}: {error}"
            self.problems.append(Problem(mark, " ".join(what.split()), "correct the template"))
            return ""

    def _refuse(self, fault: UnholdableError, text: Text | str) -> None:
        """Report a text that the language can't hold."""
        mark = text.mark if isinstance(text, Text) else None
        of = "here" if mark else f"of {reveal(text)} here"
        what = f"{self.target.title} can't hold {fault} {of}"
        todo = f"choose another value, or don't publish {self.target.id}"
        self.problems.append(Problem(mark or self.place, what, todo))


@lru_cache
def _folded(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names)


# Below it are Latin letters alone, which take a column each; from it on, combining marks.
_FIRST_OF_OTHER_WIDTHS = "\u0300"
