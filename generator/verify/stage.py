"""Where samples run: bound to a server of their own, or as they are published."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from generator.languages.language import Language, Layers
from generator.languages.target import Toolchain
from generator.model.structs import replace
from generator.model.text import reveal
from generator.model.values import Value
from generator.rendering.jobs import Job
from generator.rendering.renderer import render
from generator.rendering.request import Binding, make_request
from generator.verify.compare import committed_faults, unbound_lines
from generator.verify.expected.body import file_bytes
from generator.verify.mock_server import MockServer
from generator.verify.toolchain import build_faults

# Seconds that a sample which was bound to a server of its own waits for an answer.
LIMIT = 3


@dataclass
class SampleCopy:
    """One sample with its server.

    Attributes:
        server: answers this sample alone.
        job: the sample as it runs.
        file: the sample's file.
        work: the folder that it is compiled into and runs in.
        launcher: what stands before the command that runs it.
        beside: the files of the client that it calls.
        rogue: the certificate of a server that it must not trust.
        vary: gives the copy with the sample rendered for other values; None where that can't be.
        places: folders that it shares with others, by the placeholders of steps that stand for
            them; with `built`, it was built together with others.
    """

    server: MockServer
    job: Job
    file: Path
    work: Path
    launcher: Sequence[str] = ()
    beside: Sequence[Path] = ()
    rogue: ssl.SSLContext | None = None
    vary: Callable[[Mapping[str, Value]], SampleCopy] | None = None
    places: dict[str, str] = field(default_factory=dict)

    @property
    def limit(self) -> int:
        """Seconds after which the sample gives up."""
        return self.job.request.timeout

    def identity(self) -> bytes:
        """Give what the run depends on of the sample's file: all but the server's own address."""
        texts = (file.read_bytes() for file in (self.file, *self.beside))
        return b"\0".join(texts).replace(self.server.endpoint.encode(), b"\0")

    def prepare(self, toolchain: Toolchain) -> tuple[Toolchain, list[str]]:
        """Build the sample; give the toolchain to run it with, and what is wrong with it."""
        return toolchain, self.build(toolchain)

    def build(self, toolchain: Toolchain) -> list[str]:
        """Build the sample, unless it was built with others; say what is wrong with it."""
        return [] if "built" in self.places else build_faults(toolchain, self.file, self.work)

    @contextmanager
    def untrusted(self) -> Iterator[None]:
        """Show the certificate that nobody trusts for a while."""
        self.server.tls, trusted = self.rogue, self.server.tls
        try:
            yield
        finally:
            self.server.tls = trusted


class Runner(Protocol):
    """A way to run samples.

    `name` tells it in reports; `is_exact` says that the committed bytes are what runs.
    """

    name: str
    is_exact: bool

    def is_tls(self, job: Job) -> bool:
        """Say whether a sample's server speaks TLS."""

    def unfit_reason(self, job: Job, toolchain: Toolchain) -> str:
        """Say why a toolchain can't run a sample here, or nothing."""

    def prepare(self, jobs: Sequence[Job]) -> None:
        """Make what several samples share, before the first is opened."""

    def open(
        self, job: Job, published: Mapping[str, bytes], folder: Path, stack: ExitStack
    ) -> SampleCopy:
        """Start a server, and write the sample below a folder; `stack` ends it all."""

    def faults(
        self, job: Job, published: Mapping[str, bytes], copy: SampleCopy, out: Path | None
    ) -> list[str]:
        """Say how the sample differs from the published one, and that from the committed one."""


def write_client(job: Job, published: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write the client that a program calls into the program's folder; give its files."""
    made = []
    for path in job.caller.published if job.caller else ():
        if job.caller is not None and path in published:
            file = folder / path.removeprefix(f"{job.caller.folder}/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(published[path])
            made.append(file)
    return made


def write_sent_files(job: Job, work: Path) -> None:
    """Write the files that a sample sends into the folder that it runs in."""
    for file in job.request.files:
        (work / reveal(file.value)).write_bytes(file_bytes(reveal(file.value)))


class LocalRunner:
    """Each sample is rendered once more, for a server of its own on this machine.

    Arguments:
        languages: the language folders by id.
        layers: where templates are read from.
    """

    name = "local"
    is_exact = False

    def __init__(self, languages: Mapping[str, Language], layers: Layers) -> None:
        self.languages = languages
        self.layers = layers

    def is_tls(self, job: Job) -> bool:  # noqa: ARG002
        """Say whether a sample's server speaks TLS: none does."""
        return False

    def unfit_reason(self, job: Job, toolchain: Toolchain) -> str:  # noqa: ARG002
        """Say why a toolchain can't run a sample here: all can."""
        return ""

    def prepare(self, jobs: Sequence[Job]) -> None:
        """Samples share nothing here."""

    def open(
        self, job: Job, published: Mapping[str, bytes], folder: Path, stack: ExitStack
    ) -> SampleCopy:
        """Start a server, render for it, and write that."""
        server = stack.enter_context(MockServer([job.api]))
        copy = self._make_copy(job, server, {}, published, folder)
        copy.vary = lambda values: self._make_copy(
            job, server, values, published, folder / "values"
        )
        return copy

    def _make_copy(
        self,
        job: Job,
        server: MockServer,
        values: Mapping[str, Value],
        published: Mapping[str, bytes],
        folder: Path,
    ) -> SampleCopy:
        binding = Binding(server.endpoint, LIMIT, values)
        local = replace(job, request=make_request(job.api, job.operation, binding))
        file = folder / job.file
        work = folder / "work"
        work.mkdir(parents=True)
        write_sent_files(local, work)
        file.write_bytes(render([local], self.languages, self.layers)[job.path])
        return SampleCopy(server, local, file, work, beside=write_client(job, published, folder))

    def faults(
        self, job: Job, published: Mapping[str, bytes], copy: SampleCopy, out: Path | None
    ) -> list[str]:
        """Compare what is run, what is published, and what is in the output folder."""
        found = committed_faults(out, job.published, published) if out else []
        local = copy.file.read_text("utf-8")
        text = published[job.path].decode()
        odd = unbound_lines(text, local, job.request, copy.job.request)
        if odd:
            lines = "; ".join(map(repr, odd[:3]))
            found.append(f"bound to a server of its own, it has other lines, too: {lines}")
        return found
