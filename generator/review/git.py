"""What a git repository held at a revision, read through `git` itself.

A repository is where a `.git` is. A folder that merely looks like one is none: a commit can bring
such a folder, but never one that is called `.git`. git starts no program that the repository
names.
"""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from generator.errors import GenError
from generator.model.structs import Struct
from generator.output.changes import NO_FILE
from generator.system import interrupts
from generator.system.programs import find_program

# Variables of git that stay: where the settings of the user are, and what makes git stricter. The
# others lead a hook to its own repository, change how paths are read, or name programs.
_KEPT = ("GIT_CONFIG_", "GIT_TEST_ASSUME_DIFFERENT_OWNER")
# A partial clone must not get what it lacks: its settings name the program that does. Only git from
# 2.44 on knows the second variable; the first one stops every git. Nothing is written, not even an
# index that is read anew.
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
# An empty core.fsmonitor is none for every git; before 2.36, `false` was the name of a program.
_OPTIONS = (
    "--no-pager",
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.fsmonitor="),
)
TODO = (
    "run gen in a git repository that git can read; if it is a partial clone, first get all of it: "
    "git fetch --refetch --no-filter"
)


class NoRepositoryError(GenError):
    """A folder is in no git repository, or there is no git; `str()` says which."""


def run_git(
    root: Path, *arguments: str, stdin: str = "", env: Mapping[str, str] | None = None
) -> bytes:
    """Run git and give what it prints.

    Arguments:
        root: the folder that a message names.
        arguments: of git.
        stdin: what git reads.
        env: variables that this one command needs.

    Raises:
        NoRepositoryError: if there is no git, or it fails; the message has its first line.
    """
    program = find_program("git")
    if program is None:
        raise NoRepositoryError("git: can't be run (no folder of PATH has it); install it")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT)
    }

    def begin() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [program, *_OPTIONS, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**kept, **_ENVIRONMENT, **(env or {})},
        )

    try:
        with interrupts.running_program("process", begin) as process, process:
            out, err = process.communicate(stdin.encode())
    except OSError as error:
        raise NoRepositoryError(
            f"git: can't be run ({error.strerror or error}); install it"
        ) from error
    if process.returncode:
        said = " ".join(err.decode("utf-8", "replace").split())
        raise NoRepositoryError(f"{root}: git says {said or 'no'}; {TODO}")
    return out


_REGULAR = ("100644", "100755")
# Bytes of a `.git` file: one path.
_LONGEST = 1 << 16


class Repository(Struct, frozen=True):
    """A git repository with files to look at.

    Arguments:
        root: the top folder of its working tree, an absolute path without links.
        folder: what its `.git` is or leads to, an absolute path without links.
    """

    root: Path
    folder: Path

    @classmethod
    def of(cls, place: Path) -> Repository:
        """Find the repository that a file or folder is in; it need not exist.

        The nearest `.git` counts, from the place upward: see gitrepository-layout of git.

        Raises:
            NoRepositoryError: if there is none, or git refuses it, as one that another user owns.
        """
        real = Path(os.path.realpath(place))
        root = next((f for f in (real, *real.parents) if os.path.lexists(f / ".git")), None)
        if root is None:
            raise NoRepositoryError(f"{place}: this is not a git repository; {TODO}")
        folder = _git_folder(root)
        if _is_content(folder):
            todo = "remove that .git, or move what it leads to out of the working tree"
            raise NoRepositoryError(f"{root}: .git leads to files of a working tree; {todo}")
        # Only where git itself looks for a repository does it ask who owns that.
        words = ("-C", str(root), "rev-parse", "--absolute-git-dir")
        found = run_git(root, *words, env={"GIT_CEILING_DIRECTORIES": str(root.parent)})
        if Path(os.path.realpath(os.fsdecode(found.removesuffix(b"\n")))) != folder:
            raise NoRepositoryError(f"{root}: git does not find {folder}; {TODO}")
        return cls(root, folder)

    def _git(self, *arguments: str, stdin: str = "") -> bytes:
        """Run git on this repository and no other."""
        place = (f"--git-dir={self.folder}", f"--work-tree={self.root}", "-C", str(self.root))
        return run_git(self.root, *place, *arguments, stdin=stdin)

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
            found = self._git("rev-parse", "--verify", "--quiet", f"{named}^{{commit}}")
            if named != revision:
                found = self._git("merge-base", found.decode().strip(), "HEAD")
        except NoRepositoryError:
            todo = "name a commit, branch or tag; in a shallow clone, git fetch it first"
            if ".." in named:
                todo = "name one revision, or write REV... for where HEAD branched off from it"
            what = f"{self.root} has no such revision"
            raise GenError(f"{revision or 'an empty name'}: {what}; {todo}") from None
        return found.decode().strip()

    def last_commit_of(self, path: str) -> str | None:
        """Give the hash of the last commit that changed a file, None if none did."""
        found = self._git("rev-list", "--max-count=1", "HEAD", "--", f":(literal){path}")
        return found.decode().strip() or None

    def at(self, commit: str, label: str, folder: str) -> Revision:
        """Give a folder as it was.

        Arguments:
            commit: the hash of a commit.
            label: what the user calls it, for messages.
            folder: a path relative to the top folder, `.` for that itself.
        """
        prefix = "" if folder == "." else f"{folder}/"
        listing = self._git("ls-tree", "-r", "-z", "--full-tree", commit, "--", prefix or ".")
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
        made = self._git("cat-file", "--batch", stdin="".join(f"{n}\n" for n in names))
        found, at = {}, 0
        for name in names:
            start = made.index(b"\n", at) + 1
            size = made[at:start].split()[-1]
            if not size.isdigit():
                raise NoRepositoryError(f"{self.root}: git has no {name}; {TODO}")
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


def _git_folder(root: Path) -> Path:
    """Give the folder that the `.git` of a working tree is, or the file `.git` leads to.

    Raises:
        NoRepositoryError: if it is neither.
    """
    entry = root / ".git"
    if entry.is_dir():
        return Path(os.path.realpath(entry))
    try:
        with entry.open("rb") if entry.is_file() else io.BytesIO() as file:
            text = file.read(_LONGEST)
    except OSError as error:
        reason = error.strerror or error
        raise NoRepositoryError(f"{entry}: can't be read ({reason}); make it readable") from error
    # gitrepository-layout(5): the text "gitdir: " with a path behind it, which may be relative.
    front, _, path = text.rstrip(b"\r\n").partition(b"gitdir: ")
    if front or not path or b"\0" in path:
        raise NoRepositoryError(f"{entry}: this leads to no git repository; {TODO}")
    return Path(os.path.realpath(root / os.fsdecode(path)))


def _is_content(folder: Path) -> bool:
    """Say whether a git folder stands where a commit can bring files.

    Those are all places in a working tree but what is below a `.git`, which git never tracks.
    """
    for place in (folder, *folder.parents):
        if place.name.lower() == ".git":
            return False
        if os.path.lexists(place / ".git") and not folder.is_relative_to(_git_folder(place)):
            return True
    return False
