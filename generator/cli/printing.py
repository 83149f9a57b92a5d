"""Output to stdout and stderr that terminals and CI logs can't take for commands."""

from __future__ import annotations

import io
from typing import IO

import click

from generator.system.logs import json_text, log_text


def print_text(text: str, err: bool = False, nl: bool = True) -> None:
    """Print text for people, with everything escaped that a CI system or a terminal could act on.

    Arguments:
        text: one line or several.
        err: whether to print to stderr.
        nl: whether to add a newline.
    """
    click.echo(log_text(text), err=err, nl=nl)


def print_json(text: str) -> None:
    """Print JSON, with such text escaped within its strings; their values stay the same."""
    click.echo(json_text(text))


def print_data(data: bytes | str) -> None:
    """Print a document or a patch unchanged, which the caller made safe for logs if need be.

    Arguments:
        data: the whole document, with the newline at its end.
    """
    click.echo(data, nl=False)


class Refusal(click.ClickException):
    """An error of click in a command line, printed with the values that it quotes escaped.

    Arguments:
        error: the error of click.
    """

    exit_code = 2

    def __init__(self, error: click.ClickException) -> None:
        super().__init__(error.message)
        self.error = error

    def show(self, file: IO[str] | None = None) -> None:
        """Print the message and the command's usage, to stderr by default."""
        buffer = io.StringIO()
        self.error.show(buffer)
        click.echo(log_text(buffer.getvalue()), file=file, err=file is None, nl=False)
