"""Encoders: write text as source code, by tables of escapes that belong to one language.

An encoder is for one context, such as a string literal, a comment or a Markdown cell. It has
styles in order of preference. Of the styles that can represent a text, it uses the one with the
fewest backslashes. If none can, it raises an error and never drops a character. Encoders return
`Code`, and templates can print nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any

from generator.model.structs import Struct
from generator.model.text import Code, is_plain

# White space to remove at the ends of a text, and patterns of characters to replace by a space.
_EDGES = " \t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
_UNPRINTABLE = ("[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+", "\t")


class UnholdableError(Exception):
    """An encoder can't represent a character; `str()` of the error names the character."""

    def __init__(self, character: str) -> None:
        suffix = f" ({character})" if " " < character < "\x7f" else ""
        super().__init__(f"U+{ord(character):04X}{suffix}")


class Numeric(Struct, frozen=True):
    """A numeric escape, for all characters below a code point.

    Attributes:
        below: the first code point that this escape is not for.
        unit: what the numbers count: "character", "utf16" code units or "utf8" bytes.
        form: a `str.format` pattern for one number.
    """

    below: int
    unit: str
    form: str

    def write(self, character: str) -> str:
        """Write a character by number."""
        if self.unit == "character":
            return self.form.format(ord(character))
        if self.unit == "utf8":
            return "".join(self.form.format(byte) for byte in character.encode())
        data = character.encode("utf-16-be")
        units = [int.from_bytes(data[i : i + 2]) for i in range(0, len(data), 2)]
        return "".join(self.form.format(unit) for unit in units)


class EncoderStyle(Struct, frozen=True):
    """One way to write text in one context.

    Attributes:
        open, close: text before and after it.
        escapes: characters, and the text to write for each.
        patterns: regular expressions, and the text to write for a match; they are tried first.
        never: characters that this style can't represent.
        only: a regular expression that the whole text must match; empty for any text.
        ascii: whether only U+0020 to U+007E are written unchanged; otherwise all characters are
            that `is_plain` accepts.
        numeric: escapes for all other characters; the first whose `below` is high enough is used.
        trimmed: whether white space at both ends is removed first.
    """

    open: str = ""
    close: str = ""
    escapes: tuple[tuple[str, str], ...] = ()
    patterns: tuple[tuple[str, str], ...] = ()
    never: str = ""
    only: str = ""
    ascii: bool = False
    numeric: tuple[Numeric, ...] = ()
    trimmed: bool = False


def style_writer(style: EncoderStyle) -> Callable[[str], Code]:
    """Make the function that writes text in a style, and raises UnholdableError if it can't."""
    escapes = dict(style.escapes)
    branches = [f"(?P<p{i}>{pattern})" for i, (pattern, _) in enumerate(style.patterns)]
    special = "".join(c for c in map(chr, range(0x20, 0x7F)) if c in escapes or c in style.never)
    # One character class is far faster than two.
    branches.append(f"[^{_ranges(special)}]")
    expression: re.Pattern[str] | None = None  # compiled at first use, since few texts need it
    only = re.compile(style.only) if style.only else None
    # Most texts need no escapes. Several searches one after another find that out far faster than
    # one expression with all alternatives.
    own = [pattern for pattern, _ in style.patterns if pattern not in _UNPRINTABLE]
    searches = [re.compile(pattern).search for pattern in own]
    if special:
        searches.append(re.compile(f"[{re.escape(special)}]").search)

    def replace(match: re.Match[str]) -> str:
        if match.lastgroup:
            return style.patterns[int(match.lastgroup[1:])][1]
        character = match.group()
        if character in style.never:
            raise UnholdableError(character)
        if (escape := escapes.get(character)) is not None:
            return escape
        if not style.ascii and is_plain(character):
            return character
        for row in style.numeric:
            if ord(character) < row.below:
                return row.write(character)
        raise UnholdableError(character)

    def write(value: str) -> Code:
        if style.trimmed:
            value = value.strip(_EDGES)
        if only and not only.fullmatch(value):
            raise UnholdableError(value[:1] or "\0")
        if value.isascii() and value.isprintable():
            for search in searches:
                if search(value):
                    break
            else:
                return Code(style.open + value + style.close)
        nonlocal expression
        expression = expression or re.compile("|".join(branches))
        return Code(style.open + expression.sub(replace, value) + style.close)

    return write


def _ranges(without: str) -> str:
    """Return the ranges from U+0020 to U+007E without some characters, for a character class."""
    ends = [" ", *without, "\x7f"]
    rows = [(ord(a) + (a in without), ord(b) - 1) for a, b in pairwise(ends)]
    return "".join(f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in rows if a <= b)


class Encoder:
    """Writes text for one context.

    Arguments:
        styles: styles in order of preference: tables, or functions that return the written text
            and raise UnholdableError if they can't represent it.
    """

    def __init__(self, styles: Iterable[EncoderStyle | Callable[[str], str]]) -> None:
        self._styles = tuple(styles)
        self._encode: Callable[[str], Code] | None = None

    @property
    def encode(self) -> Callable[[str], Code]:
        """The function that encodes a text; it raises UnholdableError if no style fits.

        It is made at first use, since a run needs only a few encoders. It has a cache, since many
        operations share texts.
        """
        if self._encode is None:
            styles = self._styles
            writers = tuple(style_writer(s) if isinstance(s, EncoderStyle) else s for s in styles)
            is_table = len(styles) == 1 and isinstance(styles[0], EncoderStyle)
            write: Any = writers[0] if is_table else partial(_write_best, writers)
            self._encode = lru_cache(maxsize=None)(write)
        return self._encode


def _write_best(writers: Iterable[Callable[[str], str]], value: str) -> Code:
    """Write a text in the style that can represent it with the fewest backslashes."""
    best: str | None = None
    fault: UnholdableError | None = None
    for write in writers:
        try:
            code = write(value)
        except UnholdableError as error:
            fault = error
            continue
        if "\\" not in code:
            return Code(code)
        if best is None or code.count("\\") < best.count("\\"):
            best = code
    if best is None:
        assert fault is not None
        raise fault
    return Code(best)


def code_span(value: str) -> str:
    """Write a CommonMark code span, with more backticks around it than any run in the text.

    White space becomes a single space, as browsers show it. Invisible characters are written as
    `<U+200B>` and the like.
    """
    text = re.sub(r"\s+", " ", value)
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    padded = text.strip() != text or text.startswith("`") or text.endswith("`")
    text = "".join(c if is_plain(c) else f"<U+{ord(c):04X}>" for c in text)
    if not text.strip():
        return "(empty)" if not text else f"{fence}{text}{fence}"
    return f"{fence} {text} {fence}" if padded else f"{fence}{text}{fence}"


def code_cell(value: str) -> str:
    """Write a code span for a cell of a GFM table, where a pipe needs a backslash.

    Some Markdown programs end the cell at a pipe after a backslash of the text. If the text has
    one, the result is an HTML `code` element, with numeric references for special characters.
    """
    if "\\|" not in value:
        return code_span(value).replace("|", "\\|")
    text = "".join(
        c
        if c.isascii() and (c.isalnum() or c in " -./:")
        else f"&#{ord(c)};"
        if is_plain(c)
        else f"&lt;U+{ord(c):04X}&gt;"
        for c in re.sub(r"\s+", " ", value)
    )
    return f"<code>{text}</code>"


def fence(value: str, info: str) -> str:
    """Write a CommonMark fenced code block, with a fence longer than any run of backticks in it."""
    marks = "`" * max(3, max((len(run) for run in re.findall("`+", value)), default=0) + 1)
    body = value if value.endswith("\n") or not value else value + "\n"
    return f"{marks}{info}\n{body}{marks}"


# Lines that PyMdown Snippets takes for an inclusion of a file, or for the mark of a section.
_INCLUDING = re.compile(r"""([ \t]*)(;*-+8<-+(?:[ \t]+(?:"(?:\\"|[^"])+"|'(?:\\'|[^'])+'))?)""")
_SECTION = re.compile(
    r"(?i)(.*?)(;*-+8<-+[ \t]+\[[ \t]*(?:start|end)[ \t]*:[ \t]*[a-z][a-z0-9_-]*[ \t]*\].*)"
)


def escape_snippets(value: str) -> str:
    """Escape the marks of PyMdown Snippets, which acts on them even inside of code blocks.

    Snippets removes a semicolon in front of a mark, and then leaves the mark alone. In front of
    anything else, the semicolon would stay.
    """
    if "8<-" not in value:
        return value
    lines = []
    for line in value.split("\n"):
        match = "8<-" in line and (_INCLUDING.fullmatch(line) or _SECTION.fullmatch(line))
        lines.append(f"{match[1]};{match[2]}" if match else line)
    return "\n".join(lines)


# Styles that need a function, by their name in language.yaml.
NAMED_STYLES: dict[str, Callable[[str], str]] = {
    "verbatim": str,
    "snippets-unincluded": escape_snippets,
    "markdown-code-span": code_span,
    "markdown-code-cell": code_cell,
}

# Common styles, by the name that a style of language.yaml gives as its `base`.
BASE_STYLES: dict[str, EncoderStyle] = {
    # Write any text on one line, with invisible characters as `<U+200B>` and the like.
    "line": EncoderStyle(
        patterns=tuple((pattern, " ") for pattern in _UNPRINTABLE),
        trimmed=True,
        numeric=(Numeric(0x110000, "character", "<U+{:04X}>"),),
    ),
}
