"""The specs at a git revision, and which templates and code of gen have changed since then."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from generator.config.config import Config
from generator.config.discovery import FILE, PROJECT_FILE
from generator.config.reader import read_settings
from generator.errors import GenError, Mark, ProblemsError
from generator.languages.language import MAX_TEMPLATE_BYTES, Layers
from generator.model.api import Api
from generator.model.settings import ApiSettings
from generator.model.structs import Deferred, Struct, replace
from generator.review.git import NoRepositoryError, Repository, Revision, is_blob
from generator.review.patch import make_delta
from generator.sources.source import Folder, Source
from generator.spec.loader import SPEC_ENDINGS, load_files, spec_files
from generator.system.package import PACKAGE


class TemplateChange(Struct, frozen=True):
    """A file of a template folder that differs.

    Attributes:
        verb: `added`, `changed` or `is gone`.
        mark: the first line that differs today; None if the file is gone.
    """

    verb: str
    mark: Mark | None


class UnreadableSpecsError(GenError):
    """The specs of a revision have problems, or are links."""


class Baseline(Struct, frozen=True):
    """What a run would have read at a git revision, to compare it with today.

    Attributes:
        revision: the revision's name, as the user writes it.
        apis: the APIs at that revision; empty if there were no specs.
        templates: the template files that differ today, by their path in the template folder.
        code_differs: what `generator_differs` gives, read at its first use.
        unknown_templates: the user's template folders that the repository does not have, so that
            nobody can say whether they differ.
    """

    revision: str
    apis: tuple[Api, ...]
    templates: dict[str, TemplateChange]
    code_differs: Deferred[bool | None]
    unknown_templates: tuple[str, ...] = ()

    @property
    def generator_differs(self) -> bool | None:
        """Whether the code of gen differs today; None if it is not in the repository."""
        return self.code_differs.get()


class OldSpecs(Struct, frozen=True):
    """The specs at a git revision.

    Attributes:
        apis: the APIs; None if the files are those of today, and were not read again.
        is_renamed: whether there was no file with the name of today's only spec, so that the APIs
            are those of all files beside it.
    """

    apis: tuple[Api, ...] | None
    is_renamed: bool = False

    def chosen(self, today: Sequence[Api]) -> tuple[Api, ...]:
        """Return the APIs to compare with today's."""
        apis = tuple(today) if self.apis is None else self.apis
        ids = {api.id for api in today}
        return tuple(api for api in apis if api.id in ids) if self.is_renamed else apis


def read_old_specs(
    repository: Repository, commit: str, revision: str, spec: Path, config: Config
) -> OldSpecs:
    """Read the specs at a git revision, with the settings of that revision.

    Arguments:
        repository, commit, revision, spec, config: see `read_baseline`.

    Raises:
        UnreadableSpecsError: if the old specs or settings can't be read.
        GenError: if `spec` is not in the repository.
    """
    path = repository.path(spec if spec.is_dir() else spec.parent)
    if path is None:
        raise GenError(f"{spec} is not in the repository {repository.root}")
    source = repository.revision(commit, revision, path)
    settings = _read_settings(repository, commit, revision, spec, config)
    is_same = settings == replace(config.settings_for(str(spec)), is_whole=False)
    return _read_specs(source, spec, revision, settings, is_same)


def read_baseline(
    repository: Repository,
    commit: str,
    revision: str,
    spec: Path,
    layers: Layers,
    today: Sequence[Api],
    config: Config,
    read_specs: Callable[[], OldSpecs] | None = None,
) -> Baseline:
    """Read what a run would have read at a git revision.

    Arguments:
        repository: the repository that has the specs.
        commit: the hash of the commit to read.
        revision: the user's name for that commit, for messages.
        spec: the path of today's spec, or of the folder of specs.
        layers: today's template folders.
        today: today's APIs. If `spec` is one file that had another name, the old files are searched
            for APIs with these ids.
        config: today's settings. Those of the revision are read from the same folder.
        read_specs: does what `read_old_specs` does, maybe in another process; None for that.

    Raises:
        UnreadableSpecsError: if the old specs or settings can't be read.
        GenError: if `spec` is not in the repository.
    """
    if read_specs is None:
        specs = read_old_specs(repository, commit, revision, spec, config)
    else:
        specs = read_specs()

    def code_differs() -> bool | None:
        package = Folder(PACKAGE)
        then = _read_folder(repository, commit, package)
        if then is None or not then.blobs:
            return None
        return any(path.endswith(".py") for path in _compare_folders(then, package))

    templates = _changed_templates(repository, commit, layers)
    roots = [folder.root for folder in layers.overrides if isinstance(folder, Folder)]
    unknown = tuple(str(root) for root in roots if repository.path(root) is None)
    return Baseline(revision, specs.chosen(today), templates, Deferred(code_differs), unknown)


def layers_at(repository: Repository, commit: str, revision: str, layers: Layers) -> Layers:
    """Return the template folders as they were at a git revision.

    A folder that the repository does not have is today's: one of the user's elsewhere, or the
    built-in templates of an installed gen.

    Arguments:
        repository: the repository that has the specs.
        commit: the hash of the commit to read.
        revision: the user's name for that commit, for messages.
        layers: today's template folders.
    """

    def at_commit(layer: Source) -> Source:
        then = _read_folder(repository, commit, layer) if isinstance(layer, Folder) else None
        if then is None or (layer is layers.builtin and not then.blobs):
            return layer
        then.name = f"{revision}:{then.name.removeprefix(':')}"
        then.max_bytes = MAX_TEMPLATE_BYTES
        then.fetch_all()
        return then

    return Layers.of(map(at_commit, layers.overrides), at_commit(layers.builtin))


def _read_settings(
    repository: Repository, commit: str, revision: str, spec: Path, config: Config
) -> ApiSettings:
    """Read the settings that a folder had at a revision; today's if it is in no repository."""
    path = repository.path(Path(config.folder))
    settings = config.api or ApiSettings()
    if path is not None:
        source = repository.revision(commit, revision, path, (FILE, PROJECT_FILE))
        try:
            settings = read_settings(source)
        except ProblemsError as error:
            what = f"the settings of {revision} can't be read: {error.problems[0]}"
            raise UnreadableSpecsError(what) from error
    then = replace(config, api=settings).settings_for(str(spec))
    return replace(then, is_whole=False)


def _read_specs(
    source: Revision, spec: Path, revision: str, settings: ApiSettings, is_same: bool
) -> OldSpecs:
    """Read the specs of a revision.

    A single spec may have had another name: then the files beside it are searched for today's APIs.
    If the settings are the same, as `is_same` says, and the specs, too, today's APIs are returned.
    """
    if is_same and spec.is_dir() and _is_unchanged(source, Folder(spec)):
        return OldSpecs(None)
    files = [spec.name] if spec.name in source.blobs else []
    if spec.is_dir():
        files = spec_files(source)
    is_renamed = not files and not spec.is_dir()
    if is_renamed:
        files = spec_files(source, recursive=False)
    links = [file for file in files if source.blobs[file] is None]
    if links:
        what = f"{source.label(links[0])} is a link; its specs are not read through it"
        raise UnreadableSpecsError(what)
    try:
        apis = load_files(source, files, settings=settings) if files else ()
    except ProblemsError as error:
        first, *others = map(str, error.problems)
        more = f" (and {len(others)} more)" if others else ""
        what = f"the specs of {revision} can't be read: {first}{more}"
        raise UnreadableSpecsError(what) from error
    except NoRepositoryError:  # specs may exist, but git can't read them
        raise
    except GenError:  # none of the files is a spec
        return OldSpecs(())
    return OldSpecs(apis, is_renamed)


# A spec, in folders that are listed: those without a dot.
_SPEC_PATH = re.compile(rf"([^./]+/)*[^./][^/]*({'|'.join(map(re.escape, SPEC_ENDINGS))})")


def _is_unchanged(old: Revision, new: Folder) -> bool:
    """Say whether a folder of specs has the same files, so that they need not be read again.

    A folder that has anything but specs may be large, and is not compared.
    """
    try:
        if not all(_SPEC_PATH.fullmatch(path) for path in (*old.blobs, *_file_names(new))):
            return False
        return not _compare_folders(old, new)
    except NoRepositoryError:
        raise
    except GenError:  # a file that is no spec, and can't be read
        return False


def _read_folder(repository: Repository, commit: str, folder: Folder) -> Revision | None:
    """Read a folder at a commit, which may be empty; None if it is outside the repository."""
    path = repository.path(folder.root)
    return None if path is None else repository.revision(commit, "", path)


def _changed_templates(
    repository: Repository, commit: str, layers: Layers
) -> dict[str, TemplateChange]:
    """Return the template files that differ and that no other layer hides, with their change."""
    changed: dict[str, TemplateChange] = {}
    hidden: set[str] = set()
    for layer in (*layers.overrides, layers.builtin):
        if isinstance(layer, Folder):
            then = _read_folder(repository, commit, layer)
            # The built-in templates may be installed inside the repository without being tracked.
            if then is not None and (then.blobs or layer is not layers.builtin):
                differing = _compare_folders(then, layer)
                changed |= {
                    path: change for path, change in differing.items() if path not in hidden
                }
        if layer is not layers.builtin:
            hidden |= set(_file_paths(layer))
    return {path: change for path, change in changed.items() if "/" in path}


def _compare_folders(old: Revision, new: Folder) -> dict[str, TemplateChange]:
    """Return the files that differ between two folders. Only these are read from git."""
    before = {path: old.blobs[path] for path in _file_paths(old)}
    after = {path: _with_lf(new.read(path) or b"") for path in _file_paths(new)}
    changes = {path: TemplateChange("is gone", None) for path in before.keys() - after}
    added = after.keys() - before
    changes |= {path: TemplateChange("added", Mark(new.label(path))) for path in added}
    others = [path for path in before.keys() & after if not is_blob(after[path], before[path])]
    if others:
        old.fetch_all(others)
    for path in others:
        then, now = _with_lf(old.read(path) or b""), after[path]
        if then != now:
            line = min(make_delta(then, now).new_line, now.count(b"\n"))
            mark = Mark(new.label(path), max(1, line))
            changes[path] = TemplateChange("changed", mark)
    return dict(sorted(changes.items()))


def _file_names(folder: Folder) -> Iterator[str]:
    """Yield the paths of all entries below a folder on disk that look like files."""
    pending = [""]
    while pending:
        parent = pending.pop()
        for name in folder.names(parent):
            path = f"{parent}/{name}" if parent else name
            if "." in name:
                yield path
            else:
                pending.append(path)


def _file_paths(source: Source) -> Iterator[str]:
    """Yield the paths of all files below a folder."""

    def is_file(path: str) -> bool:
        if isinstance(source, Revision):
            return source.blobs.get(path) is not None
        return source.read(path) is not None

    pending = [""]
    while pending:
        parent = pending.pop()
        for name in source.names(parent):
            path = f"{parent}/{name}" if parent else name
            if is_file(path):
                yield path
            elif "." not in name and name != "__pycache__":
                pending.append(path)


def _with_lf(data: bytes) -> bytes:
    """Turn CRLF, which a checkout may write, into the LF that git stores."""
    return data.replace(b"\r\n", b"\n")
