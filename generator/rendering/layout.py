"""Filters that break long lines the way that code formatters do."""

from __future__ import annotations

import re
from functools import lru_cache

from generator.model.text import Code

# Marks in a line where it may be broken, and between the lines of a nested block. No encoder
# writes these characters.
_BREAK = "\x1f"
_BREAK_AFTER = "\x1e"
_LINE_END = "\x1d"
# The most spaces that a line may begin with, so that a template can't fill the memory.
MAX_INDENT = 10_000
_OPERATOR = re.compile(r"[-+.=&|~]{1,3} ?")


class GuardError(TypeError):
    """A template did something that it may not do, such as print text without an encoder."""


def spaces(count: int) -> str:
    """Return spaces to begin a line with; raise GuardError for more than `MAX_INDENT`."""
    if count > MAX_INDENT:
        raise GuardError(f"{count} spaces are more than a line may begin with")
    return " " * count


def block(text: object, name: str) -> str:
    """Return the text of a filter block without its last line end.

    Arguments:
        text: the text. All text in a filter block has passed the guard already.
        name: the filter's name, for the message.

    Raises:
        GuardError: if the text is not from a filter block, or is not whole lines.
    """
    if type(text) is not str or not text.endswith("\n"):
        raise GuardError(f"{name} is for a filter block of whole lines; use an encoder")
    return text.removesuffix("\n")


def operator(value: str) -> Code:
    """Filter `operator`: print an operator, and let `wrap` break the line in front of it."""
    return Code(f"{_BREAK}{_punctuation(value)}")


def assign(value: str) -> Code:
    """Filter `assign`: print an equals sign, and let `wrap` break the line after it."""
    return Code(f" {_punctuation(value)}{_BREAK_AFTER}")


def _punctuation(value: object) -> str:
    """Return an operator; raise GuardError for any other text."""
    if not isinstance(value, str) or not _is_operator(value):
        raise GuardError(f"{value!r} is no operator; use an encoder")
    return value


@lru_cache(maxsize=64)
def _is_operator(text: str) -> bool:
    """Say whether a text is an operator, perhaps with a space after it."""
    return _OPERATOR.fullmatch(text) is not None


def wrap(text: str, width: int, indent: int, hang: int = 0) -> Code:
    """Filter block `wrap`: indent lines, and break those that are too long.

    A line with an `assign` is broken after it first. If that is not enough, it is broken in front
    of every `operator`.

    Arguments:
        text: the lines, with `operator` and `assign` where they may be broken.
        width: the most columns of a line.
        indent: spaces in front of every line.
        hang: spaces in front of the rest of a broken line, in addition.
    """
    lines = [_wrap_line(line, width, indent, hang) for line in block(text, "wrap").split("\n")]
    return Code("\n".join(lines) + "\n")


def _wrap_line(line: str, width: int, indent: int, hang: int) -> str:
    """Indent and break one line; see `wrap`."""
    margin = spaces(indent)
    whole = margin + line.replace(_BREAK, " ").replace(_BREAK_AFTER, " ")
    if columns(whole) <= width:
        return whole
    left, separator, right = line.partition(_BREAK_AFTER)
    if separator:
        return f"{margin}{left}\n{_wrap_line(right, width, indent + hang, hang)}"
    return margin + line.replace(_BREAK, f"\n{margin}{spaces(hang)}")


def fit(text: str, width: int, indent: int, literal: bool = False, each: bool = False) -> Code:
    """Filter block `fit`: write a call or a literal as black does.

    The block has the opening bracket on its first line, an item on each following line, and the
    closing bracket on its last line. Indentation, and commas at the ends of lines, are ignored.
    The result is the first of these forms that fits the width:

    1. all on one line,
    2. opening, all items on one line, closing,
    3. opening, each item on its own line with a comma after it, closing.

    Blocks can be nested: one is then an item of the other.

    Arguments:
        text: the lines.
        width: the most columns of a line.
        indent: spaces in front of the opening.
        literal: whether this block is an item of another block, and a list or dict with several
            items, which never has form 2.
        each: whether this block is such a list or dict, but not an item.
    """
    opening, *rest, closing = (line.strip(" ") for line in block(text, "fit").split("\n"))
    items = [item.removesuffix(",") for item in rest]
    if literal:  # the outer block adds the comma
        closing = closing.removesuffix(",")
    margin = spaces(indent)
    single_line = f"{opening}{', '.join(items)}{closing}".replace(_BREAK, " ")
    body = f"    {', '.join(items)}".replace(_BREAK, " ")
    lines: list[str] = []
    if _LINE_END in single_line:
        pass  # with an item of several lines, every item needs its own
    elif columns(f"{margin}{single_line}{',' if literal else ''}") <= width:
        lines = [single_line]
    elif (not (literal or each) or len(items) == 1) and columns(margin + body) <= width:
        lines = [opening, body, closing]
    if not lines:
        lines = [opening]
        for item in items:
            if _LINE_END in item:
                lines += [f"    {line}" for line in f"{item},".split(_LINE_END)]
            else:
                wrapped = _wrap_line(f"{item},", width, indent + 4, 0)
                lines += [line.removeprefix(margin) for line in wrapped.split("\n")]
        lines.append(closing)
    if literal:  # an item of the outer block must be one line
        return Code(_LINE_END.join(lines) + "\n")
    return Code("".join(f"{margin}{line}\n" for line in lines))


def hug(text: str, width: int, indent: int) -> Code:
    """Filter block `hug`: write a call as google-java-format does.

    The block has the same lines as one of `fit`, but the closing bracket is printed right after
    the last item. If the opening has an `assign`, the line is broken after that first.

    Arguments:
        text: the lines.
        width: the most columns of a line.
        indent: spaces in front of the opening.
    """
    opening, *rest, closing = (line.strip(" ") for line in block(text, "hug").split("\n"))
    items = [item.removesuffix(",") for item in rest]
    margin = spaces(indent)
    ends = [*[","] * (len(items) - 1), closing] if items else []
    body = " ".join(f"{item}{end}" for item, end in zip(items, ends, strict=True)) or closing
    body = body.replace(_BREAK, " ")
    single_line = f"{margin}{opening}{body}".replace(_BREAK_AFTER, " ")
    if columns(single_line) <= width or not items:
        return Code(f"{single_line}\n")
    left, separator, right = opening.partition(_BREAK_AFTER)
    if separator:
        deeper = hug("\n".join([right, *rest, closing, ""]), width, indent + 4)
        return Code(f"{margin}{left}\n{deeper}")
    lines = [f"{margin}    {body}"]
    if columns(lines[0]) > width:
        pairs = zip(items, ends, strict=True)
        lines = [_wrap_line(f"{item}{end}", width, indent + 4, 4) for item, end in pairs]
    return Code("\n".join([margin + opening, *lines]) + "\n")


def prose(text: str, width: int, indent: int, opening: str = "", closing: str = "") -> Code:
    """Filter block `prose`: break paragraphs between words.

    Each line of the block is a paragraph. If it begins with spaces, all of its lines begin with
    them, and all but the first with four more.

    Arguments:
        text: the lines.
        width: the most columns of a line.
        indent: spaces in front of every line.
        opening: text in front of the first line, such as quotes.
        closing: text after the last line; on its own line unless all fits on one line.
    """
    margin = spaces(indent)
    paragraphs = block(text, "prose").split("\n")
    # As black does, put a space between a text that ends with a quote and the closing quotes.
    gap = " " if closing and paragraphs[0].endswith(closing[0]) else ""
    whole = f"{margin}{opening}{paragraphs[0]}{gap}{closing}"
    if len(paragraphs) == 1 and columns(whole) <= width:
        return Code(f"{whole}\n")
    if len(paragraphs) == 1:  # a line must be broken if only the closing does not fit
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
    """Filter `columns`: return the width of a text in terminal columns, as black counts them."""
    if line.isascii():
        return len(line)
    import unicodedata

    ucd = unicodedata.ucd_3_2_0  # the same Unicode version in every Python
    wide = sum(ucd.east_asian_width(c) in "WF" for c in line)
    return len(line) + wide - sum(ucd.combining(c) > 0 for c in line)
