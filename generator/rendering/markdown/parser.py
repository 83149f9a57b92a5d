"""Parse CommonMark (0.31, with GFM tables) to a small tree, which holds no HTML and no image.

markdown-it-py reads the text. What the tree can't hold becomes text: HTML shows as it is written,
except that tags of common formatting are left out; an image is its alternative text; a link to
anything but a page or an address is its label; a heading is a paragraph in bold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from generator.model.structs import Struct

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

# Reading some texts takes the square of their length, so a long one is read in parts of about this
# length, which end at empty lines. A longer part is no Markdown.
_PART = 4_000
_DEEPEST = 12
# A text in which no character begins any markup.
_PLAIN = re.compile(r"[^\n\\`*_\[\]<>&|~#!+=:-]*(?<![0-9])")
# A tag alone on its line.
_FRAME = re.compile(
    r" {0,3}<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9.:-]*)(?:\s[^<>]*?)?(?P<empty>/?)>\s*"
)
_URL = re.compile(r"(?i)https?://[^/?#@\s]+([/?#].*)?|mailto:[^@\s]+@[^@\s]+")
_UNSAFE = re.compile(r"[^A-Za-z0-9/?#@;=:,.+~%&_-]")
# Tags that format text. Those of blocks and breaks end a line.
_TAG = re.compile(
    r"</?(?:(?P<block>p|br|div|ul|ol|li|table|thead|tbody|tr|h[1-6]|hr|pre|blockquote)"
    r"|b|i|u|em|strong|small|sub|sup|span|a|code|kbd|td|th|font|center)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


class Span(Struct, frozen=True):
    """A part of a line.

    Attributes:
        kind: what it is. A break has neither a text nor parts.
        text: the characters of a text or of code; the URL of a link.
        parts: the parts of a link, and of emphasized text.
    """

    kind: Literal["text", "code", "emphasis", "strong", "link", "break"]
    text: str = ""
    parts: tuple[Span, ...] = ()


class Block(Struct, frozen=True):
    """A block of a text.

    Attributes:
        kind: what it is.
        spans: the parts of a paragraph.
        text: the lines of code.
        items: the items of a list, each of several blocks, or one quotation.
        start: the number of the first item of a numbered list.
        rows: the rows of a table, each of several cells. The first is its head.
    """

    kind: Literal["paragraph", "code", "list", "numbers", "quotation", "table"]
    spans: tuple[Span, ...] = ()
    text: str = ""
    items: tuple[tuple[Block, ...], ...] = ()
    start: int = 1
    rows: tuple[tuple[tuple[Span, ...], ...], ...] = ()


@lru_cache(maxsize=4096)
def parse_markdown(source: str) -> tuple[Block, ...]:
    """Return the blocks of a text."""
    source = source.strip()
    if _PLAIN.fullmatch(source):
        return (Block("paragraph", (Span("text", source),)),) if source else ()
    from markdown_it.tree import SyntaxTreeNode

    blocks: list[Block] = []
    for part in _parts(_without_frames(source)):
        if len(part) > 2 * _PART:
            blocks.append(Block("paragraph", (Span("text", part),)))
        else:
            blocks += _blocks(SyntaxTreeNode(_parser().parse(part)).children)
    return tuple(blocks)


def _without_frames(source: str) -> str:
    """Remove tags of HTML or MDX that stand alone on their lines, such as those around paragraphs.

    A tag counts only if it ends itself, as `<Divider />`, or if one of the same name ends it on
    another line: `<token>` in a text may be a placeholder. Code in fences keeps its tags.
    """
    if "</" not in source and "/>" not in source:
        return source
    lines = source.split("\n")
    tags = [
        None if fence else _FRAME.fullmatch(line)
        for line, fence in zip(lines, _fences(lines), strict=True)
    ]
    begun = {tag["name"] for tag in tags if tag and not tag["end"]}
    framed = begun & {tag["name"] for tag in tags if tag and tag["end"]}
    kept = (
        "" if tag and (tag["empty"] or tag["name"] in framed) else line
        for line, tag in zip(lines, tags, strict=True)
    )  # fmt: skip
    return "\n".join(kept)


def _parts(source: str) -> Iterator[str]:
    """Split a long text at empty lines outside of fences."""
    if len(source) <= _PART:
        yield source
        return
    lines: list[str] = []
    size = 0
    every = source.split("\n")
    for line, fence in zip(every, _fences(every), strict=True):
        if not line.strip() and not fence and size > _PART // 2:
            yield "\n".join(lines)
            lines, size = [], 0
        lines.append(line)
        size += len(line) + 1
    yield "\n".join(lines)


def _fences(lines: Iterable[str]) -> Iterator[str]:
    """Yield for each line what began the code in a fence that the line is in; empty for others."""
    fence = ""
    for line in lines:
        mark = re.match(r" {0,3}(`{3,}|~{3,})", line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        yield fence


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """Return the parser. It is imported late, since few runs need it."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST}).enable("table")


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> Iterator[Block]:
    """Yield the blocks that some nodes stand for."""
    for node in nodes:
        if node.type == "paragraph":
            yield Block("paragraph", _inline(node))
        elif node.type == "heading":
            yield Block("paragraph", (Span("strong", parts=_inline(node)),))
        elif node.type in ("fence", "code_block"):
            yield Block("code", text=node.content.rstrip("\n"))
        elif node.type in ("bullet_list", "ordered_list"):
            items = tuple(tuple(_blocks(item.children)) for item in node.children)
            kind: Literal["list", "numbers"] = "list" if node.type[0] == "b" else "numbers"
            yield Block(kind, items=items, start=int(node.attrs.get("start", 1)))
        elif node.type == "blockquote":
            yield Block("quotation", items=(tuple(_blocks(node.children)),))
        elif node.type == "table":
            rows = (row for part in node.children for row in part.children)
            cells = tuple(tuple(_inline(cell) for cell in row.children) for row in rows)
            yield Block("table", rows=cells)


def _inline(node: SyntaxTreeNode) -> tuple[Span, ...]:
    """Return the spans of a block that has a line of text."""
    return tuple(span for child in node.children for span in _spans(child.children))


def _spans(nodes: Sequence[SyntaxTreeNode]) -> Iterator[Span]:
    """Yield the spans that some nodes stand for."""
    for node in nodes:
        if node.type == "text":
            yield from _without_tags(node.content)
        elif node.type == "softbreak":
            yield Span("text", " ")
        elif node.type == "hardbreak":
            yield Span("break")
        elif node.type == "code_inline":
            yield Span("code", node.content)
        elif node.type in ("em", "strong"):
            kind: Literal["emphasis", "strong"] = "strong" if node.type[0] == "s" else "emphasis"
            yield Span(kind, parts=tuple(_spans(node.children)))
        elif node.type == "image":
            yield from _spans(node.children)
        elif node.type == "link":
            yield from _link(str(node.attrs.get("href", "")), tuple(_spans(node.children)))
        else:
            yield from _without_tags(node.content)


def _link(url: str, parts: tuple[Span, ...]) -> Iterator[Span]:
    """Yield a link to a page or an address; for any other the parts of its label."""
    if _URL.fullmatch(url) and parts:
        yield Span("link", safe_url(url), parts)
    else:
        yield from parts


def safe_url(url: str) -> str:
    """Percent-encode all characters of a URL that could mean something to a format of pages."""
    return _UNSAFE.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), url)


def _without_tags(text: str) -> Iterator[Span]:
    """Yield a text without the tags of common formatting, with breaks where blocks begin."""
    end = 0
    for match in _TAG.finditer(text):
        if match.start() > end:
            yield Span("text", text[end : match.start()])
        if match["block"]:
            yield Span("break")
        end = match.end()
    if end < len(text):
        yield Span("text", text[end:])


def plain_text(spans: Sequence[Span]) -> str:
    """Return the characters of some spans, without markup."""
    parts = (
        span.text if span.kind in ("text", "code") else
        " " if span.kind == "break" else plain_text(span.parts)
        for span in spans
    )  # fmt: skip
    return "".join(parts)


def first_words(blocks: Sequence[Block]) -> str:
    """Return the text of the first block on one line, without markup. Empty if it has none."""
    for block in blocks:
        if block.kind == "paragraph":
            return " ".join(plain_text(block.spans).split())
        if block.items:
            return first_words(block.items[0])
        if block.text:
            return block.text.split("\n")[0].strip()
    return ""
