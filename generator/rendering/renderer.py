"""Render jobs with their templates into the bytes of files.

A job says which template makes which file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from generator.errors import Mark, Problem, ProblemsError, shortened
from generator.languages.encoders import UnholdableError
from generator.languages.language import Language, Layers
from generator.languages.target import Target
from generator.model.text import Text, reveal
from generator.rendering.contexts import Contexts
from generator.rendering.environment import (
    TEMPLATE_ERRORS,
    make_environment,
    make_filters,
    template_problem,
)
from generator.rendering.finish import Pending, finish
from generator.rendering.formatter import CHECKS, FORMATTERS, endpoint_not_in
from generator.rendering.jobs import Job, RenderJob
from generator.rendering.sample import Sample, add_snippet_tags
from generator.rendering.sandbox import Sandbox

Shared = TypeVar("Shared")


def render(
    jobs: Iterable[RenderJob],
    languages: Mapping[str, Language],
    layers: Layers,
    evidence: Callable[[str, bytes], tuple[object, ...]] | None = None,
    on_progress: Callable[[int], None] = lambda count: None,  # noqa: ARG005
    skipped: list[Problem] | None = None,
    known: Mapping[str, bytes] = MappingProxyType({}),
    on_file: Callable[[str, bytes], None] | None = None,
    is_check: bool = False,
) -> dict[str, bytes]:
    """Render the files of jobs. Pages are rendered last, since they show samples.

    Arguments:
        jobs: one job for each file. A job that is not `wanted` makes no file; its sample is only
            shown in pages.
        languages: all languages, by id.
        layers: the template folders.
        evidence: takes the path and the bytes of a sample, and returns the results that
            `gen verify` had with these bytes; None if no results were given.
        on_progress: called with the number of jobs done since the previous call.
        skipped: gets a problem for each value that the language of a sample can't write. The sample
            is then left out. If this is None, such a value is an error.
        known: the bytes of samples that need not be rendered, by path.
        on_file: gets the path and the bytes of each file, which are not returned then.
        is_check: whether only problems are wanted. Then code need not be formatted.

    Returns:
        The wanted files by path, as UTF-8 with LF line ends.

    Raises:
        ProblemsError: if a template fails, or a language can't represent a text of the spec. The
            error has all such problems.
    """
    all_jobs = list(jobs)
    renderer = Renderer(languages, layers, evidence, skipped, known, is_check)
    has_pages = any(isinstance(job, Job) and job.target.is_page for job in all_jobs)
    tree: dict[str, bytes] = {}
    keep = on_file or tree.__setitem__
    pages: list[RenderJob] = []
    for number, job in enumerate(all_jobs, 1):
        if number % _PROGRESS_STEP == 0:
            on_progress(_PROGRESS_STEP)
        if isinstance(job, Job) and job.target.is_page:
            pages.append(job)
        elif isinstance(job, Job) and has_pages:
            sample = renderer.sample(job)
            if job.path not in renderer.left_out:
                renderer.samples_by_folder.setdefault(job.place, []).append(sample)
                if job.wanted:
                    keep(job.path, sample.file_code.encode())
        elif job.wanted:
            data = renderer.render(job).encode()
            if job.path not in renderer.left_out:
                keep(job.path, data)
    for page in pages:
        keep(page.path, renderer.render(page).encode())
    if renderer.problems:
        raise ProblemsError(renderer.problems)
    return tree


# Jobs between two calls of `on_progress`.
_PROGRESS_STEP = 50


class Renderer:
    """Renders jobs one by one, and caches what several jobs use.

    Arguments:
        languages, layers, evidence, skipped, known, is_check: see `render`.

    Attributes:
        samples_by_folder: the rendered samples, by the folder `Job.place`.
        template_sources: the results of `Layers.find`, by the path of the template.
        contexts: makes the variables for the templates of samples, pages and programs.
        problems: all problems found so far.
        left_out: the paths of samples that are not made, since their language can't write a value.
        job, target: the job that is being rendered, and its target.
    """

    def __init__(
        self,
        languages: Mapping[str, Language],
        layers: Layers,
        evidence: Callable[[str, bytes], tuple[object, ...]] | None,
        skipped: list[Problem] | None = None,
        known: Mapping[str, bytes] = MappingProxyType({}),
        is_check: bool = False,
    ) -> None:
        self.known = known
        self._is_check = is_check
        self.left_out: set[str] = set()
        self._skipped = skipped
        self.languages = languages
        self.layers = layers
        self.evidence = evidence
        self.samples_by_folder: dict[str, list[Sample]] = {}
        self._samples: dict[str, Sample] = {}
        self._shared: dict[tuple[str, ...], Any] = {}
        self.template_sources: dict[str, tuple[bytes, str, bool] | None] = {}
        self.problems: list[Problem] = []
        self.target: Target
        self.job: RenderJob
        self.environments: dict[str, Sandbox] = {}
        self.contexts = Contexts()

    def sample(self, job: Job, other_job: Job | None = None) -> Sample:
        """Return the rendered sample of a job; a second call with its path returns the same one.

        Arguments:
            job: the job to render.
            other_job: the job of the same sample with another endpoint of the API; None if the
                page shows no other endpoint.
        """
        cached = self._samples.get(job.path)
        if cached is not None:
            return cached
        header: int | None = None
        if job.path in self.known and job.api.snippet_tags is None:
            code = file_code = self.known[job.path].decode()
        elif job.own is not None:
            code, file_code = job.own.code.replace("\r\n", "\n"), job.own.code
        else:
            code, file_code, header = self._render_shown(job)
        target = job.target
        sample = Sample(
            title=target.title,
            fence=target.fence,
            file=job.file,
            code=code,
            file_code=file_code,
            target=target.id,
            lang=target.lang or self.languages[target.language].title,
            endpoint=job.request.endpoint,
            render_other_endpoint=(lambda: self._render_other_endpoint(other_job))
            if other_job
            else None,
            proofs=self.evidence(job.path, self._proven_bytes(job, file_code))
            if self.evidence
            else (),
            variant=job.variant,
            header=header,
        )
        self._samples[job.path] = sample
        return sample

    def _proven_bytes(self, job: Job, code: str) -> bytes:
        """Return the bytes that a run of a sample proves: its own, and those of its client."""
        current, parts = self._current, job.caller.client if job.caller else ()
        texts = [self.make_once(("part", p.path), partial(self.render, p)) for p in parts]
        self._go_back_to(current)
        return "".join((code, *texts)).encode()

    def _render_shown(self, job: Job) -> tuple[str, str, int]:
        """Render a sample, perhaps while a page that shows it is being rendered.

        Returns:
            The text without snippet tags, the text of the file, and how many lines of the first
            are the comment on top.
        """
        current = self._current
        code, header = self._render_code(job)
        file_code = self._with_tags(job, code, header)
        self._go_back_to(current)
        return code, file_code, header

    @property
    def _current(self) -> tuple[Target, RenderJob] | None:
        """The target and the job that are being rendered; None before the first one."""
        return (self.target, self.job) if hasattr(self, "job") else None

    def _go_back_to(self, current: tuple[Target, RenderJob] | None) -> None:
        """Set what is being rendered to what it was before."""
        if current is not None:
            self.target, self.job = current

    def _render_other_endpoint(self, job: Job) -> tuple[str, str]:
        """Render a sample with another endpoint while another job is being rendered."""
        return job.request.endpoint, self._render_shown(job)[0]

    @property
    def has_evidence(self) -> bool:
        """Whether results of `gen verify` were given to this renderer."""
        return self.evidence is not None

    def make_once(self, key: tuple[str, ...], make: Callable[[], Shared]) -> Shared:
        """Return a value that several jobs share.

        Arguments:
            key: identifies the value.
            make: computes the value; only called at the first call with this key.
        """
        if key not in self._shared:
            self._shared[key] = make()
        value: Shared = self._shared[key]
        return value

    def render(self, job: RenderJob) -> str:
        """Render one file, and return its text.

        The text is empty if the template or the formatter failed, which adds a problem to
        `problems`.
        """
        if job.path in self.known:
            return self.known[job.path].decode()
        if isinstance(job, Job) and job.own is not None:
            return job.own.code
        return self._with_tags(job, *self._render_code(job))

    def _render_code(self, job: RenderJob) -> tuple[str, int]:
        """Render one file, and format its text if the target has a formatter.

        Returns:
            The text without snippet tags, and the number of its first lines that are no code.
        """
        if isinstance(job, Job):
            if job.own is not None:
                return job.own.code, 0
            self._check_credentials(job, self.languages[job.target.language])
        context = job.context(self)
        subject = job.subject or f"{job.api.id} {job.api.version}"
        self.target = job.target
        self.job = job
        text, header = self._render_text(job, context, subject)
        if text and self._wants_formatter(job):
            # The layout must not depend on the host, so a formatter gets each text with the same.
            any_endpoint = endpoint_not_in(text)
            endpoint = job.request.endpoint if isinstance(job, Job) else any_endpoint
            anywhere = text.replace(endpoint, any_endpoint)
            text = self._format(job, anywhere, subject).replace(any_endpoint, endpoint)
        most = job.target.longest_line
        if not most:
            return text, header
        whole = text.replace(f"{job.target.continues}\n", "") if job.target.continues else text
        longest = max(map(len, whole.split("\n")))
        if longest > most:
            self._leave_out(self.place, f"a line has {longest:,} characters, and {most:,} are read")
        return text, header

    def _with_tags(self, job: RenderJob, code: str, header: int) -> str:
        """Add snippet tags to a sample if its API wants them."""
        tags = job.api.snippet_tags
        if tags is None or not job.target.is_sample:
            return code
        if job.target.comment:
            return add_snippet_tags(code, header, tags, job.target.comment)
        what = f"{job.target.id} can't have snippet tags: it doesn't say what begins a comment"
        self.problems.append(Problem(self.place, what, "add comment: to the target"))
        return code

    @property
    def place(self) -> Mark:
        """The file, line and column where the spec has the operation that is being rendered.

        For a file about a whole API, this is where the spec has the API's title.
        """
        job = self.job
        operation = job.operation
        title = operation.title if operation else job.api.title
        return title.mark or Mark(job.api.file)

    def _render_text(
        self, job: RenderJob, context: dict[str, object], subject: str
    ) -> tuple[str, int]:
        """Render a template; add a problem and return an empty text if it fails."""
        language = self.languages[job.target.language]
        environment = self._environment(language)
        try:
            text = environment.render(job.template, context)
            pending, is_sample = environment.pending, job.target.is_sample
            return finish(text, pending, language.imports, language.indentation, is_sample)
        except TEMPLATE_ERRORS as error:
            self.problems.append(template_problem(error, environment, job.template, subject))
            return "", 0

    def _environment(self, language: Language) -> Sandbox:
        """Return the Jinja environment of a language."""
        environment = self.environments.get(language.id)
        if environment is None:
            pending = Pending()
            filters = make_filters(language, self._report_unholdable, pending)
            environment = make_environment(self.layers, filters, pending)
            self.environments[language.id] = environment
        return environment

    def _check_credentials(self, job: Job, language: Language) -> None:
        """Report credentials whose environment variable the templates use themselves."""
        self.target = job.target
        if language.names.environment:
            taken = _fold_names(language.names.template_variables)
            for credential in job.request.credentials:
                if credential.env.casefold() in taken:
                    what = f"{self.target.title} has a variable {credential.env} of its own"
                    todo = f"choose another env, or don't publish {self.target.id}"
                    self.problems.append(Problem(credential.name.mark, what, todo))

    def _wants_formatter(self, job: RenderJob) -> bool:
        """Say whether the target of a job has a formatter that runs in this process."""
        formatter = job.target.formatter
        if formatter is None or formatter.needs not in FORMATTERS:
            return False
        return job.path.endswith(formatter.suffix)

    def _format(self, job: RenderJob, text: str, subject: str) -> str:
        """Format a text; add a problem and return an empty text if the formatter fails.

        Built-in templates print most code as the formatter would. It is only needed for templates
        of the user, for lines that are too long, and for characters whose width programs disagree
        about.
        """
        formatter = job.target.formatter
        assert formatter is not None
        if job.template not in self.template_sources:
            self.template_sources[job.template] = self.layers.find(job.template)
        source = self.template_sources[job.template]
        is_builtin = source is not None and source[2]

        def is_done(line: str) -> bool:
            is_narrow = line.isascii() or max(line) < _FIRST_OF_OTHER_WIDTHS
            return is_narrow and formatter.has_form(line)

        if is_builtin and all(map(is_done, text.split("\n"))):
            return text
        try:
            if self._is_check and not job.target.longest_line:
                CHECKS[formatter.needs](text, Path(job.api.file))
                return text
            format_text = FORMATTERS[formatter.needs]
            return format_text(text, Path(job.api.file), is_done if is_builtin else None)
        except ValueError as error:
            mark = Mark(source[1] if source else job.template)
            what = f"{formatter.needs} can't read what this makes for {subject}: {error}"
            self.problems.append(Problem(mark, " ".join(what.split()), "correct the template"))
            return ""

    def _report_unholdable(self, fault: UnholdableError, text: Text | str, encoder: str) -> None:
        """Report a text that the language can't represent."""
        mark = text.mark if isinstance(text, Text) else None
        what, todo = fault.describe(shortened(reveal(text)), encoder, mark is not None)
        self._leave_out(mark or self.place, f"{self.target.title} can't hold {what}", todo)

    def _leave_out(self, mark: Mark, what: str, or_else: str = "") -> None:
        """Leave out the sample that is being rendered, and say why; for other files, an error."""
        todo = f"choose another value, or don't publish {self.target.id}{or_else}"
        if self._skipped is None or not self.target.is_sample or self.job.operation is None:
            self.problems.append(Problem(mark, what, todo))
            return
        consequence = f"and {self.target.id} makes no sample of {self.job.operation.id}"
        self._skipped.append(Problem(mark, f"{what}, {consequence}", todo))
        self.left_out.add(self.job.path)


@lru_cache
def _fold_names(names: frozenset[str]) -> frozenset[str]:
    """Return names without differences in case; cached, since all jobs of a language ask."""
    return frozenset(name.casefold() for name in names)


# Characters below it are Latin letters of one column each. Combining marks begin here.
_FIRST_OF_OTHER_WIDTHS = "\u0300"
