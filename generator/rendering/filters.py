"""Filters that every language has, and the guard: only what an encoder made is printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sized
from functools import lru_cache
from typing import Any

from jinja2.runtime import Context, Undefined
from jinja2.utils import pass_context

from generator.languages.encoders import fence
from generator.model.naming import CASES, in_case
from generator.model.text import Code, Text, reveal
from generator.model.values import Value, json_text, scalar_text
from generator.rendering.highlight import highlight, listing
from generator.rendering.layout import (
    GuardError,
    assign,
    block,
    columns,
    fit,
    hug,
    operator,
    prose,
    spaces,
    wrap,
)
from generator.rendering.parts import part
from generator.rendering.request import percent

_WORD = re.compile(r"[A-Za-z0-9._-]+")


def guard(value: object) -> Code:
    """Let through what an encoder made."""
    if isinstance(value, Code):
        return value
    kind = (
        "text from a spec" if isinstance(value, Text) else f"a value of type {type(value).__name__}"
    )
    raise GuardError(f"{kind} is printed without an encoder; end the {{{{ }}}} in a filter")


@pass_context
def _name(context: Context, thing: object) -> Code:
    """Filter `name`: the identifier of a variable, a credential or a part of a client."""
    try:
        found: Code | None = context.parent["job_names"].get(thing)
    except TypeError:  # it is no key of anything
        found = None
    if found is None:
        if isinstance(thing, Undefined):
            str(thing)  # raises, and names what there is none of
        raise GuardError("name is for variables, credentials and what a client has; use an encoder")
    return found


def _word(value: object) -> Code:
    """Filter `word`: what is only letters, digits and `._-` may stand anywhere."""
    if type(value) is str:
        return _as_word(value)
    return _as_word(reveal(value) if isinstance(value, (Text, str)) else str(value))


@lru_cache(maxsize=4096)
def _as_word(text: str) -> Code:
    if not _WORD.fullmatch(text):
        raise GuardError(f"{text!r} is more than a word; use an encoder")
    return Code(text)


def _percent(value: Text | str) -> str:
    """Filter `percent`: percent-encoded, to be passed to an encoder."""
    return percent(reveal(value))


def _fence(value: Text | str, info: str) -> Code:
    """Filter `fence`: a fenced code block."""
    return Code(fence(reveal(value), info))


def _json(value: Value) -> Text:
    """Filter `as_json`: JSON that people read, to be passed to an encoder."""
    return json_text(value)


def _scalar(value: Value) -> Text:
    """Filter `as_text`: a scalar as it stands in a URL, to be passed to an encoder."""
    return value if isinstance(value, Text) else Text(scalar_text(value))


def _columns(code: Code) -> int:
    """Filter `columns`: how wide a piece of code is, to be added up for other filters."""
    return columns(code)


def _count(things: Sized) -> Code:
    """Filter `count`: how many there are."""
    return Code(str(len(things)))


def _sorted(names: Iterable[str]) -> list[str]:
    """Filter `sorted`: names in the order of their characters, to be printed by another filter."""
    return sorted(names)


def _block(text: object) -> Code:
    """Filter `block`: the text of a set block, all of which has passed the guard."""
    return Code(f"{block(text, 'block')}\n")


def _csp_hash(text: object) -> Code:
    """Filter `csp_hash`: the source expression of a set block (Content Security Policy 3, 2.3.1).

    It is that of what stands between a tag's ends if the block is printed there by `block`.
    """
    import base64
    import hashlib

    digest = hashlib.sha256(_block(text).encode()).digest()
    return Code(f"'sha256-{base64.b64encode(digest).decode()}'")


@lru_cache(maxsize=4096)
def _in_case(text: str, case: str) -> Code:
    return Code(in_case(text, case))


def indent(text: str, width: int) -> Code:
    """Filter block `indent`: lines that stand deeper, all but empty ones.

    Arguments:
        text: whole lines.
        width: spaces in front of each.
    """
    margin = spaces(width)
    lines = block(text, "indent").split("\n")
    return Code("".join(f"{margin}{line}\n" if line else "\n" for line in lines))


def directive(text: str) -> Code:
    """Filter block `directive`: a fence around lines, longer than any within, as MyST nests them.

    Arguments:
        text: whole lines, of which the first is what the fence says of itself.
    """
    info, _, body = block(text, "directive").partition("\n")
    if not info or "`" in info:
        raise GuardError("the first line of a directive says what it is, without backticks")
    return Code(f"{fence(body, info)}\n")


FILTERS: dict[str, Callable[..., Any]] = {
    "name": _name,
    "word": _word,
    "percent": _percent,
    "fence": _fence,
    "sorted": _sorted,
    "as_json": _json,
    "columns": _columns,
    "as_text": _scalar,
    "operator": operator,
    "assign": assign,
    "wrap": wrap,
    "prose": prose,
    "fit": fit,
    "hug": hug,
    "indent": indent,
    "directive": directive,
    "part": part,
    "block": _block,
    "count": _count,
    "csp_hash": _csp_hash,
    "highlight": highlight,
    "listing": listing,
    **{case: lambda text, case=case: _in_case(reveal(text), case) for case in CASES},
}
