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

# The module and the function of each command, and the first sentence of its help. So `gen --help`
# imports no command; a test compares the sentences.
_COMMANDS = {
    "config": ("config", "config", "Show the settings in force, and where each comes from."),
    "diff": (
        "diff",
        "diff",
        "Tell what `gen render` would change, or what changed since a revision, and why.",
    ),
    "embed": (
        "embed",
        "embed",
        "Put samples and tables into pages of yours, between markers in comments.",
    ),
    "import": ("import_", "import_", "Turn an OpenAPI or Swagger document into a spec."),
    "init": ("init", "init", "Begin a project: a spec, settings, and what git needs to know."),
    "lint": ("inspect", "lint", "Report every problem of a spec, with its place."),
    "list": (
        "inspect",
        "list_",
        "List languages, targets, operations, examples, regions, or formats of gen publish.",
    ),
    "manifest": (
        "manifest",
        "manifest",
        "Write the manifest of what gen render would write, to stdout or FILE.",
    ),
    "mock": (
        "mock",
        "mock",
        "Answer requests as the spec documents, and refuse what does not fit it, until Ctrl-C.",
    ),
    "preview": (
        "preview",
        "preview",
        "Show the web pages in a browser while you edit, until Ctrl-C.",
    ),
    "publish": ("publish", "publish", "Make pages or documents that show the samples."),
    "regions": (
        "regions",
        "regions",
        "List and edit the regions of specs where they stand; comments and order stay.",
    ),
    "render": ("render", "render", "Write what changed, remove what is no longer made."),
    "schema": (
        "inspect",
        "schema",
        "Print the JSON Schema of a spec, a language.yaml or a gen.toml.",
    ),
    "verify": ("verify", "verify", "Compile and run the samples against the documented API."),
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
        module, name, _ = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"generator.cli.{module}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        limit = formatter.width - 6 - max(map(len, _COMMANDS))
        with formatter.section("Commands"):
            formatter.write_dl(
                (name, click.Command(name, help=sentence).get_short_help_str(limit))
                for name, (_, _, sentence) in sorted(_COMMANDS.items())
            )

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
