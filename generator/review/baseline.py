"""What a repository held at a revision that out/ is made of: specs, templates, gen itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.errors import GenError, ProblemsError
from generator.languages.language import Layers
from generator.model.api import Api
from generator.model.structs import Struct
from generator.review.git import NoRepositoryError, Repository, Revision
from generator.sources.source import Folder, Source
from generator.spec.loader import load_files, spec_files
from generator.system.package import PACKAGE


class Baseline(Struct, frozen=True):
    """What out/ was made of at a revision.

    Attributes:
        revision: as the user calls it.
        apis: the specs as they were, none if there were none.
        templates: paths in the template folders of all files that differ today, and what became
            of each.
        generator_differs: whether the code of gen does; None if it is not in the repository.
    """

    revision: str
    apis: tuple[Api, ...]
    templates: dict[str, str]
    generator_differs: bool | None


def read_past(
    repository: Repository,
    commit: str,
    revision: str,
    spec: Path,
    layers: Layers,
    today: Sequence[Api],
) -> Baseline:
    """Read what out/ was made of.

    Arguments:
        repository: where to look.
        commit: the hash of a commit in it.
        revision: what the user calls that commit.
        spec: the spec, or folder of specs, as today's are named.
        layers: today's templates.
        today: the specs as they are.

    Raises:
        GenError: if the specs can't be read; the message says why.
    """
    folder = spec if spec.is_dir() else spec.parent
    path = repository.path(folder)
    if path is None:
        raise GenError(f"{spec} is not in the repository {repository.root}")
    source = repository.at(commit, revision, path)
    apis = _apis(source, spec, revision, today)
    package = Folder(PACKAGE)
    was = _past_folder(repository, commit, package)
    differs = None
    if was is not None and was.blobs:
        differs = any(path.endswith(".py") for path in _differing(was, package))
    return Baseline(revision, apis, _templates(repository, commit, layers), differs)


def _apis(source: Revision, spec: Path, revision: str, today: Sequence[Api]) -> tuple[Api, ...]:
    """Read the specs as they were; a single one that had another name is found by its API."""
    files = [spec.name] if spec.name in source.blobs else []
    if spec.is_dir():
        files = spec_files(source)
    is_renamed = not files and not spec.is_dir()
    if is_renamed:
        files = spec_files(source, recursive=False)
    links = [file for file in files if source.blobs[file] is None]
    if links:
        raise GenError(f"{source.label(links[0])} is a link; its specs are not read through it")
    try:
        apis = load_files(source, files) if files else ()
    except ProblemsError as error:
        first, *others = map(str, error.problems)
        more = f" (and {len(others)} more)" if others else ""
        raise GenError(f"the specs of {revision} can't be read: {first}{more}") from error
    except NoRepositoryError:  # git can't read them, which does not mean that there was none
        raise
    except GenError:  # there is none among the files
        return ()
    known = {api.id for api in today}
    return tuple(api for api in apis if api.id in known) if is_renamed else apis


def _past_folder(repository: Repository, commit: str, folder: Folder) -> Revision | None:
    """Give a folder as it was, perhaps empty; None if it is outside the repository."""
    path = repository.path(folder.root)
    if path is None:
        return None
    found = repository.at(commit, "", path)
    found.fetch_all()
    return found


def _templates(repository: Repository, commit: str, layers: Layers) -> dict[str, str]:
    """Find the template files that differ, but for those that another layer hides."""
    found: dict[str, str] = {}
    hidden: set[str] = set()
    for layer in (*layers.overrides, layers.builtin):
        was = _past_folder(repository, commit, layer) if isinstance(layer, Folder) else None
        # Those that come along may stand in the repository and be none of its files.
        if was is not None and (was.blobs or layer is not layers.builtin):
            differing = _differing(was, layer)
            found |= {path: how for path, how in differing.items() if path not in hidden}
        hidden |= set(_files(layer))
    return {path: how for path, how in found.items() if "/" in path}


def _differing(old: Source, new: Source) -> dict[str, str]:
    """Give the files that two folders don't have in common, and what became of them."""
    before, after = set(_files(old)), set(_files(new))
    found = dict.fromkeys(before - after, "is gone") | dict.fromkeys(after - before, "added")
    for path in before & after:
        if _text(old.read(path)) != _text(new.read(path)):
            found[path] = "changed"
    return dict(sorted(found.items()))


def _files(source: Source, folder: str = "") -> Iterator[str]:
    waiting = [folder]
    while waiting:
        above = waiting.pop()
        for name in source.names(above):
            path = f"{above}/{name}" if above else name
            if source.read(path) is not None:
                yield path
            elif "." not in name and name != "__pycache__":
                waiting.append(path)


def _text(data: bytes | None) -> bytes | None:
    """Give a file as git has it, whatever line ends a checkout gave it."""
    return None if data is None else data.replace(b"\r\n", b"\n")
