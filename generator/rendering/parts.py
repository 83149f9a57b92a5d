"""Named parts of a sample, which pages can show alone.

A part is a group of whole lines with a name from `PARTS`. A template puts the filter block `part`
around these lines. The block adds a line before and a line after them; these two lines are the
marks of the part. After rendering, `split_parts` removes all marks and returns which lines each
part has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.model.structs import Struct, replace
from generator.model.text import Code
from generator.rendering.layout import GuardError, block

# How to install and run the sample; the values to edit; the code that makes and sends the request.
PARTS = ("usage", "values", "request")
# By docs site generator: the comments before and after lines that a page can include.
SNIPPET_TAGS = {
    "docfx": ("<request>", "</request>"),
    "mkdocs": ("--8<-- [start:request]", "--8<-- [end:request]"),
    "sphinx": ("[START request]", "[END request]"),
}

# Begins a line that marks a part. No encoder writes this character.
_MARK = "\x1c"
_MARKED = re.compile(rf"{_MARK}(\w*)\n")
# Begins the same line while a formatter works on the text, which must be valid code.
_COMMENT = "# gen:part:"


class SamplePart(Struct, frozen=True):
    """A named part of a sample: its first line is `start`, and line `end` is the first after it.

    Lines are counted from 0.
    """

    name: str
    start: int
    end: int


def part(text: str, name: str) -> Code:
    """Filter block `part`: add marks around lines, so that pages can show these lines alone.

    Arguments:
        text: whole lines.
        name: one of `PARTS`. Several blocks may have the same name.

    Raises:
        GuardError: if `name` is not one of `PARTS`, or `text` is not whole lines.
    """
    if name not in PARTS:
        raise GuardError(f"there is no part {name!r}; use one of {', '.join(PARTS)}")
    return Code(f"{_MARK}{name}\n{block(text, 'part')}\n{_MARK}\n")


def part_without_marks(text: str, name: str) -> Code:
    """Filter block `part` for files whose parts nobody needs: return the text without marks.

    Raises:
        GuardError: see `part`.
    """
    if name in PARTS and type(text) is str and text.endswith("\n"):
        return Code(text)
    return part(text, name)  # raises the error that fits


def marks_to_comments(text: str) -> str:
    """Turn the marks of parts into Python comments, so that black can read the text.

    Each comment is indented like the line next to it.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.startswith(_MARK):
            neighbour = lines[number + 1] if line != _MARK else lines[number - 1]
            indent = neighbour[: len(neighbour) - len(neighbour.lstrip(" "))]
            lines[number] = f"{indent}{_COMMENT}{line.removeprefix(_MARK)}"
    return "\n".join(lines)


def comments_to_marks(text: str) -> str:
    """Turn comments of `marks_to_comments` back into marks, however black has indented them."""
    return re.sub(rf"(?m)^ *{_COMMENT}(\w*)$", lambda match: _MARK + match[1], text)


def split_parts(text: str) -> tuple[str, tuple[SamplePart, ...]]:
    """Remove the marks of parts from a rendered text.

    Returns:
        The text without marks, and the parts in their order; no parts if the text has no marks.
    """
    if _MARK not in text:
        return text, ()
    parts: list[SamplePart] = []
    # Pieces of text alternate with names. An empty name ends a part.
    pieces = _MARKED.split(text)
    line, name = 0, ""
    for piece, next_name in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        end = line + piece.count("\n")
        if name and end > line:
            parts.append(SamplePart(name, line, end))
        line, name = end, next_name
    return "".join(pieces[::2]), tuple(parts)


def add_snippet_tags(
    text: str, parts: Sequence[SamplePart], tags: str, comment: str
) -> tuple[str, tuple[SamplePart, ...]]:
    """Put snippet tags around the lines that send the request.

    Snippet tags are two comments by which a docs site finds the lines of a file to include.

    Arguments:
        text: the code of the sample.
        parts: the parts of the sample.
        tags: the docs site generator, a key of `SNIPPET_TAGS`.
        comment: the characters that begin a comment up to the end of the line.

    Returns:
        The code with the two comments, and the parts with their new line numbers. Both are
        unchanged if no part has the name `request`.
    """
    requests = [part for part in parts if part.name == "request"]
    if not requests:
        return text, tuple(parts)
    lines = text.split("\n")
    begin, end = SNIPPET_TAGS[tags]
    first, last = requests[0], requests[-1]
    lines.insert(last.end, f"{_indent(lines[last.start])}{comment}{end}")
    lines.insert(first.start, f"{_indent(lines[first.start])}{comment}{begin}")

    def shift(line: int, is_end: bool) -> int:
        """Add the number of tags that stand before a line."""
        tags_before = (line > first.start if is_end else line >= first.start) + (
            line > last.end if is_end else line >= last.end
        )
        return line + tags_before

    return "\n".join(lines), tuple(
        replace(part, start=shift(part.start, False), end=shift(part.end, True)) for part in parts
    )


def _indent(line: str) -> str:
    """Return the spaces that a line begins with."""
    return line[: len(line) - len(line.lstrip(" "))]
