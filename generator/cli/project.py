"""The settings of the project, as the defaults of options."""

from __future__ import annotations

import os

import click

from generator.config.config import DEFAULT_OUT, DEFAULT_SPEC, Config
from generator.config.discovery import find_config, find_ignored
from generator.errors import GenError, Problem, ProblemsError

_KEY = "generator.config"


def project() -> Config:
    """Return the settings in force. They are read once for a call of gen.

    Raises:
        GenError: if a file of settings can't be read or has problems.
    """
    meta = click.get_current_context().meta
    if _KEY not in meta:
        meta[_KEY] = find_config()
    config: Config = meta[_KEY]
    return config


def forget_project() -> None:
    """Have `project` read the settings again at its next call."""
    click.get_current_context().meta.pop(_KEY, None)


def default_spec() -> str:
    """Return the spec of the settings, which must be there if they name one."""
    config = project()
    mark = config.mark("spec")
    if mark is not None and not os.path.lexists(config.spec):
        what = f"there is no {config.spec}"
        raise ProblemsError([Problem(mark, what, "write it there, or name another spec")])
    if config.file is None and not os.path.lexists(config.spec):
        ignored = ignored_settings()
        if ignored:
            raise GenError(f"{config.spec}: no such file or folder; {ignored}")
    return config.spec


def ignored_settings() -> str:
    """Say which settings above the current folder are not in force, and what to do about it."""
    file = find_ignored()
    if file is None:
        return ""
    return f"run gen in the folder of {file}, or git init there, so that gen finds it from here"


def default_templates() -> tuple[str, ...]:
    """Return the template folders of the settings, which must be there."""
    config = project()
    mark = config.mark("templates")
    missing = [path for path in config.templates if not os.path.isdir(path)]  # noqa: PTH112
    if missing:
        todo = "make it, or take it out of the list"
        raise ProblemsError([Problem(mark, f"there is no folder {path}", todo) for path in missing])
    return config.templates


def default_out() -> str:
    """Return the output folder of the settings."""
    return project().out


spec_option = click.option(
    "--spec",
    default=default_spec,
    show_default=DEFAULT_SPEC,
    metavar="PATH",
    help="A spec, or a folder of specs.",
)
templates_option = click.option(
    "--templates",
    multiple=True,
    default=default_templates,
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False),
    help="Folder whose templates come before the built-in ones; repeatable.",
)
out_option = click.option(
    "--out",
    default=default_out,
    show_default=DEFAULT_OUT,
    metavar="DIR",
    help="Output folder.",
)
