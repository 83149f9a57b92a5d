"""Encoders: text in, source code out, driven by tables that belong to one language.

An encoder serves one context (a string literal, a comment, a Markdown cell). It has styles in
order of preference; of those that can hold a value, the one that needs the fewest backslashes
wins. What no style can hold is refused, never dropped. Only what an encoder made is `Code`, and
only `Code` is printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any

from generator.model.structs import Struct
from generator.model.text import Code, is_plain

# What stands for white space at the ends of a text, and within it.
_EDGES = " \t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
_UNPRINTABLE = ("[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+", "\t")


class UnholdableError(Exception):
    """No style of this encoder can hold the character; `str()` names it."""

    def __init__(self, character: str) -> None:
        shown = f" ({character})" if " " < character < "\x7f" else ""
        super().__init__(f"U+{ord(character):04X}{shown}")


class Numeric(Struct, frozen=True):
    """How characters below a code point are written by number.

    Arguments:
        below: the first code point that this row is not for.
        unit: what is numbered: "character", "utf16" code units or "utf8" bytes.
        form: a `str.format` pattern for one number.
    """

    below: int
    unit: str
    form: str

    def write(self, character: str) -> str:
        if self.unit == "character":
            return self.form.format(ord(character))
        if self.unit == "utf8":
            return "".join(self.form.format(byte) for byte in character.encode())
        data = character.encode("utf-16-be")
        units = [int.from_bytes(data[i : i + 2]) for i in range(0, len(data), 2)]
        return "".join(self.form.format(unit) for unit in units)


class EncoderStyle(Struct, frozen=True):
    """One way to write text in one context.

    Arguments:
        open, close: what stands around it.
        escapes: characters and what is written for them.
        patterns: regular expressions and what is written for a match, before all else.
        never: characters this style can't hold.
        only: a regular expression that a text must match as a whole, if it is not empty.
        ascii: whether only U+0020 to U+007E stand for themselves; else letters, numbers,
            punctuation and symbols of Unicode 3.2 do, too.
        numeric: for everything else, by code point.
        trimmed: whether white space at both ends is left out, before all else.
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
    """Make the function that writes text in a style; it raises UnholdableError."""
    escapes = dict(style.escapes)
    branches = [f"(?P<p{i}>{pattern})" for i, (pattern, _) in enumerate(style.patterns)]
    special = "".join(c for c in map(chr, range(0x20, 0x7F)) if c in escapes or c in style.never)
    # One class of characters, which is far faster than two.
    branches.append(f"[^{_ranges(special)}]")
    expression: re.Pattern[str] | None = None  # compiled for who needs it, which few do
    only = re.compile(style.only) if style.only else None
    # Most texts are as they have to be. To look for one thing after the other is far faster than
    # for all of them at each character.
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
    """Give the characters from U+0020 to U+007E but some of them, as a class of them is written."""
    ends = [" ", *without, "\x7f"]
    rows = [(ord(a) + (a in without), ord(b) - 1) for a, b in pairwise(ends)]
    return "".join(f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in rows if a <= b)


class Encoder:
    """Writes text for one context.

    Arguments:
        styles: tables, or functions from text to code that raise UnholdableError, in order of
            preference.
    """

    def __init__(self, styles: Iterable[EncoderStyle | Callable[[str], str]]) -> None:
        self._styles = tuple(styles)
        self._encode: Callable[[str], Code] | None = None

    def __reduce__(self) -> tuple[type[Encoder], tuple[object]]:
        return Encoder, (self._styles,)

    @property
    def encode(self) -> Callable[[str], Code]:
        """What encodes a text; it raises UnholdableError with what no style can hold.

        It is made when it is asked for, since most of what languages have is not for the run at
        hand. Many texts are those of other operations, too, so each is encoded once.
        """
        if self._encode is None:
            styles = self._styles
            writers = tuple(style_writer(s) if isinstance(s, EncoderStyle) else s for s in styles)
            is_table = len(styles) == 1 and isinstance(styles[0], EncoderStyle)
            write: Any = writers[0] if is_table else partial(_best, writers)
            self._encode = lru_cache(maxsize=None)(write)
        return self._encode


def _best(writers: Iterable[Callable[[str], str]], value: str) -> Code:
    """Write a text in the style that needs the fewest backslashes, of those that can hold it."""
    best: str | None = None
    fault: UnholdableError | None = None
    for write in writers:
        try:
            made = write(value)
        except UnholdableError as error:
            fault = error
            continue
        if "\\" not in made:
            return Code(made)
        if best is None or made.count("\\") < best.count("\\"):
            best = made
    if best is None:
        assert fault is not None
        raise fault
    return Code(best)


def code_span(value: str) -> str:
    """Write a CommonMark code span: the fence is longer than any run of backticks in it.

    White space, which a code span folds, becomes single spaces; what can't be seen is named.
    """
    text = re.sub(r"\s+", " ", value)
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    padded = text.strip() != text or text.startswith("`") or text.endswith("`")
    text = "".join(c if is_plain(c) else f"<U+{ord(c):04X}>" for c in text)
    if not text.strip():
        return "(empty)" if not text else f"{fence}{text}{fence}"
    return f"{fence} {text} {fence}" if padded else f"{fence}{text}{fence}"


def code_cell(value: str) -> str:
    """Write a code span in a cell of a GFM table, where a pipe needs a backslash.

    Readers of GFM differ on a pipe behind a backslash, which some let end the cell: there, the
    span is HTML with every character that could mean something as a number.
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
    """Write a CommonMark fenced code block that nothing in `value` can close."""
    marks = "`" * max(3, max((len(run) for run in re.findall("`+", value)), default=0) + 1)
    body = value if value.endswith("\n") or not value else value + "\n"
    return f"{marks}{info}\n{body}{marks}"


# What makes a line include a file, wherever it begins, and what makes any line a section's mark.
_INCLUDING = re.compile(r"""([ \t]*)(;*-+8<-+(?:[ \t]+(?:"(?:\\"|[^"])+"|'(?:\\'|[^'])+'))?)""")
_SECTION = re.compile(
    r"(?i)(.*?)(;*-+8<-+[ \t]+\[[ \t]*(?:start|end)[ \t]*:[ \t]*[a-z][a-z0-9_-]*[ \t]*\].*)"
)


def unincluded(value: str) -> str:
    """Write lines that PyMdown's Snippets reads, which knows no code, so that all stay as they are.

    A semicolon in front of a mark takes its meaning away, and is taken away itself. Where a line
    has no meaning it would stay.
    """
    if "8<-" not in value:
        return value
    lines = []
    for line in value.split("\n"):
        match = "8<-" in line and (_INCLUDING.fullmatch(line) or _SECTION.fullmatch(line))
        lines.append(f"{match[1]};{match[2]}" if match else line)
    return "\n".join(lines)


# Styles that no table can say.
NAMED: dict[str, Callable[[str], str]] = {
    "verbatim": str,
    "snippets-unincluded": unincluded,
    "markdown-code-span": code_span,
    "markdown-code-cell": code_cell,
}

# What styles have in common across languages; a style names one as its `base`.
BASES: dict[str, EncoderStyle] = {
    # One line, whatever the text holds; what can't be seen is named.
    "line": EncoderStyle(
        patterns=tuple((pattern, " ") for pattern in _UNPRINTABLE),
        trimmed=True,
        numeric=(Numeric(0x110000, "character", "<U+{:04X}>"),),
    ),
}
