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
_LINE_END = "\x1d"
# A JSON value that is laid out when the whole text is known: a number, and the value on one line.
VALUE = re.compile("\x1a([0-9]+)\x1b([^\x1a\x1b]*)\x1a")
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

    The filter block `arguments` around the operator decides whether to break the line.
    """
    return Code(f"{_BREAK}{_punctuation(value)}")


def _punctuation(value: object) -> str:
    """Return an operator; raise GuardError for any other text."""
    if not isinstance(value, str) or not _is_operator(value):
        raise GuardError(f"{value!r} is no operator; use an encoder")
    return value


@lru_cache(maxsize=64)
def _is_operator(text: str) -> bool:
    """Say whether a text is an operator, perhaps with a space after it."""
    return _OPERATOR.fullmatch(text) is not None


def _wrap_line(line: str, width: int, indent: int) -> str:
    """Indent a line; if it is too long, break it in front of every `operator`."""
    margin = spaces(indent)
    whole = margin + line.replace(_BREAK, " ")
    return whole if columns(whole) <= width else margin + line.replace(_BREAK, f"\n{margin}")


def arguments(
    text: str, width: int, indent: int, literal: bool = False, each: bool = False
) -> Code:
    """Filter block `arguments`: write a call, a list or a dict of Python as black does.

    The first line of the block ends with the opening bracket. Each line after the first is an item.
    The last line begins with the closing bracket. Indentation, and commas at the ends of lines,
    are ignored. The result is the first of these forms whose lines fit the width:

    1. Everything is on one line.
    2. All items are on one line, between the opening and the closing line. The only parameter of
       a function has a comma after it.
    3. Each item is on a line of its own with a comma after it, between opening and closing line.

    An import has no brackets if it is on one line, and never has form 2. A block can be an item of
    another `arguments` block.

    Arguments:
        text: the lines of the block.
        width: the most columns that a line may have.
        indent: the number of spaces in front of the opening line.
        literal: whether this block is a list or dict that is an item of another block. With
            several items, such a list or dict never has form 2.
        each: whether this block is a list or dict that is no item of another block, and must not
            have form 2 with several items.
    """
    opening, *rest, closing = (line.strip(" ") for line in block(text, "arguments").split("\n"))
    items = [item.removesuffix(",") for item in rest]
    if literal:  # the outer block adds the comma
        closing = closing.removesuffix(",")
    margin = spaces(indent)
    single_line = f"{opening}{', '.join(items)}{closing}".replace(_BREAK, " ")
    is_import = opening.endswith(" import (")
    if is_import:
        single_line = single_line.replace("(", "").removesuffix(")")
    body = f"    {', '.join(items)}".replace(_BREAK, " ")
    lines: list[str] = []
    on_own_lines = literal or each or is_import
    if _LINE_END in single_line:
        pass  # with an item of several lines, every item needs its own
    elif columns(f"{margin}{single_line}{',' if literal else ''}") <= width:
        lines = [single_line]
    elif (len(items) == 1 or not on_own_lines) and columns(margin + body) <= width:
        is_function = opening.startswith(("def ", "async def "))
        lines = [opening, body + ("," if is_function and len(items) == 1 else ""), closing]
    if not lines:
        lines = [opening]
        for item in items:
            if _LINE_END in item:
                lines += [f"    {line}" for line in f"{item},".split(_LINE_END)]
            else:
                wrapped = _wrap_line(f"{item},", width, indent + 4)
                lines += [line.removeprefix(margin) for line in wrapped.split("\n")]
        lines.append(closing)
    if literal:  # an item of the outer block must be one line
        return Code(_LINE_END.join(lines) + "\n")
    return Code("".join(f"{margin}{line}\n" for line in lines))


def fit(text: str, width: int, is_tight: bool, most: int = 0) -> Code:
    """Filter block `fit`: print lines as one line if that fits, else as they stand.

    The one line is indented as the first of them. There is no space within round and square
    brackets and in front of a comma, a dot or a semicolon, and no comma in front of a closing
    bracket or brace.

    Arguments:
        text: whole lines.
        width: the most columns that the one line may have.
        is_tight: whether there is no space within braces either.
        most: the most columns of the one line without the spaces that it begins with; 0 for any.
    """
    opening, closing = ("([{", ")]}") if is_tight else ("([", ")]")
    lines = block(text, "fit").split("\n")
    line = lines[0]
    for next_line in lines[1:]:
        rest = next_line.lstrip(" ")
        if rest[:1] in (")", "]", "}"):
            line = line.removesuffix(",")
        is_close = line[-1:] in (*opening,) or rest[:1] in (*closing, ",", ".", ";")
        line += rest if is_close else f" {rest}"
    fits = columns(line) <= width and not (most and columns(line.lstrip(" ")) > most)
    return Code(f"{line}\n" if fits else text)


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

    Wide characters, such as Chinese ones, take two columns; combining marks take none. A JSON value
    takes the columns that it has on one line.
    """
    line = on_one_line(line)
    if line.isascii():
        return len(line)
    import unicodedata

    ucd = unicodedata.ucd_3_2_0  # the same Unicode version in every Python
    wide = sum(ucd.east_asian_width(c) in "WF" for c in line)
    return len(line) + wide - sum(ucd.combining(c) > 0 for c in line)


def on_one_line(text: str) -> str:
    """Replace the marks of JSON values by the values on one line."""
    return VALUE.sub(lambda match: match[2], text) if "\x1a" in text else text
