"""Jinja filters that break long lines of code where the language's code formatter would.

A filter block is text in a template between `{% filter NAME %}` and `{% endfilter %}`.
"""

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
    """Return a text of `count` spaces to begin a line with.

    Raises:
        GuardError: if `count` is more than `MAX_INDENT`.
    """
    if count > MAX_INDENT:
        raise GuardError(f"{count} spaces are more than a line may begin with")
    return " " * count


def block(text: object, name: str) -> str:
    """Return the text of a filter block without its last line end.

    Arguments:
        text: the text in the block. Jinja has already checked each value printed in it.
        name: the name of the filter, for the message of the error.

    Raises:
        GuardError: if `text` is not from a filter block, or does not end with a line end.
    """
    if type(text) is not str or not text.endswith("\n"):
        raise GuardError(f"{name} is for a filter block of whole lines; use an encoder")
    return text.removesuffix("\n")


def operator(value: str) -> Code:
    """Filter `operator`: print an operator, and allow a line break in front of the operator.

    The filter block around the operator, such as `wrap`, decides whether to break the line.
    """
    return Code(f"{_BREAK}{_punctuation(value)}")


def assign(value: str) -> Code:
    """Filter `assign`: print an equals sign, and allow a line break after the sign.

    The filter block around the sign, `wrap` or `hug`, decides whether to break the line.
    """
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

    A line with an `assign` is first broken after the equals sign. If its rest is still too long,
    the rest is broken in front of every `operator`.

    Arguments:
        text: whole lines, with `operator` and `assign` wherever a line may be broken.
        width: the most columns that a line may have.
        indent: the number of spaces in front of every line.
        hang: the number of further spaces in front of each continuation of a broken line.
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
    """Filter block `fit`: write a call, a list or a dict of Python as black does.

    The first line of the block ends with the opening bracket. Each line after the first is an item.
    The last line begins with the closing bracket. Indentation, and commas at the ends of lines,
    are ignored. The result is the first of these forms whose lines fit the width:

    1. Everything is on one line.
    2. All items are on one line, between the opening and the closing line.
    3. Each item is on a line of its own with a comma after it, between opening and closing line.

    A block can be an item of another `fit` block.

    Arguments:
        text: the lines of the block.
        width: the most columns that a line may have.
        indent: the number of spaces in front of the opening line.
        literal: whether this block is a list or dict that is an item of another block. With
            several items, such a list or dict never has form 2.
        each: whether this block is a list or dict that is no item of another block, and must not
            have form 2 with several items.
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

    The block has the same lines as a block of `fit`. Unlike `fit`, the closing bracket is printed
    right after the last item. If the call does not fit on one line and its opening line has an
    `assign`, that line is first broken after the equals sign.

    Arguments:
        text: the lines of the block.
        width: the most columns that a line may have.
        indent: the number of spaces in front of the opening line.
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
    """Filter block `prose`: break paragraphs between words, as in comments and docstrings.

    Each line of the block is a paragraph. If a paragraph begins with spaces, each of its lines
    begins with as many spaces, and each line but its first with four more.

    Arguments:
        text: the paragraphs, one a line.
        width: the most columns that a line may have.
        indent: the number of spaces in front of every line.
        opening: text in front of the first line, such as quotes.
        closing: text after the last line, such as quotes. Unless everything fits on one line, the
            closing has a line of its own.
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
    """Filter `columns`: return how many columns of a terminal a text takes, as black counts them.

    Wide characters, such as Chinese ones, take two columns; combining marks take none.
    """
    if line.isascii():
        return len(line)
    import unicodedata

    ucd = unicodedata.ucd_3_2_0  # the same Unicode version in every Python
    wide = sum(ucd.east_asian_width(c) in "WF" for c in line)
    return len(line) + wide - sum(ucd.combining(c) > 0 for c in line)
