"""Tries mutants: renders with a faulty template, and runs what it changed until verify notices."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Container, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass

from generator.errors import GenError
from generator.languages.language import Layers
from generator.languages.target import Target
from generator.rendering.jobs import Job
from generator.rendering.references import References
from generator.rendering.renderer import render
from generator.sources.source import Source
from generator.verify.results import State
from generator.verify.runner import Settings, verify
from generator.verify.stage import LocalRunner
from tests.mutants.corpus import Cases, is_thorough, jobs, succeeds
from tests.mutants.mutate import Key, Mutant, mutants
from tests.support import LAYERS, languages

# Trials at a time, for each processor: some wait for an answer that never comes.
_CROWD = 4


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a trial ended: `noticed` names the cell that failed, and is empty if none did."""

    mutant: Mutant
    noticed: str
    changed: int


class _Faulty:
    """The built-in templates, one of them with a fault.

    It stands in their place rather than over them: what is rendered with folders of the user's is
    treated otherwise, such as formatted, which would hide faults or make some.
    """

    def __init__(self, builtin: Source, mutant: Mutant) -> None:
        self.builtin = builtin
        self.mutant = mutant

    def read(self, path: str) -> bytes | None:
        """Give a file's bytes, or None if there is no such file."""
        if path == self.mutant.template:
            return self.mutant.text.encode()
        return self.builtin.read(path)

    def names(self, folder: str = "") -> list[str]:
        """Give the names in `folder`."""
        return self.builtin.names(folder)

    def is_within(self, path: str, folder: str) -> bool:
        """Say whether a file is below `folder`."""
        return self.builtin.is_within(path, folder)

    def label(self, path: str) -> str:
        """Give a label for messages; compiled templates are kept by it, hence it is unlike any."""
        return f"{path} {hash(self.mutant.key):x}"


# A part of two targets, which mutants of neither change.
_SHARED = {"java/inputs.java.jinja"}


def _text_of(template: str) -> str:
    """Return the text of a built-in template."""
    source = LAYERS.builtin.read(template)
    assert source is not None
    return source.decode()


class Bench:
    """One target, whose templates are given faults.

    Arguments:
        target: a target that makes samples, with a toolchain on this machine.
    """

    def __init__(self, target: Target) -> None:
        self.target = target
        planned = jobs(target)
        self.files = render(planned, languages(), LAYERS, skipped=[])
        self.jobs = [job for job in planned if job.path in self.files]
        self.mutants = [
            mutant
            for template in sorted(References(LAYERS).templates(target.templates))
            if template.startswith(f"{target.language}/") and template not in _SHARED
            for mutant in mutants(template, _text_of(template))
        ]

    @property
    def shared(self) -> set[str]:
        """The templates that other targets of the language have, too."""
        others = (t for t in languages()[self.target.language].targets if t != self.target)
        names = [name for other in others for name in other.templates]
        return References(LAYERS).templates(names)

    def verdict(self, mutant: Mutant) -> Verdict:
        """Try a mutant: run what it changed, and stop at the first cell that fails."""
        layers = Layers()
        layers.builtin = _Faulty(LAYERS.builtin, mutant)
        try:
            files = render(self.jobs, languages(), layers)
        except GenError:
            return Verdict(mutant, "render", len(self.jobs))
        changed = [job for job in self.jobs if files[job.path] != self.files[job.path]]
        noticed = (_failure(jobs, of, files, layers) for jobs, of in _portions(changed))
        return Verdict(mutant, next(filter(None, noticed), ""), len(changed))


def _portions(changed: Sequence[Job]) -> Iterator[tuple[Sequence[Job], Cases]]:
    """Divide what is to run: most faults show at once, and many are quicker built together."""
    if changed:
        yield changed[:1], succeeds(changed[:1])
    for job in changed:
        if is_thorough(job):
            yield [job], None
    if others := [job for job in changed if not is_thorough(job)]:
        yield others, succeeds(others)


def _failure(jobs: Sequence[Job], of: Cases, files: Mapping[str, bytes], layers: Layers) -> str:
    """Run samples in some cases; name a cell that failed, or nothing."""
    settings = Settings(jobs=1, keep_going=False, cases=of)
    published = {job.path: files[job.path] for job in jobs}
    try:
        proofs = verify(jobs, published, LocalRunner(languages(), layers), settings)
    except GenError:
        return "render"
    for proof in proofs:
        assert proof.toolchain, f"{proof.job.target.id} has no toolchain here"
        for cell in proof.cells:
            if cell.state is State.FAILED:
                return f"{proof.job.operation.id} {cell.case}"
    return ""


# What the processes try mutants on; they inherit it.
_benches: dict[str, Bench] = {}


def _tried(target: str, mutant: Mutant, listed: bool) -> Verdict:
    """Try one mutant, in a process of its own: verify may end all programs of its process.

    A listed survivor that is noticed is tried again: a machine that was busy may have failed it.
    """
    verdict = _benches[target].verdict(mutant)
    return _benches[target].verdict(mutant) if verdict.noticed and listed else verdict


def trials(
    todo: Sequence[tuple[Bench, Mutant]], listed: Container[Key], processors: int
) -> Iterator[Verdict]:
    """Try mutants side by side; gives each verdict as soon as it is known.

    Arguments:
        todo: what to try.
        listed: the keys of known survivors. Those are run from end to end, hence first.
        processors: how many to keep busy.
    """
    _benches.update((bench.target.id, bench) for bench, _ in todo)
    context = multiprocessing.get_context("fork")
    with _own_cache(), ProcessPoolExecutor(processors * _CROWD, context) as pool:
        ordered = sorted(todo, key=lambda pair: pair[1].key not in listed)
        futures = [
            pool.submit(_tried, bench.target.id, mutant, mutant.key in listed)
            for bench, mutant in ordered
        ]
        try:
            for future in as_completed(futures):
                yield future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@contextmanager
def _own_cache() -> Iterator[None]:
    """Keep what faulty templates make out of the user's cache."""
    before = os.environ.get("XDG_CACHE_HOME")
    with tempfile.TemporaryDirectory(prefix="gen-mutants-") as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        try:
            yield
        finally:
            os.environ.pop("XDG_CACHE_HOME")
            if before is not None:
                os.environ["XDG_CACHE_HOME"] = before
