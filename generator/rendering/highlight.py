"""Code as HTML: colours by Pygments, the lines that are shown first, the host that a page changes.

What a highlighter finds is kept only if it is the code to the last character; all of it is escaped
as the HTML Living Standard, 13.1, has text.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from generator.model.text import Code
from generator.rendering.layout import GuardError
from generator.rendering.sample import Sample, margin

# Classes of the page by the names of Pygments' tokens; the longest name that fits decides.
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

# A class and the text it is for; no class for text like any other.
_Run = tuple[str, str]


@lru_cache(maxsize=4096)
def highlight(code: str, language: str) -> Code:
    """Filter `highlight`: a piece of code as HTML.

    Arguments:
        code: what an encoder made.
        language: what Pygments or Markdown call it; of an unknown one, nothing is coloured.
    """
    if not isinstance(code, str):
        raise GuardError("highlight is for code; use an encoder in front of it")
    return Code("".join(_written(run) for run in _runs(code, language)))


def listing(sample: Sample) -> Code:
    """Filter `listing`: the code of a sample as HTML.

    Lines that are shown only as part of the whole file have the class `x`, the indentation that
    the others have in common `i`, an empty line that stands only between these `g`, and the
    endpoint, wherever it is the one that is called, `h`.
    """
    code = sample.code
    depths: dict[int, int] = {}
    begins: set[int] = set()
    lines = code.split("\n")
    before = ""
    for part in sample.parts:
        if part.name == "usage":
            continue
        depth = margin(lines[part.start : part.end])
        depths |= dict.fromkeys(range(part.start, part.end), depth)
        if before and before != part.name:
            begins.add(part.start)
        before = part.name
    hosts = [(at, at + len(sample.endpoint)) for at in sample.hosts()]
    made = []
    hidden: list[str] = []
    rows = _lines(_split(_runs(code, sample.fence), hosts))
    for number, runs in enumerate(rows):
        if not depths or number in depths:
            if hidden:
                made.append(f'<span class="x">{"".join(hidden)}</span>')
                hidden = []
            if number in begins:
                made.append('<span class="g">\n</span>')
            made.append(_indented(runs, depths.get(number, 0)))
        else:
            hidden.append("".join(map(_written, runs)))
    if hidden:
        made.append(f'<span class="x">{"".join(hidden)}</span>')
    return Code("".join(made))


def _runs(code: str, language: str) -> list[_Run]:
    lexer = _lexer(language)
    runs: list[_Run] = []
    if lexer is not None:
        for _, token, text in lexer.get_tokens_unprocessed(code):
            name = _class(str(token).removeprefix("Token."))
            if runs and (runs[-1][0] == name or (text.isspace() and "\n" not in text)):
                runs[-1] = runs[-1][0], runs[-1][1] + text
            elif text:
                runs.append((name, text))
    return runs if "".join(text for _, text in runs) == code else [("", code)]


@lru_cache(maxsize=256)
def _class(token: str) -> str:
    while token:
        if token in _CLASSES:
            return _CLASSES[token]
        token = token.rpartition(".")[0]
    return ""


@lru_cache(maxsize=64)
def _lexer(language: str):  # type: ignore[no-untyped-def]
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None


def _split(runs: list[_Run], spans: list[tuple[int, int]]) -> Iterator[_Run]:
    """Cut runs at the ends of spans; what is within one has the class `h`, too."""
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


def _lines(runs: Iterator[_Run]) -> list[list[_Run]]:
    """Cut runs behind the end of each line."""
    lines: list[list[_Run]] = [[]]
    for name, text in runs:
        *ended, last = text.split("\n")
        for piece in ended:
            lines[-1].append((name, f"{piece}\n"))
            lines.append([])
        if last:
            lines[-1].append((name, last))
    return lines if lines[-1] else lines[:-1]


def _indented(runs: list[_Run], depth: int) -> str:
    """Write a line; its first `depth` characters, which are spaces, are apart."""
    rest = list(runs)
    left = depth
    while left and rest:
        name, text = rest.pop(0)
        taken = min(left, len(text) - len(text.lstrip(" ")))
        left -= taken
        if text[taken:]:
            rest.insert(0, (name, text[taken:]))
            break
    spaces = f'<span class="i">{" " * (depth - left)}</span>' if depth > left else ""
    return spaces + "".join(map(_written, rest))


def _written(run: _Run) -> str:
    from html import escape  # all names of HTML come with it, which samples don't need

    name, text = run
    if not name or not text:
        return escape(text, quote=False)
    return f'<span class="{name}">{escape(text, quote=False)}</span>'
