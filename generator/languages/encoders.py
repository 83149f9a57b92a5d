"""Encoders: they write text as source code, by tables of escapes that belong to one language.

An encoder is for one context, such as a string literal, a comment or a cell of a Markdown table.
An encoder has styles, such as a literal in single quotes and one in double quotes. It uses the
style that can represent the text with the fewest backslashes; of equal styles, the first. If no
style can represent the text, the encoder raises an error. It never drops a character. Encoders
return `Code`, and templates can print nothing else.
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
    """An encoder can't represent a text.

    `str()` of the error names the character that is the reason, such as `U+0000`.

    Attributes:
        is_whole: whether no single character is the reason, as for a number that is too large.
    """

    def __init__(self, character: str, is_whole: bool = False) -> None:
        self.is_whole = is_whole
        suffix = f" ({character})" if " " < character < "\x7f" else ""
        super().__init__(f"U+{ord(character):04X}{suffix}")

    def describe(self, text: str, encoder: str, has_place: bool) -> tuple[str, str]:
        """Say for a message what can't be represented, and what else the reader may do about it.

        Arguments:
            text: the text.
            encoder: the id of the encoder.
            has_place: whether the message has the place of the text, and so need not quote it.
        """
        if self.is_whole:
            what = f"{text} here, which `only` of the encoder {encoder} does not match"
            return what, ", or add a style to the encoder in language.yaml"
        return f"{self} here" if has_place else f"{self} of {text} here", ""


class Numeric(Struct, frozen=True):
    r"""An escape that writes a character by number, such as `\u00e9`.

    Attributes:
        below: the escape is only for characters with a code point below this one.
        unit: what the numbers stand for. "character": one number, the code point. "utf16": one
            number for each UTF-16 code unit. "utf8": one number for each byte of UTF-8.
        form: a `str.format` pattern that writes one number.
    """

    below: int
    unit: str
    form: str

    def write(self, character: str) -> str:
        """Return the escape for a character."""
        if self.unit == "character":
            return self.form.format(ord(character))
        if self.unit == "utf8":
            return "".join(self.form.format(byte) for byte in character.encode())
        data = character.encode("utf-16-be")
        units = [int.from_bytes(data[i : i + 2]) for i in range(0, len(data), 2)]
        return "".join(self.form.format(unit) for unit in units)


class EncoderStyle(Struct, frozen=True):
    """One way to write text in one context, such as a string literal in double quotes.

    Attributes:
        open, close: what to write before and after the text, such as quotes.
        escapes: pairs of a character and what to write in place of this character.
        patterns: pairs of a regular expression and what to write in place of a match. They are
            tried before `escapes`.
        never: all characters that this style can't represent.
        only: a regular expression that the whole text must match; empty for any text.
        ascii: whether to escape all characters outside of U+0020 to U+007E. Otherwise, only the
            characters that `is_plain` refuses are escaped.
        numeric: escapes for characters that `escapes` doesn't have. The first whose `below` is
            high enough is used.
        trimmed: whether to remove white space from both ends of the text first.
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
    """Make the function that writes a text in one style.

    The function raises UnholdableError for a text that the style can't represent.
    """
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
            odd = _odd_character(only, value)
            raise UnholdableError(odd, is_whole=odd.isalnum())
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


def _odd_character(only: re.Pattern[str], value: str) -> str:
    """Return the character of a text behind the part in front that an expression still matches."""
    matched, odd = 0, len(value)
    while odd - matched > 1:
        middle = (matched + odd) // 2
        if only.fullmatch(value[:middle]):
            matched = middle
        else:
            odd = middle
    return value[odd - 1 : odd] or "\0"


def _ranges(without: str) -> str:
    """Return the ranges from U+0020 to U+007E without some characters, for a character class."""
    ends = [" ", *without, "\x7f"]
    rows = [(ord(a) + (a in without), ord(b) - 1) for a, b in pairwise(ends)]
    return "".join(f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in rows if a <= b)


class Encoder:
    """Writes text for one context, such as a string literal, in the best of several styles.

    Arguments:
        styles: the styles in order of preference. A style is a table of escapes, or a function
            that returns the written text and raises UnholdableError if it can't represent a text.
    """

    def __init__(self, styles: Iterable[EncoderStyle | Callable[[str], str]]) -> None:
        self._styles = tuple(styles)
        self._encode: Callable[[str], Code] | None = None

    @property
    def encode(self) -> Callable[[str], Code]:
        """The function that writes a text for the context of this encoder.

        The function raises UnholdableError if no style can represent the text. It is made at the
        first use, since a run needs only a few encoders. It caches results, since many operations
        have the same texts.
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
    """Write a text as a code span of CommonMark.

    The text is enclosed in more backticks than any run of backticks in the text has. Each run of
    white space becomes a single space, as browsers show it. Invisible characters are written like
    `<U+200B>`.

    Returns:
        The code span; `(empty)` for an empty text, since code spans can't be empty.
    """
    text = re.sub(r"\s+", " ", value)
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    padded = text.strip() != text or text.startswith("`") or text.endswith("`")
    text = "".join(c if is_plain(c) else f"<U+{ord(c):04X}>" for c in text)
    if not text.strip():
        return "(empty)" if not text else f"{fence}{text}{fence}"
    return f"{fence} {text} {fence}" if padded else f"{fence}{text}{fence}"


def code_cell(value: str) -> str:
    """Write a text as code in a cell of a table in GitHub Flavored Markdown.

    The result is a code span, with a backslash in front of each pipe. A text that has a pipe after
    a backslash becomes an HTML `code` element with numeric character references instead, since
    some Markdown programs would end the cell at that pipe.
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
    """Write a text as a fenced code block of CommonMark.

    The fence is longer than any run of backticks in the text.

    Arguments:
        value: the content of the block.
        info: the info string, such as the language's name; written right after the first fence.
    """
    marks = "`" * max(3, max((len(run) for run in re.findall("`+", value)), default=0) + 1)
    body = value if value.endswith("\n") or not value else value + "\n"
    return f"{marks}{info}\n{body}{marks}"


# Lines that PyMdown Snippets takes for an inclusion of a file, or for the mark of a section.
_INCLUDING = re.compile(r"""([ \t]*)(;*-+8<-+(?:[ \t]+(?:"(?:\\"|[^"])+"|'(?:\\'|[^'])+'))?)""")
_SECTION = re.compile(
    r"(?i)(.*?)(;*-+8<-+[ \t]+\[[ \t]*(?:start|end)[ \t]*:[ \t]*[a-z][a-z0-9_-]*[ \t]*\].*)"
)


def escape_snippets(value: str) -> str:
    """Escape the commands of PyMdown Snippets (`8<--`) in a text by a semicolon in front of each.

    Snippets, an extension of Python-Markdown, obeys its commands even inside of code blocks. It
    removes the semicolon and leaves the command as text. In front of anything else, a semicolon
    would stay, so only real commands get one.
    """
    if "8<-" not in value:
        return value
    lines = []
    for line in value.split("\n"):
        match = "8<-" in line and (_INCLUDING.fullmatch(line) or _SECTION.fullmatch(line))
        lines.append(f"{match[1]};{match[2]}" if match else line)
    return "\n".join(lines)


# Lines that AsciiDoc takes for an inclusion or a condition.
_DIRECTIVE = re.compile(r"(?m)^(?=\\*(?:include|ifn?def|ifeval|endif)::)")


def asciidoc_listing(value: str) -> str:
    """Write a text as the listing block of AsciiDoc, with its delimiters.

    The delimiters are longer than any line of dashes in the text. AsciiDoc obeys its directives,
    such as `include::`, even inside of listings. It takes away a backslash in front of one.
    """
    value = _DIRECTIVE.sub(r"\\", verbatim(value))
    longest = max(map(len, re.findall(r"(?m)^-{4,}[ \t]*$", value)), default=3)
    marks = "-" * (longest + 1)
    body = value if value.endswith("\n") or not value else value + "\n"
    return f"{marks}\n{body}{marks}"


def verbatim(value: str) -> str:
    """Write a text as it is.

    Raises:
        UnholdableError: if the text has a character from U+0019 to U+001F. `rendering/finish.py`
            and `rendering/layout.py` use these as marks.
    """
    if mark := re.search("[\x19-\x1f]", value):
        raise UnholdableError(mark[0])
    return value


# Styles that need a function, by their name in language.yaml.
NAMED_STYLES: dict[str, Callable[[str], str]] = {
    "asciidoc-listing": asciidoc_listing,
    "verbatim": verbatim,
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
