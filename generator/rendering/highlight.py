"""Write code as HTML, with syntax colours, and endpoints that a page can replace.

Pygments finds the colours. Its tokens are used only if they add up to exactly the code. All text
is escaped (HTML Living Standard, section 13.1.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from generator.model.text import Code
from generator.rendering.layout import GuardError
from generator.rendering.sample import Sample

# CSS classes by the names of Pygments' token types. The most specific type with a class counts.
_CLASSES = {
    "Comment": "c",
    "Comment.Preproc": "k",
    "Comment.PreprocFile": "s",
    "Keyword": "k",
    "Keyword.Type": "t",
    "Literal.Number": "n",
    "Literal.String": "s",
    "Literal.String.Escape": "e",
    "Literal.String.Interpol": "e",
    "Name.Attribute": "f",
    "Name.Builtin": "f",
    "Name.Class": "t",
    "Name.Function": "f",
    "Name.Namespace": "t",
    "Name.Tag": "f",
    "Operator.Word": "k",
}

# The most characters that get colours, which add half of the size again: a page with several long
# answers is to stay small.
_MOST_COLOURED = 20_000

# A CSS class, empty for none, and the text that it applies to.
_Run = tuple[str, str]


@lru_cache(maxsize=256)  # errors that many operations share; to keep more takes 60 MB
def highlight(code: str, language: str) -> Code:
    """Filter `highlight`: write a piece of code as HTML with syntax colours.

    Arguments:
        code: any code; this filter escapes it for HTML.
        language: the name of the code's language in Pygments. If Pygments does not know the
            language, the HTML has no colours. Nor has code of more than 20,000 characters.

    Raises:
        GuardError: if `code` is no `str`, such as a text of the spec that no encoder has written.
    """
    if not isinstance(code, str):
        raise GuardError("highlight is for code; use an encoder in front of it")
    runs = _runs(code, language) if len(code) <= _MOST_COLOURED else [("", code)]
    return Code("".join(map(_format_run, runs)))


def listing(sample: Sample) -> Code:
    """Filter `listing`: write the code of a sample as HTML, with CSS classes for the page.

    Besides the classes of colours, there is the class `h`: the endpoint, wherever the page may
    replace it.
    """
    hosts = [(at, at + len(sample.endpoint)) for at in sample.hosts()]
    runs = _split_at_spans(_runs(sample.code, sample.fence), hosts)
    return Code("".join(map(_format_run, runs)))


def _runs(code: str, language: str) -> list[_Run]:
    """Split code into runs of one colour; into a single one if Pygments would change it."""
    lexer = _lexer(language)
    if lexer is None:
        return [("", code)]
    runs: list[_Run] = []
    current, pieces = "", list[str]()
    for _, token, text in lexer.get_tokens_unprocessed(code):
        name = _class(token)
        if name == current or not text or (pieces and text.isspace() and "\n" not in text):
            pieces += [text] if text else []
            continue
        if pieces:
            runs.append((current, "".join(pieces)))
        current, pieces = name, [text]
    if pieces:
        runs.append((current, "".join(pieces)))
    return runs if "".join(text for _, text in runs) == code else [("", code)]


@lru_cache(maxsize=256)
def _class(token: tuple[str, ...]) -> str:
    """Return the CSS class of a token type, or of the next more general one that has a class."""
    for end in range(len(token), 0, -1):
        name = ".".join(token[:end])
        if name in _CLASSES:
            return _CLASSES[name]
    return ""


@lru_cache(maxsize=64)
def _lexer(language: str):  # type: ignore[no-untyped-def]
    """Return the lexer of Pygments for a language, None if it has none."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None


def _split_at_spans(runs: list[_Run], spans: list[tuple[int, int]]) -> Iterator[_Run]:
    """Cut runs at the ends of spans, and add the class `h` to runs inside of a span."""
    edges = sorted({edge for span in spans for edge in span})
    at = 0
    for name, text in runs:
        start, end = at, at + len(text)
        cuts = [start, *(edge for edge in edges if start < edge < end), end]
        for left, right in pairwise(cuts):
            inside = any(first <= left and right <= last for first, last in spans)
            names = f"{name} h".strip() if inside else name
            yield names, text[left - start : right - start]
        at = end


def _format_run(run: _Run) -> str:
    """Write a run as escaped HTML."""
    from html import escape  # imports a long list of entities, which samples don't need

    name, text = run
    if not name or not text:
        return escape(text, quote=False)
    # A large page has a thousand of these: the shortest element there is, and quotes where needed.
    quoted = f'"{name}"' if " " in name else name
    return f"<i class={quoted}>{escape(text, quote=False)}</i>"
