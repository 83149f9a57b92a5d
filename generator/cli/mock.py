"""The command `gen mock`, which runs a server that answers requests as the spec documents."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from generator.cli.notes import format_missing
from generator.cli.options import Command
from generator.cli.printing import print_text
from generator.cli.project import project, spec_option
from generator.errors import GenError, Problem, counted
from generator.model.hosts import authority_fault, is_loopback
from generator.openapi.unsupported import Unsupported
from generator.spec.loader import load
from generator.system.logs import log_line
from generator.verify.expected.cases import Answer, make_chooser
from generator.verify.http_request import ReceivedRequest
from generator.verify.mock_server import MockServer


@click.command(cls=Command)
@spec_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    metavar="N",
    help="Port to listen at; 0 is any that is free.",
)
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
def mock(spec: str, port: int, host: str, answer: str | None) -> None:
    """Answer requests as the spec documents, until Ctrl-C."""

    fault = authority_fault(f"{host}:1")
    if fault is not None:
        todo = "give a name or an IPv4 address, such as 127.0.0.1"
        raise GenError(f"--host {host}: this is no host; {todo}")
    unsupported, warnings = Unsupported(), list[Problem]()
    apis = load(Path(spec), unsupported, warnings=warnings, settings=project().settings_for(spec))
    print_text(format_missing(warnings, (), unsupported), err=True, nl=False)

    def print_request(request: ReceivedRequest, sent: Answer) -> None:
        print_text(log_line(f"{request.method} {request.target} -> {sent.status}"))

    gc.enable()  # other commands end before garbage matters
    server = MockServer(apis, (host, port), observe=print_request, records=False)
    if answer is not None:
        server.choose = make_chooser(apis, answer)
    total = counted(sum(len(api.operations) for api in apis), "operation")
    with server:
        print_text(f"{server.endpoint} answers {total}; Ctrl-C ends it", err=True)
        print_text(
            f"gen render --endpoint {server.endpoint} --out DIR makes samples for it", err=True
        )
        if not is_loopback(server.endpoint):
            what = "other machines may reach it, too; it asks for no password"
            print_text(what, err=True)
        # A wait without a timeout could miss a signal that comes just before it.
        while not server.wait(0.2):
            pass
