"""The pipeline that all commands use: read specs and templates, plan the files, and render them.

A target is one kind of output of a language, such as samples for Java with OkHttp.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.config.config import Config
from generator.errors import Mark, OptionError, Problem, ProblemsError

if TYPE_CHECKING:
    from generator.languages.language import Language, Layers
    from generator.model.api import Api
    from generator.openapi.unsupported import Unsupported
    from generator.plan import Plan, Selection
    from generator.rendering.jobs import PlannedJob, RenderApi, RenderJob
    from generator.rendering.request import Binding
    from generator.sources.source import Source

_NO_CONFIG = Config()
# The value of --region that stands for every region, each in a folder of its own.
EVERY_REGION = "all"
# Called with the number of files that were rendered since the last call.
OnProgress = Callable[[int], None]
# Takes a digest of what each file is made from, by path. Returns the bytes of files that an earlier
# run made from the same.
Recall = Callable[[Mapping[str, str]], Mapping[str, bytes]]


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """The options of a command that say what to render.

    Attributes:
        spec: the path of a spec, or of a folder of specs.
        lang: the ids of the targets to render. A value may have several ids with commas between
            them. `all` stands for the targets that each spec publishes.
        operation: the ids of the operations to render; empty for all operations. A value may have
            several ids with commas between them.
        templates: the user's template folders. Their files replace built-in ones.
        region: the id of the region to call, or `EVERY_REGION`; None for the API's default region.
        endpoint: the scheme and host to call in place of the region's; None to call the region.
        values: values of parameters that replace examples of the spec, such as `sessionId=42`.
        jobs: the number of processes that may share the work; None for one for each processor.
        config: the settings of the project.
        is_check: whether only problems are wanted, and not the files.
    """

    spec: str
    lang: tuple[str, ...] = ("all",)
    operation: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    region: str | None = None
    endpoint: str | None = None
    values: tuple[str, ...] = ()
    jobs: int | None = None
    config: Config = _NO_CONFIG
    is_check: bool = False


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of a run: what was read from specs and template folders.

    Attributes:
        apis: the APIs that the specs describe.
        languages: the languages by id, which is the name of the language's folder.
        layers: the template folders, the user's and the built-in one.
        unsupported: what gen does not support in the OpenAPI documents that it has read.
        warnings: what is probably a mistake in the specs, sorted by place.
    """

    apis: tuple[Api, ...]
    languages: dict[str, Language]
    layers: Layers
    unsupported: Unsupported
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """The result of a run.

    Attributes:
        plan: what the run was to render.
        files: the bytes of the wanted files, by path.
        rows: for each path, the id of the file's target and the id of its operation. The second is
            empty for a file about a whole API.
        languages: the languages, by id.
        layers: the template folders, the user's and the built-in one.
        render_api: a function that plans and renders another API with the same options.
        unsupported: what gen does not support in the OpenAPI documents that it has read.
        warnings: what is probably a mistake in the specs, sorted by place.
        digests: for paths of files, digests of what they are made from, see `InputDigests`; empty
            if the run is small, or was not to recall files.
    """

    plan: Plan
    files: Mapping[str, bytes]
    rows: Mapping[str, tuple[str, str]]
    languages: dict[str, Language]
    layers: Layers
    render_api: RenderApi
    unsupported: Unsupported
    digests: Mapping[str, str]
    warnings: tuple[Problem, ...] = ()

    @property
    def inputs(self) -> Inputs:
        """What was read for the run."""
        return Inputs(self.plan.apis, self.languages, self.layers, self.unsupported, self.warnings)


def split_values(option: str, values: Sequence[str]) -> list[str]:
    """Split the values of an option into ids.

    The option can be given several times, and each value can have several ids with commas.

    Arguments:
        option: the name of the option, for messages.
        values: the values of the option, one for each time that it is given.

    Returns:
        The ids of all values, in order. An empty list if the option is not given.

    Raises:
        OptionError: if the option is given, but no value has an id.
    """
    parts = [part.strip() for value in values for part in value.split(",")]
    names = [part for part in parts if part]
    if values and not names:
        raise OptionError(f"{option} names nothing: give an id, or leave it out")
    return names


def read_inputs(
    spec: str,
    templates: Iterable[str],
    open_folder: Callable[[Path, str], Source] | None = None,
    config: Config = _NO_CONFIG,
) -> Inputs:
    """Read specs and language folders.

    Arguments:
        spec: the path of a spec, or of a folder of specs.
        templates: the user's template folders.
        open_folder: opens the folder that specs are read from; None for `Folder`.
        config: the settings of the project.

    Raises:
        GenError: if a spec or a language folder can't be read or has problems.
        OptionError: if one of `templates` has no folder with the name of a language.
    """
    from generator.openapi.unsupported import Unsupported
    from generator.sources.source import Folder
    from generator.spec.loader import load

    unsupported, warnings = Unsupported(), list[Problem]()
    settings = config.settings_for(spec)
    apis = load(Path(spec), unsupported, open_folder or Folder, warnings, settings)
    layers, languages = read_languages(templates)
    return Inputs(apis, languages, layers, unsupported, tuple(warnings))


def render(
    options: RenderOptions,
    open_folder: Callable[[Path, str], Source] | None = None,
    show_progress: Callable[[int], AbstractContextManager[OnProgress]] | None = None,
    select: Callable[[Inputs], Selection | None] | None = None,
    recall: Recall | None = None,
) -> Rendered:
    """Read specs and templates, plan the files and render them, but do not write them.

    Arguments:
        options: what to render.
        open_folder: opens the folder that specs are read from; None for `Folder`.
        show_progress: opens a progress display for a given number of files; None to show nothing.
        select: limits the run to some APIs and operations, when the inputs are read; None to
            render all that `options` name.
        recall: returns the files of a large run that need not be rendered; None to render all.

    Raises:
        GenError: if a spec, a language folder, the plan or a template has problems.
        OptionError: see `split_values` and `read_inputs`.
    """
    inputs = read_inputs(options.spec, options.templates, open_folder, options.config)
    return render_inputs(inputs, options, show_progress, select, recall)


def render_inputs(
    inputs: Inputs,
    options: RenderOptions,
    show_progress: Callable[[int], AbstractContextManager[OnProgress]] | None = None,
    select: Callable[[Inputs], Selection | None] | None = None,
    recall: Recall | None = None,
) -> Rendered:
    """Plan the files and render them, but do not write them.

    Arguments:
        inputs: the specs and templates, which may be those of another time than `options` name.
        options: what to render.
        show_progress: see `render`.
        select, recall: see `render`.

    Raises:
        GenError: if the plan or a template has problems.
        OptionError: see `split_values`.
    """
    from generator.input_digests import InputDigests
    from generator.model.structs import replace as replace_fields
    from generator.plan import make_plan
    from generator.rendering.jobs import needed_jobs
    from generator.rendering.overrides import parameter_values
    from generator.rendering.parallel import (
        MAX_SERIAL_JOBS,
        Share,
        processor_count,
        render_in_parallel,
    )
    from generator.rendering.references import references_of
    from generator.rendering.renderer import render as render_jobs
    from generator.rendering.request import bind

    languages, layers = inputs.languages, inputs.layers
    targets = split_values("--lang", options.lang)
    operation_ids = split_values("--operation", options.operation)
    values = parameter_values(inputs.apis, operation_ids, options.values) if options.values else {}
    every_region = options.region == EVERY_REGION

    def binding(api: Api) -> Binding:
        bound = bind(api, None if every_region else options.region, options.endpoint)
        return replace_fields(bound, values=values)

    def lacks_region(api: Api) -> bool:
        is_chosen = options.region is not None and not every_region
        return is_chosen and all(region.id != options.region for region in api.regions)

    def render_api(
        api: Api,
        operations: Collection[str] | None = None,
        clients: bool = True,
        known: Mapping[str, bytes] | None = None,
        paths: Collection[str] | None = None,
    ) -> dict[str, bytes]:
        if lacks_region(api):
            return {}
        ids = [
            id_
            for id_ in (operation.id for operation in api.operations)
            if (not operation_ids or id_ in operation_ids)
            and (operations is None or id_ in operations)
        ]
        is_whole = len(ids) == len(api.operations)
        files: list[RenderJob] = []
        if ids:
            limited_ids = [] if is_whole else ids
            plan = make_plan([api], languages, binding, targets, limited_ids, every_region)
            files += plan.jobs
        if clients:
            whole = plan if is_whole else make_plan([api], languages, binding, targets)
            files += whole.api_pages if operation_ids else (*whole.clients, *whole.api_pages)
        if paths is not None:
            files = needed_jobs(files, paths)
        return render_jobs(files, languages, layers, skipped=[], known=known or {})

    def render_share(jobs: Sequence[PlannedJob], progress: Callable[[int], None]) -> Share:
        skipped: list[Problem] = []
        digests: Mapping[str, str] = {}
        known: Mapping[str, bytes] = {}
        if is_recalling and recall is not None:
            digests = InputDigests(references_of(layers)).of(jobs)
            known = recall(digests)
        needed: Sequence[RenderJob] = jobs
        if known:
            needed = needed_jobs(jobs, {job.path for job in jobs if job.path not in known})
        rendered = render_jobs(
            needed,
            languages,
            layers,
            on_progress=progress,
            skipped=skipped,
            known=known,
            is_check=options.is_check,
        )
        return Share({**known, **rendered}, skipped, digests)

    selection = None if select is None else select(inputs)
    having = [api for api in inputs.apis if not lacks_region(api)]
    lacking = [api for api in inputs.apis if having and lacks_region(api)]
    # If no API has the region, `bind` says what is wrong.
    plan = make_plan(
        having or inputs.apis, languages, binding, targets, operation_ids, every_region, selection
    )
    left_out = (_lacks_region(api, options.region) for api in lacking)
    plan = replace_fields(plan, skipped=(*left_out, *plan.skipped))
    processes = options.jobs or processor_count()
    is_recalling = recall is not None and len(plan.files) > MAX_SERIAL_JOBS
    with show_progress(len(plan.files)) if show_progress else nullcontext(_ignore) as on_progress:
        share = render_in_parallel(plan.files, render_share, processes, on_progress)
    files = share.files
    plan = plan.without(files, share.skipped)
    rows = {job.path: (job.target.id, job.subject) for job in plan.files}
    return Rendered(
        plan, files, rows, languages, layers, render_api, inputs.unsupported, share.digests,
        inputs.warnings,
    )  # fmt: skip


def _lacks_region(api: Api, region: str | None) -> Problem:
    """Return the message that an API is left out, since it lacks the region that was chosen."""
    what = f"{api.id} {api.version} has no region {region}, and is not made"
    todo = "choose another --region, or add this one to the regions of the spec"
    return Problem(Mark(api.file), what, todo)


def _ignore(count: int) -> None:
    """Show no progress."""


def read_languages(templates: Iterable[str]) -> tuple[Layers, dict[str, Language]]:
    """Read the language folders in the user's template folders and in the built-in one.

    Arguments:
        templates: the user's template folders. Their files replace built-in ones.

    Returns:
        The template folders, and the languages by id.

    Raises:
        GenError: if a language folder has problems.
        OptionError: if one of `templates` has no folder with the name of a language.
    """
    from generator.languages.language import Layers

    layers = Layers([Path(path) for path in templates])
    languages = load_layers(layers)
    for path in templates:
        if not any(Path(path, folder).is_dir() for folder in languages):
            todo = "name the folder above the language's, as templates/ is"
            raise OptionError(f"--templates {path}: no language has a folder in it; {todo}")
    return layers, languages


def load_layers(layers: Layers) -> dict[str, Language]:
    """Read the language folders of template folders, and check the templates of the user.

    Returns:
        The languages by id.

    Raises:
        ProblemsError: if a language folder or a template has problems.
    """
    from generator.languages.loader import load_languages

    languages = load_languages(layers)
    if layers.overrides:
        from generator.rendering.references import references_of

        if problems := references_of(layers).problems(languages):
            raise ProblemsError(problems)
    return languages
