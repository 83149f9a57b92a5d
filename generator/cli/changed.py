"""The option `--changed`, which limits a command to what the changes since a revision reach."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.printing import print_text
from generator.errors import GenError
from generator.model.structs import replace
from generator.output.folder import OutputFolder
from generator.output.manifest import MANIFEST, ManifestRow, read_manifest

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.output.changes import Output
    from generator.pipeline import Inputs
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
    revision: str | None, spec: str, out: Path | None, whole_because: str = ""
) -> Callable[[Inputs], Selection | None] | None:
    """Return a function that finds out what is reached, and prints it as one line to stderr.

    Arguments:
        revision: the value of `--changed`; None if it is not given.
        spec: the path of the spec, or of the folder of specs.
        out: the output folder. What its manifest has otherwise than that of the revision is
            reached, too. None if no folder on disk counts.
        whole_because: why everything is worked on, whatever changed; empty if nothing says so.

    Returns:
        The function, which takes the inputs of the run. Its result limits the run; None if
        everything is worked on. It raises GenError if there is no such revision to compare with.
        None in place of a function if `--changed` is not given.
    """
    if revision is None:
        return None

    def select(inputs: Inputs) -> Selection | None:
        try:
            reach, name = _find_reach(revision, Path(spec), out, inputs)
        except GenError as error:
            raise GenError(f"--changed: {error}, or leave out --changed") from error
        if whole_because:
            reach = replace(reach, selection=None, reasons=(whole_because, *reach.reasons))
        print_text(reach.format(name, inputs.apis), err=True)
        return reach.selection

    return select


def _find_reach(revision: str, spec: Path, out: Path | None, inputs: Inputs) -> tuple[Reach, str]:
    """Find out what is reached since a revision, and return that with the revision's name."""
    from generator.review.baseline import UnreadableSpecsError, read_baseline
    from generator.review.git import Repository
    from generator.review.reach import Reach, find_reach

    repository = Repository.find(spec)
    manifest = None if out is None else repository.path(out / MANIFEST)
    if revision == LAST_RENDERED:
        commit = head = repository.commit("HEAD")
        if manifest is not None:
            commit = repository.last_commit_of(manifest) or head
        name = "HEAD" if commit == head else commit[:10]
    else:
        commit, name = repository.commit(revision), revision
    try:
        baseline = read_baseline(repository, commit, name, spec, inputs.layers, inputs.apis)
    except UnreadableSpecsError as error:
        return Reach(None, (str(error),)), name
    rows = set() if out is None else _differing_rows(repository, commit, name, out)
    return find_reach(baseline, inputs.apis, inputs.languages, inputs.layers, rows), name


def _differing_rows(repository: Repository, commit: str, name: str, out: Path) -> set[ManifestRow]:
    """Return the rows in which the manifest on disk differs from the one at a commit.

    There are none if the commit has no manifest.
    """
    path = repository.path(out)
    then = None if path is None else repository.revision(commit, name, path)
    if then is None or then.read_planned(MANIFEST) is None:
        return set()
    return _read_rows(then) ^ _read_rows(OutputFolder(out))


def _read_rows(folder: Output) -> set[ManifestRow]:
    """Read the rows of the manifest in an output folder, also of files that were being written."""
    data = folder.read_planned(MANIFEST)
    if data is None:
        return set()
    rows, changing = read_manifest(data, folder.label(MANIFEST))
    return {*rows.values(), *changing}
