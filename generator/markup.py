"""Filter blocks for Markdown: whole lines within what docs sites show as a unit."""

from __future__ import annotations

from generator.layout import GuardError, block, spaces
from generator.literals import Code, fence


def indent(text: str, width: int) -> Code:
    """Filter block `indent`: lines that stand deeper, all but empty ones.

    Arguments:
        text: whole lines.
        width: spaces in front of each.
    """
    margin = spaces(width)
    lines = block(text, "indent").split("\n")
    return Code("".join(f"{margin}{line}\n" if line else "\n" for line in lines))


def directive(text: str) -> Code:
    """Filter block `directive`: a fence around lines, longer than any within, as MyST nests them.

    Arguments:
        text: whole lines, of which the first is what the fence says of itself.
    """
    info, _, body = block(text, "directive").partition("\n")
    if not info or "`" in info:
        raise GuardError("the first line of a directive says what it is, without backticks")
    return Code(f"{fence(body, info)}\n")
