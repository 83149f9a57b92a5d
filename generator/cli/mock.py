"""The command `gen mock`, which runs a server that holds callers to the documentation."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from generator.cli.notes import format_missing
from generator.cli.options import Command, port_option
from generator.cli.printing import print_text
from generator.cli.project import project, spec_option
from generator.errors import GenError, Problem, counted
from generator.mocking.contracts import Contracts, format_unchecked, load_contracts
from generator.mocking.judge import Verdict
from generator.mocking.server import StrictMockServer
from generator.model.api import Api
from generator.model.hosts import authority_fault, is_loopback
from generator.openapi.unsupported import Unsupported
from generator.sources.source import WatchedFolder, current_digest
from generator.spec.loader import load
from generator.system.logs import log_line
from generator.system.watching import watch_folders
from generator.verify.expected.cases import Answer, make_chooser
from generator.verify.http_request import ReceivedRequest
from generator.verify.mock_server import MockServer


@click.command(cls=Command)
@spec_option
@port_option(8080)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="NAME",
    help="Name or IPv4 address to listen at; 0.0.0.0 lets other machines in.",
)
@click.option(
    "--answer",
    metavar="STATUS|ERROR",
    help="Answer with this status or error row where an operation has it.",
)
@click.option(
    "--lenient",
    is_flag=True,
    help="Check only method, path, credentials and the body's media type.",
)
def mock(spec: str, port: int, host: str, answer: str | None, lenient: bool) -> None:
    """Answer requests as the spec documents, and refuse what does not fit it, until Ctrl-C.

    A request that does not fit gets a documented error, or else a problem document that names each
    fault. The header "Prefer: code=404" or "Prefer: example=NAME" chooses the answer to a request.
    gen reads the spec again when you save it.
    """

    fault = authority_fault(f"{host}:1")
    if fault is not None:
        todo = "give a name or an IPv4 address, such as 127.0.0.1"
        raise GenError(f"--host {host}: this is no host; {todo}")
    source = _WatchedSpec(spec)
    apis = source.load()

    gc.enable()  # other commands end before garbage matters
    server: MockServer
    if lenient:
        server = MockServer(apis, (host, port), observe=_print_request, records=False)
    else:
        server = StrictMockServer(
            apis,
            (host, port),
            contracts=_load_contracts(spec, apis),
            on_verdict=_print_verdict,
            records=False,
        )
    if answer is not None:
        server.choose = make_chooser(apis, answer)
    with server:
        total = counted(sum(len(api.operations) for api in apis), "operation")
        print_text(f"{server.endpoint} answers {total}; Ctrl-C ends it", err=True)
        print_text(
            f"gen render --endpoint {server.endpoint} --out DIR makes samples for it", err=True
        )
        if not is_loopback(server.endpoint):
            what = "other machines may reach it, too; it asks for no password"
            print_text(what, err=True)
        _serve(server, source, answer)


class _WatchedSpec:
    """A spec with the files that belong to it, which knows whether they have changed.

    Arguments:
        spec: the file or folder that `--spec` names.
    """

    def __init__(self, spec: str) -> None:
        self.spec = spec
        self._digests: dict[str, str] = {}

    def load(self) -> tuple[Api, ...]:
        """Read the APIs, and print what is to be said about them."""
        unsupported, warnings = Unsupported(), list[Problem]()
        sources: list[WatchedFolder] = []

        def open_folder(path: Path, chosen: str) -> WatchedFolder:
            sources.append(WatchedFolder(path, chosen))
            return sources[-1]

        settings = project().settings_for(self.spec)
        try:
            apis = load(Path(self.spec), unsupported, open_folder, warnings, settings)
        finally:
            for source in sources:
                self._digests |= source.digests
        print_text(format_missing(warnings, (), unsupported), err=True, nl=False)
        return apis

    def has_changed(self) -> bool:
        """Say whether a file has other bytes than when it was last read."""
        return any(_digest(key) != digest for key, digest in self._digests.items())

    @property
    def folders(self) -> set[Path]:
        """The folders of the files that were read."""
        paths = ((key.partition(" ")[0], Path(key.partition(" ")[2])) for key in self._digests)
        return {path.parent if kind == "file" else path for kind, path in paths}


def _digest(key: str) -> str:
    """Return the digest of a file now; empty if it can't be read."""
    try:
        return current_digest(key)
    except (GenError, OSError):
        return ""


def _serve(server: MockServer, source: _WatchedSpec, answer: str | None) -> None:
    """Wait until the server stops, and read the spec again whenever it is saved."""
    while True:
        folders = source.folders
        with watch_folders(folders) as changed:
            # A wait without a timeout could miss a signal that comes just before it.
            while not server.wait(0.2):
                if changed.is_set():
                    changed.clear()
                    if source.has_changed():
                        _reload(server, source, answer)
                        if source.folders != folders:
                            break
            else:
                return


def _reload(server: MockServer, source: _WatchedSpec, answer: str | None) -> None:
    """Read the spec again; print what is wrong with it, and go on with the old one if it is."""
    try:
        apis = source.load()
        choose = None if answer is None else make_chooser(apis, answer)
        if isinstance(server, StrictMockServer):
            server.replace_apis(apis, _load_contracts(source.spec, apis))
        else:
            server.apis = apis
    except GenError as error:
        print_text(f"{error}\n{source.spec} has problems; the mock goes on as before", err=True)
        return
    if choose is not None:
        server.choose = choose
    total = counted(sum(len(api.operations) for api in apis), "operation")
    print_text(f"read {source.spec} again: {total}", err=True)


def _load_contracts(spec: str, apis: tuple[Api, ...]) -> Contracts:
    """Read what requests are checked against, and print what they are not checked against."""
    contracts, unchecked = load_contracts(Path(spec), apis)
    for line in format_unchecked(unchecked):
        print_text(log_line(line), err=True)
    return contracts


def _print_request(request: ReceivedRequest, sent: Answer) -> None:
    """Print a request and the status of its answer."""
    print_text(log_line(f"{request.method} {request.target} -> {sent.status}"))


def _print_verdict(method: str, target: str, verdict: Verdict) -> None:
    """Print a request, the status of its answer, and why it is refused or what to know about it."""
    remark = f" ({verdict.remark})" if verdict.remark else ""
    print_text(log_line(f"{method} {target} -> {verdict.answer.status}{remark}"))
