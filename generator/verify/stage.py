"""Prepare a sample to run: start its mock server, and write its files into a folder.

A runner decides which files these are. `LocalRunner` renders samples anew, with the address of the
mock server. `PublishedRunner` in `published_run` takes the committed files.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from generator.languages.language import Language, Layers
from generator.languages.target import Toolchain
from generator.model.api import Api
from generator.model.structs import replace
from generator.model.text import reveal
from generator.model.values import Value
from generator.rendering.jobs import Job
from generator.rendering.loops.parts import LoopLimits
from generator.rendering.renderer import render
from generator.rendering.request import Binding, make_request
from generator.verify.compare import committed_faults, unbound_lines
from generator.verify.expected.body import file_bytes
from generator.verify.expected.cases import Case
from generator.verify.expected.loops import INTERVAL, MOST_PAGES, MOST_SECONDS
from generator.verify.mock_server import MockServer
from generator.verify.toolchain import build_faults

# The time limit in seconds of samples that are rendered for a mock server.
LIMIT = 3


@dataclass
class SampleCopy:
    """A copy of one sample in a temporary folder, with a mock server.

    Attributes:
        server: the mock server, which answers only this sample.
        job: the sample, with the endpoint that the copy calls.
        file: the path of the copy's main file.
        work: the folder that the copy is compiled into and runs in.
        launcher: the words to put before the command that runs the copy; may be empty.
        client_files: the files of the client that a client program calls; empty for a sample.
        rogue: the TLS context with a certificate that the sample must refuse; None without TLS.
        vary: makes a copy of the sample that sends other values than the spec's examples, by
            parameter name. None if the sample can't be rendered anew.
        places: folders that the copy shares with other samples, by placeholder in commands:
            "shared" for the files of the step `once`, and "built" if it was built together with
            others.
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
        """The seconds after which the sample gives up waiting for an answer."""
        return self.job.request.timeout

    def for_case(self, case: Case) -> SampleCopy:
        """Return the copy for a case: this one, or one with the values of the case."""
        return self.vary(case.values) if case.values and self.vary else self

    def identity(self) -> bytes:
        """Return the bytes of the copy's files, without the server's address, for a cache key."""
        texts = (file.read_bytes() for file in (self.file, *self.client_files))
        return b"\0".join(texts).replace(self.server.endpoint.encode(), b"\0")

    def prepare(self, toolchain: Toolchain) -> tuple[Toolchain, list[str]]:
        """Build the copy.

        Returns:
            The toolchain to run the copy with, and a message for each fault of the build.
        """
        return toolchain, self.build(toolchain)

    def build(self, toolchain: Toolchain) -> list[str]:
        """Compile the copy or check its syntax, unless it was built together with others.

        Returns:
            A message for each fault; empty if there is none.
        """
        return [] if "built" in self.places else build_faults(toolchain, self.file, self.work)

    @contextmanager
    def untrusted(self) -> Iterator[None]:
        """Let the server use the certificate that the sample must refuse, during the block."""
        self.server.tls, trusted = self.rogue, self.server.tls
        try:
            yield
        finally:
            self.server.tls = trusted


class Runner(Protocol):
    """A way to run samples: rendered anew, or as the committed files.

    Attributes:
        name: "local" or "published", for reports.
        is_exact: whether the committed files themselves are run, byte for byte.
    """

    name: str
    is_exact: bool

    def is_tls(self, job: Job) -> bool:
        """Return whether the mock server of a sample uses TLS."""

    def unfit_reason(self, job: Job, toolchain: Toolchain) -> str:
        """Return why this runner can't run a sample with a toolchain; empty if it can."""

    def prepare(self, jobs: Sequence[Job]) -> None:
        """Prepare what samples share, such as certificates, before the first sample is opened."""

    def open(
        self, job: Job, published: Mapping[str, bytes], folder: Path, stack: ExitStack
    ) -> SampleCopy:
        """Start a mock server for a sample, and write a copy of the sample.

        Arguments:
            job: the sample.
            published: the bytes of all published files by path.
            folder: a path at which nothing exists yet, for the folder of the copy.
            stack: the server stops when this stack is closed.
        """

    def faults(
        self, job: Job, published: Mapping[str, bytes], copy: SampleCopy, out: Path | None
    ) -> list[str]:
        """Check that the copy and the committed files are what is published.

        Arguments:
            job: the sample.
            published: the bytes of all published files by path.
            copy: the copy that `open` returned.
            out: the output folder with the committed files; None to skip them.

        Returns:
            A message for each difference; empty if there is none.
        """


def write_client(job: Job, published: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write the files of a generated client into a folder.

    Arguments:
        job: the client program that calls the client. If it is a sample, nothing is written.
        published: the bytes of files by path. Files of the client that are not in it are left out.
        folder: the folder for the client.

    Returns:
        The paths of the written files.
    """
    files = []
    for path in job.caller.published if job.caller else ():
        if job.caller is not None and path in published:
            file = folder / path.removeprefix(f"{job.caller.folder}/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(published[path])
            files.append(file)
    return files


def write_sent_files(job: Job, work: Path) -> None:
    """Write the files that a sample sends, such as an image, into the folder that it runs in.

    Arguments:
        job: the sample.
        work: the folder that it runs in.
    """
    for file in job.request.files:
        (work / reveal(file.value)).write_bytes(file_bytes(reveal(file.value)))


def bind_client(api: Api, text: bytes, endpoint: str) -> bytes:
    """Put an endpoint in place of every endpoint of an API in a file of its client.

    Arguments:
        api: the API, whose endpoint may have a placeholder for the region.
        text: the file, in which anything without quotes and slashes may stand for the region.
        endpoint: the endpoint to put there.
    """
    own = {region.endpoint for region in api.regions}
    own |= {operation.server.endpoint for operation in api.operations if operation.server}
    patterns = [re.escape(one) for one in sorted(own - {""}, key=len, reverse=True)]
    pieces = (re.escape(p) if isinstance(p, str) else r"[^\s\"'`/]+" for p in api.endpoint)
    patterns.append("".join(pieces))
    return re.sub("|".join(patterns).encode(), lambda _: endpoint.encode(), text)


class LocalRunner:
    """Runs samples that are rendered once more, with the endpoint of a mock server.

    Arguments:
        languages: the languages by id, each with its targets.
        layers: the folders that templates are read from.
    """

    name = "local"
    is_exact = False

    def __init__(self, languages: Mapping[str, Language], layers: Layers) -> None:
        self.languages = languages
        self.layers = layers

    def is_tls(self, job: Job) -> bool:  # noqa: ARG002
        """Return False: this runner starts no server with TLS."""
        return False

    def unfit_reason(self, job: Job, toolchain: Toolchain) -> str:  # noqa: ARG002
        """Return an empty text: this runner can run samples with every toolchain."""
        return ""

    def prepare(self, jobs: Sequence[Job]) -> None:
        """Do nothing: with this runner, samples share nothing."""

    def open(
        self, job: Job, published: Mapping[str, bytes], folder: Path, stack: ExitStack
    ) -> SampleCopy:
        """Start a mock server, and write the sample as rendered for it; see `Runner.open`."""
        server = stack.enter_context(MockServer([job.api]))
        copy = self._make_copy(job, server, {}, published, folder)
        if job.own is None and not job.is_page_call:
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
        is_exact = job.own is not None or job.is_page_call
        limit = job.request.timeout if is_exact else LIMIT
        limits = LoopLimits(MOST_PAGES, MOST_SECONDS, INTERVAL)
        binding = Binding(server.endpoint, limit, values, limits=limits)
        local = replace(job, request=make_request(job.api, job.operation, binding, job.variant))
        file = folder / job.file
        work = folder / "work"
        work.mkdir(parents=True)
        write_sent_files(local, work)
        client_files = write_client(job, published, folder)
        code = render([local], self.languages, self.layers)[job.path]
        if job.own is not None:  # what its author wrote calls the published endpoint
            code = code.replace(job.request.endpoint.encode(), server.endpoint.encode())
        elif job.is_page_call:
            page_code = published[job.path]
            if unbound_lines(page_code.decode(), code.decode(), job.request, local.request):
                code = page_code  # it names no endpoint
            for part in client_files:
                part.write_bytes(bind_client(job.api, part.read_bytes(), server.endpoint))
        file.write_bytes(code)
        return SampleCopy(server, local, file, work, client_files=client_files)

    def faults(
        self, job: Job, published: Mapping[str, bytes], copy: SampleCopy, out: Path | None
    ) -> list[str]:
        """Check that the committed files and the copy are what is published; see `Runner.faults`.

        The copy may differ from the published sample in its endpoint and time limit.
        """
        faults = committed_faults(out, job.published, published) if out else []
        local = copy.file.read_text("utf-8")
        text = published[job.path].decode()
        if job.own is not None and job.request.endpoint not in text:
            what = f"it has no {job.request.endpoint} to replace by a server of its own"
            faults.append(f"{what}; write that in one piece, or run gen verify --published")
        lines = unbound_lines(text, local, job.request, copy.job.request)
        if lines:
            quoted = "; ".join(map(repr, lines[:3]))
            faults.append(f"bound to a server of its own, it has other lines, too: {quoted}")
        return faults
