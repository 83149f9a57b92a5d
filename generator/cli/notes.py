"""What a run tells besides its result: warnings, and what it leaves out or does not support."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from generator.errors import counted
from generator.pipeline import split_values

if TYPE_CHECKING:
    from generator.errors import Problem
    from generator.languages.target import Target
    from generator.openapi.unsupported import Unsupported
    from generator.plan import Plan


def names_all() -> bool:
    """Return whether the user wrote `--lang all`, and did not leave the option out."""
    context = click.get_current_context()
    is_written = context.get_parameter_source("lang") is ParameterSource.COMMANDLINE
    return is_written and "all" in split_values("--lang", context.params["lang"])


def format_left_out(plan: Plan, is_useful: Callable[[Target], bool] | None = None) -> str:
    """Format which targets `--lang all` leaves out, and how to get them.

    Arguments:
        plan: the plan of the run.
        is_useful: whether the command has a use for a target; None if it has for all.

    Returns:
        One line for stderr. Empty if nothing is left out, or if the user did not write `all`.
    """
    no_loops = _format_without_loops(plan)
    targets = [t.id for t in plan.left_out if is_useful is None or is_useful(t)]
    if not targets or not names_all():
        return no_loops
    typed_ids = split_values("--lang", click.get_current_context().params["lang"])
    what = f"--lang all leaves out {counted(len(targets), 'target')} that no spec publishes"
    todo = f"--lang {','.join([*typed_ids, *targets])} makes them, too"
    return f"{what}; {todo}, and so does publish: targets: in a spec\n{no_loops}"


def _format_without_loops(plan: Plan) -> str:
    """Format which targets make no samples with a loop, such as those that ask for all pages.

    Returns:
        One line for stderr. Empty if there are none, or if the user did not write `--lang`.
    """
    context = click.get_current_context()
    is_written = context.get_parameter_source("lang") is ParameterSource.COMMANDLINE
    targets = [target.id for target in plan.without_loops]
    if not targets or not is_written:
        return ""
    what = f"{', '.join(targets)}: no samples of all pages, or until a task is done"
    return f"{what}; loops: in language.yaml says why\n"


def format_missing(
    warnings: Iterable[Problem],
    skipped: Iterable[Problem],
    unsupported: Unsupported,
    show_all: bool = False,
) -> str:
    """Format warnings, the samples that are not made, and what is not supported in documents.

    Arguments:
        warnings: what is probably a mistake in the specs.
        skipped: one problem for each sample that is not made, since its target can't express it.
        unsupported: the parts of OpenAPI documents that gen does not support, such as `oneOf`.
        show_all: whether to list all; otherwise only the first ones are listed.

    Returns:
        One line for each of them, for stderr; empty if there are none.
    """
    from generator.openapi.unsupported import MAX_PRINTED, format_unsupported

    most = None if show_all else MAX_PRINTED
    lines = [
        *_first_lines(warnings, most, "warnings"),
        *_first_lines(skipped, most, "are not made"),
        *format_unsupported(unsupported, most),
    ]
    return "".join(f"{line}\n" for line in lines)


def _first_lines(problems: Iterable[Problem], most: int | None, rest: str) -> list[str]:
    """Return a line for each of the first problems, and one that counts the rest."""
    lines = list(map(str, problems))
    if most is not None and len(lines) > most:
        lines[most:] = [f"… and {len(lines) - most} more {rest}; gen lint prints all"]
    return lines
