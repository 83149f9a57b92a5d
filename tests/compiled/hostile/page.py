"""Holds a page against the same page with harmless texts: what differs is text alone, and that is
there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.model.text import is_plain

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# White space that a line does not show at its ends.
_EDGES = " \t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
# What may stand in a line: text, code, the heading of a note. HTML only around code in a cell.
_INLINE = {"text", "code_inline", "strong_open", "strong_close", "softbreak"}
# Where the only link of a page leads. A link that closes was one that began.
_REGIONS = "../../reference/regions.md"


def faults(
    made: str,
    harmless: str,
    texts: Mapping[str, str] | None = None,
    words: Mapping[str, str] | None = None,
) -> list[str]:
    """Say where a page has another structure than the harmless one, or other things than text.

    Arguments:
        made: the page.
        harmless: what it would be with other texts.
        texts: by a text that fills a line or cell of the harmless page, what has to be there.
        words: by a word anywhere on the harmless page, what has to be there; white space aside.
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
        elif words and (fault := _unlike(line, usual_line, words)):
            found.append(fault)
    if words:
        found += _other_code(tokens, usual, words)
    return found


# What stands in a harmless page in place of a value.
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*-[0-9]+")


# What differs by where a word stands: white space, of which code shows but one kind.
_ASIDE = re.compile(r"\s|\(empty\)|</?code>|<U\+(?:0009|00A0|1680|20(?:0[0-9A]|2[89F]|5F)|3000)>")


def _unlike(line: str, usual: str, words: Mapping[str, str]) -> str:
    """Say how a line is not the usual one with each word replaced, nothing if it is."""
    wanted = _WORD.sub(lambda m: _shown(words[m[0]]) if m[0] in words else m[0], usual)
    if _ASIDE.sub("", line) == _ASIDE.sub("", wanted):
        return ""
    return f"{line!r} is on the page, expected {wanted!r}"


def _other_code(tokens: list[Token], usual: list[Token], words: Mapping[str, str]) -> Iterator[str]:
    """Hold examples of JSON and of text against the usual ones with each word replaced."""
    pairs = zip(tokens, usual, strict=False)
    for token, other in pairs:
        if token.type != "fence" or token.info not in ("json", "text"):
            continue
        if token.info == "json":
            try:
                came = json.loads(token.content)
            except ValueError as error:
                yield f"an example is no JSON ({error})"
                continue
            wanted = _replaced(json.loads(other.content), words)
        else:
            came = token.content
            wanted = _WORD.sub(lambda m: _escaped(words.get(m[0], m[0])), other.content)
        if came != wanted:
            yield f"the example {came!r} is on the page, expected {wanted!r}"


def _replaced(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {_replaced(name, words): _replaced(v, words) for name, v in value.items()}
    if isinstance(value, list):
        return [_replaced(item, words) for item in value]
    if isinstance(value, str):
        return _WORD.sub(lambda m: words.get(m[0], m[0]), value)
    return value


def _escaped(text: str) -> str:
    """Write text as a block of code shows it: what can't be seen as JSON writes it."""
    return "".join(
        c if c == "\n" or is_plain(c) else json.dumps(c)[1:-1] if c not in _SHORT else _SHORT[c]
        for c in text
    )


# What JSON has short forms for, which a block of code does without.
_SHORT = {c: f"\\u{ord(c):04x}" for c in "\b\f\r\t\x7f"}


def _lines(tokens: list[Token]) -> list[str]:
    inlines = [token.children or [] for token in tokens if token.type == "inline"]
    return ["".join(child.content for child in children) for children in inlines]


def _structure(tokens: list[Token]) -> list[tuple[str, str, int, str, int]]:
    return [
        (token.type, token.tag, token.level, token.info, _breaks(token.children or []))
        for token in tokens
    ]


def _breaks(children: list[Token]) -> int:
    return sum(child.type == "softbreak" for child in children)


def _more_than_text(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        for child in token.children or []:
            is_code = child.type == "html_inline" and child.content in ("<code>", "</code>")
            is_link = child.type == "link_close" or child.attrGet("href") == _REGIONS
            if child.type not in _INLINE and not is_code and not is_link:
                yield f"a {child.type} stands in {token.content!r}"


def _shown(text: str) -> str:
    """Write a text as a line of a page may show it: what can't be seen is named."""
    spaced = re.sub("[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+", " ", text.strip(_EDGES))
    return "".join(
        c if is_plain(c) else f"<U+{ord(c):04X}>" for c in spaced.replace("\t", " ")
    ).strip(" ")
