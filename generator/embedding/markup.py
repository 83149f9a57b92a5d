"""The markup of pages: its endings, its comments, and which lines are code to it.

A marker in code is what a page shows, and no marker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.model.structs import Struct


class CommentForm(Struct, frozen=True):
    """A form of comments.

    Attributes:
        begin: what begins a comment.
        end: what ends it; empty if its line does.
        may_stand_deeper: whether a comment may stand behind spaces.
    """

    begin: str
    end: str
    may_stand_deeper: bool = True


HTML = CommentForm("<!--", "-->")
MDX = CommentForm("{/*", "*/}")
RST = CommentForm("..", "")
ASCIIDOC = CommentForm("//", "", may_stand_deeper=False)
FORMS = (HTML, MDX, RST, ASCIIDOC)


class Markup(Struct, frozen=True):
    """A markup of pages.

    Attributes:
        name: its name for people.
        format: the id of the format that writes it.
        forms: its forms of comments, the usual one first.
    """

    name: str
    format: str
    forms: tuple[CommentForm, ...]


_MARKDOWN = Markup("Markdown", "markdown", (HTML, MDX))
_MDX = Markup("MDX", "markdown", (MDX, HTML))
_RST = Markup("reStructuredText", "rst", (RST,))
_ASCIIDOC = Markup("AsciiDoc", "asciidoc", (ASCIIDOC,))
MARKUPS = {
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".mdx": _MDX,
    ".rst": _RST,
    ".adoc": _ASCIIDOC,
    ".asciidoc": _ASCIIDOC,
}
# The docs site that pages with an ending are for if nothing else says it.
SITES = {".mdx": "docusaurus"}


class Line(Struct, frozen=True):
    """A line of a page that is not code.

    Attributes:
        number: its number, counted from 1.
        fence: how many backticks or tildes are around it at least, as around the content of a
            directive of MyST; 0 if there are none.
    """

    number: int
    fence: int = 0


def text_lines(lines: Sequence[str], markup: Markup) -> Iterator[Line]:
    """Yield the lines of a page that are not code.

    Arguments:
        lines: the lines, without the ends of lines.
        markup: the markup of the page.
    """
    if markup.format == "rst":
        yield from _rst_lines(lines)
    elif markup.format == "asciidoc":
        yield from _asciidoc_lines(lines)
    else:
        yield from _markdown_lines(lines)


# What may stand in front of a fence: spaces, and the marks of quotations and list items.
_FENCE = re.compile(r"(?:[ \t>]|[-*+][ \t]|[0-9]{1,9}[.)][ \t])*(?P<marks>`{3,}|~{3,})(?P<info>.*)")
# Directives of MyST with text in them, not code.
_DIRECTIVE = re.compile(
    r"[ \t]*\{(?!(?:code|code-block|code-cell|sourcecode|literalinclude|parsed-literal|raw|"
    r"mermaid|graphviz|eval-rst|csv-table|doctest|testcode|testsetup|testoutput|prompt|toctree|"
    r"highlight|include)\})[a-zA-Z][\w:.+-]*\}"
)


def _markdown_lines(lines: Sequence[str]) -> Iterator[Line]:
    """Yield the lines outside of fenced code. Within directives of MyST, there is text again."""
    directives: list[str] = []
    code = ""
    for number, line in enumerate(lines, 1):
        match = _FENCE.fullmatch(line)
        marks = match["marks"] if match else ""
        is_end = match is not None and not match["info"].strip()
        if code:
            if is_end and marks.startswith(code):
                code = ""
            continue
        if match is None or (marks[0] == "`" and "`" in match["info"]):
            yield Line(number, min(map(len, directives), default=0))
            continue
        if is_end and directives and marks.startswith(directives[-1]):
            directives.pop()
        elif _DIRECTIVE.match(match["info"]):
            directives.append(marks)
        else:
            code = marks


# A line of one character, at least four times, or a fence, around what is code or a comment.
_DELIMITER = re.compile(r"(-{4,}|\.{4,}|\+{4,}|/{4,}|`{3})")


def _asciidoc_lines(lines: Sequence[str]) -> Iterator[Line]:
    """Yield the lines outside of listings, literals, passthroughs and comments."""
    block = ""
    for number, line in enumerate(lines, 1):
        bare = line.rstrip(" \t")
        if block:
            block = "" if bare == block else block
        elif _DELIMITER.fullmatch(bare):
            block = bare
        elif _DELIMITER.match(bare) and bare.startswith("```"):
            block = "```"
        else:
            yield Line(number)


_INDENT = re.compile(r"[ \t]*")
# Directives whose content is no text.
_RST_CODE = re.compile(
    r"[ \t]*\.\. (?:[\w.:+-]*:)?(?:code|code-block|sourcecode|parsed-literal|literalinclude|"
    r"raw|math|productionlist|doctest|testcode|testsetup|testoutput|prompt|graphviz|"
    r"highlight)::(?:[ \t].*)?"
)
_RST_DIRECTIVE = re.compile(r"[ \t]*\.\. (?:\|[^|]+\| )?[\w.:+-]+::(?:[ \t].*)?")
_RST_COMMENT = re.compile(r"[ \t]*\.\.(?:[ \t](?![_\[|])(?!gen:|/gen).*)?")


def _rst_lines(lines: Sequence[str]) -> Iterator[Line]:
    """Yield the lines outside of literal blocks, directives with code, and comments."""
    deeper_than: int | None = None
    for number, line in enumerate(lines, 1):
        bare = line.rstrip()
        indent = len(_INDENT.match(line)[0].expandtabs(8))  # type: ignore[index]
        if deeper_than is not None:
            if not bare or indent > deeper_than:
                continue
            deeper_than = None
        yield Line(number)
        if _RST_DIRECTIVE.fullmatch(bare):
            is_code = _RST_CODE.fullmatch(bare) is not None
        else:
            is_code = bare.endswith("::") or _RST_COMMENT.fullmatch(bare) is not None
        if is_code and bare:
            deeper_than = indent
