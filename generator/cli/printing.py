"""The one place that prints. Whoever prints says what it is, so that no log takes it for more."""

from __future__ import annotations

import io
from typing import IO

import click

from generator.system.logs import json_text, log_text


def print_text(text: str, err: bool = False, nl: bool = True) -> None:
    """Print text for people. What it quotes can't be a command to a CI system or a terminal.

    Arguments:
        text: one line or several.
        err: whether it goes to stderr.
        nl: whether a line's end comes behind it.
    """
    click.echo(log_text(text), err=err, nl=nl)


def print_json(text: str) -> None:
    """Print a document of JSON with the same care; its value stays the same."""
    click.echo(json_text(text))


def print_data(data: bytes | str) -> None:
    """Print a document or a patch as it is; whoever made it took the care.

    Arguments:
        data: all of it, the end of its last line included.
    """
    click.echo(data, nl=False)


class Refusal(click.ClickException):
    """A fault in a call, which click shows with what it quotes from it.

    Arguments:
        error: what click raised.
    """

    exit_code = 2

    def __init__(self, error: click.ClickException) -> None:
        super().__init__(error.message)
        self.error = error

    def show(self, file: IO[str] | None = None) -> None:
        """Print the message and how to call the command, on stderr if no file is given."""
        buffer = io.StringIO()
        self.error.show(buffer)
        click.echo(log_text(buffer.getvalue()), file=file, err=file is None, nl=False)
