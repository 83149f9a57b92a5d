"""The option `--changed`, which limits a command to what the changes since a revision reach."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.printing import print_text
from generator.errors import GenError
from generator.model.structs import replace
from generator.output.changes import read_rows
from generator.output.folder import OutputFolder
from generator.output.manifest import MANIFEST, ManifestRow, sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.model.api import Api
    from generator.output.changes import Output
    from generator.pipeline import Inputs, RenderOptions
    from generator.plan import Selection
    from generator.review.git import Repository
    from generator.review.reach import Reach

# Stands for the revision if the user names none. git has no revision of this name.
LAST_RENDERED = ".."

changed_option = click.option(
    "--changed",
    is_flag=False,
    flag_value=LAST_RENDERED,
    metavar="[REV]",
    help="Only what the changes since this git revision reach; if you name none, since the last "
    "commit of the manifest in --out, else HEAD.",
)


def make_selector(
    revision: str | None,
    options: RenderOptions,
    out: Path,
    whole_because: str = "",
    is_on_disk: bool = True,
    manifest_name: str = MANIFEST,
) -> Callable[[Inputs], Selection | None] | None:
    """Return a function that finds out what is reached, and prints it as one line to stderr.

    Arguments:
        revision: the value of `--changed`; None if it is not given.
        options: what the run renders.
        out: the output folder.
        whole_because: why everything is worked on, whatever changed; empty if nothing says so.
        is_on_disk: whether the run works on the folder on disk. What its manifest has otherwise
            than that of the revision is reached, too.
        manifest_name: the name of that manifest.

    Returns:
        The function, which takes the inputs of the run. Its result limits the run; None if
        everything is worked on. It raises GenError if there is no such revision to compare with.
        None in place of a function if `--changed` is not given.
    """
    if revision is None:
        return None

    def select(inputs: Inputs) -> Selection | None:
        try:
            reach, name = _find_reach(revision, options, out, inputs, is_on_disk, manifest_name)
        except GenError as error:
            raise GenError(f"--changed: {error}, or leave out --changed") from error
        if whole_because:
            reach = replace(reach, selection=None, reasons=(whole_because, *reach.reasons))
        print_text(reach.format(name, inputs.apis), err=True)
        return reach.selection

    return select


def _find_reach(
    revision: str,
    options: RenderOptions,
    out: Path,
    inputs: Inputs,
    is_on_disk: bool,
    manifest_name: str,
) -> tuple[Reach, str]:
    """Find out what is reached since a revision, and return that with the revision's name."""
    from generator.review.baseline import UnreadableSpecsError, read_baseline
    from generator.review.git import Repository
    from generator.review.reach import Reach, find_reach

    spec = Path(options.spec)
    repository = Repository.find(spec)
    # An older gen wrote the second.
    manifests = (repository.path(out / file) for file in (manifest_name, MANIFEST))
    if revision == LAST_RENDERED:
        commit = head = repository.commit("HEAD")
        commits = (repository.last_commit_of(path) for path in manifests if path is not None)
        commit = next(filter(None, commits), head)
        name = "HEAD" if commit == head else commit[:10]
    else:
        commit, name = repository.commit(revision), revision
    try:
        baseline = read_baseline(
            repository, commit, name, spec, inputs.layers, inputs.apis, options.config
        )
    except UnreadableSpecsError as error:
        return Reach(None, (str(error),)), name
    path = repository.path(out)
    before = (
        set()
        if path is None
        else _read_rows(repository.revision(commit, name, path), manifest_name)
    )
    other_rows = (
        before ^ _read_rows(OutputFolder(out), manifest_name) if before and is_on_disk else set()
    )
    reach = find_reach(baseline, inputs.apis, inputs.languages, inputs.layers, other_rows)
    if reach.selection is not None and not reach.has_gen and before:
        side = options, repository, commit, name, inputs
        reach = _compare_gen(reach, baseline.apis, before, side)
    return reach, name


def _compare_gen(
    reach: Reach,
    apis: Sequence[Api],
    rows: set[ManifestRow],
    side: tuple[RenderOptions, Repository, str, str, Inputs],
) -> Reach:
    """Look whether gen makes the bytes of a revision that its manifest lists, of one operation.

    Arguments:
        reach: what is reached if gen is the same.
        apis: the APIs at the revision.
        rows: the rows of the manifest at the revision.
        side: the arguments of `render_at`, but for the selection.

    Returns:
        The same, or that everything is reached if the bytes are others.
    """
    from generator.cli.old_side import render_at
    from generator.plan import Selection

    listed = {row.path: row.sha256 for row in rows}
    subjects = {("/".join(row.path.split("/")[:2]), row.operation) for row in rows}
    ids = ((api.folder, o.id) for api in apis for o in api.operations)
    first = next((key for key in ids if key in subjects), None)
    if first is None:
        return reach
    try:
        rendered = render_at(*side, Selection({first[0]: frozenset([first[1]])}))
    except GenError as error:
        return replace(reach, selection=None, reasons=(str(error),))
    files = {} if rendered is None else rendered.files
    hashes = {path: sha256(data) for path, data in files.items() if path in listed}
    other = next((path for path, hash_ in hashes.items() if hash_ != listed[path]), None)
    if other is not None:
        reason = f"gen makes other bytes of {side[3]} than are listed there, such as {other}"
        return replace(reach, selection=None, reasons=(reason,))
    return replace(reach, has_gen=bool(hashes))


def _read_rows(folder: Output, manifest_name: str) -> set[ManifestRow]:
    """Read the rows of the manifest in an output folder, also of files that were being written."""
    listed = read_rows(folder, manifest_name)
    return {*listed.rows.values(), *listed.changing}
