"""Filters that every language has, and the guard: only what an encoder made is printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from jinja2.runtime import Context
from jinja2.utils import pass_context

from generator.literals import CASES, Code, fence, in_case
from generator.model import Credential
from generator.request import Variable, percent
from generator.text import Text, reveal

# Where `wrap` may break a line; no encoder makes these characters.
_BREAK = "\x1f"
_BREAK_BEHIND = "\x1e"


class GuardError(TypeError):
    """A template printed something that no encoder made."""


@pass_context
def guard(context: Context, value: object) -> Code:  # noqa: ARG001
    """Let through what an encoder made.

    It takes the context so that Jinja calls it as a template runs, never as one is compiled:
    compiled templates are cached, and must not hold what an encoder made of a constant.
    """
    if isinstance(value, Code):
        return value
    kind = (
        "text from a spec" if isinstance(value, Text) else f"a value of type {type(value).__name__}"
    )
    raise GuardError(f"{kind} is printed without an encoder; end the {{{{ }}}} in a filter")


@pass_context
def _name(context: Context, variable: Variable | Credential) -> Code:
    """Filter `name`: the identifier of a variable or credential."""
    names: dict[Variable | Credential, Code] = context["job_names"]
    return names[variable]


def _word(value: object) -> Code:
    """Filter `word`: what is only letters, digits and `._-` may stand anywhere."""
    text = reveal(value) if isinstance(value, (Text, str)) else str(value)
    if not re.fullmatch(r"[A-Za-z0-9._-]+", text):
        raise GuardError(f"{text!r} is more than a word; use an encoder")
    return Code(text)


def _percent(value: Text | str) -> str:
    """Filter `percent`: percent-encoded, to be passed to an encoder."""
    return percent(reveal(value))


def _fence(value: Text | str, info: str) -> Code:
    """Filter `fence`: a fenced code block."""
    return Code(fence(reveal(value), info))


def _operator(value: str) -> Code:
    """Filter `operator`: an operator in front of which `wrap` may break the line."""
    return Code(f"{_BREAK}{_punctuation(value)}")


def _assign(value: str) -> Code:
    """Filter `assign`: an equals sign behind which `wrap` may break the line."""
    return Code(f" {_punctuation(value)}{_BREAK_BEHIND}")


def _punctuation(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[-+.=&|~]{1,3} ?", value):
        raise GuardError(f"{value!r} is no operator; use an encoder")
    return value


def _wrap(text: str, width: int, indent: int, hang: int = 0) -> Code:
    """Filter block `wrap`: each line as it is if it fits, else broken, as formatters do it.

    A line with an `assign` is broken behind it first, then in front of all operators.

    Arguments:
        text: the lines, with `operator` and `assign` where they may be broken.
        width: columns that a line may fill.
        indent: spaces in front of every line.
        hang: spaces that each further level of a broken line stands deeper.
    """
    return Code(
        "".join(
            f"{_wrapped(line, width, indent, hang)}\n"
            for line in text.removesuffix("\n").split("\n")
        )
    )


def _wrapped(line: str, width: int, indent: int, hang: int) -> str:
    margin = " " * indent
    whole = margin + line.replace(_BREAK, " ").replace(_BREAK_BEHIND, " ")
    if columns(whole) <= width:
        return whole
    left, behind, right = line.partition(_BREAK_BEHIND)
    if behind:
        return f"{margin}{left}\n{_wrapped(right, width, indent + hang, hang)}"
    return margin + line.replace(_BREAK, f"\n{margin}{' ' * hang}")


def columns(line: str) -> int:
    """Give the width of a line in columns of a terminal, as black counts them."""
    if line.isascii():
        return len(line)
    import unicodedata

    ucd = unicodedata.ucd_3_2_0  # the same by every Python
    wide = sum(ucd.east_asian_width(c) in "WF" for c in line)
    return len(line) + wide - sum(ucd.combining(c) > 0 for c in line)


FILTERS: dict[str, Callable[..., Any]] = {
    "name": _name,
    "word": _word,
    "percent": _percent,
    "fence": _fence,
    "operator": _operator,
    "assign": _assign,
    "wrap": _wrap,
    **{case: lambda text, case=case: Code(in_case(reveal(text), case)) for case in CASES},
}
