"""What commands share: their options, and the one way from a spec to a rendered tree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from generator.language import Language, Layers
    from generator.model import Api
    from generator.plan import Plan

DEFAULT_OUT = "out"
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Rendered:
    """A plan, the bytes of its wanted files by path, and what they were made with."""

    plan: Plan
    files: dict[str, bytes]
    languages: dict[str, Language]
    layers: Layers


def items(option: str, values: Sequence[str]) -> list[str]:
    """Split an option that is repeated or comma-separated."""
    parts = [part.strip() for value in values for part in value.split(",")]
    given = [part for part in parts if part]
    if values and not given:
        raise click.UsageError(f"{option} names nothing: give an id, or leave it out")
    return given


def options(*shared: Callable[[Decorated], Decorated]) -> Callable[[Decorated], Decorated]:
    """Give a command several options at once, in this order."""

    def decorate(function: Decorated) -> Decorated:
        for option in reversed(shared):
            function = option(function)
        return function

    return decorate


spec_option = click.option(
    "--spec",
    default="spec",
    show_default=True,
    metavar="PATH",
    help="A spec, or a folder of specs.",
)
lang_option = click.option(
    "--lang",
    multiple=True,
    default=["all"],
    show_default=True,
    metavar="TARGET,…",
    help="Targets to make; all is what each spec publishes.",
)
templates_option = click.option(
    "--templates",
    multiple=True,
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False),
    help="Folder whose templates come before the built-in ones; repeatable.",
)
operation_option = click.option(
    "--operation", multiple=True, metavar="ID,…", help="Operations to make; all if not given."
)


def rendered(
    spec: str,
    lang: tuple[str, ...],
    operation: tuple[str, ...],
    templates: tuple[str, ...],
    region: str | None = None,
    endpoint: str | None = None,
    values: tuple[str, ...] = (),
) -> Rendered:
    """Go the one way from a spec to a rendered tree; arguments are those of the options.

    Raises:
        GenError: as the reader, the planner and the renderer do.
        click.UsageError: if an option names nothing.
    """
    from dataclasses import replace

    from generator.plan import make_plan, parameter_values
    from generator.request import Binding, bind
    from generator.spec import load

    apis, layers, languages = load(Path(spec)), *read_languages(templates)
    targets, operations = items("--lang", lang), items("--operation", operation)
    chosen = parameter_values(apis, operations, values)

    def binding(api: Api) -> Binding:
        return replace(bind(api, region, endpoint), values=chosen)

    plan = make_plan(apis, languages, binding, targets, operations)

    from generator.render import render as render_jobs

    return Rendered(plan, render_jobs(plan.files, languages, layers), languages, layers)


def read_languages(templates: tuple[str, ...]) -> tuple[Layers, dict[str, Language]]:
    """Read the language folders, the user's first."""
    from generator.language import Layers, load_languages

    layers = Layers([Path(path) for path in templates])
    languages = load_languages(layers)
    for path in templates:
        if not any(Path(path, folder).is_dir() for folder in languages):
            todo = "name the folder above the language's, as templates/ is"
            raise click.UsageError(f"--templates {path}: no language has a folder in it; {todo}")
    return layers, languages
