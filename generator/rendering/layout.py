"""Filters that break lines as formatters do: what fits stays on one line, the rest has a form."""

from __future__ import annotations

import re
from functools import lru_cache

from generator.model.text import Code

# Where a line may be broken, and where an argument has been; no encoder makes these characters.
_BREAK = "\x1f"
_BREAK_BEHIND = "\x1e"
_INNER = "\x1d"
# How far a line may be indented.
WIDEST = 10_000
_OPERATOR = re.compile(r"[-+.=&|~]{1,3} ?")


class GuardError(TypeError):
    """A template printed something that no encoder made."""


def spaces(count: int) -> str:
    """Give spaces to begin a line with, no more than a line may have."""
    if count > WIDEST:
        raise GuardError(f"{count} spaces are more than a line may begin with")
    return " " * count


def block(text: object, name: str) -> str:
    """Refuse what is not the text of a filter block: all within one has passed the guard."""
    if type(text) is not str or not text.endswith("\n"):
        raise GuardError(f"{name} is for a filter block of whole lines; use an encoder")
    return text.removesuffix("\n")


def operator(value: str) -> Code:
    """Filter `operator`: an operator in front of which `wrap` may break the line."""
    return Code(f"{_BREAK}{_punctuation(value)}")


def assign(value: str) -> Code:
    """Filter `assign`: an equals sign behind which `wrap` may break the line."""
    return Code(f" {_punctuation(value)}{_BREAK_BEHIND}")


def _punctuation(value: object) -> str:
    if not isinstance(value, str) or not _is_operator(value):
        raise GuardError(f"{value!r} is no operator; use an encoder")
    return value


@lru_cache(maxsize=64)
def _is_operator(text: str) -> bool:
    return _OPERATOR.fullmatch(text) is not None


def wrap(text: str, width: int, indent: int, hang: int = 0) -> Code:
    """Filter block `wrap`: each line as it is if it fits, else broken, as formatters do it.

    A line with an `assign` is broken behind it first, then in front of all operators.

    Arguments:
        text: the lines, with `operator` and `assign` where they may be broken.
        width: columns that a line may fill.
        indent: spaces in front of every line.
        hang: spaces that each further level of a broken line stands deeper.
    """
    lines = [_wrapped(line, width, indent, hang) for line in block(text, "wrap").split("\n")]
    return Code("\n".join(lines) + "\n")


def _wrapped(line: str, width: int, indent: int, hang: int) -> str:
    margin = spaces(indent)
    whole = margin + line.replace(_BREAK, " ").replace(_BREAK_BEHIND, " ")
    if columns(whole) <= width:
        return whole
    left, behind, right = line.partition(_BREAK_BEHIND)
    if behind:
        return f"{margin}{left}\n{_wrapped(right, width, indent + hang, hang)}"
    return margin + line.replace(_BREAK, f"\n{margin}{spaces(hang)}")


def fit(text: str, width: int, indent: int, literal: bool = False, each: bool = False) -> Code:
    """Filter block `fit`: a call or a literal as black writes it.

    The lines of the block are the opening, an item each, and the closing; indentation and commas
    at their ends are there for the template's reader. What fits stands on one line; else the
    items stand on one line of their own; else each does, with a comma behind it. A block may
    stand within another as one of its items.

    Arguments:
        text: the lines.
        width: columns that a line may fill.
        indent: spaces in front of the opening.
        literal: whether this is an item of the block around it, and a list or dict, whose items
            never share a line of their own.
        each: whether it is such a list or dict, but no item.
    """
    opening, *rest, closing = (line.strip(" ") for line in block(text, "fit").split("\n"))
    items = [item.removesuffix(",") for item in rest]
    if literal:  # whose comma is for the block around it to add
        closing = closing.removesuffix(",")
    margin = spaces(indent)
    one = f"{opening}{', '.join(items)}{closing}".replace(_BREAK, " ")
    body = f"    {', '.join(items)}".replace(_BREAK, " ")
    lines: list[str] = []
    if _INNER in one:
        pass  # an item that stands on several lines leaves the others no line to share
    elif columns(f"{margin}{one}{',' if literal else ''}") <= width:
        lines = [one]
    elif (not (literal or each) or len(items) == 1) and columns(margin + body) <= width:
        lines = [opening, body, closing]
    if not lines:
        lines = [opening]
        for item in items:
            if _INNER in item:
                lines += [f"    {line}" for line in f"{item},".split(_INNER)]
            else:
                made = _wrapped(f"{item},", width, indent + 4, 0)
                lines += [line.removeprefix(margin) for line in made.split("\n")]
        lines.append(closing)
    if literal:  # one item of the block around it
        return Code(_INNER.join(lines) + "\n")
    return Code("".join(f"{margin}{line}\n" for line in lines))


def hug(text: str, width: int, indent: int) -> Code:
    """Filter block `hug`: a call as google-java-format writes it.

    The lines of the block are those of `fit`, but what closes stands behind the last item. The
    opening may have an `assign`, behind which it is broken first.

    Arguments:
        text: the lines.
        width: columns that a line may fill.
        indent: spaces in front of the opening.
    """
    opening, *rest, closing = (line.strip(" ") for line in block(text, "hug").split("\n"))
    items = [item.removesuffix(",") for item in rest]
    margin = spaces(indent)
    ends = [*[","] * (len(items) - 1), closing] if items else []
    body = " ".join(f"{item}{end}" for item, end in zip(items, ends, strict=True)) or closing
    body = body.replace(_BREAK, " ")
    one = f"{margin}{opening}{body}".replace(_BREAK_BEHIND, " ")
    if columns(one) <= width or not items:
        return Code(f"{one}\n")
    left, behind, right = opening.partition(_BREAK_BEHIND)
    if behind:
        deeper = hug("\n".join([right, *rest, closing, ""]), width, indent + 4)
        return Code(f"{margin}{left}\n{deeper}")
    lines = [f"{margin}    {body}"]
    if columns(lines[0]) > width:
        pairs = zip(items, ends, strict=True)
        lines = [_wrapped(f"{item}{end}", width, indent + 4, 4) for item, end in pairs]
    return Code("\n".join([margin + opening, *lines]) + "\n")


def prose(text: str, width: int, indent: int, opening: str = "", closing: str = "") -> Code:
    """Filter block `prose`: paragraphs, each line of the block one, broken between words.

    A line may begin with spaces, which stand deeper; what is broken off it stands deeper still.

    Arguments:
        text: the lines.
        width: columns that a line may fill.
        indent: spaces in front of every line.
        opening: what stands in front of the first line.
        closing: what stands behind the last, on a line of its own unless all fits on one.
    """
    margin = spaces(indent)
    paragraphs = block(text, "prose").split("\n")
    # As black does it, a space keeps what ends like the closing apart from that.
    gap = " " if closing and paragraphs[0].endswith(closing[0]) else ""
    whole = f"{margin}{opening}{paragraphs[0]}{gap}{closing}"
    if len(paragraphs) == 1 and columns(whole) <= width:
        return Code(f"{whole}\n")
    if len(paragraphs) == 1:  # what fits but for the closing is broken, too
        width -= len(closing)
    lines = []
    for number, paragraph in enumerate(paragraphs):
        deeper = paragraph[: len(paragraph) - len(paragraph.lstrip(" "))]
        words = paragraph.split()
        line = margin + deeper + ("" if number else opening) + (words[0] if words else "")
        for word in words[1:]:
            if columns(f"{line} {word}") > width:
                lines.append(line)
                line = margin + deeper + (" " * 4 if deeper else "") + word
            else:
                line = f"{line} {word}"
        lines.append(line.rstrip(" "))
    if closing:
        lines.append(margin + closing)
    return Code("".join(f"{line}\n" for line in lines))


def columns(line: str) -> int:
    """Give the width of a line in columns of a terminal, as black counts them."""
    if line.isascii():
        return len(line)
    import unicodedata

    ucd = unicodedata.ucd_3_2_0  # the same by every Python
    wide = sum(ucd.east_asian_width(c) in "WF" for c in line)
    return len(line) + wide - sum(ucd.combining(c) > 0 for c in line)
