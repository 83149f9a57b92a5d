"""The command group `gen`, which imports the module of a command only when the command is called.

It also turns the errors of commands into messages and exit codes.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any, NoReturn

import click

from generator.cli.printing import Refusal, print_text
from generator.system.logs import log_line
from generator.system.package import DISTRIBUTION

# The module and the function of each command.
_COMMANDS = {
    "config": ("config", "config"),
    "diff": ("diff", "diff"),
    "embed": ("embed", "embed"),
    "import": ("import_", "import_"),
    "init": ("init", "init"),
    "lint": ("inspect", "lint"),
    "list": ("inspect", "list_"),
    "manifest": ("manifest", "manifest"),
    "mock": ("mock", "mock"),
    "preview": ("preview", "preview"),
    "publish": ("publish", "publish"),
    "regions": ("regions", "regions"),
    "render": ("render", "render"),
    "schema": ("inspect", "schema"),
    "verify": ("verify", "verify"),
}


class Group(click.Group):
    """A command group that suggests a command in place of an unknown one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = click.utils.make_str(args[0])
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            from generator.errors import one_of

            todo = one_of(self.list_commands(ctx), name)
            raise click.UsageError(f"there is no command {name!r}; {todo}", ctx)
        return super().resolve_command(ctx, args)


class _Main(Group):
    """The command group `gen`, which turns errors into a message and an exit code, mostly 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"generator.cli.{module}"), name)
        return command

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        try:
            return super().make_context(*args, **extra)
        except click.ClickException as error:
            raise Refusal(error) from error

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if any("\0" in arg for arg in args):
            raise click.UsageError("an argument has U+0000, which no file can be called: remove it")
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        from generator.errors import GenError

        try:
            return super().invoke(ctx)
        except GenError as error:
            print_text(str(error), err=True)
            _exit(2)
        except click.ClickException as error:
            raise Refusal(error) from error
        except BrokenPipeError:
            # The reader of stdout is gone. Discard what is buffered, and exit as shells do for
            # SIGPIPE, since 0 or 1 would say whether files differ.
            sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
            _exit(141)
        except OSError as error:
            reason = error.strerror or error
            if error.filename is None:  # only errors of stdout have no file name
                message = f"stdout: can't be written ({reason})"
            else:
                name = os.fsdecode(error.filename)
                message = f"{name}: can't be used ({reason}); name another"
            print_text(log_line(message), err=True)
            _exit(2)
        except RecursionError:
            print_text("something is nested too deep; flatten the spec or the template", err=True)
            _exit(2)
        except MemoryError:
            todo = "split the spec, or give gen more of it"
            print_text(f"there is not enough memory; {todo}", err=True)
            _exit(2)


def _exit(code: int) -> NoReturn:
    """End the command with an exit code."""
    raise click.exceptions.Exit(code)


@click.group(cls=_Main, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=DISTRIBUTION, prog_name="gen")
def main() -> None:
    """Code samples for REST APIs that were compiled and run before anyone reads them."""
    import io

    if isinstance(sys.stdout, io.TextIOWrapper):  # a pipe on Windows can't encode every character
        sys.stdout.reconfigure(errors="backslashreplace")
