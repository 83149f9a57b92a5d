"""Prepare a sample to run: start its mock server, and write its files into a folder."""

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

# The time limit in seconds of samples that are rendered for a mock server.
LIMIT = 3


@dataclass
class SampleCopy:
    """A copy of one sample in a temporary folder, with its own mock server.

    Attributes:
        server: the server that answers this sample alone.
        job: the job of the copy, with the endpoint that the copy calls.
        file: the copy's main file.
        work: the folder that it is compiled into and runs in.
        launcher: words before the command that runs it.
        client_files: the files of the client that it calls.
        rogue: the TLS context of a server that it must not trust.
        vary: makes a copy of the sample with other values; None if it can't be rendered.
        places: folders that it shares with other samples, by placeholder: "shared" for the step
            `once`, and "built" if it was built together with others.
    """

    server: MockServer
    job: Job
    file: Path
    work: Path
    launcher: Sequence[str] = ()
    client_files: Sequence[Path] = ()
    rogue: ssl.SSLContext | None = None
    vary: Callable[[Mapping[str, Value]], SampleCopy] | None = None
    places: dict[str, str] = field(default_factory=dict)

    @property
    def limit(self) -> int:
        """The time limit of the sample in seconds."""
        return self.job.request.timeout

    def identity(self) -> bytes:
        """Return the bytes of all files, without the server's address, for the cache key."""
        texts = (file.read_bytes() for file in (self.file, *self.client_files))
        return b"\0".join(texts).replace(self.server.endpoint.encode(), b"\0")

    def prepare(self, toolchain: Toolchain) -> tuple[Toolchain, list[str]]:
        """Build the sample; return the toolchain to run it with, and the faults of the build."""
        return toolchain, self.build(toolchain)

    def build(self, toolchain: Toolchain) -> list[str]:
        """Build the sample unless it was built with others, and return the faults of the build."""
        return [] if "built" in self.places else build_faults(toolchain, self.file, self.work)

    @contextmanager
    def untrusted(self) -> Iterator[None]:
        """Use the certificate that the sample must not trust, during the block."""
        self.server.tls, trusted = self.rogue, self.server.tls
        try:
            yield
        finally:
            self.server.tls = trusted


class Runner(Protocol):
    """A way to run samples.

    Attributes:
        name: its name in reports.
        is_exact: whether it runs the committed bytes themselves.
    """

    name: str
    is_exact: bool

    def is_tls(self, job: Job) -> bool:
        """Return whether a sample's server uses TLS."""

    def unfit_reason(self, job: Job, toolchain: Toolchain) -> str:
        """Return why a toolchain can't run a sample here; empty if it can."""

    def prepare(self, jobs: Sequence[Job]) -> None:
        """Prepare resources that samples share, before the first sample is opened."""

    def open(
        self, job: Job, published: Mapping[str, bytes], folder: Path, stack: ExitStack
    ) -> SampleCopy:
        """Start a server, and write a copy of a sample.

        Arguments:
            job: the published sample.
            published: the bytes of all published files by path.
            folder: a path for the new folder of the copy.
            stack: closes the server.
        """

    def faults(
        self, job: Job, published: Mapping[str, bytes], copy: SampleCopy, out: Path | None
    ) -> list[str]:
        """Return the differences between the copy, the published and the committed files."""


def write_client(job: Job, published: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write the client that a program calls into a folder, and return its files."""
    files = []
    for path in job.caller.published if job.caller else ():
        if job.caller is not None and path in published:
            file = folder / path.removeprefix(f"{job.caller.folder}/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(published[path])
            files.append(file)
    return files


def write_sent_files(job: Job, work: Path) -> None:
    """Write the files that a sample sends into the folder that it runs in."""
    for file in job.request.files:
        (work / reveal(file.value)).write_bytes(file_bytes(reveal(file.value)))


class LocalRunner:
    """Runs samples that are rendered once more, with the endpoint of a mock server.

    Arguments:
        languages: the language folders by id.
        layers: the folders that templates are read from.
    """

    name = "local"
    is_exact = False

    def __init__(self, languages: Mapping[str, Language], layers: Layers) -> None:
        self.languages = languages
        self.layers = layers

    def is_tls(self, job: Job) -> bool:  # noqa: ARG002
        """Return False: no server uses TLS here."""
        return False

    def unfit_reason(self, job: Job, toolchain: Toolchain) -> str:  # noqa: ARG002
        """Return an empty text: every toolchain can run samples here."""
        return ""

    def prepare(self, jobs: Sequence[Job]) -> None:
        """Do nothing: samples share no resources here."""

    def open(
        self, job: Job, published: Mapping[str, bytes], folder: Path, stack: ExitStack
    ) -> SampleCopy:
        """Start a server, and write the sample rendered for it; see `Runner.open`."""
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
        """Render a sample for a server, and write it with all its files."""
        binding = Binding(server.endpoint, LIMIT, values)
        local = replace(job, request=make_request(job.api, job.operation, binding))
        file = folder / job.file
        work = folder / "work"
        work.mkdir(parents=True)
        write_sent_files(local, work)
        file.write_bytes(render([local], self.languages, self.layers)[job.path])
        return SampleCopy(
            server, local, file, work, client_files=write_client(job, published, folder)
        )

    def faults(
        self, job: Job, published: Mapping[str, bytes], copy: SampleCopy, out: Path | None
    ) -> list[str]:
        """Return the differences between the copy, the published and the committed files."""
        faults = committed_faults(out, job.published, published) if out else []
        local = copy.file.read_text("utf-8")
        text = published[job.path].decode()
        lines = unbound_lines(text, local, job.request, copy.job.request)
        if lines:
            quoted = "; ".join(map(repr, lines[:3]))
            faults.append(f"bound to a server of its own, it has other lines, too: {quoted}")
        return faults
