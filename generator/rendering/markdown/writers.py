"""Write descriptions in the formats of pages, with the encoders of the format for all their text.

A writer adds the marks of blocks and spans alone. What a description says passes an encoder, as
any other text of a spec does, so that it can't end its place or mean anything to a docs site.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence

from generator.languages.encoders import fence
from generator.model.text import is_plain
from generator.rendering.markdown.parser import Block, Span

Encode = Callable[[str], str]


class Writer(ABC):
    """Writes the blocks of a description.

    Arguments:
        text: encodes text.
        code: encodes code in a line.
    """

    def __init__(self, text: Encode, code: Encode) -> None:
        self.text = text
        self.code = code

    @abstractmethod
    def write_blocks(self, blocks: Sequence[Block]) -> str:
        """Write blocks as paragraphs of their own, without a line end after the last."""

    @abstractmethod
    def write_line(self, blocks: Sequence[Block]) -> str:
        """Write blocks for a place within a line, such as a cell of a table."""

    def _leaf(self, text: str) -> str:
        """Encode a part of a line. Encoders take away white space at its ends, which parts keep."""
        if not text.strip():
            return " " if text else ""
        before = " " if text[:1].isspace() else ""
        after = " " if text[-1:].isspace() else ""
        return f"{before}{self.text(text)}{after}"


class HtmlWriter(Writer):
    """Writes HTML."""

    def write_blocks(self, blocks: Sequence[Block]) -> str:
        return "\n".join(map(self._block, blocks))

    def write_line(self, blocks: Sequence[Block]) -> str:
        if len(blocks) == 1 and blocks[0].kind == "paragraph":
            return self._spans(blocks[0].spans)
        return "".join(map(self._block, blocks))

    def _block(self, block: Block) -> str:
        """Write a block as one line."""
        if block.kind == "paragraph":
            return f"<p>{self._spans(block.spans)}</p>"
        if block.kind == "code":
            lines = (self._code_line(line) for line in block.text.split("\n"))
            code = "&#10;".join(lines)
            return f'<pre tabindex="0"><code translate="no" dir="ltr">{code}</code></pre>'
        if block.kind == "quotation":
            return f"<blockquote>{self.write_line(block.items[0])}</blockquote>"
        if block.kind == "table":
            return self._table(block)
        items = "".join(f"<li>{self.write_line(item)}</li>" for item in block.items)
        start = f' start="{block.start}"' if block.kind == "numbers" and block.start != 1 else ""
        tag = "ul" if block.kind == "list" else "ol"
        return f"<{tag}{start}>{items}</{tag}>"

    def _code_line(self, line: str) -> str:
        """Encode a line of code, with the spaces at its beginning."""
        words = line.lstrip(" ")
        return " " * (len(line) - len(words)) + (self.text(words) if words else "")

    def _table(self, block: Block) -> str:
        """Write a table."""
        head, *rows = block.rows
        cells = "".join(f'<th scope="col">{self._spans(cell)}</th>' for cell in head)
        body = "".join(
            f"<tr>{''.join(f'<td>{self._spans(cell)}</td>' for cell in row)}</tr>" for row in rows
        )
        table = f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"
        return f'<div class="scroll" tabindex="0">{table}</div>'

    def _spans(self, spans: Sequence[Span]) -> str:
        """Write the parts of a line."""
        return "".join(map(self._span, spans))

    def _span(self, span: Span) -> str:
        """Write a part of a line."""
        if span.kind == "text":
            return self._leaf(span.text)
        if span.kind == "code":
            return self.code(span.text)
        if span.kind == "break":
            return "<br>"
        inner = self._spans(span.parts)
        if span.kind == "link":
            url = span.text.replace("&", "&amp;")
            return f'<a rel="nofollow noopener" href="{url}">{inner}</a>'
        tag = "em" if span.kind == "emphasis" else "strong"
        return f"<{tag}>{inner}</{tag}>"


class MarkdownWriter(Writer):
    """Writes CommonMark with tables, as docs sites read it.

    Arguments:
        text: encodes text.
        code: encodes code in a line.
        cell: encodes code in a cell of a table.
        fenced: encodes what stands in a fenced block.
    """

    def __init__(self, text: Encode, code: Encode, cell: Encode, fenced: Encode) -> None:
        super().__init__(text, code)
        self.cell = cell
        self.fenced = fenced

    def write_blocks(self, blocks: Sequence[Block]) -> str:
        return "\n\n".join("\n".join(self._block(block)) for block in blocks)

    def write_line(self, blocks: Sequence[Block]) -> str:
        return "<br />".join(
            filter(None, (line for block in blocks for line in self._lines(block)))
        )

    def _block(self, block: Block) -> Iterator[str]:
        """Yield the lines of a block."""
        if block.kind == "paragraph":
            yield from self._spans(block.spans, self.code, "\\\n").split("\n")
        elif block.kind == "code":
            yield from fence(self.fenced(_visible(block.text)), "").split("\n")
        elif block.kind == "quotation":
            for line in self.write_blocks(block.items[0]).split("\n"):
                yield f"> {line}".rstrip()
        elif block.kind == "table":
            head, *rows = ([self._cell(cell) for cell in row] for row in block.rows)
            for cells in (head, ["---"] * len(head), *rows):
                yield f"| {' | '.join(cells)} |"
        else:
            for number, item in enumerate(block.items, block.start):
                mark = "- " if block.kind == "list" else f"{number}. "
                lines = self.write_blocks(item).split("\n")
                yield f"{mark}{lines[0]}"
                yield from (f"{' ' * len(mark)}{line}".rstrip() for line in lines[1:])

    def _lines(self, block: Block) -> Iterator[str]:
        """Yield the lines of a block within a cell, which holds no other blocks."""
        if block.kind == "paragraph":
            yield self._cell(block.spans)
        elif block.kind == "code":
            yield from (
                self.cell(_visible(line)) for line in block.text.split("\n") if line.strip()
            )
        elif block.kind == "table":
            yield from (", ".join(filter(None, map(self._cell, row))) for row in block.rows)
        else:
            for number, item in enumerate(block.items, block.start):
                mark = {"list": "• ", "numbers": f"{number}) "}.get(block.kind, "")
                yield f"{mark}{self.write_line(item)}"

    def _cell(self, spans: Sequence[Span]) -> str:
        """Write the parts of a line for a cell of a table."""
        return self._spans(spans, self.cell, "<br />").strip()

    def _spans(self, spans: Sequence[Span], code: Encode, line_end: str) -> str:
        """Write the parts of a line."""
        written = ""
        for span in spans:
            if span.kind == "text":
                written += self._leaf(span.text)
            elif span.kind == "code":
                written += code(span.text)
            elif span.kind == "break":
                written = f"{written.rstrip(' ')}{line_end}" if written.strip() else ""
            else:
                inner = self._spans(span.parts, code, " ").strip()
                if not inner:
                    continue
                if span.kind == "link":
                    # An exclamation mark in front of it would make an image of it.
                    written = re.sub(r"!\Z", "&#33;", written)
                    written += f"[{inner}]({span.text.replace('&', '&amp;')})"
                else:
                    mark = "*" if span.kind == "emphasis" else "**"
                    written += f"{mark}{inner}{mark}"
        return re.sub(r"(?:\\\n|<br />)+\Z", "", written)


class LineWriter(Writer):
    """Writes descriptions as words on one line, for markup whose tables hold no more.

    Code is marked. Emphasis is not, and behind the words of a link stands its URL.
    """

    def write_blocks(self, blocks: Sequence[Block]) -> str:
        return self.write_line(blocks)

    def write_line(self, blocks: Sequence[Block]) -> str:
        return " ".join(filter(None, (self._block(block) for block in blocks)))

    def _block(self, block: Block) -> str:
        """Write a block."""
        if block.kind == "paragraph":
            return self._spans(block.spans)
        if block.kind == "code":
            lines = (line for line in block.text.split("\n") if line.strip())
            return " ".join(self.code(_visible(line)) for line in lines)
        if block.kind == "table":
            rows = (", ".join(filter(None, map(self._spans, row))) for row in block.rows)
            return "; ".join(filter(None, rows))
        items = (
            (f"{number}) " if block.kind == "numbers" else "") + self.write_line(item)
            for number, item in enumerate(block.items, block.start)
        )
        return " ".join(items)

    def _spans(self, spans: Sequence[Span]) -> str:
        """Write the parts of a line."""
        written = ""
        for span in spans:
            if span.kind == "text":
                written += self._leaf(span.text)
            elif span.kind == "code":
                written += self.code(span.text)
            elif span.kind == "break":
                written += " "
            else:
                written += self._spans(span.parts)
                if span.kind == "link":
                    written += f" {self.code(span.text)}"
        return written.strip()


def _visible(text: str) -> str:
    """Return lines of code in which what can't be seen is named, such as `<U+200B>`."""
    return "".join(c if c == "\n" or is_plain(c) else f"<U+{ord(c):04X}>" for c in text)
