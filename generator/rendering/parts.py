"""Parts of a sample that pages show on their own: templates mark them, here they are told apart.

A template puts a filter block `part` around whole lines. What that adds is taken away again from
every file that is made; known is then which lines each part has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.model.structs import Struct, replace
from generator.model.text import Code
from generator.rendering.layout import GuardError, block

# How to install what it needs and run it; the block to edit; what makes the request and sends it.
PARTS = ("usage", "values", "request")
# What the lines are that docs sites include a part by, from the first line to the last.
SNIPPET_TAGS = {
    "docfx": ("<request>", "</request>"),
    "mkdocs": ("--8<-- [start:request]", "--8<-- [end:request]"),
    "sphinx": ("[START request]", "[END request]"),
}

# Begins a line that marks a part; no encoder makes this character.
_MARK = "\x1c"
_MARKED = re.compile(rf"{_MARK}(\w*)\n")
# The same where a formatter reads the lines.
_COMMENT = "# gen:part:"


class SamplePart(Struct, frozen=True):
    """Lines of a sample: from the one numbered `start` up to but not the one numbered `end`."""

    name: str
    start: int
    end: int


def part(text: str, name: str) -> Code:
    """Filter block `part`: lines that pages show on their own.

    Arguments:
        text: whole lines.
        name: one of `PARTS`; several blocks may have the same.
    """
    if name not in PARTS:
        raise GuardError(f"there is no part {name!r}; use one of {', '.join(PARTS)}")
    return Code(f"{_MARK}{name}\n{block(text, 'part')}\n{_MARK}\n")


def unmarked(text: str, name: str) -> Code:
    """Filter block `part` where nobody wants to know the parts: see `part`."""
    if name in PARTS and type(text) is str and text.endswith("\n"):
        return Code(text)
    return part(text, name)  # which says what is wrong


def as_comments(text: str) -> str:
    """Give a marked text whose marks a formatter takes for comments, indented like their part."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.startswith(_MARK):
            around = lines[number + 1] if line != _MARK else lines[number - 1]
            indent = around[: len(around) - len(around.lstrip(" "))]
            lines[number] = f"{indent}{_COMMENT}{line.removeprefix(_MARK)}"
    return "\n".join(lines)


def from_comments(text: str) -> str:
    """Undo `as_comments`, wherever a formatter has moved them."""
    return re.sub(rf"(?m)^ *{_COMMENT}(\w*)$", lambda match: _MARK + match[1], text)


def split_parts(text: str) -> tuple[str, tuple[SamplePart, ...]]:
    """Take the marks out of a text, and say which lines they were around."""
    if _MARK not in text:
        return text, ()
    parts: list[SamplePart] = []
    # Text and the name of what is marked behind it take turns; where a part ends, there is none.
    pieces = _MARKED.split(text)
    line, name = 0, ""
    for piece, follows in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        end = line + piece.count("\n")
        if name and end > line:
            parts.append(SamplePart(name, line, end))
        line, name = end, follows
    return "".join(pieces[::2]), tuple(parts)


def add_snippet_tags(
    text: str, parts: Sequence[SamplePart], tags: str, comment: str
) -> tuple[str, tuple[SamplePart, ...]]:
    """Put snippet tags around the request of a sample, as comments.

    Arguments:
        text: the sample.
        parts: its parts.
        tags: one of `SNIPPET_TAGS`.
        comment: what begins a comment that ends with its line.

    Returns:
        The sample with its tags, and where its parts are now. Both are as before if it has no
        request that is marked.
    """
    shown = [known for known in parts if known.name == "request"]
    if not shown:
        return text, tuple(parts)
    lines = text.split("\n")
    begin, end = SNIPPET_TAGS[tags]
    first, last = shown[0], shown[-1]
    lines.insert(last.end, f"{_indent(lines[last.start])}{comment}{end}")
    lines.insert(first.start, f"{_indent(lines[first.start])}{comment}{begin}")

    def moved(line: int, is_end: bool) -> int:
        behind = (line > first.start if is_end else line >= first.start) + (
            line > last.end if is_end else line >= last.end
        )
        return line + behind

    return "\n".join(lines), tuple(
        replace(known, start=moved(known.start, False), end=moved(known.end, True))
        for known in parts
    )


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))]
