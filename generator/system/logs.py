r"""Escape text for the logs of CI systems, which read some lines as commands.

The commands are those of GitHub (`::name::`, `##[name]`), Azure Pipelines (`##vso[`), TeamCity
(`##teamcity[`), GitLab (`section_start:`) and Travis CI (`travis_fold:`). A mark is what makes a CI
system take text for a command, such as `##vso[`. One character of each mark is written as an
escape, such as `\x23` for `#`. People can still read the line, and CI systems see no command.
Characters that control a terminal are escaped, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.errors import printable

# One character of each mark that may be anywhere in a line.
_MARK = re.compile(r"#(?=#\w*\[)|(?<=section)_(?=(?:start|end):)|(?<=travis)_(?=fold:)")
_FIRST_MARK = "::"
_FIRST = re.compile(rf"(?:\A|[\r\n])[^\S\r\n]*+{_FIRST_MARK}")
# Control characters except tab, LF and CR, characters that change the direction of text, and
# invalid bytes of UTF-8 that may be control characters.
_TERMINAL_CHARACTER = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\udc80-\udc9f]"
)


def log_text(text: str) -> str:
    r"""Escape text so that no line of it is a command or controls a terminal.

    Arguments:
        text: one or more lines that end in LF, except perhaps the last.

    Returns:
        The text, with some characters written as `\xNN`, `\uNNNN` or `\UNNNNNNNN`.
    """
    return _escape_lines(text, _python_escape)


def log_line(text: str) -> str:
    """Escape text as `log_text` does, and its line ends, too, so that it becomes one line."""
    return _escape_line(text, _python_escape)


def json_text(text: str) -> str:
    r"""Escape JSON so that no line of it is a command or controls a terminal.

    Arguments:
        text: a JSON document (RFC 8259) in which no line begins with colons.

    Returns:
        The same document, with some characters of its strings written as `\uNNNN`.
    """
    return _escape_lines(text, _json_escape)


def yaml_text(text: str) -> str:
    r"""Escape strings in double quotes (YAML 1.2) so that a log can't take them for commands.

    Arguments:
        text: JSON on one line, which is YAML, too.

    Returns:
        YAML of the same value, with some characters written as `\uNNNN` or `\UNNNNNNNN`.
    """
    escaped = _TERMINAL_CHARACTER.sub(lambda match: _yaml_escape(match[0]), text)
    return _MARK.sub(lambda match: _yaml_escape(match[0]), escaped)


def is_safe_for_logs(text: str) -> bool:
    """Return whether no CI system and no terminal takes a part of a text for a command."""
    if _MARK.search(text) or (_FIRST_MARK in text and _FIRST.search(text)):
        return False
    return not _TERMINAL_CHARACTER.search(text.replace("\r\n", "\n"))


def _escape_lines(text: str, escape: Callable[[str], str]) -> str:
    """Escape each line of a text."""
    return "\n".join(_escape_line(line, escape) for line in text.split("\n"))


def _escape_line(line: str, escape: Callable[[str], str]) -> str:
    """Escape control characters and marks of commands in one line."""
    if not line.isprintable():
        line = "".join(c if c.isprintable() else escape(c) for c in line)
    if "#" in line or "_" in line:
        line = _MARK.sub(lambda match: escape(match[0]), line)
    if line.lstrip().startswith(_FIRST_MARK):
        front, _, rest = line.partition(_FIRST_MARK[0])
        line = f"{front}{escape(_FIRST_MARK[0])}{rest}"
    return line


def _python_escape(character: str) -> str:
    """Return a character as an escape sequence of Python."""
    if character.isprintable():  # a part of a mark
        return f"\\x{ord(character):02x}"
    return printable(character)


def _yaml_escape(character: str) -> str:
    """Return a character as an escape sequence of YAML."""
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escape(character: str) -> str:
    """Return a character as an escape sequence of JSON."""
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4))
