"""Git repositories, and the files of a folder at a revision, read with the `git` program.

Only a folder with a `.git` counts as a repository. A folder that has the contents of a `.git` does
not count: a commit can bring such a folder, but never one with the name `.git`. git is run so that
it starts no program that the repository names.
"""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from generator.errors import GenError, Mark, Problem, ProblemsError
from generator.model.structs import Struct
from generator.output.changes import NO_FILE
from generator.system import interrupts
from generator.system.programs import find_program
from generator.system.regular_files import MAX_BYTES

# Variables of git that are passed on: they locate the user's settings or make git stricter. The
# others would point git to another repository, change how it reads paths, or name programs.
_KEPT_VARIABLES = ("GIT_CONFIG_", "GIT_TEST_ASSUME_DIFFERENT_OWNER")
# A partial clone must not fetch missing objects, since its settings name the program to do it.
# GIT_ALLOW_PROTOCOL stops every git, GIT_NO_LAZY_FETCH one from 2.44 on. Without optional locks,
# git does not write the index.
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
# An empty core.fsmonitor switches it off; before git 2.36, `false` was the name of a program.
_OPTIONS = (
    "--no-pager",
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.fsmonitor="),
)
_NO_REPOSITORY = "run git init there, or run gen in the repository that you mean"
_TODO = (
    "run gen in a git repository that git can read; if it is a partial clone, first get all of it: "
    "git fetch --refetch --no-filter"
)


class NoRepositoryError(GenError):
    """A folder is in no git repository that git can read, or git is not installed."""


def run_git(
    root: Path, *arguments: str, stdin: str = "", env: Mapping[str, str] | None = None
) -> bytes:
    """Run git, and return what it prints to stdout.

    Arguments:
        root: the folder that messages name.
        arguments: the arguments of git.
        stdin: the text to pass to git on stdin.
        env: environment variables to set for this command alone.

    Raises:
        NoRepositoryError: if git can't be started or fails; the message has its error output.
    """
    program = find_program("git")
    if program is None:
        raise NoRepositoryError("git: can't be run (no folder of PATH has it); install it")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT_VARIABLES)
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
        phrase = " ".join(err.decode("utf-8", "replace").split())
        raise NoRepositoryError(f"{root}: git says {phrase or 'no'}; {_TODO}")
    return out


_REGULAR_MODES = ("100644", "100755")
# Most bytes to read of a `.git` file, which holds one path.
_MOST_BYTES = 1 << 16


class Repository(Struct, frozen=True):
    """A git repository with a working tree.

    Arguments:
        root: the top folder of its working tree, as an absolute path without links.
        folder: its git folder, which `.git` is or leads to, as an absolute path without links.
    """

    root: Path
    folder: Path

    @classmethod
    def find(cls, place: Path) -> Repository:
        """Find the repository of a file or folder.

        It is where the nearest `.git` is, from the file or folder upward; see
        gitrepository-layout(5) of git.

        Arguments:
            place: the path of the file or folder, which need not exist.

        Raises:
            NoRepositoryError: if there is no repository, or if git refuses it, for example because
                another user owns it.
        """
        real = Path(os.path.realpath(place))
        root = next((f for f in (real, *real.parents) if os.path.lexists(f / ".git")), None)
        if root is None:
            raise NoRepositoryError(f"{place}: this is not a git repository; {_NO_REPOSITORY}")
        folder = _git_folder(root)
        if _is_content(folder):
            todo = "remove that .git, or move what it leads to out of the working tree"
            raise NoRepositoryError(f"{root}: .git leads to files of a working tree; {todo}")
        # git checks the owner only of a repository that it looks for itself.
        words = ("-C", str(root), "rev-parse", "--absolute-git-dir")
        output = run_git(root, *words, env={"GIT_CEILING_DIRECTORIES": str(root.parent)})
        if Path(os.path.realpath(os.fsdecode(output.removesuffix(b"\n")))) != folder:
            raise NoRepositoryError(f"{root}: git does not find {folder}; {_TODO}")
        return cls(root, folder)

    def _git(self, *arguments: str, stdin: str = "") -> bytes:
        """Run git on this repository and no other."""
        place = (f"--git-dir={self.folder}", f"--work-tree={self.root}", "-C", str(self.root))
        return run_git(self.root, *place, *arguments, stdin=stdin)

    def path(self, place: Path) -> str | None:
        """Return a path relative to the top folder; None if the path is outside of that folder."""
        place = Path(os.path.realpath(place))
        return place.relative_to(self.root).as_posix() if place.is_relative_to(self.root) else None

    def commit(self, revision: str) -> str:
        """Return the hash of the commit that a revision names.

        Arguments:
            revision: a revision as git takes it. `REV...` names the commit where HEAD branched off
                from REV.

        Raises:
            GenError: if the repository has no such commit.
        """
        name = revision.removesuffix("...")
        try:
            if name.startswith("-") or not name or not name.isprintable():
                raise NoRepositoryError(name)
            output = self._git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
            if name != revision:
                output = self._git("merge-base", output.decode().strip(), "HEAD")
        except NoRepositoryError:
            todo = "name a commit, branch or tag; in a shallow clone, git fetch it first"
            if ".." in name:
                todo = "name one revision, or write REV... for where HEAD branched off from it"
            what = f"{self.root} has no such revision"
            raise GenError(f"{revision or 'an empty name'}: {what}; {todo}") from None
        return output.decode().strip()

    def last_commit_of(self, path: str) -> str | None:
        """Return the hash of the last commit that changed a file.

        Arguments:
            path: the file's path relative to the top folder.

        Returns:
            The hash; None if no commit up to HEAD changed the file.
        """
        output = self._git("rev-list", "--max-count=1", "HEAD", "--", f":(literal){path}")
        return output.decode().strip() or None

    def revision(self, commit: str, label: str, folder: str, names: Sequence[str] = ()) -> Revision:
        """List the files of a folder at a commit; their contents are read when they are needed.

        Arguments:
            commit: the hash of the commit.
            label: the user's name for that commit, for messages.
            folder: the folder's path relative to the top folder; `.` for the top folder itself.
            names: the only files to list, by their paths in the folder; empty for all files.
        """
        prefix = "" if folder == "." else f"{folder}/"
        paths = [f"{prefix}{name}" for name in names] or [prefix or "."]
        listing = self._git("ls-tree", "-r", "-z", "--full-tree", commit, "--", *paths)
        blobs = {}
        for entry in filter(None, listing.split(b"\0")):
            facts, _, name = entry.partition(b"\t")
            mode, kind, blob = facts.decode().split(" ")
            if kind == "blob":
                path = os.fsdecode(name).removeprefix(prefix)
                blobs[path] = blob if mode in _REGULAR_MODES else None
        return Revision(f"{label}:{prefix}", blobs, self._read_blobs)

    def _read_blobs(self, names: Sequence[str]) -> dict[str, bytes]:
        """Read blobs by their hashes, all with one git process."""
        output = self._git("cat-file", "--batch", stdin="".join(f"{n}\n" for n in names))
        blobs, revision = {}, 0
        for name in names:
            start = output.index(b"\n", revision) + 1
            size = output[revision:start].split()[-1]
            if not size.isdigit():
                raise NoRepositoryError(f"{self.root}: git has no {name}; {_TODO}")
            blobs[name] = output[start : start + int(size)]
            revision = start + int(size) + 1
        return blobs


def is_blob(data: bytes, blob: str | None) -> bool:
    """Return whether git has bytes under a hash, which is SHA-1 or SHA-256.

    Arguments:
        data: the bytes of a file.
        blob: git's hash of a file.
    """
    algorithm = "sha256" if blob is not None and len(blob) == 64 else "sha1"
    return hashlib.new(algorithm, b"blob %d\0" % len(data) + data).hexdigest() == blob


class Revision:
    """The files below a folder at a git revision.

    gen can read specs from it, or compare it with rendered files, as if it were a folder on disk.

    Arguments:
        name: the text before a file's path in messages, such as `main:spec/`.
        blobs: git's hash of each file's content, by the file's path; None for a link or another
            special entry.
        fetch: returns the contents of files by these hashes.
        max_bytes: the maximum size of a file in bytes.
    """

    def __init__(
        self,
        name: str,
        blobs: Mapping[str, str | None],
        fetch: Callable[[Sequence[str]], Mapping[str, bytes]],
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self.name = name
        self.blobs = blobs
        self.fetch = fetch
        self.max_bytes = max_bytes
        self.fetched: dict[str, bytes] = {}
        self.folders: dict[str, set[str]] = {}

    def fetch_all(self, paths: Iterable[str] | None = None) -> None:
        """Read several files with one git process, so that `read` needs no further one.

        Arguments:
            paths: the paths of the files; None for all files.
        """
        blobs = self.blobs.values() if paths is None else map(self.blobs.get, paths)
        self.fetched.update(self.fetch(sorted({blob for blob in blobs if blob})))

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file; None if there is no regular file at this path.

        Raises:
            ProblemsError: if the file is too large.
        """
        blob = self.blobs.get(path)
        if blob is None:
            return None
        if blob not in self.fetched:  # fetch the files that are likely needed next, too
            near = f"{'/'.join(path.split('/')[:2])}/" if path.count("/") > 1 else path
            self.fetch_all(name for name in self.blobs if name.startswith(near))
        if len(self.fetched[blob]) > self.max_bytes:
            what = f"the file is larger than {self.max_bytes >> 20} MiB"
            raise ProblemsError([Problem(Mark(self.label(path)), what, "split it")])
        return self.fetched[blob]

    def names(self, folder: str = "") -> list[str]:
        """Return the sorted names of the files and folders in a folder, without hidden ones.

        Arguments:
            folder: the folder's path; empty for the folder of this revision itself.
        """
        if not self.folders:
            for path in self.blobs:
                while path:
                    parent, _, name = path.rpartition("/")
                    children = self.folders.setdefault(parent, set())
                    if name in children:
                        break
                    children.add(name)
                    path = parent
        names = self.folders.get(folder, set())
        return sorted(name for name in names if not name.startswith("."))

    def label(self, path: str) -> str:
        """Return a file's path with its revision as git writes it, such as `main:spec/a.yaml`."""
        return f"{self.name}{path}"

    def is_within(self, path: str, folder: str) -> bool:
        """Return whether a file is below a folder; git never follows links out of it.

        Arguments:
            path: the file's path.
            folder: the folder's path; empty for the folder of this revision itself.
        """
        return not folder or path.startswith(f"{folder}/")

    def read_planned(self, path: str) -> bytes | None:
        """Read a file that gen would render.

        Returns:
            The bytes; None if there is no such file, `NO_FILE` if it is no regular file.
        """
        return NO_FILE if path in self.blobs and self.blobs[path] is None else self.read(path)

    def read_orphan(self, path: str) -> bytes | None:
        """Read a file that gen no longer renders; None if there is no such regular file."""
        return self.read(path)

    def is_same_file(self, first: str, second: str) -> bool:
        """Return whether two paths are the same file, for which git needs the same spelling."""
        return first == second


def _git_folder(root: Path) -> Path:
    """Return the git folder of a working tree: `.git` itself, or the folder that it points to.

    Raises:
        NoRepositoryError: if `.git` is neither a folder nor a file that points to one.
    """
    entry = root / ".git"
    if entry.is_dir():
        return Path(os.path.realpath(entry))
    try:
        with entry.open("rb") if entry.is_file() else io.BytesIO() as file:
            text = file.read(_MOST_BYTES)
    except OSError as error:
        reason = error.strerror or error
        raise NoRepositoryError(f"{entry}: can't be read ({reason}); make it readable") from error
    # gitrepository-layout(5): "gitdir: " and a path, which may be relative.
    front, _, path = text.rstrip(b"\r\n").partition(b"gitdir: ")
    if front or not path or b"\0" in path:
        raise NoRepositoryError(f"{entry}: this leads to no git repository; {_TODO}")
    return Path(os.path.realpath(root / os.fsdecode(path)))


def _is_content(folder: Path) -> bool:
    """Check whether a git folder is where a commit could have put its files.

    That is anywhere in a working tree, except below a `.git`, which git never tracks.
    """
    for place in (folder, *folder.parents):
        if place.name.lower() == ".git":
            return False
        if os.path.lexists(place / ".git") and not folder.is_relative_to(_git_folder(place)):
            return True
    return False
