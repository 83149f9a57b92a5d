"""The old side of `gen diff` where no folder has it: rendered again, or known by its hashes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import GenError, ProblemsError
from generator.output.listed_folder import ListedFolder
from generator.output.manifest import MANIFEST, make_manifest, read_manifest, sha256
from generator.pipeline import Inputs, RenderOptions, load_layers, render_inputs, split_values
from generator.plan import Selection
from generator.review.baseline import layers_at, read_baseline
from generator.system.regular_files import read_regular, unreadable_error

if TYPE_CHECKING:
    from generator.pipeline import Rendered
    from generator.review.git import Repository


def render_revision(
    options: RenderOptions, repository: Repository, commit: str, revision: str, today: Rendered
) -> ListedFolder:
    """Render the specs and templates of a revision, and return the output folder that they make.

    Arguments:
        options: the options of the run. Targets and operations that the revision does not have are
            left out.
        repository: the repository of the specs.
        commit: the hash of the commit to render.
        revision: the user's name for that commit, for messages.
        today: what today's specs and templates make. Its limits apply to the revision, too.

    Raises:
        GenError: if the revision can't be rendered.
    """
    selection = today.plan.selection
    rendered = render_at(options, repository, commit, revision, today.inputs, selection)
    files, rows = ({}, {}) if rendered is None else (rendered.files, rendered.rows)
    manifest = make_manifest(files, rows) if files else None
    return ListedFolder(manifest, f"{revision}:{MANIFEST}", [files])


def read_listed(
    file: str,
    options: RenderOptions,
    repository: Repository,
    commit: str,
    revision: str,
    today: Rendered,
) -> ListedFolder:
    """Read a manifest that `gen manifest` wrote, and return the output folder that it describes.

    The bytes of a file that is the same today are today's. The bytes of another one are known if
    the specs and templates of the revision make bytes with its hash.

    Arguments:
        file: the path of the manifest.
        options, repository, commit, revision, today: see `render_revision`.

    Raises:
        GenError: if the file is no manifest, or can't be read.
    """
    try:
        data = read_regular(file, follows=True)
    except (OSError, ValueError) as error:
        raise unreadable_error(file, error) from error
    rows = read_manifest(data, file)[0]
    differing: dict[str, frozenset[str] | None] = {}
    for row in rows.values():
        now = today.files.get(row.path)
        if now is None or sha256(now) != row.sha256:
            folder = "/".join(row.path.split("/")[:2])
            differing[folder] = (differing.get(folder) or frozenset()) | {row.operation}
    trees = [today.files]
    if differing:
        try:
            selection = Selection(differing)
            then = render_at(options, repository, commit, revision, today.inputs, selection)
        except GenError:  # then these bytes are unknown, and the causes say why
            then = None
        trees += [] if then is None else [then.files]
    return ListedFolder(data, file, trees)


def render_at(
    options: RenderOptions,
    repository: Repository,
    commit: str,
    revision: str,
    inputs: Inputs,
    selection: Selection | None,
) -> Rendered | None:
    """Render the specs and templates of a revision, with today's gen.

    Arguments:
        options, repository, commit, revision: see `render_revision`.
        inputs: today's specs and templates.
        selection: the APIs and operations to render; None for all.

    Returns:
        What was rendered; None if the revision has nothing that the options name.

    Raises:
        GenError: if the revision can't be rendered.
    """
    spec = Path(options.spec)
    baseline = read_baseline(
        repository, commit, revision, spec, inputs.layers, inputs.apis, options.config
    )
    layers = layers_at(repository, commit, revision, inputs.layers)
    try:
        languages = load_layers(layers)
        then = Inputs(baseline.apis, languages, layers, inputs.unsupported)
        known = {target.id for lang in languages.values() for target in lang.targets} | {"all"}
        targets = [id_ for id_ in split_values("--lang", options.lang) if id_ in known]
        existing = {operation.id for api in baseline.apis for operation in api.operations}
        wanted = split_values("--operation", options.operation)
        operations = [id_ for id_ in wanted if id_ in existing]
        if not baseline.apis or not targets or (wanted and not operations):
            return None
        limited = replace(options, lang=tuple(targets), operation=tuple(operations))
        return render_inputs(then, limited, select=lambda inputs: selection)  # noqa: ARG005
    except ProblemsError as error:
        first, *others = map(str, error.problems)
        more = f" (and {len(others)} more)" if others else ""
        raise GenError(f"{revision} can't be rendered: {first}{more}") from error
    except GenError as error:
        raise GenError(f"{revision} can't be rendered: {error}") from error
