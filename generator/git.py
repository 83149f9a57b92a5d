"""What a git repository held at a revision, read through `git` itself."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from generator.errors import GenError
from generator.struct import Struct
from generator.tree import NO_FILE

# What a hook of git finds in its environment, and what would lead us to its repository alone; and
# what would make paths patterns.
_LOCAL = ("GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX",
          "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
          "GIT_LITERAL_PATHSPECS")  # fmt: skip
_REGULAR = ("100644", "100755")


class NoRepositoryError(GenError):
    """A folder is in no git repository, or there is no git; `str()` says which."""


class Repository(Struct, frozen=True):
    """A git repository with files to look at.

    Arguments:
        root: the top folder of its working tree, an absolute path without links.
    """

    root: Path

    @classmethod
    def of(cls, place: Path) -> Repository:
        """Find the repository that a file or folder is in; it need not exist.

        Raises:
            NoRepositoryError: if there is none.
        """
        folder = os.path.realpath(place)
        while not os.path.isdir(folder):  # noqa: PTH112 - Path's raises if the name is too long
            folder = os.path.dirname(folder)  # noqa: PTH120
        found = _git(Path(folder), "rev-parse", "--show-toplevel")
        return cls(Path(os.path.realpath(os.fsdecode(found.removesuffix(b"\n")))))

    def path(self, place: Path) -> str | None:
        """Give a place's path relative to the top folder, None if it is not below it."""
        place = Path(os.path.realpath(place))
        return place.relative_to(self.root).as_posix() if place.is_relative_to(self.root) else None

    def commit(self, revision: str) -> str:
        """Give the hash of the commit that a revision names.

        Arguments:
            revision: as git has it; with three dots behind it, where HEAD branched off from it.

        Raises:
            GenError: if there is no such commit here.
        """
        named = revision.removesuffix("...")
        try:
            if named.startswith("-") or not named or not named.isprintable():
                raise NoRepositoryError(named)
            found = _git(self.root, "rev-parse", "--verify", "--quiet", f"{named}^{{commit}}")
            if named != revision:
                found = _git(self.root, "merge-base", found.decode().strip(), "HEAD")
        except NoRepositoryError:
            todo = "name a commit, branch or tag; in a shallow clone, git fetch it first"
            if ".." in named:
                todo = "name one revision, or write REV... for where HEAD branched off from it"
            what = f"{self.root} has no such revision"
            raise GenError(f"{revision or 'an empty name'}: {what}; {todo}") from None
        return found.decode().strip()

    def last_commit_of(self, path: str) -> str | None:
        """Give the hash of the last commit that changed a file, None if none did."""
        found = _git(self.root, "log", "-1", "--format=%H", "HEAD", "--", f":(literal){path}")
        return found.decode().strip() or None

    def at(self, commit: str, label: str, folder: str) -> Revision:
        """Give a folder as it was.

        Arguments:
            commit: the hash of a commit.
            label: what the user calls it, for messages.
            folder: a path relative to the top folder, `.` for that itself.
        """
        prefix = "" if folder == "." else f"{folder}/"
        listing = _git(self.root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", prefix or ".")
        blobs = {}
        for entry in filter(None, listing.split(b"\0")):
            facts, _, name = entry.partition(b"\t")
            mode, kind, blob = facts.decode().split(" ")
            if kind == "blob":
                path = os.fsdecode(name).removeprefix(prefix)
                blobs[path] = blob if mode in _REGULAR else None
        return Revision(f"{label}:{prefix}", blobs, self._blobs)

    def _blobs(self, names: Sequence[str]) -> dict[str, bytes]:
        """Read blobs by their hashes, all in one process."""
        made = _git(self.root, "cat-file", "--batch", stdin="".join(f"{n}\n" for n in names))
        found, at = {}, 0
        for name in names:
            start = made.index(b"\n", at) + 1
            size = made[at:start].split()[-1]
            if not size.isdigit():  # of a partial clone that can't get it
                raise GenError(f"{self.root}: git has no {name}; git fetch it")
            found[name] = made[start : start + int(size)]
            at = start + int(size) + 1
        return found


class Revision:
    """The files below a folder at a revision: a source, and an output folder to compare with.

    Arguments:
        name: what stands in front of a path in messages, such as `main:spec/`.
        blobs: the hash of every file by its path, None for what is no regular file.
        fetch: gives what hashes are of.
    """

    def __init__(
        self,
        name: str,
        blobs: Mapping[str, str | None],
        fetch: Callable[[Sequence[str]], Mapping[str, bytes]],
    ) -> None:
        self.name = name
        self.blobs = blobs
        self.fetch = fetch
        self.fetched: dict[str, bytes] = {}
        self.folders: dict[str, set[str]] = {}

    def fetch_all(self, paths: Iterable[str] | None = None) -> None:
        """Read some files, all if not given, at once, which takes no longer than one file."""
        blobs = self.blobs.values() if paths is None else map(self.blobs.get, paths)
        self.fetched.update(self.fetch(sorted({blob for blob in blobs if blob})))

    def read(self, path: str) -> bytes | None:
        """Give a file's bytes, or None if there is no such file."""
        blob = self.blobs.get(path)
        if blob is None:
            return None
        if blob not in self.fetched:  # with what is likely to be asked for next
            near = f"{'/'.join(path.split('/')[:2])}/" if path.count("/") > 1 else path
            self.fetch_all(name for name in self.blobs if name.startswith(near))
        return self.fetched[blob]

    def names(self, folder: str = "") -> list[str]:
        """Give the sorted names in `folder` that are not hidden."""
        if not self.folders:
            for path in self.blobs:
                while path:
                    above, _, name = path.rpartition("/")
                    known = self.folders.setdefault(above, set())
                    if name in known:
                        break
                    known.add(name)
                    path = above
        names = self.folders.get(folder, set())
        return sorted(name for name in names if not name.startswith("."))

    def label(self, path: str) -> str:
        """Give the path as git has it, with its revision."""
        return f"{self.name}{path}"

    def is_within(self, path: str, folder: str) -> bool:
        """Say whether a file is below `folder`: git has no links that could lead elsewhere."""
        return not folder or path.startswith(f"{folder}/")

    def planned(self, path: str) -> bytes | None:
        """Read what stood at a planned path: None if nothing did, `NO_FILE` if no file."""
        return NO_FILE if path in self.blobs and self.blobs[path] is None else self.read(path)

    def orphan(self, path: str) -> bytes | None:
        """Read a file that is no longer made; None if it was not there."""
        return self.read(path)

    def same(self, one: str, other: str) -> bool:
        """Say whether two paths are one file; in git they never are."""
        return one == other


def _git(folder: Path, *arguments: str, stdin: str = "") -> bytes:
    """Run git and give what it prints.

    Raises:
        NoRepositoryError: if there is no git, or it fails; the message has its first line.
    """
    # Nothing is to be written, not even the index that a status would refresh.
    kept = {name: value for name, value in os.environ.items() if name not in _LOCAL}
    env = {**kept, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        made = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            input=stdin.encode(),
            capture_output=True,
            env=env,
            check=False,
        )
    except OSError as error:
        raise NoRepositoryError(
            f"git: can't be run ({error.strerror or error}); install it"
        ) from error
    if made.returncode:
        said = " ".join(made.stderr.decode("utf-8", "replace").split())
        todo = "run gen in a git repository that git can read"
        raise NoRepositoryError(f"{folder}: git says {said or 'no'}; {todo}")
    return made.stdout
