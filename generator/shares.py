"""A rendered tree whose files are compared and written where they were rendered.

Much work is shared by several processes. What each renders stays there: only what has to be known
of all files comes back, unless somebody wants their bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from generator import stamp
from generator.errors import Problem, ProblemsError
from generator.forked import Crew
from generator.losses import Losses, Packed
from generator.outfolder import OutFolder
from generator.plan import ClientJob, Job, Plan
from generator.references import ClosedError
from generator.tree import Seen, look
from generator.writing import Facts, write_files

# Fewer files than this are rendered before another process has begun.
MUCH = 1000
# Of a SHA-256.
_DIGITS = 64
_Job = Job | ClientJob
Known = TypeVar("Known")


class Draw(Protocol):
    """Renders jobs, telling how many are done since it told last."""

    def __call__(self, jobs: Sequence[_Job], progress: Callable[[int], None]) -> dict[str, bytes]:
        """Give the files by path; raises ProblemsError."""


class Tree(Mapping[str, bytes]):
    """The bytes of rendered files by their paths.

    Arguments:
        files: the same.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._digests: dict[str, str] = {}
        self._written: dict[str, Facts] = {}

    def __getitem__(self, path: str) -> bytes:
        return self._files[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def seen(self, out: Path) -> dict[str, Seen]:
        """Look at what stands in an output folder in the places of the files: see `tree.look`."""
        found = look(self._files, OutFolder(out))
        self._digests = {path: seen.sha256 for path, seen in found.items()}
        return found

    def write(self, out: Path, paths: Sequence[str]) -> None:
        """Write some of the files: see `write_files`."""
        self._written |= write_files(self._files, out, paths)

    def stamps(self, out: Path) -> bytes:
        """Give the `rows` of a stamp of the files as they are now, after `seen` and `write`."""
        return stamp.rows(out, self._digests, self._written)

    def close(self) -> None:
        """Let go of whoever has a share of the files."""


class _Share(Tree):
    """What one process renders."""

    def __init__(self, jobs: Sequence[_Job], draw: Draw, progress: Callable[[int], None]) -> None:
        super().__init__({})
        self.jobs = jobs
        self.order: Sequence[str] = ()  # of the files, for all who know the jobs
        self.draw = draw
        self.progress = progress

    def render(self) -> None:
        """Render it; there is nothing before."""
        self._files = self.draw(self.jobs, self.progress)
        self.order = [job.path for job in self.jobs]

    def given(self) -> Mapping[str, bytes]:
        """Give all bytes."""
        return self._files

    def looked(self, out: Path) -> Looked:
        """Look at an output folder, without giving what stands there."""
        found = self.seen(out)
        there = {
            path: seen._replace(old=None) for path, seen in found.items() if seen.there is not None
        }
        return Looked("".join([found[path].sha256 for path in self.order]), there)

    def put(self, out: Path, paths: Sequence[str] | None) -> bytes:
        """Write those of some files that are in this share, None are all, and give its `stamps`."""
        self.write(out, self.order if paths is None else [p for p in paths if p in self._files])
        return self.stamps(out)


class Looked(NamedTuple):
    """What a share knows of its files, which most runs write for the first time.

    Attributes:
        digests: the SHA-256 of each, as 64 digits, in the order of what was to be rendered.
        there: the files in whose place something stands.
    """

    digests: str
    there: dict[str, Seen]


class Told(NamedTuple):
    """What has to be known of a part that was planned where it was rendered.

    Attributes:
        rows: target and operation of each file, by its path.
        lacks: what is not made.
        losses: what is not supported.
    """

    rows: dict[str, tuple[str, str]]
    lacks: list[Problem]
    losses: list[Packed]


class _Part(_Share):
    """What one process plans and renders.

    Arguments:
        plan: plans it.
        draw, progress: see `_Share`.
        losses: gets what is not supported.
        is_first: whether what it finds is told first.
    """

    def __init__(
        self,
        plan: Callable[[], Plan],
        draw: Draw,
        progress: Callable[[int], None],
        losses: Losses,
        is_first: bool,
    ) -> None:
        super().__init__((), draw, progress)
        self.plan = plan
        self.losses = losses
        self.is_first = is_first

    def rendered(self) -> Told:
        """Plan and render it; there is nothing before."""
        plan = self.plan()
        self._files = self.draw(plan.files, self.progress)
        jobs = {job.path: job for job in plan.files if job.wanted}
        self.order = sorted(jobs)  # as is all that is made of them
        rows = {path: (jobs[path].target.id, jobs[path].subject) for path in self.order}
        # A place is looked for here, where the model is that it refers to.
        lacks = [
            Problem(lack.mark and lack.mark.within(lack.mark.file), lack.what, lack.todo)
            for lack in plan.lacks
        ]
        if self.is_first:  # it is here, where less memory had to be copied, and would only wait
            self.losses.look()
        return Told(rows, lacks, self.losses.packed())


class Shares(Tree):
    """A tree that several processes have, until somebody wants its bytes.

    Arguments:
        crew: the processes.
        rows: target and operation of each file, by its path.
        lacks: what is not made.
    """

    def __init__(
        self,
        crew: Crew[_Share] | Crew[_Part],
        rows: Mapping[str, tuple[str, str]],
        lacks: Sequence[Problem] = (),
    ) -> None:
        super().__init__({})
        self.crew = crew
        self.rows = rows
        self.lacks = lacks
        self._stamps: list[bytes] = []

    def __getitem__(self, path: str) -> bytes:
        if not self._files:
            self._files = _all(self.crew.ask("given"))
            self.crew.end()
        return self._files[path]

    def __contains__(self, path: object) -> bool:
        return path in self.rows

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def seen(self, out: Path) -> dict[str, Seen]:
        """Look at an output folder, without giving what stands there."""
        if self._files:
            return super().seen(out)
        shares: list[Looked] = self.crew.ask("looked", out)
        digests = "".join(share.digests for share in shares)
        each = [digests[at : at + _DIGITS] for at in range(0, len(digests), _DIGITS)]
        absent = map(Seen, each, repeat(None), repeat(None))
        found = dict(zip(self.rows, absent, strict=True))
        return found | _all(share.there for share in shares)

    def write(self, out: Path, paths: Sequence[str]) -> None:
        """Write some of the files, each where it is."""
        if self._files:
            super().write(out, paths)
        else:
            whole = len(paths) == len(self.rows)
            self._stamps = self.crew.ask("put", out, None if whole else paths)

    def stamps(self, out: Path) -> bytes:
        """Give what tells later that the files are as they are now."""
        if self._files:
            return super().stamps(out)
        told = self._stamps or self.crew.ask("stamps", out)
        self.crew.leave()
        return b", ".join(told)

    def close(self) -> None:
        """Let the other processes go."""
        self.crew.end()


def _all(parts: Iterable[Mapping[str, Known]]) -> dict[str, Known]:
    """Put together what shares know of their files."""
    found: dict[str, Known] = {}
    for part in parts:
        found |= part
    return found


def _unheard(count: int) -> None:
    """Hear of progress that nobody shows."""


def drawn(
    jobs: Sequence[_Job], draw: Draw, processes: int, progress: Callable[[int], None]
) -> Tree:
    """Render files.

    Arguments:
        jobs: what to make.
        draw: renders them.
        processes: how many may share the work, if it is much and all of it is samples.
        progress: told how many jobs are done since it was told last.

    Raises:
        ProblemsError: as `draw` does, with all that is wrong whoever found it.
    """
    size = -(-len(jobs) // processes)
    is_shared = processes > 1 and len(jobs) > MUCH
    if not is_shared or not all(job.target.is_sample and job.wanted for job in jobs):
        return Tree(draw(jobs, progress))
    parts = [jobs[start : start + size] for start in range(0, len(jobs), size)]

    def told(count: int) -> None:
        progress(count * len(parts))

    def share(part: Sequence[_Job]) -> _Share:
        return _Share(part, draw, told if part is parts[0] else _unheard)

    crew = Crew(share, parts)
    try:
        crew.ask("render")
    except ProblemsError:  # of one share: all of them are told
        return Tree(draw(jobs, progress))
    return Shares(crew, {job.path: (job.target.id, job.subject) for job in jobs})


def shared(
    plan: Callable[[int], Plan],
    draw: Draw,
    processes: int,
    losses: Losses,
    progress: Callable[[int], None],
) -> Shares | None:
    """Plan and render in several processes.

    Arguments:
        plan: plans one of as many parts, by its number from 0.
        draw: renders jobs.
        processes: how many there are to be.
        losses: gets what is not supported.
        progress: told how many jobs are done since it was told last.

    Returns:
        What was rendered; None if that is nothing, or something is wrong, of which more may be.
    """

    def told(count: int) -> None:
        progress(count * processes)

    def part(number: int) -> _Part:
        return _Part(
            lambda: plan(number),
            draw,
            _unheard if number else told,
            losses,
            not number,
        )

    crew = Crew(part, range(processes))
    try:
        parts: list[Told] = crew.ask("rendered")
    except (ProblemsError, ClosedError):
        return None
    rows = _all(each.rows for each in parts)
    if not rows:
        crew.end()
        return None
    for each in parts:
        losses.unpack(each.losses)
    return Shares(crew, rows, [lack for each in parts for lack in each.lacks])
