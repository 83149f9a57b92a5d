"""The command group `gen`."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from generator.cli.main import _COMMANDS, main


@pytest.mark.parametrize("name", _COMMANDS)
def test_the_list_of_commands_has_the_sentence_of_each(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.get_short_help_str(1000) == _COMMANDS[name][2]


def test_help_imports_no_command_and_no_large_library() -> None:
    program = (
        "import sys\n"
        "from generator.cli.main import main\n"
        "main(['--help'], standalone_mode=False)\n"
        "print([name for name in sys.modules if name in ('jinja2', 'yaml', 'msgspec')\n"
        "       or name.startswith('generator.cli.')])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.endswith("['generator.cli.printing', 'generator.cli.main']\n")
