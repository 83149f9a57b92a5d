"""The one way from specs and templates to rendered files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import OptionError

if TYPE_CHECKING:
    from generator.languages.language import Language, Layers
    from generator.model.api import Api
    from generator.openapi.unsupported import Unsupported
    from generator.plan import Plan
    from generator.rendering.jobs import RenderApi, RenderJob
    from generator.rendering.request import Binding
    from generator.sources.source import Source

# Instead of a region's id: every region, each in a folder of its own.
EVERY_REGION = "all"
# Called with the number of files that were rendered since the last call.
OnProgress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """What to render: the options of a command, by their names.

    Attributes:
        spec: the path of a spec, or of a folder of specs.
        lang: ids of targets, each argument one or several with commas; `all` is what specs publish.
        operation: ids of operations, written alike; all if there is none.
        templates: folders of templates that come before the built-in ones.
        region: the id of the region to call, or `EVERY_REGION`; None for the default region.
        endpoint: scheme and host to call; None for the region's.
        values: settings of parameters, such as `sessionId=42`.
        jobs: how many processes may share the work; None for one a processor.
    """

    spec: str
    lang: tuple[str, ...] = ("all",)
    operation: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    region: str | None = None
    endpoint: str | None = None
    values: tuple[str, ...] = ()
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was read: APIs, languages, and what of OpenAPI documents is not supported."""

    apis: tuple[Api, ...]
    languages: dict[str, Language]
    layers: Layers
    losses: Unsupported


@dataclass(frozen=True, slots=True)
class Rendered:
    """A plan, the bytes of its wanted files by path, and what they were made with.

    `rows` are target and operation of each file. `draw` plans and renders other APIs the same way.
    `losses` are what of OpenAPI documents is not supported, as far as it was asked for.
    """

    plan: Plan
    files: Mapping[str, bytes]
    rows: Mapping[str, tuple[str, str]]
    languages: dict[str, Language]
    layers: Layers
    draw: RenderApi
    losses: Unsupported


def items(option: str, values: Sequence[str]) -> list[str]:
    """Split an option that is repeated or comma-separated."""
    parts = [part.strip() for value in values for part in value.split(",")]
    given = [part for part in parts if part]
    if values and not given:
        raise OptionError(f"{option} names nothing: give an id, or leave it out")
    return given


def read_inputs(
    spec: str,
    templates: Iterable[str],
    open_folder: Callable[[Path, str], Source] | None = None,
) -> Inputs:
    """Read specs and languages.

    Arguments:
        spec, templates: see `RenderOptions`.
        open_folder: opens the folder that specs are read from; None for `Folder`.

    Raises:
        GenError: if something is wrong with one of them.
        OptionError: if a folder of templates has none.
    """
    from generator.openapi.unsupported import Unsupported
    from generator.sources.source import Folder
    from generator.spec.loader import load

    losses = Unsupported()
    apis = load(Path(spec), losses, open_folder or Folder)
    layers, languages = read_languages(templates)
    return Inputs(apis, languages, layers, losses)


def render(
    options: RenderOptions,
    open_folder: Callable[[Path, str], Source] | None = None,
    show_progress: Callable[[int], AbstractContextManager[OnProgress]] | None = None,
) -> Rendered:
    """Read, plan and render.

    Arguments:
        options: what to render.
        open_folder: see `read_inputs`.
        show_progress: shows how far a number of files is; None to show nothing.

    Raises:
        GenError: as the reader, the planner and the renderer do.
        OptionError: if an option names nothing.
    """
    from generator.model.structs import replace as replace_fields
    from generator.plan import make_plan
    from generator.rendering.overrides import parameter_values
    from generator.rendering.parallel import processor_count, render_in_parallel
    from generator.rendering.renderer import render as render_jobs
    from generator.rendering.request import bind

    inputs = read_inputs(options.spec, options.templates, open_folder)
    languages, layers = inputs.languages, inputs.layers
    targets, chosen_ids = items("--lang", options.lang), items("--operation", options.operation)
    chosen = parameter_values(inputs.apis, chosen_ids, options.values) if options.values else {}
    everywhere = options.region == EVERY_REGION

    def binding(api: Api) -> Binding:
        bound = bind(api, None if everywhere else options.region, options.endpoint)
        return replace_fields(bound, values=chosen)

    def draw(
        api: Api, operations: Collection[str] | None = None, clients: bool = True
    ) -> dict[str, bytes]:
        known = [
            id_
            for id_ in (operation.id for operation in api.operations)
            if (not chosen_ids or id_ in chosen_ids) and (operations is None or id_ in operations)
        ]
        is_whole = len(known) == len(api.operations)
        files: list[RenderJob] = []
        if known:
            limit = [] if is_whole else known
            made = make_plan([api], languages, binding, targets, limit, everywhere)
            files += made.jobs
        if clients and not chosen_ids:
            files += (made if is_whole else make_plan([api], languages, binding, targets)).clients
        return render_jobs(files, languages, layers)

    def draw_jobs(jobs: Sequence[RenderJob], progress: Callable[[int], None]) -> dict[str, bytes]:
        return render_jobs(jobs, languages, layers, on_progress=progress)

    plan = make_plan(inputs.apis, languages, binding, targets, chosen_ids, everywhere)
    rows = {job.path: (job.target.id, job.subject) for job in plan.files}
    processes = options.jobs or processor_count()
    with show_progress(len(plan.files)) if show_progress else nullcontext(_ignore) as on_progress:
        files = render_in_parallel(plan.files, draw_jobs, processes, on_progress)
    return Rendered(plan, files, rows, languages, layers, draw, inputs.losses)


def _ignore(count: int) -> None:
    """Show no progress."""


def read_languages(templates: Iterable[str]) -> tuple[Layers, dict[str, Language]]:
    """Read the language folders, the user's first."""
    from generator.languages.language import Layers
    from generator.languages.loader import load_languages

    layers = Layers([Path(path) for path in templates])
    languages = load_languages(layers)
    for path in templates:
        if not any(Path(path, folder).is_dir() for folder in languages):
            todo = "name the folder above the language's, as templates/ is"
            raise OptionError(f"--templates {path}: no language has a folder in it; {todo}")
    return layers, languages
