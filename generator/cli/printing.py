"""Output to stdout and stderr that terminals and CI logs can't take for commands."""

from __future__ import annotations

import io
from typing import IO

import click

from generator.system.logs import json_text, log_text


def print_text(text: str, err: bool = False, nl: bool = True) -> None:
    """Print text for people, with all escaped that a CI system or a terminal takes for a command.

    Arguments:
        text: one line or several.
        err: whether to print to stderr in place of stdout.
        nl: whether to add a newline.
    """
    click.echo(log_text(text), err=err, nl=nl)


def print_json(text: str) -> None:
    """Print JSON to stdout, escaped within its strings so that no log can take it for a command.

    The escapes are those of JSON, so that the values stay the same.

    Arguments:
        text: the JSON document, without a newline at its end.
    """
    click.echo(json_text(text))


def print_data(data: bytes | str) -> None:
    """Print a document or a patch unchanged to stdout.

    Nothing is escaped: if it must be safe for logs, the caller has to make it so.

    Arguments:
        data: the whole document, with the newline at its end.
    """
    click.echo(data, nl=False)


class Refusal(click.ClickException):
    """An error of click in a command line, whose message is escaped when it is printed.

    Arguments:
        error: the error of click.
    """

    exit_code = 2

    def __init__(self, error: click.ClickException) -> None:
        super().__init__(error.message)
        self.error = error

    def show(self, file: IO[str] | None = None) -> None:
        """Print the command's usage and the message.

        Arguments:
            file: the stream to print to; None for stderr.
        """
        buffer = io.StringIO()
        self.error.show(buffer)
        click.echo(log_text(buffer.getvalue()), file=file, err=file is None, nl=False)
