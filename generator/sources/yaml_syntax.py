"""Explain syntax errors of YAML: where the mistake is, and what to do about it.

A parser stops where it can't go on, which may be far behind the mistake. Quotes that nobody closed
end at the next quotes of the file, and a # without quotes hides the rest of its line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from generator.errors import Mark, Problem, shortened
from generator.model.structs import Struct

# What may stand directly behind closing quotes.
_AFTER_QUOTES = frozenset(" \t\r\n,]}:")
# A line of a text in quotes that looks like a key or the item of a list.
_KEY_LINE = re.compile(r"\n[ \t]*(?:-[ \t]|[^\s:#\"'{}\[\],]+:[ \t\r\n])")
_COMMENT = re.compile(r"#[^\r\n]*")


def syntax_problem(error: Any, text: str, file: str) -> Problem:
    """Return the problem of a syntax error.

    Arguments:
        error: the error, a `yaml.MarkedYAMLError`.
        text: the file that the parser read, without a BOM.
        file: the name of the file, for messages.

    Returns:
        A problem at the mistake, if that can be found; else at the beginning of the faulty
        construct or where the parser stopped.
    """
    what = " ".join(filter(None, [error.context, error.problem]))
    at, todo = error.problem_mark or error.context_mark, "correct the syntax"
    if error.context_mark and what.endswith("scalar found unexpected end of stream"):
        at, todo = error.context_mark, "close the quotes"
    elif error.problem_mark and (found := _find_mistake(text, error.problem_mark)) is not None:
        at, what, todo = found
        return Problem(_mark(file, at), what, todo)
    elif error.context_mark and "simple key" in what:
        at, todo = error.context_mark, "write a colon and a space behind the key"
    elif "mapping values are not allowed" in what:
        todo = "put a value with a colon in quotes, or correct the indentation"
    elif "cannot start any token" in what:
        todo = "put the value in quotes; indent with spaces"
    return Problem(_mark(file, at), f"not YAML: {what}", todo)


class _Place(Struct, frozen=True):
    """A position as the parser counts it, from 0."""

    index: int
    line: int
    column: int


def _mark(file: str, at: Any) -> Mark:
    """Return a position of the parser as a place in a file."""
    return Mark(file, at.line + 1, at.column + 1) if at else Mark(file)


def _find_mistake(text: str, stop: Any) -> tuple[Any, str, str] | None:
    """Find the mistake that made the parser stop: quotes, or a # that begins a comment.

    Returns:
        Where it is, what is wrong and what to do. None if it is something else.
    """
    tokens = _tokens_before(text, stop)
    return _find_quotes(text, tokens, stop) or _find_comment(text, tokens, stop)


def _tokens_before(text: str, stop: Any) -> list[Any]:
    """Return the tokens that end before a position."""
    import yaml

    loader = getattr(yaml, "CLoader", yaml.Loader)
    tokens: list[Any] = []
    try:
        for token in yaml.scan(text, Loader=loader):
            if token.end_mark.index > stop.index:
                break
            tokens.append(token)
    except yaml.YAMLError:  # the parser stopped at the same error
        pass
    return tokens


def _find_quotes(text: str, tokens: Sequence[Any], stop: Any) -> tuple[Any, str, str] | None:
    """Find quotes that end in the wrong place: at the next quotes of the line or of the file."""
    import yaml

    quoted = (t for t in reversed(tokens) if isinstance(t, yaml.ScalarToken) and t.style)
    token = next((t for t in quoted if t.style in "'\""), None)
    if token is None or token.end_mark.line != stop.line:
        return None
    start, end = token.start_mark, token.end_mark
    is_cut = text[end.index : end.index + 1] not in _AFTER_QUOTES
    if start.line != end.line:
        if not (is_cut or _KEY_LINE.search(text[start.index : end.index])):
            return None
        what = f"the quotes that open here close only on line {end.line + 1}"
        return start, what, "close them where the text ends"
    if not is_cut:
        return None
    behind = shortened(text[end.index :].splitlines()[0], 20)
    inside = "two single quotes for one" if token.style == "'" else '\\" for quotes'
    what = f"the quotes that open here close before {behind!r}"
    return start, what, f"close them where the text ends; within it, write {inside}"


def _find_comment(text: str, tokens: Sequence[Any], stop: Any) -> tuple[Any, str, str] | None:
    """Find a comment in an open bracket or brace that hides a part of the list or mapping."""
    import yaml

    starts = (yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken)
    ends = (yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
    opened: list[int] = []
    for number, token in enumerate(tokens):
        if isinstance(token, starts):
            opened.append(number)
        elif isinstance(token, ends) and opened:
            opened.pop()
    if not opened:
        return None
    within = tokens[opened[0] :]
    gaps = [token.end_mark for token in within], [t.start_mark for t in within[1:]] + [stop]
    for end, start in zip(*gaps, strict=True):
        for comment in _COMMENT.finditer(text, end.index, start.index):
            hidden = comment[0]
            closed = sum(map(hidden.count, "}]")) > sum(map(hidden.count, "{["))
            if closed or re.match(r"#[^\s#]", hidden):
                before = text[: comment.start()]
                line_start = before.rfind("\n") + 1
                at = _Place(comment.start(), before.count("\n"), comment.start() - line_start)
                what = f"an unquoted # begins a comment, which hides {shortened(hidden, 40)!r}"
                return at, what, "put the text in quotes"
    return None
