r"""Text for the log of a CI system, which takes some of what a log says for its own commands.

The commands are those of GitHub (`::name::`, `##[name]`), Azure Pipelines (`##vso[`), TeamCity
(`##teamcity[`), GitLab (`section_start:`) and Travis CI (`travis_fold:`). One character of a mark
is written as an escape, such as `\x23` for `#`: people still can read the line, and programs see
no command in it. Characters that act on a terminal are escaped, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.errors import printable

# One character of each mark that counts anywhere in a line.
_MARK = re.compile(r"#(?=#\w*\[)|(?<=section)_(?=(?:start|end):)|(?<=travis)_(?=fold:)")
_FIRST_MARK = "::"
_FIRST = re.compile(rf"(?:\A|[\r\n])[^\S\r\n]*+{_FIRST_MARK}")
# Control characters but the tab and the ends of lines, what turns the direction of text, and
# bytes that are no UTF-8 and may be control characters.
_TERMINAL_CHARACTER = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\udc80-\udc9f]"
)


def log_text(text: str) -> str:
    r"""Write text as lines of which none is a command or acts on a terminal.

    Arguments:
        text: one line or several, each with LF at its end but perhaps the last.

    Returns:
        The same, but for `\xNN`, `\uNNNN` or `\UNNNNNNNN` where there was something else.
    """
    return _escape_lines(text, _python_escape)


def log_line(text: str) -> str:
    """Write text as one line of that kind: the ends of lines in it are escaped, too."""
    return _escape_line(text, _python_escape)


def json_text(text: str) -> str:
    r"""Write JSON so that no line of it is a command or acts on a terminal.

    Arguments:
        text: a document of JSON (RFC 8259), whose lines don't begin with colons.

    Returns:
        The same document; some characters of its texts are written as `\uNNNN`.
    """
    return _escape_lines(text, _json_escape)


def yaml_text(text: str) -> str:
    r"""Write a text in double quotes, as YAML 1.2 has it, so that it is no command in a log.

    Arguments:
        text: a text of JSON or several, on one line.

    Returns:
        The same; some characters are written as `\uNNNN` or `\UNNNNNNNN`.
    """
    made = _TERMINAL_CHARACTER.sub(lambda match: _yaml_escape(match[0]), text)
    return _MARK.sub(lambda match: _yaml_escape(match[0]), made)


def is_safe_for_logs(text: str) -> bool:
    """Say whether a text can stand in a log as it is: no command is in it, and nothing acts."""
    if _MARK.search(text) or (_FIRST_MARK in text and _FIRST.search(text)):
        return False
    return not _TERMINAL_CHARACTER.search(text.replace("\r\n", "\n"))


def _escape_lines(text: str, escape: Callable[[str], str]) -> str:
    return "\n".join(_escape_line(line, escape) for line in text.split("\n"))


def _escape_line(line: str, escape: Callable[[str], str]) -> str:
    if not line.isprintable():
        line = "".join(c if c.isprintable() else escape(c) for c in line)
    if "#" in line or "_" in line:
        line = _MARK.sub(lambda match: escape(match[0]), line)
    if line.lstrip().startswith(_FIRST_MARK):
        front, _, rest = line.partition(_FIRST_MARK[0])
        line = f"{front}{escape(_FIRST_MARK[0])}{rest}"
    return line


def _python_escape(character: str) -> str:
    if character.isprintable():  # a part of a mark
        return f"\\x{ord(character):02x}"
    return printable(character)


def _yaml_escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4))
