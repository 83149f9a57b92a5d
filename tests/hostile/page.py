"""Holds a page against the same page with harmless texts: what differs is text alone, and that is
there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.literals import is_plain

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# White space that a line does not show at its ends.
_EDGES = " \t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
# What may stand in a line: text, code, the heading of a note. HTML only around code in a cell.
_INLINE = {"text", "code_inline", "strong_open", "strong_close"}


def faults(made: str, harmless: str, texts: Mapping[str, str] | None = None) -> list[str]:
    """Say where a page has another structure than the harmless one, or other things than text.

    Arguments:
        made: the page.
        harmless: what it would be with other texts.
        texts: by a text that fills a line or cell of the harmless page, what has to be there.
    """
    tokens, usual = _PARSER.parse(made), _PARSER.parse(harmless)
    found = list(_more_than_text(tokens))
    if _structure(tokens) != _structure(usual):
        found.append(f"the page has {len(tokens)} blocks of other kinds than {len(usual)} usual")
    wanted = texts or {}
    for line, usual_line in zip(_lines(tokens), _lines(usual), strict=False):
        text = _shown(wanted[usual_line]) if usual_line in wanted else line
        if line != text:
            found.append(f"{line!r} is on the page, expected {text!r}")
    return found


def _lines(tokens: list[Token]) -> list[str]:
    inlines = [token.children or [] for token in tokens if token.type == "inline"]
    return ["".join(child.content for child in children) for children in inlines]


def _structure(tokens: list[Token]) -> list[tuple[str, str, int, str]]:
    return [(token.type, token.tag, token.level, token.info) for token in tokens]


def _more_than_text(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        for child in token.children or []:
            is_code = child.type == "html_inline" and child.content in ("<code>", "</code>")
            if child.type not in _INLINE and not is_code:
                yield f"a {child.type} stands in {token.content!r}"


def _shown(text: str) -> str:
    """Write a text as a line of a page may show it: what can't be seen is named."""
    spaced = re.sub("[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+", " ", text.strip(_EDGES))
    return "".join(
        c if is_plain(c) else f"<U+{ord(c):04X}>" for c in spaced.replace("\t", " ")
    ).strip(" ")
