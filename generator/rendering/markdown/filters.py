"""The filters of templates that write descriptions.

If the descriptions of an API are CommonMark, they are written as what they mean. Otherwise, each is
text that means itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any

from jinja2.runtime import Context
from jinja2.utils import pass_context

from generator.languages.encoders import Encoder
from generator.model.messages import Link
from generator.model.text import Code, Text, reveal
from generator.rendering.layout import block
from generator.rendering.markdown.parser import (
    Block,
    Span,
    first_words,
    parse_markdown,
    safe_url,
)
from generator.rendering.markdown.writers import HtmlWriter, LineWriter, MarkdownWriter, Writer

# The end of a line behind which a sentence needs no full stop, and what can stand behind that.
_CLOSED = re.compile(r"[.!?:;,…。！？)>|]\Z")
_MARKS = re.compile(r"(?:</(?:code|em|strong|a)>|[`*_\"'”’»\s])+\Z")


def make_writer(form: str, encoders: Mapping[str, Encoder]) -> Writer:
    """Make the writer of descriptions of a language.

    Arguments:
        form: `html`, `markdown` or `line`.
        encoders: the encoders of the language.

    Raises:
        LookupError: if the language lacks an encoder that the form needs.
    """
    text, code = (partial(_encode, encoders[name]) for name in ("text", "code"))
    if form == "markdown":
        cell, fenced = (partial(_encode, encoders[name]) for name in ("cell", "fenced"))
        return MarkdownWriter(text, code, cell, fenced)
    return HtmlWriter(text, code) if form == "html" else LineWriter(text, code)


def _encode(encoder: Encoder, text: str) -> str:
    """Encode a text."""
    return encoder.encode(text)


def make_description_filters(writer: Writer) -> dict[str, Callable[..., Code]]:
    """Make the filters `blocks`, `spans` and `link`, which write descriptions.

    Arguments:
        writer: writes the blocks of a description.

    Returns:
        The filters by name. `blocks` writes paragraphs of their own, and `spans` what stands in a
        line, such as a cell of a table. `link` writes a link to a page that says more.
    """
    # Many operations may have the same text.
    write_blocks = lru_cache(maxsize=4096)(lambda blocks: Code(writer.write_blocks(blocks)))
    write_line = lru_cache(maxsize=4096)(lambda blocks: Code(writer.write_line(blocks)))

    @pass_context
    def blocks(context: Context, text: Text) -> Code:
        return write_blocks(_read(context, text))

    @pass_context
    def spans(context: Context, text: Text) -> Code:
        return write_line(_read(context, text))

    def link(page: Link) -> Code:
        label = Span("text", reveal(page.description) or reveal(page.url))
        span = Span("link", safe_url(reveal(page.url)), (label,))
        return write_line((Block("paragraph", (span,)),))

    return {"blocks": blocks, "spans": spans, "link": link}


def _read(context: Context, text: Text) -> tuple[Block, ...]:
    """Return the blocks of a description."""
    if context["api"].is_markdown:
        return parse_markdown(reveal(text))
    return (Block("paragraph", (Span("text", reveal(text)),)),) if text else ()


@pass_context
def brief(context: Context, text: Text) -> Text:
    """Filter `brief`: return the first paragraph of a description, without markup, on one line."""
    if not context["api"].is_markdown:
        return text
    return Text(first_words(parse_markdown(reveal(text))), text.mark)


def sentence(text: Text) -> Text:
    """Filter `sentence`: return a description with a full stop, which more sentences can follow."""
    return Text(_closed(reveal(text)), text.mark)


def _closed(line: str) -> str:
    """Add a full stop to a text that ends in a word."""
    last = line.rstrip().rpartition("\n")[2].lstrip()
    words = _MARKS.sub("", last)
    if not words or _CLOSED.search(words) or last.startswith(("```", "~~~", "|")):
        return line
    return f"{line.rstrip()}."


def sentences(text: str) -> Code:
    """Filter block `sentences`: join lines to one, with a full stop behind each that lacks one.

    Arguments:
        text: lines. A full stop is added only where another line follows.
    """
    lines = [line for line in block(text, "sentences").split("\n") if line.strip()]
    return Code(" ".join([*map(_closed, lines[:-1]), *lines[-1:]]))


DESCRIPTION_FILTERS: dict[str, Callable[..., Any]] = {
    "brief": brief,
    "sentence": sentence,
    "sentences": sentences,
}
