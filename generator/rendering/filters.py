"""The Jinja filters that every language has, and the guard.

The guard checks every value that a template prints. It refuses text that no encoder or filter has
made safe for the place where the text is printed.
"""

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
from generator.model.values import Value, as_text, json_text
from generator.rendering.expressions import percent_encode
from generator.rendering.highlight import highlight, listing
from generator.rendering.layout import (
    GuardError,
    arguments,
    block,
    operator,
    prose,
    spaces,
)
from generator.rendering.markdown.filters import DESCRIPTION_FILTERS

_WORD = re.compile(r"[A-Za-z0-9._-]+")


def guard(value: object) -> Code:
    """Check a value that a template prints, and return it unchanged.

    Raises:
        GuardError: if the value is no `Code`. Only encoders and filters make `Code`, so any other
            value is not safe to print.
    """
    if isinstance(value, Code):
        return value
    kind = (
        "text from a spec" if isinstance(value, Text) else f"a value of type {type(value).__name__}"
    )
    raise GuardError(f"{kind} is printed without an encoder; end the {{{{ }}}} in a filter")


@pass_context
def name(context: Context, thing: object) -> Code:
    """Filter `name`: return the identifier of a variable, a credential or a part of a client."""
    try:
        identifier: Code | None = context.parent["job_names"].get(thing)
    except TypeError:  # it has no hash
        identifier = None
    if identifier is None:
        if isinstance(thing, Undefined):
            str(thing)  # raises an error that names the missing variable
        raise GuardError("name is for variables, credentials and what a client has; use an encoder")
    return identifier


def _word(value: object) -> Code:
    """Filter `word`: print ASCII letters, digits and `._-` as they are; refuse all else."""
    if type(value) is str:
        return _as_word(value)
    return _as_word(reveal(value) if isinstance(value, (Text, str)) else str(value))


@lru_cache(maxsize=4096)
def _as_word(text: str) -> Code:
    """Return a text of word characters as code; raise GuardError for any other."""
    if not _WORD.fullmatch(text):
        raise GuardError(
            f"{text!r} has other characters than letters, digits and ._-; use an encoder"
        )
    return Code(text)


def _percent_encode(value: Text | str) -> str:
    """Filter `percent`: percent-encode a text (RFC 3986, section 2.1), for an encoder."""
    return percent_encode(reveal(value))


def _fence(value: Text | str, info: str) -> Code:
    """Filter `fence`: write a fenced code block of CommonMark."""
    return Code(fence(reveal(value), info))


def _json(value: Value) -> Text:
    """Filter `as_json`: write a value as indented JSON, for an encoder."""
    return json_text(value)


def _count(things: Sized) -> Code:
    """Filter `count`: print how many items a sequence has."""
    return Code(str(len(things)))


def _sorted(names: Iterable[str]) -> list[str]:
    """Filter `sorted`: sort names by code point."""
    return sorted(names)


def _block(text: object) -> Code:
    """Filter `block`: print the text of a `{% set %}` block, which has passed the guard."""
    return Code(f"{block(text, 'block')}\n")


def _compact(text: str) -> Code:
    """Filter block `compact`: shorten a style sheet or a script, which each page has.

    Spaces in front of lines, empty lines, and comments that are whole lines are left out. So no
    text in it may have several lines.
    """
    lines = (line.strip() for line in block(text, "compact").split("\n"))
    return Code("\n".join(line for line in lines if line and not _COMMENT.fullmatch(line)))


def _compact_style(text: str) -> Code:
    """Filter block `compact_style`: shorten a style sheet, as `compact` does, and join its lines.

    A line ends only where it has to: neither behind a declaration nor at a brace or comma.
    """
    lines = [_DECLARATION.sub(r"\1:", line) for line in _compact(text).split("\n")]
    joined = "".join(_LINE_END.sub(r"\1", f"{line}\n") for line in lines)
    return Code(joined.replace(";}", "}").strip())


# A line of CSS that begins with the name of a property, and the ends that need no line break.
_DECLARATION = re.compile(r"^([a-z-]+): +")
_LINE_END = re.compile(r" ?([{};,])\n$")
# A line that is a comment of CSS or of JavaScript.
_COMMENT = re.compile(r"//.*|/\*.*\*/")


def _csp_hash(text: object) -> Code:
    """Filter `csp_hash`: write the hash-source of a `{% set %}` block.

    It allows an inline script or style whose whole text is that block, printed by `block`
    (Content Security Policy 3, section 2.3.1).
    """
    import base64
    import hashlib

    digest = hashlib.sha256(_block(text).encode()).digest()
    return Code(f"'sha256-{base64.b64encode(digest).decode()}'")


@lru_cache(maxsize=4096)
def _in_case(text: str, case: str) -> Code:
    """Write the words of a text in a case, as code."""
    return Code(in_case(text, case))


def indent(text: str, width: int) -> Code:
    """Filter block `indent`: put spaces in front of all lines but empty ones.

    Arguments:
        text: whole lines.
        width: the number of spaces.
    """
    margin = spaces(width)
    lines = block(text, "indent").split("\n")
    return Code("".join(f"{margin}{line}\n" if line else "\n" for line in lines))


def directive(text: str) -> Code:
    """Filter block `directive`: write lines as a directive of MyST, a fenced block of Markdown.

    The fence has more backticks than any run of backticks in the lines.

    Arguments:
        text: whole lines. The first line says which directive this is; it is written right after
            the opening backticks.

    Raises:
        GuardError: if the first line is empty or has a backtick.
    """
    info, _, body = block(text, "directive").partition("\n")
    if not info or "`" in info:
        raise GuardError("the first line of a directive says what it is, without backticks")
    return Code(f"{fence(body, info)}\n")


FILTERS: dict[str, Callable[..., Any]] = {
    "name": name,
    "word": _word,
    "percent": _percent_encode,
    "fence": _fence,
    "sorted": _sorted,
    "as_json": _json,
    "as_text": as_text,
    "operator": operator,
    "arguments": arguments,
    "prose": prose,
    "indent": indent,
    "directive": directive,
    "block": _block,
    "count": _count,
    "compact": _compact,
    "compact_style": _compact_style,
    "csp_hash": _csp_hash,
    "highlight": highlight,
    "listing": listing,
    **DESCRIPTION_FILTERS,
    **{case: lambda text, case=case: _in_case(reveal(text), case) for case in CASES},
}
